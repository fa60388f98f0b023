"""What holds of a register whatever it has lived through: each law reads the tables as they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from tests.machine import naive
from tests.machine.naive import Row
from watchlist.model.record import Record, Task
from watchlist.store.store import Store
from watchlist.store.tables import metadata

#: Table -> key -> row.
Shot = Mapping[str, Mapping[tuple[Any, ...], Row]]

_KEYS = {
    name: [column.name for column in table.primary_key] for name, table in metadata.tables.items()
}
_LIVE = (1, 2)


def shot(store: Store) -> Shot:
    """All that the database has, as the driver gives it."""
    found = {}
    with store.reading() as connection:
        for name, keys in _KEYS.items():
            rows = connection.exec_driver_sql(f"SELECT * FROM {name}").mappings()
            found[name] = {tuple(row[key] for key in keys): dict(row) for row in rows}
    return found


#: Which tables a step of a register's life may write.
MAY_WRITE = {
    "nothing": set[str](),
    "figures": {"readings", "revisions", "series", "to_judge", "imports", "corrections", "counters"},
    "cycle": {
        "rulebooks", "rules_judged", "to_judge", "series", "breaches", "transitions", "entries",
        "notices", "data_checks", "jobs", "counters", "let_go", "acts", "rule_folders",
    },
    "an old file": {"imports", "counters"},
    "release": {"notices", "counters"},
    "act": {"acts", "entries", "breaches", "transitions", "let_go", "notices", "counters"},
    "delivery": {"notices", "messages", "payloads", "attempts", "counters"},
}  # fmt: skip


def only_its_own_tables(step: str, before: Shot, after: Shot) -> None:
    written = {name for name in after if before[name] != after[name]}
    wrong = sorted(written - MAY_WRITE[step])
    assert not wrong, {name: _difference(before[name], after[name]) for name in wrong}


def _difference(before: Mapping[Any, Row], after: Mapping[Any, Row]) -> list[tuple[Any, Any]]:
    keys = before.keys() | after.keys()
    pairs = [(before.get(key), after.get(key)) for key in sorted(keys, key=str)]
    return [(one, other) for one, other in pairs if one != other]


#: What of a row may become another; all else stays as it was written.
_MOVES = {
    "transitions": set[str](),
    "acts": set[str](),
    "rulebooks": {"in_force_since", "turn"},
    "corrections": set[str](),
    "let_go": {"rule"},
    "notices": {"message", "silence"},
    "messages": {"state", "tries", "next_try", "claimed_by", "claim_token", "claimed_until"},
    "payloads": set[str](),
    "attempts": {"ended", "result", "reason", "detail"},
    "data_checks": {"gone_at"},
    "entries": {
        "level", "left_at", "kept", "version", "places", "head", "owner", "committee", "follows",
    },
    "breaches": {
        "rule", "rule_hash", "state", "level", "opened", "by_level", "by_leaf", "held_against",
        "good", "better", "unknown", "proposed", "unmeasured", "judged_to", "figure", "closed_at",
        "closed_for", "evidence", "version",
    },
}  # fmt: skip
#: What is over, and by which column that is known: then no more than this moves.
_OVER = {
    "entries": (("left_at",), {"version", "places", "head", "committee"}),
    "breaches": (("closed_at",), {"rule"}),
    "attempts": (("ended",), set[str]()),
    "data_checks": (("gone_at",), set[str]()),
    "notices": (("message", "silence"), set[str]()),
}


def nothing_is_lost(before: Shot, after: Shot) -> None:
    """Each row that ever was is there, as it was written; what is over stays as it ended."""
    for name, moves in _MOVES.items():
        for key, row in before[name].items():
            assert key in after[name], (name, key)
            known_by, least = _OVER.get(name, ((), moves))
            may = least if any(row[column] is not None for column in known_by) else moves
            changed = {column for column, value in after[name][key].items() if value != row[column]}
            assert changed <= may, (name, key, changed - may)
    assert _versions(before) <= _versions(after)


def _versions(shot: Shot) -> set[tuple[Any, ...]]:
    """Every version of a figure that was ever taken in."""
    rows = [*shot["readings"].values(), *shot["revisions"].values()]
    return {tuple(value for name, value in sorted(row.items()) if name != "id") for row in rows}


def histories(shot: Shot) -> dict[int, list[Row]]:
    """Entry -> its acts and transitions in their order."""
    found: dict[int, list[Row]] = defaultdict(list)
    for row in (*shot["acts"].values(), *shot["transitions"].values()):
        found[row["entry"]].append(row)
    return {number: sorted(rows, key=lambda row: row["place"]) for number, rows in found.items()}


def history_says_what_is(shot: Shot) -> None:
    """Each entry, and each breach, is what its history makes of it, and nothing beside."""
    told = histories(shot)
    for (number,), entry in shot["entries"].items():
        line = naive.line(told[number])
        assert entry["left_at"] == line.left_at, number
        assert entry["level"] == (None if entry["left_at"] else line.level), number
        assert bool(entry["kept"]) == bool(line.holders), number
        assert [row["place"] for row in told[number]] == list(range(1, len(told[number]) + 1))
    moves = defaultdict(list)
    for _, row in sorted(shot["transitions"].items()):
        moves[row["breach"]].append(row)
    assert {key[0] for key in shot["breaches"]} == set(moves)
    for (number,), breach in shot["breaches"].items():
        _one_breach(breach, moves[number])


OPENINGS = {"opened", "already so", "opened again", "rule changed"}


def _one_breach(breach: Row, moves: list[Row]) -> None:
    """It begins once, each move takes up where the one before left it, and it ends at most once."""
    first, last = moves[0], moves[-1]
    assert first["reason"] in OPENINGS
    assert first["level_before"] is None
    for one, other in pairwise(moves):
        assert one["state"] in _LIVE
        assert other["level_before"] == one["level"], (one, other)
    assert (breach["state"], breach["level"]) == (last["state"], last["level"]), breach
    ended = breach["state"] not in _LIVE
    assert ended == (breach["closed_at"] is not None)
    assert breach["closed_for"] == (last["reason"] if ended else None)
    assert all(move["entry"] == breach["entry"] for move in moves)


def who_is_on_the_list(shot: Shot) -> None:
    """A live breach is under an entry on the list; one entry of a kind is on the list at a time."""
    listed = {key[0]: row for key, row in shot["entries"].items() if row["left_at"] is None}
    live = [row for row in shot["breaches"].values() if row["state"] in _LIVE]
    assert {row["entry"] for row in live} <= set(listed)
    keys = [(row["theme"], row["indicator"], row["area"]) for row in listed.values()]
    gathering = [key for key in keys if any(key)]
    assert len(gathering) == len(set(gathering))
    series = [(row["rule"], row["indicator"], row["area"]) for row in live]
    assert len(series) == len(set(series))


def what_was_let_go_of_is_known(shot: Shot) -> None:
    """What a committee let go of is kept under the name that the rule of the breach has now."""
    names = ("rule", "indicator", "area", "breakdown")
    left = {
        tuple(row[name] for name in names)
        for row in shot["breaches"].values()
        if row["closed_for"] == "removal agreed"
    }
    assert left == {tuple(row[name] for name in names) for row in shot["let_go"].values()}


def the_chain_holds(store: Store) -> None:
    assert store.verify().broken == ()


def records_are_replayed(store: Store, shot: Shot) -> None:
    """What the product makes of people's acts is what a reader makes of them."""
    told = histories(shot)
    records = store.records([number for (number,) in shot["entries"]])
    for number, rows in told.items():
        acts = [row for row in rows if "kind" in row]
        said = naive.record(acts)
        assert _plain(records.get(number, Record())) == {
            name: _text(value) for name, value in said.items()
        }, number


def _plain(record: Record) -> dict[str, Any]:
    """A record in the words of `naive.record`."""
    back = record.back_on_track.due if record.back_on_track else None
    said = {
        name: one.text if (one := getattr(record, name)) else None
        for name in ("reason", "cause", "remedy", "acknowledged")
    }
    plain = {
        **said,
        "asked_by": record.asked_by,
        "overseer": record.overseer,
        "back": (back.day or back.event) if back else None,
        "mute": record.mute.until if record.mute else None,
        "doubt": record.data_in_doubt.text if record.data_in_doubt else None,
        "owner": record.owner,
        "follows": record.follows,
        "notes": [one.text for one in record.notes],
        "reports": [one.link for one in record.reports],
        "decisions": [one.verdict.value for one in record.decisions],
        "escalated": list(record.escalated),
        **{name: _tasks(getattr(record, name)) for name in ("reviews", "actions", "requests")},
    }
    return {name: _text(value) for name, value in plain.items()}


def _tasks(tasks: Iterable[Task]) -> list[list[object]]:
    return [
        [one.post, one.due.day if one.due else None, one.done.text if one.done else None]
        for one in tasks
    ]


def _text(value: object) -> str:
    """Days are texts in SQLite."""
    if isinstance(value, list):
        return str([_text(each) for each in value])
    return value.isoformat() if isinstance(value, date) else str(value)
