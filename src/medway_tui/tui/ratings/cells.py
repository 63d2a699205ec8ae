"""How judgements are drawn: a sign, the words as printed, and how they compare with before."""

from __future__ import annotations

from rich.style import Style
from rich.text import Text

from medway_tui.index.ratings import Cell, Graded, Mention
from medway_tui.text import visible
from medway_tui.tui.palette import Palette
from medway_tui.tui.widgets.wrapping import wrap

NOT_THEN = "– not a judgement then"
NOT_KNOWN = "? not known"
NOT_SAID = "– nothing said of it"


def sign(graded: Graded) -> str:
    """The sign of a grade by its place in the scale: ★ the best, ✓, ~, ✗ the worst; ? not in the scale."""
    if graded.rank is None:
        return "?"
    if graded.rank == 0:
        return "★"
    if graded.rank >= graded.scale - 1:
        return "✗"
    return "✓" if graded.rank == 1 else "~"


def colour(graded: Graded, colours: Palette) -> Style:
    """The colour that goes with the sign."""
    return {
        "★": colours.good,
        "✓": colours.good,
        "~": colours.middling,
        "✗": colours.bad,
        "?": colours.muted,
    }[sign(graded)]


def compared(graded: Graded) -> str:
    """Better or worse than the inspection before; with ≈ across frameworks, whose areas differ."""
    if graded.step is None:
        return ""
    # No-break spaces keep the arrow beside its word.
    word = (
        "↑\u00a0better" if graded.step > 0 else "↓\u00a0worse" if graded.step < 0 else "=\u00a0the\u00a0same"
    )
    return word if graded.same_framework else f"≈{word}"


def cell(judged: Cell, colours: Palette, *, named: bool, joint: set[str]) -> Text:
    """What an inspection says in a row.

    ``named`` gives each judgement its area's name, where a row holds several; ``joint`` are the areas
    that stand in more than one row.
    """
    if not judged.judgements:
        return Text(NOT_KNOWN if judged.existed else NOT_THEN, colours.muted)
    text = Text()
    for number, graded in enumerate(judged.judgements):
        text.append("\n" if number else "")
        if named:
            text.append(f"{visible(graded.name)}:\n", colours.muted)
        text.append_text(grade(graded, colours))
        if graded.area in joint:
            text.append("  (one for both rows)", colours.muted)
    return text


def grade(graded: Graded, colours: Palette) -> Text:
    """A grade: sign and words, and how it compares."""
    # A no-break space keeps the sign beside its word.
    text = Text(f"{sign(graded)}\u00a0{visible(graded.printed)}", colour(graded, colours))
    words = compared(graded)
    if words:
        text.append(f"  {words}", colours.muted)
    return text


def wrapped(text: Text, width: int) -> Text:
    """A text broken into lines of a width in cells, with its styles."""
    lines = []
    for line in text.split("\n", allow_blank=True):
        lines += [line[start:end] for start, end in wrap(line.plain, width)]
    return Text("\n").join(lines)


def mentions(found: list[Mention], colours: Palette) -> Text:
    """What an article says of a judgement: the first place in words, the others by their numbers."""
    if not found:
        return Text(NOT_SAID, colours.muted)
    # What has a place speaks before what is adrift.
    found = sorted(found, key=lambda mention: mention.adrift)
    first = found[0]
    text = Text(visible(first.says or first.exact or "speaks of it"))
    text.append(f" {place(first)}", colours.muted)
    if len(found) > 1:
        others = " ".join(place(mention) for mention in found[1:])
        text.append(f"\nalso {others}", colours.muted)
    return text


def place(mention: Mention) -> str:
    """The paragraph of a mention; none is said of one that is adrift."""
    if mention.adrift:
        return "adrift"
    return "headline" if mention.paragraph == 0 else f"¶{mention.paragraph}"
