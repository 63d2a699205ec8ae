"""Citations of articles, quotations and judgements that a newspaper or a thesis can print.

A citation of a quotation has the words, the speaker with the roles of that day, the publisher, the headline,
the date, the paragraph and the address. A title of the dossier's own and an inferred date are in square
brackets, since they are not the source's. ``CitingFormat`` describes the formats of programs that cite.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from medway_tui import dates
from medway_tui.text import escape_invisible, escape_markdown, plural

if TYPE_CHECKING:
    from medway_tui.export.note_places import LocatedNote
    from medway_tui.index.articles import ArticleRow
    from medway_tui.index.inspections import GradedJudgement, InspectionRow, SourceRow
    from medway_tui.index.people import QuoteRoles
    from medway_tui.index.quotes import QuotePiece, QuoteRow
    from medway_tui.model.locations import BlockPlace

TITLE_REMARK = "The title is supplied."
DATE_REMARK = "The date is inferred: "
UNATTRIBUTED_LABEL = "the article does not give these words to this speaker here"
"""The label of a quotation whose block does not name its speaker."""
OWN_WORDS = "the article’s own words"
"""The label of words that no speaker says."""
ACCOUNT_LABEL = "from an account in the dossier’s own words; only its quotations are word for word"
"""The label of a passage that is not the article's own text."""
DRAFT_LABEL = "draft, not confirmed"
"""The label of a quotation that the extractor found and no person has confirmed."""

ParagraphText = Callable[[str, int], str]
"""The text of a block, by its article's id and its position."""
RolesOf = Callable[["QuoteRow"], "QuoteRoles"]
"""The speakers of a quotation with their roles on the day of its article."""


def format_quote_count(quotes: int, drafts: int) -> str:
    """Format a number of quotations, with drafts counted apart: ``3 + 1 draft``."""
    if not drafts:
        return f"{quotes:,}"
    draft_count = plural(drafts, "draft")
    return f"{quotes:,} + {draft_count}" if quotes else draft_count


def quote_remarks(quote: QuoteRow) -> str:
    """Warnings in square brackets that belong after the words of a quotation; usually empty."""
    remarks = " [not found in the article]" if quote.is_adrift else ""
    if quote.is_unattributed:
        remarks += f" [{UNATTRIBUTED_LABEL}]"
    return remarks if quote.draft is None else f"{remarks} [{DRAFT_LABEL}]"


def draft_note(piece: QuotePiece) -> str | None:
    """The note of a piece, after the draft label with its confidence, and a fault of its attribution."""
    labels = [] if piece.draft is None else [f"{DRAFT_LABEL} ({piece.draft:.2f})"]
    if piece.attribution_fault is not None:
        labels.append(UNATTRIBUTED_LABEL)
    label = "; ".join(labels)
    return f"{label}: {piece.note}" if label and piece.note else label or piece.note


def cite_quotation(quote: QuoteRow, roles: QuoteRoles) -> str:
    """Cite a quotation in two lines: the words, then the source."""
    # By convention each paragraph of a quotation has an opening mark, and only the last a closing one.
    words = _quoted_words(quote, "\n")
    source = cite_article(quote.article, quote.places)
    return f"{words}\n— {_speaker_with_roles(quote, roles)}, in {source}"


def cite_briefly(quote: QuoteRow, roles: QuoteRoles) -> str:
    """Cite a quotation in one line without its article: words, speaker, paragraph."""
    places = format_places(quote.places)
    return f"{_quoted_words(quote, ' ')} — {_speaker_with_roles(quote, roles)}, {places}"


def cite_in_sentence(quote: QuoteRow, roles: QuoteRoles) -> str:
    """Cite a quotation in a sentence to print: words, speaker with the surest role, publisher, date, place.

    What is not certain of the role and the party is in brackets, as is a date that is inferred.
    """
    words = quote.quoted_text + (" [reported, not quoted]" if quote.type == "indirect" else "")
    speaker = roles.describe_speakers_briefly() or quote.display_name
    article = quote.article
    source = [article.publisher, display_date(article) or display_title(article), format_places(quote.places)]
    return f"{words}{quote_remarks(quote)} — {speaker}, in {', '.join(filter(None, source))}."


def cite_in_markdown(quote: QuoteRow, roles: QuoteRoles) -> str:
    """Cite a quotation as a Markdown block quote, its source linked."""
    lines = [f"> {plain_markdown(line)}" for line in _quoted_words(quote, "\n").split("\n")]
    speaker = plain_markdown(_speaker_with_roles(quote, roles))
    source = link_in_markdown(quote.article, quote.places)
    return "\n>\n".join([*lines, f"> — {speaker}, in {source}"])


def link_in_markdown(row: ArticleRow, places: Sequence[BlockPlace] = ()) -> str:
    """Cite an article, and places of it, in Markdown: its headline is a link where it has an address."""
    title = plain_markdown(display_title(row))
    if row.url and row.url.startswith(("https://", "http://")):
        address = "".join(f"%{ord(c):02X}" if c in " <>()\\" else c for c in row.url)
        title = f"[{title}]({address})"
    parts = [plain_markdown(row.publisher), title, plain_markdown(display_date(row))]
    if places:
        parts.append(format_places(places))
    return ", ".join(filter(None, parts))


def plain_markdown(text: str) -> str:
    """Return a text that Markdown prints as it is, with what is invisible escaped."""
    return escape_markdown(escape_invisible(text))


def _quoted_words(quote: QuoteRow, separator: str) -> str:
    if quote.type == "indirect":
        words = f"{quote.exact} [reported, not quoted]"
    else:
        words = separator.join(f"“{piece.exact}" for piece in quote.pieces) + "”"
    return words + quote_remarks(quote)


def _speaker_with_roles(quote: QuoteRow, roles: QuoteRoles) -> str:
    return roles.describe_speakers() or quote.display_name


def cite_article(row: ArticleRow, places: Sequence[BlockPlace] = ()) -> str:
    """Cite an article, and paragraphs or captions of it, in one line."""
    parts = [row.publisher, display_title(row) if row.title_ours else f"“{display_title(row)}”"]
    if row.author:
        parts.insert(0, row.author)
    if row.published:
        parts.append(display_date(row))
    if places:
        parts.append(format_places(places))
    if row.url:
        parts.append(row.url)
    return ", ".join(parts)


def cite_passage(row: ArticleRow, words: Sequence[str], places: Sequence[BlockPlace]) -> str:
    """Cite a passage of an article: the words of each of its blocks, then the source in a line."""
    text = "\n\n".join(map(escape_invisible, words))
    return f"{text}{_passage_remark(row)}\n— {cite_article(row, places)}"


def quote_passage_in_markdown(row: ArticleRow, words: Sequence[str], places: Sequence[BlockPlace]) -> str:
    """Cite a passage of an article as a Markdown block quote, its source linked."""
    lines = [f"> {plain_markdown(each)}" for each in words]
    lines[-1] += plain_markdown(_passage_remark(row))
    return "\n>\n".join([*lines, f"> — {link_in_markdown(row, places)}"])


def _passage_remark(row: ArticleRow) -> str:
    return f" [{ACCOUNT_LABEL}]" if row.kind == "account" else ""


def display_title(row: ArticleRow) -> str:
    """The headline of an article; in square brackets where it is the dossier's own."""
    return f"[{row.headline}]" if row.title_ours else row.headline


def display_date(row: ArticleRow) -> str:
    """The date of an article; in square brackets if inferred, empty if not known."""
    if not row.published:
        return ""
    words = dates.format_date(row.published)
    return f"[{words}]" if row.published_inferred else words


def cite_judgement(
    graded: GradedJudgement, inspection: InspectionRow, sources: Sequence[SourceRow] = ()
) -> str:
    """Cite a judgement in two lines: the grade, then the report.

    ``sources`` are named where the report itself was not seen.
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
        origins = "; ".join(filter(None, (source.describe() for source in sources)))
        parts.append(
            f"as given by {origins} [the report was not seen]" if origins else "[the report was not seen]"
        )
    return f"{graded.name}: {graded.printed}\n— {', '.join(parts)}"


def format_places(places: Sequence[BlockPlace]) -> str:
    """Format places of an article: ``paragraph 7``, ``paragraphs 7–8``, ``caption 1``, ``headline``."""
    labels = list(dict.fromkeys(place.label for place in places))
    if len(labels) > 1 and all(place.kind == "paragraph" for place in places):
        return f"paragraphs {places[0].number}–{places[-1].number}"
    return ", ".join(labels)


class CitedArticle(NamedTuple):
    """An article to be cited."""

    article: ArticleRow
    quotations: tuple[str, ...] = ()
    """The quotations found in it, each in one line."""
    notes: tuple[str, ...] = ()
    """The user's notes on it, where they are asked for."""


class CitedQuote(NamedTuple):
    """A quotation to be annotated."""

    quote: QuoteRow
    roles: QuoteRoles
    paragraph_text: ParagraphText
    """Returns an empty text where the newspaper's own is withheld and nothing is in its place."""
    is_withheld: bool = False
    """Whether it is from an original whose text is withheld."""


class Citations(NamedTuple):
    """What the citing formats write of a report."""

    dossier: str
    """The dossier's id."""
    articles: Iterable[CitedArticle]
    quotes: Iterable[CitedQuote] | None = None
    """The quotations; None in a report of articles."""
    notes: Iterable[LocatedNote] = ()
    """The user's notes on them, where they are asked for."""


class CitationWriter:
    """Writes articles or quotations in a citing format, piece by piece."""

    def __init__(self, dossier: str) -> None:
        self._dossier = dossier

    def add_article(self, cited: CitedArticle) -> str:
        """Return the text of the next article."""
        raise NotImplementedError

    def add_quote(self, cited: CitedQuote) -> str:
        """Return the text of the next quotation; only of a format with ``per_quote``."""
        raise NotImplementedError

    def add_note(self, located: LocatedNote) -> str:  # noqa: ARG002 - of formats with annotations alone
        """Return the text of the next note of the user's; empty where the articles have them."""
        return ""

    def close(self) -> str:
        return ""


class CitingFormat(NamedTuple):
    """A format in which articles or quotations are cited, and its file in a dataset."""

    name: str
    path: str
    description: str
    media_type: str
    writer: Callable[[str], CitationWriter]
    """Makes a writer for the dossier with this id."""
    per_quote: bool = False
    """Whether quotations are written themselves, rather than with their articles."""

    def write(self, citations: Citations) -> Iterator[str]:
        """Write the articles or quotations of a report, in pieces."""
        writer = self.writer(citations.dossier)
        if self.per_quote and citations.quotes is not None:
            yield from map(writer.add_quote, citations.quotes)
        else:
            yield from map(writer.add_article, citations.articles)
        yield from map(writer.add_note, citations.notes)
        yield writer.close()


def cited_articles(quotes: Iterable[QuoteRow], roles_of: RolesOf) -> Sequence[CitedArticle]:
    """Group quotations by article, in the order in which the articles come first."""
    quotations: dict[str, tuple[ArticleRow, list[str]]] = {}
    for quote in quotes:
        lines = quotations.setdefault(quote.article.id, (quote.article, []))[1]
        lines.append(cite_briefly(quote, roles_of(quote)))
    return [CitedArticle(article, tuple(lines)) for article, lines in quotations.values()]


def article_remarks(article: ArticleRow) -> list[str]:
    """Sentences on the particulars of an article that are the dossier's and not the source's."""
    remarks = []
    if article.title_ours:
        remarks.append(TITLE_REMARK)
    if article.published_inferred:
        remarks.append(f"{DATE_REMARK}{article.published_inferred}")
    return remarks
