"""What messages are written with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from jinja2 import Environment

from watchlist.deliver.links import Links
from watchlist.model.calendar import local_date
from watchlist.model.message import Channel
from watchlist.model.people import Directory, Recipient
from watchlist.model.rule import Rulebook
from watchlist.register.addressees import is_theirs
from watchlist.register.quiet import Quiet
from watchlist.store.results import Claim, Delivery

#: Kinds of channels that are mail, the usual one first.
_MAIL = ("email", "govuk-notify")


@dataclass(frozen=True)
class Desk:
    """What messages are written with: who is who, what may be said, by which channels."""

    book: Rulebook
    directory: Directory
    channels: Mapping[str, Channel]
    environment: Environment
    council: str
    zone: str
    settle: timedelta
    links: Links = Links()
    quiet: Quiet = Quiet()
    shipped: Environment | None = None  # where ``environment`` has templates of the council's own
    own_templates: Path | None = None

    def recipient(self, post: str, now: datetime) -> Recipient | None:
        return self.directory.recipient(post, local_date(now, self.zone))

    def is_addressed(self, channel: str) -> bool:
        known = self.channels.get(channel)
        return known is not None and known.addressed

    def reaches(self, delivery: Delivery | Claim, now: datetime) -> bool:
        """Whether a frozen message still goes to whoever is told for its post: to an address of theirs
        or, through a channel with one fixed place, to that place."""
        if not self.is_addressed(delivery.channel):
            return True
        day = local_date(now, self.zone)
        return is_theirs(delivery.address, delivery.post, self.directory, day)

    def by_mail(self) -> str | None:
        """The channel that reaches a person's own address: e-mail where there is one."""
        names = [name for name in self.channels if self.is_addressed(name)]
        mail = [name for kind in _MAIL for name in names if self.channels[name].name == kind]
        return next(iter(mail + names), None)
