"""``medway-tui import``: saved articles into a dossier."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from medway_tui.cli.console import prepare_stdout, print_error, print_progress
from medway_tui.cli.main import content_option

if TYPE_CHECKING:
    from medway_tui.importing import Importer, ImportOptions, ImportResult
    from medway_tui.saved_pages import ReadOptions

_METADATA_OPTIONS = ("headline", "publisher", "published", "url", "author")


def _parse_numbers(
    _context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]
) -> tuple[str, ...]:
    """The numbers that were given, or all; several with commas between."""
    numbers = tuple(part.strip() for value in values for part in value.split(",") if part.strip())
    for each in numbers:
        if each != "all" and not (each.isascii() and each.isdigit()):
            raise click.BadParameter(f"{each} is neither a number nor all")
    return numbers


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
    callback=_parse_numbers,
    help="Keep what the report leaves out; all keeps all.",
)
@click.option(
    "--drop", metavar="N", multiple=True, callback=_parse_numbers, help="Leave this line or block out."
)
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
    group_roots: tuple[str, ...], /, roots: tuple[str, ...], files: tuple[str, ...], **options: Any
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
    from medway_tui.sync.locations import DossierError  # noqa: PLC0415 - not on the way to --help

    prepare_stdout(utf_8=False)
    folders = [Path(root) for root in (*group_roots, *roots)]
    try:
        if options["undo"]:
            sys.exit(_undo_import(folders, files, options))
        if not files:
            sys.exit(
                print_error("which file is to be imported?", "name files, or - for what comes from stdin")
            )
        single_file_options = [f"--{name}" for name in ("headline", "url", "original") if options[name]]
        single_file_options += ["--id"] if options["wanted"] else []
        if len(files) > 1 and single_file_options:
            sys.exit(
                print_error(
                    f"{single_file_options[0]} is about one article, and {len(files)} files were named"
                )
            )
        sys.exit(_ImportRun(folders, options).run(files))
    except DossierError as error:
        sys.exit(print_error(str(error), error.hint))
    except KeyboardInterrupt:
        sys.stderr.write("\nmedway-tui: stopped; what was imported before stands\n")
        sys.exit(130)


class _ImportRun:
    """One run over some files."""

    def __init__(self, folders: Sequence[Path], options: dict[str, Any]) -> None:
        from medway_tui.importing import Importer, ImportOptions  # noqa: PLC0415 - yaml, pydantic
        from medway_tui.saved_pages import ReadOptions  # noqa: PLC0415

        self._options = options
        self._folders = folders
        self._choices: ReadOptions = ReadOptions(
            options["form"],
            options["encoding"],
            frozenset(int(each) for each in options["keep"] if each != "all"),
            "all" in options["keep"],
            frozenset(int(each) for each in options["drop"] if each != "all"),
            require_complete="all" not in options["keep"],
        )
        self._import_options: ImportOptions = ImportOptions(
            {key: options[key] for key in _METADATA_OPTIONS if options[key]},
            options["wanted"],
            options["original"],
            options["as_new"],
            options["update"],
            options["dry_run"],
            not options["no_people"],
            options["explain"],
        )
        ask = _prompt if sys.stdin.isatty() and not options["dry_run"] else None
        self._importer: Importer = Importer(folders, ask, print_progress)

    def run(self, files: Sequence[str]) -> int:
        """Import the files; returns the exit status."""
        failed = written = 0
        for number, name in enumerate(files, 1):
            if len(files) > 1 and sys.stderr.isatty():
                sys.stderr.write(f"\r\x1b[KImporting {number} of {len(files)} …")
                sys.stderr.flush()
            result = self._import_file(name)
            if len(files) > 1 and sys.stderr.isatty():
                sys.stderr.write("\r\x1b[K")
            if result is None:
                failed += 1
                continue
            written += bool(result.written_paths)
            self._print_result(name, result)
        self._importer.close()
        if len(files) > 1:
            rest = f", {failed} could not be imported" if failed else ""
            click.echo(f"{len(files)} files: {written} written{rest}", err=True)
        if written:
            self._print_next_steps()
        return int(failed > 0)

    def _import_file(self, name: str) -> ImportResult | None:
        from medway_tui.saved_pages import UnreadableError  # noqa: PLC0415
        from medway_tui.sync.locations import DossierError  # noqa: PLC0415 - not on the way to --help

        try:
            return self._importer.import_file(name, _read_bytes(name), self._choices, self._import_options)
        except UnreadableError as error:
            place = f":{error.line}" if error.line else ""
            place += f":{error.column}" if error.line and error.column else ""
            print_error(f"{_source_name(name)}{place}: {error}", error.hint)
        except DossierError as error:
            print_error(f"{_source_name(name)}: {error}", error.hint)
        return None

    def _print_result(self, name: str, result: ImportResult) -> None:
        """Say what came of a file; with --dry-run on stderr, as what would be written goes to stdout."""
        from medway_tui.importing.options import explain_quotes  # noqa: PLC0415 - yaml, pydantic

        is_dry_run = self._options["dry_run"]
        lines = [f"{_source_name(name)} → {result.id}: {result.summary}"]
        if not self._options["quiet"]:
            lines += [f"  {line}" for line in result.lines]
        if self._options["explain"]:
            lines += [f"  {line}" for line in explain_quotes(result.draft_quotes)]
        if not self._options["quiet"]:
            lines += [f"  written: {path}" for path in result.written_paths]
        _print_lines(lines, err=is_dry_run)
        if is_dry_run and result.plan is not None:
            for path, text in result.plan.output_files():
                _print_lines([f"# {path}", *text.splitlines()])

    def _print_next_steps(self) -> None:
        if self._options["quiet"] or self._options["dry_run"]:
            return
        import shlex  # noqa: PLC0415 - not on the way to --help

        named = [part for folder in self._folders for part in ("--content", str(folder))]
        check = [str(folder) for folder in self._folders]
        _print_lines(
            [
                "next:",
                f"  {shlex.join(['medway-tui', *named])}    to read and review it",
                f"  {shlex.join(['medway-tui', 'check', *check])}",
            ]
        )


def _undo_import(folders: Sequence[Path], files: Sequence[str], options: dict[str, Any]) -> int:
    from medway_tui.importing import undo_import  # noqa: PLC0415 - yaml, pydantic

    if files:
        return print_error("--undo takes the id of an article, and no files", "medway-tui import --undo ID")
    result = undo_import(folders, options["undo"], dry_run=options["dry_run"])
    _print_lines([f"{result.id}: {result.summary}", *(f"  {line}" for line in result.lines)])
    return 0


def _read_bytes(name: str) -> bytes:
    """The bytes of a file, or of stdin. Raises UnreadableError where it can't be read."""
    from medway_tui.saved_pages import UnreadableError  # noqa: PLC0415
    from medway_tui.yaml_io.reader import MAX_BYTES, read_text  # noqa: PLC0415 - not on the way to --help

    if name == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    _, data, findings = read_text(name)
    if not data and findings:
        raise UnreadableError(findings[0].message, findings[0].hint)
    return data


def _prompt(key: str) -> str:
    answer: str = click.prompt(f"The {key}, such as BBC News", err=True)
    return answer


def _source_name(name: str) -> str:
    return "stdin" if name == "-" else name


def _print_lines(lines: Sequence[str], *, err: bool = False) -> None:
    from medway_tui.text import escape_invisible  # noqa: PLC0415 - not on the way to --help

    for line in lines:
        click.echo(escape_invisible(line), err=err)
