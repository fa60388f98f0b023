"""A digest as a mail: HTML and text say the same, and the charts are in it."""

from __future__ import annotations

import re
from collections import Counter
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest

from notifiers.mime import Sender, render_mail
from tests.deliver.papers import sample
from tests.deliver.papers.reading import attributes, parsed, seen, words
from tests.notifiers.samples import environment, message
from watchlist.deliver.papers.charts import pictures_of
from watchlist.model.digest import Digest

UNSUBSCRIBE = "https://watch.saltmarsh.example/unsubscribe/abc"


def mail(digest: Digest, **changes: Any) -> EmailMessage:
    sent = message(
        headline="Before your meeting",
        items=(),
        digest=digest,
        pictures=pictures_of(digest),
        unsubscribe=UNSUBSCRIBE,
        **changes,
    )
    sender = Sender("Scrutiny Watch List <watch-list@saltmarsh.example>")
    made = message_from_bytes(render_mail(sent, environment(), sender), policy=policy.default)
    assert isinstance(made, EmailMessage)
    return made


def body(made: EmailMessage, kind: str) -> str:
    part = made.get_body((kind,))
    assert part is not None
    return str(part.get_content())


@pytest.mark.parametrize(
    "digest", [sample.digest(), sample.empty(), sample.crowded(9)], ids=["full", "empty", "crowded"]
)
def test_the_text_says_what_the_html_says(digest: Digest) -> None:
    """Whoever reads text reads the same words, figures and charts."""
    made = mail(digest)
    html, text = seen(body(made, "html")), body(made, "plain")
    assert words(html) - words(text) == words(text) - words(html) == Counter()
    for sentence in (digest.lead, digest.success, *digest.changed, *digest.overdue):
        assert all(sentence in " ".join(one.split()) for one in (html, text))


def test_each_chart_is_in_the_mail_and_has_its_words() -> None:
    """By Content-ID, as Gmail and Outlook show nothing else; at most 600 pixels wide."""
    made = mail(sample.digest())
    html = body(made, "html")
    ids = {part["Content-ID"] for part in made.walk() if part.get_content_maintype() == "image"}
    shown = attributes(html, "img", "src")
    assert len(shown) == 5
    assert {f"<{one.removeprefix('cid:')}>" for one in shown} == ids
    assert all(int(wide) <= 600 for wide in attributes(html, "img", "width"))
    assert attributes(html, "img", "alt")[0] == (
        "Chart: From 88.0% in June 2013 to 70.0% in December 2013; no figure for October 2013."
    )


def test_no_picture_is_sent_that_is_not_shown() -> None:
    """What is a row of a table has no chart."""
    made = mail(sample.crowded(50))
    shown = attributes(body(made, "html"), "img", "src")
    images = [part for part in made.walk() if part.get_content_maintype() == "image"]
    assert len(images) == len(shown) > 0


def test_the_foot_has_the_heads_the_release_and_the_way_out() -> None:
    """The histories' heads, that nobody has released it, and one click to unsubscribe."""
    made = mail(sample.digest())
    html = body(made, "html")
    for text in (seen(html), " ".join(body(made, "plain").split())):
        assert "WL-0042 00051336d2c4b6a8" in text
        assert "Not yet confirmed" in text
        assert UNSUBSCRIBE in text
    assert UNSUBSCRIBE in attributes(html, "a", "href")


def test_an_earlier_report_is_opened_from_where_it_is_named() -> None:
    """Its address is a link in the HTML and stands in the text."""
    made = mail(sample.digest())
    assert sample.REPORT in attributes(body(made, "html"), "a", "href")
    assert sample.REPORT in body(made, "plain")


def test_outlook_can_draw_it() -> None:
    """Tables of 600 pixels, styles on the elements, nothing from elsewhere, no script; what style sheet
    there is serves telephones and printers alone."""
    html = body(mail(sample.digest()), "html")
    assert 'width="600"' in html
    (sheet,) = re.findall(r"<style[^>]*>(.*?)</style>", html, re.DOTALL)
    assert re.findall(r"^@\w+ \w+|^}", sheet, re.MULTILINE) == [
        "@media screen",
        "}",
        "@media print",
        "}",
    ]
    assert "<script" not in html
    assert set(re.findall(r'(?:src|href)="(?!cid:)([^"]*)"', html)) == {sample.REPORT, UNSUBSCRIBE}


@pytest.mark.parametrize("text", sample.NASTY)
def test_any_text_is_shown_and_none_is_run(text: str) -> None:
    """Valid HTML, the same tags as ever, and headers that hold."""
    html = body(mail(sample.nasty(text)), "html")
    tags = {str(one.tag).partition("}")[2] for one in parsed(html).iter()}
    assert tags <= {
        "html", "head", "meta", "title", "style", "body", "table", "tbody", "tr", "td", "th", "p", "h1",
        "h2", "h3", "strong", "span", "div", "img", "a",
    }  # fmt: skip


def test_the_same_digest_gives_the_same_bytes() -> None:
    """A mail that is sent again is the same to the last byte."""
    assert mail(sample.digest()).as_bytes() == mail(sample.digest()).as_bytes()
