"""The e-mail itself: the same bytes, safe headers, a text part that says everything."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from notifiers.addresses import is_address, mailbox_address
from notifiers.mime import Sender, render_mail
from tests.notifiers.samples import environment, item, message, rest
from watchlist.model.message import Message

SENDER = Sender("Scrutiny Watch List <watch-list@saltmarsh.example>")


def opened(sent: Message, reply_to: str = "") -> EmailMessage:
    payload = render_mail(sent, environment(), replace(SENDER, reply_to=reply_to))
    mail = message_from_bytes(payload, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def test_the_same_message_gives_the_same_bytes() -> None:
    """A message sent again after an unknown attempt is the same to the last byte."""
    first, second = (render_mail(message(), environment(), SENDER) for _ in range(2))
    assert first == second
    assert first.isascii()
    assert b"\n" not in first.replace(b"\r\n", b"")


def test_the_headers_keep_robots_quiet_and_the_date_is_the_messages_own() -> None:
    """No out-of-office replies; the date does not change from try to try."""
    mail = opened(message(), reply_to="Scrutiny <scrutiny@saltmarsh.example>")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["X-Auto-Response-Suppress"] == "All"
    assert mail["Message-ID"] == "<0123456789abcdef@saltmarsh.example>"
    assert mail["Date"].datetime == datetime(2014, 2, 4, 9, 0, tzinfo=UTC)
    assert mail["Reply-To"] == "Scrutiny <scrutiny@saltmarsh.example>"


@pytest.mark.parametrize("mark", ["'", "’"])
@pytest.mark.parametrize("length", range(50, 110, 7))
def test_a_subject_arrives_as_it_was_written(length: int, mark: str) -> None:
    """However long a title is, its subject begins on the first line and reads the same."""
    headline = (f"3 new on your watch list: Children{mark}s " + "reviews held on time " * 5)[
        :length
    ]
    payload = render_mail(message(headline=headline), environment(), SENDER)
    assert b"Subject: " in payload
    assert all(len(line) <= 998 for line in payload.split(b"\r\n"))
    assert message_from_bytes(payload, policy=policy.default)["Subject"] == headline.strip()


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(), max_size=120), st.text(st.characters(), max_size=40))
@example("Reviews \ud83d late", "H. \udc00")
def test_no_text_breaks_out_of_its_header(headline: str, name: str) -> None:
    """Titles that people write make no header of their own and no second recipient; of half of a
    letter, a lone surrogate, a mark is left."""
    plain = opened(message())
    mail = opened(message(headline=headline, to_name=name))
    assert mail.keys() == plain.keys()
    assert [a.addr_spec for a in mail["To"].addresses] == ["officer@saltmarsh.example"]


def test_html_shows_words_as_they_were_written() -> None:
    """A title with a tag in it is shown, not run."""
    odd = item(title="Under <b>5</b> & over", sentences=("<script>x</script>",))
    html = body(opened(message(items=(odd,))), "html")
    assert "Under &lt;b&gt;5&lt;/b&gt; &amp; over" in html
    assert "<script" not in html


def test_the_level_is_a_word_and_a_shape_and_never_a_colour_alone() -> None:
    """Red and amber differ in print, on a screen reader and to the colour-blind."""
    mail = opened(message(items=(item(level="red"), item(level="amber"))))
    for text in (body(mail, "html"), body(mail, "plain")):
        for word, shape in (("red", "■"), ("amber", "▲")):
            assert shape in text
            assert word in text.lower()


def test_the_text_part_says_all_that_the_html_says() -> None:
    """Every sentence and every figure is in both parts."""
    sent = message()
    mail = opened(sent)
    for kind in ("plain", "html"):
        text = " ".join(re.sub(r"<[^>]+>", " ", body(mail, kind)).split())
        wanted = [sent.headline, sent.closing, *sent.items[0].sentences, "WL-0042"]
        wanted += [figure for row in sent.items[0].rows for figure in (row.period, row.figure)]
        assert [word for word in wanted if word not in text] == []


def test_what_a_message_counts_is_a_table_in_both_parts() -> None:
    """How much it is, by rule and by level with thousands apart, and where all of it stands."""
    mail = opened(message(items=(), rest=rest()))
    for kind in ("plain", "html"):
        text = " ".join(re.sub(r"<[^>]+>", " ", body(mail, kind)).split())
        for word in (
            "1,215 on the list from the start",
            "Red",
            "Amber",
            "Other",
            "1,200",
            "Assessments take too long",
            "An exempt item has moved",
            "See: watchlist list",
        ):
            assert word in text, kind
    assert "12    1,200        0   Assessments take too long" in body(mail, "plain")


def test_outlook_gets_tables_of_600_pixels_with_inlined_styles() -> None:
    """No style sheet, no script, no picture from elsewhere: Word's engine can draw it."""
    html = body(opened(message()), "html")
    assert 'width="600"' in html
    assert "<style" not in html
    assert "http" not in html
    assert 'style="' in html


@pytest.mark.parametrize("address", ["", "x", "a@b\nc", "@b", "a@", "a" * 250 + "@b.example"])
def test_what_is_no_address_makes_no_mail(address: str) -> None:
    """A message to nobody is an error here and not a bounce later."""
    assert not is_address(address)
    with pytest.raises(ValueError, match="not an e-mail address"):
        render_mail(replace(message(), to_address=address), environment(), SENDER)


def test_a_sender_is_written_as_people_do() -> None:
    """With or without a name; anything else is told how to write it."""
    assert mailbox_address("a@b.example") == "a@b.example"
    with pytest.raises(ValueError, match="write it like"):
        mailbox_address("Scrutiny team")
