"""Where a statement is from: links to paragraphs of articles, public sources, speakers and their caveats."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from medway_tui.export import citations
from medway_tui.export.site import paths
from medway_tui.export.site.markup import Html, element, join_html, list_items, outside_link
from medway_tui.export.spoken import (
    ADRIFT,
    ATTRIBUTION_PHRASES,
    NO_DATE,
    quote_remarks,
    spoken_date,
    spoken_places,
)

if TYPE_CHECKING:
    from medway_tui.export.site.links import PageLinks
    from medway_tui.export.site.site import Site
    from medway_tui.index.articles import ArticleRow
    from medway_tui.index.inspections import EvidenceMention, SourceRow
    from medway_tui.index.quotes import QuoteRow

NO_EVIDENCE = "No evidence is recorded."
REPORTED = "reported, not quoted"
_TYPE_WORDS = {"mixed": "a part of a sentence", "indirect": REPORTED}


def date_words(date: str | None, *, inferred: bool = False) -> Html:
    """Return a date in full as a ``time`` where it is a single date; an inferred one says so."""
    if not date:
        return element("span", NO_DATE, class_="unsure")
    words = spoken_date(date)
    shown = element("span", words) if "/" in date else element("time", words, datetime=date)
    return join_html([shown, element("span", "(date inferred)", class_="unsure")], " ") if inferred else shown


def article_date(row: ArticleRow) -> Html:
    """Return the date of an article."""
    return date_words(row.published, inferred=row.published_inferred is not None)


def article_title(row: ArticleRow) -> Html:
    """Return the headline of an article, and that it is the dossier's own where it is."""
    title = element("bdi", row.headline)
    if not row.title_ours:
        return title
    return join_html([title, element("span", "(the title is ours)", class_="unsure")], " ")


def article_link(links: PageLinks, row: ArticleRow) -> Html:
    """Return an article's headline as a link, with its publisher and date."""
    title = element("a", article_title(row), href=links.row(row))
    return join_html([title, ", ", element("bdi", row.publisher), ", ", article_date(row)])


def mention_link(links: PageLinks, mention: EvidenceMention) -> Html:
    """Return a link to the paragraph of a passage: publisher, date, and paragraph."""
    words = [element("bdi", mention.article.publisher), article_date(mention.article)]
    if mention.is_adrift:
        words.append(element("span", ADRIFT, class_="unsure"))
    else:
        words.append(element("span", mention.place.label))
    return element("a", join_html(words, ", "), href=links.mention(mention))


def mention_item(links: PageLinks, mention: EvidenceMention) -> Html:
    """Return a link to a passage with its words as printed, and what it says."""
    parts = [mention_link(links, mention)]
    if mention.exact and not mention.is_adrift:
        parts.append(join_html([": “", element("bdi", mention.exact), "”"]))
    if mention.says:
        parts.append(join_html([": ", element("bdi", mention.says)]))
    return join_html(parts)


def source_item(source: SourceRow) -> Html:
    """Return a public source: its note as a link to its address, with the licence."""
    link = outside_link(source.url, source.note)
    return join_html([link, f"({source.licence})" if source.licence else None], " ")


def source_list(links: PageLinks, mentions: Sequence[EvidenceMention], sources: Iterable[SourceRow]) -> Html:
    """Return the passages and the public sources of a statement as a list; empty where there is none."""
    items = [mention_item(links, each) for each in mentions]
    items += [source_item(each) for each in sources if each.url or each.note]
    return list_items(dict.fromkeys(items), class_="sources")


# -- quotations --------------------------------------------------------------------------------------------


def speaker_words(site: Site, links: PageLinks, quote: QuoteRow, *, brief: bool = False) -> Html:
    """Return the speakers of a quotation, each linked, with role and party on the day of the article.

    Briefly, the party is in brackets, and of several roles the surest alone is there.
    """
    roles = site.roles_of(quote)
    if not roles.speakers:
        is_known = quote.attribution or quote.speaker
        name = element("bdi", quote.display_name, class_="speaker")
        return name if is_known else element("span", "No speaker is known", class_="unsure")
    named = []
    for each in roles.speakers:
        name = element("b", site.person(links, each.speaker, each.name), class_="speaker")
        if brief:
            party = each.roles.describe_party(short=True)
            name = join_html([name, f" ({party})" if party else None])
            described = each.roles.roles[0].describe_briefly() if each.roles.roles else ""
        else:
            described = each.roles.describe_with_party()
        named.append(join_html([name, element("bdi", described) if described else None], ", "))
    if len(named) > 1:
        named.insert(0, Html("A joint statement of "))
        return join_html([named[0], join_html(named[1:], "; and ")])
    return named[0]


def quote_words(quote: QuoteRow) -> Html:
    """Return the words of a quotation as printed, a paragraph for each piece."""
    if quote.type == "indirect":
        return element("blockquote", *(element("p", piece.exact, dir="auto") for piece in quote.pieces))
    last = len(quote.pieces) - 1
    # By convention each paragraph of a quotation has an opening mark, and only the last a closing one.
    return element(
        "blockquote",
        *(
            element("p", f"“{piece.exact}{'”' if number == last else ''}", dir="auto")
            for number, piece in enumerate(quote.pieces)
        ),
    )


def quote_caveats(quote: QuoteRow) -> Iterator[Html]:
    """Yield what is not certain of a quotation, each in a sentence, and its notes."""
    for remark in quote_remarks(quote):
        yield element("span", remark, class_="unsure")
    for note in dict.fromkeys(piece.note for piece in quote.pieces if piece.note):
        yield join_html(["Note: ", element("bdi", note)])


def quote_entry(site: Site, links: PageLinks, quote: QuoteRow) -> Html:
    """Return a quotation in a list: words, speaker, where they are, and what is not certain."""
    article = quote.article
    source = join_html(
        [
            element(
                "a",
                join_html([element("bdi", article.publisher), article_date(article)], ", "),
                ", ",
                "words not found" if quote.is_adrift else spoken_places(quote.places),
                href=links.quote(article.id, quote.id),
            ),
            element("bdi", article_title(article)),
        ],
        ": ",
    )
    kind = _TYPE_WORDS.get(quote.type)
    about = element(
        "p", speaker_words(site, links, quote), element("span", f" ({kind})") if kind else None, class_="who"
    )
    return element(
        "article",
        quote_words(quote),
        about,
        element("p", source, class_="where"),
        *(element("p", each, class_="caveat") for each in quote_caveats(quote)),
        id=paths.listed_quote_anchor(article.id, quote.id),
        class_="quotation draft" if quote.draft is not None else "quotation",
        aria_label=f"{ATTRIBUTION_PHRASES[quote.type]} {quote.display_name}",
    )


def quote_counts(quotes: int, drafts: int) -> str:
    """Return a number of quotations with the drafts: ``8``, ``8 + 1 draft``."""
    return citations.format_quote_count(quotes, drafts)
