"""Run the program, or Python code that uses it, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

PROGRAM = "import sys; sys.argv[0] = 'medway-tui'; from medway_tui.__main__ import main; main()"


def run_program(
    *arguments: str | Path, cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run ``medway-tui`` with these arguments; its output is UTF-8."""
    return run_python(PROGRAM, *arguments, cwd=cwd, env=env)


def run_python(
    code: str, *arguments: str | Path, cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run Python code; ``env`` is added to this process's environment."""
    # Coverage in that process would load modules of its own, and could not write its data.
    is_unmeasured = "sys.modules" in code or "RLIMIT_FSIZE" in code
    unmeasured = {"COVERAGE_PROCESS_CONFIG": ""} if is_unmeasured else {}
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        errors="surrogateescape",
        stdin=subprocess.DEVNULL,
        check=False,
        cwd=cwd,
        env={**os.environ, "PYTHONUTF8": "1", **unmeasured, **(env or {})},
    )


def run_and_die_at(number: int, act: Callable[[], object]) -> bool:
    """Run an action in a forked process, killed at its nth system call that writes; whether it was."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    left = [number]

    def dying(call: Callable[..., object]) -> Callable[..., object]:
        def run(*arguments: object, **options: object) -> object:
            left[0] -= 1
            if left[0] == 0:
                os._exit(9)
            return call(*arguments, **options)

        return run

    for name in ("link", "unlink", "replace", "rename", "fsync", "open", "rmdir", "mkdir"):
        setattr(os, name, dying(getattr(os, name)))
    try:
        act()
    finally:
        os._exit(0)
