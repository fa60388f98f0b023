"""What the configuration says of one source of readings."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

#: The columns of a file of our own format; every other column is left alone.
Ours = Literal[
    "indicator", "area", "breakdown", "period", "value", "numerator", "denominator", "target",
    "growth", "status", "published",
]  # fmt: skip
OURS: tuple[Ours, ...] = get_args(Ours)


class DfeValue(BaseModel):
    """One column of figures in a DfE file: the indicator it is, and the columns beside it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    indicator: str
    numerator: str | None = None
    denominator: str | None = None


def _short(value: object) -> object:
    """``rereferral_percent: re-referrals`` is short for a mapping with an indicator only."""
    return {"indicator": value} if isinstance(value, str) else value


class SourceSettings(BaseModel):
    """A CSV or Parquet source: which files, what their columns mean, what to do with faulty rows.

    ``path``         from the configuration's folder; with ``*`` it is every file that matches.
    ``columns``      our column: theirs; one left out has our own name.
    ``indicator``, ``area``   hold for every row of a file that has no such column.
    ``indicators``, ``areas`` their words: ours; a word left out is looked up in the rulebook.
    ``others``       rows of indicators or areas that nobody knows: ``refuse`` them, or ``leave out``
                     (usual for DfE files, which have every authority).
    ``only``         column: the values whose rows are taken.
    ``breakdowns``   columns that break figures down; ``Total`` in one is the aggregate.
    ``values``       for DfE files: column of figures: indicator.
    ``published``    the day on which all of it was published, or the column that says so.
    ``public``       anybody can read it elsewhere, as national statistics are: its figures count as
                     known when small numbers are withheld. Everything else is the council's own.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)

    name: str = ""
    kind: Literal["csv", "parquet"] = "csv"
    path: str = Field(min_length=1)
    format: Literal["own", "dfe"] = "own"
    encoding: str = "auto"
    faulty_rows: Literal["refuse", "quarantine"] = "refuse"
    others: Literal["refuse", "leave out"] | None = None
    bare_year: Literal["starts", "ends"] = "starts"
    columns: dict[Ours, str] = Field(default_factory=dict)
    indicator: str | None = None
    area: str | None = None
    indicators: dict[str, str] = Field(default_factory=dict)
    areas: dict[str, str] = Field(default_factory=dict)
    only: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    breakdowns: tuple[str, ...] = ()
    values: dict[str, Annotated[DfeValue, BeforeValidator(_short)]] = Field(default_factory=dict)
    published: date | str | None = Field(default=None, union_mode="left_to_right")
    public: bool = False

    @property
    def leaves_out_others(self) -> bool:
        """Whether rows of unknown indicators and areas are passed over instead of refused."""
        return (self.others or {"own": "refuse", "dfe": "leave out"}[self.format]) == "leave out"

    @field_validator("encoding")
    @classmethod
    def _known_encoding(cls, value: str) -> str:
        if value != "auto":
            try:
                b"".decode(value)
            except LookupError:
                raise ValueError(
                    f'"{value}" is not an encoding; leave it out, or write utf-8 or windows-1252'
                ) from None
        return value

    @model_validator(mode="after")
    def _whole(self) -> SourceSettings:
        if self.format == "dfe" and not self.values:
            raise ValueError("a DfE file needs values: column: indicator")
        if self.format == "dfe" and self.columns:
            raise ValueError("columns is for format: own; name a DfE file's figures under values")
        if self.format == "own" and self.values:
            raise ValueError("values is for format: dfe; name a column of our own under columns")
        return self
