"""``medway-tui new``: create a file or entry of a dossier, to be filled in."""

from __future__ import annotations

import shlex
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from medway_tui.authoring.editor import editor_command
from medway_tui.authoring.scaffold import CreatedFile, Scaffolder, create_dossier
from medway_tui.cli.console import print_error, print_lines
from medway_tui.cli.options import SuggestingGroup
from medway_tui.model.locations import FileLocation
from medway_tui.yaml_io.reader import MAX_BYTES, read_text

_content_option = click.option(
    "--content",
    "roots",
    metavar="DIR",
    multiple=True,
    type=click.Path(),
    help="Write to this folder, not your own. If repeated, the last is written and overrides the others.",
)
_id_option = click.option(
    "--id", "wanted", metavar="ID", default="", help="The id, instead of the proposed one."
)


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
@click.option("--headline", metavar="TEXT", help="The headline as printed.")
@click.option("--publisher", metavar="NAME", help="The publisher, such as BBC News.")
@click.option("--published", metavar="DATE", help="The day or month, such as 2019-08-27; '' if not known.")
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
def article(group_roots: tuple[str, ...], /, roots: tuple[str, ...], wanted: str, **options: Any) -> None:
    """Create an article, and the file of its quotations.

    In a terminal, the program asks for missing options. The id is made from the publisher and the date,
    such as bbc-2019-08-27.

    Examples:
      Give all options that the program would ask for:
        medway-tui new article --content bandstand --headline "Roof repaired" \
--publisher "Shoreham Mercury" --published 2024-05-02
    """
    text = None if options["text"] is None else _read_text(options["text"])
    keys = {
        "headline": _value_or_prompt(options["headline"], "headline", "Headline, as printed"),
        "publisher": _value_or_prompt(options["publisher"], "publisher", "Publisher, such as BBC News"),
        "published": _value_or_prompt(
            options["published"],
            "published",
            "Day or month, such as 2019-08-27 (empty if not known)",
            default="",
        ),
        "url": options["url"] or "",
        "kind": options["kind"],
    }
    known = {key: value for key, value in keys.items() if value or key in ("headline", "publisher")}
    _run_scaffolder(
        (*group_roots, *roots),
        lambda scaffolder: scaffolder.add_article(known, requested_id=wanted, text=text),
    )


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
    _run_scaffolder((*group_roots, *roots), lambda scaffolder: scaffolder.add_quotes(article_id))


def _add_entry_command(
    single: str, name: str, key: str, *options: Callable[[Any], Any], summary: str, such_as: str
) -> None:
    """Make the command that adds an entry to a list; ``key`` is the entry's required key."""

    def run(
        group_roots: tuple[str, ...], roots: tuple[str, ...], wanted: str, called: str, **more: str | None
    ) -> None:
        date = (
            _value_or_prompt(more["date"], "date", "Date, such as 2019-08-27 or 2019")
            if "date" in more
            else ""
        )
        keys = {**({"date": date} if date else {}), key: called}
        made_of = f"{date.partition('/')[0]} {called}"
        _run_scaffolder(
            (*group_roots, *roots),
            lambda scaffolder: scaffolder.add_entry(name, keys, id_source=made_of, requested_id=wanted),
        )

    made: Any = click.pass_obj(run)
    more: list[Callable[[Any], Any]] = [
        _content_option,
        _id_option,
        *options,
        click.argument("called", metavar=key.upper()),
    ]
    for each in more:
        made = each(made)
    example = f"medway-tui new {single} {such_as} --content bandstand"
    command.command(
        single, help=f"{summary}\n\nExamples:\n  Add it to the dossier in a folder:\n    {example}"
    )(made)


_add_entry_command(
    "person", "people", "name", summary="Add a person to people.yaml.", such_as='"Ann Example"'
)
_add_entry_command(
    "organisation",
    "organisations",
    "name",
    summary="Add an organisation to organisations.yaml.",
    such_as='"Lido Trust"',
)
_add_entry_command(
    "framework",
    "frameworks",
    "name",
    summary="Add an inspection framework to frameworks.yaml.",
    such_as='"Pier survey"',
)
_add_entry_command(
    "difference",
    "differences",
    "title",
    summary="Add a point on which sources differ to differences.yaml.",
    such_as='"The day of the storm"',
)
_add_entry_command(
    "event",
    "events",
    "title",
    click.option("--date", metavar="DATE", help="The date: a year, a month, a day or a range."),
    summary="Add an event to events.yaml.",
    such_as='"The roof is repaired" --date 2024-05',
)


@command.command()
@click.option("--title", metavar="TEXT", help="The title of the report.")
@click.option("--framework", metavar="ID", help="The id of its framework.")
@click.option(
    "--inspected", metavar="DATES", help="The days of the inspection, such as 2019-07-15/2019-07-26."
)
@click.option("--published", metavar="DATE", help="The day of the report's publication.")
@_id_option
@_content_option
@click.pass_obj
def inspection(
    group_roots: tuple[str, ...], /, roots: tuple[str, ...], wanted: str, **options: str | None
) -> None:
    """Create an inspection, with a judgement for each area of its framework.

    In a terminal, the program asks for missing options.

    Examples:
      Give all options that the program would ask for:
        medway-tui new inspection --content bandstand --title "Second survey" --framework bandstands-2020 \
--inspected 2024-06-03/2024-06-04 --published 2024-06-20
    """
    inspected = _value_or_prompt(
        options["inspected"], "inspected", "Days of the inspection, such as 2019-07-15/2019-07-26"
    )
    keys = {
        "title": _value_or_prompt(options["title"], "title", "Title of the report"),
        "framework": _value_or_prompt(
            options["framework"], "framework", "Framework, by its id in frameworks.yaml"
        ),
        "published": _value_or_prompt(options["published"], "published", "Day the report was published"),
    }
    _run_scaffolder(
        (*group_roots, *roots),
        lambda scaffolder: scaffolder.add_inspection(keys, inspected=inspected, requested_id=wanted),
    )


@command.command()
@click.argument("title")
@click.option(
    "--language", metavar="TAG", default="en-GB", show_default=True, help="The language of the texts."
)
@_id_option
@_content_option
@click.pass_obj
def dossier(
    group_roots: tuple[str, ...], /, roots: tuple[str, ...], wanted: str, title: str, language: str
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
        Path(folders[0]), {"title": title, "language": language}, requested_id=wanted
    )
    _print_created([created], remarks, folders)


def _run_scaffolder(roots: Sequence[str], add: Callable[[Scaffolder], list[CreatedFile]]) -> None:
    """Create files or entries; print what was written and what to do next."""
    scaffolder = Scaffolder([Path(root) for root in roots])
    created = add(scaffolder)
    _print_created(created, scaffolder.remarks, roots)


def _print_created(created: Sequence[CreatedFile], remarks: Sequence[str], roots: Sequence[str]) -> None:

    lines = [*remarks, *(f"written: {path}" for path, _ in created), "next:"]
    for path, line in created:
        editor = editor_command(FileLocation(str(path), line, 1))
        step = shlex.join(editor) if editor else f"open {path} in your editor, at line {line}"
        lines.append(f"  {step}")
    lines.append(f"  {shlex.join(['medway-tui', 'check', *roots])}")
    print_lines(lines, stdout=True)


def _value_or_prompt(value: str | None, option: str, question: str, default: str | None = None) -> str:
    """Return the value of an option, or ask for it; ends the process if there is no terminal."""
    if value is not None:
        return value
    if not sys.stdin.isatty():
        sys.exit(print_error(f"--{option} is missing", f"add --{option}, or run the command in a terminal"))
    answer: str = click.prompt(question, default=default, show_default=False)
    return answer.strip()


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
