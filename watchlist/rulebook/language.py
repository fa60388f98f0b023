"""The whole language of rule files, from the file down: what the loader knows at the top of a file,
what may stand in ``defaults:``, and where the JSON Schema begins."""

from __future__ import annotations

from dataclasses import replace

from watchlist.rulebook import patterns
from watchlist.rulebook.indicators import INDICATOR
from watchlist.rulebook.keys import Key, Keys
from watchlist.rulebook.places import AREA, COMMITTEE
from watchlist.rulebook.rules import RULE
from watchlist.rulebook.shapes import by_name, mapping

#: The tables whose keys may be said for all at once.
_OVER_DEFAULTS = (INDICATOR, RULE)

DEFAULTS = Keys(
    "What holds for every indicator and rule that leaves it out",
    tuple(replace(key, needed=False) for keys in _OVER_DEFAULTS for key in keys.for_all),
    later=tuple(word for keys in _OVER_DEFAULTS for word in keys.later),
)

#: Keys that cannot be said for all at once.
OWN = frozenset(key.word for keys in _OVER_DEFAULTS for key in keys.keys if key.own)

#: The shape of one definition, by what it is called.
DEFINITIONS = {
    "indicator": mapping(INDICATOR, "indicator"),
    "rule": mapping(RULE, "rule"),
    "area": mapping(AREA, "area"),
    "committee": mapping(COMMITTEE, "committee"),
}

FILE = Keys(
    "One file of a rulebook; all files of its folders are read as one",
    (
        Key(
            "indicators",
            by_name("indicators by their ids", DEFINITIONS["indicator"], patterns.ID),
            "What is measured, each by its id",
            "{re-referrals: {title: Re-referrals, unit: percent, better: lower, every: month}}",
        ),
        Key(
            "rules",
            by_name("rules by their ids", DEFINITIONS["rule"], patterns.ID),
            "What puts a series on the watch list, each by its id",
            "{re-referrals-high: {title: Too many children are referred again, "
            "indicator: re-referrals, amber: {above: 20}}}",
        ),
        Key(
            "areas",
            by_name("areas by their names", DEFINITIONS["area"], patterns.AREA),
            "The places that figures are given for, each by its name",
            "{Harrow: {code: E09000015, own: true}, England: {level: country}}",
        ),
        Key(
            "committees",
            by_name("committees by their ids", DEFINITIONS["committee"], patterns.ID),
            "The committees that look at indicators, each by its id",
            "{children: {title: Children and Families Scrutiny, chair: chair-cyp}}",
        ),
        Key(
            "defaults",
            mapping(DEFAULTS),
            "What holds for every indicator and rule that leaves it out",
            "{owner: head-of-assessment, due: 15 working days}",
        ),
    ),
)
