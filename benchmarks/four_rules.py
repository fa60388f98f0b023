"""Four of the nation's rules in DuckDB's SQL, in Polars and in pandas, read from the same file: the
series, the period, the value and what it was held against of every finding that is true.

Written for these figures by somebody who knows them: that no period of a series is left out, that the
newest month is whole, that England's figures are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import nation

#: How many findings each rule has; called for its answers, which are counted within.
Counts = dict[str, int]
Act = Callable[[], Counts]

_NEWEST = nation.LAST

SQL_NEWEST = {
    "below-85": f"""
        SELECT indicator, area, period, value, 85.0 AS held_against FROM figures
        WHERE period = {_NEWEST} AND value < 85 AND area <> 'England'""",
    "below-85-for-3": f"""
        SELECT indicator, area, {_NEWEST} AS period, max_by(value, period) AS value,
          85.0 AS held_against
        FROM figures WHERE period > {_NEWEST - 3} AND value < 85 AND area <> 'England'
        GROUP BY indicator, area HAVING count(*) = 3""",
    "worse-than-england": f"""
        SELECT own.indicator, own.area, own.period, own.value, england.value AS held_against
        FROM figures AS own JOIN figures AS england USING (indicator)
        WHERE own.period = {_NEWEST} AND england.period = {_NEWEST}
          AND england.area = 'England' AND own.area <> 'England'
          AND own.value <= england.value - 9.9995""",
    "worse-than-a-year-ago": f"""
        SELECT now.indicator, now.area, now.period, now.value, past.value AS held_against
        FROM figures AS now JOIN figures AS past USING (indicator, area)
        WHERE now.period = {_NEWEST} AND past.period = {_NEWEST - 12}
          AND now.area <> 'England' AND now.value <= 0.9 * past.value""",
}

SQL_EVERY = {
    "below-85": """
        SELECT indicator, area, period, value, 85.0 AS held_against FROM figures
        WHERE value < 85 AND area <> 'England'""",
    "below-85-for-3": """
        SELECT a.indicator, a.area, a.period, a.value, 85.0 AS held_against FROM figures AS a
        JOIN figures AS b ON b.indicator = a.indicator AND b.area = a.area
          AND b.period = a.period - 1
        JOIN figures AS c ON c.indicator = a.indicator AND c.area = a.area
          AND c.period = a.period - 2
        WHERE a.value < 85 AND b.value < 85 AND c.value < 85 AND a.area <> 'England'""",
    "worse-than-england": """
        SELECT own.indicator, own.area, own.period, own.value, england.value AS held_against
        FROM figures AS own JOIN figures AS england USING (indicator, period)
        WHERE england.area = 'England' AND own.area <> 'England'
          AND own.value <= england.value - 9.9995""",
    "worse-than-a-year-ago": """
        SELECT indicator, area, period, value, held_against FROM (
          SELECT *, lag(value, 12) OVER past AS held_against FROM figures
          WINDOW past AS (PARTITION BY indicator, area ORDER BY period))
        WHERE value <= 0.9 * held_against AND area <> 'England'""",
}


def in_duckdb(path: Path, *, every: bool) -> Act:
    """The file is read by each query, no more of it than the query asks for."""
    import duckdb

    connection = duckdb.connect()
    connection.execute(f"CREATE VIEW figures AS SELECT * FROM read_parquet('{path}')")
    queries = SQL_EVERY if every else SQL_NEWEST

    def act() -> Counts:
        return {
            rule: connection.sql(query).to_arrow_table().num_rows for rule, query in queries.items()
        }

    return act


def in_polars(path: Path, *, every: bool) -> Act:
    """All four as one plan, so that the file is read once."""
    import polars as pl

    def act() -> Counts:
        figures = pl.scan_parquet(path).select("indicator", "area", "period", "value")
        asked = _polars_every(pl, figures) if every else _polars_newest(pl, figures)
        answers = pl.collect_all(list(asked.values()))
        return {rule: answer.height for rule, answer in zip(asked, answers, strict=True)}

    return act


def _polars_newest(pl: Any, figures: Any) -> dict[str, Any]:
    value, period, own = pl.col("value"), pl.col("period"), pl.col("area") != "England"
    now = figures.filter(period == _NEWEST)
    england = now.filter(~own).select("indicator", held_against="value")
    past = figures.filter(period == _NEWEST - 12).select("indicator", "area", held_against="value")
    recent = figures.filter((period > _NEWEST - 3) & (value < 85) & own)
    return {
        "below-85": now.filter((value < 85) & own),
        "below-85-for-3": recent.group_by("indicator", "area")
        .agg(pl.len(), value.sort_by("period").last())
        .filter(pl.col("len") == 3),
        "worse-than-england": now.filter(own)
        .join(england, on="indicator")
        .filter(value <= pl.col("held_against") - 9.9995),
        "worse-than-a-year-ago": now.filter(own)
        .join(past, on=["indicator", "area"])
        .filter(value <= 0.9 * pl.col("held_against")),
    }


def _polars_every(pl: Any, figures: Any) -> dict[str, Any]:
    value, own = pl.col("value"), pl.col("area") != "England"
    england = figures.filter(~own).select("indicator", "period", held_against="value")

    def before(periods: int) -> Any:
        return value.shift(periods).over("indicator", "area")

    once, twice, year = before(1), before(2), before(12)
    return {
        "below-85": figures.filter((value < 85) & own),
        "below-85-for-3": figures.with_columns(once=once, twice=twice).filter(
            (value < 85) & (pl.col("once") < 85) & (pl.col("twice") < 85) & own
        ),
        "worse-than-england": figures.filter(own)
        .join(england, on=["indicator", "period"])
        .filter(value <= pl.col("held_against") - 9.9995),
        "worse-than-a-year-ago": figures.with_columns(held_against=year).filter(
            (value <= 0.9 * pl.col("held_against")) & own
        ),
    }


def in_pandas(path: Path, *, every: bool) -> Act:
    """The four columns are read once, names as categories."""
    import pandas as pd

    def act() -> Counts:
        figures = pd.read_parquet(path, columns=["indicator", "area", "period", "value"])
        return (_pandas_every if every else _pandas_newest)(figures)

    return act


def _pandas_newest(figures: Any) -> Counts:
    recent = figures[figures.period > _NEWEST - 3]
    now = recent[recent.period == _NEWEST]
    own = now[now.area != "England"]
    england = now[now.area == "England"].set_index("indicator").value
    low = recent[(recent.value < 85) & (recent.area != "England")]
    runs = low.groupby(["indicator", "area"], observed=True).value.agg(["size", "last"])
    past = figures[figures.period == _NEWEST - 12][["indicator", "area", "value"]]
    both = own.merge(past, on=["indicator", "area"], suffixes=("", "_past"))
    held = own.indicator.map(england).astype("float64")
    answers = {
        "below-85": own[own.value < 85],
        "below-85-for-3": runs[runs["size"] == 3],
        "worse-than-england": own.assign(held_against=held)[own.value <= held - 9.9995],
        "worse-than-a-year-ago": both[both.value <= 0.9 * both.value_past],
    }
    return {rule: len(answer) for rule, answer in answers.items()}


def _pandas_every(figures: Any) -> Counts:
    own = figures.area != "England"
    series = figures.groupby(["indicator", "area"], observed=True, sort=False).value
    low = figures.value < 85
    runs = low & (series.shift(1) < 85) & (series.shift(2) < 85)
    past = series.shift(12)
    england = figures[~own][["indicator", "period", "value"]]
    both = figures[own].merge(england, on=["indicator", "period"], suffixes=("", "_england"))
    answers = {
        "below-85": figures[low & own],
        "below-85-for-3": figures[runs & own],
        "worse-than-england": both[both.value <= both.value_england - 9.9995],
        "worse-than-a-year-ago": figures.assign(held_against=past)[
            (figures.value <= 0.9 * past) & own
        ],
    }
    return {rule: len(answer) for rule, answer in answers.items()}
