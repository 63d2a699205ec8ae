"""``medway-tui ARTICLE#7``: the reader at a place that the first word names."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from medway_tui.cli.options import ThemeChoice, UnknownNameError, content_option, fresh_option
from medway_tui.errors import MedwayError
from medway_tui.fuzzy import closest_matches, did_you_mean
from medway_tui.index.names import suggest_names
from medway_tui.index.place_references import (
    PlaceReference,
    articles_with_quote,
    has_article,
    parse_reference,
)
from medway_tui.sync.dossier import open_without_scan
from medway_tui.sync.locations import DossierError, resolve_roots, user_folder

_MAX_SUGGESTIONS = 3


@click.command("open", context_settings={"ignore_unknown_options": True})
@content_option
@click.option("--theme", type=ThemeChoice())
@fresh_option
@click.argument("word")
@click.argument("rest", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def command(
    context: click.Context,
    roots: tuple[str, ...],
    theme: str | None,
    word: str,
    rest: tuple[str, ...],
    *,
    fresh: bool,
) -> None:
    """Open the reader at an article, a paragraph or a quotation."""
    group = context.parent
    options = group.params if group is not None else {}
    folders = (*(options.get("roots") or ()), *roots)
    known = group.command.list_commands(group) if group and isinstance(group.command, click.Group) else []
    commands = [name for name in known if " " not in name]
    reference = _find_reference(word, folders, commands, context)
    if rest:
        raise UnknownNameError(f"{rest[0]} is too much", f"medway-tui {word} opens one place", context)
    folders = _choose_folders(reference, folders)
    if options.get("plain") and group is not None:
        arguments = ["read", str(reference), *(word for folder in folders for word in ("--content", folder))]
        group.command.main(arguments, prog_name="medway-tui")
    from medway_tui.cli.open_reader import open_reader  # noqa: PLC0415 - Textual

    open_reader(
        folders, theme or options.get("theme"), place=reference, fresh=fresh or options.get("fresh", False)
    )


def _find_reference(
    word: str, folders: Sequence[str], commands: Sequence[str], context: click.Context
) -> PlaceReference:
    """Return what a word refers to. Raises UnknownNameError where there is neither command nor article."""
    reference = parse_reference(word)
    if reference.dossier:
        # Its dossier may be another one.
        return reference
    misspelt = closest_matches(word, commands, limit=2)
    try:
        found, suggested = _look_up(reference, [Path(folder) for folder in folders])
    except MedwayError:
        if not misspelt:
            raise
        found, suggested = None, []
    if found is not None:
        return found
    hint = did_you_mean(list(dict.fromkeys([*misspelt, *suggested]))[:_MAX_SUGGESTIONS])
    raise UnknownNameError(
        f"there is no command and no article {word}",
        hint or "medway-tui --help lists the commands, medway-tui articles the articles",
        context.parent,
    )


def _look_up(reference: PlaceReference, roots: Sequence[Path]) -> tuple[PlaceReference | None, list[str]]:
    """Return the reference to an article that exists, or else what may have been meant.

    Nothing is scanned or built, so that a slip is reported at once.
    """
    folders = resolve_roots(roots)
    index = open_without_scan(roots)
    own = user_folder(index.meta("id") or "") if index is not None else None
    files = [root / "articles" / f"{reference.article}.yaml" for root in (*folders, *([own] if own else []))]
    if any(_is_file(path) for path in files):
        return reference, []
    if index is None:
        stems = sorted(path.stem for root in folders for path in (root / "articles").glob("*.yaml"))
        close = closest_matches(reference.article, stems, limit=_MAX_SUGGESTIONS)
        return None, [str(reference._replace(article=each)) for each in close]
    if has_article(index, reference.article):
        return reference, []
    # The id of a quotation is unique in its article only.
    quoting = [] if reference.part else articles_with_quote(index, reference.article, _MAX_SUGGESTIONS)
    named = [PlaceReference(article, reference.article) for article in quoting]
    if len(named) == 1:
        return named[0], []
    close = suggest_names(index, "article", reference.article)
    return None, [str(each) for each in (*named, *(reference._replace(article=each) for each in close))]


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        # A word that can't be the name of a file.
        return False


def _choose_folders(reference: PlaceReference, folders: Sequence[str]) -> tuple[str, ...]:
    """Return the folders of the dossier of a link: those named, else those in which it was read last."""
    if not reference.dossier or folders:
        return tuple(folders)
    from medway_tui.tui.reader_state import dossier_state_file  # noqa: PLC0415 - for a link alone
    from medway_tui.tui.state_file import StateFileError  # noqa: PLC0415 - likewise

    try:
        kept = dossier_state_file(reference.dossier).read().get("folders", [])
    except StateFileError:
        kept = []
    try:
        resolve_roots([Path(folder) for folder in kept])
    except DossierError:
        # The folder has moved.
        return ()
    return tuple(kept)
