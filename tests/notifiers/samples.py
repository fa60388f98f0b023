"""Messages that several tests send."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment

from watchlist.deliver.environment import make_environment
from watchlist.deliver.sample import sample_digest
from watchlist.model.digest import Digest
from watchlist.model.message import Item, Message, Rest, Row, Tally

TEMPLATES = Path(__file__).parents[2] / "templates"


def environment() -> Environment:
    return make_environment(TEMPLATES)


def item(**changes: Any) -> Item:
    """An indicator two months below its target, unless said otherwise."""
    words: dict[str, Any] = {
        "reference": "WL-0042",
        "title": "Assessments completed within 45 working days",
        "area": "Saltmarsh",
        "level": "amber",
        "what": "new",
        "sentences": (
            "70% in December 2013 (84 of 120).",
            "That is worse than the target of 85%, as it was in the month before.",
        ),
        "rows": (
            Row("October 2013", "90%", "99 of 110", "85%"),
            Row("November 2013", "84%", "84 of 100", "85%"),
            Row("December 2013", "70%", "84 of 120", "85%"),
        ),
    }
    return Item(**{**words, **changes})


def rest() -> Rest:
    """A start with 1,100 entries of which nothing is written out."""
    return Rest(
        items=1_100,
        sentence="1,215 on the list from the start",
        tallies=(
            Tally("Assessments take too long", red=12, amber=1_200),
            Tally("An exempt item has moved; sign in to read it", other=3),
        ),
        where="See: watchlist list",
    )


def message(**changes: Any) -> Message:
    words: dict[str, Any] = {
        "id": "0123456789abcdef@saltmarsh.example",
        "to_name": "A. Officer (invented)",
        "to_address": "officer@saltmarsh.example",
        "headline": "1 new on your watch list: Assessments completed within 45 working days",
        "items": (item(),),
        "council": "Borough of Saltmarsh (invented)",
        "made_at": datetime(2014, 2, 4, 9, 0, tzinfo=UTC),
        "closing": "You are told as Head of Assessment.",
    }
    return Message(**{**words, **changes})


def digest() -> Digest:
    """A committee's, with something in each of its parts."""
    return sample_digest()
