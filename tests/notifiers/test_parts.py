"""What a mail may carry besides its text: pictures, days for the calendar, a way to end it."""

from __future__ import annotations

import struct
import zlib
from datetime import date, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifiers.calendar_file import calendar_file
from notifiers.mime import Sender, render_mail
from tests.notifiers.samples import environment, item, message
from watchlist.model.message import CalendarItem, Picture
from watchlist.rulebook.ics import read_events

PAGE = "https://watch.saltmarsh.example/unsubscribe/" + "t0ken" * 40


def png(width: int = 900, height: int = 30) -> bytes:
    """A real picture, all white."""
    rows = (b"\x00" + b"\xff" * width) * height
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    chunks = [
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def due(**changes: Any) -> CalendarItem:
    words: dict[str, Any] = {
        "id": "action-42-3@saltmarsh.example",
        "day": date(2014, 3, 27),
        "title": "Recruit two assessment officers; report back, please",
        "text": "WL-0042: Assessments completed within 45 working days.\nBy then, or say why not.",
    }
    return CalendarItem(**{**words, **changes})


def opened(sender: Sender | None = None, **changes: Any) -> EmailMessage:
    sender = sender or Sender("watch-list@saltmarsh.example")
    payloads = {render_mail(message(**changes), environment(), sender) for _ in range(2)}
    assert len(payloads) == 1, "the same message is the same bytes"
    (payload,) = payloads
    assert payload.isascii()
    assert all(len(line) <= 998 for line in payload.split(b"\r\n"))
    mail = message_from_bytes(payload, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def shape(part: EmailMessage) -> Any:
    kind = part.get_content_type()
    inner = [shape(p) for p in part.iter_parts() if isinstance(p, EmailMessage)]
    return (kind, inner) if inner else kind


def test_a_picture_stands_beside_its_item_and_is_said_in_words() -> None:
    """By Content-ID within the HTML's own part, at most as wide as the sheet, with its words."""
    charts = (
        Picture("WL-0042", png(900), 'Below the "target" of 85% for <2 months'),
        Picture("WL-0043", png(120), "Level"),
    )
    items = (item(), item(reference="WL-0043"))
    mail = opened(items=items, pictures=charts)
    assert shape(mail) == (
        "multipart/alternative",
        ["text/plain", ("multipart/related", ["text/html", "image/png", "image/png"])],
    )
    html = mail.get_body(("html",))
    assert html is not None
    text = html.get_content()
    pictures = [part for part in mail.walk() if part.get_content_type() == "image/png"]
    first, second = (str(part["Content-ID"]).strip("<>") for part in pictures)
    assert pictures[0].get_content() == png(900)
    assert text.index("WL-0042") < text.index(first) < text.index("WL-0043") < text.index(second)
    assert 'width="544"' in text
    assert 'width="120"' in text
    assert "Below the &quot;target&quot; of 85%" in text
    plain = mail.get_body(("plain",))
    assert plain is not None
    assert 'Chart: Below the "target" of 85% for <2 months' in plain.get_content()


def test_what_is_no_picture_makes_no_mail() -> None:
    """A broken chart is an error here and not an empty frame there."""
    with pytest.raises(ValueError, match="no PNG"):
        opened(pictures=(Picture("WL-0042", b"<svg/>", "words"),))


def test_what_is_due_comes_as_a_calendar() -> None:
    """An attachment that is published, not an invitation to be answered."""
    mail = opened(calendar=(due(),), pictures=(Picture("WL-0042", png(), "words"),))
    assert shape(mail) == (
        "multipart/mixed",
        [
            (
                "multipart/alternative",
                ["text/plain", ("multipart/related", ["text/html", "image/png"])],
            ),
            "text/calendar",
        ],
    )
    (attachment,) = mail.iter_attachments()
    assert attachment.get_filename() == "actions.ics"
    assert attachment["Content-Type"].params["method"] == "PUBLISH"
    written = attachment.get_content().replace("\r\n", "\n")
    made = calendar_file((due(),), message().made_at, "watch-list@saltmarsh.example").decode()
    assert written == made.replace("\r\n", "\n")


def test_a_calendar_is_read_as_it_was_meant() -> None:
    """By the reader with which committees' own calendars are read: day, name, and the words."""
    made = message().made_at
    text = calendar_file((due(), due(id="b", title="B")), made, "a@b.example").decode()
    first, second = read_events(text)
    assert first.begins.day == date(2014, 3, 27)
    assert first.begins.clock is None
    assert first.text("UID") == "action-42-3@saltmarsh.example"
    assert first.text("SUMMARY") == r"Recruit two assessment officers\; report back\, please"
    assert first.takes_place
    assert second.text("SUMMARY") == "B"
    assert "METHOD:PUBLISH" in text
    assert r"45 working days.\nBy then\, or say why not." in text.replace("\r\n ", "")


def test_a_day_that_was_moved_is_newer() -> None:
    """The same name with a greater revision takes the place of the first in the calendar."""
    made = message().made_at
    first, second = (
        read_events(calendar_file((due(),), when, "a@b.example").decode())[0]
        for when in (made, made + timedelta(minutes=1))
    )
    assert first.text("UID") == second.text("UID")
    assert second.revision > first.revision


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=300), st.text(max_size=300))
def test_no_text_breaks_a_calendar(title: str, words: str) -> None:
    """Whatever people write, it is one event, in lines of at most 75 octets."""
    file = calendar_file((due(title=title, text=words),), message().made_at, "a@b.example")
    assert all(len(line) <= 75 for line in file.split(b"\r\n"))
    assert b"\n" not in file.replace(b"\r\n", b"")
    (event,) = read_events(file.decode())
    assert event.begins.day == date(2014, 3, 27)
    assert event.text("UID") == "action-42-3@saltmarsh.example"


def test_a_subscription_ends_by_one_click() -> None:
    """Both headers of RFC 8058, whole however long the address, and the mailbox where there is one."""
    both = opened(
        Sender("a@b.example", unsubscribe_to="Watch List <stop@saltmarsh.example>"),
        unsubscribe=PAGE,
        headline="Children’s services",
    )
    assert both["List-Unsubscribe"] == (
        f"<{PAGE}>, <mailto:stop@saltmarsh.example?subject=unsubscribe>"
    )
    assert both["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert opened(unsubscribe=PAGE)["List-Unsubscribe"] == f"<{PAGE}>"
    assert opened()["List-Unsubscribe"] is None


@pytest.mark.parametrize("page", ["http://localhost/x", "javascript:x", "https://x>\r\nBcc: y"])
def test_only_a_page_under_https_takes_one_click(page: str) -> None:
    """Others are offered without it or not at all, and nothing breaks out of the header."""
    mail = opened(unsubscribe=page)
    assert mail["List-Unsubscribe-Post"] is None
    assert mail["List-Unsubscribe"] == (f"<{page}>" if page.startswith("http:") else None)
    assert mail["Bcc"] is None


def test_messages_that_belong_together_say_so() -> None:
    """Mail programs show them as one conversation."""
    earlier = ("wl-0042@saltmarsh.example", "x@y.example")
    assert opened(references=earlier)["References"] == "<wl-0042@saltmarsh.example> <x@y.example>"
    assert opened()["References"] is None
