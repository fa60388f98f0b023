"""A register that is led step by step, with or without what has run out being removed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from tests.machine.deeds import ABOUTS, SENSIBLE, deed
from tests.machine.laws import Shot, shot
from tests.machine.life import A_MONTH, BEGUN, CELLS, PICK, RULES, SCRIPTS, WHICH, Life
from watchlist.acting import act
from watchlist.model.acts import ActKind
from watchlist.model.errors import UsageError
from watchlist.register.retention import Kind, Retention, Term
from watchlist.retaining import retain
from watchlist.store.results import MessageState

#: So that a life of some months is long enough.
SHORT = Retention(papers=Term(1), background=Term(1))

#: Entries that somebody may no longer mean, because they were removed from one of two registers.
Gone = set[int]


class Led(Life):
    """What it does is not held against laws here."""

    def __init__(self, ground: Callable[[Path], str], gone: Gone) -> None:
        super().__init__(ground)
        self.gone = gone
        self.told: dict[tuple[str, str, str], object] = {}
        self.ran_out: Counter[Kind] = Counter()

    def lived(self, step: str) -> None:
        self.then, self.now = self.now, shot(self.borough.store)
        for row in self.now["notices"].values():
            known_by = row["subject"], row["post"], row["channel"]
            first = self.told.setdefault(known_by, row["created_at"])
            assert first == row["created_at"], f"told twice: {known_by}"

    def judges(self) -> None:
        self.ticks()
        self.borough.cycles()
        self.lived("cycle")

    def retains(self) -> None:
        """What has run out is removed; a second time at the same moment there is nothing left."""
        store, now = self.borough.store, self.borough.now
        self.ran_out += retain(store, SHORT, "Europe/London", now).removed
        assert retain(store, SHORT, "Europe/London", now).figures() == {}
        self.lived("retention")
        self.gone |= {number for (number,) in self.now["removed_entries"]}

    def all_is_well_for_long(self, months: int) -> None:
        """What was told is delivered, what the committee decides on leaves, and time goes on."""
        self.messages_go_out([], [])
        for _ in range(months):
            self.a_month_goes_by([95.0] * len(self.figures), judged=True)
            self.the_committee_meets(agrees=True, people_too=True)
            self.messages_go_out([], [])

    def dead_letters_are_sent_again(self) -> None:
        for dead in self.borough.store.deliveries(MessageState.DEAD):
            if dead.replaced_by is None:
                assert self.borough.store.retry(dead.message, self.borough.now)
        self.lived("delivery")

    def asks(
        self, who: str, reference: str | None, kind: ActKind, fields: Mapping[str, Any],
        **more: Any,
    ) -> bool:  # fmt: skip
        self.ticks()
        meant = {int(reference or 0), fields.get("number") if kind is ActKind.FOLLOWS else 0}
        if meant & self.gone:
            return False
        store, setting, now = self.borough.store, self.borough.app.setting, self.borough.now
        asked = deed(kind, fields, self.borough.today)
        try:
            act(store, setting, reference, asked, who=who, now=now, **more)
        except UsageError:
            return False
        self.lived("act")
        return True

    def teardown(self) -> None:
        if hasattr(self, "borough"):
            self.borough.store.close()
        self._folder.cleanup()


def _step(name: str, **drawn: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.tuples(st.just(name), st.fixed_dictionaries(drawn))


_SAME = {"cell": st.sampled_from([95.0, 50.0]), "months": st.integers(1, 3)}
_SPELL = _step("a_spell_of_the_same", **_SAME, meets=st.booleans(), tidied=st.booleans())
_LONG = _step("all_is_well_for_long", months=st.integers(2, 4))

#: What may happen to both of them: (what, with what).
STEPS = st.one_of(
    _SPELL,
    _LONG,
    _LONG,
    _step("a_month_goes_by", cells=A_MONTH, judged=st.just(True)),
    _step("a_figure_is_restated", series=WHICH, back=PICK, cell=CELLS),
    _step("a_figure_is_put_right_by_hand", series=WHICH, back=PICK, cell=CELLS),
    _step("an_old_file_comes_again", pick=PICK),
    _step("a_rule_is_edited", pick=PICK, words=RULES),
    _step("the_rules_are_renamed", judged=st.booleans()),
    _step("a_busy_day", deeds=st.lists(st.tuples(SENSIBLE, PICK), min_size=1, max_size=5)),
    _step("somebody_puts_it_on_the_list", who=st.sampled_from(["p1", "p3"]), about=ABOUTS),
    _step(
        "something_is_to_be_done", kind=st.sampled_from(BEGUN), pick=PICK, days=st.integers(0, 99)
    ),
    _step("it_is_muted_and_goes_on", pick=PICK, bad=A_MONTH),
    _step("messages_go_out", mailbox=SCRIPTS, room=SCRIPTS),
    _step("messages_go_out", mailbox=st.just([]), room=st.just([])),
    _step("dead_letters_are_sent_again"),
    _step("the_quiet_start_is_released"),
)
START = st.fixed_dictionaries(
    {
        "quiet": st.booleans(),
        "first": st.lists(RULES, min_size=1, max_size=3),
        "months": st.lists(A_MONTH, max_size=3),
    }
)


def held_beside(kept: Shot, removed: Shot, gone: Gone) -> None:
    """Two registers are alike but for what was removed from the second."""
    for name in ("entries", "breaches", "transitions", "acts"):
        column = "entry" if name != "entries" else "id"
        left = {key: row for key, row in kept[name].items() if row[column] not in gone}
        assert removed[name] == left, name
    for name in ("let_go", "readings", "rules_judged", "series", "corrections"):
        assert removed[name] == kept[name], name
    assert _standing(removed) == _standing(kept)
    assert removed["to_judge"].keys() == kept["to_judge"].keys()


def _standing(shot: Shot) -> set[tuple[object, ...]]:
    """What is doubtful about the data."""
    rows = [row for row in shot["data_checks"].values() if row["gone_at"] is None]
    return {(row["key"], row["figures"], row["first_seen"]) for row in rows}
