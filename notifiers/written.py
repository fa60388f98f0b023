"""A message as plain text by a channel's own templates, so many of its entries written out."""

from __future__ import annotations

import re
from typing import Any

from jinja2 import Environment

from notifiers.short import LEVELS, joined, short
from watchlist.model.message import Message

_BREAKS = re.compile(r"\s+")
_MARKS = re.compile(r"^[#*^>+\s-]+")


def written(template: str, message: Message, environment: Environment, shown: int) -> str:
    """The template is given ``message``, ``shown``, ``digest`` (short, where there is one), the words
    of ``levels`` and the functions ``joined`` and ``plain``."""
    words: dict[str, Any] = {
        "message": message,
        "shown": shown,
        "digest": short(message.digest).first(shown) if message.digest else None,
        "levels": LEVELS,
        "joined": joined,
        "plain": plain,
    }
    text = environment.get_template(template).render(words)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def plain(words: str) -> str:
    """Text that is no Markdown: one line, no mark at its beginning, no link in it."""
    line = _MARKS.sub("", _BREAKS.sub(" ", words)).strip()
    return line.replace("[", "(").replace("]", ")").replace("://", ": //")
