"""What a backtest counts: periods, openings, stays on the list, and notices of news."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.cycle.town import DIRECTORY, MONTH, NOW, RULES, Reading, Town, monthly
from watchlist.backtest import Judged, backtest, total
from watchlist.cycle import Setting
from watchlist.model.errors import UsageError
from watchlist.model.period import Calendar, Frequency
from watchlist.model.reading import Marker
from watchlist.question import Question, Window, read_day
from watchlist.register.stays import Stay
from watchlist.store.store import Store

_YEAR = Calendar(Frequency.FINANCIAL_YEAR)

#: Red, amber, good twice (which clears it), withheld, amber again.
_LIFE = [
    *monthly("assessments", "2013-04", 90, 70, 84, 90, 91),
    Reading("assessments", "2013-09", None, marker=Marker.CONFIDENTIAL),
    *monthly("assessments", "2013-10", 82),
]


def ask(store: Store, question: Question, rules: str = RULES) -> list[Judged]:
    book = Town.founded(store, rules).book
    return list(backtest(store, Setting(book, DIRECTORY, "Europe/London", True), question, NOW))


def only(judged: list[Judged]) -> Judged:
    (one,) = judged
    return one


def spoken(stays: tuple[Stay, ...]) -> list[str]:
    ends = ["" if stay.left is None else MONTH.label(stay.left) for stay in stays]
    return [
        f"{MONTH.label(stay.opened)} to {end} {stay.worst.word}"
        for stay, end in zip(stays, ends, strict=True)
    ]


def test_a_life_in_numbers(store: Store) -> None:
    """Every month from the first figure to the last is counted once, by what the rule says of it; the
    series came onto the list twice, and its owner would have been told twice."""
    Town.founded(store).takes_in(_LIFE)
    one = only(ask(store, Question(rules=("on-time",))))
    assert one.counted(0) == {
        "red": 1, "amber": 2, "info": 0, "clear": 3, "unknown": 1, "not_judged": 0,
        "opened": 2, "told": 2,
    }  # fmt: skip
    assert spoken(one.stays[0]) == ["2013-05 to 2013-08 red", "2013-10 to  amber"]


def test_a_window_counts_what_happened_in_it(store: Store) -> None:
    """From July to September nothing opens; the stay that ends in August is named, the next is not.
    What is said of July is the same as ever: a window hides, it does not forget."""
    Town.founded(store).takes_in(_LIFE)
    one = only(ask(store, Question(rules=("on-time",), first="2013-07", last="2013-09")))
    assert {name: number for name, number in one.counted(0).items() if number} == {
        "clear": 2, "unknown": 1,
    }  # fmt: skip
    assert spoken(one.stays[0]) == ["2013-05 to 2013-08 red"]


def test_a_window_without_figures_is_empty(store: Store) -> None:
    """Before the first figure there is nothing to judge."""
    Town.founded(store).takes_in(_LIFE)
    one = only(ask(store, Question(rules=("on-time",), last="2012-12")))
    assert one.rows() == []
    assert set(one.counted(0).values()) == {0}
    assert not one.stays


def test_every_post_and_channel_that_hears_is_counted(store: Store) -> None:
    """News that two posts hear makes two notices."""
    rules = RULES.replace(
        "leaves: after 2 good readings", "leaves: after 2 good readings\n    tell: [owner, keeper]"
    )
    Town.founded(store).takes_in(_LIFE)
    one = only(ask(store, Question(rules=("on-time",)), rules))
    assert (one.counted(0)["opened"], one.counted(0)["told"]) == (2, 4)


def test_a_rule_for_information_counts_its_own_truth(store: Store) -> None:
    """A rule with no level but info opens nothing; its months are info or clear."""
    rules = RULES.replace(
        "    amber: {worse_than: target}\n    red: {worse_than: tolerance}\n",
        "    info: {worse_than: target}\n",
    )
    Town.founded(store).takes_in(_LIFE)
    one = only(ask(store, Question(rules=("on-time",)), rules))
    assert one.counted(0) == {
        "red": 0, "amber": 0, "info": 3, "clear": 3, "unknown": 1, "not_judged": 0,
        "opened": 0, "told": 0,
    }  # fmt: skip


def test_a_reading_with_nothing_to_compare_is_not_judged(store: Store) -> None:
    """The first month of visits has no month before it."""
    Town.founded(store).takes_in(monthly("visits", "2013-04", 100, 80, 79))
    one = only(ask(store, Question(indicators=("visits",))))
    assert total([one]) == {
        "red": 0, "amber": 1, "info": 0, "clear": 1, "unknown": 0, "not_judged": 1,
        "opened": 1, "told": 1,
    }  # fmt: skip


def test_own_rules_are_tried_on_the_areas_named(store: Store) -> None:
    """A rule for the council's own area says of England, when asked, what it would have said; a rule
    that names its areas stays with them."""
    council = Town.founded(store)
    figures = monthly("assessments", "2013-04", 90, 70)
    council.takes_in([*figures, Reading("assessments", "2013-04", 60, area="England")])
    own = only(ask(store, Question(rules=("on-time",))))
    assert [own.found.series(n).area for n in own.rows()] == ["Harrow"]
    england = only(ask(store, Question(rules=("on-time",), areas=("England",))))
    assert [england.found.series(n).area for n in england.rows()] == ["England"]
    named = RULES.replace(
        "    indicator: assessments\n", "    indicator: assessments\n    areas: [Harrow]\n"
    )
    with pytest.raises(UsageError, match="no rule stands for what was asked"):
        ask(store, Question(rules=("on-time",), areas=("England",)), named)


def test_as_known_ends_with_the_day_where_the_council_is(store: Store) -> None:
    """At half past eleven in the evening of 30 June, Greenwich time, it is July in Harrow."""
    late = Reading("assessments", "2013-05", 70, datetime(2013, 6, 30, 23, 30, tzinfo=UTC))
    Town.founded(store).takes_in([late])
    assert ask(store, Question(as_known=date(2013, 6, 30))) == []
    assert only(ask(store, Question(as_known=date(2013, 7, 1)))).counted(0)["red"] == 1


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (Question(rules=("on-tme",)), 'there is no rule "on-tme"; did you mean "on-time"?'),
        (Question(indicators=("visit",)), 'there is no indicator "visit"; did you mean "visits"?'),
        (Question(areas=("Harow",)), 'there is no area "Harow"; did you mean "Harrow"?'),
        (Question(first="2013-13"), '--from: "2013-13" is not a month'),
        (Question(last="soon"), '--to: "soon" is not a month'),
        (Question(first="2013-06", last="2013-05"), "--from 2013-06 comes after --to 2013-05"),
        (Question(rules=("on-time",), indicators=("visits",)), "no rule stands for what was asked"),
    ],
)
def test_what_is_not_there_is_said(store: Store, question: Question, sentence: str) -> None:
    """A slip in a name or a period is told at once, with the nearest right word."""
    with pytest.raises(UsageError) as caught:
        ask(store, question)
    assert str(caught.value).startswith(sentence)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2014-13-01", '"2014-13-01" is not a date: write it like 2014-02-04'),
        ("soon", '"soon" is not a date'),
        ("2014-02-05", "2014-02-05 has not come yet"),
        ("0001-01-01", "0001-01-01 is too long ago"),
    ],
)
def test_a_day_that_is_none(text: str, sentence: str) -> None:
    """What was known is asked of a day that has come, written as a date."""
    with pytest.raises(UsageError) as caught:
        read_day(text, date(2014, 2, 4))
    assert str(caught.value).startswith(sentence)


def test_a_month_on_a_yearly_calendar() -> None:
    """From May 2013 to June 2014 means of yearly figures the years in which those months lie."""
    windows = Question(first="2013-05", last="2014-06").windows({MONTH, _YEAR})
    assert windows[_YEAR] == Window(2013, 2014)
    assert windows[MONTH] == Window(2013 * 12 + 4, 2014 * 12 + 5)


def test_each_calendar_reads_what_it_can() -> None:
    """2011-12 is a financial year of yearly figures and December of monthly ones."""
    windows = Question(first="2011-12").windows({MONTH, _YEAR})
    assert windows == {_YEAR: Window(2011), MONTH: Window(2011 * 12 + 11)}


def test_a_span_limits_with_both_its_ends() -> None:
    """Up to April and May 2013 together is up to May."""
    assert Question(last="2013-04/2013-05").windows({MONTH})[MONTH].last == 2013 * 12 + 4


def test_one_series_is_judged_by_itself(store: Store) -> None:
    """The total without its parts, or one part; a rule that does not stand for a part says nothing of
    it."""
    Town.founded(store).takes_in(_LIFE)
    total = only(ask(store, Question(rules=("on-time",), breakdown="")))
    assert total.found.series(total.rows()[0]).breakdown == ""
    with pytest.raises(UsageError, match="no rule stands for what was asked"):
        ask(store, Question(rules=("on-time",), breakdown="sex=girls"))
