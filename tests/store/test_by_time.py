from __future__ import annotations

from datetime import date, timedelta

from tests.store.build import NOW, a_breach, a_notice, a_transition, an_entry
from tests.store.test_history import an_act
from tests.store.test_register import keep
from watchlist.model.acts import ActKind, Due
from watchlist.model.message import Purpose, Silence
from watchlist.register.falling_due import Known
from watchlist.store.store import Store

HOUR = timedelta(hours=1)
DAY = date(2027, 1, 4)
ONE_DAY = timedelta(days=1)
NEVER = NOW + timedelta(days=900)


def test_what_happened_between_two_moments(store: Store) -> None:
    """From the first moment on, before the second; in its order, and what people did goes first."""
    moves = [a_transition(n, entry=1, at=NOW + n * HOUR) for n in (1, 2, 3)]
    done = [an_act(n, at=NOW + (n + 1) * HOUR) for n in (1, 2, 3)]
    keep(store, entries=(an_entry(1),), transitions=tuple(moves), acts=tuple(done))
    assert store.happened(NOW + 2 * HOUR, NOW + 4 * HOUR) == [done[0], moves[1], done[1], moves[2]]
    assert store.happened(NOW, NOW + HOUR) == []


def test_where_anything_stirred(store: Store) -> None:
    """Somebody acted, figures moved, or a day that people named lies between two days."""
    moves = (a_transition(1, entry=1, at=NOW), a_transition(2, entry=2, at=NOW + HOUR))
    days = [DAY + n * ONE_DAY for n in range(-1, 3)]
    due = [an_act(n, entry=3 + n, due=Due(day), at=NOW) for n, day in enumerate(days)]
    mute = [an_act(9, ActKind.MUTED, entry=7, until=DAY), an_act(10, entry=8, at=NOW + HOUR)]
    entries = tuple(an_entry(n) for n in range(1, 9))
    keep(store, entries=entries, transitions=moves, acts=(*due, *mute))
    assert store.stirred(NEVER, DAY, DAY + ONE_DAY) == {4, 5, 7}
    assert store.stirred(NOW + HOUR, DAY + 9 * ONE_DAY, DAY + 9 * ONE_DAY) == {2, 8}
    assert store.stirred(NEVER, DAY + 9 * ONE_DAY, DAY + 9 * ONE_DAY) == frozenset()


def test_where_anything_stirred_between_two_moments(store: Store) -> None:
    """From the first moment on, before the second, by people or by figures."""
    moves = (a_transition(1, entry=1, at=NOW), a_transition(2, entry=2, at=NOW + 2 * HOUR))
    done = (an_act(1, entry=3, at=NOW + HOUR), an_act(2, entry=4, at=NOW + 3 * HOUR))
    entries = tuple(an_entry(n) for n in range(1, 5))
    keep(store, entries=entries, transitions=moves, acts=done)
    assert store.stirred_between(NOW, NOW + 2 * HOUR) == {1, 3}
    assert store.stirred_between(NOW + HOUR, NEVER) == {2, 3, 4}
    assert store.stirred_between(NOW + 4 * HOUR, NEVER) == frozenset()


def test_of_what_somebody_was_told(store: Store) -> None:
    """News of a breach from one moment to before another, by when the message was made, or was to be
    where nobody could be told; not what is no news, and not what still waits."""
    breaches = tuple(a_breach(n, entry=n) for n in (1, 2, 3))
    keep(store, entries=tuple(an_entry(n) for n in (1, 2, 3)), breaches=breaches)
    with store.begin(NOW) as tx:
        tx.notify(
            [a_notice(f"transition:{n}", breach=n, created_at=NOW + n * HOUR) for n in (1, 2)]
        )
        quiet = {"purpose": Purpose.QUIET_START, "created_at": NOW + HOUR}
        tx.notify([a_notice("transition:3", breach=3, **quiet)])
    assert store.news_between(NOW, NEVER) == frozenset()
    first, second, third = (one.id for one in store.waiting_notices(NEVER))
    with store.begin(NOW + 5 * HOUR) as tx:
        letter = {"channel": "mailbox", "post": "head", "address": "", "headline": ""}
        tx.freeze("a@example.org", payload=b"", notices=[first, third], **letter)
        tx.silence({second: Silence.NOBODY})
    assert store.news_between(NOW + 5 * HOUR, NOW + 6 * HOUR) == {1}
    assert store.news_between(NOW + 2 * HOUR, NOW + 3 * HOUR) == {2}
    assert store.told_since([1, 2, 3]) == {
        1: Known(NOW + HOUR, NOW + 5 * HOUR),
        2: Known(NOW + 2 * HOUR, NOW + 2 * HOUR),
    }


def test_who_holds_what(store: Store) -> None:
    """The post that asked, or the person for his post; a committee is no person, and what has left the
    list is held by nobody."""
    holds = ActKind.HOLDS
    acts = (
        an_act(1, ActKind.ADDED, entry=1, acting_for="keeper", post="chair"),
        an_act(2, holds, entry=1, who="p2", acting_for="head"),
        an_act(3, holds, entry=2, who="p2"),
        an_act(4, holds, entry=2, who="p4", acting_for="clerk", committee="children"),
        an_act(5, holds, entry=3, who="p2", acting_for="head"),
        an_act(6, entry=4, who="p5"),
    )
    entries = [an_entry(n, kept=True) for n in (1, 2, 4)]
    keep(store, entries=(*entries, an_entry(3, left_at=NOW)), acts=acts)
    assert store.ever_held() == {(None, "chair"), ("p2", "head"), ("p2", None)}
    assert store.held_by([(None, "chair")]) == {1}
    assert store.held_by([("p2", "head")]) == {1}
    assert store.held_by([("p2", None), (None, "chair")]) == {1, 2}
    assert store.held_by([]) == frozenset()
