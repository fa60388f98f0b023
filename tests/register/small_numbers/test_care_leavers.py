"""The real file of care leavers' accommodation: three parts and their total, for each authority, age
group and year, with the symbols of the Department for Education."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

from tests.register.small_numbers import naive
from tests.register.small_numbers.adversary import Adversary, narrowed
from tests.register.small_numbers.build import COUNT, RULE, Case, Release, figure, released
from watchlist.register.small_numbers import Decision, Figure, Why

DATA = (
    Path(__file__).parents[3].parent / "shared" / "data" / "dfe"
    / "la_care_leavers_accommodation_suitability.csv"
)  # fmt: skip
pytestmark = pytest.mark.skipif(
    not DATA.exists(), reason="the care-leaver file is not at ../shared/data"
)
PARTS = ("suitability",)


def test_a_sample_of_authorities_keeps_its_small_numbers() -> None:
    """In one authority of eight, if the council alone held these figures, no withheld count could
    be worked out from what is shown."""
    _keep(names()[::8])


@pytest.mark.long
def test_every_authority_keeps_its_small_numbers() -> None:
    """The same in all of them."""
    _keep(names())


def _keep(names: Sequence[str]) -> None:
    for name in names:
        case = Case(COUNT, RULE, PARTS, [figures_of(name, public=False)])
        assert narrowed(case, released(case)) == [], name


def test_withholding_only_the_small_is_caught_in_most_authorities() -> None:
    """A council that withholds its small numbers and nothing beside them gives them away."""
    sample = names()[::8]
    cases = (Case(COUNT, RULE, PARTS, [figures_of(name, public=False)]) for name in sample)
    caught = [case for case in cases if narrowed(case, naive.only_the_small(case))]
    assert len(caught) > len(sample) / 2


def test_what_is_public_already_is_not_made_plainer() -> None:
    """Beside the file as published, with its symbols, what is shown here narrows nothing, and
    nothing is withheld that is neither small nor withheld by the file."""
    for name in names()[::16]:
        case = Case(COUNT, RULE, PARTS, [figures_of(name, public=True)])
        ours = released(case)
        assert set(ours[0].decision.withheld.values()) <= {Why.SMALL, Why.SOURCE}
        assert _ranges(case, [*_as_published(case), *ours]) == _ranges(case, _as_published(case))


def _as_published(case: Case) -> list[Release]:
    """What anybody reads in the file itself."""
    figures = {each.place: each for each in case.releases[0]}
    return [Release(figures, Decision(), {place: each.cell for place, each in figures.items()})]


def _ranges(case: Case, releases: list[Release]) -> list[tuple[str, object]]:
    adversary = Adversary(case.unit, case.rule, case.dimensions)
    programme = adversary.knows(releases)
    targets = adversary.targets(releases[:1])
    return [(str(target.place), programme.range(target)) for target in targets]


def names() -> list[str]:
    """The authorities of the file."""
    return sorted(_authorities())


def figures_of(authority: str, public: bool) -> list[Figure]:
    """All that the file has of an authority."""
    return [
        figure(breakdown, written if written.isalpha() else float(written), year, public=public)
        for breakdown, written, year in _authorities()[authority]
    ]


@cache
def _authorities() -> dict[str, list[tuple[str, str, int]]]:
    """Breakdown, count as written and year, by authority; rows that are not applicable left out."""
    found: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
    with DATA.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["geographic_level"] != "Local authority" or row["care_leaver_count"] == "z":
                continue
            age, part = f"age={row['care_leaver_age']}", row["breakdown"]
            breakdown = age if part == "Suitability total" else f"{age};suitability={part}"
            found[row["la_name"]].append(
                (breakdown, row["care_leaver_count"], int(row["time_period"]))
            )
    return found
