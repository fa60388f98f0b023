"""Rule files as somebody tries an edit of them. Nothing of it is written anywhere: what he tries is
given each time, and he puts it into the folder himself."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import unified_diff
from enum import StrEnum
from pathlib import PurePath

from watchlist.backtest import COUNTS, Judged, backtest, total
from watchlist.behaviour import behaviour
from watchlist.cycle import Progress, Setting
from watchlist.installation import Installation
from watchlist.kept import last_good_rulebook
from watchlist.model.errors import Fault, UsageError
from watchlist.model.rule import Rule, Rulebook
from watchlist.preview import Preview, preview
from watchlist.question import Question
from watchlist.rule_files import RuleFiles, read_rules, rule_files
from watchlist.rulebook.cases import case_files, read_cases
from watchlist.ruletest import differs, judged
from watchlist.views.backtested import LEVELS, counted_said, spells, spoken_stay

#: The years over which an edit is previewed.
YEARS = 3

#: Larger texts, edits of rules that hang together with more indicators, and longer work are for the
#: command line.
LARGEST, WIDEST, LONGEST = 150_000, 400, 20.0

#: So many lines of a difference and so many series of a backtest are written out.
_LINES, _SERIES = 600, 40

#: Lines shown around one that has a fault.
_AROUND = 2


class Stands(StrEnum):
    """How a file in the folders stands to what is in force."""

    SAME = "in force"
    CHANGED = "changed, not in force"
    NEW = "new, not in force"
    GONE = "in force, gone from the folders"


@dataclass(frozen=True)
class FileSeen:
    name: str
    stands: Stands
    faults: int


@dataclass(frozen=True)
class Folders:
    """The rule files, in force and as they lie in the folders, with what is wrong with the latter."""

    in_force: Mapping[str, str]
    lying: RuleFiles
    faults: tuple[Fault, ...]

    def seen(self) -> list[FileSeen]:
        """Every file, by name."""
        wrong = [fault.mark.path for fault in self.faults if not fault.warning]
        names = {*self.lying.texts, *self._gone()}
        return [FileSeen(name, self._stands(name), wrong.count(name)) for name in sorted(names)]

    def text(self, name: str) -> str | None:
        """A file as it lies in the folders; one that is gone as it is in force."""
        return self.lying.texts.get(name, self.in_force.get(name))

    def before(self, name: str) -> str:
        """What of a file is in force; "" for a new one. One that lies in another folder by now is the
        same file."""
        if name in self.in_force:
            return self.in_force[name]
        moved = [text for path, text in self.in_force.items() if _last(path) == _last(name)]
        return moved[0] if len(moved) == 1 else ""

    def _stands(self, name: str) -> Stands:
        if name not in self.lying.texts:
            return Stands.GONE
        if not (before := self.before(name)):
            return Stands.NEW
        return Stands.SAME if before == self.lying.texts[name] else Stands.CHANGED

    def _gone(self) -> Iterator[str]:
        there = {_last(name) for name in self.lying.texts}
        yield from (name for name in self.in_force if _last(name) not in there)


@dataclass(frozen=True)
class FaultSeen:
    """A fault with the lines around it where they are known: (number, text) pairs, and where among
    them the fault is."""

    fault: Fault
    lines: tuple[tuple[int, str], ...]
    here: bool  # it is in the file that is edited


@dataclass(frozen=True)
class Trial:
    """All files with one replaced: the rulebook that they would be (None: they have a fault)."""

    name: str
    book: Rulebook | None
    faults: tuple[FaultSeen, ...]

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Those that stand in the edited file."""
        known = self.book.rules.values() if self.book else ()
        return tuple(rule for rule in known if rule.mark.path == self.name)


@dataclass(frozen=True)
class Tested:
    """A rule test by the edited text; ``wrong`` says what came otherwise."""

    name: str
    wrong: tuple[str, ...]


@dataclass(frozen=True)
class Tried:
    """A backtest of one rule: headings and, for all series together and for those that it signalled,
    how often each was said; ``stays`` when each was on the list."""

    rule: Rule
    behaved: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    stays: tuple[tuple[str, str], ...]
    silent: int
    left_out: int


def folders(here: Installation) -> Folders:
    lying = rule_files(here.config.rules)
    _, faults = read_rules(here.config, lying)
    return Folders(here.book.files, lying, tuple(sorted(set(faults), key=Fault.place)))


def tried(here: Installation, known: Folders, name: str, text: str) -> Trial:
    """What the files would be with this text in the place of one. Raises UsageError where it is too
    large to be tried here."""
    if len(text) > LARGEST:
        raise UsageError(
            f"the text has more than {LARGEST:,} letters: put it into a folder and say "
            "watchlist check --rules FOLDER"
        )
    texts = {**known.lying.texts, name: text}
    book, faults = read_rules(here.config, RuleFiles(texts, known.lying.faults))
    ordered = sorted(set(faults), key=Fault.place)
    seen = (FaultSeen(one, _around(one, texts), one.mark.path == name) for one in ordered)
    return Trial(name, book, tuple(seen))


def difference(known: Folders, name: str, text: str) -> tuple[str, ...]:
    """What the text says otherwise than the file in force, a line each."""
    before = known.before(name).splitlines()
    found = list(unified_diff(before, text.splitlines(), n=2, lineterm=""))[2:]
    more = len(found) - _LINES
    return (*found[:_LINES], *([f"… and {more:,} more lines"] if more > 0 else []))


def tested(here: Installation, trial: Trial) -> list[Tested]:
    """The rule tests of the edited file's rules, by its text."""
    if trial.book is None:
        return []
    texts, _ = case_files(here.config.rules)
    cases, _ = read_cases(texts, trial.book)
    mine = [case for case in cases if case.rule and case.rule.mark.path == trial.name]
    return [
        Tested(one.case.name, tuple(differs(one, wrong) for wrong in one.wrong))
        for one in judged(mine, trial.book)
    ]


def previewed(here: Installation, book: Rulebook) -> tuple[Preview, Rulebook | None]:
    """What an edit would change, and the rules in force. Raises UsageError where that takes too long
    to be waited for."""
    in_force = last_good_rulebook(here.store)
    known = in_force.rules if in_force else {}
    edited = [rule for rule in book.rules.values()
              if rule.id not in known or known[rule.id].hash != rule.hash]  # fmt: skip
    _refuse_wide(book, edited)
    before = replace(here.setting, book=in_force) if in_force else None
    after: Setting = replace(here.setting, book=book)
    return preview(here.store, before, after, here.clock(), YEARS, _deadline()), in_force


def backtested_rule(here: Installation, book: Rulebook, rule: str) -> Tried | None:
    """What a rule of an edited text says of every period; None where there is nothing to judge. Raises
    UsageError for a rule that is not there, and where it takes too long."""
    question = Question((rule,))
    _refuse_wide(book, question.judging(book))
    setting = replace(here.setting, book=book)
    found = list(backtest(here.store, setting, question, here.clock(), _deadline()))
    return _tried(found, book) if any(one.rows() for one in found) else None


def _tried(found: Sequence[Judged], book: Rulebook) -> Tried:
    rule = found[0].found.rule
    series = [(one, n) for one in found for n in one.rows()]
    spoke = [(one, n) for one, n in series if n in one.stays or _levels(one, n)]
    spoke = spoke if len(series) > 1 else series
    shown = spoke[:_SERIES]
    together = (f"{len(series):,} series", *_numbers(total(found), rule))
    rows = [together] if len(series) > 1 else []
    rows += [(_called(one, n, book), *_numbers(one.counted(n), rule)) for one, n in shown]
    return Tried(
        rule,
        spells(behaviour(found)),
        ("Series", *(name.replace("_", " ").capitalize() for name in COUNTS)),
        tuple(rows),
        tuple((_called(one, n, book), "; ".join(_stays(one, n, book))) for one, n in shown),
        len(series) - len(spoke),
        len(spoke) - len(shown),
    )


def _levels(one: Judged, n: int) -> bool:
    return any(one.counts[name][n] for name in LEVELS)


def _numbers(counts: Mapping[str, int], rule: Rule) -> Iterator[str]:
    return (counted_said(counts[name], name, rule.levels) for name in COUNTS)


def _called(one: Judged, n: int, book: Rulebook) -> str:
    series = one.found.series(n)
    title = book.indicators[series.indicator].title
    return ", ".join(word for word in (title, series.area, series.breakdown) if word)


def _stays(one: Judged, n: int, book: Rulebook) -> Iterator[str]:
    calendar, years = (
        one.found.panel.calendar,
        book.indicators[one.found.series(n).indicator].pooled,
    )
    return (spoken_stay(stay, calendar, years) for stay in one.stays.get(n, ()))


def _refuse_wide(book: Rulebook, rules: Sequence[Rule]) -> None:
    names = {name for rule in rules for name in rule.selects.indicators}
    widest = max(map(len, book.components(names)), default=0) if names else 0
    if widest > WIDEST:
        raise UsageError(
            f"it hangs together with {widest:,} indicators, which are too many to be judged while you "
            "wait: put the text into a folder and say watchlist preview --rules FOLDER"
        )


def _deadline() -> Progress:
    """Raises UsageError once the work has taken too long."""
    end = time.monotonic() + LONGEST

    def looks(done: int, of: int) -> None:
        if time.monotonic() > end and done < of:
            raise UsageError(
                f"it took more than {LONGEST:.0f} seconds, with {done:,} of {of:,} parts judged: put "
                "the text into a folder and say watchlist preview --rules FOLDER"
            )

    return looks


def _around(fault: Fault, texts: Mapping[str, str]) -> tuple[tuple[int, str], ...]:
    line, lines = fault.mark.line, texts.get(fault.mark.path, "").splitlines()
    if not line or line > len(lines):
        return ()
    numbers = range(max(1, line - _AROUND), min(len(lines), line + _AROUND) + 1)
    return tuple((number, lines[number - 1][:300]) for number in numbers)


def _last(path: str) -> str:
    return PurePath(path).name
