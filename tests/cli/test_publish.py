"""`watchlist publish` as a clerk uses it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Program
from tests.cli.scrutiny import AUDITOR, CHAIR, CLERK, HEAD, Council
from tests.cli.village import COUNCIL

_PUBLIC = COUNCIL.replace(
    "every: month, target: 85", "every: month, publication: public, target: 85"
)


@pytest.fixture
def council(tmp_path: Path, sqlite_url: str, watchlist: Program) -> Council:
    """Assessments are public, visits are not."""
    sits = Council.sits(tmp_path, sqlite_url, watchlist)
    committee = (sits.village.folder / "rulebook" / "council.yaml").read_text(encoding="utf-8")
    sits.village.writes(committee.replace(COUNCIL, _PUBLIC), "council.yaml")
    sits.run()
    return sits


def _published(council: Council, name: str) -> str:
    file = council.village.folder / name
    council.done(CLERK, "publish", "--to-file", file)
    return file.read_text(encoding="utf-8")


def test_the_clerk_publishes_what_is_public(council: Council) -> None:
    """The page has the assessments with their figures and a picture of them with its words, and not a
    word of the visits, nor of who is responsible."""
    page = _published(council, "public.html")
    assert "Assessments on time" in page
    assert "83% in December 2013. That is worse than the target of 85%." in page
    assert 'alt="Assessments are taking too long' in page
    assert '<th scope="row">December 2013</th><td>83%</td>' in page
    for word in ("Visits", "visits", "WL-0002", "invented)@", "Head of Assessment", "p1"):
        assert word not in page.replace("The Village (invented)", "")
    assert _published(council, "public.txt").count("Assessments on time") == 1


def test_data_for_programs(council: Council) -> None:
    """The same as data: in the file, and where it is only looked at."""
    data: dict[str, Any] = json.loads(_published(council, "public.json"))
    (entry,) = data["public_list"]
    assert (entry["title"], entry["level"], entry["reference"]) == (
        "Assessments on time", "amber", None,
    )  # fmt: skip
    assert council.knows("publish") == data


def test_people_are_quoted_where_they_said_so(council: Council) -> None:
    """What the head of service says is his own until he says that the public may read it."""
    council.done(HEAD, "say", "WL-0001", "--cause", "Two posts are vacant")
    council.done(HEAD, "say", "WL-0001", "--remedy", "Both start in March", "--public")
    page = _published(council, "public.html")
    assert "Both start in March (Head of Assessment, 4 February 2014)" in page
    assert "WL-0001" in page
    assert "vacant" not in page
    assert "A. Head" not in page


def test_what_the_chair_put_on_the_list_in_public_words_is_there(council: Council) -> None:
    """A request that is no indicator, and one that was not made in public."""
    council.done(CHAIR, "add", "A breakdown of the cost", "--reason", "It was asked", "--public")
    council.done(CHAIR, "add", "Who was at the meeting", "--reason", "It was asked")
    looked = council.says("publish")
    assert "○ held WL-0003 A breakdown of the cost" in looked
    assert "On the list because: It was asked (Chair of Scrutiny, 4 February 2014)" in looked
    assert "Who was at" not in looked
    assert "Nothing was published" in looked


def test_who_published_is_known_to_auditors(council: Council) -> None:
    """Each publication is a row of the audit; a look is none."""
    council.says("publish")
    _published(council, "public.html")
    rows = council.knows("audit", "2014-02-04", "2014-02-04")["rows"]
    told = [row for row in rows if row["what"] == "published"]
    assert [(row["who"], row["acting_for"]) for row in told] == [(CLERK, "clerk")]
    assert told[0]["said"] == ("Clerk of Scrutiny published the list: 1 entry, no figure withheld.")


@pytest.mark.parametrize(
    ("who", "file", "sentence"),
    [
        (AUDITOR, "list.html", "p5 may not publish: that is for administrator, clerk or officer"),
        (CHAIR, "list.html", "p3 may not publish: that is for administrator, clerk or officer"),
        (CLERK, "list.pdf", "list.pdf: the public list is written as .html, .json or .txt"),
        (CLERK, "nowhere/list.html", "list.html: there is no folder"),
    ],
)
def test_what_may_not_be_published(council: Council, who: str, file: str, sentence: str) -> None:
    """By whom, or in what file: said, and nothing is remembered."""
    assert sentence in council.refused(who, "publish", "--to-file", council.village.folder / file)
    assert not (council.village.folder / file).exists()
    assert "published" not in json.dumps(council.knows("audit", "2014-02-04", "2014-02-04"))


def test_before_an_election_nothing_is_given_out_unless_it_must_be(council: Council) -> None:
    """In a pre-election period the public page stands still; looking goes on."""
    text = council.village.config.read_text(encoding="utf-8")
    period = "pre_election: [{from: 2014-02-01, until: 2014-02-20}]\n"
    council.village.config.write_text(text + period, encoding="utf-8")
    file = council.village.folder / "list.html"
    why = council.refused(CLERK, "publish", "--to-file", file)
    assert "until 20 February 2014 is a pre-election period" in why
    assert "Assessments on time" in council.says("publish")
    assert "Published" in council.done(CLERK, "publish", "--to-file", file, "--anyway")
