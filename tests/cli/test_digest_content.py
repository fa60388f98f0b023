"""What a digest says of a council's list, by the minutes' own figures."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.cli.conftest import Program
from tests.cli.minuted import Council
from watchlist.app import open_app
from watchlist.digesting import Occasion, make_digest
from watchlist.model.digest import Digest, DigestItem, Merit, Part
from watchlist.model.subscription import Topic

BEFORE = datetime(2014, 1, 1, tzinfo=UTC)
MEETING = datetime(2014, 2, 4, 12, tzinfo=UTC)
CHILDREN = Topic(committee="children-and-families")


@pytest.fixture
def harrow(tmp_path: Path, watchlist: Program) -> Council:
    """Harrow on the day of the meeting of 4 February 2014."""
    council = Council.of("harrow", tmp_path, watchlist)
    council.on("2014-02-04")
    return council


def _digest(
    council: Council, since: datetime, topic: Topic = CHILDREN, part: Part = Part.MEMBERS
) -> Digest:
    app = open_app(council.config)
    try:
        occasion = Occasion(topic, since, part, date(2014, 3, 27))
        return make_digest(app.store, app.setting, app.config.council, occasion, app.clock())
    finally:
        app.close()


def _item(digest: Digest, reference: str) -> DigestItem:
    return next(one for one in digest.items if one.reference == reference)


def test_one_sentence_says_what_it_comes_to(harrow: Council) -> None:
    """At the first meeting all is new, the red ones first; the papers of the next are out by five clear
    days before it."""
    digest = _digest(harrow, BEFORE)
    assert digest.lead.startswith(f"{len(digest.new)} on your list: {len(digest.new)} new.")
    assert [one.level for one in digest.new[:3]] == ["red", "red", "amber"]
    assert (digest.title, digest.papers_by) == (
        "Scrutiny watch list: Children and Families Scrutiny", date(2014, 3, 19),
    )  # fmt: skip


def test_a_figure_stands_beside_its_target_its_neighbours_and_england(harrow: Council) -> None:
    """Dental checks: 83.3% (90 of 108), short of the target and better than both averages."""
    dental = _item(_digest(harrow, BEFORE), "WL-0002")
    assert dental.figure == "83.3% in quarter 2 of 2013-14 (90 of 108)"
    assert dental.gaps == (
        "6.7 points short of the target of 90%",
        "8.3 points better than the statistical neighbours (75%)",
        "13.3 points better than England (70%)",
    )
    assert (dental.change, dental.lasting) == ("new", "amber for 1 quarter")


def test_two_arrows_say_better_or_worse(harrow: Council) -> None:
    """Assessments within 45 days went up by 12 points in a month, which is better."""
    month = _item(_digest(harrow, BEFORE), "WL-0001").last_period
    assert month is not None
    assert (month.merit, month.up) == (Merit.BETTER, True)
    assert month.words == "better than the month before (78%)"


def test_what_was_asked_for_is_answered_or_not(harrow: Council) -> None:
    """Two requests, one answered: both are in the digest, what is open first, and what was answered
    before the last one is not."""
    harrow.post("chair", "request", "WL-0011", "How many posts?", "--of", "director")
    harrow.post("chair", "request", "WL-0011", "What does it cost?", "--minute", "Minute 80")
    harrow.post("principal social worker", "request", "WL-0011", "--answered", "2", "£1m")
    digest = _digest(harrow, BEFORE)
    assert "You asked for 2 things; 1 is unanswered." in digest.lead
    assert [(one.what, one.state, one.answer) for one in digest.asked] == [
        ("How many posts?", "not answered yet", ""),
        ("What does it cost? (Minute 80)", "answered", "£1m"),
    ]
    harrow.on("2014-02-10")
    later = _digest(harrow, MEETING)
    assert [one.what for one in later.asked] == ["How many posts?"]


def test_nothing_new_is_nothing_to_send(harrow: Council) -> None:
    """Without news, requests or changed rules a digest is empty; what is red still stands in it."""
    harrow.on("2014-02-10")
    digest = _digest(harrow, MEETING)
    assert digest.lead.endswith("nothing is new.")
    assert "WL-0011" in [one.reference for one in digest.still]
    assert _item(digest, "WL-0011").unsaid
    assert [one.change for one in digest.recovering] == ["still recovering"]
    assert digest.empty


def test_what_left_is_a_success(harrow: Council) -> None:
    """Assessments are well again for three months: off the list, and told as what went well."""
    harrow.reports("assessments-45-days", m2014_01="91", m2014_02="92")
    harrow.on("2014-03-20")
    digest = _digest(harrow, MEETING)
    assert [one.reference for one in digest.left] == ["WL-0001"]
    assert digest.success == (
        "Assessments completed within 45 working days has left the list: 92% in February 2014."
    )


def test_a_target_that_was_lowered_is_said(harrow: Council) -> None:
    """A list can be made shorter by its targets; so a digest says which were moved, and which way."""
    rules = harrow.folder.parent / "rules" / "assessment.yaml"
    rules = next(
        file for file in rules.parent.glob("*.yaml")
        if "\n  assessments-45-days:\n" in file.read_text(encoding="utf-8")
    )  # fmt: skip
    head, found, rest = rules.read_text(encoding="utf-8").partition("\n  assessments-45-days:\n")
    rules.write_text(head + found + rest.replace("target: 85", "target: 80", 1), encoding="utf-8")
    harrow.on("2014-02-10")
    digest = _digest(harrow, MEETING)
    sentence = (
        "The target of “Assessments completed within 45 working days” was lowered from 85% to 80%: "
        "it is easier to meet."
    )
    assert sentence in digest.changed
    assert "One target was changed since your last meeting." in digest.lead


def test_what_is_exempt_is_in_a_part_of_its_own(harrow: Council) -> None:
    """Members' mail says that there is something exempt and no more; the exempt part has it, and the
    words that it must carry."""
    harrow.publishes_figures_of("social-care-vacancy-rate", "exempt, paragraph 2")
    harrow.on("2014-02-10")
    mail = _digest(harrow, BEFORE)
    assert "WL-0011" not in [one.reference for one in mail.items]
    assert mail.held_back == ("1 entry is exempt and not in this digest; sign in to read of it.",)
    exempt = _digest(harrow, BEFORE, part=Part.EXEMPT)
    assert [one.reference for one in exempt.items] == ["WL-0011"]
    assert exempt.exemption == (
        "NOT FOR PUBLICATION by virtue of paragraph 2 of Part 1 of Schedule 12A of the Local "
        "Government Act 1972"
    )


def test_a_mute_is_told_with_its_reason(harrow: Council) -> None:
    """What an officer holds back is not held back from the committee in silence."""
    harrow.post(
        "head of assessment", "mute", "WL-0001", "--until", "2014-03-01", "--reason", "New system"
    )
    (said,) = _digest(harrow, BEFORE).held_back
    assert said == (
        "WL-0001: Head of Assessment holds news of it back until 1 March 2014: “New system”."
    )


def test_a_digest_may_be_about_an_owner_or_a_tag(harrow: Council) -> None:
    """The same list, cut otherwise."""
    owned = _digest(harrow, BEFORE, Topic(owner="head-of-assessment"))
    assert {one.owner for one in owned.items} == {"Head of Assessment"}
    finance = _digest(harrow, BEFORE, Topic(tag="finance"))
    assert [one.title for one in finance.items] == ["Forecast overspend of the directorate"]


def test_the_heads_of_the_chains_stand_at_its_foot(harrow: Council) -> None:
    """Whoever keeps the digest can show later that history was not written anew."""
    digest = _digest(harrow, BEFORE)
    assert [one.reference for one in digest.heads] == sorted(one.reference for one in digest.items)
    assert all(len(one.head) == 16 for one in digest.heads)
    harrow.post("head of assessment", "note", "WL-0001", "Seen")
    again = {one.reference: one.head for one in _digest(harrow, BEFORE).heads}
    before = {one.reference: one.head for one in digest.heads}
    assert {name for name in again if again[name] != before[name]} == {"WL-0001"}
