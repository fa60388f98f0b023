"""How often an indicator has a figure, where its labels fit several calendars alike."""

from __future__ import annotations

import re
from dataclasses import replace

from watchlist.beginning import words
from watchlist.beginning.found import Found
from watchlist.beginning.guess import Guess
from watchlist.beginning.periods import Rhythm, rhythm_of
from watchlist.model.period import MONTH_NAMES, Calendar, Frequency

_ACADEMIC, _CALENDAR_YEAR = Calendar(Frequency.ACADEMIC_YEAR), Calendar(Frequency.CALENDAR_YEAR)
_BARE_YEAR = re.compile(r"(19|20)\d\d( ?\(|$)")

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


def rhythm_guess(found: Found, bare_year: str) -> tuple[Rhythm | None, Guess | None, Guess | None]:
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
