"""What programs posted is taken once, and answered the same whenever it comes again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.store.build import CALENDARS, NOW, R, table
from watchlist.model.errors import WorldError
from watchlist.store import posted
from watchlist.store.posted import Answered, Post
from watchlist.store.store import Store

POST = Post("token", "", "body", "body and rules")
FIRST = Answered(2, 0, 0, ("assessments", "exclusions"), "body")


def taken(store: Store, post: Post = POST, value: float = 70.0) -> Answered:
    rows = (R(value), R(3.0, indicator="exclusions"))
    return store.save_posted(table(rows), CALENDARS, post, source="feed", now=NOW)


def test_the_same_content_is_taken_once(store: Store) -> None:
    """Whichever program sends it, and whatever came between."""
    assert store.answered(POST) is None
    assert taken(store) == FIRST
    assert store.answered(POST) == FIRST
    assert taken(store, Post("token", "", "other", "other"), 71.0).revised == 1
    assert taken(store, Post("another", "", "body", "body and rules")) == FIRST
    assert store.counts()["posted"] == 2
    assert store.counts()["imports"] == 2


def test_a_key_is_its_tokens_own(store: Store) -> None:
    """With one it is the key that says what is the same; the answer tells by its body what that was."""
    monday, tuesday = Post("token", "monday", "body", "x"), Post("token", "tuesday", "body", "x")
    assert taken(store, monday) == FIRST
    assert taken(store, tuesday) == Answered(0, 0, 2, (), "body")
    assert taken(store, Post("token", "monday", "other", "y"), 99.0) == FIRST
    assert taken(store, Post("another", "monday", "other", "y"), 99.0).revised == 1
    assert store.answered(Post("token", "wednesday", "body", "x")) is None


def test_what_comes_at_once_is_taken_once(store: Store) -> None:
    """Eight threads post the same: one of them takes it in, all hear the same."""
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda _: taken(store), range(8))) == {FIRST}
    assert store.counts()["posted"] == 1


def test_readings_and_answer_are_kept_together(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the answer cannot be kept the readings are not there either, and it can be sent again."""

    def fails(*_: object) -> None:
        raise WorldError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(posted, "keep", fails)
        with pytest.raises(WorldError):
            taken(store)
    assert store.counts()["readings"] == 0
    assert not store.to_judge()
    assert taken(store) == FIRST
