"""What must arrive between when and when, and that nothing else does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from tests.acceptance.post import Letter


@dataclass(frozen=True)
class Between:
    """From the one moment on, and before the other."""

    start: datetime
    end: datetime

    def __contains__(self, moment: datetime) -> bool:
        return self.start <= moment < self.end

    def __str__(self) -> str:
        return f"between {self.start:%d %B %H:%M} and {self.end:%d %B %H:%M}"


@dataclass(frozen=True)
class Expected:
    """One letter to ``to`` with ``words`` in its subject or text."""

    when: Between
    to: str
    words: str

    def is_met_by(self, letter: Letter) -> bool:
        found = self.words in letter.subject or self.words in letter.text
        return letter.at in self.when and letter.to == self.to and found

    def __str__(self) -> str:
        return f'to {self.to} {self.when}: "{self.words}"'


def expect(when: Between, to: str, words: str) -> Expected:
    return Expected(when, to, words)


def nothing_else_than(letters: Iterable[Letter], *expected: Expected) -> list[str]:
    """What is amiss, in words: every expected letter comes once, in its time, and nothing else. A
    letter counts for the first that it meets."""
    missing, surplus = list(expected), list[str]()
    for letter in letters:
        met = next((each for each in missing if each.is_met_by(letter)), None)
        if met:
            missing.remove(met)
        else:
            surplus.append(f"came: {_in_words(letter)}")
    return [*(f"did not come: {each}" for each in missing), *surplus]


def twice(letters: Sequence[Letter]) -> list[str]:
    """The Message-IDs of letters that came more than once, as often as they did so."""
    numbers = [letter.number for letter in letters]
    return sorted(number for number in set(numbers) if numbers.count(number) > 1)


def _in_words(letter: Letter) -> str:
    return f'to {letter.to} at {letter.at:%d %B %H:%M}: "{letter.subject}"'
