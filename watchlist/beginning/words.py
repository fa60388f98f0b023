"""What the words of a title say of its unit and of which way is good."""

from __future__ import annotations

import re

from watchlist.model.indicator import Better, Unit, UnitKind

PERCENT, COUNT = Unit(UnitKind.PERCENT), Unit(UnitKind.COUNT)
POUNDS, DAYS = Unit(UnitKind.POUNDS), Unit(UnitKind.DAYS)
NUMBER, SCORE = Unit(UnitKind.NUMBER), Unit(UnitKind.SCORE)

_PER = re.compile(r"(?:\bper |/ ?)(1,?0[\d,]*)\b", re.I)
_PERCENT = re.compile(r"%|\bper ?cent(age)?s?\b|\bproportion\b", re.I)
_POUNDS = re.compile(r"£|\b(spend|spending|expenditure|overspend|underspend|budget|cost)s?\b", re.I)
_DAYS = re.compile(
    r"\b(average|mean|median|length|time)\b.*\bdays\b|\bdays\b.*\b(lost|taken)\b", re.I
)
_COUNT = re.compile(r"\b(number|count|headcount|total) ?(of|$)|\bcounts?$|\bheadcount\b", re.I)
_NUMBER = re.compile(r"\b(fte|average|mean|caseloads?)\b", re.I)
_RATE = re.compile(r"\brates?\b", re.I)
_SCORE = re.compile(r"\bscores?\b", re.I)

#: Which way is good by words; where both are said, the first of these holds: "re-referrals within
#: 12 months" are bad however soon they come.
_LOWER = re.compile(
    r"\b(exclu(ded|sions?)|suspen(ded|sions?)|absen(t|ce|ces|tees?)|vacan(t|cy|cies)|re[- ]?referrals?|"
    r"waiting|waits?|overdue|late|delay(s|ed)?|neet|not in education|repeat(ed|s)?|re[- ]?offend\w*|"
    r"offend(ing|ers?)|first[- ]time entrants?|complaints?|overspends?|turnover|(?<!care )leavers|"
    r"previous(ly)? (referrals?|registered)|unauthori[sz]ed|agency|"
    r"caseloads?|sickness|days lost|unsuitable|mortality|deaths?|killed|injur(ed|ies)|obes(e|ity)|"
    r"low birth ?weight|conceptions?|second or subsequent|missing|backlog|breakdowns?|three or more|"
    r"unallocated|cancelled|appeals|self[- ]harm|admissions|poverty|gap|not known)\b",
    re.I,
)
_HIGHER = re.compile(
    r"\b(timel(y|iness)|within|on time|in time|complet(ed|ions?)|achiev(ing|ed|ement)|attain(ing|ment)|"
    r"qualified|"
    r"attendance|suitable|in touch|(needs?|standards?) met|reviewed|visited|seen|up to date|immunis\w+|"
    r"vaccinat\w+|good or outstanding|expected standard|satisf(ied|action)|pass(ed|es)?|progress|"
    r"stability|in \d+ (working )?(days|weeks)|in education, employment|take[- ]?up|breastfe\w+)\b",
    re.I,
)
_HIGH = re.compile(r"\b(high(er)?|up|bigger|more|max\w*|increas\w+|larger)\b|[↑▲⬆]", re.I)
_LOW = re.compile(r"\b(low(er)?|down|smaller|less|fewer|min\w*|decreas\w+|reduc\w+)\b|[↓▼⬇]", re.I)


def words_of(title: str) -> str:
    """A title in words, where it is written like ``assessments-on-time`` or ``vacancy_rate``."""
    return title if " " in title else title.replace("_", " ").replace("-", " ")


def said_unit(text: str) -> Unit | None:
    """What a title, or a column of units, says outright."""
    if found := _PER.search(text):
        per = int(found[1].replace(",", ""))
        return PERCENT if per == 100 else Unit(UnitKind.RATE, per) if per > 1 else None
    if _PERCENT.search(text):
        return PERCENT
    if "£" in text:
        return POUNDS
    if _COUNT.search(text):
        return COUNT
    return None


def unit_word(text: str) -> Unit | None:
    """What a cell of a column of units says: one word."""
    kinds = {"number": COUNT, "days": DAYS, "gbp": POUNDS, "score": SCORE, "rate": None}
    return said_unit(text) or kinds.get(text.strip().casefold())


def likely_unit(text: str) -> Unit | None:
    """What a title lets one think."""
    for pattern, unit in (
        (_POUNDS, POUNDS), (_DAYS, DAYS), (_SCORE, SCORE), (_NUMBER, NUMBER),
    ):  # fmt: skip
        if pattern.search(text):
            return unit
    return None


def is_rate(text: str) -> bool:
    return bool(_RATE.search(text))


def likely_better(text: str) -> tuple[Better, str] | None:
    """Which way is good, and the word that says so."""
    spaced = words_of(text)
    for pattern, better in ((_LOWER, Better.LOWER), (_HIGHER, Better.HIGHER)):
        if found := pattern.search(spaced):
            return better, found[0].lower()
    if _POUNDS.search(spaced):
        return Better.LOWER, "money spent"
    return None


def said_better(text: str) -> Better | None:
    """What a column like ``Good is`` says: High, ↑, "lower is better"; a dash is neither."""
    if text in ("-", "–", "—", "n/a", "N/A", "neither", "Neither"):
        return Better.NEITHER
    high, low = bool(_HIGH.search(text)), bool(_LOW.search(text))
    return None if high == low else Better.HIGHER if high else Better.LOWER
