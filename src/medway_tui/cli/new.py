"""``medway-tui new``: create a file or entry of a dossier, to be filled in."""

from __future__ import annotations

import shlex
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar, get_args

import click

from medway_tui.authoring.external_editor import editor_command
from medway_tui.authoring.fields import FieldError, check_field
from medway_tui.authoring.scaffold import CreatedFile, Scaffolder, create_dossier
from medway_tui.cli.console import print_error, print_lines
from medway_tui.cli.options import SuggestingChoice, SuggestingGroup
from medway_tui.errors import MedwayError
from medway_tui.model.constraints import EventKind
from medway_tui.model.locations import FileLocation
from medway_tui.yaml_io.reader import MAX_BYTES, read_text

_F = TypeVar("_F", bound=Callable[..., Any] | click.Command)

_content_option = click.option(
    "--content",
    "roots",
    metavar="DIR",
    multiple=True,
    type=click.Path(),
    help="Write to this folder, not your own. If repeated, the last is written and overrides the others.",
)
_id_option = click.option(
    "--id", "requested_id", metavar="ID", default="", help="The id, instead of the proposed one."
)


class _PromptedOption(click.Option):
    """An option that the program asks for in a terminal, until it is valid; elsewhere it is required."""

    def prompt_for_value(self, ctx: click.Context) -> Any:
        if not sys.stdin.isatty():
            option = self.opts[0]
            raise MedwayError(f"{option} is missing", f"add {option}, or run the command in a terminal")
        default = self.get_default(ctx)
        return _ask(str(self.prompt), str(self.name), default=default if isinstance(default, str) else None)


def _ask(question: str, key: str, *, default: str | None = None) -> str:
    """Ask for the value of a key until it is valid; an empty answer is the default, if there is one."""

    def check(answer: str) -> str:
        answer = answer.strip()
        try:
            if answer or default is None:
                check_field(key, answer)
        except FieldError as error:
            # Shown by the prompt, which then asks again.
            raise click.UsageError(f"{error}\n  {error.hint}" if error.hint else str(error)) from None
        return answer

    answer: str = click.prompt(question, default=default, show_default=bool(default), value_proc=check)
    return answer


def _prompted(option: str, metavar: str, question: str, text: str, **settings: Any) -> Callable[[_F], _F]:
    return click.option(option, cls=_PromptedOption, prompt=question, metavar=metavar, help=text, **settings)


@click.group(cls=SuggestingGroup)
def command() -> None:
    """Create a file or entry of a dossier, to be filled in.

    It is written to your own folder, which overrides the dossier that comes with the program, or to the
    folder named by --content. A comment explains each key, and medway-tui check lists what is missing.
    Files are never overwritten; entries are added at the end of a list.

    Examples:
      Create a dossier, and a person in it:
        medway-tui new dossier "The mill race" --content mill
        medway-tui new person "Ann Example" --content mill
    """


@command.command()
@_prompted("--headline", "TEXT", "Headline, as printed", "The headline as printed.")
@_prompted("--publisher", "NAME", "Publisher, such as BBC News", "The publisher, such as BBC News.")
@_prompted(
    "--published",
    "DATE",
    "Day or month, such as 2019-08-27 (empty if not known)",
    "The day or month, such as 2019-08-27; '' if not known.",
    default="",
    show_default=False,
)
@click.option("--url", metavar="ADDRESS", help="The address of the original.")
@click.option(
    "--kind",
    type=click.Choice(["account", "original"]),
    default="account",
    show_default=True,
    help="An account in your own words, or the article's own text.",
)
@click.option(
    "--text",
    metavar="FILE",
    help="The original as plain text, with blank lines between blocks; - reads stdin. An account keeps only"
    " a digest of each block.",
)
@_id_option
@_content_option
@click.pass_obj
def article(
    group_roots: tuple[str, ...], /, roots: tuple[str, ...], requested_id: str, **options: Any
) -> None:
    """Create an article, and the file of its quotations.

    In a terminal, the program asks for missing options. The id is made from the publisher and the date,
    such as bbc-2019-08-27.

    Examples:
      Give all options that the program would ask for:
        medway-tui new article --content bandstand --headline "Roof repaired" \
--publisher "Shoreham Mercury" --published 2024-05-02
    """
    text = None if options["text"] is None else _read_text(options["text"])
    required = ("headline", "publisher")
    answers = {
        key: str(options[key])
        for key in (*required, "published", "url", "kind")
        if options[key] or key in required
    }

    def add(scaffolder: Scaffolder, keys: dict[str, str], new_id: str) -> list[CreatedFile]:
        return scaffolder.add_article(keys, requested_id=new_id, text=text)

    _run_scaffolder((*group_roots, *roots), add, answers, requested_id)


@command.command()
@click.argument("article_id", metavar="ARTICLE")
@_content_option
@click.pass_obj
def quotes(group_roots: tuple[str, ...], /, roots: tuple[str, ...], article_id: str) -> None:
    """Create the file of an article's quotations.

    ARTICLE is its id: the name of its file, without .yaml.

    Examples:
      Create it for an article that has none yet:
        medway-tui new quotes example-2024-04-02 --content bandstand
    """
    _run_scaffolder((*group_roots, *roots), lambda scaffolder, *_: scaffolder.add_quotes(article_id))


_ENTRIES = {
    "person": ("people", "name", "Add a person to people.yaml.", '"Ann Example"'),
    "organisation": ("organisations", "name", "Add an organisation to organisations.yaml.", '"Lido Trust"'),
    "framework": ("frameworks", "name", "Add an inspection framework to frameworks.yaml.", '"Pier survey"'),
    "difference": (
        "differences", "title", "Add a point on which sources differ to differences.yaml.",
        '"The day of the storm"',
    ),
}  # fmt: skip
"""The commands that add an entry to a list: the kind of file, the required key, the help and an example."""


def _add_entry_command(name: str, kind: str, key: str, summary: str, example: str) -> None:
    @command.command(
        name,
        help=f"{summary}\n\nExamples:\n  Add it to the dossier in a folder:\n"
        f"    medway-tui new {name} {example} --content bandstand",
    )
    @click.argument("value", metavar=key.upper())
    @_id_option
    @_content_option
    @click.pass_obj
    def run(group_roots: tuple[str, ...], /, roots: tuple[str, ...], requested_id: str, value: str) -> None:
        def add(scaffolder: Scaffolder, keys: dict[str, str], new_id: str) -> list[CreatedFile]:
            return scaffolder.add_entry(kind, keys, id_source=keys[key], requested_id=new_id)

        _run_scaffolder((*group_roots, *roots), add, {key: value}, requested_id)


for _name, _entry in _ENTRIES.items():
    _add_entry_command(_name, *_entry)


class _EventDateOption(_PromptedOption):
    """The date of an event, which a deadline with a due date may lack."""

    def prompt_for_value(self, ctx: click.Context) -> Any:
        if ctx.params.get("kind") == "deadline" and ctx.params.get("due"):
            return ""
        return super().prompt_for_value(ctx)


@command.command()
@click.argument("title")
@click.option(
    "--kind",
    type=SuggestingChoice(get_args(EventKind)),
    default="event",
    show_default=True,
    is_eager=True,
    help="What it is.",
)
@click.option(
    "--date",
    cls=_EventDateOption,
    prompt="Date, such as 2019-08-27 or 2019",
    metavar="DATE",
    help="When it happened, was promised, or the deadline was set: a year, a month, a day or a range.",
)
@click.option("--due", metavar="DATE", is_eager=True, help="When a deadline or a promise is due.")
@_id_option
@_content_option
@click.pass_obj
def event(
    group_roots: tuple[str, ...],
    /,
    roots: tuple[str, ...],
    requested_id: str,
    title: str,
    **options: str | None,
) -> None:
    """Add an event, a deadline or a promise to events.yaml.

    In a terminal, the program asks for a missing date. A deadline needs none if it has --due.

    Examples:
      Add it to the dossier in a folder:
        medway-tui new event "The roof is repaired" --date 2024-05 --content bandstand
      Add a deadline:
        medway-tui new event "The next survey" --kind deadline --due 2025-03 --content bandstand
    """
    answers = {key: value for key, value in options.items() if value and value != "event"}

    def add(scaffolder: Scaffolder, keys: dict[str, str], new_id: str) -> list[CreatedFile]:
        day = (keys.get("date") or keys.get("due") or "").partition("/")[0]
        id_source = f"{day} {keys['title']}"
        return scaffolder.add_entry("events", keys, id_source=id_source, requested_id=new_id)

    _run_scaffolder((*group_roots, *roots), add, {**answers, "title": title}, requested_id)


@command.command()
@_prompted("--title", "TEXT", "Title of the report", "The title of the report.")
@_prompted("--framework", "ID", "Framework, by its id in frameworks.yaml", "The id of its framework.")
@_prompted(
    "--inspected",
    "DATES",
    "Days of the inspection, such as 2019-07-15/2019-07-26",
    "The days of the inspection, such as 2019-07-15/2019-07-26.",
)
@_prompted("--published", "DATE", "Day the report was published", "The day of the report's publication.")
@_id_option
@_content_option
@click.pass_obj
def inspection(
    group_roots: tuple[str, ...], /, roots: tuple[str, ...], requested_id: str, **answers: str
) -> None:
    """Create an inspection, with a judgement for each area of its framework.

    In a terminal, the program asks for missing options.

    Examples:
      Give all options that the program would ask for:
        medway-tui new inspection --content bandstand --title "Second survey" --framework bandstands-2020 \
--inspected 2024-06-03/2024-06-04 --published 2024-06-20
    """

    def add(scaffolder: Scaffolder, keys: dict[str, str], new_id: str) -> list[CreatedFile]:
        fields = {key: value for key, value in keys.items() if key != "inspected"}
        return scaffolder.add_inspection(fields, inspected=keys["inspected"], requested_id=new_id)

    _run_scaffolder((*group_roots, *roots), add, answers, requested_id)


@command.command()
@click.argument("title")
@click.option(
    "--language", metavar="TAG", default="en-GB", show_default=True, help="The language of the texts."
)
@_id_option
@_content_option
@click.pass_obj
def dossier(
    group_roots: tuple[str, ...], /, roots: tuple[str, ...], requested_id: str, title: str, language: str
) -> None:
    """Create a dossier in a folder.

    --content names the folder, which is created if it does not exist.

    Examples:
      Create a dossier in a new folder:
        medway-tui new dossier "The mill race" --content mill
    """
    folders = (*group_roots, *roots)
    if len(folders) != 1:
        sys.exit(print_error("no folder for the dossier", "name one with --content DIR"))
    created, remarks = create_dossier(
        Path(folders[0]), {"title": title, "language": language}, requested_id=requested_id
    )
    _print_created([created], remarks, folders)


def _run_scaffolder(
    roots: Sequence[str],
    add: Callable[[Scaffolder, dict[str, str], str], list[CreatedFile]],
    answers: Mapping[str, str] | None = None,
    requested_id: str = "",
) -> None:
    """Add what ``answers`` describe.

    In a terminal, an answer that turns out to be wrong is asked for again, and the others are kept.
    """
    scaffolder = Scaffolder([Path(root) for root in roots])
    keys = {**(answers or {}), "id": requested_id}
    while True:
        try:
            new_id = keys["id"]
            created = add(scaffolder, {key: value for key, value in keys.items() if key != "id"}, new_id)
            break
        except FieldError as error:
            if error.key not in keys or not sys.stdin.isatty():
                raise
            print_error(str(error), error.hint)
            keys[error.key] = _ask(_QUESTIONS.get(error.key, error.key.capitalize()), error.key)
    _print_created(created, scaffolder.remarks, roots)


_QUESTIONS = {"id": "Id of the new one", "framework": "Framework, by its id in frameworks.yaml"}
"""How a value that was wrong is asked for again, where not by its key."""


def _print_created(created: Sequence[CreatedFile], remarks: Sequence[str], roots: Sequence[str]) -> None:
    lines = [*remarks, *(f"written: {path}" for path, _ in created), "next:"]
    for path, line in created:
        editor = editor_command(FileLocation(str(path), line, 1))
        step = shlex.join(editor) if editor else f"open {path} in your editor, at line {line}"
        lines.append(f"  {step}")
    lines.append(f"  {shlex.join(['medway-tui', 'check', *roots])}")
    print_lines(lines, stdout=True)


def _read_text(source: str) -> str:
    """Read the plain text of an article; ends the process if it can't be read."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(source)
        if source == "-":
            path = Path(folder) / "text"
            path.write_bytes(sys.stdin.buffer.read(MAX_BYTES + 1))
        text, _, findings = read_text(str(path))
    if text is None:
        name = "stdin" if source == "-" else source
        sys.exit(print_error(f"{name} can't be read: {findings[0].message}", findings[0].hint))
    return text
