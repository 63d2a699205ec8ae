"""The three views as they look, narrow, middle and wide.

After a change that is meant: ``pytest tests/tui/test_snapshots.py --snapshot-update``, and look at what
has changed before it is committed.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from medway_tui.sync.dossier import Dossier
from medway_tui.tui.app import ReaderApp

SIZES = [(80, 24), (120, 40), (200, 60)]
SCENES = {
    "read": ["n", "n"],
    "quotes": ["2", "j"],
    "ratings": ["3", "l", "l", "l"],
    "reported": ["3", "l", "l", "l", "r", "l"],
}


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("scene", SCENES)
def test_it_looks_as_it_did(
    shipped: Dossier, snap_compare: Callable[..., bool], scene: str, size: tuple[int, int]
) -> None:
    assert snap_compare(ReaderApp(shipped), press=SCENES[scene], terminal_size=size)
