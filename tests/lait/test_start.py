"""The first day over every authority: tens of thousands of breaches, told in two short mails."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
import yaml
from sqlalchemy import func, select
from typer.testing import CliRunner

from tests.lait.figures import DATA, NO_DATA, generator
from tests.notifiers.servers import MailServer, mail_server
from watchlist.cli.main import app as commands
from watchlist.config import read_config
from watchlist.store.open import open_store
from watchlist.store.store import Store
from watchlist.store.tables import breaches, entries, notices

pytestmark = [pytest.mark.long, pytest.mark.skipif(not DATA.exists(), reason=NO_DATA)]

#: Bytes of a mail, and lines on a screen, that a person may be asked to look through.
LARGEST_MAIL, MOST_LINES = 100_000, 250


def with_a_mail_server(config: Path, port: int) -> Path:
    """The example's configuration, with a keeper who also reads e-mail."""
    words = yaml.safe_load(config.read_text("utf-8"))
    words["posts"]["performance-team"]["channels"] = ["mailbox", "mail"]
    words["channels"]["mail"] = {
        "kind": "email", "host": "127.0.0.1", "port": port, "security": "none",
        "from": "Watch List <watch-list@council.example>",
    }  # fmt: skip
    config.write_text(yaml.safe_dump(words, allow_unicode=True), encoding="utf-8")
    return config


def opened(payload: bytes) -> EmailMessage:
    mail = message_from_bytes(payload, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def counted(mail: EmailMessage) -> int:
    """The sum of the table that a mail has instead of items."""
    text = mail.get_body(("plain",))
    assert text is not None
    lines = re.findall(r"^ +([\d,]+)   \S", str(text.get_content()), re.MULTILINE)
    return sum(int(number.replace(",", "")) for number in lines)


def bound(store: Store) -> dict[tuple[str, str], int]:
    """Purpose and message -> how many notices the ledger binds to it; none has none."""
    query = select(notices.c.purpose, notices.c.message, func.count())
    with store.reading() as connection:
        rows = connection.execute(query.group_by(notices.c.purpose, notices.c.message)).all()
    assert all(message for _, message, _ in rows)
    return {(purpose, message): many for purpose, message, many in rows}


def test_everything_there_from_the_start_is_one_page_by_mail_and_in_the_folder(
    tmp_path: Path,
) -> None:
    """Import, first judgement, composing and sending by the command: the keeper's mails are short,
    their counts are the register's, and the ledger binds every notice to a message that was sent."""
    server, folder = MailServer(), tmp_path / "messages"
    with mail_server(server):
        config = with_a_mail_server(generator().make(DATA, tmp_path), server.port)
        ended = CliRunner().invoke(commands, ["run", "--once", "-c", str(config)])
    assert ended.exit_code == 0, ended.output
    assert len(ended.output.splitlines()) < MOST_LINES
    in_folder = [path.read_bytes() for path in folder.glob("*.eml")]
    assert (len(server.taken), len(in_folder)) == (2, 2)
    assert all(len(payload) < LARGEST_MAIL for payload in (*server.taken, *in_folder))

    store = open_store(read_config(config)[0].database)
    with store.reading() as connection:
        breached = connection.execute(select(func.count()).select_from(breaches)).scalar_one()
        listed = connection.execute(select(func.count()).select_from(entries)).scalar_one()
    told = bound(store)
    store.close()
    assert breached > 40_000
    starts = [number for (purpose, _), number in told.items() if purpose == "quiet start"]
    assert (len(told), starts) == (4, [breached, breached])
    for payloads in (server.taken, in_folder):
        (start,) = (
            mail for mail in map(opened, payloads) if str(mail["Subject"]).startswith("The watch")
        )
        assert start["Subject"] == f"The watch list starts with {listed:,} entries"
        assert counted(start) == breached
    assert f"and {listed - 20:,} more" in ended.output
