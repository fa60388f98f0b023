"""What the configuration says of a scorecard in a workbook."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, field_validator

from watchlist.sources.settings import SourceMeaning

#: What a column below a heading may hold, beside the period and the indicator.
Role = Literal["value", "numerator", "denominator", "target"]


def _several(value: object) -> object:
    """One stands for a list of one."""
    return [value] if isinstance(value, str | int) else value


def _by_word(value: object) -> object:
    return {str(word): role for word, role in value.items()} if isinstance(value, dict) else value


Texts = Annotated[tuple[str, ...], BeforeValidator(_several)]


class WorkbookMeaning(SourceMeaning):
    """How a scorecard is laid out. What is left out is guessed; what cannot be guessed is asked.

    ``sheets``       names, also with ``*``; left out: every sheet to be seen that has headings.
    ``header``       the rows of headings; left out: where the named columns, or ``Indicator``, stand.
    ``across``       what each row of headings says: ``period``, ``indicator``, ``area``, ``figure``, or
                     the name of a breakdown. Left out: the headings that are periods.
    ``figures``      words of a heading: ``value``, ``numerator``, ``denominator``, ``target``.
    ``fill_down``    columns in which an empty cell means what stands above (merged ones do anyway).
    ``ignore_columns``, ``ignore_rows``   headings, and names of rows (``Total*``), to pass over.
    ``year``         the year of months without one: ``2025/26``, or ``sheet`` where its name says it.
    ``years``        whether months of a double year begin in April or, ``academic``, in September.
    ``percentages``  ``formatted`` (0.83 shown as 83% is 83), ``fractions`` (each 0.83 is 83) or
                     ``whole`` (0.83 is 0.83%).
    """

    sheets: Texts = ()
    header: Annotated[tuple[int, ...], BeforeValidator(_several)] = ()
    across: Texts = ()
    figures: Annotated[dict[str, Role], BeforeValidator(_by_word)] = Field(default_factory=dict)
    fill_down: Texts = ()
    ignore_columns: Texts = ()
    ignore_rows: Texts = ()
    year: str | None = None
    years: Literal["financial", "academic"] = "financial"
    percentages: Literal["formatted", "fractions", "whole"] = "formatted"

    @field_validator("header")
    @classmethod
    def _in_order(cls, rows: tuple[int, ...]) -> tuple[int, ...]:
        if any(row < 1 for row in rows) or list(rows) != sorted(set(rows)):
            raise ValueError("rows are counted from 1, from the top down: write header: [4, 5]")
        return rows


class ExcelSettings(WorkbookMeaning):
    """Workbooks: .xlsx, .xlsm, .xls or .ods, or a sheet of one that was saved as .csv. ``path`` as of
    every source of files."""

    kind: Literal["excel"] = "excel"
    path: str = Field(min_length=1)
