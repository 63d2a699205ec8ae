"""The import of annotations of other programs: what would become a draft, what could not be placed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual.binding import BindingType

from medway_tui.errors import MedwayError
from medway_tui.index.quotes import find_quote_key, known_speaker
from medway_tui.text import escape_invisible, plural
from medway_tui.tui.add.form_widgets import DialogBar, FormDialog, make_dialog_bindings
from medway_tui.tui.add.import_dialog import CLOSE, GO_ON, IMPORT, OTHER_FILE, ImportAnswer
from medway_tui.tui.theme import app_palette

if TYPE_CHECKING:
    from medway_tui.importing.annotations.importer import AnnotationImport, AnnotationImporter

_SUFFIXES = (".json", ".jsonld", ".ann", ".qdpx")
_HEAD_BYTES = 4_096
_MAX_SHOWN = 200
"""The most drafts, and the most problems, that the preview lists."""
_PREVIEW, _WRITING, _WRITTEN = "preview", "writing", "written"


def are_annotations(names: Sequence[str]) -> bool:
    """Whether all paths are files of annotations by their suffix, or folders of brat."""

    def is_one(path: Path) -> bool:
        if path.is_dir():
            return next(path.glob("*.ann"), None) is not None
        return path.suffix.lower() in _SUFFIXES and not _is_feed(path)

    try:
        return bool(names) and all(is_one(Path(name)) for name in names)
    except OSError:
        return False


def _is_feed(path: Path) -> bool:
    """Whether a file is a feed in JSON, whose entries are articles."""
    if path.suffix.lower() != ".json" or not path.is_file():
        return False
    with path.open("rb") as file:
        return b"jsonfeed.org/version/" in file.read(_HEAD_BYTES)


class AnnotationDialog(FormDialog[ImportAnswer]):
    """A dialog that imports files of annotations, and returns the articles that got drafts."""

    DIALOG_TITLE = "Import annotations"
    BINDINGS: ClassVar[list[BindingType]] = make_dialog_bindings([IMPORT, OTHER_FILE])

    def __init__(self, names: Sequence[str], roots: Sequence[Path]) -> None:
        """``names`` are files and folders; ``roots`` the folders to import into, or none for the own one."""
        super().__init__()
        self._paths = [Path(name) for name in names]
        self._roots = roots
        self._state = _PREVIEW
        self._results: list[AnnotationImport] = []
        self._answer = ImportAnswer()

    def on_mount(self) -> None:
        self.set_title(
            f"Import annotations: {', '.join(escape_invisible(each.name) for each in self._paths)}"
        )
        self.query_one(DialogBar).set_commands([OTHER_FILE, CLOSE])
        self._run(is_dry_run=True, then=self._show_preview)

    # -- the thread --------------------------------------------------------------------------------

    def _run(self, *, is_dry_run: bool, then: Callable[[Any], None]) -> None:
        """Read the files in a thread, and write the drafts unless it is a dry run."""
        self.set_text(Text("Reading …" if is_dry_run else "Importing …"))

        def work() -> None:
            from medway_tui.importing.annotations.importer import AnnotationImporter  # noqa: PLC0415 - yaml

            outcomes: list[AnnotationImport | tuple[Path, MedwayError]] = []
            try:
                importer = AnnotationImporter(self._roots)
            except MedwayError as error:
                outcomes = [(path, error) for path in self._paths]
            else:
                outcomes = [_import_path(importer, path, is_dry_run=is_dry_run) for path in self._paths]
                importer.close()
            self.call_later(self._deliver, then, outcomes)

        self.run_worker(work, thread=True, group="import")

    def _deliver(self, then: Callable[[Any], None], outcomes: Any) -> None:
        if self.is_open:
            then(outcomes)

    # -- the preview -------------------------------------------------------------------------------

    def _show_preview(self, outcomes: Sequence[AnnotationImport | tuple[Path, MedwayError]]) -> None:
        self._results = [each for each in outcomes if not isinstance(each, tuple)]
        self.set_text(self._describe(outcomes))
        can_import = any(each.added for each in self._results)
        self.query_one(DialogBar).set_commands([*([IMPORT] if can_import else []), OTHER_FILE, CLOSE])

    def _describe(self, outcomes: Sequence[AnnotationImport | tuple[Path, MedwayError]]) -> Text:
        colours = app_palette(self.app)
        text = Text()
        for each in outcomes:
            if isinstance(each, tuple):
                path, error = each
                line, hint = getattr(error, "line", 0), f"; {error.hint}" if error.hint else ""
                place = f"{path.name}, line {line}" if line else path.name
                text.append(f"✗ {escape_invisible(f'{place}: {error}{hint}')}\n", colours.strong)
                continue
            name = Path(each.source).name
            text.append(f"{escape_invisible(name)}: {each.summary}\n", colours.strong)
            text.append(f"Read as {each.format}.\n", colours.muted)
            for remark in each.remarks:
                text.append(f"· {escape_invisible(remark)}\n", colours.muted)
            self._append_drafts(text, each)
            self._append_rest(text, each)
            text.append("\n")
        return text

    def _append_drafts(self, text: Text, result: AnnotationImport) -> None:
        colours = app_palette(self.app)
        article = ""
        for draft in result.added[:_MAX_SHOWN]:
            keys = draft.keys
            if draft.article != article:
                article = draft.article
                text.append(f"\n→ {article}\n", colours.strong)
            speaker = known_speaker(self.reader.index, keys.get("speaker", ""))[0] or keys.get("attribution")
            speaker = keys.get("speakers", "").strip("[]").replace('"', "") or speaker or "speaker not found"
            text.append(f"{float(keys['draft']):>5.0%}  ", colours.muted)
            text.append(escape_invisible(speaker), colours.strong)
            text.append(f"  “{escape_invisible(keys['exact'])}”\n")
            if "note" in keys:
                text.append(f"{'':7}{escape_invisible(keys['note'])}\n", colours.muted)
        more = len(result.added) - _MAX_SHOWN
        if more > 0:
            text.append(f"… and {plural(more, 'more draft')}\n", colours.muted)

    def _append_rest(self, text: Text, result: AnnotationImport) -> None:
        from medway_tui.importing.annotations.report import describe_problem  # noqa: PLC0415 - yaml, pydantic

        colours = app_palette(self.app)
        changed = [each for each in result.known if each.remark]
        if changed:
            text.append("\nThere already, but not the same\n", colours.strong + colours.muted)
        for known in changed[:_MAX_SHOWN]:
            text.append(f"≠ {escape_invisible(f'{known.article} {known.id}: {known.remark}')}\n")
        if result.problems:
            text.append("\nNot placed\n", colours.strong + colours.muted)
        for problem in result.problems[:_MAX_SHOWN]:
            text.append(f"✗ {escape_invisible(describe_problem(problem))}\n")
        more = len(result.problems) - _MAX_SHOWN
        if more > 0:
            text.append(f"… and {more:,} more\n", colours.muted)

    # -- writing -----------------------------------------------------------------------------------

    def action_choose(self) -> None:
        """Import what the preview shows; then go on to Review."""
        if self._state == _WRITTEN:
            self.close_with(self._answer)
        elif self._state == _PREVIEW and any(each.added for each in self._results):
            self._state = _WRITING
            self.query_one(DialogBar).set_commands([], "Importing …")
            self._run(is_dry_run=False, then=self._show_outcome)
        elif self._state == _PREVIEW:
            self.reader.say("There is nothing to import: Backspace chooses another file", problem=True)

    def _show_outcome(self, outcomes: Sequence[AnnotationImport | tuple[Path, MedwayError]]) -> None:
        self._state = _WRITTEN
        self.set_text(self._describe(outcomes))
        results = [each for each in outcomes if not isinstance(each, tuple)]
        articles = tuple(dict.fromkeys(article for each in results for article in each.article_ids))
        self._answer = ImportAnswer(articles, has_drafts=bool(articles))
        self.query_one(DialogBar).set_commands([*([GO_ON] if articles else []), CLOSE])
        if not articles:
            return
        self.reader.live_reload.scan_own_write()
        is_whole = len(results) == len(outcomes) and not any(each.problems for each in results)

        def go_on() -> None:
            if is_whole:
                self.close_with(self._answer)

        last = next(each.added[-1] for each in reversed(results) if each.added)
        index = self.reader.index
        self.wait_until_indexed(
            lambda: find_quote_key(index, last.article, last.keys["id"]) is not None, go_on
        )

    def action_other_file(self) -> None:
        if self._state == _PREVIEW:
            self.close_with(ImportAnswer(other_file=True))

    def action_leave(self) -> None:
        if self._state != _WRITING:
            self.close_with(self._answer if self._state == _WRITTEN else None)


def _import_path(
    importer: AnnotationImporter, path: Path, *, is_dry_run: bool
) -> AnnotationImport | tuple[Path, MedwayError]:
    """Import a file or folder; an error is returned with its path."""
    from medway_tui.importing.saved_files import read_saved_file  # noqa: PLC0415 - yaml, pydantic

    try:
        if path.is_dir():
            return importer.import_folder(path, dry_run=is_dry_run)
        return importer.import_file(str(path), read_saved_file(path), dry_run=is_dry_run)
    except MedwayError as error:
        return path, error
