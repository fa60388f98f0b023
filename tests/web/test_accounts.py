"""Signing in by the council's own accounts, against a real OpenID provider."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import oidc_provider_mock
import pytest
from fastapi.testclient import TestClient
from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.web.council import ADDRESS, Council
from tests.web.door import Door
from watchlist.model.sign_in import SignInDeed
from watchlist.serving import Oidc
from watchlist.web import oidc as accounts
from watchlist.web.oidc import Account, Away, OidcError, account_of, away_of, away_to, noted

EVE = "eve@elsewhere.example"
CHAIR = "Chair@Village.example"


@pytest.fixture
def issuer() -> Iterator[str]:
    with oidc_provider_mock.run_server_in_thread() as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def council(tmp_path: Path) -> Council:
    return Council.founded(tmp_path)


@pytest.fixture
def door(council: Council, issuer: str) -> Iterator[Door]:
    configured(council, issuer)
    with council.opens() as app:
        yield Door.of(app, council)


def configured(council: Council, issuer: str, claim: str = "email") -> None:
    (council.folder / "client").write_text("s3cret")
    roles = "{Scrutiny.Audit: auditor, Scrutiny.Officer: officer}"
    asks = (
        f"{{issuer: '{issuer}', client_id: watchlist, client_secret: {{file: client}}, "
        f"app_roles: {roles}, claim: {claim}}}"
    )
    text = council.config.read_text()
    council.config.write_text(
        text.replace(f"address: {ADDRESS}", f"address: {ADDRESS}, sign_in: {{oidc: {asks}}}")
    )


def known(issuer: str, sub: str, **claims: Any) -> None:
    """The provider knows somebody."""
    httpx.put(f"{issuer}/users/{sub}", json=claims).raise_for_status()


def away(browser: TestClient, goes_to: str = "/") -> str:
    """Sent to the provider's page: its address."""
    sent = browser.get(f"/sign-in/oidc?next={goes_to}")
    assert sent.status_code == 303
    return str(sent.headers["location"])


def back(address: str, sub: str) -> str:
    """He signs in over there; the path by which he comes back."""
    done = httpx.post(address, data={"sub": sub})
    assert done.status_code == 302, done.text
    return str(done.headers["location"]).removeprefix(ADDRESS)


def signs_in(door: Door, sub: str, goes_to: str = "/") -> tuple[TestClient, httpx.Response]:
    browser = door.browser()
    return browser, browser.get(back(away(browser, goes_to), sub))


def test_somebody_signs_in_by_his_councils_account(door: Door, issuer: str) -> None:
    """He is who his verified address says, in whatever letters, and sees the page that he wanted."""
    known(issuer, "chair", email=CHAIR, email_verified=True)
    browser, answer = signs_in(door, "chair", "/entries/WL-0001")
    assert (answer.status_code, answer.headers["location"]) == (303, "/entries/WL-0001")
    page = browser.get("/")
    assert "A. Chair (invented)" in page.text
    assert "reads only" not in page.text
    (said,) = door.app.store.sign_in_log()
    assert (said.what, said.person, said.how) == (SignInDeed.SIGNED_IN, "p1", "by oidc")


def test_what_is_asked_over_there_is_bound_to_this_browser(door: Door) -> None:
    """State, nonce and PKCE, each another one every time."""
    asked = [parse_qs(urlsplit(away(door.browser())).query) for _ in range(2)]
    for one in asked:
        assert one["code_challenge_method"] == ["S256"]
        assert one["redirect_uri"] == [f"{ADDRESS}/sign-in/oidc/callback"]
        assert one["response_type"] == ["code"]
    for name in ("state", "nonce", "code_challenge"):
        assert asked[0][name] != asked[1][name]


def test_an_address_that_nobody_verified_is_nobodys(door: Door, issuer: str) -> None:
    """Whoever may write any address into his account would be anybody."""
    for verified in ({}, {"email_verified": False}, {"email_verified": "true"}):
        known(issuer, "x", email=CHAIR, **verified)
        browser, answer = signs_in(door, "x")
        assert (answer.status_code, "You cannot sign in here" in answer.text) == (403, True)
        assert browser.get("/").status_code == 303


def test_a_stranger_is_turned_away_and_that_is_written_down(door: Door, issuer: str) -> None:
    """Also one who is no longer in a post; without a word of who he was over there."""
    for sub, email, person in (("eve", EVE, None), ("was", "next.chair@village.example", "p5")):
        known(issuer, sub, email=email, email_verified=True, roles=["Other"])
        _, answer = signs_in(door, sub)
        assert answer.status_code == 403
        said = door.app.store.sign_in_log()[0]
        assert (said.what, said.person) == (SignInDeed.REFUSED, person)
        assert email not in said.how


def test_a_role_over_there_lets_a_stranger_look(door: Door, issuer: str) -> None:
    """He has no number in history, and so he changes nothing."""
    known(issuer, "eve", email=EVE, email_verified=True, name="Eve", roles=["Scrutiny.Audit"])
    browser, answer = signs_in(door, "eve")
    assert answer.status_code == 303
    page = browser.get("/")
    assert "Eve (reads only)" in page.text
    assert "/deliveries" in page.text  # an auditor's
    (said,) = door.app.store.sign_in_log()
    assert (said.person, said.how) == (None, "by oidc, to look only")


def test_a_role_that_is_no_longer_mapped_lets_nobody_look(
    council: Council, door: Door, issuer: str
) -> None:
    """Also in a session that was begun before."""
    known(issuer, "eve", email=EVE, email_verified=True, name="Eve", roles="Scrutiny.Audit")
    browser, _ = signs_in(door, "eve")
    text = council.config.read_text()
    council.config.write_text(text.replace("Scrutiny.Audit: auditor, ", ""))
    with council.opens() as app:
        other = Door.of(app, council).browser()
        other.cookies.update(browser.cookies)
        assert other.get("/").status_code == 303


def test_another_claim_may_say_who_somebody_is(council: Council, issuer: str) -> None:
    """As it must with Microsoft's accounts, which verify no address."""
    configured(council, issuer, claim="preferred_username")
    known(issuer, "x", preferred_username=CHAIR, email=EVE)
    with council.opens() as app:
        browser, answer = signs_in(Door.of(app, council), "x")
        assert answer.status_code == 303
        assert "A. Chair (invented)" in browser.get("/").text


@pytest.mark.parametrize(
    "how", ["another browser", "another state", "no state", "another signature", "twice"]
)
def test_only_who_was_sent_comes_back(door: Door, issuer: str, how: str) -> None:
    """A code that somebody else brings, or a second time, lets nobody in."""
    known(issuer, "chair", email=CHAIR, email_verified=True)
    browser = door.browser()
    path = back(away(browser), "chair")
    match how:
        case "another browser":
            browser = door.browser()
            away(browser)
        case "another state":
            path = path.replace("state=", "state=x")
        case "no state":
            path = path.replace("state=", "x=")
        case "another signature":
            signed = browser.cookies["__Host-watchlist-oidc"]
            browser.cookies.clear()
            browser.cookies.set("__Host-watchlist-oidc", signed[:-1])
        case _:
            assert browser.get(path).status_code == 303
            browser.cookies.clear()
    answer = browser.get(path)
    assert (answer.status_code, "Please sign in once more" in answer.text) == (400, True)
    assert not any(name == "__Host-watchlist" for name in answer.cookies)


def test_whoever_says_no_over_there_is_told_so(door: Door) -> None:
    """And is not signed in."""
    browser = door.browser()
    state = parse_qs(urlsplit(away(browser)).query)["state"][0]
    answer = browser.get(f"/sign-in/oidc/callback?error=access_denied&state={state}")
    assert (answer.status_code, "let nobody in" in answer.text) == (403, True)


def test_a_code_that_is_none_is_a_plain_page(door: Door) -> None:
    """The provider's words stay out of it."""
    browser = door.browser()
    state = parse_qs(urlsplit(away(browser)).query)["state"][0]
    answer = browser.get(f"/sign-in/oidc/callback?code=nonsense&state={state}")
    assert (answer.status_code, "does not work just now" in answer.text) == (503, True)


def test_a_provider_that_is_down_is_a_plain_page(council: Council) -> None:
    """With what to do; signing in by a link goes on."""
    configured(council, "http://127.0.0.1:9")
    with council.opens() as app:
        door = Door.of(app, council)
        answer = door.browser().get("/sign-in/oidc")
        assert (answer.status_code, "does not work just now" in answer.text) == (503, True)
        assert door.signed_in().get("/").status_code == 200


def test_what_was_noted_is_ours_and_fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Signed by our key, for ten minutes."""
    one, key = away_to("/x"), "k" * 40
    kept = noted(one, key)
    assert away_of(kept, key) == one
    assert away_of(kept, "j" * 40) is away_of("", key) is away_of("a.b.c", key) is None
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 602)
    assert away_of(kept, key) is None


def test_claims_that_are_not_as_they_should_be_give_nobody() -> None:
    """Whatever a provider puts in them."""
    asked = Oidc("https://l.example", "w", "s", {"A": "auditor"})
    assert account_of(asked, {"email": ["x"], "email_verified": True}) == Account("", "['x']", ())
    assert account_of(asked, {"roles": {"A": 1}}) == Account("", "somebody", ())
    assert account_of(asked, {"roles": ["A", "A", 3], "name": "n" * 500}) == Account(
        "", "n" * 80, ("auditor",)
    )


@dataclass
class Forger:
    """A provider whose answers the test makes up."""

    key: RSAKey
    oidc: Oidc
    metadata: dict[str, Any]

    def token(self, header: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
        now = int(time.time())
        claims = {
            "iss": self.oidc.issuer, "sub": "1", "aud": "w", "exp": now + 60, "iat": now,
            "nonce": "n", **changes,
        }  # fmt: skip
        claims = {name: value for name, value in claims.items() if value is not None}
        return {"id_token": jwt.encode({"alg": "RS256", **(header or {})}, claims, self.key)}

    def says(self, token: dict[str, Any]) -> dict[str, Any]:
        return accounts._claims(self.oidc, self.metadata, token, "n")


@pytest.fixture
def forger(monkeypatch: pytest.MonkeyPatch) -> Forger:
    key = RSAKey.generate_key(2048)
    keys = {"keys": [key.as_dict(private=False)]}
    monkeypatch.setattr(accounts, "_got", lambda _address: keys)
    metadata = {"issuer": "https://l.example", "jwks_uri": "https://l.example/keys"}
    return Forger(key, Oidc("https://l.example", "w", "s"), metadata)


def test_a_token_of_the_provider_for_us_is_believed(forger: Forger) -> None:
    """As it says."""
    assert forger.says(forger.token(email="a@b.example"))["email"] == "a@b.example"


@pytest.mark.parametrize(
    "changes",
    [{"iss": "https://evil.example"}, {"aud": "other"}, {"aud": ["other"], "azp": "w"},
     {"nonce": "other"}, {"nonce": None}, {"exp": 1}, {"exp": None}, {"sub": None},
     {"iat": 32503680000}],
)  # fmt: skip
def test_a_token_of_anybody_else_or_for_anybody_else_is_not(
    forger: Forger, changes: dict[str, Any]
) -> None:
    """Another issuer, another receiver, another session, another time."""
    with pytest.raises(Exception, match=r".+"):
        forger.says(forger.token(**changes))


def test_a_token_that_somebody_else_signed_is_not(forger: Forger) -> None:
    """By another key, by none, or by what everybody knows."""
    good = forger.token()
    other = Forger(RSAKey.generate_key(2048), forger.oidc, forger.metadata).token()
    header, _, rest = good["id_token"].partition(".")
    unsigned = "eyJhbGciOiJub25lIn0." + rest.rpartition(".")[0] + "."
    for forged in (other["id_token"], unsigned, f"{header}.{rest[:-4]}AAAA", "x", ""):
        with pytest.raises(Exception, match=r".+"):
            forger.says({"id_token": forged})
    assert forger.says(good)["sub"] == "1"


def test_metadata_of_another_issuer_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever could put them there could send everybody to himself."""
    asked = Oidc("https://l.example", "w", "s")
    for found in ({"issuer": "https://evil.example"}, {}):
        monkeypatch.setattr(accounts, "_got", lambda _address, found=found: found)
        with pytest.raises(OidcError, match="another issuer"):
            accounts.address_over_there(asked, Away("s", "n", "v", "/"), "https://w.example")
