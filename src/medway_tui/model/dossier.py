"""What a dossier is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from medway_tui.model.constraints import STRICT, Id, Language, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a dossier is: the content of its dossier.yaml."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    id: Id
    """Its id, which names the user's own folder for it."""
    title: Text
    """Its title."""
    description: Text | None = None
    """What it is about, in a sentence or two."""
    language: Language
    """The language of its texts, as a BCP 47 tag."""
