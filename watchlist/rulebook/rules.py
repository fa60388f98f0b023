"""``rules:`` -> Rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from watchlist.model.condition import Condition
from watchlist.model.indicator import Indicator
from watchlist.model.rule import Escalation, Leaves, Level, Rule, Selection
from watchlist.rulebook import patterns
from watchlist.rulebook.conditions import CONDITION, condition
from watchlist.rulebook.hashes import Around
from watchlist.rulebook.keys import Key, Keys
from watchlist.rulebook.names import Names
from watchlist.rulebook.reader import Fields, Value
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

_LEVELS = {level.word: level for level in Level}
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


def read_rule(
    definition: Definition, defaults: Mapping[str, Value], names: Names, around: Around
) -> Rule | None:
    """A rule with every word resolved, or None where it has a fault."""
    value, found = definition.value, len(definition.value.faults)
    fields = value.keyed(RULE, defaults)
    selects = selection(fields, names)
    levels = _levels(fields, selects, names)
    looks_at = {*selects.indicators}.union(*(each.looks_at() for each in levels.values()))
    rule = Rule(
        id=definition.id,
        title=fields["title"].text() or "",
        selects=selects,
        levels=levels,
        hash=around.hash(definition, looks_at),
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


def _levels(fields: Fields, selects: Selection, names: Names) -> dict[Level, Condition]:
    areas = names.own_areas if selects.areas is None else selects.areas
    scope = Scope(names, names.sound(selects.indicators), areas)
    read = {
        level: condition(fields[word], scope) for word, level in _LEVELS.items() if word in fields
    }
    if not read:
        fields.holder.fault("red, amber and info are all missing; a rule needs one of them")
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
