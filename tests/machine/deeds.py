"""What people do, sensible or not: each kind of act with what it needs, and any act at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from tests.machine.borough import DIRECTORY, INDICATORS, OWN, THEME
from watchlist.asked import About, Deed
from watchlist.model.acts import ActKind, Due

PEOPLE = sorted(DIRECTORY.people)
POSTS = sorted(DIRECTORY.posts)
_MEETINGS = (date(2014, 3, 19), date(2014, 6, 18))


@dataclass(frozen=True)
class When:
    """By when, before it is known what day it is: so many days from now, a meeting, an event."""

    days: int = 0
    meeting: int | None = None
    event: str | None = None

    def on(self, today: date) -> Due:
        if self.event:
            return Due(event=self.event)
        if self.meeting is not None:
            return Due(_MEETINGS[self.meeting], "children")
        return Due(today + timedelta(days=self.days))


_WHEN = st.one_of(
    st.integers(-2, 60).map(When),
    st.integers(0, 1).map(lambda meeting: When(meeting=meeting)),
    st.just(When(event="the inspectors report")),
)
_FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "text": st.sampled_from(["Staff left", "An IT fault", "See the minutes"]),
    "post": st.sampled_from(POSTS),
    "due": _WHEN,
    "number": st.integers(1, 3),
    "until": st.integers(-2, 90),
    "link": st.just("https://council.example/report"),
    "minute": st.just("Minute 14"),
    "committee": st.just("children"),
    "people_too": st.booleans(),
}
_NEEDS: Mapping[ActKind, tuple[str, ...]] = {
    ActKind.OVERSIGHT: ("post",),
    ActKind.RECOVERY: ("due", "text"),
    ActKind.REVIEW_SET: ("due",),
    ActKind.REVIEWED: ("number",),
    ActKind.ACTION_SET: ("text", "post", "due"),
    ActKind.ACTION_DONE: ("number",),
    ActKind.REQUEST_MADE: ("text", "due"),
    ActKind.REQUEST_ANSWERED: ("number", "text"),
    ActKind.REPORT_LINKED: ("link",),
    ActKind.HOLDS: (),
    ActKind.LET_GO: (),
    ActKind.REMOVAL_AGREED: ("minute", "committee", "people_too"),
    ActKind.REMOVAL_REFUSED: ("minute",),
    ActKind.MUTED: ("text", "until"),
    ActKind.UNMUTED: (),
    ActKind.REASSIGNED: ("post",),
    ActKind.ESCALATED: ("post",),
    ActKind.DATA_WELL_AGAIN: (),
    ActKind.FOLLOWS: ("number",),
}

_DECIDED = (ActKind.REMOVAL_AGREED, ActKind.REMOVAL_REFUSED)


def able(kind: ActKind, pick: int) -> str:
    """One of those who may do such a thing: the head of assessment and an officer, or the chair and
    the clerk."""
    return ("p3", "p4")[pick % 2] if kind in _DECIDED else ("p1", "p2")[pick % 2]


#: (kind, fields): with what it needs, and with anything.
SENSIBLE = st.sampled_from(sorted(ActKind)).flatmap(
    lambda kind: st.tuples(
        st.just(kind),
        st.fixed_dictionaries({name: _FIELDS[name] for name in _NEEDS.get(kind, ("text",))}),
    )
)
ANY = st.tuples(st.sampled_from(sorted(ActKind)), st.fixed_dictionaries({}, optional=_FIELDS))

ABOUTS = st.one_of(
    st.builds(About, indicator=st.sampled_from(INDICATORS), area=st.sampled_from(OWN)),
    st.just(About(theme=THEME)),
    st.just(About(title="A breakdown of the £0.815m")),
    st.just(About()),
)


def deed(kind: ActKind, fields: Mapping[str, Any], today: date) -> Deed:
    """What is asked for on a day."""
    given = dict(fields)
    if "due" in given:
        given["due"] = given["due"].on(today)
    if "until" in given:
        given["until"] = today + timedelta(days=given["until"])
    return Deed(kind, **given)
