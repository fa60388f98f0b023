import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchlist.model.indicator import Unit, UnitKind
from watchlist.model.reading import Marker
from watchlist.sources.numbers import FigureError, parse_figure, parse_number

PERCENT = Unit(UnitKind.PERCENT)
COUNT = Unit(UnitKind.COUNT)
POUNDS = Unit(UnitKind.POUNDS)
RATE = Unit(UnitKind.RATE, 10_000)
UNITS = st.sampled_from([PERCENT, COUNT, POUNDS, RATE])


@pytest.mark.parametrize(
    ("text", "unit", "value", "digits"),
    [
        ("83.3", PERCENT, 83.3, 1),
        ("83.30", PERCENT, 83.3, 2),
        ("85%", PERCENT, 85, 0),
        ("85.5 %", PERCENT, 85.5, 1),
        ("1,234.5", COUNT, 1234.5, 1),
        ("12,345,678", COUNT, 12345678, 0),
        ("−3", COUNT, -3, 0),
        ("+7", COUNT, 7, 0),
        (".5", RATE, 0.5, 1),
        ("1.5e3", COUNT, 1500, -2),
        ("8.4076004708256269E-2", COUNT, 0.08407600470825627, 17),
        ("-9.8000000000000007", COUNT, -9.8, 1),
        ("£1,200", POUNDS, 1200, 0),
        ("£3m", POUNDS, 3_000_000, -6),
        ("£0.815m", POUNDS, 815_000, -3),
        ("-£2.5 million", POUNDS, -2_500_000, -5),
        ("12k", POUNDS, 12_000, -3),
        ("(3)", POUNDS, -3, 0),
        ("(£1,200.50)", POUNDS, -1200.5, 2),
    ],
)
def test_figures_are_read_as_officers_write_them(
    text: str, unit: Unit, value: float, digits: int
) -> None:
    """Thousands, percentages and money are read, and the accuracy they were written with is kept."""
    figure = parse_figure(text, unit)
    assert (figure.value, figure.digits, figure.marker) == (value, digits, Marker.FIGURE)


@pytest.mark.parametrize(
    ("text", "marker"),
    [
        ("", Marker.MISSING), ("-", Marker.MISSING), ("–", Marker.MISSING), ("_", Marker.MISSING),
        ("n/a", Marker.MISSING), ("N/A", Marker.MISSING), ("c", Marker.CONFIDENTIAL),
        ("C", Marker.CONFIDENTIAL), ("z", Marker.NOT_APPLICABLE), ("x", Marker.NOT_AVAILABLE),
        (":", Marker.NOT_AVAILABLE), ("low", Marker.LOW), ("k", Marker.LOW),
        ("u", Marker.UNRELIABLE),
    ],
)  # fmt: skip
def test_symbols_say_why_there_is_no_figure(text: str, marker: Marker) -> None:
    """A withheld figure is not a missing one, and neither is zero."""
    figure = parse_figure(text, PERCENT)
    assert figure.marker is marker
    assert math.isnan(figure.value)


def test_a_share_gives_both_counts() -> None:
    """90/108 is 83.33% with numerator 90 and denominator 108; 27/10800 of a rate is 25 per 10000."""
    figure = parse_figure("90/108", PERCENT)
    assert figure.value == pytest.approx(83.3333, abs=1e-4)
    assert (figure.numerator, figure.denominator, figure.digits) == (90, 108, None)
    assert parse_figure("27/10,800", RATE).value == pytest.approx(25)


def test_nothing_out_of_nothing_is_not_applicable() -> None:
    """Where no review was due, the share on time is no figure, and is not a fault either."""
    assert parse_figure("0/0", PERCENT).marker is Marker.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("text", "unit", "sentence"),
    [
        ("12*", COUNT, '"12*" is not clear: write 12, and the remark in the note column'),
        ("12 (p)", COUNT, '"12 (p)" is not clear: write 12, and the remark in the note column'),
        ("12p", COUNT, '"12p" is not clear: write 12, and the remark in the note column'),
        ("(3)", COUNT, '"(3)" is not clear: write -3 or 3'),
        ("85%", COUNT, '"85%" is a percentage and the indicator\'s unit is count: write the figure '
         "itself"),
        ("£3m", COUNT, '"£3m" is not a figure in this unit (count): write the number in full'),
        ("3k", PERCENT, '"3k" is not a figure in this unit (percent): write the number in full'),
        ("90/108", COUNT, '"90/108" is a share and the indicator\'s unit is count: write the figure, '
         "and the two counts as numerator and denominator"),
        ("5/0", PERCENT, '"5/0" is out of nothing: correct the denominator'),
        ("nan", PERCENT, '"nan" is not a finite number: leave the cell empty where there is no '
         "figure"),
        ("-inf", PERCENT, '"-inf" is not a finite number: leave the cell empty where there is no '
         "figure"),
        ("1e999", COUNT, '"1e999" is too large: correct it'),
        ("<5", COUNT, '"<5" is not a figure: write c where it is withheld, low where it rounds to 0'),
        ("3..4", COUNT, '"3..4" is not a number: write it like 1234.5; where there is no figure '
         "leave the cell empty, or write a symbol (c, z, x, low, u)"),
        ("1,23", COUNT, '"1,23" is not a number: write it like 1234.5; where there is no figure '
         "leave the cell empty, or write a symbol (c, z, x, low, u)"),
    ],
)  # fmt: skip
def test_what_could_mean_two_things_is_refused(text: str, unit: Unit, sentence: str) -> None:
    """An unclear figure is never guessed: the officer reads what to write instead."""
    with pytest.raises(FigureError) as refused:
        parse_figure(text, unit)
    assert str(refused.value) == sentence


def test_a_numerator_is_one_number() -> None:
    """A share does not stand in the column of the numerators; a symbol there is no number."""
    assert math.isnan(parse_number("c", COUNT))
    with pytest.raises(FigureError):
        parse_number("90/108", PERCENT)


@given(value=st.decimals(-(10**9), 10**9, places=2), unit=UNITS)
def test_every_plain_decimal_is_itself(value: object, unit: Unit) -> None:
    """A decimal is read as the number it is, with its decimals, in every unit."""
    figure = parse_figure(str(value), unit)
    assert (figure.value, figure.digits) == (float(str(value)), 2)


@given(text=st.text(max_size=30), unit=UNITS)
def test_no_cell_is_more_than_a_figure_a_symbol_or_a_fault(text: str, unit: Unit) -> None:
    """Whatever is typed, figures are finite and everything else is a symbol or a sentence."""
    try:
        figure = parse_figure(text, unit)
    except FigureError as refused:
        said = str(refused)
    else:
        said = "read"
        assert math.isfinite(figure.value) == (figure.marker is Marker.FIGURE)
    assert said
