"""The indicator that a row of a scorecard is: what it says itself, what is guessed, what is open."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from unicodedata import combining, normalize

from watchlist.beginning import words
from watchlist.beginning.found import Found, is_number
from watchlist.beginning.periods import Rhythm, rhythm_of
from watchlist.model.indicator import Better, Unit, UnitKind
from watchlist.model.period import MONTH_NAMES, Calendar, Frequency

_ID_LENGTH = 60

#: Fractions of one are so small.
_ONE = 2.0
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

#: Nobody writes more decimal places.
_MOST_PLACES = 4

_SCHOOLS = re.compile(
    r"pupil|school|exclu[sd]|suspen[sd]|absen(t|ce)|attain|gcse|key stage|ks\d|phonics|academic|"
    r"attendance|teacher|bacc|multiplication|foundation stage|half days|progress 8|level [23]\b|"
    r"\ba[- ]level|qualif|higher education",
    re.I,
)
_WORKFORCE = re.compile(
    r"\b(fte|headcount|agency|vacanc\w+|turnover|caseload|social workers?|working days lost)\b",
    re.I,
)


@dataclass(frozen=True)
class Guess:
    """A value, and why it is one; ``why`` is empty where the sheet says it."""

    value: str
    why: str = ""


@dataclass(frozen=True)
class Guessed:
    """An indicator; a part that is None could not be guessed. ``every`` may name the month in which a
    reporting year ends; ``places`` are the decimal places of most figures."""

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


def numbers_of(texts: Counter[str]) -> list[float]:
    return [float(_bare(text)) for text in texts if is_number(_bare(text))]


def _bare(text: str) -> str:
    return re.sub(r"\([a-z]+\)$", "", text.replace(",", "").replace("£", "")).strip().rstrip("%")


def _id(name: str, taken: set[str]) -> str:
    slug = slug_of(name) or "indicator"
    found, number = slug, 2
    while found in taken:
        found, number = f"{slug}-{number}", number + 1
    taken.add(found)
    return found


def slug_of(name: str) -> str:
    """A name as an id: its letters and digits, with dashes between the words."""
    letters = "".join(sign for sign in normalize("NFKD", name) if not combining(sign))
    plain = letters.casefold().replace("%", " percent ").replace("'", "").replace("\u2019", "")
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    while len(slug) > _ID_LENGTH:
        slug = slug[:_ID_LENGTH].rpartition("-")[0] or slug[:_ID_LENGTH]
    return slug


def _guessed(found: Found, identifier: str, bare_year: str) -> Guessed:
    unit, fractions = _unit(found)
    rhythm, every, ends = _rhythm(found, bare_year)
    target = _target(found, fractions=fractions)
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
        tolerance=_tolerance(found, unit, target),
        fractions=fractions,
    )


def _unit(found: Found) -> tuple[Guess | None, bool]:
    """The unit, and whether percentages are written as fractions."""
    texts, title = found.values, words.words_of(found.title)
    bare = [text for text in texts if "%" not in text]
    numbers = numbers_of(Counter(bare))
    parts = any(number != int(number) for number in numbers)
    small = bool(numbers) and max(map(abs, numbers)) <= _ONE and parts
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


def _rhythm(found: Found, bare_year: str) -> tuple[Rhythm | None, Guess | None, Guess | None]:
    """How its periods follow each other, how that is called, and the end of a reporting year."""
    rhythm = rhythm_of(found.labels, bare_year)
    if rhythm is None:
        return None, None, None
    calendar = _likely_calendar(found, rhythm, bare_year)
    if calendar != rhythm.calendar:
        rhythm = replace(
            rhythm_of(found.labels, bare_year, (calendar,)) or rhythm, alike=rhythm.alike
        )
    if calendar.frequency is Frequency.REPORTING_YEAR:
        month = MONTH_NAMES[calendar.ends - 1].lower()
        return rhythm, Guess("reporting-year"), Guess(month, "in which month its year ends")
    why = ""
    if len(rhythm.ordinals) == 1:
        why = "by one period"
    elif rhythm.alike:
        others = [str(one.frequency) for one in rhythm.alike if one != calendar]
        why = f"it may be {' or '.join(others or ['another kind of year'])}"
    return rhythm, Guess(str(calendar.frequency), why), None


def _likely_calendar(found: Found, rhythm: Rhythm, bare_year: str) -> Calendar:
    """Of the calendars that its labels fit alike."""
    title = f"{found.name} {words.words_of(found.title)}"
    if rhythm.calendar.frequency is Frequency.REPORTING_YEAR:
        return Calendar(Frequency.REPORTING_YEAR, 9 if _WORKFORCE.search(title) else 3)
    if _ACADEMIC in rhythm.alike and _SCHOOLS.search(title):
        return _ACADEMIC
    is_bare = bare_year == "starts" and all(_BARE_YEAR.match(label) for label in found.labels)
    return _CALENDAR_YEAR if is_bare and _CALENDAR_YEAR in rhythm.alike else rhythm.calendar


_ACADEMIC, _CALENDAR_YEAR = Calendar(Frequency.ACADEMIC_YEAR), Calendar(Frequency.CALENDAR_YEAR)
_BARE_YEAR = re.compile(r"(19|20)\d\d( ?\(|$)")


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
        bare = _bare(text)
        if is_number(bare) and bare != "0":  # nothing has no places
            places = len(bare.partition(".")[2]) - (2 if fractions and "%" not in text else 0)
            counts[max(0, places)] += times
    written = {places: times for places, times in counts.items() if places <= _MOST_PLACES}
    usual = 1 if counts else 0
    return max(written, key=lambda places: (written[places], places), default=usual)


def _target(found: Found, *, fractions: bool) -> float | None:
    """The target that the sheet gives, the latest where it gave several."""
    texts = [text for text in found.targets if is_number(_bare(_unsigned(text)))]
    if not texts:
        return None
    number = float(_bare(_unsigned(texts[-1])))
    small = fractions and "%" not in texts[-1] and abs(number) <= _ONE
    return round(100 * number, 9) if small else number


def _unsigned(text: str) -> str:
    """``≥ 90%`` without its sign."""
    return text.lstrip("<>≤≥=~ ")


def is_plain_target(found: Found) -> bool:
    """Whether its targets can be read with the figures."""
    return any(is_number(_bare(text)) for text in found.targets)


def _tolerance(found: Found, unit: Guess | None, target: float | None) -> Guess | None:
    """The sheet's own, or the way from the target to where it says red; else a tenth."""
    if target is None:
        return None
    points = " points" if unit and unit.value == "percent" else ""
    for column in ("tolerance", "red"):
        text = found.beside.get(column, "").lstrip("<>≤≥=~±+/- ")
        if is_number(_bare(text)):
            number = float(_bare(text))
            if points and 0 < number < 1 and "%" not in text:
                number = round(100 * number, 9)
            gap = number if column == "tolerance" else round(abs(target - number), 9)
            if gap > 0:
                return Guess(f"{gap:g}{points}")
    return Guess("10% of it", "a tenth of the target counts as near it") if target else None


def _mixed(guessed: Iterable[Guessed]) -> bool:
    """Whether some percentages are fractions and others, without a sign either, are not."""
    percent = [one for one in guessed if one.unit and one.unit.value == "percent"]
    plain = [
        one
        for one in percent
        if not one.fractions
        and any(number > _ONE for number in numbers_of(_signless(one.found.values)))
    ]
    return any(one.fractions for one in percent) and bool(plain)


def _signless(texts: Counter[str]) -> Counter[str]:
    return Counter({text: times for text, times in texts.items() if "%" not in text})


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
