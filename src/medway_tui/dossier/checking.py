"""Every finding of a dossier, read afresh."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from medway_tui.content.check import check
from medway_tui.content.load import Reading
from medway_tui.dossier.folders import find, given, shortest, unlisted, with_own
from medway_tui.model.findings import Finding


def check_dossier(roots: Sequence[Path] = ()) -> tuple[int, list[Finding]]:
    """Read all files of a dossier, whatever the index knows: how many, and what is wrong in them.

    With no folders named, the dossier that comes with the program with the user's own folder over it.
    Raises DossierError when a folder can't be read.
    """
    folders = given(roots)
    if not roots:
        about = Reading(find(folders)).about()
        if about is not None:
            folders = with_own(folders, about.id)
    try:
        return check([shortest(folder) for folder in folders])
    except OSError as error:
        raise unlisted(error) from None
