"""The part of the configuration that says where links of messages are answered, and the secret by which
they are signed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from watchlist.rulebook.nodes import Mapping
from watchlist.rulebook.reader import Value
from watchlist.settings import fetched

_LISTEN = re.compile(r"(\[[0-9a-fA-F:]+\]|[\w.-]+):(\d{1,5})")

#: A key of fewer letters can be guessed.
_SHORTEST_KEY = 32


@dataclass(frozen=True)
class Web:
    """``host`` and ``port`` are where the small server listens (port 0: any that is free),
    ``address`` how its pages are reached from outside, without a slash at its end."""

    host: str
    port: int
    address: str


def read_web(value: Value) -> Web | None:
    """``web:``; None where it is left out: then no message has a link."""
    if not value.given:
        return None
    fields = value.fields("listen", "address", needs=("listen", "address"))
    place, address = _listen(fields["listen"]), _address(fields["address"])
    return Web(*place, address) if place and address else None


def read_secret_key(value: Value, folder: Path) -> str:
    """``secret_key:``, which stands elsewhere; "" where none is given: then the program makes one."""
    if not value.given:
        return ""
    if not isinstance(value.node, Mapping):
        value.fault(
            "secret_key: a secret does not stand here; write {env: NAME} for an environment "
            "variable or {file: path} for a file"
        )
        return ""
    before, key = len(value.faults), fetched(value, value.plain(), folder)
    if len(value.faults) > before:
        return ""
    if not isinstance(key, str):
        value.wrong("{env: NAME} or {file: path}")
        return ""
    if len(key) < _SHORTEST_KEY:
        value.fault(f"secret_key: it is shorter than {_SHORTEST_KEY} letters and could be guessed")
    return key


def _listen(value: Value) -> tuple[str, int] | None:
    written = value.word()
    found = _LISTEN.fullmatch(written or "")
    if found and int(found[2]) < 2**16:
        return found[1].strip("[]"), int(found[2])
    if written is not None:
        value.wrong("a place to listen at; write it like 127.0.0.1:8080")
    return None


def _address(value: Value) -> str | None:
    written = value.word()
    if written is None:
        return None
    try:
        parts = urlsplit(written)
        faultless = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        faultless = False
    if not faultless or "@" in written or "?" in written or "#" in written or " " in written:
        value.wrong("the address of a site; write it like https://watchlist.council.example")
        return None
    if parts.scheme == "http":
        value.warn("mail programs offer to unsubscribe by one click only at an https address")
    return written.rstrip("/")
