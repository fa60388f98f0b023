"""The watch list and its entries as people look at them."""

from __future__ import annotations

import re

import pytest

from tests.web.door import csrf_in
from tests.web.visitors import AUDITOR, CHAIR, CLERK, OFFICER, OWNER, Borough
from watchlist.acting import act
from watchlist.asked import About, Deed
from watchlist.model.acts import ActKind

ENTRY = "/entries/WL-0001"


def test_the_list_says_what_is_wrong_since_when_and_who_is_on_it(borough: Borough) -> None:
    """The worst first, each with its rule, figure, owner and committee."""
    page = borough.visits(CHAIR).get("/")
    assert page.status_code == 200
    assert "12 entries: 7 red, 5 amber." in " ".join(page.text.split())
    assert page.text.index("red</strong>") < page.text.index("amber</strong>")
    for said in (
        "Assessments completed within 45 working days", "88.9% in 2026-10", "since 2026-03 (8 months)",
        "Head of Assessment · Children and Families Scrutiny",
        "Nobody has said yet what is being done.",
    ):  # fmt: skip
        assert said in page.text


@pytest.mark.parametrize(
    ("asked", "entries"),
    [
        ("level=amber", 5), ("owner=head-of-assessment", None), ("level=held", 0),
        ("committee=nobody", 0), ("level=purple", 12), ("page=99999", 12), ("page=x", 12),
        ("order=title", 12), ("order=upside-down", 12), ("since=meeting", None),
    ],
)  # fmt: skip
def test_whatever_is_asked_for_there_is_an_answer(
    borough: Borough, asked: str, entries: int | None
) -> None:
    """Filters as officers use them, and addresses that somebody mistyped or kept from last year."""
    page = borough.visits(OFFICER).get(f"/?{asked}")
    assert page.status_code == 200
    found = page.text.count('<li>\n<p><strong class="tag')
    assert entries is None or found == entries


def test_an_entry_says_why_in_words_in_a_chart_and_in_a_table(borough: Borough) -> None:
    """The chart has its words, and the same figures stand beside it."""
    visitor = borough.visits(CHAIR)
    page = visitor.get(ENTRY).text
    assert "That is worse than 80%, the edge of what still counts as near the target" in page
    assert '<td class="number">169 of 190</td>' in page
    source, words = re.findall(r'<img src="([^"]+)" alt="([^"]+)">', page)[0]
    assert "recovering September 2026 to October 2026" in words
    chart = visitor.get(source)
    assert chart.headers["content-type"] == "image/svg+xml"
    again = visitor.get(source, headers={"If-None-Match": chart.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_nobody_reads_anything_without_signing_in(borough: Borough) -> None:
    """Neither that there is an entry nor that there is none."""
    stranger = borough.visits(None)
    for path in ("/", ENTRY, "/entries/WL-9999", f"{ENTRY}/do/acknowledge", "/add"):
        answer = stranger.get(path)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/sign-in")
    assert stranger.get("/healthz").status_code == 200


def test_an_owner_acknowledges_and_sets_an_action(borough: Borough) -> None:
    """What he says is on the page at once, and in the history."""
    owner = borough.visits(OWNER)
    form = owner.get(f"{ENTRY}/do/acknowledge")
    sent = {
        "csrf": csrf_in(form),
        "version": version_in(form.text),
        "text": "Two posts were empty.",
    }
    done = owner.post(f"{ENTRY}/do/acknowledge", data=sent)
    assert done.status_code == 303
    page = owner.get(done.headers["location"]).text
    assert "You have acknowledged it." in page
    assert "“Two posts were empty.”" in page
    form = owner.get(f"{ENTRY}/do/set-an-action")
    sent = {
        "csrf": csrf_in(form), "version": version_in(form.text), "text": "Fill the posts",
        "day": "31 March 2027",
    }  # fmt: skip
    assert owner.post(f"{ENTRY}/do/set-an-action", data=sent).status_code == 303
    assert "“Fill the posts”, Head of Assessment, by 31 March 2027" in owner.get(ENTRY).text


def test_what_cannot_be_understood_is_said_and_nothing_is_lost(borough: Borough) -> None:
    """A faulty day: the problem stands above the form, which keeps what was written."""
    owner = borough.visits(OWNER)
    form = owner.get(f"{ENTRY}/do/set-an-action")
    sent = {"csrf": csrf_in(form), "text": "Fill the posts", "day": "the 31st of Nevember"}
    answer = owner.post(f"{ENTRY}/do/set-an-action", data=sent)
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert "is not a day; write it like 2014-03-19" in answer.text
    assert "Fill the posts</textarea>" in answer.text
    assert "Fill the posts" not in owner.get(ENTRY).text


def test_whoever_is_slower_is_told_so(borough: Borough) -> None:
    """Two have the same form open: the second sees what the first did before he does his."""
    first, second = borough.visits(OWNER), borough.visits(OFFICER)
    forms = [visitor.get(f"{ENTRY}/do/give-the-cause") for visitor in (first, second)]
    answers = [
        visitor.post(
            f"{ENTRY}/do/give-the-cause",
            data={"csrf": csrf_in(form), "version": version_in(form.text), "text": "Vacancies"},
        )
        for visitor, form in zip((first, second), forms, strict=True)
    ]
    assert [answer.status_code for answer in answers] == [303, 422]
    assert "was changed meanwhile" in answers[1].text


def test_a_form_without_its_token_does_nothing(borough: Borough) -> None:
    """Another site cannot act in an officer's name, nor with the token of another session."""
    owner, other = borough.visits(OWNER), borough.visits(OWNER)
    theirs = csrf_in(other.get(f"{ENTRY}/do/acknowledge"))
    for sent in ({}, {"csrf": ""}, {"csrf": "0" * 64}, {"csrf": theirs}):
        assert owner.post(f"{ENTRY}/do/acknowledge", data=sent).status_code == 403
    mine = csrf_in(owner.get(f"{ENTRY}/do/acknowledge"))
    crossed = {"Sec-Fetch-Site": "cross-site"}
    answer = owner.post(f"{ENTRY}/do/acknowledge", data={"csrf": mine}, headers=crossed)
    assert answer.status_code == 403
    assert "acknowledged" not in owner.get(ENTRY).text.lower().split("history")[1]


def test_an_auditor_reads_everything_and_is_offered_nothing(borough: Borough) -> None:
    """No link and no form, and what he sends all the same is as if there were no such page."""
    auditor = borough.visits(AUDITOR)
    page = auditor.get(ENTRY)
    assert "What you can do" not in page.text
    assert auditor.get(f"{ENTRY}/do/acknowledge").status_code == 404
    sent = {"csrf": csrf_in(page), "text": "x"}
    assert auditor.post(f"{ENTRY}/do/add-a-note", data=sent).status_code == 404
    assert auditor.get("/add").status_code == 404


def test_the_chair_puts_something_on_the_list(borough: Borough) -> None:
    """In words, for a committee, with the minute; it is there at once and held by the committee."""
    chair = borough.visits(CHAIR)
    form = chair.get("/add")
    sent = {
        "csrf": csrf_in(form), "title": "Breakdown of the £0.815m", "text": "The Chair asks for it.",
        "committee": "children-and-families", "minute": "Minute 42",
    }  # fmt: skip
    done = chair.post("/add", data=sent)
    assert done.status_code == 303, done.text
    page = chair.get(done.headers["location"]).text
    assert "It is on the list." in page
    assert "Breakdown of the £0.815m" in page
    assert "Minute 42" in page


def test_what_somebody_writes_is_text_and_never_markup(borough: Borough) -> None:
    """A note with a script in it is read as it was written."""
    note = Deed(ActKind.NOTED, '<script>alert(1)</script> & "so"')
    act(
        borough.app.store,
        borough.app.setting,
        "WL-0001",
        note,
        who=OFFICER,
        now=borough.app.clock(),
    )
    page = borough.visits(CHAIR).get(ENTRY).text
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp;" in page


def test_very_long_titles_and_addresses_are_borne(borough: Borough) -> None:
    """The longest title that there can be, and addresses that mean nothing."""
    about = About(title="Wort" * 50)
    deed = Deed(ActKind.ADDED, "Why not?")
    act(
        borough.app.store,
        borough.app.setting,
        None,
        deed,
        who=OFFICER,
        now=borough.app.clock(),
        about=about,
    )
    clerk = borough.visits(CLERK)
    assert "Wort" * 50 in clerk.get("/?level=held").text
    for path in (
        "/entries/",
        "/entries/WL-",
        "/entries/0",
        f"/entries/{'9' * 400}",
        "/entries/%00",
    ):
        assert clerk.get(path).status_code == 404


def version_in(page: str) -> str:
    return str(re.findall(r'name="version" value="(\d+)"', page)[0])
