"""A council in a few words: readings come in, the real cycle judges them, messages are composed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from notifiers.mailbox import Mailbox, MailboxSettings
from tests.evaluate.build import OWN, book, indicator, month, rule, worse_than
from tests.notifiers.samples import environment
from tests.store.build import R, table
from watchlist.cycle import Report, Setting, judge
from watchlist.deliver.composing import ComposeReport, compose_once
from watchlist.deliver.desk import Desk
from watchlist.model.message import Channel
from watchlist.model.people import Directory, Holding, Person, Post
from watchlist.model.rule import Rulebook
from watchlist.register.quiet import Quiet
from watchlist.store.results import Delivery
from watchlist.store.store import Store

#: When the December figures are in and the January ones are not due.
NOW = datetime(2014, 1, 20, 9, 0, tzinfo=UTC)
OCTOBER = month(2013, 10)

ASSESSMENTS = indicator(target=85, owner="head")
ON_TIME = rule("on-time", amber=worse_than("target"), title="Assessments are taking too long")


def a_book(*parts: object) -> Rulebook:
    """Assessments on time, owned by their head, unless other parts are given."""
    return book(*(parts or (ASSESSMENTS, ON_TIME)))  # type: ignore[arg-type]


def posts(**channels: tuple[str, ...]) -> Directory:
    """Posts held by one person each, with their channels; ``keeper`` keeps the rulebook."""
    named = {"head": ("mailbox",), "keeper": ("mailbox",), **channels}
    return Directory(
        posts={
            name: Post(name, name.capitalize(), (Holding(name),), channels=by)
            for name, by in named.items()
        },
        people={
            name: Person(name, f"{name} (invented)", f"{name}@saltmarsh.example") for name in named
        },
        keeper="keeper",
    )


@dataclass
class World:
    store: Store
    folder: Path
    book: Rulebook = field(default_factory=a_book)
    directory: Directory = field(default_factory=posts)
    channels: Mapping[str, Channel] | None = None
    settle: timedelta = timedelta(0)
    quiet_start: bool = False
    quiet: Quiet = Quiet()

    def __post_init__(self) -> None:
        if self.channels is None:
            self.channels = {"mailbox": Mailbox(MailboxSettings(folder=self.folder))}

    @property
    def desk(self) -> Desk:
        assert self.channels is not None
        return Desk(
            book=self.book,
            directory=self.directory,
            channels=self.channels,
            environment=environment(),
            council="Borough of Saltmarsh (invented)",
            zone="Europe/London",
            settle=self.settle,
            quiet=self.quiet,
        )

    def reads(
        self,
        figures: Sequence[float],
        name: str = "assessments",
        *,
        now: datetime = NOW,
        first: int = OCTOBER,
        row: R | None = None,
    ) -> Report:
        """A return with one figure a month comes in and is judged."""
        made = row or R(area=OWN, digits=0)
        rows = [
            replace(made, indicator=name, period=first + place, value=float(figure))
            for place, figure in enumerate(figures)
        ]
        calendars = {each.id: each.calendar for each in self.book.indicators.values()}
        self.store.save_readings(table(rows), calendars, source="test", sha256=None, now=now)
        return self.judged(now)

    def judged(self, now: datetime = NOW) -> Report:
        setting = Setting(self.book, self.directory, "Europe/London", self.quiet_start)
        return judge(self.store, setting, now)

    def compose(self, now: datetime = NOW) -> ComposeReport:
        return compose_once(self.store, self.desk, now)

    def messages(self) -> list[Delivery]:
        return self.store.deliveries()

    def mail(self, about: str = "") -> EmailMessage:
        """The bytes that were frozen for a message with these words in its headline, as a mail."""
        claims = []
        while claim := self.store.claim("reader", NOW + timedelta(days=9), timedelta(hours=1)):
            claims.append(claim)
        (chosen,) = (claim for claim in claims if about in claim.headline)
        mail = message_from_bytes(chosen.payload, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        return mail


def text_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return " ".join(str(part.get_content()).split())
