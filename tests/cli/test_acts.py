"""What people do to the watch list, by the commands that they give."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Program
from tests.cli.scrutiny import AUDITOR, CHAIR, CLERK, HEAD, KEEPER, Council


@pytest.fixture
def council(tmp_path: Path, sqlite_url: str, watchlist: Program) -> Council:
    return Council.sits(tmp_path, sqlite_url, watchlist)


def test_a_chair_puts_on_the_list_what_no_indicator_tells(council: Council) -> None:
    """ "A breakdown of the £0.815m" is no indicator: an entry with a reason, for the committee."""
    said = council.done(
        CHAIR, "add", "A breakdown of the £0.815m", "--reason", "Nobody could say what it was for",
        "--committee", "scrutiny", "--minute", "14/13",
    )  # fmt: skip
    assert "○ held WL-0003 A breakdown of the £0.815m" in said
    assert "Chair of Scrutiny put this on the list for Scrutiny (14/13)" in said
    assert "“Nobody could say what it was for”" in said


def test_an_officer_writes_down_what_the_chair_asked_for(council: Council) -> None:
    """Who asked, why, the cause, what is done and by when it is well again: one command."""
    said = council.done(
        KEEPER, "add", "--indicator", "assessments", "--asked-by", "chair",
        "--reason", "The committee wants to see it", "--cause", "An IT fault",
        "--remedy", "The fault is mended", "--overseer", "head", "--back-on-track", "April 2014",
        "--report", "Report to Cabinet https://village.example/report",
    )  # fmt: skip
    for words in (
        "WL-0001 Assessments on time",
        "put this on the list for Chair of Scrutiny",
        "what the cause is: “An IT fault”",
        "what is being done: “The fault is mended”",
        "Head of Assessment oversees this",
        "back on track by 30 April 2014: “April 2014”",
        "a report (https://village.example/report): “Report to Cabinet”",
    ):
        assert words in said


def test_what_would_be_refused_in_part_is_not_done_at_all(council: Council) -> None:
    """A chair may put something on the list and may not point to a report: neither is done."""
    words = ("add", "Bus passes", "--reason", "Asked for", "--report", "https://a.example/1")
    why = council.refused(CHAIR, *words)
    assert '"report linked" is for these roles: clerk, officer, owner; yours: chair' in why
    assert "Bus passes" not in council.says("list")


def test_an_owner_says_the_cause_of_what_he_puts_on_the_list(council: Council) -> None:
    """Whoever owns an indicator may say what is behind it, on the list already or not yet."""
    text = (council.village.folder / "rulebook" / "council.yaml").read_text(encoding="utf-8")
    more = (
        "  drift: {title: Plans over two years, unit: count, better: lower, every: month,"
        " owner: head}\n"
    )
    council.village.writes(text + more, "council.yaml")
    for indicator in ("assessments", "drift"):
        said = council.done(
            HEAD, "add", "--indicator", indicator, "--reason", "To be seen", "--cause", "Leave"
        )
        assert "Head of Assessment says what the cause is: “Leave”" in said
    words = ("add", "--indicator", "visits", "--reason", "x", "--follows", "3")
    assert "can only follow an earlier entry; nothing was done" in council.refused(KEEPER, *words)


def test_an_action_has_a_number_by_which_it_is_done(council: Council) -> None:
    """It is set with a post and a day, and done once."""
    said = council.done(KEEPER, "action", "1", "Two more workers", "--due", "2014-03-01")
    assert "asks Head of Assessment to act by 1 March 2014: “Two more workers”" in said
    assert "watchlist action WL-0001 --done 1" in said
    assert "action 1 is done" in council.done(HEAD, "action", "WL-0001", "--done", "1")
    again = council.refused(HEAD, "action", "WL-0001", "--done", "1")
    assert "action 1 of WL-0001 is done already" in again
    assert "has no action 7; it has 1" in council.refused(HEAD, "action", "1", "--done", "7")


def test_a_request_is_due_at_the_next_meeting_and_answered_with_a_report(council: Council) -> None:
    """ "Officers to provide a breakdown": due when the committee meets next after this meeting,
    answered or not."""
    said = council.done(
        CHAIR, "request", "2", "How many were by video?", "--of", "head",
        "--meeting", "scrutiny", "next",
    )  # fmt: skip
    assert "asks Head of Assessment for an answer at the meeting of Scrutiny on 27 March" in said
    link = "https://village.example/answer"
    answered = council.done(HEAD, "request", "2", "--answered", "1", "--report", link)
    assert f"answered request 1 ({link})" in answered


def test_a_review_is_on_a_day_at_a_meeting_or_after_an_event(council: Council) -> None:
    """Chairs ask to re-visit things on a date, at a meeting, or when a report is published."""
    for number, (when, told) in enumerate(WHEN, start=1):
        assert f"looked at again {told}" in council.done(CHAIR, "review", "1", *when)
        done = council.done(CLERK, "review", "1", "--done", number, "Noted")
        assert f"(review {number}): “Noted”" in done


WHEN = (
    (("--on", "19 March 2014"), "by 19 March 2014"),
    (("--meeting", "scrutiny", "2014-03-27"), "at the meeting of Scrutiny on 27 March 2014"),
    (("--after", "the Ofsted report is out"), "once the Ofsted report is out"),
)


def test_the_words_of_an_owner(council: Council) -> None:
    """Whoever owns an indicator acknowledges, notes, gives it away, and is told by whom."""
    assert "Head of Assessment has seen this" in council.done(HEAD, "ack", "WL-0001")
    assert "notes: “Two left”" in council.done(HEAD, "note", "wl1", "Two left", "--public")
    given = council.done(HEAD, "reassign", "1", "keeper", "--reason", "They count it")
    assert "Performance owns this from now on: “They count it”" in given
    assert "brings this to Chair of Scrutiny" in council.done(KEEPER, "escalate", "1", "chair")


def test_a_mute_has_a_reason_and_an_end(council: Council) -> None:
    """Without either it is refused, and it can be lifted before its end."""
    assert "say the reason for a mute" in council.refused(HEAD, "mute", "1")
    why = council.refused(HEAD, "mute", "1", "--reason", "x", "--until", "2013-01-01")
    assert "01 January 2013 is in the past" in why
    said = council.done(HEAD, "mute", "1", "--reason", "New system", "--until", "2014-03-01")
    assert "holds news of this back until 1 March 2014: “New system”" in said
    assert "lets news of this out again" in council.done(HEAD, "unmute", "1")
    assert "WL-0001 is not muted" in council.refused(HEAD, "unmute", "1")


def test_what_a_committee_holds_leaves_when_it_agrees(council: Council) -> None:
    """An officer proposes; the clerk says what the committee decided, and the entry leaves."""
    council.done(CHAIR, "add", "Bus passes", "--reason", "Asked", "--committee", "scrutiny")
    council.done(KEEPER, "remove", "3", "--reason", "It was answered")
    why = council.refused(KEEPER, "remove", "3", "--agree")
    assert "say which minute records the decision" in why
    said = council.done(CLERK, "remove", "3", "--agree", "--minute", "20/13")
    assert "Scrutiny agreed to removal (20/13)" in said
    assert "With that it has left the list." in said
    assert "left WL-0003" in said


def test_a_committee_keeps_what_was_proposed_for_removal(council: Council) -> None:
    """Refused, it stays, and there is nothing more to decide."""
    council.done(CHAIR, "add", "Bus passes", "--reason", "Asked", "--committee", "scrutiny")
    council.done(KEEPER, "remove", "3")
    said = council.done(CLERK, "remove", "3", "--refuse", "--minute", "20/13")
    assert "Scrutiny keeps this on the list (20/13)" in said
    assert "nothing of WL-0003 is proposed" in council.refused(CLERK, "remove", "3", "--refuse")


def test_whoever_holds_an_entry_lets_go_of_it(council: Council) -> None:
    """A person holds it beside the figures, and may let go of only what he holds."""
    assert "holds this on the list" in council.done(CHAIR, "hold", "1")
    assert "is held by chair already" in council.refused(CHAIR, "hold", "1")
    assert "let go of this" in council.done(CHAIR, "let-go", "1")
    assert "is not held by chair" in council.refused(CHAIR, "let-go", "1")
    assert "for Scrutiny" in council.done(CLERK, "hold", "1", "--committee", "scrutiny")


def test_an_auditor_changes_nothing(council: Council) -> None:
    """Auditors read everything; the refusal says whose it is."""
    why = council.refused(AUDITOR, "note", "1", "I was here")
    assert "yours: auditor" in why


REFUSED = (
    (("note", "99", "x"), 'there is no entry "99"; see: watchlist list'),
    (("note", "first", "x"), 'there is no entry "first"'),
    (("add", "--reason", "x"), "say what it is about"),
    (("add", "--indicator", "assesments", "--reason", "x"), 'did you mean "assessments"?'),
    (("add", "Bus passes"), "say why it is put on the list"),
    (("say", "1"), "say something of it: --cause"),
    (("say", "1", "--period", "the autumn"), "say the day with --back-on-track"),
    (("say", "1", "--overseer", "heads"), 'there is no post "heads"; did you mean "head"?'),
    (("say", "1", "--cause", "x", "--overseer", "heads"), 'there is no post "heads"'),
    (("say", "1", "--cause", "x", "--follows", "2"), "only follow an earlier entry"),
    (("say", "1", "--cause", "x", "--follows", "it"), '"it" is no entry'),
    (("action", "1", "x", "--due", "soon"), '"soon" is not a day; write it like 2014-03-19'),
    (("action", "1", "x", "--due", "2014-02-31"), "is not a day"),
    (("action", "1", "x"), "say by when it is to be done"),
    (("action", "1", "--done", "1", "--due", "2014-03-01"), "either ask for a new action, or"),
    (("review", "1"), "say when it is looked at again"),
    (("review", "1", "--meeting", "scrutiny", "2014-03-01"), "it meets on 27 March 2014"),
    (("review", "1", "--meeting", "scruteny", "next"), 'did you mean "scrutiny"?'),
    (("review", "1", "--on", "2014-03-01", "--after", "x"), "say one of them"),
    (("remove", "1", "--agree", "--refuse"), "say one of --agree and --refuse"),
    (("remove", "1", "--people-too"), "--people-too goes with --agree"),
    (("note", "1", "x", "--for", "chair"), "neither holds the post"),
)


def test_what_cannot_be_done_is_refused_with_a_sentence(council: Council) -> None:
    """Exit status 2, one sentence that says what is wrong, and nothing is written."""
    before = council.knows("history", "1"), council.knows("list")
    for words, why in REFUSED:
        assert why in council.refused(KEEPER, *words)
    assert (council.knows("history", "1"), council.knows("list")) == before


def test_somebody_must_act(council: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody acts in nobody's name; who acts may be said once for all commands."""
    said = council.program("ack", "1", "-c", council.village.config)
    assert said.status == 2
    assert "say who acts: --as PERSON" in said.err
    assert 'there is no person "p77"' in council.refused("p77", "ack", "1")
    monkeypatch.setenv("WATCHLIST_AS", HEAD)
    assert "Head of Assessment has seen this" in council.says("ack", "1")


def test_programs_are_told_what_was_done(council: Council) -> None:
    """As JSON: the entry, and each act with its number, person, post and day."""
    said = council.does(KEEPER, "action", "1", "Recruit", "--due", "2014-03-01", "--format", "json")
    told = json.loads(said.out)
    assert (told["reference"], told["level"]) == ("WL-0001", "amber")
    (act,) = told["acts"]
    assert (act["kind"], act["number"], act["who"]) == ("action set", 1, "p2")
    assert (act["acting_for"], act["post"]) == ("keeper", "head")
    assert act["due"]["day"] == "2014-03-01"


def test_who_must_hear_is_told_by_the_next_delivery(council: Council) -> None:
    """A request reaches the post that is to answer it."""
    council.done(CHAIR, "request", "1", "How many?", "--of", "keeper", "--due", "2014-03-01")
    council.run()
    letters = council.village.letters()
    assert any(letter.to == "keeper" and "How many?" in letter.text for letter in letters)
