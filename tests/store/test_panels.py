import numpy as np

from tests.store.build import CALENDARS, MONTH, NOW, YEAR, R, day, take_in
from watchlist.model.reading import NEVER, Marker, Panel, Series, Status
from watchlist.store.results import Saved
from watchlist.store.store import Store


def months(store: Store) -> Panel:
    return store.panels(CALENDARS, CALENDARS)[MONTH]


def test_series_stand_side_by_side(store: Store) -> None:
    """Rows are sorted by name and columns run without a gap from the oldest to the newest month."""
    take_in(store, R(71.0, period=24_003, area="Saltmarsh"), R(65.0, area="England"))
    panel = months(store)
    assert panel.first == 24_000
    assert panel.shape == (2, 4)
    assert [panel.series(row).area for row in (0, 1)] == ["England", "Saltmarsh"]
    assert np.array_equal(panel.value[1], [np.nan, np.nan, np.nan, 71.0], equal_nan=True)
    assert panel.marker.tolist() == [[1, 0, 0, 0], [0, 0, 0, 1]]


def test_the_order_of_rows_is_not_that_of_imports(store: Store) -> None:
    """Whichever area came first, the panel is the same."""
    take_in(store, R(1.0, area="ä"), R(2.0, area="Z"), R(3.0, area="a"))
    assert months(store).value.ravel().tolist() == [2.0, 3.0, 1.0]


def test_every_figure_of_a_reading_is_in_its_layer(store: Store) -> None:
    """The figure as written, its parts, its target and the growth that was quoted."""
    row = R(83.3, digits=1, numerator=90, denominator=108, target=90, growth=1.5)
    take_in(store, row, R(None, 24_001, marker=Marker.CONFIDENTIAL, status=Status.PROVISIONAL))
    panel = months(store)
    figures = (panel.value, panel.numerator, panel.denominator, panel.target, panel.growth)
    assert [layer[0, 0] for layer in figures] == [83.3, 90, 108, 90, 1.5]
    assert [np.isnan(layer[0, 1]) for layer in figures] == [True] * 5
    assert panel.digits.tolist() == [[1, -1]]
    assert panel.marker.tolist() == [[Marker.FIGURE, Marker.CONFIDENTIAL]]
    assert panel.status.tolist() == [[Status.FINAL, Status.PROVISIONAL]]


def test_a_layer_that_nobody_fills_costs_nothing(store: Store) -> None:
    """Most councils quote no growth: that layer takes no memory."""
    take_in(store, R(83.3), R(84.0, period=24_001))
    assert months(store).growth.strides == (0, 0)


def test_months_and_years_are_apart(store: Store) -> None:
    """Each calendar has a panel of its own, and only what was asked for is in it."""
    take_in(
        store, R(70.0), R(62.0, period=2012, indicator="exclusions"), R(9.0, indicator="reviews")
    )
    panels = store.panels(["assessments", "exclusions"], CALENDARS)
    assert panels.keys() == {MONTH, YEAR}
    assert panels[MONTH].indicators == ("assessments",)


def test_nothing_read_is_no_panel(store: Store) -> None:
    """An indicator that has no reading yet, or forecasts only, has no panel."""
    take_in(store, R(75.0, status=Status.FORECAST))
    assert store.panels(["assessments", "reviews"], CALENDARS) == {}


def test_up_to_where_a_series_was_judged_is_kept(store: Store) -> None:
    """Which months are news is known series by series, over a restart."""
    take_in(store, R(70.0), R(71.0, area="England"))
    panel = months(store)
    assert panel.judged_to.tolist() == [NEVER, NEVER]
    with store.begin(NOW) as tx:
        tx.judged({}, [(panel.series_id[1:], np.array([24_000]))], {})
        assert tx.panels(CALENDARS, CALENDARS)[MONTH].judged_to.tolist() == [NEVER, 24_000]
    again = months(store)
    assert again.judged_to.tolist() == [NEVER, 24_000]
    assert again.series(1) == Series("assessments", "Saltmarsh")


def known_before(store: Store, number: int) -> list[list[float]]:
    """The figures of the months as they stood before a day of publication."""
    panels = store.panels(CALENDARS, CALENDARS, before=day(number))
    return panels[MONTH].value.tolist() if panels else []


def test_figures_as_they_were_known_on_a_day(store: Store) -> None:
    """On a day the figures stand as the latest version published before it said, also where later
    ones came first; what was published afterwards is not there."""
    take_in(store, R(72.0, published=day(30)))
    take_in(store, R(70.0, published=day(10)), R(80.0, period=24_001, published=day(20)))
    take_in(store, R(71.0, published=day(20)))
    assert known_before(store, 10) == []
    assert known_before(store, 11) == [[70.0]]
    assert known_before(store, 21) == [[71.0, 80.0]]
    assert known_before(store, 31) == [[72.0, 80.0]] == months(store).value.tolist()


def test_of_two_published_together_the_later_one_was_known(store: Store) -> None:
    """A file corrected without a new date stands as corrected, also once a newer figure stands."""
    take_in(store, R(70.0, published=day(10)))
    take_in(store, R(71.0, published=day(10)))
    take_in(store, R(99.0, published=day(30)))
    assert known_before(store, 11) == [[71.0]]


def test_a_figure_that_was_withdrawn_was_known_until_then(store: Store) -> None:
    """A figure replaced by a symbol stands as a figure before the day of the symbol."""
    take_in(store, R(70.0, published=day(10)))
    take_in(store, R(None, marker=Marker.CONFIDENTIAL, published=day(20)))
    panel = store.panels(CALENDARS, CALENDARS, before=day(11))[MONTH]
    assert panel.marker.tolist() == [[Marker.FIGURE]]
    assert months(store).marker.tolist() == [[Marker.CONFIDENTIAL]]


def test_a_figure_over_two_months_stands_at_the_second(store: Store) -> None:
    """34 in January and February stands in February as two months long, until that has a figure of
    its own."""
    take_in(store, R(34.0, span=2))
    panel = months(store)
    assert np.array_equal(panel.value, [[np.nan, 34.0]], equal_nan=True)
    assert panel.length.tolist() == [[1.0, 2.0]]
    take_in(store, R(16.0, period=24_001))
    panel = months(store)
    assert panel.value[0, -1] == 16.0
    assert panel.of_one_length


def test_the_shortest_of_several_figures_for_a_month_stands(store: Store) -> None:
    """Two months say more of February than three; a blank month says nothing at all."""
    take_in(store, R(34.0, period=24_001, span=2), R(60.0, span=3))
    take_in(store, R(20.0, period=24_002))
    take_in(store, R(marker=Marker.MISSING, period=24_002))
    panel = months(store)
    assert panel.value[0, -1] == 34.0
    assert panel.length[0, -1] == 2.0


def test_forecasts_are_as_little_part_of_what_was_known(store: Store) -> None:
    """People's forecasts are not judged, whichever day is meant; longer figures are as they were."""
    take_in(store, R(75.0, status=Status.FORECAST, published=day(10)))
    take_in(store, R(34.0, span=2, published=day(10)), R(70.0, published=day(10)))
    take_in(store, R(35.0, span=2, published=day(20)), R(76.0, status=Status.FORECAST))
    assert known_before(store, 15) == [[70.0, 34.0]]
    assert known_before(store, 30) == [[70.0, 35.0]]


def test_a_part_of_a_year_stands_until_the_year_is_known(store: Store) -> None:
    """Eight months of 2012-13 are two thirds of it; of two parts the longer one stands, and the
    year's own figure takes its place, also where it came first."""
    months_so_far = R(343, indicator="exclusions", period=2012, span=-8)
    take_in(store, months_so_far, R(200, indicator="exclusions", period=2012, span=-5))
    take_in(store, R(40, indicator="exclusions", area="England", period=2011))
    (panel,) = store.panels(["exclusions"], CALENDARS).values()
    assert panel.value[1].tolist()[1:] == [343.0]
    assert panel.length[1, 1] == 8 / 12
    take_in(store, R(484, indicator="exclusions", period=2012))
    assert take_in(store, months_so_far) == Saved(0, 0, 1, frozenset())
    (panel,) = store.panels(["exclusions"], CALENDARS).values()
    assert panel.value[1].tolist()[1:] == [484.0]
    assert panel.of_one_length


def test_forecasts_are_kept_beside_the_figures(store: Store) -> None:
    """What officers expect is there to be shown, of the series asked for and no other."""
    take_in(
        store,
        R(484, indicator="exclusions", period=2012, status=Status.FORECAST, digits=0),
        R(500, indicator="exclusions", area="England", period=2012, status=Status.FORECAST),
        R(343, indicator="exclusions", period=2012, span=-8),
    )
    ours = Series("exclusions", "Saltmarsh")
    found = store.forecasts({ours}, CALENDARS)
    assert [(cell.period, cell.value, cell.status) for cell in found[ours]] == [
        (2012, 484.0, Status.FORECAST)
    ]
    assert found.keys() == {ours}
    assert store.forecasts({Series("reviews", "Saltmarsh")}, CALENDARS) == {}
