from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.acting.council import DIRECTORY
from tests.register.deeds import ACTS, MEETING, NOW, TODAY, day, done, on_list
from tests.store.build import a_breach
from watchlist.model.acts import Act, ActKind, Due
from watchlist.model.calendar import add
from watchlist.model.indicator import Interval
from watchlist.model.register import Breach, Entry, State, Track
from watchlist.model.rule import Escalation, Level
from watchlist.register.acts import replay
from watchlist.register.falling_due import (
    Fell,
    Known,
    Occasion,
    counted_from,
    fallen_due,
    occasion_of,
    remind,
    unacknowledged,
)

RED = a_breach(7, entry=1)
RECOVERING = replace(RED, track=Track(State.RECOVERING, Level.RED, 24_000))
DIRECTOR = Escalation(Interval(10, "working days"), "director")


def due(
    *acts: Act, on: date, breaches: tuple[Breach, ...] = (RED,), entry: Entry | None = None
) -> list[tuple[str, int, str | None]]:
    found = fallen_due(entry or on_list(), replay(acts), breaches, on)
    return [(one.what.value, one.number, one.post) for one in found]


def test_a_review_is_due_on_its_day() -> None:
    """To be re-visited at the March meeting: whoever asked for it hears of it on that day, and not
    after it was done."""
    asked = done(ActKind.REVIEW_SET, acting_for="chair", due=MEETING)
    assert due(asked, on=date(2014, 3, 18)) == []
    assert due(asked, on=date(2014, 3, 19)) == [("review due", 1, "chair")]
    assert due(asked, done(ActKind.REVIEWED, number=1), on=date(2014, 3, 19)) == []


def test_an_outside_event_has_no_day() -> None:
    """A report that is not yet published is waited for without a date."""
    asked = done(ActKind.REVIEW_SET, due=Due(event="the national report is published"))
    assert due(asked, on=date(2030, 1, 1)) == []


def test_what_is_due_on_a_day_is_overdue_the_day_after() -> None:
    """The post that was to act, or to answer, hears of it once the day has passed."""
    acts = (
        done(ActKind.ACTION_SET, text="Detail", post="director", due=Due(day(5))),
        done(ActKind.REQUEST_MADE, text="How many?", due=Due(day(5))),
    )
    assert due(*acts, on=day(5)) == []
    assert due(*acts, on=day(6)) == [
        ("action overdue", 1, "director"),
        ("request unanswered", 1, "head"),
    ]


def test_a_recovery_that_did_not_come() -> None:
    """Timeliness should improve in the autumn: when it is over and the reading is still bad, it is
    said; where it is recovering by then, it is not."""
    said = done(ActKind.RECOVERY, text="the autumn", due=Due(day(30)))
    assert due(said, on=day(29)) == []
    assert due(said, on=day(30)) == [("recovery missed", 0, "head")]
    assert due(said, on=day(30), breaches=(RECOVERING,)) == []
    assert due(said, on=day(30), breaches=()) == []


def test_a_mute_ends() -> None:
    """Who held news back hears that it comes again."""
    muted = done(ActKind.MUTED, acting_for="keeper", text="Restructuring", until=day(9))
    assert due(muted, on=day(9)) == []
    assert due(muted, on=day(10)) == [("mute ended", 0, "keeper")]
    assert due(muted, done(ActKind.UNMUTED), on=day(10)) == []


def test_what_has_left_the_list_still_owes_its_answers() -> None:
    """An unanswered request is asked for after the line has left; a recovery is not."""
    acts = (
        done(ActKind.REQUEST_MADE, text="How many?", due=Due(day(5))),
        done(ActKind.RECOVERY, due=Due(day(5))),
    )
    assert due(*acts, on=day(6), entry=on_list(left_at=NOW)) == [("request unanswered", 1, "head")]


def test_a_red_that_nobody_acknowledges() -> None:
    """When ten working days have passed since the owner was told it goes to the director; not where
    somebody has seen it since, nor where it is recovering, nor while news is held back."""

    def found(
        *acts: Act, breach: Breach = RED, days: int = 15
    ) -> tuple[str, int, str | None] | None:
        at = NOW + timedelta(days=days)
        one = unacknowledged(breach, DIRECTOR, replay(acts), Known(NOW, NOW), at)
        return (one.what.value, one.number, one.post) if one else None

    assert found(days=14) is None
    assert found() == ("not acknowledged", 7, "director")
    assert found(breach=RECOVERING) is None
    seen = done(ActKind.ACKNOWLEDGED)
    assert found(replace(seen, at=NOW + timedelta(days=1))) is None
    assert found(replace(seen, at=NOW - timedelta(days=1))) is not None
    assert found(done(ActKind.MUTED, text="x", until=day(15))) is None


def test_another_day_is_another_occasion() -> None:
    """A recovery that is put off and missed again is told again."""
    first = done(ActKind.RECOVERY, due=Due(day(5)))
    second = done(ActKind.RECOVERY, due=Due(day(20)))
    subjects = [
        next(iter(fallen_due(on_list(), replay(acts), [RED], day(30)))).subject
        for acts in ((first,), (first, second))
    ]
    assert subjects == ["recovery missed:1:0:2014-02-09", "recovery missed:1:0:2014-02-24"]


@given(st.sampled_from(Fell), st.integers(1, 10**6), st.integers(0, 10**6), st.dates())
def test_an_occasion_is_known_by_its_subject(what: Fell, entry: int, number: int, on: date) -> None:
    """What a notice speaks of is read back from what it is known by."""
    occasion = Occasion(what, entry, number, on)
    assert occasion_of(occasion.subject) == occasion
    assert occasion_of(f"act:{entry}") is None
    assert occasion_of(f"transition:{entry}") is None


@given(st.lists(ACTS, max_size=8), st.lists(st.integers(0, 60), max_size=12), st.booleans())
def test_however_often_somebody_looks_each_occasion_is_told_once(
    acts: list[Act], looks: list[int], bad: bool
) -> None:
    """Looking every day, seldom, or twice on a day: each occasion is told once, and none that one
    late look would find is missed by many."""
    record, breaches = replay(acts), [RED] if bad else []
    told: list[str] = []

    def look(on: date) -> None:
        occasions = fallen_due(on_list(), record, breaches, on)
        at = datetime.combine(on, NOW.time(), NOW.tzinfo)
        told.extend(each.subject for each in remind(occasions, set(told), DIRECTORY, at))

    for offset in sorted(looks):
        look(TODAY + timedelta(days=offset))
    often = len(told)
    assert len(set(told)) == often
    look(day(90))
    assert set(told) >= {each.subject for each in fallen_due(on_list(), record, breaches, day(90))}
    assert len(set(told)) == len(told)


@given(
    st.builds(
        Interval,
        st.integers(1, 40),
        st.sampled_from(("working days", "days", "weeks", "months")),
    ),
    st.dates(date(2020, 1, 1), date(2030, 12, 31)),
)
def test_since_when_a_time_is_counted_that_ends_on_a_day(after: Interval, on: date) -> None:
    """Counted from then on, it ends on the day or later; counted from the day before, earlier."""
    first = counted_from(after, on)
    assert add(after, first) >= on > add(after, first - timedelta(days=1))
