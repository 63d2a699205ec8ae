"""Run ``medway-tui export`` and look at what it wrote."""

from __future__ import annotations

import zipfile
from pathlib import Path

from click.testing import CliRunner, Result

from medway_tui.cli.main import cli
from tests.fixtures_library import Folder


def run_export(folder: Folder, target: Path, *arguments: str) -> Result:
    """Return the result of an export of a dossier to a folder, which may be an error but not a crash."""
    done = CliRunner().invoke(cli, ["export", "--content", str(folder.root), str(target), *arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert done.stdout == ""
    return done


def exported(folder: Folder, target: Path, *arguments: str) -> Path:
    """Return the folder of an export, which succeeds."""
    result = run_export(folder, target, *arguments)
    assert result.exit_code == 0, result.stderr
    return target


def paths_in(target: Path) -> set[str]:
    """Return the paths of the files below a folder, with slashes."""
    return {path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file()}


def text_of(target: Path) -> str:
    """Return the files of an export's formats as one text; archives are unpacked."""
    paths = paths_in(target) - {"README.md", "datapackage.json"}
    return "\n".join(_read_text(target / path) for path in sorted(paths))


def _read_text(path: Path) -> str:
    if not zipfile.is_zipfile(path):
        return path.read_bytes().decode("utf-8", errors="replace")
    with zipfile.ZipFile(path) as archive:
        return "\n".join(archive.read(name).decode("utf-8", errors="replace") for name in archive.namelist())
