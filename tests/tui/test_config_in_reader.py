"""The settings of config.toml in the reader."""

from __future__ import annotations

from pathlib import Path

import pytest

from medway_tui.config.loader import LoadedConfig
from medway_tui.config.settings import ReaderSettings, Settings
from medway_tui.sync.dossier import Dossier
from medway_tui.tui.theme import textual_name
from tests.tui.reader_pilot import open_reader


@pytest.mark.parametrize(("option", "expected"), [(None, "light"), ("terminal", "terminal")])
async def test_a_theme_on_the_command_line_comes_before_that_of_the_config(
    shipped: Dossier, option: str | None, expected: str
) -> None:
    config = LoadedConfig(Path("config.toml"), Settings(reader=ReaderSettings(theme="light")))
    async with open_reader(shipped, theme=option, config=config) as opened:
        assert opened.app.theme == textual_name(expected)
