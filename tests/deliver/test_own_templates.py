"""Templates of the council's own: before the shipped ones, kept from harm, and never the loss of a
message."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from notifiers.mailbox import Mailbox, MailboxSettings
from tests.deliver.world import ASSESSMENTS, NOW, ON_TIME, World, a_book, posts, text_of
from tests.evaluate.build import indicator, rule, worse_than
from tests.notifiers.samples import TEMPLATES, digest, message
from watchlist.deliver.desk import Desk
from watchlist.deliver.environment import make_environment
from watchlist.deliver.proving import prove_templates
from watchlist.deliver.stumbling import stumbles_over
from watchlist.model.message import Message
from watchlist.store.open import open_store

LATER = NOW + timedelta(hours=1)


class WithOwn(World):
    """A council with a folder of templates of its own beside its configuration."""

    @property
    def own(self) -> Path:
        return self.folder.parent / "own"

    @property
    def desk(self) -> Desk:
        return replace(
            super().desk,
            environment=make_environment(TEMPLATES, self.own),
            shipped=make_environment(TEMPLATES),
            own_templates=self.own,
        )

    def writes(self, text: str, name: str = "email/news.txt.j2") -> Path:
        path = self.own / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def proved(self) -> list[str]:
        assert self.channels is not None
        faults = prove_templates(self.channels, TEMPLATES, self.own)
        return [str(fault).replace(f"{self.own}/", "") for fault in faults]


@pytest.fixture
def here(sqlite_url: str, tmp_path: Path) -> Iterator[WithOwn]:
    store = open_store(sqlite_url)
    world = WithOwn(store, tmp_path / "messages")
    world.own.mkdir()
    yield world
    store.close()


def test_the_councils_own_goes_before_the_shipped(here: WithOwn) -> None:
    """Its words are what the owner reads; the HTML, of which it has none, is the shipped one."""
    here.writes("Dear {{ message.to_name }}, {{ message.headline }}. Yours, Saltmarsh\n")
    here.reads([84])
    here.compose()
    mail = here.mail()
    assert text_of(mail) == (
        "Dear head (invented), 1 new on your watch list: Assessments. Yours, Saltmarsh"
    )
    html = mail.get_body(("html",))
    assert html is not None
    assert "84% in October 2013" in html.get_content()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a\n{{ message.sender }}\n", "has no attribute 'sender'"),
        ("a\n{{ message.__class__.__mro__ }}\n", "is unsafe"),
        ("a\n{% for item in message.items %}\n", "Unexpected end of template"),
        ("a\n{{ 1 / 0 }}\n", "division by zero"),
        ("a\n{% include 'email/none.txt.j2' %}\n", "email/none.txt.j2"),
    ],
)
def test_a_template_that_fails_loses_no_message(here: WithOwn, text: str, sentence: str) -> None:
    """Written with the shipped one instead; the keeper is told where it fails, once."""
    here.writes(text)
    here.reads([84])
    assert here.compose().messages == 2
    here.reads([84, 83, 104], now=LATER)
    here.compose(LATER)
    told = [one for one in here.messages() if "could not be used" in one.headline]
    assert [(one.post, one.headline) for one in told] == [
        ("keeper", "1 template of your own could not be used")
    ]
    said = text_of(here.mail("could not be used"))
    assert "news.txt.j2:2" in said
    assert sentence in said
    assert "none is lost" in said


def test_mended_and_broken_again_it_is_told_again(here: WithOwn) -> None:
    """Another fault of the same file is news to the keeper."""
    here.writes("{{ message.sender }}")
    here.reads([84])
    here.compose()
    here.writes("{{ message.author }}")
    here.reads([84, 104], now=LATER)
    here.compose(LATER)
    assert sum("could not be used" in one.headline for one in here.messages()) == 2


def test_what_fails_for_one_message_stops_no_other(here: WithOwn) -> None:
    """A template that stumbles over the one owner's message writes the other's."""
    here.writes("{{ message.sender if message.to_name.startswith('head') else 'Our own words' }}\n")
    plans = indicator("plans", target=60, owner="other")
    slow = rule("slow", "plans", amber=worse_than("target"))
    here.book = a_book(ASSESSMENTS, ON_TIME, plans, slow)
    here.directory = posts(other=("mailbox",))
    for name in ("assessments", "plans"):
        here.reads([50], name)
    assert here.compose().messages == 3
    assert {one.post for one in here.messages()} == {"head", "other", "keeper"}
    assert text_of(here.mail("Plans")) == "Our own words"


STUMBLES = """\
{% for item in message.items %}
{{ item.sender if item.title == "Plans" else item.sentences | join(" ") }}
{% endfor %}
"""


def test_the_keeper_is_told_for_which_entry_it_fails(here: WithOwn) -> None:
    """Two entries in one message, and the council's own words fail for one of them: the message goes in
    the shipped words, with both, and the keeper reads for which."""
    here.writes(STUMBLES)
    slow = rule("slow", "plans", amber=worse_than("target"))
    here.book = a_book(ASSESSMENTS, ON_TIME, indicator("plans", target=60, owner="head"), slow)
    for name in ("assessments", "plans"):
        here.reads([50], name)
    here.compose()
    said = text_of(here.mail("could not be used"))
    assert "has no attribute 'sender', for WL-0002." in said
    assert "WL-0001" not in said
    (line,) = here.store.delivery_log()
    assert line.detail.endswith("for WL-0002")


def test_what_fails_for_every_entry_names_none(here: WithOwn) -> None:
    """It is not the entries' fault."""
    here.writes("{% for item in message.items %}{{ item.sender }}{% endfor %}")
    slow = rule("slow", "plans", amber=worse_than("target"))
    here.book = a_book(ASSESSMENTS, ON_TIME, indicator("plans", target=60, owner="head"), slow)
    for name in ("assessments", "plans"):
        here.reads([50], name)
    here.compose()
    assert "WL-" not in text_of(here.mail("could not be used"))


def test_in_a_digest_too_the_entry_is_found() -> None:
    """Whichever section it stands in."""
    said = message(items=(), digest=digest())
    one = digest().still[0].reference

    def write(made: Message) -> None:
        assert made.digest is not None
        assert one not in {item.reference for item in made.digest.items}

    assert stumbles_over(said, write) == (one,)
    assert stumbles_over(message(), lambda made: made.items[0].sentences[7]) == ()
    assert stumbles_over(message(), lambda made: [i.sentences[7] for i in made.items]) == (
        "WL-0042",
    )


def test_should_all_templates_fail_the_news_waits(here: WithOwn) -> None:
    """Not one word is written; once that is mended the news comes, and other channels went on."""

    class Broken(Mailbox):
        def render(self, *_: object) -> bytes:
            raise KeyError("broken")

    settings = MailboxSettings(folder=here.folder)
    here.channels = {"mailbox": Mailbox(settings), "broken": Broken(settings)}
    here.directory = posts(head=("broken", "mailbox"))
    here.reads([84])
    assert here.compose().messages == 1
    assert [one.channel for one in here.store.waiting_notices(LATER)] == ["broken"]
    here.channels = {"mailbox": Mailbox(settings), "broken": Mailbox(settings)}
    assert here.compose(LATER).messages == 1
    assert here.store.waiting_notices(LATER) == []


def test_every_fault_is_found_before_it_matters(here: WithOwn) -> None:
    """Each file at its line, none hidden by another; and what no message is written with."""
    here.writes("a\n{{ message.sender }}\n")
    here.writes("{% if %}\n", "email/news.html.j2")
    here.writes("\n\n{{ message.digest.leed }}\n", "email/digest.txt.j2")
    here.writes("x", "email/nwes.txt.j2")
    here.writes("x", "public/list.html.j2")
    here.writes("y", "email/ours.txt.j2")
    here.writes("{% include 'email/ours.txt.j2' %}", "email/digest.html.j2")
    found = here.proved()
    for start, sentence in (
        ("email/news.txt.j2:2: ", "has no attribute 'sender'"),
        ("email/news.html.j2:1: ", "Expected an expression"),
        ("email/digest.txt.j2:3: ", "has no attribute 'leed'"),
        ("email/nwes.txt.j2: warning: ", 'did you mean "email/news.txt.j2"?'),
        ("public/list.html.j2: warning: ", "this file is not used"),
    ):
        assert any(one.startswith(start) and sentence in one for one in found), (start, found)
    assert len(found) == 5


def test_the_shipped_templates_are_well(here: WithOwn) -> None:
    """On messages in which everything occurs; and a folder that is empty changes nothing."""
    assert here.proved() == []
