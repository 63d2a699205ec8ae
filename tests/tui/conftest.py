"""Fixtures of the reader's tests: the shipped dossier, opened once, and the library dossier."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from medway_tui.sync.dossier import Dossier, open_dossier
from tests.fixtures_library import Folder


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dossier]:
    """Return the shipped dossier. It is shared: a test must not change it."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patched:
        for name in ("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
            patched.setenv(name, str(home))
        dossier = open_dossier()
    yield dossier
    dossier.close()


@pytest.fixture
def library_dossier(folder: Folder) -> Iterator[Dossier]:
    """Return the library dossier, with the changes that a test has made to its files."""
    dossier = open_dossier([folder.root])
    yield dossier
    dossier.close()


@pytest.fixture(autouse=True)
def permanent_toasts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Toasts never expire, however slow the machine is."""
    monkeypatch.setattr("textual.notifications.Notification.has_expired", property(lambda _: False))


@pytest.fixture(autouse=True)
def unanswering_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test fills the clipboard of its machine: there is only a terminal that may know OSC 52."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr("medway_tui.tui.copying.clipboard.sys.platform", "linux")
