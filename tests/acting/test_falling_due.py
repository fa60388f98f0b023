"""What falls due is told once, through the real store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from notifiers.mailbox import Mailbox, MailboxSettings
from tests.acting.council import DIRECTORY, MEETING, Council, later, tells
from tests.deliver.world import World, text_of
from watchlist.asked import About
from watchlist.model.acts import ActKind, Due
from watchlist.model.indicator import Publication
from watchlist.model.message import Purpose
from watchlist.reminding import fall_due
from watchlist.store.open import open_store
from watchlist.store.store import Store


@pytest.fixture
def council(store: Store) -> Council:
    """Assessments go wrong in January, and the owner is told on 15 February."""
    council = Council.founded(store)
    council.reads("2013-10", 90, 90, 90)
    council.reads("2014-01", 80, now=later(11))
    tells(store, 11)
    return council


def told(council: Council) -> list[tuple[str, str]]:
    waiting = council.store.waiting_notices(later(900))
    return sorted(
        (notice.subject, notice.post) for notice in waiting if notice.purpose is Purpose.REMINDERS
    )


def test_a_red_that_nobody_acknowledges_goes_to_the_director(council: Council) -> None:
    """Ten working days after the owner was told; once, however often anybody looks."""
    assert fall_due(council.store, council.setting, later(24)) == 0
    assert fall_due(council.store, council.setting, later(25)) == 1
    assert fall_due(council.store, council.setting, later(25)) == 0
    assert fall_due(council.store, council.setting, later(26)) == 0
    assert told(council) == [("not acknowledged:1:1:2014-02-28", "director")]


def test_that_it_went_to_the_director_is_a_row_of_its_history(council: Council) -> None:
    """By the watch list, and by no person; once, and in the chain."""
    fall_due(council.store, council.setting, later(24))
    assert "escalated" not in council.story()
    for day in (25, 25, 26):
        fall_due(council.store, council.setting, later(day))
    assert council.story().count("escalated") == 1
    (act,) = council.store.acts_of([1])[1]
    assert (act.who, act.acting_for, act.post) == ("watchlist", None, "director")
    assert act.due == Due(date(2014, 2, 28))
    assert council.record().escalated == ("director",)
    assert not council.store.verify(None).broken
    council.does("p1", ActKind.ACKNOWLEDGED, now=later(27))
    assert not council.store.verify(None).broken


def test_what_was_acknowledged_goes_nowhere(council: Council) -> None:
    """The owner has seen it."""
    council.does("p1", ActKind.ACKNOWLEDGED, now=later(12))
    assert fall_due(council.store, council.setting, later(30)) == 0


def test_what_the_owner_was_not_told_goes_nowhere(store: Store) -> None:
    """News that a mute held back until 14 March is told on the 15th: it goes to the director ten
    working days after that, and not at once because the figure came in February."""
    council = Council.founded(store)
    council.reads("2013-10", 90, 90, 90)
    council.does("p3", ActKind.ADDED, None, about=About(indicator="assessments"), text="It dips")
    council.does("p1", ActKind.MUTED, text="Restructuring", until=date(2014, 3, 14))
    council.reads("2014-01", 80, now=later(11))
    for day in range(25, 40):
        fall_due(council.store, council.setting, later(day))
    tells(store, 39)
    for day in range(40, 60):
        fall_due(council.store, council.setting, later(day))
    gone = [subject for subject, post in told(council) if post == "director"]
    assert gone == ["not acknowledged:1:1:2014-03-28"]


def test_an_action_that_is_overdue(council: Council) -> None:
    """The post that was to act is reminded the day after the meeting, and not when it was done."""
    council.does("p1", ActKind.ACKNOWLEDGED, now=later(12))
    for post in ("director", "keeper"):
        council.does("p4", ActKind.ACTION_SET, text="Detail", due=MEETING, post=post)
    council.does("p2", ActKind.ACTION_DONE, number=2, text="Sent")
    fall_due(council.store, council.setting, later(44))
    assert told(council) == [("action overdue:1:1:2014-03-19", "director")]


def test_a_crash_between_telling_and_noting_doubles_nothing(council: Council) -> None:
    """Where the day was not noted as done it is looked at again, and nothing is told twice, though
    the post has other channels by then."""
    fall_due(council.store, council.setting, later(25))
    with council.store.writing() as connection:
        connection.exec_driver_sql("DELETE FROM jobs")
    assert fall_due(council.store, council.setting, later(25)) == 0


@pytest.fixture
def world(sqlite_url: str, tmp_path: Path) -> Iterator[World]:
    """The same council with a folder for its messages."""
    store = open_store(sqlite_url)
    council = Council.founded(store)
    folder = tmp_path / "messages"
    box = Mailbox(MailboxSettings(folder=folder))
    yield World(store, folder, council.town.book, DIRECTORY, {"mailbox": box})
    store.close()


def mail_of(world: World, about: str) -> EmailMessage:
    """The frozen message with these words in its headline."""
    claims = []
    while claim := world.store.claim("reader", later(900), timedelta(hours=1)):
        claims.append(claim)
    (chosen,) = (claim for claim in claims if about in claim.headline)
    mail = message_from_bytes(chosen.payload, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def council_of(world: World) -> Council:
    return Council.founded(world.store)


def test_what_people_did_is_one_message(world: World) -> None:
    """The director reads what is asked of him, in the words of whoever asked."""
    council = council_of(world)
    council.reads("2013-10", 90, 80)
    council.does("p4", ActKind.ACTION_SET, text="More\ndetail", due=MEETING, post="director")
    council.does("p2", ActKind.REASSIGNED, post="director")
    world.compose(later(1))
    (mail,) = [one for one in world.messages() if one.post == "director"]
    assert mail.headline == "1 entry of the watch list for your attention: Assessments on time"
    text = text_of(mail_of(world, "attention"))
    assert "WL-0001 · Assessments on time" in text
    assert "action set, reassigned" in text
    words = " ".join(text.split())
    assert (
        "Democratic Services asks Director to act at the meeting of Children and Families Scrutiny"
        " on 19 March 2014: “More detail”" in words
    )
    assert "Performance says that Director owns this from now on." in words


def test_a_reminder_says_what_is_due(world: World) -> None:
    """What is overdue is said with its words; what was done meanwhile is not."""
    council = council_of(world)
    council.does(
        "p3", ActKind.ADDED, None, about=About(title="A breakdown of the £0.815m"), text="Why?"
    )
    council.does(
        "p3", ActKind.REQUEST_MADE, text="By team?", post="head", due=Due(date(2014, 2, 9))
    )
    council.does("p3", ActKind.REQUEST_MADE, text="By year?", post="keeper", due=MEETING)
    world.compose(later(1))
    fall_due(council.store, council.setting, later(7))
    fall_due(council.store, council.setting, later(50))
    council.does("p2", ActKind.REQUEST_ANSWERED, number=2, text="Yes", now=later(50))
    world.compose(later(51))
    due = [one for one in world.messages() if "due" in one.headline]
    assert [one.post for one in due] == ["head"]
    words = " ".join(text_of(mail_of(world, "due")).split())
    assert "Request 1 was to be answered by 9 February 2014, and is not: “By team?”" in words


def test_news_of_a_muted_line_comes_out_merged(world: World) -> None:
    """Held back while it is muted, then told once, by the last that happened."""
    council = council_of(world)
    council.reads("2013-10", 90, 90)
    council.reads("2013-12", 80, now=later(0))
    council.does("p1", ActKind.MUTED, text="Restructuring", until=date(2014, 4, 10))
    world.compose(later(1))
    assert world.messages() == []
    council.reads("2014-01", 90, now=later(20))
    council.reads("2014-02", 70, now=later(50))
    world.compose(later(51))
    assert world.messages() == []
    world.compose(later(70))
    (mail,) = world.messages()
    assert mail.post == "head"
    assert "1 slipped back" in mail.headline


def test_news_deeds_and_reminders_are_one_message(world: World) -> None:
    """An entry that went wrong, of which something is asked and something overdue, is one item of one
    message to its owner."""
    council = council_of(world)
    council.reads("2013-10", 90, 80)
    due = Due(date(2014, 2, 9))
    council.does("p3", ActKind.REQUEST_MADE, text="By team?", post="head", due=due)
    fall_due(council.store, council.setting, later(7))
    world.compose(later(8))
    (mail,) = [one for one in world.messages() if one.post == "head"]
    assert mail.headline == "1 new on your watch list: Assessments on time"
    words = " ".join(text_of(mail_of(world, "1 new")).split())
    assert words.count("WL-0001") == 1
    for said in ("80% in November 2013", "asks Head of Assessment", "is not: “By team?”"):
        assert said in words


def test_an_exempt_line_is_not_named(world: World) -> None:
    """What somebody did to an exempt line leaves by mail without its title and his words."""
    council = council_of(world)
    council.does("p3", ActKind.ADDED, None, about=About(indicator="assessments"), text="Secret")
    exempt = replace(world.book.indicators["assessments"], publication=Publication.EXEMPT)
    world.book = replace(world.book, indicators={**world.book.indicators, "assessments": exempt})
    world.compose(later(1))
    text = text_of(mail_of(world, "watch"))
    assert "Secret" not in text
    assert "Assessments" not in text
