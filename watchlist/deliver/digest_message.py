"""An edition of a digest → the message to one of its readers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from watchlist.deliver.links import Links
from watchlist.deliver.papers.charts import pictures_of
from watchlist.model.digest import Digest
from watchlist.model.message import Notice, Picture
from watchlist.model.people import Recipient
from watchlist.store.codec import decode
from watchlist.store.reads import Reads

_LONGEST_HEADLINE = 150


@dataclass(frozen=True)
class Edition:
    """What the message carries beside its addresses."""

    headline: str
    digest: Digest
    pictures: tuple[Picture, ...]
    unsubscribe: str


def edition_for(
    notice: Notice, reads: Reads, links: Links, reader: Recipient, today: date
) -> Edition | None:
    """The edition that a notice ("digest:12:3f9ab456ad") is of; None where its reader ended or paused
    the subscription meanwhile."""
    _, number, subscription = notice.subject.split(":")
    kept, reading = reads.digest(int(number)), reads.subscription(subscription)
    if kept is None or reading is None or not reading.reads(today):
        return None
    digest: Digest = decode(Digest, kept.content)
    return Edition(
        headline=_headline(digest),
        digest=digest,
        pictures=pictures_of(digest),
        unsubscribe=links.unsubscribe(reading, reader),
    )


def _headline(digest: Digest) -> str:
    """ "Children and Families Scrutiny: 6 on your list: 2 new, 1 worse"."""
    first = digest.lead.partition(".")[0]
    about = digest.committee or digest.title.removeprefix("Scrutiny watch list: ")
    said = f"{about}: {first}"
    return said if len(said) <= _LONGEST_HEADLINE else f"{said[: _LONGEST_HEADLINE - 1]}…"
