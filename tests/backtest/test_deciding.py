"""What is held against what, of all cells at once, is what `evidence` says of each of them."""

from __future__ import annotations

from hypothesis import HealthCheck, example, given, settings

from tests.evaluate import build
from tests.evaluate.naive import World
from tests.evaluate.strategies import worlds
from tests.evaluate.test_laws import judged
from watchlist.evaluate.deciding import held_against
from watchlist.evaluate.evidence import evidence
from watchlist.model.finding import number

#: The series "a" has ended in the second month, in which the condition on "b" still holds.
_ENDED = World(
    build.book(
        build.indicator("a", target=85),
        build.indicator("b"),
        build.rule(
            indicators="a",
            red=build.not_(build.above("target")),
            amber=build.not_(build.above(10, indicator="b")),
        ),
    ),
    {build.MONTH: build.panel({"a": [90, None], "b": [9, 9]})},
)


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(worlds())
@example(_ENDED)
def test_held_against_is_what_evidence_says(world: World) -> None:
    """Whichever level decides a month, and whichever comparison in it; after the latest reading no
    level does, whatever a comparison with another indicator says there."""
    for found in judged(world):
        held = held_against(found)
        for n in range(len(found.rows)):
            for t in range(found.panel.shape[1]):
                said = evidence(found, n, t)
                assert said is None or number(held[n, t]) == said.held_against
