"""Links and tokens as people make them, at the command line."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.conftest import Program
from tests.web.council import ADDRESS, Council
from watchlist.app import App
from watchlist.cli.running import _summary
from watchlist.model.sign_in import Scope, Session, SignInDeed, hashed
from watchlist.signing_in import TOKEN_PREFIX, first_link


@pytest.fixture
def council(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Council:
    found = Council.founded(tmp_path)
    monkeypatch.setenv("WATCHLIST_CONFIG", str(found.config))
    return found


def link_of(app: App) -> str | None:
    return first_link(app.store, app.config, app.links(), app.clock(), datetime.now(UTC))


def used(app: App, address: str) -> str | None:
    """Who signs in by the link of an address."""
    token = address.removeprefix(f"{ADDRESS}/sign-in/")
    link = app.store.use_sign_in_link(hashed(token), datetime.now(UTC))
    return link.person if link else None


def test_a_link_is_printed_for_a_person(council: Council, watchlist: Program) -> None:
    """Nothing but the link on standard output; it is good once."""
    said = watchlist("sign-in", "p1")
    assert (said.status, "within 15 minutes" in said.err) == (0, True)
    with council.opens() as app:
        assert used(app, said.out.strip()) == "p1"
        assert used(app, said.out.strip()) is None


@pytest.mark.parametrize(
    ("person", "sentence"),
    [("p9", 'there is no person "p9"'), ("p5", "p5 neither holds a post today")],
)
def test_nobody_else_gets_one(
    council: Council, watchlist: Program, person: str, sentence: str
) -> None:
    """Neither a stranger nor somebody without a post."""
    said = watchlist("sign-in", person)
    assert (said.status, sentence in said.err) == (2, True)


def test_without_pages_there_is_no_link(council: Council, watchlist: Program) -> None:
    """And the sentence says why."""
    council.configures(web=False)
    said = watchlist("sign-in", "p1")
    assert (said.status, "`web:` is not in the configuration" in said.err) == (2, True)


def test_on_a_trial_the_first_link_is_printed(council: Council) -> None:
    """For the keeper where nobody administers; no more once somebody has signed in."""
    with council.opens() as app:
        assert used(app, link_of(app) or "") == "p3"
        assert f"Pages: {ADDRESS}; to sign in the first time open " in _summary(
            app, None, 0, pages=True
        )
        now = datetime.now(UTC)
        session = Session("p3", "C", (), now, now, now + timedelta(hours=1))
        app.store.begin_session("0" * 64, session, "by a link")
        assert link_of(app) is None


def test_pages_for_all_to_reach_print_no_link(council: Council) -> None:
    """Whoever reads the log of a server must not sign in by it."""
    text = council.config.read_text().replace("127.0.0.1:0", "0.0.0.0:0")
    council.config.write_text(text)
    with council.opens() as app:
        assert link_of(app) is None


def test_the_first_link_is_the_administrators(council: Council) -> None:
    """Where somebody holds a post of one."""
    text = council.config.read_text().replace(
        "{person: p4}]", "{person: p4}], roles: [administrator]"
    )
    council.config.write_text(text)
    with council.opens() as app:
        assert used(app, link_of(app) or "") == "p4"


def test_an_officer_makes_and_ends_a_token(council: Council, watchlist: Program) -> None:
    """Its secret is printed once, and kept as a hash; its scopes are listed and its end is said."""
    made = watchlist("tokens", "make", "Power BI", "--scope", "list:read", "--as", "p3")
    assert (made.status, "cannot be shown again" in made.err) == (0, True)
    secret = made.out.strip()
    assert re.fullmatch(rf"{TOKEN_PREFIX}[\w-]{{43}}", secret)
    with council.opens() as app:
        token = app.store.api_token(hashed(secret), datetime.now(UTC))
        assert token is not None
        assert (token.scopes, token.made_by) == ((Scope.LIST_READ,), "p3")
        said = [each.what for each in app.store.sign_in_log()]
        assert said == [SignInDeed.TOKEN_MADE]
    listed = watchlist("tokens", "--as", "p3")
    assert "Power BI" in listed.out
    assert "good until" in " ".join(listed.out.split())
    assert secret not in listed.out
    (one,) = json.loads(watchlist("tokens", "list", "--as", "p3", "--format", "json").out)
    assert (one["id"], one["good"]) == (token.id, True)
    assert "has ended" in watchlist("tokens", "end", token.id, "--as", "p3").out
    assert "ended already" in watchlist("tokens", "end", token.id, "--as", "p3").err
    with council.opens() as app:
        assert app.store.api_token(hashed(secret), datetime.now(UTC)) is None


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("make", "x", "--scope", "list:read", "--as", "p1"), "p1 may not make a token"),
        (("make", "x", "--scope", "list:read"), "say who acts"),
        (("make", "x", "--as", "p3"), "say what it may do"),
        (("make", "x", "--scope", "list:write", "--as", "p3"), 'there is no scope "list:write"'),
        (("make", " ", "--scope", "list:read", "--as", "p3"), "what the token is for"),
        (("make", "x", "--scope", "list:read", "--until", "2014-01-01", "--as", "p3"), "is over"),
        (("make", "x", "--scope", "list:read", "--until", "2099-01-01", "--as", "p3"), "two years"),
        (("end", "abc", "--as", "p3"), 'there is no token "abc"'),
        (("list", "--as", "p1"), "p1 may not see the tokens"),
    ],
)
def test_what_cannot_be_is_refused(
    council: Council, watchlist: Program, words: tuple[str, ...], sentence: str
) -> None:
    """With exit status 2 and what to say instead."""
    said = watchlist("tokens", *words)
    assert (said.status, sentence in said.err) == (2, True)


def test_an_administrator_makes_none_that_reads_what_he_may_not(
    council: Council, watchlist: Program
) -> None:
    """Exempt entries are not his to read, and so not his to give out."""
    text = council.config.read_text().replace(
        "{person: p4}]", "{person: p4}], roles: [administrator]"
    )
    council.config.write_text(text)
    words = ("tokens", "make", "x", "--as", "p4", "--scope", "list:read")
    assert watchlist(*words).status == 0
    said = watchlist(*words, "--scope", "exempt:read")
    assert (said.status, "may not make a token that reads exempt" in said.err) == (2, True)
