"""Editions of digests, one row each, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

from tests.store.build import NOW
from watchlist.model.digest import Digest, DigestItem, Merit, Part, Spark, Trend
from watchlist.model.subscription import Edition, Topic, When
from watchlist.store.codec import decode, encode
from watchlist.store.results import DigestState, KeptDigest
from watchlist.store.store import Store

DAY = timedelta(days=1)
MEETING = Edition(
    Topic(committee="children-and-families"), When.MEETING, "2026-12-02",
    NOW - DAY, NOW + 5 * DAY, NOW + 11 * DAY, date(2026, 12, 2),
)  # fmt: skip
WEEK = Edition(Topic(), When.WEEKLY, "2026-W47", NOW, NOW, NOW + 7 * DAY)


def drafted(store: Store, edition: Edition = MEETING, content: str = "{}") -> KeptDigest | None:
    with store.begin(NOW) as tx:
        return tx.keep_digest(edition, content, NOW, since=date(2026, 10, 1))


def test_an_edition_is_read_as_it_was_drafted(store: Store) -> None:
    """Its occasion, its hours and its text, to the letter."""
    text = '{"lead": "6 on your list: 2 new — £0.815m"}'
    one = drafted(store, content=text)
    assert one == KeptDigest(1, MEETING, DigestState.DRAFTED, NOW, date(2026, 10, 1), text)
    assert store.digest(1) == store.digest_for(MEETING) == one
    assert store.digest(2) is None
    assert store.digest_for(replace(MEETING, occasion="2027-01-13")) is None


def test_an_edition_is_drafted_once(store: Store) -> None:
    """Of two services that draft at once one does; the other is told that it is done."""
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: drafted(store), range(4)))
    assert sum(one is not None for one in made) == 1
    with store.begin(NOW) as tx:
        assert tx.miss_digest(MEETING, NOW, "the service did not run") is None


def test_a_released_digest_goes_and_its_release_stands(store: Store) -> None:
    """Drafted, drafted anew, released, sent; nothing is done twice or out of order."""
    drafted(store)
    with store.begin(NOW) as tx:
        assert tx.digests_to_send(NOW) == []
        assert tx.redraft_digest(1, "anew", NOW + DAY)
        assert tx.release_digest(1, "performance-team", NOW + 2 * DAY)
        assert not tx.release_digest(1, "director", NOW + 3 * DAY)
        assert not tx.redraft_digest(1, "too late", NOW + 3 * DAY)
        (ready,) = tx.digests_to_send(NOW)
        assert (ready.content, ready.drafted_at) == ("anew", NOW + DAY)
        assert tx.send_digest(1, NOW + 3 * DAY)
        assert not tx.send_digest(1, NOW + 4 * DAY)
        assert not tx.skip_digest(1, "nobody reads it")
        assert tx.digests_to_send(NOW + 20 * DAY) == []
    sent = store.digest(1)
    assert sent is not None
    assert (sent.state, sent.released_by) == (DigestState.SENT, "performance-team")
    assert (sent.released_at, sent.sent_at) == (NOW + 2 * DAY, NOW + 3 * DAY)


def test_what_went_before_a_meeting_is_of_use_until_it(store: Store) -> None:
    """Not what is still a draft, nor a weekly one, nor anything on the day of the meeting."""
    for edition in (MEETING, WEEK, replace(MEETING, occasion="2027-01-13")):
        drafted(store, edition)
    with store.begin(NOW) as tx:
        assert tx.digests_before_meetings(NOW) == []
        for number in (1, 2):
            tx.send_digest(number, NOW)
        found = [one.edition for one in tx.digests_before_meetings(MEETING.over - DAY)]
        assert found == [MEETING]
        assert tx.digests_before_meetings(MEETING.over) == []


def test_at_its_deadline_it_goes_anyway(store: Store) -> None:
    """Nobody released it: it is there to be sent once it is due."""
    drafted(store)
    drafted(store, WEEK)
    assert [one.edition for one in store.digests_to_send(NOW)] == [WEEK]
    ready = store.digests_to_send(NOW + 5 * DAY)
    assert [(one.edition, one.state) for one in ready] == [
        (WEEK, DigestState.DRAFTED), (MEETING, DigestState.DRAFTED),
    ]  # fmt: skip


def test_what_is_not_sent_says_why(store: Store) -> None:
    """Skipped because nothing changed; missed because nothing ran: both are written down."""
    drafted(store)
    with store.begin(NOW) as tx:
        assert tx.skip_digest(1, "nothing changed")
        assert tx.miss_digest(WEEK, NOW, "the service did not run") is not None
        assert not tx.release_digest(1, "performance-team", NOW)
    skipped = store.digests(states=[DigestState.SKIPPED])
    assert [(one.edition, one.why) for one in skipped] == [
        (MEETING, "nothing changed"), (WEEK, "the service did not run"),
    ]  # fmt: skip


def test_what_was_written_down_is_not_due_again(store: Store) -> None:
    """Occasions by digest, without those that were over long ago; and when it was looked last."""
    drafted(store, WEEK)
    drafted(store, replace(WEEK, occasion="2026-W46", over=NOW))
    drafted(store)
    week, meeting = WEEK.name, MEETING.name
    assert store.digests_done(NOW) == {week: {"2026-W47"}, meeting: {"2026-12-02"}}
    assert store.digests_done(NOW - DAY)[week] == {"2026-W46", "2026-W47"}
    assert store.digests_looked() == {week: NOW, meeting: NOW}
    assert [one.edition.occasion for one in store.digests(week, most=1)] == ["2026-W46"]


def test_a_digest_is_kept_as_it_was_made() -> None:
    """Days, moments, charts and words come back out of the text as they went in."""
    item = DigestItem(
        "WL-0042", "Reviews held on time", "red", spark=Spark((81.5, None), ("red", ""), 85.0, "w"),
        last_year=Trend(Merit.WORSE, "worse than the year before", up=False), reports=("a", "b"),
    )  # fmt: skip
    digest = Digest(
        "n", "t", "The Village", NOW, Part.MEMBERS, "lead", since=date(2026, 10, 1),
        meeting=date(2026, 12, 2), new=(item,), held_back=("one",),
    )  # fmt: skip
    assert decode(Digest, encode(digest)) == digest
    assert decode(Digest, encode(replace(digest, since=None))).since is None
