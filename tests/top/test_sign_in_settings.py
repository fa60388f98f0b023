"""How people sign in to the pages, and machines to their metrics, in the configuration."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.top.test_config import GOOD, config_of, faults_of
from watchlist.serving import Oidc, SignIn, Web

_WEB = "listen: 127.0.0.1:8080, address: https://w.example"
_OIDC = "issuer: https://login.example/, client_id: watchlist, client_secret: {env: OIDC_SECRET}"


@pytest.fixture(autouse=True)
def _secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OIDC_SECRET", "s3cret")


def web_of(folder: Path, more: str) -> Web:
    web = config_of(folder, f"{GOOD}web: {{{_WEB}{more}}}\n").web
    assert web is not None
    return web


def test_without_a_word_people_sign_in_by_links(tmp_path: Path) -> None:
    """And there is no public page, and no proxy is believed."""
    web = web_of(tmp_path, "")
    assert (web.sign_in, web.public, web.proxy) == (SignIn(links=True, oidc=None), False, "")
    assert web.loopback


def test_the_councils_own_accounts(tmp_path: Path) -> None:
    """Where they are, as whom we ask, and what their roles are here; the secret is not shown."""
    more = "app_roles: {Scrutiny.Auditor: auditor}, claim: preferred_username"
    web = web_of(
        tmp_path,
        f", public: true, proxy: 10.0.0.7, sign_in: {{links: false, oidc: {{{_OIDC}, {more}}}}}",
    )
    roles = {"Scrutiny.Auditor": "auditor"}
    oidc = Oidc("https://login.example", "watchlist", "s3cret", roles, "preferred_username")
    assert web.sign_in == SignIn(links=False, oidc=oidc)
    assert (web.public, web.proxy) == (True, "10.0.0.7")
    assert "s3cret" not in repr(web)


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ("sign_in: {links: false}", "nobody could sign in"),
        ("sign_in: {link: true}", '"link" is not known here; did you mean "links"?'),
        ("sign_in: {oidc: {issuer: https://l.example}}", "client_id is missing"),
        ("sign_in: {oidc: {issuer: l.example}}", "write it like https://login"),
        (
            f"sign_in: {{oidc: {{{_OIDC.replace('https', 'http')}}}}}",
            "issuer: it must be an https address",
        ),
        (
            f"sign_in: {{oidc: {{{_OIDC.replace('{env: OIDC_SECRET}', 'plain')}}}}}",
            "client_secret: a secret does not stand here",
        ),
        (f"sign_in: {{oidc: {{{_OIDC}, app_roles: {{A: boss}}}}}}", '"boss" is not'),
        ("proxy: behind.example", "is not the address of a machine"),
        ("public: maybe", "is not true or false"),
        ("metrics: {token: plain}", "token: a secret does not stand here"),
        ("metrics: {token: {env: OIDC_SECRET}}", "token: it is shorter than 16 letters"),
        ("metrics: {}", "token is missing"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, more: str, fault: str) -> None:
    """Each fault at its place, and what to write instead."""
    faults = faults_of(tmp_path, f"{GOOD}web: {{{_WEB}, {more}}}\n")
    assert any(fault in str(each) for each in faults), faults
