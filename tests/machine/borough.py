"""A borough whose register lives through anything: its rules as they stand, its posts, its database
that can be shut and opened anew, and letterboxes that fail as they are told to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from typing import ClassVar

from notifiers.mailbox import Mailbox, MailboxSettings
from tests.acting.council import DIRECTORY as COUNCIL
from tests.notifiers.samples import environment
from tests.store.build import MONTH, R, table
from watchlist.app import App
from watchlist.config import Config
from watchlist.cycle import Report
from watchlist.deliver.composing import ComposeReport, compose_once
from watchlist.deliver.desk import Desk
from watchlist.deliver.worker import Worker
from watchlist.model.calendar import local_date
from watchlist.model.message import Outcome, Result
from watchlist.model.people import Holding
from watchlist.model.rule import Rulebook
from watchlist.register.small_numbers import USUAL
from watchlist.rounds import cycle_once
from watchlist.rulebook.load import load_rulebook_text
from watchlist.store.open import open_store
from watchlist.store.store import Store

NOW = datetime(2014, 2, 4, 9, 0, tzinfo=UTC)
INDICATORS = ("assessments", "visits")
OWN = ("Harrow", "Brent")
ENGLAND = "England"
SERIES = [(name, area) for name in INDICATORS for area in (*OWN, ENGLAND)]
THEME = "Children in need"
#: So many days after the end of a month its figure is due; so many months late it is stale.
DUE, PATIENCE = 10, 2

_PLACES = """\
areas:
  Harrow: {level: authority, own: true}
  Brent: {level: authority, own: true}
  England: {level: country}
committees:
  children:
    {title: Children and Families Scrutiny, chair: chair, clerk: clerk,
     meetings: [2014-03-19, 2014-06-18]}
indicators:
"""
_INDICATOR = """\
  {name}:
    {{title: The {name}, unit: percent, better: higher, every: month, due: 10 days,
     stale_after: 2, owner: head, committee: children}}
"""

#: The member for the north leaves his post in May; the Director is told in a shared room too.
DIRECTORY = replace(
    COUNCIL,
    posts={
        **COUNCIL.posts,
        "north": replace(COUNCIL.posts["north"], held_by=(Holding("p5", until=date(2014, 5, 1)),)),
        "director": replace(COUNCIL.posts["director"], channels=("room", "mailbox")),
        "clerk": replace(COUNCIL.posts["clerk"], channels=("room",)),
    },
)


@dataclass(frozen=True)
class Words:
    """A rule as an officer writes it. ``amber`` None: worse than England; ``leaves`` 0: when the
    committee agrees, else after so many good readings."""

    name: str
    indicator: str
    amber: int | None = 85
    red: bool = True
    leaves: int = 2
    theme: bool = False
    escalates: bool = False
    was: str | None = None

    @property
    def needed(self) -> int:
        return self.leaves or 3  # what is usual for months

    def written(self) -> str:
        than = "{area: England}" if self.amber is None else self.amber
        leaves = (
            f"after {self.leaves} good readings" if self.leaves else "when the committee agrees"
        )
        lines = [
            f"  {self.name}:",
            f"    title: Rule {self.name}",
            f"    indicator: {self.indicator}",
            f"    amber: {{worse_than: {than}}}",
            f"    leaves: {leaves}",
        ]
        if self.red and self.amber is not None:
            lines.append(f"    red: {{worse_than: {self.amber - 20}}}")
        if self.theme:
            lines.append(f"    theme: {THEME}")
        if self.escalates:
            lines.append("    if_not_acknowledged_in: {10 working days: director}")
        if self.was:
            lines.append(f"    was: {self.was}")
        return "\n".join(lines) + "\n"


def book_of(rules: Iterable[Words]) -> Rulebook:
    indicators = "".join(_INDICATOR.format(name=name) for name in INDICATORS)
    text = _PLACES + indicators + "rules:\n" + "".join(rule.written() for rule in rules)
    return load_rulebook_text({"rules.yaml": text})


class PowerCut(BaseException):
    """The machine goes out, and nothing that runs is asked."""


#: What becomes of a message that is handed over, by the word for it; whether it arrives.
FATES: Mapping[str, tuple[bool, Outcome | type[BaseException]]] = {
    "delivered": (True, Outcome(Result.DELIVERED, "delivered")),
    "greylisted": (False, Outcome(Result.LATER, "greylisted")),
    "refused": (False, Outcome(Result.REFUSED, "no such user")),
    "answer lost": (True, Outcome(Result.UNKNOWN, "cut after DATA")),
    "lost": (False, Outcome(Result.UNKNOWN, "time-out")),
    "breaks": (True, RuntimeError),
    "power cut": (True, PowerCut),
}


class Letterbox(Mailbox):
    """Real messages in a real folder; ``fates`` says what becomes of the next ones."""

    def __init__(self, folder: Path) -> None:
        super().__init__(MailboxSettings(folder=folder))
        self.fates: list[str] = []
        self.arrived: Counter[str] = Counter()
        self.bytes: dict[str, set[bytes]] = {}

    def send(self, payload: bytes, address: str) -> Outcome:
        arrives, outcome = FATES[self.fates.pop(0) if self.fates else "delivered"]
        message = str(message_from_bytes(payload)["Message-ID"]).strip("<> ")
        self.bytes.setdefault(message, set()).add(payload)
        if arrives:
            super().send(payload, address)
            self.arrived[message] += 1
        if isinstance(outcome, Outcome):
            return outcome
        raise outcome


class Room(Letterbox):
    """A shared place with an address of its own."""

    name: ClassVar[str] = "room"
    addressed: ClassVar[bool] = False


@dataclass
class Borough:
    url: str
    folder: Path
    quiet: bool
    rules: dict[str, Words] = field(default_factory=dict)
    now: datetime = NOW
    _in_folder: str = field(default="", init=False)

    def __post_init__(self) -> None:
        self.store: Store = open_store(self.url)
        self.store.lift()
        boxes = (Letterbox(self.folder / "mailbox"), Room(self.folder / "room"))
        self.boxes = {box.name: box for box in boxes}

    @property
    def today(self) -> date:
        return local_date(self.now)

    @property
    def app(self) -> App:
        config = Config(
            path=self.folder / "config.yaml", folder=self.folder, council="The Borough (invented)",
            zone="Europe/London", database=self.url, rules=(self.rulebook,), quiet_start=self.quiet,
            settle=timedelta(minutes=30), rehearse_at=None, small_numbers=USUAL, sources=(),
            directory=DIRECTORY, channels={}, schedules={}, marks={},
        )  # fmt: skip
        book = book_of(self.rules.values())
        self._lies_in_its_folder(book)
        return App(config, book, self.store, self.boxes, lambda: self.now)

    @property
    def rulebook(self) -> Path:
        return self.folder / "rulebook"

    def _lies_in_its_folder(self, book: Rulebook) -> None:
        if self._in_folder == book.hash:
            return
        self.rulebook.mkdir(exist_ok=True)
        for number, text in enumerate(book.files.values()):
            (self.rulebook / f"{number}.yaml").write_text(text, encoding="utf-8")
        self._in_folder = book.hash

    def takes_in(self, rows: Sequence[R]) -> None:
        calendars = dict.fromkeys(INDICATORS, MONTH)
        self.store.save_readings(
            table(rows), calendars, source="scorecard", sha256=None, now=self.now
        )

    def cycles(self) -> tuple[Report, int]:
        """What was judged, and how many reminders there are."""
        cycle = cycle_once(self.app, self.now)
        return cycle.report, cycle.reminders

    def composes(self) -> ComposeReport:
        app = self.app
        config = app.config
        desk = Desk(
            book=app.book, directory=config.directory, channels=app.channels,
            environment=environment(), council=config.council, zone=config.zone,
            settle=config.settle,
        )  # fmt: skip
        return compose_once(self.store, desk, self.now)

    def sends(self) -> None:
        """A claim that a power cut left behind is taken over at once: nobody waits for its lease."""
        worker = Worker(
            self.store, self.boxes, "worker", lambda: self.now,
            lease=timedelta(0), jitter=lambda: 0.5,
        )  # fmt: skip
        worker.deliver_once()

    def restarts(self) -> None:
        self.store.close()
        self.store = open_store(self.url)
