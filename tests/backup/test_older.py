"""A backup that an older program took."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from tests.backup.busy import ABSENT, contents
from tests.backup.conftest import New
from watchlist.backup.archive import opened
from watchlist.backup.checking import check
from watchlist.backup.restoring import restore
from watchlist.store.migrate import HEAD
from watchlist.store.open import open_store
from watchlist.store.tables import metadata

#: With the tables of step 0015, before there were several daemons or anything was removed.
FILE = Path(__file__).parent / "step-0015.backup"


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_it_is_restored_as_it_was_and_brought_up_to_date(kind: str, new: New) -> None:
    """A council restores the backup that it took before it updated: its rows come into the tables of
    their time, and these are changed as those of everybody who updates."""
    with opened(FILE) as archive:
        assert archive.manifest.step < HEAD
        fingerprint = check(archive).fingerprint
    url = new(kind)
    manifest, verified = restore(FILE, url, "Europe/London")
    assert (verified.entries, verified.broken) == (3, ())
    assert verified.fingerprint == fingerprint
    store = open_store(url)
    rows = contents(store)
    there = [said for said in manifest.tables if said.name != "meta"]  # where it is, why it is held
    assert [(said.name, said.rows) for said in there] == [
        (said.name, len(rows[said.name])) for said in there
    ]
    assert {name for name, found in rows.items() if not found} >= ABSENT
    with store.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    store.close()
