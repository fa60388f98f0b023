"""From a return that comes in to messages that are frozen (on SQLite: the store's own tests hold
both databases to the same answers)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest

from notifiers.mailbox import Mailbox, MailboxSettings
from notifiers.teams import Teams, TeamsSettings
from tests.deliver.world import ASSESSMENTS, NOW, ON_TIME, World, a_book, posts, text_of
from tests.evaluate.build import OWN, area, indicator, month, rule, worse_than
from tests.notifiers.test_email import channel as email_channel
from tests.notifiers.test_notify import channel as notify_channel
from tests.store.build import R
from watchlist.model.indicator import Publication
from watchlist.model.message import Result
from watchlist.model.people import Directory, Person
from watchlist.store.open import open_store

Making = Callable[..., World]

NOVEMBER = month(2013, 11)


@pytest.fixture
def world(sqlite_url: str, tmp_path: Path) -> Iterator[Making]:
    store = open_store(sqlite_url)

    def made(**more: Any) -> World:
        return World(store, tmp_path / "messages", **more)

    yield made
    store.close()


def test_a_breach_becomes_one_message_to_its_owner(world: Making) -> None:
    """The head of assessment learns what, how bad, against what, with the last months."""
    here = world()
    here.reads([90])
    here.reads([84], first=NOVEMBER, row=R(area=OWN, digits=0, numerator=84, denominator=100))
    assert here.compose().messages == 1
    (delivery,) = here.messages()
    assert delivery.address == "head@saltmarsh.example"
    assert delivery.headline == "1 new on your watch list: Assessments"
    mail = here.mail()
    assert mail["Subject"] == delivery.headline
    assert mail["Message-ID"] == f"<{delivery.message}>"
    text = text_of(mail)
    for words in (
        "WL-0001 · Assessments",
        "▲ AMBER · opened",
        "Assessments are taking too long.",
        "84% in November 2013 (84 of 100).",
        "That is worse than the target of 85%.",
        "October 2013 90% 85%",
        "November 2013 84% 84 of 100 85%",
        "You receive this as Head.",
    ):
        assert words in text


def test_nothing_is_told_twice(world: Making) -> None:
    """Judged and composed again on the same figures: no message, no notice."""
    here = world()
    here.reads([84])
    assert here.compose().messages == 1
    here.judged(NOW + timedelta(hours=1))
    assert here.compose(NOW + timedelta(hours=1)).messages == 0
    assert len(here.messages()) == 1


def test_what_is_told_of_one_entry_is_one_conversation(world: Making) -> None:
    """Mail programs show it together; a message of several entries belongs to none of them."""
    here = world()
    here.reads([84])
    assert here.compose().messages == 1
    assert here.mail()["References"] == "<wl-0001@saltmarsh.example>"


def test_a_corrected_file_is_never_mailed_as_news(world: Making) -> None:
    """A wrong figure put right within the settling time is news to nobody, and the reason is kept;
    the keeper hears that it was changed."""
    here = world(settle=timedelta(minutes=30))
    here.reads([84])
    assert here.compose(NOW + timedelta(minutes=5)).messages == 0
    here.reads([94], now=NOW + timedelta(minutes=10))
    report = here.compose(NOW + timedelta(hours=1))
    assert report.messages == 1
    (message,) = here.messages()
    assert (message.post, message.headline) == (
        "keeper",
        "1 thing to look at in the data: Assessments",
    )
    assert "was changed on" in text_of(here.mail("look at"))
    assert report.silenced >= 1
    assert here.store.waiting_notices(NOW + timedelta(days=1)) == []


def test_a_correction_after_the_news_is_told(world: Making) -> None:
    """Whoever was told of a breach is told that it was none, with the old figure and the new."""
    here = world()
    here.reads([84])
    here.compose()
    later = NOW + timedelta(days=1)
    here.reads([94], now=later)
    here.compose(later)
    assert {m.headline for m in here.messages()} == {
        "1 new on your watch list: Assessments",
        "1 withdrawn on your watch list: Assessments",
        "1 thing to look at in the data: Assessments",
    }
    text = text_of(here.mail("withdrawn"))
    assert "94% in October 2013. That is better than the target of 85%." in text
    assert "The figure for October 2013 was corrected: 84% before, 94% now." in text
    assert "So this no longer stands, and it is off the list." in text


def test_one_recipient_gets_one_message(world: Making) -> None:
    """Two entries of one head are one message, the worse first; the other head gets the other."""
    reviews = indicator("reviews", target=95, owner="head")
    plans = indicator("plans", target=60, owner="other")
    late = rule("late", "reviews", red=worse_than("target"))
    slow = rule("slow", "plans", amber=worse_than("target"))
    here = world(
        book=a_book(ASSESSMENTS, ON_TIME, reviews, late, plans, slow),
        directory=posts(other=("mailbox",)),
    )
    for name in ("assessments", "reviews", "plans"):
        here.reads([50], name)
    assert here.compose().messages == 2
    assert {m.post: m.headline for m in here.messages()} == {
        "head": "2 new on your watch list: Reviews and 1 more",
        "other": "1 new on your watch list: Plans",
    }
    assert here.mail("2 new")["References"] is None


def test_a_theme_says_which_figure_is_meant(world: Making) -> None:
    """An entry of several indicators names each of them before its figures, and has no table."""
    reviews = indicator("reviews", target=95, owner="head")
    one = replace(ON_TIME, theme="Timeliness")
    two = rule("late", "reviews", amber=worse_than("target"), theme="Timeliness")
    here = world(book=a_book(ASSESSMENTS, reviews, one, two))
    here.reads([50])
    here.reads([60], "reviews")
    here.compose()
    text = text_of(here.mail())
    assert "1 new on your watch list: Timeliness" in text
    assert "Assessments: Assessments are taking too long. 50% in October 2013." in text
    assert "Reviews: late. 60% in October 2013." in text
    assert "Period Figure" not in text


def test_exempt_material_never_leaves_by_mail(world: Making) -> None:
    """Neither title nor figure, in subject, text or HTML; only that something has moved."""
    exempt = replace(ASSESSMENTS, publication=Publication.EXEMPT, title="Secret placement costs")
    here = world(book=a_book(exempt, ON_TIME))
    here.reads([41])
    here.compose()
    mail = here.mail()
    whole = mail.as_string() + text_of(mail)
    assert "An exempt item has moved; sign in to read it" in text_of(mail)
    assert mail["Subject"] == "1 exempt on your watch list"
    for secret in ("Secret", "placement", "41%", "too long", "85%"):
        assert secret not in whole


def test_a_comparison_with_something_exempt_is_exempt(world: Making) -> None:
    """A rule that looks at an exempt indicator would show its figure: the item is hidden whole."""
    secret = indicator("secret-costs", publication=Publication.EXEMPT, target=90)
    beside = rule("beside", amber=worse_than(("indicator", "secret-costs")))
    here = world(book=a_book(ASSESSMENTS, secret, beside))
    here.reads([70], "secret-costs")
    here.reads([60])
    here.compose()
    text = text_of(here.mail())
    assert "Secret" not in text
    assert "70%" not in text


def test_findings_about_data_go_to_the_keeper(world: Making) -> None:
    """An impossible figure and a gap: one message to the keeper, and none to an owner."""
    here = world()
    here.reads([95])
    here.reads([104], first=NOVEMBER + 1)
    assert here.compose().messages == 1
    (delivery,) = here.messages()
    assert (delivery.post, delivery.headline) == (
        "keeper",
        "1 thing to look at in the data: Assessments",
    )
    text = text_of(here.mail())
    assert "104% in December 2013 cannot be right: a percentage is never over 100%." in text
    assert "There is no figure for November 2013" in text


def test_a_finding_put_right_meanwhile_is_not_told(world: Making) -> None:
    """The gap is filled before anybody was told: silence, with its reason."""
    here = world(settle=timedelta(minutes=30))
    here.reads([95])
    here.reads([96], first=NOVEMBER + 1)
    here.reads([94], first=NOVEMBER, now=NOW + timedelta(minutes=10))
    report = here.compose(NOW + timedelta(hours=1))
    assert (report.messages, report.silenced) == (0, 1)
    assert here.store.waiting_notices(NOW + timedelta(days=1)) == []


def test_a_quiet_start_is_one_summary_to_the_keeper(world: Making) -> None:
    """The first import tells the keeper what is already so, and no owner."""
    here = world(quiet_start=True)
    here.reads([84, 83])
    here.compose()
    (delivery,) = here.messages()
    assert (delivery.post, delivery.headline) == (
        "keeper",
        "The watch list starts with 1 entry: Assessments",
    )
    assert "It was already so when this rule was first judged, since October 2013." in text_of(
        here.mail()
    )


def test_a_bad_address_holds_nobody_else_back(world: Making) -> None:
    """One post's impossible address silences its own notices only."""
    directory = posts(other=("mailbox",))
    broken = {**directory.people, "head": replace(directory.people["head"], address="nobody")}
    plans = indicator("plans", target=60, owner="other")
    slow = rule("slow", "plans", amber=worse_than("target"))
    here = world(
        book=a_book(ASSESSMENTS, ON_TIME, plans, slow), directory=replace(directory, people=broken)
    )
    here.reads([50])
    here.reads([50], "plans")
    report = here.compose()
    assert (report.messages, report.silenced) == (1, 1)
    assert here.store.waiting_notices(NOW + timedelta(days=1)) == []


def test_with_nobody_at_all_the_silence_has_a_reason(world: Making) -> None:
    """No holder, no deputy, no keeper: nothing is lost without a word."""
    here = world(directory=Directory({}, {}, "keeper"))
    here.reads([84])
    report = here.compose()
    assert (report.messages, report.silenced) == (0, 1)
    assert here.store.waiting_notices(NOW + timedelta(days=1)) == []


def test_a_channel_that_was_taken_out_is_stood_in_for(world: Making) -> None:
    """Notices for a channel that is no longer configured go by the one that is."""
    here = world(directory=posts(head=("pigeon",)))
    here.reads([84])
    here.compose()
    assert [m.channel for m in here.messages()] == ["mailbox"]


def test_two_areas_are_named_and_one_is_not(world: Making) -> None:
    """A council with two areas of its own reads which one it is."""
    here = world(
        book=a_book(ASSESSMENTS, ON_TIME, area(OWN, own=True), area("Wealdstone", own=True))
    )
    here.reads([84])
    here.compose()
    assert here.messages()[0].headline == "1 new on your watch list: Assessments, Harrow"


def test_a_card_and_a_mail_say_the_same(world: Making, tmp_path: Path) -> None:
    """A post with two channels gets the same headline on both."""
    settings = TeamsSettings.model_validate(
        {"webhook_url": "http://t.example", "allow_hosts": ["t.example"]}
    )
    here = world(directory=posts(head=("mailbox", "teams")))
    here.channels = {**(here.channels or {}), "teams": Teams(settings)}
    here.reads([84])
    assert here.compose().messages == 2
    assert len({m.headline for m in here.messages()}) == 1
    assert len({m.message for m in here.messages()}) == 2


def test_what_goes_by_mail_instead_goes_by_real_mail(world: Making, tmp_path: Path) -> None:
    """The council's own mail server first, then GOV.UK Notify, and a folder only without both."""
    box = Mailbox(MailboxSettings(folder=tmp_path))
    notify, mail = notify_channel("http://127.0.0.1:1"), email_channel(1)
    for channels, name in (
        ({"box": box}, "box"),
        ({"box": box, "notify": notify}, "notify"),
        ({"box": box, "notify": notify, "post": mail}, "post"),
    ):
        assert world(channels=channels).desk.by_mail() == name


@pytest.mark.parametrize("form", ["email", "card"])
def test_half_of_a_letter_keeps_no_message_back(world: Making, tmp_path: Path, form: str) -> None:
    """In a name and a title, wherever it came from (files that have one are refused): a mark stands in
    its place, and the message goes out, by whichever channel."""
    box = Mailbox(MailboxSettings.model_validate({"folder": tmp_path / "messages", "format": form}))
    here = world(channels={"mailbox": box})
    head = replace(here.directory.posts["head"], title="Head \ud83d of Assessment")
    here.directory = replace(
        here.directory,
        posts={**here.directory.posts, "head": head},
        people={**here.directory.people, "head": Person("head", "H. \udc00", "h@s.example")},
    )
    here.reads([84])
    assert here.compose().messages == 1
    claim = here.store.claim("reader", NOW, timedelta(hours=1))
    assert claim is not None
    assert "Assessments are taking too long" in claim.payload.decode()
    assert box.send(claim.payload, claim.address).result is Result.DELIVERED
    if form == "email":
        mail = message_from_bytes(claim.payload, policy=policy.default)
        assert mail["To"] == '"H. \N{REPLACEMENT CHARACTER}" <h@s.example>'
