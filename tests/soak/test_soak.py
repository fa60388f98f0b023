"""A daemon that runs for years takes no more of the machine than on its first day."""

from __future__ import annotations

import pytest

from benchmarks.smtp_sink import smtp_sink
from benchmarks.soak import Hour, Soak

#: Until then code is loaded, statements are compiled and connections opened that stay.
WARM = 4

#: Once all is swept Python holds the same things again, but for bounded caches that fill for days (the
#: last 256 pictures): 0.4% were seen. One thing more at each of an hour's 132 turns would be 0.1%, and
#: what a turn leaves behind is never one thing.
MORE_HELD = 0.01

#: The C library gives back whole pages only, and a cycle needs more the longer the series have become:
#: 2.6% were seen.
MORE_MEMORY = 0.05

#: A connection that chance has not asked for yet: the pool has five at most, each with two files. One
#: file left open at each of an hour's deliveries would be 360 in six hours.
MORE_FILES = 10


@pytest.fixture(scope="module")
def hours(tmp_path_factory: pytest.TempPathFactory) -> list[Hour]:
    """Ten hours of a council with figures, news and digests in each."""
    with smtp_sink("quick") as port:
        return list(Soak(tmp_path_factory.mktemp("soak"), port).hours(10))


@pytest.mark.long
def test_every_hour_has_work(hours: list[Hour]) -> None:
    """Figures come, entries move, mail goes, in every hour: else the others would prove nothing."""
    for name in ("readings", "transitions", "messages", "attempts"):
        rows = [one.rows[name] for one in hours]
        assert rows == sorted(set(rows))


@pytest.mark.long
def test_no_file_or_connection_stays_open(hours: list[Hour]) -> None:
    """As many files and threads after ten hours as when it had warmed up, but for the pool's own."""
    warm, last = hours[WARM - 1], hours[-1]
    assert last.handles <= warm.handles + MORE_FILES
    assert last.threads <= warm.threads


@pytest.mark.long
def test_memory_does_not_grow(hours: list[Hour]) -> None:
    """Neither what Python holds nor what the process takes, but for what is said above."""
    warm, last = hours[WARM - 1], hours[-1]
    assert last.held <= warm.held * (1 + MORE_HELD)
    assert last.memory <= warm.memory * (1 + MORE_MEMORY)
