"""Makes the entries of a quotes file of annotations that are placed in an article."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from itertools import count
from typing import NamedTuple

from medway_tui.content.anchors import make_selector
from medway_tui.content.loaded_article import ArticleWithQuotes
from medway_tui.importing.annotations.foreign import AnnotationProblem, ForeignAnnotation
from medway_tui.importing.annotations.placement import (
    AMBIGUOUS,
    NO_WORDS,
    CompactArticle,
    are_same_words,
    compact,
    place_passage,
    snap_to_quotations,
)
from medway_tui.importing.annotations.speakers import AnnotatedSpeaker, SpeakerResolver
from medway_tui.importing.import_log import value_digest
from medway_tui.importing.quotations import speaker_ids
from medway_tui.importing.speakers import SpeakerNames
from medway_tui.model.articles import Quote
from medway_tui.model.locations import Span
from medway_tui.text import fold_to_letters, remove_invisible, shorten
from medway_tui.yaml_io.emit import double_quoted

_MAX_NOTE = 2_000
"""The longest text of an annotation in the note of a draft, in code points."""


class AddedDraft(NamedTuple):
    """A new entry of a quotes file."""

    article: str
    keys: Mapping[str, str]
    span: Span


class KnownQuotation(NamedTuple):
    """An annotation of words that the dossier has as a quotation already."""

    article: str
    id: str
    """The quotation that has the words."""
    label: str
    """What the annotation is called."""
    remark: str = ""
    """What the annotation says otherwise, and is not taken over; empty where it says the same."""


class ArticleDrafts:
    """The drafts of one article's annotations."""

    def __init__(
        self, article_id: str, loaded: ArticleWithQuotes, names: SpeakerNames, dropped: frozenset[str]
    ) -> None:
        """``dropped`` are the digests of words that a reviewer has dropped after an earlier import."""
        self._id = article_id
        self._loaded = loaded
        self._names = names
        self._dropped = dropped
        self._texts = loaded.texts
        self._places = loaded.places
        is_account = loaded.article.kind == "account"
        self._article = CompactArticle(self._texts, is_account=is_account)
        self._speakers = SpeakerResolver(names, self._texts, self._places, loaded.article.publisher)
        self._quotes = {each.quote.id: each for each in loaded.quotes}
        self._taken = set(self._quotes)
        self._found: set[str] = set()
        self.added: list[AddedDraft] = []
        self.known: list[KnownQuotation] = []
        self.problems: list[AnnotationProblem] = []

    def add(self, annotation: ForeignAnnotation, blocks: Mapping[str, int]) -> bool:
        """Place an annotation; return whether at least some of its words are placed or known.

        ``blocks`` are those that the addresses of its passages name. What can't be placed is added to
        ``problems``.
        """
        spans, problems = self._place(annotation, blocks)
        if not spans:
            self.problems += problems
            return False
        self.problems += problems
        found = [(span, self._find_known(span, may_be_part=not annotation.type)) for span in spans]
        known = list(dict.fromkeys(quote_id for _, quote_id in found if quote_id is not None))
        self._found.update(known)
        for quote_id in known:
            remark = self._compare(annotation, known) if quote_id == known[0] else ""
            self.known.append(KnownQuotation(self._id, quote_id, annotation.label, remark))
        new = [span for span, quote_id in found if quote_id is None]
        if new:
            self._add_entries(annotation, new)
        return True

    @property
    def not_annotated(self) -> list[str]:
        """The ids of the quotations that no annotation has the words of."""
        return [
            each.quote.id
            for each in self._loaded.quotes
            if each.quote.type != "none" and each.span is not None and each.quote.id not in self._found
        ]

    def can_place(self, annotation: ForeignAnnotation, blocks: Mapping[str, int]) -> bool:
        """Whether the article has the words of an annotation."""
        return bool(self._place(annotation, blocks)[0])

    def _place(
        self, annotation: ForeignAnnotation, blocks: Mapping[str, int]
    ) -> tuple[list[Span], list[AnnotationProblem]]:
        """Return the spans of all parts in reading order, and the parts that have none."""
        spans: list[Span] = []
        failed: list[tuple[str, str]] = []
        placed_words: set[str] = set()
        for passage in annotation.passages:
            block = blocks.get(passage.source, passage.block)
            placement = place_passage(self._article, passage._replace(block=block))
            if placement.reason:
                failed.append((passage.exact, placement.reason))
                continue
            placed_words.add(compact(passage.exact))
            # A type says that the words were chosen as a quotation.
            chosen = (
                list(placement.spans)
                if annotation.type
                else snap_to_quotations(self._article, placement.spans)
            )
            if not chosen:
                failed.append((passage.exact, NO_WORDS))
            spans += chosen
        problems = [
            AnnotationProblem(
                annotation.label,
                reason,
                self._id,
                shorten(" ".join(words.split())),
                make_note(annotation, ""),
            )
            for words, reason in failed
            if compact(words) not in placed_words
        ]
        unique: list[Span] = []
        for span in sorted(set(spans)):
            if not any(are_same_words(self._article, span, each) for each in unique):
                unique.append(span)
        return unique, problems

    def _find_known(self, span: Span, *, may_be_part: bool) -> str | None:
        """Return the id of the quotation that has the words already, alone or among others."""
        placed = [(each.quote.id, each.span) for each in self._loaded.quotes if each.span is not None]
        placed += [(each.keys["id"], each.span) for each in self.added]
        for quote_id, known in placed:
            if are_same_words(self._article, span, known):
                return quote_id
        for quote_id, known in placed if may_be_part else ():
            if known.block == span.block and known.start <= span.start and span.end <= known.end:
                return quote_id
        return None

    def _compare(self, annotation: ForeignAnnotation, known: Sequence[str]) -> str:
        """Return what an annotation says of a known quotation, by the ids of its pieces, that is not here."""
        parts = []
        quotes = [self._quotes[each].quote for each in known if each in self._quotes]
        notes = [each.note or "" for each in quotes]
        notes += [each.keys.get("note", "") for each in self.added if each.keys["id"] in known]
        if quotes:
            speakers = {each for quote in quotes for each in quote.speaker_ids}
            named = self._speakers.named_by(annotation)
            if (named.ids or named.unknown) and set(named.ids) != speakers:
                theirs = " and ".join([*map(self._names.person_name, named.ids), *named.unknown])
                ours = " and ".join(map(self._names.person_name, sorted(speakers))) or "no one"
                parts.append(f"its speaker is {theirs} there, {ours} here")
            if annotation.type not in ("", *(each.type for each in quotes)):
                parts.append(f"its type is {annotation.type} there, {quotes[0].type} here")
        text = make_note(annotation, "")
        if (annotation.note or annotation.replies) and text not in "; ".join(notes):
            parts.append(f"{text} (not taken over)")
        return "; ".join(parts)

    def _add_entries(self, annotation: ForeignAnnotation, spans: Sequence[Span]) -> None:
        speaker = self._speakers.resolve(annotation, spans)
        previous = ""
        for span in spans:
            selector = make_selector(self._texts, span)
            exact = self._texts[span.block][span.start : span.end]
            if selector is None:
                note = make_note(annotation, "")
                self.problems.append(
                    AnnotationProblem(annotation.label, AMBIGUOUS, self._id, shorten(exact), note)
                )
                continue
            if value_digest(exact) in self._dropped:
                reason = "you dropped these words after an earlier import"
                self.problems.append(AnnotationProblem(annotation.label, reason, self._id, shorten(exact)))
                continue
            place = self._places[span.block]
            quote_id = self._free_id()
            keys = {"id": quote_id, place.kind: str(place.number), "exact": selector.exact}
            keys |= {
                key: value
                for key, value in (("prefix", selector.prefix), ("suffix", selector.suffix))
                if value
            }
            keys |= self._speaker_keys(speaker, span, annotation)
            if previous:
                keys["continues"] = previous
            elif annotation.is_repetition and (repeated := self._find_repeated(exact, speaker)):
                keys["repeats"] = repeated
            if not previous:
                note = make_note(annotation, " ".join([speaker.remark, self._overlaps(span)]).strip())
                keys |= {"note": note} if note else {}
            keys["draft"] = f"{speaker.confidence:.2f}"
            in_order = {field.name: keys[field.name] for field in fields(Quote) if field.name in keys}
            self.added.append(AddedDraft(self._id, in_order, span))
            previous = quote_id

    def _find_repeated(self, exact: str, speaker: AnnotatedSpeaker) -> str | None:
        """Return the first quotation of the same speaker that has the same words; None where none has."""
        words, speakers = fold_to_letters(exact), set(speaker.ids)
        quotes = [
            (each.quote.id, each.quote.exact, set(each.quote.speaker_ids)) for each in self._loaded.quotes
        ]
        quotes += [(each.keys["id"], each.keys["exact"], set(speaker_ids(each.keys))) for each in self.added]
        return next(
            (
                quote_id
                for quote_id, known, others in quotes
                if others == speakers and words in fold_to_letters(known)
            ),
            None,
        )

    def _free_id(self) -> str:
        numbers = count(len(self._taken) + 1)
        quote_id = next(name for number in numbers if (name := f"q{number}") not in self._taken)
        self._taken.add(quote_id)
        return quote_id

    def _speaker_keys(
        self, speaker: AnnotatedSpeaker, span: Span, annotation: ForeignAnnotation
    ) -> dict[str, str]:
        kind = speaker.type or self._guess_type(span)
        if annotation.type == "none":
            return {"type": "none"}
        keys: dict[str, str] = {}
        if len(speaker.ids) > 1:
            keys["speakers"] = f"[{', '.join(map(double_quoted, speaker.ids))}]"
        elif speaker.ids:
            keys["speaker"] = speaker.ids[0]
        for key, value in (("attribution", speaker.attribution), ("cue", speaker.cue)):
            words = clean_text(value)
            if any(map(str.isalnum, words)):
                keys[key] = words
        return {**keys, "type": kind}

    def _guess_type(self, span: Span) -> str:
        """Return the type that words have by their quotation marks and their form."""
        ranges = self._article.quoted_ranges[span.block]
        if not any(start <= span.start and span.end <= end for start, end in ranges):
            return "indirect"
        words = self._texts[span.block][span.start : span.end]
        return "direct" if words[:1].isupper() and words[-1:] in ".!?,…" else "mixed"

    def _overlaps(self, span: Span) -> str:
        """Return a sentence that names the quotations that share words with a new one."""
        shared = [
            each.quote.id
            for each in self._loaded.quotes
            if each.span is not None
            and each.span.block == span.block
            and each.span.start < span.end
            and span.start < each.span.end
        ]
        return f"Shares words with {' and '.join(shared)}." if shared else ""


def make_note(annotation: ForeignAnnotation, remark: str) -> str:
    """Return the note of a draft: the annotation's text, its author, tags and answers, and a remark."""
    text, author = clean_text(annotation.note), clean_text(annotation.author)
    parts = []
    if text and author:
        parts.append(f"{author}: {text}")
    elif text:
        parts.append(text)
    elif author:
        parts.append(f"Marked by {author}.")
    parts += [f"Reply: {clean_text(each)}" for each in annotation.replies]
    tags = [words for each in annotation.tags if (words := clean_text(each))]
    if tags:
        parts.append(f"Tags: {', '.join(tags)}.")
    note = shorten(" ".join(parts), _MAX_NOTE)
    return f"{note} {remark}".strip()


def clean_text(text: str) -> str:
    """Return a text as a value of a content file: on one line, without what draws nothing."""
    return " ".join(remove_invisible(" ".join(text.split())).split())
