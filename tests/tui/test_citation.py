"""Citations as a newspaper or thesis would print them."""

from __future__ import annotations

from typing import Any

import pytest

from medway_tui.export import citations
from medway_tui.index.articles import ArticleRow
from medway_tui.index.inspections import GradedJudgement, InspectionRow, SourceRow
from medway_tui.index.people import QuoteRoles, Role, RolesOnDate, SpeakerRoles
from medway_tui.index.quotes import QuotePiece, QuoteRow
from medway_tui.model.locations import BlockPlace, FileLocation
from medway_tui.model.roles import RoleStanding

ARTICLE = ArticleRow(
    id="gazette-2021",
    headline="A roof",
    title_ours=False,
    publisher="Gazette",
    published="2021-03-04",
    published_inferred=None,
    url="https://example.org/roof",
    author=None,
    accessed=None,
    kind="account",
)

NO_ROLES = QuoteRoles((SpeakerRoles("ada", "Ada Brook", RolesOnDate()),))


def with_roles(*roles: Role) -> QuoteRoles:
    """Return the roles of a single speaker."""
    return QuoteRoles((SpeakerRoles("ada", "Ada Brook", RolesOnDate(roles)),))


def role(words: str, **other: Any) -> Role:
    """Return a role with these fields."""
    known: dict[str, Any] = {
        **dict.fromkeys(Role._fields),
        "role": words,
        "organisation": "The Council",
        **other,
    }
    return Role(**known)


def quote(*words: str, article: ArticleRow = ARTICLE, first: int = 3, **other: Any) -> QuoteRow:
    """Return a quotation with a piece for each text."""
    fields: dict[str, Any] = {
        "key": 1,
        "id": "q1",
        "article": article,
        "speaker": "ada",
        "speakers": ("ada",),
        "speaker_names": ("Ada Brook",),
        "speaker_name": "Ada Brook",
        "speaker_position": 0,
        "attribution": "Cllr Brook",
        "cue": "said",
        "type": "direct",
        "repeats": None,
        "note": None,
    } | other
    place: dict[str, Any] = {
        "head": 1,
        "draft": None,
        "attribution_fault": None,
        "path": "quotes.yaml",
        "line": 1,
        "col": 1,
    }
    pieces = tuple(
        QuotePiece(
            **fields,
            **place,
            exact=said,
            block=first + n,
            paragraph=first + n,
            caption=None,
            start=0,
            end=len(said),
        )
        for n, said in enumerate(words)
    )
    return QuoteRow(**fields, pieces=pieces, where=FileLocation("quotes.yaml", 1, 1))


@pytest.mark.parametrize(
    ("changes", "paragraphs", "words"),
    [
        ({}, (), "Gazette, “A roof”, 4 Mar 2021, https://example.org/roof"),
        ({}, (3,), "Gazette, “A roof”, 4 Mar 2021, paragraph 3, https://example.org/roof"),
        ({}, (3, 4, 5), "Gazette, “A roof”, 4 Mar 2021, paragraphs 3–5, https://example.org/roof"),
        ({}, (0,), "Gazette, “A roof”, 4 Mar 2021, headline, https://example.org/roof"),
        ({"title_ours": True}, (), "Gazette, [A roof], 4 Mar 2021, https://example.org/roof"),
        (
            {"published_inferred": "from the text"},
            (),
            "Gazette, “A roof”, [4 Mar 2021], https://example.org/roof",
        ),
        ({"published": "2021-03"}, (), "Gazette, “A roof”, Mar 2021, https://example.org/roof"),
        ({"published": "2021"}, (), "Gazette, “A roof”, 2021, https://example.org/roof"),
        ({"published": None}, (), "Gazette, “A roof”, https://example.org/roof"),
        ({"url": None}, (1,), "Gazette, “A roof”, 4 Mar 2021, paragraph 1"),
        ({"author": "Pen Marlow"}, (), "Pen Marlow, Gazette, “A roof”, 4 Mar 2021, https://example.org/roof"),
    ],
)
def test_an_article(changes: dict[str, Any], paragraphs: tuple[int, ...], words: str) -> None:
    places = [BlockPlace("paragraph", number) for number in paragraphs]
    assert citations.cite_article(ARTICLE._replace(**changes), places) == words


@pytest.mark.parametrize(
    ("published", "inferred", "words"),
    [
        ("2021-03-04", None, "4 Mar 2021"),
        ("2021-03-04", "a guess", "[4 Mar 2021]"),
        ("2021", None, "2021"),
        (None, None, ""),
        (None, "a guess", ""),
    ],
)
def test_a_date_is_as_precise_as_its_source(published: str | None, inferred: str | None, words: str) -> None:
    assert citations.display_date(ARTICLE._replace(published=published, published_inferred=inferred)) == words


def test_a_quotation_has_its_words_who_as_what_and_where() -> None:
    who = with_roles(green("Leader", RoleStanding("held"), start_date="2019"))
    assert citations.cite_quotation(quote("A roof is a promise."), who) == (
        "“A roof is a promise.”\n"
        "— Ada Brook, Leader, The Council (from 2019), Green Party, in Gazette, “A roof”, 4 Mar 2021,"
        " paragraph 3, https://example.org/roof"
    )


def green(words: str, standing: RoleStanding, **other: Any) -> Role:
    """Return a role for the Green Party."""
    return role(words, party_id="green", party="Green Party", standing=standing, **other)


@pytest.mark.parametrize(
    ("roles", "words"),
    [
        (
            [green("Leader", RoleStanding("last recorded", "2020-09-04"), start_date="2019")],
            "Leader, The Council, Green Party (last recorded 4 Sep 2020), in Gazette",
        ),
        (
            [green("Leader", RoleStanding("undated"))],
            "Leader, The Council, Green Party (recorded, dates not known), in Gazette",
        ),
        (
            [
                green("Leader", RoleStanding("held"), end_date="2021-03-04"),
                role("Leader", party_id="p", party="Purple Party", standing=RoleStanding("held")),
            ],
            "Leader, The Council, Green Party (until 4 Mar 2021); Leader, The Council, Purple Party,"
            " party unclear: Green Party or Purple Party, in Gazette",
        ),
        (
            [
                green("Leader", RoleStanding("held", inferred=True), start_date="2019"),
                role("Chair", standing=RoleStanding("last recorded", "2013-05")),
            ],
            "Leader, The Council (from 2019; dates inferred); Chair, The Council (last recorded May 2013),"
            " Green Party, in Gazette",
        ),
    ],
)
def test_a_role_is_printed_with_what_is_not_certain_of_it(roles: list[Role], words: str) -> None:
    source = citations.cite_quotation(quote("So."), with_roles(*roles)).splitlines()[1]
    assert source.startswith(f"— Ada Brook, {words}")


def test_a_short_citation_is_one_sentence_with_the_surest_role_and_what_is_not_certain() -> None:
    who = with_roles(
        green("Leader", RoleStanding("last recorded", "2020-09-04"), party_short="Grn"),
        green("Councillor", RoleStanding("held"), party_short="Grn"),
    )
    assert citations.cite_in_sentence(quote("So.", "Then."), who) == (
        "“So. Then.” — Ada Brook (Grn), Leader, The Council (last recorded 4 Sep 2020), in Gazette,"
        " 4 Mar 2021, paragraphs 3–4."
    )
    said = quote(
        "that it leaked", type="indirect", speaker=None, speaker_name=None, attribution="a neighbour"
    )
    assert citations.cite_in_sentence(said, QuoteRoles()) == (
        "that it leaked [reported, not quoted] — a neighbour, in Gazette, 4 Mar 2021, paragraph 3."
    )


def test_markdown_has_a_link_and_no_markup_of_the_source() -> None:
    said = quote("*So* [sic].")
    said = said._replace(article=said.article._replace(headline="A [roof]", url="https://e.org/a(b)"))
    assert citations.cite_in_markdown(said, NO_ROLES) == (
        "> “\\*So\\* \\[sic\\].”\n>\n> — Ada Brook, in Gazette, [A \\[roof\\]](https://e.org/a%28b%29),"
        " 4 Mar 2021, paragraph 3"
    )


def test_a_joint_statement_names_every_speaker_with_roles() -> None:
    said = quote("So.", speaker=None, speakers=("ada", "bo"), speaker_name="Ada Brook and Bo Ray")
    bo = SpeakerRoles("bo", "Bo Ray", RolesOnDate())
    ada = with_roles(green("Leader", RoleStanding("held"))).speakers[0]
    source = citations.cite_quotation(said, QuoteRoles((ada, bo))).splitlines()[1]
    assert source.startswith("— Ada Brook, Leader, The Council, Green Party; and Bo Ray, in Gazette")
    plain = SpeakerRoles("ada", "Ada Brook", RolesOnDate())
    source = citations.cite_quotation(said, QuoteRoles((plain, bo))).splitlines()[1]
    assert source.startswith("— Ada Brook and Bo Ray, in Gazette")


def test_somebody_without_a_role_has_a_name_alone() -> None:
    assert (
        citations.cite_quotation(quote("So."), NO_ROLES).splitlines()[1].startswith("— Ada Brook, in Gazette")
    )


def test_who_is_not_known_by_name_is_called_what_the_article_says() -> None:
    said = quote("So.", speaker=None, speaker_name=None, attribution="a neighbour")
    assert "— a neighbour, in Gazette" in citations.cite_quotation(said, QuoteRoles())
    said = quote("So.", speaker=None, speaker_name=None, attribution=None)
    assert "— Not attributed, in Gazette" in citations.cite_quotation(said, QuoteRoles())


def test_pieces_open_their_marks_each_and_close_them_once() -> None:
    words, source = citations.cite_quotation(quote("One.", "Two.", "Three."), NO_ROLES).split("\n—")
    assert words == "“One.\n“Two.\n“Three.”"
    assert "paragraphs 3–5" in source


def test_reported_speech_gets_no_marks() -> None:
    words = citations.cite_quotation(quote("that it leaked", type="indirect"), NO_ROLES).splitlines()[0]
    assert words == "that it leaked [reported, not quoted]"


def test_words_that_are_adrift_are_not_passed_off_as_found() -> None:
    said = quote("So.")
    said = said._replace(pieces=(said.pieces[0]._replace(start=None, end=None),))
    words = citations.cite_quotation(said, NO_ROLES).splitlines()[0]
    assert words == "“So.” [not found in the article]"


INSPECTION = InspectionRow(
    id="2012",
    title="Survey",
    provider="The Council",
    urn=None,
    framework="s",
    framework_name="Survey",
    framework_short="S",
    start="2012-06-04",
    end="2012-06-08",
    published="2012-07",
    url="https://example.org/42",
    lead_inspector=None,
    second_hand=None,
    note=None,
    framework_note=None,
    where=FileLocation("i.yaml", 1, 1),
)
GRADED = GradedJudgement(
    inspection="2012",
    area="overall",
    name="Overall",
    grade="Poor",
    printed="Poor (Grade 3)",
    rank=2,
    scale=3,
    step=None,
    same_framework=False,
    note=None,
    where=FileLocation("i.yaml", 9, 1),
)


def test_a_judgement_is_as_printed_with_its_report() -> None:
    assert citations.cite_judgement(GRADED, INSPECTION) == (
        "Overall: Poor (Grade 3)\n— Ofsted, Survey: The Council, inspected 4–8 Jun 2012,"
        " published Jul 2012, https://example.org/42"
    )


def test_a_judgement_known_at_second_hand_says_how() -> None:
    seen = INSPECTION._replace(url=None, second_hand="A news page gives it.")
    sources = [SourceRow("https://example.org/news", "Radio", None), SourceRow(None, "A letter", None)]
    assert citations.cite_judgement(GRADED, seen, sources).endswith(
        ", published Jul 2012, as given by Radio, https://example.org/news; A letter"
        " [the report was not seen]"
    )
    assert citations.cite_judgement(GRADED, seen).endswith(", published Jul 2012, [the report was not seen]")
