"""Meetings and pre-election periods, as a clerk looks at them."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Program


def test_a_clerk_sees_when_committees_meet_and_when_not_to_be_in_the_news(
    watchlist: Program, borough: Path
) -> None:
    """Today is 20 November 2026: three meetings, their papers, and the poll of May 2027."""
    said = watchlist("meetings", "-c", borough)
    assert said.status == 0, said.err
    lines = [" ".join(line.split()) for line in said.out.splitlines()]
    assert "8 December 2026 Children and Families Scrutiny 30 November 2026" in lines
    assert "Pre-election period: 31 March 2027 to 6 May 2027" in lines
    with borough.open("a", encoding="utf-8") as file:
        file.write("pre_election: [{from: 2026-11-16, until: 2026-12-10}]\n")
    found = json.loads(watchlist("meetings", "-c", borough, "--format", "json").out)
    assert [one["pre_election"] for one in found["meetings"]] == [True, False, False]
    assert found["pre_election"][0] == {"from": "2026-11-16", "until": "2026-12-10"}
    assert "period (now): 16 November 2026" in watchlist("meetings", "-c", borough).out
    why = watchlist("meetings", "--committee", "childrn", "-c", borough)
    assert (why.status, "there is no committee" in why.err) == (2, True)
