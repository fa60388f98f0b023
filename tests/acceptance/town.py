"""The council of these proofs: a scorecard that comes month by month, four heads of service, a chair
who reads a digest each week. Its files lie in one folder, as officers leave them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

#: When the proofs begin, by the council's clock: a Tuesday before noon, no weekly digest is near.
NOON = datetime(2026, 1, 13, 11, 0, tzinfo=UTC)

_CONFIG = """\
council: The Town (invented)
database: "{database}"
rules: [{rules}]
keeper: keeper
quiet_start: false
settle: 0 minutes
sources:
  returns: {{kind: folder, path: inbox, settled: 0}}
people:
  p1: {{name: A. Visits (invented), address: visits@town.example}}
  p2: {{name: B. Reviews (invented), address: reviews@town.example}}
  p3: {{name: C. Checks (invented), address: checks@town.example}}
  p4: {{name: D. Plans (invented), address: plans@town.example}}
  p5: {{name: E. Analyst (invented), address: keeper@town.example}}
  p6: {{name: F. Chair (invented), address: chair@town.example}}
posts:
  visits: {{title: Head of Visits, held_by: [{{person: p1}}], channels: [{channel}], roles: [owner]}}
  reviews: {{title: Head of Reviews, held_by: [{{person: p2}}], channels: [{channel}], roles: [owner]}}
  checks: {{title: Head of Checks, held_by: [{{person: p3}}], channels: [{channel}], roles: [owner]}}
  plans: {{title: Head of Plans, held_by: [{{person: p4}}], channels: [{channel}], roles: [owner]}}
  keeper: {{title: Performance, held_by: [{{person: p5}}], channels: [{channel}], roles: [officer]}}
  chair: {{title: Chair of Scrutiny, held_by: [{{person: p6}}], channels: [{channel}], roles: [chair]}}
channels:
  mailbox: {{kind: mailbox, folder: messages}}
  email: {{kind: email, host: 127.0.0.1, port: {mail_port}, security: none, timeout: {timeout},
    from: watch-list@town.example}}
schedule:
  cycle: {cycle}
  delivery: every minute
  digests: every minute
digests:
  weekly: {weekly}
"""

#: What a test may want otherwise: a channel, a folder of rules, seconds of patience with the mail
#: server, the hours of cycles and digests.
_USUAL = {
    "channel": "email",
    "rules": "rulebook",
    "timeout": 20,
    "cycle": "every minute",
    "weekly": "Monday at 08:00",
}

#: The heads of service, each with one figure, and the persons who hold the posts.
HEADS = ("visits", "reviews", "checks", "plans")
ANALYST, CHAIR = "p5", "p6"

_COUNCIL = """\
areas:
  Town: {level: authority, own: true}
indicators:
""" + "".join(
    f"  {head}: {{title: {head.title()} made in time, unit: percent, better: higher, every: month,\n"
    f"    target: 85, tolerance: 5 points, due: 25 working days, owner: {head}}}\n"
    for head in HEADS
)

_RULES = """\
rules:
  in-time:
    title: Too late
    indicators: [visits, reviews, checks, plans]
    amber: {worse_than: target}
    red: {worse_than: tolerance}
    if_not_acknowledged_in: {10 working days: keeper}
"""


@dataclass(frozen=True)
class Town:
    folder: Path

    @classmethod
    def founded(cls, folder: Path) -> Town:
        town = cls(folder)
        for name in ("inbox", "rulebook"):
            (folder / name).mkdir()
        town.writes("council.yaml", _COUNCIL)
        town.writes("rules.yaml", _RULES)
        return town

    def config(self, name: str, database: str, *, mail_port: int, **words: object) -> Path:
        """The configuration of one machine, as usual but for these words."""
        path = self.folder / f"{name}.yaml"
        said = {**_USUAL, **words, "database": database, "mail_port": mail_port}
        path.write_text(_CONFIG.format(**said), encoding="utf-8")
        return path

    def writes(self, name: str, text: str, folder: str = "rulebook") -> None:
        """An officer saves a rule file."""
        place = self.folder / folder / name
        new = place.with_suffix(".tmp")
        new.write_text(text, encoding="utf-8")
        new.replace(place)

    def edits(self, old: str, new: str, folder: str = "rulebook") -> None:
        """An officer changes words of the rules."""
        text = (self.folder / folder / "rules.yaml").read_text(encoding="utf-8")
        assert old in text
        self.writes("rules.yaml", text.replace(old, new), folder)

    def reports(self, month: int, **figures: float) -> None:
        """The return of a month, counted from November 2025 as the first, is dropped whole: what is not
        told is as good as can be."""
        period = period_of(month)
        rows = [f"{head},Town,{period},{figures.get(head, 95.0)}" for head in HEADS]
        name = f"{period}-{len(list(self.folder.rglob('*.csv')))}.csv"
        new = self.folder / f"{name}.part"
        new.write_text("\n".join(["indicator,area,period,value", *rows]) + "\n", encoding="utf-8")
        os.utime(new, (0, 0))  # by whatever clock: it has been there for long
        new.replace(self.folder / "inbox" / name)

    @property
    def rules(self) -> str:
        """The rules as they stand in their file."""
        return (self.folder / "rulebook" / "rules.yaml").read_text(encoding="utf-8")

    def waiting(self) -> list[str]:
        """Returns that nobody has put aside yet."""
        return sorted(path.name for path in (self.folder / "inbox").glob("*.csv"))


def period_of(month: int) -> str:
    """``2025-11`` for the first one."""
    year, index = divmod(2025 * 12 + 10 + month - 1, 12)
    return f"{year}-{index + 1:02}"
