"""Two distributions on the public index own the import names `watchlist` and `notifiers`. Where one
of them is installed beside ours, Python may import the wrong code: refuse, and say what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import packages_distributions

OURS = "scrutiny-watchlist"
NAMES = ("watchlist", "notifiers")


def clashes(owners: Mapping[str, Sequence[str]] | None = None) -> list[str]:
    """A sentence for each other distribution that owns one of our import names."""
    owners = _installed() if owners is None else owners
    return [
        f'the installed package "{other}" also calls itself `{name}`: '
        f"remove it from this environment (pip uninstall {other}), then install {OURS} again"
        for name in NAMES
        for other in sorted(set(owners.get(name, ())) - {OURS})
    ]


@cache
def _installed() -> Mapping[str, Sequence[str]]:
    """Import name -> the distributions that have it; reading all of them takes a while."""
    return packages_distributions()
