"""Back and forward."""

from __future__ import annotations

from medway_tui.sync.dossier import Dossier
from medway_tui.tui.visit_history import MAX_VISITS, Visit, VisitHistory
from tests.tui.reader_pilot import open_reader

A, B, C, D = (Visit("read", name) for name in "ABCD")


def test_the_history_goes_back_and_forward_like_a_browser() -> None:
    history = VisitHistory()
    assert history.go_back(A) is None
    history.leave(A)
    history.leave(B)
    assert history.go_back(C) == B
    assert history.go_back(B) == A
    assert history.go_back(A) is None
    assert history.go_forward(A) == B
    # From another place there is nothing to go forward to.
    history.leave(B)
    assert history.go_forward(D) is None
    assert history.go_back(D) == B


def test_a_place_that_is_open_already_is_passed_over() -> None:
    history = VisitHistory()
    for visit in (A, B, B):
        history.leave(visit)
    assert history.go_back(B) == A
    assert history.go_forward(A) == B


def test_the_oldest_places_are_forgotten() -> None:
    history = VisitHistory()
    for number in range(MAX_VISITS + 10):
        history.leave(Visit("read", number))
    places = [A]
    while (visit := history.go_back(places[-1])) is not None:
        places.append(visit)
    assert len(places) == MAX_VISITS + 1


async def test_the_keys_go_back_and_forward(shipped: Dossier) -> None:
    async with open_reader(shipped, toasts=True) as opened:
        screens = [opened.text()]
        for key in ("2", "3", "4"):
            await opened.press(key)
            screens.append(opened.text())
        await opened.press("backspace")
        assert opened.text() == screens[2]
        await opened.press("alt+left", "alt+left")
        assert opened.text() == screens[0]
        await opened.press("alt+left")
        assert opened.toast_messages()[-1] == "No previous place"
        for name in ("Quotes", "Ratings", "Timeline"):
            await opened.press("alt+right")
            assert name == opened.view.NAME
        await opened.press("alt+right")
        assert opened.toast_messages()[-1] == "No next place: Back has left none"
        # In a filter the keys move among words.
        await opened.press("f", "alt+left")
        assert opened.view.NAME == "Timeline"
