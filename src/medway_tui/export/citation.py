"""Citations that a newspaper or a thesis can print.

Who, as what on that day, the words, where they were published, when, which paragraph, at what
address. What is ours and not the source's, a title or an inferred date, stands in square brackets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from medway_tui import dates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from medway_tui.index.articles import ArticleRow
    from medway_tui.index.people import Standing
    from medway_tui.index.quotes import Entry, QuoteRow
    from medway_tui.index.ratings import Graded, InspectionRow


DRAFT = "draft, not confirmed"
"""What is said of a quotation that a program found and nobody has confirmed."""


def counted(quotes: int, drafts: int) -> str:
    """A number of quotations for people; those that are drafts apart: ``3 + 1 draft``."""
    if not drafts:
        return f"{quotes:,}"
    apart = f"{drafts:,} draft{'' if drafts == 1 else 's'}"
    return f"{quotes:,} + {apart}" if quotes else apart


def remarks(quote: QuoteRow) -> str:
    """What must be said of a quotation wherever its words stand, in square brackets; mostly nothing."""
    said = " [not found in the article as it stands]" if quote.adrift else ""
    return said if quote.draft is None else f"{said} [{DRAFT}]"


def noted(entry: Entry) -> str | None:
    """The entry's note; that it is a draft comes first."""
    if entry.draft is None:
        return entry.note
    said = f"{DRAFT} ({entry.draft:.2f})"
    return f"{said}: {entry.note}" if entry.note else said


def quotation(quote: QuoteRow, standing: Standing) -> str:
    """A quotation with its citation, in two lines."""
    # A quotation over several paragraphs opens its marks in each, and closes them in the last.
    words = _words(quote, "\n")
    source = article(quote.article, _numbers(quote))
    return f"{words}\n— {_who(quote, standing)}, in {source}"


def brief(quote: QuoteRow, standing: Standing) -> str:
    """A quotation in one line, for where its article is cited already: who, and in which paragraph."""
    return f"{_words(quote, ' ')} — {_who(quote, standing)}, {named(_numbers(quote))}"


def _words(quote: QuoteRow, between: str) -> str:
    if quote.type == "indirect":
        words = f"{quote.exact} [reported, not quoted]"
    else:
        words = between.join(f"“{piece.exact}" for piece in quote.pieces) + "”"
    return words + remarks(quote)


def _who(quote: QuoteRow, standing: Standing) -> str:
    return ", ".join([quote.called, *_as_what(standing)])


def _numbers(quote: QuoteRow) -> list[int]:
    return [piece.paragraph for piece in quote.pieces]


def article(row: ArticleRow, paragraphs: Sequence[int] = ()) -> str:
    """An article, and paragraphs of it, as a line that can be printed."""
    parts = [row.publisher, title(row) if row.title_ours else f"“{title(row)}”"]
    if row.author:
        parts.insert(0, row.author)
    if row.published:
        parts.append(published(row))
    if paragraphs:
        parts.append(named(paragraphs))
    if row.url:
        parts.append(row.url)
    return ", ".join(parts)


def title(row: ArticleRow) -> str:
    """The headline of an article; in square brackets where it is ours."""
    return f"[{row.headline}]" if row.title_ours else row.headline


def published(row: ArticleRow) -> str:
    """The date of an article; in square brackets where it is inferred, empty where not known."""
    if not row.published:
        return ""
    words = dates.spoken(row.published)
    return f"[{words}]" if row.published_inferred else words


def judgement(
    graded: Graded, inspection: InspectionRow, sources: Sequence[tuple[str | None, str | None]] = ()
) -> str:
    """A judgement with the citation of its report, in two lines.

    Where the report was not seen, ``sources``, each an address and a note, say how it is known.
    """
    days = dates.spoken(f"{inspection.start}/{inspection.end}")
    parts = [
        f"Ofsted, {inspection.title}: {inspection.provider}",
        f"inspected {days}",
        f"published {dates.spoken(inspection.published)}",
    ]
    if inspection.url:
        parts.append(inspection.url)
    if inspection.second_hand:
        given = "; ".join(", ".join(part for part in (note, url) if part) for url, note in sources)
        parts.append(
            f"as given by {given} [the report was not seen]" if given else "[the report was not seen]"
        )
    return f"{graded.name}: {graded.printed}\n— {', '.join(parts)}"


def _as_what(standing: Standing) -> list[str]:
    roles = standing.words()
    return [part for part in (roles, standing.party) if part]


def named(numbers: Sequence[int]) -> str:
    """Paragraphs in words, by their numbers: ``paragraphs 7–8``, ``headline``."""
    if list(numbers) == [0]:
        return "headline"
    if len(numbers) == 1:
        return f"paragraph {numbers[0]}"
    return f"paragraphs {numbers[0]}–{numbers[-1]}"
