"""The clock of a machine, as a test sets it: it runs on through restarts and jumps when it is told.

libfaketime stands between a program and the system's clock; its offset is read anew at each look.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

_LIBRARY = next(iter(sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))), None)

needs_faketime = pytest.mark.skipif(
    _LIBRARY is None, reason="clocks are set by libfaketime, which is not here (package `faketime`)"
)


@dataclass
class Clock:
    """``file`` is what programs that go by this clock read; it is made by the first setting."""

    file: Path
    _ahead: timedelta = field(default=timedelta(0), init=False)

    def now(self) -> datetime:
        """Aware, in UTC."""
        return datetime.now(UTC) + self._ahead

    def set(self, moment: datetime) -> None:
        """It says so now, and runs on from there."""
        self._keep(moment - datetime.now(UTC))

    def passes(self, time: timedelta) -> None:
        """So much time has gone by in a moment; less than none: the clock is put back."""
        self._keep(self._ahead + time)

    def _keep(self, ahead: timedelta) -> None:
        self._ahead = ahead
        new = self.file.with_suffix(".new")
        new.write_text(f"{ahead.total_seconds():+f}\n", encoding="ascii")
        new.replace(self.file)  # in one piece: it is being read all the time

    @property
    def words(self) -> dict[str, str]:
        """What the environment of a program says that goes by this clock."""
        return {"FAKETIME_TIMESTAMP_FILE": str(self.file)}


def preloaded() -> dict[str, str]:
    """What the environment of a program says that is to go by such a clock at all."""
    return {
        "LD_PRELOAD": str(_LIBRARY),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "NO_FAKE_STAT": "1",
    }
