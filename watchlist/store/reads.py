"""What can be asked of a Store and, seeing its own changes, of a Transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select

from watchlist.model.finding import Cell
from watchlist.model.period import Calendar
from watchlist.model.reading import Panel, Series
from watchlist.model.register import Restatement
from watchlist.register.small_numbers import Place
from watchlist.store import arrivals, forecasts, own_figures, panels
from watchlist.store.about import AboutReads
from watchlist.store.base import Base
from watchlist.store.books import Books, Jobs
from watchlist.store.checks import CheckReads
from watchlist.store.corrections import CorrectionReads
from watchlist.store.digest_reads import ForDigests
from watchlist.store.digests import DigestReads
from watchlist.store.faults import FaultReads
from watchlist.store.history import HistoryReads
from watchlist.store.listed import ListReads
from watchlist.store.mailroom import DeliveryReads
from watchlist.store.notices import NoticeReads
from watchlist.store.published import PublishedReads
from watchlist.store.quality import QualityReads
from watchlist.store.retention import RetentionReads
from watchlist.store.revisions import RevisionReads
from watchlist.store.sessions import SignInReads
from watchlist.store.stamp import Stamps
from watchlist.store.stirred import StirredReads
from watchlist.store.subscriptions import SubscriptionReads
from watchlist.store.tables import imports, metadata, to_judge
from watchlist.store.told import ToldReads
from watchlist.store.traces import TraceReads


class ReadingReads(CorrectionReads, Base):
    def seen(self, sha256: str) -> bool:
        """Whether a file with this hash was imported."""
        query = select(imports.c.id).where(imports.c.sha256 == sha256).limit(1)
        with self.reading() as connection:
            return connection.execute(query).first() is not None

    def to_judge(self) -> dict[str, int]:
        """Indicators with readings that no judging has seen, each with its mark. Hand the same
        mapping to ``Transaction.judged``: a mark set meanwhile by another import then stays."""
        with self.reading() as connection:
            return dict(connection.execute(select(to_judge)).all())

    def newest_readings(
        self, calendars: Mapping[str, Calendar], areas: Collection[str]
    ) -> dict[tuple[str, str], int]:
        """(indicator, area) -> the newest period that is known whole; nothing for what never came."""
        with self.reading() as connection:
            return arrivals.newest(connection, calendars, areas)

    def restated(
        self, calendars: Mapping[str, Calendar], own: Collection[str]
    ) -> list[Restatement]:
        """The figures that the readings that came last changed: at most one for each indicator, of
        the ``own`` areas where there is one, with how many there are."""
        with self.reading() as connection:
            found = arrivals.restated(connection, calendars, own)
        if not found:
            return []
        since = min(one.at for one in found)
        by_hand = {
            (one.series, one.period, one.at): one.by
            for one in self.corrections(of={one.series for one in found}, since=since)
        }
        return [replace(one, by=by_hand.get((one.series, one.period, one.at))) for one in found]

    def forecasts(
        self, wanted: Collection[Series], calendars: Mapping[str, Calendar]
    ) -> dict[Series, tuple[Cell, ...]]:
        """People's own forecasts of these series, the oldest period first; nothing without any."""
        with self.reading() as connection:
            return forecasts.of_series(connection, wanted, calendars)

    def own_figures(
        self, indicators: Collection[str], public: Collection[str]
    ) -> dict[Series, set[Place]]:
        """Which readings of these indicators come from none of the ``public`` sources."""
        with self.reading() as connection:
            return own_figures.own_figures(connection, indicators, public)

    def panels(
        self,
        indicators: Collection[str],
        calendars: Mapping[str, Calendar],
        *,
        before: datetime | None = None,
    ) -> dict[Calendar, Panel]:
        """A panel for each calendar that has readings (no forecasts) of these indicators;
        rows sorted by indicator, area, breakdown; columns from the oldest to the newest period.

        ``before``: the figures as they stood when only what was published before that moment had
        come, each in the version that was the latest then."""
        with self.reading() as connection:
            return panels.build(connection, indicators, calendars, before)


class Reads(
    ReadingReads,
    RevisionReads,
    Books,
    Jobs,
    ListReads,
    AboutReads,
    HistoryReads,
    StirredReads,
    CheckReads,
    FaultReads,
    NoticeReads,
    ToldReads,
    PublishedReads,
    ForDigests,
    DeliveryReads,
    QualityReads,
    SubscriptionReads,
    DigestReads,
    SignInReads,
    RetentionReads,
    TraceReads,
    Stamps,
):
    def counts(self) -> dict[str, int]:
        """Table -> how many rows it has."""
        with self.reading() as connection:
            return {
                table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for table in metadata.sorted_tables
            }
