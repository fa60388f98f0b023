"""Pictures: the same for the same numbers, readable without colour, and without eyes."""

from __future__ import annotations

import struct
import subprocess
import sys
from xml.etree import ElementTree

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from watchlist.deliver.charts.drawing.timeline import _MARKS, _SPELLS, draw
from watchlist.deliver.charts.rendering import png, svg
from watchlist.deliver.charts.timeline import Line, Point, Said, Spell, Timeline

_SVG = "{http://www.w3.org/2000/svg}"


def month(number: int, value: float | None, said: Said, figure: str = "") -> Point:
    label = f"{2013 + number // 12}-{number % 12 + 1:02d}"
    return Point(label, f"month {number}", value, figure or f"{value:g}%", said)


#: Above target, red, withheld, recovering.
LIFE = Timeline(
    title="Reviews & visits <on time>, Harrow",
    subtitle="Reviews are late (reviews-late)",
    unit="percent",
    points=(
        month(0, 90.0, Said.CLEAR),
        month(1, 70.5, Said.RED),
        month(2, None, Said.UNKNOWN, "withheld"),
        month(3, 91.0, Said.CLEAR),
    ),
    lines=(Line("target", (85.0, 85.0, 85.0, None)),),
    spells=(Spell(1, 3, "red"), Spell(3, 4, "recovering")),
)


@st.composite
def timelines(draw: st.DrawFn) -> Timeline:
    """Any few periods with figures or without, with a target or without, on the list or off it."""
    values = draw(
        st.lists(st.none() | st.floats(-1e7, 1e7, allow_nan=False), min_size=1, max_size=30)
    )
    points = tuple(
        month(n, value, draw(st.sampled_from(list(Said))), "" if value is not None else "missing")
        for n, value in enumerate(values)
    )
    held = tuple(draw(st.none() | st.floats(0, 100)) for _ in values)
    first = draw(st.integers(0, len(values) - 1))
    spell = Spell(first, len(values), draw(st.sampled_from(["red", "amber", "recovering"])))
    title = draw(
        st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=90)
    )
    return Timeline(
        title, "A rule (a-rule)", "percent", points,
        draw(st.sampled_from([(), (Line("target", held),)])), draw(st.sampled_from([(), (spell,)])),
    )  # fmt: skip


def texts(picture: bytes) -> list[str]:
    root = ElementTree.fromstring(picture)
    return ["".join(found.itertext()).strip() for found in root.iter(f"{_SVG}text")]


@settings(max_examples=12, deadline=None)
@given(timelines())
def test_every_timeline_can_be_drawn(timeline: Timeline) -> None:
    """Whatever the figures are, the SVG is well-formed and the PNG 1,200 pixels wide: a mail shows it
    at 600, sharp."""
    ElementTree.fromstring(svg(timeline))
    width, _ = struct.unpack(">II", png(timeline)[16:24])
    assert width == 1200


def test_the_same_numbers_are_the_same_bytes() -> None:
    """Drawn anew, a picture is the same to the last byte: no date, no chance."""
    before = svg(LIFE), png(LIFE)
    svg.cache_clear()
    png.cache_clear()
    assert (svg(LIFE), png(LIFE)) == before


def test_a_picture_is_drawn_once() -> None:
    """What shows the same is taken from what was drawn before."""
    svg.cache_clear()
    same = Timeline(LIFE.title, LIFE.subtitle, LIFE.unit, LIFE.points, LIFE.lines, LIFE.spells)
    svg(LIFE)
    svg(same)
    assert svg.cache_info().hits == 1


def test_an_svg_has_a_title_and_says_what_it_shows() -> None:
    """Who cannot see the picture hears its title and its words."""
    root = ElementTree.fromstring(svg(LIFE))
    title, description = root.find(f"{_SVG}title"), root.find(f"{_SVG}desc")
    assert title is not None
    assert description is not None
    assert (title.text, description.text) == (LIFE.title, LIFE.words())
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"


def test_words_and_table_have_the_numbers() -> None:
    """The words name both ends, what was said how often, and the time on the list; the table has every
    period, with why a figure is not there."""
    assert LIFE.words() == (
        "Reviews are late (reviews-late). 4 periods, from month 0 (90%) to month 3 (91%): 1 red, "
        "2 clear, 1 not known. Held against: target. On the list: red month 1 to month 2; "
        "recovering month 3."
    )
    assert LIFE.rows()[1:] == [
        ("month 1", "70.5%", "red", "85"),
        ("month 2", "withheld", "not known", "85"),
        ("month 3", "91%", "clear", ""),
    ]


def test_a_gap_says_why() -> None:
    """Where there is no figure the line breaks and the word stands there."""
    assert "withheld" in texts(svg(LIFE))
    line = next(
        line for axes in draw(LIFE).axes for line in axes.get_lines() if line.get_linewidth() == 1.6
    )
    drawn = np.isfinite(np.asarray(line.get_ydata(), dtype=float))
    assert drawn.tolist() == [True, True, False, True]


def test_nothing_is_told_by_colour_alone() -> None:
    """Each thing a rule can say has its own shape (or is hollow), each way to be on the list its own
    pattern."""
    assert set(_MARKS) == set(Said)
    assert len({(mark.shape, mark.filled) for mark in _MARKS.values()}) == len(Said)
    assert len({pattern for _, pattern in _SPELLS.values()}) == len(_SPELLS)


def test_a_series_that_was_never_listed_says_so() -> None:
    """An empty bar is explained."""
    quiet = Timeline("Reviews", "A rule", "percent", LIFE.points)
    assert "not on the list in this time" in texts(svg(quiet))


def test_titles_are_text_not_formulas() -> None:
    """Pounds, dollars and underscores stay what they are."""
    title = "Cost in $ per child_week: $1, £2"
    assert title in texts(svg(Timeline(title, "A rule", "pounds", LIFE.points)))


def test_no_window_is_ever_opened() -> None:
    """Drawing does not load the part of matplotlib that talks to screens."""
    code = (
        "import sys; from tests.deliver.charts.test_charts import LIFE; "
        "from watchlist.deliver.charts.rendering import svg; svg(LIFE); "
        "sys.exit('matplotlib.pyplot' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_what_draws_nothing_does_not_load_it() -> None:
    """The commands and the daemon start without matplotlib."""
    code = (
        "import sys, watchlist.daemon, watchlist.cli.main, watchlist.cli.backtesting; "
        "sys.exit('matplotlib' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
