"""Signing in by a link that is mailed: good once, by its button, for one of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import structlog
from sqlalchemy import select

from tests.web.council import ADDRESS, Council
from tests.web.door import Door, csrf_in
from watchlist.model.sign_in import SignInDeed
from watchlist.rounds import deliver_round
from watchlist.store.tables import metadata
from watchlist.web.entering import local_path


@pytest.fixture
def council(tmp_path: Path) -> Council:
    return Council.founded(tmp_path)


@pytest.fixture
def door(council: Council) -> Iterator[Door]:
    with council.opens() as app:
        yield Door.of(app, council)


def said(door: Door) -> list[tuple[SignInDeed, str | None]]:
    return [(one.what, one.person) for one in reversed(door.app.store.sign_in_log())]


def test_somebody_signs_in_by_the_link_that_he_was_mailed(door: Door, council: Council) -> None:
    """He wanted a page, is asked who he is, finds the link in his mail, presses the button, and sees
    the page that he wanted."""
    browser = door.browser()
    sent = browser.get("/entries/WL-0001?done=x")
    assert (sent.status_code, sent.headers["location"]) == (
        303, "/sign-in?next=%2Fentries%2FWL-0001%3Fdone%3Dx",
    )  # fmt: skip
    form = browser.get(sent.headers["location"])
    assert 'name="next" value="/entries/WL-0001?done=x"' in form.text
    assert (
        "If we know this address, a link is on its way."
        in door.asks(browser, "Chair@Village.Example", "/entries/WL-0001?done=x").text
    )
    link = door.link()
    (letter,) = council.letters()
    assert "Sign in to the scrutiny watch list" in letter
    assert "The link is good once, and for 15 minutes" in " ".join(letter.split())
    assert "A. Chair (invented)" not in browser.get(link).text
    done = browser.post(link)
    assert (done.status_code, done.headers["location"]) == (303, "/entries/WL-0001?done=x")
    assert "A. Chair (invented)" in browser.get("/").text
    assert said(door) == [(SignInDeed.LINK_ASKED, "p1"), (SignInDeed.SIGNED_IN, "p1")]


def test_a_link_is_good_once(door: Door) -> None:
    """The second time it is answered like one that never was."""
    browser, other = door.browser(), door.browser()
    door.asks(browser, "chair@village.example")
    link = door.link()
    assert browser.post(link).status_code == 303
    again, never = other.post(link), other.post("/sign-in/" + "x" * 43)
    assert {again.status_code, never.status_code, other.get(link).status_code} == {404}
    assert again.text == never.text
    assert "set-cookie" not in again.headers


def test_two_clicks_at_once_are_one(door: Door) -> None:
    """One signs in, the other is told that the link was used."""
    door.asks(door.browser(), "chair@village.example")
    link = door.link()
    with ThreadPoolExecutor(2) as pool:
        statuses = list(pool.map(lambda _: door.browser().post(link).status_code, range(2)))
    assert sorted(statuses) == [303, 404]


def test_a_link_is_good_for_a_quarter_of_an_hour(door: Door) -> None:
    """After that it is as if it had been used."""
    browser = door.browser()
    door.asks(browser, "chair@village.example")
    link = door.link()
    door.clock.goes(minutes=15)
    assert browser.get(link).status_code == browser.post(link).status_code == 404
    door.clock.goes(seconds=-1)
    assert browser.post(link).status_code == 303


def test_a_mail_scanner_uses_nothing_up(door: Door) -> None:
    """It opens the link by GET and HEAD, as often as it likes."""
    browser = door.browser()
    door.asks(browser, "chair@village.example")
    link = door.link()
    for _ in range(5):
        looked = browser.get(link)
        assert (looked.status_code, "set-cookie" in looked.headers) == (200, False)
        assert browser.head(link).status_code == 200
    assert browser.post(link).status_code == 303


def test_nobody_sees_by_the_answer_whether_an_address_is_known(
    door: Door, council: Council
) -> None:
    """The same page for one of ours, for one without a post and for a stranger; only the first is
    mailed."""
    answers = [
        door.asks(door.browser(), f"{name}@village.example")
        for name in ("chair", "next.chair", "stranger")
    ]
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert len({tuple(answer.headers.items()) for answer in answers}) == 1
    deliver_round(door.app)
    assert len(council.letters()) == 1
    assert said(door) == [
        (SignInDeed.LINK_ASKED, "p1"), (SignInDeed.REFUSED, "p5"), (SignInDeed.REFUSED, None),
    ]  # fmt: skip


def test_what_is_no_address_is_said_beside_the_field(door: Door) -> None:
    """And what was written stays there."""
    answer = door.asks(door.browser(), 'chair"><b>')
    assert answer.status_code == 422
    assert "Enter your e-mail address, such as" in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert 'value="chair&#34;&gt;&lt;b&gt;"' in answer.text


@pytest.mark.parametrize(
    "path", ["/", "/entries/WL-0001", "/?committee=children&page=2", "/meetings/2014-03-19"]
)
def test_a_page_of_ours_is_gone_on_to(path: str) -> None:
    """With all that its address says."""
    assert local_path(path) == path


@pytest.mark.parametrize(
    "address",
    ["https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example", "evil", "",
     "javascript:alert(1)", "/\n/evil.example", "/%0d%0a/\r\nSet-Cookie: a=b", "http:/evil", "/a b",
     "/é", "https:///evil.example", "/" + "x" * 5000, "//[", "/\t/evil.example"],
)  # fmt: skip
def test_another_sites_page_is_not(door: Door, address: str) -> None:
    """However it is written: the list instead, in the form and after signing in."""
    assert local_path(address) == "/"
    browser = door.browser()
    door.asks(browser, "chair@village.example", address)
    assert browser.post(door.link()).headers["location"] == "/"


def test_the_cookie_is_for_this_site_and_no_script(door: Door) -> None:
    """By https it cannot be set by a neighbour, nor sent in the clear; by http it can be tried out."""
    browser = door.browser()
    door.asks(browser, "chair@village.example")
    (cookie,) = browser.post(door.link()).headers.get_list("set-cookie")
    name, *flags = cookie.split("; ")
    assert re.fullmatch(r"__Host-watchlist=[\w-]{43}", name)
    assert {flag.lower() for flag in flags} == {"httponly", "path=/", "samesite=lax", "secure"}


def test_over_plain_http_the_cookie_says_so(tmp_path: Path) -> None:
    """On a trial there is no https: the same without Secure and its name."""
    council = Council.founded(tmp_path)
    plain = "http://127.0.0.1:8080"
    council.config.write_text(council.config.read_text().replace(ADDRESS, plain))
    with council.opens() as app:
        door = Door.of(app, council)
        browser = door.browser(plain)
        door.asks(browser, "chair@village.example")
        deliver_round(app)
        (link,) = re.findall(rf"{plain}(/sign-in/\S+)", council.letters()[0])
        (cookie,) = browser.post(link).headers.get_list("set-cookie")
        assert cookie.startswith("watchlist=")
        assert "secure" not in cookie.lower()
        assert browser.get("/").status_code == 200


def test_a_session_ends_when_nobody_is_there(door: Door) -> None:
    """After two hours without a page; whoever looks stays, for twelve hours at most."""
    browser = door.signed_in()
    door.clock.goes(hours=1, minutes=59)
    assert browser.get("/").status_code == 200
    door.clock.goes(hours=1, minutes=59)
    assert browser.get("/").status_code == 200
    door.clock.goes(hours=2)
    assert browser.get("/").headers["location"] == "/sign-in"
    browser = door.signed_in()
    for _ in range(11):
        door.clock.goes(hours=1)
        assert browser.get("/").status_code == 200
    door.clock.goes(hours=1)
    assert browser.get("/").status_code == 303


def test_whoever_signs_out_is_out(door: Door) -> None:
    """At once, in whatever browser his cookie is; and it is written down."""
    browser = door.signed_in()
    copied = dict(browser.cookies)
    out = browser.post("/sign-out", data={"csrf": csrf_in(browser.get("/"))})
    assert (out.status_code, out.headers["location"]) == (303, "/sign-in")
    other = door.browser()
    other.cookies.update(copied)
    assert {browser.get("/").status_code, other.get("/").status_code} == {303}
    assert said(door)[-1] == (SignInDeed.SIGNED_OUT, "p1")


def test_signing_in_again_ends_the_session_before(door: Door) -> None:
    """A browser has one; nobody can have made it beforehand."""
    browser = door.signed_in()
    before = dict(browser.cookies)
    door.asks(browser, "clerk@village.example")
    browser.post(door.link())
    assert dict(browser.cookies) != before
    assert "B. Clerk" in browser.get("/").text
    other = door.browser()
    other.cookies.update(before)
    assert other.get("/").status_code == 303


@pytest.mark.parametrize("how", ["left", "erased"])
def test_whoever_left_or_was_erased_is_out_at_once(council: Council, how: str) -> None:
    """His session is not a right of its own: the configuration is asked at every page; a form of his
    is refused; his link is good no more."""
    with council.opens() as app:
        door = Door.of(app, council)
        browser = door.signed_in()
        door.asks(browser, "chair@village.example")
        csrf, link = csrf_in(browser.get("/")), door.link()
    if how == "left":
        council.configures(chair="p5")
    else:
        text = council.config.read_text()
        gone = re.sub(r"p1: \{.*\}", "p1: {erased: true}", text)
        council.config.write_text(gone)
    with council.opens() as app:
        now = Door.of(app, council)
        other = now.browser()
        other.cookies.update(browser.cookies)
        assert other.get("/").status_code == 303
        assert other.post("/sign-out", data={"csrf": csrf}).status_code == 403
        refused = other.post(link)
        assert (refused.status_code, "You cannot sign in here" in refused.text) == (403, True)
        assert said(now)[-1] == (SignInDeed.REFUSED, "p1")


def test_no_secret_is_kept_or_logged(door: Door) -> None:
    """Neither the link, once it was mailed, nor the cookie, in any table or line of the log."""
    lines: list[str] = []

    def hears(_logger: object, _name: str, event: structlog.typing.EventDict) -> str:
        lines.append(str(event))
        return ""

    structlog.configure(processors=[hears], logger_factory=structlog.ReturnLoggerFactory())
    try:
        browser = door.browser()
        door.asks(browser, "chair@village.example")
        link = door.link()
        browser.post(link)
        browser.get("/")
        browser.get("/sign-in/" + "x" * 43)
    finally:
        structlog.reset_defaults()
    with door.app.store.reading() as connection:
        rows = [str(connection.execute(select(one)).all()) for one in metadata.sorted_tables]
    for secret in (link.rpartition("/")[2], *browser.cookies.values()):
        assert len(secret) == 43
        assert secret not in "".join(rows)
        assert secret not in "".join(lines)
    assert "signed in" in "".join(lines)


def test_links_may_be_switched_off(council: Council) -> None:
    """Where the council has accounts of its own: nobody is mailed a link, but one that a command
    printed is good."""
    oidc = "{issuer: 'http://127.0.0.1:1', client_id: w, client_secret: {file: s}}"
    (council.folder / "s").write_text("secret")
    text = council.config.read_text()
    ways = f"address: {ADDRESS}, sign_in: {{links: false, oidc: {oidc}}}"
    council.config.write_text(text.replace(f"address: {ADDRESS}", ways))
    with council.opens() as app:
        door = Door.of(app, council)
        browser = door.browser()
        page = browser.get("/sign-in?next=/meetings").text
        assert 'href="/sign-in/oidc?next=/meetings"' in page
        assert "Mail me a link" not in page
        assert door.asks(browser, "chair@village.example").status_code == 405


def test_a_co_holder_is_mailed_at_his_own_address(council: Council) -> None:
    """A post with two holders: each signs in as himself."""
    text = council.config.read_text()
    two = text.replace("held_by: [{person: p1}]", "held_by: [{person: p1}, {person: p5}]")
    council.config.write_text(two)
    with council.opens() as app:
        door = Door.of(app, council)
        for who, name in (("chair", "A. Chair"), ("next.chair", "E. Chair")):
            assert name in door.signed_in(who).get("/").text
