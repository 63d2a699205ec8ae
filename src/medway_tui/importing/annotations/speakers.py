"""The speaker of an annotation: named by its author, or by the words of the article."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from medway_tui.importing.annotations.foreign import ForeignAnnotation
from medway_tui.importing.article_words import ArticleWords
from medway_tui.importing.quotations import DraftQuote, find_quotes, speaker_ids
from medway_tui.importing.speakers import SpeakerNames
from medway_tui.model.locations import BlockPlace, Span

NAMED_CONFIDENCE = 0.9
"""The confidence in a speaker whom the annotation names."""
AGREED_CONFIDENCE = 0.95
"""Likewise where the article's words give the quotation to the same speaker."""
DOUBTED_CONFIDENCE = 0.5
"""Likewise where they give it to another, or where the name is a part of a name."""
OPEN_CONFIDENCE = 0.3
"""The confidence in a quotation of which nothing names a speaker."""


class AnnotatedSpeaker(NamedTuple):
    """The speaker of a draft, and how certain that is."""

    ids: tuple[str, ...]
    confidence: float
    attribution: str = ""
    cue: str = ""
    type: str = ""
    """The extractor's type of the quotation; empty where it found none."""
    remark: str = ""
    """A sentence for the draft's note, on what a reviewer should check."""


class NamedSpeakers(NamedTuple):
    """The speakers whom an annotation names."""

    ids: tuple[str, ...] = ()
    doubt: str = ""
    """Why they may be wrong."""
    unknown: tuple[str, ...] = ()
    """Names of speakers that the dossier does not have."""


class SpeakerResolver:
    """Finds the speakers of the annotations of one article."""

    def __init__(
        self, names: SpeakerNames, texts: Sequence[str], places: Sequence[BlockPlace], publisher: str
    ) -> None:
        self._names = names
        self._texts = texts
        self._places = places
        self._publisher = publisher
        self._extracted: list[DraftQuote] | None = None
        self._words = ArticleWords(texts)

    def resolve(self, annotation: ForeignAnnotation, spans: Sequence[Span]) -> AnnotatedSpeaker:
        """Return the speaker of words at their places."""
        named = self.named_by(annotation)
        found = self._find_extracted(spans)
        keys = found.keys if found is not None else {}
        own_ids = tuple(speaker_ids(keys))
        attribution = annotation.attribution or keys.get("attribution", "")
        cue = annotation.cue or keys.get("cue", "")
        kind = annotation.type or (keys.get("type", "") if keys.get("type") != "none" else "")
        draft = float(keys["draft"]) if keys else OPEN_CONFIDENCE
        if named.ids:
            if own_ids and set(own_ids) != set(named.ids):
                others = " and ".join(map(self._names.person_name, own_ids))
                remark = f"The article's words suggest {others}."
                return AnnotatedSpeaker(named.ids, DOUBTED_CONFIDENCE, attribution, cue, kind, remark)
            confidence = AGREED_CONFIDENCE if own_ids else NAMED_CONFIDENCE
            if named.doubt:
                return AnnotatedSpeaker(
                    named.ids, DOUBTED_CONFIDENCE, attribution, cue, kind, f"The speaker is {named.doubt}."
                )
            return AnnotatedSpeaker(named.ids, confidence, attribution, cue, kind)
        if named.unknown:
            # The annotation names somebody else than the extractor can.
            remark = f"The annotation names {' and '.join(named.unknown)}, not in the dossier."
            if named.doubt:
                remark = f"The annotation names {' and '.join(named.unknown)}: {named.doubt}."
            printed = annotation.attribution or (attribution if not own_ids else "")
            return AnnotatedSpeaker((), OPEN_CONFIDENCE, printed, cue, kind, remark)
        return AnnotatedSpeaker(own_ids, draft, attribution, cue, kind, keys.get("note", ""))

    def named_by(self, annotation: ForeignAnnotation) -> NamedSpeakers:
        """Return the speakers whom an annotation names, all or none."""
        ids: list[str] = []
        doubts: list[str] = []
        names = annotation.speaker_names
        wanted = [
            (
                annotation.speaker_ids[n] if n < len(annotation.speaker_ids) else "",
                names[n] if n < len(names) else "",
            )
            for n in range(max(len(annotation.speaker_ids), len(names)))
        ]
        for agent_id, name in wanted:
            found, doubt = self._find_agent(agent_id, name)
            if not found:
                everyone = tuple(each or other for other, each in wanted)
                return NamedSpeakers((), doubt, everyone)
            ids.append(found)
            doubts += [doubt] if doubt else []
        if not wanted:
            hinted = {self._find_exactly(each) for each in annotation.name_hints} - {""}
            ids = list(hinted) if len(hinted) == 1 else []
        return NamedSpeakers(tuple(dict.fromkeys(ids)), "; ".join(doubts))

    def _find_agent(self, agent_id: str, name: str) -> tuple[str, str]:
        """Return the id of a speaker by id and name, and a doubt; no id where they do not fit."""
        if agent_id and self._names.has_agent(agent_id):
            if not name or self._is_named(agent_id, name):
                return agent_id, ""
            # Another dossier may have given the same id to another person.
            return "", f"{agent_id} is {self._names.person_name(agent_id)} here"
        printed = name or agent_id
        if self._names.has_agent(printed.casefold()):
            return printed.casefold(), ""
        # A tag is often a surname or an id in small letters.
        found = self._names.find(printed.replace("-", " ").title() if printed.islower() else printed)
        if found.single is not None and not found.single.is_near_double:
            return found.single.agent_id, found.single.doubt
        several = [self._names.person_name(each.agent_id) for each in found.matches]
        return "", f"that can be {' or '.join(several)}" if several else ""

    def _is_named(self, agent_id: str, name: str) -> bool:
        return any(each.agent_id == agent_id for each in self._names.find(name).matches)

    def _find_exactly(self, tag: str) -> str:
        """Return the id of the speaker whose id or full name a tag is; empty where it is neither."""
        if self._names.has_agent(tag.casefold()):
            return tag.casefold()
        single = self._names.find(tag, self._words).single if " " in tag.strip() else None
        return single.agent_id if single is not None and not single.doubt else ""

    def _find_extracted(self, spans: Sequence[Span]) -> DraftQuote | None:
        """Return the extractor's quotation that has most of the words; None where it has none of them."""
        if self._extracted is None:
            self._extracted = find_quotes(
                self._texts, self._names, places=self._places, propose=False, publisher=self._publisher
            ).draft_quotes
        first = spans[0]
        overlaps = [
            (min(each.span.end, first.end) - max(each.span.start, first.start), -n)
            for n, each in enumerate(self._extracted)
            if each.span.block == first.block and each.keys["type"] != "none"
        ]
        best = max(overlaps, default=(0, 0))
        return self._extracted[-best[1]] if best[0] > 0 else None
