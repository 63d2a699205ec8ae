"""Commands: keys, footer, help and command palette are all made from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from textual.binding import Binding, BindingType

from medway_tui.index.connection import Index
from medway_tui.tui.key_names import binding_keys, key_label

_changed_keys: dict[str, tuple[str, ...]] = {}
"""The keys in force of the commands whose keys are not the default ones, by their ids."""


def use_keys(changed: Mapping[str, tuple[str, ...]]) -> None:
    """Show these keys of commands, by their ids, from now on; of all others the default ones."""
    _changed_keys.clear()
    _changed_keys.update(changed)


@dataclass(frozen=True)
class Command:
    """Something a person can do with a key."""

    action: str
    """The action that it runs: ``action_next_pane`` of the view for ``next_pane``, with parameters if any."""
    name: str
    """Its name in the palette and the help, in a word or two."""
    keys: tuple[str, ...]
    """Its default keys, by Textual's names; the first is the one in the footer. Without any, the palette
    runs it."""
    group: str
    """Its heading in the help."""
    description: str
    """What it does, in a sentence."""
    in_footer: bool = False
    """Whether the footer shows it, where there is room."""
    is_global: bool = False
    """Whether the app runs it, in every view."""
    has_priority: bool = False
    """Whether its keys come before those of the focused widget.

    So for commands that change the view or open a dialog: what is typed next must go there. In an input
    line the keys are letters all the same; ``check_action`` sees to that.
    """
    is_available: Callable[[Index], bool] = lambda _: True
    """Whether footer, help and palette show it, as there is something to do with it."""
    uses_host: bool = False
    """Whether it writes files or runs a program on this machine: a reader that only reads is without it."""
    unavailable: str = ""
    """The message where it is not available."""
    count: Callable[[Index], int] | None = None
    """The number that the view bar shows after its name."""
    short_name: str = ""
    """Its name where the footer or the view bar has no room for ``name``."""

    @property
    def full_action(self) -> str:
        """The action as Textual runs it from a view."""
        return f"app.{self.action}" if self.is_global else self.action

    @property
    def id(self) -> str:
        """The id by which ``config.toml`` names it: ``next_quote``; ``open_read`` for ``open_view('read')``.

        Commands of several views with one id have one name in the file, and the same keys. An id never
        changes: give a command whose action is renamed its earlier one.
        """
        name, _, parameter = self.action.partition("(")
        parameter = parameter.strip("')")
        return f"{name.removesuffix('_view')}_{parameter}" if parameter else name

    @property
    def keys_in_force(self) -> tuple[str, ...]:
        """Its keys as the user has set them, by Textual's names."""
        return _changed_keys.get(self.id, self.keys)

    @property
    def key(self) -> str:
        """The key that hints name: ``/``; for a command without one how to find it: ``: Import``."""
        labels = self.key_labels()
        return labels[0] if labels else f"{FIND_COMMAND.key} {self.name.rstrip('…')}"

    def key_labels(self) -> list[str]:
        """Return its keys in force as they are shown: ``/`` for slash, ``Ctrl+d`` for ctrl+d."""
        return [key_label(key) for key in self.keys_in_force]


def make_bindings(commands: Iterable[Command]) -> list[BindingType]:
    """Return the bindings of some commands. The user's keys take the place of these by the commands' ids."""
    return [
        Binding(
            join_keys(command.id, command.keys),
            command.full_action,
            command.name,
            show=False,
            priority=command.has_priority,
            id=command.id,
        )
        for command in commands
    ]


def join_keys(command_id: str, keys: Sequence[str]) -> str:
    """Return the keys of a command as Textual's bindings have them.

    Textual can't give a key to a command that has no binding, nor take all keys from one that has: a command
    without keys has one that no terminal sends.
    """
    return ",".join(map(binding_keys, keys)) or f"no key of {command_id}"


def group_commands(commands: Iterable[Command]) -> dict[str, list[Command]]:
    """Return commands by their headings, in the order of the first of each."""
    groups: dict[str, list[Command]] = {}
    for command in commands:
        groups.setdefault(command.group, []).append(command)
    return groups


# A table: a command on one to three lines.
# fmt: off
FINDINGS = Command("findings", "Findings", ("exclamation_mark",), "Program",
    "List the problems in the dossier's files.", is_global=True, has_priority=True, uses_host=True)
CLOSE_RELOAD_ERRORS = Command("close_reload_errors", "Close panel", ("x",), "Program",
    "Close the panel of new findings; Findings still lists them.", is_global=True)
HELP = Command("help", "Help", ("question_mark",), "Program",
    "Show all keys and what they do.", is_global=True, has_priority=True)
FIND_COMMAND = Command("find_command", "Commands", ("colon", "ctrl+p"), "Program",
    "Find a command by name.", is_global=True, has_priority=True)
QUIT = Command("quit", "Quit", ("q", "ctrl+q"), "Program", "Quit the reader.", is_global=True)

EXPORT_LIST = Command("export_list", "Export list…", ("X",), "Copy and open",
    "Save this list, or what is selected in it, to a file in any export format.",
    is_global=True, has_priority=True, uses_host=True)
SAVE_COPIED = Command("save_copied", "Save copied text…", (), "Copy and open",
    "Save the text last copied to a file.", is_global=True, uses_host=True)
BOOKMARK = Command("bookmark", "Bookmark", ("m",), "Keep",
    "Bookmark the passage or record at the cursor; again to remove the bookmark.", is_global=True,
    uses_host=True)
EDIT_NOTE = Command("edit_note", "Note", ("a",), "Keep",
    "Write a note on the passage or record at the cursor, in Markdown, with tags.",
    is_global=True, has_priority=True, uses_host=True)
LIST_NOTES = Command("list_notes", "Bookmarks and notes", ("apostrophe",), "Keep",
    "List all bookmarks and notes, and search in them.", is_global=True, has_priority=True,
    uses_host=True)

IMPORT_FILE = Command("import_file", "Import a file…", (), "Add",
    "Read saved articles: preview what would be written, import, review.", is_global=True,
    uses_host=True)
NEW_ARTICLE = Command("new_article", "New article…", (), "Add",
    "Begin an article of which there is no saved page.", is_global=True, uses_host=True)
NEW_PERSON = Command("new_person", "New person…", (), "Add",
    "Add a person or an organisation to the dossier.", is_global=True, uses_host=True)

SEARCH = Command("search", "Search", ("slash",), "Find",
    "Search the text and the quotations.", in_footer=True, is_global=True, has_priority=True)
GO_BACK = Command("go_back", "Back", ("backspace", "alt+left"), "Move",
    "Go back to the previous place.", is_global=True, has_priority=True)
GO_FORWARD = Command("go_forward", "Forward", ("alt+right",), "Move",
    "Go forward to the place that Back has left.", is_global=True, has_priority=True)

COMFORT_COMMANDS: Sequence[Command] = (
    Command("choose_theme", "Theme", ("t",), "Comfort",
        "Choose the colours; the reader shows each as you go.", is_global=True, has_priority=True),
    Command("widen_text", "Wider text", ("plus",), "Comfort",
        "Set the lines of articles wider.", is_global=True),
    Command("narrow_text", "Narrower text", ("minus",), "Comfort",
        "Set the lines of articles narrower.", is_global=True),
    Command("toggle_numbers", "Paragraph numbers", (), "Comfort",
        "Show the numbers of paragraphs in the margin, or leave them out.", is_global=True),
)

APP_COMMANDS: Sequence[Command] = (
    SEARCH,
    Command("find_person", "Find person", ("c",), "Find",
        "Find a person or organisation, and list their quotations.",
        in_footer=True, is_global=True, has_priority=True, short_name="Person"),
    GO_BACK, GO_FORWARD,
    Command("copy_as", "Copy as", ("Y",), "Copy and open",
        "Choose how to copy: plain, full with roles, Markdown, BibTeX or the link.",
        is_global=True, has_priority=True),
    Command("copy_selection", "Copy selected", ("ctrl+c",), "Copy and open",
        "Copy the selected text, or the selected rows.", is_global=True),
    EXPORT_LIST, SAVE_COPIED,
    *COMFORT_COMMANDS,
    BOOKMARK, EDIT_NOTE, LIST_NOTES,
    FIND_COMMAND, FINDINGS, CLOSE_RELOAD_ERRORS, HELP,
    Command("suspend_process", "Suspend", ("ctrl+z",), "Program",
        "Suspend the reader; fg in the shell brings it back.", is_global=True, uses_host=True),
    IMPORT_FILE, NEW_ARTICLE, NEW_PERSON,
    QUIT,
)
"""The commands of every view, besides those that open a view."""

FOCUS_MODE = Command("toggle_focus_mode", "Focus mode", ("z",), "Comfort",
    "Show the text and nothing else; again, or Clear, to leave.")
NEXT_PANE = Command("next_pane", "Next pane", ("tab",), "Move", "Go to the next pane.", has_priority=True)
PANE_COMMANDS: Sequence[Command] = (
    NEXT_PANE,
    Command("previous_pane", "Previous pane", ("shift+tab",), "Move", "Go to the previous pane.",
        has_priority=True),
)
TOGGLE_LIST = Command("toggle_list", "List on or off", ("backslash",), "Comfort",
    "Hide the list, so that the rest has its room; again to show it.")
LIST_COMMANDS: Sequence[Command] = (
    TOGGLE_LIST,
    Command("widen_list", "Wider list", (), "Comfort", "Make the list wider; or drag its border."),
    Command("narrow_list", "Narrower list", (), "Comfort", "Make the list narrower; or drag its border."),
)
NEXT_QUOTE = Command("next_quote", "Next quote", ("n",), "Find",
    "Go to the next match of the search, or else to the next quotation.", in_footer=True, short_name="Next")
CLEAR_SEARCH = Command("clear_search", "Clear search", ("escape",), "Find", "Clear the search and its marks.")
OPEN_PASSAGE = Command("open_passage", "Open", ("enter",), "Move",
    "Show this passage in the article.", in_footer=True)
COPY_CITATION = Command("copy_citation", "Copy", ("y",), "Copy and open",
    "Copy the quotation with a short citation.", in_footer=True)
CLEAR_FILTER = Command("clear_filter", "Clear filter", ("escape",), "Find", "Clear the filter.")
SELECT_ROW = Command("select_row", "Select", ("v",), "Copy and open",
    "Select the row, to copy or export it with others; again to leave it out. Or click it with Ctrl.")
OPEN_PERSON = Command("open_person", "Person’s page", ("p",), "Find",
    "Open the page of the speaker here.", short_name="Page")
OPEN_ORIGINAL = Command("open_original", "Original", ("o",), "Copy and open",
    "Open the original in the browser.")
EDIT_SOURCE = Command("edit_source", "Edit", ("e",), "Copy and open",
    "Open the YAML behind this in your editor ($VISUAL or $EDITOR), at its line.", uses_host=True)

LINE_DOWN = Command("line_down", "Down", ("j", "down"), "Move", "Go down one line or row.")
LINE_UP = Command("line_up", "Up", ("k", "up"), "Move", "Go up one line or row.")
PAGE_DOWN = Command("page_down", "Page down", ("space", "pagedown"), "Move", "Go down one screenful.")
MOVEMENT_COMMANDS: Sequence[Command] = (
    LINE_DOWN, LINE_UP, PAGE_DOWN,
    Command("page_up", "Page up", ("b", "pageup"), "Move", "Go up one screenful."),
    Command("half_down", "Half a page down", ("ctrl+d",), "Move", "Go down half a screenful."),
    Command("half_up", "Half a page up", ("ctrl+u",), "Move", "Go up half a screenful."),
    Command("top", "Beginning", ("g", "home"), "Move", "Go to the beginning."),
    Command("bottom", "End", ("G", "end"), "Move", "Go to the end."),
)
# fmt: on

MOVEMENT_BINDINGS = make_bindings(MOVEMENT_COMMANDS)


class Movable:
    """Mixin of widgets that move by lines: ``move_by`` and ``move_to_end`` are theirs to define.

    Textual takes bindings from widgets alone, so a class that mixes this in names ``MOVEMENT_BINDINGS``.
    """

    def page(self) -> int:
        """Return how many lines or rows a screenful is."""
        raise NotImplementedError

    def move_by(self, lines: int) -> None:
        """Go down so many lines or rows; up when negative."""
        raise NotImplementedError

    def move_to_end(self, *, last: bool) -> None:
        """Go to the beginning, or the end."""
        raise NotImplementedError

    def action_line_down(self) -> None:
        self.move_by(1)

    def action_line_up(self) -> None:
        self.move_by(-1)

    def action_page_down(self) -> None:
        # One line of the screenful before stays visible.
        self.move_by(max(1, self.page() - 1))

    def action_page_up(self) -> None:
        self.move_by(-max(1, self.page() - 1))

    def action_half_down(self) -> None:
        self.move_by(max(1, self.page() // 2))

    def action_half_up(self) -> None:
        self.move_by(-max(1, self.page() // 2))

    def action_top(self) -> None:
        self.move_to_end(last=False)

    def action_bottom(self) -> None:
        self.move_to_end(last=True)
