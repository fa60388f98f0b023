"""What is held against what, of all cells at once, is what `evidence` says of each of them."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from tests.evaluate.naive import World
from tests.evaluate.strategies import worlds
from tests.evaluate.test_laws import judged
from watchlist.evaluate.deciding import held_against
from watchlist.evaluate.evidence import evidence
from watchlist.model.finding import number


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(worlds())
def test_held_against_is_what_evidence_says(world: World) -> None:
    """Whichever level decides a month, and whichever comparison in it."""
    for found in judged(world):
        held = held_against(found)
        for n in range(len(found.rows)):
            for t in range(found.panel.shape[1]):
                said = evidence(found, n, t)
                assert said is None or number(held[n, t]) == said.held_against
