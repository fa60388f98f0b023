"""What programs read."""

from __future__ import annotations

import csv
import io
from urllib.parse import urlsplit

import pytest
from jsonschema import Draft202012Validator

from tests.web.api.programs import (
    EXEMPT,
    READ,
    SEEN,
    SEEN_ENTRY,
    SEEN_RULE,
    V1,
    Offices,
    Program,
)
from watchlist.model.sign_in import Scope


@pytest.mark.parametrize("path", READ)
def test_every_answer_is_as_it_is_described(insider: Program, path: str) -> None:
    """Field by field, nothing more and nothing less, whatever the scopes."""
    document = insider.asks("/openapi.json").json()
    template = next(
        known
        for known in document["paths"]
        if _fits(known, f"{V1}{urlsplit(path).path}") and "get" in document["paths"][known]
    )
    said = document["paths"][template]["get"]["responses"]["200"]["content"]["application/json"]
    schema = {**said["schema"], "components": document["components"]}
    Draft202012Validator(schema).validate(insider.reads(path))


def _fits(template: str, path: str) -> bool:
    parts, given = template.split("/"), path.split("/")
    return len(parts) == len(given) and all(
        part.startswith("{") or part == word for part, word in zip(parts, given, strict=True)
    )


@pytest.mark.parametrize("path", READ)
def test_every_answer_is_there_as_csv_as_well(insider: Program, path: str) -> None:
    """By the header or by the address; JSON where nothing is said."""
    by_header = insider.asks(path, Accept="application/json;q=0.5, text/csv")
    by_address = insider.asks(f"{path}{'&' if '?' in path else '?'}format=csv")
    assert by_header.status_code == 200
    assert by_header.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert by_header.text == by_address.text
    header, *rows = csv.reader(io.StringIO(by_header.text))
    assert rows
    assert all(len(row) == len(header) for row in rows)
    for accept in ("*/*", "application/json", "text/csv;q=0.1, */*", "", "text/csv;q=x"):
        plain = insider.asks(path, Accept=accept)
        assert plain.headers["Content-Type"] == "application/json"


def test_the_list_says_what_holds_an_entry_on_it(reader: Program) -> None:
    """The same as on the pages and on the terminal."""
    (found,) = [
        one for one in reader.reads("/entries")["entries"] if one["reference"] == SEEN_ENTRY
    ]
    assert found["level"] == "red"
    assert found["committee"] == "children-and-families"
    (breach,) = found["breaches"]
    assert breach["rule"] == SEEN_RULE
    assert breach["latest"] == {"period": "2026-10", "figure": "88.9"}
    one = reader.reads(f"/entries/{SEEN_ENTRY}")
    assert one["nobody_has_said"]
    assert {name: one[name] for name in found} == found
    for written in ("WL-1", "wl-0001", "1"):
        assert reader.reads(f"/entries/{written}") == one


@pytest.mark.parametrize(
    ("query", "many"),
    [
        ("level=red", 6), ("level=amber", 5), ("level=red&level=amber", 11), ("level=held", 0),
        ("owner=head-of-assessment&level=red", 2), ("committee=children-and-families", 11),
    ],
)  # fmt: skip
def test_the_list_is_filtered(reader: Program, query: str, many: int) -> None:
    """One of each kind that is named."""
    assert len(reader.reads(f"/entries?{query}")["entries"]) == many


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/entries?committee=children", 'there is no committee "children"'),
        ("/entries?owner=nobody", 'there is no post "nobody"'),
        ("/entries?theme=nothing", 'there is no theme "nothing"'),
        ("/entries?level=green", "level"),
        ("/entries?lvel=red", "lvel"),
        ("/entries?limit=0", "limit"),
        ("/entries?limit=501", "limit"),
        ("/entries?cursor=7", "cursor"),
        ("/entries?format=xml", "format"),
        ("/checks?indicator=nothing", 'there is no indicator "nothing"'),
        ("/checks?check=nothing", "check"),
        ("/returns?owner=nobody", 'there is no post "nobody"'),
        (f"/indicators/{SEEN}/readings?area=Nowhere", 'there is no area "Nowhere"'),
        ("/findings", "Name a rule or an indicator"),
        ("/findings?area=Saltmarsh", "Name a rule or an indicator"),
        ("/findings?rule=nothing", 'there is no rule "nothing"'),
        (f"/findings?rule={SEEN_RULE}&from=yesterday", 'from: "yesterday" is not a month'),
        (f"/findings?rule={SEEN_RULE}&from=2026-10&to=2026-09", "from 2026-10 comes after to"),
        (f"/findings?rule={SEEN_RULE}&indicator=referrals", "no rule stands for what was asked"),
        ("/digests?limit=0", "limit"),
        ("/digests/0", "id"),
    ],
)
def test_what_nobody_knows_is_refused_with_a_sentence(
    reader: Program, path: str, said: str
) -> None:
    """A mistyped filter never looks like good news."""
    answer = reader.asks(path)
    assert answer.status_code == 422
    assert said in answer.json()["detail"]
    assert "--" not in answer.json()["detail"]
    assert "watchlist " not in answer.json()["detail"]


def test_checks_and_returns_are_those_of_the_command(reader: Program, library: Offices) -> None:
    """What is doubtful and what is due, all of it or of an indicator."""
    checks = reader.reads("/checks")["checks"]
    assert len(checks) == len(library.app.store.current_checks())
    (one,) = reader.reads("/checks?check=impossible")["checks"]
    assert "104.2%" in one["sentence"]
    returns = reader.reads(f"/returns?indicator={SEEN}")["returns"]
    assert [one["period"] for one in returns] == ["2026-11"]


def test_readings_are_as_they_were_written(insider: Program) -> None:
    """Every reading of the file, with its digits; a withheld one has its symbol."""
    of_file = insider.reads(f"/indicators/{SEEN}/readings?area=Saltmarsh")["readings"]
    assert of_file[-1]["period"] == "2026-10"
    assert of_file[-1]["figure"] == "88.9"
    withheld = insider.reads("/indicators/cla-initial-health-assessments/readings")["readings"]
    marked = next(one for one in withheld if one["marker"])
    assert (marked["value"], marked["figure"]) == (None, "")


def test_findings_are_those_of_the_backtest(reader: Program) -> None:
    """Period by period, bounded by what is asked for."""
    found = reader.reads(f"/findings?rule={SEEN_RULE}&from=2026-01&to=2026-10")["findings"]
    assert [one["period"] for one in found] == [f"2026-{month:02d}" for month in range(1, 11)]
    assert {one["verdict"] for one in found} >= {"red", "clear"}
    by_indicator = reader.reads(f"/findings?indicator={SEEN}&from=2026-10")["findings"]
    assert SEEN_RULE in {one["rule"] for one in by_indicator}
    assert {one["indicator"] for one in by_indicator} == {SEEN}


def test_a_digest_is_as_its_readers_have_it(reader: Program) -> None:
    """What was sent as it was sent, a draft as it would go now, of a skipped one why; the newest
    first, a page at a time."""
    first = reader.reads("/digests?limit=2")
    states = [one["state"] for one in first["digests"]]
    second = reader.web.get(first["next"], headers=reader.headers).json()
    assert [*states, *(one["state"] for one in second["digests"])] == ["skipped", "drafted", "sent"]
    assert second["next"] is None
    sent, draft, skipped = (reader.reads(f"/digests/{number}") for number in (1, 2, 3))
    assert sent["members"]["new"]
    assert draft["members"]["name"] == "everything"
    assert (skipped["members"], skipped["why"]) == (None, "nothing ran while it was of use")
    assert sent["exempt"] is None


def test_pages_of_the_list_follow_each_other(reader: Program) -> None:
    """Each by the address of the one before, in the body and in the header; filters stay."""
    whole = reader.reads("/entries?level=red&level=amber")["entries"]
    address, read = "/entries?level=red&level=amber&limit=4", []
    while address:
        answer = reader.asks(address)
        read += answer.json()["entries"]
        following = answer.json()["next"]
        assert answer.headers.get("Link", "") == (f'<{following}>; rel="next"' if following else "")
        address = (following or "").removeprefix(V1)
    assert read == whole


def test_what_comes_and_goes_meanwhile_shifts_no_page(offices: Offices) -> None:
    """Nothing is told twice, and nothing that stays is missed."""
    reader = offices.program(Scope.LIST_READ)
    first = reader.reads("/entries?limit=5")
    read = [one["reference"] for one in first["entries"]]
    with offices.app.store.writing() as connection:
        connection.exec_driver_sql(
            f"UPDATE entries SET left_at = opened_at WHERE id IN (1, 3, {int(read[-1][3:])})"
        )
    following = first["next"]
    while following:
        page = reader.reads(following.removeprefix(V1))
        read, following = [*read, *(one["reference"] for one in page["entries"])], page["next"]
    assert read == sorted(set(read))
    assert len(read) == 11


def test_cells_that_a_spreadsheet_would_run_are_quoted(offices: Offices) -> None:
    """Whatever stands in a title; figures below nought stay figures."""
    with offices.app.store.writing() as connection:
        connection.exec_driver_sql("UPDATE entries SET title = '=cmd|calc' WHERE id = 1")
    reader = offices.program(Scope.LIST_READ)
    assert reader.table("/entries")[0]["title"] == "'=cmd|calc"
    assert reader.reads("/entries")["entries"][0]["title"] == "=cmd|calc"


def test_cookies_are_not_looked_at(library: Offices) -> None:
    """Whoever is signed in at the pages has no token by that; so no page of another site can use it."""
    stranger = library.nobody()
    stranger.web.cookies.set("watchlist", "anything")
    assert stranger.asks("/entries").status_code == 401


def test_exempt_readings_are_there_for_whom_they_are(insider: Program) -> None:
    """With the scope they are as any others."""
    assert insider.reads(f"/indicators/{EXEMPT}/readings")["readings"]
    assert insider.reads("/digests/1")["exempt"]["exemption"].startswith("NOT FOR PUBLICATION")
