"""One entry of the watch list → an item of a digest: what moved since the last one, how long it has
been so, its newest figure beside others, and what people say of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from watchlist.deliver.deeds import told_occasion
from watchlist.deliver.measures import Measures, measures
from watchlist.deliver.names import Names
from watchlist.model.digest import DigestItem
from watchlist.model.reading import Panels
from watchlist.model.record import Record, Said
from watchlist.model.register import Breach, Entry, Reason, State, Transition
from watchlist.model.rule import Level, Rulebook
from watchlist.register.falling_due import Fell, fallen_due
from watchlist.register.levels import Duration, by_breach, lead
from watchlist.register.review_due import review_due

_OPENED = (Reason.OPENED, Reason.ALREADY_SO, Reason.OPENED_AGAIN)
_WORSE = (Reason.WORSENED, Reason.RELAPSED)

#: Gives the figures of the component in which an indicator lies.
PanelsOf = Callable[[str], Panels]


@dataclass(frozen=True)
class Told:
    """An entry with all that is known of it."""

    entry: Entry
    record: Record
    breaches: tuple[Breach, ...]  # all it ever had, live and ended
    moves: tuple[Transition, ...]

    @property
    def live(self) -> tuple[Breach, ...]:
        return tuple(breach for breach in self.breaches if breach.track.state.live)


def change(told: Told, since: datetime) -> str:
    """What became of an entry since the last digest, in a word or two."""
    if told.entry.left_at is not None:
        return "left"
    if told.entry.opened_at >= since:
        return "new"
    reasons = {move.reason for move in told.moves if move.at >= since}
    if told.live and all(one.track.state is State.RECOVERING for one in told.live):
        return "recovering" if Reason.RECOVERING in reasons else "still recovering"
    if reasons.intersection(_WORSE):
        return "worse"
    if reasons.intersection(_OPENED):
        return "another figure" if len(told.live) > 1 else "new"
    level = told.entry.level
    return f"still {level.word}" if level else "held"


def item(
    told: Told, since: datetime, book: Rulebook, panels: PanelsOf, names: Names, today: date
) -> DigestItem:
    """The item of an entry, every text of people's as it may be read by members."""
    entry, record = told.entry, told.record
    level = entry.level.word if entry.level else ""
    shown = DigestItem(
        reference=entry.reference,
        title=entry.title,
        level=level,
        change=change(told, since),
        why=_rules(told.live or told.breaches[-1:], book),
        cause=_text(record.cause),
        remedy=_text(record.remedy),
        owner=names.post(record.owner or entry.owner) if record.owner or entry.owner else "",
        overseer=names.post(record.overseer) if record.overseer else "",
        back_on_track=_back(record, names),
        reports=tuple(f"{one.said.text} {one.link}".strip() for one in record.reports),
        due=tuple(_due(told, book, names, today)),
        unsaid=entry.level is Level.RED and not record.spoken_of,
    )
    found = lead(told.live, by_breach(told.moves), today)
    breach = found[0] if found else next(iter(reversed(told.breaches)), None)
    lasting = _lasting(found[1], breach, book) if found and breach else ""
    return replace(_measured(shown, breach, book, panels), lasting=lasting)


def _measured(
    shown: DigestItem, breach: Breach | None, book: Rulebook, panels: PanelsOf
) -> DigestItem:
    """With the newest figure of the series that stands for the entry."""
    if breach is None or breach.series.indicator not in book.indicators:
        return shown
    return measured(shown, measures(breach.series, book, panels(breach.series.indicator)))


def measured(shown: DigestItem, found: Measures | None) -> DigestItem:
    """An item with what can be said of its newest figure."""
    if found is None:
        return shown
    return replace(
        shown,
        figure=found.figure,
        target=found.target,
        gaps=found.gaps,
        last_period=found.last_period,
        last_year=found.last_year,
        spark=found.spark,
    )


def _lasting(lasts: Duration, breach: Breach, book: Rulebook) -> str:
    """ "red for 4 months", "recovering for 2 months after 5 on the list"."""
    indicator = book.indicators.get(breach.series.indicator)
    noun = "figure" if indicator and indicator.pooled > 1 else breach.calendar.noun
    if lasts.recovering:
        return f"recovering for {_times(lasts.recovering.periods, noun)}"
    return f"{lasts.level.word} for {_times(lasts.at_level.periods, noun)}"


def _times(many: int, noun: str) -> str:
    return f"{many} {noun}{'' if many == 1 else 's'}"


def _rules(breaches: Iterable[Breach], book: Rulebook) -> tuple[str, ...]:
    """What the rules say that hold it, each once."""
    rules = (book.rules.get(breach.rule) for breach in breaches)
    return tuple(dict.fromkeys(rule.title for rule in rules if rule))


def _text(said: Said | None) -> str:
    """What somebody wrote; it is cut where it is laid out, and then says where all of it is."""
    return " ".join(said.text.split()) if said else ""


def _back(record: Record, names: Names) -> str:
    track = record.back_on_track
    if track is None:
        return ""
    words = f" ({track.words})" if track.words else ""
    return f"{names.due(track.due)}{words}"


def _due(told: Told, book: Rulebook, names: Names, today: date) -> Iterable[str]:
    of_entry = told.entry, told.record, told.live
    for one in (*fallen_due(*of_entry, today), *review_due(*of_entry, book.rules, today)):
        if one.what not in (Fell.MUTE_ENDED, Fell.NOT_ACKNOWLEDGED) and (
            said := told_occasion(one, told.record, names)
        ):
            yield said


def together(
    entries: Iterable[Entry],
    records: Mapping[int, Record],
    breaches: Iterable[Breach],
    moves: Iterable[Transition],
) -> list[Told]:
    """Entries with what is known of each."""
    mine: dict[int, list[Breach]] = {}
    for breach in breaches:
        mine.setdefault(breach.entry or 0, []).append(breach)
    whose = {breach.id: number for number, some in mine.items() for breach in some}
    happened: dict[int, list[Transition]] = {}
    for move in moves:
        number = move.entry if move.entry is not None else whose.get(move.breach or 0, 0)
        happened.setdefault(number, []).append(move)
    return [
        Told(
            entry,
            records.get(entry.id, Record()),
            tuple(mine.get(entry.id, ())),
            tuple(happened.get(entry.id, ())),
        )
        for entry in entries
    ]
