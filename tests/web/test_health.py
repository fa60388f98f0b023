"""How the service is, as those see it who look after it."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta

import pytest

from tests.web.visitors import AUDITOR, CHAIR, CLERK, OFFICER, OWNER, Borough
from watchlist.model.errors import Fault, Mark
from watchlist.model.sign_in import ApiToken, Scope, hashed


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
