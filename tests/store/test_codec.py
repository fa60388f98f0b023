from hypothesis import given
from hypothesis import strategies as st

from watchlist.model.finding import Evidence
from watchlist.model.register import DataCheck, Track
from watchlist.store.codec import decode, encode


@given(st.from_type(Evidence))
def test_the_figures_behind_a_decision_are_read_back_exactly(evidence: Evidence) -> None:
    """Ten years on, a breach is explained with the very figures that opened it."""
    assert repr(decode(Evidence, encode(evidence))) == repr(evidence)


@given(st.from_type(Track))
def test_where_a_breach_stands_is_read_back_exactly(track: Track) -> None:
    """How many good readings a breach has had is not lost over a restart."""
    assert repr(decode(Track, encode(track))) == repr(track)


@given(st.from_type(DataCheck))
def test_numbers_stay_numbers_and_words_stay_words(check: DataCheck) -> None:
    """A check's figures may be numbers or words, and neither turns into the other."""
    assert repr(decode(dict, encode(check.figures))) == repr(check.figures)


def test_a_row_of_an_older_version_takes_the_defaults() -> None:
    """What was stored before a field existed is still readable, and so is what has gone since."""
    assert decode(Track, '{"good": 2, "forgotten": true}') == Track(good=2)
