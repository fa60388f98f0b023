"""To whom an address belongs while people come and go."""

from __future__ import annotations

from datetime import date

import pytest

from watchlist.model.people import Directory, Holding, Person, Post
from watchlist.register.addressees import is_theirs

DAY = date(2014, 3, 1)
PEOPLE = {name: Person(name, name, f"{name}@s.example") for name in ("anna", "ben", "cleo", "kay")}


def posts(*held_by: Holding, deputy: str | None = None, address: str | None = None) -> Directory:
    """The head's post, its deputy's (ben) and the keeper's (kay)."""
    return Directory(
        posts={
            "head": Post("head", "Head", held_by, deputy=deputy, address=address),
            "deputy": Post("deputy", "Deputy", (Holding("ben"),)),
            "keeper": Post("keeper", "Keeper", (Holding("kay"),)),
        },
        people=PEOPLE,
        keeper="keeper",
    )


@pytest.mark.parametrize(
    ("directory", "theirs"),
    [
        (posts(Holding("anna")), {"anna"}),
        (posts(Holding("anna", until=DAY)), {"anna"}),  # her last day
        (posts(Holding("anna", until=date(2014, 2, 28))), {"kay"}),  # nobody follows
        (posts(Holding("anna", until=date(2014, 2, 28)), Holding("cleo")), {"cleo"}),
        (posts(Holding("anna"), Holding("cleo")), {"anna", "cleo"}),  # they share it
        (posts(Holding("nobody")), {"kay"}),  # a name that was erased
        (posts(deputy="deputy"), {"ben"}),
        (posts(Holding("anna"), deputy="deputy"), {"anna"}),
        (posts(address="team@s.example"), {"team"}),
        (posts(Holding("anna"), address="team@s.example"), {"anna", "team"}),
    ],
)
def test_an_address_is_a_holders_the_posts_or_of_whoever_stands_in(
    directory: Directory, theirs: set[str]
) -> None:
    """Nobody else gets what was written to the post."""
    every = {*PEOPLE, "team"}
    assert {
        name for name in every if is_theirs(f"{name}@s.example", "head", directory, DAY)
    } == theirs


def test_no_address_is_that_of_a_post_that_is_gone() -> None:
    """Nor of nobody: what has no address goes nowhere."""
    assert not is_theirs("kay@s.example", "gone", posts(Holding("anna")), DAY)
