"""Which program asks, by its token alone (no cookie is looked at), how often, and what it may know."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Annotated

from fastapi import Depends, Request

from watchlist.model.rule import Rule, Rulebook
from watchlist.model.sign_in import Scope
from watchlist.store.listed import Shut
from watchlist.views.seeing import seen, tells_of
from watchlist.web.gate import ApiCaller, ApiRefusedError, gate_of, scoped, seconds
from watchlist.web.here import Here
from watchlist.web.limits import Window
from watchlist.web.site import site_of

#: By what is remembered what there is for those who may not see what is exempt.
_OPEN = "open rulebook"

#: So often a token may be used in a minute.
_MOST, _PER = 600, timedelta(minutes=1)


def calls() -> Window:
    """A fresh count of how often each token is used."""
    return Window(_MOST, _PER)


@dataclass(frozen=True)
class Asker:
    """A program and what it may know of: ``here`` is the installation as far as that goes, ``whole``
    all of it, ``hidden`` are the indicators of which it is told nothing."""

    caller: ApiCaller
    here: Here
    whole: Here
    hidden: frozenset[str]

    @property
    def shut(self) -> Shut:
        """What it may not see of the list."""
        return Shut(self.hidden, rules=self.whole.book.exempt_rules if self.hidden else frozenset())

    @property
    def sees_exempt(self) -> bool:
        return Scope.EXEMPT_READ in self.caller.scopes


def asking(scope: Scope) -> Callable[[Request, ApiCaller], Asker]:
    """A dependency: the program, where its token is for this and was not used too often. Raises
    ApiRefusedError."""

    allowed = Depends(scoped(scope))

    def asker(request: Request, caller: ApiCaller = allowed) -> Asker:
        _count(request, caller)
        site = site_of(request)
        whole = site.here()
        if Scope.EXEMPT_READ in caller.scopes:
            return Asker(caller, whole, whole, frozenset())
        hidden, book = site.remembered.made(whole, _OPEN, lambda: _open(whole.book))
        return Asker(caller, replace(whole, book=book), whole, hidden)

    return asker


Writes = Annotated[Asker, Depends(asking(Scope.READINGS_WRITE))]
ReadsList = Annotated[Asker, Depends(asking(Scope.LIST_READ))]
ReadsDigests = Annotated[Asker, Depends(asking(Scope.DIGESTS_READ))]


def _open(book: Rulebook) -> tuple[frozenset[str], Rulebook]:
    """The indicators that are exempt, and the rulebook as if there were none of them."""
    exempt = frozenset(one.id for one in book.exempt)
    return exempt, without(book, exempt)


def without(book: Rulebook, hidden: Collection[str]) -> Rulebook:
    """The rulebook as if there were none of these indicators, nor any rule that tells of them."""
    if not hidden:
        return book
    rules = (
        _without(rule, hidden) for rule in book.rules.values() if not tells_of(rule, hidden, book)
    )
    kept = {rule.id: rule for rule in rules if rule.selects.indicators}
    return replace(book, indicators=seen(book, hidden), rules=kept)


def _without(rule: Rule, hidden: Collection[str]) -> Rule:
    names = tuple(name for name in rule.selects.indicators if name not in hidden)
    return replace(rule, selects=replace(rule.selects, indicators=names))


def _count(request: Request, caller: ApiCaller) -> None:
    window: Window = request.app.state.calls
    if wait := window.enter(caller.id, gate_of(request).wall()):
        after = {"Retry-After": seconds(wait)}
        raise ApiRefusedError(429, f"This token was used {window.most} times a minute.", **after)
