"""The invented village with a scrutiny committee: its chair, its clerk, and who serves it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.cli.conftest import Program, Said
from tests.cli.village import COUNCIL, Village

_PEOPLE = """\
people:
  p3: {name: C. Chair (invented), address: chair@village.example}
  p4: {name: D. Clerk (invented), address: clerk@village.example}
  p5: {name: E. Auditor (invented), address: auditor@village.example}
"""

_POSTS = """\
posts:
  chair: {title: Chair of Scrutiny, held_by: [{person: p3}], channels: [mailbox], roles: [chair]}
  clerk: {title: Clerk of Scrutiny, held_by: [{person: p4}], channels: [mailbox], roles: [clerk]}
  auditor: {title: Auditor, held_by: [{person: p5}], channels: [mailbox], roles: [auditor]}
"""

_COMMITTEE = """\
committees:
  scrutiny: {title: Scrutiny, chair: chair, clerk: clerk, meetings: [2014-02-04, 2014-03-27]}
"""

#: Who is who: the numbers of people in the configuration.
HEAD, KEEPER, CHAIR, CLERK, AUDITOR = "p1", "p2", "p3", "p4", "p5"


@dataclass(frozen=True)
class Council:
    """The village after its first round. WL-0001 is about assessments, WL-0002 about visits."""

    village: Village
    program: Program

    @classmethod
    def sits(cls, folder: Path, database: str, program: Program) -> Council:
        village = Village.founded(folder, database)
        text = village.config.read_text(encoding="utf-8")
        text = text.replace("people:\n", _PEOPLE).replace("posts:\n", _POSTS)
        text = text.replace("title: Performance,", "title: Performance, roles: [officer],")
        village.config.write_text(text, encoding="utf-8")
        village.writes(_COMMITTEE + COUNCIL, "council.yaml")
        council = cls(village, program)
        council.run()
        village.letters()
        return council

    def run(self) -> None:
        """One round: figures are judged, what is waiting is sent."""
        said = self.program("run", "--once", "-c", self.village.config)
        assert said.status == 0, said.err

    def does(self, who: str, *words: object) -> Said:
        """A person gives a command."""
        return self.program(*words, "--as", who, "-c", self.village.config)

    def done(self, who: str, *words: object) -> str:
        """A person gives a command that is obeyed: what it says, in one line."""
        said = self.does(who, *words)
        assert said.status == 0, said.err
        return " ".join(said.out.split())

    def refused(self, who: str, *words: object) -> str:
        """A person gives a command that is refused: the sentence."""
        said = self.does(who, *words)
        assert (said.status, said.out) == (2, "")
        assert "Traceback" not in said.err
        return said.err.strip()

    def says(self, *words: object) -> str:
        """What a command shows, in one line."""
        said = self.program(*words, "-c", self.village.config)
        assert said.status == 0, said.err
        return " ".join(said.out.split())

    def knows(self, *words: object) -> Any:
        """What a command tells programs."""
        said = self.program(*words, "-c", self.village.config, "--format", "json")
        assert said.status == 0, said.err
        return json.loads(said.out)
