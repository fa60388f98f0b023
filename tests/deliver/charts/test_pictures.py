"""What holds for every kind of picture: size, bytes, titles, and figures of any kind."""

from __future__ import annotations

import io
import re
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.deliver.charts.councils import (
    CALM,
    COUNT,
    NUMBER,
    PERCENT,
    RATE,
    SVG,
    areas,
    busy,
    plans,
    said,
    texts,
    visits,
    width_of,
)  # fmt: skip
from tests.deliver.charts.test_charts import LIFE
from tests.deliver.charts.test_sparkline import spark
from watchlist.deliver.charts.drawing.paint import PAINTS
from watchlist.deliver.charts.drawing.palette import reduced
from watchlist.deliver.charts.funnel_making import Counted
from watchlist.deliver.charts.marks import Merit
from watchlist.deliver.charts.pictures import Picture
from watchlist.deliver.charts.rendering import png, svg
from watchlist.model.indicator import Better, Unit

_SMALL = 40_000  # bytes: a message may hold many

PICTURES = {
    "timeline": LIFE,
    "two calm years": visits(CALM, target=85),
    "ten years with everything": busy(),
    "a funnel of 11": plans(areas(11)),
    "a funnel of 150": plans(areas(150)),
    "a funnel of rates": plans(areas(150), RATE, Better.NEITHER),
    "a sparkline": spark(*CALM, merit=Merit.CONCERN),
}

every = pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES.keys())


@every
def test_a_picture_for_mail_is_small_and_sharp(picture: Picture) -> None:
    """At most 600 pixels wide where it is shown, drawn at twice that, under 40 KB: ten years with
    every decoration too."""
    content = png(picture)
    assert width_of(content)[0] in (1200, 240)
    assert len(content) < _SMALL


def test_the_wildest_ten_years_are_small_too() -> None:
    """Every month from one end of the axis to the other."""
    wild = [0.0 if at % 2 else 100.0 - at / 10 for at in range(120)]
    assert len(png(visits(wild, target=50, beside={"England": wild[::-1]}))) < _SMALL


@every
def test_the_same_numbers_are_the_same_bytes(picture: Picture) -> None:
    """Drawn anew, nothing of it is otherwise: no date, no chance."""
    before = png(picture), svg(picture)
    png.cache_clear()
    svg.cache_clear()
    assert (png(picture), svg(picture)) == before


@every
def test_an_svg_is_read_out(picture: Picture) -> None:
    """Its title and its words, for who cannot see it."""
    root = ElementTree.fromstring(svg(picture))
    title, words = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert words is not None
    assert (title.text, words.text) == (picture.title, picture.words())


@every
def test_a_picture_has_a_table_beside_it(picture: Picture) -> None:
    """Rows as wide as their headings, and no number that is none."""
    assert picture.rows()
    assert {len(row) for row in picture.rows()} == {len(picture.headings())}
    assert not re.search(r"\b(nan|inf|None)\b", f"{picture.words()} {picture.rows()}")


def test_equal_values_are_drawn_once() -> None:
    """What shows the same is the same picture, however it was made."""
    png.cache_clear()
    png(visits(CALM))
    png(visits(list(CALM)))
    assert png.cache_info().hits == 1


@pytest.mark.parametrize(
    "title",
    [
        "Cost in $ per child: $1 & <£2>",
        "Plant sy’n derbyn gofal: â ê î ô û ŵ ŷ Ŵ",
        "W" * 400,
        "very long " * 60,
        "_a",
        "",
    ],
)
def test_titles_are_text_and_stay_in_the_picture(title: str) -> None:
    """Dollars, ampersands, Welsh letters; what is too long ends in "…"."""
    for picture in (visits(CALM, title=title), plans(areas(11), title=title)):
        root = ElementTree.fromstring(svg(picture))
        found = root.find(f"{SVG}title")
        assert found is not None
        assert (found.text or "") == title
        pixels = np.asarray(Image.open(io.BytesIO(png(picture))).convert("L"))
        assert pixels[:90, -4:].min() == pixels[:4].min() == 255
    if 0 < len(title) < 60:
        assert title in texts(svg(visits(CALM, title=title)))


FIGURES = (
    st.none()
    | st.sampled_from([0.0, -0.0, 1e300, -1e300, 1e-300, 5e-324, 100.0])
    | st.floats(-1e300, 1e300)
)


@settings(max_examples=12, deadline=None)
@given(
    st.lists(FIGURES, min_size=1, max_size=40),
    st.sampled_from([PERCENT, COUNT, RATE, NUMBER]),
    st.sampled_from(list(Better)),
    st.data(),
)
def test_any_figures_can_be_drawn(
    values: list[float | None], unit: Unit, better: Better, data: st.DataObject
) -> None:
    """The hugest, the smallest, negative ones and none at all: the SVG is well-formed, nothing in it
    says "nan", and the table has the rows."""
    starts = data.draw(st.sets(st.integers(0, len(values) - 1), max_size=2))
    beside = {"England": values[::-1]}
    picture = visits(values, unit=unit, better=better, starts=sorted(starts), beside=beside)
    assert not re.search(r"\b(nan|inf|infinity)\b", said(svg(picture)), re.IGNORECASE)
    assert b"NaN" not in svg(picture)
    assert width_of(png(picture))[0] == 1200
    assert len(picture.rows()) == len(values)


def test_a_funnel_of_the_hugest_areas_can_be_drawn() -> None:
    """Counts far beyond all people there are."""
    huge = plans([Counted("A", 1e299, 1e300), Counted("B", 1, 10), Counted("C", 2e299, 1e300)])
    assert not re.search(r"\bnan\b", said(svg(huge)))


def test_a_png_is_of_the_colours_that_mean_something() -> None:
    """White is white, and each paint is itself: no two hues are blended to save room."""
    image = Image.open(io.BytesIO(png(busy())))
    used = {colour for _, colour in image.convert("RGB").getcolors() or ()}
    paints = {tuple(int(paint[at : at + 2], 16) for at in (1, 3, 5)) for paint in PAINTS}
    assert (255, 255, 255) in used
    assert len(used - paints) <= 1  # the edges of letters


def test_colours_are_the_nearest_of_those_that_are_there() -> None:
    """A pixel of the ink stays it; one that is nearly white becomes white."""
    pixels = np.array([[[0x1D, 0x2B, 0x36], [255, 255, 255], [250, 252, 251]]], dtype=np.uint8)
    numbers, colours = reduced(pixels)
    there = [tuple(colours[3 * each : 3 * each + 3]) for each in numbers[0]]
    assert there == [(0x1D, 0x2B, 0x36), (255, 255, 255), (255, 255, 255)]
