"""Forms for a new article, and for a new person or organisation, with a preview of the YAML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.text import Text
from textual import on
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, TextArea

from medway_tui.errors import MedwayError
from medway_tui.index.articles import get_article
from medway_tui.index.incomplete import get_incomplete
from medway_tui.index.quotes import known_speaker
from medway_tui.model.locations import FileLocation
from medway_tui.text import escape_invisible
from medway_tui.tui.add.form_widgets import DialogBar, FormChoice, FormDialog, FormField
from medway_tui.tui.commands import Command
from medway_tui.tui.theme import app_palette
from medway_tui.tui.widgets.text_field import TextField

if TYPE_CHECKING:
    from medway_tui.authoring.scaffold import Scaffolder

_PREVIEW_DELAY = 0.2
"""The seconds after the last letter typed, before the preview is made again."""

_TEXT_PLACEHOLDER = (
    "The article's own text, if you have it: paste it, with blank lines between paragraphs. Of an account"
    " only a digest of each paragraph is kept."
)

# fmt: off
WRITE = Command("choose", "Write", ("enter",), "New", "Write what the preview shows.", short_name="Write")
NEXT_FIELD = Command("next_field", "Fields", ("tab",), "New", "Go to the next field.", short_name="Fields")
CLOSE = Command("leave", "Close", ("escape",), "New", "Close without writing.", short_name="Close")
# fmt: on


class RecordPlan(NamedTuple):
    """What would be written, or why nothing can be."""

    id: str = ""
    path: str = ""
    text: str = ""
    fault_key: str = ""
    """The field with a fault; empty where it is about all."""
    fault: str = ""


class WrittenRecord(NamedTuple):
    """What was written."""

    id: str
    location: FileLocation
    """The first thing to fill in, or the entry."""


class NewRecordDialog(FormDialog[WrittenRecord]):
    """A form whose answer is what was written."""

    DEFAULT_CSS = """
    NewRecordDialog .note { width: auto; max-width: 34%; }
    """
    REQUIRED: ClassVar[Sequence[str]] = ()
    """The keys of the fields that must have a value."""

    def __init__(self, roots: Sequence[Path]) -> None:
        """``roots`` are the folders to write to; none means the person's own."""
        super().__init__()
        self._roots = roots
        self._plan = RecordPlan()
        self._number = 0
        self._timer: Timer | None = None
        self._is_writing = False

    def on_mount(self) -> None:
        self.query_one(DialogBar).set_commands([WRITE, NEXT_FIELD, CLOSE])
        self.set_text(Text("Fill in the fields: what would be written is shown here."))

    def take_focus(self) -> None:
        self.set_focus(self.fields[0].input, scroll_visible=False)

    # -- the preview -------------------------------------------------------------------------------

    def _values(self) -> dict[str, str]:
        return {field.key: field.value for field in self.fields if field.value}

    @on(FormField.Edited)
    def _edited(self, event: FormField.Edited) -> None:
        field = event.field
        from medway_tui.authoring.fields import find_field_fault  # noqa: PLC0415 - loaded with the first letter

        field.set_error(find_field_fault(field.key, field.value) if field.value else "")
        self._request_plan()

    @on(FormChoice.Changed)
    @on(TextArea.Changed)
    def _request_plan(self) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(_PREVIEW_DELAY, self._start_plan)

    def _start_plan(self) -> None:
        values = self._values()
        if not all(key in values for key in self.REQUIRED):
            return
        self._number += 1
        self.run_worker(partial(self._make_plan, self._number, values), thread=True, group="plan")

    def _make_plan(self, number: int, values: Mapping[str, str]) -> None:
        """Make the plan in a thread: the folders are listed for taken ids."""
        from medway_tui.authoring.fields import FieldError  # noqa: PLC0415 - yaml, pydantic
        from medway_tui.authoring.scaffold import Scaffolder  # noqa: PLC0415 - likewise

        try:
            plan = self.plan_record(Scaffolder(self._roots), values)
        except FieldError as error:
            plan = RecordPlan(fault_key=error.key, fault=str(error))
        except MedwayError as error:
            plan = RecordPlan(fault=f"{error}: {error.hint}" if error.hint else str(error))
        self.call_later(self._show_plan, number, plan)

    def _show_plan(self, number: int, plan: RecordPlan) -> None:
        if number != self._number or not self.is_open:
            return
        self._plan = plan
        colours = app_palette(self.app)
        text = Text()
        if plan.fault:
            fields = [field for field in self.fields if field.key == plan.fault_key]
            if fields:
                fields[0].set_error(plan.fault)
            else:
                text.append(f"✗ {escape_invisible(plan.fault)}\n", colours.strong)
        else:
            text.append(f"→ {plan.path}\n\n", colours.strong)
            for line in escape_lines(plan.text):
                text.append(f"{line}\n", colours.muted if line.lstrip().startswith("#") else "")
        self.set_text(text)
        ids = [field for field in self.fields if field.key == "id"]
        for field in ids:
            field.set_note("" if field.value else plan.id)

    def plan_record(self, scaffolder: Scaffolder, values: Mapping[str, str]) -> RecordPlan:
        """Return what would be written; called in a thread."""
        raise NotImplementedError

    def write_record(self, scaffolder: Scaffolder, values: Mapping[str, str]) -> tuple[Path, int]:
        """Write it; return the file and the first line to fill in; called in a thread."""
        raise NotImplementedError

    # -- writing -----------------------------------------------------------------------------------

    def action_choose(self) -> None:
        """Write; Enter in a field goes to the next one that is empty and required, or to the preview."""
        if self._is_writing:
            return
        values = self._values()
        missing = next((key for key in self.REQUIRED if key not in values), None)
        wrong = next((field for field in self.fields if field.has_class("-wrong")), None)
        if missing is not None:
            self.show_fault(missing, f"the {missing} is empty")
        elif wrong is not None:
            self.set_focus(wrong.input)
        elif isinstance(self.focused, Input):
            self._start_plan()
            self.set_focus(self.pane)
        else:
            self._is_writing = True
            self.run_worker(partial(self._write, values), thread=True, group="write")

    def _write(self, values: Mapping[str, str]) -> None:
        from medway_tui.authoring.fields import FieldError  # noqa: PLC0415 - yaml, pydantic
        from medway_tui.authoring.scaffold import Scaffolder  # noqa: PLC0415 - likewise

        try:
            scaffolder = Scaffolder(self._roots)
            planned = self.plan_record(scaffolder, values)
            path, line = self.write_record(scaffolder, values)
        except FieldError as error:
            self.call_later(self._show_problem, error.key, str(error))
        except MedwayError as error:
            self.call_later(self._show_problem, "", f"{error}: {error.hint}" if error.hint else str(error))
        else:
            written = WrittenRecord(planned.id, FileLocation(str(path), line, 1))
            self.call_later(self._end, written)

    def _show_problem(self, key: str, problem: str) -> None:
        self._is_writing = False
        if any(field.key == key for field in self.fields):
            self.show_fault(key, problem)
        else:
            self.reader.say(problem, problem=True)

    def _end(self, written: WrittenRecord) -> None:
        self.reader.live_reload.scan_own_write()
        self.wait_until_indexed(lambda: self.is_indexed(written.id), lambda: self.close_with(written))

    def is_indexed(self, record_id: str) -> bool:
        """Return whether the index has the record."""
        raise NotImplementedError


class NewArticleDialog(NewRecordDialog):
    """The form for an article."""

    DIALOG_TITLE = "New article"
    FIELDS = (
        ("headline", "Headline", "as printed"),
        ("publisher", "Publisher", "as BBC News"),
        ("published", "Date", "a day or month, as 2019-08-27; empty if not known"),
        ("url", "Address", "of the original, as https://…"),
        ("author", "Author", "as printed"),
        ("id", "Id", "made of publisher and date where it is empty"),
    )
    REQUIRED = ("headline", "publisher")
    DEFAULT_CSS = """
    NewArticleDialog TextArea { height: 6; border: none; padding: 0 1; background: $panel; margin-top: 1; }
    NewArticleDialog TextArea:focus { border: none; background: $primary 15%; }
    """

    def compose_fields(self) -> Iterable[Widget]:
        yield from super().compose_fields()
        yield FormChoice("Kind", ("account", "original"))
        yield TextField(placeholder=_TEXT_PLACEHOLDER)

    def inputs(self) -> list[Widget]:
        return [*super().inputs(), self.query_one(FormChoice), self.query_one(TextArea)]

    def _values(self) -> dict[str, str]:
        text = self.query_one(TextArea).text
        more = {"text": text} if text.strip() else {}
        return {**super()._values(), "kind": self.query_one(FormChoice).value, **more}

    def plan_record(self, scaffolder: Scaffolder, values: Mapping[str, str]) -> RecordPlan:
        fields, requested_id, text = _article_arguments(values)
        files = scaffolder.plan_article(fields, requested_id=requested_id, text=text)
        _, stem, content = files[0]
        path = f"{scaffolder.target / 'articles' / stem}.yaml"
        return RecordPlan(stem, path, content)

    def write_record(self, scaffolder: Scaffolder, values: Mapping[str, str]) -> tuple[Path, int]:
        fields, requested_id, text = _article_arguments(values)
        return scaffolder.add_article(fields, requested_id=requested_id, text=text)[0]

    def is_indexed(self, record_id: str) -> bool:
        index = self.reader.index
        return get_article(index, record_id) is not None or get_incomplete(index, record_id) is not None


class NewPersonDialog(NewRecordDialog):
    """The form for a person or an organisation."""

    DIALOG_TITLE = "New person or organisation"
    FIELDS = (
        ("name", "Name", "in full, without a title"),
        ("other_names", "Also", "other printed forms, with ; between them"),
        ("note", "Note", "for readers; may be empty"),
        ("id", "Id", "made of the name where it is empty"),
    )
    REQUIRED = ("name",)

    def compose_fields(self) -> Iterable[Widget]:
        yield from super().compose_fields()
        yield FormChoice("Kind", ("person", "organisation"))

    def inputs(self) -> list[Widget]:
        return [*super().inputs(), self.query_one(FormChoice)]

    def _values(self) -> dict[str, str]:
        return {**super()._values(), "kind": self.query_one(FormChoice).value}

    def plan_record(self, scaffolder: Scaffolder, values: Mapping[str, str]) -> RecordPlan:
        kind, fields, requested_id, others = _person_arguments(values)
        plan = scaffolder.plan_entry(
            kind, fields, id_source=fields["name"], requested_id=requested_id, other_names=others
        )
        return RecordPlan(plan.id, str(plan.path), "\n".join(plan.lines))

    def write_record(self, scaffolder: Scaffolder, values: Mapping[str, str]) -> tuple[Path, int]:
        kind, fields, requested_id, others = _person_arguments(values)
        return scaffolder.add_entry(
            kind, fields, id_source=fields["name"], requested_id=requested_id, other_names=others
        )[0]

    def is_indexed(self, record_id: str) -> bool:
        return known_speaker(self.reader.index, record_id)[0] is not None


def _article_arguments(values: Mapping[str, str]) -> tuple[dict[str, str], str, str | None]:
    fields = {key: value for key, value in values.items() if key not in ("id", "text")}
    return fields, values.get("id", ""), values.get("text")


def _person_arguments(values: Mapping[str, str]) -> tuple[str, dict[str, str], str, list[str]]:
    kind = "people" if values["kind"] == "person" else "organisations"
    fields = {key: values[key] for key in ("name", "note") if key in values}
    others = [part.strip() for part in values.get("other_names", "").split(";") if part.strip()]
    return kind, fields, values.get("id", ""), others


def escape_lines(text: str) -> list[str]:
    """Return the lines of a text as they can be shown."""
    return [escape_invisible(line) for line in text.split("\n")]
