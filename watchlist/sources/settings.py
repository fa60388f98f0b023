"""What the configuration says of one source of readings."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

#: The columns of a file of our own format; every other column is left alone.
Ours = Literal[
    "indicator", "area", "breakdown", "period", "value", "numerator", "denominator", "target",
    "growth", "status", "published",
]  # fmt: skip
OURS: tuple[Ours, ...] = get_args(Ours)

#: What may stand in the place of a figure; ``_`` is for none.
Symbol = Literal["c", "z", "x", "low", "u", "_"]


class DfeValue(BaseModel):
    """One column of figures in a DfE file: the indicator it is, and the columns beside it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    indicator: str
    numerator: str | None = None
    denominator: str | None = None


def _short(value: object) -> object:
    """``rereferral_percent: re-referrals`` is short for a mapping with an indicator only."""
    return {"indicator": value} if isinstance(value, str) else value


#: Columns of files that many councils have, so that nobody writes them down.
_MAPPINGS: dict[str, dict[str, object]] = {
    "lait": {
        "columns": {
            "indicator": "Short Desc",
            "area": "LA and Regions",
            "period": "Years",
            "value": "Values",
        },
        "bare_year": "ends",
        "others": "leave out",
    },
    "dfe": {"format": "dfe"},
}


class SourceMeaning(BaseModel):
    """What the rows of a source mean, wherever they come from, and what to do with faulty ones.

    ``mapping``      ``lait`` or ``dfe``: the columns as these files have them.
    ``columns``      our column: theirs; one left out has our own name.
    ``indicator``, ``area``   hold for every row of a file that has no such column.
    ``indicators``, ``areas`` their words: ours; a word left out is looked up in the rulebook.
    ``others``       rows of indicators or areas that nobody knows: ``refuse`` them, or ``leave out``
                     (usual for DfE files, which have every authority).
    ``only``         column: the values whose rows are taken.
    ``breakdowns``   columns that break figures down; ``Total`` in one is the aggregate, and so are
                     the words of ``aggregates`` (``All``).
    ``values``       for DfE files: column of figures: indicator; left out, it is every column that is
                     called as an indicator is, or by a word of ``indicators``.
    ``symbols``      what stands in the place of a figure: our symbol (``"*": c``).
    ``published``    the day on which all of it was published, or the column that says so.
    ``public``       anybody can read it elsewhere, as national statistics are: its figures count as
                     known when small numbers are withheld. Everything else is the council's own.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)

    name: str = ""
    kind: str
    mapping: Literal["lait", "dfe"] | None = None
    format: Literal["own", "dfe"] = "own"
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
    aggregates: tuple[str, ...] = ()
    values: dict[str, Annotated[DfeValue, BeforeValidator(_short)]] = Field(default_factory=dict)
    published: date | str | None = Field(default=None, union_mode="left_to_right")
    symbols: dict[str, Symbol] = Field(default_factory=dict)
    public: bool = False

    @model_validator(mode="before")
    @classmethod
    def _mapped(cls, said: object) -> object:
        """What is written stands before what the mapping says."""
        mapping = said.get("mapping") if isinstance(said, dict) else None
        return {**_MAPPINGS.get(str(mapping), {}), **said} if isinstance(said, dict) else said

    @property
    def where(self) -> str:
        """Where its figures come from, for people."""
        return str(getattr(self, "path", self.kind))

    @property
    def leaves_out_others(self) -> bool:
        """Whether rows of unknown indicators and areas are passed over instead of refused."""
        return (self.others or {"own": "refuse", "dfe": "leave out"}[self.format]) == "leave out"

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.format == "dfe" and not (self.values or self.mapping):
            raise ValueError("a DfE file needs values: column: indicator; or mapping: dfe")
        if self.format == "dfe" and self.columns:
            raise ValueError("columns is for format: own; name a DfE file's figures under values")
        if self.format == "own" and self.values:
            raise ValueError("values is for format: dfe; name a column of our own under columns")
        return self


class SourceSettings(SourceMeaning):
    """CSV or Parquet files; ``path`` counts from the configuration's folder, and with ``*`` it is
    every file that matches."""

    kind: Literal["csv", "parquet"] = "csv"
    path: str = Field(min_length=1)
    encoding: str = "auto"

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
