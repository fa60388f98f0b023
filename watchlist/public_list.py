"""The watch list as the public may see it: what the rules make of the figures that the public may see.

It is judged anew from the disclosed figures and from nothing else, so that neither that something is
on the list, nor its level, nor since when, nor any sentence can tell of a figure that is withheld.
Beside it stands what people said and marked as public.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from watchlist.account import Standing, also_says, now_says, standings, why
from watchlist.cycle import Setting
from watchlist.deliver.names import Names
from watchlist.deliver.openly import Line, openly
from watchlist.deliver.tables import recent_rows
from watchlist.disclosing import PublicFigures
from watchlist.evaluate.engine import evaluate
from watchlist.evaluate.evidence import evidence
from watchlist.model.calendar import local_date
from watchlist.model.finding import Cell, Findings, cell_of
from watchlist.model.indicator import Publication
from watchlist.model.message import Row
from watchlist.model.reading import Panel, Panels, Series
from watchlist.model.record import Record
from watchlist.model.register import Breach, Entry, EntryKey, State
from watchlist.model.rule import Level
from watchlist.register.breaches import advance
from watchlist.register.entries import key_of, title
from watchlist.register.held import Held
from watchlist.register.ids import Counting
from watchlist.register.small_numbers.place import withheld_by_source

#: What is said of an entry whose newest figure is withheld, and nothing else.
WITHHELD = "Its newest figure is withheld, so nothing is said of how it stands."


@dataclass(frozen=True)
class PublicEntry:
    """One line of the public list. ``level`` is None where people alone hold it or where nothing may
    be said; ``reference`` is None where nobody said anything in public: that there is such an entry
    may tell of figures that are withheld. ``sentences`` are a paragraph each."""

    key: EntryKey
    title: str
    level: Level | None
    reference: str | None
    committee: str | None
    sentences: tuple[str, ...]
    said: tuple[Line, ...]
    rows: tuple[Row, ...]
    withheld: bool = False
    breaches: tuple[Breach, ...] = ()

    @property
    def state(self) -> str:
        """How it stands, in words: "red", "amber, recovering", "held"."""
        if self.level is None:
            return "not said" if self.withheld else "held"
        recovers = all(breach.track.state is State.RECOVERING for breach in self.breaches)
        return f"{self.level.word}, recovering" if recovers else self.level.word


@dataclass(frozen=True, eq=False)
class PublicList:
    """The list, the worst first, and by which findings it came about (for its charts)."""

    entries: tuple[PublicEntry, ...]
    findings: tuple[Findings, ...]


def public_list(figures: PublicFigures, setting: Setting, now: datetime) -> PublicList:
    """The list as the public may see it at a moment; nothing is written."""
    return _Desk(figures, setting, now).made()


class _Desk:
    def __init__(self, figures: PublicFigures, setting: Setting, now: datetime) -> None:
        self.figures, self.book, self.now = figures, setting.book, now
        self.names, self.zone = Names.of(setting.directory, setting.book), setting.zone
        self.today = local_date(now, setting.zone)
        self.public = {
            name
            for name, one in self.book.indicators.items()
            if one.publication is Publication.PUBLIC
        }

    def made(self) -> PublicList:
        findings = tuple(self._findings())
        held: dict[EntryKey, list[Breach]] = defaultdict(list)
        for breach in self._breaches(findings):
            held[key_of(breach, self.book)].append(breach)
        known = self._known(held.keys())
        records = self.figures.store.records({one.id for one in known})
        listed = {one.key for one in known if one.key != EntryKey()}
        found = [self._entry(one.key, held.get(one.key, []), one, records) for one in known]
        found += [self._entry(key, held[key], None, records) for key in held.keys() - listed]
        entries = sorted((one for one in found if one), key=_worst_first)
        return PublicList(tuple(entries), findings)

    def _findings(self) -> Iterator[Findings]:
        for component in self.book.components(self.public):
            rules = [
                self.book.watching(rule)
                for rule in self.book.rules_of(component)
                if self.public.intersection(rule.selects.indicators)
            ]
            yield from evaluate(rules, self.book, self._panels(component), self.today)

    def _panels(self, component: frozenset[str]) -> Panels:
        calendars = {name: self.book.indicators[name].calendar for name in component}
        return self.figures.panels(component, calendars)

    def _breaches(self, findings: Sequence[Findings]) -> list[Breach]:
        """The live breaches of public indicators, as if these figures were all there is."""
        rules = {found.rule.id for found in findings}
        breaches, _ = advance(
            findings,
            Held.of([]),
            {},
            book=self.book,
            first=(),
            ids=Counting(),
            now=self.now,
            evidence=evidence,
            let_go=self.figures.store.let_go(rules),
        )
        return [
            breach
            for breach in breaches
            if breach.track.state.live and breach.series.indicator in self.public
        ]

    def _known(self, held: Collection[EntryKey]) -> list[Entry]:
        """The entries of the register that may have something public: the newest of each key that
        these figures hold, on the list or off it, and those that people hold on the list."""
        store = self.figures.store
        left = store.entries(store.left_entries(held).values()) if held else {}
        live = [one for one in store.live_entries() if one.kept or one.key in held]
        again = {one.key for one in live}
        return [*live, *(one for one in left.values() if one.key not in again)]

    def _entry(
        self,
        key: EntryKey,
        breaches: Sequence[Breach],
        entry: Entry | None,
        records: Mapping[int, Record],
    ) -> PublicEntry | None:
        """What the public reads of an entry; None where there is nothing public about it."""
        record = records.get(entry.id, Record()) if entry else Record()
        if not breaches and not self._by_people(key, record):
            return None
        told = [one for one in breaches if not withheld_by_source(self._newest(one.series))]
        levels = [one.track.level for one in told if one.track.level is not None]
        silent = len(told) < len(breaches)
        said = tuple(openly(record, self.names, self.zone))
        return PublicEntry(
            key=key,
            title=entry.title if entry and key == EntryKey() else title(key, self.book),
            level=None if silent else max(levels, default=None),
            reference=entry.reference if entry and said else None,
            committee=self._committee(key, breaches, entry),
            sentences=((WITHHELD,) if silent else ()) + tuple(self._says(told)),
            said=said,
            rows=self._rows(key, breaches),
            withheld=silent,
            breaches=tuple(told),
        )

    def _by_people(self, key: EntryKey, record: Record) -> bool:
        """Whether people put it on the list in public words, about nothing that is not public."""
        said = record.reason is not None and record.reason.public
        return said and (key.indicator is None or key.indicator in self.public)

    def _committee(
        self, key: EntryKey, breaches: Sequence[Breach], entry: Entry | None
    ) -> str | None:
        names = {key.indicator or "", *(breach.series.indicator for breach in breaches)}
        known = sorted(name for name in names if name in self.book.indicators)
        if known:
            return self.book.indicators[known[0]].committee
        return entry.committee if entry else None

    def _says(self, breaches: Sequence[Breach]) -> Iterator[str]:
        book = self.book
        for one in map(self._openly, standings(self.figures, book, breaches, self.today)):
            put, now = why(one, book), now_says(one, book)
            if one.breach.track.opened == one.breach.judged_to:
                put = put[:1]  # its newest figures put it there, and come now
            also = (sentence for sentence in also_says(one, book) if sentence not in now)
            yield " ".join((*put, *now, *also))

    def _openly(self, standing: Standing) -> Standing:
        """Beside it only second figures that are public too."""
        beside = tuple(one for one in standing.beside if one.indicator.id in self.public)
        return replace(standing, beside=beside)

    def _panel(self, indicator: str) -> Panel | None:
        (component,) = self.book.components({indicator})
        return self._panels(component).get(self.book.indicators[indicator].calendar)

    def _newest(self, series: Series) -> Cell:
        """The newest cell of a series that was judged."""
        panel = self._panel(series.indicator)
        row = panel.row(series) if panel else None
        if panel is None or row is None:  # pragma: no cover - then nothing was judged
            raise ValueError(f"nothing was read of {series}")
        return cell_of(panel, row, int(panel.anchor[row]))

    def _rows(self, key: EntryKey, breaches: Sequence[Breach]) -> tuple[Row, ...]:
        """The figures of the one series that it is about; none where it is about several."""
        about = {breach.series for breach in breaches}
        if not about and key.indicator and key.area:
            about = {Series(key.indicator, key.area)}
        series = about.pop() if len(about) == 1 else None
        panel = self._panel(series.indicator) if series else None
        if series is None or panel is None:
            return ()
        return recent_rows(panel, series, self.book.indicators[series.indicator])


def _worst_first(one: PublicEntry) -> tuple[int, str, str]:
    return -(one.level or 0), one.title, one.reference or ""
