"""Of everything that is kept it is decided, and written down for people, for how long."""

from __future__ import annotations

import re
from pathlib import Path

from watchlist.register.retention import Kind, Limit
from watchlist.store.run_out import rows_of
from watchlist.store.schedule import SCHEDULE
from watchlist.store.tables import metadata

_PAGE = Path(__file__).parents[2] / "docs" / "retention.md"


def _on_the_page() -> dict[str, str]:
    """Table -> for how long it is kept, as the page has it."""
    found: dict[str, str] = {}
    for line in _PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 4:
            for table in re.findall(r"`(\w+)`", cells[1]):
                assert table not in found, f"{table} stands twice"
                found[table] = cells[2]
    return found


def test_every_table_has_a_term() -> None:
    """A table that is new has to be decided on before it is released."""
    assert SCHEDULE.keys() == metadata.tables.keys()


def test_information_governance_reads_what_the_program_does() -> None:
    """The page names each table once, with the term that the program has for it."""
    assert _on_the_page() == dict(SCHEDULE)


def test_what_goes_is_what_has_a_term() -> None:
    """Each kind of thing that is removed lies in a table that has the term of that kind."""
    terms = {str(kind): SCHEDULE[rows_of(kind).key.table.name] for kind in Kind}
    assert terms == {str(kind): kind.limit for kind in Kind}
    assert {SCHEDULE[name] for name in ("entries", "messages")} == set(Limit)
