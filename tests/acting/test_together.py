"""Several deeds of one command: all of them, or none."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.acting.council import NOW, Council
from watchlist.acting import act_together
from watchlist.asked import About, Deed
from watchlist.model.acts import Act, ActKind
from watchlist.model.errors import UsageError
from watchlist.store import notices
from watchlist.store.store import Store

CAUSE = Deed(ActKind.CAUSE, "An IT fault")
REMEDY = Deed(ActKind.REMEDY, "It is mended")
OVERSEER = Deed(ActKind.OVERSIGHT, post="director")


@pytest.fixture
def council(store: Store) -> Council:
    council = Council.founded(store)
    council.reads("2013-10", 90, 80, 80)
    return council


def together(
    council: Council, *deeds: Deed, who: str = "p1", reference: str | None = "WL-0001"
) -> list[Act]:
    about = None if reference else About(title="Bus passes")
    return act_together(
        council.store, council.setting, reference, deeds, who=who, now=NOW, about=about
    )


def test_several_deeds_stand_in_their_order_and_in_the_chain(council: Council) -> None:
    """Cause, remedy and overseer in one command: three acts, one after the other, all told."""
    done = together(council, CAUSE, REMEDY, OVERSEER)
    assert [one.kind for one in done] == [ActKind.CAUSE, ActKind.REMEDY, ActKind.OVERSIGHT]
    assert council.story()[-3:] == ["cause", "remedy", "oversight"]
    assert not council.store.verify(None).broken
    assert [notice.post for notice in council.notices(done[2])] == ["director"]


def test_the_last_that_may_not_be_done_undoes_the_first(council: Council) -> None:
    """What is refused only by what comes before it in the same command: nothing is written."""
    before = council.store.counts()
    for deeds, why in (
        ((CAUSE, Deed(ActKind.UNMUTED)), "WL-0001 is not muted; nothing was done"),
        ((Deed(ActKind.HOLDS), Deed(ActKind.HOLDS)), "is held by head already; nothing was done"),
        ((CAUSE, Deed(ActKind.OVERSIGHT, post="nobody")), 'no post "nobody"; nothing was done'),
    ):
        with pytest.raises(UsageError) as refused:
            together(council, *deeds)
        assert why in str(refused.value)
    assert council.store.counts() == before
    assert council.record().cause is None


def test_a_new_entry_is_not_there_where_what_is_said_of_it_is_refused(council: Council) -> None:
    """The chair may put bus passes on the list, and may not say that their data is in doubt: no entry,
    no number."""
    doubt = Deed(ActKind.DATA_IN_DOUBT, "Counted twice")
    with pytest.raises(UsageError, match="nothing was done"):
        together(council, Deed(ActKind.ADDED, "Asked for"), doubt, who="p3", reference=None)
    assert council.listed() == ["WL-0001"]
    first, second = together(
        council, Deed(ActKind.ADDED, "Asked for"), CAUSE, who="p2", reference=None
    )
    assert (first.entry, second.entry) == (2, 2)


def test_a_crash_between_two_deeds_leaves_neither(
    council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The machine stops while the second is told: the first was never said."""
    told = []

    def dies(*given: object) -> int:
        told.append(given)
        if len(told) == 2:
            raise KeyboardInterrupt
        return 0

    before = council.store.counts()
    monkeypatch.setattr(notices, "notify", dies)
    with pytest.raises(KeyboardInterrupt):
        together(council, CAUSE, REMEDY)
    assert council.store.counts() == before


def test_two_people_at_once_do_not_mix(council: Council) -> None:
    """Two officers say two things each, at the same moment: each one's stand together."""
    deeds = (CAUSE, REMEDY)
    with ThreadPoolExecutor(2) as pool:
        for one in [pool.submit(together, council, *deeds, who=who) for who in ("p1", "p2")]:
            one.result()
    who = [act.who for act in council.store.acts_of([1])[1]]
    assert who in (["p1", "p1", "p2", "p2"], ["p2", "p2", "p1", "p1"])
    assert not council.store.verify(None).broken
