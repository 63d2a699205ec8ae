"""The shipped dossier's roles, events and differences are those of the sources, each fact by itself.

Read from the YAML without the program, except where a test is of what the program shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from medway_tui.model.roles import RoleDates, role_on
from tests.conftest import ROOT
from tests.tui.shipped_facts import ARTICLES, BBC, JANUARY, SEPTEMBER, place_of, places, quotations, read_yaml

REPORT_2013 = "https://files.ofsted.gov.uk/v1/file/50004250"
REPORT_2015 = "https://files.ofsted.gov.uk/v1/file/50004310"
REPORT_2019 = "https://files.ofsted.gov.uk/v1/file/50103321"
REPORT_2023 = "https://files.ofsted.gov.uk/v1/file/50227723"


def load_list(name: str) -> dict[str, dict[str, Any]]:
    """Return the entries of a list, by id."""
    return {each["id"]: each for each in read_yaml(ROOT / "content" / f"{name}.yaml")}


def inspection(name: str) -> dict[str, Any]:
    found: dict[str, Any] = read_yaml(ROOT / "content" / "inspections" / f"{name}.yaml")
    return found


def memberships(person: str, role: str) -> list[dict[str, Any]]:
    """Return a person's memberships whose role begins so."""
    return [each for each in load_list("people")[person]["memberships"] if each["role"].startswith(role)]


def role_dates(person: str, role: str) -> list[tuple[str | None, str | None, str | None]]:
    """Return start, end and last recorded day of a person's memberships whose role begins so."""
    return [
        (each.get("start_date"), each.get("end_date"), each.get("checked"))
        for each in memberships(person, role)
    ]


def records(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every mapping in a value."""
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from records(each)
    elif isinstance(value, list):
        for each in value:
            yield from records(each)


def all_records() -> Iterator[dict[str, Any]]:
    """Yield every mapping of the shipped YAML."""
    for path in sorted((ROOT / "content").rglob("*.yaml")):
        yield from records(read_yaml(path))


def source_urls(record: dict[str, Any]) -> set[str]:
    return {each["url"] for each in record.get("sources", ()) if "url" in each}


def supported_sides(difference: str) -> list[str]:
    sides = load_list("differences")[difference]["sides"]
    return [side["says"] for side in sides if side.get("supported") == "true"]


def settled(difference: str) -> str:
    words: str = load_list("differences")[difference]["settled"]
    return words


# -- roles -----------------------------------------------------------------------------------------


def test_every_role_has_a_source_and_none_is_open() -> None:
    for person in load_list("people").values():
        for each in person["memberships"]:
            assert source_urls(each), (person["id"], each["role"])
            assert "end_date" in each or "checked" in each, (person["id"], each["role"])


def test_the_commissioner_chaired_the_board_until_2014_at_the_latest() -> None:
    (chair,) = memberships("eleanor-brazil", "Chair")
    assert role_dates("eleanor-brazil", "Chair") == [("2013-05-01", "2014", None)]
    assert "successor" in chair["dates_inferred"]
    assert source_urls(chair) >= {REPORT_2013, REPORT_2015}
    board = load_list("organisations")["medway-safeguarding-children-board"]
    assert "2 September 2019" in board["note"]


def test_the_commissioners_term() -> None:
    assert role_dates("eleanor-brazil", "Commissioner") == [("2019-08-27", "2021-01-01", None)]


def test_jarretts_terms_end_in_may_2023() -> None:
    assert role_dates("alan-jarrett", "Leader") == [("2015-05-27", "2023-05", None)]
    assert role_dates("alan-jarrett", "Councillor") == [("2003", "2023-05", None)]
    assert "1997" in memberships("alan-jarrett", "Councillor")[0]["note"]


def test_the_leader_from_24_may_2023_is_vince_maple() -> None:
    ((start, end, _),) = role_dates("vince-maple", "Leader")
    assert (start, end) == ("2023-05-24", None)


def test_iles_was_portfolio_holder_from_may_2019_to_may_2023() -> None:
    assert role_dates("josie-iles", "Portfolio Holder") == [("2019-05", "2023-05", None)]
    (role,) = memberships("josie-iles", "Portfolio Holder")
    assert "inferred" in role["dates_inferred"]
    assert role_dates("josie-iles", "Councillor") == [
        ("2011", "2015", None),
        ("2016-10-20", "2023-05-04", None),
    ]
    assert role_dates("andrew-mackness", "Portfolio Holder") == [(None, None, "2018-05-16")]
    assert role_dates("adam-price", "Portfolio Holder")[0][0] == "2023-05-24"


def test_doe_was_deputy_leader_until_may_2023_and_is_a_councillor_after_it() -> None:
    assert role_dates("howard-doe", "Deputy Leader") == [("2015-05-27", "2023-05", None)]
    assert memberships("howard-doe", "Deputy Leader")[0]["dates_inferred"]
    wards = {each["area"]: each for each in memberships("howard-doe", "Councillor")}
    assert wards["Rainham South"]["dates_inferred"]
    assert wards["Rainham South East"]["start_date"] == "2023-05-04"
    assert wards["Rainham South East"]["checked"] == "2024-04-18"
    assert role_dates("teresa-murray", "Deputy Leader")[0][0] == "2023-05-24"


def test_turpin_left_the_cabinet_in_october_2021_and_the_council_in_may_2023() -> None:
    assert role_dates("rupert-turpin", "Portfolio Holder for Business") == [
        ("2016-10-25", "2021-10-05", None)
    ]
    assert memberships("rupert-turpin", "Portfolio Holder")[0]["dates_inferred"]
    assert role_dates("rupert-turpin", "Councillor") == [("2011", "2023-05-04", None)]


def test_cooper_was_an_independent_before_she_joined_labour() -> None:
    independent, labour = memberships("pat-cooper", "Councillor")
    assert "on_behalf_of_id" not in independent
    assert labour["on_behalf_of_id"] == "labour-party"
    assert (independent["start_date"], labour["start_date"]) == ("2011", "2013-06-11")
    assert labour["end_date"] == "2023-05"
    assert labour["dates_inferred"]


def test_domeneys_last_working_day_is_not_given() -> None:
    (post,) = memberships("ann-domeney", "Deputy Director Children and Adult Services")
    assert "end_date" not in post
    assert post["checked"] == "2019-08-27"
    assert "last working day is not known" in post["note"]
    assert role_dates("ann-domeney", "Assistant Director") == [(None, None, "2018-04-17")]


def test_the_spellings_of_the_boards_chair_are_a_difference() -> None:
    chair = load_list("people")["rory-paterson"]
    assert [each["name"] for each in chair["other_names"]] == ["Rory Patterson"]
    assert len(load_list("differences")["paterson-name"]["sides"]) == 2


def test_each_quotation_of_a_person_has_a_sourced_role_held_on_the_day() -> None:
    people = load_list("people")
    unsourced = []
    said_by_people = [quote for quote in quotations() if quote.speaker in people]
    for quote in said_by_people:
        date = read_yaml(ROOT / "content" / "articles" / f"{quote.article}.yaml")["published"]
        held = [
            each
            for each in people[quote.speaker or ""]["memberships"]
            if role_on(
                RoleDates(each.get("start_date"), each.get("end_date"), each.get("checked")), date
            ).status
            == "held"
        ]
        if not any(map(source_urls, held)):
            unsourced.append(quote)
    assert len(said_by_people) == 16
    assert unsourced == []


# -- events ----------------------------------------------------------------------------------------

DATES = {
    "2016-department-leader": "2016",
    "2019-05-22-leader-re-elected": "2019-05-22",
    "2019-08-27-commissioner": "2019-08-27",
    "2019-08-27-responsibility": "2019-08-27",
    "2019-09-02-safeguarding-partnership": "2019-09-02",
    "2019-09-commissioners-review": "2019-09/2019-12",
    "2019-10-03-scrutiny": "2019-10-03",
    "2019-10-improvement-board": "2019-10",
    "2019-12-commissioners-review": "2019-12",
    "2019-12-funding": "2019-12",
    "2020-01-10-report-and-direction": "2020-01-10",
    "2020-01-23-assistant-directors": "2020-01-23",
    "2020-08-20-monitoring-visit": "2020-08-20",
    "2020-12-14-quarterly-review": "2020-12-14",
    "2021-01-01-commissioner-withdrawn": "2021-01-01",
    "2021-01-29-direction-revised": "2021-01-29",
    "2021-05-focused-visit": "2021-05",
    "2022-05-monitoring-visit": "2022-05-11/2022-05-12",
    "2022-09-monitoring-visit": "2022-09-21/2022-09-22",
    "2023-05-04-election": "2023-05-04",
    "2023-05-24-new-leader": "2023-05-24",
    "2023-09-11-report": "2023-09-11",
    "2025-04-focused-visit": "2025-04",
}


@pytest.mark.parametrize("event_id", DATES)
def test_what_happened_when(event_id: str) -> None:
    event = load_list("events")[event_id]
    assert event["date"] == DATES[event_id]
    assert event.get("kind", "event") == "event"


def test_deadlines_and_promises_name_who_is_bound() -> None:
    events = load_list("events")
    kinds = {name: each["kind"] for name, each in events.items() if "kind" in each}
    assert kinds == {
        "2019-08-27-action-plan-promised": "promise",
        "2019-08-27-board-promised": "promise",
        "2019-09-fix-promised": "promise",
        "2019-09-high-quality-promised": "promise",
        "2019-09-look-at-budget-promised": "promise",
        "2019-11-28-action-plan": "deadline",
        "2019-12-01-review-due": "deadline",
        "2020-01-14-re-shaping-promised": "promise",
        "2020-commissioner-to-report-back": "deadline",
    }
    assert all(events[name]["by"] for name in kinds)
    due = {name: events[name]["due"] for name, kind in kinds.items() if kind == "deadline"}
    assert due == {
        "2019-11-28-action-plan": "2019-11-28",
        "2019-12-01-review-due": "2019-12-01",
        "2020-commissioner-to-report-back": "2020-07",
    }


def test_an_outcome_has_a_source() -> None:
    outcomes = [each["outcome"] for each in load_list("events").values() if "outcome" in each]
    assert len(outcomes) == 6
    assert all(source_urls(each) for each in outcomes)


def test_an_inferred_date_says_why() -> None:
    inferred = {name for name, each in load_list("events").items() if "date_inferred" in each}
    assert inferred == {
        "2019-08-27-responsibility",
        "2019-08-leader-and-commissioner",
        "2019-09-fix-promised",
        "2019-09-high-quality-promised",
        "2019-09-look-at-budget-promised",
        "2019-12-01-review-due",
        "2019-12-funding",
    }


def test_the_first_monitoring_visit_is_dated_by_ofsteds_letter() -> None:
    visit = load_list("events")["2020-08-20-monitoring-visit"]
    assert "first" in visit["title"]
    assert "off site" in visit["title"]
    assert any(url.endswith("/1212/letter_from_ofsted") for url in source_urls(visit))


def test_the_department_leaders_leaving_is_not_linked_to_the_notices() -> None:
    event = load_list("events")["2016-department-leader"]
    assert "for another post" in event["title"]
    assert "no source links" in event["note"]
    assert "Peacock" not in str(event)


def test_every_event_has_a_source_with_an_address_or_an_article() -> None:
    for event in load_list("events").values():
        assert event.get("evidence") or source_urls(event), event["id"]


# -- inspections and frameworks --------------------------------------------------------------------


def test_the_report_of_2015_confirms_only_the_month_and_overall_grade_of_january_2013() -> None:
    protection = inspection("2013-01-protection")
    (source,) = [each for each in protection["sources"] if each["url"] == REPORT_2015]
    assert "only" in source["note"]
    assert "month and the overall grade" in protection["second_hand"].replace("\n", " ")


def test_adoption_has_no_judgement_of_its_own_in_2019() -> None:
    (judgement,) = [
        each
        for each in inspection("2019-07-ilacs")["judgements"]
        if each["area"] == "in-care-and-care-leavers"
    ]
    assert "no judgement of its own" in judgement["note"]
    assert "page 1" in judgement["note"]


def test_no_framework_names_a_council() -> None:
    assert "Medway" not in str(list(load_list("frameworks").values()))


# -- differences -----------------------------------------------------------------------------------


def test_only_a_settled_difference_supports_sides_and_one_at_least() -> None:
    for difference in load_list("differences").values():
        supported = supported_sides(difference["id"])
        assert bool(supported) == ("settled" in difference), difference["id"]


def test_the_reports_caseloads_are_of_the_assessment_service() -> None:
    assert "assessment service" in settled("caseloads")
    assert "who met inspectors" in settled("caseloads")
    assert any("assessment service" in says for says in supported_sides("caseloads"))


def test_the_concerns_of_the_early_help_hubs_are_not_dated_to_february_2019() -> None:
    assert "early help hubs" in settled("february-2019-visit")
    assert "have no date" in settled("february-2019-visit")


def test_leaders_did_not_know_the_extent_but_knew_of_challenges() -> None:
    assert "did not know the extent" in settled("leaders-knowledge")
    assert "aware of challenges" in settled("leaders-knowledge")
    assert "senior leaders were unaware how far the failures went" in supported_sides("leaders-knowledge")


def test_the_report_has_both_harm_and_risk() -> None:
    assert "both actual harm and the risk" in settled("harm-or-risk")


def test_the_earlier_inadequates_are_of_2013_not_2011() -> None:
    assert supported_sides("earlier-ratings") == ["adequate in 2011", "inadequate in 2013"]


def test_the_commissioner_was_announced_on_27_august_2019() -> None:
    assert supported_sides("commissioner-appointed") == ["announced on 27 August 2019"]
    assert "September 2020 is a slip" in settled("commissioner-appointed")


def test_the_length_of_the_further_term_is_not_settled() -> None:
    further_term = load_list("differences")["further-term"]
    assert "settled" not in further_term
    assert [side["says"] for side in further_term["sides"]] == [
        "a year",
        "up to twelve months",
        "six months, in which the council is to improve",
        "a formal report is due in July 2020",
    ]


def test_no_figure_settles_how_many_children_there_are() -> None:
    children = load_list("differences")["under-18s"]
    assert "settled" not in children
    assert len(children["sides"]) == 4


NEW_DIFFERENCES = (
    "commissioner-appointed commissioners-end cooper-ward council-accepts domeney-post earlier-ratings"
    " further-term harm-or-risk improvement-board jarrett-on-the-report kent-council leaders-knowledge"
    " losing-control may-2021-visit paterson-name still-failing turpin-role who-is-inadequate"
)


@pytest.mark.parametrize("name", NEW_DIFFERENCES.split())
def test_a_difference_has_two_sides_or_more(name: str) -> None:
    assert len(load_list("differences")[name]["sides"]) >= 2


# -- captions, repeats, codes and licences ---------------------------------------------------------


def test_the_captions_of_the_originals_are_blocks_without_a_number() -> None:
    captions = {article: sum(kind == "caption" for kind, _ in places(article)) for article in ARTICLES}
    assert captions == {BBC: 2, SEPTEMBER: 1, JANUARY: 0}
    assert places(BBC)[("caption", 2)].endswith("it accepts full responsibility for them.")


def test_what_the_caption_says_is_evidence() -> None:
    event = load_list("events")["2019-08-27-responsibility"]
    assert [(each["article"], each["caption"]) for each in event["evidence"]] == [(BBC, "2")]


def test_the_phrase_printed_twice_is_a_repetition() -> None:
    quotes = {each["id"]: each for each in read_yaml(ROOT / "content" / "quotes" / f"{BBC}.yaml")}
    assert [name for name, each in quotes.items() if "repeats" in each] == ["q5"]
    assert quotes["q5"]["repeats"] == "q7"
    assert quotes["q5"]["exact"].lower() == quotes["q7"]["exact"].lower()


def test_the_council_has_its_codes() -> None:
    codes = load_list("organisations")["medway-council"]["identifiers"]
    assert {(each["scheme"], each["identifier"]) for each in codes} == {
        ("gss", "E06000035"),
        ("la-code", "887"),
        ("urn", "80522"),
    }


def test_the_reports_of_2019_and_2023_alone_have_the_open_licence() -> None:
    for record in all_records():
        for source in record.get("sources", ()):
            is_open = source.get("url") in {REPORT_2019, REPORT_2023}
            assert source.get("licence") == ("Open Government Licence" if is_open else None), source


def test_the_attribution_names_the_two_reports_and_the_licence() -> None:
    attribution = read_yaml(ROOT / "content" / "dossier.yaml")["attribution"]
    line = "Contains public sector information licensed under the Open Government Licence v3.0."
    assert attribution.startswith(line)
    assert "nationalarchives.gov.uk/doc/open-government-licence/version/3/" in attribution
    assert REPORT_2019 in attribution
    assert REPORT_2023 in attribution
    assert REPORT_2013 not in attribution
    assert REPORT_2015 not in attribution


def test_evidence_is_word_for_word_in_its_block() -> None:
    for each in all_records():
        if "article" in each and "exact" in each:
            assert each["exact"] in places(each["article"])[place_of(each)], each
