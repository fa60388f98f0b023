"""Who holds which post, who reads which digest and when he paused, and what committees ask for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from random import Random

from tests.year.days import FIRST, LAST, ONE_DAY, day_of, days, instant
from tests.year.figures import COMMITTEES, HEADS, TAG

KEEPER, DIRECTOR, DEPUTY = "performance", "director", "vice-chair"


@dataclass(frozen=True)
class Held:
    """That somebody holds a post, both days included."""

    person: str
    since: date = FIRST - timedelta(days=1000)
    until: date = LAST + timedelta(days=1000)


#: A head of service goes and another comes; nobody is in the chair of schools for two months.
HANDOVER, VACANT = date(2027, 4, 1), (date(2027, 5, 10), date(2027, 7, 9))
NEW_MEMBERS = date(2027, 2, 1)


def readers_posts() -> list[str]:
    return [f"member-{n:03}" for n in range(200)]


@cache
def posts() -> dict[str, tuple[Held, ...]]:
    """Post -> who holds it."""
    single = (KEEPER, DIRECTOR, DEPUTY, *HEADS, *(f"chair-{name}" for name in COMMITTEES))
    held: dict[str, tuple[Held, ...]] = {
        post: (Held(post),) for post in (*single, *readers_posts())
    }
    held["head-3"] = _followed("head-3", HANDOVER)
    held["chair-schools"] = (
        Held("chair-schools", until=VACANT[0] - ONE_DAY),
        Held("chair-schools-new", since=VACANT[1] + ONE_DAY),
    )
    for post in readers_posts()[3::20]:
        held[post] = _followed(post, NEW_MEMBERS)
    return held


def _followed(post: str, day: date) -> tuple[Held, ...]:
    return Held(post, until=day - ONE_DAY), Held(f"{post}-new", since=day)


def person_in(post: str, day: date) -> str:
    """Who reads what is for a post on a day: who holds it, else whoever stands in."""
    held = [each.person for each in posts()[post] if each.since <= day <= each.until]
    return held[0] if held else DEPUTY


@dataclass(frozen=True)
class Subscription:
    """``topic`` as digests are named; what becomes of it: (moment, deed, last day of a pause). One that
    begins before the year is confirmed by its reader as he asks for it; a later one by what he is
    sent, a day after it."""

    post: str
    topic: str
    when: str
    begins: datetime
    deeds: tuple[tuple[datetime, str, date | None], ...] = ()

    @property
    def confirmed(self) -> datetime:
        return self.begins if self.begins < instant(FIRST, "00:00") else self.begins + ONE_DAY

    def reads(self, moment: datetime) -> bool:
        """Whether it is sent to at a moment."""
        done = [each for each in self.deeds if each[0] <= moment]
        if moment < self.confirmed or any(deed == "ends" for _, deed, _ in done):
            return False
        _, last, until = done[-1] if done else (moment, "", None)
        return last != "pauses" or (
            until is not None and instant(until + ONE_DAY, "00:00") <= moment
        )


def _kinds() -> Iterator[tuple[str, str]]:
    """The topic and the time of each of the two hundred."""
    for committee, many in zip(COMMITTEES, (26, 26, 28), strict=True):
        yield from [(committee, "before each meeting")] * many
        yield from [(committee, "weekly")] * 6
        yield from [(committee, "monthly")] * 10
    for head in HEADS:
        yield from [(f"owner {head}", "weekly")] * 2
    for head in HEADS[:4]:
        yield from [(f"owner {head}", "as it happens")] * 3
    for topic in (f"tag {TAG}", "everything"):
        yield from [(topic, "weekly")] * 6
        yield from [(topic, "monthly")] * 11
    yield from [(f"tag {TAG}", "as it happens")] * 5
    yield from [("health", "as it happens")] * 5


@cache
def subscriptions() -> tuple[Subscription, ...]:
    before, dice, found = instant(date(2026, 9, 30), "18:00"), Random("readers"), []
    for n, (post, (topic, when)) in enumerate(zip(readers_posts(), _kinds(), strict=True)):
        begins = instant(_some_day(dice, 0, 300), "11:00") if n % 9 == 4 else before
        found.append(Subscription(post, topic, when, begins, tuple(_deeds(n, dice))))
    return tuple(found)


def _deeds(n: int, dice: Random) -> Iterator[tuple[datetime, str, date | None]]:
    """Of every eleventh a pause that ends by itself, of every thirteenth one that he ends, and every
    tenth ends for good. None begins later than it is paused."""
    if n % 9 == 4:
        return
    if n % 11 == 5:
        day = _some_day(dice, 20, 150)
        yield instant(day, "11:10"), "pauses", day + timedelta(days=dice.randint(1, 40))
    if n % 13 == 6:
        day = _some_day(dice, 160, 220)
        yield instant(day, "11:10"), "pauses", None
        yield instant(day + timedelta(days=dice.randint(1, 40)), "11:10"), "resumes", None
    if n % 10 == 7:
        yield instant(_some_day(dice, 270, 360), "11:10"), "ends", None


def _some_day(dice: Random, first: int, last: int) -> date:
    return FIRST + timedelta(days=dice.randint(first, last))


@dataclass(frozen=True)
class Ask:
    """What a committee puts on the list in words, and what it wants of it: a request or an action
    ``of`` a post by the end of a day, a review on a day; or news of it is held back until a day."""

    number: int
    committee: str
    what: str
    of: str
    asked: datetime
    due: date
    done: datetime | None

    @property
    def title(self) -> str:
        return f"Question {self.number:02}"

    @property
    def chair(self) -> str:
        return f"chair-{self.committee}"


@cache
def asks() -> tuple[Ask, ...]:
    """One every nine days; those of health are over within the week, some of the others never."""
    dice, found = Random("asks"), []
    for number, offset in enumerate(range(2, 330, 9)):
        committee, day = COMMITTEES[number % 3], FIRST + timedelta(days=offset)
        if committee == "schools" and VACANT[0] <= day <= VACANT[1]:
            continue
        what = ("request", "action", "review", "mute")[dice.randrange(4)]
        due = day + timedelta(days=3 if committee == "health" else dice.randint(10, 60))
        late = 2 if committee == "health" else dice.choice([-8, -3, 4, 15, None, None])
        done = None if late is None else instant(due + timedelta(days=late), "14:05")
        asked = instant(day, "14:00")
        found.append(Ask(number, committee, what, HEADS[number % 8], asked, due, done))
    return tuple(found)


#: On Fridays heads of service look at their lists; what they see is to be well again so much later.
BACK_IN = timedelta(days=30)


def fridays(after: datetime, until: datetime) -> Iterator[datetime]:
    for day in days(day_of(after), day_of(until)):
        moment = instant(day, "14:20")
        if day.weekday() == 4 and after < moment <= until:
            yield moment
