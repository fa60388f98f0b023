"""Meetings, and the digest for each of them: who reads it when, who lets it go, what is waited for."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from tests.web.door import csrf_in
from tests.web.shire import (
    ADMINISTRATOR,
    AUDITOR,
    CHAIR,
    CLERK,
    EVERYBODY,
    MEETING,
    MEMBER,
    OFFICER,
    OTHER_CHAIR,
    OWNER,
    SECRET,
)
from tests.web.test_indicator_pages import text
from tests.web.visitors import Borough
from watchlist.acting import act
from watchlist.asked import Deed
from watchlist.model.acts import ActKind, Due
from watchlist.store.results import DigestState

RELEASE = "Release it"
DRAFT = "A draft: this is what it says"


def test_meetings_to_come_and_past_with_papers_and_state(shire: Borough) -> None:
    """Of all committees, or of the one that is chosen."""
    visitor = shire.visits(MEMBER)
    said = text(visitor.get("/meetings").text)
    assert "8 December 2026 , Children Children 30 November 2026 drafted" in said
    assert "10 December 2026 , Health Health" in said
    assert "15 September 2026 , Children Children none" in said
    health = text(visitor.get("/meetings?committee=health").text)
    assert "8 December" not in health
    assert "8 December" in text(visitor.get("/meetings?committee=nobody&page=7").text)


@pytest.mark.parametrize("person", EVERYBODY)
def test_a_draft_is_for_officers_and_clerks(shire: Borough, person: str) -> None:
    """Owners, chairs and members have it once it is released; an auditor looks at everything."""
    page = shire.visits(person).get(MEETING).text
    reads = person in (OFFICER, CLERK, AUDITOR, ADMINISTRATOR)
    assert (DRAFT in page, "How far off" in page) == (reads, reads)
    assert ("once it is released or sent" in page) != reads
    assert (RELEASE in page) == (person in (OFFICER, CLERK, ADMINISTRATOR))


@pytest.mark.parametrize("person", EVERYBODY)
def test_the_exempt_part_is_apart_and_for_whom_it_concerns(shire: Borough, person: str) -> None:
    """Before and after its release; the members' and the public part never tell of it."""
    before, visitor = shire.visits(person), shire.visits(person)
    entitled = person in (OFFICER, CLERK, AUDITOR)
    page = before.get(f"{MEETING}?part=exempt").text
    assert (SECRET in page, "NOT FOR PUBLICATION by virtue of paragraph 2" in page) == (
        entitled,
    ) * 2
    assert before.get(f"{MEETING}/exempt.docx").status_code == (200 if entitled else 404)
    _released(shire)
    entitled = entitled or person == CHAIR
    page = visitor.get(f"{MEETING}?part=exempt").text
    assert (SECRET in page) == entitled
    assert visitor.get(f"{MEETING}/exempt.pdf").status_code == (200 if entitled else 404)
    for part in ("members", "public"):
        assert SECRET not in visitor.get(f"{MEETING}?part={part}").text


def test_the_clerk_releases_and_then_the_chair_reads_what_he_confirmed(shire: Borough) -> None:
    """By the same code as the command; and nobody releases it twice."""
    clerk = shire.visits(CLERK)
    form = {"csrf": csrf_in(clerk.get(MEETING))}
    answer = clerk.post(f"{MEETING}/release", data=form)
    assert answer.headers["location"] == f"{MEETING}?done=released"
    page = clerk.get(answer.headers["location"]).text
    assert "The digest was released." in page
    assert "released by Clerk of Children on 25 November 2026" in text(page)
    (kept,) = shire.app.store.digests()
    assert kept.state is DigestState.SENT
    chair = text(shire.visits(CHAIR).get(MEETING).text)
    assert "Confirmed by Clerk of Children." in chair
    assert "Release it" not in chair
    again = clerk.post(f"{MEETING}/release", data=form)
    assert again.status_code == 422
    assert "nothing to release" in again.text


@pytest.mark.parametrize("person", [OWNER, CHAIR, MEMBER, AUDITOR, OTHER_CHAIR])
def test_whoever_may_not_release_finds_nothing_there(shire: Borough, person: str) -> None:
    """Nor may he publish; and nothing changes."""
    visitor = shire.visits(person)
    form = {"csrf": csrf_in(visitor.get("/meetings"))}
    for what in ("release", "publish"):
        answer = visitor.post(f"{MEETING}/{what}", data={**form, "kind": ".docx"})
        assert answer.status_code == 404
    (kept,) = shire.app.store.digests()
    assert kept.state is DigestState.DRAFTED


@pytest.mark.parametrize("what", ["release", "publish"])
def test_a_form_from_elsewhere_does_nothing(shire: Borough, what: str) -> None:
    """Without the mark of our own pages, or with another's."""
    for form in ({}, {"csrf": "wrong"}, {"csrf": csrf_in(shire.visits(OFFICER).get("/meetings"))}):
        answer = shire.visits(CLERK).post(f"{MEETING}/{what}", data={**form, "kind": ".pdf"})
        assert answer.status_code == 403
    assert shire.app.store.publications() == []


def test_papers_are_taken_by_part(shire: Borough) -> None:
    """Word and PDF; the public one is published and remembered, so no address gives it."""
    officer = shire.visits(OFFICER)
    for kind, begins in (("docx", b"PK"), ("pdf", b"%PDF")):
        for part in ("members", "exempt"):
            paper = officer.get(f"{MEETING}/{part}.{kind}")
            assert paper.content.startswith(begins)
            named = f'attachment; filename="children-2026-12-08-{part}.{kind}"'
            assert paper.headers["content-disposition"] == named
        assert officer.get(f"{MEETING}/public.{kind}").status_code == 404
    page = officer.get(f"{MEETING}?part=public")
    sent = officer.post(f"{MEETING}/publish", data={"csrf": csrf_in(page), "kind": ".pdf"})
    assert sent.content.startswith(b"%PDF")
    (told,) = shire.app.store.publications()
    assert told.who == OFFICER


@pytest.mark.parametrize(
    "path",
    [
        "/meetings/children/2026-12-09", "/meetings/nobody/2026-12-08", "/meetings/children/soon",
        f"{MEETING}/members.exe", f"{MEETING}/nothing.pdf", f"{MEETING}/members",
        "/meetings/children/2026-09-15/members.pdf",
    ],
)  # fmt: skip
def test_what_is_no_meeting_and_no_paper_is_not_there(shire: Borough, path: str) -> None:
    """Whoever asks."""
    assert shire.visits(OFFICER).get(path).status_code == 404


def test_the_page_says_what_the_mail_says(shire: Borough) -> None:
    """The same sentences under the same headings, with each chart's words."""
    _released(shire)
    page = text(shire.visits(CHAIR).get(MEETING).text)
    for said in (
        "1 on your list: 1 new.", "Red · new · for 4 months",
        "11 points short of the target of 90%", "Nobody has said yet what is being done.",
        "1 entry is exempt and not in this digest",
    ):  # fmt: skip
        assert said in page


def test_what_is_waited_for_at_the_meeting(shire: Borough) -> None:
    """Requests, actions and reviews that are due by then, and no others; of exempt entries for those
    whom they concern."""
    app = shire.app
    meeting = Due(date(2026, 12, 8), "children")
    for reference in ("WL-0001", "WL-0002"):
        for deed in (
            Deed(ActKind.REQUEST_MADE, f"Where are they ({reference})?", due=meeting),
            Deed(ActKind.ACTION_SET, "Look for them", due=Due(date(2026, 12, 1))),
            Deed(ActKind.ACTION_SET, "Much later", due=Due(date(2027, 6, 1))),
            Deed(ActKind.REVIEW_SET, "Look again", due=meeting),
        ):
            act(app.store, app.setting, reference, deed, who=OFFICER, now=app.clock())
    chair = text(shire.visits(CHAIR).get(MEETING).text)
    for said in ("Where are they (WL-0001)?", "Where are they (WL-0002)?", "Action: Look for them"):
        assert said in chair
    assert "Much later" not in chair
    member = text(shire.visits(MEMBER).get(MEETING).text)
    assert "Where are they (WL-0001)?" in member
    assert "Review: Look again" in member
    assert "WL-0002" not in member
    health = text(shire.visits(CHAIR).get("/meetings/health/2026-12-10").text)
    assert "No request, action or review is due" in health


def test_a_digest_that_does_not_go_says_why(shire: Borough) -> None:
    """Its reason stands where it would have been sent."""
    (kept,) = shire.app.store.digests()
    with shire.app.store.begin(shire.app.clock()) as tx:
        tx.skip_digest(kept.id, "nothing changed")
    assert "It does not go: nothing changed." in shire.visits(CHAIR).get(MEETING).text


def test_in_a_pre_election_period_nothing_is_published(shire: Borough) -> None:
    """The page says that it is one, and why nothing was given out."""
    config = shire.app.config
    from watchlist.model.meetings import PreElection

    period = PreElection(date(2026, 11, 20), date(2026, 12, 17))
    shire.app = replace(shire.app, config=replace(config, pre_election=(period,)))
    officer = shire.visits(OFFICER)
    assert "Pre-election period (now)" in officer.get("/meetings").text
    page = officer.get(f"{MEETING}?part=public")
    assert "It is in a pre-election period" in page.text
    sent = officer.post(f"{MEETING}/publish", data={"csrf": csrf_in(page), "kind": ".pdf"})
    assert sent.status_code == 422
    assert "in which nothing is given out for the public" in text(sent.text)
    assert shire.app.store.publications() == []


def test_before_anything_happened_there_are_meetings_all_the_same(empty_shire: Borough) -> None:
    """With nothing on the list, nothing drafted, and for officers what it would say."""
    assert "Nothing is drafted" in empty_shire.visits(CHAIR).get(MEETING).text
    officer = empty_shire.visits(OFFICER)
    for part in ("members", "public", "exempt"):
        page = officer.get(f"{MEETING}?part={part}")
        assert page.status_code == 200
        assert re.search("Nothing is on|There is nothing on", page.text)
    assert officer.get("/meetings/children/2026-09-15").status_code == 200


def _released(shire: Borough) -> None:
    clerk = shire.visits(CLERK)
    form = {"csrf": csrf_in(clerk.get(MEETING))}
    assert clerk.post(f"{MEETING}/release", data=form).status_code == 303
