"""The same three rules in DuckDB's SQL, over a table in memory: a row for each series and period
(a missing figure is a row with NULL).

*Windows* is SQL as one writes it once for any period: LAG … OVER (PARTITION BY series ORDER BY
period). *Joins* is SQL worked out by hand for the periods that are asked about.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import invented
import numpy as np

from watchlist.model.reading import Floats

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Findings = dict[str, Any]
Act = Callable[[], Findings]

_NEWEST = invented.PERIODS - 1

#: Over all periods; ``{}`` may ask for one of them.
WINDOWS = {
    "below 85": """
        SELECT series, period, value, 85.0 AS held_against FROM figures WHERE value < 85 {}""",
    "below 85 for 3": """
        SELECT series, period, value, 85.0 AS held_against FROM (
          SELECT *, lag(value, 1) OVER past AS once, lag(value, 2) OVER past AS twice FROM figures
          WINDOW past AS (PARTITION BY series ORDER BY period))
        WHERE value < 85 AND once < 85 AND twice < 85 {}""",
    "worse than a year ago by 10% of it": """
        SELECT series, period, value, held_against FROM (
          SELECT *, lag(value, 12) OVER past AS held_against FROM figures
          WINDOW past AS (PARTITION BY series ORDER BY period))
        WHERE value <= 0.9 * held_against {}""",
}

JOINS_NEWEST = {
    "below 85": f"""
        SELECT series, period, value, 85.0 AS held_against FROM figures
        WHERE period = {_NEWEST} AND value < 85""",
    "below 85 for 3": f"""
        SELECT series, {_NEWEST} AS period, max_by(value, period) AS value, 85.0 AS held_against
        FROM figures WHERE period > {_NEWEST - 3} AND value < 85
        GROUP BY series HAVING count(*) = 3""",
    "worse than a year ago by 10% of it": f"""
        SELECT now.series, now.period, now.value, past.value AS held_against
        FROM figures AS now JOIN figures AS past USING (series)
        WHERE now.period = {_NEWEST} AND past.period = {_NEWEST - 12}
          AND now.value <= 0.9 * past.value""",
}

JOINS_ALL = {
    "below 85": WINDOWS["below 85"].format(""),
    "below 85 for 3": """
        SELECT a.series, a.period, a.value, 85.0 AS held_against
        FROM figures AS a
        JOIN figures AS b ON b.series = a.series AND b.period = a.period - 1
        JOIN figures AS c ON c.series = a.series AND c.period = a.period - 2
        WHERE a.value < 85 AND b.value < 85 AND c.value < 85""",
    "worse than a year ago by 10% of it": """
        SELECT now.series, now.period, now.value, past.value AS held_against
        FROM figures AS now
        JOIN figures AS past ON past.series = now.series AND past.period = now.period - 12
        WHERE now.value <= 0.9 * past.value""",
}


def holding(values: Floats, *, by_time: bool = False) -> DuckDBPyConnection:
    """A database in memory that holds the figures series by series, as a panel does and a primary
    key keeps them; or ``by_time``, in which a filter on the period skips all other rows unread."""
    import duckdb

    connection = duckdb.connect()
    series, period = np.meshgrid(*map(np.arange, values.shape), indexing="ij")
    layers = {"series": series, "period": period, "value": values}
    given = {name: (each.T if by_time else each).ravel() for name, each in layers.items()}
    connection.register("given", given)
    connection.execute(
        "CREATE TABLE figures AS SELECT series::INTEGER AS series, period::INTEGER AS period, "
        "CASE WHEN isnan(value) THEN NULL ELSE value END AS value FROM given"
    )
    connection.unregister("given")
    return connection


def windows(rule: str, connection: DuckDBPyConnection, *, newest: bool) -> Act:
    wanted = f"AND period = {_NEWEST}" if newest else ""
    return asking(WINDOWS[rule].format(wanted), connection)


def joins(rule: str, connection: DuckDBPyConnection, *, newest: bool) -> Act:
    return asking((JOINS_NEWEST if newest else JOINS_ALL)[rule], connection)


def asking(query: str, connection: DuckDBPyConnection) -> Act:
    """The findings as NumPy columns, which is what ours gives too."""
    return lambda: dict(connection.execute(query).fetchnumpy())


def count(findings: Findings) -> int:
    return len(findings["value"])
