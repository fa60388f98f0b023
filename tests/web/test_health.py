"""How the service is, as those see it who look after it."""

from __future__ import annotations

import re
import secrets
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.operations.signs import ALPHA, BETA, heard_of
from tests.web.visitors import AUDITOR, CHAIR, CLERK, OFFICER, OWNER, Borough
from watchlist.model.errors import Fault, Mark
from watchlist.model.sign_in import ApiToken, Scope, hashed
from watchlist.store.failing import note_sources


def test_it_says_what_was_done_last_and_that_all_is_well(borough: Borough) -> None:
    """Rules in force, figures, messages, the database; a rehearsal is only to be looked at."""
    borough.app.store.lift()  # it is a copy
    page = " ".join(borough.visits(OFFICER).get("/health").text.split())
    assert "Nothing is wrong." in page
    assert "in force since 20 November 2026" in page
    assert "20 November 2026, 09:00" in page
    assert "SQLite, " in page
    assert "Rehearsal: it says 20 November 2026" in page
    assert '<th scope="row">scorecard' in page


def test_what_is_wrong_is_said_with_what_to_do(borough: Borough) -> None:
    """Faulty rules, held delivery, a source that is gone, a service that stands still."""
    app, an_hour_ago = borough.app, borough.app.clock() - timedelta(hours=1)
    app.store.done("cycle", f"{an_hour_ago:%Y-%m-%dT%H:%MZ}", an_hour_ago)
    app.store.hold("the mail server is moved")
    with app.store.begin(app.clock()) as tx:
        tx.save_faults({"k": Fault(Mark("rules/a.yaml", 3, 5), '"inidcator" is not known here')})
    (source,) = app.config.sources
    object.__setattr__(source, "path", "gone.csv")
    page = " ".join(borough.visits(AUDITOR).get("/health").text.split())
    assert "4 things are wrong" in page
    assert "The turn of taking figures in and judging them came and was not taken." in page
    assert "Delivery is held: the mail server is moved." in page
    assert '<a href="/deliveries">Let it go.</a>' in page
    assert "<code>rules/a.yaml:3:5</code>: &#34;inidcator&#34; is not known here" in page
    assert "There is no file" in page


def test_who_shares_the_work_is_shown_and_who_is_lost_is_wrong(borough: Borough) -> None:
    """Each daemon with what it has in hand, and one that went without a word."""
    store = borough.app.store
    store.lift()  # it is a copy
    heard_of(store, replace(ALPHA, book=store.last_rulebook() or ""))
    heard_of(store, BETA, timedelta(minutes=9))
    assert store.take_lease("cycle", ALPHA.name, timedelta(minutes=1))
    page = " ".join(borough.visits(OFFICER).get("/health").text.split())
    assert "1 thing is wrong" in page
    assert "Nothing was heard of daemon beta:1 for 9 minutes." in page
    assert re.search(r'path">alpha:1</th>.*?<td>cycle</td><td>0.1.0</td>', page)
    assert "200 MB" in page


def test_a_source_that_failed_in_the_last_cycle_is_wrong(borough: Borough) -> None:
    """Also where its file looks well from here: with the day and the first line of what is wrong."""
    store, now = borough.app.store, borough.app.clock()
    store.lift()
    note_sources(store, {"scorecard": "row 3: no figure\nrow 4: no figure"}, now)
    page = borough.visits(OFFICER).get("/health").text
    said = "Source scorecard has failed since 20 November 2026: row 3: no figure."
    assert said in page


def test_a_token_is_named_and_its_secret_is_not(borough: Borough) -> None:
    """Neither the secret nor what is kept of it."""
    secret, now = secrets.token_urlsafe(32), datetime.now(UTC)
    token = ApiToken("t1", "Power BI", (Scope.LIST_READ,), OFFICER, now, now + timedelta(days=9))
    borough.app.store.keep_api_token(hashed(secret), token)
    page = borough.visits(OFFICER).get("/health").text
    assert "Power BI" in page
    assert "list:read" in page
    assert secret not in page
    assert hashed(secret) not in page


@pytest.mark.parametrize("who", [CHAIR, OWNER, CLERK])
def test_for_others_there_is_no_such_page(borough: Borough, who: str) -> None:
    assert borough.visits(who).get("/health").status_code == 404
