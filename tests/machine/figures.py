"""What a cycle, and an act, may do to the register: held against today's figures and words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from typing import Any

from tests.machine import naive
from tests.machine.borough import DUE, OWN, PATIENCE, Borough, Words
from tests.machine.laws import Shot
from tests.machine.naive import Figures, Row
from tests.store.build import MONTH
from watchlist.asked import Deed
from watchlist.model.acts import Act, ActKind
from watchlist.model.reading import Marker

_STATES = {1: "open", 2: "recovering"}
_LEVELS = {"A": 2, "R": 3}
_LIVE, _CLEARED = (1, 2), 3

Key = tuple[str, str]  # a rule and an area


@dataclass
class Judged:
    """What was seen at the cycle before."""

    letters: dict[Key, str] = field(default_factory=dict)
    words: dict[str, Words] = field(default_factory=dict)

    def check(self, before: Shot, after: Shot, borough: Borough, figures: Figures) -> None:
        """After a cycle: the list is what the figures make of it; what is stale moves nothing;
        what became unknown clears nothing."""
        live = _live(after)
        known = {
            (rule.name, area): naive.letters(rule, figures, area)
            for rule in borough.rules.values()
            for area in OWN
        }
        assert live.keys() <= known.keys(), "a rule that is gone holds nothing"
        for (name, area), letters in known.items():
            rule, held = borough.rules[name], live.get((name, area))
            if _is_stale(figures[rule.indicator, area], borough.today):
                _nothing_moved(_was(before, after, name, area), held)
            else:
                _as_figures_say(after, rule, figures, area, held)
            old = self.letters.get((name, area))
            if old is not None and self.words.get(name) == rule and _only_unknown(old, letters):
                _nothing_cleared(before, after, name, area)
        self.letters, self.words = known, dict(borough.rules)


def _live(shot: Shot) -> dict[Key, Row]:
    """The live breaches by rule and area."""
    return {
        (row["rule"], row["area"]): row
        for row in shot["breaches"].values()
        if row["state"] in _LIVE
    }


def _was(before: Shot, after: Shot, name: str, area: str) -> Row | None:
    """The breach that a rule held before the cycle, by whatever name the rule had."""
    for number, row in before["breaches"].items():
        now = after["breaches"][number]
        if row["state"] in _LIVE and (now["rule"], now["area"]) == (name, area):
            return row
    return None


def _is_stale(series: Mapping[int, object], today: date) -> bool:
    """Whether more months than are borne should be in by now and are not."""
    read = [month for month, cell in series.items() if cell is not Marker.MISSING]
    return bool(read) and _expected(today) - max(read) > PATIENCE


def _expected(today: date) -> int:
    """The newest month that ended so long ago that its figure is due."""
    return MONTH.containing(today - timedelta(days=DUE) + timedelta(days=1)) - 1


def _nothing_moved(was: Row | None, held: Row | None) -> None:
    assert (was is None) == (held is None)
    if was and held:
        for name in ("id", "state", "level", "opened"):
            assert was[name] == held[name], name


def _as_figures_say(
    after: Shot, rule: Words, figures: Figures, area: str, held: Row | None
) -> None:
    """The breach stands where the table of the design puts it, and none at or before what the
    committee let go of."""
    said = naive.breach(rule, figures, area, _let_go(after, rule, area))
    assert said.live == (held is not None), (rule, area, said, held)
    if held is None:
        return
    assert _STATES[held["state"]] == said.state
    assert held["level"] == _LEVELS[said.level]
    assert held["opened"] == naive.FIRST + said.opened
    if not _was_silent(after, held):
        assert bool(held["unmeasured"]) == said.unmeasured
        assert bool(held["proposed"]) == said.proposed


def _let_go(shot: Shot, rule: Words, area: str) -> int:
    rows = [
        row["ordinal"]
        for row in shot["let_go"].values()
        if (row["rule"], row["area"]) == (rule.name, area)
    ]
    return max(rows, default=0)


def _was_silent(shot: Shot, held: Row) -> bool:
    """Whether it was ever marked because no return came: that is no matter of the figures."""
    return any(
        row["breach"] == held["id"] and row["reason"] == "unmeasured" and row["period"] is None
        for row in shot["transitions"].values()
    )


def _only_unknown(old: str, new: str) -> bool:
    """Whether nothing happened but that newer months are not known."""
    return new.startswith(old) and not set(new[len(old) :]) - {"?", "-"}


def _nothing_cleared(before: Shot, after: Shot, name: str, area: str) -> None:
    for number, row in before["breaches"].items():
        now = after["breaches"][number]
        if row["state"] in _LIVE and (now["rule"], now["area"]) == (name, area):
            assert now["state"] in _LIVE, now


def nobody_acted(before: Shot, after: Shot) -> None:
    """A cycle does nothing in anybody's name but its own."""
    new = [row for key, row in after["acts"].items() if key not in before["acts"]]
    assert {(row["who"], row["kind"]) for row in new} <= {("watchlist", "escalated")}


def one_act(done: Act, asked: Deed, before: Shot, after: Shot) -> None:
    """An act is one row that says what was asked, and touches its own entry and what it let go of."""
    new = after["acts"].keys() - before["acts"].keys()
    assert new == {(done.id,)}
    row = after["acts"][(done.id,)]
    assert (row["kind"], row["who"], row["entry"]) == (asked.kind, done.who, done.entry)
    for each in fields(Deed):
        if each.name not in ("kind", "due", "post", "until"):
            assert row[each.name] == getattr(asked, each.name), each.name
    for number, entry in after["entries"].items():
        assert number == (done.entry,) or before["entries"][number] == entry
    for number, breach in after["breaches"].items():
        if before["breaches"][number] != breach:
            assert asked.kind is ActKind.REMOVAL_AGREED
            assert before["breaches"][number]["proposed"]
            assert breach["entry"] == done.entry
            assert (breach["state"], breach["closed_for"]) == (_CLEARED, "removal agreed")


def muted(shot: Shot, today: date) -> set[int]:
    """The entries of which news is held back on a day."""
    found: dict[int, Any] = {}
    for _, row in sorted(shot["acts"].items()):
        if row["kind"] in ("muted", "unmuted"):
            found[row["entry"]] = row["until"]
    return {entry for entry, until in found.items() if until and str(until) >= today.isoformat()}
