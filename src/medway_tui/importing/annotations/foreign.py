"""Annotations as another program wrote them, before their articles and places in the dossier are known.

The terms are those of the W3C Web Annotation Data Model (2017): a target is selected by its words (``exact``)
with the words before and after them (``prefix``, ``suffix``).
"""

from __future__ import annotations

from typing import NamedTuple


class ArticleReference(NamedTuple):
    """The article of an annotation, as far as its program says."""

    addresses: tuple[str, ...] = ()
    """Addresses of the page, and URNs of our own exports; the likeliest first."""
    id: str = ""
    """The article's id in the dossier, where the program has it, as from the name of a file."""
    title: str = ""
    """The title of the page, for the report."""

    @property
    def label(self) -> str:
        """What a report calls it."""
        pages = (each for each in self.addresses if not each.startswith("urn:"))
        return self.id or next(pages, "") or self.title or next(iter(self.addresses), "no article")


class QuotedPassage(NamedTuple):
    """Words that an annotation selects. All texts are as the program wrote them, folded by no one."""

    exact: str
    """The words; of a range that ``last`` ends, its first words."""
    prefix: str = ""
    """The text just before them: as much as is known."""
    suffix: str = ""
    last: str = ""
    """The last words of a range of which the words between are not known."""
    is_last_included: bool = True
    """Whether the range has the words of ``last``, or ends before them."""
    block: int | None = None
    """The block of the article, where the program says it: 0 is the headline (``model/locations.py``)."""
    block_text: str = ""
    """The whole text of the block, where the program has it."""
    source: str = ""
    """The URN of the block, where it is from our own export."""


class ForeignAnnotation(NamedTuple):
    """An annotation: words of an article, and what was said of them."""

    label: str
    """What a report calls it: its number, id or line."""
    article: ArticleReference
    passages: tuple[QuotedPassage, ...] = ()
    """The parts of one selection, in order, or several ways to select the same words."""
    speaker_ids: tuple[str, ...] = ()
    """The ids of the speakers in the dossier, where our own export gave them."""
    speaker_names: tuple[str, ...] = ()
    """The names of the speakers; beside ``speaker_ids``, in the same order."""
    name_hints: tuple[str, ...] = ()
    """Tags that may name a speaker, or something else."""
    attribution: str = ""
    """The speaker as the article prints it."""
    cue: str = ""
    type: str = ""
    """direct, mixed, indirect or none; empty where it is not known."""
    note: str = ""
    """What the author wrote of the words."""
    author: str = ""
    tags: tuple[str, ...] = ()
    is_repetition: bool = False
    """Whether it says that the article has printed these words before."""
    replies: tuple[str, ...] = ()
    """The answers of others, each with its author."""


class AnnotationProblem(NamedTuple):
    """A part of a file that could not be read or placed, and why."""

    label: str
    """The place in the file, or the annotation."""
    reason: str
    article: str = ""
    """The article or its address; empty where it is not known."""
    words: str = ""
    """The words that were not placed."""
    note: str = ""
    """What was said of them, with its author."""

    def __str__(self) -> str:
        """Return it as a line of a report."""
        return f"{self.label}: {self.reason}"


class AnnotationFile(NamedTuple):
    """What a file holds."""

    format: str
    """The format in words, such as Hypothesis JSON."""
    annotations: tuple[ForeignAnnotation, ...]
    problems: tuple[AnnotationProblem, ...] = ()
    """The parts that could not be read."""
    remarks: tuple[str, ...] = ()
    """What a user should know that is no fault."""
    whole_articles: tuple[str, ...] = ()
    """The articles of which the file has all quotations, so that one that it lacks was removed in it."""
