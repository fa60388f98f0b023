"""The indicators that somebody may know of: searched, in groups, a page of them, with their newest
figures and how they stand on the list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from watchlist.deliver.figures import amount, aside, cell_figure
from watchlist.deliver.names import Names
from watchlist.evaluate.references import target
from watchlist.installation import Installation
from watchlist.model.condition import View
from watchlist.model.finding import cell_of, number
from watchlist.model.indicator import Indicator, Publication
from watchlist.model.reading import Panels, Series
from watchlist.model.register import Entry
from watchlist.model.rule import Level
from watchlist.store.listed import Shut
from watchlist.views.choosing import PAGE, pages
from watchlist.views.listed import standing

#: The group of what has no committee, theme or owner.
_NONE = "Others"


class By(StrEnum):
    """By what indicators are grouped."""

    COMMITTEE = "committee"
    TAG = "theme"
    OWNER = "owner"


@dataclass(frozen=True)
class Wanted:
    """Every one of the ``words`` is in what an indicator is called, by whom it is owned or seen to."""

    words: str = ""
    committee: str = ""
    tag: str = ""
    by: By = By.COMMITTEE
    page: int = 1


@dataclass(frozen=True)
class Newest:
    """The newest figure of an indicator in one of the council's own areas (``area`` is "" where there
    is only one of them)."""

    area: str
    figure: str
    period: str
    target: str


@dataclass(frozen=True)
class Listed:
    """How an indicator stands on the list: a word, and the entry that says so."""

    level: str
    reference: str


@dataclass(frozen=True)
class Line:
    id: str
    title: str
    note: str
    newest: tuple[Newest, ...]
    listed: tuple[Listed, ...]


@dataclass(frozen=True)
class Group:
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Found:
    """Page ``number`` of ``last``; ``many`` indicators in all."""

    groups: tuple[Group, ...]
    many: int
    number: int
    last: int


def found(here: Installation, known: Mapping[str, Indicator], wanted: Wanted, shut: Shut) -> Found:
    """What somebody asks for among the indicators that he may know of (``known``). A page behind the
    last is the last."""
    names = Names.of(here.config.directory, here.book)
    chosen = [one for one in known.values() if _takes(wanted, one, names)]
    places = sorted(
        ((group, one) for one in chosen for group in _groups(one, wanted, names)), key=_order
    )
    last = pages(len(places))
    page = min(wanted.page, last)
    shown = places[(page - 1) * PAGE : page * PAGE]
    lines = _lines(here, {one.id: one for _, one in shown}, shut)
    groups = [
        Group(title, tuple(lines[one.id] for _, one in some))
        for title, some in groupby(shown, key=lambda place: place[0])
    ]
    return Found(tuple(groups), len(chosen), page, last)


def options(
    here: Installation, known: Collection[Indicator]
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The committees and the themes among which can be chosen."""
    names = Names.of(here.config.directory, here.book)
    committees = {one.committee for one in known if one.committee}
    tags = {tag for one in known for tag in one.tags}
    titled = [(name, names.committee(name)) for name in committees]
    return sorted(titled, key=lambda one: one[1].casefold()), [(tag, tag) for tag in sorted(tags)]


def _takes(wanted: Wanted, one: Indicator, names: Names) -> bool:
    if wanted.committee not in ("", one.committee) or (wanted.tag and wanted.tag not in one.tags):
        return False
    said = (
        one.title, one.id, one.number or "", *one.tags,
        names.post(one.owner) if one.owner else "",
        names.committee(one.committee) if one.committee else "",
    )  # fmt: skip
    text = "\n".join(said).casefold()
    return all(word in text for word in wanted.words.casefold().split())


def _groups(one: Indicator, wanted: Wanted, names: Names) -> Sequence[str]:
    match wanted.by:
        case By.COMMITTEE:
            return (names.committee(one.committee) if one.committee else _NONE,)
        case By.OWNER:
            return (names.post(one.owner) if one.owner else _NONE,)
    themes = [wanted.tag] if wanted.tag else sorted(one.tags)
    return themes or [_NONE]


def _order(place: tuple[str, Indicator]) -> tuple[bool, str, str, str]:
    group, one = place
    return group == _NONE, group.casefold(), one.title.casefold(), one.id


def _lines(here: Installation, shown: Mapping[str, Indicator], shut: Shut) -> dict[str, Line]:
    panels = here.store.panels(shown, {name: one.calendar for name, one in shown.items()})
    listed = _listed(here, shown, shut)
    return {
        name: Line(
            name, one.title, note(one), tuple(newest(here, one, panels)), tuple(listed[name])
        )
        for name, one in shown.items()
    }


def note(one: Indicator) -> str:
    """What should be known before its figures are read."""
    said = (
        "Exempt." if one.publication is Publication.EXEMPT else "",
        "A candidate: shown, never put on the list." if one.candidate else "",
        "It is not collected any more." if one.retired is not None else "",
    )
    return " ".join(filter(None, said))


def newest(here: Installation, one: Indicator, panels: Panels) -> Iterator[Newest]:
    """Its newest figure in each of the council's own areas that have one."""
    panel, own = panels.get(one.calendar), here.book.own_areas
    for area in own:
        row = panel.row(Series(one.id, area)) if panel else None
        if panel is None or row is None or panel.anchor[row] < 0:
            continue
        column = int(panel.anchor[row])
        cell = cell_of(panel, row, column)
        view = View(panels, panel, panel.anchor[row : row + 1] * 0 + row, here.book.indicators,
                    here.book.areas)  # fmt: skip
        held = number(target(view)[0, column])
        yield Newest(
            area if len(own) > 1 else "",
            f"{cell_figure(cell, one.unit)}{aside(cell, one.unit)}",
            cell.spoken(panel.calendar, one.pooled),
            "" if held is None else amount(held, one.unit),
        )


def _listed(
    here: Installation, shown: Mapping[str, Indicator], shut: Shut
) -> Mapping[str, list[Listed]]:
    """Indicator -> how it stands on the list in the council's own areas, the worst first."""
    own = here.book.own_areas
    breaches = here.store.live_breaches_about(shown, own)
    named = here.store.live_entries_named(shown, own)
    numbers = {one.id for one in named} | {one.entry for one in breaches if one.entry}
    entries = here.store.entries(here.store.not_shut(numbers, shut))
    levels: dict[tuple[str, int], Level | None] = {
        (one.key.indicator, one.id): None
        for one in named
        if one.key.indicator and one.id in entries
    }
    for breach in breaches:
        if breach.entry in entries:
            place = breach.series.indicator, breach.entry
            levels[place] = max(filter(None, (levels.get(place), breach.track.level)), default=None)
    found = defaultdict(list)
    for (name, entry), level in sorted(levels.items(), key=lambda one: -(one[1] or 0)):
        found[name].append(Listed(_word(level, entries[entry]), entries[entry].reference))
    return found


def _word(level: Level | None, entry: Entry) -> str:
    return level.word if level else standing(entry)
