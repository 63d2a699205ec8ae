"""The base of the package's own errors, and the system's reasons in words."""

from __future__ import annotations


class MedwayError(Exception):
    """An error for the user: the message says what is wrong, ``hint`` says what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class InvalidQueryError(MedwayError):
    """A query, or the value of a filter or an option, can't be understood."""


class NotFoundError(MedwayError):
    """The dossier has nothing of the given name."""


def os_error_text(error: OSError) -> str:
    """Return the system's reason for a failure in lower case: ``no space left on device``."""
    return (error.strerror or str(error)).lower()
