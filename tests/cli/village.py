"""An invented village with two indicators: its files as officers edit them, its messages as they lie
in the folder."""

from __future__ import annotations

from dataclasses import dataclass, field
from email import message_from_bytes, policy
from pathlib import Path

CONFIG = """\
council: The Village (invented)
database: {database}
rules: [rulebook]
keeper: keeper
quiet_start: {quiet}
settle: 0 minutes
rehearse_at: 2014-02-04 09:00:52
sources:
  scorecard: {{kind: csv, path: readings.csv}}
people:
  p1: {{name: A. Head (invented), address: head@village.example}}
  p2: {{name: B. Analyst (invented), address: keeper@village.example}}
posts:
  head: {{title: Head of Assessment, held_by: [{{person: p1}}], channels: [mailbox]}}
  keeper: {{title: Performance, held_by: [{{person: p2}}], channels: [mailbox]}}
channels:
  mailbox: {{kind: mailbox, folder: messages}}
schedule:
  cycle: every minute
  delivery: every minute
"""

COUNCIL = """\
areas:
  Thorpe: {level: authority, own: true}
  England: {level: country}
indicators:
  assessments:
    {title: Assessments on time, unit: percent, better: higher, every: month, target: 85,
     tolerance: 5 points, due: 25 working days, owner: head}
  visits:
    {title: Visits made, unit: count, better: higher, every: month, due: 25 working days,
     owner: head}
"""

RULES = """\
rules:
  on-time:
    title: Assessments are taking too long
    indicator: assessments
    amber: {worse_than: target}
    red: {worse_than: tolerance}
  fewer-visits:
    title: Fewer visits are made
    indicator: visits
    amber: {worse_than: previous, by: 10% of it}
"""

#: Assessments amber since December, visits amber in December.
READINGS = {
    "assessments": {"2013-10": 90, "2013-11": 90, "2013-12": 83},
    "visits": {"2013-10": 100, "2013-11": 100, "2013-12": 80},
}


@dataclass(frozen=True)
class Letter:
    """A message as it lies in the folder."""

    to: str  # the part of the address before the @
    subject: str
    text: str


@dataclass
class Village:
    folder: Path
    _read: set[str] = field(default_factory=set)

    @classmethod
    def founded(cls, folder: Path, database: str, *, quiet: bool = False) -> Village:
        village = cls(folder)
        (folder / "rulebook").mkdir()
        text = CONFIG.format(database=f'"{database}"', quiet=str(quiet).lower())
        village.config.write_text(text, encoding="utf-8")
        village.writes(COUNCIL, "council.yaml")
        village.writes(RULES)
        village.reports(READINGS)
        return village

    @property
    def config(self) -> Path:
        return self.folder / "config.yaml"

    def writes(self, rules: str, name: str = "rules.yaml") -> None:
        """An officer saves a rule file."""
        (self.folder / "rulebook" / name).write_text(rules, encoding="utf-8")

    def edits(self, old: str, new: str, name: str = "rules.yaml") -> None:
        """An officer changes words of a rule file."""
        text = (self.folder / "rulebook" / name).read_text(encoding="utf-8")
        assert old in text
        self.writes(text.replace(old, new), name)

    def reports(self, figures: dict[str, dict[str, int]]) -> None:
        """A new scorecard."""
        rows = [
            f"{indicator},Thorpe,{month},{value}"
            for indicator, months in figures.items()
            for month, value in months.items()
        ]
        text = "\n".join(["indicator,area,period,value", *rows]) + "\n"
        (self.folder / "readings.csv").write_text(text, encoding="utf-8")

    def hours_later(self) -> None:
        """The rehearsal's clock starts anew at every start: here in the afternoon."""
        text = self.config.read_text(encoding="utf-8")
        self.config.write_text(text.replace("2014-02-04 09:00:52", "2014-02-04 14:00:52"))

    def letters(self) -> list[Letter]:
        """The messages that came since they were asked for last."""
        files = (self.folder / "messages").glob("*.eml")
        new = sorted(file for file in files if file.name not in self._read)
        self._read |= {file.name for file in new}
        return sorted(map(_letter, new), key=lambda letter: (letter.to, letter.subject))


def _letter(file: Path) -> Letter:
    found = message_from_bytes(file.read_bytes(), policy=policy.default)
    body = found.get_body(("plain",))
    text = str(body.get_content()) if body else ""
    return Letter(
        str(found["To"]).rpartition("<")[2].partition("@")[0],
        str(found["Subject"]),
        " ".join(text.split()),
    )
