"""An example, judged on its own day by the real loader, source, store, engine and breach table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from watchlist.evaluate.checks import check
from watchlist.evaluate.engine import evaluate
from watchlist.evaluate.evidence import evidence
from watchlist.evaluate.truth import Truth
from watchlist.model.calendar import local_date
from watchlist.model.finding import Findings, Verdict
from watchlist.model.reading import Panels
from watchlist.model.register import Breach, DataCheck
from watchlist.model.rule import Rulebook
from watchlist.register.breaches import advance
from watchlist.register.held import Held
from watchlist.register.ids import Counting
from watchlist.rulebook.load import load_rulebook
from watchlist.sources.read import read_source
from watchlist.sources.settings import SourceSettings
from watchlist.store.open import open_store

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"


@dataclass(frozen=True)
class Rehearsal:
    """What the rules and the checks say of an example on its day."""

    book: Rulebook
    findings: list[Findings]
    checks: list[DataCheck]
    breaches: dict[tuple[str, str], Breach]

    def verdict(self, rule: str, indicator: str) -> Verdict:
        """What a rule says of the latest reading of the council's own series."""
        found, n = self._row(rule, indicator)
        return Verdict(found.verdict[n, found.anchor[n]])

    def info(self, rule: str, indicator: str) -> Truth:
        """Whether the rule's `info` holds at the latest reading."""
        found, n = self._row(rule, indicator)
        assert found.info is not None
        return Truth(found.info[n, found.anchor[n]])

    def checked(self, name: str) -> dict[str, DataCheck]:
        """Indicator -> what a check found in the council's own figures, one finding each."""
        return {found.series.indicator: found for found in self.checks if found.check == name}

    def opened(self, rule: str, indicator: str) -> str:
        """The period in which a breach that is still held opened, as a person writes it."""
        breach = self.breaches[rule, indicator]
        assert breach.track.opened is not None
        return breach.calendar.label(breach.track.opened)

    def watched(self) -> set[str]:
        """The lines of the watch list: a theme, or else an indicator."""
        return {self.book.rules[rule].theme or indicator for rule, indicator in self.breaches}

    def _row(self, rule: str, indicator: str) -> tuple[Findings, int]:
        for found in self.findings:
            for n in range(len(found.rows)):
                if found.rule.id == rule and found.series(n).indicator == indicator:
                    return found, n
        raise AssertionError(f"rule {rule} stands for no series of {indicator}")


def rehearse(
    rules: Iterable[Path], source: SourceSettings, folder: Path, now: datetime, store: Path
) -> Rehearsal:
    """Judge the readings of ``source`` (its path counts from ``folder``) as on the day ``now``."""
    book = load_rulebook(list(rules))
    panels = _panels(book, source, folder, now, store)
    today = local_date(now)
    findings = evaluate(map(book.watching, book.rules.values()), book, panels, today)
    breaches, _ = advance(
        findings, Held.of([]), {},
        book=book, first=frozenset(book.rules), ids=Counting(), now=now, evidence=evidence,
    )  # fmt: skip
    held = {
        (breach.rule, breach.series.indicator): breach
        for breach in breaches
        if breach.track.state.live
    }
    return Rehearsal(book, findings, check(book, panels, today), held)


def _panels(
    book: Rulebook, source: SourceSettings, folder: Path, now: datetime, store: Path
) -> Panels:
    calendars = {name: indicator.calendar for name, indicator in book.indicators.items()}
    kept = open_store(f"sqlite:///{store / 'watchlist.db'}")
    table = read_source(source, book, folder).table
    kept.save_readings(table, calendars, source=source.name, sha256=None, now=now)
    return kept.panels(calendars, calendars)


def at(year: int, month: int, day: int) -> datetime:
    """Nine in the morning of a winter's day, or near enough in summer."""
    return datetime(year, month, day, 9, tzinfo=UTC)
