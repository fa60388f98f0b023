"""What is looked at because something stirred is all that can have fallen due."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.acting.council import DIRECTORY, RULES, Council, later, tells
from tests.acting.test_falling_due import told
from watchlist.asked import About
from watchlist.cycle import Setting
from watchlist.model.acts import ActKind, Due
from watchlist.model.errors import UsageError
from watchlist.model.people import Directory, Holding
from watchlist.reminding import fall_due
from watchlist.rulebook.load import load_rulebook_text
from watchlist.store.open import open_store
from watchlist.store.store import Store

DAYS = 120
LEAVES = 40

#: What is on the list is looked at again after two weeks.
REVIEWED = RULES.replace("    if_not_ack", "    review_after: 2 weeks\n    if_not_ack")

#: Every so many days another month comes in.
MONTH = 30

Deed = tuple[str, ActKind, str | None, dict[str, Any]]


def in_office(day: int) -> Directory:
    """The member for North leaves on a day; nobody comes after him."""
    north = replace(DIRECTORY.posts["north"], held_by=(Holding("p5"),) if day < LEAVES else ())
    return replace(DIRECTORY, posts={**DIRECTORY.posts, "north": north})


def setting_of(council: Council, day: int) -> Setting:
    return replace(council.setting, directory=in_office(day))


def deeds(random: Random, day: int) -> Iterator[Deed]:
    """What people may do on a day, some of it refused; by when is a day before or after it."""
    for _ in range(random.choice((0, 0, 1, 2))):
        reference = f"WL-{random.randint(1, 3):04d}"
        due = Due(later(day + random.randint(-3, 14)).date())
        number = random.randint(1, 2)
        yield random.choice(
            (
                ("p5", ActKind.ADDED, None, {"text": "Asked", "about": About(title=f"Day {day}")}),
                ("p5", ActKind.HOLDS, reference, {}),
                ("p2", ActKind.ACTION_SET, reference, {"text": "Do", "due": due, "post": "head"}),
                ("p2", ActKind.ACTION_DONE, reference, {"text": "Done", "number": number}),
                ("p3", ActKind.REQUEST_MADE, reference, {"text": "?", "due": due, "post": "head"}),
                ("p1", ActKind.REQUEST_ANSWERED, reference, {"text": "!", "number": number}),
                ("p3", ActKind.REVIEW_SET, reference, {"due": due}),
                ("p3", ActKind.REVIEWED, reference, {"number": number}),
                ("p1", ActKind.RECOVERY, "WL-0001", {"text": "Soon", "due": due}),
                ("p1", ActKind.RECOVERY, "WL-0001", {"text": "Soon", "due": due}),
                ("p1", ActKind.ACKNOWLEDGED, "WL-0001", {}),
                ("p2", ActKind.MUTED, reference, {"text": "New system", "until": due.day}),
                ("p2", ActKind.UNMUTED, reference, {}),
            )
        )


@pytest.mark.parametrize("seed", range(4))
def test_nothing_is_missed_that_a_look_at_everything_finds(tmp_path: Path, seed: int) -> None:
    """Figures go wrong, get better and worse again, people do what they do, a member leaves, the
    service is off for some days: whoever must hear hears on the same day."""
    random, heard = Random(seed), list[list[tuple[date, str, str]]]()
    script = [list(deeds(random, day)) for day in range(DAYS)]
    values = {day: random.choice((70, 84, 90, 90)) for day in range(MONTH, DAYS, MONTH)}
    looks = {day for day in range(DAYS) if random.random() < 0.7}
    for forgets in (False, True):
        with ExitStack() as stack:
            store = open_store(f"sqlite:///{tmp_path}/{forgets}.db")
            stack.callback(store.close)
            council = Council.founded(store, REVIEWED)
            council.reads("2013-09", 90, 90, 90, now=later(0))
            council.reads("2013-12", 80, now=later(0))
            heard.append(list(lived(council, script, values, looks, forgets)))
    assert heard[0] == heard[1]
    assert heard[0]


def lived(
    council: Council,
    script: list[list[Deed]],
    values: dict[int, int],
    looks: set[int],
    forgets: bool,
) -> Iterator[tuple[date, str, str]]:
    """What was told, and on which day. Who ``forgets`` when he looked last looks at everything."""
    known = set[tuple[str, str]]()
    for day, done in enumerate(script):
        now: datetime = later(day) + timedelta(hours=1)
        if day in values:
            council.reads(f"2014-{day // MONTH:02d}", values[day], now=now)
        for who, kind, reference, said in done:
            with suppress(UsageError):
                council.does(who, kind, reference, now=now, **said)
        if day not in looks:
            continue
        if forgets:
            with council.store.writing() as connection:
                connection.exec_driver_sql("DELETE FROM jobs WHERE job = 'falling due'")
        fall_due(council.store, setting_of(council, day), now + timedelta(hours=1))
        for one in sorted(set(told(council)) - known):
            known.add(one)
            yield (now.date(), *one)


def test_what_is_bad_again_after_its_day_is_told(store: Store) -> None:
    """It was to be back on track by 20 February, and was; with the figures of March it is not."""
    council = Council.founded(store)
    council.reads("2013-10", 90, 90, 90, now=later(0))
    council.reads("2014-01", 80, now=later(11))
    council.does("p1", ActKind.ACKNOWLEDGED, now=later(12))
    by = Due(date(2014, 2, 20))
    council.does("p1", ActKind.RECOVERY, text="By then", due=by, now=later(12))
    council.reads("2014-02", 90, now=later(14))
    for day in (15, 16, 17, 39):
        assert fall_due(council.store, council.setting, later(day)) == 0
    council.reads("2014-03", 80, now=later(60))
    assert fall_due(council.store, council.setting, later(60)) == 1
    assert told(council) == [("recovery missed:1:0:2014-02-20", "head")]


def test_a_rule_has_an_entry_looked_at_again(store: Store) -> None:
    """It came onto the list on 15 February: its owner hears on 1 March, once; it was looked at on the
    5th, and is to be again on the 19th. What is muted is looked at as well."""
    council = Council.founded(store, REVIEWED)
    council.reads("2013-10", 90, 90, 90, now=later(0))
    council.reads("2014-01", 80, now=later(11))
    council.does("p1", ActKind.ACKNOWLEDGED, now=later(12))
    council.does("p1", ActKind.MUTED, text="Restructuring", until=later(90).date(), now=later(12))
    counts = {day: fall_due(council.store, council.setting, later(day)) for day in range(12, 29)}
    assert {day: many for day, many in counts.items() if many} == {25: 1}
    council.does("p3", ActKind.REVIEW_SET, due=Due(later(29).date()), now=later(29))
    council.does("p3", ActKind.REVIEWED, number=1, now=later(29))
    counts = {day: fall_due(council.store, council.setting, later(day)) for day in range(29, 60)}
    assert {day: many for day, many in counts.items() if many} == {43: 1}
    assert told(council) == [
        ("review due:1:0:2014-03-01", "head"),
        ("review due:1:0:2014-03-19", "head"),
    ]


def test_other_rules_are_held_against_everything(store: Store) -> None:
    """A rule gives two working days instead of ten: what is late by that is told at once."""
    council = Council.founded(store)
    council.reads("2013-10", 90, 90, 90, now=later(0))
    council.reads("2014-01", 80, now=later(11))
    tells(store, 11)
    for day in (12, 13, 18):
        assert fall_due(council.store, council.setting, later(day)) == 0
    shorter = load_rulebook_text(
        {"council.yaml": RULES.replace("10 working days", "2 working days")}
    )
    council = Council(replace(council.town, book=shorter))
    with store.begin(later(19)) as tx:
        tx.keep_rulebook(shorter.hash, shorter.files)
    assert fall_due(council.store, council.setting, later(19)) == 1
    assert told(council) == [("not acknowledged:1:1:2014-02-18", "director")]
