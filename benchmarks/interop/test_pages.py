"""``html`` and ``brat``: pages for people, and stand-off files for a second coder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from exported import Exported, note_reader

import medway_tui
from medway_tui import dates
from medway_tui.export.dataset.registry import DATASET_FORMATS


@pytest.mark.skipif("html" not in DATASET_FORMATS, reason="there is no html")
def test_lxml_finds_every_quotation_on_the_pages(exported: Exported) -> None:
    html = pytest.importorskip("lxml.html")
    note_reader("html", "lxml")
    root = html.parse(str(exported.folder / "html" / "quotes.html")).getroot()
    shown = {each.get("id"): each for each in root.iter("article")}
    quotes = exported.quotes
    names = {each["id"]: each["name"] for each in exported.dossier.people()}
    drafts = {(each["article"], each["continues"] or each["id"]) for each in quotes if each["draft"]}
    for quote in quotes:
        head = quote["continues"] or quote["id"]
        found = shown[f"q-{quote['article']}--{head}"]
        text = " ".join(found.text_content().split())
        assert " ".join(quote["exact"].split()) in text
        assert all(names[speaker] in text for speaker in quote["speakers"])
        assert ("not confirmed" in text) == ((quote["article"], head) in drafts)
        if quote["published"]:
            assert found.xpath(".//time/@datetime")[0] == quote["published"]
            assert dates.format_date_long(quote["published"]) in text
        assert ("inferred" in text) >= (quote["published_inferred"] is not None)
        [link, *_] = [each for each in found.xpath(".//a/@href") if each.startswith("articles/")]
        page, _, place = link.partition("#")
        linked = html.parse(str(exported.folder / "html" / page)).getroot()
        assert linked.get_element_by_id(place) is not None


@pytest.mark.skipif("brat" not in DATASET_FORMATS, reason="there is no brat")
def test_bioc_reads_the_words_and_speakers_of_the_stand_off_files(exported: Exported) -> None:
    brat = pytest.importorskip("bioc.brat")
    note_reader("brat", "bioc")
    whole: dict[tuple[str, str], list[medway_tui.QuoteDict]] = {}
    for quote in exported.quotes:
        if quote["start"] is not None:
            key = quote["article"], quote["continues"] or quote["id"]
            whole.setdefault(key, []).append(quote)
    for article in exported.dossier.articles():
        path = exported.folder / "brat" / f"{article['id']}.ann"
        expected = sorted(
            " ".join(part["exact"] for part in parts)
            for (id_, _), parts in whole.items()
            if id_ == article["id"]
        )
        assert sorted(words_of(brat, path)) == expected


def words_of(brat: Any, path: Path) -> list[str]:
    """Return the words of each quotation, cut out of the text at the offsets of the annotation."""
    with path.open(encoding="utf-8") as file:
        document = brat.load_ann(file)
    with path.with_suffix(".txt").open(encoding="utf-8", newline="") as file:
        text = file.read()
    return [
        " ".join(text[span.begin : span.end].strip() for span in sorted(each.locations))
        for each in document.entities
        if each.type == "Quotation"
    ]
