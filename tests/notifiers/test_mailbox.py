"""Messages as files."""

from __future__ import annotations

import os
from email import message_from_bytes
from pathlib import Path

import pytest

from notifiers.mailbox import Mailbox, MailboxSettings
from tests.notifiers.samples import environment, message
from watchlist.model.message import Result


def mailbox(folder: Path, form: str = "email") -> Mailbox:
    return Mailbox(MailboxSettings.model_validate({"folder": folder, "format": form}))


@pytest.mark.parametrize(("form", "suffix"), [("email", ".eml"), ("card", ".json")])
def test_a_message_is_one_file_named_by_its_id(tmp_path: Path, form: str, suffix: str) -> None:
    """Sent twice, it is still one file, and nothing half-written lies beside it."""
    channel = mailbox(tmp_path / "messages", form)
    payload = channel.render(message(), environment())
    for _ in range(2):
        assert channel.send(payload, "officer@saltmarsh.example").result is Result.DELIVERED
    (file,) = (tmp_path / "messages").iterdir()
    assert file.name == "0123456789abcdef@saltmarsh.example" + suffix
    assert file.read_bytes() == payload


def test_an_id_cannot_lead_out_of_the_folder(tmp_path: Path) -> None:
    """Whatever stands in a Message-ID, the file lies in the folder."""
    channel = mailbox(tmp_path / "messages")
    channel.send(channel.render(message(id="../../evil/x@y"), environment()), "")
    (file,) = (tmp_path / "messages").iterdir()
    assert "/" not in file.name
    assert not file.name.startswith(".")


def test_a_folder_that_cannot_be_written_means_later(tmp_path: Path) -> None:
    """A full disk or a missing permission is tried again, and doctor says what to do."""
    (tmp_path / "messages").write_text("a file where the folder should be")
    channel = mailbox(tmp_path / "messages")
    outcome = channel.send(channel.render(message(), environment()), "")
    assert (outcome.result, outcome.reason) == (Result.LATER, "cannot write")
    assert channel.examine() == [outcome.detail]
    assert mailbox(tmp_path / "other").examine() == []


def test_nothing_half_written_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk is full while writing, neither the file nor a part of it is left."""

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    channel = mailbox(tmp_path)
    outcome = channel.send(channel.render(message(), environment()), "")
    assert "no space left on device" in outcome.detail
    assert list(tmp_path.iterdir()) == []


def test_the_file_opens_in_a_mail_program(tmp_path: Path) -> None:
    """What is written is the very e-mail that a mail server would be given."""
    payload = mailbox(tmp_path).render(message(), environment())
    assert message_from_bytes(payload).get_content_type() == "multipart/alternative"
