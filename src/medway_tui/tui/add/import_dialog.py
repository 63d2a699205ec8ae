"""The import of saved files: what would be written, file by file, then the import and its end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.text import Text
from textual import on
from textual.binding import Binding, BindingType
from textual.timer import Timer
from textual.widgets import Input

from medway_tui.dates import check_date
from medway_tui.index.articles import get_article
from medway_tui.index.quotes import count_drafts_of, known_speaker
from medway_tui.progress import Progress
from medway_tui.text import escape_invisible, plural
from medway_tui.tui.add.form_widgets import DialogBar, FormDialog, FormField, make_dialog_bindings
from medway_tui.tui.add.import_preview import (
    item_title,
    no_files_text,
    outcome_text,
    preview_text,
    sources_text,
)
from medway_tui.tui.add.import_runner import (
    BatchOutcome,
    ChosenDocuments,
    FileChoices,
    ImportItem,
    ImportPreview,
    ImportRunner,
)
from medway_tui.tui.commands import Command
from medway_tui.tui.theme import app_palette

if TYPE_CHECKING:
    from medway_tui.importing.source_files import SourceFiles

_FIELDS = (
    ("publisher", "Publisher", "as BBC News"),
    ("published", "Date", "a day or month, as 2019-08-27; empty if not known"),
    ("headline", "Headline", "as printed"),
    ("author", "Author", "as printed"),
    ("url", "Address", "of the article, as https://…"),
    ("keep", "Keep", "numbers of parts that are left out, as 3, 18"),
    ("drop", "Leave out", "numbers of parts that are none of the article"),
)
"""The fields of a file: key, label, and what the empty line says."""

_FACT_KEYS = ("publisher", "published", "headline", "author", "url")
_PREVIEW_DELAY = 0.4
"""The seconds after the last letter typed, before the preview is made again."""

_PREVIEW, _WRITING, _WRITTEN = "preview", "writing", "written"

# fmt: off
IMPORT = Command("choose", "Import", ("enter",), "Import", "Write what the preview shows.",
    short_name="Import")
NEXT_FIELD = Command("next_field", "Fields", ("tab",), "Import", "Go to the next field.",
    short_name="Fields")
NEXT_FILE = Command("next_file", "Next file", ("right_square_bracket",), "Import", "Show the next file.",
    short_name="Next")
OTHER_FILE = Command("other_file", "Other file", ("backspace",), "Import", "Choose another file.",
    short_name="Other")
CLOSE = Command("leave", "Close", ("escape",), "Import", "Close without writing.", short_name="Close")
STOP = Command("leave", "Stop", ("escape",), "Import", "Stop after the article that is being written.",
    short_name="Stop")
GO_ON = Command("choose", "Review", ("enter",), "Import", "Review the drafts of these articles.",
    short_name="Review")
# fmt: on


class ImportAnswer(NamedTuple):
    """What follows an import."""

    article_ids: tuple[str, ...] = ()
    """The articles that were written."""
    has_drafts: bool = False
    other_file: bool = False
    """Whether the person wants to choose another file, or other documents of it."""
    file: Path | None = None
    """A file with several documents, to choose some of them."""


class ImportDialog(FormDialog[ImportAnswer]):
    """A dialog that imports files, and returns what was written."""

    FIELDS = _FIELDS
    BINDINGS: ClassVar[list[BindingType]] = [
        *make_dialog_bindings([NEXT_FILE, OTHER_FILE]),
        Binding("left_square_bracket", "previous_file", show=False),
    ]

    def __init__(
        self, names: Sequence[str], roots: Sequence[Path], documents: ChosenDocuments | None = None
    ) -> None:
        """``names`` are files, folders and patterns; ``roots`` the folders to import into.

        Without ``roots``, that is the person's own folder. ``documents`` are those of the only file.
        """
        super().__init__()
        self._names = names
        self._documents = documents
        self._found: SourceFiles | None = None
        self._items: list[ImportItem] = []
        self._number = 0
        self._choices: list[FileChoices] = []
        self._previews: dict[int, ImportPreview] = {}
        self._fallback = ""
        """The publisher that a person gave for a file that names none; others that name none have it too."""
        self._runner = ImportRunner(self, roots)
        self._state = _PREVIEW
        self._timer: Timer | None = None
        self._answer = ImportAnswer()
        self._awaits_index = self._finishes_when_indexed = False

    def on_mount(self) -> None:
        self.set_title("Import")
        self._show_bar()
        self.set_text(Text("Looking for the files …"))
        self.run_worker(self._find_files, thread=True, group="import")

    def on_unmount(self) -> None:
        self._runner.close()

    def _find_files(self) -> None:
        """Find the files, in a thread: a folder may hold many."""
        from medway_tui.importing.source_files import find_source_files  # noqa: PLC0415 - yaml, pydantic

        self.call_later(self._show_files, find_source_files(self._names))

    def _show_files(self, found: SourceFiles) -> None:
        if not self.is_open:
            return
        self._found = found
        self._items = [ImportItem(Path(name)) for name in found.files]
        documents = self._documents
        if documents is not None and self._items:
            self._items = [self._items[0]._replace(number=number) for number in documents.numbers]
            self._number = documents.numbers.index(documents.shown)
        self._choices = [FileChoices() for _ in self._items]
        self._show_bar()
        if self._items:
            self.set_title(item_title(self._items, self._number))
            if documents is not None and documents.writes:
                self._start_writing()
            else:
                self._request_preview()
            return
        self._show_form(is_shown=False)
        colours = app_palette(self.app)
        self.set_text(no_files_text(self._names, found, colours))

    # -- the preview -------------------------------------------------------------------------------

    def _request_preview(self) -> None:
        number = self._number
        choices = self._choices[number]
        if number not in self._previews:
            self.set_text(Text("Reading …"))
        self._runner.preview(
            self._items[number], choices, self._fallback, lambda preview: self._show_preview(number, preview)
        )

    def _show_preview(self, number: int, preview: ImportPreview) -> None:
        self._previews[number] = preview
        if number != self._number or self._state != _PREVIEW:
            return
        if preview.parts and len(self._items) == 1:
            self.close_with(ImportAnswer(file=self._items[0].path))
            return
        colours = app_palette(self.app)
        text = preview_text(preview, colours, self._name_of)
        self.set_text(text.append_text(sources_text(preview, colours)) if self.has_class("-narrow") else text)
        self._show_fields(preview)
        self._show_bar()

    def _show_form(self, *, is_shown: bool) -> None:
        for field in self.fields:
            field.set_class(not is_shown, "-hidden")

    def _name_of(self, agent_id: str) -> str:
        return known_speaker(self.reader.index, agent_id)[0] or agent_id

    def _show_fields(self, preview: ImportPreview) -> None:
        """Fill the fields that the person has not edited, and say how each value was found."""
        given = dict(self._choices[self._number].facts)
        # A refused file has no facts; but what was chosen may be the reason.
        is_article = not preview.problem and not preview.parts
        self._show_form(is_shown=is_article or self._choices[self._number] != FileChoices())
        if preview.details is None:
            return
        facts = {fact.key: fact for fact in preview.details.facts}
        for field in self.fields:
            if field.key not in _FACT_KEYS:
                continue
            fact = facts.get(field.key)
            if field.key not in given:
                field.set_value(fact.value if fact else "")
            source = "" if field.key in given else fact.source if fact else None
            field.set_note(_describe_source(field.key, source, is_given=field.key in given))
            field.set_error("")
        self.field("published").set_error(_date_problem(given.get("published", "")))
        if preview.missing:
            self.field(preview.missing).set_note("▲ not known")

    @on(FormField.Edited)
    def _edited(self, event: FormField.Edited) -> None:
        field, number = event.field, self._number
        if not self._items:
            return
        choices = self._choices[number]
        if field.key in ("keep", "drop"):
            numbers, problem = _parse_numbers(field.value)
            field.set_error(problem)
            is_keep = field.key == "keep"
            choices = choices._replace(keep=numbers) if is_keep else choices._replace(drop=numbers)
        else:
            facts = {**dict(choices.facts), field.key: field.value}
            if not field.value:
                del facts[field.key]
            choices = choices._replace(facts=tuple(facts.items()))
            before = self._previews.get(number)
            if field.key == "publisher" and before is not None and before.missing == "publisher":
                self._fallback = field.value
            field.set_error(_date_problem(field.value) if field.key == "published" else "")
        self._choices[number] = choices
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(_PREVIEW_DELAY, self._request_preview)

    # -- files and fields --------------------------------------------------------------------------

    def action_next_file(self) -> None:
        self._go_to_file(1)

    def action_previous_file(self) -> None:
        self._go_to_file(-1)

    def _go_to_file(self, step: int) -> None:
        if self._state != _PREVIEW or len(self._items) < 2:
            return
        self._number = (self._number + step) % len(self._items)
        self.set_title(item_title(self._items, self._number))
        choices = self._choices[self._number]
        for field in self.fields:
            field.set_value(dict(choices.facts).get(field.key, ""))
            field.set_note("")
            field.set_error("")
        for key, numbers in (("keep", choices.keep), ("drop", choices.drop)):
            self.field(key).set_value(", ".join(map(str, sorted(numbers))))
        self.pane.move_to_end(last=False)
        if self._number in self._previews:
            self._show_preview(self._number, self._previews[self._number])
        self._request_preview()

    def action_next_field(self, step: int = 1) -> None:
        if self._state == _PREVIEW:
            super().action_next_field(step)

    def action_other_file(self) -> None:
        if self._state == _PREVIEW:
            self.close_with(ImportAnswer(other_file=True))

    # -- writing -----------------------------------------------------------------------------------

    def action_choose(self) -> None:
        """Import, or go on to what follows; Enter in a field goes back to the preview first."""
        if self._state == _WRITTEN and self._awaits_index:
            # What follows depends on the drafts, which are not in the index yet.
            self._finishes_when_indexed = True
        elif self._state == _WRITTEN:
            self._finish()
        elif self._state == _PREVIEW and isinstance(self.focused, Input):
            self.take_focus()
            self.pane.move_to_end(last=False)
        elif self._state == _PREVIEW:
            self._write()

    def _write(self) -> None:
        preview = self._previews.get(self._number)
        if not self._items:
            self.reader.say("No file to import: Backspace chooses another", problem=True)
            return
        if len(self._items) == 1:
            if preview is None or preview.problem or preview.missing:
                self._focus_problem(preview)
                return
            if preview.existing and (preview.result is None or preview.result.plan is None):
                self.reader.say("Nothing would change: nothing is written")
                return
            if preview.existing:
                self._choices[0] = self._choices[0]._replace(update=True)
        wrong = next((field for field in self.fields if field.has_class("-wrong")), None)
        if wrong is not None:
            self.set_focus(wrong.input)
            return
        self._start_writing()

    def _start_writing(self) -> None:
        self._state = _WRITING
        files = list(dict.fromkeys(item.path.name for item in self._items))
        self.set_title(
            f"Import {escape_invisible(files[0]) if len(files) == 1 else plural(len(files), 'file')}"
        )
        self._show_form(is_shown=False)
        self.set_text(Text("Importing …"))
        self.query_one(DialogBar).set_commands([STOP])
        items = list(zip(self._items, self._choices, strict=True))
        self._runner.write(items, self._fallback, self._show_progress, self._show_outcome)

    def _focus_problem(self, preview: ImportPreview | None) -> None:
        """Go to the field of a fact that is missing; say why nothing is written."""
        if preview is None:
            self.reader.say("The file is still being read")
        elif preview.missing:
            self.set_focus(self.field(preview.missing).input)
        else:
            self.reader.say("This file can't be imported: Backspace chooses another", problem=True)

    def _show_progress(self, step: tuple[Progress, str]) -> None:
        progress, name = step
        words = f"{progress.done + 1:,} of {progress.total:,}"
        if progress.rate:
            words += f" · {progress.rate:,.1f} a second"
        if progress.eta_seconds is not None and progress.total > 1:
            minutes, seconds = divmod(round(progress.eta_seconds), 60)
            words += f" · {minutes}:{seconds:02} left"
        self.set_text(Text(f"Importing {escape_invisible(name)}\n\n{words}"))

    def _show_outcome(self, outcome: BatchOutcome) -> None:
        self._state = _WRITTEN
        colours = app_palette(self.app)
        self.set_title("Imported")
        self.set_text(outcome_text(outcome, self._found, colours))
        self._answer = ImportAnswer(tuple(outcome.article_ids))
        self._show_bar()
        written = [path for each in outcome.files for path in each.written]
        if not written:
            return
        self._awaits_index = True
        self.reader.live_reload.scan_own_write()
        has_problems = self._found is not None and bool(self._found.unreadable)
        is_whole = not (outcome.stopped or has_problems) and all(each.article_id for each in outcome.files)
        last = self._answer.article_ids[-1]

        def go_on() -> None:
            has_drafts = any(count_drafts_of(self.reader.index, each) for each in self._answer.article_ids)
            self._answer = self._answer._replace(has_drafts=has_drafts)
            self._awaits_index = False
            if is_whole or self._finishes_when_indexed:
                self._finish()

        self.wait_until_indexed(lambda: get_article(self.reader.index, last) is not None, go_on)

    def _finish(self) -> None:
        self.close_with(self._answer)

    def action_leave(self) -> None:
        if self._state == _WRITING:
            self._runner.stop()
            self.query_one(DialogBar).set_commands([], "Stopping after this article …")
        else:
            self.close_with(self._answer if self._state == _WRITTEN else None)

    def _show_bar(self) -> None:
        bar = self.query_one(DialogBar)
        if self._state == _WRITTEN:
            bar.set_commands([GO_ON, CLOSE] if self._answer.article_ids else [CLOSE])
            return
        preview = self._previews.get(self._number)
        several = len(self._items) > 1
        can_import = bool(self._items) and (several or preview is None or not preview.problem)
        commands = [IMPORT, NEXT_FIELD] if can_import else []
        commands += [*([NEXT_FILE] if several else []), OTHER_FILE, CLOSE]
        bar.set_commands(commands)


def _describe_source(key: str, source: str | None, *, is_given: bool) -> str:
    """Return how a value was found; ``source`` is None where there is no value."""
    if is_given:
        return "given"
    if source is None:
        return "▲ not known" if key == "publisher" else "not found"
    if not source:
        return "the first words: a title of ours" if key == "headline" else "given"
    return source if source.startswith("inferred") else f"from {source}"


def _parse_numbers(text: str) -> tuple[frozenset[int], str]:
    """Return the numbers in a text, and what is wrong with it."""
    parts = [part for part in re.split(r"[\s,;]+", text) if part]
    wrong = next((part for part in parts if not (part.isascii() and part.isdigit())), None)
    if wrong is not None:
        return frozenset(), f"“{wrong}” is no number: write the numbers of parts, as 3, 18"
    return frozenset(map(int, parts)), ""


def _date_problem(text: str) -> str:
    """Return what is wrong with a date."""
    if not text:
        return ""
    try:
        check_date(text)
    except ValueError as error:
        return str(error)
    return ""
