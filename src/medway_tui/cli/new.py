"""``medway-tui new``: something new for a dossier, as a file or entry to be filled in."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from medway_tui.cli.console import print_error
from medway_tui.cli.main import SuggestingGroup

if TYPE_CHECKING:
    from medway_tui.authoring.scaffold import CreatedFile, Scaffolder

_content_option = click.option(
    "--content",
    "roots",
    metavar="DIR",
    multiple=True,
    type=click.Path(),
    help="Write into this folder, not your own. Repeat it for folders below: the last is written to.",
)
_id_option = click.option(
    "--id", "wanted", metavar="ID", default="", help="The id, where the one proposed won't do."
)


@click.group(cls=SuggestingGroup)
def command() -> None:
    """Write something new for a dossier, to be filled in.

    It goes into your own folder, which lies over the dossier that comes with the program; or into the
    folder that --content names. Each key is explained where it stands, and medway-tui check says what is
    still to be filled in. Nothing is ever written over; lists are added to at their end.

    \b
    Examples:
      A dossier of its own, and a person in it:
        medway-tui new dossier "The mill race" --content mill
        medway-tui new person "Ann Example" --content mill
    """  # noqa: D301 - \b is click's mark for lines that are kept


@command.command()
@click.option("--headline", metavar="TEXT", help="The headline as printed.")
@click.option("--publisher", metavar="NAME", help="Who printed it, such as BBC News.")
@click.option("--published", metavar="DATE", help="The day or month, such as 2019-08-27; '' where not known.")
@click.option("--url", metavar="ADDRESS", help="The address of the original.")
@click.option(
    "--kind",
    type=click.Choice(["account", "original"]),
    default="account",
    show_default=True,
    help="Told in your own words, or the article's own text.",
)
@click.option(
    "--text",
    metavar="FILE",
    help="The original as plain text, a blank line between blocks; - reads it from stdin. For an account"
    " only the digest of each block is kept.",
)
@_id_option
@_content_option
@click.pass_obj
def article(given: tuple[str, ...], /, roots: tuple[str, ...], wanted: str, **options: Any) -> None:
    """Write an article, and the file of its quotations.

    What is not given is asked for, where there is a terminal. The id is made of the publisher and the
    date, such as bbc-2019-08-27.

    \b
    Examples:
      With all that would be asked for:
        medway-tui new article --content bandstand --headline "Roof mended" \
--publisher "Shoreham Mercury" --published 2024-05-02
    """  # noqa: D301 - \b is click's mark for lines that are kept
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
        (*given, *roots), lambda adding: adding.add_article(known, requested_id=wanted, text=text)
    )


@command.command()
@click.argument("article_id", metavar="ARTICLE")
@_content_option
@click.pass_obj
def quotes(given: tuple[str, ...], /, roots: tuple[str, ...], article_id: str) -> None:
    """Write the file of the quotations of an article.

    ARTICLE is its id: the name of its file, without .yaml.

    \b
    Examples:
      For an article that has none yet:
        medway-tui new quotes example-2024-04-02 --content bandstand
    """  # noqa: D301 - \b is click's mark for lines that are kept
    _run_scaffolder((*given, *roots), lambda adding: adding.add_quotes(article_id))


def _add_entry_command(
    single: str, name: str, key: str, *options: Callable[[Any], Any], said: str, such_as: str
) -> None:
    """Make the command that adds an entry to a list. ``key`` is what the entry is called by."""

    def run(
        given: tuple[str, ...], roots: tuple[str, ...], wanted: str, called: str, **more: str | None
    ) -> None:
        date = (
            _value_or_prompt(more["date"], "date", "When, such as 2019-08-27 or 2019")
            if "date" in more
            else ""
        )
        keys = {**({"date": date} if date else {}), key: called}
        made_of = f"{date.partition('/')[0]} {called}"
        _run_scaffolder(
            (*given, *roots),
            lambda adding: adding.add_entry(name, keys, id_source=made_of, requested_id=wanted),
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
    command.command(single, help=f"{said}\n\n\b\nExamples:\n  To the dossier in a folder:\n    {example}")(
        made
    )


_add_entry_command("person", "people", "name", said="Add a person to people.yaml.", such_as='"Ann Example"')
_add_entry_command(
    "organisation",
    "organisations",
    "name",
    said="Add an organisation to organisations.yaml.",
    such_as='"Lido Trust"',
)
_add_entry_command(
    "framework",
    "frameworks",
    "name",
    said="Add an inspection framework to frameworks.yaml.",
    such_as='"Pier survey"',
)
_add_entry_command(
    "difference",
    "differences",
    "title",
    said="Add a point on which sources differ to differences.yaml.",
    such_as='"The day of the storm"',
)
_add_entry_command(
    "event",
    "events",
    "title",
    click.option("--date", metavar="DATE", help="When: a year, a month, a day or a range."),
    said="Add an event to events.yaml.",
    such_as='"The roof is mended" --date 2024-05',
)


@command.command()
@click.option("--title", metavar="TEXT", help="What the report calls the inspection.")
@click.option("--framework", metavar="ID", help="The framework it was made under, by its id.")
@click.option("--inspected", metavar="DATES", help="Its days, such as 2019-07-15/2019-07-26.")
@click.option("--published", metavar="DATE", help="The day the report was published.")
@_id_option
@_content_option
@click.pass_obj
def inspection(given: tuple[str, ...], /, roots: tuple[str, ...], wanted: str, **options: str | None) -> None:
    """Write an inspection, with a judgement for each area of its framework.

    What is not given is asked for, where there is a terminal.

    \b
    Examples:
      With all that would be asked for:
        medway-tui new inspection --content bandstand --title "Second survey" --framework bandstands-2020 \
--inspected 2024-06-03/2024-06-04 --published 2024-06-20
    """  # noqa: D301 - \b is click's mark for lines that are kept
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
        (*given, *roots), lambda adding: adding.add_inspection(keys, inspected=inspected, requested_id=wanted)
    )


@command.command()
@click.argument("title")
@click.option(
    "--language", metavar="TAG", default="en-GB", show_default=True, help="The language of its texts."
)
@_id_option
@_content_option
@click.pass_obj
def dossier(
    given: tuple[str, ...], /, roots: tuple[str, ...], wanted: str, title: str, language: str
) -> None:
    """Make a folder a dossier of its own.

    --content names the folder; it is made where it is not there.

    \b
    Examples:
      In a new folder:
        medway-tui new dossier "The mill race" --content mill
    """  # noqa: D301 - \b is click's mark for lines that are kept
    folders = (*given, *roots)
    if len(folders) != 1:
        sys.exit(print_error("which folder is to be a dossier?", "name one, with --content DIR"))
    from medway_tui.authoring.scaffold import create_dossier  # noqa: PLC0415 - yaml, pydantic
    from medway_tui.sync.locations import DossierError  # noqa: PLC0415 - not on the way to --help

    try:
        added, remarks = create_dossier(
            Path(folders[0]), {"title": title, "language": language}, requested_id=wanted
        )
    except DossierError as error:
        sys.exit(print_error(str(error), error.hint))
    _print_created([added], remarks, folders)


def _run_scaffolder(roots: Sequence[str], add: Callable[[Scaffolder], list[CreatedFile]]) -> None:
    """Add something, and say what was written and what comes next."""
    from medway_tui.authoring.scaffold import Scaffolder  # noqa: PLC0415 - yaml, pydantic
    from medway_tui.sync.locations import DossierError  # noqa: PLC0415 - not on the way to --help

    try:
        adding = Scaffolder([Path(root) for root in roots])
        added = add(adding)
    except DossierError as error:
        sys.exit(print_error(str(error), error.hint))
    _print_created(added, adding.remarks, roots)


def _print_created(added: Sequence[CreatedFile], remarks: Sequence[str], roots: Sequence[str]) -> None:
    from medway_tui.model.locations import FileLocation  # noqa: PLC0415 - not on the way to --help
    from medway_tui.text import escape_invisible  # noqa: PLC0415
    from medway_tui.tui.editor import editor_command  # noqa: PLC0415

    lines = [*remarks, *(f"written: {path}" for path, _ in added), "next:"]
    for path, line in added:
        editor = editor_command(FileLocation(str(path), line, 1))
        opened = shlex.join(editor) if editor else f"open {path} in your editor, at line {line}"
        lines.append(f"  {opened}")
    lines.append(f"  {shlex.join(['medway-tui', 'check', *roots])}")
    for each in lines:
        click.echo(escape_invisible(each))


def _value_or_prompt(value: str | None, option: str, question: str, default: str | None = None) -> str:
    """What was given, or what the person answers; ends the process where there is nobody to ask."""
    if value is not None:
        return value
    if not sys.stdin.isatty():
        sys.exit(print_error(f"--{option} is missing, and there is no terminal to ask in", f"add --{option}"))
    answer: str = click.prompt(question, default=default, show_default=False)
    return answer.strip()


def _read_text(source: str) -> str:
    """The plain text of an article; ends the process where it can't be read."""
    import tempfile  # noqa: PLC0415 - not on the way to --help

    from medway_tui.yaml_io.reader import MAX_BYTES, read_text  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        path = Path(source)
        if source == "-":
            path = Path(folder) / "text"
            path.write_bytes(sys.stdin.buffer.read(MAX_BYTES + 1))
        text, _, findings = read_text(str(path))
    if text is None:
        named = "what came from stdin" if source == "-" else source
        sys.exit(print_error(f"{named} can't be read: {findings[0].message}", findings[0].hint))
    return text
