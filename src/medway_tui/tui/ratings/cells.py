"""Judgements as text: a sign, the words as printed, and the comparison with the inspection before."""

from __future__ import annotations

from collections.abc import Sequence

from rich.style import Style
from rich.text import Text

from medway_tui.index.inspections import EvidenceMention, GradedJudgement, RatingCell
from medway_tui.text import escape_invisible
from medway_tui.tui.theme import Palette
from medway_tui.tui.widgets.wrapping import wrap

NOT_A_JUDGEMENT = "– not judged"
NOT_KNOWN = "? not known"
NOT_MENTIONED = "– not mentioned"


def grade_sign(graded: GradedJudgement) -> str:
    """Return the sign of a grade: ★ for the best of its scale, ✓, ~, ✗ for the worst; ? outside it."""
    if graded.rank is None:
        return "?"
    if graded.rank == 0:
        return "★"
    if graded.rank >= graded.scale - 1:
        return "✗"
    return "✓" if graded.rank == 1 else "~"


def grade_style(graded: GradedJudgement, colours: Palette) -> Style:
    """Return the colour of a grade."""
    return {"★": colours.good, "✓": colours.good, "~": colours.medium, "✗": colours.bad, "?": colours.muted}[
        grade_sign(graded)
    ]


def comparison(graded: GradedJudgement) -> str:
    """Return better or worse than the inspection before; with ≈ across frameworks, whose areas differ."""
    if graded.step is None:
        return ""
    # No-break spaces keep the arrow beside its word.
    changed = "↑\u00a0better" if graded.step > 0 else "↓\u00a0worse"
    word = changed if graded.step else "=\u00a0the\u00a0same"
    return word if graded.same_framework else f"≈{word}"


def cell_text(cell: RatingCell, colours: Palette, *, named: bool, joint: set[str]) -> Text:
    """Return the judgements of an inspection in a row.

    ``named`` adds the name of each area, where a row has several; ``joint`` are the areas that are in more
    than one row.
    """
    if not cell.judgements:
        return Text(NOT_KNOWN if cell.existed else NOT_A_JUDGEMENT, colours.muted)
    text = Text()
    for number, graded in enumerate(cell.judgements):
        text.append("\n" if number else "")
        if named:
            text.append(f"{escape_invisible(graded.name)}:\n", colours.muted)
        text.append_text(grade_text(graded, colours))
        if graded.area in joint:
            text.append("  (one for both rows)", colours.muted)
    return text


def grade_text(graded: GradedJudgement, colours: Palette) -> Text:
    """Return a grade: its sign, its words, and the comparison."""
    # A no-break space keeps the sign beside its word.
    text = Text(f"{grade_sign(graded)}\u00a0{escape_invisible(graded.printed)}", grade_style(graded, colours))
    words = comparison(graded)
    if words:
        text.append(f"  {words}", colours.muted)
    return text


def wrap_styled(text: Text, width: int) -> Text:
    """Wrap a text to a width in cells, with its styles."""
    lines = []
    for line in text.split("\n", allow_blank=True):
        lines += [line[start:end] for start, end in wrap(line.plain, width)]
    return Text("\n").join(lines)


def mentions_text(mentions: Sequence[EvidenceMention], colours: Palette) -> Text:
    """Return an article's mentions of a judgement: the first in words, the others by their paragraphs."""
    if not mentions:
        return Text(NOT_MENTIONED, colours.muted)
    # Those adrift come last.
    first, *others = sorted(mentions, key=lambda mention: mention.is_adrift)
    text = Text(escape_invisible(first.says or first.exact or "mentions it"))
    text.append(f" {mention_place(first)}", colours.muted)
    if others:
        text.append(f"\nalso {' '.join(map(mention_place, others))}", colours.muted)
    return text


def mention_place(mention: EvidenceMention) -> str:
    """Return the paragraph of a mention; one that is adrift has none."""
    return "adrift" if mention.is_adrift else mention.place.short_label
