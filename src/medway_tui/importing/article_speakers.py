"""The speakers of one article: who says each quotation, who is new, and what is left open."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import NamedTuple

from medway_tui.authoring.review import OPEN_SPEAKER_NOTE
from medway_tui.importing.article_words import ArticleWords
from medway_tui.importing.speakers import (
    ProposedAgent,
    SpeakerMatch,
    SpeakerNames,
    add_other_names,
    guess_agent_kind,
)
from medway_tui.names import Gender, compare_names, find_name_fault, is_known_first_name, parse_name
from medway_tui.quotation_extraction import Quotation

_MIN_PROPOSAL_CONFIDENCE = 0.5
"""The confidence from which an unknown speaker is proposed as a new person or organisation."""
_MAX_DOUBTFUL_CONFIDENCE = 0.6
"""The highest confidence in a speaker matched by an inexact name."""
MAX_OPEN_CONFIDENCE = 0.3
"""The highest confidence in a quotation whose speaker is left open between several people."""
_PRONOUNS: dict[str, Gender] = {"he": "he", "him": "he", "she": "she", "her": "she"}
_MAX_PARTY_LENGTH = 40
"""The code points behind a name in which a party in brackets is read."""


class ResolvedSpeaker(NamedTuple):
    """The speaker of a quotation, as far as it is known."""

    ids: tuple[str, ...] = ()
    """The speaker; all speakers of a joint statement; none where it is open or unknown."""
    confidence: float = 0.0
    doubt: str = ""
    """How the speaker was matched where the name is not exact; else empty."""
    open_between: tuple[str, ...] = ()
    """The names between which the article does not decide."""

    @property
    def note(self) -> str:
        """The note of a draft whose speaker is open; else empty."""
        return f"{OPEN_SPEAKER_NOTE}{' or '.join(self.open_between)}." if self.open_between else ""


class ArticleSpeakers:
    """Resolves the speakers of one article's quotations."""

    def __init__(
        self,
        names: SpeakerNames,
        article: ArticleWords,
        *,
        propose: bool = True,
        not_people: Iterable[str] = (),
    ) -> None:
        """``not_people`` are printed names that are no speakers, such as the publisher's."""
        self._names = names
        self._article = article
        self._propose = propose
        self._not_people = {name.casefold() for name in not_people if name}
        self._proposed: dict[str, ProposedAgent] = {}
        self._printed: dict[str, list[str]] = {}
        self.remarks: list[str] = []

    @property
    def proposals(self) -> list[ProposedAgent]:
        """The people and organisations that are new, with all their printed forms."""
        return [
            add_other_names(each, self._printed.get(each.id, ())) if each.kind == "people" else each
            for each in self._proposed.values()
        ]

    def introduce(self, quotations: Sequence[Quotation]) -> None:
        """Propose everyone who is new, fullest names first, so that shorter forms become theirs."""
        if not self._propose:
            return
        named = [
            self._article.fuller_name(name)
            for each in quotations
            if each.type != "none" and each.confidence >= _MIN_PROPOSAL_CONFIDENCE
            for name in _names_of(each)
        ]
        named.sort(key=lambda name: -len(parse_name(name).given_keys))
        for name in dict.fromkeys(named):
            found = self._find(name, Quotation(0, 0, "direct", 1.0, speaker=name))
            is_namesake = len(found) == 1 and found[0].is_namesake and found[0].agent_id in self._proposed
            if not found or is_namesake:
                self._propose_name(name)

    def resolve(self, quotation: Quotation) -> ResolvedSpeaker:
        """Return the speaker of a quotation."""
        confidence = quotation.confidence
        if len(quotation.speakers) > 1:
            return self._resolve_joint(quotation)
        names = quotation.possible_speakers or _names_of(quotation)
        found = {match.agent_id: match for name in names for match in self._find(name, quotation)}
        if len(names) < 2 and not found:
            return ResolvedSpeaker((), confidence)
        is_near = all(each.is_near_double and each.agent_id not in self._proposed for each in found.values())
        if found and is_near and len(names) == 1:
            return self._resolve_near_double(self._printed_name(names[0], quotation), found, confidence)
        if len(found) > 1 or len(names) > 1:
            return self._leave_open(found, names, confidence)
        match = next(iter(found.values()))
        if self._is_contradicted(match.agent_id, quotation):
            return self._leave_open(found, [quotation.attribution or ""], confidence)
        self._note_form(match.agent_id, quotation, names[0])
        if match.doubt and match.agent_id not in self._proposed:
            return ResolvedSpeaker((match.agent_id,), min(confidence, _MAX_DOUBTFUL_CONFIDENCE), match.doubt)
        return ResolvedSpeaker((match.agent_id,), confidence)

    def _resolve_joint(self, quotation: Quotation) -> ResolvedSpeaker:
        """Return all speakers of a joint statement, or none where one of them is not certain."""
        # The attribution is one speaker's.
        matches = [self._find(name, quotation._replace(attribution=None)) for name in quotation.speakers]
        if any(len(found) > 1 for found in matches):
            everyone = {each.agent_id: each for found in matches for each in found}
            return self._leave_open(everyone, quotation.speakers, quotation.confidence)
        ids = tuple(dict.fromkeys(found[0].agent_id for found in matches if found))
        doubt = next((found[0].doubt for found in matches if found and found[0].doubt), "")
        if len(ids) < len(quotation.speakers):
            unknown = [name for name, found in zip(quotation.speakers, matches, strict=True) if not found]
            doubt = f"a joint statement; not in the dossier: {', '.join(unknown)}" if unknown else doubt
        limit = _MAX_DOUBTFUL_CONFIDENCE if doubt else 1.0
        return ResolvedSpeaker(ids, min(quotation.confidence, limit), doubt)

    def _find(self, name: str, quotation: Quotation) -> tuple[SpeakerMatch, ...]:
        """Return those whom a name means: by what the article prints, if it does not print that name."""
        attribution = quotation.attribution or ""
        name = self._article.fuller_name(name)
        printed = self._printed_name(name, quotation)
        gender = _PRONOUNS.get(attribution.lower(), "")
        found = self._names.find(printed, self._article, gender=gender, party=self._party_behind(quotation))
        return found.matches or (self._names.find(name, self._article).matches if printed != name else ())

    def _printed_name(self, name: str, quotation: Quotation) -> str:
        """Return the name that the article prints where the extractor gives a known person's for it."""
        is_named = not self._article.prints(name) and bool(parse_name(quotation.attribution or ""))
        return quotation.attribution or "" if is_named else name

    def _party_behind(self, quotation: Quotation) -> str:
        """Return the party that the article prints in brackets behind the attribution; else nothing."""
        if quotation.mention is None:
            return ""
        behind = self._article.text[quotation.mention.end :][:_MAX_PARTY_LENGTH].lstrip()
        return parse_name(f"A B {behind.split(')')[0]})").party if behind.startswith("(") else ""

    def _propose_name(self, name: str) -> None:
        if name.casefold() in self._not_people or self._article.is_place(name):
            return
        if self._article.is_thing(name) or self._article.is_part_of_body(name):
            return
        if self._has_common_words(name):
            return
        is_shouted = name.isupper() and find_name_fault(name.title())
        if guess_agent_kind(name) is None or is_shouted:
            return
        proposal = self._names.propose(name)
        if proposal is not None:
            self._proposed[proposal.id] = proposal

    def _has_common_words(self, name: str) -> bool:
        """Whether a name without title and known first name is of ordinary words: Latinos Share."""
        parsed = parse_name(name)
        words = [*parsed.given, *parsed.surname.split()]
        if find_name_fault(parsed) or parsed.titles or is_known_first_name(words[0]):
            return False
        return any(self._article.has_in_lower_case(word) for word in (words[0], words[-1]))

    def _resolve_near_double(
        self, name: str, found: Mapping[str, SpeakerMatch], confidence: float
    ) -> ResolvedSpeaker:
        """Resolve a name that is nearly that of known people: by the user's answers, else with a doubt."""
        answers = []
        for agent_id in found:
            answers.append(self._names.is_same_person(name, agent_id))
            if answers[-1]:
                return ResolvedSpeaker((agent_id,), confidence)
        if False in answers and self._propose:
            self._propose_name(name)
            own = next(
                (each.id for each in self._proposed.values() if each.name == parse_name(name).full), None
            )
            if own is not None:
                return ResolvedSpeaker((own,), confidence)
        if len(found) > 1:
            return self._leave_open(found, [name], confidence)
        match = next(iter(found.values()))
        known = self._names.person_name(match.agent_id)
        remark = f"{name} may be {known} ({match.agent_id}), {match.doubt}: not added"
        if remark not in self.remarks:
            self.remarks.append(remark)
        return ResolvedSpeaker((match.agent_id,), min(confidence, _MAX_DOUBTFUL_CONFIDENCE), match.doubt)

    def _leave_open(
        self, found: Mapping[str, SpeakerMatch], names: Sequence[str], confidence: float
    ) -> ResolvedSpeaker:
        between = [self._names.person_name(each) for each in found]
        unknown = [name for name in names if name and name not in between and not self._is_among(name, found)]
        return ResolvedSpeaker(
            (), min(confidence, MAX_OPEN_CONFIDENCE), open_between=tuple(dict.fromkeys([*between, *unknown]))
        )

    def _is_among(self, name: str, found: Container[str]) -> bool:
        """Whether a name means one of those who are found."""
        return any(each.agent_id in found for each in self._names.find(name, self._article).matches)

    def _is_contradicted(self, agent_id: str, quotation: Quotation) -> bool:
        """Whether the pronoun or the name that is printed cannot be this person's: "Mr Smith", "he"."""
        printed = quotation.attribution or ""
        names = self._names.person_names(agent_id)
        gender = _PRONOUNS.get(printed.lower(), "")
        if gender:
            known = {parse_name(name).gender for name in names} - {""}
            return bool(known) and gender not in known
        name = parse_name(printed)
        if not name or find_name_fault(name) not in ("", "a name of one word") or not name.titles:
            return False
        return bool(names) and all(compare_names(name, each).relation == "different" for each in names)

    def _note_form(self, agent_id: str, quotation: Quotation, name: str) -> None:
        """Keep a printed form of a new person's name."""
        forms = self._printed.setdefault(agent_id, [])
        for printed in (name, quotation.attribution or ""):
            words = " ".join(printed.split())
            parsed = parse_name(words)
            is_full = bool(parsed.given and parsed.surname)
            # "Cllr Smith" of two Smiths in one article is the name of neither.
            is_own = is_full or len(self._names.find(words, self._article).matches) == 1
            if (parsed.titles or is_full) and is_own and _without_role(words) not in forms:
                forms.append(_without_role(words))


def _names_of(quotation: Quotation) -> tuple[str, ...]:
    """Return the names of a quotation's speakers, with the jr or sr that the article prints."""
    if quotation.speakers or not quotation.speaker:
        return quotation.speakers
    printed = parse_name(quotation.attribution or "")
    is_same = compare_names(printed, quotation.speaker).is_namesake
    return (printed.full if is_same and printed.suffix else quotation.speaker,)


def _without_role(printed: str) -> str:
    """Return a printed name with its titles and honours, without a role before it and a party behind it."""
    text = " ".join(printed.split("(", maxsplit=1)[0].split()).rstrip(",.;:")
    role = parse_name(printed).role
    return text.removeprefix(role).strip() if role and text.startswith(role) else text
