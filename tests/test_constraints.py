"""constraints.txt is sorted, pinned and complete, and the check finds every fault."""

from __future__ import annotations

import runpy
from collections.abc import Callable, Iterator

import pytest

from tests.conftest import ROOT

PROBLEMS: Callable[[str, str], Iterator[str]] = runpy.run_path(str(ROOT / "tools" / "check_constraints.py"))[
    "problems"
]
PYPROJECT = """\
[project]
dependencies = ["click>=8.1,<9"]
[project.optional-dependencies]
dev = ["PyYAML>=6"]
"""


def test_the_constraints_file_has_no_problems() -> None:
    pyproject = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert list(PROBLEMS((ROOT / "constraints.txt").read_text(encoding="utf-8"), pyproject)) == []


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ("click==8.1.8\nclick==8.1.8\npyyaml==6.0.3\n", "line 2: click is pinned twice"),
        (
            "click==8.1.8\nclick==8.1.8 ; sys_platform == 'win32'\npyyaml==6.0.3\n",
            "line 2: click is pinned twice",
        ),
        ("pyyaml==6.0.3\nclick==8.1.8\n", "line 2: click is after pyyaml: sort the lines by name"),
        (
            "click @ https://example.org/click.whl\nclick==8.1.8\npyyaml==6.0.3\n",
            "line 1: “click @ https://example.org/click.whl” is not pinned to one version with ==",
        ),
        (
            "--index-url https://example.org\nclick==8.1.8\npyyaml==6.0.3\n",
            "line 1: “--index-url https://example.org” is not a requirement such as click==8.1.8",
        ),
        (
            "click==8.1.8\nidna>=3\npyyaml==6.0.3\n",
            "line 2: “idna>=3” is not pinned to one version with ==",
        ),
        ("click==8.1.8\n", "PyYAML is in pyproject.toml but has no pin"),
        ("click==9.0\npyyaml==6.0.3\n", "click==9.0 is outside <9,>=8.1 in pyproject.toml"),
    ],
)
def test_the_check_names_the_line_and_the_problem(lines: str, problem: str) -> None:
    assert list(PROBLEMS(lines, PYPROJECT)) == [problem]


def test_one_package_may_have_a_pin_for_each_platform() -> None:
    lines = "click==8.1.7 ; sys_platform == 'win32'\nclick==8.1.8 ; sys_platform != 'win32'\npyyaml==6.0.3\n"
    assert list(PROBLEMS(lines, PYPROJECT)) == []
