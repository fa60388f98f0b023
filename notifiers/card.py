"""A message as an Adaptive Card 1.4: no tables, no more than a Teams workflow takes.

Text that people wrote goes into text runs, which know no Markdown; only our own figures stand in
fact sets.
"""

from __future__ import annotations

import json
from typing import Any

from watchlist.model.message import Item, Message, Rest, Row, Tally

#: A request of 24 KB was refused as 28 KB: the service counts after inflating it.
LARGEST = 18_000

_MOST_ITEMS = 30
_LONGEST_TITLE = 160
_LONGEST_SENTENCE = 600
_MOST_SENTENCES = 4
_MOST_ROWS = 6
_MOST_TALLIES = 25

_LEVELS = {
    "red": ("■ Red", "attention"),
    "amber": ("▲ Amber", "warning"),
    "info": ("● For information", "accent"),
}

Element = dict[str, Any]


def render_card(message: Message, link: str = "") -> bytes:
    """The request's bytes: at most ``LARGEST``, the last items replaced by "and 7 more"."""
    most = min(len(message.items), _MOST_ITEMS)
    for shown in range(most, 0, -1):
        payload = _packed(message, shown, link)
        if len(payload) <= LARGEST:
            return payload
    return _packed(message, 0, link)


def _packed(message: Message, shown: int, link: str) -> bytes:
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "fallbackText": _clip(message.headline, _LONGEST_TITLE),
        "body": _body(message, shown),
        "actions": _actions(link),
    }
    envelope = {
        "type": "message",
        "attachments": [
            {
                "contentType": "application/vnd.microsoft.card.adaptive",
                "contentUrl": None,
                "content": card,
            }
        ],
    }
    return json.dumps(envelope, ensure_ascii=False, separators=(",", ":")).encode()


def _body(message: Message, shown: int) -> list[Element]:
    made = message.made_at
    when = f"{message.council}, {made.day} {made:%B %Y}"
    body = [
        _text(message.headline, size="large", weight="bolder"),
        _text(when, size="small", isSubtle=True),
    ]
    body += [_item(item) for item in message.items[:shown]]
    left_out = len(message.items) - shown + (message.rest.items if message.rest else 0)
    if left_out and (shown or not message.rest):
        body.append(_text(f"and {left_out:,} more", weight="bolder"))
    body += _rest(message.rest) if message.rest else []
    if message.closing:
        body.append(_text(message.closing, size="small", isSubtle=True))
    return body


def _item(item: Item) -> Element:
    inside: list[Element] = [_heading(item)]
    inside += [_text(sentence) for sentence in item.sentences[:_MOST_SENTENCES]]
    if item.rows:
        facts = [_fact(row) for row in item.rows[-_MOST_ROWS:]]
        inside.append({"type": "FactSet", "facts": facts})
    return {"type": "Container", "separator": True, "spacing": "medium", "items": inside}


def _rest(rest: Rest) -> list[Element]:
    facts = [{"title": _numbers(one), "value": _clip(one.what, 120)} for one in rest.tallies]
    most = facts[:_MOST_TALLIES]
    return [_text(rest.sentence), {"type": "FactSet", "facts": most}, _text(rest.where)]


def _numbers(tally: Tally) -> str:
    """ "12 red, 1,203 amber"."""
    counts = (("red", tally.red), ("amber", tally.amber), ("other", tally.other))
    return ", ".join(f"{many:,} {word}" for word, many in counts if many)


def _heading(item: Item) -> Element:
    title = " · ".join(part for part in (item.reference, item.title, item.area) if part)
    what, colour = _LEVELS.get(item.level, ("", "default"))
    state = " · ".join(part for part in (what, item.what) if part)
    columns = [("stretch", _text(title, weight="bolder"))]
    if state:
        columns.append(("auto", _text(state, weight="bolder", color=colour)))
    return {
        "type": "ColumnSet",
        "columns": [
            {"type": "Column", "width": width, "items": [element]} for width, element in columns
        ],
    }


def _fact(row: Row) -> Element:
    value = row.figure + (f" ({row.detail})" if row.detail else "")
    if row.target:
        value += f", target {row.target}"
    return {"title": _clip(row.period, 60), "value": _clip(value, 120)}


def _text(text: str, **looks: Any) -> Element:
    run = {"type": "TextRun", "text": _clip(text, _LONGEST_SENTENCE), **looks}
    return {"type": "RichTextBlock", "inlines": [run]}


def _actions(link: str) -> list[Element]:
    return [{"type": "Action.OpenUrl", "title": "Open the watch list", "url": link}] if link else []


def _clip(text: str, longest: int) -> str:
    """On one line, and no longer than so many characters."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"
