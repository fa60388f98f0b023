"""What holds of every kind of source: the same figures, given in each kind's own way."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.sources.build import BOOK
from tests.sources.taking import Council, source
from tests.sources.web.education_service import DATA_SET, Service, row
from tests.sources.web.server import Asked, Reply, site
from tests.sources.web.test_fingertips import answer, line
from tests.sources.workbook.sheets import workbook
from watchlist.evaluate.returns import returns
from watchlist.model.indicator import Interval
from watchlist.model.period import Calendar, Frequency
from watchlist.sources.offers import KINDS
from watchlist.sources.settings import SourceMeaning

#: Year -> figure, and the mark behind it.
Figures = dict[int, tuple[float, str]]

ONCE: Figures = {2022: (20, ""), 2023: (21, ""), 2024: (22, "provisional")}
LATER: Figures = {2022: (20, ""), 2023: (21, ""), 2024: (23, "")}


@dataclass
class Giver:
    """A source and how it is given figures."""

    source: SourceMeaning
    give: Callable[[Figures], None]
    marks: bool = True


def rows(figures: Figures) -> list[dict[str, str]]:
    return [
        {"indicator": "re-referrals", "area": "Harrow", "period": str(year), "value": str(value),
         "status": status, "published": ""}
        for year, (value, status) in figures.items()
    ]  # fmt: skip


def as_csv(figures: Figures) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, ["indicator", "area", "period", "value", "status", "published"])
    writer.writeheader()
    writer.writerows(rows(figures))
    return text.getvalue()


def a_csv(folder: Path, _stack: ExitStack) -> Giver:
    path = folder / "figures.csv"
    return Giver(
        source("csv", path="figures.csv"), lambda given: void(path.write_text(as_csv(given)))
    )


def a_parquet(folder: Path, _stack: ExitStack) -> Giver:
    def give(figures: Figures) -> None:
        pq.write_table(pa.Table.from_pylist(rows(figures)), folder / "figures.parquet")

    return Giver(source("parquet", path="figures.parquet"), give)


def a_workbook(folder: Path, _stack: ExitStack) -> Giver:
    saved: dict[
        str, bytes
    ] = {}  # a workbook tells when it was saved: the same again is the same file

    def give(figures: Figures) -> None:
        file, known = folder / "figures.xlsx", repr(figures)
        if known not in saved:
            marks = {"": "", "provisional": " (p)", "forecast": " (f)"}
            cells = [f"{value}{marks[status]}" for value, status in figures.values()]
            workbook(file, [["Measure", *figures], ["re-referrals", *cells]])
            saved[known] = file.read_bytes()
        file.write_bytes(saved[known])

    return Giver(source("excel", path="figures.xlsx"), give)


def a_folder(folder: Path, _stack: ExitStack) -> Giver:
    (folder / "in").mkdir()
    return Giver(
        source("folder", path="in", settled=0),
        lambda given: void((folder / "in" / "figures.csv").write_text(as_csv(given))),
    )


def a_database(folder: Path, _stack: ExitStack) -> Giver:
    def give(figures: Figures) -> None:
        with sqlite3.connect(folder / "figures.db") as connection:
            connection.execute("DROP TABLE IF EXISTS f")
            connection.execute("CREATE TABLE f (indicator, area, period, value, status)")
            for one in rows(figures):
                values = [one[name] for name in ("indicator", "area", "period", "value", "status")]
                connection.execute("INSERT INTO f VALUES (?, ?, ?, ?, ?)", values)

    return Giver(source("sql", url="sqlite:///figures.db", query="SELECT * FROM f"), give)


def over_web(folder: Path, stack: ExitStack) -> Giver:
    there: Figures = {}
    web = stack.enter_context(site(lambda _: Reply(body=as_csv(there).encode())))
    return Giver(source("web", url=web.url), lambda given: there.update(given))


def education(folder: Path, stack: ExitStack) -> Giver:
    service = Service([])

    def give(figures: Figures) -> None:
        service.rows = [row("Harrow", year, str(value)) for year, (value, _) in figures.items()]
        service.version = f"2.{int(service.version[2:]) + 1}"

    web = stack.enter_context(site(service))
    one = source(
        "explore-education-statistics", url=f"{web.url}/statistics", data_set=DATA_SET,
        version="2.*", values={"rereferral_percent": "re-referrals"},
    )  # fmt: skip
    return Giver(one, give, marks=False)


def fingertips(folder: Path, stack: ExitStack) -> Giver:
    there: Figures = {}

    def answers(_: Asked) -> Reply:
        marks = {"": "", "provisional": " (prov)", "forecast": " (f)"}
        return answer(*(
            line(**{"Time period": f"{year}{marks[status]}", "Value": str(value)})
            for year, (value, status) in there.items()
        ))  # fmt: skip

    web = stack.enter_context(site(answers))
    one = source("fingertips", url=web.url, indicators={"93999": "re-referrals"})
    return Giver(one, lambda given: there.update(given))


def void(*_: object) -> None:
    """For a lambda that has nothing to say."""


GIVERS: dict[str, Callable[[Path, ExitStack], Giver]] = {
    "csv": a_csv, "parquet": a_parquet, "excel": a_workbook, "folder": a_folder, "sql": a_database,
    "web": over_web, "explore-education-statistics": education, "fingertips": fingertips,
}  # fmt: skip


@pytest.fixture
def council(tmp_path: Path) -> Iterator[Council]:
    found = Council.at(tmp_path)
    calendar = Calendar(Frequency.REPORTING_YEAR, 3)
    due = Interval(6, "months")
    one = replace(BOOK.indicators["re-referrals"], calendar=calendar, due=due)
    found.book = replace(BOOK, indicators={**BOOK.indicators, one.id: one})
    yield found
    found.store.close()


@pytest.fixture(params=GIVERS)
def giver(request: pytest.FixtureRequest, council: Council) -> Iterator[Giver]:
    with ExitStack() as stack:
        yield GIVERS[request.param](council.folder, stack)


def test_every_kind_is_here() -> None:
    """A kind that is added is held against the same."""
    assert set(GIVERS) == set(KINDS)


def test_a_revision_is_a_revision_whatever_brings_it(council: Council, giver: Giver) -> None:
    """Three years, the last provisional; then the last another one and final: what changed is said by
    indicator, and everything else was known."""
    giver.give(ONCE)
    (first,) = council.take(giver.source).taken
    assert [str(one) for one in first.saved.news] == ["re-referrals: 3 new"]
    assert council.statuses() == [0, 0, int(giver.marks)]
    giver.give(LATER)
    (second,) = council.take(giver.source).taken
    assert [str(one) for one in second.saved.news] == ["re-referrals: 1 revised"]
    assert (second.saved.revised, second.saved.unchanged) == (1, 2)
    assert council.statuses() == [0, 0, 0]
    assert council.store.counts()["revisions"] == 1


def test_nothing_new_is_no_import(council: Council, giver: Giver) -> None:
    """Given again as it was, whatever the kind, nothing is written and nobody is told."""
    for _ in range(2):
        giver.give(ONCE)
        got = council.take(giver.source)
    assert (got.taken, got.problems) == ((), ())
    assert council.store.counts()["imports"] == 1


def test_a_forecast_stands_apart(council: Council, giver: Giver) -> None:
    """The officers' own forecast is no reading of that year."""
    if not giver.marks:
        pytest.skip("the department publishes no forecasts of officers")
    giver.give({**ONCE, 2025: (30, "forecast")})
    council.take(giver.source)
    newest = council.store.newest_readings(
        {"re-referrals": council.book.indicators["re-referrals"].calendar}, ["Harrow"]
    )
    assert newest == {("re-referrals", "Harrow"): 2024}


def test_a_return_is_received_whatever_brings_it(council: Council, giver: Giver) -> None:
    """The newest reading of any source is what the return that is due next is counted from."""
    giver.give(ONCE)
    council.take(giver.source)
    calendars = {name: one.calendar for name, one in council.book.indicators.items()}
    newest = council.store.newest_readings(calendars, ["Harrow"])
    assert newest == {("re-referrals", "Harrow"): 2024}
    found = list(returns(council.book, newest, date(2026, 11, 20)))
    assert [(one.period, one.overdue) for one in found] == [(2025, True)]
