"""The dossiers that are exported, and the list of the programs that read them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from exported import CITATIONS, READERS, ROOT, Exported
from tests.fixtures_additions import write_additions
from tests.fixtures_library import HERALD, mark_drafts, write_library

import medway_tui
from medway_tui.cli.main import cli
from medway_tui.export.dataset.registry import DATASET_FORMATS


@pytest.fixture(scope="session", params=["library", "drafts", "additions", "shipped"])
def exported(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exported]:
    """Return an export in every format of a dossier: small, with drafts, with everything, shipped."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("CACHE", "DATA", "CONFIG", "STATE"):
            patch.setenv(f"XDG_{name}_HOME", str(home / name))
        content = _write_dossier(request.param, home)
        named = [part for name in DATASET_FORMATS for part in ("--format", name)]
        options = ["--with-originals", "--content", str(content), *named]
        done = CliRunner().invoke(cli, ["export", *options, str(home / "export")])
        assert done.exit_code == 0, done.output
        with medway_tui.open(content) as dossier:
            yield Exported(home / "export", content, dossier)


def _write_dossier(name: str, home: Path) -> Path:
    if name == "shipped":
        return ROOT / "content"
    if name == "additions":
        return write_additions(home / "dossier").root
    folder = write_library(home / "dossier")
    if name == "drafts":
        mark_drafts(folder)
        folder.change(f"quotes/{HERALD}.yaml", "A roof is a promise.", "A roof is a prayer.")
    return folder.root


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print which programs have read which format, and every citation for a person to look at."""
    for processor, lines in CITATIONS.items():
        terminalreporter.section(f"printed by {processor}")
        for line in lines:
            terminalreporter.write_line(line)
    terminalreporter.section("read back by")
    for name, programs in READERS.items():
        terminalreporter.write_line(f"{name}: {', '.join(sorted(programs))}")
