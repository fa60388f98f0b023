"""Who is signed in, and what one may sign in with. Of every secret only its SHA-256 is here."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, delete, func, or_, select, update

from watchlist.model.sign_in import (
    SESSION_IDLE,
    ApiToken,
    Scope,
    Session,
    SignInDeed,
    SignInLink,
    SignInSaid,
)
from watchlist.store import bulk
from watchlist.store.base import Base
from watchlist.store.results import MessageState
from watchlist.store.tables import (
    api_tokens,
    messages,
    notices,
    payloads,
    sessions,
    sign_in_links,
    sign_in_log,
)

#: That somebody was there is written down so seldom: reading pages must not write all the time.
NOTED_EVERY = timedelta(minutes=1)

#: So long what is over stays, for whoever wonders why it is.
_KEPT = timedelta(days=1)

#: What a notice about a link begins with, and the states of a message that needs its words no more.
SIGN_IN = "sign in:"
_HANDED_OVER = (MessageState.DELIVERED, MessageState.ACCEPTED)


class SignInReads(Base):
    def sign_in_link(self, id: str) -> SignInLink | None:
        """A link by what is no secret of it, a used one too."""
        return self._link(sign_in_links.c.id == id)

    def sign_in_link_at(self, hash: str) -> SignInLink | None:
        """A link by the hash of its token. Nothing is changed by looking."""
        return self._link(sign_in_links.c.hash == hash)

    def sign_in_log(self, limit: int = 100) -> list[SignInSaid]:
        """Who signed in and out, the newest first."""
        columns = [column for column in sign_in_log.c if column.name != "id"]
        query = select(*columns).order_by(sign_in_log.c.id.desc()).limit(limit)
        with self.reading() as connection:
            return [SignInSaid(**row._mapping) for row in connection.execute(query)]

    def signed_in_ever(self) -> bool:
        """Whether anybody ever did."""
        query = select(sign_in_log.c.id).where(sign_in_log.c.what == SignInDeed.SIGNED_IN)
        with self.reading() as connection:
            return connection.execute(query.limit(1)).first() is not None

    def sessions_now(self, now: datetime) -> int:
        """How many are signed in."""
        query = select(func.count()).select_from(sessions).where(_lasts(now))
        with self.reading() as connection:
            return connection.execute(query).scalar_one()

    def api_tokens(self) -> list[ApiToken]:
        """All of them, ended ones too, the oldest first."""
        query = select(api_tokens).order_by(api_tokens.c.made_at, api_tokens.c.id)
        with self.reading() as connection:
            return [_token_of(row) for row in connection.execute(query)]

    def _link(self, which: Any) -> SignInLink | None:
        with self.reading() as connection:
            row = connection.execute(select(sign_in_links).where(which)).first()
        return None if row is None else _link_of(row)


class SignInWrites(Base):
    def keep_sign_in_link(self, hash: str, link: SignInLink, how: str) -> None:
        """A link that is good from now on, and that it was asked for (``how``)."""
        said = SignInSaid(link.made_at, link.person, SignInDeed.LINK_ASKED, how)
        with self.writing() as connection:
            _prune(connection, link.made_at)
            connection.execute(sign_in_links.insert().values(hash=hash, **vars(link)))
            _say(connection, said)

    def prune_sign_ins(self, now: datetime) -> None:
        """What is long over goes, also where nobody signs in any more."""
        with self.writing() as connection:
            _prune(connection, now)


class Sessions(SignInWrites, Base):
    def use_sign_in_link(self, hash: str, now: datetime) -> SignInLink | None:
        """Use a link up: of two who do so at once one has it, the other None."""
        good = and_(
            sign_in_links.c.hash == hash,
            sign_in_links.c.used_at.is_(None),
            sign_in_links.c.expires_at > now,
        )
        use = update(sign_in_links).where(good).values(used_at=now).returning(sign_in_links)
        with self.writing() as connection:
            row = connection.execute(use).first()
        return None if row is None else _link_of(row)

    def begin_session(self, hash: str, session: Session, how: str) -> None:
        """Somebody is signed in from now on."""
        at = session.created_at
        values = {**vars(session), "app_roles": " ".join(session.app_roles)}
        with self.writing() as connection:
            _prune(connection, at)
            connection.execute(sessions.insert().values(hash=hash, **values))
            _say(connection, SignInSaid(at, session.person, SignInDeed.SIGNED_IN, how))

    def session(self, hash: str, now: datetime) -> Session | None:
        """Who it is; None where nobody is signed in so, or no longer."""
        query = select(sessions).where(sessions.c.hash == hash, _lasts(now))
        with self.reading() as connection:
            row = connection.execute(query).first()
        return None if row is None else _session_of(row)

    def session_seen(self, hash: str, now: datetime) -> None:
        """He was there. What is not a minute old is not written."""
        due = and_(sessions.c.hash == hash, sessions.c.last_seen <= now - NOTED_EVERY)
        with self.writing() as connection:
            connection.execute(update(sessions).where(due).values(last_seen=now))

    def end_session(self, hash: str, now: datetime) -> bool:
        """Sign out; False where nobody was signed in so."""
        gone = delete(sessions).where(sessions.c.hash == hash).returning(sessions.c.person)
        with self.writing() as connection:
            row = connection.execute(gone).first()
            if row is not None:
                _say(connection, SignInSaid(now, row.person, SignInDeed.SIGNED_OUT))
        return row is not None

    def keep_api_token(self, hash: str, token: ApiToken) -> None:
        """A token that is good from now on."""
        values = {**vars(token), "scopes": " ".join(token.scopes)}
        how = f"{token.id} for {', '.join(token.scopes)}"
        with self.writing() as connection:
            connection.execute(api_tokens.insert().values(hash=hash, **values))
            said = SignInSaid(token.made_at, token.made_by, SignInDeed.TOKEN_MADE, how)
            _say(connection, said)

    def api_token(self, hash: str, now: datetime) -> ApiToken | None:
        """The token, where it is good."""
        with self.reading() as connection:
            row = connection.execute(select(api_tokens).where(api_tokens.c.hash == hash)).first()
        token = None if row is None else _token_of(row)
        return token if token and token.good(now) else None

    def api_token_used(self, id: str, now: datetime) -> None:
        """It was used. What is not a minute old is not written."""
        last = api_tokens.c.last_used
        due = and_(api_tokens.c.id == id, or_(last.is_(None), last <= now - NOTED_EVERY))
        with self.writing() as connection:
            connection.execute(update(api_tokens).where(due).values(last_used=now))

    def end_api_token(self, id: str, who: str, now: datetime) -> bool:
        """It is good no more; False where there is none that was."""
        mine = and_(api_tokens.c.id == id, api_tokens.c.ended_at.is_(None))
        with self.writing() as connection:
            found = connection.execute(update(api_tokens).where(mine).values(ended_at=now))
            if found.rowcount:
                _say(connection, SignInSaid(now, who, SignInDeed.TOKEN_ENDED, id))
            return bool(found.rowcount)

    def say_sign_in(self, said: SignInSaid) -> None:
        """A line for the log."""
        with self.writing() as connection:
            _say(connection, said)

    def blank_sign_in_mail(self) -> int:
        """Take the words out of messages with a link that were handed over: nobody else shall find the
        link there. How many there were."""
        with self.reading() as connection:
            ids = connection.scalars(select(sign_in_links.c.id)).all()
            found = [
                message
                for chunk in bulk.chunks(ids)
                for message in connection.scalars(_handed_over(chunk))
            ]
        if found:
            blank = update(payloads).where(payloads.c.message.in_(found)).values(payload=b"")
            with self.writing() as connection:
                connection.execute(blank)
        return len(found)


def _handed_over(links: Collection[str]) -> Select[Any]:
    """The messages with these links that are on their way no more and still have words."""
    return (
        select(notices.c.message)
        .join(messages, notices.c.message == messages.c.id)
        .join(payloads, payloads.c.message == messages.c.id)
        .where(notices.c.subject.in_([f"{SIGN_IN}{id}" for id in links]))
        .where(messages.c.state.in_(_HANDED_OVER), func.length(payloads.c.payload) > 0)
    )


def _lasts(now: datetime) -> Any:
    return and_(sessions.c.expires_at > now, sessions.c.last_seen > now - SESSION_IDLE)


def _say(connection: Connection, said: SignInSaid) -> None:
    connection.execute(sign_in_log.insert().values(**vars(said)))


def _prune(connection: Connection, now: datetime) -> None:
    """What is long over goes, whenever something new comes."""
    idle = sessions.c.last_seen < now - SESSION_IDLE - _KEPT
    old = or_(sessions.c.expires_at < now - _KEPT, idle)
    connection.execute(delete(sessions).where(old))
    connection.execute(delete(sign_in_links).where(sign_in_links.c.expires_at < now - _KEPT))


def _link_of(row: Row[Any]) -> SignInLink:
    return SignInLink(**{key: value for key, value in row._mapping.items() if key != "hash"})


def _session_of(row: Row[Any]) -> Session:
    known = {key: value for key, value in row._mapping.items() if key != "hash"}
    return Session(**{**known, "app_roles": tuple(row.app_roles.split())})


def _token_of(row: Row[Any]) -> ApiToken:
    known = {key: value for key, value in row._mapping.items() if key != "hash"}
    return ApiToken(**{**known, "scopes": tuple(map(Scope, row.scopes.split()))})
