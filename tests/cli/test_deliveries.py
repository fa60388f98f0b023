"""`watchlist deliveries`: what an officer or an administrator can ask of messages, and do to them."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

from tests.cli.conftest import Program


def listed(watchlist: Program, config: Path, *options: str) -> list[dict[str, Any]]:
    said = watchlist("deliveries", "list", "-c", config, "--format", "json", *options)
    assert said.status == 0, said
    return json.loads(said.out)  # type: ignore[no-any-return]


def given_up(watchlist: Program, config: Path) -> str:
    """The borough's first round, of which one message was refused in the end."""
    watchlist("run", "--once", "-c", config)
    message: str = listed(watchlist, config)[0]["message"]
    with sqlite3.connect(config.parent / "watchlist.db") as database:
        database.execute("UPDATE messages SET state = 'dead' WHERE id = ?", (message,))
        database.execute(
            "UPDATE attempts SET result = 'refused', reason = 'no such user', "
            "detail = '550 no such user' WHERE message = ?",
            (message,),
        )
    return message


def test_alone_it_lists(watchlist: Program, borough: Path) -> None:
    """`watchlist deliveries` is `watchlist deliveries list`; each filter narrows it."""
    watchlist("run", "--once", "-c", borough)
    every = listed(watchlist, borough)
    alone = json.loads(watchlist("deliveries", "-c", borough, "--format", "json").out)
    assert every == alone
    post = every[0]["post"]
    assert {one["post"] for one in listed(watchlist, borough, "--post", post)} == {post}
    assert listed(watchlist, borough, "--channel", "mailbox") == every
    assert listed(watchlist, borough, "--since", "2999-01-01") == []
    assert listed(watchlist, borough, "--unknown") == []
    assert len(listed(watchlist, borough, "--most", "1")) == 1
    said = watchlist("deliveries", "list", "--post", "nobody", "-c", borough)
    assert (said.status, 'there is no post "nobody"' in said.err) == (2, True)


def test_a_dead_letter_is_said_wherever_one_looks(watchlist: Program, borough: Path) -> None:
    """On the list of messages, by `doctor` and, once, in a message to the keeper."""
    message = given_up(watchlist, borough)
    said = watchlist("deliveries", "-c", borough).out
    assert "1 message was given up." in said
    (dead,) = listed(watchlist, borough, "--state", "dead")
    assert (dead["message"], dead["reason"]) == (message, "no such user")
    assert "1 message was given up." in " ".join(watchlist("doctor", "-c", borough).out.split())
    for _ in range(2):
        watchlist("run", "--once", "-c", borough)
        (told,) = (
            m for m in listed(watchlist, borough) if "could not be delivered" in m["headline"]
        )
        assert told["post"] == "performance-team"
    assert message in " ".join(watchlist("deliveries", "show", message, "-c", borough).out.split())


def test_one_message_in_full(watchlist: Program, borough: Path) -> None:
    """Every attempt with its word, what the message tells, and what was done to it."""
    message = given_up(watchlist, borough)
    said = " ".join(watchlist("deliveries", "show", message, "-c", borough).out.split())
    for words in ("State: dead", "refused", "no such user: 550 no such user", "What it tells"):
        assert words in said
    shown = json.loads(
        watchlist("deliveries", "show", message, "-c", borough, "--format", "json").out
    )
    assert [one["result"] for one in shown["attempts"]] == ["refused"]
    assert shown["notices"]
    assert watchlist("deliveries", "show", "unheard", "-c", borough).status == 2


def test_sent_again_by_hand(watchlist: Program, borough: Path) -> None:
    """By somebody who is named, and only where he may; then it is delivered, and his number is kept."""
    message = given_up(watchlist, borough)
    said = watchlist("deliveries", "retry", message, "-c", borough)
    assert (said.status, "--as PERSON" in said.err) == (2, True)
    said = watchlist("deliveries", "retry", message, "-c", borough, "--as", "p9")
    assert said.status == 0, said
    assert "goes out again with the next delivery" in said.out
    watchlist("run", "--once", "-c", borough)
    shown = " ".join(watchlist("deliveries", "show", message, "-c", borough).out.split())
    assert "State: delivered" in shown
    assert "sent again by Performance" in shown
    assert "(p9)" in shown
    assert watchlist("deliveries", "retry", message, "-c", borough, "--as", "p9").status == 2


def test_a_copy_sends_nothing_until_it_is_lifted(watchlist: Program, borough: Path) -> None:
    """A database that was put back from a copy says so everywhere, and who let it go is kept."""
    watchlist("run", "--once", "-c", borough)
    database = borough.parent / "watchlist.db"
    shutil.copy(database, borough.parent / "backup.db")
    database.unlink()
    shutil.move(borough.parent / "backup.db", database)
    said = watchlist("deliveries", "-c", borough).out
    assert "Delivery is held: this database was copied or restored" in said
    assert "watchlist deliveries lift" in " ".join(watchlist("doctor", "-c", borough).out.split())
    assert watchlist("deliveries", "lift", "-c", borough).status == 2
    said = watchlist("deliveries", "lift", "-c", borough, "--as", "p9").out
    assert "Delivery goes on." in said
    assert "Delivery is held" not in watchlist("deliveries", "-c", borough).out
    with sqlite3.connect(database) as opened:
        (row,) = opened.execute("SELECT deed, who, acting_for FROM delivery_log").fetchall()
    assert row == ("lifted", "p9", "performance-team")


def test_held_by_hand(watchlist: Program, borough: Path) -> None:
    """Before a restore over the same file an administrator holds delivery back, with a reason."""
    watchlist("run", "--once", "-c", borough)
    said = watchlist("deliveries", "hold", "-c", borough, "--as", "p9", "--reason", "a restore")
    assert "Delivery is held: a restore." in said.out


def test_how_good_the_news_is(watchlist: Program, borough: Path) -> None:
    """By rule and by post, for people, for programs and for a spreadsheet; of a time."""
    watchlist("run", "--once", "-c", borough)
    found = json.loads(watchlist("deliveries", "quality", "-c", borough, "--format", "json").out)
    assert {one["grouped"] for one in found} == {"rule", "post"}
    assert sum(one["sent"] for one in found) > 0
    rows = watchlist("deliveries", "quality", "-c", borough, "--format", "csv").out.splitlines()
    assert rows[0].startswith("grouped,name,news,sent,merged,acknowledged,median_hours,")
    assert len(rows) == len(found) + 1
    said = watchlist("deliveries", "quality", "-c", borough).out
    assert "By rule" in said
    assert "By post" in said
    none = ("--to", "2001-01-01", "--format", "json")
    assert json.loads(watchlist("deliveries", "quality", "-c", borough, *none).out) == []
    wrong = ("--from", "2026-02-01", "--to", "2026-01-01")
    assert watchlist("deliveries", "quality", "-c", borough, *wrong).status == 2
