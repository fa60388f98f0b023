"""A nation's first evaluation: more of everything than a database takes values in one question
(PostgreSQL takes 65,535, SQLite 32,766 or 250,000)."""

from __future__ import annotations

from datetime import timedelta

from tests.store.build import MONTH, NOW, a_notice
from watchlist.model.message import Silence
from watchlist.model.reading import Series
from watchlist.model.register import DataCheck
from watchlist.store.store import Store

MANY = 66_000


def told_many(store: Store) -> list[int]:
    """So many notices, and their numbers."""
    with store.begin(NOW) as tx:
        assert tx.notify([a_notice(f"transition:{n}") for n in range(MANY)]) == MANY
    return [int(notice.id or 0) for notice in store.waiting_notices(NOW)]


def frozen(store: Store, name: str, notices: list[int]) -> bool:
    with store.begin(NOW) as tx:
        return tx.freeze(
            name, channel="mailbox", post="keeper", address="a@example.org", headline="many",
            payload=b"many", notices=notices,
        )  # fmt: skip


def test_one_message_tells_of_very_many_notices(store: Store) -> None:
    """However much a quiet start puts on the list, one message may tell of it, and of all of it;
    a notice that is in a message already is in no other."""
    numbers = told_many(store)
    assert frozen(store, "<one@example.org>", numbers[1:])
    assert [notice.id for notice in store.waiting_notices(NOW)] == numbers[:1]
    assert [notice.id for notice in store.notices_of("<one@example.org>")] == numbers[1:]
    assert not frozen(store, "<two@example.org>", numbers)
    assert [notice.id for notice in store.waiting_notices(NOW)] == numbers[:1]


def test_very_many_notices_are_silenced_each_for_its_reason(store: Store) -> None:
    """What was withdrawn before anybody was told is silenced at once; told twice is told once, and
    what is silenced can no more be sent."""
    first, second, *rest = numbers = told_many(store)
    with store.begin(NOW) as tx:
        tx.silence({first: Silence.WITHDRAWN} | dict.fromkeys(rest, Silence.NOBODY))
        assert tx.notify([a_notice("transition:0"), a_notice("transition:new")]) == 1
    waiting = [notice.id for notice in store.waiting_notices(NOW + timedelta(days=1))]
    assert waiting[:-1] == [second]
    assert waiting[-1] not in numbers
    assert not frozen(store, "<one@example.org>", [first])


def test_very_many_findings_about_data_are_asked_for_at_once(store: Store) -> None:
    """Findings about data come back by key, however many are asked for."""
    found = [
        DataCheck("missing", Series("assessments", f"Area {n}"), MONTH, 24_000, {})
        for n in range(3)
    ]
    with store.begin(NOW) as tx:
        assert tx.save_checks(found, ["assessments"]) == found
    asked = [f"missing|assessments|Area {n}||24000" for n in range(MANY)]
    assert list(store.checks(asked).values()) == found
    assert len(store.entries(range(MANY))) == len(store.transitions(range(MANY))) == 0
    assert store.holders(range(MANY)) == []
