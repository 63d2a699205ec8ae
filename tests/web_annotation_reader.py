"""Read Web Annotations as other programs do: the terms of the context and the selector algorithm.

The W3C's context file is not in the repository; ``TERMS`` has the meaning of each term that our annotations
use, from the Web Annotation Vocabulary. A test finds any other term.
"""

from __future__ import annotations

from typing import Any

from medway_tui.export.web_annotation import CONTEXT

OA = "http://www.w3.org/ns/oa#"

_CLASSES = {
    "oa": ("Annotation", "SpecificResource", "TextualBody", "TextQuoteSelector", "TextPositionSelector"),
    "foaf": ("Organization",),
    "dctypes": ("Text",),
}
_MOTIVATIONS = ("bookmarking", "classifying", "commenting", "describing", "identifying", "tagging")
_RESOURCES = {
    "body": "oa:hasBody",
    "target": "oa:hasTarget",
    "source": "oa:hasSource",
    "selector": "oa:hasSelector",
    "scope": "oa:hasScope",
    "generator": "as:generator",
}
_WORDS = {
    "exact": "oa:exact",
    "prefix": "oa:prefix",
    "suffix": "oa:suffix",
    "value": "rdf:value",
    "format": "dc:format",
    "name": "foaf:name",
}

TERMS: dict[str, Any] = {
    "oa": OA,
    "as": "http://www.w3.org/ns/activitystreams#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dctypes": "http://purl.org/dc/dcmitype/",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "schema": "http://schema.org/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "id": "@id",
    "type": "@type",
    "AnnotationPage": "as:OrderedCollectionPage",
    "Software": "as:Application",
    "items": {"@id": "as:items", "@type": "@id", "@container": "@list"},
    **{name: f"{space}:{name}" for space, names in _CLASSES.items() for name in names},
    **{name: f"oa:{name}" for name in _MOTIVATIONS},
    **{name: {"@id": meaning, "@type": "@id"} for name, meaning in _RESOURCES.items()},
    **_WORDS,
    "motivation": {"@id": "oa:motivatedBy", "@type": "@vocab"},
    "purpose": {"@id": "oa:hasPurpose", "@type": "@vocab"},
    "created": {"@id": "dcterms:created", "@type": "xsd:dateTime"},
    "modified": {"@id": "dcterms:modified", "@type": "xsd:dateTime"},
    "start": {"@id": "oa:start", "@type": "xsd:nonNegativeInteger"},
    "end": {"@id": "oa:end", "@type": "xsd:nonNegativeInteger"},
}


def load_context(address: str, _options: object) -> dict[str, Any]:
    """A document loader for PyLD that needs no network."""
    assert address == CONTEXT, f"{address} would be fetched"
    return {
        "contextUrl": None,
        "documentUrl": address,
        "contentType": "application/ld+json",
        "document": {"@context": TERMS},
    }


def unknown_terms(value: Any) -> set[str]:
    """Return the keys, types and motivations without a meaning in the context."""
    if isinstance(value, list):
        return {term for each in value for term in unknown_terms(each)}
    if not isinstance(value, dict):
        return set()
    used = {key for key in value if not key.startswith(("@", "schema:"))}
    used |= {value[key] for key in ("type", "motivation", "purpose") if key in value}
    return used - set(TERMS) | {term for each in value.values() for term in unknown_terms(each)}


def find_matches(selector: dict[str, Any], text: str) -> list[tuple[int, int]]:
    """Return every match of a TextQuoteSelector's prefix, words and suffix.

    The algorithm of section 4.2.4 of the Web Annotation Data Model: in code points, on the text as it is.
    """
    before, words = selector.get("prefix", ""), selector["exact"]
    pattern = before + words + selector.get("suffix", "")
    places = []
    at = text.find(pattern)
    while at >= 0:
        places.append((at + len(before), at + len(before) + len(words)))
        at = text.find(pattern, at + 1)
    return places
