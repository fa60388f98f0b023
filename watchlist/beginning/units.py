"""The unit of an indicator, by its figures and its title."""

from __future__ import annotations

from watchlist.beginning import words
from watchlist.beginning.found import Found
from watchlist.beginning.guess import ONE, Guess, numbers_of, signless
from watchlist.model.indicator import UnitKind

_HUNDRED = 100.0

#: What a share is multiplied by.
_TIMES = {
    100: "percent",
    1000: "rate per 1000",
    10_000: "rate per 10000",
    100_000: "rate per 100000",
}

#: Of so many counts one would be above a hundred.
_MANY = 100


def unit_guess(found: Found) -> tuple[Guess | None, bool]:
    """The unit, and whether percentages are written as fractions."""
    texts, title = found.values, words.words_of(found.title)
    bare = signless(texts)
    numbers = numbers_of(bare)
    parts = any(number != int(number) for number in numbers)
    small = bool(numbers) and max(map(abs, numbers)) <= ONE and parts
    if said := words.unit_word(found.beside.get("unit", "")):
        return Guess(str(said)), small and said is words.PERCENT
    if len(bare) < len(texts):
        return Guess("percent"), small
    if any("£" in text for text in texts):
        return Guess("pounds"), False
    said = words.said_unit(title)
    if said and not (said == words.COUNT and words.is_rate(title)):
        return Guess(str(said)), small and said.kind is UnitKind.PERCENT
    return _likely_unit(found, title, numbers, parts=parts, small=small)


def _likely_unit(
    found: Found, title: str, numbers: list[float], *, parts: bool, small: bool
) -> tuple[Guess | None, bool]:
    if times := _TIMES.get(found.times):
        return Guess(times), small
    if small and all(number >= 0 for number in numbers) and max(numbers) <= 1:
        return Guess("percent", "its figures lie between 0 and 1"), True
    within = bool(numbers) and min(numbers) >= 0 and max(numbers) <= _HUNDRED
    if words.is_rate(title):
        said = "its title says rate, and no figure is above 100"
        return (Guess("percent", said), False) if within else (None, False)
    if likely := words.likely_unit(title):
        return Guess(str(likely), "by the words of its title"), False
    if within and not parts and sum(found.values.values()) >= _MANY:
        return None, False  # whole percentages, or counts that happen to be small
    if numbers and not parts and min(numbers) >= 0:
        return Guess("count", "its figures are whole numbers"), False
    return None, False
