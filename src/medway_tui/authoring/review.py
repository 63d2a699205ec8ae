"""Writes a reviewer's decisions on drafts into the files, and undoes them.

The index learns of a decision as of any other change to a file. Until it has, ``pending_drafts`` gives the
drafts as they will be, so that a quick reviewer need not wait.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

from medway_tui.authoring.entries import (
    EntryChange,
    FileEdit,
    append_to_text,
    explain_write_errors,
    hash_bytes,
    plan_edit,
    undo_edits,
    write_edits,
)
from medway_tui.authoring.scaffold import Scaffolder, write_schema
from medway_tui.authoring.templates import header_lines
from medway_tui.content.anchors import make_selector
from medway_tui.content.files import content_path
from medway_tui.index import indexed_files
from medway_tui.index.quotes import QuotePiece, piece_ids, sort_drafts
from medway_tui.model.locations import Span, block_places
from medway_tui.sync.dossier import Dossier
from medway_tui.sync.locations import DossierError, shipped_content
from medway_tui.yaml_io.folder_lock import SHORT_LOCK_SECONDS, lock_folder

_HINT = "nothing was changed"
OPEN_SPEAKER_NOTE = "Speaker not certain: "
"""The first words of an imported draft's note that names those who may have spoken; a decision removes it."""
CHECK_NOTE = "Check the speaker: "
"""The first words of a draft's note that says why its speaker may be wrong; a decision removes it."""

_SPEAKER_KEYS = ("speaker", "speakers")
_SPEECH_KEYS = (*_SPEAKER_KEYS, "attribution", "cue")


Blocks: TypeAlias = Sequence[tuple[str, str]]
"""The texts and kinds of an article's blocks, the headline first."""


class NewSpeaker(NamedTuple):
    """A person or an organisation to be added to the dossier."""

    name: str
    kind: Literal["people", "organisations"] = "people"


class Corrections(NamedTuple):
    """The corrections to a draft; None leaves a value as it is."""

    speaker: str | None = None
    """The id of the person or organisation; empty if the dossier does not have the speaker."""
    new_speaker: NewSpeaker | None = None
    """A speaker to be added to the dossier."""
    span: Span | None = None
    """The place of the words."""
    type: str | None = None
    """direct, mixed or none."""
    joint_speakers: tuple[str, ...] = ()
    """The ids of all speakers of a joint statement, two or more, in place of ``speaker``."""


class Decision(NamedTuple):
    """A reviewer's decision on a draft."""

    corrections: Corrections = Corrections()
    confirm: bool = False
    """Whether the draft becomes a confirmed quotation."""
    drop: bool = False
    """Whether the entry is removed."""


class _WrittenDecision(NamedTuple):
    """A written decision, with the data to undo it."""

    draft: QuotePiece
    files: tuple[FileEdit, ...]
    pending: dict[tuple[str, str], QuotePiece | None]
    """The drafts whose changes the index did not have before it."""
    new: tuple[str, NewSpeaker] | None
    """The speaker that was added, with the id."""


class ReviewSession:
    """The decisions of a session, with undo."""

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self._done: list[_WrittenDecision] = []
        self._digests: dict[str, str] = {}
        self._passed: dict[str, set[str]] = {}
        self._pending: dict[tuple[str, str], QuotePiece | None] = {}
        self._withdrawn: dict[str, NewSpeaker] = {}

    def write_decision(self, draft: QuotePiece, decision: Decision, blocks: Blocks) -> None:
        """Write a decision; ``blocks`` are the article's texts and kinds, as the reviewer saw them.

        A new speaker is set on every piece of the quotation. With the type none (not speech), the speaker,
        attribution and cue are removed. Raises DossierError if nothing could be written.
        """
        path = Path(draft.where.path)
        _require_user_file(path)
        folder = path.parents[1]
        files: list[FileEdit] = []
        corrections = decision.corrections
        # The index may still have offered a speaker whose addition was undone.
        new_speaker = corrections.new_speaker or self._withdrawn.get(corrections.speaker or "")
        with explain_write_errors(path, _HINT), lock_folder(folder, SHORT_LOCK_SECONDS):
            if new_speaker is not None:
                added, speaker_id = self._plan_speaker(folder, new_speaker)
                files.append(added)
                corrections = corrections._replace(speaker=speaker_id, new_speaker=new_speaker)
            files.append(self._plan_quotes(path, draft, decision._replace(corrections=corrections), blocks))
            write_edits(folder, f"the decision on {draft.id} of {draft.article.id}", files)
            if new_speaker is not None:
                write_schema(folder, new_speaker.kind)
        added_speaker = (corrections.speaker, new_speaker) if corrections.speaker and new_speaker else None
        if added_speaker:
            self._withdrawn.pop(added_speaker[0], None)
        self._done.append(_WrittenDecision(draft, tuple(files), dict(self._pending), added_speaker))
        self._note_file_state(files[-1].path, files[-1].before or b"", files[-1].after)
        is_resolved = decision.confirm or decision.drop
        self._pending[draft.article.id, draft.id] = (
            None if is_resolved else _apply_corrections(draft, corrections, blocks)
        )

    def undo_last(self) -> QuotePiece | None:
        """Undo the last decision and return the draft as it was; None if there is none.

        Raises DossierError if a file has been changed since, or can't be written.
        """
        if not self._done:
            return None
        done = self._done[-1]
        quotes = done.files[-1]
        folder = quotes.path.parents[1]
        with explain_write_errors(quotes.path, _HINT), lock_folder(folder, SHORT_LOCK_SECONDS):
            undo_edits(
                folder, f"undoing the decision on {done.draft.id} of {done.draft.article.id}", done.files
            )
        self._done.pop()
        if done.new:
            self._withdrawn[done.new[0]] = done.new[1]
        self._note_file_state(quotes.path, quotes.after, quotes.before or b"")
        self._pending = {**done.pending, (done.draft.article.id, done.draft.id): done.draft}
        return done.draft

    def pending_drafts(self, indexed: Sequence[QuotePiece], *, unsure_first: bool) -> list[QuotePiece]:
        """Return the drafts of the index, with the decisions that it does not have yet."""
        for path, digest in self._digests.items():
            known = indexed_files.file_hash(self._dossier.index, path)
            if known == digest or known not in self._passed[path]:
                # The index has this version of the file, or a later one.
                of_path = [key for key, each in self._pending.items() if self._path_of(key, each) == path]
                for key in of_path:
                    del self._pending[key]
        indexed_ids = {(draft.article.id, draft.id) for draft in indexed}
        restored = [
            draft for key, draft in self._pending.items() if draft is not None and key not in indexed_ids
        ]
        current = (self._pending.get((draft.article.id, draft.id), draft) for draft in indexed)
        listed = [draft for draft in current if draft is not None]
        return sort_drafts([*listed, *restored], unsure_first=unsure_first) if restored else listed

    def _note_file_state(self, path: Path, before: bytes, after: bytes) -> None:
        self._passed.setdefault(str(path), set()).update((hash_bytes(before), hash_bytes(after)))
        self._digests[str(path)] = hash_bytes(after)

    def _path_of(self, key: tuple[str, str], draft: QuotePiece | None) -> str | None:
        if draft is not None:
            return draft.where.path
        done = (each.draft for each in self._done if (each.draft.article.id, each.draft.id) == key)
        return next((each.where.path for each in done), None)

    # -- planning --------------------------------------------------------------------------------

    def _plan_quotes(self, path: Path, draft: QuotePiece, decision: Decision, blocks: Blocks) -> FileEdit:
        # The reviewer has seen only these versions of the file.
        versions_seen = [
            indexed_files.file_hash(self._dossier.index, str(path)),
            self._digests.get(str(path)),
        ]
        keys = _changed_keys(draft, decision, blocks)
        changes = [EntryChange(draft.id, keys, drop=decision.drop)]
        only = {key: keys[key] for key in _SPEAKER_KEYS if key in keys}
        if only and decision.corrections.type != "none":
            others = piece_ids(self._dossier.index, draft.head)
            changes += [EntryChange(name, only) for name in others if name != draft.id]
        return plan_edit(path, changes, read_as=[each for each in versions_seen if each])

    def _plan_speaker(self, folder: Path, new_speaker: NewSpeaker) -> tuple[FileEdit, str]:
        """Return the edit that adds a speaker to the folder of the quotations, and the speaker's id."""
        others = [root for root in self._dossier.roots if root != folder and root.is_dir()]
        entry = Scaffolder([*others, folder]).plan_entry(
            new_speaker.kind, {"name": new_speaker.name}, id_source=new_speaker.name, requested_id=""
        )
        path = folder / content_path(new_speaker.kind)
        before, document = append_to_text(path, header_lines(new_speaker.kind), [entry.lines])
        return FileEdit(path, before, document.to_bytes()), entry.id


def _changed_keys(draft: QuotePiece, decision: Decision, blocks: Blocks) -> dict[str, str | None]:
    corrections = decision.corrections
    keys: dict[str, str | None] = {}
    if corrections.span is not None:
        selector = make_selector([text for text, _ in blocks], corrections.span)
        if selector is None:
            hint = "extend them by a word before or after, or leave them as they are"
            raise DossierError("these words can't be distinguished from the same words nearby", hint)
        place = block_places(kind for _, kind in blocks[1:])[corrections.span.block]
        keys |= {"paragraph": None, "caption": None, place.kind: str(place.number)} | selector._asdict()
    if corrections.joint_speakers:
        keys |= {"speaker": None, "speakers": f"[{', '.join(corrections.joint_speakers)}]"}
    elif corrections.speaker is not None:
        keys |= {"speakers": None, "speaker": corrections.speaker or None}
    is_speaker_known = bool(corrections.joint_speakers or corrections.speaker)
    note = draft.note or ""
    is_checked = is_speaker_known or decision.confirm
    if (is_speaker_known and note.startswith(OPEN_SPEAKER_NOTE)) or (
        is_checked and note.startswith(CHECK_NOTE)
    ):
        keys["note"] = None
    if corrections.type is not None:
        keys["type"] = corrections.type
        if corrections.type == "none":
            keys |= dict.fromkeys(_SPEECH_KEYS)
    if decision.confirm:
        if draft.span is None and corrections.span is None:
            raise DossierError(
                "these words are not in the article, so they can't be confirmed",
                "correct them in your editor (e), or drop the entry",
            )
        keys["draft"] = None
    return keys


def _apply_corrections(draft: QuotePiece, corrections: Corrections, blocks: Blocks) -> QuotePiece:
    """Return a draft as the index will have it."""
    if corrections.span is not None:
        number, start, end = corrections.span
        exact = blocks[number][0][start:end]
        draft = draft._replace(paragraph=number, start=start, end=end, exact=exact)
    if corrections.type is not None:
        draft = draft._replace(type=corrections.type)
    if corrections.speaker is not None and corrections.speaker != draft.speaker:
        name = corrections.new_speaker.name if corrections.new_speaker else corrections.speaker or None
        draft = draft._replace(speaker=corrections.speaker or None, speaker_name=name, speaker_position=None)
    return draft


def _require_user_file(path: Path) -> None:
    """Raise DossierError for a file that came with the program: an upgrade would lose the change."""
    shipped = shipped_content()
    if shipped.name == "shipped" and path.is_relative_to(shipped):
        raise DossierError(
            f"{path.name} came with the program and is not written to",
            "open it in your editor (e): a copy in your own folder overrides it, and can be reviewed",
        )
