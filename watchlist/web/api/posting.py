"""Readings that a program posts: read by the code that reads files, all of them or none, once."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from watchlist.config import OUR_SOURCES
from watchlist.intake import fingerprint
from watchlist.model.errors import Fault, FaultsError
from watchlist.rulebook.wording import quote
from watchlist.sources.content import Content
from watchlist.sources.json_readings import FIELDS, NotReadableError, read_json
from watchlist.sources.read import SourceRead, read_bytes, read_sheet
from watchlist.sources.settings import SourceSettings
from watchlist.store.posted import Answered, Post
from watchlist.web.api.callers import Asker
from watchlist.web.api.problems import ApiProblemError, Faulty

#: What a source may be called.
SOURCE = r"^[a-z0-9][a-z0-9._-]{0,63}$"

#: In the place of a file's path.
_BODY = Path("body")

#: What ``watchlist import`` calls a file that is of no source.
_IMPORTED = "import"


@dataclass(frozen=True)
class Sent:
    """A body as it was sent: ``kind`` is json or csv, ``source`` that of the address ("": none),
    ``key`` what the program calls the post."""

    data: bytes
    kind: str
    source: str
    key: str

    @property
    def body(self) -> str:
        """The hash of what was sent."""
        said = f"{self.kind}\n{self.source}\n".encode()
        return hashlib.sha256(said + self.data).hexdigest()


def take_post(asker: Asker, sent: Sent) -> Answered:
    """What becomes of the readings. Raises ApiProblemError, and nothing is taken, where one is faulty
    or they may not be so."""
    try:
        return _taken(asker, sent)
    except NotReadableError as error:
        raise ApiProblemError(400, str(error)) from None
    except FaultsError as error:
        faults = [_faulty(fault) for fault in error.faults]
        many = "One thing is" if len(faults) == 1 else f"{len(faults):,} things are"
        said = f"{many} wrong with these readings, so none of them was taken."
        raise ApiProblemError(422, said, faults) from None


def _taken(asker: Asker, sent: Sent) -> Answered:
    store, book, now = asker.whole.store, asker.here.book, asker.whole.clock()
    content = Content(_BODY, sent.data, hashlib.sha256(sent.data).hexdigest())
    if sent.key and (known := store.answered(Post(asker.caller.id, sent.key, sent.body, ""))):
        return _same(known, sent)
    from_json = read_json(content) if sent.kind == "json" else None
    source = _named(asker, from_json.source if from_json else sent.source)
    settings = SourceSettings(name=source, kind="csv", path=f"{_BODY}.{sent.kind}")
    post = Post(asker.caller.id, sent.key, sent.body, fingerprint(content, settings, book))
    if not sent.key and (known := store.answered(post)):
        return known
    read: SourceRead
    if from_json:
        read = read_sheet(from_json.sheet, content, settings, book)
    else:
        read = read_bytes(content, settings, book)
    calendars = {name: one.calendar for name, one in book.indicators.items()}
    return _same(store.save_posted(read.table, calendars, post, source=source, now=now), sent)


def _same(known: Answered, sent: Sent) -> Answered:
    """An answer that was given to the same body."""
    if known.body != sent.body and sent.key:
        raise ApiProblemError(
            422, "This Idempotency-Key was used for another body: give each post a key of its own."
        )
    return known


def _named(asker: Asker, source: str) -> str:
    """The source's name, where it may be one. That of a source of the configuration may not: which of
    those are public decides what small numbers may be shown, and what it says of files must be so."""
    if not re.fullmatch(SOURCE, source):
        raise ApiProblemError(
            422, f"{quote(source)} is no name of a source: write small letters, digits, . _ and -"
        )
    files = {settings.name for settings in asker.whole.config.sources}
    if source in files or source in (*OUR_SOURCES, _IMPORTED):
        raise ApiProblemError(
            422, f"{quote(source)} is the name of a source that is read from files: choose another"
        )
    return source


def _faulty(fault: Fault) -> Faulty:
    column, colon, rest = fault.sentence.partition(": ")
    if colon and column in FIELDS:
        return Faulty(row=fault.mark.line, column=column, message=rest)
    return Faulty(row=fault.mark.line, column=None, message=fault.sentence)
