"""How judgements are drawn: a sign, the words as printed, and how they compare with before."""

from __future__ import annotations

from rich.style import Style
from rich.text import Text

from medway_tui.index.inspections import EvidenceMention, GradedJudgement, RatingCell
from medway_tui.text import escape_invisible
from medway_tui.tui.theme import Palette
from medway_tui.tui.widgets.wrapping import wrap

NOT_A_JUDGEMENT = "– not a judgement then"
NOT_KNOWN = "? not known"
NOT_MENTIONED = "– nothing said of it"


def grade_sign(graded: GradedJudgement) -> str:
    """The sign of a grade by its place in the scale: ★ the best, ✓, ~, ✗ the worst; ? not in the scale."""
    if graded.rank is None:
        return "?"
    if graded.rank == 0:
        return "★"
    if graded.rank >= graded.scale - 1:
        return "✗"
    return "✓" if graded.rank == 1 else "~"


def grade_style(graded: GradedJudgement, colours: Palette) -> Style:
    """The colour that goes with the sign."""
    return {
        "★": colours.good,
        "✓": colours.good,
        "~": colours.medium,
        "✗": colours.bad,
        "?": colours.muted,
    }[grade_sign(graded)]


def comparison(graded: GradedJudgement) -> str:
    """Better or worse than the inspection before; with ≈ across frameworks, whose areas differ."""
    if graded.step is None:
        return ""
    # No-break spaces keep the arrow beside its word.
    word = (
        "↑\u00a0better" if graded.step > 0 else "↓\u00a0worse" if graded.step < 0 else "=\u00a0the\u00a0same"
    )
    return word if graded.same_framework else f"≈{word}"


def cell_text(judged: RatingCell, colours: Palette, *, named: bool, joint: set[str]) -> Text:
    """What an inspection says in a row.

    ``named`` gives each judgement its area's name, where a row holds several; ``joint`` are the areas
    that stand in more than one row.
    """
    if not judged.judgements:
        return Text(NOT_KNOWN if judged.existed else NOT_A_JUDGEMENT, colours.muted)
    text = Text()
    for number, graded in enumerate(judged.judgements):
        text.append("\n" if number else "")
        if named:
            text.append(f"{escape_invisible(graded.name)}:\n", colours.muted)
        text.append_text(grade_text(graded, colours))
        if graded.area in joint:
            text.append("  (one for both rows)", colours.muted)
    return text


def grade_text(graded: GradedJudgement, colours: Palette) -> Text:
    """A grade: sign and words, and how it compares."""
    # A no-break space keeps the sign beside its word.
    text = Text(f"{grade_sign(graded)}\u00a0{escape_invisible(graded.printed)}", grade_style(graded, colours))
    words = comparison(graded)
    if words:
        text.append(f"  {words}", colours.muted)
    return text


def wrap_styled(text: Text, width: int) -> Text:
    """A text broken into lines of a width in cells, with its styles."""
    lines = []
    for line in text.split("\n", allow_blank=True):
        lines += [line[start:end] for start, end in wrap(line.plain, width)]
    return Text("\n").join(lines)


def mentions_text(found: list[EvidenceMention], colours: Palette) -> Text:
    """What an article says of a judgement: the first place in words, the others by their numbers."""
    if not found:
        return Text(NOT_MENTIONED, colours.muted)
    # What has a place speaks before what is adrift.
    found = sorted(found, key=lambda mention: mention.is_adrift)
    first = found[0]
    text = Text(escape_invisible(first.says or first.exact or "speaks of it"))
    text.append(f" {mention_place(first)}", colours.muted)
    if len(found) > 1:
        others = " ".join(mention_place(mention) for mention in found[1:])
        text.append(f"\nalso {others}", colours.muted)
    return text


def mention_place(mention: EvidenceMention) -> str:
    """The paragraph of a mention; none is said of one that is adrift."""
    if mention.is_adrift:
        return "adrift"
    return "headline" if mention.paragraph == 0 else f"¶{mention.paragraph}"
