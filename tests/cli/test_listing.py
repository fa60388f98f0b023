"""The list on a screen: as wide as the screen, as long as was asked for, nothing left unsaid."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from tests.cli.conftest import Program
from watchlist.app import App, open_app
from watchlist.cli.listing import print_list


@pytest.fixture
def listed(watchlist: Program, borough: Path) -> Iterator[App]:
    """The invented borough after its first round."""
    watchlist("run", "--once", "-c", borough)
    app = open_app(borough)
    yield app
    app.close()


def page(app: App, width: int, most: int | None = None) -> str:
    out = io.StringIO()
    print_list(app, Console(file=out, width=width, highlight=False), most)
    return out.getvalue()


@pytest.mark.parametrize("width", [60, 100, 200])
def test_the_list_fits_the_screen_and_every_entry_is_on_it(listed: App, width: int) -> None:
    """However narrow, lines go on under their beginning, and no word is lost."""
    text = page(listed, width)
    assert max(len(line.rstrip()) for line in text.splitlines()) <= width
    plain = " ".join(text.split())
    for one in listed.store.watch_list():
        assert f"{one.entry.reference} {one.entry.title}" in plain
        for breach in one.breaches:
            assert listed.book.rules[breach.rule].title in plain


@pytest.mark.parametrize("most", [1, 2, 3])
def test_a_short_list_says_how_much_it_leaves_out(listed: App, most: int) -> None:
    """The worst are shown, the others counted, and it says where they stand."""
    watched = listed.store.watch_list()
    text = page(listed, 100, most)
    shown = re.findall(r"WL-\d+", text)
    assert shown == [one.entry.reference for one in watched[:most]]
    assert f"… and {len(watched) - most} more" in text
    assert "watchlist list" in text
    reds = sum(
        one.entry.level is not None and one.entry.level.word == "red" for one in watched[most:]
    )
    assert (f"{reds} of them red" in text) == bool(reds)


def test_a_whole_list_leaves_nothing_out(listed: App) -> None:
    """Without a bound nothing is only counted."""
    assert "… and" not in page(listed, 100)
