"""Messages on their way, and data that is doubtful, as those look at them who keep the service."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from tests.web.door import csrf_in
from tests.web.shire import (
    ADMINISTRATOR,
    AUDITOR,
    CHAIR,
    CLERK,
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
from watchlist.deliver.composing import compose_once
from watchlist.model.acts import ActKind
from watchlist.model.message import Outcome, Result
from watchlist.rounds import desk_of
from watchlist.store.results import Delivery, MessageState

KEEPERS = (OFFICER, AUDITOR, ADMINISTRATOR)
PAGES = ("/deliveries", "/deliveries/quality", "/deliveries?state=dead")


@pytest.mark.parametrize("person", [OFFICER, OWNER, CHAIR, CLERK, MEMBER, AUDITOR, ADMINISTRATOR])
def test_deliveries_are_for_those_who_keep_the_service(shire: Borough, person: str) -> None:
    """For others they are not there, and neither is what they could do with them."""
    visitor, keeps = shire.visits(person), person in KEEPERS
    one = _any(shire)
    for path in (*PAGES, _at(one)):
        assert visitor.get(path).status_code == (200 if keeps else 404)
    if not keeps:
        form = {"csrf": csrf_in(visitor.get("/checks"))}
        for path in ("/deliveries/hold", "/deliveries/lift", f"{_at(one)}/again"):
            assert visitor.post(path, data=form).status_code == 404


def test_a_message_shows_its_state_and_attempts_and_never_its_words(shire: Borough) -> None:
    """What it says is its reader's: only what it is about stands here."""
    officer = shire.visits(OFFICER)
    listed = text(officer.get("/deliveries").text)
    assert "Head of Children mailbox delivered 1 delivered" in listed
    one = _any(shire)
    page = text(officer.get(_at(one)).text)
    assert f"Message-ID {one.message}" in page
    assert "Every try at handing it over" in page
    assert "points short" not in page


def test_filters_choose_and_pass_over_what_means_nothing(shire: Borough) -> None:
    """States, posts, channels, and attempts without an answer."""
    officer = shire.visits(OFFICER)
    many = len(shire.app.store.deliveries())
    for asked, found in (
        ("state=delivered", many), ("state=dead", 0), ("post=head", None), ("post=nobody", many),
        ("channel=mailbox", many), ("channel=pigeon", many), ("unknown=yes", 0),
        ("state=well&page=44", many),
    ):  # fmt: skip
        page = officer.get(f"/deliveries?{asked}")
        assert page.status_code == 200
        rows = len(re.findall(r'<tr><th scope="row">', page.text))
        assert found is None or rows == found, asked


@pytest.mark.parametrize("person", [OFFICER, ADMINISTRATOR])
def test_a_dead_letter_is_sent_again(shire: Borough, person: str) -> None:
    """By those who may by the command too; a second time there is nothing to send."""
    dead = _dead(shire)
    visitor = shire.visits(person)
    assert "1 message was given up" in text(visitor.get("/deliveries").text)
    form = {"csrf": csrf_in(visitor.get(_at(dead)))}
    answer = visitor.post(f"{_at(dead)}/again", data=form)
    assert answer.headers["location"] == f"{_at(dead)}?done=again"
    assert (
        "It goes out again with the next delivery." in visitor.get(answer.headers["location"]).text
    )
    again = visitor.post(f"{_at(dead)}/again", data=form)
    assert again.status_code == 422
    assert "only a dead letter is sent again" in text(again.text)
    assert "sent again by" in text(visitor.get(_at(dead)).text)


def test_an_auditor_looks_and_does_nothing(shire: Borough) -> None:
    """No button is there for him, and none works."""
    dead = _dead(shire)
    auditor = shire.visits(AUDITOR)
    pages = [auditor.get(path).text for path in ("/deliveries", _at(dead))]
    assert not any("Send it again" in page or "Hold them back" in page for page in pages)
    form = {"csrf": csrf_in(auditor.get("/deliveries"))}
    for path in ("/deliveries/hold", "/deliveries/lift", f"{_at(dead)}/again"):
        assert auditor.post(path, data=form).status_code == 404


def test_deliveries_are_held_and_let_go(shire: Borough) -> None:
    """With who and why; what is not held cannot be let go."""
    officer = shire.visits(OFFICER)
    form = {"csrf": csrf_in(officer.get("/deliveries"))}
    held = officer.post("/deliveries/hold", data={**form, "reason": "The  server moves"})
    page = officer.get(held.headers["location"]).text
    assert "Delivery is held: The server moves." in text(page)
    assert officer.post("/deliveries/lift", data=form).status_code == 303
    twice = officer.post("/deliveries/lift", data=form)
    assert twice.status_code == 422
    assert "there is nothing to lift" in twice.text
    deeds = [(said.who, str(said.deed)) for said in shire.app.store.delivery_log("")]
    assert deeds == [(OFFICER, "lifted"), (OFFICER, "held")]


@pytest.mark.parametrize("what", ["hold", "lift", "again"])
def test_a_form_from_elsewhere_does_nothing(shire: Borough, what: str) -> None:
    """Without the mark of our own pages."""
    dead = _dead(shire)
    path = f"{_at(dead)}/again" if what == "again" else f"/deliveries/{what}"
    for form in ({}, {"csrf": "0" * 64}):
        assert shire.visits(OFFICER).post(path, data=form).status_code == 403
    assert shire.app.store.held() is None
    assert _same(shire, dead).state is MessageState.DEAD


def test_an_administrator_reads_nothing_of_what_is_exempt(shire: Borough) -> None:
    """Not in titles of messages, nor by which entry they are about, nor in the report by rule."""
    visitor = shire.visits(ADMINISTRATOR)
    pages = [visitor.get(path).text for path in (*PAGES, "/checks")]
    for one in shire.app.store.deliveries():
        pages.append(visitor.get(_at(one)).text)
    said = "\n".join(pages)
    assert not any(trace in said.casefold() for trace in ("zebra", "stripe", "wl-0002"))
    officer = shire.visits(OFFICER)
    assert "striped" in officer.get("/deliveries/quality").text
    assert any("WL-0002" in officer.get(_at(one)).text for one in shire.app.store.deliveries())


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        ("", 200, "By rule"), ("first=1 December 2026", 200, "no news"),
        ("first=soon", 422, "not a day"), ("first=2026-12-01&last=2026-11-01", 422, "comes after"),
        ("last=9999-12-31", 422, "so far off"),
        ("within=99999", 200, "By post"), ("within=-1", 200, "By post"),
    ],
)  # fmt: skip
def test_the_report_on_news_is_of_the_days_asked_for(
    shire: Borough, asked: str, status: int, said: str
) -> None:
    """And says in a sentence what is wrong with them."""
    page = shire.visits(OFFICER).get(f"/deliveries/quality?{asked}")
    assert page.status_code == status
    assert said in text(page.text)


def test_a_message_that_is_not_there(shire: Borough) -> None:
    """Whatever it is called."""
    officer = shire.visits(OFFICER)
    for name in ("nothing@nowhere", "%3Cb%3E", "x" * 900):
        assert officer.get(f"/deliveries/{name}").status_code == 404


@pytest.mark.parametrize("person", [OFFICER, OWNER, CHAIR, CLERK, MEMBER, AUDITOR, ADMINISTRATOR])
def test_data_and_returns_are_for_everybody_but_what_is_exempt(shire: Borough, person: str) -> None:
    """With owner, since when, and how late."""
    page = text(shire.visits(person).get("/checks").text)
    assert "Visits on time 2026-11 Head of Children 14 December 2026 to come" in page
    assert "The figure for September 2026 was changed on 25 November 2026" in page
    assert (SECRET in page) == (person not in (MEMBER, ADMINISTRATOR, OTHER_CHAIR))


def test_checks_are_chosen_by_kind_owner_and_indicator(shire: Borough) -> None:
    """What means nothing is passed over."""
    officer = shire.visits(OFFICER)
    for asked, revised in (
        ("kind=revised", True), ("kind=overdue", False), ("kind=purple", True), ("owner=head", True),
        ("owner=nobody", True), ("indicator=clinics", False), ("indicator=visits", True),
        ("page=99&returns=99", True),
    ):  # fmt: skip
        page = officer.get(f"/checks?{asked}")
        assert page.status_code == 200
        assert ("was changed on" in page.text) == revised, asked


def _any(shire: Borough) -> Delivery:
    return shire.app.store.deliveries()[0]


def _same(shire: Borough, one: Delivery) -> Delivery:
    found = shire.app.store.delivery(one.message)
    assert found is not None
    return found


def _at(one: Delivery) -> str:
    return f"/deliveries/{one.message}"


def _dead(shire: Borough) -> Delivery:
    """The owner was asked for something, and his mail server said no."""
    app, now = shire.app, shire.app.clock()
    asked = Deed(ActKind.REQUEST_MADE, "Why so few?")
    act(app.store, app.setting, "WL-0001", asked, who=OFFICER, now=now)
    compose_once(app.store, desk_of(app), now)
    claim = app.store.claim("worker", now, timedelta(hours=1))
    assert claim is not None
    app.store.record(claim, Outcome(Result.REFUSED, "no such user", "550 no such user"), None, now)
    found = app.store.delivery(claim.message)
    assert found is not None
    return found
