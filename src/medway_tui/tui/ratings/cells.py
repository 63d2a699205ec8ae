"""Judgements as text: a sign, a word that fits, and the comparison with the inspection before."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.text import Text

from medway_tui.export.grades import arrow, grade_sign
from medway_tui.index.inspections import EvidenceMention, GradedJudgement
from medway_tui.text import escape_invisible, plural
from medway_tui.tui.theme import Palette
from medway_tui.tui.widgets.wrapping import fit, wrap_lines

NOT_A_JUDGEMENT = "·"
NOT_KNOWN = "?"
NO_GRADE = "–"
NOT_MENTIONED = "– not mentioned"

_LEAST_WITH_WORD = 6
"""The fewest cells in which a word after the sign says anything."""

_SHORT_GRADES: dict[str, tuple[str, ...]] = {
    "outstanding": ("Outst.", "Outs"),
    "adequate": ("Adeq.", "Adeq"),
    "requires improvement": ("Req. improvement", "Req. impr.", "RI"),
    "requires improvement to be good": (
        "Requires improvement",
        "Req. improvement",
        "Req. impr.",
        "RI",
    ),
    "inadequate": ("Inad.", "Inad"),
}
"""Shorter forms of Ofsted's grades, the longest first."""


def short_grade(grade: str, width: int) -> str:
    """Return the longest form of a grade that fits into a width in cells; the last with … where none does."""
    grade = escape_invisible(grade)
    forms = (grade, *_SHORT_GRADES.get(grade.casefold(), ()))
    return next((form for form in forms if cell_len(form) <= width), fit(forms[-1], width))


def grade_words(graded: GradedJudgement, width: int) -> str:
    """Return the sign and a form of the grade that fits; the sign alone where there is no room for a word."""
    sign = grade_sign(graded)
    return f"{sign} {short_grade(graded.grade, width - 2)}" if width >= _LEAST_WITH_WORD else sign


def no_grade_words(graded: GradedJudgement, width: int) -> str:
    """Return the reason why a judgement has no grade, as far as it fits; a dash where it does not."""
    return (
        fit(f"{NO_GRADE} {escape_invisible(graded.printed)}", width)
        if width >= _LEAST_WITH_WORD
        else NO_GRADE
    )


def comparison(graded: GradedJudgement) -> str:
    """Return better or worse than the inspection before, in a word with its arrow."""
    if graded.step is None:
        return ""
    # A no-break space keeps the arrow beside its word.
    word = "better" if graded.step > 0 else "worse" if graded.step else "the same"
    return f"{arrow(graded.step)}\u00a0{word}"


def describe_step(step: int) -> str:
    """Return how far a grade moved: ``2 grades``, ``the same``."""
    return plural(abs(step), "grade") if step else "the same"


def mention_lines(mentions: Sequence[EvidenceMention], colours: Palette, width: int) -> list[Text]:
    """Return an article's mentions of a judgement: the first in words, the others by their paragraphs."""
    if not mentions:
        return [Text(line, colours.muted) for line in wrap_lines(NOT_MENTIONED, width)]
    # Those adrift come last.
    first, *others = sorted(mentions, key=lambda mention: mention.is_adrift)
    words = f"{first.says or first.exact or 'mentions it'} {mention_place(first)}"
    lines = [Text(line) for line in wrap_lines(words, width)]
    if others:
        also = f"also {' '.join(map(mention_place, others))}"
        lines += [Text(line, colours.muted) for line in wrap_lines(also, width)]
    return lines


def printed_lines(graded: GradedJudgement, width: int) -> list[Text]:
    """Return a judgement as its report prints it, with its sign."""
    # A no-break space keeps the sign beside its word.
    sign = NO_GRADE if graded.status is not None else grade_sign(graded)
    return [Text(line) for line in wrap_lines(f"{sign}\u00a0{graded.printed}", width)]


def mention_place(mention: EvidenceMention) -> str:
    """Return the paragraph of a mention; one that is adrift has none."""
    return "adrift" if mention.is_adrift else mention.place.short_label
