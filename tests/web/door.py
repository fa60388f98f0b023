"""The pages as a browser asks for them, by a clock that the test sets."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import httpx
from fastapi import FastAPI
from fastapi.testclient import TestClient

from tests.web.council import ADDRESS, Council
from watchlist.app import App
from watchlist.pages import application
from watchlist.rounds import deliver_round
from watchlist.web.gate import Gate


@dataclass
class Clock:
    """The time on the wall."""

    now: datetime = datetime(2026, 11, 29, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def goes(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class Door:
    """Browsers may come to it; each keeps its own cookies."""

    app: App
    council: Council
    clock: Clock
    web: FastAPI
    known: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, app: App, council: Council) -> Door:
        clock, web = Clock(), application(app)
        web.state.gate = Gate(wall=clock)
        return cls(app, council, clock, web)

    def browser(self, address: str = ADDRESS, machine: str = "192.0.2.1") -> TestClient:
        return TestClient(
            self.web, address, raise_server_exceptions=False, follow_redirects=False,
            client=(machine, 50000),
        )  # fmt: skip

    def asks(self, browser: TestClient, address: str, goes_to: str = "/") -> httpx.Response:
        answer: httpx.Response = browser.post(
            "/sign-in", data={"address": address, "next": goes_to}
        )
        return answer

    def link(self) -> str:
        """The path of the link in a letter that nobody has read yet, once letters have gone out."""
        deliver_round(self.app)
        found = re.findall(rf"{ADDRESS}(/sign-in/\S+)", "\n".join(self.council.letters()))
        (new,) = set(found) - self.known
        self.known.add(new)
        return str(new)

    def signed_in(self, who: str = "chair", machine: str = "192.0.2.1") -> TestClient:
        """A browser in which somebody has signed in by a link."""
        browser = self.browser(machine=machine)
        self.asks(browser, f"{who}@village.example")
        assert browser.post(self.link()).status_code == 303
        return browser


def csrf_in(page: httpx.Response) -> str:
    """What the forms of a page carry."""
    return str(re.findall(r'name="csrf" value="(\w+)"', page.text)[0])
