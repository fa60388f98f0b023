"""Who reads which digest, said on the pages."""

from __future__ import annotations

import httpx
from fastapi.testclient import TestClient

from tests.web.door import csrf_in
from tests.web.visitors import AUDITOR, CHAIR, CLERK, OWNER, Borough
from watchlist.model.subscription import SubscriptionState, When

COMMITTEE = "committee:children-and-families"


def subscribes(visitor: TestClient, **said: str) -> httpx.Response:
    """The answer to the form, once it was sent."""
    form = visitor.get("/subscriptions/new")
    sent = {"csrf": csrf_in(form), "topic": COMMITTEE, **said}
    answer: httpx.Response = visitor.post("/subscriptions/new", data=sent)
    return answer


def does(visitor: TestClient, page: str, deed: str, **said: str) -> httpx.Response:
    shown = visitor.get(page)
    answer: httpx.Response = visitor.post(f"{page}/{deed}", data={"csrf": csrf_in(shown), **said})
    return answer


def page_of(answer: httpx.Response) -> str:
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].partition("?")[0]


def test_who_subscribes_for_himself_has_confirmed_it(borough: Borough) -> None:
    """He is signed in: no message asks him once more whether it was he."""
    chair, store = borough.visits(CHAIR), borough.app.store
    answer = subscribes(chair)
    (one,) = store.subscriptions()
    assert (one.state, one.when) == (SubscriptionState.ACTIVE, When.MEETING)
    shown = chair.get(answer.headers["location"]).text
    assert "The digest will be sent." in shown
    assert "It is sent." in shown
    assert not store.waiting_notices(borough.app.clock())
    assert [said.deed.value for said in store.subscription_log(one.id)] == [
        "asked for",
        "confirmed",
    ]


def test_a_clerk_subscribes_for_the_chair_who_is_asked(borough: Borough) -> None:
    """Nothing is sent to somebody who has not said that he wants it; he says so on the page."""
    clerk, chair = borough.visits(CLERK), borough.visits(CHAIR)
    page = page_of(subscribes(clerk, post="chair-children-and-families"))
    assert "A message goes out to its reader" in clerk.get(f"{page}?done=asked").text
    assert "Confirm" not in clerk.get(page).text
    assert does(chair, page, "confirm").status_code == 303
    assert "It is sent." in chair.get(page).text
    assert "What others read" in clerk.get("/subscriptions").text


def test_a_digest_is_changed_paused_resumed_and_ended(borough: Borough) -> None:
    """Each is a line of its log, and said afterwards."""
    chair = borough.visits(CHAIR)
    page = page_of(subscribes(chair))
    assert does(chair, page, "change", when="monthly").status_code == 303
    assert does(chair, page, "pause", until="19 March 2027").status_code == 303
    assert "paused until 19 March 2027" in chair.get("/subscriptions").text
    assert does(chair, page, "resume").status_code == 303
    assert does(chair, page, "unsubscribe").status_code == 303
    ended = chair.get(page).text
    assert "It is not sent any more." in ended
    assert "<form" not in ended.partition("<main")[2], "there is nothing left to do"
    for deed in ("changed", "paused", "resumed", "ended"):
        assert f"{deed} by" in ended
    assert page not in chair.get("/subscriptions").text
    assert page in chair.get("/subscriptions?ended=yes").text


def test_what_cannot_be_is_said_at_its_field(borough: Borough) -> None:
    """A pause that ends before it begins, a time that a digest cannot have."""
    chair = borough.visits(CHAIR)
    page = page_of(subscribes(chair))
    refused = does(chair, page, "pause", until="19 March 2020")
    assert refused.status_code == 422
    assert 'href="#until"' in refused.text
    assert 'aria-invalid="true"' in refused.text
    never = subscribes(chair, topic="everything", when="before each meeting")
    assert never.status_code == 422
    assert "Only a committee meets" in never.text
    assert subscribes(chair, topic="committee:nobody").status_code == 422


def test_what_others_read_is_not_there_for_one_who_may_not_see_it(borough: Borough) -> None:
    """An owner sees his own; an auditor everything, and changes nothing."""
    page = page_of(subscribes(borough.visits(CHAIR)))
    assert borough.visits(OWNER).get(page).status_code == 404
    auditor = borough.visits(AUDITOR)
    assert "<form" not in auditor.get(page).text.partition("<main")[2]
    assert "before each meeting" in auditor.get("/subscriptions").text
    assert auditor.get("/subscriptions/new").status_code == 404
    assert does(borough.visits(OWNER), "/subscriptions/new", "pause").status_code == 404
