from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from tests.register.deeds import NOW, day, done, on_list
from tests.store.build import a_breach
from watchlist.deliver.deeds import told_occasion
from watchlist.deliver.names import Names
from watchlist.model.acts import Act, ActKind, Due
from watchlist.model.indicator import Interval
from watchlist.model.register import Breach, Entry, State, Track
from watchlist.model.rule import Level, Rule, Selection
from watchlist.register.acts import replay
from watchlist.register.falling_due import Fell, Occasion, fallen_due
from watchlist.register.review_due import review_day, review_due


def a_rule(name: str, after: Interval | None) -> Rule:
    return Rule(name, name, Selection(()), {}, "", "", review_after=after)


RULES = {
    "on-time": a_rule("on-time", Interval(3, "months")),
    "often": a_rule("often", Interval(2, "weeks")),
    "never": a_rule("never", None),
}
RED = a_breach(7, entry=1)  # of the rule on-time
OFTEN = a_breach(8, rule="often", entry=1)
SET = done(ActKind.REVIEW_SET, due=Due(day(20)))


def by(
    *acts: Act, breaches: tuple[Breach, ...] = (RED,), entry: Entry | None = None
) -> date | None:
    return review_day(entry or on_list(), replay(acts), breaches, RULES)


def held(later: int, number: int = 1) -> Act:
    return replace(done(ActKind.REVIEWED, number=number), at=NOW + timedelta(days=later))


def test_three_months_after_it_came_onto_the_list() -> None:
    """It came on 4 February: it is looked at again on 4 May, whoever owns it, and not before."""

    def found(on: date) -> list[Occasion]:
        return list(review_due(on_list(), replay([]), [RED], RULES, on))

    assert found(date(2014, 5, 3)) == []
    due = [Occasion(Fell.REVIEW_DUE, 1, 0, date(2014, 5, 4), "head")]
    assert found(date(2014, 5, 4)) == due
    assert found(date(2014, 8, 1)) == due


def test_the_day_is_a_local_one() -> None:
    """What comes onto the list at half past midnight in summer came on that day."""
    night = on_list(opened_at=datetime(2014, 6, 30, 23, 30, tzinfo=UTC))
    assert by(entry=night) == date(2014, 10, 1)


def test_after_a_review_the_next_one_is_so_long_after_it() -> None:
    """Whoever held it, on whichever day it was to be; one that is only set changes nothing."""
    assert by(SET) == date(2014, 5, 4)
    assert by(SET, held(10)) == date(2014, 5, 14)
    assert by(SET, SET, held(30, number=2), held(10)) == date(2014, 6, 6)


def test_a_review_that_people_set_stands_beside_it() -> None:
    """Both are told, each on its day and by its own subject."""
    record, on = replay([SET]), date(2014, 5, 4)
    told = [
        *fallen_due(on_list(), record, [RED], on),
        *review_due(on_list(), record, [RED], RULES, on),
    ]
    assert [one.subject for one in told] == [
        "review due:1:1:2014-02-24",
        "review due:1:0:2014-05-04",
    ]


def test_the_shortest_of_several_rules_counts() -> None:
    """Of those that hold it: two weeks go before three months, and a rule that is gone, or that asks
    for nothing, before nothing."""
    assert by(breaches=(RED, OFTEN)) == date(2014, 2, 18)
    quiet = (a_breach(1, rule="never", entry=1), a_breach(2, rule="gone", entry=1))
    assert by(breaches=(RED, *quiet)) == date(2014, 5, 4)
    assert by(breaches=quiet) is None


def test_what_recovers_is_still_looked_at() -> None:
    """Until it leaves; what people alone hold, and what has left, is not."""
    recovering = replace(RED, track=Track(State.RECOVERING, Level.RED, 24_000))
    assert by(breaches=(recovering,)) == date(2014, 5, 4)
    assert by(breaches=()) is None
    assert by(entry=on_list(left_at=NOW)) is None


def test_what_was_looked_at_meanwhile_is_not_said() -> None:
    """The words are those of a review that somebody set; a review on the day or later takes them
    back, one before it was counted from."""
    one = Occasion(Fell.REVIEW_DUE, 1, 0, day(14), "head")

    def said(*acts: Act) -> str | None:
        return told_occasion(one, replay(acts), Names())

    assert said() == "This is to be looked at again, since 18 February 2014."
    assert said(SET, held(13)) is not None
    assert said(SET, held(14)) is None
