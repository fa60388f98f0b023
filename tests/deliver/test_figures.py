from __future__ import annotations

import pytest

from watchlist.deliver.figures import before_and_now
from watchlist.model.indicator import Unit, UnitKind


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("87.9", "97.44779582", ("87.9%", "97.4%")),  # 420 of 431
        ("83.33333333", "83.33412345", ("83.33333333%", "83.33412345%")),
        ("0.12345", "0.1235", ("0.12345%", "0.1235%")),
        ("withheld", "33.33333333", ("withheld", "33.3%")),
        ("1,234.567891", "1,234.5", ("1,234.567891%", "1,234.5%")),
        ("75", "75", ("75%", "75%")),
    ],
)
def test_a_figure_that_was_worked_out_has_the_decimals_it_needs(
    before: str, after: str, said: tuple[str, str]
) -> None:
    """As written where somebody wrote it; 420 of 431 is 97.4%, and two that differ are never told as
    the same."""
    assert before_and_now(before, after, Unit(UnitKind.PERCENT)) == said
