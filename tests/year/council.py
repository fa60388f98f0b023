"""A council in a folder: its configuration, its rulebook and its scorecard as officers save them, and
what people do in it, through the same doors as they."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from notifiers.mailbox import MailboxSettings
from tests.year import figures, looks, people
from tests.year.days import day_of
from tests.year.letters import Letterbox
from tests.year.people import Ask, Held, Subscription
from watchlist.acting import act
from watchlist.app import App, open_app
from watchlist.asked import About, Deed
from watchlist.model.acts import ActKind, Due
from watchlist.model.subscription import Topic, When
from watchlist.subscriber import By
from watchlist.subscribing import Wish, confirm, pause, resume, subscribe, unsubscribe

_CONFIG = """\
council: The County (invented)
database: sqlite:///watchlist.db
rules: [rulebook]
keeper: performance
quiet_start: false
quiet_hours: 20:00 to 07:00
elections: [2027-05-06]
sources:
  scorecard: {kind: csv, path: scorecard.csv}
channels:
  mailbox: {kind: mailbox, folder: messages}
"""
_DONE = {
    "request": (ActKind.REQUEST_ANSWERED, "It is so"),
    "action": (ActKind.ACTION_DONE, "It is done"),
    "review": (ActKind.REVIEWED, "It was looked at"),
}
_SET = {
    "request": ActKind.REQUEST_MADE,
    "action": ActKind.ACTION_SET,
    "review": ActKind.REVIEW_SET,
    "mute": ActKind.MUTED,
}


@dataclass
class Council:
    """``now`` is what its clock shows; the test moves it."""

    folder: Path
    now: datetime

    def __post_init__(self) -> None:
        (self.folder / "rulebook").mkdir()
        self.config.write_text("".join(_configured()), encoding="utf-8")
        self.saves_rules()
        self.reports()
        settings = MailboxSettings(folder=self.folder / "messages")
        self.box = Letterbox(settings, self.clock)
        self._ids: dict[Subscription, str] = {}

    @property
    def config(self) -> Path:
        return self.folder / "config.yaml"

    def clock(self) -> datetime:
        return self.now

    def opens(self) -> App:
        """The service starts; its letters fall into the one box."""
        app = open_app(self.config)
        return replace(app, clock=self.clock, channels={"mailbox": self.box})

    def saves_rules(self) -> None:
        """The rulebook as it is by now."""
        path = self.folder / "rulebook" / "county.yaml"
        path.write_text("".join(_rulebook(self.now)), encoding="utf-8")

    def reports(self) -> None:
        """The scorecard as it is by now."""
        with (self.folder / "scorecard.csv").open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(["indicator", "area", "period", "value"])
            for (name, period), cell in figures.come_by(self.now).items():
                rows.writerow([name, "The County", period, cell])

    def subscribes(self, app: App, one: Subscription) -> None:
        """Somebody asks for a digest: in time, on a page where he is signed in; later, by a command."""
        kind, _, name = one.topic.rpartition(" ")
        fields = {kind or "committee": name} if name != "everything" else {}
        who = By(people.person_in(one.post, day_of(self.now)), one.post)
        asked = subscribe(
            app.store, app.setting, Wish(Topic(**fields), When(one.when)), who, self.now,
            app.channels, signed_in=one.confirmed == one.begins,
        )  # fmt: skip
        self._ids[one] = asked.id

    def changes(self, app: App, one: Subscription, deed: str, until: date | None) -> None:
        """He confirms, pauses, resumes or ends it."""
        by = By(people.person_in(one.post, day_of(self.now)), one.post)
        here = (app.store, app.setting, self._ids[one], by, self.now)
        if deed == "pauses":
            pause(*here, until)
        else:
            {"confirms": confirm, "resumes": resume, "ends": unsubscribe}[deed](*here)

    def asks(self, app: App, ask: Ask) -> None:
        """A chair puts a question on the list, and says what is wanted."""
        added = Deed(ActKind.ADDED, "We want to know", committee=ask.committee)
        about, chair = About(title=ask.title), people.person_in(ask.chair, day_of(self.now))
        entry = act(app.store, app.setting, None, added, who=chair, now=self.now, about=about).entry
        wanted = Deed(_SET[ask.what], "What is it?", due=Due(ask.due))
        if ask.what in ("request", "action"):
            wanted = replace(wanted, post=ask.of)
        who = chair
        if ask.what == "mute":
            wanted, who = replace(wanted, due=None, until=ask.due), people.KEEPER
        act(app.store, app.setting, str(entry), wanted, who=who, now=self.now)

    def answers(self, app: App, ask: Ask) -> None:
        """What was wanted is there."""
        if ask.what not in _DONE:
            return
        kind, text = _DONE[ask.what]
        post = ask.chair if ask.what == "review" else ask.of
        who = people.person_in(post, day_of(self.now))
        (entry,) = (one for one in app.store.live_entries() if one.title == ask.title)
        done = Deed(kind, text, number=1)
        act(app.store, app.setting, entry.reference, done, who=who, now=self.now)

    def acknowledges(self, app: App, due: datetime) -> None:
        """Every other head of service says of what is new in his list that he has seen it, and by when
        it is well again."""
        for entry in app.store.live_entries():
            head = entry.owner or ""
            if head not in figures.HEADS[::2] or app.store.record_of(entry.id).acknowledged:
                continue
            for deed in (Deed(ActKind.ACKNOWLEDGED), Deed(ActKind.RECOVERY, due=Due(day_of(due)))):
                who = people.person_in(head, day_of(self.now))
                act(app.store, app.setting, entry.reference, deed, who=who, now=self.now)


def _configured() -> Iterator[str]:
    yield _CONFIG
    yield "people:\n"
    for held in people.posts().values():
        for each in held:
            yield f"  {each.person}: {{name: {each.person}, address: {each.person}@county.example}}\n"
    yield "posts:\n"
    for post, held in people.posts().items():
        yield f"  {post}: {{title: {post}, channels: [mailbox], roles: [{_role(post)}], "
        yield f"deputy: {people.DEPUTY}, " if post.startswith("chair-") else ""
        yield f"held_by: [{', '.join(map(_holding, held))}]}}\n"


def _role(post: str) -> str:
    named = {"head": "owner", "chair": "chair", "member": "member", "vice": "member"}
    return named.get(post.partition("-")[0], "officer")


def _holding(held: Held) -> str:
    return f"{{person: {held.person}, from: {held.since}, until: {held.until}}}"


def _rulebook(moment: datetime) -> Iterator[str]:
    yield "areas:\n  The County: {level: authority, own: true}\ncommittees:\n"
    for name in figures.COMMITTEES:
        days = ", ".join(map(str, looks.meetings(name, moment)))
        yield f"  {name}: {{title: {name}, chair: chair-{name}, meetings: [{days}]}}\n"
    yield "indicators:\n"
    for one in figures.INDICATORS:
        yield f"  {one.name}:\n    {{title: {one.title}, unit: percent, better: higher,\n"
        yield f"     every: {one.every},\n"
        yield f"     target: {looks.target(one, moment)}, due: {one.due}, stale_after: 9,\n"
        yield f"     owner: {one.owner}, committee: {one.committee}, tags: [{', '.join(one.tags)}]}}\n"
    yield "rules:\n"
    for one in figures.INDICATORS:
        yield f"  rule-{one.number:02}:\n    title: {one.title} is not well\n"
        yield f"    indicator: {one.name}\n"
        yield f"    {one.level}: {{worse_than: target}}\n    leaves: after 2 good readings\n"
        yield "    if_not_acknowledged_in: {10 working days: director}\n" if one.asks else ""
        yield "    review_after: 2 weeks\n" if one.reviewed else ""
