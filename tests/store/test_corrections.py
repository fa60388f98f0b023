from datetime import datetime, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.store.build import CALENDARS, NOW, R, day, table, take_in
from tests.store.test_readings import current, held
from watchlist.model.corrections import By, Correction
from watchlist.model.reading import Marker, Series, Status
from watchlist.store.results import Corrected, Saved
from watchlist.store.store import Store

BY = By("p9", "performance-team", "The clinic's return was counted twice")
LATER = NOW + timedelta(days=1)


def correct(store: Store, *rows: R, now: datetime = NOW, by: By = BY) -> Corrected:
    return store.correct(table(rows), CALENDARS, by, now=now)


def test_a_correction_is_a_new_version_with_who_when_and_why(store: Store) -> None:
    """75 is put right to 83.3: it stands and is to be judged, and what stood before is kept."""
    take_in(store, R(75.0, digits=1), now=day(0))
    with store.begin(NOW) as tx:
        tx.judged(tx.to_judge(), [], {})
    (one,) = correct(store, R(83.3, digits=1)).made
    assert (one.by, one.at, one.period) == (BY, NOW, 24_000)
    assert (one.before.value, one.after.value) == (75.0, 83.3)
    assert current(store) == 83.3
    assert set(store.to_judge()) == {"assessments"}
    assert [row[6] for row in held(store, of="revisions")] == [75.0]
    assert store.corrections() == [one]


def test_what_a_correction_does_not_speak_of_stays(store: Store) -> None:
    """The target of the month, and that the figure is provisional, are as they were."""
    take_in(store, R(75.0, target=90.0, growth=2.0, status=Status.PROVISIONAL), now=day(0))
    correct(store, R(80.0, numerator=80, denominator=100))
    ((*_, value, n, d, target, growth, _, _, status, _, source),) = held(store)
    assert (value, n, d, target, growth, status) == (80, 80, 100, 90, 2, Status.PROVISIONAL)
    assert source == "correction"


@pytest.mark.parametrize("published", [None, day(5)])
def test_the_same_file_again_undoes_nothing(store: Store, published: datetime | None) -> None:
    """The source goes on giving the wrong figure, under its old date or under none."""
    wrong = R(75.0, digits=1, published=published)
    take_in(store, wrong, now=day(5))
    correct(store, R(83.3, digits=1))
    saved = take_in(store, wrong, R(70.0, period=24_001), now=LATER)
    assert saved == Saved(1, 0, 1, frozenset({"assessments"}), 1)
    assert [row[6] for row in held(store)] == [83.3, 70.0]


def test_the_wrong_figure_under_a_later_date_undoes_nothing(store: Store) -> None:
    """Every month's scorecard has the months before it, with its own date and the same mistake."""
    take_in(store, R(75.0), now=day(0))
    correct(store, R(83.3))
    again = R(75.0, digits=2, target=85.0, published=NOW + timedelta(days=30))
    assert take_in(store, again, now=LATER).put_right == 1
    assert current(store) == 83.3


def test_a_figure_that_is_new_stands(store: Store) -> None:
    """The source restates to what nobody has seen: that is news, and the latest published stands."""
    take_in(store, R(75.0), now=day(0))
    correct(store, R(83.3))
    assert take_in(store, R(84.0), now=LATER) == Saved(0, 1, 0, frozenset({"assessments"}))
    assert current(store) == 84.0
    assert take_in(store, R(75.0, published=day(3)), now=LATER).revised == 0
    assert current(store) == 84.0


def test_a_figure_taken_away_by_hand_stays_away(store: Store) -> None:
    """Somebody says that there is no such figure; the file that has it is read again."""
    take_in(store, R(75.0), now=day(0))
    (one,) = correct(store, R(marker=Marker.MISSING)).made
    assert (one.after.value, one.after.marker) == (None, Marker.MISSING)
    take_in(store, R(75.0), now=LATER)
    assert current(store) is None


def test_put_right_twice_the_first_figure_stays_wrong(store: Store) -> None:
    """75, then 80 by hand, then 82 by hand: the file brings neither back; by hand 75 may come."""
    take_in(store, R(75.0), now=day(0))
    correct(store, R(80.0))
    correct(store, R(82.0), now=LATER)
    take_in(store, R(75.0), now=LATER + timedelta(hours=1))
    assert current(store) == 82.0
    correct(store, R(75.0), now=LATER + timedelta(hours=2))
    assert current(store) == 75.0
    assert [one.after.value for one in store.corrections()] == [80.0, 82.0, 75.0]


def test_a_correction_goes_before_a_date_that_lies_ahead(store: Store) -> None:
    """A file that is dated tomorrow can be put right today."""
    take_in(store, R(75.0, published=LATER), now=NOW)
    correct(store, R(80.0))
    assert current(store) == 80.0


def test_what_changes_nothing_is_no_correction(store: Store) -> None:
    """It is not written, and nothing is to be judged."""
    take_in(store, R(75.0, target=90.0), now=day(0))
    with store.begin(NOW) as tx:
        tx.judged(tx.to_judge(), [], {})
    assert correct(store, R(75.0)) == Corrected()
    assert store.counts()["corrections"] == 0
    assert not store.to_judge()


def test_what_nobody_knows_cannot_be_put_right(store: Store) -> None:
    """A month, or an area, of which no figure ever came: then nothing of the file is done."""
    take_in(store, R(75.0), now=day(0))
    rows = (R(80.0), R(80.0, period=24_001), R(80.0, area="Elsewhere"))
    assert correct(store, *rows) == Corrected(unknown=(1, 2))
    assert current(store) == 75.0
    assert store.counts()["series"] == 1


def test_corrections_are_found_by_series_and_by_day(store: Store) -> None:
    """What an auditor asks for, and what is said of one entry."""
    take_in(store, R(75.0), R(60.0, indicator="reviews"), now=day(0))
    correct(store, R(80.0))
    correct(store, R(65.0, indicator="reviews"), now=LATER)

    def of(found: list[Correction]) -> list[str]:
        return [one.series.indicator for one in found]

    assert of(store.corrections()) == ["assessments", "reviews"]
    assert of(store.corrections(since=LATER)) == ["reviews"]
    assert of(store.corrections(until=LATER)) == ["assessments"]
    assert of(store.corrections(of={Series("reviews", "Saltmarsh")})) == ["reviews"]
    assert of(store.corrections(of=())) == []


def test_figures_as_known_before_a_correction_are_those_before_it(store: Store) -> None:
    """A backtest as of last week does not know what was put right today."""
    take_in(store, R(75.0, published=day(0)), now=day(0))
    correct(store, R(80.0))
    for before, value in ((NOW, 75.0), (LATER, 80.0)):
        (panel,) = store.panels(["assessments"], CALENDARS, before=before).values()
        assert panel.value.tolist() == [[value]]


_SAID = st.tuples(st.sampled_from([70.0, 75.0, 80.0]), st.one_of(st.none(), st.integers(0, 60)))
_AREAS = count()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(
    before=st.lists(_SAID, min_size=1, max_size=4), after=st.lists(st.integers(0, 3), max_size=4)
)
def test_nothing_that_a_source_said_before_undoes_a_correction(
    store: Store, before: list[tuple[float, int | None]], after: list[int]
) -> None:
    """Whatever the source gave, in whatever order and under whatever dates, and gives again under its
    own date, a later one or none: the figure put right by hand stands."""
    area, now = f"Area {next(_AREAS)}", day(100)
    for value, published in before:
        now += timedelta(hours=1)
        when = None if published is None else day(published)
        take_in(store, R(value, area=area, published=when), now=now)
    now += timedelta(hours=1)
    correct(store, R(83.3, area=area), now=now)
    for place in after:
        now += timedelta(hours=1)
        value, _ = before[place % len(before)]
        for when in (None, day(3), now + timedelta(days=1)):
            take_in(store, R(value, area=area, published=when), now=now)
    (panel,) = store.panels(["assessments"], CALENDARS).values()
    row = panel.row(Series("assessments", area))
    assert panel.value[row].tolist()[-1] == 83.3


def test_a_clock_that_was_set_back_makes_no_correction_older_than_what_it_corrects(
    store: Store,
) -> None:
    """Another machine's clock is behind: what was put right there is known as the newest all the same,
    and the keeper is told who did it."""
    take_in(store, R(75.0), R(70.0, period=23_999), now=NOW)
    (one,) = correct(store, R(80.0), now=NOW - timedelta(minutes=5)).made
    assert NOW < one.at < NOW + timedelta(seconds=1)
    (restated,) = store.restated(CALENDARS, {"Saltmarsh"})
    assert (restated.by, restated.before, restated.after) == (BY, "75", "80")
    take_in(store, R(75.0), now=NOW - timedelta(minutes=4))
    assert [row[6] for row in held(store)] == [70.0, 80.0]
