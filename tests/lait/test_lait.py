"""The department's file as it lies there, met with a configuration and nothing else."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from tests.lait.counts import counts
from tests.lait.figures import DATA, NO_DATA, TODAY, Lait, components, findings, generator, lait
from tests.lait.plain import Plain
from watchlist.evaluate.engine import evaluate
from watchlist.model.finding import Findings, Verdict
from watchlist.model.labels import parse_period
from watchlist.model.reading import Marker, Status
from watchlist.model.rule import Level
from watchlist.rulebook.load import check_rulebook
from watchlist.sources.quarantine import quarantine_path

pytestmark = pytest.mark.skipif(not DATA.exists(), reason=NO_DATA)


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Lait:
    return lait(tmp_path_factory.mktemp("lait"))


@pytest.fixture(scope="module")
def found(read: Lait) -> dict[str, Findings]:
    return {each.rule.id: each for each in findings(read)}


@pytest.fixture(scope="module")
def plain() -> Plain:
    return Plain(DATA)


@pytest.fixture(scope="module")
def ids() -> dict[str, str]:
    measures = generator().read(DATA).measures
    named: dict[str, str] = generator().identify(row["code"] for row in measures)
    return named


def test_every_measure_is_an_indicator_and_every_merit_has_three_rules(read: Lait) -> None:
    """434 measures, 308 of which are better one way, in 158 authorities, 11 regions and England."""
    book = read.book
    merits = [one for one in book.indicators.values() if one.better.sign]
    assert (len(book.indicators), len(merits), len(book.rules)) == (434, 308, 3 * 308)
    levels = [area.level for area in book.areas.values()]
    assert [levels.count(level) for level in ("authority", "region", "country")] == [158, 11, 1]
    assert all(len(area.neighbours[0][1]) == 10 for area in book.areas.values() if area.neighbours)


def test_a_measure_that_is_listed_twice_is_a_fault_that_names_both_places(tmp_path: Path) -> None:
    """Fourteen measures stand under two topics each; the generator drops the second."""
    generator().make(DATA, tmp_path, keep_doubles=True)
    _, faults = check_rulebook([tmp_path / "rulebook"])
    doubles = [str(fault) for fault in faults if fault.sentence.startswith("indicator ")]
    assert len(doubles) == 14
    [one] = [text for text in doubles if '"lac-fixed-ex"' in text]
    folder = tmp_path / "rulebook"
    assert one.startswith(f"{folder}/children-looked-after.yaml:")
    assert f"is already defined at {folder}/all-pupil-absence-exclusions.yaml:" in one


def test_rows_of_the_year_0_are_put_aside_and_named(read: Lait) -> None:
    """170 rows, one a place, and nothing else in 641,070."""
    sentence = 'Years: "0" is not an academic year: write it like 2013-14'
    assert [fault.sentence for fault in read.read.quarantined] == [sentence] * 170
    assert (read.read.rows, len(read.read.table)) == (641_070, 641_070 - 170)
    aside = quarantine_path(read.config.parent / "readings.parquet").read_text("utf-8-sig")
    assert aside.count("CINPermExclusion") == aside.count(",0,") == 170


def test_a_dash_is_no_figure(read: Lait) -> None:
    file = pq.read_table(DATA / "readings.parquet", columns=["Years", "Values"])
    dashes = pc.and_(pc.equal(file["Values"], "-"), pc.not_equal(file["Years"], "0"))
    missing = pc.equal(read.read.table["marker"], int(Marker.MISSING))
    assert pc.sum(missing).as_py() == pc.sum(dashes).as_py() > 90_000


@pytest.mark.parametrize(
    ("code", "first", "last", "status"),
    [
        ("LACFinance", 2016, 2024, Status.FINAL),  # 2016-17 (OT)
        ("KS1P_all", 2015, 2024, Status.PROVISIONAL),  # 2025 (prov)
        ("APSE_Tech", 2017, 2024, Status.FINAL),  # 2018 (Rev)
        ("RTA", 2016, 2022, Status.FINAL),  # 2014-16
        ("Hosp_Adm_Alc_<18yrs", 2015, 2023, Status.FINAL),  # 2013/14-15/16
        ("Work_Force_Vac_Rate", 2016, 2025, Status.FINAL),  # to the end of September
    ],
)
def test_labels_are_read_as_people_wrote_them(
    read: Lait, ids: dict[str, str], code: str, first: int, last: int, status: Status
) -> None:
    """Years follow each other, whatever is written behind them and however many they cover."""
    table = read.read.table.filter(pc.equal(read.read.table["indicator"], ids[code]))
    assert sorted(set(table["period"].to_pylist())) == list(range(first, last + 1))
    newest = table.filter(pc.equal(table["period"], last))
    assert set(newest["status"].to_pylist()) == {status}


def test_series_that_stopped_in_2018_are_stale(read: Lait, found: dict[str, Findings]) -> None:
    """Poole was merged away in 2019. What is stale opens nothing."""
    for each in found.values():
        last = each.panel.first + each.anchor
        assert each.stale[(each.anchor >= 0) & (last <= 2018)].all()
    absence = (
        found["tottotabs.england"] if "tottotabs.england" in found else found["totpermex.england"]
    )
    areas = [absence.series(n).area for n in range(len(absence.rows))]
    assert absence.stale[areas.index("Poole (Pre LG)")]
    assert not absence.stale[areas.index("Harrow")]


#: Measure, year as written, authority, rule, its figure there, and what is to be said of it.
TEN = [
    ("InfMort", "2023", "Harrow", "england", 6.0, Verdict.AMBER),
    ("InfMort", "2019", "Barnet", "twice", 3.0, Verdict.AMBER),
    ("Work_Force_Vac_Rate", "2025", "Harrow", "neighbours", 39.2, Verdict.AMBER),
    ("RTA", "2020-22", "Leeds", "england", 31.19, Verdict.AMBER),
    ("RTA", "2020-22", "Harrow", "twice", 8.33, Verdict.UNKNOWN),
    ("Hosp_Adm_Alc_<18yrs", "2021/22-23/24", "Harrow", "england", 15.27, Verdict.CLEAR),
    ("TotPermEx", "2023/24", "Harrow", "twice", 0.07683, Verdict.AMBER),
    ("KS1P_all", "2025 (prov)", "Harrow", "neighbours", 82.0, Verdict.CLEAR),
    ("SEN_EHC_All_20wks", "2024", "Leeds", "neighbours", 9.3, Verdict.AMBER),
    ("ReReferral", "2025", "City of London", "twice", 15.8, Verdict.UNKNOWN),
]


@pytest.mark.parametrize(("code", "label", "area", "rule", "figure", "verdict"), TEN)
def test_ten_findings_by_hand_against_the_file_itself(
    read: Lait, found: dict[str, Findings], plain: Plain, ids: dict[str, str],
    code: str, label: str, area: str, rule: str, figure: float, verdict: Verdict,
) -> None:  # fmt: skip
    year = int(label[:4])
    assert float(plain.figures[code, area][year]) == figure
    assert PLAINLY[plain_truth(plain, rule, code, area, year)] == verdict
    each, one = found[f"{ids[code]}.{rule}"], read.book.indicators[ids[code]]
    period = parse_period(label, one.calendar, bare_year="ends", pooled=one.pooled)
    row = [each.series(n).area for n in range(len(each.rows))].index(area)
    assert each.verdict[row, period.ordinal - each.panel.first] == verdict


PLAINLY = (Verdict.NOT_JUDGED, Verdict.CLEAR, Verdict.UNKNOWN, Verdict.AMBER)


def plain_truth(plain: Plain, rule: str, code: str, area: str, year: int) -> int:
    rules = {"england": plain.england, "neighbours": plain.near, "twice": plain.twice}
    return rules[rule](code, area, year)


def test_the_counts_over_all_authorities_and_years(read: Lait, found: dict[str, Findings]) -> None:
    """As `docs/performance.md` gives them."""
    assert {rule: tuple(told.values()) for rule, told in counts(read, found.values()).items()} == {
        "england": (167_942, 185_813, 41_359, 33_224),
        "neighbours": (79_099, 276_936, 42_326, 29_977),
        "twice": (42_984, 187_868, 74_339, 123_147),
    }


@pytest.mark.long
def test_every_finding_is_that_of_plain_python(
    found: dict[str, Findings], plain: Plain, ids: dict[str, str]
) -> None:
    """1.2 million of them, figure by figure from the file."""
    codes = {name: code for code, name in ids.items()}
    years: dict[str, list[int]] = {}
    for code, year in plain.labels:
        years.setdefault(code, []).append(year)
    for each in found.values():
        name, rule = each.rule.id.rsplit(".", 1)
        code = codes[name]
        begins = min(min(plain.figures[code, area]) for area in each.panel.areas)
        for n, verdicts in enumerate(each.verdict):
            area = each.series(n).area
            own = plain.figures[code, area]
            for year in years[code]:
                if own and min(own) <= year <= max(own):
                    truth = plain_truth(plain, rule, code, area, year)
                    assert PLAINLY[truth] == verdicts[year - begins], (each.rule.id, area, year)


@pytest.mark.long
def test_the_law_of_time_over_fifty_random_cuts(read: Lait) -> None:
    """What is said of a year does not change when the years after it have come."""
    random, rules = np.random.default_rng(3), list(read.book.rules.values())
    for component, panels in components(read):
        asked = [rule for rule in rules if rule.looks_at() <= component]
        for whole in evaluate(asked, read.book, panels, TODAY):
            for columns in set(random.integers(1, whole.panel.shape[1] + 1, 50).tolist()):
                cut = {calendar: panel.upto(columns) for calendar, panel in panels.items()}
                [then] = evaluate([whole.rule], read.book, cut, TODAY)
                now = whole.levels[Level.AMBER].truth[:, columns - 1]
                assert (then.levels[Level.AMBER].truth[:, -1] == now).all()
