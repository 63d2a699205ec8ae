"""Write docs/checks.md: every code that ``medway-tui check`` can tell, from its definition.

usage: checks_page.py
"""

from __future__ import annotations

from pathlib import Path

from medway_tui.model.finding_codes import CODES, GROUPS

PAGE = Path(__file__).parent.parent / "docs" / "checks.md"

HEAD = """\
# What `check` finds

<!-- Made from src/medway_tui/content/codes.py by tools/checks_page.py: `make docs` makes it anew. -->

Each finding has a code, which keeps its meaning. An **error** sets aside the file, article or entry that
it stands in: the reader shows the rest. A **warning** sets nothing aside; with `--strict` it makes
`check` fail as an error does. What is marked *fix* can be mended by `medway-tui check --fix`.

`--select` and `--ignore` take a code, or the beginning of some: `T` is all of Text, `D40` is D401 to D409.
"""


def page() -> str:
    """The page as text."""
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
