"""Digests as a committee gets them: subscribed to, drafted, released, sent before a meeting, once."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Program
from tests.cli.minuted import Council

CHAIR = "chair.children.and.families"
NAME = "children-and-families"


@pytest.fixture
def harrow(tmp_path: Path, watchlist: Program) -> Council:
    """Harrow on the day of the meeting of 4 February 2014; the next one is on 27 March."""
    council = Council.of("harrow", tmp_path, watchlist)
    council.on("2014-02-04")
    return council


def _subscribed(council: Council, *words: str) -> None:
    """The chair subscribes, and confirms by what he was sent."""
    council.post("chair", "subscribe", "--committee", NAME, *words)
    council.on("2014-02-05")
    (token,) = re.findall(r"watchlist confirm (\S+?)[.,]? ", council.letters(CHAIR) + " ")[-1:]
    council.post("chair", "confirm", token)


def _digests(council: Council) -> list[str]:
    """The digests that the chair was sent: the subject of each."""
    subjects = council.subjects(CHAIR)
    return [one for one in subjects if one.startswith("Children and Families Scrutiny: ")]


def test_it_goes_six_working_days_before_the_meeting_once(harrow: Council) -> None:
    """The chair subscribes in February. The digest for 27 March is drafted on the 13th, and goes on the
    19th at nine, not yet confirmed, for nobody released it; however often the program runs, once."""
    _subscribed(harrow)
    harrow.on("2014-03-13")
    assert _digests(harrow) == []
    assert "11 on your list" in harrow.post("performance team", "digest", NAME)
    harrow.on("2014-03-18")
    assert _digests(harrow) == []
    harrow.on("2014-03-19")
    assert len(_digests(harrow)) == 1
    text = harrow.letters(CHAIR)
    assert "Not yet confirmed: nobody has released this digest." in text
    assert "for the meeting of 27 March 2014" in text
    for day in ("2014-03-20", "2014-03-26", "2014-03-27", "2014-04-02"):
        harrow.on(day)
    assert len(_digests(harrow)) == 1


def test_an_officer_releases_it_and_it_goes_as_he_read_it(harrow: Council) -> None:
    """Released on the 14th, it goes then, and says who released it; at its deadline it does not go
    again."""
    _subscribed(harrow)
    harrow.on("2014-03-14")
    said = harrow.post("performance team", "digest", NAME, "--release")
    assert "goes to 1 reader with the next delivery" in said
    harrow.on("2014-03-15")
    assert "Confirmed by Performance Team" in harrow.letters(CHAIR)
    harrow.on("2014-03-19")
    assert len(_digests(harrow)) == 1


def test_who_may_not_release_is_told_so(harrow: Council) -> None:
    """The owner of an indicator releases no digest, nor one that is not drafted."""
    _subscribed(harrow)
    harrow.on("2014-03-14")
    why = harrow.refused("head of assessment", "digest", NAME, "--release")
    assert "may not release a digest" in why
    why = harrow.refused("performance team", "digest", NAME, "--when", "weekly", "--release")
    assert "nobody reads it, or it is not its time yet" in why


def test_a_missed_one_is_made_up_for_once(harrow: Council) -> None:
    """The program stood still from the 10th to the 24th of March: the digest goes then."""
    _subscribed(harrow)
    harrow.on("2014-03-24")
    assert len(_digests(harrow)) == 1
    harrow.on("2014-03-25")
    assert len(_digests(harrow)) == 1


def test_after_the_meeting_it_is_of_no_use(harrow: Council) -> None:
    """The program stood still until the day of the meeting: then nothing goes."""
    _subscribed(harrow)
    harrow.on("2014-03-28")
    assert _digests(harrow) == []


def test_nothing_goes_when_nothing_changed(harrow: Council) -> None:
    """A weekly digest: the first one has all that is new, the next has nothing and does not go."""
    _subscribed(harrow, "--when", "weekly")
    harrow.on("2014-02-10")
    assert len(_digests(harrow)) == 1
    harrow.on("2014-02-17")
    harrow.on("2014-02-24")
    assert len(_digests(harrow)) == 1


def test_one_goes_out_of_turn(harrow: Council) -> None:
    """An officer sends one now; to those who read it and to nobody else."""
    _subscribed(harrow)
    harrow.post("performance team", "digest", NAME, "--send")
    harrow.on("2014-02-06")
    assert len(_digests(harrow)) == 1
    assert harrow.subjects("clerk.children.and.families") == []


def test_whoever_ended_it_meanwhile_reads_nothing(harrow: Council) -> None:
    """Released in the morning, ended before the post goes: no message."""
    _subscribed(harrow)
    harrow.on("2014-03-14")
    harrow.post("performance team", "digest", NAME, "--release")
    (one,) = json.loads(harrow.post("chair", "subscriptions", "--format", "json"))
    harrow.post("chair", "unsubscribe", one["id"])
    harrow.on("2014-03-15")
    assert _digests(harrow) == []


def test_as_it_happens(harrow: Council) -> None:
    """Who wants to know at once hears that the assessments left the list when they did, once, and of
    nothing in between. Nobody was to release it, and it does not say that nobody did."""
    _subscribed(harrow, "--when", "as it happens")
    harrow.on("2014-02-12")
    before = len(_digests(harrow))
    harrow.reports("assessments-45-days", m2014_01="91")
    for day in ("2014-02-13", "2014-02-14"):
        harrow.on(day)
    assert len(_digests(harrow)) == before
    harrow.reports("assessments-45-days", m2014_02="92")
    for day in ("2014-03-14", "2014-03-15"):
        harrow.on(day)
    assert len(_digests(harrow)) == before + 1
    assert _digests(harrow)[-1].endswith("on your list: 1 off")
    assert "Not yet confirmed" not in harrow.letters(CHAIR)


def test_whoever_subscribes_after_it_went_reads_it_before_the_meeting(harrow: Council) -> None:
    """It goes to the chair on the 19th of March; the clerk subscribes two days before the meeting of
    the 27th, and reads the same then, once."""
    _subscribed(harrow)
    harrow.on("2014-03-19")
    harrow.on("2014-03-25")
    harrow.post("clerk", "subscribe", "--committee", NAME)
    (own,) = json.loads(harrow.post("clerk", "subscriptions", "--format", "json"))[-1:]
    harrow.post("clerk", "confirm", own["id"])
    for day in ("2014-03-25", "2014-03-26", "2014-03-28"):
        harrow.on(day)
    clerk = harrow.subjects("clerk.children.and.families")
    assert [one for one in clerk if one.startswith("Children")] == _digests(harrow)
    assert len(_digests(harrow)) == 1


def test_on_the_day_of_the_meeting_nobody_reads_it_any_more(harrow: Council) -> None:
    """The clerk subscribes when the committee meets."""
    _subscribed(harrow)
    harrow.on("2014-03-19")
    harrow.on("2014-03-27")
    harrow.post("clerk", "subscribe", "--committee", NAME)
    (own,) = json.loads(harrow.post("clerk", "subscriptions", "--format", "json"))[-1:]
    harrow.post("clerk", "confirm", own["id"])
    harrow.on("2014-03-27")
    assert _digests(harrow)[0] not in harrow.subjects("clerk.children.and.families")


def test_a_pause_over_its_day_does_not_lose_it(harrow: Council) -> None:
    """Its only reader pauses before it is to go, and resumes before the meeting: he reads it then."""
    _subscribed(harrow)
    harrow.on("2014-03-18")
    (one,) = json.loads(harrow.post("chair", "subscriptions", "--format", "json"))
    harrow.post("chair", "pause", one["id"])
    harrow.on("2014-03-20")
    assert _digests(harrow) == []
    harrow.post("chair", "resume", one["id"])
    for day in ("2014-03-25", "2014-03-26"):
        harrow.on(day)
    assert len(_digests(harrow)) == 1


def test_a_rule_that_is_another_one_has_happened(harrow: Council) -> None:
    """Who wants to know at once hears of a target that was lowered, though no figure moved; once."""
    _subscribed(harrow, "--when", "as it happens")
    harrow.on("2014-02-12")
    before = len(_digests(harrow))
    rules = harrow.folder.parent / "rules" / "early-help.yaml"
    text = rules.read_text(encoding="utf-8")
    rules.write_text(text.replace("target: 90 ", "target: 89 "), encoding="utf-8")
    for day in ("2014-02-13", "2014-02-14"):
        harrow.on(day)
    assert len(_digests(harrow)) == before + 1


def test_what_is_asked_for_is_no_news_for_long(harrow: Council) -> None:
    """Who wants to know at once hears that the chair asked for something, and not of it again whenever
    something happens that is none of the committee's."""
    _subscribed(harrow, "--when", "as it happens")
    harrow.on("2014-02-12")
    harrow.post("chair", "request", "WL-0001", "How many?", "--of", "director")
    harrow.on("2014-02-13")
    before = len(_digests(harrow))
    harrow.post("performance team", "add", "Nobody's", "--reason", "To see")
    harrow.on("2014-02-14")
    assert len(_digests(harrow)) == before


def test_the_paper_is_written_as_word_and_pdf_and_page(harrow: Council) -> None:
    """For the agenda: each opens as what it is, and has the first entry in it."""
    for name in ("paper.docx", "paper.pdf", "paper.html", "paper.txt", "paper.json"):
        file = harrow.folder / name
        harrow.post("clerk", "digest", NAME, "--to-file", str(file))
        content = file.read_bytes()
        if name.endswith("docx"):
            with zipfile.ZipFile(file) as word:
                content = word.read("word/document.xml")
        if name.endswith("pdf"):
            assert content.startswith(b"%PDF-")
        else:
            assert b"Assessments completed within 45 working days" in content


def test_the_public_part_is_published(harrow: Council) -> None:
    """Written to a file it is out: the audit says by whom; what is internal is not in it."""
    file = harrow.folder / "part1.txt"
    why = harrow.program("digest", NAME, "--part", "public", "--to-file", file, "-c", harrow.config)
    assert "say who does it" in why.err
    harrow.post("clerk", "digest", NAME, "--part", "public", "--to-file", str(file))
    text = " ".join(file.read_text(encoding="utf-8").split())
    assert "Part 1: open to the public" in text
    assert "2 on the public list, 1 of them recovering." in text
    assert "Social work workforce" not in text
    assert "published the list" in harrow.says("audit", "2014-02-04", "2014-02-04")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("childern-and-families",), 'did you mean "children-and-families"?'),
        ((NAME, "--when", "daily"), "it is one of before each meeting, weekly, monthly"),
        ((NAME, "--part", "secret"), "it is one of public, members, exempt"),
        ((NAME, "--to-file", "list.odt"), ".docx, .html, .json, .pdf, .txt"),
        (("owner nobody",), 'there is no post "nobody"'),
    ],
)
def test_what_cannot_be_asked_for(harrow: Council, words: tuple[str, ...], sentence: str) -> None:
    """A sentence says what can."""
    assert sentence in harrow.refused("performance team", "digest", *words)


def test_the_parts_are_called_as_the_council_calls_them(harrow: Council) -> None:
    """Its own names for the parts of a paper, and its own template for Word."""
    own = harrow.folder / "own" / "paper"
    own.mkdir(parents=True)
    shutil.copy(ROOT / "templates" / "paper" / "digest.docx", own)
    text = harrow.config.read_text(encoding="utf-8")
    labels = 'papers: {exempt: "Part B: pink pages"}\ntemplates: own\n'
    harrow.config.write_text(text + labels, encoding="utf-8")
    for name in ("part.html", "part.docx"):
        file = harrow.folder / name
        harrow.post("clerk", "digest", NAME, "--part", "exempt", "--to-file", str(file))
    assert "Part B: pink pages" in (harrow.folder / "part.html").read_text(encoding="utf-8")
    with zipfile.ZipFile(harrow.folder / "part.docx") as word:
        assert b"Part B: pink pages" in word.read("word/document.xml")


def test_a_meeting_that_was_moved_has_no_digest_of_its_old_day(harrow: Council) -> None:
    """Drafted for the 27th of March; then the meeting is put off to the 30th of April: the draft of the
    old day does not go, and the new day has one of its own."""
    _subscribed(harrow)
    harrow.on("2014-03-13")
    rulebook = harrow.folder / "rulebook-harrow" / "council.yaml"
    text = rulebook.read_text(encoding="utf-8")
    rulebook.write_text(text.replace("2014-03-27", "2014-04-30"), encoding="utf-8")
    harrow.on("2014-03-19")
    assert _digests(harrow) == []
    harrow.on("2014-04-22")
    assert len(_digests(harrow)) == 1
    assert "for the meeting of 30 April 2014" in harrow.letters(CHAIR)


@pytest.mark.parametrize(
    ("when", "drafted", "before"),
    [("weekly", "2014-02-07", "2014-02-10"), ("monthly", "2014-02-27", "2014-03-03")],
)
def test_a_regular_one_is_released_too(
    harrow: Council, when: str, drafted: str, before: str
) -> None:
    """Drafted on the Friday before its Monday, or two working days before the first one of the month,
    it goes as soon as somebody released it, once, and says who did."""
    _subscribed(harrow, "--when", when)
    harrow.on(drafted)
    assert _digests(harrow) == []
    shown = harrow.post("performance team", "digest", NAME, "--when", when)
    assert "Not yet confirmed: nobody has released this digest." in shown
    said = harrow.post("performance team", "digest", NAME, "--when", when, "--release")
    assert "goes to 1 reader with the next delivery" in said
    harrow.on(drafted)
    assert "Confirmed by Performance Team" in harrow.letters(CHAIR)
    harrow.on(before)
    assert len(_digests(harrow)) == 1


@pytest.mark.parametrize(("when", "due"), [("weekly", "2014-02-10"), ("monthly", "2014-03-03")])
def test_a_regular_one_goes_anyway(harrow: Council, when: str, due: str) -> None:
    """Nobody released it: at its deadline it goes, and says so."""
    _subscribed(harrow, "--when", when)
    harrow.on(due)
    assert len(_digests(harrow)) == 1
    assert "Not yet confirmed: nobody has released this digest." in harrow.letters(CHAIR)


@pytest.mark.parametrize("deleted", ["the post", "the person"])
def test_a_subscriber_is_deleted_while_a_digest_is_made(harrow: Council, deleted: str) -> None:
    """Two read it; it is released, and before it goes a member is taken out of the configuration. The
    chair has it as ever; nothing is sent to the member, and the keeper has what was for that post."""
    person = "  p99: {name: M. Member (invented), address: member@council.example}\n"
    post = "  member: {title: Member, held_by: [{person: p99}], channels: [mailbox], roles: [member]}\n"
    text = harrow.config.read_text(encoding="utf-8")
    both = text.replace("\nposts:\n", f"\nposts:\n{post}").replace("  p10: {", f"{person}  p10: {{")
    harrow.config.write_text(both, encoding="utf-8")
    harrow.says("subscribe", "--committee", NAME, "--as", "p99")
    (own,) = json.loads(harrow.says("subscriptions", "--as", "p99", "--format", "json"))
    harrow.says("confirm", own["id"], "--as", "p99")
    _subscribed(harrow)
    harrow.on("2014-03-14")
    before = len(harrow.subjects("member@council.example"))
    said = harrow.post("performance team", "digest", NAME, "--release")
    assert "goes to 2 readers" in said
    text = harrow.config.read_text(encoding="utf-8").replace(person, "")
    if deleted == "the post":
        text = text.replace(post, "")
    else:
        text = text.replace("held_by: [{person: p99}]", "held_by: []")
    harrow.config.write_text(text, encoding="utf-8")
    harrow.on("2014-03-15")
    assert len(_digests(harrow)) == 1
    assert len(harrow.subjects("member@council.example")) == before
    found = json.loads(harrow.says("deliveries", "list", "--format", "json"))
    posts = [one["post"] for one in found if "11 on your list" in one["headline"]]
    assert sorted(posts) == ["chair-children-and-families", "performance-team"]
