"""What happens in a town, month by month: the same to every town that lives through it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from itertools import count

from tests.acceptance.fed import Fed, Step
from tests.acceptance.town import ANALYST, HEADS, NOON

#: What a head of service may have to report: well, well, amber, red.
_FIGURES = (95.0, 88.0, 83.0, 70.0)

_STRICT, _LENIENT = "red: {worse_than: 84}", "red: {worse_than: tolerance}"


def steps() -> Iterator[Step]:
    """Without end. A day comes on which much falls due, a return comes, somebody says something; now
    and then a return is put right, and the rules are edited."""
    for month in count(1):
        yield _comes(month)
        yield _reports(month)
        yield _somebody_notes
        if month % 3 == 2:
            yield _puts_right(month)
        if month % 4 == 1:
            yield _an_officer_edits


def _comes(month: int) -> Step:
    day = timedelta(days=round(month * 365.25 / 12))
    return lambda fed: fed.clock.set(NOON + day)


def _reports(month: int) -> Step:
    return lambda fed: fed.town.reports(month, **_figures(month))


def _puts_right(month: int) -> Step:
    """What one head had reported is another figure after all."""
    head = HEADS[month % len(HEADS)]
    return lambda fed: fed.town.reports(month, **{**_figures(month), head: 84.5})


def _figures(month: int) -> dict[str, float]:
    chance = random.Random(month)
    return {head: chance.choice(_FIGURES) for head in HEADS}


def _somebody_notes(fed: Fed) -> None:
    for worst in fed.books.store.watch_list(most=1):
        reference = f"WL-{worst.entry.id:04}"
        words = ("note", reference, "We are looking into it.", "--as", ANALYST)
        fed.daemons.does(fed.config("noting"), *words)


def _an_officer_edits(fed: Fed) -> None:
    strict = _STRICT in fed.town.rules
    fed.town.edits(*((_STRICT, _LENIENT) if strict else (_LENIENT, _STRICT)))
