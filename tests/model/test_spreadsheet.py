"""No cell that goes out is a formula, and every figure stays one."""

from __future__ import annotations

import pytest

from watchlist.model.spreadsheet import harmless_cell


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("http://trap.example")',
        "+1+cmd|x",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "  =1",
        "＝1",
        "=",
        "-A1",
    ],
)
def test_what_a_spreadsheet_would_run_is_quoted(text: str) -> None:
    """Also behind blanks and in full-width letters."""
    assert harmless_cell(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["-3", "+7", "-1,234.5", "-.5", "83.3%", "-", "Saltmarsh", "£-3", ""]
)
def test_figures_and_words_stay_as_they_are(text: str) -> None:
    """A fall by three is no formula, nor is a dash for no figure."""
    assert harmless_cell(text) == text
