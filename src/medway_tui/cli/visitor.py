"""``python -m medway_tui.cli.visitor``: the reader of one visitor, which ``medway-tui serve`` starts."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path


def main(arguments: list[str]) -> int:
    """Run the reader on the copy of an index, until the visitor or the server has gone.

    The arguments are the descriptor that closes when the server ends, ``--theme=NAME`` if any, the file
    of the index, and the folders of the dossier.
    """
    lifeline, *rest = arguments
    theme = rest.pop(0).partition("=")[2] if rest[0].startswith("--theme=") else None
    threading.Thread(target=_end_with_server, args=(int(lifeline),), daemon=True, name="lifeline").start()
    from medway_tui.sync.public_index import open_public_dossier  # noqa: PLC0415 - after the thread
    from medway_tui.tui.visitor_app import VisitorApp  # noqa: PLC0415 - likewise

    app = VisitorApp(open_public_dossier([Path(root) for root in rest[1:]], Path(rest[0])), theme=theme)
    app.run()
    return app.return_code or 0


def _end_with_server(lifeline: int) -> None:
    while os.read(lifeline, 1):
        pass
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
