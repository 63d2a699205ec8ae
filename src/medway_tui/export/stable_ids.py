"""Globally unique ids, derived from ids within a dossier and the same in every export."""

from __future__ import annotations

import uuid
from functools import lru_cache

# Chosen once at random. Changing it would change every exported id.
_NAMESPACE = uuid.UUID("b36cd39b-1e69-4f09-aa69-778084f60609")


@lru_cache(maxsize=4096)
def stable_uuid(dossier: str, *parts: str | int) -> str:
    """The UUID (version 5) of a record in a dossier, from its kind and ids."""
    return str(uuid.uuid5(_NAMESPACE, "\n".join(map(str, (dossier, *parts)))))


def stable_urn(dossier: str, *parts: str | int) -> str:
    """The same UUID as a URN (RFC 9562): ``urn:uuid:…``."""
    return f"urn:uuid:{stable_uuid(dossier, *parts)}"
