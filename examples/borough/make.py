"""Make `readings.csv`: three years of figures for the Borough of Saltmarsh, which does not exist.

Every figure is invented. Each series has its usual level with a little chance around it, and a tail
in which its story is told: a long red, a recovery, a relapse, a return that is late. The seed is
fixed, so that `python examples/borough/make.py` writes the same file each time.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

OWN = "Saltmarsh"
COLUMNS = (
    "indicator", "area", "period", "value", "numerator", "denominator", "target",
    "quoted_growth_percent", "status", "note",
)  # fmt: skip

YEARS = ("2022-23", "2023-24", "2024-25", "2025-26")
CALENDAR_YEARS = ("2022", "2023", "2024", "2025")
TERMS = tuple(f"{year} {term}" for year in YEARS[1:] for term in ("autumn", "spring", "summer"))
QUARTERS = tuple(f"{year} Q{quarter}" for year in (*YEARS, "2026-27") for quarter in (1, 2, 3, 4))
QUARTERS = QUARTERS[QUARTERS.index("2023-24 Q3") : QUARTERS.index("2026-27 Q2") + 1]
MONTHS = tuple(f"{year}-{month:02d}" for year in range(2023, 2027) for month in range(1, 13))
MONTHS = MONTHS[MONTHS.index("2023-11") : MONTHS.index("2026-10") + 1]

Row = dict[str, str]


@dataclass(frozen=True)
class Line:
    """One series: its `usual` level give or take `chance`, then the levels of `tail`, one a period
    up to the newest. In the tail `c` is a figure withheld and `_` a period that was never sent.

    A percentage or rate is worked out from whole children `out_of` about so many; `per` is 100 for
    a percentage. Without `out_of` the level itself is written with so many `decimals`.
    """

    indicator: str
    periods: tuple[str, ...]
    usual: float
    chance: float
    tail: str = ""
    out_of: int = 0
    per: int = 100
    decimals: int = 1
    said: Mapping[str, Row] = field(default_factory=dict)  # period -> cells written over

    def rows(self, dice: random.Random) -> Iterator[Row]:
        tail = self.tail.split()
        early = len(self.periods) - len(tail)
        for n, period in enumerate(self.periods):
            level = tail[n - early] if n >= early else self._usual(dice)
            if level != "_":
                cells = {"value": "c"} if level == "c" else self._cells(float(level), dice)
                named = {"indicator": self.indicator, "area": OWN, "period": period}
                yield named | cells | self.said.get(period, {})

    def _usual(self, dice: random.Random) -> str:
        return str(self.usual + dice.uniform(-self.chance, self.chance))

    def _cells(self, level: float, dice: random.Random) -> Row:
        if not self.out_of:
            return {"value": f"{level:.{self.decimals}f}"}
        whole = round(self.out_of * dice.uniform(0.95, 1.05))
        part = min(whole, round(level * whole / self.per))
        value = f"{self.per * part / whole:.1f}"
        return {"value": value, "numerator": str(part), "denominator": str(whole)}


LINES = (
    # The front door, assessments and child protection.
    Line("referrals", MONTHS, 305, 18, "311 436 571 604", decimals=0),
    Line("re-referrals", MONTHS, 17.5, 1.5, "21.6 22.4 19.0 18.6 21.9 19.4 22.6", out_of=310),
    Line("assessments-45-days", MONTHS, 88, 1.8, "79 76 72 74 77 78 79 87.4 89", out_of=190),
    Line("icpc-on-time", MONTHS, 91, 3, "92 91 _", out_of=60),
    Line("cp-visits-on-time", MONTHS, 97, 0.8,
         "87 86 88 85 87 88 86 84 85 87 88 86 87 88", out_of=420),
    Line("child-protection-rate", QUARTERS, 45, 1.5, out_of=48_200, per=10_000),
    Line("repeat-child-protection-plans", QUARTERS, 19, 0.8, "21.5 22 22.5", out_of=95),
    Line("section-47-enquiries", YEARS, 640, 30, "648 655 690", decimals=0),
    # Children looked after and care leavers.
    Line("children-looked-after-rate", QUARTERS, 67, 1, out_of=48_200, per=10_000),
    Line("cla-initial-health-assessments", MONTHS, 97, 1, "74 71 75 77 c", out_of=19,
         said={"2026-10": {"note": "withheld: too few children"}}),
    Line("cla-dental-checks", QUARTERS, 92.5, 1, "89 87.5 86.2", out_of=290),
    Line("cla-health-assessments-overdue", QUARTERS, 3, 1.4, decimals=0),
    Line("cla-reviews-on-time", QUARTERS, 97, 0.9, out_of=310,
         said={"2025-26 Q3": {"value": "104.2", "numerator": "", "denominator": "",
                              "note": "a slip: more than all reviews"}}),
    Line("cla-missing-episodes", QUARTERS, 7.6, 0.3, out_of=322,
         said={"2026-27 Q2": {"value": "9.6", "numerator": "25", "denominator": "322",
                              "note": "a slip: 25 of 322 is 7.8%"}}),
    Line("placement-stability-two-years", MONTHS, 72, 0.8, "69.8 69.1 69.4 69.0 69.3 68.9",
         out_of=205),
    Line("three-placement-moves", QUARTERS, 9.3, 0.6, out_of=320),
    Line("care-leavers-suitable-accommodation", QUARTERS, 88, 1.2, out_of=140),
    Line("adoption-timeliness", YEARS, 92, 1, out_of=26, tail="92 96 93"),
    # Special educational needs, exclusions, attendance and schools.
    Line("ehc-plans-in-20-weeks", QUARTERS, 64, 2, "61 52 41 44.6 50.5", out_of=104),
    Line("send-assessments", CALENDAR_YEARS, 402, 0, "455 520 580", decimals=0,
         said={"2025": {"quoted_growth_percent": "15", "note": "a slip: 520 to 580 is 11.5%"}}),
    Line("secondary-permanent-exclusions", YEARS, 29, 0, "28 37 49", decimals=0),
    Line("persistent-absence", TERMS, 20, 0.4, "21.4 22.1", out_of=21_400),
    Line("not-in-education-or-work", MONTHS, 2.6, 0.2, "2.7 2.6 _ 2.5 2.7", out_of=3_900),
    Line("schools-good-or-above", MONTHS, 91.6, 0, out_of=71),
    # The Youth Offending Team.
    Line("yot-assessments-on-time", QUARTERS, 92, 1.5, "91.5 92.3 78.9", out_of=84),
    Line("yot-orders-completed", QUARTERS, 83, 2, out_of=62),
    Line("first-time-entrants", QUARTERS, 152, 3, out_of=21_900, per=100_000),
    # The workforce.
    Line("social-care-agency-rate", QUARTERS, 13.8, 0.6, "16.4 18.2 20.9 21.6", out_of=165),
    Line("social-care-vacancy-rate", MONTHS, 9.2, 0.4, "11.4 11.8 9.6 9.4 11.6 11.9", out_of=168),
    Line("social-work-caseload", MONTHS, 15.3, 0.4, "16.6 16.8 17.1 _"),
    Line("social-workers-leaving", QUARTERS, 7, 1.4, "7 8 8", decimals=0),
    Line("social-workers-joining", QUARTERS, 9, 1.4, "10 9 9", decimals=0),
)  # fmt: skip

#: What is published for other areas, as a rule once a year: indicator -> area -> period -> value.
PUBLISHED: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "child-protection-rate": {"England": {"2024-25 Q4": "41.8", "2025-26 Q4": "42.3"}},
    "children-looked-after-rate": {"England": {"2024-25 Q4": "70.1", "2025-26 Q4": "69.6"}},
    "cla-dental-checks": {
        "England": {"2024-25 Q4": "77", "2025-26 Q4": "78"},
        "Statistical neighbours": {"2024-25 Q4": "80", "2025-26 Q4": "81"},
    },
    "ehc-plans-in-20-weeks": {"England": {"2024-25 Q3": "46.4", "2025-26 Q3": "47.8"}},
    "persistent-absence": {
        "England": {"2023-24 summer": "20.1", "2024-25 summer": "19.6", "2025-26 spring": "19.2"}
    },
    "schools-good-or-above": {"England": {"2024-08": "90", "2025-08": "89.8"}},
    "social-care-agency-rate": {
        "England": {"2024-25 Q2": "17.8", "2025-26 Q2": "16.9"},
        "Statistical neighbours": {"2024-25 Q2": "18.6", "2025-26 Q2": "17.7"},
    },
}

NEIGHBOURS = ("Brinemouth", "Kestrel Bay", "Marlstead", "Oldhythe", "Tidewell")
AMONG_NEIGHBOURS: Mapping[str, Mapping[str, str]] = {
    "placement-stability-two-years": {
        "2024-03": "71.2 74.0 73.1 70.4 72.6",
        "2025-03": "72.0 74.8 72.7 71.1 73.3",
        "2026-03": "73.6 75.1 72.2 71.9 73.7",
    },
    "repeat-child-protection-plans": {
        "2024-25 Q4": "22.0 25.3 c 23.8 24.6",
        "2025-26 Q4": "23.1 25.9 24.7 24.0 23.9",
    },
    "three-placement-moves": {
        "2024-25 Q4": "9.9 10.4 8.8 9.6 10.1",
        "2025-26 Q4": "9.7 10.2 9.0 c 10.0",
    },
}


def published() -> Iterator[Row]:
    """The figures of England, of the published averages, and of each neighbour."""
    for indicator, areas in PUBLISHED.items():
        for area, periods in areas.items():
            for period, value in periods.items():
                yield {"indicator": indicator, "area": area, "period": period, "value": value}
    for indicator, years in AMONG_NEIGHBOURS.items():
        for period, values in years.items():
            for area, value in zip(NEIGHBOURS, values.split(), strict=True):
                yield {"indicator": indicator, "area": area, "period": period, "value": value}


def text() -> str:
    """The whole file; the same characters at every run."""
    dice = random.Random(2026)  # noqa: S311 - an invented borough keeps no secrets
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for line in LINES:
        writer.writerows(line.rows(dice))
    writer.writerows(published())
    return out.getvalue()


if __name__ == "__main__":
    Path(__file__).with_name("readings.csv").write_text(text(), encoding="utf-8")
