"""The list as the public may see it: nothing on it, and nothing that is missing from it, tells of a
figure that is withheld."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cycle.town import NOW
from tests.public.hamlet import Hamlet, Written
from watchlist.model.reading import Marker
from watchlist.model.rule import Level
from watchlist.public_list import WITHHELD, PublicEntry
from watchlist.store.open import open_store
from watchlist.store.store import Store


def test_only_what_is_public_is_on_it(store: Store) -> None:
    """Of four that stand on the council's list one is public; the internal and the exempt are not on
    the public's at all."""
    hamlet = Hamlet.founded(store)
    figures = [6, 7, 20, 21, 22, 23, 24]
    hamlet.reports({"missing": figures, "caseload": figures, "unsafe": figures})
    assert len(store.live_entries()) == 3
    listed = hamlet.public()
    assert [one.title for one in listed.entries] == ["Children missing from care"]
    (entry,) = listed.entries
    assert (entry.level, entry.committee) == (Level.AMBER, "children")
    assert "24 in December 2013. That is worse than the target of 8." in entry.sentences[0]
    assert [row.figure for row in entry.rows] == ["7", "20", "21", "22", "23", "24"]


def test_where_the_newest_figure_is_withheld_nothing_is_said_of_how_it_stands(
    store: Store,
) -> None:
    """It was 12 and is 3: that it recovers would tell that it is under 8."""
    hamlet = Hamlet.founded(store)
    hamlet.reports({"missing": [6, 7, 12, 12, 12, 12, 3]})
    (entry,) = hamlet.public().entries
    assert (entry.level, entry.withheld, entry.sentences) == (None, True, (WITHHELD,))
    assert [row.figure for row in entry.rows] == ["7", "12", "12", "12", "12", "withheld"]


def test_a_figure_withheld_in_between_is_not_known(store: Store) -> None:
    """Two rises running with a withheld month between them are, to the public, no two rises."""
    hamlet = Hamlet.founded(store)
    hamlet.reports({"exclusions": [9, 9, 9, 9, 1, 7, 8]})
    assert store.live_entries()[0].level is Level.RED
    (entry,) = hamlet.public().entries
    assert entry.level is Level.AMBER  # over three in two months that are shown
    assert "rise" not in " ".join(entry.sentences)


def test_what_rests_on_a_figure_that_is_not_public_is_not_made(store: Store) -> None:
    """More exclusions than cases held: the cases are internal, so the public is told of no such
    thing."""
    hamlet = Hamlet.founded(store)
    hamlet.reports({"exclusions": [20] * 7, "caseload": [10] * 7})
    titles = {breach.rule for breach in store.live_breaches()}
    assert titles == {"many", "off-the-rest", "busy"}
    (entry,) = hamlet.public().entries
    assert [breach.rule for breach in entry.breaches] == ["many"]


def test_people_are_told_of_by_their_posts_and_only_what_is_public(store: Store) -> None:
    """Without a word in public an entry has no reference: that there is one may tell of something."""
    hamlet = Hamlet.founded(store)
    hamlet.reports({"missing": [6, 7, 12, 12, 12, 12, 13]})
    (entry,) = hamlet.public().entries
    assert (entry.reference, entry.said) == (None, ())


def test_what_was_published_stays(store: Store) -> None:
    """A figure that was shown stays shown; one that was withheld stays withheld though it grew: beside
    what was shown before the difference would tell."""
    hamlet = Hamlet.founded(store)
    hamlet.reports({"missing": [9, 9, 12, 12, 12, 12, 3]})
    hamlet.publishes()
    hamlet.reports({"missing": [9, 9, 12, 12, 12, 12, 14]}, now=NOW + timedelta(days=1))
    (entry,) = hamlet.publishes(now=NOW + timedelta(days=2)).entries
    assert entry.rows[-1].figure == "withheld"
    told = store.publications()
    assert [(one.entries, one.withheld) for one in told] == [(1, 1), (1, 1)]
    assert (told[0].who, told[0].acting_for) == ("p2", "keeper")


def test_a_look_is_no_publication(store: Store) -> None:
    """What nobody was told binds nobody."""
    hamlet = Hamlet.founded(store)
    hamlet.reports({"missing": [9, 9, 12, 12, 12, 12, 3]})
    hamlet.public()
    hamlet.reports({"missing": [9, 9, 12, 12, 12, 12, 14]}, now=NOW + timedelta(days=1))
    assert hamlet.public().entries[0].rows[-1].figure == "14"
    assert store.publications() == []


def test_a_part_is_withheld_beside_another(store: Store) -> None:
    """Three of 20 are girls: the boys are withheld as well, else the girls could be worked out."""
    hamlet = Hamlet.founded(store)
    hamlet.reports({"missing": [20], "missing;sex=girls": [3], "missing;sex=boys": [17]})
    (panel,) = hamlet.figures().panels(
        {"missing"}, {"missing": hamlet.book.indicators["missing"].calendar}
    ).values()  # fmt: skip
    shown = {panel.series(row).breakdown: Marker(int(panel.marker[row, 0])) for row in range(3)}
    assert shown == {
        "": Marker.FIGURE,
        "sex=girls": Marker.CONFIDENTIAL,
        "sex=boys": Marker.CONFIDENTIAL,
    }


def test_what_anybody_can_read_elsewhere_is_not_withheld_for_others(store: Store) -> None:
    """National statistics give the boys anyway: to withhold them would help nobody."""
    hamlet = Hamlet.founded(store)
    parts: dict[str, list[Written]] = {
        "missing": [20],
        "missing;sex=girls": [Marker.CONFIDENTIAL],
        "missing;sex=boys": [11],
    }
    hamlet.reports(parts, source="national")
    (panel,) = hamlet.figures("national").panels(
        {"missing"}, {"missing": hamlet.book.indicators["missing"].calendar}
    ).values()  # fmt: skip
    shown = {panel.series(row).breakdown: Marker(int(panel.marker[row, 0])) for row in range(3)}
    assert shown["sex=boys"] is Marker.FIGURE
    assert hamlet.figures().withheld == 0


_FIGURE = st.integers(0, 14) | st.integers(6, 40)
_MONTHS = st.lists(_FIGURE, min_size=3, max_size=9)
_OTHERS = st.lists(st.integers(1, 5), min_size=9, max_size=9)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(missing=_MONTHS, exclusions=_MONTHS, caseload=_MONTHS, others=_OTHERS, cases=_MONTHS)
def test_another_small_number_would_make_the_same_list(
    missing: list[int], exclusions: list[int], caseload: list[int],
    others: list[int], cases: list[int],
) -> None:  # fmt: skip
    """The law of the public list: two councils whose figures differ only in small numbers, and in what
    is not public, have the same one: its lines, its levels, its sentences and its tables."""
    one = {"missing": missing, "exclusions": exclusions, "caseload": caseload}
    other = {"missing": _other(missing, others), "exclusions": _other(exclusions, others[::-1])}
    assert _listed(one) == _listed({**other, "caseload": cases})


def _other(figures: Sequence[int], others: Sequence[int]) -> list[int]:
    """The same figures with other small numbers for the small ones."""
    return [
        other if 1 <= figure <= 5 else figure
        for figure, other in zip(figures, others, strict=False)
    ]


def _listed(figures: dict[str, list[int]]) -> list[tuple[object, ...]]:
    with (
        TemporaryDirectory() as folder,
        closing(open_store(f"sqlite:///{folder}/list.db")) as store,
    ):
        hamlet = Hamlet.founded(store)
        hamlet.reports(dict(figures))
        return [_all_of(one) for one in hamlet.public().entries]


def _all_of(one: PublicEntry) -> tuple[object, ...]:
    return (one.title, one.state, one.reference, one.sentences, one.said, one.rows)
