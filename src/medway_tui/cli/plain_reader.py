"""``medway-tui --plain`` without a command: every view as plain text, at a prompt.

The reader for screen readers, braille displays and dumb terminals, where a screen that is drawn all over says
nothing. It prints lines and reads lines. A number chooses from what was listed last; every command that lists
something works at the prompt as it does in a shell.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import chain, zip_longest
from typing import NamedTuple

import click

from medway_tui.cli.console import prepare_stdout
from medway_tui.cli.options import print_usage_error
from medway_tui.cli.output import ReportCommand, open_for_query
from medway_tui.errors import MedwayError
from medway_tui.export.report import Report
from medway_tui.fuzzy import closest_matches, did_you_mean
from medway_tui.index.articles import article_key, count_contents, outermost_article
from medway_tui.index.connection import Index
from medway_tui.index.councils import list_councils, table_source
from medway_tui.index.quotes import count_drafts
from medway_tui.sync.dossier import Dossier
from medway_tui.text import escape_invisible, plural

PAGE_LINES = 20
"""The lines after which the prompt comes, if more follow."""

_LONGEST_NUMBER = 10
"""The digits from which a word is no number of a list: Python converts only some thousands."""

READ_COMMANDS = (
    "articles", "differences", "drafts", "notes", "people", "quotes", "ratings", "read", "search",
    "side-by-side", "timeline",
)  # fmt: skip
"""The commands that work at the prompt."""

HELP = """\
Enter: more of the list. p: the page before. b: back to the list before. m: the views.
A number: open what has this number in the last list.
/words: search, in the query language of the reader: /"a phrase", /speaker:jarrett shock.
A command with its options, as in a shell: quotes speaker:jarrett; timeline --kind promise; people brazil;
side-by-side ARTICLE ARTICLE; ratings --council Kent; differences; drafts; notes.
An article's id, with the number of a paragraph: bbc-2019-08-27#7.
h COMMAND: the help of a command. q: quit."""


class ListRecord(NamedTuple):
    """A record of a list."""

    text: str
    opens: str = ""
    """The command line that it opens; may be empty."""


class RecordList:
    """A list that is printed page by page; its records are read as they are needed."""

    def __init__(self, heading: str, records: Iterable[ListRecord], ending: str = "") -> None:
        self.heading = heading
        self._ending = ending
        self._rest = iter(records)
        self._pieces: list[str] = []
        """The paragraphs of the records so far; a long record is in several pages."""
        self._commands: list[str] = []
        self._starts = [0]
        """The first piece of each page up to the current one."""

    def page(self) -> tuple[list[str], bool]:
        """Return the paragraphs of the current page, and whether more follow."""
        pieces: list[str] = []
        number, lines = self._starts[-1], 0
        while self._has_piece(number):
            height = self._pieces[number].count("\n") + 1
            if pieces and lines + height > PAGE_LINES:
                break
            pieces.append(self._pieces[number])
            lines += height
            number += 1
        self._end = number
        has_more = self._has_piece(number)
        return ([*pieces, *([self._ending] if self._ending and not has_more else [])], has_more)

    def go_on(self) -> bool:
        """Go to the next page; return whether there is one."""
        if not self._has_piece(self._end):
            return False
        self._starts.append(self._end)
        return True

    def go_back(self) -> bool:
        """Go to the page before; return whether there is one."""
        if len(self._starts) == 1:
            return False
        self._starts.pop()
        return True

    def command_of(self, number: int) -> str | None:
        """Return what a record opens, by its number from 1; None where no such record was listed."""
        return self._commands[number - 1] if 0 < number <= len(self._commands) else None

    def _has_piece(self, number: int) -> bool:
        while len(self._pieces) <= number:
            record = next(self._rest, None)
            if record is None:
                return False
            self._commands.append(record.opens)
            first, *others = record.text.split("\n\n")
            label = f"{len(self._commands)}. " if record.opens else ""
            self._pieces += [f"{label}{first}", *others]
        return True


def list_of(report: Report) -> RecordList:
    """Return the records of a report as a list."""
    texts_and_commands = zip_longest(report.plain_blocks, report.opens, fillvalue="")
    ending = "\n".join(filter(None, (report.footer, report.attribution)))
    return RecordList(report.heading, (ListRecord(*each) for each in texts_and_commands), ending)


class PlainReader:
    """Reads commands and prints lists until the user quits."""

    def __init__(
        self,
        dossier: Dossier,
        program: click.Group,
        ask: Callable[[], str | None],
        write: Callable[[str], None],
    ) -> None:
        """Make a reader with the commands of a program; ``ask`` returns a line, None at the end of all."""
        self._program = program
        self._dossier = dossier
        self._ask = ask
        self._write = write
        self._lists: list[RecordList] = []
        """The lists that were opened, the current one last."""
        self._article = ""
        """The article that was read last."""

    @property
    def _index(self) -> Index:
        return self._dossier.index

    def run(self) -> None:
        """Print the views, and do what each line says."""
        self._open(self._views())
        self._write("A number and Enter opens a view. ? lists what else can be typed, q quits.")
        while (line := self._ask()) is not None:
            if line.strip() in ("q", "quit", "exit", ":q"):
                return
            self.obey(line.strip())

    def obey(self, line: str) -> None:
        """Do what a line says."""
        actions = {"": self._more, "n": self._more, "p": self._page_before, "b": self._back}
        if line in actions:
            actions[line]()
        elif line in ("m", "menu"):
            self._open(self._views())
        elif line in ("?", "help"):
            self._write(HELP)
        elif line.isdecimal() and len(line) < _LONGEST_NUMBER:
            self._choose(int(line))
        elif line.startswith("/"):
            self._run_command(["search", *_split_search(line[1:])])
        else:
            try:
                self._run_command(shlex.split(line))
            except ValueError:
                self._write("A quotation mark has no end. Put words with an apostrophe between double ones.")

    # -- lists ---------------------------------------------------------------------------------------------

    def _open(self, opened: RecordList) -> None:
        self._lists.append(opened)
        self._print_page(heading=True)

    def _print_page(self, *, heading: bool = False) -> None:
        current = self._lists[-1]
        pieces, has_more = current.page()
        shown = [current.heading] if heading and current.heading else []
        lines = chain.from_iterable(each.split("\n") for each in (*shown, *pieces))
        self._write("\n".join(map(escape_invisible, lines)))
        if has_more:
            self._write("More follows: Enter.")

    def _more(self) -> None:
        if self._lists[-1].go_on():
            self._print_page()
        else:
            self._write("This is the end. b goes back, m lists the views.")

    def _page_before(self) -> None:
        if self._lists[-1].go_back():
            self._print_page()
        else:
            self._write("This is the beginning.")

    def _back(self) -> None:
        if len(self._lists) == 1:
            self._write("There is no list before this one.")
            return
        self._lists.pop()
        self._print_page(heading=True)

    def _choose(self, number: int) -> None:
        command = self._lists[-1].command_of(number)
        if command == _COUNCILS:
            self._open(RecordList("Other councils", self._councils()))
        elif command:
            self._run_command(shlex.split(command))
        elif command is None:
            self._write(f"There is no number {number} in this list so far.")
        else:
            self._write(f"Number {number} opens nothing.")

    # -- commands ------------------------------------------------------------------------------------------

    def _run_command(self, words: list[str]) -> None:
        """Run a command and open its list, or say why there is none."""
        name, *arguments = words
        if name == "h" and arguments:
            name, arguments = arguments[0], ["--help"]
        if name not in READ_COMMANDS and article_key(self._index, name.partition("#")[0]) is not None:
            name, arguments = "read", [name]
        if name not in READ_COMMANDS:
            hint = did_you_mean(closest_matches(name, READ_COMMANDS, limit=2)) or "? lists what can be typed."
            if self._program.get_command(click.get_current_context(), name) is not None:
                hint = f"quit with q, then run medway-tui {name}."
            self._write(f"{escape_invisible(name)} is no command here: {hint}")
            return
        try:
            report = self._make_report(name, arguments)
            if next(iter(report.rows), None) is None:
                self._write("Nothing was found.")
                return
        except click.exceptions.Exit:
            return
        except click.ClickException as error:
            print_usage_error(error)
            return
        except SystemExit:
            return  # it said why
        except MedwayError as error:
            self._write(escape_invisible(". ".join(filter(None, (f"{error}", error.hint)))))
            return
        if name == "read":
            self._article = _named_article(arguments) or self._article
        self._open(list_of(report))

    def _make_report(self, name: str, arguments: list[str]) -> Report:
        parent = click.get_current_context()
        command = self._program.get_command(parent, name)
        if not isinstance(command, ReportCommand):
            raise TypeError(name)
        with command.make_context(name, list(arguments), parent=parent) as context:
            return command.make_report(self._index, context.params)

    # -- the views -----------------------------------------------------------------------------------------

    def _views(self) -> RecordList:
        index = self._index
        counts = count_contents(index)
        heading = (
            f"{self._dossier.title}: {plural(counts.articles, 'article')},"
            f" {plural(counts.quotes, 'quotation')} by {plural(counts.speakers, 'speaker')}."
        )
        newest = self._article or outermost_article(index, newest=True) or ""
        views = [
            ListRecord("Read: the articles", "articles"),
            ListRecord("Quotes: who said what", "quotes"),
            ListRecord("Ratings: the inspections and their judgements", "ratings"),
            ListRecord("Timeline: what happened, in order", "timeline"),
            ListRecord("People: everyone, with roles and words", "people"),
            ListRecord("Differences: where sources disagree", "differences"),
            ListRecord(f"Side by side: {newest} and the article most like it", f"side-by-side {newest}"),
        ]
        drafts = count_drafts(index)
        if drafts:
            views.append(ListRecord(f"Review: {plural(drafts, 'draft')}", "drafts"))
        if table_source(index) is not None:
            views.append(ListRecord("Other councils: grades of England", _COUNCILS))
        return RecordList(heading, views)

    def _councils(self) -> Iterator[ListRecord]:
        source = table_source(self._index)
        if source is not None:
            yield ListRecord("How many councils had each grade", f"ratings --shares {source.date}")
            yield ListRecord("How long councils took from Inadequate to Good", "ratings --recovery")
        for each in list_councils(self._index):
            yield ListRecord(each.name, f"ratings --council {shlex.quote(each.name)}")


_COUNCILS = "councils"


def _named_article(arguments: Sequence[str]) -> str:
    """Return the article among the arguments of ``read``; empty where options alone are there."""
    return next((each.partition("#")[0] for each in arguments if not each.startswith("-")), "")


def _split_search(text: str) -> list[str]:
    """Return the query after the slash as arguments; a minus at the start is no option."""
    return ["--", text.strip()] if text.strip() else []


def run_plain_reader(folders: Sequence[str], program: click.Group) -> None:
    """Open the dossier in these folders, and read commands from standard input until its end."""
    prepare_stdout(utf_8=False)
    dossier = open_for_query(folders, no_scan=False)
    is_typed = sys.stdin.isatty()
    if is_typed:
        with suppress(ImportError):
            import readline  # noqa: F401, PLC0415 - input() edits lines and keeps a history with it
    with suppress(AttributeError):
        sys.stdin.reconfigure(errors="replace")  # type: ignore[union-attr]

    def ask() -> str | None:
        try:
            return input("Command: " if is_typed and sys.stdout.isatty() else "")
        except (EOFError, OSError):
            return None

    def write(text: str) -> None:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()

    PlainReader(dossier, program, ask, write).run()
