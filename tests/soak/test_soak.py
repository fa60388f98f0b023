"""A daemon that runs for years takes no more of the machine than on its first day."""

from __future__ import annotations

import pytest

from benchmarks.smtp_sink import smtp_sink
from benchmarks.soak import Hour, Soak

#: Until then code is loaded, statements are compiled and connections opened that stay.
WARM = 4

#: What Python holds once all is swept comes back to the same things but for the entries of bounded
#: caches (compiled statements, templates) that are not full yet: a few in a hundred at most. What
#: leaks a thing at each of an hour's sixty deliveries or of its messages shows in hours as much more.
MORE_HELD = 0.03

#: The C library gives back whole pages only, and a cycle takes more the longer the series have become.
MORE_MEMORY = 0.08


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
    """As many handles and threads after ten hours as when it had warmed up."""
    warm, last = hours[WARM - 1], hours[-1]
    assert last.handles <= warm.handles
    assert last.threads <= warm.threads


@pytest.mark.long
def test_memory_does_not_grow(hours: list[Hour]) -> None:
    """Neither what Python holds nor what the process takes, but for what is said above."""
    warm, last = hours[WARM - 1], hours[-1]
    assert last.held <= warm.held * (1 + MORE_HELD)
    assert last.memory <= warm.memory * (1 + MORE_MEMORY)
