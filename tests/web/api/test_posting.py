"""Readings that programs post: read as files are, all of them or none, once."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.api.programs import EXEMPT, SEEN, SEEN_RULE, Offices, Program
from watchlist.app import App
from watchlist.model.reading import Marker
from watchlist.model.sign_in import Scope
from watchlist.rounds import cycle_once
from watchlist.web.api import readings

READING = {"indicator": SEEN, "area": "Saltmarsh", "period": "2026-11", "value": 91.2}
HEADER = "indicator,area,period,value\n"
NEW = {"added": 1, "revised": 0, "unchanged": 0, "indicators": [SEEN]}


def body(*changed: Mapping[str, Any], source: str = "feed") -> dict[str, Any]:
    """A post of readings, each as READING but for what is said."""
    return {"source": source, "readings": [{**READING, **each} for each in changed or ({},)]}


def faults(answer: httpx.Response) -> list[tuple[int | None, str | None, str]]:
    assert answer.status_code == 422, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    return [(one["row"], one["column"], one["message"]) for one in answer.json()["faults"]]


def standing(app: App, *names: str) -> list[tuple[Any, ...]]:
    """Every reading of these indicators that stands, but for when it was taken in."""
    calendars = {name: app.book.indicators[name].calendar for name in names or (SEEN,)}
    return [
        (*vars(panel.series(row)).values(), panel.first + column, panel.value[row, column],
         panel.marker[row, column], panel.digits[row, column])
        for panel in app.store.panels(calendars, calendars).values()
        for row, column in itertools.product(*map(range, panel.shape))
        if panel.marker[row, column]
    ]  # fmt: skip


def test_what_is_posted_stands_and_is_judged_at_the_next_cycle(
    feed: Program, offices: Offices
) -> None:
    """As if it had come in a file."""
    answer = feed.posts(body({"value": 70.5}))
    assert (answer.status_code, answer.json()) == (200, NEW)
    read = feed.reads(f"/indicators/{SEEN}/readings?area=Saltmarsh")["readings"]
    assert (read[-1]["period"], read[-1]["figure"]) == ("2026-11", "70.5")
    assert offices.app.store.to_judge().keys() == {SEEN}
    cycle_once(offices.app, offices.app.clock())
    assert not offices.app.store.to_judge()
    (entry,) = (
        one for one in feed.reads("/entries")["entries"]
        if SEEN_RULE in {breach["rule"] for breach in one["breaches"]}
    )  # fmt: skip
    assert entry["breaches"][0]["latest"] == {"period": "2026-11", "figure": "70.5"}


def test_a_file_of_our_own_format_may_be_posted_as_it_is(feed: Program) -> None:
    """Whatever a spreadsheet writes: its separators, its encodings."""
    text = HEADER + f"{SEEN},Saltmarsh,November 2026,91.2\n"
    assert feed.posts(text, "text/csv", "/readings?source=feed").json() == NEW
    other = text.replace(",", ";").encode("utf-16")
    again = feed.posts(other, "text/csv; charset=utf-16", "/readings?source=feed").json()
    assert again == {"added": 0, "revised": 0, "unchanged": 1, "indicators": []}


def test_the_same_again_changes_nothing_and_is_answered_the_same(
    feed: Program, offices: Offices
) -> None:
    """A program whose answer was lost sends it again, also after another figure has come."""
    assert feed.posts(body()).json() == NEW
    assert feed.posts(body({"value": 92})).json()["revised"] == 1
    before = standing(offices.app)
    assert feed.posts(body()).json() == NEW
    assert standing(offices.app) == before


def test_the_key_says_which_post_it_is(feed: Program, offices: Offices) -> None:
    """The same key and body: answered the same; another body: refused; another key: another post, by
    which a figure goes back to what it was; of another program: its own."""
    key = {"Idempotency-Key": "monday"}
    assert feed.posts(body(), **key).json() == NEW
    assert feed.posts(body({"value": 92}), **{"Idempotency-Key": "tuesday"}).json()["revised"] == 1
    assert feed.posts(body(), **key).json() == NEW
    refused = feed.posts(body({"value": 93}), **key)
    assert refused.status_code == 422
    assert "Idempotency-Key was used for another body" in refused.json()["detail"]
    assert "faults" not in refused.json()
    assert feed.posts(body(), **{"Idempotency-Key": "wednesday"}).json()["revised"] == 1
    assert standing(offices.app)[-1][4] == 91.2
    other = offices.program(Scope.READINGS_WRITE)
    assert other.posts(body({"value": 93}), **key).json()["revised"] == 1


def test_a_post_that_was_refused_is_not_remembered(feed: Program) -> None:
    """Put right, it may come under the same key."""
    key = {"Idempotency-Key": "monday"}
    assert feed.posts(body({"value": "many"}), **key).status_code == 422
    assert feed.posts(body(), **key).json() == NEW


def test_one_faulty_reading_keeps_all_of_them_out_and_every_one_is_named(
    feed: Program, offices: Offices
) -> None:
    """By its place and its field, as a file's are by their lines."""
    before = standing(offices.app)
    sent = body(
        {},
        {"period": "autumn"},
        {"area": "Saltmash"},
        {"value": "<5"},
        {"period": "2026-12", "value": None, "numerator": 3, "denominator": 0},
        {"period": "2027-01", "published": "tomorrow"},
    )
    found = faults(feed.posts(sent))
    assert [(row, column) for row, column, _ in found] == [
        (2, "period"), (3, "area"), (4, "value"), (5, "denominator"), (6, "published"),
    ]  # fmt: skip
    assert found[1][2] == '"Saltmash" is not in the rulebook; did you mean "Saltmarsh"?'
    assert standing(offices.app) == before
    lines = HEADER + f"{SEEN},Saltmarsh,2026-11,91.2\n{SEEN},Saltmarsh,autumn,1\n{SEEN},x\n"
    found = faults(feed.posts(lines, "text/csv", "/readings?source=feed"))
    assert [(row, column) for row, column, _ in found] == [(3, "period"), (4, None)]


def test_the_same_figure_twice_in_one_post_is_a_fault(feed: Program) -> None:
    """Neither can be trusted, and both are named."""
    assert [row for row, _, _ in faults(feed.posts(body({}, {"value": 92})))] == [1, 2]


@pytest.mark.parametrize("name", ["UPN", "Child ID", "date_of_birth"])
def test_rows_of_single_children_are_refused_whole(feed: Program, name: str) -> None:
    """By either format; what stands in them is not repeated."""
    ((row, _, said),) = faults(feed.posts(body({name: "Q123456789"})))
    assert row is None
    assert "figures of single children" in said
    text = f"indicator,area,period,value,{name}\n{SEEN},Saltmarsh,2026-11,91.2,Q123456789\n"
    answer = feed.posts(text, "text/csv", "/readings?source=feed")
    assert "figures of single children" in faults(answer)[0][2]
    assert "Q123456789" not in answer.text


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ("", 400),
        ("{", 400),
        (b"\xff", 400),
        ('{"source": "feed", "source": "feed"}', 400),
        ('{"source": "feed", "readings": [{"value": NaN}]}', 400),
        ("[" * 50_000, 400),
        ("[]", 422),
        ("null", 422),
        (body(source="Feed!"), 422),
        (body(source=""), 422),
        (body({"value": 1e999}), 400),
        ('{"source": "feed", "readings": []}', 422),
        (body({"breakdown": "ward=\0"}), 422),
        (body({"breakdown": "ward=\ud800"}), 422),
        (body({"breakdown": "ward"}), 422),
        (body({"indicator": "\ud800"}), 422),
    ],
)
def test_what_says_no_one_thing_is_refused_plainly(
    feed: Program, sent: str | bytes | Mapping[str, Any], status: int
) -> None:
    """With a sentence, and nothing is taken."""
    answer = feed.posts(sent)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"]


def test_a_number_that_no_figure_is_as_large_as_is_a_fault(feed: Program) -> None:
    """1e999 is infinite for a computer, and no share of it is taken either."""
    text = '{"source": "feed", "readings": [{"indicator": "%s", "area": "Saltmarsh", %s}]}'
    share = '"value": null, "numerator": 1e307, "denominator": 1'
    for figures in ('"value": 1e999', '"value": 1e9999', share):
        found = faults(feed.posts(text % (SEEN, f'"period": "2026-11", {figures}')))
        assert len(found) == 1


@pytest.mark.parametrize(
    ("kind", "headers"),
    [
        ("application/xml", {}), ("multipart/form-data", {}), ("", {}), ("text/plain", {}),
        ("application/json", {"Content-Encoding": "gzip"}),
    ],
)  # fmt: skip
def test_only_json_and_csv_are_read(feed: Program, kind: str, headers: Mapping[str, str]) -> None:
    """As they are, not compressed: what would come out of them nobody knows before."""
    assert feed.posts(body(), kind, **headers).status_code == 415


def test_where_readings_come_from_is_said_once(feed: Program) -> None:
    """In JSON in the body, with CSV in the address."""
    assert feed.posts(HEADER, "text/csv").status_code == 422
    assert feed.posts(body(), path="/readings?source=feed").status_code == 422
    assert feed.posts(body(), path="/readings?sauce=feed").status_code == 422


@pytest.mark.parametrize("name", ["scorecard", "correction", "import"])
def test_the_name_of_a_source_that_is_read_from_files_is_not_given(
    feed: Program, name: str
) -> None:
    """Which of them are public decides what small numbers may be shown: no program may say so."""
    answer = feed.posts(body(source=name))
    assert answer.status_code == 422
    assert "choose another" in answer.json()["detail"]


def test_a_body_that_is_too_large_is_not_read(
    feed: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether its length is said before or not."""
    monkeypatch.setattr(readings, "LARGEST", 1_000)
    large = b" " * 1_001
    assert feed.posts(large).status_code == 413

    def in_pieces() -> Iterator[bytes]:
        yield from itertools.repeat(b" " * 100, 11)

    headers = {**feed.headers, "Content-Type": "application/json"}
    answer = feed.web.post("/api/v1/readings", content=in_pieces(), headers=headers)
    assert answer.status_code == 413
    assert feed.posts(large[1:]).status_code == 400


def test_an_exempt_indicator_is_not_there_for_one_who_may_not_know_of_it(
    feed: Program, offices: Offices
) -> None:
    """Nor is its name guessed at; who may read it may post it."""
    exempt = {"indicator": EXEMPT, "period": "2025/26", "value": 50}
    ((_, column, said),) = faults(feed.posts(body(exempt)))
    assert column == "indicator"
    assert said.endswith("is not in the rulebook; correct it or add it")
    ((_, _, near),) = faults(feed.posts(body({**exempt, "indicator": EXEMPT[:-1]})))
    assert EXEMPT not in near
    insider = offices.program(Scope.READINGS_WRITE, Scope.EXEMPT_READ)
    assert insider.posts(body(exempt)).json()["indicators"] == [EXEMPT]


def test_posts_at_once_are_taken_one_after_the_other(feed: Program, offices: Offices) -> None:
    """Ten programs post the same body and one each of their own; nothing is lost, nothing is taken
    twice, and each of those who sent the same hears the same."""
    same = [feed.posts] * 10
    with ThreadPoolExecutor(10) as pool:
        alike = [one.json() for one in pool.map(lambda post: post(body()), same)]
        own = [
            pool.submit(feed.posts, body({"breakdown": f"ward={n}", "value": n})) for n in range(10)
        ]
        keyed = [
            pool.submit(
                feed.posts, body({"period": "2027-01", "value": n}), **{"Idempotency-Key": "k"}
            )
            for n in range(5)
        ]
    assert alike == [NEW] * 10
    assert {one.result().status_code for one in own} == {200}
    assert sorted(one.result().status_code for one in keyed) == [200, 422, 422, 422, 422]
    wards = {row[2]: row[4] for row in standing(offices.app) if row[2]}
    assert wards == {f"ward={n}": n for n in range(10)}


READINGS = [
    {**READING, "period": f"2026-{month:02d}", "value": value, "published": f"2026-12-{day:02d}"}
    for month in (1, 2, 3)
    for day, value in ((1, 80 + month), (2, 90.5), (3, "c"))
]


@given(data=st.data())
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_in_whatever_order_and_pieces_they_come_the_same_readings_stand(
    offices: Offices, feed: Program, data: st.DataObject
) -> None:
    """Where each says when it was published: split, repeated and shuffled as you like."""
    order: Sequence[dict[str, Any]] = data.draw(st.permutations(READINGS))
    repeated = data.draw(st.lists(st.sampled_from(READINGS), max_size=5))
    everything, ward = [*order, *repeated], f"ward={next(_WARDS)}"
    while everything:
        many = data.draw(st.integers(1, len(everything)))
        some, everything = everything[:many], everything[many:]
        distinct = {str(one): {**one, "breakdown": ward} for one in some}
        sent = {"source": f"feed-{data.draw(st.integers(1, 2))}", "readings": [*distinct.values()]}
        for _ in range(data.draw(st.integers(1, 2))):
            assert feed.posts(sent).status_code == 200
    stand = [(row[3], row[5]) for row in standing(offices.app) if row[2] == ward]
    withheld = Marker.CONFIDENTIAL  # as it was published last
    assert stand == [(2026 * 12 + month, withheld) for month in (0, 1, 2)]


_WARDS = itertools.count()
