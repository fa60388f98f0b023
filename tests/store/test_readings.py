from datetime import timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.store.build import CALENDARS, MONTH, NOW, R, day, table, take_in
from watchlist.model.period import Calendar, Frequency
from watchlist.model.reading import Marker, Status
from watchlist.store.results import Saved
from watchlist.store.store import Store
from watchlist.store.tables import metadata, readings, revisions, series


def held(store: Store, *, of: str = "readings") -> list[tuple[object, ...]]:
    """What is stored, but for numbers and for when it was taken in."""
    rows = metadata.tables[of]
    names = [series.c.indicator, series.c.area, series.c.breakdown]
    but = ("id", "series", "recorded")
    columns = [column for column in rows.c if column.name not in but]
    query = select(*names, *columns).join_from(rows, series)
    with store.reading() as connection:
        return sorted((tuple(row) for row in connection.execute(query)), key=repr)


def current(store: Store) -> float | None:
    with store.reading() as connection:
        value: float | None = connection.execute(select(readings.c.value)).scalar_one()
        return value


def test_a_first_import_adds_every_row(store: Store) -> None:
    """A council's first scorecard is taken in whole, and what it touches is to be judged."""
    saved = take_in(store, R(70.0), R(71.5, period=24_001), R(3.0, indicator="exclusions"))
    assert saved == Saved(3, 0, 0, frozenset({"assessments", "exclusions"}))
    assert store.to_judge().keys() == {"assessments", "exclusions"}
    assert store.counts()["readings"] == 3


def test_the_same_file_again_changes_nothing(store: Store) -> None:
    """A scorecard that is read every quarter of an hour is news only once."""
    rows = (R(70.0, digits=1), R(marker=Marker.CONFIDENTIAL, period=24_001))
    take_in(store, *rows)
    with store.begin(NOW) as tx:
        tx.judged(tx.to_judge(), [], {})
    assert take_in(store, *rows, now=day(400)) == Saved(0, 0, 2, frozenset())
    assert not store.to_judge()
    assert store.counts()["revisions"] == 0


def test_a_file_is_known_by_its_hash(store: Store) -> None:
    """A file that was imported is not read a second time."""
    assert not store.seen("f00d")
    take_in(store, R(70.0), sha256="f00d")
    assert store.seen("f00d")


def test_an_empty_file_is_remembered_too(store: Store) -> None:
    """A scorecard without rows is an import of nothing."""
    assert take_in(store, sha256="e") == Saved(0, 0, 0, frozenset())
    assert store.seen("e")


def test_a_restated_figure_stands_and_the_old_one_is_kept(store: Store) -> None:
    """When 70 becomes 84 the new figure is judged, and the old one is still known."""
    take_in(store, R(70.0))
    assert take_in(store, R(84.0), now=day(400)) == Saved(0, 1, 0, frozenset({"assessments"}))
    assert current(store) == 84.0
    with store.reading() as connection:
        assert connection.execute(select(revisions.c.value)).scalars().all() == [70.0]


def test_an_older_publication_never_replaces_a_newer(store: Store) -> None:
    """Importing last year's release after this year's does not bring back last year's figure."""
    take_in(store, R(84.0, published=day(9)))
    saved = take_in(store, R(70.0, published=day(1)))
    assert saved == Saved(0, 0, 1, frozenset())
    assert current(store) == 84.0
    assert store.counts()["revisions"] == 1


def test_of_two_published_together_the_later_import_stands(store: Store) -> None:
    """A corrected file with the same date of publication is a correction."""
    take_in(store, R(70.0, published=day(1)))
    take_in(store, R(71.0, published=day(1)))
    assert current(store) == 71.0


def test_a_change_of_target_alone_is_judged(store: Store) -> None:
    """The figure is the same and the target is not: the verdict may be another."""
    take_in(store, R(70.0, target=85.0))
    assert take_in(store, R(70.0, target=65.0)).indicators == {"assessments"}


def test_a_republished_figure_is_no_news(store: Store) -> None:
    """The same figure in a newer release is kept with its date, and nobody is told."""
    take_in(store, R(70.0, published=day(1)))
    assert take_in(store, R(70.0, published=day(5))) == Saved(0, 0, 1, frozenset())


def test_missing_is_kept_only_where_it_takes_a_figure_away(store: Store) -> None:
    """Blank months to come are nothing; a figure that was given and is blank now is."""
    blank = R(marker=Marker.MISSING)
    assert take_in(store, blank) == Saved(0, 0, 1, frozenset())
    take_in(store, R(70.0))
    assert take_in(store, blank) == Saved(0, 1, 0, frozenset({"assessments"}))
    assert current(store) is None


def test_a_forecast_stands_beside_the_reading(store: Store) -> None:
    """What officers expect for March is another figure than what March was."""
    take_in(store, R(70.0), R(75.0, status=Status.FORECAST))
    assert store.counts()["readings"] == 2
    panel = store.panels(["assessments"], CALENDARS)[MONTH]
    assert panel.value.tolist() == [[70.0]]


def test_an_infinite_figure_never_arrives(store: Store) -> None:
    """Infinity is no reading, on either database."""
    with pytest.raises(ValueError, match="infinite"):
        take_in(store, R(float("inf")))
    assert store.counts()["readings"] == 0


def test_odd_figures_are_the_same_on_both_databases(store: Store) -> None:
    """Nought is nought, a NaN is no figure, and a tenth keeps every bit."""
    take_in(store, R(-0.0), R(float("nan"), period=24_001), R(0.1 + 0.2, period=24_002))
    with store.reading() as connection:
        values = connection.execute(select(readings.c.value).order_by(readings.c.period))
        assert repr(values.scalars().all()) == "[0.0, None, 0.30000000000000004]"


def test_names_may_hold_anything(store: Store) -> None:
    """Quotes, commas, percent signs and other alphabets in a breakdown are just text."""
    odd = "ethnicity=Gypsy, \"Roma\" 100%s \\N 'x' Ŷ"
    take_in(store, R(70.0, breakdown=odd), R(71.0, breakdown=""))
    panel = store.panels(["assessments"], CALENDARS)[MONTH]
    assert panel.breakdowns == ("", odd)


def test_a_change_of_frequency_begins_a_new_series(store: Store) -> None:
    """An indicator that was monthly and is quarterly now is not one series of both."""
    take_in(store, R(70.0))
    quarterly = {"assessments": Calendar(Frequency.QUARTER)}
    store.save_readings(table([R(71.0, period=8_000)]), quarterly, source="s", sha256=None, now=NOW)
    (panel,) = store.panels(["assessments"], quarterly).values()
    assert panel.value.tolist() == [[71.0]]


def test_a_mark_set_while_judging_stays(store: Store) -> None:
    """Readings that come while others are judged are judged next time, not forgotten."""
    take_in(store, R(70.0))
    marks = store.to_judge()
    take_in(store, R(71.0))
    with store.begin(NOW) as tx:
        tx.judged(marks, [], {})
    assert store.to_judge().keys() == {"assessments"}


_rows = st.builds(
    R,
    value=st.sampled_from([1.0, 2.5, 0.1, None]),
    period=st.sampled_from([24_000, 24_001]),
    span=st.sampled_from([1, 2]),
    digits=st.sampled_from([None, 0]),
    marker=st.sampled_from([Marker.FIGURE, Marker.CONFIDENTIAL, Marker.MISSING]),
    status=st.sampled_from([Status.FINAL, Status.FORECAST]),
)


def _cell(row: R) -> tuple[int, int, bool]:
    return row.period, row.span, row.status is Status.FORECAST


@st.composite
def _imports(draw: st.DrawFn) -> tuple[list[R], list[list[R]]]:
    """Rows, no two of one cell published together, and the same rows in another order and split."""
    rows = draw(st.lists(_rows, max_size=10))
    dated = [
        R(**{**vars(row), "published": day(sum(_cell(row) == _cell(other) for other in rows[:n]))})
        for n, row in enumerate(rows)
    ]
    again = draw(
        st.permutations(dated + draw(st.lists(st.sampled_from(dated or [R()]), max_size=3)))
    )
    again = [row for row in again if row in dated]
    cuts = sorted(draw(st.lists(st.integers(0, len(again)), max_size=3)))
    edges = [0, *cuts, len(again)]
    return dated, [again[a:b] for a, b in pairwise(edges)]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(_imports())
def test_any_order_and_any_split_give_the_same_store(
    store: Store, imports: tuple[list[R], list[list[R]]]
) -> None:
    """Whether twelve monthly files come in turn, backwards or as one, the store is the same."""
    at_once, bit_by_bit = imports
    seen = []
    for parts in ([at_once], bit_by_bit):
        _empty(store)
        for number, part in enumerate(parts):
            take_in(store, *part, now=NOW + timedelta(minutes=number))
        seen.append((held(store), held(store, of="revisions")))
    assert seen[0] == seen[1]


def _empty(store: Store) -> None:
    with store.writing() as connection:
        for name in ("to_judge", "revisions", "readings", "imports", "series"):
            connection.execute(metadata.tables[name].delete())


def test_many_rows_at_once(store: Store) -> None:
    """Ten thousand readings of many areas come back in their places."""
    rows = [R(float(n), period=24_000 + n % 20, area=f"area {n // 20:04d}") for n in range(10_000)]
    take_in(store, *reversed(rows))
    panel = store.panels(["assessments"], CALENDARS)[MONTH]
    assert np.array_equal(panel.value.ravel(), np.arange(10_000.0))
