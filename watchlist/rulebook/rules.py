"""``rules:`` -> Rule."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from watchlist.model.condition import Condition
from watchlist.model.indicator import Indicator
from watchlist.model.rule import Escalation, Leaves, Level, Rule, Selection
from watchlist.rulebook.conditions import condition
from watchlist.rulebook.names import Names
from watchlist.rulebook.reader import Fields, Plain, Value
from watchlist.rulebook.references import Scope
from watchlist.rulebook.sections import Definition
from watchlist.rulebook.wording import quote

KEYS = (
    "title", "indicator", "indicators", "areas", "breakdowns", "red", "amber", "info", "theme",
    "leaves", "review_after", "tell", "if_not_acknowledged_in", "was",
)  # fmt: skip

_AFTER = re.compile(r"after ([1-9]\d{0,2}) good readings?")


def read_rule(definition: Definition, defaults: Mapping[str, Value], names: Names) -> Rule | None:
    """A rule with every word resolved, or None where it has a fault. Its hash is still empty."""
    value, found = definition.value, len(definition.value.faults)
    fields = value.fields(*KEYS).over(defaults)
    fields.need("title")
    selects = _selection(fields, names)
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


def hashed(rule: Rule, words: Mapping[str, Plain], indicators: Mapping[str, Plain]) -> Rule:
    """The rule with the hash of its resolved words and of those of the indicators it looks at. Its
    id and what it ``was`` are no part of it: a rule that is renamed says the same."""
    looked_at = {name: indicators[name] for name in rule.looks_at() if name in indicators}
    said = {key: text for key, text in words.items() if key != "was"}
    canonical = json.dumps([said, looked_at], sort_keys=True)
    return replace(rule, hash=hashlib.sha256(canonical.encode()).hexdigest())


def _selection(fields: Fields, names: Names) -> Selection:
    return Selection(
        indicators=_indicators(fields, names),
        areas=_areas(fields["areas"], names),
        breakdowns=_breakdowns(fields["breakdowns"]),
    )


def _indicators(fields: Fields, names: Names) -> tuple[str, ...]:
    one, many = fields["indicator"], fields["indicators"]
    if fields.written("indicator") and fields.written("indicators"):
        many.fault('"indicator" and "indicators" cannot stand together', many.place)
    elif not (one.given or many.given):
        fields.holder.fault("indicator is missing: which one does it look at?")
    if one.given and not fields.written("indicators"):
        return _present([names.indicator(one)])
    if many.plain() == "all":
        return tuple(names.indicators)
    if many.is_mapping:
        return _tagged(many, names)
    chosen = _present(names.indicator(item) for item in many.items())
    if many.is_list and many.size == 0:
        many.fault("indicators: names none, so the rule stands for nothing")
    return chosen


def _tagged(value: Value, names: Names) -> tuple[str, ...]:
    """The indicators that carry at least one of the tags."""
    tags = value.fields("tags", needs=("tags",))["tags"].items()
    known = {tag for one in names.sound(names.indicators) for tag in one.tags}
    readable = names.whole and None not in names.indicators.values()
    wanted = set()
    for tag in tags:
        written = tag.word()
        if written and readable and written not in known:
            tag.fault(f"tags: no indicator has the tag {quote(written)}{tag.near(written, known)}")
        wanted.add(written)
    return tuple(one.id for one in names.sound(names.indicators) if one.tags & wanted)


def _areas(value: Value, names: Names) -> tuple[str, ...] | None:
    if not value.given or value.plain() == "own":
        return None
    if value.plain() == "all":
        return tuple(names.areas)
    if not value.is_list:
        value.wrong("own, all, or a list of areas like [Barnet, Harrow]")
        return None
    if value.size == 0:
        value.fault("areas: names none, so the rule stands for nothing")
    return _present(names.area(item) for item in value.items())


def _breakdowns(value: Value) -> tuple[tuple[str, tuple[str, ...]], ...] | None:
    if not value.given or value.plain() == "total":
        return ()
    if value.plain() == "all":
        return None
    if not value.is_mapping:
        value.wrong("total, all, or columns with their values like {sex: [Female]}")
        return ()
    chosen = tuple(sorted((column, values.words()) for column, values in value.entries()))
    for column, values in chosen:
        if not values:
            value.fault(f"breakdowns: {column} names no value, so the rule stands for nothing")
    return chosen


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
    if written is None or written == "when the committee agrees":
        return Leaves(committee_agrees=written is not None)
    if written == "at once":
        return Leaves(after=1)
    if match := _AFTER.fullmatch(written):
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
    if len(entries) > 1:
        value.fault("if_not_acknowledged_in: takes one line, like {10 working days: director}")
    for _, post in entries[:1]:
        after, name = post.of_key().interval(), post.word()
        if after and name:
            return Escalation(after, name)
    return None


def _present(names: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name is not None))
