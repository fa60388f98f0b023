"""Links in messages, asked of the daemon by HTTP: looking changes nothing, a POST does it, once."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.web.council import (
    ADDRESS,
    CHILDREN,
    Council,
    Tags,
    answering,
    asked,
    reading,
    token,
)
from watchlist.app import App
from watchlist.daemon import Daemon
from watchlist.deliver.links import Intent, Links
from watchlist.model.errors import UsageError, WorldError
from watchlist.model.people import Recipient
from watchlist.model.subscription import Subscription, SubscriptionState, Topic, When
from watchlist.pages import answer
from watchlist.store.results import SubscriptionDeed
from watchlist.store.tables import meta
from watchlist.subscriber import By
from watchlist.subscribing import change, pause, unsubscribe

ONE_CLICK = {"List-Unsubscribe": "One-Click"}
UNSUBSCRIBE, CONFIRM = Intent.UNSUBSCRIBE, Intent.CONFIRM


@pytest.fixture
def council(tmp_path: Path) -> Council:
    return Council.founded(tmp_path)


@pytest.fixture
def app(council: Council) -> Iterator[App]:
    with council.opens() as opened:
        yield opened


@pytest.fixture
def site(app: App, council: Council) -> Iterator[httpx.Client]:
    with answering(app) as client:
        yield client


def state(app: App, one: Subscription) -> SubscriptionState:
    known = app.store.subscription(one.id)
    assert known is not None
    return known.state


def deeds(app: App, one: Subscription) -> list[SubscriptionDeed]:
    return [said.deed for said in app.store.subscription_log(one.id)]


def test_a_digest_is_confirmed_by_the_link_of_its_message(
    council: Council, app: App, site: httpx.Client
) -> None:
    """The chair opens the link that he was sent, is asked, says yes, and is subscribed; once more
    changes nothing."""
    one = asked(app)
    (letter,) = council.letters()
    (link,) = re.findall(rf"{ADDRESS}(/confirm/\S+)", letter)
    assert f'href="{ADDRESS}{link}"' in council.letters("html")[0]
    page = site.get(link)
    assert page.status_code == 200
    assert "Do you want this digest?" in page.text
    assert "The digest of Children, before each meeting, would be sent to you as Chair" in page.text
    assert state(app, one) is SubscriptionState.ASKED
    for _ in range(2):
        page = site.post(link)
        assert (page.status_code, "You are subscribed" in page.text) == (200, True)
    assert deeds(app, one) == [SubscriptionDeed.ASKED, SubscriptionDeed.CONFIRMED]
    assert app.store.subscription_log(one.id)[-1].who == "p1"
    assert state(app, one) is SubscriptionState.ACTIVE


def test_one_post_ends_it_and_a_second_changes_nothing(app: App, site: httpx.Client) -> None:
    """As a mail program does it (RFC 8058): one POST without a cookie or a page before it; what else
    the chair reads goes on."""
    one, other = reading(app), reading(app, Topic(tag="education"))
    for _ in range(2):
        done = site.post(f"/unsubscribe/{token(app, UNSUBSCRIBE, one)}", data=ONE_CLICK)
        assert (done.status_code, "You are unsubscribed" in done.text) == (200, True)
    assert state(app, one) is SubscriptionState.ENDED
    assert deeds(app, one).count(SubscriptionDeed.ENDED) == 1
    assert state(app, other) is SubscriptionState.ACTIVE


@pytest.mark.parametrize("body", [b"", b"List-Unsubscribe=One-Click", b"x" * 300_000])
def test_the_button_and_any_mail_program_will_do(app: App, site: httpx.Client, body: bytes) -> None:
    """What stands in the body does not matter: the signature says it all. As multipart, too."""
    one = reading(app)
    kind = "multipart/form-data; boundary=b" if body else "application/x-www-form-urlencoded"
    path = f"/unsubscribe/{token(app, UNSUBSCRIBE, one)}"
    assert site.post(path, content=body, headers={"Content-Type": kind}).status_code == 200
    assert state(app, one) is SubscriptionState.ENDED


def test_a_mail_scanner_changes_nothing(app: App, site: httpx.Client) -> None:
    """It opens every link of a message, often, and asks for it by HEAD."""
    new, old = asked(app), reading(app, Topic(tag="education"))
    before = deeds(app, new) + deeds(app, old)
    for _ in range(5):
        for path in (
            f"/confirm/{token(app, CONFIRM, new)}",
            f"/unsubscribe/{token(app, UNSUBSCRIBE, old)}",
        ):
            assert site.get(path).status_code == 200
            assert site.head(path).status_code == 200
    assert deeds(app, new) + deeds(app, old) == before
    assert state(app, new) is SubscriptionState.ASKED
    assert state(app, old) is SubscriptionState.ACTIVE


def _wrong(app: App, one: Subscription) -> Iterator[str]:
    good = token(app, UNSUBSCRIBE, one)
    payload, _, signature = good.rpartition(".")
    yield f"/unsubscribe/{good[:-1]}"
    yield f"/unsubscribe/{payload}.{signature[::-1]}"
    yield f"/unsubscribe/{payload}"
    yield f"/unsubscribe/{one.id}"
    yield "/unsubscribe/" + "x" * 20_000
    yield "/unsubscribe/%00%ff.é"
    yield f"/unsubscribe/{token(app, CONFIRM, one)}"  # signed, for something else
    yield f"/confirm/{good}"
    stranger = Links(ADDRESS, ("k" * 43,))
    yield f"/unsubscribe/{stranger.token(UNSUBSCRIBE, one, Recipient(one.post, '', '', (), 'p1'))}"
    gone = Subscription("0" * 10, "chair", CHILDREN, When.WEEKLY, "m", one.state, one.asked_at)
    yield f"/unsubscribe/{token(app, UNSUBSCRIBE, gone)}"  # ours, from a database that is no more
    yield f"/unsubscribe/{good}/more"
    yield "/unsubscribe/"
    yield "/docs"


def test_a_wrong_token_is_told_nothing(app: App, site: httpx.Client) -> None:
    """Cut short, turned round, of another link, of another council: the same plain page for all, and
    nothing is done."""
    one = reading(app)
    pages = [site.request(m, path) for path in _wrong(app, one) for m in ("GET", "POST")]
    assert {page.status_code for page in pages} == {404}
    assert len({page.content for page in pages}) == 1
    assert "Chair" not in pages[0].text
    assert state(app, one) is SubscriptionState.ACTIVE


def test_an_old_link_ends_what_was_changed_meanwhile(app: App, site: httpx.Client) -> None:
    """It never expires: the digest comes weekly now, and is paused; it is the same subscription."""
    one = reading(app)
    path = f"/unsubscribe/{token(app, UNSUBSCRIBE, one)}"
    by, now = By("p1"), app.clock()
    change(app.store, app.setting, one.id, by, now, When.WEEKLY, None, app.channels)
    pause(app.store, app.setting, one.id, by, now, None)
    assert "The digest of Children, weekly, is sent to you" in site.get(path).text
    assert site.post(path, data=ONE_CLICK).status_code == 200
    assert state(app, one) is SubscriptionState.ENDED


def test_a_subscription_that_ended_is_not_confirmed_by_an_old_link(
    app: App, site: httpx.Client
) -> None:
    """Whoever wants it again asks for it again, and then has another link."""
    one = asked(app)
    path = f"/confirm/{token(app, CONFIRM, one)}"
    unsubscribe(app.store, app.setting, one.id, By("p1"), app.clock())
    for method in ("GET", "POST"):
        page = site.request(method, path)
        assert (page.status_code, "has ended" in page.text) == (200, True)
    assert state(app, one) is SubscriptionState.ENDED
    assert asked(app).id != one.id


def test_whoever_left_the_post_ends_nothing_for_the_next(council: Council) -> None:
    """The former chair clicks in an old message: nothing of it is sent to him any more, and the new
    chair goes on reading; his own link works."""
    with council.opens() as app:
        one = reading(app)
        path = f"/unsubscribe/{token(app, UNSUBSCRIBE, one)}"
    council.configures(chair="p5")
    with council.opens() as app, answering(app) as site:
        for method in ("GET", "POST"):
            page = site.request(method, path)
            assert (page.status_code, "Nothing of this is sent to you" in page.text) == (200, True)
        assert state(app, one) is SubscriptionState.ACTIVE
        assert site.post(f"/unsubscribe/{token(app, UNSUBSCRIBE, one, 'p5')}").status_code == 200
        assert state(app, one) is SubscriptionState.ENDED


def test_links_outlive_a_new_key(council: Council) -> None:
    """The administrator names a key of his own: what was signed before is good, what is signed from
    now on is by his key; the key of somebody else is none."""
    with council.opens() as app:
        one, other = reading(app), reading(app, Topic(tag="education"))
        old = f"/unsubscribe/{token(app, UNSUBSCRIBE, one)}"
    (council.folder / "signing.key").write_text("s" * 40)
    council.configures(more="secret_key: {file: signing.key}\n")
    with council.opens() as app, answering(app) as site:
        new = token(app, UNSUBSCRIBE, other)
        assert Links("", ("s" * 40,)).followed(UNSUBSCRIBE, new) is not None
        assert site.post(old).status_code == 200
        assert site.post(f"/unsubscribe/{new}").status_code == 200


def test_pages_do_no_more_than_they_should(app: App, site: httpx.Client) -> None:
    """No script, no cookie, nothing from elsewhere, nothing kept, nobody else told where one came from;
    one style, from here."""
    one = reading(app)
    for path in (f"/unsubscribe/{token(app, UNSUBSCRIBE, one)}", "/nothing"):
        page = site.get(path)
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["X-Content-Type-Options"] == "nosniff"
        assert page.headers["Referrer-Policy"] == "same-origin"
        assert not {"set-cookie", "server"} & set(page.headers)
        policy = page.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; ")
        assert "unsafe" not in policy
        (style,) = re.findall(r'<link rel="stylesheet" href="(/[^"]+)">', page.text)
        sheet = site.get(style)
        assert (sheet.status_code, sheet.headers["Content-Type"][:8]) == (200, "text/css")
        assert "immutable" in sheet.headers["Cache-Control"]
        tags = Tags(page.text)
        assert not {"script", "img", "style", "iframe"} & set(tags.names)
        assert not {"style", "onclick", "src"} & set(tags.attributes)
    assert site.get("/healthz").text == "well\n"
    refused = site.put(f"/unsubscribe/{token(app, UNSUBSCRIBE, one)}")
    assert (refused.status_code, "allow" in refused.headers) == (405, True)


def test_what_people_are_called_is_only_text(council: Council) -> None:
    """A title with signs of HTML in it is shown as it is written."""
    rules = council.folder / "rulebook" / "council.yaml"
    rules.write_text(rules.read_text().replace("title: Children", 'title: "<b>A&B</b>"'))
    with council.opens() as app, answering(app) as site:
        page = site.get(f"/unsubscribe/{token(app, UNSUBSCRIBE, reading(app))}")
    assert "&lt;b&gt;A&amp;B&lt;/b&gt;" in page.text
    assert "b" not in Tags(page.text).names


def test_a_busy_database_is_tried_again(tmp_path: Path) -> None:
    """Nothing is lost and nothing done by halves: the mail program is told to come again, and then it
    works."""
    council = Council.founded(tmp_path, f"sqlite:///{tmp_path / 'watchlist.db'}?timeout=0.2")
    with council.opens() as app, answering(app) as site:
        one = reading(app)
        path = f"/unsubscribe/{token(app, UNSUBSCRIBE, one)}"
        with app.store.begin(app.clock()):
            busy = site.post(path, data=ONE_CLICK)
            assert (busy.status_code, "Retry-After" in busy.headers) == (503, True)
            assert "watchlist.db" not in busy.text
            assert site.get(path).status_code == 200
        assert state(app, one) is SubscriptionState.ACTIVE
        assert site.post(path, data=ONE_CLICK).status_code == 200
        assert state(app, one) is SubscriptionState.ENDED


def test_somebody_who_dawdles_does_not_keep_the_daemon_from_stopping(
    council: Council, app: App
) -> None:
    """One has sent half a request, one keeps his connection: the pages stop all the same."""
    began = time.monotonic()
    with answering(app) as site:
        assert site.get("/healthz").status_code == 200
        host, port = site.base_url.host, site.base_url.port
        half = socket.create_connection((host, port))
        half.sendall(b"POST /unsubscribe/x HTTP/1.1\r\nHost: w\r\nContent-Length: 99\r\n\r\nList")
    half.close()
    assert time.monotonic() - began < 30


def test_without_an_address_there_is_no_link_and_no_server(council: Council) -> None:
    """The message says the command alone, and whoever asks for the pages is told what to write."""
    council.configures(web=False)
    with council.opens() as app:
        one = asked(app)
        (letter,) = council.letters()
        assert "http" not in letter
        assert f"watchlist confirm {token(app, CONFIRM, one)}" in " ".join(letter.split())
        assert app.links().unsubscribe(one, Recipient("chair", "", "", (), "p1")) == ""
        with pytest.raises(UsageError, match="does not say where the pages are"):
            answer(app)


def test_a_place_that_is_taken_is_said_at_the_start(council: Council, app: App) -> None:
    """With what to do about it; the daemon does not run without its links."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        text = council.config.read_text().replace("127.0.0.1:0", f"127.0.0.1:{port}")
        council.config.write_text(text)
        with council.opens() as again, pytest.raises(WorldError, match="say another place"):
            Daemon(again, council.config).run()


def test_the_key_is_made_once_and_never_said(council: Council) -> None:
    """Every start knows the links of the one before; no message and no page has the key in it."""
    with council.opens() as app:
        one = asked(app)
        first = token(app, CONFIRM, one)
    with council.opens() as app:
        assert token(app, CONFIRM, one) == first
        key = app.store.secret_key()
        with app.store.reading() as connection:
            assert key in connection.execute(meta.select()).all().__repr__()
        assert key not in repr(app.links())
    assert all(key not in letter for letter in council.letters())
