"""``python -m medway_tui`` is ``medway-tui``."""

from medway_tui.cli import main

main()
