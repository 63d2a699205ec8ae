"""Back and forward: the places that were left for another, as in a browser."""

from __future__ import annotations

from typing import Any, NamedTuple

MAX_VISITS = 500
"""The places that Back remembers; the oldest are forgotten."""


class Visit(NamedTuple):
    """A place to go back to."""

    view: str
    """The name of its mode."""
    place: Any
    """What the view's ``place`` returned."""


class VisitHistory:
    """The places before the current one, and those that were left by going back."""

    def __init__(self) -> None:
        self._back: list[Visit] = []
        self._forward: list[Visit] = []

    def leave(self, visit: Visit) -> None:
        """Remember a place that is left for another; there is nothing to go forward to any more."""
        self._forward.clear()
        if self._back[-1:] != [visit]:
            self._back.append(visit)
            del self._back[:-MAX_VISITS]

    def go_back(self, current: Visit) -> Visit | None:
        """Return the place before the current one; None where there is none."""
        return _go(current, self._back, self._forward)

    def go_forward(self, current: Visit) -> Visit | None:
        """Return the place that was last left by going back; None where there is none."""
        return _go(current, self._forward, self._back)


def _go(current: Visit, source: list[Visit], other: list[Visit]) -> Visit | None:
    while source:
        visit = source.pop()
        # A place that was left and is open again would look as if the key did nothing.
        if visit != current:
            other.append(current)
            return visit
    return None
