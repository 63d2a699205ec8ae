"""Parts of the dialogs that add to a dossier: fields with a note, a pane that scrolls, a bar of commands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from time import monotonic
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from medway_tui.text import escape_invisible
from medway_tui.tui.commands import MOVEMENT_BINDINGS, Command, Movable
from medway_tui.tui.dialogs.base import CLOSE_LABEL, Answer, Dialog
from medway_tui.tui.theme import app_palette
from medway_tui.tui.widgets.header_footer import BarItem, CommandBar, bar_item
from medway_tui.tui.widgets.input_line import InputLine

_INDEX_INTERVAL = 0.05
_MAX_INDEX_WAIT = 15.0
"""The seconds that a dialog waits for the index to have what was written."""

LABEL_WIDTH = 11
"""The cells of a field's label."""


class FormPane(Movable, VerticalScroll, can_focus=True):
    """Fields, and a text below them, that scroll together."""

    DEFAULT_CSS = """
    FormPane { height: 1fr; padding: 0 1; scrollbar-size-vertical: 1; }
    FormPane > .text { width: 100%; height: auto; margin-top: 1; }
    FormPane:focus { outline-left: outer $primary; }
    """
    BINDINGS = MOVEMENT_BINDINGS

    def page(self) -> int:
        return max(1, self.size.height)

    def move_by(self, lines: int) -> None:
        self.scroll_to(y=self.scroll_offset.y + lines, animate=False, immediate=True)

    def move_to_end(self, *, last: bool) -> None:
        self.scroll_to(y=self.max_scroll_y if last else 0, animate=False, immediate=True)


class FormField(Vertical):
    """A field of a form: its label, an input line, and a note beside it; an error is below it."""

    DEFAULT_CSS = """
    FormField { height: auto; }
    FormField > Horizontal { height: 1; }
    FormField Static { height: 1; }
    FormField .label { width: 11; color: $text-muted; }
    FormField .note { width: 34%; padding: 0 0 0 1; color: $text-muted; }
    FormField .error { padding: 0 0 0 11; height: auto; display: none; text-style: bold; }
    FormField.-wrong .error { display: block; }
    FormField Input, FormField Input:focus {
        width: 1fr; border: none; height: 1; padding: 0 1; background: $panel;
    }
    FormField Input:focus { background: $primary 15%; }
    """

    class Edited(Message):
        """Posted when the person changes the value."""

        def __init__(self, field: FormField) -> None:
            super().__init__()
            self.field = field

    def __init__(self, key: str, label: str, *, value: str = "", placeholder: str = "") -> None:
        super().__init__(id=f"field-{key}")
        self.key = key
        self._label = label
        self._value = value
        self._placeholder = placeholder
        self._set_by_program = value

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Static(Content(self._label), classes="label")
            yield InputLine(self._value, placeholder=self._placeholder, select_on_focus=False)
            yield Static(classes="note")
        yield Static(classes="error")

    @property
    def input(self) -> Input:
        return self.query_one(Input)

    @property
    def value(self) -> str:
        """The value without spaces at its ends."""
        return self.input.value.strip() if self.is_mounted else self._value

    def set_value(self, value: str) -> None:
        """Set the value, which posts no message."""
        if value != self.input.value:
            self._set_by_program = value
            self.input.value = value
            self.input.cursor_position = len(value)

    def set_note(self, note: str) -> None:
        """Show how the value was found."""
        self.query_one(".note", Static).update(Content(escape_invisible(note)))

    def set_error(self, error: str) -> None:
        """Show what is wrong with the value; nothing where it is right."""
        self.query_one(".error", Static).update(Content(f"✗ {escape_invisible(error)}" if error else ""))
        self.set_class(bool(error), "-wrong")

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        if event.value != self._set_by_program:
            self._set_by_program = event.value
            self.post_message(self.Edited(self))


class FormChoice(Widget, can_focus=True):
    """A choice of one of a few words: Space, the arrows or a click take another."""

    DEFAULT_CSS = """
    FormChoice { height: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,right,l", "change(1)", show=False),
        Binding("left,h", "change(-1)", show=False),
    ]

    class Changed(Message):
        """Posted when another word is chosen."""

    def __init__(self, label: str, words: Sequence[str]) -> None:
        super().__init__()
        self._label = label
        self._words = words
        self._places: list[tuple[int, int]] = []
        self.value = words[0]
        """The chosen word."""

    def render(self) -> Text:
        colours = app_palette(self.app)
        text = Text(f"{self._label:<{LABEL_WIDTH}} ", colours.muted, no_wrap=True)
        self._places.clear()
        for word in self._words:
            start = text.cell_len
            is_chosen = word == self.value
            style = colours.strong if is_chosen else colours.muted
            if is_chosen and self.has_focus:
                style += Style(reverse=True)
            text.append(f"{'●' if is_chosen else '○'} {word}", style)
            self._places.append((start, text.cell_len))
            text.append("   ")
        return text

    def action_change(self, step: int) -> None:
        self._choose((self._words.index(self.value) + step) % len(self._words))

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        for number, (start, end) in enumerate(self._places):
            if offset is not None and start <= offset.x < end:
                self._choose(number)

    def _choose(self, number: int) -> None:
        if self.value != self._words[number]:
            self.value = self._words[number]
            self.refresh()
            self.post_message(self.Changed())


class DialogBar(CommandBar):
    """The commands of a dialog, which a click runs; before them the state of what runs."""

    DEFAULT_CSS = """
    DialogBar { height: 1; padding: 0 1; background: $panel; }
    """

    def __init__(self, commands: Sequence[Command] = ()) -> None:
        super().__init__()
        self._commands = commands
        self._state = ""

    def set_commands(self, commands: Sequence[Command], state: str = "") -> None:
        """Show these commands, and a state before them."""
        self._commands, self._state = commands, state
        self.refresh()

    def render(self) -> Text:
        colours = app_palette(self.app)
        self._places.clear()
        text = Text(self._state, colours.strong, no_wrap=True)
        if self._state:
            text.append("   ")
        room = self.content_size.width - text.cell_len
        self._append_items(
            text, next(items for items in self._choices() if _bar_width(items) <= room or not items)
        )
        return text

    def _choices(self) -> Iterator[list[BarItem]]:
        """Yield the commands with long names, with short ones, then fewer: the first and the last stay."""
        yield [bar_item(command, command.name) for command in self._commands]
        short = [bar_item(command, command.short_name) for command in self._commands]
        yield short
        for number in range(len(short) - 1, 0, -1):
            yield [*short[: number - 1], short[-1]]
        yield []


def _bar_width(items: Sequence[BarItem]) -> int:
    return sum(item.width + 2 for item in items) - 2


class FormDialog(Dialog[Answer]):
    """A dialog with fields, a text below them, and a bar of commands."""

    FIELDS: ClassVar[Sequence[tuple[str, str, str]]] = ()
    """The fields: key, label, and the words in the empty line."""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (70, "-roomy")]  # noqa: RUF012 - as Textual declares it
    """A narrow dialog has no room for notes beside its fields."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "next_field(1)", show=False, priority=True),
        Binding("shift+tab", "next_field(-1)", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    FormDialog > Vertical { height: 95%; max-width: 120; }
    FormDialog.-narrow > Vertical { width: 100%; height: 100%; margin: 0; }
    FormDialog.-narrow .note { display: none; }
    FormDialog .-hidden { display: none; }
    """

    def compose(self) -> Iterable[Widget]:
        with Vertical() as box:
            box.border_title = Content(self.DIALOG_TITLE)
            box.border_subtitle = CLOSE_LABEL
            with FormPane():
                yield from self.compose_fields()
                yield Static(classes="text")
            yield DialogBar()

    def compose_fields(self) -> Iterable[Widget]:
        """Yield the fields."""
        for key, label, placeholder in self.FIELDS:
            yield FormField(key, label, placeholder=placeholder)

    def inputs(self) -> list[Widget]:
        """Return what can be focused, in the order of Tab: the text first."""
        return [self.pane, *(each.input for each in self.fields)]

    @property
    def pane(self) -> FormPane:
        """The fields and the text."""
        return self.query_one(FormPane)

    @property
    def fields(self) -> list[FormField]:
        """The fields in order."""
        return list(self.query(FormField))

    def field(self, key: str) -> FormField:
        """Return a field."""
        return self.query_one(f"#field-{key}", FormField)

    def set_text(self, text: Text) -> None:
        """Show a text below the fields."""
        self.query_one(".text", Static).update(Content.from_rich_text(text))

    def set_title(self, title: str) -> None:
        """Show a title in the border."""
        self.query_one("Vertical").border_title = Content(title)

    def take_focus(self) -> None:
        self.set_focus(self.pane, scroll_visible=False)

    def list_matches(self, text: str) -> None:
        """Do nothing: this dialog has no list."""

    def action_next_field(self, step: int = 1) -> None:
        places = self.inputs()
        number = places.index(self.focused) if self.focused in places else -step
        self.set_focus(places[(number + step) % len(places)])

    def show_fault(self, key: str, fault: str) -> None:
        """Show what is wrong with a field, and go to it."""
        field = self.field(key)
        field.set_error(fault)
        self.set_focus(field.input)

    def wait_until_indexed(self, condition: Callable[[], bool], then: Callable[[], None]) -> None:
        """Call back once the index has what was written, or does not get it in time."""
        self._wait(condition, then, monotonic() + _MAX_INDEX_WAIT)

    def _wait(self, condition: Callable[[], bool], then: Callable[[], None], end: float) -> None:
        if condition() or monotonic() > end:
            then()
        else:
            self.set_timer(_INDEX_INTERVAL, lambda: self._wait(condition, then, end))


def make_dialog_bindings(commands: Iterable[Command]) -> list[BindingType]:
    """Return the bindings of a dialog's commands."""
    return [Binding(",".join(command.keys), command.action, command.name, show=False) for command in commands]
