"""`watchlist doctor --send-test`: whether messages reach a post, tried by hand."""

from __future__ import annotations

import json
import sqlite3
from email import message_from_bytes, policy
from pathlib import Path

from tests.cli.conftest import Program
from tests.notifiers.servers import MailServer, mail_server


def messages(config: Path) -> int:
    with sqlite3.connect(config.parent / "watchlist.db") as database:
        (number,) = database.execute("SELECT count(*) FROM messages").fetchone()
    return int(number)


def test_the_keeper_is_sent_a_plain_test(watchlist: Program, borough: Path) -> None:
    """Marked as a test from its first word; nothing of it is in the register."""
    said = watchlist("doctor", "--send-test", "-c", borough)
    assert said.status == 0, said
    assert "delivered" in said.out
    (file,) = (borough.parent / "messages").glob("*.eml")
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert mail["Subject"].startswith("TEST: ")
    assert "Nothing has happened" in mail.as_string()
    assert messages(borough) == 0


def test_each_channel_of_a_post_says_what_became_of_it(watchlist: Program, borough: Path) -> None:
    """The mailbox took it, the mail server did not, and said why; that is exit status 3."""
    with mail_server(MailServer(to_recipient=["550 no such user"])) as server:
        text = borough.read_text(encoding="utf-8").replace(
            "channels:\n",
            f"channels:\n  email: {{kind: email, host: 127.0.0.1, port: {server.port}, "
            "security: none, from: watchlist@saltmarsh.example, timeout: 5}\n",
            1,
        )
        borough.write_text(text.replace("channels: [mailbox]", "channels: [mailbox, email]"))
        said = watchlist(
            "doctor", "--send-test", "head-of-safeguarding", "-c", borough, "--format", "json"
        )
    assert said.status == 3
    found = {one["channel"]: (one["result"], one["detail"]) for one in json.loads(said.out)}
    assert found["mailbox"][0] == "delivered"
    assert found["email"][0] == "refused"
    assert "no such user" in found["email"][1]


def test_held_is_held(watchlist: Program, borough: Path) -> None:
    """While delivery is held no test goes either, and that is said."""
    watchlist("run", "--once", "-c", borough)
    watchlist("deliveries", "hold", "--as", "p9", "-c", borough)
    said = watchlist("doctor", "--send-test", "-c", borough)
    assert (said.status, "delivery is held" in said.err) == (3, True)
    assert not [
        f for f in (borough.parent / "messages").glob("*.eml") if b"TEST:" in f.read_bytes()
    ]


def test_a_post_that_is_not_there(watchlist: Program, borough: Path) -> None:
    """The nearest one is named; a post without --send-test is a slip."""
    said = watchlist("doctor", "--send-test", "head-of-safegarding", "-c", borough)
    assert (said.status, 'did you mean "head-of-safeguarding"?' in said.err) == (2, True)
    assert watchlist("doctor", "head-of-safeguarding", "-c", borough).status == 2
