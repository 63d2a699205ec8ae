"""What tests of the reader get: the shipped dossier, opened once, and the small one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from medway_tui.sync.dossier import Dossier, open_dossier
from tests.fixtures_library import Folder


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dossier]:
    """The dossier that comes with the program. It is shared: a test must not change it."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patched:
        for name in ("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
            patched.setenv(name, str(home))
        dossier = open_dossier()
    yield dossier
    dossier.close()


@pytest.fixture
def library_dossier(folder: Folder) -> Iterator[Dossier]:
    """The small dossier; what a test changed in its files before is in it."""
    dossier = open_dossier([folder.root])
    yield dossier
    dossier.close()


@pytest.fixture(autouse=True)
def permanent_toasts(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was said stays said, however slow the machine is."""
    monkeypatch.setattr("textual.notifications.Notification.has_expired", property(lambda _: False))
