"""Which findings are asked for, by their codes or the beginnings of codes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import click


class CodeSelection(NamedTuple):
    """Codes that are wanted and codes that are not; a beginning such as T or D4 stands for its group."""

    select: tuple[str, ...]
    """The wanted ones; none means all."""
    ignore: tuple[str, ...]
    """Those left out."""

    def includes(self, code: str) -> bool:
        """Whether findings of a code are wanted. The longer beginning counts; of equals, ``ignore``."""
        selected_length = _longest_prefix(code, self.select or ("",))
        return selected_length >= 0 and selected_length > _longest_prefix(code, self.ignore)


def _longest_prefix(code: str, beginnings: Iterable[str]) -> int:
    return max((len(each) for each in beginnings if code.startswith(each)), default=-1)


def parse_codes(
    context: click.Context, parameter: click.Parameter, values: tuple[str, ...]
) -> tuple[str, ...]:
    """The codes in an option's values, each of which may be several with commas between them.

    Raises click.BadParameter for one that begins no code.
    """
    from medway_tui.model.finding_codes import CODES  # noqa: PLC0415 - not on the way to --help

    codes = [each.strip().upper() for value in values for each in value.split(",")]
    for each in codes:
        if not each or not any(code.startswith(each) for code in CODES):
            raise click.BadParameter(_unknown_code_message(each, CODES), context, parameter)
    return tuple(codes)


def _unknown_code_message(typed: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - only a slip needs it

    from medway_tui.text import escape_invisible  # noqa: PLC0415

    groups = sorted({code[0] for code in known})
    closest = get_close_matches(typed, [*known, *groups], n=1, cutoff=0.5)
    advice = f"did you mean {closest[0]}?" if closest else f"codes begin with {', '.join(groups)}"
    return (
        f"there is no code {escape_invisible(typed)}; {advice}" if typed else f"a code is missing; {advice}"
    )
