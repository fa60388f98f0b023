"""A file of rows and columns of text, before anything in it is understood."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from watchlist.model.errors import Fault, FaultsError, Mark
from watchlist.model.reading import Ints

#: A row with more cells is no row of figures. Each column costs a kilobyte, however few rows there are.
MOST_COLUMNS = 2_000


def refuse_too_wide(path: str, columns: int) -> None:
    """Raises :class:`FaultsError` for more columns than are taken, before any is made."""
    if columns > MOST_COLUMNS:
        sentence = (
            f"has {columns:,} columns, and {MOST_COLUMNS:,} are the most that are taken: leave the "
            "columns of figures only"
        )
        raise FaultsError([Fault(Mark(path), sentence)])


@dataclass(frozen=True, eq=False)
class Coded:
    """A column of text that names each text once: ``texts[codes[row]]``, trimmed."""

    codes: Ints
    texts: Sequence[str]

    def take(self, rows: Ints) -> Coded:
        return Coded(self.codes[rows], self.texts)


def constant(text: str, rows: int) -> Coded:
    return Coded(np.zeros(rows, dtype=np.int64), (text,))


def combine(parts: Sequence[Coded], text: Callable[[Sequence[str]], str]) -> Coded:
    """One column out of several: ``text`` is called once for each combination that occurs."""
    keys = parts[0].codes
    for part in parts[1:]:
        keys = np.unique(keys, return_inverse=True)[1] * len(part.texts) + part.codes
    _, rows, codes = np.unique(keys, return_index=True, return_inverse=True)
    texts = [text([part.texts[part.codes[row]] for part in parts]) for row in rows]
    return Coded(codes.astype(np.int64), texts)


@dataclass(frozen=True)
class Broken:
    """A row whose cells do not fit the header."""

    line: int
    cells: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, eq=False)
class Sheet:
    """``columns`` (Arrow, one per name in ``header``, of any flat type) and the line of each row.
    ``where`` says where a line really stands, if it is none of a text; ``warnings`` are of the whole.
    """

    path: str
    header: tuple[str, ...]
    columns: tuple[pa.ChunkedArray, ...]
    lines: Ints
    broken: tuple[Broken, ...] = ()
    where: Callable[[int], Mark] | None = None
    warnings: tuple[Fault, ...] = ()

    def mark(self, line: int) -> Mark:
        """The place of a line, for people."""
        return self.where(line) if self.where else Mark(self.path, line)

    def place(self, line: int) -> str:
        """The same within the file: ``line 7``, or a cell."""
        mark = self.mark(line)
        return f"line {mark.line}" if mark.sheet is None else mark.cell

    @property
    def rows(self) -> int:
        return len(self.lines)

    def find(self, name: str) -> int | None:
        """Where a column stands; capitals and outer spaces do not matter."""
        found = [at for at, other in enumerate(self.header) if _plain(other) == _plain(name)]
        if len(found) > 1:
            raise self.refused(f'the column "{name}" is there twice: leave one of them')
        return found[0] if found else None

    def column(self, name: str) -> Coded | None:
        """A column as trimmed text, or None where the file has none of that name."""
        at = self.find(name)
        if at is None:
            return None
        try:
            text = pc.fill_null(pc.cast(self.columns[at], pa.string()), "")
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
            raise self.refused(f'the column "{name}" holds no plain figures or text') from error
        encoded = pc.utf8_trim_whitespace(text).dictionary_encode()
        whole = encoded.combine_chunks() if isinstance(encoded, pa.ChunkedArray) else encoded
        codes = whole.indices.to_numpy(zero_copy_only=False).astype(np.int64)
        return Coded(codes, whole.dictionary.to_pylist())

    def cells(self, row: int) -> tuple[str, ...]:
        """A row as text, for the file of faulty rows."""
        values = (column[row].as_py() for column in self.columns)
        return tuple("" if value is None else str(value) for value in values)

    def refused(self, *sentences: str) -> FaultsError:
        """The whole file is faulty: an error to be raised."""
        return FaultsError(Fault(Mark(self.path), sentence) for sentence in sentences)


def _plain(name: str) -> str:
    return name.strip().casefold()
