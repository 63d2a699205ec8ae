"""Where a dossier's folders lie, and where its index is kept."""

from __future__ import annotations

import os
import zlib
from collections.abc import Sequence
from pathlib import Path

from medway_tui.content import files
from medway_tui.content.files import ContentFile
from medway_tui.errors import MedwayError, os_error_text
from medway_tui.index.schema import SCHEMA_VERSION

APP_NAME = "medway-tui"


class DossierError(MedwayError):
    """A dossier can't be opened, or its files can't be read or written."""


def shipped_content() -> Path:
    """The dossier that comes with the program: beside src/ in a checkout, else in the package."""
    package = Path(__file__).parent.parent
    checkout = package.parent.parent / "content"
    if package.parent.name == "src" and checkout.is_dir():
        return checkout
    return package / "shipped"


def user_folder(dossier_id: str) -> Path:
    """The folder for the user's own files of a dossier, which lie over all others."""
    import platformdirs  # noqa: PLC0415 - not on the way to --version

    return Path(platformdirs.user_data_dir(APP_NAME, appauthor=False)) / dossier_id


def resolve_roots(roots: Sequence[Path]) -> list[Path]:
    """The folders that were named, each once, or that of the dossier that comes with the program."""
    try:
        folders = [root.absolute() for root in roots] or [shipped_content()]
    except FileNotFoundError:
        # A relative name means nothing where the folder that it starts from was removed.
        raise DossierError(
            "the folder in which you are is not there any more", "go to another one, with cd"
        ) from None
    for root in folders:
        _ensure_folder(root)
    return list(reversed(dict.fromkeys(reversed(folders))))


def with_user_folder(roots: Sequence[Path], dossier_id: str) -> list[Path]:
    """The folders, with the user's own on top."""
    user_folders = [user_folder(dossier_id)] if dossier_id else []
    return [*(root for root in roots if root not in user_folders), *user_folders]


def find_content_files(roots: Sequence[Path]) -> list[ContentFile]:
    """Every content file of the folders. Raises DossierError when one can't be listed."""
    try:
        return files.find_files(roots)
    except OSError as error:
        raise listing_error(error) from None


def listing_error(error: OSError) -> DossierError:
    """The error for a folder that can't be listed."""
    return DossierError(
        f"the folder {error.filename} can't be read: {os_error_text(error)}",
        "ask for permission to read it, or name another",
    )


def _ensure_folder(root: Path) -> None:
    try:
        str(root).encode()
    except UnicodeEncodeError:
        raise DossierError(f"the name of the folder {root} is not UTF-8", "rename the folder") from None
    try:
        next(iter(root.iterdir()), None)
    except FileNotFoundError:
        raise DossierError(f"there is no folder {root}", "name a folder that holds a dossier.yaml") from None
    except NotADirectoryError:
        raise DossierError(
            f"{root} is a file, not a folder", "name the folder that holds the dossier.yaml"
        ) from None
    except OSError as error:
        raise listing_error(error) from None


def ensure_dossier(roots: Sequence[Path]) -> None:
    """Raise DossierError where no folder says what dossier it is."""
    if not any(os.path.lexists(root / "dossier.yaml") for root in roots):
        raise DossierError(
            f"{roots[0]} is no dossier: it has no dossier.yaml",
            "name the folder that holds the dossier.yaml; docs/content.md tells how to make one",
        )


def roots_key(roots: Sequence[Path]) -> str:
    """What tells the index of these folders from that of others.

    The user's own folder is one of them, and where it lies depends on the environment.
    """
    return "\0".join([*(str(root) for root in roots), str(user_folder(""))])


def index_path(roots: Sequence[Path]) -> Path | None:
    """Where the index of these folders is kept; None when the cache folder can't be written."""
    import platformdirs  # noqa: PLC0415 - not on the way to --version

    folder = Path(platformdirs.user_cache_dir(APP_NAME, appauthor=False))
    # The name need not be beyond doubt: the index holds its folders' names, and is held against them.
    names = roots_key(roots).encode("utf-8", "surrogateescape")
    path = folder / f"index-{SCHEMA_VERSION}-{zlib.crc32(names):08x}{zlib.adler32(names):08x}.sqlite"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return path


def shorten_path(path: Path) -> Path:
    """A path as a person would write it from here."""
    try:
        return path.relative_to(Path.cwd())
    except (ValueError, FileNotFoundError):
        return path
