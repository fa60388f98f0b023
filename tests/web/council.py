"""An invented council whose chair and clerk read digests, and the site that answers their links."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from html.parser import HTMLParser
from pathlib import Path

import httpx

from watchlist.app import App, open_app
from watchlist.deliver.links import Intent
from watchlist.model.people import Recipient
from watchlist.model.subscription import Subscription, Topic, When
from watchlist.pages import application
from watchlist.rounds import deliver_round
from watchlist.subscriber import By
from watchlist.subscribing import Wish, confirm, subscribe
from watchlist.web.listening import listening
from watchlist.web.server import served

ADDRESS = "https://watchlist.village.example"

CONFIG = """\
council: The Village (invented)
database: "{database}"
rules: [rulebook]
keeper: keeper
settle: 0 minutes
rehearse_at: 2014-02-04 09:00:52
people:
  p1: {{name: A. Chair (invented), address: chair@village.example}}
  p2: {{name: B. Clerk (invented), address: clerk@village.example}}
  p3: {{name: C. Analyst (invented), address: keeper@village.example}}
  p4: {{name: D. Nobody (invented), address: nobody@village.example}}
  p5: {{name: E. Chair (invented), address: next.chair@village.example}}
posts:
  chair: {{title: Chair of Children, held_by: [{{person: {chair}}}], roles: [chair]}}
  clerk: {{title: Clerk of Children, held_by: [{{person: p2}}], roles: [clerk]}}
  member: {{title: Members of Children, address: members@village.example, roles: [member]}}
  keeper: {{title: Performance, held_by: [{{person: p3}}], roles: [officer]}}
  visitor: {{title: Visitor, held_by: [{{person: p4}}]}}
channels:
  mailbox: {{kind: mailbox, folder: messages}}
schedule: {{cycle: every 2 hours, delivery: every 2 hours}}
{web}
"""

COUNCIL = """\
areas:
  Thorpe: {level: authority, own: true}
committees:
  children: {title: Children, chair: chair, clerk: clerk, meetings: [2014-03-19]}
  schools: {title: Schools}
indicators:
  visits: {title: Visits made, unit: count, better: higher, every: month, tags: [education]}
"""

CHILDREN = Topic(committee="children")


@dataclass
class Council:
    """A configuration in a folder; whoever is chair may change between two starts."""

    folder: Path
    database: str

    @classmethod
    def founded(cls, folder: Path, database: str = "") -> Council:
        council = cls(folder, database or f"sqlite:///{folder / 'watchlist.db'}")
        (folder / "rulebook").mkdir()
        (folder / "rulebook" / "council.yaml").write_text(COUNCIL, encoding="utf-8")
        council.configures()
        return council

    @property
    def config(self) -> Path:
        return self.folder / "config.yaml"

    def configures(self, *, chair: str = "p1", web: bool = True, more: str = "") -> None:
        """The configuration as it is from the next start on."""
        served = f"web: {{listen: 127.0.0.1:0, address: {ADDRESS}}}\n" if web else ""
        text = CONFIG.format(database=self.database, chair=chair, web=served + more)
        self.config.write_text(text, encoding="utf-8")

    @contextmanager
    def opens(self) -> Iterator[App]:
        app = open_app(self.config)
        try:
            yield app
        finally:
            app.close()

    def letters(self, kind: str = "plain") -> list[str]:
        """The texts of the messages in the mailbox, or their pages ("html")."""
        found = []
        for file in sorted((self.folder / "messages").glob("*.eml")):
            body = message_from_bytes(file.read_bytes(), policy=policy.default).get_body((kind,))
            found.append(str(body.get_content()) if body else "")
        return found


def asked(app: App, topic: Topic = CHILDREN, when: When | None = None) -> Subscription:
    """The chair has asked for a digest and got the message."""
    wish = Wish(topic, when)
    one = subscribe(app.store, app.setting, wish, By("p1"), app.clock(), app.channels)
    deliver_round(app)
    return one


def reading(app: App, topic: Topic = CHILDREN, when: When | None = None) -> Subscription:
    """The chair reads a digest."""
    one = asked(app, topic, when)
    return confirm(app.store, app.setting, one.id, By("p1"), app.clock())


def token(app: App, intent: Intent, one: Subscription, person: str | None = "p1") -> str:
    """That of a message to somebody."""
    to = Recipient(one.post, "", "", (), person)
    return app.links().token(intent, one, to)


@contextmanager
def answering(app: App) -> Iterator[httpx.Client]:
    """Its pages are answered over HTTP, and somebody may ask."""
    assert app.config.web
    with (
        listening(app.config.web) as at,
        served(application(app), at) as place,
        httpx.Client(base_url=place) as client,
    ):
        yield client


class Tags(HTMLParser):
    """The tags of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.attributes: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.attributes += [name for name, _ in attrs]
