"""Everything that happened between two days, in rows: what people did, what figures moved, what was put
right by hand, what was given out for the public, and what was removed when its time had run out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time, timedelta
from itertools import chain

from watchlist.deliver.corrected import by_hand, correction_behind
from watchlist.deliver.deeds import told_act
from watchlist.deliver.figures import several
from watchlist.deliver.moves import told
from watchlist.deliver.names import Names
from watchlist.installation import Installation
from watchlist.model.acts import WATCHLIST, Act
from watchlist.model.calendar import at_local
from watchlist.model.corrections import Correction
from watchlist.model.errors import UsageError
from watchlist.model.pooled import label
from watchlist.model.register import Breach, Entry, Transition
from watchlist.model.rule import Rulebook
from watchlist.register.ledger import as_written
from watchlist.register.retention import Limit
from watchlist.store.results import Publishing, Verified
from watchlist.store.retention import Erasure, Removal
from watchlist.views.as_json import correction_sentence, series_title
from watchlist.views.history import books, moment
from watchlist.views.listed import years_of

#: What a row says, in this order.
COLUMNS = (
    "when", "entry", "title", "what", "said", "who", "acting_for", "committee", "minute", "link",
    "rule", "indicator", "area", "breakdown", "period", "level_before", "level", "before", "after",
)  # fmt: skip

#: Days so far off that no council had or will have a watch list, and every clock knows them.
_FIRST, _LAST = date(1900, 1, 1), date(9000, 1, 1)

Row = dict[str, str]
_Apart = Correction | Publishing | Removal | Erasure
_Happened = Act | Transition | _Apart


def audited(here: Installation, since: date, until: date) -> Iterator[Row]:
    """Everything from one day to another, both included, in the order in which it happened. Raises
    UsageError where the first day is not the first."""
    if since > until:
        raise UsageError(f"{since:%d %B %Y} comes after {until:%d %B %Y}: the first day goes first")
    return _rows(here, since, until)


def verified_said(found: Verified) -> str:
    """Whether history holds, a sentence a line."""
    entries = f"{found.entries:,} entr{'y' if found.entries == 1 else 'ies'}"
    if found.broken:
        lines = [f"{one}." for one in found.broken]
        return "\n".join([*lines, f"{len(found.broken):,} of {entries} do not hold."])
    return (
        f"The history of {entries} holds: every row is as it was written.\n"
        f"Its fingerprint, to be written down elsewhere: {found.fingerprint}"
    )


def _rows(here: Installation, since: date, until: date) -> Iterator[Row]:
    zone, store = here.config.zone, here.store
    after = min(until, _LAST) + timedelta(days=1)
    first, end = (at_local(day, time.min, zone) for day in (max(since, _FIRST), after))
    corrections = store.corrections(until=end)
    happened = store.happened(first, end)
    desk = _Desk(here, happened, corrections)
    apart: list[_Apart] = [*corrections, *store.publications(), *store.erasures()]
    apart += [one for one in store.removals() if one.kind.limit is Limit.PAPERS]
    every: Iterator[_Happened] = chain(happened, (one for one in apart if first <= one.at < end))
    for each in sorted(every, key=lambda one: (one.at, isinstance(one, Transition))):
        row = desk.row(each)
        yield {name: row.get(name, "") for name in COLUMNS}


class _Desk:
    """Puts rows into words, knowing the entries and breaches that they are about."""

    def __init__(
        self,
        here: Installation,
        happened: Sequence[Act | Transition],
        corrections: Sequence[Correction],
    ) -> None:
        self.here, self.names = here, Names.of(here.config.directory, here.book)
        self.corrections = corrections
        moves = [each for each in happened if isinstance(each, Transition)]
        about = {each.entry for each in happened if each.entry is not None}
        self.entries: Mapping[int, Entry] = here.store.entries(about)
        ids = {move.breach for move in moves if move.breach is not None}
        self.breaches: Mapping[int, Breach] = here.store.breaches(ids, evidence=False)
        self.books: Mapping[int, Rulebook] = books(here, moves)

    def row(self, each: _Happened) -> Row:
        match each:
            case Act():
                return self.act(each)
            case Transition():
                return self.move(each)
            case Publishing():
                return self.publishing(each)
            case Removal():
                return self.removal(each)
            case Erasure():
                return self.erasure(each)
        return self.correction(each)

    def publishing(self, one: Publishing) -> Row:
        """That the list was given out for the public."""
        entries = "1 entry" if one.entries == 1 else f"{one.entries:,} entries"
        figures = "no figure" if not one.withheld else several(one.withheld, "figure")
        return self._done(one, "published", f"published the list: {entries}, {figures} withheld")

    def removal(self, one: Removal) -> Row:
        """That papers were kept for as long as they are to be."""
        named = ", ".join(f"WL-{number:04d}" for number in one.entries)
        counted = f"{one.kind.said.capitalize()}: {one.many:,}, kept for {one.term}"
        return {
            "when": moment(self.here, one.at, seconds=True),
            "what": "removed",
            "said": f"{counted}{f' ({named})' if named else ''}.",
            "who": WATCHLIST,
        }

    def erasure(self, one: Erasure) -> Row:
        """That a name was taken out of what is kept."""
        said = f"had the name of {one.person} taken out of what is kept"
        return self._done(one, "name erased", said)

    def _done(self, one: Publishing | Erasure, what: str, said: str) -> Row:
        """What somebody did that is about no one entry."""
        return {
            "when": moment(self.here, one.at, seconds=True),
            "what": what,
            "said": f"{self.names.by(one.who, one.acting_for)} {said}.",
            "who": one.who,
            "acting_for": one.acting_for or "",
        }

    def correction(self, one: Correction) -> Row:
        """A figure that was put right by hand: its two figures as they are read."""
        before, after = (
            as_written(cell.value, cell.digits, cell.marker) for cell in (one.before, one.after)
        )
        return {
            "when": moment(self.here, one.at, seconds=True),
            "title": series_title(self.here, one.series),
            "what": "corrected by hand",
            "said": correction_sentence(self.here, one),
            "who": one.by.who,
            "acting_for": one.by.acting_for or "",
            "indicator": one.series.indicator,
            "area": one.series.area,
            "breakdown": one.series.breakdown,
            "period": label(one.calendar, one.period, years_of(self.here, one)),
            "before": before,
            "after": after,
        }

    def act(self, act: Act) -> Row:
        return {
            **self._head(act),
            "what": act.kind.value,
            "said": told_act(act, self.names),
            "who": act.who,
            "acting_for": act.acting_for or "",
            "committee": act.committee or "",
            "minute": act.minute or "",
            "link": act.link or "",
        }

    def move(self, move: Transition) -> Row:
        breach = self.breaches.get(move.breach or 0)
        row = {
            **self._head(move),
            "what": move.reason.value,
            "said": " ".join(self._told(move, breach)) if breach else "",
            "who": move.who,
            "rule": move.rule or "",
            "level_before": move.level_before.word if move.level_before else "",
            "level": move.level.word if move.level else "",
            "before": move.before or "",
            "after": move.after or "",
        }
        return {**row, **self._series(breach, move.period)} if breach else row

    def _told(self, move: Transition, breach: Breach) -> tuple[str, ...]:
        one = correction_behind(move, breach, self.corrections)
        by = by_hand(one.by, self.names) if one else ""
        return told(move, breach, self.books[move.id], by)

    def _head(self, each: Act | Transition) -> Row:
        entry = self.entries.get(each.entry or 0)
        return {
            "when": moment(self.here, each.at, seconds=True),
            "entry": entry.reference if entry else "",
            "title": entry.title if entry else "",
        }

    def _series(self, breach: Breach, period: int | None) -> Row:
        series, years = breach.series, years_of(self.here, breach)
        return {
            "indicator": series.indicator,
            "area": series.area,
            "breakdown": series.breakdown,
            "period": "" if period is None else label(breach.calendar, period, years),
        }
