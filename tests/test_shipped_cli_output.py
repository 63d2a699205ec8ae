"""The shipped dossier on the command line."""

from __future__ import annotations

import json
import re
from typing import Any

from tests.process_helpers import run_program


def rows(*arguments: str) -> list[dict[str, Any]]:
    result = run_program(*arguments, "--format", "jsonl")
    assert (result.returncode, result.stderr) == (0, "")
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_every_quotation_is_in_its_block_at_its_offsets() -> None:
    texts = {
        (each["article"], each["paragraph"], each["caption"]): each["text"]
        for article in rows("articles")
        for each in rows("read", article["id"])
    }
    quotations = rows("quotes")
    counted = [each for each in quotations if each["continues"] is None and each["repeats"] is None]
    assert len(counted) == sum(article["quotes"] for article in rows("articles"))
    for each in quotations:
        text = texts[each["article"], each["paragraph"], each["caption"]]
        assert text[each["start"] : each["end"]] == each["exact"]


def test_the_phrase_printed_twice_is_listed_twice() -> None:
    assert [(each["id"], each["repeats"]) for each in rows("quotes") if each["repeats"]] == [("q5", "q7")]


def test_the_caption_that_accepts_responsibility_is_found_and_cited() -> None:
    (hit,) = rows("search", "accepts responsibility")
    assert (hit["article"], hit["caption"]) == ("bbc-2019-08-27", 2)
    text = run_program("search", "accepts responsibility", "--format", "text").stdout
    assert "[27 Aug 2019], caption 2, https://" in text


def test_no_citation_of_the_commissioner_says_that_she_chaired_the_board() -> None:
    cited = run_program("quotes", "--speaker", "brazil", "--format", "text").stdout
    assert "Commissioner for children's services in Medway" in cited
    assert "Safeguarding" not in cited
    for line in rows("quotes", "--speaker", "brazil"):
        assert "Chair" not in line["role"]


def test_each_quotation_of_a_councillor_prints_roles_held_on_the_day() -> None:
    for each in rows("quotes"):
        if each["party"]:
            assert each["role_status"].startswith("held"), each["id"]
            assert not each["party_unclear"]


def test_an_article_can_be_heard() -> None:
    for article in rows("articles"):
        text = run_program("read", article["id"]).stdout
        spoken, _, address = text.rpartition("\nThe original is at ")
        assert address.startswith("https://")
        # Nothing that speech leaves out or spells out: brackets, ellipses, bullets, symbols.
        assert not re.search(r"[][{}<>|*#~≈…•→]|://", spoken)
        numbers = [int(number) for number in re.findall(r"^(\d+)\. ", spoken, re.MULTILINE)]
        assert numbers == list(range(1, article["paragraphs"] + 1))
        named = re.findall(
            r"^   (?:Said by|In the words of|Reported of) [^:]+: .*“[^”]+”\.$", spoken, re.MULTILINE
        )
        assert len(named) == article["quotes"]
