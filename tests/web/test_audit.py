"""The audit as officers and auditors look at it."""

from __future__ import annotations

import csv
import io

import pytest

from tests.web.visitors import AUDITOR, CHAIR, OFFICER, OWNER, Borough


def test_an_auditor_reads_what_happened(borough: Borough) -> None:
    """Each row says when, to which entry, what, and who did it; the program where nobody did."""
    page = borough.visits(AUDITOR).get("/audit")
    assert page.status_code == 200
    assert '<a href="/entries/WL-0001">WL-0001</a>' in page.text
    assert "the program" in page.text
    assert 'value="20 November 2026"' in page.text, "the days that are meant stand in the form"


def test_days_without_anything_say_so(borough: Borough) -> None:
    page = borough.visits(AUDITOR).get("/audit?first=1 March 2001&last=2001-03-09").text
    assert "Nothing happened in that time." in page


@pytest.mark.parametrize(
    "asked", ["first=yesterday", "first=2026-11-20&last=2026-11-01", "first=0001-01-01&last=x"]
)
def test_what_is_no_day_is_said_at_its_field(borough: Borough, asked: str) -> None:
    """Nothing is shown, and the summary leads to the field."""
    page = borough.visits(AUDITOR).get(f"/audit?{asked}")
    assert page.status_code == 422
    assert "There is a problem" in page.text


def test_the_download_has_every_row_and_runs_nowhere(borough: Borough) -> None:
    """As CSV with the mark by which a spreadsheet knows UTF-8."""
    answer = borough.visits(OFFICER).get("/audit.csv?first=2026-11-01&last=2026-11-30")
    assert answer.headers["content-type"].startswith("text/csv")
    assert "attachment" in answer.headers["content-disposition"]
    assert answer.text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(answer.text[1:])))
    assert {row["entry"] for row in rows} >= {"WL-0001", "WL-0012"}
    assert not [cell for row in rows for cell in row.values() if cell.startswith("=")]


def test_history_is_looked_at_anew(borough: Borough) -> None:
    """Its fingerprint can be written down; a changed row is found."""
    page = borough.visits(AUDITOR).get("/audit/history").text
    assert "The history of 12 entries holds" in page
    assert "fingerprint" in page


@pytest.mark.parametrize("path", ["/audit", "/audit.csv", "/audit/history"])
@pytest.mark.parametrize("who", [CHAIR, OWNER])
def test_for_others_there_is_no_audit(borough: Borough, path: str, who: str) -> None:
    """Neither a page nor a link to it."""
    visitor = borough.visits(who)
    assert visitor.get(path).status_code == 404
    assert 'href="/audit"' not in visitor.get("/").text
