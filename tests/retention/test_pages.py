"""Somebody follows a link of years ago to an entry that was removed since."""

from __future__ import annotations

from sqlalchemy import update

from tests.retention.test_what_goes import retained
from tests.web.conftest import borough, filled_borough
from tests.web.visitors import Borough
from watchlist.store.tables import breaches, entries

__all__ = ["borough", "filled_borough"]


def test_an_old_link_says_that_it_was_removed(borough: Borough) -> None:
    """And not that the address is wrong; of a number that was never given it says nothing else."""
    app = borough.app
    now = app.clock()
    with app.store.writing() as connection:
        connection.execute(update(breaches).where(breaches.c.entry == 1).values(state=3))
        connection.execute(update(entries).where(entries.c.id == 1).values(left_at=now))
    assert borough.visits("p12").get("/entries/WL-0001").status_code == 200
    retained(app.store, now.replace(year=now.year + 7))
    auditor = borough.visits("p12")
    page = auditor.get("/entries/WL-0001")
    assert page.status_code == 410
    assert "This entry was removed" in page.text
    assert auditor.get("/entries/WL-9999").status_code == 404
