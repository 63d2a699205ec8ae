"""Ids that hold everywhere, made of those that hold within a dossier."""

from __future__ import annotations

import uuid
from functools import lru_cache

# Made once, at random; whatever is made of it never changes.
_NAMESPACE = uuid.UUID("b36cd39b-1e69-4f09-aa69-778084f60609")


@lru_cache(maxsize=4096)
def stable_uuid(dossier: str, *parts: str | int) -> str:
    """The UUID (version 5) of something in a dossier, by its kind and ids: always the same."""
    return str(uuid.uuid5(_NAMESPACE, "\n".join(map(str, (dossier, *parts)))))


def stable_urn(dossier: str, *parts: str | int) -> str:
    """The same as an address (RFC 9562): ``urn:uuid:…``."""
    return f"urn:uuid:{stable_uuid(dossier, *parts)}"
