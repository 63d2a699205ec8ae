"""Queries of articles, quotations and people as reports, for the commands and for Python alike.

Each raises InvalidQueryError where a query can't be understood, and NotFoundError where a query that finds
nothing names what the dossier does not have. ``record_queries`` has those of the public record.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from typing import Literal, get_args

from medway_tui.errors import InvalidQueryError, NotFoundError
from medway_tui.export.agent_details import load_agent_details
from medway_tui.export.articles import article_text_report, articles_report
from medway_tui.export.drafts import drafts_report
from medway_tui.export.people import people_report
from medway_tui.export.person_history import history_paragraphs
from medway_tui.export.quotes import quotes_report
from medway_tui.export.report import QueryProblem, Report
from medway_tui.export.search import search_report
from medway_tui.fuzzy import did_you_mean
from medway_tui.index.agents import list_agents
from medway_tui.index.articles import (
    ArticleRow,
    ParagraphRow,
    article_sizes,
    get_article,
    get_paragraph_text,
    list_articles,
    list_paragraphs,
)
from medway_tui.index.connection import Index
from medway_tui.index.names import suggest_names
from medway_tui.index.people import RoleFinder
from medway_tui.index.query_compiler import suggest_for_query
from medway_tui.index.query_language import Query, parse_query, suggest_filters
from medway_tui.index.quotes import (
    QuoteRow,
    article_quotes,
    count_drafts,
    count_drafts_of,
    find_drafts,
    find_quotes,
)
from medway_tui.index.search import find_hits, find_matches, find_matching_articles, query_problems

QuoteOrder = Literal["oldest", "newest", "speaker"]
QUOTE_ORDERS: tuple[QuoteOrder, ...] = get_args(QuoteOrder)
"""The orders of a list of quotations; within an article it is from top to bottom."""


def report_quotes(
    index: Index, text: str, *, sort: QuoteOrder = "oldest", limit: int | None = None
) -> Report:
    """Report the quotations that match a query, at most ``limit``; joint over several paragraphs as one."""
    query = parse_valid_query(text)
    quotes, problems = find_quotes(index, query)
    report = quotes_report(
        _sort_quotes(quotes, sort)[:limit],
        RoleFinder(index).roles_of,
        index.meta("id") or "",
        partial(get_paragraph_text, index),
    )
    return with_problems(report, index, query, problems, has_results=bool(quotes))


def _sort_quotes(quotes: Sequence[QuoteRow], sort: QuoteOrder) -> Sequence[QuoteRow]:
    if sort == "newest":
        # The order of articles is reversed, not that within an article.
        return sorted(quotes, key=lambda quote: quote.key)
    if sort == "speaker":
        return sorted(
            quotes,
            key=lambda quote: (
                quote.speaker_position is None,
                quote.speaker_position or 0,
                quote.display_name,
            ),
        )
    return quotes


def report_drafts(index: Index, article: str | None = None) -> Report:
    """Report the drafts that wait for review, of all articles or one; NotFoundError where there are none."""
    found = find_drafts(index, articles=None if article is None else [article])
    total = count_drafts(index) if article is None else count_drafts_of(index, article)
    if not found:
        raise NotFoundError("there are no drafts" + (f" in {article}" if article else ""))
    return drafts_report(found, total)


def report_articles(index: Index, text: str = "") -> Report:
    """Report the articles, oldest first; with a query, those in which a search finds something."""
    rows = list_articles(index)
    query = parse_valid_query(text)
    problems: Sequence[str] = ()
    if query:
        matching_ids = find_matching_articles(index, query)
        rows = [row for row in rows if row.id in matching_ids]
        problems = query_problems(index, query)
    report = articles_report(rows, article_sizes(index), index.meta("id") or "")
    return with_problems(report, index, query, problems, has_results=bool(rows)) if query else report


def find_article(index: Index, article: str) -> ArticleRow:
    """Return an article by its id; NotFoundError where there is none."""
    row = get_article(index, article)
    if row is None:
        hint = did_you_mean(suggest_names(index, "article", article))
        raise NotFoundError(f"there is no article {article}", hint or "medway-tui articles lists the ids")
    return row


def report_article_text(index: Index, article: str, number: str = "") -> Report:
    """Report the text of an article, from the paragraph of this number on if it is given."""
    row = find_article(index, article)
    paragraphs = list_paragraphs(index, article)
    first = _find_block(article, paragraphs, number) if number else None
    quotes = article_quotes(index, article)
    return article_text_report(row, paragraphs, quotes, RoleFinder(index).roles_of, first)


def _find_block(article: str, paragraphs: Sequence[ParagraphRow], number: str) -> int:
    """Return the block of a paragraph by its number."""
    blocks = {str(each.paragraph): each.block for each in paragraphs if each.paragraph}
    if number not in blocks:
        raise NotFoundError(f"{article} has no paragraph {number}", f"its paragraphs are 1 to {len(blocks)}")
    return blocks[number]


def report_search(index: Index, text: str, *, limit: int | None = None) -> Report:
    """Report the paragraphs or quotations that match a query, newest articles first, at most ``limit``."""
    query = parse_valid_query(text)
    hits = find_hits(index, query, limit=limit or sys.maxsize)
    show_roles = any(each.name in ("role", "party") for each in query.filters)
    report = search_report(
        hits, partial(find_matches, query), RoleFinder(index).roles_of, show_roles=show_roles
    )
    return with_problems(report, index, query, query_problems(index, query), has_results=bool(hits))


def report_people(index: Index, name: str = "") -> Report:
    """Report people and organisations: all, or those whom a form of a name can mean, each as a page."""
    agents = list_agents(index, name)
    if name and not agents:
        suggestion = did_you_mean(suggest_names(index, "speaker", name))
        raise NotFoundError(
            f"no person or organisation matches “{name}”" + (f" ({suggestion})" if suggestion else "")
        )
    return people_report(
        agents,
        lambda agent: load_agent_details(index, agent.id),
        partial(history_paragraphs, index) if name else None,
    )


# -- problems of a query ----------------------------------------------------------------------------------


def parse_valid_query(text: str) -> Query:
    """Parse a query in the query language. Raises InvalidQueryError."""
    query = parse_query(text)
    if query.problems:
        raise InvalidQueryError(query.problems[0])
    return query


def with_problems(
    report: Report, index: Index, query: Query, problems: Sequence[str], *, has_results: bool
) -> Report:
    """Add the parts of a query that find nothing; NotFoundError where that leaves no results."""
    if problems and not has_results:
        raise NotFoundError("; ".join(problems), did_you_mean(suggest_for_query(index, query)))
    named = [QueryProblem(each) for each in problems]
    if not has_results and (filters := suggest_filters(query.text)):
        message = "words before a colon that name no filter are searched for"
        named.append(QueryProblem(message, did_you_mean(filters)))
    return report._replace(problems=tuple(named))
