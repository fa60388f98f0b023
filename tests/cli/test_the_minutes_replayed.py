"""The minutes, replayed: what the committees asked for, day by day, as anybody sees it who uses the
program. What stands in the minutes is theirs; figures and answers that they do not give are made up
here and say so."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Program
from tests.cli.minuted import Council

NOBODY = "Nobody has said yet what is being done."


@pytest.fixture
def harrow(tmp_path: Path, watchlist: Program) -> Council:
    """Harrow on the day of the meeting of 4 February 2014."""
    council = Council.of("harrow", tmp_path, watchlist)
    council.on("2014-02-04")
    return council


@pytest.fixture
def other_council(tmp_path: Path, watchlist: Program) -> Council:
    """The council of the minutes of 2019, in the week before its meeting of 15 October."""
    council = Council.of("unnamed-council", tmp_path, watchlist)
    council.on("2019-10-08")
    return council


def test_the_chair_puts_the_youth_offending_team_on_the_list(harrow: Council) -> None:
    """ "The Chair requested that performance of the YOT be added to the Scrutiny Watch list." Its dip
    was because of an IT fault. The figures had put it there; now the Chair holds it there as well,
    with the cause, and it stays when the figures are well again, until he lets go."""
    yot = harrow.reference("Youth Offending Team")
    harrow.post(
        "chair", "add", "--theme", "Youth Offending Team", "--minute", "Minute 78",
        "--reason", "Its performance dipped in the quarter",
        "--cause", "A fault of the IT system", "--back-on-track", "March 2014",
    )  # fmt: skip
    harrow.post("head of youth justice", "say", yot, "--doubt", "Entered late, after the fault")
    shown = harrow.show(yot)
    for words in (
        "Why Asked for by Chair of Children and Families Scrutiny (Minute 78): “Its performance dipped",
        "Cause “A fault of the IT system”",
        "Held by its figures, Chair of Children and Families Scrutiny",
        "Data in doubt “Entered late, after the fault”",
        "71% in quarter 2 of 2013-14.",
    ):
        assert words in shown
    harrow.on("2014-02-05")
    assert "A fault of the IT system" in harrow.letters("head.of.youth.justice")

    harrow.reports("yot-assessments-on-time", m2013_14_Q3="89", m2013_14_Q4="90")
    harrow.on("2014-05-20")
    assert "proposed for removal" in harrow.line(yot)
    harrow.post("clerk", "remove", yot, "--agree", "--minute", "Minute 91")
    assert "○ held" in harrow.listed()
    harrow.post("chair", "let-go", yot)
    assert yot not in harrow.listed()
    assert "let go" in harrow.history(yot)


def test_assessments_within_45_days_recover_and_leave(tmp_path: Path, watchlist: Program) -> None:
    """Below target for months, then 90% in December: recovering, not off at once. With two more good
    months, which the minutes do not give, it leaves, and all of it is history."""
    harrow = Council.of("harrow", tmp_path / "again", watchlist)
    december = harrow.holds_back("assessments-45-days", "2013-12")
    harrow.on("2014-01-14")
    assert "since 2013-09 (3 months) · open" in harrow.line("WL-0001")
    harrow.reports("assessments-45-days", m2013_12=december)
    harrow.on("2014-02-04")
    line = harrow.line("WL-0001")
    assert "Assessments completed within 45 working days" in line
    assert "since 2013-09 (4 months) · recovering, 1 good" in line
    harrow.reports("assessments-45-days", m2014_01="91")
    harrow.on("2014-03-10")
    assert "recovering, 2 good" in harrow.line("WL-0001")
    harrow.reports("assessments-45-days", m2014_02="92")
    harrow.on("2014-04-07")
    assert "WL-0001" not in harrow.listed()
    told = harrow.history("WL-0001")
    assert told.index("already so") < told.index("recovering") < told.index("cleared")


def test_one_bad_month_on_the_way_and_it_is_open_again(harrow: Council) -> None:
    """Had January been bad, the good December would not have counted: open again, though one bad month
    alone would not have put it there."""
    harrow.reports("assessments-45-days", m2014_01="72")
    harrow.on("2014-03-10")
    assert "since 2013-09 (5 months) · open" in harrow.line("WL-0001")
    assert "The rule is no longer met" in harrow.history("WL-0001")


def test_a_report_is_visited_again(harrow: Council) -> None:
    """The Chair asks to come back to health checks at the next meeting, and to a report once it is
    published. On the day of the meeting the list says so, and after it until somebody says that it was
    done; of the report only people can say that it is out."""
    medicals = harrow.reference("Children looked after without a medical in 12 months")
    harrow.post(
        "chair", "review", medicals, "Initial health checks", "--meeting",
        "children-and-families", "next",
    )  # fmt: skip
    harrow.post("chair", "review", medicals, "--after", "the report on health checks is published")
    shown = harrow.show(medicals)
    assert "Review 1 “Initial health checks”, at the meeting of Children and Families" in shown
    assert "Scrutiny on 27 March 2014" in shown
    assert "Review 2" in shown
    assert "once the report on health checks is published" in shown
    harrow.on("2014-03-27")
    assert "This is to be looked at again, since 27 March 2014" in harrow.line(medicals)
    harrow.post("clerk", "review", medicals, "--done", "1", "Looked at; it goes on")
    assert "looked at again, since" not in harrow.line(medicals)
    harrow.post("clerk", "review", medicals, "--done", "2")
    assert "was looked at again (review 2)" in harrow.history(medicals)


def test_action_points_are_due_at_their_meeting(harrow: Council) -> None:
    """Action Points 2 and 3 are set at one meeting and due at the next. One is done in time; of the
    other the list, its owner and the clerk are told that it is not."""
    vacancies = harrow.reference("Social work workforce")
    for point, what in (("2", "A plan for the vacancies"), ("3", "What agency staff cost")):
        harrow.post(
            "clerk", "action", vacancies, what, "--minute", f"Action Point {point}",
            "--meeting", "children-and-families", "2014-03-27",
        )  # fmt: skip
    shown = harrow.show(vacancies)
    assert "Action 1 “A plan for the vacancies”, Principal Social Worker, at the meeting" in shown
    assert "(Action Point 3): not done yet" in shown
    harrow.on("2014-02-05")
    assert "asks Principal Social Worker to act" in harrow.letters("principal.social.worker")
    harrow.post("principal social worker", "action", vacancies, "--done", "1", "It is agreed")
    harrow.on("2014-03-27")
    assert "was due" not in harrow.line(vacancies)
    harrow.on("2014-03-28")
    late = "Action 2 was due on 27 March 2014, and nobody has said that it is done"
    assert late in harrow.line(vacancies)
    assert late in harrow.letters("principal.social.worker")
    assert "Action 1 was due" not in harrow.listed()


def test_a_red_with_nobodys_answer_says_so(harrow: Council) -> None:
    """ "Amber and red without enough detail on action": a red says what is being done, or that nobody
    has said."""
    vacancies = harrow.reference("Social work workforce")
    assert NOBODY in harrow.line(vacancies)
    assert NOBODY in harrow.show(vacancies)
    harrow.post("principal social worker", "say", vacancies, "--remedy", "Twelve posts are out")
    assert NOBODY not in harrow.line(vacancies)
    assert "Being done: “Twelve posts are out”" in harrow.line(vacancies)


def test_care_leavers_with_and_without_those_who_decline_contact(other_council: Council) -> None:
    """Members want the 75% in suitable accommodation beside the figure without those who decline
    contact: both stand on the list, in the explanation and in the mail."""
    leavers = other_council.reference("Care leavers aged 19 to 21 in suitable accommodation")
    both = "75% in 2019-20 Q1; without those who decline contact: 81%"
    assert both in other_council.line(leavers)
    beside = "Beside it, without those who decline contact: 81%."
    assert beside in other_council.letters("head.of.looked.after.children")


def test_earlier_reports_stand_with_what_is_long_red(other_council: Council) -> None:
    """Education, health and care plans have been red for quarters; the reports on them stand with it,
    and how long it has been so."""
    plans = other_council.reference("Education, health and care plans issued within 20 weeks")
    for report in ("Report of March", "Report of June"):
        link = f"https://council.example/{report[10:].lower()}"
        other_council.post("clerk", "say", plans, "--report", f"{report} {link}")
    shown = other_council.show(plans)
    assert "Report Report of March https://council.example/march" in shown
    assert "Report Report of June https://council.example/june" in shown
    assert "Red for 2 quarters" in shown
    assert "That is better than the quarter before" in shown


def test_back_on_track_in_the_autumn_is_missed_and_said(other_council: Council) -> None:
    """Plans "should improve in the autumn". When November has gone and they are still late, the list
    says that the autumn was missed, and so does the mail to its owner."""
    plans = other_council.reference("Education, health and care plans issued within 20 weeks")
    other_council.post(
        "head of special educational needs", "say", plans, "--remedy", "Three more case workers",
        "--back-on-track", "November 2019", "--period", "the autumn",
    )  # fmt: skip
    other_council.reports("ehc-plans-in-20-weeks", m2019_20_Q2="53")
    other_council.on("2019-11-28")
    assert "the autumn" not in other_council.line(plans)
    other_council.on("2019-12-02")
    missed = "This was expected to be back on track by 30 November 2019 (the autumn), and is not."
    assert missed in other_council.line(plans)
    assert missed in other_council.letters("head.of.send")


def test_the_public_summary_leaks_nothing(harrow: Council) -> None:
    """Of "numbers so small that individuals could be identified", of an exempt report and of what is
    internal the Chair's summary for the public has not a word: neither the figure, nor its level, nor
    that it is on the list; while the council's own list has all of it."""
    harrow.publishes_figures_of("cla-health-assessments-overdue", "public")
    harrow.publishes_figures_of("assessments-45-days", "public")
    harrow.publishes_figures_of("social-care-vacancy-rate", "exempt, paragraph 2")
    harrow.reports("cla-health-assessments-overdue", m2013_14_Q3="4")
    harrow.on("2014-02-28")
    page = harrow.publishes()
    assert "Assessments completed within 45 working days" in page
    assert "10 in quarter" not in page
    assert ">4<" not in page
    for secret in ("vacant", "workforce", "Head of", "p3", "WL-"):
        assert secret not in page
    assert "Children looked after without a medical in 12 months" in page
    assert "Its newest figure is withheld, so nothing is said of how it stands." in page
    assert "4 in 2013-14 Q3" in harrow.line("WL-0003")


def test_a_request_that_is_no_indicator_is_answered(harrow: Council) -> None:
    """Officers were to bring a breakdown of the £0.815m; whether they did is on the list until they
    do."""
    asked = harrow.post(
        "chair", "add", "A breakdown of the £0.815m", "--reason", "Nobody could say what it went on"
    )
    reference = next(word for word in asked.split() if word.startswith("WL-"))
    harrow.post(
        "chair", "request", reference, "The breakdown", "--of", "director",
        "--meeting", "children-and-families", "next",
    )  # fmt: skip
    assert "Asked, not answered yet: “The breakdown”" in harrow.line(reference)
    harrow.on("2014-03-28")
    assert "Request 1 was to be answered by 27 March 2014, and is not" in harrow.line(reference)
    harrow.post(
        "director", "request", reference, "--answered", "1", "--report",
        "https://council.example/breakdown",
    )  # fmt: skip
    assert "not answered" not in harrow.line(reference)
    harrow.post("chair", "let-go", reference)
    assert reference not in harrow.listed()
