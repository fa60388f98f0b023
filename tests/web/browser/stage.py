"""The invented borough with something on every page, answered by the real server on this machine."""

from __future__ import annotations

import contextlib
import re
import secrets
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fastapi import FastAPI

from tests.cli.conftest import placed
from watchlist.acting import act
from watchlist.app import App, open_app
from watchlist.asked import About, Deed
from watchlist.digest_round import digest_round
from watchlist.model.acts import ActKind, Due
from watchlist.model.sign_in import Session, hashed
from watchlist.model.subscription import Topic
from watchlist.pages import application
from watchlist.publishing import publish
from watchlist.rounds import cycle_once, deliver_round
from watchlist.subscriber import By
from watchlist.subscribing import Wish, subscribe
from watchlist.web.server import served

#: Who looks at the pages, by what he is.
ROLES = {
    "officer": "p9", "owner": "p1", "chair": "p10", "clerk": "p11", "member": "p13",
    "auditor": "p12", "administrator": "p14",
}  # fmt: skip

_PEOPLE = """\
  p13: {name: M. Member (invented), address: member@saltmarsh.example}
  p14: {name: N. Administrator (invented), address: administrator@saltmarsh.example}
"""
_POSTS = """\
  member-one:
    {title: Member of the committee, held_by: [{person: p13}], channels: [mailbox], roles: [member]}
  systems:
    {title: Systems, held_by: [{person: p14}], channels: [mailbox], roles: [administrator]}
"""


@dataclass(frozen=True)
class Stage:
    """``at`` is where it is answered: http://127.0.0.1:49152."""

    app: App
    web: FastAPI
    at: str

    def key(self, role: str) -> str:
        """The secret of a session in which somebody is signed in."""
        secret, now = secrets.token_urlsafe(32), datetime.now(UTC)
        session = Session(ROLES[role], "", (), now, now, now + timedelta(hours=1))
        self.app.store.begin_session(hashed(secret), session, "test")
        return secret

    def link(self, person: str) -> str:
        """The path of the newest link to sign in that was mailed to somebody."""
        deliver_round(self.app)
        folder = self.app.config.folder / "messages"
        letters = sorted(folder.glob("*.eml"), key=lambda one: one.stat().st_mtime_ns)
        address = self.app.config.directory.people[person].address
        for letter in reversed(letters):
            text = letter.read_text(encoding="utf-8").replace("=\n", "").replace("=3D", "=")
            if address in text and (found := re.search(r"/sign-in/[\w-]+", text)):
                return found[0]
        raise LookupError(f"no link was mailed to {address}")


@contextlib.contextmanager
def staged(folder: Path) -> Iterator[Stage]:
    """The borough in a folder of its own, for as long as this lasts."""
    at = socket.create_server(("127.0.0.1", 0), backlog=64)
    config = _configured(folder, at.getsockname()[1])
    app = open_app(config)
    try:
        _fill(app)
        web = application(app)
        with served(web, at) as place:
            yield Stage(app, web, place)
    finally:
        app.close()
        at.close()


def _configured(folder: Path, port: int) -> Path:
    config = placed("config.example.yaml", folder)
    text = config.read_text(encoding="utf-8")
    text = text.replace("people:\n", f"people:\n{_PEOPLE}", 1)
    text = text.replace("posts:\n", f"posts:\n{_POSTS}", 1)
    text = re.sub(r"^web:\n.*?(?=^\S)", _web(port), text, flags=re.DOTALL | re.MULTILINE)
    config.write_text(text, encoding="utf-8")
    return config


def _web(port: int) -> str:
    here = f"127.0.0.1:{port}"
    return f"web:\n  listen: {here}\n  address: http://{here}\n  public: true\n"


def _fill(app: App) -> None:
    """A list that people have worked with for a while."""
    now = app.clock()
    cycle_once(app, now)
    deliver_round(app)
    setting, store = app.setting, app.store
    done = [
        ("WL-0001", ActKind.ACKNOWLEDGED, "p1", "Two assessors left in the summer."),
        ("WL-0001", ActKind.CAUSE, "p1", "Two posts were empty from June to September."),
        ("WL-0002", ActKind.NOTED, "p9", "Figures were looked at with the team."),
        ("WL-0002", ActKind.REQUEST_MADE, "p10", "How long do the ten longest cases wait by now?"),
        ("WL-0003", ActKind.ACTION_SET, "p8", "Each case is looked at every week."),
        ("WL-0003", ActKind.MUTED, "p9", "The figures are being checked."),
    ]
    for reference, kind, who, text in done:
        later = now.date() + timedelta(days=20)
        deed = Deed(
            kind, text, public=kind is ActKind.CAUSE,
            until=later if kind is ActKind.MUTED else None,
            due=Due(later) if kind in (ActKind.ACTION_SET, ActKind.REQUEST_MADE) else None,
        )  # fmt: skip
        act(store, setting, reference, deed, who=who, now=now)
    added = Deed(ActKind.ADDED, "The committee wants to hear of it.",
                 committee="children-and-families")  # fmt: skip
    act(store, setting, None, added, who="p10", now=now, about=About(title="Places in nurseries"))
    for who, topic in (("p10", Topic("children-and-families")), ("p9", Topic())):
        wish = Wish(topic)
        subscribe(store, setting, wish, By(who), now, app.channels, signed_in=True)
    asked = Wish(Topic(tag="education")) if _tagged(app) else Wish(Topic())
    subscribe(store, setting, asked, By("p11", "chair-children-and-families"), now, app.channels)
    digest_round(app, now + timedelta(days=5))  # the next meeting's is drafted by then
    publish(app, "p9", None, now)
    deliver_round(app)


def _tagged(app: App) -> bool:
    return any("education" in one.tags for one in app.book.indicators.values())
