"""The options and the result of importing one file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from medway_tui.authoring.templates import BodyBlock
from medway_tui.importing.known_articles import ComparedText
from medway_tui.importing.plan import ImportPlan
from medway_tui.importing.quotations import DraftQuote
from medway_tui.saved_pages.blocks import SavedBlock
from medway_tui.sync.locations import DossierError


class PublisherQuestion(NamedTuple):
    """The question for the publisher of a file that does not name it."""

    source: str
    """The name of the file."""
    headline: str
    """Its headline; empty where it has none."""
    inferred: str
    """The publisher that is inferred from its title or address; empty where none is."""


AskPublisher = Callable[[PublisherQuestion], str]
"""Returns the publisher, or raises FileSkippedError."""


class FileSkippedError(DossierError):
    """The user has left a file out."""


@dataclass
class ImportOptions:
    """Options of an import."""

    metadata: dict[str, str] = field(default_factory=dict)
    """Values of headline, publisher, published, url and author that override the file's own."""
    article_id: str = ""
    """The id of the new article; empty makes one of publisher, date and headline."""
    account_id: str = ""
    """The id of the account that it is the original of; empty searches for one."""
    as_new: bool = False
    """Whether to create a new article without searching for an account."""
    update: bool = False
    """Whether to merge into an earlier import."""
    dry_run: bool = False
    propose_agents: bool = True
    """Whether to add people and organisations that the dossier does not have."""
    explain: bool = False
    """Whether to keep the features of each candidate speaker, which takes longer."""


class Fact(NamedTuple):
    """A value of an article's metadata, and how it was found."""

    key: str
    value: str
    source: str
    """Where it was found, in words; begins with ``INFERRED`` where the file does not give it by its name."""


class ArticleDetails(NamedTuple):
    """A saved article as an import reads it, for a preview."""

    facts: Sequence[Fact]
    blocks: Sequence[BodyBlock]
    remarks: Sequence[str]
    """What the reader should know about the page and the speakers."""
    dropped: Sequence[SavedBlock]
    """The parts that are left out."""
    unit: str
    """The word for what the numbers of the parts count: line or block."""


class DocumentSummary(NamedTuple):
    """A document of a file, as a list of them shows it."""

    number: int
    """Its number in the file, from 1; 0 where the file is one document."""
    part: str
    """Its name in the file."""
    headline: str = ""
    """Its headline, or its first words."""
    publisher: str = ""
    published: str = ""
    existing: str = ""
    """The id of the article, where the dossier has it."""
    account: str = ""
    """The id of the account that it is the original of."""
    problem: str = ""
    """Why it can't be read."""


class MissingFactError(DossierError):
    """A fact that an article must have is neither in the file nor given."""

    def __init__(self, key: str, details: ArticleDetails) -> None:
        super().__init__(f"the {key} is not known", f"give it with --{key} NAME")
        self.key = key
        self.details = details


class ExistingArticleError(DossierError):
    """The dossier has the article already."""

    def __init__(self, article_id: str, reason: str, *, is_elsewhere: bool = False) -> None:
        """``is_elsewhere`` means that it is in another folder of the dossier than imports are written to."""
        hint = "--update merges what is new into it, --id imports it as another article"
        if is_elsewhere:
            hint = "it is in another folder of the dossier: name that with --content to update it"
        super().__init__(f"this article is in the dossier already: {article_id} (by {reason})", hint)
        self.article_id = article_id


@dataclass
class ImportResult:
    """The result of importing one file."""

    id: str
    summary: str
    lines: list[str] = field(default_factory=list)
    """The lines of the report."""
    plan: ImportPlan | None = None
    """The files that were written, or would be; None where there are none."""
    written_paths: list[Path] = field(default_factory=list)
    draft_quotes: list[DraftQuote] = field(default_factory=list)
    details: ArticleDetails | None = None
    """The article as it was read; None where the file was not read again."""
    remarks: list[str] = field(default_factory=list)
    """The lines of the report that a reader should not miss, such as that much of the page is left out."""
    article: ComparedText | None = None
    """A new article as it is compared with later ones."""
    unplaced_count: int = 0
    """How many quotations and pieces of evidence are adrift."""
