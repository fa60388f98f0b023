"""Pages that are not for everybody who is signed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, HTTPException

from watchlist.model.visitor import Page, Visitor, may_open
from watchlist.web.gate import signed_in


def allowed(kind: Page) -> Callable[[Visitor], Visitor]:
    """A dependency: the visitor, where such a page is for him; for others it is not there."""

    def opened(visitor: Annotated[Visitor, Depends(signed_in)]) -> Visitor:
        if not may_open(visitor, kind):
            raise HTTPException(404)
        return visitor

    return opened
