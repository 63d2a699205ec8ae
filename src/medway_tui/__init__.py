"""medway-tui: a terminal reader for a story told in many sources, and its Python interface.

``open`` opens a dossier, ``extract`` finds the quotations of a text. docs/python.md lists the names that
stay as they are; everything below this package is private.
"""

from __future__ import annotations

TYPE_CHECKING = False
"""True for a type checker; typing is not imported for it, so that ``--version`` stays quick."""
if TYPE_CHECKING:
    from types import ModuleType

    from medway_tui.api import *  # noqa: F403 - its __all__ is the list of public names

__version__ = "0.1.0"

APP_NAME = "medway-tui"
"""The name of the program, and of its folders among the user's."""

COMPLETE_VAR = "_MEDWAY_TUI_COMPLETE"
"""The environment variable with which a shell asks for completions."""

THEMES = ("dark", "light", "high-contrast", "high-contrast-light", "terminal")
"""The colour themes of the reader, in the order in which it lists them."""


def __getattr__(name: str) -> object:
    """Load the Python interface when one of its names is first used."""
    # ``from medway_tui import dates`` asks here too, before the module is imported.
    if name in ("extract", "open") or name[:1].isupper():
        interface = _load_interface()
        if name in interface.__all__:
            return getattr(interface, name)
    raise AttributeError(f"module 'medway_tui' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *_load_interface().__all__})


def _load_interface() -> ModuleType:
    from importlib import import_module  # noqa: PLC0415 - not on the way to --version

    return import_module("medway_tui.api")
