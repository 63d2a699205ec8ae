"""What ``medway-tui doctor`` looks at: the program, the terminal, the folders, the index, optional parts.

No file is changed, and nothing private is printed: no content, no names, and paths from ``~`` on.
"""

from __future__ import annotations

import locale
import os
import platform
import re
import shlex
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib import metadata
from pathlib import Path
from time import time
from typing import NamedTuple

import platformdirs

from medway_tui import APP_NAME, __version__
from medway_tui.cli.options import is_colour_enabled
from medway_tui.cli.output import format_age
from medway_tui.config.folders import config_folder, own_theme_names, themes_folder
from medway_tui.config.loader import load_config
from medway_tui.errors import MedwayError
from medway_tui.index.articles import count_contents
from medway_tui.index.connection import Index, IndexAccessError, describe_sqlite
from medway_tui.index.indexed_files import count_findings
from medway_tui.index.integrity import quick_check
from medway_tui.sync.dossier import open_without_scan
from medway_tui.sync.locations import index_path, resolve_roots, shipped_content, with_user_folder
from medway_tui.sync.scan import last_scan_time
from medway_tui.text import plural
from medway_tui.tui.copying.clipboard import ClipboardEnvironment
from medway_tui.tui.screen_reader import find_reader_process, find_sign
from medway_tui.yaml_io.journal_file import JOURNAL_NAME

MIN_SIZE = (40, 12)
"""The columns and rows that the reader needs."""

_LIBRARIES = ("textual", "rich", "click", "pydantic", "PyYAML", "watchfiles", "lxml")
_AROUND = {"tmux": ("TMUX",), "GNU screen": ("STY",), "ssh": ("SSH_CONNECTION", "SSH_TTY")}
"""What the terminal can be inside, and the variables that say so."""


class Check(NamedTuple):
    """A line of the page."""

    name: str
    value: str
    problem: str = ""
    """What is wrong; empty where nothing is."""
    hint: str = ""
    """What to do about it."""


class CheckedSection(NamedTuple):
    """A part of the page."""

    title: str
    checks: Sequence[Check]


def run_checks(roots: Sequence[str]) -> list[CheckedSection]:
    """Look at everything; a part that fails is a problem of its own."""
    parts: dict[str, Callable[[], Iterator[Check]]] = {
        "Versions": _check_versions,
        "Terminal": _check_terminal,
        "Clipboard": _check_clipboard,
        "Folders": _check_folders,
        "Settings and state": lambda: _check_settings(roots),
        "Dossier and index": lambda: _check_dossier(roots),
        "Optional parts": _check_optional_parts,
    }
    return [CheckedSection(title, list(_guard(part))) for title, part in parts.items()]


def _guard(part: Callable[[], Iterator[Check]]) -> Iterator[Check]:
    try:
        yield from part()
    except MedwayError as error:
        yield Check("state", "can't be read", shorten_home(str(error)), shorten_home(error.hint))
    except OSError as error:
        yield Check("state", "can't be read", f"{error.strerror or type(error).__name__}")


def shorten_home(text: str) -> str:
    """Return a text with the home folder as ``~``, wherever it is in it."""
    home = os.path.normpath(os.path.expanduser("~"))  # noqa: PTH111 - Path.home() fails without one
    if len(home) < 2 or home == "~":
        return text
    return re.sub(rf"{re.escape(home)}(?=[/\\\s:;,]|$)", "~", text)


# -- versions --------------------------------------------------------------------------------------------


def _check_versions() -> Iterator[Check]:
    yield Check("medway-tui", __version__)
    yield Check("Python", f"{platform.python_implementation()} {platform.python_version()}")
    yield Check("system", f"{platform.system()} {platform.release()}, {platform.machine()}")
    sqlite, has_full_text = describe_sqlite()
    problem = "" if has_full_text else "it has no full-text search (FTS5)"
    yield Check("SQLite", sqlite, problem, "install a Python whose SQLite has FTS5" if problem else "")
    wanted = _required_versions()
    for name in _LIBRARIES:
        try:
            version = metadata.version(name)
        except metadata.PackageNotFoundError:
            yield Check(name, "missing", "the package is not installed", "install medway-tui again")
            continue
        problem = version_problem(version, wanted.get(name.lower(), ""))
        yield Check(name, version, problem, "pip install --upgrade medway-tui" if problem else "")


def _required_versions() -> dict[str, str]:
    """Return the bounds of the packages that the program needs, such as ``>=8.2.8,<8.3``."""
    try:
        required = metadata.requires("medway-tui") or ()
    except metadata.PackageNotFoundError:
        return {}
    found = (re.fullmatch(r"([\w.-]+)\s*([<>=!~,.\w ]*)", each) for each in required)
    return {match[1].lower().replace("_", "-"): match[2].replace(" ", "") for match in found if match}


def version_problem(version: str, bounds: str) -> str:
    """Return why a version is outside its bounds, such as ``>=8.2.8,<8.3``; empty where it is not."""
    number = _numbers(version)
    for operator, bound in re.findall(r"(>=|<)([\d.]+)", bounds):
        if operator == ">=" and number < _numbers(bound):
            return f"it is older than {bound}"
        if operator == "<" and number >= _numbers(bound):
            return f"it is not older than {bound}"
    return ""


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.match(r"[\d.]*", version)[0].strip(".").split(".") if part)  # type: ignore[index]


# -- the terminal ----------------------------------------------------------------------------------------


def _check_terminal() -> Iterator[Check]:
    term = os.environ.get("TERM", "")
    plain = "medway-tui --plain works everywhere"
    if term in ("dumb", "unknown"):
        yield Check("type (TERM)", term, "this terminal can't move the cursor", plain)
    elif not term and sys.platform != "win32":
        yield Check("type (TERM)", "not set", "the type of the terminal is not known", plain)
    else:
        yield Check("type (TERM)", term or "not set")
    names = ("TERM_PROGRAM", "TERM_PROGRAM_VERSION", "COLORTERM", "LC_TERMINAL")
    yield Check(
        "program", ", ".join(os.environ[name] for name in names if os.environ.get(name)) or "not known"
    )
    yield _check_size()
    inside = [name for name, variables in _AROUND.items() if any(map(os.environ.get, variables))]
    yield Check("inside", ", ".join(inside) or "neither tmux, GNU screen nor ssh")
    yield _check_encoding()
    yield Check("colours", _describe_colours(term))
    reader = find_sign() or find_reader_process()
    known = "none found" if sys.platform != "darwin" else "not known on macOS"
    yield Check("screen reader", reader or known)


def _check_size() -> Check:
    try:
        size = os.get_terminal_size(next(each for each in (1, 0, 2) if os.isatty(each)))
    except (StopIteration, OSError):
        return Check("size", "not known, as this is no terminal")
    words = f"{size.columns} columns, {size.lines} rows"
    if size.columns < MIN_SIZE[0] or size.lines < MIN_SIZE[1]:
        return Check(
            "size", words, f"the reader needs {MIN_SIZE[0]} columns and {MIN_SIZE[1]} rows", "enlarge it"
        )
    return Check("size", words)


def _check_encoding() -> Check:
    encoding = locale.getpreferredencoding(do_setlocale=False)
    name = encoding.lower().replace("-", "").replace("_", "")
    if name in ("utf8", "cp65001") or sys.platform == "win32":
        return Check("encoding", encoding)
    return Check(
        "encoding", encoding, "it is not UTF-8: some characters can't be shown", "set LANG, such as C.UTF-8"
    )


def _describe_colours(term: str) -> str:
    if os.environ.get("NO_COLOR"):
        return "off (NO_COLOR)"
    if os.environ.get("FORCE_COLOR"):
        return "on (FORCE_COLOR)"
    if os.environ.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return "16 million"
    if "256" in term:
        return "256"
    return "16" if is_colour_enabled("auto") else "not known, or none"


def _check_clipboard() -> Iterator[Check]:
    environment = ClipboardEnvironment.current()
    programs = ", ".join(each.name for each in environment.programs)
    yield Check("programs", programs or "none found")
    ways = {True: "known to work", False: "this terminal has none", None: "not known; the terminal decides"}
    yield Check("terminal (OSC 52)", ways[environment.obeys_osc_52])
    if not programs and environment.obeys_osc_52 is False and not environment.is_in_tmux:
        yield Check(
            "copying",
            "no way",
            "nothing can be copied from here",
            "install wl-copy, xclip or xsel; y offers a file",
        )


# -- folders, settings, state -----------------------------------------------------------------------------


def _check_folders() -> Iterator[Check]:
    folders = {
        "settings": config_folder(),
        "notes and own files": Path(platformdirs.user_data_dir(APP_NAME, appauthor=False)),
        "state": Path(platformdirs.user_state_dir(APP_NAME, appauthor=False)),
        "index (cache)": Path(platformdirs.user_cache_dir(APP_NAME, appauthor=False)),
        "reports of crashes": Path(platformdirs.user_log_dir(APP_NAME, appauthor=False)),
    }
    for name, folder in folders.items():
        yield check_folder(name, folder)


def check_folder(name: str, folder: Path) -> Check:
    """Return whether a folder can be written, or made where it is not there."""
    shown = shorten_home(str(folder))
    existing = next((each for each in (folder, *folder.parents) if each.exists()), None)
    if existing is None or not existing.is_dir():
        return Check(
            name, shown, "it can't be made: a file is in its way", f"move {shorten_home(str(existing))}"
        )
    if not os.access(existing, os.W_OK | os.X_OK):
        return Check(
            name, shown, "it can't be written", f"make {shorten_home(str(existing))} writable for you"
        )
    return Check(name, shown if folder.exists() else f"{shown} (not there yet)")


def _check_settings(roots: Sequence[str]) -> Iterator[Check]:
    config = load_config()
    if config.problems:
        lines = ", ".join(f"line {each.line}" for each in config.problems if each.line) or "the whole file"
        problem = f"{plural(len(config.problems), 'problem')}: {lines}"
        yield Check("config.toml", "read", problem, "medway-tui config lists them")
    else:
        yield Check("config.toml", "read" if config.path.exists() else "none; all defaults")
    themes = own_theme_names()
    yield Check("own themes", f"{len(themes)} in {shorten_home(str(themes_folder()))}" if themes else "none")
    yield from _check_state(_dossier_id(roots))
    yield _check_notes(_dossier_id(roots))


def _dossier_id(roots: Sequence[str]) -> str:
    index = open_without_scan([Path(root) for root in roots])
    if index is None:
        return ""
    try:
        return index.meta("id") or ""
    finally:
        index.close()


def _check_state(dossier: str) -> Iterator[Check]:
    from medway_tui.tui.reader_state import open_state  # noqa: PLC0415 - as the reader does

    problems = open_state(dossier).take_problems()
    if not problems:
        yield Check("kept between runs", "read")
    for problem in problems:
        yield Check("kept between runs", "not used", shorten_home(problem))


def _check_notes(dossier: str) -> Check:
    from medway_tui.notes.location import notes_path  # noqa: PLC0415 - YAML
    from medway_tui.notes.store import NotesFile  # noqa: PLC0415 - YAML

    if not dossier or not notes_path(dossier).exists():
        return Check("notes", "none")
    content = NotesFile(notes_path(dossier).parent).load()
    if content.findings:
        problem = f"{plural(len(content.findings), 'problem')} in the file"
        return Check("notes", "read in part", problem, "medway-tui notes lists them")
    return Check("notes", "read")


# -- the dossier ------------------------------------------------------------------------------------------


def _check_dossier(roots: Sequence[str]) -> Iterator[Check]:
    folders = resolve_roots([Path(root) for root in roots])
    is_shipped = folders == [shipped_content()]
    yield Check("dossier", "the one that comes with the program" if is_shipped else "one of your own")
    path = index_path(folders)
    if path is None:
        yield Check("index", "in memory", "the cache folder can't be written", "see Folders above")
        return
    index = open_without_scan([Path(root) for root in roots])
    if index is None:
        state = "a file that can't be used" if path.exists() else "none yet"
        yield Check("index", f"{state}; the next start builds it")
        return
    try:
        yield from _check_index(index, path)
        dossier = index.meta("id") or ""
    except IndexAccessError as error:
        yield Check(
            "index", "damaged", str(error), f"remove {shorten_home(str(path))}; the next start builds it"
        )
        return
    finally:
        index.close()
    if any((folder / JOURNAL_NAME).exists() for folder in with_user_folder(folders, dossier)):
        hint = "medway-tui check finishes it or takes it back"
        yield Check("writing", "interrupted", "a step of an import or a review was interrupted", hint)


def _check_index(index: Index, path: Path) -> Iterator[Check]:
    quick_check(index)
    size = sum(each.stat().st_size for each in path.parent.glob(f"{path.name}*"))
    state = "complete" if index.is_complete else "being built"
    counts = count_contents(index)
    numbers = f"{plural(counts.articles, 'article')}, {plural(counts.quotes, 'quotation')}"
    yield Check("index", f"{state}, no damage, {size / 1e6:,.1f} MB: {numbers}")
    scanned = last_scan_time(index)
    yield Check("last scanned", "not known" if scanned is None else format_age(time() - scanned))
    findings = count_findings(index)
    yield Check(
        "findings in the files", f"{findings:,} (medway-tui check lists them)" if findings else "none"
    )


# -- optional parts ---------------------------------------------------------------------------------------


def _check_optional_parts() -> Iterator[Check]:
    for extra, packages in _extras().items():
        missing = [each for each in packages if not _is_installed(each)]
        state = f"not installed; pip install 'medway-tui[{extra}]'" if missing else "installed"
        yield Check(extra, state)
    yield _check_editor()
    has_man = shutil.which("man") is not None
    yield Check("man", "installed" if has_man else "not installed; medway-tui man prints the source")


def _extras() -> dict[str, list[str]]:
    """Return the extras of medway-tui with their packages, but those of developers."""
    try:
        required = metadata.requires("medway-tui") or ()
    except metadata.PackageNotFoundError:
        return {}
    extras: dict[str, list[str]] = {}
    for each in required:
        match = re.match(r"([\w.-]+).*;.*extra == ['\"]([\w-]+)['\"]", each)
        if match and match[2] != "dev":
            extras.setdefault(match[2], []).append(match[1])
    return extras


def _is_installed(package: str) -> bool:
    try:
        metadata.version(package)
    except metadata.PackageNotFoundError:
        return False
    return True


def _check_editor() -> Check:
    name = next((each for each in ("VISUAL", "EDITOR") if os.environ.get(each)), "")
    if not name:
        return Check("editor", "none; e needs VISUAL or EDITOR")
    try:
        program = shlex.split(os.environ[name])[0]
    except (ValueError, IndexError):
        program = ""
    if not program or shutil.which(program) is None:
        return Check(
            "editor", f"set by {name}", "its program is not found", f"set {name} to a program that is there"
        )
    return Check("editor", f"{Path(program).name}, set by {name}")
