"""An invented shire with two committees, figures that were revised, withheld and broken down, and one
indicator that is exempt: of which whoever is not concerned may not even know."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.web.visitors import ADDRESS, Borough
from watchlist.app import App, open_app
from watchlist.digest_round import digest_round
from watchlist.model.subscription import Topic
from watchlist.rounds import cycle_once, deliver_round
from watchlist.subscriber import By
from watchlist.subscribing import Wish, confirm, subscribe

OFFICER, OWNER, CHAIR, CLERK, MEMBER, AUDITOR, ADMINISTRATOR, OTHER_CHAIR, NOBODY = (
    f"p{n}" for n in range(1, 10)
)
EVERYBODY = (OFFICER, OWNER, CHAIR, CLERK, MEMBER, AUDITOR, ADMINISTRATOR, OTHER_CHAIR)

#: What is exempt is called so wherever it is called anything.
SECRET = "Zebra placements"

#: A title as nobody should write one.
LONG = "Assessments of children and young people " + "and of those who care for them " * 12

MEETING = "/meetings/children/2026-12-08"

CONFIG = f"""\
council: The Shire (invented)
database: sqlite:///watchlist.db
rules: [rulebook]
keeper: performance
quiet_start: false
settle: 0 minutes
rehearse_at: 2026-11-25 10:00
sources: {{scorecard: {{kind: csv, path: readings.csv, breakdowns: [sex]}}}}
people:
  p1: {{name: A. Officer (invented), address: officer@shire.example}}
  p2: {{name: B. Owner (invented), address: owner@shire.example}}
  p3: {{name: C. Chair (invented), address: chair@shire.example}}
  p4: {{name: D. Clerk (invented), address: clerk@shire.example}}
  p5: {{name: E. Member (invented), address: member@shire.example}}
  p6: {{name: F. Auditor (invented), address: auditor@shire.example}}
  p7: {{name: G. Administrator (invented), address: administrator@shire.example}}
  p8: {{name: H. Chair (invented), address: health.chair@shire.example}}
  p9: {{name: I. Nobody (invented), address: nobody@shire.example}}
posts:
  performance: {{title: Performance, held_by: [{{person: p1}}], roles: [officer]}}
  head: {{title: Head of Children, held_by: [{{person: p2}}]}}
  chair: {{title: Chair of Children, held_by: [{{person: p3}}]}}
  clerk: {{title: Clerk of Children, held_by: [{{person: p4}}]}}
  member: {{title: Member of Health, held_by: [{{person: p5}}], roles: [member], committees: [health]}}
  audit: {{title: Audit, held_by: [{{person: p6}}], roles: [auditor]}}
  technology: {{title: Technology, held_by: [{{person: p7}}], roles: [administrator]}}
  health-chair: {{title: Chair of Health, held_by: [{{person: p8}}]}}
channels: {{mailbox: {{kind: mailbox, folder: messages}}}}
web: {{listen: '127.0.0.1:0', address: '{ADDRESS}'}}
"""

RULEBOOK = f"""\
areas:
  Shire: {{level: authority, own: true, neighbours: {{2020-04: [Dale, Vale]}}}}
  Dale: {{level: authority}}
  Vale: {{level: authority}}
  England: {{level: country}}
committees:
  children: {{title: Children, chair: chair, clerk: clerk, meetings: [2026-09-15, 2026-12-08]}}
  health: {{title: Health, chair: health-chair, meetings: [2026-12-10]}}
indicators:
  visits: {{title: Visits on time, unit: percent, better: higher, every: month,
    target: 90, tolerance: 5, owner: head, committee: children, tags: [safety], due: 10 working days}}
  zebra-placements: {{title: {SECRET}, unit: count, better: lower, every: month, target: 3,
    owner: head, committee: children, tags: [stripes], publication: "exempt, paragraph 2",
    due: 5 working days}}
  clinics: {{title: Clinics held, unit: count, better: higher, every: month, committee: health}}
  few: {{title: Few at a time, unit: count, better: lower, every: month, committee: health}}
  assessments: {{title: "{LONG.strip()}", unit: percent, better: higher, every: month}}
rules:
  visits-late: {{title: Visits are late, indicator: visits, amber: {{worse_than: target}},
    red: {{worse_than: tolerance}}}}
  striped: {{title: More striped ones, indicator: zebra-placements, red: {{worse_than: target}}}}
  clinics-and-stripes:
    title: Clinics fall while stripes rise
    indicator: clinics
    tell: [performance]
    red: {{all: [{{below: 1}}, {{indicator: zebra-placements, above: 3}},
      {{indicator: visits, below: 90}}]}}
"""

READINGS = [
    "indicator,area,sex,period,value,numerator,denominator,status,published",
    *(
        f"visits,{area},Total,2026-{month:02},{value},,,,2026-11-01"
        for area, values in (
            ("Shire", (93, 92, 91, 88, 84, 80)), ("Dale", (90, 90, 90, 91, 91, 92)),
            ("Vale", (88, 88, 88, 89, 89, 90)), ("England", (85, 85, 86, 86, 87, 87)),
        )
        for month, value in enumerate(values, 4)
    ),
    *(f"visits,Shire,girls,2026-{month:02},{80 + month},,,,2026-11-01" for month in range(4, 10)),
    "visits,Shire,Total,2026-10,79,79,100,provisional,2026-11-10",
    "visits,Shire,Total,2026-11,77,,,forecast,2026-11-10",
    *(f"zebra-placements,Shire,Total,2026-{month:02},{month},,,,2026-11-01" for month in range(4, 11)),
    *(f"clinics,Shire,Total,2026-{month:02},{30 + month},,,,2026-11-01" for month in range(4, 11)),
    "few,Shire,Total,2026-09,7,,,,2026-11-01",
    "few,Shire,Total,2026-10,c,,,,2026-11-01",
]  # fmt: skip

#: Later the figure for September is another one.
REVISED = [READINGS[0], "visits,Shire,Total,2026-09,81,81,100,,2026-11-20"]


def founded(folder: Path, *, empty: bool = False) -> Path:
    """The configuration of the shire. Its list is filled and its chair reads the digest of Children,
    unless it is ``empty``: then nothing has happened yet."""
    (folder / "rulebook").mkdir()
    (folder / "rulebook" / "shire.yaml").write_text(RULEBOOK, encoding="utf-8")
    config = folder / "config.yaml"
    config.write_text(CONFIG, encoding="utf-8")
    _reads(folder, [READINGS[0]] if empty else READINGS)
    app = open_app(config)
    if not empty:
        cycle_once(app, app.clock())
        _reads(folder, REVISED)
        cycle_once(app, app.clock())
        _subscribes(app)
        digest_round(app, app.clock())
        deliver_round(app)
    app.close()
    return config


@contextmanager
def shire_at(config: Path, folder: Path) -> Iterator[Borough]:
    """A shire of one's own, made as that one."""
    shutil.copytree(config.parent, folder, dirs_exist_ok=True)
    app = open_app(folder / config.name)
    app.store.lift()
    try:
        yield Borough(app)
    finally:
        app.close()


def _subscribes(app: App) -> None:
    wish = Wish(Topic(committee="children"))
    one = subscribe(app.store, app.setting, wish, By(CHAIR), app.clock(), app.channels)
    confirm(app.store, app.setting, one.id, By(CHAIR), app.clock())


def _reads(folder: Path, lines: list[str]) -> None:
    (folder / "readings.csv").write_text("\n".join([*lines, ""]), encoding="utf-8")
