"""Reads W3C Web Annotations in JSON-LD (Web Annotation Data Model and Vocabulary, 2017).

Reads one annotation, a list, an AnnotationPage, an AnnotationCollection and a ``@graph``, with short keys or
with the vocabulary's own (``oa:hasTarget``). Positions are code points, as the model says; where the text of
the source is there and does not fit, UTF-16 units are tried, which many programs in browsers write.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from typing import Any, NamedTuple, get_args

from medway_tui.export.citations import DATE_REMARK, DRAFT_LABEL, TITLE_REMARK, UNATTRIBUTED_LABEL
from medway_tui.export.web_annotation import PARTY_REMARK, REPEAT_REMARK
from medway_tui.importing.annotations.foreign import (
    AnnotationFile,
    AnnotationProblem,
    ArticleReference,
    ForeignAnnotation,
    QuotedPassage,
)
from medway_tui.importing.annotations.json_values import (
    JsonFile,
    JsonObject,
    items_of,
    objects_of,
    text_of,
    texts_of,
)
from medway_tui.importing.annotations.selectors import fragment_passage, read_selectors
from medway_tui.model.constraints import QuoteType

FORMAT = "Web Annotations"
OWN_PROGRAM = "medway-tui"
"""The generator of our own exports."""
SPEAKER_TAG = "speaker:"
"""The first letters of a tag that names a speaker."""
_SPACES = (
    "http://www.w3.org/ns/oa#",
    "oa:",
    "as:",
    "http://www.w3.org/ns/activitystreams#",
    "dc:",
    "dcterms:",
)
_OWN_KEYS = {
    "body": ("hasBody",),
    "target": ("hasTarget",),
    "source": ("hasSource",),
    "selector": ("hasSelector",),
    "scope": ("hasScope",),
    "purpose": ("hasPurpose",),
    "motivation": ("motivatedBy",),
    "value": ("rdf:value", "http://www.w3.org/1999/02/22-rdf-syntax-ns#value", "chars", "cnt:chars"),
    "name": ("foaf:name", "schema:name", "nick", "nickname", "foaf:nick"),
    "id": ("@id",),
    "type": ("@type",),
    "items": ("resources", "contains", "ldp:contains"),
}
"""Other spellings of the model's keys: of its vocabulary, and of Open Annotation before it."""
_LISTS = ("Choice", "List", "Composite", "Independents")
_MAX_DEPTH = 8
_MAX_LEAVES = 1_000
"""How many bodies or targets of one annotation are read."""
_MAX_ANNOTATIONS = 200_000


class _Node:
    """An object of a JSON-LD file, with the values of its keys in any spelling."""

    def __init__(self, value: JsonObject, graph: Mapping[str, JsonObject]) -> None:
        self.value = value
        self.graph = graph

    def get(self, key: str) -> Any:
        """Return the value of a key; None where it has none."""
        names = (key, *_OWN_KEYS.get(key, ()))
        for name in names:
            for spelling in (name, *(f"{space}{name}" for space in _SPACES)):
                if spelling in self.value:
                    return self.value[spelling]
        return None

    def nodes(self, key: str) -> Iterator[_Node]:
        """Yield the objects of a key; an id that the file describes becomes what it is the id of."""
        for each in items_of(self.get(key)):
            yield from self._node_of(each)

    def _node_of(self, value: Any) -> Iterator[_Node]:
        if isinstance(value, str):
            yield _Node(self.graph.get(value, {"id": value}), self.graph)
        elif isinstance(value, Mapping):
            node = _Node(value, self.graph)
            name = node.id
            is_reference = bool(name) and len(value) == 1
            yield _Node(self.graph[name], self.graph) if is_reference and name in self.graph else node

    def text(self, key: str) -> str:
        return text_of(self.get(key))

    def leaves(self, key: str) -> Iterator[_Node]:
        """Yield the objects of a key; in place of a choice or list, what is in it."""
        waiting = list(self.nodes(key))[::-1]
        # A list may be in itself, by its id.
        for _ in range(_MAX_LEAVES):
            if not waiting:
                return
            node = waiting.pop()
            if node.types.intersection(_LISTS):
                waiting += list(node.nodes("items"))[::-1]
            else:
                yield node

    @property
    def id(self) -> str:
        return self.text("id")

    @property
    def types(self) -> set[str]:
        """Its types without their namespace."""
        return {text.rpartition("#")[2].rpartition(":")[2] for text in texts_of(self.get("type"))}


def is_web_annotation(value: Any) -> bool:
    """Whether a JSON value is a Web Annotation, or has some."""
    return next(_iter_annotations(value), None) is not None


def read_web_annotations(file: JsonFile) -> AnnotationFile:
    """Read all Web Annotations of a JSON file."""
    annotations: list[ForeignAnnotation] = []
    problems: list[AnnotationProblem] = []
    skipped = 0
    citation: str | None = None
    for number, node in enumerate(_iter_annotations(file.value), 1):
        if number > _MAX_ANNOTATIONS:
            problems.append(AnnotationProblem(f"annotation {number}", "more annotations are not read"))
            break
        label = f"annotation {number}"
        if _is_own(node) and "bookmarking" in _motivations(node):
            skipped += 1
            continue
        bodies = _Bodies(node, is_own=_is_own(node))
        read = list(_read_annotation(node, bodies, label))
        if not read:
            problems.append(AnnotationProblem(label, "it has no target"))
        elif annotations and bodies.citation == citation and _continues(annotations[-1], read[0]):
            annotations[-1] = _join(annotations[-1], read[0])
        else:
            annotations += read
        citation = bodies.citation or None
    remarks = [*file.remarks]
    if skipped:
        remarks.append(f"passed over: {skipped} citations of whole articles")
    return AnnotationFile(FORMAT, tuple(annotations), tuple(problems), tuple(remarks))


def _iter_annotations(value: Any, depth: int = 0) -> Iterator[_Node]:
    """Yield each annotation of a JSON value."""
    if depth > _MAX_DEPTH:
        return
    for each in value if isinstance(value, list) else [value]:
        if not isinstance(each, Mapping):
            continue
        graph = {
            name: node
            for node in objects_of(each.get("@graph"))
            if (name := text_of(node.get("@id") or node.get("id")))
        }
        node = _Node(each, graph)
        if "Annotation" in node.types:
            yield node
        elif "@graph" in each:
            nodes = (_Node(part, graph) for part in objects_of(each["@graph"]))
            yield from (part for part in nodes if "Annotation" in part.types)
        else:
            for key in ("items", "first"):
                yield from _iter_annotations(list(items_of(node.get(key))), depth + 1)


def _motivations(node: _Node) -> set[str]:
    return {text.rpartition("#")[2].rpartition(":")[2] for text in texts_of(node.get("motivation"))}


def _is_own(node: _Node) -> bool:
    return any(each.text("name") == OWN_PROGRAM for each in node.nodes("generator"))


# -- bodies ------------------------------------------------------------------------------------------


class _Bodies:
    """What the bodies of an annotation say."""

    def __init__(self, node: _Node, *, is_own: bool) -> None:
        self.notes: list[str] = []
        self.tags: list[str] = []
        self.names: list[str] = []
        self.ids: list[str] = []
        self.citation = ""
        self.attribution = ""
        self.type = ""
        self._is_own = is_own
        self._motivations = _motivations(node)
        self.notes += texts_of(node.get("bodyValue"))
        for each in node.leaves("body"):
            self._read(each)

    def _read(self, body: _Node) -> None:
        value = _plain_text(body)
        purposes = {text.rpartition(":")[2] for text in texts_of(body.get("purpose"))} or self._motivations
        name = body.text("name")
        if not value and name:
            self._read_speaker(body, name)
        elif "tagging" in purposes:
            tag = value or body.text("source")
            if tag.casefold().startswith(SPEAKER_TAG):
                self.names.append(tag[len(SPEAKER_TAG) :].strip())
            elif tag:
                self.tags.append(tag)
        elif "classifying" in purposes and value in get_args(QuoteType):
            self.type = value
        elif "identifying" in purposes and value and not self._is_own:
            self.names.append(value)
        elif self._is_own and "describing" in purposes:
            self.citation = value
        elif value:
            self.notes.append(value)

    def _read_speaker(self, body: _Node, name: str) -> None:
        """Read a body that is a person or an organisation; ours without an id is only a printed name."""
        own_id = body.text("schema:identifier")
        if self._is_own and not own_id:
            self.attribution = name
            return
        while len(self.ids) < len(self.names):
            self.ids.append("")
        self.ids.append(own_id)
        self.names.append(name)


class _TextParser(HTMLParser):
    """The text of a body in HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - a hook
        self.parts.append("" if tag in ("b", "i", "em", "strong", "a", "span", "q") else " ")


def _plain_text(body: _Node) -> str:
    value = body.text("value").strip()
    if "html" in body.text("format").lower() and "<" in value:
        parser = _TextParser()
        parser.feed(value)
        return " ".join("".join(parser.parts).split())
    return value


# -- annotations -------------------------------------------------------------------------------------


class _Target(NamedTuple):
    addresses: tuple[str, ...]
    title: str
    passage: QuotedPassage | None


def _read_annotation(node: _Node, bodies: _Bodies, label: str) -> Iterator[ForeignAnnotation]:
    """Yield an annotation, once for each page that it is of."""
    is_own = _is_own(node)
    notes = bodies.notes
    note = " ".join(each for each in map(written_note, notes) if each) if is_own else " ".join(notes)
    creators = (each.text("name") or _short_name(each.id) for each in node.nodes("creator"))
    groups: list[list[_Target]] = []
    for target in map(_read_target, node.leaves("target")):
        near = next((group for group in groups if {*group[0].addresses}.intersection(target.addresses)), None)
        if near is None:
            groups.append([target])
        else:
            near.append(target)
    for group in groups:
        addresses = dict.fromkeys(address for each in group for address in each.addresses)
        title = next((each.title for each in group if each.title), "")
        yield ForeignAnnotation(
            label,
            ArticleReference(tuple(addresses), title=title),
            tuple(each.passage for each in group if each.passage is not None),
            speaker_ids=tuple(bodies.ids),
            speaker_names=tuple(bodies.names),
            name_hints=() if is_own else tuple(bodies.tags),
            attribution=bodies.attribution,
            type=bodies.type,
            note=note,
            author=next(filter(None, creators), ""),
            tags=tuple(bodies.tags),
            is_repetition=is_own and any(each.startswith(REPEAT_REMARK) for each in notes),
        )


def written_note(text: str) -> str:
    """Return what a person wrote in a comment of one of our own exports: without what the export adds."""
    if text.startswith((DRAFT_LABEL, UNATTRIBUTED_LABEL)):
        return text.partition(": ")[2]
    return "" if text.startswith((TITLE_REMARK, DATE_REMARK, PARTY_REMARK, REPEAT_REMARK)) else text


def _short_name(address: str) -> str:
    """Return a person's name from an address or account, such as acct:ida@example.org."""
    name = address.rstrip("/").rpartition("/")[2].removeprefix("acct:").removeprefix("mailto:")
    return name.partition("@")[0]


def _continues(first: ForeignAnnotation, second: ForeignAnnotation) -> bool:
    """Whether an annotation of ours continues another that has the same citation: one for a paragraph."""
    known = {each.exact for each in first.passages}
    return first.speaker_names == second.speaker_names and not known.issuperset(
        each.exact for each in second.passages
    )


def _join(first: ForeignAnnotation, second: ForeignAnnotation) -> ForeignAnnotation:
    addresses = dict.fromkeys((*first.article.addresses, *second.article.addresses))
    article = first.article._replace(addresses=tuple(addresses))
    note = first.note or second.note
    return first._replace(article=article, passages=(*first.passages, *second.passages), note=note)


def _read_target(target: _Node) -> _Target:
    sources = list(target.nodes("source"))
    scopes = [each.id for each in target.nodes("scope")]
    source = sources[0] if sources else target
    address = source.id or (target.id if not sources else "")
    text = source.text("value")
    addresses = tuple(dict.fromkeys(filter(None, [address, *scopes])))
    passage = read_selectors(target.get("selector"), text) or fragment_passage(address)
    if passage is not None:
        passage = passage._replace(block_text=text, source=address)
    return _Target(addresses, source.text("title"), passage)
