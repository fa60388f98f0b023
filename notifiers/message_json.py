"""A message as JSON, for other programs: all that it says, and nothing of who is told.

Left out are the recipient, the page that ends his subscription and the pictures.
"""

from __future__ import annotations

import json
from dataclasses import fields
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from watchlist.model.message import Message

#: Counts up when something is renamed or taken away; what is added does not count.
VERSION = 1

_LEFT_OUT = ("to_name", "to_address", "unsubscribe", "pictures")


def render_json(message: Message) -> bytes:
    """The names are those of the message's own fields (``Message``, ``Item``, ``Digest``)."""
    said = {one.name: getattr(message, one.name) for one in fields(message)}
    kept = {name: value for name, value in said.items() if name not in _LEFT_OUT}
    words = _plain().dump_python({"version": VERSION, **kept}, mode="json")
    return json.dumps(words, ensure_ascii=False, separators=(",", ":")).encode()


@cache
def _plain() -> TypeAdapter[Any]:
    return TypeAdapter(dict[str, Any])
