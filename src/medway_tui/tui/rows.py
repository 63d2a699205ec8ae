"""How articles and quotations are drawn as rows of a list."""

from __future__ import annotations

from rich.cells import cell_len
from rich.text import Text

from medway_tui.export.citation import counted, published
from medway_tui.index.articles import ArticleRow
from medway_tui.index.quotes import QuoteRow
from medway_tui.text import visible
from medway_tui.tui.palette import Palette
from medway_tui.tui.widgets.rows import Row
from medway_tui.tui.widgets.wrapping import fit


def article_row(article: ArticleRow) -> Row:
    """An article: when and where it was published, and its headline under it."""

    def draw(width: int, colours: Palette) -> list[Text]:
        date = published(article) or "no date"
        first = Text(" ")
        first.append(date, colours.muted)
        first.append("  ")
        first.append(fit(visible(article.publisher), width - cell_len(date) - 4), colours.strong)
        headline = visible(article.headline)
        headline = f"[{headline}]" if article.title_ours else headline
        return [first, Text("   " + fit(headline, width - 4))]

    return Row(article.id, draw, 2)


def quote_row(quote: QuoteRow, *, indent: int = 2, dated: bool = False, named: bool = False) -> Row:
    """A quotation in one line, with its date or speaker before it where asked for."""

    def draw(width: int, colours: Palette) -> list[Text]:
        text = Text(" " * indent)
        if dated:
            date = published(quote.article) or "no date"
            text.append(f"{date:<13} ", colours.muted)
        if named:
            name = fit(visible(quote.called), 16)
            text.append(
                name + " " * (17 - cell_len(name)), colours.tint(quote.speaker_position) + colours.strong
            )
        number = "adrift" if quote.adrift else f"¶{quote.paragraph}"
        number = number if quote.draft is None else f"draft {number}"
        room = width - cell_len(text.plain) - len(number) - 2
        words = visible(quote.in_marks)
        closing = "”" if words.endswith("”") else ""
        shown = words if cell_len(words) <= room else fit(words, room - len(closing)) + closing
        text.append(shown)
        text.append(" " * max(1, width - cell_len(text.plain) - len(number) - 1))
        text.append(number, colours.muted)
        return [text]

    return Row(quote.key, draw)


def speaker_row(name: str, party: str, tinted: int | None, quotes: int, drafts: int) -> Row:
    """A heading: a speaker, the party, and how many quotations follow, drafts apart."""
    number = counted(quotes, drafts)

    def draw(width: int, colours: Palette) -> list[Text]:
        short = fit(visible(party), width // 3)
        shown = fit(visible(name), width - len(number) - cell_len(short) - 7)
        text = Text()
        text.append(f" {initials(name)}▌", colours.tint(tinted) + colours.strong)
        text.append(f"{shown}", colours.strong)
        if short:
            text.append(f"  {short}", colours.muted)
        text.append(" " * max(1, width - cell_len(text.plain) - len(number) - 1))
        text.append(number, colours.muted)
        return [text]

    return Row(None, draw)


def heading_row(words: str) -> Row:
    """A heading of plain words."""

    def draw(width: int, colours: Palette) -> list[Text]:
        return [Text(" " + fit(visible(words), width - 2), colours.strong)]

    return Row(None, draw)


def initials(name: str) -> str:
    """Two cells for a name: the letters of the first and last word, or the first two of a single one."""
    words = [word for word in visible(name).replace("-", " ").split() if word[:1].isalnum()]
    if not words:
        letters = "?"
    elif len(words) == 1:
        letters = words[0][:2].upper() if words[0].isupper() else words[0][:2].capitalize()
    else:
        letters = (words[0][0] + words[-1][0]).upper()
    while cell_len(letters) > 2:
        letters = letters[:-1]
    return letters + " " * (2 - cell_len(letters))
