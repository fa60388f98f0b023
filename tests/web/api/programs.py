"""Programs that ask the API of the invented borough, some of which may read what is exempt: there its
permanent exclusions are."""

from __future__ import annotations

import csv
import io
import json
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI
from fastapi.testclient import TestClient

from tests.cli.conftest import ROOT, placed
from tests.web.visitors import ADDRESS
from watchlist.app import App, open_app
from watchlist.digest_round import drafted
from watchlist.model.sign_in import ApiToken, Scope, hashed
from watchlist.model.subscription import Edition, Topic, When
from watchlist.pages import application
from watchlist.rounds import cycle_once, deliver_round
from watchlist.signing_in import TOKEN_PREFIX
from watchlist.store.codec import encode

#: What is exempt in the borough: an indicator, its entry, the rule that holds it on the list.
EXEMPT = "secondary-permanent-exclusions"
EXEMPT_ENTRY = "WL-0011"
EXEMPT_TITLE = "Permanent exclusions"

SEEN = "assessments-45-days"
SEEN_ENTRY = "WL-0001"
SEEN_RULE = "assessments-on-time"

V1 = "/api/v1"

#: Every address that is read from, with the scope that it asks for.
READ = {
    "/entries": Scope.LIST_READ,
    f"/entries/{SEEN_ENTRY}": Scope.LIST_READ,
    f"/entries/{SEEN_ENTRY}/history": Scope.LIST_READ,
    "/checks": Scope.LIST_READ,
    "/returns": Scope.LIST_READ,
    "/indicators": Scope.LIST_READ,
    f"/indicators/{SEEN}/readings": Scope.LIST_READ,
    f"/findings?rule={SEEN_RULE}": Scope.LIST_READ,
    "/digests": Scope.DIGESTS_READ,
    "/digests/1": Scope.DIGESTS_READ,
}


@dataclass
class Program:
    """A program with a token (None: it has none)."""

    web: TestClient
    token: str | None

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    def asks(self, path: str, **headers: str) -> httpx.Response:
        answer: httpx.Response = self.web.get(f"{V1}{path}", headers={**self.headers, **headers})
        return answer

    def reads(self, path: str) -> Any:
        answer = self.asks(path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def table(self, path: str) -> list[dict[str, str]]:
        answer = self.asks(path, Accept="text/csv")
        assert answer.status_code == 200, answer.text
        assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
        return list(csv.DictReader(io.StringIO(answer.text)))

    def posts(
        self, body: str | bytes | Mapping[str, Any], kind: str = "application/json",
        path: str = "/readings", **headers: str,
    ) -> httpx.Response:  # fmt: skip
        content = body if isinstance(body, str | bytes) else json.dumps(body)
        sent = {**self.headers, "Content-Type": kind, **headers}
        answer: httpx.Response = self.web.post(f"{V1}{path}", content=content, headers=sent)
        return answer


@dataclass
class Offices:
    """An app of the borough, and the programs that have a token for its API."""

    app: App
    web: FastAPI

    @classmethod
    def of(cls, app: App) -> Offices:
        return cls(app, application(app))

    def program(self, *scopes: Scope, lasts: timedelta = timedelta(days=1)) -> Program:
        return Program(self._client(), a_token(self.app, *scopes, lasts=lasts))

    def nobody(self, token: str | None = None) -> Program:
        return Program(self._client(), token)

    def _client(self) -> TestClient:
        return TestClient(self.web, ADDRESS, raise_server_exceptions=False)


def a_token(app: App, *scopes: Scope, lasts: timedelta = timedelta(days=1)) -> str:
    secret, now = f"{TOKEN_PREFIX}{secrets.token_urlsafe(32)}", datetime.now(UTC)
    token = ApiToken(secrets.token_hex(4), "a test", scopes, "p9", now, now + lasts)
    app.store.keep_api_token(hashed(secret), token)
    return secret


def filled_offices(folder: Path) -> Path:
    """The configuration of a borough whose permanent exclusions are exempt, with its list filled and
    three editions of a digest: one sent, one drafted, one skipped."""
    shutil.copytree(ROOT / "rules", folder / "rules")
    shutil.copytree(ROOT / "examples/borough/rulebook", folder / "rulebook")
    education = folder / "rules/education.yaml"
    text = education.read_text(encoding="utf-8")
    was = "    publication: public\n"
    assert text.index(was) > text.index(f"{EXEMPT}:")
    text = text.replace(was, "    publication: exempt, paragraph 2\n", 1)
    education.write_text(text, encoding="utf-8")
    config = placed("config.example.yaml", folder)
    lines = config.read_text(encoding="utf-8").splitlines()
    rules = next(line for line in lines if line.startswith("rules:"))
    lines[lines.index(rules)] = "rules: [rules, rulebook]"
    config.write_text("\n".join(lines), encoding="utf-8")
    app = open_app(config)
    cycle_once(app, app.clock())
    deliver_round(app)
    _digests(app, app.clock())
    app.close()
    return config


def _digests(app: App, now: datetime) -> None:
    week, day = timedelta(days=7), timedelta(days=1)
    sent, draft, missed = (
        Edition(Topic(), When.WEEKLY, f"2026-11-{number}", at - day, at, at + week)
        for number, at in ((16, now - day), (23, now + week), (30, now + 2 * week))
    )
    kept = app.store
    with kept.begin(now) as tx:
        made = tx.keep_digest(sent, "", now)
        assert made is not None
        tx.redraft_digest(made.id, encode(drafted(app, tx, sent, now)), now)
        tx.send_digest(made.id, now)
        tx.keep_digest(draft, "", now)
        tx.miss_digest(missed, now, "nothing ran while it was of use")
