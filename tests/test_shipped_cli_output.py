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


def test_every_quotation_is_in_its_paragraph_at_its_offsets() -> None:
    texts = {
        (each["article"], each["paragraph"]): each["text"]
        for article in rows("articles")
        for each in rows("read", article["id"])
    }
    quotations = rows("quotes")
    assert len([each for each in quotations if each["continues"] is None]) == sum(
        article["quotes"] for article in rows("articles")
    )
    for each in quotations:
        assert texts[each["article"], each["paragraph"]][each["start"] : each["end"]] == each["exact"]


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
