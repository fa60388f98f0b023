"""Every occasion of a digest comes once: years of them against a calendar of the test's own."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchlist.model.indicator import Committee
from watchlist.model.subscription import (
    Edition,
    Subscription,
    SubscriptionState,
    Topic,
    When,
)
from watchlist.register.editions import (
    Before,
    Monthly,
    Timing,
    Turn,
    Wanted,
    Weekly,
    due_editions,
    edition,
    editions_between,
    parse_before,
    parse_monthly,
    parse_weekly,
    wanted,
)

LONDON = ZoneInfo("Europe/London")
CHILDREN = Topic(committee="children-and-families")
EDUCATION = Topic(tag="education")
YEARS = range(2012, 2033)
START = datetime(2012, 1, 1, tzinfo=UTC)
END = datetime(2032, 1, 1, tzinfo=UTC)

_CLOSED = frozenset(holidays.country_holidays("GB", subdiv="ENG", years=range(2011, 2034)))


def at(text: str) -> datetime:
    """An instant by the clock of London."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


#: Any minute of eighteen years.
MOMENTS = st.integers(0, 18 * 365 * 24 * 60).map(lambda n: START + timedelta(minutes=n))


def said(moment: datetime) -> str:
    return moment.astimezone(LONDON).strftime("%Y-%m-%d %H:%M")


def open_days() -> list[date]:
    """Every working day of England, counted plainly."""
    first, last = date(2011, 1, 1), date(2033, 12, 31)
    every = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in every if day.weekday() < 5 and day not in _CLOSED]


OPEN = open_days()
INDEX = {day: n for n, day in enumerate(OPEN)}


def meetings() -> tuple[date, ...]:
    """The third Wednesday of every other month, the 29th of February, and the day after Christmas's
    bank holidays: the awkward ones too."""
    found = set()
    for year in YEARS:
        for month in range(1, 13, 2):
            weeks = calendar.monthcalendar(year, month)
            wednesdays = [week[2] for week in weeks if week[2]]
            found.add(date(year, month, wednesdays[2]))
        if calendar.isleap(year):
            found.add(date(year, 2, 29))
        found.add(next(day for day in OPEN if day > date(year, 12, 26)))
        found.add(next(day for day in OPEN if day > date(year, 3, 31)))
    return tuple(sorted(found))


COMMITTEE = Committee("children-and-families", "Children and Families", meetings=meetings())
COMMITTEES = {COMMITTEE.id: COMMITTEE}


def before(meeting: date, count: int) -> date:
    """So many working days before a day, whether or not that is one."""
    earlier = max(day for day in OPEN[: INDEX.get(meeting, len(OPEN))] if day < meeting)
    return OPEN[INDEX[earlier] - count + 1]


def expected_meetings() -> Iterator[tuple[str, str]]:
    for meeting in COMMITTEE.meetings:
        yield meeting.isoformat(), f"{before(meeting, 6)} 09:00"


def expected_weeks() -> Iterator[tuple[str, str]]:
    day = date(2011, 12, 26)
    while day.year < 2033:
        yield day.strftime("%G-W%V"), f"{day} 08:00"
        day += timedelta(days=7)


def expected_months() -> Iterator[tuple[str, str]]:
    seen = set()
    for day in OPEN:
        if (day.year, day.month) not in seen:
            seen.add((day.year, day.month))
            yield f"{day:%Y-%m}", f"{day} 08:00"


def ticked(
    topic: Topic, when: When, step: timedelta
) -> tuple[list[Edition], list[Edition], dict[str, datetime]]:
    """What a service drafts and misses that looks at the clock so often, and when it drafted each."""
    done: dict[str, list[str]] = {}
    drafted: list[Edition] = []
    missed: list[Edition] = []
    times: dict[str, datetime] = {}
    looked: datetime | None = None
    now = START
    while now < END:
        turn = due_editions([Wanted(topic, when, START, looked)], done, now, COMMITTEES)
        for one in (*turn.due, *turn.missed):
            done.setdefault(one.name, []).append(one.occasion)
        for one in turn.due:
            times[one.occasion], looked = now, now
        drafted += turn.due
        missed += turn.missed
        now += step
    return drafted, missed, times


SCHEDULES = [
    (CHILDREN, When.MEETING, expected_meetings),
    (EDUCATION, When.WEEKLY, expected_weeks),
    (Topic(), When.MONTHLY, expected_months),
]


@pytest.mark.parametrize(("topic", "when", "calendar_of"), SCHEDULES)
@pytest.mark.parametrize("step", [timedelta(hours=17, minutes=59), timedelta(hours=31, seconds=7)])
def test_every_occasion_of_twenty_years_comes_once(
    topic: Topic, when: When, calendar_of: object, step: timedelta
) -> None:
    """Twenty years with five leap days and forty changes of the clock: each occasion once, none but
    those of the calendar, each at its local hour, and drafted at the first look after its time."""
    assert callable(calendar_of)
    inside = {
        occasion: moment
        for occasion, moment in calendar_of()
        if said(START) <= moment and at(moment) + timedelta(days=3) < END
    }
    drafted, missed, times = ticked(topic, when, step)
    assert missed == []
    found = [one.occasion for one in drafted]
    assert found == sorted(set(found))
    by_name = {one.occasion: said(one.due) for one in drafted}
    assert {name: by_name.get(name) for name in inside} == inside
    assert all(dict(calendar_of())[name] == moment for name, moment in by_name.items())
    late = [times[one.occasion] - max(one.drafted, START) for one in drafted]
    assert min(late) >= timedelta(0)
    assert max(late) <= step


def test_before_a_meeting_officers_have_four_working_days() -> None:
    """Drafted ten working days before, sent six before at nine, of no use on the day itself; Good
    Friday and Easter Monday count for nothing."""
    may = Committee("children-and-families", "Children", meetings=(date(2014, 4, 30),))
    (one,) = editions_between(CHILDREN, When.MEETING, at("2014-04-01"), at("2014-04-30"), may)
    assert (said(one.drafted), said(one.due)) == ("2014-04-14 00:00", "2014-04-22 09:00")
    assert (said(one.over), one.meeting) == ("2014-04-30 00:00", date(2014, 4, 30))
    assert one.name == "children-and-families before each meeting"


def test_a_weekly_digest_lies_before_officers_for_a_working_day() -> None:
    """That of a Monday is drafted on the Friday before; that of Easter Tuesday on Maundy Thursday."""
    found = editions_between(EDUCATION, When.WEEKLY, at("2014-03-24"), at("2014-03-31"))
    drafts = [(one.occasion, said(one.drafted), said(one.due)) for one in found]
    assert drafts[1:] == [
        ("2014-W13", "2014-03-21 00:00", "2014-03-24 08:00"),
        ("2014-W14", "2014-03-28 00:00", "2014-03-31 08:00"),
    ]
    tuesdays = Timing(weekly=Weekly(1, time(8)))
    easter = edition(EDUCATION, When.WEEKLY, at("2014-04-22 09:00"), timing=tuesdays)
    assert easter is not None
    assert (said(easter.drafted), said(easter.due)) == ("2014-04-17 00:00", "2014-04-22 08:00")


def test_a_monthly_digest_lies_before_officers_for_two_working_days() -> None:
    """That of April 2014 goes on Tuesday the 1st and is drafted on Friday the 28th of March; that of
    January on the 2nd, drafted on the 30th of December."""
    for month, drafted, due in (
        ("2014-04", "2014-03-28 00:00", "2014-04-01 08:00"),
        ("2014-01", "2013-12-30 00:00", "2014-01-02 08:00"),
    ):
        one = edition(EDUCATION, When.MONTHLY, at(due))
        assert one is not None
        assert (one.occasion, said(one.drafted), said(one.due)) == (month, drafted, due)


@given(
    MOMENTS,
    st.builds(
        Before, st.integers(1, 60), st.sampled_from(["working day", "day", "week"]), st.times()
    ),
    st.sampled_from([When.WEEKLY, When.MONTHLY]),
)  # fmt: skip
def test_none_is_drafted_before_the_last_one_went(
    moment: datetime, lead: Before, when: When
) -> None:
    """However long before a council wants to read it: two drafts of a digest never lie side by side."""
    timing = Timing(weekly_drafted=lead, monthly_drafted=lead)
    found = editions_between(EDUCATION, when, moment, moment + timedelta(days=200), timing=timing)
    assert len(found) > 5
    assert all(one.due <= other.drafted <= other.due for one, other in pairwise(found))


@pytest.mark.parametrize("clock", ["00:30", "01:00", "01:30", "02:00"])
@pytest.mark.parametrize("weekday", range(7))
def test_an_hour_left_out_or_repeated_changes_nothing(clock: str, weekday: int) -> None:
    """However the hour lies to the changes of the clock, a week has one edition and the next begins
    where it ends."""
    timing = Timing(weekly=Weekly(weekday, time.fromisoformat(clock)))
    found = editions_between(EDUCATION, When.WEEKLY, START, at("2016-12-31"), timing=timing)
    assert all(one.over == other.due for one, other in pairwise(found))
    assert len({one.occasion for one in found}) == len(found)
    lengths = {one.over - one.due for one in found}
    assert lengths <= {timedelta(days=7, minutes=n) for n in (-60, -30, 0, 30, 60)}


@given(
    MOMENTS, st.integers(0, 6), st.times(), st.sampled_from([1, 2, 3, 4, 5, -1]),
    st.sampled_from([When.WEEKLY, When.MONTHLY]),
)  # fmt: skip
def test_at_every_moment_one_edition_is_of_use(
    moment: datetime, weekday: int, clock: time, nth: int, when: When
) -> None:
    """Weeks and months follow each other without a gap, whatever hour the council sets: one has gone,
    and the next may be drafted. That is the one which somebody releases."""
    clock = clock.replace(second=0, microsecond=0)
    timing = Timing(weekly=Weekly(weekday, clock), monthly=Monthly(nth, clock))
    found = editions_between(EDUCATION, when, moment, moment, None, timing)
    assert all(one.drafted <= moment < one.over for one in found)
    assert [one.due <= moment for one in found] in ([True], [True, False])
    assert edition(EDUCATION, when, moment, None, timing) == found[-1]


@given(
    MOMENTS,
    st.timedeltas(timedelta(0), timedelta(days=400)),
    st.sampled_from(SCHEDULES),
)  # fmt: skip
def test_after_a_pause_one_edition_is_made_up_for(
    stop: datetime, pause: timedelta, schedule: tuple[Topic, When, object]
) -> None:
    """However long nothing ran: of what should have gone, one edition at most goes, the newest; every
    other occasion is named as missed; and nothing is left for a second look."""
    topic, when, _ = schedule
    now = stop + pause
    name = Wanted(topic, when, START).name
    known = editions_between(topic, when, START, stop, COMMITTEE)
    done = {name: [one.occasion for one in known]}
    turn = due_editions([Wanted(topic, when, START, stop)], done, now, COMMITTEES)
    late = [one for one in turn.due if one.due <= now]
    assert len(late) <= 1
    assert all(one.drafted <= now < one.over for one in turn.due)
    every = (*known, *editions_between(topic, when, stop, now, COMMITTEE))
    told = {one.occasion for one in (*known, *turn.due, *turn.missed)}
    assert {one.occasion for one in every} == told
    assert all(one.occasion < late[0].occasion for one in turn.missed if late)
    done[name] += [one.occasion for one in (*turn.due, *turn.missed)]
    assert due_editions([Wanted(topic, when, START, now)], done, now, COMMITTEES) == Turn()


def test_a_meeting_put_in_between_has_its_own_edition() -> None:
    """A special meeting is called before one whose digest is drafted already: it gets one as well."""
    committee = Committee("children-and-families", "C", meetings=(date(2014, 3, 19),))
    asked = [Wanted(CHILDREN, When.MEETING, at("2014-01-01"))]
    now = at("2014-03-06 12:00")
    first = due_editions(asked, {}, now, {committee.id: committee}).due
    assert [one.occasion for one in first] == ["2014-03-19"]
    both = Committee(committee.id, "C", meetings=(date(2014, 3, 12), date(2014, 3, 19)))
    asked = [Wanted(CHILDREN, When.MEETING, at("2014-01-01"), looked=now)]
    again = due_editions(asked, {asked[0].name: ["2014-03-19"]}, now, {both.id: both}).due
    assert [one.occasion for one in again] == ["2014-03-12"]


def test_a_new_reader_waits_for_the_next_week_and_not_for_the_next_meeting() -> None:
    """Who subscribes on a Wednesday reads on Monday; who does so two days before a meeting reads
    before it."""
    committee = Committee("children-and-families", "C", meetings=(date(2014, 3, 21),))
    now = at("2014-03-19 10:00")
    asked = [Wanted(EDUCATION, When.WEEKLY, now), Wanted(CHILDREN, When.MEETING, now)]
    turn = due_editions(asked, {}, now, {committee.id: committee})
    assert [one.name for one in turn.due] == ["children-and-families before each meeting"]
    monday = due_editions(asked[:1], {}, at("2014-03-24 08:00"), {})
    assert [(one.occasion, one.name) for one in monday.due] == [
        ("2014-W13", "tag education weekly")
    ]


def test_a_late_one_goes_while_the_next_is_drafted() -> None:
    """Nothing ran from the 10th of March to Saturday the 22nd: the digest of the 17th goes then, that
    of the 24th is drafted, and on the 24th nothing is left to draft."""
    asked = [Wanted(EDUCATION, When.WEEKLY, at("2014-01-01"), at("2014-03-10 08:00"))]
    done = {asked[0].name: ["2014-W10", "2014-W11"]}
    saturday = due_editions(asked, done, at("2014-03-22 12:00"), {})
    assert [one.occasion for one in saturday.due] == ["2014-W12", "2014-W13"]
    assert saturday.missed == ()
    done[asked[0].name] += ["2014-W12", "2014-W13"]
    asked = [Wanted(EDUCATION, When.WEEKLY, at("2014-01-01"), at("2014-03-22 12:00"))]
    assert due_editions(asked, done, at("2014-03-24 08:00"), {}) == Turn()


def test_no_committee_and_no_meeting_are_no_edition() -> None:
    """A committee whose meetings nobody has said has none; as it happens there is never one."""
    bare = {"children-and-families": Committee("children-and-families", "C")}
    for committees in ({}, bare):
        asked = [Wanted(CHILDREN, When.MEETING, START)]
        assert due_editions(asked, {}, END, committees) == Turn()
    assert editions_between(CHILDREN, When.AS_IT_HAPPENS, START, END, COMMITTEE) == []
    assert edition(CHILDREN, When.AS_IT_HAPPENS, START, COMMITTEE) is None


def test_a_digest_is_wanted_while_somebody_reads_it() -> None:
    """From when its first reader was confirmed; paused and unconfirmed ones count for nothing, and
    who was paused until a day reads from the day after it."""

    def one(id: str, state: SubscriptionState, day: int, until: date | None = None) -> Subscription:
        since = at(f"2014-03-{day:02} 12:00")
        active = state is SubscriptionState.ACTIVE
        return Subscription(
            id, f"chair-{id}", CHILDREN, When.WEEKLY, "email", state, at("2014-01-01"), until,
            since if active else None,
        )  # fmt: skip

    asked, paused = one("a", SubscriptionState.ASKED, 1), one("b", SubscriptionState.PAUSED, 1)
    now = at("2014-03-20 09:00")
    assert wanted([asked, paused], {}, now) == []
    ended = one("c", SubscriptionState.PAUSED, 1, until=date(2014, 3, 9))
    found = wanted([one("d", SubscriptionState.ACTIVE, 12), ended, asked], {}, now)
    assert found == [Wanted(CHILDREN, When.WEEKLY, at("2014-03-10 00:00"))]
    looked = {"children-and-families weekly": at("2014-03-17 08:00")}
    (again,) = wanted([ended], looked, now)
    assert again.looked == at("2014-03-17 08:00")


def test_times_read_as_they_are_written() -> None:
    """When digests come is said in plain words."""
    assert parse_before("10 working days before") == Before(10, "working day")
    assert parse_before("6 working days before at 9:00") == Before(6, "working day", time(9))
    assert parse_before("1 week before") == Before(1, "week")
    assert parse_weekly("friday at 16:30") == Weekly(4, time(16, 30))
    assert parse_monthly("First working day at 08:00") == Monthly(1, time(8))
    assert parse_monthly("last working day at 08:00") == Monthly(-1, time(8))


@pytest.mark.parametrize(
    "text", ["", "0 days before", "6 months before", "6 working days at 09:00"]
)
def test_a_time_before_a_meeting_that_is_none(text: str) -> None:
    """What cannot be read is answered with an example."""
    with pytest.raises(ValueError, match="write it like"):
        parse_before(text)


@pytest.mark.parametrize("text", ["Monday", "Mondays at 08:00", "Monday at 25:00"])
def test_a_time_of_the_week_that_is_none(text: str) -> None:
    """What cannot be read is answered with an example."""
    with pytest.raises(ValueError, match="write it like"):
        parse_weekly(text)


@pytest.mark.parametrize("text", ["first day at 08:00", "sixth working day at 08:00", "1st"])
def test_a_time_of_the_month_that_is_none(text: str) -> None:
    """What cannot be read is answered with an example."""
    with pytest.raises(ValueError, match="write it like"):
        parse_monthly(text)
