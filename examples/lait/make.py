"""Make a configuration and a rulebook for the Department for Education's local authority interactive
tool (LAIT): an indicator for every measure, every place as an area, three rules for every measure
that has a merit.

    python examples/lait/make.py DATA_FOLDER OUT_FOLDER [--own Harrow] [--keep-doubles] [--statistical]

DATA_FOLDER holds `measures.csv`, `neighbours.csv` and `readings.parquet`. The readings are copied to
OUT_FOLDER unchanged: what is wrong with them is for the product to say. Only their labels are looked
at, since a year type does not tell which measures pool several years.
"""

from __future__ import annotations

import argparse
import csv
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import yaml

Words = dict[str, Any]
Row = Mapping[str, str]

COUNTRY = "England"
#: A year ends when its figures are taken: children in need and looked after are counted at 31 March.
EVERY: Mapping[str, Words] = {
    "Academic Year": {"every": "academic-year"},
    "Financial Year": {"every": "financial-year"},
    "Calendar Year": {"every": "calendar-year"},
    "Annual": {"every": "reporting-year", "ends": "march"},
    "Annual - January": {"every": "reporting-year", "ends": "january"},
    "Annual (end of Sept)": {"every": "reporting-year", "ends": "september"},
}
BETTER = {"High": "higher", "Low": "lower"}
#: A set of neighbours without a date was in force from the start.
UNDATED = "2000-01"

#: The end of a rule's id, of its title, and when it holds.
RULES: tuple[tuple[str, str, Words], ...] = (
    ("england", "worse than England", {"worse_than": {"area": COUNTRY}}),
    (
        "neighbours",
        "worse than its statistical neighbours by a tenth",
        {"worse_than": {"neighbours": "average"}, "by": "10% of it"},
    ),
    ("twice", "worse two years running", {"worse_than": "previous", "for": 2}),
)

#: The same measures as statistics see them (``--statistical``). Ten years are too few for `unusual`,
#: which therefore judges nothing; eight are what the second rule makes do with.
STATISTICAL: tuple[tuple[str, str, Words], ...] = (
    ("unusual", "more than the usual ups and downs", {"unusual": "worse"}),
    (
        "unusual-of-8",
        "more than the usual ups and downs of 8 years",
        {"unusual": "worse", "points": 8},
    ),
    ("worst", "among the worst tenth of all authorities", {"rank": "worst 10%"}),
    (
        "worst-neighbour",
        "the worst but one among its statistical neighbours, or the worst",
        {"rank": "worst 20%", "among": "neighbours"},
    ),
)

_POOLED = re.compile(r"(\d{4})(?:/\d\d)?-(\d\d)(?:/\d\d)?")
_RATE = re.compile(r"rate per ([\d,]+)", re.IGNORECASE)
_UNITS = (
    (re.compile(r"%|turnover rate|absence rate", re.IGNORECASE), "percent"),
    (re.compile(r"number|total cases", re.IGNORECASE), "count"),
    (re.compile(r"spend|unit cost", re.IGNORECASE), "pounds"),
    (re.compile(r"score|average", re.IGNORECASE), "score"),
)


@dataclass(frozen=True)
class Lait:
    """The tool's three files, as far as a rulebook is made of them. ``places``: name -> number;
    ``labels``: code of a measure -> the labels of its years."""

    measures: list[Row]
    neighbours: list[Row]
    places: dict[str, str]
    labels: dict[str, set[str]]


def read(data: Path) -> Lait:
    table = pq.read_table(
        data / "readings.parquet", columns=["Short Desc", "Years", "LA and Regions", "LA Number"]
    )
    pairs = table.group_by(["Short Desc", "Years"]).aggregate([]).to_pylist()
    places = table.group_by(["LA and Regions", "LA Number"]).aggregate([]).to_pylist()
    labels: dict[str, set[str]] = {}
    for pair in pairs:
        labels.setdefault(pair["Short Desc"], set()).add(pair["Years"])
    numbers = {place["LA and Regions"]: f"{place['LA Number']:.0f}" for place in places}
    return Lait(_rows(data / "measures.csv"), _rows(data / "neighbours.csv"), numbers, labels)


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def once(measures: Iterable[Row]) -> list[Row]:
    """Without those that are listed a second time, under another topic."""
    found: dict[str, Row] = {}
    for row in measures:
        found.setdefault(row["code"], row)
    return list(found.values())


def identify(codes: Iterable[str]) -> dict[str, str]:
    """Code of a measure -> a word that can be an id, each its own: ``10_ICPC`` is ``10-icpc``."""
    found: dict[str, str] = {}
    for code in dict.fromkeys(codes):
        base = re.sub(r"[^a-z0-9]+", "-", code.lower()).strip("-")
        taken = set(found.values())
        free = (f"{base}-{number}" for number in range(2, 1000))
        found[code] = (
            base if base not in taken else next(name for name in free if name not in taken)
        )
    return found


def unit_of(text: str) -> str:
    if rate := _RATE.search(text):
        return f"rate per {rate[1].replace(',', '')}"
    return next((unit for words, unit in _UNITS if words.search(text)), "number")


def years_pooled(labels: Iterable[str]) -> int:
    """How many years a figure covers: 3 for ``2014-16`` and for ``2013/14-15/16``, else 1."""
    found = {
        (int(match[2]) - int(match[1])) % 100 + 1
        for label in labels
        if (match := _POOLED.fullmatch(label))
    }
    return max(found - {2}, default=1)


def indicator(row: Row, labels: Iterable[str]) -> Words:
    words: Words = {
        "title": " ".join(row["title"].split()),
        "unit": unit_of(row["unit"]),
        "better": BETTER.get(row["polarity"], "neither"),
        **EVERY[row["year_type"]],
        "tags": [_slug(row["topic"])],
    }
    if (years := years_pooled(labels)) > 1:
        words["pooled"] = years
    if "gap" in row["unit"]:  # a difference of two percentages may well be below 0
        words["checks"] = {"overdue": "off", "impossible": "off"}
    return words


def rules(name: str, words: Words, wanted: tuple[tuple[str, str, Words], ...] = RULES) -> Words:
    """The rules of one measure; none where neither way is better."""
    if words["better"] == "neither":
        return {}
    return {
        f"{name}.{end}": {
            "title": f"{words['title']}: {said}",
            "indicator": name,
            "amber": condition,
        }
        for end, said, condition in wanted
    }


def areas(lait: Lait, own: str) -> Words:
    """Every place at its real level, authorities with their statistical neighbours."""
    name_of = {number: name for name, number in lait.places.items()}
    sets: dict[str, dict[str, list[str]]] = {}
    for row in lait.neighbours:
        since = row["model"] if re.fullmatch(r"\d{4}-\d{2}", row["model"]) else UNDATED
        place = sets.setdefault(name_of[row["la_code"]], {})
        place.setdefault(since, []).append(name_of[row["neighbour_la_code"]])
    found: Words = {}
    for name, number in lait.places.items():
        level = "authority" if name in sets else "country" if name == COUNTRY else "region"
        found[name] = {"code": number, "level": level}
        if name in sets:
            found[name] |= {"neighbours": sets[name]}
        if name == own:
            found[name]["own"] = True
    return found


def rulebook(
    lait: Lait, own: str, keep_doubles: bool = False, statistical: bool = False
) -> dict[str, Words]:
    """File -> what stands in it: the areas, what holds for all, and one file a topic."""
    measures = lait.measures if keep_doubles else once(lait.measures)
    ids = identify(row["code"] for row in lait.measures)
    places = areas(lait, own)
    authorities = [name for name, words in places.items() if words["level"] == "authority"]
    defaults = {"owner": "director", "checks": {"overdue": "off"}, "areas": authorities}
    files: dict[str, Words] = {"areas": {"areas": places}, "defaults": {"defaults": defaults}}
    for row in measures:
        name = ids[row["code"]]
        words = indicator(row, lait.labels.get(row["code"], ()))
        file = files.setdefault(_slug(row["topic"]), {"indicators": {}, "rules": {}})
        file["indicators"][name] = words
        file["rules"] |= rules(name, words, STATISTICAL if statistical else RULES)
    return files


def config(lait: Lait, own: str) -> Words:
    return {
        "council": f"{own} (LAIT, the real figures of every authority)",
        "database": "sqlite:///watchlist.db",
        "rules": ["rulebook"],
        "keeper": "performance-team",
        "quiet_start": True,
        "settle": "0 minutes",  # the clock stands still, so nothing would ever have settled
        "rehearse_at": "2026-05-01 09:00",  # the file as it stood in spring 2026
        "sources": {
            "lait": {
                "kind": "parquet",
                "path": "readings.parquet",
                "faulty_rows": "quarantine",
                "bare_year": "ends",
                "columns": {
                    "indicator": "Short Desc",
                    "area": "LA and Regions",
                    "period": "Years",
                    "value": "Values",
                },
                "indicators": identify(row["code"] for row in lait.measures),
            }
        },
        "posts": {
            name: {"title": title, "address": f"{name}@council.example", "channels": ["mailbox"],
                   "roles": roles}
            for name, title, roles in (
                ("director", "Director of Children's Services", ["owner"]),
                ("performance-team", "Performance Team", ["officer"]),
            )
        },
        "channels": {"mailbox": {"kind": "mailbox", "folder": "messages"}},
    }  # fmt: skip


def make(
    data: Path,
    out: Path,
    own: str = "Harrow",
    keep_doubles: bool = False,
    statistical: bool = False,
) -> Path:
    """Writes all of it to a folder; the configuration's path."""
    lait = read(data)
    folder = out / "rulebook"
    folder.mkdir(parents=True, exist_ok=True)
    for name, words in rulebook(lait, own, keep_doubles, statistical).items():
        _write(folder / f"{name}.yaml", words)
    shutil.copyfile(data / "readings.parquet", out / "readings.parquet")
    _write(out / "config.yaml", config(lait, own))
    return out / "config.yaml"


class _Plain(yaml.SafeDumper):
    """Writes a value out each time it stands somewhere: no anchors."""

    ignore_aliases: Callable[..., bool] = lambda *_: True


def _write(path: Path, words: Words) -> None:
    text = yaml.dump(words, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=1000)
    path.write_text(text, encoding="utf-8")


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def main() -> None:
    parser = argparse.ArgumentParser(description="A rulebook for LAIT, made of its own files.")
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--own", default="Harrow", help="the council whose list it is")
    parser.add_argument("--keep-doubles", action="store_true", help="measures listed twice, twice")
    parser.add_argument("--statistical", action="store_true", help="statistical rules instead")
    asked = parser.parse_args()
    made = make(asked.data, asked.out, asked.own, asked.keep_doubles, asked.statistical)
    sys.stdout.write(f"{made} is ready\n")


if __name__ == "__main__":
    main()
