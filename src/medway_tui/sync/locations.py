"""The folders of a dossier, and the place of its index."""

from __future__ import annotations

import os
import zlib
from collections.abc import Sequence
from pathlib import Path

import platformdirs

from medway_tui import APP_NAME
from medway_tui.content import files
from medway_tui.content.files import ContentFile
from medway_tui.errors import MedwayError, os_error_text
from medway_tui.index.schema import SCHEMA_VERSION

IMPORT_LOG_FOLDER = ".imports"
"""The folder of the log of imports, in a folder of content. The dot keeps it from being read as content."""


class DossierError(MedwayError):
    """A dossier can't be opened, or its files can't be read or written."""


def shipped_content() -> Path:
    """Return the dossier that comes with the program: beside src/ in a checkout, else in the package."""
    package = Path(__file__).parent.parent
    checkout = package.parent.parent / "content"
    if package.parent.name == "src" and checkout.is_dir():
        return checkout
    return package / "shipped"


def user_folder(dossier_id: str) -> Path:
    """Return the folder for the user's own files of a dossier, which override all others."""
    return Path(platformdirs.user_data_dir(APP_NAME, appauthor=False)) / dossier_id


def resolve_roots(roots: Sequence[Path]) -> list[Path]:
    """Return the named folders, each once, or that of the dossier that comes with the program."""
    try:
        folders = [root.absolute() for root in roots] or [shipped_content()]
    except FileNotFoundError:
        raise DossierError("the current folder no longer exists", "change to another one, with cd") from None
    for root in folders:
        _ensure_folder(root)
    return list(reversed(dict.fromkeys(reversed(folders))))


def roots_to_write(roots: Sequence[Path]) -> list[Path]:
    """Return the folders of an open dossier as a command that writes is given them.

    None for the dossier that comes with the program: what is new in it goes into the user's own folder.
    """
    return [] if list(roots) == [shipped_content()] else list(roots)


def with_user_folder(roots: Sequence[Path], dossier_id: str) -> list[Path]:
    """Return the folders with the user's own on top."""
    user_folders = [user_folder(dossier_id)] if dossier_id else []
    return [*(root for root in roots if root not in user_folders), *user_folders]


def find_content_files(roots: Sequence[Path]) -> list[ContentFile]:
    """Return all content files of the folders. Raises DossierError when one can't be listed."""
    try:
        return files.find_files(roots)
    except OSError as error:
        raise listing_error(error) from None


def listing_error(error: OSError) -> DossierError:
    """Return the error for a folder that can't be listed."""
    return DossierError(
        f"the folder {error.filename} can't be read: {os_error_text(error)}",
        "ask for permission to read it, or name another",
    )


def _ensure_folder(root: Path) -> None:
    try:
        str(root).encode()
        next(iter(root.iterdir()), None)
    except UnicodeEncodeError:
        raise DossierError(f"the name of the folder {root} is not UTF-8", "rename the folder") from None
    except FileNotFoundError:
        raise DossierError(f"there is no folder {root}", "name a folder that holds a dossier.yaml") from None
    except NotADirectoryError:
        raise DossierError(
            f"{root} is a file, not a folder", "name the folder that holds the dossier.yaml"
        ) from None
    except OSError as error:
        raise listing_error(error) from None


def ensure_dossier(roots: Sequence[Path]) -> None:
    """Raise DossierError when no folder has a dossier.yaml."""
    if not any(os.path.lexists(root / "dossier.yaml") for root in roots):
        raise DossierError(
            f"{roots[0]} is not a dossier: it has no dossier.yaml",
            "name the folder that holds the dossier.yaml; docs/content.md says how to make one",
        )


def roots_key(roots: Sequence[Path]) -> str:
    """Return what distinguishes the index of these folders from others.

    Includes the user's own folder, whose place depends on the environment.
    """
    return "\0".join([*(str(root) for root in roots), str(user_folder(""))])


def index_path(roots: Sequence[Path]) -> Path | None:
    """Return the file for the index of these folders; None when the cache folder can't be written."""
    folder = Path(platformdirs.user_cache_dir(APP_NAME, appauthor=False))
    # Two dossiers may share a name: the index notes its folders, and is used for no others.
    names = roots_key(roots).encode("utf-8", "surrogateescape")
    path = folder / f"index-{SCHEMA_VERSION}-{zlib.crc32(names):08x}{zlib.adler32(names):08x}.sqlite"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return path


def shorten_path(path: Path) -> Path:
    """Return a path as a person would write it from the current folder."""
    try:
        return path.relative_to(Path.cwd())
    except (ValueError, FileNotFoundError):
        return path
