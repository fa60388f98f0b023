"""Explore Education Statistics against a service on this machine that does as is documented, or not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from tests.sources.taking import Council, source
from tests.sources.web.education_service import DATA_SET, Service, row
from tests.sources.web.server import Reply, Site, site
from watchlist.model.reading import Marker
from watchlist.sources.settings import SourceMeaning
from watchlist.sources.web.education import IDENTIFIERS

ROWS = [row(place, year, f"{20 + n}.5") for n, (place, year) in enumerate(
    (place, year) for place in ("England", "Harrow", "Barnet") for year in (2023, 2024)
)]  # fmt: skip


@pytest.fixture
def council(tmp_path: Path) -> Iterator[Council]:
    found = Council.at(tmp_path)
    yield found
    found.store.close()


@contextmanager
def running(service: Service, **said: Any) -> Iterator[tuple[SourceMeaning, Site]]:
    with site(service) as web:
        yield source(
            "explore-education-statistics",
            **{
                "url": f"{web.url}/statistics",
                "data_set": DATA_SET,
                "version": "2.*",
                "page_size": 4,
                "values": {"rereferral_percent": {
                    "indicator": "re-referrals", "numerator": "rereferral_count",
                    "denominator": "referral_count"}},
                **said,
            },
        ), web  # fmt: skip


def rows_of(council: Council) -> dict[str, list[tuple[int, float | None]]]:
    """Breakdown -> marker and value, year by year."""
    found: dict[str, list[tuple[int, float | None]]] = {}
    with council.store.reading() as connection:
        for breakdown, *figure in connection.exec_driver_sql(
            "SELECT breakdown, marker, value FROM readings JOIN series ON series = id ORDER BY period"
        ):
            found.setdefault(breakdown, []).append((figure[0], figure[1]))
    return found


def test_pages_are_read_one_after_the_other(council: Council) -> None:
    """Six results in pages of four: all of one version, with their counts, published when it was; what
    its filters are not asked about is taken as the total."""
    with running(Service(ROWS)) as (one, web):
        got = council.take(one).taken[0]
        assert (got.rows, got.saved.added) == (6, 6)
        posts = [asked for asked in web.asked if asked.method == "POST"]
        assert [asked.body["page"] for asked in posts] == [1, 2]
        assert {asked.path.partition("?")[2] for asked in posts} == {"dataSetVersion=2.1"}
        assert posts[0].body["indicators"] == ["04nTr", "05nTr", "06nTr"]
        assert posts[0].body["criteria"] == {"and": [
            {"geographicLevels": {"in": ["NAT", "REG", "LA"]}},
            {"filters": {"in": ["1oX7c"]}},
            {"filters": {"in": ["tttt1"]}},
        ]}  # fmt: skip
    with council.store.reading() as connection:
        rows = connection.exec_driver_sql("SELECT published, numerator, denominator FROM readings")
        published = {tuple(row) for row in rows}
    moment = datetime(2025, 10, 30, 9, 30, tzinfo=UTC)
    assert published == {(int(moment.timestamp() * 1_000_000), 20, 100)}


def test_the_same_version_costs_one_question(council: Council) -> None:
    """Nothing new: the version is asked for and nothing else. A new one is read, and only differences
    are written."""
    service = Service(ROWS)
    with running(service) as (one, web):
        council.take(one)
        before = len(web.asked)
        assert council.take(one).known
        assert len(web.asked) == before + 1
        service.version, service.published = "2.2", "2026-01-30T09:30:00Z"
        service.rows = [*ROWS[1:], row("England", 2023, "19.9")]
        assert council.take(one).taken[0].saved.revised == 1


def test_a_version_that_means_other_things_is_not_read(council: Council) -> None:
    """2.* is pinned; when only 3.0 is left the service says 404 and people are told what to do."""
    with running(Service(ROWS, version="3.0")) as (one, _):
        said = council.problem(one)
    assert "is not there: correct data_set or version (look what changed" in said
    assert said.endswith("(404)")


def test_symbols_and_breakdowns_are_ours(council: Council) -> None:
    """Withheld, not applicable, not available, low and unreliable keep their meaning; a filter that is
    asked for breaks figures down, and its aggregate is the total."""
    symbols = {
        "c": Marker.CONFIDENTIAL,
        "z": Marker.NOT_APPLICABLE,
        "x": Marker.NOT_AVAILABLE,
        ":": Marker.NOT_AVAILABLE,
        "low": Marker.LOW,
        "k": Marker.LOW,
        "u": Marker.UNRELIABLE,
    }
    rows = [row("Harrow", 2010 + n, symbol, "c", "c") for n, symbol in enumerate(symbols)]
    with running(Service([*rows, row("Harrow", 2010, "31", who="girl1")]),
                 breakdowns=["characteristic"]) as (one, web):  # fmt: skip
        council.take(one)
        assert {"filters": {"in": ["tttt1"]}} not in web.asked[-1].body["criteria"]["and"]
    found = rows_of(council)
    assert [marker for marker, _ in found[""]] == [int(marker) for marker in symbols.values()]
    assert found["characteristic=Girls"] == [(Marker.FIGURE, 31.0)]


def test_places_and_times_are_asked_for(council: Council) -> None:
    """What the configuration names is in the query, in the service's own words."""
    said = {
        "locations": {"LA": ["E09000015"]},
        "filters": {"school_type": ["State-funded primary"]},
        "time_periods": {"gte": {"period": "2023", "code": "RY"}},
    }
    with running(Service(ROWS), **said) as (one, web):
        council.take(one)
        parts = web.asked[-1].body["criteria"]["and"]
    assert {"locations": {"in": [{"level": "LA", "code": "E09000015"}]}} in parts
    assert {"timePeriods": {"gte": {"period": "2023", "code": "RY"}}} in parts
    assert {"filters": {"in": ["uKR2K"]}} in parts
    with running(Service(ROWS), filters={"School_Type": ["total", "uKR2K"]}) as (one, web):
        council.take(one)
        assert {"filters": {"in": ["1oX7c", "uKR2K"]}} in web.asked[-1].body["criteria"]["and"]


@pytest.mark.parametrize(
    "wrong",
    ["same page", "empty page", "total changes", "other page", "more than it says", "no results"],
)
def test_pages_that_do_not_fit_together_are_not_believed(wrong: str, council: Council) -> None:
    """A page given twice, an empty one, another than was asked for, a total that changes between them
    (a version that changed meanwhile): nothing of it is taken, and it is asked again later."""
    with running(Service(ROWS, wrong=wrong)) as (one, _):
        said = council.problem(one)
        assert said.endswith("so nothing was taken")
        assert council.take(one, timedelta(minutes=30)).known
    assert council.readings() == 0


def test_a_page_that_breaks_off_takes_the_others_with_it(council: Council) -> None:
    """The first page was whole, and nothing of it is imported."""
    with running(Service(ROWS, wrong="cut")) as (one, _):
        assert "broke off in the middle" in council.problem(one)
    assert council.readings() == 0


def test_the_same_row_in_two_pages_is_noticed(council: Council) -> None:
    """Pages that overlap have the right number of rows and are wrong all the same."""
    with running(Service([*ROWS[:4], ROWS[0], ROWS[5]])) as (one, _):
        assert "gives the same row on two pages" in council.problem(one)


def test_warnings_are_shown(council: Council) -> None:
    """What the service doubts is among the remarks, with what it is about."""
    doubt = {"message": "One or more filters could not be found.", "path": "criteria.filters.in",
             "code": "FiltersNotFound", "detail": {"items": ["abcde"]}}  # fmt: skip
    with running(Service(ROWS, warnings=[doubt])) as (one, _):
        (remark,) = council.take(one).taken[0].remarks
    assert remark.warning
    assert remark.sentence == "criteria.filters.in: One or more filters could not be found. (abcde)"


def test_nothing_found_is_said_with_the_reason(council: Council) -> None:
    """A query that matches nothing is a fault, not an empty import."""
    doubt = {"message": "The query did not match any results.", "code": "QueryNoResults"}
    with running(Service([], warnings=[doubt])) as (one, _):
        assert (
            "has no figures for this query: The query did not match any results."
            in council.problem(one)
        )


ERRORS = {"title": "There are validation errors with the request.", "status": 400, "errors": [
    {"message": "Must be one of the allowed values.", "code": "AllowedValue",
     "path": "criteria.and[0].geographicLevels.in[1]", "detail": {"items": ["REG"]}},
    {"message": "A global error.", "code": "Global"}]}  # fmt: skip


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (Reply(204), "has nothing to give (204)"),
        (Reply.json(ERRORS, 400),
         "criteria.and[0].geographicLevels.in[1]: Must be one of the allowed values. (REG)"),
        (Reply.json({"title": "Forbidden", "status": 403}, 403), "may not be read: it is not"),
        (Reply.json({"title": "Not Found", "status": 404}, 404), "is not there: correct data_set"),
        (Reply.json({"title": "Gone", "status": 410}, 410), "Gone (410)"),
        (Reply(400, b"<html>"), "refuses the query (400)"),
        (Reply(200, b"<html>"), "answers with something that is no JSON"),
        (Reply(200, b"{\"results\": [3], \"paging\": {}}"), "in a form that is not the documented one"),
    ],
)  # fmt: skip
def test_every_refusal_says_what_and_where(reply: Reply, words: str, council: Council) -> None:
    """The message, the path in the query and the values it is about; or what the number means."""
    with running(Service(ROWS, refuses=reply)) as (one, _):
        assert words in council.problem(one)
    assert council.readings() == 0


@pytest.mark.parametrize(("status", "wait"), [(429, "90"), (504, None)])
def test_too_often_and_too_slow_are_tried_again(
    status: int, wait: str | None, council: Council
) -> None:
    """429 says when; 504 is tried in ten minutes; then all of it is taken."""
    headers = {"Retry-After": wait} if wait else {}
    service = Service(ROWS, refuses=Reply(status, headers=headers))
    with running(service) as (one, web):
        assert f"({status}); it is asked again in" in council.problem(one)
        before = len(web.asked)
        assert council.take(one, timedelta(minutes=1)).known
        assert len(web.asked) == before
        service.refuses = None
        assert council.take(one, timedelta(minutes=10)).taken[0].saved.added == 6


def test_names_that_the_data_set_does_not_have(council: Council) -> None:
    """Every wrong name at once, each with the nearest; nothing is asked by it."""
    with running(Service(ROWS), values={"rereferal_percent": "re-referrals"}, breakdowns=["sex"],
                 filters={"school_type": ["Primary"]}) as (one, web):  # fmt: skip
        said = council.problem(one)
        assert {asked.method for asked in web.asked} == {"GET"}
    assert 'has no "rereferal_percent": did you mean "rereferral_percent"?' in said
    assert 'has no "sex"; it has school_type, characteristic' in said
    assert 'has no "Primary"' in said


def test_the_codes_of_periods_are_those_of_the_files(council: Council) -> None:
    """Every code that is documented has its words; an unknown one is a fault of its row."""
    codes = {"AY", "AYQ1", "CY", "CYQ4", "FY", "FYQ2", "TY", "TYQ3", "M1", "M12", "P1", "P2", "RY",
             "T1", "T1T2", "T2", "T3", "W1", "W52"}  # fmt: skip
    assert codes <= set(IDENTIFIERS)
    with running(Service([row("Harrow", 2024, "1"), row("Barnet", 2024, "1", code="AY")])) as (
        one,
        _,
    ):
        assert ":2: period: " in council.problem(one)


@pytest.mark.parametrize(
    "said", [{"version": "*"}, {"version": "latest"}, {"data_set": "x"}, {"values": {}}]
)
def test_what_must_be_said_is_asked_for(said: dict[str, Any]) -> None:
    """Without a pinned version nobody knows what the columns will mean."""
    whole = {"data_set": DATA_SET, "version": "2.*", "values": {"a": "re-referrals"}, **said}
    with pytest.raises(ValidationError):
        source("explore-education-statistics", **whole)
