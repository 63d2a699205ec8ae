"""The libraries that some readers need, which the extra ``documents`` installs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from medway_tui.saved_pages.blocks import UnreadableError


@contextmanager
def explain_missing_library(kind: str) -> Iterator[None]:
    """Within it, a library is imported that may not be installed; ``kind`` names the file: “a PDF”.

    Raises UnreadableError in the place of ModuleNotFoundError, with what to install.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        raise UnreadableError(
            f"this is {kind}, which is read with the library {error.name}, which is not installed",
            "install it with: pip install 'medway-tui[documents]'",
        ) from None
