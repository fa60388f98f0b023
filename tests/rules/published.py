"""The starter's yearly indicators with the figures that the Department for Education publishes of
every authority (LAIT), under the starter's own rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tests.lait.figures import DATA, TODAY, generator, panel
from watchlist.evaluate.engine import evaluate
from watchlist.model.finding import Findings
from watchlist.model.indicator import Indicator
from watchlist.model.reading import Marker
from watchlist.model.rule import Rule, Rulebook
from watchlist.rulebook.load import load_rulebook, load_rulebook_text
from watchlist.sources.read import read_source
from watchlist.sources.settings import SourceSettings

ROOT = Path(__file__).parents[2]

#: Indicator of the starter -> the same measure there, or the nearest: a rate of what it counts, the
#: places of fostering households.
MEASURES: Mapping[str, str] = {
    "activity-not-known": "16-17_not known",
    "attainment-8": "AVG_Attain8_Score",
    "children-in-low-income-families": "ChildPov",
    "cla-adopted": "%_of LAC Adopted",
    "cla-emotional-health": "Emotional_LAC",
    "cla-english-and-maths": "LAC_EngMaths9-4",
    "cla-far-from-home": "LACDistance",
    "cla-health-checks": "LACHealth%",
    "cla-immunisations": "LACVaccinations%",
    "cla-in-foster-care": "LAC_Foster_Placements",
    "cla-persistent-absence": "LAC_Pers_Abs",
    "ehc-plans": "SEN_CASES_JAN",
    "fostering-households": "Number_Foster_Places(New)",
    "good-level-of-development": "FSP_NEW_GOODDEV",
    "primary-expected-standard": "KS2RWM_Expected_STD",
    "referral-rate": "CPP_Total_Rateper10,000",
    "referrals-without-further-action": "CIN_Refferals_NFA",
    "reoffending": "ReoffYO15-17",
    "section-47-enquiries": "Section_47",
    "send-appeals": "SEN_AppealableDec",
    "send-assessments": "SEN_INIT_REQ",
    "september-guarantee": "Sept_Guarantee",
    "severe-absence": "TotSevPerAbNew",
    "social-worker-absence": "Work_Force_SWAbsence",
    "social-worker-turnover": "Work_Force_TO_Rate",
    "staying-put": "StayingPut",
    "suspensions": "TotFixedEx",
    "two-year-olds-in-early-education": "%_2yr_olds",
    "weekly-cost-of-care": "LACFinance",
}


def starter() -> Rulebook:
    """The starter with every place of LAIT, its measures by the years in which they are published."""
    lait = generator()
    read = lait.read(DATA)
    years = {row["code"]: row["year_type"] for row in read.measures}
    words = {
        "areas": lait.areas(read, own="Harrow"),
        "indicators": {
            name: {"title": name, "unit": "count", "better": "lower", **lait.EVERY[years[code]]}
            for name, code in MEASURES.items()
        },
    }
    made = load_rulebook_text({"lait.yaml": lait.yaml.safe_dump(words)})
    book = load_rulebook([ROOT / "rules"])
    indicators = {
        name: replace(book.indicators[name], calendar=one.calendar)
        for name, one in made.indicators.items()
    }
    return replace(book, areas=made.areas, indicators=indicators)


def published(book: Rulebook, folder: Path) -> Iterator[tuple[Rule, Indicator, Findings]]:
    """What each rule that reads tags says of each indicator, of every year of every authority."""
    table = _figures(book, folder)
    authorities = tuple(name for name, area in book.areas.items() if area.level == "authority")
    for indicator in book.indicators.values():
        figures = table.filter(pc.equal(table["indicator"], indicator.id))
        panels = {indicator.calendar: panel(book, indicator.id, figures)}
        for rule in book.rules.values():
            if Path(rule.mark.path).stem == "by-tag" and indicator.id in rule.selects.indicators:
                selects = replace(rule.selects, indicators=(indicator.id,), areas=authorities)
                (found,) = evaluate([replace(rule, selects=selects)], book, panels, TODAY)
                yield rule, indicator, found


def _figures(book: Rulebook, folder: Path) -> pa.Table:
    """The readings of these measures as the product reads the file, and as the store keeps them: a
    period said to be missing of which nothing was ever given is no row."""
    table = pq.read_table(DATA / "readings.parquet")
    wanted = pc.is_in(table["Short Desc"], pa.array(list(MEASURES.values())))
    pq.write_table(table.filter(wanted), folder / "readings.parquet")
    source = SourceSettings(
        name="lait",
        kind="parquet",
        path="readings.parquet",
        faulty_rows="quarantine",
        bare_year="ends",
        columns={
            "indicator": "Short Desc",
            "area": "LA and Regions",
            "period": "Years",
            "value": "Values",
        },
        indicators={code: name for name, code in MEASURES.items()},
    )
    read = read_source(source, book, folder).table
    return read.filter(pc.not_equal(read["marker"], pa.scalar(Marker.MISSING, pa.int8())))
