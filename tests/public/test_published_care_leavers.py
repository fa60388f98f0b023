"""All that the program lets out of the real file of care leavers' accommodation, year after year, in
the hands of somebody who wants to know a withheld count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime, timedelta

import pyarrow as pa
import pytest

from tests.cycle.town import NOW
from tests.public.hamlet import Hamlet
from tests.register.small_numbers.adversary import narrowed
from tests.register.small_numbers.build import COUNT, RULE, Case, Release
from tests.register.small_numbers.test_care_leavers import DATA, PARTS, figures_of, names
from watchlist.cycle import judge
from watchlist.model.finding import cell_of
from watchlist.model.reading import READINGS, Marker, Series, Status
from watchlist.register.small_numbers import Decision, Figure, Place
from watchlist.store.open import open_store
from watchlist.store.store import Store

pytestmark = pytest.mark.skipif(
    not DATA.exists(), reason="the care-leaver file is not at ../shared/data"
)

RULES = """\
areas:
{areas}
indicators:
  homes:
    {{title: Care leavers by accommodation, unit: count, better: lower, every: calendar-year,
     due: 90 days, owner: head, publication: public, adds_up: [suitability]}}
rules:
  more: {{title: More of them, indicator: homes, amber: {{worse_than: previous, by: 5% of it}}}}
"""


def test_a_sample_of_what_is_published_narrows_no_count(store: Store) -> None:
    """One authority of sixteen, published each year as its figures come: no withheld count keeps fewer
    than three values, whoever kept every list."""
    _narrow_nothing(store, names()[::16])


@pytest.mark.long
def test_nothing_that_is_published_narrows_a_count(sqlite_url: str) -> None:
    """The same of one of four."""
    with closing(open_store(sqlite_url)) as store:
        _narrow_nothing(store, names()[::4])


def _narrow_nothing(store: Store, authorities: Sequence[str]) -> None:
    areas = "\n".join(f"  {name!r}: {{level: authority, own: true}}" for name in authorities)
    hamlet = Hamlet.founded(store, RULES.format(areas=areas))
    releases: dict[str, list[Release]] = {name: [] for name in authorities}
    withheld = 0
    for n, year in enumerate(sorted({year for name in authorities for year in _years(name)})):
        now = NOW + timedelta(days=365 * n)
        _reports(hamlet, authorities, year, now)
        hamlet.publishes(now=now)
        for name in authorities:
            release = _release(hamlet, name, year)
            releases[name].append(release)
            withheld += sum(c.marker is Marker.CONFIDENTIAL for c in release.seen.values())
    assert withheld > 0
    for name, published in releases.items():
        assert narrowed(Case(COUNT, RULE, PARTS, []), published) == [], name


def _years(name: str) -> set[int]:
    return {figure.place.period for figure in figures_of(name, public=False)}


def _reports(hamlet: Hamlet, authorities: Sequence[str], year: int, now: datetime) -> None:
    rows = [row for name in authorities for row in _rows(name, year)]
    columns = {name: [row[name] for row in rows] for name in READINGS.names}
    calendars = {"homes": hamlet.book.indicators["homes"].calendar}
    hamlet.store.save_readings(
        pa.table(columns, schema=READINGS), calendars, source="ours", sha256=None, now=now,
    )  # fmt: skip
    judge(hamlet.store, hamlet.setting, now)


def _rows(name: str, year: int) -> Iterator[dict[str, object]]:
    for figure in figures_of(name, public=False):
        if figure.place.period == year:
            cell = figure.cell
            yield dict.fromkeys(READINGS.names) | {
                "indicator": "homes", "area": name, "breakdown": figure.place.breakdown,
                "period": year, "span": 1, "value": cell.value,
                "digits": None if cell.value is None else 0, "marker": int(cell.marker),
                "status": int(Status.FINAL),
            }  # fmt: skip


def _release(hamlet: Hamlet, name: str, year: int) -> Release:
    """What stood in a year's list for an authority, and what the public saw of it."""
    indicator = hamlet.book.indicators["homes"]
    (panel,) = hamlet.figures().panels({"homes"}, {"homes": indicator.calendar}).values()
    stood: dict[Place, Figure] = {}
    seen = {}
    for figure in figures_of(name, public=False):
        row = panel.row(Series("homes", name, figure.place.breakdown))
        if figure.place.period <= year and row is not None:
            stood[figure.place] = figure
            seen[figure.place] = cell_of(panel, row, figure.place.period - panel.first)
    return Release(stood, Decision(), seen)
