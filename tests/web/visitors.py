"""The invented borough with its watch list filled, and people who look at its pages signed in."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fastapi.testclient import TestClient

from tests.cli.conftest import placed
from watchlist.app import App, open_app
from watchlist.model.sign_in import Session, hashed
from watchlist.pages import application
from watchlist.rounds import cycle_once, deliver_round

ADDRESS = "http://127.0.0.1:8080"

#: Who plays which part in the borough.
OFFICER, OWNER, CHAIR, CLERK, AUDITOR = "p9", "p1", "p10", "p11", "p12"


@dataclass
class Borough:
    """An app of the borough, its list filled, and its pages."""

    app: App

    def visits(self, person: str | None) -> TestClient:
        """A browser in which somebody is signed in, or nobody."""
        browser = TestClient(
            application(self.app), ADDRESS, raise_server_exceptions=False, follow_redirects=False
        )
        if person is not None:
            secret, now = secrets.token_urlsafe(32), datetime.now(UTC)
            session = Session(person, "", (), now, now, now + timedelta(hours=1))
            self.app.store.begin_session(hashed(secret), session, "test")
            browser.cookies.set("watchlist", secret)
        return browser


def filled(folder: Path, more: str = "") -> Path:
    """The configuration of a borough whose first cycle and delivery are done. ``more``: lines for the
    end of the configuration."""
    config = placed("config.example.yaml", folder)
    config.write_text(f"{config.read_text(encoding='utf-8')}\n{more}", encoding="utf-8")
    app = open_app(config)
    cycle_once(app, app.clock())
    deliver_round(app)
    app.close()
    return config


@contextmanager
def borough_at(config: Path) -> Iterator[Borough]:
    app = open_app(config)
    try:
        yield Borough(app)
    finally:
        app.close()


def copied(config: Path, folder: Path) -> Path:
    """The same borough somewhere else: what is done there is not done here."""
    shutil.copytree(config.parent, folder, dirs_exist_ok=True)
    return folder / config.name
