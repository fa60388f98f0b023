"""Live breaches out of the database as columns: see `watchlist.register.held`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from watchlist.model.period import Calendar, Frequency
from watchlist.register.held import Held, Whole
from watchlist.register.tracks import NO_COLUMN, Tracks

_NAMES = ("rule", "rule_hash", "indicator", "area", "breakdown", "frequency", "ends", "figure")

#: What a track has where a column is NULL.
_NULLS = {"level": 0, "opened": NO_COLUMN, "by_level": 0, "by_leaf": 0, "held_against": np.nan}

_TRACK = (
    "state", "level", "opened", "by_level", "by_leaf", "held_against", "good", "better", "unknown",
    "proposed", "unmeasured",
)  # fmt: skip

#: The columns that :func:`held` takes, in this order.
COLUMNS = ("id", *_NAMES, "judged_to", *_TRACK)


def held(rows: Sequence[tuple[Any, ...]], whole: Whole) -> Held:
    """Rows of ``COLUMNS`` as the driver gives them, in any order."""
    columns = zip(*rows, strict=True) if rows else ((),) * len(COLUMNS)
    given: dict[str, tuple[Any, ...]] = dict(zip(COLUMNS, columns, strict=True))
    calendars = {
        key: Calendar(Frequency(key[0]), key[1])
        for key in set(zip(given["frequency"], given["ends"], strict=True))
    }
    return Held(
        ids=np.array(given["id"], dtype=np.int64),
        rules=given["rule"],
        hashes=given["rule_hash"],
        series=list(zip(given["indicator"], given["area"], given["breakdown"], strict=True)),
        calendars=[calendars[key] for key in zip(given["frequency"], given["ends"], strict=True)],
        judged_to=np.array(given["judged_to"], dtype=np.int64),
        figures=given["figure"],
        tracks=_tracks(given, len(rows)),
        whole=whole,
    )


def _tracks(given: dict[str, tuple[Any, ...]], size: int) -> Tracks:
    tracks = Tracks.none(size)
    for name in _TRACK:
        values: Sequence[Any] = given[name]
        if name in _NULLS:
            values = [_NULLS[name] if value is None else value for value in values]
        getattr(tracks, name)[:] = values
    return tracks
