"""What the pages are made from, and what every answer has in common."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from hashlib import sha256

from fastapi import Request
from jinja2 import Environment

from watchlist.config import Config
from watchlist.cycle import Setting
from watchlist.deliver.desk import Desk
from watchlist.deliver.links import Links
from watchlist.model.rule import Rulebook
from watchlist.store.store import Store
from watchlist.web.here import Here
from watchlist.web.remembering import Remembered


@dataclass(frozen=True)
class Site:
    """``book`` gives the rules in force at the moment; by the secret ``key`` forms are known.
    ``desk`` is what messages are written with (None: none can be written here)."""

    store: Store
    config: Config
    book: Callable[[], Rulebook]
    links: Links
    environment: Environment
    clock: Callable[[], datetime]
    key: str = field(repr=False)
    channels: tuple[str, ...] = ()
    desk: Desk | None = field(default=None, repr=False)
    remembered: Remembered = field(default_factory=Remembered, repr=False)

    def here(self) -> Here:
        return Here(self.config, self.book(), self.store, self.clock)

    def setting(self) -> Setting:
        return self.here().setting

    @property
    def secure(self) -> bool:
        """Whether it is reached by https, as people see it."""
        return bool(self.config.web and self.config.web.address.startswith("https://"))

    @cached_property
    def style(self) -> str:
        return self.environment.get_template("web/pages.css").render()

    @cached_property
    def stylesheet(self) -> str:
        """The address of the stylesheet: another one whenever it changes."""
        return f"/style-{sha256(self.style.encode()).hexdigest()[:12]}.css"


def site_of(request: Request) -> Site:
    """The site that an application was made for."""
    site: Site = request.app.state.site
    return site
