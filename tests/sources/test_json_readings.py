"""Readings as programs send them."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sources.build import BOOK, settings
from watchlist.model.errors import FaultsError
from watchlist.model.reading import Marker
from watchlist.sources.content import Content
from watchlist.sources.json_readings import NotReadableError, SentReadings, read_json
from watchlist.sources.read import read_sheet

GOOD = {"indicator": "new-plans", "area": "Harrow", "period": "2013-04", "value": 12}


def content(body: str | bytes) -> Content:
    return Content(Path("body"), body if isinstance(body, bytes) else body.encode(), "")


def sent(*readings: Any, source: Any = "feed") -> SentReadings:
    return read_json(content(json.dumps({"source": source, "readings": readings})))


def faults(*readings: Any, source: Any = "feed") -> list[str]:
    try:
        sent(*readings, source=source)
    except FaultsError as error:
        return [f"{fault.mark.line or ''}: {fault.sentence}" for fault in error.faults]
    return []


def test_a_number_keeps_the_digits_that_it_was_written_with() -> None:
    """83.30 says two decimals, as it does in a file, and a marker stands in the place of a figure."""
    body = content(
        '{"source": "feed", "readings": ['
        '{"indicator": "dental-checks", "area": "Harrow", "period": "2013-14 Q1", "value": 83.30},'
        '{"indicator": "dental-checks", "area": "Harrow", "period": "2013-14 Q2", "value": "90/108"},'
        '{"indicator": "dental-checks", "area": "Harrow", "period": "2013-14 Q3", "value": null,'
        ' "marker": "c"}]}'
    )
    table = read_sheet(read_json(body).sheet, body, settings(), BOOK).table
    assert table["value"].to_pylist() == [83.3, pytest.approx(83.333, abs=1e-3), None]
    assert table["digits"].to_pylist() == [2, None, None]
    assert table["marker"].to_pylist() == [Marker.FIGURE, Marker.FIGURE, Marker.CONFIDENTIAL]


def test_every_reading_of_a_wrong_shape_is_named_at_once() -> None:
    """Whoever writes the program gets all that is wrong in one answer, by the place of the reading."""
    assert faults(
        GOOD,
        7,
        {**GOOD, "period": 2013},
        {**GOOD, "value": True},
        {**GOOD, "value": 3, "marker": "c"},
        {**GOOD, "denominatr": 4},
        {**GOOD, "numerator": "4"},
        {**GOOD, "status": "perhaps"},
        {**GOOD, "area": None},
        {**GOOD, "area": "a" * 201},
        {**GOOD, "breakdown": "a=\0"},
        {**GOOD, "breakdown": "a=\ud800"},
        {"indicator": "new-plans", "area": "Harrow", "period": "2013-04"},
    ) == [
        "2: is no object",
        "3: period: must be a text",
        "4: value: must be a number, a text or null",
        "5: marker: stands in the place of a value, and there is one: leave one of them",
        '6: "denominatr": is no field of a reading; they are indicator, area, breakdown, period, '
        "value, numerator, denominator, target, growth, status, published, marker",
        "7: numerator: must be a number or null",
        "8: status: must be one of final, provisional, forecast",
        "9: area: must not be null",
        "10: area: has more than 200 letters",
        "11: breakdown: has characters that are no text",
        "12: breakdown: has characters that are no text",
        "13: value: is missing (null where there is none)",
    ]


@pytest.mark.parametrize("name", ["UPN", "child_id", "Date of birth"])
def test_readings_of_single_children_are_refused_whole(name: str) -> None:
    """Never what stands in them: the field alone is named."""
    [said] = faults(GOOD, {**GOOD, name: "Q123456789012"})
    assert "figures of single children" in said
    assert "Q123456789012" not in said


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        (b"\xff\xfe", "not UTF-8"),
        ("[" * 100_000, "nested too deeply"),
        ('{"source": "a", "source": "b"}', '"source" is there twice'),
        ('{"source": "a", "readings": [{"value": NaN}]}', "NaN is no number"),
        ('{"source": "a", "readings": [{"value": -Infinity}]}', "-Infinity is no number"),
    ],
)
def test_what_says_no_one_thing_is_no_json(body: str | bytes, said: str) -> None:
    """Where two programs could read two things, nobody guesses."""
    with pytest.raises(NotReadableError, match=said):
        read_json(content(body))


@pytest.mark.parametrize("whole", [[], {}, "a", {"source": 3, "readings": []}, {"x": 1}])
def test_the_whole_has_a_source_and_readings(whole: Any) -> None:
    """Anything else is said to be wrong."""
    with pytest.raises(FaultsError):
        read_json(content(json.dumps(whole)))


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


@given(_JSON, st.dictionaries(st.sampled_from([*GOOD, "marker", "numerator", "x"]), _JSON))
def test_nothing_that_is_sent_breaks_the_reader(whole: Any, reading: Any) -> None:
    """It is read, or refused with a sentence."""
    for body in (whole, {"source": "feed", "readings": [reading, {**GOOD, **reading}, whole]}):
        try:
            read_json(content(json.dumps(body)))
        except (FaultsError, NotReadableError) as error:
            assert str(error)  # noqa: PT017
