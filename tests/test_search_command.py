"""``medway-tui search``, and ``articles`` with a query: what the search of the reader finds."""

from __future__ import annotations

from tests.cli_helpers import command_output, command_records, run_command
from tests.fixtures_library import GAZETTE, HERALD, NEWSLETTER, Folder


def test_paragraphs_come_with_where_the_words_are_in_them(folder: Folder) -> None:
    found = command_records(folder, "search", "roof")
    assert found[0]["article"] == HERALD
    assert {each["article"] for each in found} == {HERALD, GAZETTE, NEWSLETTER}
    for each in found:
        assert each["matches"]
        for match in each["matches"]:
            start, end = map(int, match.split("-"))
            assert each["text"][start:end].lower() == "roof"
        is_quoted = "“A roof is a promise.”" in each["text"]
        assert each["speaker_name"] == ("Mary Okafor" if is_quoted else None)
        assert each["match_speakers"] == ["Mary Okafor" if is_quoted else ""] * len(each["matches"])
    assert sum(each["speakers"] == ["mary-okafor"] for each in found) == 1


def test_a_hit_names_the_speaker_of_the_words_found(folder: Folder) -> None:
    (found,) = command_records(folder, "search", "okafor", "promise")
    # The name is in the article's own words, the promise in hers.
    assert (found["paragraph"], found["match_speakers"]) == (2, ["", "Mary Okafor"])
    source = "— Daily Herald, [New leader, old roof], [May 2021], paragraph 2\n"
    assert command_output(folder, "search", "promise", "--format", "text").endswith(
        f"{source}   Speaker of the words found: Mary Okafor\n"
    )
    for form in ("table", "markdown", "csv"):
        assert command_output(folder, "search", "promise", "--format", form).count("Mary Okafor") >= 1
    # Words that were not said name no speaker.
    (found,) = command_records(folder, "search", "led", "council")
    assert (found["speaker_name"], found["speakers"]) == (None, [])
    for form in ("table", "text", "markdown"):
        assert "none (the article’s own words)" in command_output(
            folder, "search", "led council", "--format", form
        )


def test_with_a_speaker_quotations_are_searched(folder: Folder) -> None:
    (found,) = command_records(folder, "search", "speaker:okafor", "question")
    assert (found["article"], found["paragraph"], found["speaker_name"]) == (GAZETTE, 4, "Mary Okafor")
    assert (found["text"], found["matches"]) == ("out of the question", ["11-19"])
    assert command_output(folder, "search", "speaker:okafor", "question", "--format", "text") == (
        "Mary Okafor: “out of the question”\n"
        "— Pen Marlow, Riverside Gazette, “Library roof 'beyond patching'”, 4 Mar 2021, paragraph 4,"
        " https://gazette.example.org/roof\n"
    )


def test_a_limit_keeps_the_newest(folder: Folder) -> None:
    every = command_records(folder, "search", "roof")
    assert command_records(folder, "search", "roof", "--limit", "1") == every[:1]


def test_articles_are_those_in_which_a_search_finds_something(folder: Folder) -> None:
    assert [each["id"] for each in command_records(folder, "articles", "buckets")] == [GAZETTE]
    assert [each["id"] for each in command_records(folder, "articles", "in:herald")] == [HERALD]
    for name in ("before", "until"):
        records = command_records(folder, "articles", f"speaker:okafor {name}:2021-04")
        assert [each["id"] for each in records] == [GAZETTE]


def test_a_search_that_names_no_one_or_is_no_search(folder: Folder) -> None:
    result = run_command(folder, "search", "speaker:hasdown")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "no speaker is called hasdown\n  did you mean Tom Ashdown?" in result.stderr
    result = run_command(folder, "search", "since:2019", "roof")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "did you mean from:2019 (that date included)?" in result.stderr
    assert run_command(folder, "search", "after:someday").exit_code == 2
    assert run_command(folder, "articles", "after:someday").exit_code == 2
    assert run_command(folder, "search").exit_code == 2
