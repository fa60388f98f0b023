"""The indicator that a row of a scorecard is: what it says itself, what is guessed, what is open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from watchlist.beginning import words
from watchlist.beginning.found import Found, is_number
from watchlist.beginning.guess import Guess, bare, numbers_of, slug_of
from watchlist.beginning.periods import Rhythm
from watchlist.beginning.rhythms import rhythm_guess
from watchlist.beginning.targets import (
    is_plain_target,
    large,
    small_targets,
    target_of,
    tolerance_guess,
)
from watchlist.beginning.units import unit_guess
from watchlist.model.indicator import Better, Unit, UnitKind

#: Nobody writes more decimal places.
_MOST_PLACES = 4


@dataclass(frozen=True)
class Guessed:
    """An indicator; a part that is None could not be guessed. ``every`` may name the month in which a
    reporting year ends; ``places`` are the decimal places of most figures; ``target_apart``: the target
    cannot be read with the figures."""

    id: str
    found: Found
    unit: Guess | None
    rhythm: Rhythm | None
    every: Guess | None
    ends: Guess | None
    better: Guess | None
    places: int
    target: float | None
    tolerance: Guess | None
    fractions: bool = False
    target_apart: bool = False

    @property
    def history(self) -> int:
        """Periods with a figure."""
        return len(self.rhythm.ordinals) if self.rhythm else 0


def guessed_indicators(found: Iterable[Found], bare_year: str, *, fractions: bool) -> list[Guessed]:
    """Those that have figures at all; ``fractions`` where the source can read 0.83 as 83%."""
    taken: set[str] = set()
    guessed = []
    for one in found:
        if numbers_of(one.values) or one.counted:
            guessed.append(_guessed(one, _id(one.name, taken), bare_year))
    if fractions and _mixed(guessed):
        fractions = False
    return [one if fractions else _without_fractions(one) for one in guessed]


def _id(name: str, taken: set[str]) -> str:
    slug = slug_of(name) or "indicator"
    found, number = slug, 2
    while found in taken:
        found, number = f"{slug}-{number}", number + 1
    taken.add(found)
    return found


def _guessed(found: Found, identifier: str, bare_year: str) -> Guessed:
    unit, fractions = unit_guess(found)
    rhythm, every, ends = rhythm_guess(found, bare_year)
    is_percent = unit is not None and unit.value == "percent"
    small = is_percent and small_targets(found)
    apart = (small and large(found.values)) or (fractions and large(found.targets))
    target = target_of(found, fractions=small or fractions)
    return Guessed(
        id=identifier,
        found=found,
        unit=unit,
        rhythm=rhythm,
        every=every,
        ends=ends,
        better=_better(found),
        places=_places(found, fractions=fractions),
        target=target,
        tolerance=tolerance_guess(found, unit, target),
        fractions=fractions or (small and not apart),
        target_apart=apart or not is_plain_target(found),
    )


def _better(found: Found) -> Guess | None:
    if said := words.said_better(found.beside.get("better", "")):
        return Guess(str(said))
    if likely := words.likely_better(found.title):
        return Guess(str(likely[0]), f"its title says {likely[1]}")
    return None


def _places(found: Found, *, fractions: bool) -> int:
    """The most usual, of two alike the more; one where a machine worked all of them out."""
    counts: Counter[int] = Counter()
    for text, times in found.values.items():
        plain = bare(text)
        if is_number(plain) and plain != "0":  # nothing has no places
            places = len(plain.partition(".")[2]) - (2 if fractions and "%" not in text else 0)
            counts[max(0, places)] += times
    written = {places: times for places, times in counts.items() if places <= _MOST_PLACES}
    usual = 1 if counts else 0
    return max(written, key=lambda places: (written[places], places), default=usual)


def _mixed(guessed: Iterable[Guessed]) -> bool:
    """Whether some percentages are fractions and others, without a sign either, are not."""
    percent = [one for one in guessed if one.unit and one.unit.value == "percent"]
    plain = [one for one in percent if not one.fractions and large(one.found.values)]
    return any(one.fractions for one in percent) and bool(plain)


def _without_fractions(one: Guessed) -> Guessed:
    """A source that cannot tell fractions from percentages takes them as numbers."""
    return replace(one, unit=None, fractions=False) if one.fractions else one


def unit_of(one: Guessed) -> Unit:
    """The unit by which its figures are read; a number where none was guessed."""
    if one.unit is None:
        return words.NUMBER
    word, _, per = one.unit.value.partition(" per ")
    return Unit(UnitKind(word), int(per) if per else None)


def better_of(one: Guessed) -> Better:
    return Better(one.better.value) if one.better else Better.NEITHER
