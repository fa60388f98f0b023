"""What is wrong among the daemons that share a database, decided from what each said of itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.operations.signs import ALPHA
from watchlist.store.daemons import DaemonSeen
from watchlist.store.leases import Held
from watchlist.views.daemons import clock_trouble, daemon_troubles

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def seen(name: str, ago: timedelta = timedelta(seconds=15), **other: str) -> DaemonSeen:
    said = DaemonSeen(**vars(ALPHA), started=NOW - timedelta(days=1), seen=NOW - ago)
    return replace(said, name=name, **other)  # type: ignore[arg-type]


def troubles(
    daemons: Sequence[DaemonSeen], leases: Sequence[Held] = (), in_force: str | None = ALPHA.book
) -> list[tuple[str, bool]]:
    """What is said, and whether it is only doubtful."""
    found = daemon_troubles(daemons, leases, in_force, NOW)
    return [(str(one), one.doubtful) for one in found]


def test_three_daemons_that_are_alike_are_well() -> None:
    """Whatever they have in hand; also before any rulebook is in force."""
    three = [seen("alpha:1:aa"), seen("beta:1:bb"), seen("gamma:1:cc")]
    assert troubles(three, [Held("cycle", "beta:1:bb", NOW)]) == []
    assert troubles(three, in_force=None) == []


def test_that_no_daemon_runs_may_be_meant() -> None:
    """On a machine where everything is done by hand."""
    assert troubles([]) == [("No daemon runs. Start it: watchlist run.", True)]


def test_a_daemon_that_went_without_a_word_is_lost() -> None:
    """The others go on; where it runs again on its machine, under a new name, all is well."""
    lost = seen("beta:7:0f", timedelta(minutes=9))
    said = "Nothing was heard of daemon beta:7:0f for 9 minutes."
    assert troubles([seen("alpha:1:aa"), lost]) == [
        (f"{said} See its machine and its log, and start it anew.", False)
    ]
    assert troubles([seen("alpha:1:aa"), lost, seen("beta:8:10")]) == []


@pytest.mark.parametrize(
    ("other", "what"),
    [({"version": "0.2.0"}, "releases"), ({"config": "5ea"}, "configurations")],
)
def test_daemons_that_differ_do_different_things(other: dict[str, str], what: str) -> None:
    """Which release, and which configuration, is no matter of who was quickest."""
    three = [seen("alpha:1:aa"), seen("beta:1:bb", timedelta(0), **other), seen("gamma:1:cc")]
    ((said, doubtful),) = troubles(three)
    assert f"on different {what}: alpha:1:aa and gamma:1:cc on one and beta:1:bb on one" in said
    assert not doubtful
    gone = seen("delta:1:dd", timedelta(hours=9), **other)
    assert not any("different" in said for said, _ in troubles([*three[::2], gone]))


def test_a_daemon_with_other_rules_takes_them_soon() -> None:
    """For a moment after an edit it is as it should be."""
    ((said, doubtful),) = troubles([seen("alpha:1:aa", book="older")])
    assert said.startswith("Daemon alpha:1:aa judges by other rules than those in force.")
    assert doubtful


def test_what_somebody_has_in_hand_who_is_gone_is_taken_over() -> None:
    """It is worth a look, and mends itself."""
    ((said, doubtful),) = troubles([seen("alpha:1:aa")], [Held("cycle", "beta:1:bb", NOW)])
    assert said.startswith("beta:1:bb has the cycle in hand and is not heard of.")
    assert doubtful


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, ""), (29, ""), (-30, ""),
        (31, "31 seconds ahead of"), (-3600, "3,600 seconds behind"),
    ],
)  # fmt: skip
def test_clocks_that_lie_apart(seconds: int, said: str) -> None:
    """Half a minute is more than it takes to ask."""
    trouble = clock_trouble(NOW + timedelta(seconds=seconds), NOW)
    assert (trouble is not None) == bool(said)
    assert said in str(trouble)
