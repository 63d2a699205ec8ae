"""Each private use of Textual is still needed, and its guard still holds."""

from __future__ import annotations

import inspect

import pytest
import textual
from rich.segment import Segment
from textual.app import App
from textual.binding import Binding, BindingsMap
from textual.color import Color
from textual.content import Content
from textual.geometry import Region, Size
from textual.screen import Screen
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import AwaitMount, Widget
from textual.widgets import Static

from medway_tui.sync.dossier import Dossier
from medway_tui.tui import textual_patches
from medway_tui.tui.app import ReaderApp
from medway_tui.tui.quotes.view import QuotesView
from tests.tui.reader_pilot import open_reader

MODES = {"action_switch_mode", "add_mode", "current_mode", "remove_mode", "switch_mode"}
"""Textual's public methods for modes: none of them mounts the screen of a mode without showing it."""


def test_the_patches_are_for_the_installed_textual() -> None:
    assert textual.__version__.startswith(textual_patches.VERSIONS)


def test_textual_still_keeps_a_strip_in_its_own_cache() -> None:
    strip = Strip([Segment("words")])
    assert textual_patches._original_divide(strip, [5]) == [strip]
    assert "_divide_cache" in Strip.__slots__
    assert strip._divide_cache.get((5,)) == [strip]


def test_textual_still_caches_background_styles_by_widget() -> None:
    original = textual_patches._original_inner_outer
    assert original is not None, "not behind lru_cache any more"
    assert len(inspect.signature(original).parameters) == 3, "no longer a method"


def test_textual_still_reports_a_command_with_two_keys_as_clashing_with_itself() -> None:
    def bindings() -> BindingsMap:
        return BindingsMap([Binding("a,b", "one", id="one"), Binding("c,d", "two", id="two")])

    original = textual_patches._original_apply_keymap
    assert original is not None
    ours = bindings()
    assert original(bindings(), {"one": "x"}).clashed_bindings != set()
    assert textual_patches._apply_keymap(ours, {"one": "x"}).clashed_bindings == set()
    assert {key: [each.action for each in found] for key, found in ours.key_to_bindings.items()} == {
        "c": ["two"],
        "d": ["two"],
        "x": ["one"],
    }
    # A key that is taken from another command is reported, and swapped keys are not.
    (clashed,) = textual_patches._apply_keymap(bindings(), {"one": "c"}).clashed_bindings
    assert (clashed.key, clashed.action) == ("c", "two")
    swapped = bindings()
    assert textual_patches._apply_keymap(swapped, {"one": "c", "two": "a"}).clashed_bindings == set()
    assert {key: found[0].action for key, found in swapped.key_to_bindings.items()} == {
        "c": "one",
        "a": "two",
    }


@pytest.mark.parametrize("interval", [1e-9, 0.0, -0.001])
async def test_a_timer_that_is_late_runs_once(shipped: Dossier, interval: float) -> None:
    ran: list[float] = []
    async with open_reader(shipped) as opened:
        opened.app.set_timer(interval or -0.0, lambda: ran.append(interval))
        await opened.wait_until(lambda: bool(ran))
        await opened.settle()
    assert ran == [interval]


async def test_textual_still_skips_a_late_timer_that_runs_once(shipped: Dossier) -> None:
    ran: list[float] = []
    async with open_reader(shipped) as opened:
        timer = Timer(opened.app, 1e-9, callback=lambda: ran.append(1.0), repeat=0)
        assert not timer._skip
        # As Textual makes it.
        timer._skip = True
        await timer._run()
    assert ran == []


def test_textual_still_has_no_public_hook_for_an_error_that_ends_the_program() -> None:
    hooks = {name for name in dir(App) if "exception" in name and not name.startswith("_")}
    assert hooks == set()
    assert inspect.signature(App._handle_exception).parameters.keys() == {"self", "error"}


async def test_an_error_with_a_message_ends_the_program_with_it(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(opened.app, "describe_error", lambda error: f"sorry: {error}")
            opened.app._handle_exception(ValueError("no disk"))
        await opened.wait_until(lambda: not opened.app.is_running)
    assert opened.app.return_code == 2


@pytest.mark.parametrize("marked", [True, False])
async def test_textual_still_reads_all_rules_again_for_a_screen_that_is_not_marked(
    shipped: Dossier, monkeypatch: pytest.MonkeyPatch, marked: bool
) -> None:
    refreshed: list[object] = []
    if not marked:
        monkeypatch.setattr(textual_patches.PatchedApp, "mark_css_current", lambda app, screen: None)
    async with open_reader(shipped) as opened:
        monkeypatch.setattr(type(opened.app), "refresh_css", lambda app, animate=True: refreshed.append(app))
        opened.app.preload("quotes")
        await opened.settle()
    assert bool(refreshed) is not marked


def test_textual_still_has_no_public_way_to_mount_a_mode_that_is_not_shown() -> None:
    assert {name for name in dir(App) if "_mode" in name and not name.startswith("_")} == MODES
    assert hasattr(App, "_init_mode")


@pytest.mark.parametrize(("value", "is_monochrome"), [("", False), ("1", True)])
def test_an_empty_no_color_is_no_wish(
    shipped: Dossier, monkeypatch: pytest.MonkeyPatch, value: str, *, is_monochrome: bool
) -> None:
    monkeypatch.setenv("NO_COLOR", value)
    assert ReaderApp(shipped).no_color is is_monochrome


async def test_textual_still_lays_out_only_the_screen_that_is_shown(
    shipped: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert hasattr(Screen, "_refresh_layout")
    async with open_reader(shipped) as opened:
        opened.app.preload("quotes")
        await opened.settle()
        quotes = opened.app.view("quotes")
        assert isinstance(quotes, QuotesView)
        assert not quotes.rows.size
        opened.app.lay_out("quotes")
        await opened.wait_until(lambda: bool(quotes.rows.size))


async def test_a_dialog_lays_out_and_dims_the_view_below_no_more_than_it_must(
    shipped: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    dimmed: list[object] = []
    laid_out: list[object] = []
    dim_line, refresh_layout = textual_patches._dim_line, Screen._refresh_layout

    def count_dimmed(line: Strip, color: Color) -> Strip:
        dimmed.append(line)
        return dim_line(line, color)

    def count_layout(screen: Screen[object], size: Size | None = None, scroll: bool = False) -> None:
        laid_out.append(screen)
        refresh_layout(screen, size, scroll)

    async with open_reader(shipped) as opened:
        view = opened.screen
        await opened.settle()
        monkeypatch.setattr(textual_patches, "_dim_line", count_dimmed)
        monkeypatch.setattr(Screen, "_refresh_layout", count_layout)
        await opened.press("question_mark")
        await opened.settle()
        drawn = len(dimmed)
        assert drawn <= 2 * opened.app.size.height, "once when it opens, once without the focus"
        await opened.press("down", "down", "pagedown")
        assert len(dimmed) == drawn
        # What changes below is seen.
        view.query_one("#text").border_subtitle = Content("Changed")
        await opened.wait_until(lambda: "Changed" in opened.text())
        await opened.press("escape")
        await opened.settle()
        assert opened.screen is view
        assert view not in laid_out


async def test_textual_still_lays_out_a_parent_twice_for_one_mount(
    shipped: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "_widgets" in AwaitMount.__init__.__code__.co_names
    async with open_reader(shipped) as opened:
        parent, asked = opened.screen.query_one("#panes"), list[bool]()
        refresh = Widget.refresh

        def count(widget: Widget, *regions: Region, layout: bool = False, **more: bool) -> Widget:
            if widget is parent:
                asked.append(layout)
            return refresh(widget, *regions, layout=layout, **more)

        monkeypatch.setattr(Widget, "refresh", count)
        await parent.mount(Static("more"))
        await opened.settle()
        assert asked.count(True) <= 2
