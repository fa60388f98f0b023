"""The target of an indicator, and how far from it still counts as near."""

from __future__ import annotations

from collections import Counter

from watchlist.beginning.found import Found, is_number
from watchlist.beginning.guess import ONE, Guess, bare, numbers_of, signless, unsigned


def target_of(found: Found, *, fractions: bool) -> float | None:
    """The target that the sheet gives, the latest where it gave several."""
    texts = [text for text in found.targets if is_number(bare(unsigned(text)))]
    if not texts:
        return None
    number = float(bare(unsigned(texts[-1])))
    small = fractions and "%" not in texts[-1] and abs(number) <= ONE
    return round(100 * number, 9) if small else number


def is_plain_target(found: Found) -> bool:
    """Whether its targets can be read with the figures."""
    return any(is_number(bare(text)) for text in found.targets)


def tolerance_guess(found: Found, unit: Guess | None, target: float | None) -> Guess | None:
    """The sheet's own, or the way from the target to where it says red; else a tenth."""
    if target is None:
        return None
    points = " points" if unit and unit.value == "percent" else ""
    for column in ("tolerance", "red"):
        text = unsigned(found.beside.get(column, ""))
        if is_number(bare(text)):
            number = float(bare(text))
            if points and 0 < number < 1 and "%" not in text:
                number = round(100 * number, 9)
            gap = number if column == "tolerance" else round(abs(target - number), 9)
            if gap > 0:
                return Guess(f"{gap:g}{points}")
    return Guess("10% of it", "a tenth of the target counts as near it") if target else None


def small_targets(found: Found) -> bool:
    """Whether its targets are written as fractions, without a sign or a format: 0.9."""
    numbers = _plain(found.targets)
    return any(number != int(number) for number in numbers) and not large(found.targets)


def large(texts: Counter[str]) -> bool:
    """Whether there is a percentage without a sign that is no fraction."""
    return any(abs(number) > ONE for number in _plain(texts))


def _plain(texts: Counter[str]) -> list[float]:
    return numbers_of(signless(texts))
