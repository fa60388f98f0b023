"""Sparklines: one series in a line of a message."""

from __future__ import annotations

from tests.deliver.charts.councils import width_of
from watchlist.deliver.charts.drawing import draw
from watchlist.deliver.charts.drawing.marks import SPARKS
from watchlist.deliver.charts.marks import Merit
from watchlist.deliver.charts.rendering import png, svg
from watchlist.deliver.charts.sparkline import Sparkline, SparkPoint


def spark(*values: float | None, merit: Merit | None = None) -> Sparkline:
    return Sparkline(
        "Visits on time",
        tuple(
            SparkPoint(
                f"m{at}", f"month {at}", value, "withheld" if value is None else f"{value:g}%"
            )
            for at, value in enumerate(values)
        ),
        merit,
    )


def test_it_is_as_small_as_a_line_of_text() -> None:
    """120 by 28 pixels where it is shown, drawn at twice that, and a few hundred bytes."""
    picture = png(spark(*range(24), merit=Merit.CONCERN))
    assert width_of(picture) == (240, 56)
    assert len(picture) < 2_000


def test_its_words_name_the_ends_and_the_extremes() -> None:
    """What the line shows, and whether its end is good."""
    assert spark(80, 85, 70, 82, merit=Merit.IMPROVEMENT).words() == (
        "4 periods, from month 0 (80%) to month 3 (82%). Lowest 70%, highest 85%. The latest is an "
        "improvement."
    )
    assert (
        spark(80, merit=Merit.CONCERN).words()
        == "One period: month 0 (80%). The latest is a concern."
    )


def test_gaps_are_bands_and_are_said() -> None:
    """No line runs over them; of a latest figure that is withheld nothing is said."""
    gone = spark(80, None, None, 82, None, merit=Merit.CONCERN)
    assert gone.words().endswith("No figure: month 1 to month 2 (withheld); month 4 (withheld).")
    assert "concern" not in gone.words()
    assert len(draw(gone).axes[0].patches) == 2


def test_the_table_has_every_period() -> None:
    """The same figures, and the reason where there is none."""
    assert spark(80, None).rows() == [("month 0", "80%"), ("month 1", "withheld")]


def test_each_merit_ends_in_a_shape_of_its_own() -> None:
    """Square, hollow circle, diamond, dot."""
    looks = {(shape.marker, look.face == look.edge) for shape, look in SPARKS.values()}
    assert len(looks) == len(SPARKS)
    assert SPARKS.keys() == {*Merit, None}


def test_it_can_be_drawn_of_little() -> None:
    """One figure, none, all the same, and none that is known."""
    for values in ((80,), (), (80, 80, 80), (None, None), (1e300, -1e300)):
        assert width_of(png(spark(*values))) == (240, 56)
        assert b"nan" not in svg(spark(*values)).lower()
