"""Messages as files in a folder: the channel until a mail server is configured."""

from __future__ import annotations

import json
import os
import re
import tempfile
from email import message_from_bytes
from pathlib import Path
from typing import Annotated, ClassVar, Literal

from jinja2 import Environment
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from notifiers.addresses import mailbox_address
from notifiers.card import render_card
from notifiers.mime import Sender, render_mail
from watchlist.model.message import Message, Outcome, Result


class MailboxSettings(BaseModel):
    """``format: email`` writes what the e-mail channel would send, ``card`` what Teams would show."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True, frozen=True)

    folder: Path
    format: Literal["email", "card"] = "email"
    sender: Annotated[str, AfterValidator(mailbox_address)] = Field(
        default="Scrutiny Watch List <watch-list@council.example>", alias="from"
    )


class Mailbox:
    """One file a message, named by its Message-ID; written whole or not at all, and only once."""

    name: ClassVar[str] = "mailbox"
    addressed: ClassVar[bool] = True
    advice: ClassVar[str] = ""
    Settings: ClassVar[type[BaseModel]] = MailboxSettings

    def __init__(self, settings: MailboxSettings) -> None:
        self._settings = settings

    def render(self, message: Message, environment: Environment) -> bytes:
        if self._settings.format == "email":
            return render_mail(message, environment, Sender(self._settings.sender))
        card = json.loads(render_card(message))
        return json.dumps({"message_id": message.id, **card}, ensure_ascii=False, indent=1).encode()

    def send(self, payload: bytes, address: str) -> Outcome:  # noqa: ARG002 -- the port's signature
        try:
            target = self._settings.folder / _file_name(payload)
            if not target.exists():
                _write_whole(target, payload)
        except OSError as error:
            return Outcome(Result.LATER, "cannot write", _cannot_write(error))
        return Outcome(Result.DELIVERED, "delivered", f"Written to {target.name}.")

    def examine(self) -> list[str]:
        try:
            self._settings.folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=self._settings.folder):
                return []
        except OSError as error:
            return [_cannot_write(error)]

    def close(self) -> None:
        """There is nothing to let go of."""


def _file_name(payload: bytes) -> str:
    """Named by the Message-ID, without what a file name cannot hold."""
    if payload.startswith(b"{"):
        name, suffix = str(json.loads(payload)["message_id"]), ".json"
    else:
        name, suffix = message_from_bytes(payload)["Message-ID"].strip("<> "), ".eml"
    return re.sub(r"[^A-Za-z0-9._@-]", "_", name)[:200].lstrip(".") + suffix


def _write_whole(target: Path, payload: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(payload)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(target)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise


def _cannot_write(error: OSError) -> str:
    reason = (error.strerror or "it failed").lower()
    return (
        f"The folder for messages cannot be written ({reason}); "
        "make room or permissions, or set another `folder`."
    )
