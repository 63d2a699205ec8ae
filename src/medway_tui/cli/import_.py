"""``medway-tui import``: saved articles into a dossier."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from medway_tui.cli.program import content_option
from medway_tui.cli.saying import fail, prepare_stdout, progress

if TYPE_CHECKING:
    from medway_tui.dossier.importing import Importer, Outcome, Wishes
    from medway_tui.extract.saved import Choices

_FACTS = ("headline", "publisher", "published", "url", "author")


def _numbers(
    _context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]
) -> tuple[str, ...]:
    """The numbers that were given, or all; several with commas between."""
    given = tuple(part.strip() for value in values for part in value.split(",") if part.strip())
    for each in given:
        if each != "all" and not (each.isascii() and each.isdigit()):
            raise click.BadParameter(f"{each} is neither a number nor all")
    return given


@click.command()
@content_option
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option("--headline", metavar="TEXT", help="The headline as printed.")
@click.option("--publisher", metavar="NAME", help="Who published it, such as BBC News.")
@click.option("--published", metavar="DATE", help="The day or month, such as 2019-08-27.")
@click.option("--url", metavar="ADDRESS", help="The address of the article.")
@click.option("--author", metavar="NAME", help="The author as printed.")
@click.option("--id", "wanted", metavar="ID", default="", help="The id, where the one proposed won't do.")
@click.option(
    "--original", metavar="ID", default="", help="Lay it over this account, without looking for one."
)
@click.option("--new", "as_new", is_flag=True, help="It is an article of its own, whatever it looks like.")
@click.option(
    "--keep",
    metavar="N",
    multiple=True,
    callback=_numbers,
    help="Keep what the report leaves out; all keeps all.",
)
@click.option("--drop", metavar="N", multiple=True, callback=_numbers, help="Leave this line or block out.")
@click.option("--form", type=click.Choice(["text", "html", "markdown"]), help="What the files are.")
@click.option("--encoding", metavar="NAME", help="The encoding of the files, where it is not found.")
@click.option("--no-people", is_flag=True, help="Add nobody to people.yaml and organisations.yaml.")
@click.option("--update", is_flag=True, help="Merge into what was imported before; edits stay.")
@click.option("--dry-run", is_flag=True, help="Write nothing; print what would be written.")
@click.option("--explain", is_flag=True, help="Say how each quotation came by its speaker.")
@click.option("--quiet", "-q", is_flag=True, help="A line for each file, without what was left out.")
@click.option("--undo", metavar="ID", default="", help="Take the import of this article back.")
@click.pass_obj
def command(
    given: tuple[str, ...], /, roots: tuple[str, ...], files: tuple[str, ...], **options: Any
) -> None:
    """Bring saved articles into a dossier, as text, HTML or Markdown.

    FILES are saved articles, each by itself; - reads one from stdin.

    The original of an article that the dossier tells as an account is laid over the account, with all
    annotations in place. Any other becomes a draft: an article, and its quotations with their speakers, for
    you to review in the reader.

    It goes into your own folder, or into the folder that --content names. Nothing of yours is written over.

    Exit status: 0 all well, 1 a file could not be imported, 2 it could not run.

    \b
    Examples:
      What would be found of who is quoted:
        medway-tui import page.html --content bandstand --dry-run --quiet | tail -9
      Everything in a folder, of one paper and day:
        medway-tui import saved/*.txt --content bandstand --publisher Gazette --published 2024-04-30
      What comes through a pipe:
        cat page.html | medway-tui import - --content bandstand --quiet
      Again, with what was edited since kept:
        medway-tui import page.html --content bandstand --update --quiet
      Take an import back:
        medway-tui import --undo example-gazette-2024-06-03 --content bandstand
    """  # noqa: D301 - \b is click's mark for lines that are kept
    from medway_tui.dossier import DossierError  # noqa: PLC0415 - not on the way to --help

    prepare_stdout(utf_8=False)
    folders = [Path(root) for root in (*given, *roots)]
    try:
        if options["undo"]:
            sys.exit(_undo(folders, files, options))
        if not files:
            sys.exit(fail("which file is to be imported?", "name files, or - for what comes from stdin"))
        one_only = [f"--{name}" for name in ("headline", "url", "original") if options[name]]
        one_only += ["--id"] if options["wanted"] else []
        if len(files) > 1 and one_only:
            sys.exit(fail(f"{one_only[0]} is about one article, and {len(files)} files were named"))
        sys.exit(_Import(folders, options).run(files))
    except DossierError as error:
        sys.exit(fail(str(error), error.hint))
    except KeyboardInterrupt:
        sys.stderr.write("\nmedway-tui: stopped; what was imported before stands\n")
        sys.exit(130)


class _Import:
    """One run over some files."""

    def __init__(self, folders: Sequence[Path], options: dict[str, Any]) -> None:
        from medway_tui.dossier.importing import Importer, Wishes  # noqa: PLC0415 - yaml, pydantic
        from medway_tui.extract.saved import Choices  # noqa: PLC0415

        self._options = options
        self._folders = folders
        self._choices: Choices = Choices(
            options["form"],
            options["encoding"],
            frozenset(int(each) for each in options["keep"] if each != "all"),
            "all" in options["keep"],
            frozenset(int(each) for each in options["drop"] if each != "all"),
            whole="all" not in options["keep"],
        )
        self._wishes: Wishes = Wishes(
            {key: options[key] for key in _FACTS if options[key]},
            options["wanted"],
            options["original"],
            options["as_new"],
            options["update"],
            options["dry_run"],
            not options["no_people"],
            options["explain"],
        )
        ask = _ask if sys.stdin.isatty() and not options["dry_run"] else None
        self._importer: Importer = Importer(folders, ask, progress)

    def run(self, files: Sequence[str]) -> int:
        """Import the files; returns the exit status."""
        failed = written = 0
        for number, name in enumerate(files, 1):
            if len(files) > 1 and sys.stderr.isatty():
                sys.stderr.write(f"\r\x1b[KImporting {number} of {len(files)} …")
                sys.stderr.flush()
            outcome = self._one(name)
            if len(files) > 1 and sys.stderr.isatty():
                sys.stderr.write("\r\x1b[K")
            if outcome is None:
                failed += 1
                continue
            written += bool(outcome.written)
            self._tell(name, outcome)
        self._importer.close()
        if len(files) > 1:
            rest = f", {failed} could not be imported" if failed else ""
            click.echo(f"{len(files)} files: {written} written{rest}", err=True)
        if written:
            self._next()
        return int(failed > 0)

    def _one(self, name: str) -> Outcome | None:
        from medway_tui.dossier import DossierError  # noqa: PLC0415 - not on the way to --help
        from medway_tui.extract.saved import UnreadableError  # noqa: PLC0415

        try:
            return self._importer.take(name, _bytes(name), self._choices, self._wishes)
        except UnreadableError as error:
            place = f":{error.line}" if error.line else ""
            place += f":{error.column}" if error.line and error.column else ""
            fail(f"{_called(name)}{place}: {error}", error.hint)
        except DossierError as error:
            fail(f"{_called(name)}: {error}", error.hint)
        return None

    def _tell(self, name: str, outcome: Outcome) -> None:
        """Say what came of a file; with --dry-run on stderr, as what would be written goes to stdout."""
        from medway_tui.dossier.importing.outcome import explained  # noqa: PLC0415 - yaml, pydantic

        dry = self._options["dry_run"]
        lines = [f"{_called(name)} → {outcome.id}: {outcome.what}"]
        if not self._options["quiet"]:
            lines += [f"  {line}" for line in outcome.lines]
        if self._options["explain"]:
            lines += [f"  {line}" for line in explained(outcome.found)]
        if not self._options["quiet"]:
            lines += [f"  written: {path}" for path in outcome.written]
        _say(lines, err=dry)
        if dry and outcome.plan is not None:
            for path, text in outcome.plan.texts():
                _say([f"# {path}", *text.splitlines()])

    def _next(self) -> None:
        if self._options["quiet"] or self._options["dry_run"]:
            return
        import shlex  # noqa: PLC0415 - not on the way to --help

        named = [part for folder in self._folders for part in ("--content", str(folder))]
        check = [str(folder) for folder in self._folders]
        _say(
            [
                "next:",
                f"  {shlex.join(['medway-tui', *named])}    to read and review it",
                f"  {shlex.join(['medway-tui', 'check', *check])}",
            ]
        )


def _undo(folders: Sequence[Path], files: Sequence[str], options: dict[str, Any]) -> int:
    from medway_tui.dossier.importing import undo_import  # noqa: PLC0415 - yaml, pydantic

    if files:
        return fail("--undo takes the id of an article, and no files", "medway-tui import --undo ID")
    outcome = undo_import(folders, options["undo"], dry_run=options["dry_run"])
    _say([f"{outcome.id}: {outcome.what}", *(f"  {line}" for line in outcome.lines)])
    return 0


def _bytes(name: str) -> bytes:
    """The bytes of a file, or of stdin. Raises UnreadableError where it can't be read."""
    from medway_tui.content.reading import MAX_BYTES, read  # noqa: PLC0415 - not on the way to --help
    from medway_tui.extract.saved import UnreadableError  # noqa: PLC0415

    if name == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    _, data, findings = read(name)
    if not data and findings:
        raise UnreadableError(findings[0].message, findings[0].hint)
    return data


def _ask(key: str) -> str:
    answer: str = click.prompt(f"The {key}, such as BBC News", err=True)
    return answer


def _called(name: str) -> str:
    return "stdin" if name == "-" else name


def _say(lines: Sequence[str], *, err: bool = False) -> None:
    from medway_tui.text import visible  # noqa: PLC0415 - not on the way to --help

    for line in lines:
        click.echo(visible(line), err=err)
