"""A message as an Adaptive Card 1.4: no tables, no more than a Teams workflow takes.

Text that people wrote goes into text runs, which know no Markdown; only our own figures stand in
fact sets.
"""

from __future__ import annotations

import json

from notifiers.elements import Element, clip, columns, container, text
from notifiers.short import LEVELS, entries, joined, largest, short
from watchlist.model.digest import Digest
from watchlist.model.message import Item, Message, Rest, Row, Tally

#: A request of 24 KB was refused as 28 KB: the service counts after inflating it.
LARGEST = 18_000

_MOST_ITEMS = 30
_LONGEST_TITLE = 160
_MOST_SENTENCES = 4
_MOST_ROWS = 6
_MOST_TALLIES = 25

_COLOURS = {"red": "attention", "amber": "warning", "info": "accent"}


def render_card(message: Message, link: str = "") -> bytes:
    """The request's bytes: at most ``LARGEST``, the last items replaced by "and 7 more"."""
    return largest(
        lambda shown: _packed(message, shown, link),
        lambda payload: len(payload) <= LARGEST,
        min(entries(message), _MOST_ITEMS),
    )


def _packed(message: Message, shown: int, link: str) -> bytes:
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "fallbackText": clip(message.headline, _LONGEST_TITLE),
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
        text(message.headline, size="large", weight="bolder"),
        text(when, size="small", isSubtle=True),
    ]
    body += _digest(message.digest, shown) if message.digest else _items(message, shown)
    if message.closing:
        body.append(text(message.closing, size="small", isSubtle=True))
    return body


def _items(message: Message, shown: int) -> list[Element]:
    body = [_item(item) for item in message.items[:shown]]
    left_out = len(message.items) - shown + (message.rest.items if message.rest else 0)
    if shown or not message.rest:
        body += _more(left_out)
    return body + (_rest(message.rest) if message.rest else [])


def _digest(digest: Digest, shown: int) -> list[Element]:
    said = short(digest).first(shown)
    body = [text(words) for words in (said.lead, said.note) if words]
    for section in said.sections:
        lines = map(text, section.lines)
        body.append(container([text(section.heading, weight="bolder"), *lines]))
    return body + _more(said.left_out)


def _more(left_out: int) -> list[Element]:
    return [text(f"and {left_out:,} more", weight="bolder")] if left_out else []


def _item(item: Item) -> Element:
    inside: list[Element] = [_heading(item)]
    inside += [text(sentence) for sentence in item.sentences[:_MOST_SENTENCES]]
    if item.rows:
        facts = [_fact(row) for row in item.rows[-_MOST_ROWS:]]
        inside.append({"type": "FactSet", "facts": facts})
    return container(inside)


def _rest(rest: Rest) -> list[Element]:
    facts = [{"title": _numbers(one), "value": clip(one.what, 120)} for one in rest.tallies]
    most = facts[:_MOST_TALLIES]
    return [text(rest.sentence), {"type": "FactSet", "facts": most}, text(rest.where)]


def _numbers(tally: Tally) -> str:
    """ "12 red, 1,203 amber"."""
    counts = (("red", tally.red), ("amber", tally.amber), ("other", tally.other))
    return ", ".join(f"{many:,} {word}" for word, many in counts if many)


def _heading(item: Item) -> Element:
    title = text(joined(item.reference, item.title, item.area), weight="bolder")
    state = joined(LEVELS.get(item.level, ""), item.what)
    if not state:
        return columns(("stretch", title))
    colour = _COLOURS.get(item.level, "default")
    return columns(("stretch", title), ("auto", text(state, weight="bolder", color=colour)))


def _fact(row: Row) -> Element:
    value = row.figure + (f" ({row.detail})" if row.detail else "")
    if row.target:
        value += f", target {row.target}"
    return {"title": clip(row.period, 60), "value": clip(value, 120)}


def _actions(link: str) -> list[Element]:
    return [{"type": "Action.OpenUrl", "title": "Open the watch list", "url": link}] if link else []
