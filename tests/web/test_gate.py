"""Forms come from our own pages, nobody tries without end, and programs show a token."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import pytest
from fastapi import Depends, FastAPI

from tests.web.council import ADDRESS, Council
from tests.web.door import Door, csrf_in
from watchlist.model.sign_in import Scope, hashed
from watchlist.signing_in import By, Wish, end_token, make_token
from watchlist.web.csrf import is_crossed
from watchlist.web.gate import ApiCaller, scoped


@pytest.fixture
def council(tmp_path: Path) -> Council:
    return Council.founded(tmp_path)


@pytest.fixture
def door(council: Council) -> Iterator[Door]:
    with council.opens() as app:
        yield Door.of(app, council)


def test_a_form_without_its_session_s_token_is_refused(door: Door) -> None:
    """Missing, wrong, or of somebody else's session: nothing is done."""
    chair, clerk = door.signed_in("chair"), door.signed_in("clerk")
    others = csrf_in(clerk.get("/"))
    assert others != csrf_in(chair.get("/"))
    for sent in ({}, {"csrf": ""}, {"csrf": "0" * 64}, {"csrf": "é"}, {"csrf": others}):
        refused = chair.post("/sign-out", data=sent)
        assert (refused.status_code, "Nothing was changed" in refused.text) == (403, True)
    assert chair.get("/").status_code == 200


def test_a_form_of_nobody_is_refused(door: Door) -> None:
    """Whoever is not signed in is not sent on to sign in: what he wrote would be lost unseen."""
    refused = door.browser().post("/sign-out", data={"csrf": "0" * 64})
    assert (refused.status_code, "Please sign in again" in refused.text) == (403, True)


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
     {"Origin": "https://evil.example"}, {"Origin": "null"}],
)  # fmt: skip
def test_a_form_of_another_site_is_refused(door: Door, headers: dict[str, str]) -> None:
    """Even with everything in it; and so are the forms before one has a session."""
    browser = door.signed_in()
    door.asks(browser, "chair@village.example")
    link, csrf = door.link(), csrf_in(browser.get("/"))
    for path, sent in (
        ("/sign-out", {"csrf": csrf}),
        ("/sign-in", {"address": "chair@village.example"}),
        (link, {}),
    ):
        assert browser.post(path, data=sent, headers=headers).status_code == 403
    assert browser.get("/").status_code == 200
    assert browser.post(link).status_code == 303


def test_what_a_browser_says_of_where_a_form_comes_from() -> None:
    """Our own address, or the one by which it reached us; a program says nothing."""
    for headers in (
        {},
        {"sec-fetch-site": "same-origin", "origin": "null"},
        {"sec-fetch-site": "none"},
        {"origin": ADDRESS},
        {"origin": "http://localhost:8080", "host": "localhost:8080"},
    ):
        assert not is_crossed(headers, ADDRESS)
    for headers in (
        {"sec-fetch-site": "cross-site", "origin": ADDRESS},
        {"origin": f"{ADDRESS}.evil.example", "host": "watchlist.village.example"},
        {"origin": ""},
    ):
        assert is_crossed(headers, ADDRESS)


@pytest.mark.parametrize("body", [b"x" * 600_000, b"\xff=1", b"&".join([b"a=1"] * 600)])
def test_a_form_that_cannot_be_read_is_refused(door: Door, body: bytes) -> None:
    """Too large, no text, too many fields."""
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert door.browser().post("/sign-in", content=body, headers=kind).status_code == 403


def test_nobody_is_mailed_without_end(door: Door, council: Council) -> None:
    """An address is mailed five links in a quarter of an hour, ours or not; then it is said how long to
    wait."""
    for address in ("chair@village.example", "stranger@village.example"):
        machines = (f"192.0.2.{number}" for number in range(9))
        answers = [
            door.asks(door.browser(machine=each), f" {address.upper()}") for each in machines
        ]
        assert [answer.status_code for answer in answers] == [200] * 5 + [429] * 4
        assert answers[-1].headers["retry-after"] == "901"
        assert "Please wait 16 minutes" in answers[-1].text
    door.clock.goes(minutes=15)
    assert door.asks(door.browser(), "chair@village.example").status_code == 200


def test_a_machine_asks_for_thirty_addresses(door: Door) -> None:
    """Whoever tries a list of them is stopped."""
    browser = door.browser()
    answers = [door.asks(browser, f"n{number}@x.example").status_code for number in range(32)]
    assert answers == [200] * 30 + [429] * 2
    assert door.asks(door.browser(machine="192.0.2.2"), "n@x.example").status_code == 200


def test_links_are_not_guessed(door: Door) -> None:
    """After twenty that are none nothing is looked at, not even a good one, for a while."""
    door.asks(door.browser(), "chair@village.example")
    link, browser = door.link(), door.browser(machine="192.0.2.9")
    for number in range(20):
        assert browser.post(f"/sign-in/{number}").status_code == 404
    assert browser.post("/sign-in/x").status_code == browser.get(link).status_code == 429
    assert door.browser().post(link).status_code == 303


def test_behind_a_proxy_its_word_is_believed_and_no_other(council: Council) -> None:
    """Each machine behind it is counted by itself; whoever is not the proxy cannot say who he is."""
    text = council.config.read_text()
    council.config.write_text(
        text.replace(f"address: {ADDRESS}", f"address: {ADDRESS}, proxy: 10.0.0.7")
    )
    with council.opens() as app:
        door = Door.of(app, council)

        def statuses(machine: str) -> set[int]:
            browser = door.browser(machine=machine)
            return {
                browser.post(
                    f"/sign-in/{n}", headers={"X-Forwarded-For": f"1.1.1.1, 192.0.2.{n}"}
                ).status_code
                for n in range(22)
            }

        assert statuses("10.0.0.7") == {404}
        assert statuses("10.0.0.8") == {404, 429}


def programs(door: Door, *scopes: Scope) -> str:
    """A token that an officer made."""
    app = door.app
    wish = Wish("Power BI", scopes)
    made = make_token(app.store, app.setting, By("p3"), wish, app.clock(), door.clock())
    return made[1]


def with_an_api(web: FastAPI) -> None:
    """An address for programs that may read the list."""

    def read(caller: Annotated[ApiCaller, Depends(scoped(Scope.LIST_READ))]) -> dict[str, str]:
        return {"name": caller.name}

    web.add_api_route("/for-programs", read)


def test_a_program_shows_a_token_for_what_it_does(door: Door) -> None:
    """One for that is let in, one for something else is told so, and whoever has none."""
    with_an_api(door.web)
    browser = door.browser()

    def asks(authorization: str) -> tuple[int, str]:
        headers = {"Authorization": authorization} if authorization else {}
        answer = browser.get("/for-programs", headers=headers)
        return answer.status_code, answer.headers.get("www-authenticate", "")

    good = programs(door, Scope.LIST_READ)
    answer = browser.get("/for-programs", headers={"Authorization": f"Bearer {good}"})
    assert (answer.status_code, answer.json()) == (200, {"name": "Power BI"})
    assert asks(f"bearer {good}")[0] == 200
    status, says = asks(f"Bearer {programs(door, Scope.READINGS_WRITE)}")
    assert (status, says) == (403, 'Bearer error="insufficient_scope", scope="list:read"')
    assert asks("") == (401, 'Bearer realm="watchlist"')
    for wrong in ("Bearer x", f"Bearer {good}x", f"Basic {good}", f"Bearer {'x' * 5000}"):
        assert asks(wrong)[0] == 401
    session = door.signed_in("keeper")
    assert session.get("/for-programs").status_code == 401  # a cookie is no token


def test_a_token_that_ended_opens_nothing(door: Door) -> None:
    """Ended by somebody, or by its last day."""
    with_an_api(door.web)
    app, browser = door.app, door.browser()
    headers = {"Authorization": f"Bearer {programs(door, Scope.LIST_READ)}"}
    (token,) = app.store.api_tokens()
    end_token(app.store, app.setting, By("p3"), token.id, app.clock(), door.clock())
    assert browser.get("/for-programs", headers=headers).status_code == 401
    headers = {"Authorization": f"Bearer {programs(door, Scope.LIST_READ)}"}
    door.clock.goes(days=366)
    assert browser.get("/for-programs", headers=headers).status_code == 401


def test_tokens_are_not_guessed(door: Door) -> None:
    """After twenty that are none a machine waits; programs elsewhere go on."""
    with_an_api(door.web)
    good = {"Authorization": f"Bearer {programs(door, Scope.LIST_READ)}"}
    browser = door.browser()
    for number in range(20):
        wrong = {"Authorization": f"Bearer swl_{number}"}
        assert browser.get("/for-programs", headers=wrong).status_code == 401
    late = browser.get("/for-programs", headers=good)
    assert (late.status_code, late.headers["retry-after"]) == (429, "901")
    assert door.browser(machine="192.0.2.2").get("/for-programs", headers=good).status_code == 200


def test_who_was_there_is_noted_once_a_minute(door: Door) -> None:
    """Whatever he looks at; the session is then as old as his last page, and so is the token's use."""
    with_an_api(door.web)
    store, browser = door.app.store, door.signed_in()
    headers = {"Authorization": f"Bearer {programs(door, Scope.LIST_READ)}"}
    hash = hashed(browser.cookies["__Host-watchlist"])
    began = door.clock()
    for seconds, seen, used in ((59, 0, 59), (1, 60, 59), (59, 60, 119), (1, 120, 119)):
        door.clock.goes(seconds=seconds)
        browser.get("/")
        browser.get("/for-programs", headers=headers)
        session, (token,) = store.session(hash, door.clock()), store.api_tokens()
        assert session is not None
        assert session.last_seen == began + timedelta(seconds=seen)
        assert token.last_used == began + timedelta(seconds=used)


def test_pages_are_read_while_somebody_else_writes(council: Council) -> None:
    """An import holds the database for minutes: nobody who looks waits for it."""
    text = council.config.read_text()
    council.config.write_text(text.replace("watchlist.db", "watchlist.db?timeout=0.1"))
    with council.opens() as app:
        door = Door.of(app, council)
        with_an_api(door.web)
        browser = door.signed_in()
        headers = {"Authorization": f"Bearer {programs(door, Scope.LIST_READ)}"}
        door.clock.goes(minutes=5)
        with app.store.writing():
            assert browser.get("/").status_code == 200
            assert browser.get("/for-programs", headers=headers).status_code == 200
