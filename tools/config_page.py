"""Write docs/config.md: every setting of config.toml, every command with its keys, from their definitions.

usage: config_page.py
"""

from __future__ import annotations

from pathlib import Path

from medway_tui.config.reference import SettingReference, list_settings
from medway_tui.tui.key_reference import list_references, set_labels

PAGE = Path(__file__).parent.parent / "docs" / "config.md"

HEAD = """\
# Settings and keys

<!-- Generated from the settings and commands by tools/config_page.py; run `make docs` to update it. -->

Settings are in `config.toml` in your own folder, which need not be there:

| system | file |
|---|---|
| Linux | `~/.config/medway-tui/config.toml` (or under `$XDG_CONFIG_HOME`, where that is set) |
| macOS | `~/Library/Application Support/medway-tui/config.toml` |
| Windows | `%LOCALAPPDATA%\\medway-tui\\config.toml` |

`medway-tui config` says where it is and checks it, `medway-tui config init` writes one with every setting as
a comment, with its JSON Schema ([config.schema.json](config.schema.json)) beside it for editors that complete
and explain TOML. The reader takes over a change when it is started next. For example:

```toml
[reader]
theme = "light"

[keys]
set = "vim"

[keys.commands]
find_person = "Ctrl+g"
top = ["g g", "Home"]     # two keys one after the other
import_file = "I"         # a command that has no key
copy_as = []              # a key less: the palette still finds the command
```

What is on the command line comes before this file, this file before what the reader kept from the last run,
and that before the defaults.

**What is wrong** is reported with its line, in the reader and by `medway-tui config`: no TOML, an unknown
setting, value, command or key, a key for two commands of one view. The default takes the place of what is
wrong, all else counts, and the file is left as it is.
"""

KEYS_HEAD = """
## Keys

A key is written as on the keyboard: `n`, `N`, `?`, `Ctrl+f`, `Alt+Left`, `F2`, `Esc`, `Enter`, `Tab`,
`Space`, `Backspace`, `Del`, `Home`, `End`, `PgUp`, `PgDn`, `Up`. A terminal reports Ctrl+i, Ctrl+m and Ctrl+h
as Tab, Enter and Backspace, so these are the same keys. Several keys one after the other are written with a
space: `g g`. A key that begins such a sequence waits a second for the next, unless nothing there has a
sequence; all other keys work at once, and in an input line letters are always typed. Esc forgets a key that
waits.

The keys that a command is given take the place of its default ones. If another command of the same view has
one of them, that one loses it, which is reported: give it another key too. In dialogs Esc, Enter, Tab and the
arrows are fixed. Footer, help, palette and hints show the keys in force; `medway-tui config keys` lists them.

`:` finds commands by name; it also takes vim's words: `:q`, `:wq` quit, `:w` says that there is nothing to
save, `:help`, `:noh`, `:e`, `:u`.

"""

TABLE_HEAD = "| id | keys | in the set `vim` | | where |\n|---|---|---|---|---|\n"


def page() -> str:
    """Return the page."""
    parts = [HEAD]
    section = ""
    for each in list_settings():
        if each.section != section:
            section = each.section
            parts.append(f"\n## [{section}]\n\n{each.section_description}\n\n")
            parts.append("| setting | values | default | |\n|---|---|---|---|\n")
        parts.append(f"| `{each.name}` | {_values(each)} | `{each.default}` | {_cell(each.description)} |\n")
    parts.append(KEYS_HEAD)
    vim = set_labels("vim")
    group = ""
    for command in list_references():
        if command.group != group:
            group = command.group
            parts.append(
                f"\n### {group}\n\n| id | keys | in the set `vim` | | where |\n|---|---|---|---|---|\n"
            )
        row = (
            f"`{command.id}`",
            _keys(command.keys),
            _keys(vim.get(command.id, ())),
            f"{command.name}: {command.description}",
            command.places,
        )
        parts.append(f"| {' | '.join(map(_cell, row))} |\n")
    return "".join(parts).replace("\n\n\n", "\n\n")


def _values(each: SettingReference) -> str:
    schema = each.schema
    if "enum" in schema:
        return " · ".join(f'`"{word}"`' for word in schema["enum"])
    if schema.get("type") == "boolean":
        return "`true` · `false`"
    if schema.get("type") == "integer":
        return f"{schema['minimum']} to {schema['maximum']}"
    if schema.get("type") == "object":
        return "a table"
    return "a name"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _keys(labels: tuple[str, ...] | list[str]) -> str:
    return " ".join(f"`` {label} ``" if "`" in label else f"`{label}`" for label in labels)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
