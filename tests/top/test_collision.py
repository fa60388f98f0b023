"""Other packages that own our import names."""

from __future__ import annotations

from watchlist.collision import clashes


def test_our_own_distribution_is_no_clash() -> None:
    """The product alone in its environment starts."""
    owners = {"watchlist": ["scrutiny-watchlist"], "notifiers": ["scrutiny-watchlist"]}
    assert clashes(owners) == []


def test_another_owner_of_the_name_is_named_with_what_to_do() -> None:
    """Where another package called `notifiers` is installed, its removal is asked for by name."""
    found = clashes({"notifiers": ["notifiers", "scrutiny-watchlist"]})
    assert len(found) == 1
    assert "pip uninstall notifiers" in found[0]


def test_the_environment_of_the_tests_is_clean() -> None:
    """What is installed here is what would run."""
    assert clashes() == []
