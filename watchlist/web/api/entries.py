"""The watch list and its entries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any, Literal

from fastapi import APIRouter, HTTPException, Path, Query, Request, Response
from pydantic import Field

from watchlist.account import panels_beside
from watchlist.asked import number_of
from watchlist.model.indicator import Publication
from watchlist.model.register import Breach, Entry
from watchlist.model.sign_in import Scope
from watchlist.register.parts import part_of
from watchlist.store.listed import Order
from watchlist.views.as_json import entry_json
from watchlist.views.choosing import PAGE, Choice
from watchlist.views.due_lines import fallen
from watchlist.views.history import Happened, happened
from watchlist.views.past_levels import past_levels
from watchlist.views.record_lines import in_full, unsaid
from watchlist.web.api.answers import Asks, Formatted, Sheet, answer, page_end
from watchlist.web.api.callers import Asker, ReadsList
from watchlist.web.api.described import reads
from watchlist.web.api.shapes import Entries, History, OneEntry

router = APIRouter(tags=["The watch list"])

_ENTRY = ("reference", "title", "level", "owner", "committee", "opened_at", "left_at")
_BREACH = ("rule", "indicator", "area", "breakdown", "state", "since", "period", "figure")
_HAPPENED = ("at", "period", "level", "what", "said", "who")

_CSV = (
    f"{','.join((*_ENTRY, *_BREACH))}\n"
    "WL-0001,Assessments on time,red,head-of-assessment,children-and-families,"
    "2026-11-20T09:00:00+00:00,,assessments-on-time,assessments-45-days,Saltmarsh,,open,2026-03,"
    "2026-10,88.9\n"
)

_Reference = Annotated[
    str, Path(max_length=20, description="What the entry is called.", examples=["WL-0001"])
]


class EntriesAsked(Formatted):
    committee: list[str] = Field(
        [],
        description="Only of this committee; may be given again.",
        examples=[["children-and-families"]],
    )
    owner: list[str] = Field([], description="Only of this post; may be given again.")
    level: list[Literal["red", "amber", "held"]] = Field(
        [], description="Only of this level; held: by people alone. May be given again.",
        examples=[["red"]],
    )  # fmt: skip
    theme: list[str] = Field([], description="Only of this theme of the rules; may be given again.")
    limit: int = Field(PAGE, ge=1, le=500, description="So many entries at most.")
    cursor: str | None = Field(
        None, pattern=r"^WL-[0-9]{4,9}$", description="From `next` of the page before."
    )


@router.get(
    "/entries",
    summary="The watch list",
    description="What is on the list, by reference. To read all of it, follow `next`: whatever "
    "comes and goes meanwhile, nothing is told twice and nothing that stays is missed. A name "
    "that nobody knows is refused, for otherwise a mistyped one would look like good news. In "
    "CSV an entry has a line for each rule that holds it on the list.",
    **reads(Entries, Scope.LIST_READ, example=_CSV, paged=True),
)
def entries(
    request: Request, asker: ReadsList, asked: Annotated[EntriesAsked, Query()]
) -> Response:
    choice = Choice(
        tuple(asked.committee), tuple(asked.owner), tuple(asked.level), tuple(asked.theme)
    )
    here = asker.here
    choice.check(here, asker.shut)
    beyond = number_of(asked.cursor) or 0 if asked.cursor else 0
    among = replace(choice.among, shut=asker.shut, beyond=beyond)
    found = here.store.watch_list(among, order=Order.NUMBER, most=asked.limit + 1)
    listed, more = found[: asked.limit], len(found) > asked.limit
    others = panels_beside(here.store, here.book, (b for one in listed for b in one.breaches))
    told = [entry_json(here, one.entry, _known(asker, one.breaches), others) for one in listed]
    following, headers = page_end(request, listed[-1].entry.reference if more else None)
    sheet = Sheet((*_ENTRY, *_BREACH), (row for one in told for row in _rows(one)))
    return answer(request, asked, {"entries": told, "next": following}, sheet, headers)


@router.get(
    "/entries/{reference}",
    summary="One entry",
    description="An entry with what people made of it, on the list or off it. Figures are as "
    "officers see them: no small number is withheld.",
    **reads(OneEntry, Scope.LIST_READ, example=_CSV, more=(404,)),
)
def entry(request: Request, asker: ReadsList, reference: _Reference, asked: Asks) -> Response:
    here = asker.here
    one, breaches = _seen(asker, reference)
    record = here.store.record_of(one.id)
    live = [breach for breach in breaches if breach.track.state.live]
    told = {
        **entry_json(here, one, breaches),
        "nobody_has_said": unsaid(one, record),
        "people": [{"what": what, "said": said} for what, said in in_full(here, one, record, live)],
        "fallen_due": list(fallen(here, one, record, live)),
        "past_levels": [each._asdict() for each in past_levels(here, one, breaches)],
    }
    return answer(request, asked, told, Sheet((*_ENTRY, *_BREACH), _rows(told)))


@router.get(
    "/entries/{reference}/history",
    summary="What happened to an entry",
    description="Every move by figures and everything that people did, the oldest first.",
    **reads(
        History,
        Scope.LIST_READ,
        example=f"{','.join(_HAPPENED)}\n2026-11-20T09:00:00+00:00,2026-10,red,opened,"
        "It is red for three months.,watchlist\n",
        more=(404,),
    ),
)
def history(request: Request, asker: ReadsList, reference: _Reference, asked: Asks) -> Response:
    one, breaches = _seen(asker, reference)
    told = [_told(each) for each in happened(asker.whole, one, breaches)]
    body = {"reference": one.reference, "history": told}
    return answer(request, asked, body, Sheet(_HAPPENED, told))


def _seen(asker: Asker, reference: str) -> tuple[Entry, list[Breach]]:
    """The entry, and as many of its breaches as may be known; one that may not be seen is answered as
    one that is not there."""
    store, number = asker.whole.store, number_of(reference)
    one = None if number is None else store.entry(number)
    if one is None:
        raise HTTPException(404)
    breaches = store.breaches_of(one.id)
    part = part_of(one, store.record_of(one.id), breaches, asker.whole.book)
    if part is Publication.EXEMPT and not asker.sees_exempt:
        raise HTTPException(404)
    return one, _known(asker, breaches)


def _known(asker: Asker, breaches: Sequence[Breach]) -> list[Breach]:
    """Without those by a rule that tells of what is hidden."""
    rules, whole = asker.here.book.rules, asker.whole.book.rules
    return [one for one in breaches if one.rule in rules or one.rule not in whole]


def _told(one: Happened) -> dict[str, Any]:
    return {name: getattr(one, name) for name in _HAPPENED}


def _rows(one: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """A line for each breach of an entry; for one that people alone hold, a line without."""
    for breach in one["breaches"] or [{"latest": {}}]:
        yield {**breach, **breach["latest"], **{name: one[name] for name in _ENTRY}}
