"""However much happened, a message stays short, and nothing is lost: what is not written out is
counted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifiers.card import LARGEST
from notifiers.email import Email
from notifiers.email_settings import EmailSettings
from notifiers.mailbox import Mailbox, MailboxSettings
from tests.deliver.world import NOW, OCTOBER, World, posts, text_of
from tests.evaluate.build import MONTH, OWN, area, book, indicator, rule, worse_than
from tests.notifiers.servers import MailServer, mail_server
from tests.store.build import R, table
from watchlist.deliver.content import MOST_ITEMS, MOST_MOVES, Outline, outline
from watchlist.deliver.counting import MOST_TALLIES
from watchlist.deliver.topics import Facts, topics
from watchlist.deliver.worker import Worker
from watchlist.model.indicator import Publication
from watchlist.model.message import Notice, Purpose
from watchlist.model.reading import Series
from watchlist.model.register import (
    Breach,
    Entry,
    EntryKey,
    Reason,
    State,
    Track,
    Transition,
)
from watchlist.model.rule import Level, Rulebook
from watchlist.register.disclosure import EXEMPT
from watchlist.store.open import open_store
from watchlist.store.tables import notices as ledger

#: Forty items of a few lines and a table, as text and as HTML: far less than any mailbox refuses.
LARGEST_MAIL = 250_000


def a_rulebook(rules: int, *, exempt: int = 0) -> Rulebook:
    """Rules with an indicator each, of which the first so many are exempt."""
    kinds = [Publication.EXEMPT] * exempt + [Publication.INTERNAL] * (rules - exempt)
    watched = [indicator(f"i{n}", publication=kind, target=85) for n, kind in enumerate(kinds)]
    said = [
        rule(f"r{n}", one.id, amber=worse_than("target"), title=f"Rule {n}")
        for n, one in enumerate(watched)
    ]
    return book(*watched, *said)


def a_fact(number: int, entry: int, of_rule: int, level: Level) -> tuple[Breach, Transition, Entry]:
    series = Series(f"i{of_rule}", f"Place {number}")
    key = EntryKey(theme=f"Theme {entry}")
    return (
        Breach(number, f"r{of_rule}", "", series, MONTH, Track(State.OPEN, level), OCTOBER, "70",
               NOW, entry),
        Transition(number, number, entry, NOW, Reason.ALREADY_SO, OCTOBER, None, level, State.OPEN,
                   f"r{of_rule}", ""),
        Entry(entry, key, f"Theme {entry}", NOW, level=level),
    )  # fmt: skip


def told_of(facts: list[tuple[Breach, Transition, Entry]], words: Rulebook) -> Facts:
    return Facts(
        book=words,
        breaches={breach.id: breach for breach, _, _ in facts},
        transitions={move.id: move for _, move, _ in facts},
        entries={entry.id: entry for _, _, entry in facts},
        checks={},
    )


def asked(facts: Facts, purpose: Purpose) -> Outline:
    told = [
        Notice(f"transition:{n}", "keeper", "mailbox", purpose, NOW, n, n, move.entry)
        for n, move in facts.transitions.items()
    ]
    found = outline(purpose, topics(told, facts), facts.book)
    assert found is not None
    return found


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_every_move_is_written_out_or_counted_once(data: st.DataObject) -> None:
    """However many breaches of however many rules in however many entries, for whatever reason: the
    moves of the items and the tallies come to all of them, by level too, the worst are written out,
    and there are no more lines than somebody reads."""
    rules, entries = data.draw(st.integers(1, 30)), data.draw(st.integers(1, 90))
    exempt = data.draw(st.integers(0, rules))
    levels = st.sampled_from([Level.AMBER, Level.RED])
    places = st.tuples(st.integers(1, entries), st.integers(0, rules - 1), levels)
    drawn = data.draw(st.lists(places, min_size=1, max_size=400))
    facts = told_of(
        [a_fact(n, *one) for n, one in enumerate(drawn, 1)], a_rulebook(rules, exempt=exempt)
    )
    purpose = data.draw(st.sampled_from([Purpose.NEWS, Purpose.KEEPER, Purpose.QUIET_START]))
    found = asked(facts, purpose)

    tallies = found.rest.tallies if found.rest else ()
    in_full = [move for topic in found.in_full for move in topic.moves]
    assert len(in_full) + sum(tally.total for tally in tallies) == len(drawn)
    assert len(found.in_full) + (found.rest.items if found.rest else 0) == len(
        {entry for entry, _, _ in drawn}
    )
    assert len(found.in_full) <= MOST_ITEMS
    assert len(tallies) <= MOST_TALLIES + 1
    assert len(found.moves()) <= MOST_ITEMS * MOST_MOVES
    words = " ".join([found.headline, *(tally.what for tally in tallies)])
    if exempt == rules:
        assert not any(f"Rule {n}" in words or f"Theme {n}" in words for n in range(rules))
    if not exempt:
        reds = sum(level is Level.RED for _, _, level in drawn)
        assert sum(m.level is Level.RED for m in in_full) + sum(t.red for t in tallies) == reds


def test_the_worst_are_written_out_and_the_others_counted() -> None:
    """Fifty ambers and three reds: the reds come first, ten ambers are counted under their rules."""
    levels = [Level.AMBER] * 50 + [Level.RED] * 3
    facts = [a_fact(n, n, n % 2, level) for n, level in enumerate(levels, 1)]
    found = asked(told_of(facts, a_rulebook(2)), Purpose.NEWS)
    assert [topic.level for topic in found.in_full[:4]] == [Level.RED] * 3 + [Level.AMBER]
    assert found.rest is not None
    assert found.rest.sentence == "13 more entries are counted here, with 13 moves: all amber."
    assert {tally.what: tally.amber for tally in found.rest.tallies} == {"Rule 0": 7, "Rule 1": 6}


def test_what_is_exempt_is_counted_without_a_name() -> None:
    """Neither the rule nor its level stands in the table, only that there is something."""
    facts = [a_fact(n, n, 0, Level.RED) for n in range(1, 100)]
    found = asked(told_of(facts, a_rulebook(1, exempt=1)), Purpose.QUIET_START)
    assert found.rest is not None
    (tally,) = found.rest.tallies
    assert (tally.what, tally.red, tally.other) == (EXEMPT, 0, 99)
    assert found.rest.sentence == "99 on the list from the start, in 99 entries."


def test_a_rule_that_left_the_rulebook_still_counts() -> None:
    """Forty-five moves of a rule that is gone: none is dropped for want of a title."""
    words = a_rulebook(1)
    gone = replace(words, rules={})
    facts = [a_fact(n, n, 0, Level.RED) for n in range(1, 46)]
    found = asked(told_of(facts, gone), Purpose.KEEPER)
    assert found.rest is not None
    assert [(t.what, t.total) for t in found.rest.tallies] == [
        ("A rule that is not in the rulebook any more", 5)
    ]


MANY = 3_000
PLACES = [f"Place {number}" for number in range(MANY)]


def everywhere(here: World, figure: float) -> None:
    """Every place sends one figure for October."""
    rows = [R(area=place, digits=0, value=figure, period=OCTOBER) for place in PLACES]
    calendars = {one.id: one.calendar for one in here.book.indicators.values()}
    here.store.save_readings(table(rows), calendars, source="test", sha256=None, now=NOW)
    here.judged(NOW)


def a_land() -> Rulebook:
    """Three thousand places with one indicator, below its target in all of them."""
    watched = indicator("assessments", target=85, owner="head")
    everywhere = rule("on-time", areas=tuple(PLACES), amber=worse_than("target"), title="Too late")
    return book(watched, everywhere, area(OWN, own=True), *(area(place) for place in PLACES))


@contextmanager
def land(folder: Path, url: str, **more: object) -> Iterator[World]:
    store = open_store(url)
    yield World(store, folder, book=a_land(), **more)  # type: ignore[arg-type]
    store.close()


def told_in(here: World) -> dict[str | None, int]:
    """Message -> how many notices the ledger binds to it."""
    with here.store.reading() as connection:
        rows = connection.execute(ledger.select()).all()
    bound = [row.message for row in rows]
    return {name: bound.count(name) for name in set(bound)}


def test_three_thousand_breaches_at_a_quiet_start_are_one_short_mail(
    sqlite_url: str, tmp_path: Path
) -> None:
    """They reach the keeper through a mail server as one message that counts them; the ledger binds
    each notice to it."""
    server = MailServer()
    with mail_server(server):
        mail = Email(
            EmailSettings.model_validate(
                {"host": "127.0.0.1", "port": server.port, "security": "none",
                 "from": "Watch List <watch-list@saltmarsh.example>"}
            )
        )  # fmt: skip
        with land(
            tmp_path,
            sqlite_url,
            quiet_start=True,
            channels={"email": mail},
            directory=posts(head=("email",), keeper=("email",)),
        ) as here:
            everywhere(here, 70)
            assert here.compose().messages == 1
            (delivery,) = here.messages()
            assert told_in(here) == {delivery.message: MANY}
            Worker(
                here.store, {"email": mail}, "w", lambda: NOW + timedelta(hours=1)
            ).deliver_once()
    (payload,) = server.taken
    assert len(payload) < LARGEST_MAIL / 10
    received = message_from_bytes(payload, policy=policy.default)
    assert isinstance(received, EmailMessage)
    assert received["Subject"] == "The watch list starts with 3,000 entries"
    text = text_of(received)
    assert "3,000 on the list from the start, in 3,000 entries: all amber." in text
    assert "3,000 Too late" in text
    assert "watchlist list" in text


@pytest.mark.parametrize(("form", "largest"), [("email", LARGEST_MAIL), ("card", 2 * LARGEST)])
def test_three_thousand_breaches_as_news_stay_readable(
    sqlite_url: str, tmp_path: Path, form: str, largest: int
) -> None:
    """A day on which everything turns: some are written out, the rest is counted, in a mail and in
    a card, and together they are all."""
    settings = MailboxSettings.model_validate({"folder": tmp_path, "format": form})
    with land(tmp_path, sqlite_url, channels={"mailbox": Mailbox(settings)}) as here:
        everywhere(here, 70)
        assert here.compose().messages == 1
        (delivery,) = here.messages()
        assert told_in(here) == {delivery.message: MANY}
        claim = here.store.claim("w", NOW + timedelta(hours=1), timedelta(hours=1))
    assert claim is not None
    assert claim.headline.startswith("3,000 new on your watch list: Assessments, Place ")
    assert len(claim.payload) < largest
    if form == "card":
        said = json.dumps(json.loads(claim.payload), ensure_ascii=False)
        shown = said.count("▲ Amber · already so")
        assert 0 < shown <= MOST_ITEMS
        assert f"and {MANY - shown:,} more" in said
    else:
        mail = message_from_bytes(claim.payload, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        text = text_of(mail)
        assert text.count("▲ AMBER · already so") == MOST_ITEMS
        assert f"{MANY - MOST_ITEMS:,} more entries are counted here" in text
