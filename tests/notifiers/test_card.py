"""The Adaptive Card: valid by the official schema, and never more than Teams takes."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import adaptive_cards
import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifiers.card import LARGEST, render_card
from tests.notifiers.samples import item, message, rest
from watchlist.model.message import Rest, Row, Tally


@cache
def _validator() -> Any:
    schema = Path(adaptive_cards.__file__).parent / "schemas" / "schema-1.4.json"
    words = json.loads(schema.read_text(encoding="utf-8"))
    return jsonschema.validators.validator_for(words)(words)


def card(payload: bytes) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(payload)["attachments"][0]["content"]
    faults = [error.message for error in _validator().iter_errors(content)]
    assert faults == []
    return content


def words(thing: Any) -> list[str]:
    """Every text in a card."""
    if isinstance(thing, dict):
        return [w for key, value in thing.items() for w in words(value) if key != "type"]
    if isinstance(thing, list):
        return [w for value in thing for w in words(value)]
    return [thing] if isinstance(thing, str) else []


def test_the_card_is_valid_and_says_what_the_message_says() -> None:
    """Headline, reference, level by word and shape, sentences and figures, by the 1.4 schema."""
    said = words(card(render_card(message())))
    assert message().headline in said
    assert "WL-0042 · Assessments completed within 45 working days · Saltmarsh" in said
    assert "▲ Amber · new" in said
    assert "70% (84 of 120), target 85%" in said
    assert set(message().items[0].sentences) <= set(said)


def test_there_is_a_button_only_where_there_is_a_page_to_open() -> None:
    """Without pages the card has no action; with them it has one."""
    assert card(render_card(message()))["actions"] == []
    (action,) = card(render_card(message(), "https://watch.saltmarsh.example/"))["actions"]
    assert (action["type"], action["url"]) == (
        "Action.OpenUrl",
        "https://watch.saltmarsh.example/",
    )


def test_what_does_not_fit_is_counted() -> None:
    """Forty entries: as many as fit are shown, and "and N more" says how many are left."""
    payload = render_card(message(items=tuple(item() for _ in range(40))))
    said = words(card(payload))
    shown = said.count("▲ Amber · new")
    assert 0 < shown < 40
    assert f"and {40 - shown} more" in said
    assert len(payload) <= LARGEST


@pytest.mark.parametrize("letter", ["a", "é", '"', "字"])
def test_a_full_card_is_taken_after_it_was_inflated(letter: str) -> None:
    """The service made 28,897 bytes of a card of 24,453 and refused it: 28 KB are taken. As many
    entries as fit on a card leave room for that, whatever letters they are written in."""
    words_of_it = item(title=letter * 60, sentences=(f"{letter * 100}.",) * 4)
    payload = render_card(message(items=(words_of_it,) * 40))
    assert len(payload) > LARGEST * 0.7
    assert len(payload) * 28_897 / 24_453 <= 28 * 1024


def test_text_that_people_wrote_makes_no_link() -> None:
    """Markdown in a title stays what it is: text runs know none."""
    content = card(render_card(message(items=(item(title="[click](https://evil.example)"),))))
    titles = [w for w in words(content) if "click" in w]
    assert titles == ["WL-0042 · [click](https://evil.example) · Saltmarsh"]
    assert '"TextBlock"' not in json.dumps(content)


def test_what_a_message_counts_is_counted_on_the_card_too() -> None:
    """Nothing written out: how much it is, by rule and by level, and where it stands."""
    said = words(card(render_card(message(items=(), rest=rest()))))
    assert {"1,215 on the list from the start", "12 red, 1,200 amber", "3 other"} <= set(said)
    assert {"Assessments take too long", "See: watchlist list"} <= set(said)
    assert not any("more" in words for words in said)


def test_items_left_off_the_card_are_counted_with_those_the_message_counts() -> None:
    """Forty items of which some fit, and 1,100 that are counted: one number for all of them."""
    payload = render_card(message(items=tuple(item() for _ in range(40)), rest=rest()))
    said = words(card(payload))
    assert f"and {1_140 - said.count('▲ Amber · new'):,} more" in said
    assert len(payload) <= LARGEST


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_any_message_fits(data: st.DataObject) -> None:
    """However long and odd its words, a card is valid, fits, and shows at least one entry."""
    text = st.text(max_size=40).map(lambda words: words * 30)
    items = tuple(
        item(
            title=data.draw(text),
            sentences=tuple(data.draw(st.lists(text, max_size=9))),
            rows=(Row(data.draw(text), data.draw(text), data.draw(text)),) * 8,
        )
        for _ in range(data.draw(st.integers(1, 5)))
    )
    counted = data.draw(st.none() | st.builds(Tally, text, red=st.integers(0, 10**6)))
    left = counted and Rest(9, data.draw(text), (counted,) * data.draw(st.integers(1, 21)), "See")
    payload = render_card(message(headline=data.draw(text), items=items, rest=left))
    body = card(payload)["body"]
    assert len(payload) <= LARGEST
    assert any(element["type"] == "Container" for element in body)
