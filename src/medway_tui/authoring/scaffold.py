"""Creates new files and entries from templates, with their ids and the schema for editors."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import wraps
from pathlib import Path
from typing import Concatenate, NamedTuple, ParamSpec, TypeVar

from medway_tui.authoring.entries import EntrySummary, append_entry, explain_write_errors, list_entries
from medway_tui.authoring.fields import FieldError, normalise_fields, require_match
from medway_tui.authoring.ids import make_article_id, make_id, make_unique
from medway_tui.authoring.templates import (
    FieldValue,
    RawLines,
    account_lines,
    entry_template,
    file_template,
    first_placeholder_line,
    header_lines,
    original_lines,
    split_blocks,
)
from medway_tui.content.files import SCHEMA_FOLDER, SUFFIX, content_path
from medway_tui.content.json_schema import GENERATED_REMARK, schema_text
from medway_tui.model.constraints import ID
from medway_tui.sync.check import folders_to_check
from medway_tui.sync.locations import DossierError
from medway_tui.text import fold
from medway_tui.yaml_io.atomic_write import FileChangedError, create_file, replace_file
from medway_tui.yaml_io.folder_lock import lock_folder
from medway_tui.yaml_io.journal import FileChange, write_together
from medway_tui.yaml_io.nodes import read_document

_HINT = "choose another folder with --content"


P = ParamSpec("P")
T = TypeVar("T")


def _while_locked(
    add: Callable[Concatenate[Scaffolder, P], T],
) -> Callable[Concatenate[Scaffolder, P], T]:
    """Hold the lock of the folder from the choice of an id until the files are written."""

    @wraps(add)
    def add_while_locked(scaffolder: Scaffolder, /, *arguments: P.args, **options: P.kwargs) -> T:
        with explain_write_errors(scaffolder.target, _HINT), lock_folder(scaffolder.target):
            return add(scaffolder, *arguments, **options)

    return add_while_locked


class CreatedFile(NamedTuple):
    """A file that was written, and where to fill it in."""

    path: Path
    line: int
    """The first line to fill in, or that of the entry."""


class EntryPlan(NamedTuple):
    """An entry of a list file that is not written yet."""

    id: str
    path: Path
    lines: list[str]


class Scaffolder:
    """Adds articles, quotations, entries and inspections to a dossier.

    ``remarks`` collects notes for the user. A method that raises DossierError has written nothing.
    """

    def __init__(self, roots: Sequence[Path]) -> None:
        """``roots`` are the folders, the last to be written to; none means the user's own folder."""
        if roots and not os.path.lexists(roots[-1]):
            hint = f"create it first: medway-tui new dossier TITLE --content {roots[-1]}"
            raise DossierError(f"there is no folder {roots[-1]}", hint)
        self._folders = folders_to_check(roots)
        self.target = self._folders[-1]
        """The folder that is written to."""
        self.remarks: list[str] = []

    @_while_locked
    def add_article(
        self, fields: Mapping[str, str], *, requested_id: str, text: str | None
    ) -> list[CreatedFile]:
        """Add an article and the file of its quotations.

        ``fields`` has its headline, publisher, kind, and published and url if known; ``requested_id`` is an
        id or empty; ``text`` is the original as plain text, with blank lines between its blocks.
        """
        return self._create_files(self.plan_article(fields, requested_id=requested_id, text=text))

    def plan_article(
        self, fields: Mapping[str, str], *, requested_id: str, text: str | None
    ) -> list[tuple[str, str, str]]:
        """Return the files that ``add_article`` would write: the kind, id and text of each."""
        fields = normalise_fields(fields)
        default_id = make_article_id(fields["publisher"], fields.get("published", ""), fields["headline"])
        stems = self._existing_stems("articles", "quotes")
        if not requested_id:
            for path in (folder / content_path("article", default_id) for folder in self._folders):
                if read_headline(path) == fields["headline"]:
                    hint = "to add another, give its --id"
                    raise FieldError("id", f"this article already exists: {path}", hint)
        name = self._choose_id(requested_id, default_id, stems)
        keys: dict[str, FieldValue] = dict(fields)
        text_blocks = split_blocks(text) if text is not None else []
        if text is not None and not text_blocks:
            raise FieldError(
                "text", "the text has no words", "separate the blocks of the text with blank lines"
            )
        if text_blocks:
            is_original = fields["kind"] == "original"
            keys["paragraphs"] = original_lines(text_blocks) if is_original else account_lines(text_blocks)
        return [("article", name, file_template("article", keys)), ("quotes", name, _quotes_template())]

    @_while_locked
    def add_quotes(self, article: str) -> list[CreatedFile]:
        """Add the file of quotations of an existing article."""
        if article not in self._existing_stems("articles"):
            known = ", ".join(sorted(self._existing_stems("articles"))[:5])
            hint = f"the articles are: {known} …" if known else ""
            raise DossierError(f"there is no article {article}", hint)
        for folder in self._folders:
            path = folder / content_path("quotes", article)
            if os.path.lexists(path):
                hint = "add your quotations there; a file in a later folder replaces the whole file"
                raise DossierError(f"the quotations already exist: {path}", hint)
        return self._create_files([("quotes", article, _quotes_template())])

    @_while_locked
    def add_entry(
        self,
        name: str,
        fields: Mapping[str, str],
        *,
        id_source: str,
        requested_id: str,
        other_names: Sequence[str] = (),
    ) -> list[CreatedFile]:
        """Add an entry to a file that is a list, such as ``people``.

        ``fields`` has its name or title, and other keys if known; the id is ``requested_id``, or made from
        ``id_source``; ``other_names`` are other printed forms of a name.
        """
        _, path, lines = self.plan_entry(
            name, fields, id_source=id_source, requested_id=requested_id, other_names=other_names
        )
        with explain_write_errors(path, _HINT):
            self.target.mkdir(parents=True, exist_ok=True)
            at = append_entry(path, header_lines(name), lines)
        self.remarks += write_schema(self.target, name)
        first = next(n for n, line in enumerate(lines, 1) if not line.startswith("#"))
        return [CreatedFile(path, at + max(0, first_placeholder_line(lines) - first))]

    def plan_entry(
        self,
        name: str,
        fields: Mapping[str, str],
        *,
        id_source: str,
        requested_id: str,
        other_names: Sequence[str] = (),
    ) -> EntryPlan:
        """Return the entry that ``add_entry`` would write."""
        fields = normalise_fields(fields)
        kinds = ("people", "organisations") if name in ("people", "organisations") else (name,)
        existing = {kind: list(self._existing_entries(kind)) for kind in kinds}
        label = "name" if "name" in fields else "title"
        if not requested_id:
            for each in existing[name]:
                if fold(fields[label]) in map(fold, each.names):
                    hint = "to add another of the same name, give the new one's --id"
                    place = f"{each.location.path}:{each.location.line}"
                    raise FieldError("id", f"{fields[label]} already exists: {each.id}, {place}", hint)
        taken = {each.id for of_kind in existing.values() for each in of_kind}
        new_id = self._choose_id(requested_id, make_id(id_source), taken)
        keys: dict[str, FieldValue] = {"id": new_id, **fields}
        if other_names:
            keys["other_names"] = [normalise_fields({"name": each}) for each in other_names]
        return EntryPlan(new_id, self.target / content_path(name), entry_template(name, keys))

    @_while_locked
    def add_inspection(
        self, fields: Mapping[str, str], *, inspected: str, requested_id: str
    ) -> list[CreatedFile]:
        """Add an inspection, with a judgement for each area of its framework.

        ``fields`` has its title, framework and published; ``inspected`` its days, as a date or a range.
        """
        inspected = normalise_fields({"inspected": inspected})["inspected"]
        fields = normalise_fields(fields)
        areas = self._framework_areas(fields["framework"])
        start, _, end = inspected.partition("/")
        default_id = f"{start[:7]}-{fields['framework'].partition('-')[0]}"
        name = self._choose_id(requested_id, default_id, self._existing_stems("inspections"))
        keys: dict[str, FieldValue] = {
            **fields,
            "inspected": RawLines((f'start: "{start}"', f'end: "{end or start}"')),
            "judgements": [{"area": area} for area in areas],
        }
        return self._create_files([("inspection", name, file_template("inspection", keys))])

    # -- existing files -----------------------------------------------------------------------------

    def _existing_stems(self, *folders: str) -> set[str]:
        paths = (root / name for root in self._folders for name in folders)
        return {path.stem for folder in paths for path in folder.glob(f"*{SUFFIX}")}

    def _existing_entries(self, name: str) -> Iterator[EntrySummary]:
        for folder in self._folders:
            if os.path.lexists(folder / content_path(name)):
                yield from list_entries(folder / content_path(name))

    def _framework_areas(self, framework: str) -> list[str]:
        known_ids = []
        for folder in reversed(self._folders):
            value = read_document(str(folder / content_path("frameworks")))[0].value
            for each in value if isinstance(value, list) else ():
                if isinstance(each, dict):
                    known_ids.append(str(each.get("id")))
                    areas = each.get("areas")
                    if known_ids[-1] == framework and isinstance(areas, list):
                        return [str(area["id"]) for area in areas if isinstance(area, dict) and "id" in area]
        names = ", ".join(dict.fromkeys(known_ids))
        hint = f"the frameworks are: {names}" if names else "add it first: medway-tui new framework NAME"
        raise FieldError("framework", f"there is no framework {framework}", hint)

    def _choose_id(self, requested_id: str, default_id: str, taken: set[str]) -> str:
        if requested_id:
            require_match(requested_id, ID)
            if requested_id in taken:
                raise FieldError("id", f"the id {requested_id} is taken", "give another")
            return requested_id
        if not default_id:
            raise _no_id_error("name")
        name = make_unique(default_id, taken)
        if name != default_id:
            self.remarks.append(f"the id {default_id} is taken, so this one is {name}")
        return name

    # -- writing -----------------------------------------------------------------------------------

    def _create_files(self, files: Sequence[tuple[str, str, str]]) -> list[CreatedFile]:
        """Create files, all or none; each is given by its kind, id and text."""
        changes = [FileChange(content_path(kind, stem), None, text.encode()) for kind, stem, text in files]
        paths = [self.target / each.name for each in changes]
        with explain_write_errors(paths[0], _HINT):
            write_together(self.target, f"the new {files[0][0]} {files[0][1]}", changes)
        for kind, _, _ in files:
            self.remarks += write_schema(self.target, kind)
        return [
            CreatedFile(path, first_placeholder_line(text.splitlines()))
            for path, (_, _, text) in zip(paths, files, strict=True)
        ]


def _quotes_template() -> str:
    return "\n".join([*header_lines("quotes"), *entry_template("quotes", {"id": "q1"})]) + "\n"


def create_dossier(
    folder: Path, fields: Mapping[str, str], *, requested_id: str
) -> tuple[CreatedFile, list[str]]:
    """Make a folder a dossier: write its dossier.yaml, and create the folder if it is missing.

    Returns the file, and remarks for the user. Raises DossierError if it is a dossier already, or can't be
    written.
    """
    fields = normalise_fields(fields)
    name = requested_id or make_id(fields["title"])
    if not name:
        raise _no_id_error("title")
    require_match(name, ID)
    path = folder / content_path("dossier")
    text = file_template("dossier", {"id": name, **fields})
    with explain_write_errors(path, _HINT):
        folder.mkdir(parents=True, exist_ok=True)
        create_file(path, text.encode())
    return CreatedFile(path, first_placeholder_line(text.splitlines())), write_schema(folder, "dossier")


def _no_id_error(source: str) -> DossierError:
    hint = "give one with --id, in a–z, digits and hyphens"
    return FieldError("id", f"no id can be made from this {source}", hint)


def write_schema(folder: Path, name: str) -> list[str]:
    """Write the schema of a kind beside the content, where the files' first lines refer to it.

    A schema of an earlier version is replaced; a file that the program did not generate stays. If it can't be
    written, that is a remark, not an error: the new file is valid without it.
    """
    path = folder / SCHEMA_FOLDER / f"{name}.json"
    schema = schema_text(name).encode()
    try:
        existing = path.read_bytes() if path.is_file() else None
        if existing is None or (existing != schema and GENERATED_REMARK.encode() in existing):
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(path, schema, old=existing)
    except (OSError, FileChangedError):
        return [f"{path} could not be written: an editor can't explain the keys without it"]
    return []


def read_headline(path: Path) -> str | None:
    """Return the headline in an article's file; None if the file is missing or has none."""
    if not os.path.lexists(path):
        return None
    value = read_document(str(path))[0].value
    headline = value.get("headline") if isinstance(value, dict) else None
    return headline if isinstance(headline, str) else None
