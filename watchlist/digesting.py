"""A digest, made of the register: what a committee, an owner or a subscriber reads at one time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from watchlist.cycle import Setting
from watchlist.deliver.digest_asked import asked
from watchlist.deliver.digest_changes import changes
from watchlist.deliver.digest_item import Told, item, together
from watchlist.deliver.digest_words import held_back, lead, overdue, success
from watchlist.deliver.names import Names
from watchlist.model.calendar import clear_days_before, local_date
from watchlist.model.digest import ChainHead, Digest, DigestItem, Part
from watchlist.model.indicator import Publication
from watchlist.model.reading import Panels
from watchlist.model.record import Record
from watchlist.model.register import Breach, Entry
from watchlist.model.rule import Level, Rulebook
from watchlist.model.subscription import Topic
from watchlist.register.parts import part_of
from watchlist.rulebook.load import readable_rulebook
from watchlist.store.reads import Reads

#: Clear days before a meeting by which its papers are out (Local Government Act 1972, section 100B).
CLEAR_DAYS = 5

#: So many letters of a chain's head stand at the foot of a digest.
_HEAD = 16


@dataclass(frozen=True)
class Occasion:
    """For what a digest is made: about what, what is new since when, for which meeting, for whom.
    ``to_release``: officers have it before its readers do; ``confirmed_by``: the post that released
    it."""

    topic: Topic
    since: datetime
    part: Part = Part.MEMBERS
    meeting: date | None = None
    to_release: bool = False
    confirmed_by: str = ""


def make_digest(
    store: Reads, setting: Setting, council: str, occasion: Occasion, now: datetime
) -> Digest:
    """The digest of an occasion as the register stands; nothing is written."""
    return _Desk(store, setting, council, occasion, now).digest()


class _Desk:
    def __init__(
        self, store: Reads, setting: Setting, council: str, occasion: Occasion, now: datetime
    ) -> None:
        self.store, self.book, self.council = store, setting.book, council
        self.occasion, self.now = occasion, now
        self.names = Names.of(setting.directory, setting.book)
        self.today = local_date(now, setting.zone)
        self.since_day = local_date(occasion.since, setting.zone)
        self.panels: dict[frozenset[str], Panels] = {}

    def digest(self) -> Digest:
        told = self._told()
        open_told = [one for one in told if self._part(one) is not Publication.EXEMPT]
        said = told if self.occasion.part is Part.EXEMPT else open_told
        items = [self._item(one) for one in said]
        by_change = _sorted_out(items)
        asks = asked(said, self.occasion.since, self.names, self.today)
        about = self._about()
        made = Digest(
            name=self.occasion.topic.name,
            title=self._title(),
            council=self.council,
            made_at=self.now,
            part=self.occasion.part,
            lead="",
            since=self.since_day,
            committee=self._committee(),
            meeting=self.occasion.meeting,
            to_release=self.occasion.to_release,
            confirmed_by=self.occasion.confirmed_by,
            exemption=self._exemption(told),
            asked=asks,
            new=by_change["new"],
            still=by_change["still"],
            recovering=by_change["recovering"],
            left=by_change["left"],
            success=success(by_change["left"], by_change["recovering"]),
            overdue=tuple(overdue(self.store.current_checks(), self.book, about)),
            changed=tuple(changes(self._rulebook_then(), self.book, about)),
            held_back=tuple(held_back(told, said, self.names, self.today)),
            heads=self._heads(said),
            papers_by=self._papers_by(),
        )
        return replace(made, lead=lead(made, self._on_list(said)))

    def _told(self) -> list[Told]:
        """The entries that it is about: on the list, or off it since the last one."""
        store = self.store
        live, left = store.live_entries(), store.left_since(self.occasion.since)
        entries = [*live, *left]
        records = store.records({entry.id for entry in entries})
        breaches = store.breaches_under({entry.id for entry in live})
        breaches += [breach for entry in left for breach in store.breaches_of(entry.id)]
        chosen = [
            entry
            for entry in entries
            if self._concerns(entry, records.get(entry.id, Record()), breaches)
        ]
        numbers = {entry.id for entry in chosen}
        mine = [breach for breach in breaches if breach.entry in numbers]
        moves = [move for number in sorted(numbers) for move in store.history(number)]
        wanted = Publication.EXEMPT if self.occasion.part is Part.EXEMPT else None
        told = together(chosen, records, mine, moves)
        return [one for one in told if wanted is None or self._part(one) is wanted]

    def _concerns(self, entry: Entry, record: Record, breaches: Iterable[Breach]) -> bool:
        topic = self.occasion.topic
        if topic.committee is not None:
            return topic.committee in (entry.committee, record.committee)
        if topic.owner is not None:
            return topic.owner == (record.owner or entry.owner)
        if topic.tag is not None:
            names = {one.series.indicator for one in breaches if one.entry == entry.id}
            return any(topic.tag in self._tags(name) for name in names | {entry.key.indicator})
        return True

    def _tags(self, indicator: str | None) -> frozenset[str]:
        known = self.book.indicators.get(indicator or "")
        return known.tags if known else frozenset()

    def _part(self, told: Told) -> Publication:
        return part_of(told.entry, told.record, told.breaches, self.book)

    def _item(self, told: Told) -> DigestItem:
        since = self.occasion.since
        return item(told, since, self.book, self._panels, self.names, self.today)

    def _panels(self, indicator: str) -> Panels:
        """The figures of the component in which an indicator lies."""
        (component,) = self.book.components({indicator})
        if component not in self.panels:
            calendars = {name: self.book.indicators[name].calendar for name in component}
            self.panels[component] = self.store.panels(component, calendars)
        return self.panels[component]

    def _about(self) -> frozenset[str]:
        """The indicators that it is about, on the list or not."""
        topic = self.occasion.topic
        return frozenset(
            name
            for name, one in self.book.indicators.items()
            if (topic.committee is None or one.committee == topic.committee)
            and (topic.owner is None or one.owner == topic.owner)
            and (topic.tag is None or topic.tag in one.tags)
            and (one.publication is Publication.EXEMPT) == (self.occasion.part is Part.EXEMPT)
        )

    def _title(self) -> str:
        topic = self.occasion.topic
        if topic.committee:
            return f"Scrutiny watch list: {self._committee()}"
        if topic.owner:
            return f"Scrutiny watch list: {self.names.post(topic.owner)}"
        return f"Scrutiny watch list: {topic.tag}" if topic.tag else "Scrutiny watch list"

    def _committee(self) -> str:
        committee = self.occasion.topic.committee
        return self.names.committee(committee) if committee else ""

    def _exemption(self, told: Sequence[Told]) -> str:
        """The words that an exempt part must carry."""
        if self.occasion.part is not Part.EXEMPT:
            return ""
        names = {one.series.indicator for each in told for one in each.breaches}
        numbers = sorted(
            {
                one.exempt_paragraph
                for name in names
                if (one := self.book.indicators.get(name)) and one.exempt_paragraph
            }
        )
        paragraphs = " and ".join(map(str, numbers)) or "…"
        plural = "s" if len(numbers) > 1 else ""
        return (
            f"NOT FOR PUBLICATION by virtue of paragraph{plural} {paragraphs} of Part 1 of "
            "Schedule 12A of the Local Government Act 1972"
        )

    def _rulebook_then(self) -> Rulebook | None:
        """The rulebook that was in force when the last digest was made."""
        kept = [one for one in self.store.rulebooks() if one.since < self.occasion.since]
        if kept and kept[0].hash == self.book.hash:
            return self.book
        files = self.store.rulebook_files(kept[0].hash) if kept else None
        return readable_rulebook(files) if files else None

    def _on_list(self, said: Sequence[Told]) -> int:
        return sum(one.entry.left_at is None for one in said)

    def _heads(self, said: Sequence[Told]) -> tuple[ChainHead, ...]:
        heads = self.store.heads({one.entry.id for one in said})
        return tuple(
            ChainHead(one.entry.reference, heads[one.entry.id][:_HEAD])
            for one in sorted(said, key=lambda each: each.entry.id)
            if one.entry.id in heads
        )

    def _papers_by(self) -> date | None:
        meeting = self.occasion.meeting
        return None if meeting is None else clear_days_before(meeting, CLEAR_DAYS)


def _sorted_out(items: Iterable[DigestItem]) -> dict[str, tuple[DigestItem, ...]]:
    """By the section in which they stand, in the order in which they are read. What is amber and was so
    before is on the list and not in the digest: it would be no news."""
    sections: dict[str, list[DigestItem]] = {"new": [], "still": [], "recovering": [], "left": []}
    for one in items:
        section = _SECTION.get(one.change) or ("still" if one.unsaid or _still(one) else None)
        if section:
            sections[section].append(one)
    return {name: tuple(sorted(found, key=_order)) for name, found in sections.items()}


_SECTION = {
    "new": "new",
    "worse": "new",
    "another figure": "new",
    "recovering": "recovering",
    "still recovering": "recovering",
    "left": "left",
}
_LEVELS = {Level.RED.word: 0, Level.AMBER.word: 1}


def _still(one: DigestItem) -> bool:
    return one.level == Level.RED.word or one.change == "held" or bool(one.due)


def _order(one: DigestItem) -> tuple[int, str]:
    return _LEVELS.get(one.level, len(_LEVELS)), one.reference
