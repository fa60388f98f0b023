"""How good the news is, counted by both databases."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.store.build import NOW, a_breach, a_notice, a_transition, an_entry
from tests.store.test_register import keep
from watchlist.model.acts import Act, ActKind
from watchlist.model.message import Purpose, Silence
from watchlist.model.register import Reason
from watchlist.store.quality import Grouped, Quality
from watchlist.store.store import Store

HOUR = timedelta(hours=1)

#: Eight things that moved: number of the transition -> what it was, of which breach, by which rule.
MOVES = {
    1: (Reason.OPENED, 1, "late"),
    2: (Reason.WORSENED, 1, "late"),
    3: (Reason.OPENED, 2, "late"),
    4: (Reason.RELAPSED, 2, "late"),
    5: (Reason.OPENED, 3, "slow"),
    6: (Reason.OPENED_AGAIN, 4, "slow"),
    7: (Reason.OPENED, 5, "slow"),
    8: (Reason.OPENED, 6, "slow"),
}


def noticed(number: int, **more: Any) -> Any:
    words = {"breach": MOVES[number][1], "entry": MOVES[number][1], "transition": number, **more}
    return a_notice(f"transition:{number}", **words)


def act(number: int, entry: int, kind: ActKind, hours: int) -> Act:
    return Act(number, entry, NOW + hours * HOUR, kind, "p1", text="x")


@pytest.fixture
def told(store: Store) -> Store:
    """The head hears of the first four and the sixth, in three messages made an hour after it happened;
    the fifth was withdrawn, nobody could be told of the seventh, the eighth waits."""
    later = {4: {"follows": 3, "judged_to": 24_170}, 3: {"judged_to": 24_167}}
    keep(
        store,
        entries=tuple(an_entry(n) for n in range(1, 7)),
        breaches=tuple(
            a_breach(n, entry=n, rule="late" if n < 3 else "slow", **later.get(n, {}))
            for n in range(1, 7)
        ),
        transitions=tuple(
            a_transition(n, reason=reason, breach=of, entry=of, rule=rule, at=NOW, period=24_170)
            for n, (reason, of, rule) in MOVES.items()
        ),
        acts=(
            act(1, 1, ActKind.ACKNOWLEDGED, 3),
            act(2, 2, ActKind.ACKNOWLEDGED, 11),
            act(3, 1, ActKind.CAUSE, 5),
            act(4, 4, ActKind.NOTED, 5),
            act(5, 5, ActKind.ACKNOWLEDGED, 5),
        ),
    )
    with store.begin(NOW) as tx:
        tx.notify([noticed(n) for n in MOVES])
        tx.notify([noticed(1, channel="teams"), a_notice("check:x", purpose=Purpose.CHECKS)])
    ids = {(one.transition, one.channel): one.id for one in store.waiting_notices(NOW)}
    mail = {number: ids[number, "mailbox"] for number in MOVES}
    letter = {"channel": "mailbox", "post": "head", "address": "", "headline": "", "payload": b""}
    with store.begin(NOW + HOUR) as tx:
        tx.freeze("a@example.org", notices=[mail[1]], **letter)  # type: ignore[arg-type]
        tx.freeze("b@example.org", notices=[mail[2], mail[3]], **letter)  # type: ignore[arg-type]
        tx.freeze("c@example.org", notices=[mail[4], mail[6]], **letter)  # type: ignore[arg-type]
        tx.freeze("d@example.org", notices=[ids[1, "teams"]], **letter)  # type: ignore[arg-type]
        tx.silence({mail[5]: Silence.WITHDRAWN, mail[7]: Silence.NOBODY})
    return store


def test_what_became_of_the_news_of_a_rule(told: Store) -> None:
    """Four pieces of news of one rule, each told once though by two channels: two acknowledged after
    two hours and two after ten, half within six; of the other rule one was told, and nobody has seen
    it."""
    late, slow, head = told.quality()
    assert late == Quality(
        Grouped.RULE, "late", news=4, sent=4, merged=3, acknowledged=4, median_hours=6.0,
        acted_on=2, never_acknowledged=0, flapping=1, withdrawn=0, overtaken=0, gone=0, nobody=0,
        waiting=0,
    )  # fmt: skip
    assert slow == Quality(
        Grouped.RULE, "slow", news=4, sent=1, merged=1, acknowledged=0, median_hours=None,
        acted_on=0, never_acknowledged=1, flapping=1, withdrawn=1, overtaken=0, gone=0, nobody=1,
        waiting=1,
    )  # fmt: skip
    assert (head.grouped, head.name, head.news, head.sent) == (
        Grouped.POST, "head-of-assessment", 8, 5,
    )  # fmt: skip


def test_every_piece_of_news_is_sent_silent_or_waiting(told: Store) -> None:
    """The columns come to the whole, by rule and by post."""
    for one in told.quality():
        silent = one.withdrawn + one.overtaken + one.gone + one.nobody
        assert one.news == one.sent + silent + one.waiting
        assert one.sent == one.acknowledged + one.never_acknowledged


def test_what_comes_back_after_a_year_is_no_flapping(told: Store) -> None:
    """Three periods after it was well it is; where two are asked for it is not."""
    assert [one.flapping for one in told.quality(within=2)] == [1, 0, 1]


def test_news_of_another_time_is_left_out(told: Store) -> None:
    """From a moment on, and to before another."""
    assert told.quality(NOW + HOUR) == []
    assert told.quality(until=NOW) == []
    assert len(told.quality(NOW, NOW + HOUR)) == 3
