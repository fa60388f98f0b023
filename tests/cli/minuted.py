"""A council of the minutes: its rulebook and figures, the days that pass, and who gives commands."""

from __future__ import annotations

import csv
import shutil
from dataclasses import dataclass
from datetime import date
from email import message_from_bytes, policy
from pathlib import Path

from tests.cli.conftest import ROOT, Program

_POSTS = {
    "head of assessment": "p1",
    "head of looked after children": "p3",
    "head of special educational needs": "p4",
    "head of youth justice": "p6",
    "principal social worker": "p7",
    "director": "p8",
    "performance team": "p9",
    "chair": "p10",
    "clerk": "p11",
}


@dataclass
class Council:
    """Everything that happens to a council in a story, as its people see it."""

    folder: Path
    name: str
    program: Program

    @classmethod
    def of(cls, name: str, folder: Path, program: Program) -> Council:
        """``harrow`` or ``unnamed-council``, in a folder of its own."""
        shutil.copytree(ROOT / "examples" / "minutes", folder / "minutes")
        shutil.copytree(ROOT / "rules", folder / "rules")
        council = cls(folder / "minutes", name, program)
        for old, new in (
            ("../../rules", "../rules"),
            (f"../../var/{name}/watchlist.db", "watchlist.db"),
            (f"../../var/{name}/messages", "messages"),
        ):
            council._edit(council.config, old, new)
        return council

    @property
    def config(self) -> Path:
        return self.folder / f"{self.name}.yaml"

    def on(self, day: str) -> str:
        """A day comes: what has come in is judged, messages go out; what the program says."""
        text = self.config.read_text(encoding="utf-8")
        before = text.partition("rehearse_at: ")[2].partition("\n")[0]
        self._edit(self.config, before, f"{date.fromisoformat(day)} 09:00")
        return self.says("run", "--once")

    def holds_back(self, indicator: str, period: str) -> str:
        """A figure of the minutes has not come yet; the figure."""
        file = self.folder / f"{self.name}.csv"
        rows = file.read_text(encoding="utf-8").splitlines(keepends=True)
        held = [row for row in rows if row.startswith(f"{indicator},") and f",{period}," in row]
        file.write_text("".join(row for row in rows if row not in held), encoding="utf-8")
        return held[0].split(",")[3]

    def reports(self, indicator: str, **figures: str) -> None:
        """Figures that the minutes do not give come in; ``2014-01="91"`` is written m2014_01="91"."""
        file = self.folder / f"{self.name}.csv"
        with file.open(encoding="utf-8", newline="") as old:
            columns = next(csv.reader(old))
            area = next(csv.reader(old))[1]
        with file.open("a", encoding="utf-8", newline="") as new:
            rows = csv.DictWriter(new, columns, restval="")
            for period, value in figures.items():
                label = period.removeprefix("m").replace("_", "-").replace("-Q", " Q")
                rows.writerow(
                    {"indicator": indicator, "area": area, "period": label, "value": value}
                )

    def publishes_figures_of(self, indicator: str, publication: str) -> None:
        """An officer says in the rulebook who may read of an indicator."""
        for file in self.folder.parent.glob("rules/*.yaml"):
            text = file.read_text(encoding="utf-8")
            head, found, rest = text.partition(f"\n  {indicator}:\n")
            if found:
                lines = rest.split("\n")
                lines = [f"    publication: {publication}", *_without_publication(lines)]
                file.write_text(head + found + "\n".join(lines), encoding="utf-8")
                return
        raise AssertionError(f"no rule file has {indicator}")

    def post(self, post: str, *words: str) -> str:
        """Whoever holds a post gives a command."""
        return self.says(*words, "--as", _POSTS[post])

    def listed(self) -> str:
        """The watch list as anybody may look it up."""
        return self.says("list")

    def line(self, reference: str) -> str:
        """What the list says of one entry."""
        entries = self.listed().split("WL-")
        return next(one for one in entries if one.startswith(reference.removeprefix("WL-")))

    def show(self, reference: str) -> str:
        return self.says("show", reference)

    def history(self, reference: str) -> str:
        return self.says("history", reference)

    def reference(self, title: str) -> str:
        """By which number the list knows an entry."""
        head, found, _ = self.listed().partition(f" {title} ")
        assert found, f"{title} is not on the list"
        return head.split()[-1]

    def letters(self, to: str) -> str:
        """All that was ever written to an address."""
        files = sorted((self.folder / "messages").glob("*.eml"))
        mails = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
        bodies = [mail.get_body(("plain",)) for mail in mails if to in str(mail["To"])]
        return " ".join(" ".join(str(body.get_content()).split()) for body in bodies if body)

    def subjects(self, to: str) -> list[str]:
        """The subjects of all that was ever written to an address."""
        files = sorted((self.folder / "messages").glob("*.eml"))
        mails = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
        return [str(mail["Subject"]) for mail in mails if to in str(mail["To"])]

    def refused(self, post: str, *words: str) -> str:
        """Whoever holds a post gives a command that is not obeyed: why."""
        said = self.program(*words, "--as", _POSTS[post], "-c", self.config)
        assert said.status == 2, said.out
        return " ".join(said.err.split())

    def publishes(self) -> str:
        """The clerk gives the public's list out; the page."""
        page = self.folder / "public.html"
        self.post("clerk", "publish", "--to-file", str(page))
        return page.read_text(encoding="utf-8")

    def says(self, *words: str) -> str:
        said = self.program(*words, "-c", self.config)
        assert said.status == 0, said.err
        return " ".join(said.out.split())

    @staticmethod
    def _edit(file: Path, old: str, new: str) -> None:
        text = file.read_text(encoding="utf-8")
        assert old in text, old
        file.write_text(text.replace(old, new), encoding="utf-8")


def _without_publication(lines: list[str]) -> list[str]:
    """The lines of an indicator and all that follow it, but for who may read of it."""
    end = next(
        (n for n, line in enumerate(lines) if line and not line.startswith("    ")), len(lines)
    )
    own = [line for line in lines[:end] if not line.strip().startswith("publication:")]
    return own + lines[end:]
