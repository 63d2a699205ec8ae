"""Notices: sentences for the user that arise far below the screen, such as while a lock is waited for."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

Subscriber = Callable[[str], None]

_MAX_PENDING = 20
_pending: deque[str] = deque(maxlen=_MAX_PENDING)
_subscribers: list[Subscriber] = []


def send_notice(text: str) -> None:
    """Give a sentence to the last subscriber; without one it is kept for the next."""
    if _subscribers:
        _subscribers[-1](text)
    else:
        _pending.append(text)


def subscribe(subscriber: Subscriber) -> None:
    """Send all notices to ``subscriber`` from now on, those that were kept first. Any thread may send."""
    _subscribers.append(subscriber)
    while _pending:
        subscriber(_pending.popleft())


def unsubscribe(subscriber: Subscriber) -> None:
    """Send notices to the subscriber before."""
    if subscriber in _subscribers:
        _subscribers.remove(subscriber)
