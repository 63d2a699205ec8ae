"""The questions of an import to the user, each asked once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from medway_tui.importing.options import AskPublisher

QuestionT = TypeVar("QuestionT", bound=Hashable)
AnswerT = TypeVar("AnswerT")


class QuestionForbiddenError(Exception):
    """A question arises while a lock is held."""


class Questions:
    """The questions to the user, each asked once."""

    def __init__(self, ask: AskPublisher | None, confirm: Callable[[str], bool] | None) -> None:
        self._answers: dict[Hashable, Any] = {}
        self._is_forbidden = False
        self.ask = None if ask is None else self._ask_once(ask)
        self.confirm = None if confirm is None else self._ask_once(confirm)

    @contextmanager
    def forbidden(self) -> Iterator[None]:
        """Raise QuestionForbiddenError instead of asking a new question."""
        self._is_forbidden = True
        try:
            yield
        finally:
            self._is_forbidden = False

    def _ask_once(self, ask: Callable[[QuestionT], AnswerT]) -> Callable[[QuestionT], AnswerT]:
        def answer(question: QuestionT) -> AnswerT:
            if question not in self._answers:
                if self._is_forbidden:
                    raise QuestionForbiddenError
                self._answers[question] = ask(question)
            known: AnswerT = self._answers[question]
            return known

        return answer
