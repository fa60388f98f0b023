"""What was worked out for a page stays as long as it is so."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from tests.web.council import Council
from watchlist.acting import act
from watchlist.app import App
from watchlist.asked import About, Deed
from watchlist.model.acts import ActKind
from watchlist.model.errors import WorldError
from watchlist.web.here import Here
from watchlist.web.remembering import Remembered


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    with Council.founded(tmp_path).opens() as opened:
        yield opened


def here_of(app: App) -> Here:
    return Here(app.config, app.book, app.store, app.clock)


def test_twenty_who_ask_at_once_are_answered_by_one_working_out(app: App) -> None:
    """After each change of the list everybody asks for it: it is judged for one of them."""
    remembered, made = Remembered(), []
    everybody = threading.Barrier(20)

    def work() -> int:
        made.append(1)
        time.sleep(0.2)
        return len(made)

    def ask() -> int:
        everybody.wait()
        return remembered.made(here_of(app), "list", work)

    with ThreadPoolExecutor(20) as many:
        answers = [many.submit(ask) for _ in range(20)]
        assert {answer.result() for answer in answers} == {1}
    assert len(made) == 1


def test_what_somebody_says_is_on_the_page_at_once(app: App) -> None:
    """The page after an act is another one, and so is that by other rules; one that nothing changed
    is not made again."""
    remembered, here = Remembered(), here_of(app)
    numbers = iter(range(9))

    def asked() -> int:
        return remembered.made(here, "list", lambda: next(numbers))

    assert (asked(), asked()) == (0, 0)
    deed = Deed(ActKind.ADDED, "The Chair asks for it.")
    about = About(title="Visits")
    act(app.store, app.setting, None, deed, who="p1", now=app.clock(), about=about)
    assert (asked(), asked()) == (1, 1)
    here = replace(here, book=replace(app.book, hash="another"))
    assert (asked(), asked()) == (2, 2)


def test_what_could_not_be_made_is_tried_again_by_the_next(app: App) -> None:
    """A database that is busy for a moment does not spoil a page for the day."""
    remembered = Remembered()

    def fails() -> int:
        raise WorldError("the database is busy")

    with pytest.raises(WorldError, match="busy"):
        remembered.made(here_of(app), "list", fails)
    assert remembered.made(here_of(app), "list", lambda: 7) == 7


def test_only_so_much_is_kept(app: App) -> None:
    """Memory stays what it is, however many pages are asked for."""
    remembered, made = Remembered(most=2), []
    for about in ("a", "b", "c", "a"):
        remembered.made(here_of(app), about, lambda: made.append(1))
    assert len(made) == 4
