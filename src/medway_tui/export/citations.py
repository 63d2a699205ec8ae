"""Citations that a newspaper or a thesis can print.

Who, as what on that day, the words, where they were published, when, which paragraph, at what
address. What is ours and not the source's, a title or an inferred date, stands in square brackets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from medway_tui import dates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from medway_tui.index.articles import ArticleRow
    from medway_tui.index.inspections import GradedJudgement, InspectionRow
    from medway_tui.index.people import RolesOnDate
    from medway_tui.index.quotes import PieceEntry, QuoteRow


DRAFT_LABEL = "draft, not confirmed"
"""What is said of a quotation that a program found and nobody has confirmed."""


def format_quote_count(quotes: int, drafts: int) -> str:
    """A number of quotations for people; those that are drafts apart: ``3 + 1 draft``."""
    if not drafts:
        return f"{quotes:,}"
    draft_count = f"{drafts:,} draft{'' if drafts == 1 else 's'}"
    return f"{quotes:,} + {draft_count}" if quotes else draft_count


def quote_remarks(quote: QuoteRow) -> str:
    """What must be said of a quotation wherever its words stand, in square brackets; mostly nothing."""
    said = " [not found in the article as it stands]" if quote.is_adrift else ""
    return said if quote.draft is None else f"{said} [{DRAFT_LABEL}]"


def draft_note(entry: PieceEntry) -> str | None:
    """The entry's note; that it is a draft comes first."""
    if entry.draft is None:
        return entry.note
    label = f"{DRAFT_LABEL} ({entry.draft:.2f})"
    return f"{label}: {entry.note}" if entry.note else label


def cite_quotation(quote: QuoteRow, roles: RolesOnDate) -> str:
    """A quotation with its citation, in two lines."""
    # A quotation over several paragraphs opens its marks in each, and closes them in the last.
    words = _quoted_words(quote, "\n")
    source = cite_article(quote.article, _paragraph_numbers(quote))
    return f"{words}\n— {_speaker_with_roles(quote, roles)}, in {source}"


def cite_briefly(quote: QuoteRow, roles: RolesOnDate) -> str:
    """A quotation in one line, for where its article is cited already: who, and in which paragraph."""
    paragraphs = format_paragraphs(_paragraph_numbers(quote))
    return f"{_quoted_words(quote, ' ')} — {_speaker_with_roles(quote, roles)}, {paragraphs}"


def _quoted_words(quote: QuoteRow, separator: str) -> str:
    if quote.type == "indirect":
        words = f"{quote.exact} [reported, not quoted]"
    else:
        words = separator.join(f"“{piece.exact}" for piece in quote.pieces) + "”"
    return words + quote_remarks(quote)


def _speaker_with_roles(quote: QuoteRow, roles: RolesOnDate) -> str:
    return ", ".join([quote.display_name, *_role_parts(roles)])


def _paragraph_numbers(quote: QuoteRow) -> list[int]:
    return [piece.paragraph for piece in quote.pieces]


def cite_article(row: ArticleRow, paragraphs: Sequence[int] = ()) -> str:
    """An article, and paragraphs of it, as a line that can be printed."""
    parts = [row.publisher, display_title(row) if row.title_ours else f"“{display_title(row)}”"]
    if row.author:
        parts.insert(0, row.author)
    if row.published:
        parts.append(display_date(row))
    if paragraphs:
        parts.append(format_paragraphs(paragraphs))
    if row.url:
        parts.append(row.url)
    return ", ".join(parts)


def display_title(row: ArticleRow) -> str:
    """The headline of an article; in square brackets where it is ours."""
    return f"[{row.headline}]" if row.title_ours else row.headline


def display_date(row: ArticleRow) -> str:
    """The date of an article; in square brackets where it is inferred, empty where not known."""
    if not row.published:
        return ""
    words = dates.format_date(row.published)
    return f"[{words}]" if row.published_inferred else words


def cite_judgement(
    graded: GradedJudgement, inspection: InspectionRow, sources: Sequence[tuple[str | None, str | None]] = ()
) -> str:
    """A judgement with the citation of its report, in two lines.

    Where the report was not seen, ``sources``, each an address and a note, say how it is known.
    """
    days = dates.format_date(f"{inspection.start}/{inspection.end}")
    parts = [
        f"Ofsted, {inspection.title}: {inspection.provider}",
        f"inspected {days}",
        f"published {dates.format_date(inspection.published)}",
    ]
    if inspection.url:
        parts.append(inspection.url)
    if inspection.second_hand:
        origins = "; ".join(", ".join(part for part in (note, url) if part) for url, note in sources)
        parts.append(
            f"as given by {origins} [the report was not seen]" if origins else "[the report was not seen]"
        )
    return f"{graded.name}: {graded.printed}\n— {', '.join(parts)}"


def _role_parts(roles: RolesOnDate) -> list[str]:
    role_text = roles.describe()
    return [part for part in (role_text, roles.party) if part]


def format_paragraphs(numbers: Sequence[int]) -> str:
    """Paragraphs in words, by their numbers: ``paragraphs 7–8``, ``headline``."""
    if list(numbers) == [0]:
        return "headline"
    if len(numbers) == 1:
        return f"paragraph {numbers[0]}"
    return f"paragraphs {numbers[0]}–{numbers[-1]}"


class CitedArticle(NamedTuple):
    """An article that is cited."""

    article: ArticleRow
    quotations: tuple[str, ...] = ()
    """The quotations that were found in it, each in a line of its own."""


def cited_articles(
    found: Iterable[QuoteRow], roles_of: Callable[[QuoteRow], RolesOnDate]
) -> Sequence[CitedArticle]:
    """The articles in which quotations were found, in the order in which they come first."""
    quotations: dict[str, tuple[ArticleRow, list[str]]] = {}
    for quote in found:
        lines = quotations.setdefault(quote.article.id, (quote.article, []))[1]
        lines.append(cite_briefly(quote, roles_of(quote)))
    return [CitedArticle(article, tuple(lines)) for article, lines in quotations.values()]


def article_remarks(article: ArticleRow) -> list[str]:
    """What a citation must say of an article besides its particulars: what is ours and not the source's."""
    said = []
    if article.title_ours:
        said.append("The title is supplied.")
    if article.published_inferred:
        said.append(f"The date is inferred: {article.published_inferred}")
    return said
