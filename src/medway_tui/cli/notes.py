"""``medway-tui notes``: the user's own bookmarks and notes."""

from __future__ import annotations

import click

from medway_tui.cli.output import load_notes, report_command
from medway_tui.errors import NotFoundError
from medway_tui.export.notes import notes_report
from medway_tui.export.report import Report
from medway_tui.export.web_annotation import FORMAT as WEB_ANNOTATION
from medway_tui.index.connection import Index
from medway_tui.model.notes import Note
from medway_tui.text import fold


@report_command("text", more_formats=[WEB_ANNOTATION.name])
@click.option(
    "--tag", "tags", metavar="TAG", multiple=True, help="Only with this tag. Repeat it for several."
)
@click.argument("words", nargs=-1, metavar="[WORD]...")
def command(index: Index, words: tuple[str, ...], tags: tuple[str, ...]) -> Report:
    """List your own bookmarks and notes.

    In the reader, m bookmarks what is at the cursor, a writes a note, and ' lists both. They are in a file of
    your own, notes.yaml in the user's data folder. No other command prints or exports them, unless it is
    called with --with-notes.

    WORD is in the note, its tags, its title or the words that it is on.

    Examples:
      List the notes with a tag; here there are none yet:
        medway-tui notes --tag report || echo "none yet"
    """
    notes = [note for note in load_notes(index) if _matches(note, words, tags)]
    if not notes:
        raise NotFoundError("there are no such notes", "in the reader, m bookmarks and a writes a note")
    notes.sort(key=lambda note: note.changed or "", reverse=True)
    return notes_report(notes, index.meta("id") or "", index)


def _matches(note: Note, words: tuple[str, ...], tags: tuple[str, ...]) -> bool:
    whole = fold(" ".join(filter(None, (note.title, note.text, note.words, *note.tags))))
    own = {fold(tag) for tag in note.tags}
    return all(fold(word) in whole for word in words) and own.issuperset(fold(t.lstrip("#")) for t in tags)
