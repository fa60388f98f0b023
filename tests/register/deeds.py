"""Acts in few words, and any life that people can give an entry."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from watchlist.model.acts import Act, ActKind, Due
from watchlist.model.register import Entry, EntryKey

NOW = datetime(2014, 2, 4, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
MEETING = Due(date(2014, 3, 19), "children")


def day(later: int) -> date:
    return TODAY + timedelta(days=later)


def done(kind: ActKind, who: str = "p1", **fields: Any) -> Act:
    """One act on WL-0001, by the first person that is."""
    known: dict[str, Any] = {"id": 1, "entry": 1, "at": NOW}
    return Act(**{**known, "kind": kind, "who": who, **fields})


def on_list(**changes: Any) -> Entry:
    known: dict[str, Any] = {
        "id": 1,
        "key": EntryKey(indicator="yot", area="Harrow"),
        "title": "Youth Offending Team",
        "opened_at": NOW,
        "owner": "head",
    }
    return Entry(**{**known, **changes})


WORDS = st.sampled_from(["", "An IT fault hid what was done", "see the minutes", "£0.815m"])
POSTS = st.none() | st.sampled_from(["head", "chair", "clerk"])
COMMITTEES = st.none() | st.just("children")
DAYS = st.integers(-3, 40).map(day)
DUES = st.one_of(
    DAYS.map(Due),
    DAYS.map(lambda when: Due(when, "children")),
    st.just(Due(event="the national report is published")),
)

#: Any act at all, sensible or not.
ACTS = st.builds(
    Act,
    id=st.just(1),
    entry=st.just(1),
    at=st.integers(0, 90).map(lambda days: NOW + timedelta(days=days)),
    kind=st.sampled_from(ActKind),
    who=st.sampled_from(["p1", "p2", "p3"]),
    acting_for=POSTS,
    text=WORDS,
    post=POSTS,
    due=st.none() | DUES,
    number=st.none() | st.integers(1, 3),
    until=st.none() | DAYS,
    link=st.none() | st.just("https://council.example/report"),
    minute=st.none() | st.just("Minute 14"),
    committee=COMMITTEES,
    people_too=st.booleans(),
    public=st.booleans(),
)
