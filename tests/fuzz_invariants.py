"""Invariants for any dossier: no exception, valid positions, clean terminal output."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from click.testing import CliRunner

from medway_tui import dates
from medway_tui.cli.findings_output import FINDING_FORMATS, OutputStyle, format_findings
from medway_tui.cli.main import cli
from medway_tui.export import citations
from medway_tui.index import articles, inspections, names, people, quotes, search
from medway_tui.index.connection import Index
from medway_tui.index.query_language import parse_query
from medway_tui.model.findings import Finding
from medway_tui.model.locations import BlockPlace
from medway_tui.sync.check import check_dossier
from medway_tui.sync.dossier import Dossier, open_dossier
from medway_tui.text import find_invisible
from tests.fixtures_library import Folder

QUERIES = (
    "roof",
    '"out of"',
    "speaker:okafor",
    "-roof a*",
    "party:grn type:direct",
    "before:2021 in:gazette",
)
"""Queries with each kind of condition."""

_BREAK = re.compile("\r\n|\r|\n")


def assert_invariants(root: Path) -> list[Finding]:
    """Check every invariant on a folder; raise AssertionError, or the program's own exception."""
    _, findings = check_dossier([root])
    assert_positions_in_files(findings)
    assert_no_duplicates(findings)
    assert_clean_output(findings)
    dossier = open_dossier([root])
    try:
        assert_queries_succeed(dossier)
    finally:
        dossier.close()
    return findings


def assert_files_hold(folder: Folder, change: Mapping[str, bytes], *, with_command: bool) -> None:
    """Check every invariant with some files changed; ``with_command`` runs ``check`` too, which is slow."""
    for name, data in change.items():
        folder.write(name, data)
    assert_invariants(folder.root)
    if with_command:
        assert_check_succeeds(folder.root)


def assert_positions_in_files(findings: list[Finding]) -> None:
    """Check that every finding and fix is within a line of its file."""
    lines: dict[str, list[str]] = {}
    for finding in findings:
        if finding.line == 0:
            assert finding.column == 0, f"a column without a line: {finding}"
            continue
        if finding.path not in lines:
            data = Path(finding.path).read_bytes()
            lines[finding.path] = _BREAK.split(data.decode("utf-8", "replace").removeprefix("\ufeff"))
        written = lines[finding.path]
        assert 1 <= finding.line <= len(written), f"beyond the last line: {finding}"
        assert 1 <= finding.column <= len(written[finding.line - 1]) + 1, f"beyond its line: {finding}"
        if finding.fix is not None:
            line, column, length, *_ = finding.fix
            assert 1 <= line <= len(written), f"fix beyond the last line: {finding}"
            assert column >= 1, f"fix before its line: {finding}"
            assert column + length <= len(written[line - 1]) + 1, f"fix beyond its line: {finding}"


def assert_no_duplicates(findings: list[Finding]) -> None:
    """Check that no finding is reported twice."""
    counts = Counter((f.path, f.line, f.column, f.code, f.message) for f in findings)
    assert not [each for each, times in counts.items() if times > 1], counts.most_common(1)


def assert_clean_output(findings: list[Finding]) -> None:
    """Check that no output format prints a character that a terminal would obey."""
    for form in FINDING_FORMATS:
        for line in "".join(format_findings(findings, form, OutputStyle(colour=False, width=80))).split("\n"):
            assert_no_control_characters(line)


def assert_no_control_characters(line: str) -> None:
    """Check that a line has no control or invisible character."""
    invisible = find_invisible(line)
    assert invisible is None, f"U+{ord(invisible[0]):04X} is printed: {line!r}"
    assert "\r" not in line, f"a carriage return is printed: {line!r}"


def assert_check_succeeds(root: Path) -> None:
    """Check that the ``check`` command exits normally; slow, so not for every input."""
    result = CliRunner().invoke(cli, ["check", str(root)], catch_exceptions=False)
    assert result.exit_code in (0, 1), result.output
    for line in result.output.split("\n"):
        assert_no_control_characters(line)


def assert_queries_succeed(dossier: Dossier) -> None:
    """Run every query of the views."""
    index = dossier.index
    assert dossier.findings_count() == len(dossier.findings())
    assert isinstance(dossier.title, str)
    articles.count_contents(index)
    for row in articles.list_articles(index):
        assert articles.get_article(index, row.id) == row
        citations.cite_article(row, [BlockPlace("paragraph", 1)])
        texts = [paragraph.text for paragraph in articles.list_paragraphs(index, row.id)]
        for quote in quotes.article_quotes(index, row.id):
            citations.cite_quotation(quote, people.roles_of_quote(index, quote))
            for piece in quote.pieces:
                if piece.span is not None:
                    assert 0 <= piece.span.start < piece.span.end <= len(texts[piece.span.block])
    _run_searches(index)
    inspections.ratings_table(index)
    for inspection in inspections.list_inspections(index):
        inspections.inspection_reports(index, inspection.id)
        inspections.find_sources(index, "inspection", inspection.id)
        dates.format_date(inspection.published)


def _run_searches(index: Index) -> None:
    names.speaker_choices(index)
    names.speaker_choices(index, "okafr")
    quotes.find_quotes(index)
    for text in QUERIES:
        query = parse_query(text)
        search.search(index, query)
        quotes.find_quotes(index, query)
