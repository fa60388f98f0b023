"""How many faults of one file are named: each costs memory, and a file may be wrong in every row."""

from __future__ import annotations

from collections.abc import Sequence

from watchlist.model.errors import Fault, FaultsError, Mark

#: More are a wrong file, and not wrong rows.
MOST_FAULTS = 10_000


def refuse_too_faulty(path: str, faults: Sequence[Fault]) -> None:
    """Raises :class:`FaultsError` where there are more faults than are named; nothing is put aside
    then."""
    if len(faults) > MOST_FAULTS:
        said = f"has more than {MOST_FAULTS:,} faults, so nothing of it is taken; some are named"
        raise FaultsError([Fault(Mark(path), said), *faults[:MOST_FAULTS]])
