"""How good the news is: what was sent, what became of it, by rule and by post. Counted by the database,
so that it takes no more room here with more of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Connection,
    Float,
    Select,
    and_,
    case,
    cast,
    exists,
    extract,
    func,
    or_,
    select,
)

from watchlist.model.acts import ActKind
from watchlist.model.message import Purpose, Silence
from watchlist.model.register import Reason
from watchlist.store.base import Base
from watchlist.store.tables import acts, breaches, messages, notices, transitions

#: What is an answer in deeds.
ACTED = (ActKind.ACTION_SET, ActKind.CAUSE, ActKind.REMEDY)

#: Slipping back so soon after it was well is flapping.
PERIODS = 3


class Grouped(StrEnum):
    RULE = "rule"
    POST = "post"


@dataclass(frozen=True)
class Quality:
    """The news of one rule, or to one post. ``news`` is what moved for somebody, once however many
    channels tell him: it was ``sent`` (``merged``: together with other news in one message), is
    silent for a reason, or waits. Of what was sent so much was ``acknowledged`` (half of it within
    ``median_hours``) or ``never_acknowledged``, and ``acted_on``: an action, a cause or a remedy was
    said afterwards. ``flapping``: it slipped back, or came back within a few periods."""

    grouped: Grouped
    name: str
    news: int
    sent: int
    merged: int
    acknowledged: int
    median_hours: float | None
    acted_on: int
    never_acknowledged: int
    flapping: int
    withdrawn: int
    overtaken: int
    gone: int
    nobody: int
    waiting: int


class QualityReads(Base):
    def quality(
        self,
        since: datetime | None = None,
        until: datetime | None = None,
        *,
        within: int = PERIODS,
    ) -> list[Quality]:
        """Of the news from one moment to before another: by rule, then by post, each by name.
        ``within`` so many periods after it was well, what opens again is flapping."""
        with self.reading() as connection:
            news = _news(connection, since, until, within)
            return [
                Quality(grouped, row.name, median_hours=medians.get(row.name), **_counts(row))
                for grouped in Grouped
                for medians in (_medians(connection, news, grouped),)
                for row in connection.execute(_counted(news, grouped))
            ]


def _counts(row: Any) -> Mapping[str, int]:
    known: Mapping[str, Any] = row._mapping
    return {name: int(known[name] or 0) for name in known if name != "name"}


def _news(
    connection: Connection, since: datetime | None, until: datetime | None, within: int
) -> CTE:
    """A row for each thing that moved and each post that was to hear of it."""
    other = notices.alias("other")
    together = exists().where(other.c.message == notices.c.message, other.c.id != notices.c.id)
    query = (
        select(
            transitions.c.rule.label("rule"),
            notices.c.post.label("post"),
            notices.c.entry.label("entry"),
            func.min(notices.c.created_at).label("created"),
            func.min(messages.c.made_at).label("made"),
            func.max(case((together, 1), else_=0)).label("merged"),
            func.min(notices.c.silence).label("silence"),
            func.max(case((_flaps(within), 1), else_=0)).label("flaps"),
        )
        .select_from(notices)
        .join(transitions, transitions.c.id == notices.c.transition)
        .outerjoin(messages, messages.c.id == notices.c.message)
        .where(notices.c.purpose == Purpose.NEWS)
        .group_by(transitions.c.id, transitions.c.rule, notices.c.post, notices.c.entry)
    )
    query = query if since is None else query.where(notices.c.created_at >= since)
    query = query if until is None else query.where(notices.c.created_at < until)
    told = query.cte("told")
    seen = _first(acts.c.kind == ActKind.ACKNOWLEDGED, told).label("seen")
    done = _first(acts.c.kind.in_(ACTED), told).label("done")
    seconds = _seconds(connection, seen, told.c.made)
    return select(told, seen, done, seconds.label("seconds")).cte("answered")


def _flaps(within: int) -> ColumnElement[bool]:
    breach, earlier = breaches.alias("breach"), breaches.alias("earlier")
    soon = (
        select(earlier.c.id)
        .join(breach, breach.c.follows == earlier.c.id)
        .where(breach.c.id == transitions.c.breach)
        .where(transitions.c.period - earlier.c.judged_to <= within)
    )
    return or_(
        transitions.c.reason == Reason.RELAPSED,
        and_(transitions.c.reason == Reason.OPENED_AGAIN, soon.correlate(transitions).exists()),
    )


def _first(kinds: ColumnElement[bool], told: CTE) -> Any:
    """When somebody first did so to the entry after it became news."""
    query = select(func.min(acts.c.at)).where(acts.c.entry == told.c.entry, kinds)
    return query.where(acts.c.at >= told.c.created).correlate(told).scalar_subquery()


def _seconds(connection: Connection, seen: Any, made: Any) -> ColumnElement[Any]:
    """From the message to the acknowledgement; none where that came before it."""
    if connection.dialect.name == "postgresql":
        passed: ColumnElement[Any] = cast(extract("epoch", seen.element - made), Float)
    else:
        passed = cast(cast(seen.element, BigInteger) - cast(made, BigInteger), Float) / 1e6
    return case((passed < 0, 0.0), else_=passed)


def _counted(news: CTE, grouped: Grouped) -> Select[Any]:
    sent, seen = news.c.made.is_not(None), news.c.seen.is_not(None)
    silent = [
        _many(and_(~sent, news.c.silence == silence)).label(silence.value) for silence in Silence
    ]
    name = news.c[grouped.value]
    columns: list[ColumnElement[Any]] = [
        func.coalesce(name, "").label("name"),
        func.count().label("news"),
        _many(sent).label("sent"),
        _many(and_(sent, news.c.merged == 1)).label("merged"),
        _many(and_(sent, seen)).label("acknowledged"),
        _many(and_(sent, news.c.done.is_not(None))).label("acted_on"),
        _many(and_(sent, ~seen)).label("never_acknowledged"),
        _many(news.c.flaps == 1).label("flapping"),
        *silent,
        _many(and_(~sent, news.c.silence.is_(None))).label("waiting"),
    ]
    return select(*columns).group_by(name).order_by(name)


def _many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _medians(connection: Connection, news: CTE, grouped: Grouped) -> dict[str, float]:
    """Hours until half of what was acknowledged was so."""
    name = func.coalesce(news.c[grouped.value], "")
    ranked = (
        select(
            name.label("name"),
            news.c.seconds.label("seconds"),
            func.row_number().over(partition_by=name, order_by=news.c.seconds).label("place"),
            func.count().over(partition_by=name).label("many"),
        )
        .where(news.c.made.is_not(None), news.c.seen.is_not(None))
        .subquery()
    )
    middle = and_(ranked.c.place * 2 >= ranked.c.many, ranked.c.place * 2 <= ranked.c.many + 2)
    query = select(ranked.c.name, func.avg(ranked.c.seconds).label("seconds"))
    query = query.where(middle).group_by(ranked.c.name)
    return {row.name: round(row.seconds / 3600, 1) for row in connection.execute(query)}
