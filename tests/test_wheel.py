"""The wheel: complete, with the shipped dossier."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.fixtures_library import FILES
from tests.process_helpers import PROGRAM, run_python

OPENED = """
import json
import medway_tui
from medway_tui.sync.dossier import open_dossier
from medway_tui.sync.locations import shipped_content
from medway_tui.index.articles import count_contents
found = open_dossier()
print(json.dumps({
    "package": medway_tui.__file__, "content": str(shipped_content()), "roots": [str(r) for r in found.roots],
    "counts": count_contents(found.index), "title": found.title, "index": str(found.index.path),
    "findings": len(found.findings()),
}))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from this checkout without a network."""
    out = tmp_path_factory.mktemp("wheel")
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        out,
        ROOT,
    ]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    (built,) = out.glob("*.whl")
    return built


@pytest.mark.parametrize("name", ["unpacked", "src"])
def test_what_is_unpacked_runs_by_itself_on_its_own_dossier(wheel: Path, tmp_path: Path, name: str) -> None:
    """Also from a folder called src, as in a checkout."""
    unpacked, elsewhere = tmp_path / name, tmp_path / "elsewhere"
    elsewhere.mkdir()
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(unpacked)
    env = {"PYTHONPATH": str(unpacked)}

    result = run_python(OPENED, cwd=elsewhere, env=env)
    assert result.returncode == 0, result.stderr
    output = json.loads(result.stdout)
    assert output["package"] == str(unpacked / "medway_tui" / "__init__.py")
    assert output["content"] == str(unpacked / "medway_tui" / "shipped")
    assert output["roots"][0] == output["content"]
    assert str(ROOT) not in result.stdout
    assert (output["counts"], output["findings"]) == ([3, 21, 9], 0)
    assert output["title"] == "Medway: children's services on the record"
    assert Path(output["index"]).is_relative_to(os.environ["XDG_CACHE_HOME"])

    checked = run_python(PROGRAM, "check", cwd=elsewhere, env=env)
    assert (checked.returncode, checked.stdout) == (0, "")
    assert checked.stderr == "17 files read: no errors, no warnings\n"
    # The packaged dossier was checked: a fault in it is reported.
    (unpacked / "medway_tui" / "shipped" / "events.yaml").write_text("")
    checked = run_python(PROGRAM, "check", cwd=elsewhere, env=env)
    assert checked.stdout.startswith(f"{unpacked}/medway_tui/shipped/events.yaml:1:1: Y012 ")


def test_the_wheel_holds_the_package_and_the_dossier_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        (entry_points,) = [name for name in names if name.endswith("entry_points.txt")]
        assert "medway-tui = medway_tui.__main__:main" in archive.read(entry_points).decode()
    tops = {name.partition("/")[0] for name in names}
    assert {top.rpartition(".")[2] for top in tops} == {"medway_tui", "dist-info", "data"}
    assert any(name.endswith(".data/data/share/man/man1/medway-tui.1") for name in names)
    source = ROOT / "src" / "medway_tui"
    wanted = {
        f"medway_tui/{file.relative_to(source).as_posix()}"
        for file in source.rglob("*")
        if file.suffix in (".py", ".tcss", ".typed", ".css", ".js")
    }
    wanted |= {
        f"medway_tui/shipped/{file.relative_to(ROOT / 'content').as_posix()}"
        for file in (ROOT / "content").rglob("*.yaml")
    }
    assert wanted <= set(names)
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if name.endswith((".pyc", ".sqlite")) or "riverside" in name]
    assert len(FILES) < len(names)


def test_the_wheel_says_how_the_program_is_called(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "unpacked")
    result = run_python(PROGRAM, "--version", cwd=tmp_path, env={"PYTHONPATH": str(tmp_path / "unpacked")})
    version = wheel.name.split("-")[1]
    assert result.stdout == f"medway-tui {version}\n"
