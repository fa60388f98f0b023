"""A register of any size, founded by the program itself: readings come in month by month and are
judged, and between them people do what people do.

The rulebook and the figures are alike whatever the size: 60 indicators in 150 areas. Of these 9,000
series every one is wrong in a register of 10,000 entries, every tenth in one of 1,000. A tenth of the
entries are what people asked for, without any figure. Every entry has ten rows of history, half by
figures and half by people (what people asked for: all of them by people), and on the last day 500
more rows come, whatever the size. All entries are on the list.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from watchlist.app import App, open_app
from watchlist.model.acts import Act, ActKind, Due
from watchlist.model.register import Entry, EntryKey, Moves
from watchlist.rounds import cycle_once
from watchlist.store.transaction import Transaction

INDICATORS, AREAS = 60, 150

#: The day after the last one on which anything happened, and that one.
TODAY = datetime(2026, 6, 17, 9, tzinfo=UTC)
LAST = TODAY - timedelta(days=1)

#: So many rows of history come on the last day, half by figures and half by people.
LAST_ROWS = 500

_CONFIG = """\
council: Greater Example (invented)
database: "{url}"
rules: [rulebook]
keeper: keeper
quiet_start: false
rehearse_at: {today:%Y-%m-%d %H:%M:%S}
sources:
  scorecard: {{kind: csv, path: readings.csv}}
people:
  p1: {{name: A. Head (invented), address: head@council.example}}
  p2: {{name: B. Keeper (invented), address: keeper@council.example}}
  p3: {{name: C. Director (invented), address: director@council.example}}
posts:
  head: {{title: Head of Assessment, held_by: [{{person: p1}}], channels: [mailbox]}}
  keeper: {{title: Performance, held_by: [{{person: p2}}], channels: [mailbox], roles: [officer]}}
  director: {{title: Director, held_by: [{{person: p3}}], channels: [mailbox]}}
"""

_INDICATOR = """\
  figure-{n}:
    {{title: Assessments by team {n}, unit: percent, better: higher, every: month, target: 85,
     tolerance: 5 points, due: 30 working days, owner: head}}
"""

_RULE = """\
  team-{n}:
    title: Assessments by team {n} are taking too long
    indicator: figure-{n}
    areas: all
    amber: {{worse_than: target}}
    red: {{worse_than: tolerance}}
    leaves: when the committee agrees
    if_not_acknowledged_in: {{10 working days: director}}
"""

_GOOD, _AMBER, _RED = 90, 83, 78

#: The figures of a series that goes wrong, month by month from December 2025, and those of one that
#: stays amber: each of these months moves its breach once.
_RED_ONE = (_AMBER, _RED, _GOOD, _RED, _GOOD)
_AMBER_ONE = (_AMBER, _GOOD, _AMBER, _GOOD, _AMBER)
_MOVES = len(_AMBER_ONE)

#: Before them come as many good months.
_BEFORE = 12
_FIRST = 2025 * 12 + 11


@dataclass(frozen=True)
class Founded:
    """A register, open, and the file of its configuration."""

    app: App
    config: Path

    def audited(self) -> tuple[str, str]:
        """The days of an audit of the last day's rows."""
        return f"{LAST:%Y-%m-%d}", f"{LAST:%Y-%m-%d}"


def founded(folder: Path, url: str, entries: int) -> Founded:
    """A register of so many entries, all on the list, each with ten rows of history."""
    config = _written(folder, url)
    app = open_app(config)
    wrong = entries * 9 // 10
    for month in range(-1, _MOVES + 1):
        _reports(folder, month, wrong)
        cycle_once(app, _month_end(month))
        if month == 0:
            _people_act(app, wrong, entries - wrong)
    _last_day(app, wrong)
    cycle_once(app, LAST + timedelta(hours=1))
    return Founded(app, config)


def _written(folder: Path, url: str) -> Path:
    (folder / "rulebook").mkdir(parents=True)
    numbers = range(INDICATORS)
    areas = "".join(f"  {_area(n)}: {{level: authority}}\n" for n in range(AREAS))
    council = f"areas:\n{areas}indicators:\n" + "".join(_INDICATOR.format(n=n) for n in numbers)
    rules = "rules:\n" + "".join(_RULE.format(n=n) for n in numbers)
    (folder / "rulebook" / "council.yaml").write_text(council, encoding="utf-8")
    (folder / "rulebook" / "rules.yaml").write_text(rules, encoding="utf-8")
    config = folder / "config.yaml"
    config.write_text(_CONFIG.format(url=url, today=TODAY), encoding="utf-8")
    return config


def _area(number: int) -> str:
    return f"Area {number:03d}"


def _month_end(month: int) -> datetime:
    """When the figures of a month come in: in the middle of the next; the last ones on the last day."""
    if month == _MOVES:
        return LAST
    year, place = divmod(_FIRST + month + 1, 12)
    return datetime(year, place + 1, 16, 9, tzinfo=UTC)


def _reports(folder: Path, month: int, wrong: int) -> None:
    """A new scorecard; before the first month that of all that was well."""
    months = range(-_BEFORE, 0) if month < 0 else range(month, month + 1)
    rows = [
        f"figure-{series // AREAS},{_area(series % AREAS)},{_label(each)},{value}"
        for each in months
        for series, value in enumerate(_figures(each, wrong))
    ]
    text = "\n".join(["indicator,area,period,value", *rows]) + "\n"
    (folder / "readings.csv").write_text(text, encoding="utf-8")


def _label(month: int) -> str:
    year, place = divmod(_FIRST + month, 12)
    return f"{year}-{place + 1:02d}"


def _figures(month: int, wrong: int) -> Iterator[int]:
    """The figure of every series: those that go wrong lie evenly among the others."""
    every = INDICATORS * AREAS // wrong
    for series in range(INDICATORS * AREAS):
        nth, rest = divmod(series, every)
        yield _GOOD if rest or month < 0 else _figure(month, nth)


def _figure(month: int, nth: int) -> int:
    """In the last month only so many move that the last day has its rows."""
    if month == _MOVES:
        return _GOOD if nth % 2 or nth < LAST_ROWS else _AMBER
    return (_RED_ONE if nth % 2 else _AMBER_ONE)[month]


def _people_act(app: App, wrong: int, asked: int) -> None:
    """What people do to every entry, and what they ask for beside the figures."""
    now = _month_end(0) + timedelta(days=1)
    with app.store.begin(now) as tx:
        done = [act for entry in range(1, wrong + 1) for act in _of_breach(tx, entry, now)]
        tx.save(Moves(acts=tuple(done)))
    with app.store.begin(now) as tx:
        lines = [_line(tx, now) for _ in range(asked)]
        done = [act for line in lines for act in _of_request(tx, line.id, now)]
        tx.save(Moves(entries=tuple(lines), acts=tuple(done)))


def _line(tx: Transaction, now: datetime) -> Entry:
    number = tx.ids.entry()
    return Entry(number, EntryKey(), f"Request number {number}", now, owner="director", kept=True)


#: What is due came due in spring, long told of on the last day.
_SPRING = Due(date(2026, 3, 2))


def _of_breach(tx: Transaction, entry: int, now: datetime) -> Iterator[Act]:
    """Every other action is not done. Every other entry is not acknowledged, and the program brings
    it to the director: the fifth row."""
    yield _act(tx, entry, now, ActKind.CAUSE, text="Posts are vacant")
    yield _act(tx, entry, now, ActKind.REMEDY, text="Four posts are being filled")
    yield _act(tx, entry, now, ActKind.ACTION_SET, text="Fill the posts", post="head", due=_SPRING)
    if entry % 2:
        yield _act(tx, entry, now, ActKind.ACTION_DONE, number=1, text="Filled")
    else:
        yield _act(tx, entry, now, ActKind.REVIEW_SET, due=_SPRING)
        yield _act(tx, entry, now, ActKind.ACKNOWLEDGED)


def _of_request(tx: Transaction, entry: int, now: datetime) -> Iterator[Act]:
    yield _act(tx, entry, now, ActKind.ADDED, text="Asked for at the meeting", post="director")
    for number in range(1, 5):
        wanted: dict[str, Any] = {"text": "How many are there?", "post": "head", "due": _SPRING}
        yield _act(tx, entry, now, ActKind.REQUEST_MADE, **wanted)
        yield _act(tx, entry, now, ActKind.REQUEST_ANSWERED, number=number, text="Eleven")
    yield _act(tx, entry, now, ActKind.NOTED, text="Answered in full")


def _last_day(app: App, wrong: int) -> None:
    with app.store.begin(LAST) as tx:
        entries = range(1, wrong, wrong // (LAST_ROWS // 2))[: LAST_ROWS // 2]
        done = [_act(tx, each, LAST, ActKind.NOTED, text="Looked at again") for each in entries]
        tx.save(Moves(acts=tuple(done)))


def _act(tx: Transaction, entry: int, now: datetime, kind: ActKind, **said: Any) -> Act:
    return Act(tx.ids.act(), entry, now, kind, "p2", acting_for="keeper", **said)
