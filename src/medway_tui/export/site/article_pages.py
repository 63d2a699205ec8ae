"""The page of an article: its text with the quotations marked, and beside each paragraph who says them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, NamedTuple

from medway_tui.export.citations import ACCOUNT_LABEL
from medway_tui.export.site import layout, paths
from medway_tui.export.site.evidence import (
    article_date,
    article_title,
    date_words,
    quote_caveats,
    speaker_words,
)
from medway_tui.export.site.links import PageLinks
from medway_tui.export.site.markup import (
    Html,
    definitions,
    element,
    escape_text,
    join_html,
    list_items,
    outside_link,
)
from medway_tui.export.site.own_notes import note_items
from medway_tui.export.spoken import ATTRIBUTION_PHRASES, spoken_date
from medway_tui.index.evidence_uses import EvidenceUse, find_uses
from medway_tui.index.schema import OUTCOME
from medway_tui.model.locations import named_place
from medway_tui.text import OMISSION, plural, shorten

if TYPE_CHECKING:
    from medway_tui.export.site.site import Site
    from medway_tui.index.articles import ArticleRow
    from medway_tui.index.dump import ArticleRecord, ParagraphRecord
    from medway_tui.index.quotes import QuotePiece, QuoteRow

WITHHELD = (
    f"The text of this article is withheld: {OMISSION} marks what is left out."
    " Its quotations are word for word."
)

_OPENING = 36
"""The characters by which one of several quotations in a paragraph is named."""


class Neighbours(NamedTuple):
    """The articles before and after one in time, and the page of the list that it is on."""

    earlier: ArticleRow | None
    later: ArticleRow | None
    page: int


def article_page(
    site: Site, record: ArticleRecord, neighbours: Neighbours, quote_page: dict[str, int]
) -> layout.Page:
    """Return the page of an article; ``quote_page`` is the page of each quotation in the list of all."""
    row = record.article
    path = paths.article_path(row.id)
    builder = _ArticleBuilder(site, record, quote_page, PageLinks(path))
    return layout.Page(path, row.headline, builder.build(neighbours), layout.ARTICLES)


class _ArticleBuilder:
    """Builds the content of an article's page."""

    def __init__(
        self, site: Site, record: ArticleRecord, quote_page: dict[str, int], links: PageLinks
    ) -> None:
        self._site = site
        self._record = record
        self._row = record.article
        self._quote_page = quote_page
        self._links = links
        self._uses: dict[int, list[EvidenceUse]] = {}
        for use in find_uses(site.index, self._row.id):
            self._uses.setdefault(use.block, []).append(use)
        self._pieces: dict[int, list[tuple[QuotePiece, QuoteRow]]] = {}
        for quote in record.quotes:
            for piece in quote.pieces:
                self._pieces.setdefault(piece.block, []).append((piece, quote))

    def build(self, neighbours: Neighbours) -> Html:
        headline, *body = self._record.paragraphs
        words = self._marked_text(headline)
        if self._row.title_ours:
            words = join_html([words, element("span", "(the title is ours)", class_="unsure")], " ")
        parts = [
            element("h1", words, id="p0", dir="auto"),
            self._about(),
            self._notice(),
            self._speakers(),
        ]
        if self._site.notes is not None:
            parts.append(note_items(self._site, self._row.id, None))
        text = element(
            "section", element("h2", "Text"), *self._headline(headline), *self._blocks(body), class_="text"
        )
        return join_html([*parts, text, self._neighbours(neighbours)])

    def _about(self) -> Html:
        row = self._row
        return definitions(
            [
                ("Publisher", element("bdi", row.publisher)),
                ("Published", article_date(row)),
                ("Why this date", row.published_inferred and element("bdi", row.published_inferred)),
                ("Author", row.author and element("bdi", row.author)),
                ("The original", outside_link(row.url) if row.url else None),
                ("Read on", date_words(row.accessed) if row.accessed else None),
            ],
            class_="about",
        )

    def _notice(self) -> Html:
        is_withheld = self._row.id in self._site.withheld
        if self._row.kind == "account":
            more = " The article’s own text is withheld." if is_withheld else None
            return element("p", f"This text is {ACCOUNT_LABEL}.", more, class_="notice")
        if is_withheld:
            return element("p", WITHHELD, class_="notice")
        return element("p", "This is the article’s own text.", class_="notice")

    def _speakers(self) -> Html:
        counted: dict[str, list[QuoteRow]] = {}
        for quote in self._record.quotes:
            if quote.repeats is None:
                for name in quote.speaker_names or (quote.display_name,):
                    counted.setdefault(name, []).append(quote)
        if not counted:
            return element("p", "No quotation is recorded in this article.", class_="quoted-here")
        items = []
        for name, quotes in counted.items():
            first = element("a", element("bdi", name), href=f"#{paths.quote_anchor(quotes[0].id)}")
            drafts = sum(quote.draft is not None for quote in quotes)
            count = plural(len(quotes) - drafts, "quotation") if drafts < len(quotes) else ""
            more = f"{plural(drafts, 'draft')}, not confirmed" if drafts else ""
            items.append(join_html([first, " ", ", ".join(filter(None, (count, more)))]))
        return element("div", element("h2", "Quoted here"), list_items(items), class_="quoted-here")

    # -- blocks ----------------------------------------------------------------------------------------

    def _blocks(self, blocks: Sequence[ParagraphRecord]) -> Iterator[Html]:
        for is_item, some in groupby(blocks, key=lambda block: block.kind == "item"):
            built = (self._block(each) for each in some)
            if is_item:
                yield element("ul", *built, class_="items")
            else:
                yield from built

    def _headline(self, block: ParagraphRecord) -> Iterator[Html]:
        notes = self._notes_of(block)
        if notes:
            link = element("a", "In the headline", href="#p0")
            yield element("div", element("p", link), notes, class_="block caption")

    def _block(self, block: ParagraphRecord) -> Html:
        place = named_place(block.paragraph, block.caption)
        anchor = paths.place_anchor(place)
        number = element(
            "a", place.short_label.removeprefix("¶").capitalize(), href=f"#{anchor}", class_="number",
            aria_label=place.label.capitalize(),
        )  # fmt: skip
        words = self._marked_text(block)
        notes = self._notes_of(block)
        if block.kind == "item":
            return element(
                "li",
                element("div", number, words, class_="words", dir="auto"),
                notes,
                id=anchor,
                class_="block",
            )
        name = "h3" if block.kind == "subhead" else "p"
        return element(
            "div", element(name, number, words, id=anchor, dir="auto"), notes, class_=f"block {block.kind}"
        )

    def _marked_text(self, block: ParagraphRecord) -> Html:
        """Return the text of a block with its quotations, and passages on which sources differ, marked."""
        quotes = [
            (piece.start, piece.end, piece)
            for piece, _ in self._pieces.get(block.block, ())
            if piece.start is not None and piece.end is not None
        ]
        differing = [
            (use.start, use.end)
            for use in self._uses.get(block.block, ())
            if use.kind == "difference" and use.end > use.start
        ]
        edges = {0, len(block.text)}
        edges.update(edge for start, end, _ in quotes for edge in (start, end))
        edges.update(edge for span in differing for edge in span)
        ordered = sorted(edge for edge in edges if 0 <= edge <= len(block.text))
        pieces: list[tuple[list[QuotePiece], int, Html]] = []
        for start, end in pairwise(ordered):
            words: Html = escape_text(block.text[start:end])
            if any(first <= start < last for first, last in differing):
                words = element("span", words, class_="differs")
            pieces.append(([piece for first, last, piece in quotes if first <= start < last], start, words))
        return join_html(
            _marked(inside, [each[1:] for each in some])
            for inside, some in groupby(pieces, lambda each: each[0])
        )

    def _notes_of(self, block: ParagraphRecord) -> Html:
        """Return what there is to say of a block: who speaks, and what it is evidence of."""
        items = [*self._said_in(block), *self._used_for(block)]
        if self._site.notes is not None:
            items.append(note_items(self._site, self._row.id, block.block))
        return list_items(items, class_="beside")

    def _said_in(self, block: ParagraphRecord) -> Iterator[Html]:
        said = self._pieces.get(block.block, ())
        for piece, quote in said:
            if piece.key != quote.key:
                place = quote.place.label
                first = element("a", place, href=f"#{paths.quote_anchor(quote.id)}")
                yield join_html([quote.display_name, " goes on from ", first])
                continue
            page = self._quote_page.get(quote.id, 1)
            listed = self._links.to(
                paths.list_path(paths.QUOTES, page), paths.listed_quote_anchor(self._row.id, quote.id)
            )
            phrase = ATTRIBUTION_PHRASES[quote.type]
            lines = [
                join_html([f"{phrase} ", speaker_words(self._site, self._links, quote, brief=True)]),
                *quote_caveats(quote),
                element("a", "In the list of quotations", href=listed, aria_label=_listed_label(quote)),
            ]
            # Words that the article has no more have no mark with this anchor.
            anchor = paths.quote_anchor(quote.id) if piece.start is None else None
            words: str | None = None
            if piece.start is None:
                words = f"“{quote.exact}”"
            elif len(said) > 1:
                opening = f"“{shorten(piece.exact, _OPENING)}”"
                words = element("a", opening, href=f"#{paths.quote_anchor(piece.id)}")
            yield element(
                "div", *(element("p", each) for each in (words, *lines) if each), id=anchor, class_="said"
            )

    def _used_for(self, block: ParagraphRecord) -> Iterator[Html]:
        uses = self._uses.get(block.block, ())
        labels = {"differs": "≠ Sources differ: ", "evidence": "Evidence for: "}
        for label, words in labels.items():
            found = (self._use(each) for each in uses if (each.kind == "difference") == (label == "differs"))
            links = join_html(dict.fromkeys(found), "; ")
            if links:
                yield join_html([words, links])

    def _use(self, use: EvidenceUse) -> Html:
        if use.kind == "difference":
            return self._site.difference(self._links, use.owner)
        if use.kind == "inspection":
            judged = ": ".join(filter(None, (use.area, use.grade)))
            report = f"report of {spoken_date(use.published)}"
            words = ", ".join(filter(None, (report, judged)))
            return element("a", words, href=self._links.inspection(use.owner, use.part))
        words = f"the outcome: {use.title}" if use.part == OUTCOME else use.title
        return element("a", words, href=self._site.pages.event(self._links, use.owner))

    def _neighbours(self, neighbours: Neighbours) -> Html:
        listed = self._links.to(paths.list_path(paths.ARTICLES, neighbours.page))
        pairs: Iterable[tuple[str, ArticleRow | None, str]] = (
            ("Earlier: ", neighbours.earlier, "prev"),
            ("Later: ", neighbours.later, "next"),
        )
        items = [
            join_html([label, element("a", article_title(row), href=self._links.row(row), rel=rel)])
            for label, row, rel in pairs
            if row is not None
        ]
        items.append(element("a", "All articles", href=listed))
        return element("nav", list_items(items), class_="neighbours", aria_label="Other articles")


def _marked(quotes: Sequence[QuotePiece], pieces: Sequence[tuple[int, Html]]) -> Html:
    """Return the words of one or more quotations as marked, or text in none; each piece with its start."""
    words = join_html(piece for _, piece in pieces)
    if not quotes:
        return words
    anchors = [paths.quote_anchor(each.id) for each in quotes if each.start == pieces[0][0]]
    kind = "quote draft" if any(each.draft is not None for each in quotes) else "quote"
    mark = element("mark", words, class_=kind, id=anchors[0] if anchors else None)
    # Two quotations can begin at the same word.
    return join_html([*(element("span", id=each) for each in anchors[1:]), mark])


def _listed_label(quote: QuoteRow) -> str:
    return f"These words of {quote.display_name} in the list of quotations"


def article_list_page(rows: Sequence[tuple[ArticleRow, int, int]], page: int, pages: int) -> layout.Page:
    """Return a page of the list of articles, each with its quotations and drafts."""
    path = paths.list_path(paths.ARTICLES, page)
    links = PageLinks(path)
    parts: list[Html] = []
    for year, some in groupby(rows, key=lambda each: (each[0].published or "Without a date")[:4]):
        parts.append(element("h2", year if year.isdigit() else "Without a date"))
        parts.append(list_items((_listed_article(links, *each) for each in some), name="ol", class_="listed"))
    content = join_html(
        [
            element("h1", "Articles" if page == 1 else f"Articles, page {page}"),
            element("p", "The oldest comes first; those without a date come last.", class_="lead"),
            None if rows else element("p", "There are no articles in this dossier."),
            layout.between_pagers(parts, layout.ARTICLES.path, page, pages, links),
        ]
    )
    return layout.Page(path, "Articles" if page == 1 else f"Articles, page {page}", content, layout.ARTICLES)


def _listed_article(links: PageLinks, row: ArticleRow, quotes: int, drafts: int) -> Html:
    unconfirmed = f" and {plural(drafts, 'draft')}, not confirmed" if drafts else ""
    counted = f"; {plural(quotes, 'quotation', zero='no')}{unconfirmed}"
    return join_html(
        [
            element("p", element("a", article_title(row), href=links.row(row)), class_="title"),
            element("p", element("bdi", row.publisher), ", ", article_date(row), counted, class_="details"),
        ]
    )
