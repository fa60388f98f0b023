"""`watchlist digest`: what a committee will read, as a mail, a page, a paper; released, sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import typer

from watchlist.app import App
from watchlist.cli.formats import Format
from watchlist.cli.opening import opened
from watchlist.cli.output import print_json
from watchlist.days import day_of
from watchlist.digest_round import current, digest_round
from watchlist.digesting import Occasion, make_digest
from watchlist.model.calendar import at_local, local_date
from watchlist.model.digest import Digest, Part
from watchlist.model.errors import UsageError, WorldError
from watchlist.model.meetings import next_meeting, previous_meeting
from watchlist.model.subscription import Edition, Topic, When
from watchlist.publishing import look_at_digest, publish_digest
from watchlist.register.editions import edition
from watchlist.releasing import release
from watchlist.rulebook.wording import nearest, quote
from watchlist.store.results import DigestState, KeptDigest
from watchlist.views.papers import PAPERS, paper

#: How far back a digest looks that was never sent and has no meeting before it.
_FIRST = timedelta(days=91)


@dataclass(frozen=True)
class Asked:
    """What somebody asks for: which digest, for whom, since when, and what becomes of it."""

    name: str
    when: str = ""
    part: str = "members"
    since: str = ""
    file: Path | None = None
    release: bool = False
    send: bool = False
    anyway: bool = False


def digest(config: Path, asked: Asked, who: str, acting_for: str, output: Format) -> None:
    """Show a digest as it would go; write it to a file; release it; send it."""
    app = opened(config)
    try:
        work = _Work(app, asked, who, acting_for, output, app.clock())
        if asked.release or asked.send:
            work.lets_go()
        elif asked.file is not None:
            work.writes(asked.file)
        else:
            work.shows()
    finally:
        app.close()


@dataclass(frozen=True)
class _Work:
    app: App
    asked: Asked
    who: str
    acting_for: str
    output: Format
    now: datetime

    def shows(self) -> None:
        made = self._made()
        if self.output is Format.JSON:
            print_json(made)
            return
        from watchlist.deliver.papers.text import text_page

        typer.echo(text_page(made))

    def writes(self, file: Path) -> None:
        """The digest in a file; the public part of it is then published."""
        kind = file.suffix.lower()
        if kind not in PAPERS:
            raise UsageError(f"{file}: a digest is written as one of {', '.join(sorted(PAPERS))}")
        if not file.parent.is_dir():
            raise UsageError(f"{file}: there is no folder {file.parent}")
        made = self._published() if self._part is Part.PUBLIC else self._made()
        content = paper(self.app, made, kind)
        beside = file.with_name(f".{file.name}.new")
        try:
            beside.write_bytes(content)
            beside.replace(file)
        except OSError as error:
            beside.unlink(missing_ok=True)
            raise WorldError(f"cannot write {file}: {error.strerror}") from None
        if self.output is Format.JSON:
            print_json({"file": file, "part": self._part})
        else:
            typer.echo(f"Written: {file}")

    def lets_go(self) -> None:
        """Release the edition that is of use now; with ``send``, one of this moment."""
        if not self.who:
            raise UsageError(
                "say who does it: --as PERSON, or the environment variable WATCHLIST_AS"
            )
        kept = self._by_hand() if self.asked.send else self._drafted()
        release(self.app, kept, self.who, self.acting_for or None, self.now)
        went = digest_round(self.app, self.now)
        if self.output is Format.JSON:
            print_json({"edition": kept.edition.occasion, **went.figures()})
        elif went.readers:
            readers = "1 reader" if went.readers == 1 else f"{went.readers:,} readers"
            typer.echo(f"{kept.edition.name} goes to {readers} with the next delivery.")
        else:
            after = self.app.store.digest(kept.id)
            why = after.why or "nobody reads it now" if after else "it is gone"
            typer.echo(f"It does not go: {why}.")

    @property
    def _part(self) -> Part:
        try:
            return Part(self.asked.part)
        except ValueError:
            raise UsageError(
                f"there is no part {quote(self.asked.part)}; it is one of {', '.join(Part)}"
            ) from None

    @property
    def _when(self) -> When:
        words = " ".join(self.asked.when.split()).lower()
        if not words:
            return When.MEETING if self._topic.committee else When.WEEKLY
        try:
            return When(words)
        except ValueError:
            raise UsageError(
                f"there is no digest {quote(words)}; it is one of {', '.join(When)}"
            ) from None

    @property
    def _topic(self) -> Topic:
        """``children-and-families``, ``owner head-of-send``, ``tag education``, ``everything``."""
        kind, _, name = self.asked.name.partition(" ")
        book, posts = self.app.book, self.app.config.directory.posts
        if kind == "owner" and name:
            _known("post", name, posts)
            return Topic(owner=name)
        if kind == "tag" and name:
            return Topic(tag=name)
        if self.asked.name == "everything":
            return Topic()
        _known("committee", self.asked.name, book.committees)
        return Topic(committee=self.asked.name)

    def _edition(self) -> Edition | None:
        """The edition that is of use now."""
        topic = self._topic
        committee = self.app.book.committees.get(topic.committee or "")
        return edition(topic, self._when, self.now, committee, self.app.config.digests)

    def _drafted(self) -> KeptDigest:
        """The draft of the edition of now."""
        digest_round(self.app, self.now)
        found = self._edition()
        kept = self.app.store.digest_for(found) if found else None
        if kept is None:
            raise UsageError(
                f"nothing of {self.asked.name} {self._when} is drafted: nobody reads it, or it is not "
                "its time yet; to send one now: --send"
            )
        if kept.state is not DigestState.DRAFTED:
            raise UsageError(
                f"{kept.edition.name} of {kept.edition.occasion} is {kept.state} already"
            )
        return kept

    def _by_hand(self) -> KeptDigest:
        """An edition of this moment."""
        over = self.now + timedelta(days=1)
        made = Edition(
            self._topic, self._when, f"{self.now:%Y-%m-%dT%H:%M:%S}", self.now, self.now, over,
            self._meeting(),
        )  # fmt: skip
        with self.app.store.begin(self.now) as tx:
            kept = tx.keep_digest(made, "", self.now)
        if kept is None:
            raise UsageError("it was sent this very second already")
        return kept

    def _meeting(self) -> date | None:
        committee = self.app.book.committees.get(self._topic.committee or "")
        return next_meeting(committee, self._today) if committee else None

    @property
    def _today(self) -> date:
        return local_date(self.now, self.app.config.zone)

    def _occasion(self) -> Occasion:
        return Occasion(self._topic, self._since(), self._part, self._meeting())

    def _since(self) -> datetime:
        """What is said; else since the last one that went; else since the meeting before."""
        zone = self.app.config.zone
        if self.asked.since:
            return at_local(day_of(self.asked.since), datetime.min.time(), zone)
        name = f"{self._topic.name} {self._when}"
        last = self.app.store.digests(name, states=(DigestState.SENT,), most=1)
        if last and last[0].sent_at is not None:
            return last[0].sent_at
        committee = self.app.book.committees.get(self._topic.committee or "")
        before = previous_meeting(committee, self._today) if committee else None
        return at_local(before, datetime.min.time(), zone) if before else self.now - _FIRST

    def _made(self) -> Digest:
        if self._part is Part.PUBLIC:
            return look_at_digest(self.app, self._occasion(), self.now)
        found = None if self.asked.since else self._edition()
        kept = self.app.store.digest_for(found) if found else None
        if kept is not None and self._part is Part.MEMBERS:
            return current(self.app, kept, self.now)
        app = self.app
        return make_digest(app.store, app.setting, app.config.council, self._occasion(), self.now)

    def _published(self) -> Digest:
        if not self.who:
            raise UsageError(
                "the public part in a file is published: say who does it with --as PERSON, or the "
                "environment variable WATCHLIST_AS"
            )
        occasion = self._occasion()
        return publish_digest(
            self.app, occasion, self.who, self.acting_for or None, self.now,
            anyway=self.asked.anyway,
        )  # fmt: skip


def _known(noun: str, name: str, known: Iterable[str]) -> None:
    names = list(known)
    if name not in names:
        raise UsageError(f"there is no {noun} {quote(name)}{nearest(name, names)}")
