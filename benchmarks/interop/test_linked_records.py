"""``webannotation``, ``popolo`` and ``ftm``, read by libraries of their models."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
from exported import Exported, note_reader
from tests.web_annotation_reader import OA, find_matches, load_context

RDF_VALUE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#value"
_QUERY = f"""
PREFIX oa: <{OA}>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
SELECT ?annotation ?exact ?start ?end ?text ?scope WHERE {{
  ?annotation a oa:Annotation ; oa:hasTarget ?target .
  ?target oa:hasSource ?source ; oa:hasSelector ?quote .
  ?source <{RDF_VALUE}> ?text .
  ?quote a oa:TextQuoteSelector ; oa:exact ?exact .
  OPTIONAL {{ ?target oa:hasSelector ?place . ?place oa:start ?start ; oa:end ?end . }}
  OPTIONAL {{ ?target oa:hasScope ?scope }}
}}"""


def test_rdflib_finds_the_words_of_every_annotation(exported: Exported) -> None:
    rdflib = pytest.importorskip("rdflib")
    jsonld = pytest.importorskip("pyld").jsonld
    note_reader("webannotation", "rdflib")
    note_reader("webannotation", "pyld")
    page = json.loads((exported.folder / "annotations.jsonld").read_text(encoding="utf-8"))
    statements = jsonld.to_rdf(page, {"documentLoader": load_context, "format": "application/n-quads"})
    graph = rdflib.Dataset(default_union=True)
    graph.parse(data=statements, format="nquads")
    found: Counter[tuple[str, int | None, str | None]] = Counter()
    for row in graph.query(_QUERY):
        text, exact = str(row.text), str(row.exact)
        if row.start is None:
            found[exact, None, row.scope and str(row.scope)] += 1
            continue
        start, end = int(row.start), int(row.end)
        assert text[start:end] == exact
        found[exact, start, row.scope and str(row.scope)] += 1
    assert found == Counter((each["exact"], each["start"], each["url"]) for each in exported.quotes)


def test_the_selectors_of_every_annotation_resolve(exported: Exported) -> None:
    page = json.loads((exported.folder / "annotations.jsonld").read_text(encoding="utf-8"))
    drafts = {(each["article"], each["continues"] or each["id"]) for each in exported.quotes if each["draft"]}
    for quote, each in zip(exported.quotes, page["items"], strict=True):
        target = each["target"][0]
        matches = find_matches(target["selector"][0], target["source"]["value"])
        assert matches == ([] if quote["start"] is None else [(quote["start"], quote["end"])])
        texts = json.dumps(each["body"], ensure_ascii=False)
        is_draft = (quote["article"], quote["continues"] or quote["id"]) in drafts
        assert ("draft, not confirmed" in texts) == is_draft
        assert all(f'"schema:identifier": "{speaker}"' in texts for speaker in quote["speakers"])


def test_everypolitician_reads_people_and_roles(exported: Exported) -> None:
    popolo_data = pytest.importorskip("popolo_data.importer")
    note_reader("popolo", "everypolitician-popolo")
    popolo = popolo_data.Popolo.from_filename(exported.folder / "popolo.json")
    known = {each["id"]: each for each in exported.dossier.people()}
    names = {each.id: each.name for each in (*popolo.persons, *popolo.organizations)}
    assert all(known[id_]["name"] == name for id_, name in names.items())
    assert {each.id for each in popolo.persons} == {id_ for id_, e in known.items() if e["kind"] == "person"}
    rows = exported.lines("jsonl/memberships.jsonl")
    memberships = list(popolo.memberships)
    assert len(memberships) == len(rows) > 0
    for each, row in zip(memberships, rows, strict=True):
        assert (each.person.id, each.organization.id, each.role) == (
            row["agent"],
            row["organisation"],
            row["role"],
        )
        assert (each.area.name if each.area_id else None) == row["area"]
        assert (each.on_behalf_of.id if each.on_behalf_of_id else None) == row["on_behalf_of"]
        assert (_start(each.start_date), _start(each.end_date)) == (row["start_date"], row["end_date"])


def _start(date: Any) -> str | None:
    """Return a date of the library as it was given; it has a far date for none."""
    text = str(date)
    return None if text in ("past", "future", "None") else text


def test_followthemoney_says_who_said_what(exported: Exported) -> None:
    model = pytest.importorskip("followthemoney").model
    note_reader("ftm", "followthemoney")
    proxies = {}
    for entity in exported.lines("entities.ftm.json"):
        proxy = model.get_proxy(entity, cleaned=False)
        assert proxy.schema.name == entity["schema"]
        assert proxy.to_dict()["properties"].keys() == entity["properties"].keys()
        proxies[proxy.id] = proxy
    said: Counter[tuple[str, str | None, str | None]] = Counter()
    for proxy in proxies.values():
        if proxy.schema.name != "Documentation":
            continue
        [document] = proxy.get("document")
        for speaker in proxy.get("entity"):
            said[
                proxies[speaker].caption,
                proxies[document].first("title"),
                min(proxy.get("date"), default=None),
            ] += 1
    quotes = [each for each in exported.quotes if not each["continues"]]
    named = {each["id"]: each["name"] for each in exported.dossier.people()}
    expected = Counter(
        (named.get(speaker, speaker), each["headline"], (each["published"] or "").split("/")[0] or None)
        for each in quotes
        for speaker in each["speakers"]
    )
    assert said == expected
