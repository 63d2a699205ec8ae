"""Write docs/checks.md: every code that ``medway-tui check`` reports, from its definition.

usage: checks_page.py
"""

from __future__ import annotations

from pathlib import Path

from medway_tui.model.finding_codes import CODES, GROUPS

PAGE = Path(__file__).parent.parent / "docs" / "checks.md"

HEAD = """\
# What `check` finds

<!-- Generated from model/finding_codes.py by tools/checks_page.py; run `make docs` to update it. -->

Each finding has a code whose meaning does not change. An **error** sets aside the file, article or entry in
which it is found; the reader shows the rest. A **warning** sets nothing aside, but with `--strict` it makes
`check` fail as an error does. A **note** is no fault: it says what is not known, or could mean two things.
`medway-tui check --fix` repairs findings marked *fix*.

`--select` and `--ignore` take a code or a prefix: `T` is all of Text, `D40` is D401 to D409.
"""


def page() -> str:
    """Return the page."""
    parts = [HEAD]
    for letter, name in GROUPS.items():
        parts.append(f"\n## {letter} · {name}\n\n| code | | what | what to do |\n|---|---|---|---|\n")
        for code, known in CODES.items():
            if code.startswith(letter):
                kind = known.severity + (", *fix*" if known.fixable else "")
                parts.append(f"| {code} | {kind} | {known.title} | {known.hint} |\n")
    return "".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
