"""Quotations over several paragraphs, whose speaker is named first, last, or not at all."""

from __future__ import annotations

import pytest

from medway_tui.quotation_extraction import extract


@pytest.mark.parametrize(
    ("text", "speakers", "continues"),
    [
        (
            "“It was late,” said Bob Lane.\n\n“We have waited so long.\n\n“Build it,” Ann Stone said.",
            ["Bob Lane", "Ann Stone", "Ann Stone"],
            [None, None, 1],
        ),
        (
            "Mr Poll said: “We will see about it.\n\n“I disagree with that,” said Ann Reeve.",
            ["Poll", "Ann Reeve"],
            [None, None],
        ),
        (
            "Bob Lane said: “It was a long day.\n\n“We left, and Ann Stone said no.\n\n“It has to be built.”",
            ["Bob Lane", "Bob Lane", "Bob Lane"],
            [None, 0, 1],
        ),
        (
            "Bob Lane said: “It was a long day.\n\n“We waited and we waited,” he said.",
            ["Bob Lane", "Bob Lane"],
            [None, 0],
        ),
    ],
)
def test_a_paragraph_that_names_its_speaker_decides(
    text: str, speakers: list[str], continues: list[int | None]
) -> None:
    quotations = extract(text)
    assert [each.speaker for each in quotations] == speakers
    assert [each.continues for each in quotations] == continues


def test_a_short_line_that_ends_with_a_quoted_sentence_is_no_heading() -> None:
    text = (
        "The agency said the wall was ‘beyond economic repair’.\n\n"
        "Rob Skerry, who surveyed the wall, disagrees.\n\n"
        "‘Beyond economic repair’, he said, ‘means they haven’t got a mate with a mixer.’"
    )
    assert [each.speaker for each in extract(text)] == ["The agency", "Rob Skerry", "Rob Skerry"]
