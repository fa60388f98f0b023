"""What a backup says of itself."""

from __future__ import annotations

from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

#: How the file is laid out; another number where an older program could not read it.
FORMAT = 1

_Name = Annotated[str, Field(pattern="^[a-z_]+$")]


class TableSaid(BaseModel):
    """A table: ``key`` are the columns by which its rows are ordered, ``batch`` is how many of them go
    together, ``sha256`` is that of its part of the file."""

    model_config = ConfigDict(frozen=True)

    name: _Name
    key: tuple[_Name, ...]
    batch: int = Field(gt=0)
    rows: int
    sha256: str


class Manifest(BaseModel):
    """``step`` is that of the tables, ``taken`` the moment on the clock of the database, ``database``
    its kind. ``entries``, ``broken`` and ``fingerprint`` are what `history --verify` said of it."""

    model_config = ConfigDict(frozen=True)

    format: int = FORMAT
    version: str
    step: str = Field(pattern="^[0-9]{4}$")
    taken: AwareDatetime
    database: str
    left_out: tuple[_Name, ...]
    tables: tuple[TableSaid, ...]
    entries: int
    broken: int
    fingerprint: str

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables)
