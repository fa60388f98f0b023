"""``rules:`` -> Rule."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace

from watchlist.model.condition import Condition
from watchlist.model.indicator import Indicator
from watchlist.model.rule import Escalation, Leaves, Level, Rule, Selection
from watchlist.rulebook import patterns
from watchlist.rulebook.conditions import CONDITION, condition
from watchlist.rulebook.keys import Key, Keys
from watchlist.rulebook.names import Names
from watchlist.rulebook.reader import Fields, Plain, Value
from watchlist.rulebook.references import Scope
from watchlist.rulebook.sections import Definition
from watchlist.rulebook.selection import AREAS, BREAKDOWNS, INDICATORS, selection
from watchlist.rulebook.shapes import (
    INTERVAL,
    TEXT,
    WORD,
    by_name,
    several,
    written,
)
from watchlist.rulebook.wording import quote

AT_ONCE, COMMITTEE = "at once", "when the committee agrees"

_LEVEL = "Puts a series on the list at this level while the condition holds"

RULE = Keys(
    "A rule: what it looks at, when that is amber or red, and who is told",
    (
        Key(
            "title",
            TEXT,
            "What people read, in the list and in messages",
            "Assessments are taking too long",
            needed=True,
            own=True,
        ),
        Key("indicator", WORD, "The one indicator that it looks at", "assessments-45-days"),
        Key(
            "indicators",
            INDICATORS,
            "Several indicators; the rule stands for each by itself",
            "{tags: [social-care]}",
        ),
        Key(
            "areas",
            AREAS,
            "The areas that it stands for, each by itself",
            "[Barnet, Harrow]",
            "the council's own",
        ),
        Key(
            "breakdowns",
            BREAKDOWNS,
            "The breakdowns that it stands for, each by itself",
            "{sex: [Female]}",
            "the total alone",
        ),
        Key("red", CONDITION, _LEVEL, "{worse_than: tolerance, for: 2}"),
        Key("amber", CONDITION, _LEVEL, "{worse_than: target, for: 2}"),
        Key(
            "info",
            CONDITION,
            "Said beside the colour while the condition holds; never sent, and never on the list",
            "{better_than: {area: England}}",
        ),
        Key("theme", TEXT, "What it is listed under", "Youth Offending Team"),
        Key(
            "leaves",
            written(
                "a way to leave like after 3 good readings", patterns.AFTER, AT_ONCE, COMMITTEE
            ),
            "When a series leaves the list",
            "after 3 good readings",
            "after 3 good readings of weeks and months, 2 of quarters and terms, 1 of years",
        ),
        Key("review_after", INTERVAL, "When an entry is to be looked at again", "3 months"),
        Key(
            "tell",
            several(WORD, "a list of posts"),
            "Who is told: posts, and owner for whoever answers for the indicator",
            "[owner, teams-children]",
            "the owner",
        ),
        Key(
            "if_not_acknowledged_in",
            by_name("a stretch of time and a post", WORD, patterns.INTERVAL, only_one=True),
            "Whom to tell when nobody has acknowledged it after this time",
            "{10 working days: director}",
            "nobody else",
        ),
        Key("was", WORD, "The id it had before it was renamed", "assessments-late", own=True),
    ),
    apart=(("indicator", "indicators"),),
    over_defaults=True,
)


def read_rule(definition: Definition, defaults: Mapping[str, Value], names: Names) -> Rule | None:
    """A rule with every word resolved, or None where it has a fault. Its hash is still empty."""
    value, found = definition.value, len(definition.value.faults)
    fields = value.keyed(RULE, defaults)
    selects = selection(fields, names)
    levels = _levels(fields, selects, names)
    rule = Rule(
        id=definition.id,
        title=fields["title"].text() or "",
        selects=selects,
        levels=levels,
        hash="",
        words=definition.words,
        mark=value.mark,
        theme=fields["theme"].text(),
        leaves=_leaves(fields["leaves"]),
        review_after=fields["review_after"].interval(),
        tell=_tell(fields["tell"], levels, names.sound(selects.indicators)),
        escalation=_escalation(fields["if_not_acknowledged_in"]),
        was=fields["was"].word(),
    )
    return rule if value.sound_since(found) else None


def hashed(
    rule: Rule, words: Mapping[str, Plain], indicators: Mapping[str, Plain], areas: str
) -> Rule:
    """The rule with the hash of its resolved words, of those of the indicators it looks at and of
    the ``areas`` (a hash of all their words): where any of these changes it is judged again. Its id
    and what it ``was`` are no part of it: a rule that is renamed says the same."""
    looked_at = {name: indicators[name] for name in rule.looks_at() if name in indicators}
    said = {key: text for key, text in words.items() if key != "was"}
    canonical = json.dumps([said, looked_at, areas], sort_keys=True)
    return replace(rule, hash=hashlib.sha256(canonical.encode()).hexdigest())


def _levels(fields: Fields, selects: Selection, names: Names) -> dict[Level, Condition]:
    own = (name for name, area in names.areas.items() if area is None or area.own)
    areas = tuple(own) if selects.areas is None else selects.areas
    scope = Scope(names, names.sound(selects.indicators), areas)
    given = [level for level in Level if fields[level.word].given]
    if not given:
        fields.holder.fault("red, amber and info are all missing; a rule needs one of them")
    read = {level: condition(fields[level.word], scope) for level in given}
    return {level: made for level, made in read.items() if made is not None}


def _leaves(value: Value) -> Leaves:
    """``at once`` is after one good reading."""
    written = value.word()
    if written is None or written == COMMITTEE:
        return Leaves(committee_agrees=written is not None)
    if written == AT_ONCE:
        return Leaves(after=1)
    if match := patterns.AFTER.fullmatch(written):
        return Leaves(after=int(match[1]))
    value.wrong(
        "a way to leave; write at once, after 3 good readings, or when the committee agrees"
    )
    return Leaves()


def _tell(
    value: Value, levels: Mapping[Level, Condition], looked_at: Iterable[Indicator]
) -> tuple[str, ...]:
    """Posts, and ``owner`` for whoever holds the indicator's. Nobody at all is a fault."""
    posts = value.words() if value.given else ("owner",)
    if not posts and value.is_list | value.is_empty:
        value.fault("tell: names nobody; write tell: [owner], or leave it out")
    orphans = [one.id for one in looked_at if one.owner is None]
    if posts == ("owner",) and orphans and levels.keys() - {Level.INFO}:
        value.fault(
            f"would tell nobody: indicator {quote(orphans[0])} has no owner; "
            "give it one, or name posts in tell:"
        )
    return posts


def _escalation(value: Value) -> Escalation | None:
    """``{10 working days: director}``"""
    entries = value.entries()
    if len(entries) != 1 and value.is_mapping:
        value.fault("if_not_acknowledged_in: takes one line, like {10 working days: director}")
    for _, post in entries[:1]:
        after, name = post.of_key().interval(), post.word()
        if after and name:
            return Escalation(after, name)
    return None
