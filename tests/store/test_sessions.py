"""What one signs in with: kept as a hash, good for a time, used up once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from tests.store.build import NOW, a_notice
from watchlist.model.message import Outcome, Purpose, Result
from watchlist.model.sign_in import (
    LINK_LASTS,
    SESSION_IDLE,
    SESSION_LASTS,
    ApiToken,
    Scope,
    Session,
    SignInDeed,
    SignInLink,
    SignInSaid,
    hashed,
)
from watchlist.store.store import Store
from watchlist.store.tables import metadata, payloads, sessions

MINUTE = timedelta(minutes=1)


def a_link(id: str = "a", **changes: Any) -> SignInLink:
    known: dict[str, Any] = {
        "id": id, "person": "p1", "goes_to": "/", "made_at": NOW, "expires_at": NOW + LINK_LASTS,
    }  # fmt: skip
    return SignInLink(**{**known, **changes})


def a_session(**changes: Any) -> Session:
    known: dict[str, Any] = {
        "person": "p1", "name": "A. Chair", "app_roles": (), "created_at": NOW, "last_seen": NOW,
        "expires_at": NOW + SESSION_LASTS,
    }  # fmt: skip
    return Session(**{**known, **changes})


def a_token(id: str = "t1", **changes: Any) -> ApiToken:
    known: dict[str, Any] = {
        "id": id, "name": "Power BI", "scopes": (Scope.LIST_READ, Scope.DIGESTS_READ),
        "made_by": "p3", "made_at": NOW, "expires_at": NOW + timedelta(days=365),
    }  # fmt: skip
    return ApiToken(**{**known, **changes})


def log(store: Store) -> list[tuple[SignInDeed, str | None, str]]:
    return [(said.what, said.person, said.how) for said in reversed(store.sign_in_log())]


def test_a_link_is_good_once(store: Store) -> None:
    """It says who and where to; the second time it says nothing."""
    store.keep_sign_in_link(hashed("secret"), a_link(goes_to="/entries/WL-0042"), "by mail")
    found = store.use_sign_in_link(hashed("secret"), NOW + MINUTE)
    assert found is not None
    assert (found.person, found.goes_to, found.used_at) == ("p1", "/entries/WL-0042", NOW + MINUTE)
    assert store.use_sign_in_link(hashed("secret"), NOW + MINUTE) is None
    assert store.sign_in_link("a") == store.sign_in_link_at(hashed("secret")) == found
    assert log(store) == [(SignInDeed.LINK_ASKED, "p1", "by mail")]


def test_of_two_who_use_a_link_at_once_one_has_it(store: Store) -> None:
    """Whatever the database: two clicks, four programs."""
    for number in range(5):
        hash = hashed(f"secret {number}")
        store.keep_sign_in_link(hash, a_link(str(number)), "by mail")
        with ThreadPoolExecutor(4) as pool:
            used = list(pool.map(lambda _, h=hash: store.use_sign_in_link(h, NOW), range(4)))
        assert sum(one is not None for one in used) == 1


def test_a_link_is_good_for_a_quarter_of_an_hour(store: Store) -> None:
    """To the moment at which it ends, which is not in it; an unknown one is never good."""
    store.keep_sign_in_link(hashed("secret"), a_link(), "by mail")
    assert store.use_sign_in_link(hashed("secret"), NOW + LINK_LASTS) is None
    assert store.use_sign_in_link(hashed("other"), NOW) is None
    last = NOW + LINK_LASTS - timedelta(microseconds=1)
    assert store.use_sign_in_link(hashed("secret"), last) is not None


def test_a_session_ends_after_two_idle_hours(store: Store) -> None:
    """Whoever looks in between stays signed in."""
    hash = hashed("cookie")
    store.begin_session(hash, a_session(), "by a link")
    idle = NOW + SESSION_IDLE
    assert store.session(hash, idle - MINUTE) == a_session()
    assert store.session(hash, idle) is None
    store.session_seen(hash, idle - MINUTE)
    assert store.session(hash, idle) is not None
    assert (store.sessions_now(idle), store.sessions_now(idle + SESSION_IDLE)) == (1, 0)


def test_a_session_ends_after_twelve_hours_whatever_he_does(store: Store) -> None:
    """However often he looks."""
    hash = hashed("cookie")
    store.begin_session(hash, a_session(), "by a link")
    for hours in range(12):
        at = NOW + timedelta(hours=hours)
        assert store.session(hash, at) is not None
        store.session_seen(hash, at)
    assert store.session(hash, NOW + SESSION_LASTS) is None


def test_looking_writes_once_a_minute(store: Store) -> None:
    """A hundred pages in a minute are one moment at which he was seen."""
    hash = hashed("cookie")
    store.begin_session(hash, a_session(), "by a link")

    def last_seen(at: datetime) -> datetime:
        store.session_seen(hash, at)
        found = store.session(hash, at)
        assert found is not None
        return found.last_seen

    assert last_seen(NOW + 0.9 * MINUTE) == NOW
    assert last_seen(NOW + MINUTE) == NOW + MINUTE
    assert last_seen(NOW + 1.9 * MINUTE) == NOW + MINUTE


def test_signing_out_ends_it_at_once(store: Store) -> None:
    """And is told once."""
    hash = hashed("cookie")
    store.begin_session(hash, a_session(person=None, app_roles=("auditor", "officer")), "by oidc")
    found = store.session(hash, NOW)
    assert found is not None
    assert (found.person, found.app_roles) == (None, ("auditor", "officer"))
    assert store.end_session(hash, NOW)
    assert not store.end_session(hash, NOW)
    assert store.session(hash, NOW) is None
    assert [said[0] for said in log(store)] == [SignInDeed.SIGNED_IN, SignInDeed.SIGNED_OUT]


def test_it_is_known_whether_anybody_ever_signed_in(store: Store) -> None:
    """Also when the session is long gone."""
    store.say_sign_in(SignInSaid(NOW, None, SignInDeed.REFUSED, "nobody of ours"))
    assert not store.signed_in_ever()
    store.begin_session(hashed("cookie"), a_session(), "by a link")
    later = NOW + timedelta(days=30)
    another = a_session(created_at=later, last_seen=later, expires_at=later + SESSION_LASTS)
    store.begin_session(hashed("another"), another, "by a link")
    with store.reading() as connection:
        assert connection.scalars(select(sessions.c.hash)).all() == [hashed("another")]
    assert store.signed_in_ever()


def test_a_token_is_good_until_its_end(store: Store) -> None:
    """Its scopes come back; when it was used is known to the minute; ended it is good no more."""
    token = a_token()
    store.keep_api_token(hashed("swl"), token)
    assert store.api_token(hashed("other"), NOW) is None
    for at, known in ((NOW, NOW), (NOW + 0.5 * MINUTE, NOW), (NOW + MINUTE, NOW + MINUTE)):
        store.api_token_used("t1", at)
        used = store.api_token(hashed("swl"), at)
        assert used is not None
        assert (used.scopes, used.last_used) == ((Scope.LIST_READ, Scope.DIGESTS_READ), known)
    assert store.api_token(hashed("swl"), token.expires_at) is None
    assert store.end_api_token("t1", "p3", NOW + MINUTE)
    assert not store.end_api_token("t1", "p3", NOW + MINUTE)
    assert store.api_token(hashed("swl"), NOW + MINUTE) is None
    (kept,) = store.api_tokens()
    assert kept.ended_at == NOW + MINUTE
    assert [said[0] for said in log(store)] == [SignInDeed.TOKEN_MADE, SignInDeed.TOKEN_ENDED]


def test_no_secret_is_in_the_database(store: Store) -> None:
    """Whoever reads all of it cannot sign in with what he finds."""
    store.keep_sign_in_link(hashed("secret one"), a_link(), "by mail")
    store.begin_session(hashed("secret two"), a_session(), "by a link")
    store.keep_api_token(hashed("secret three"), a_token())
    with store.reading() as connection:
        rows = [str(connection.execute(select(table)).all()) for table in metadata.sorted_tables]
    assert hashed("secret one") in "".join(rows)
    assert "secret" not in "".join(rows).replace("secret key", "")


def test_a_letter_with_a_link_is_blank_once_it_was_handed_over(store: Store) -> None:
    """While it waits its words are needed; another letter keeps them."""
    store.keep_sign_in_link(hashed("secret"), a_link(), "by mail")
    with store.begin(NOW) as tx:
        tx.notify([a_notice("sign in:a", purpose=Purpose.SIGN_IN), a_notice("transition:1")])
        for notice in tx.waiting_notices(NOW):
            tx.freeze(
                f"{notice.id}@x", channel="mailbox", post=notice.post, address="a@x", headline="",
                payload=b"secret", notices=[notice.id],
            )  # fmt: skip
    assert store.blank_sign_in_mail() == 0
    for claim in store.claim_many("worker", NOW, MINUTE, most=9):
        store.record(claim, Outcome(Result.DELIVERED, "taken"), None, NOW)
    assert store.blank_sign_in_mail() == 1
    assert store.blank_sign_in_mail() == 0
    with store.reading() as connection:
        kept = connection.scalars(select(payloads.c.payload).order_by(payloads.c.payload)).all()
    assert kept == [b"", b"secret"]
