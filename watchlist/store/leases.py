"""Who does a job: one daemon at a time, for as long as it keeps saying so, on the database's clock.

A lease carries a fencing token. Whatever its holder writes is written only while the token is still
the newest one (`hold_on`), so that a holder that was away for too long does no harm when it wakes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, select, update

from watchlist.model.errors import WorldError
from watchlist.store import upsert
from watchlist.store.base import Base
from watchlist.store.clock import database_now
from watchlist.store.tables import leases

#: Until when a job was held that nobody ever had.
_LONG_AGO = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


class LostLeaseError(WorldError):
    """Another daemon has taken over: nothing of this transaction is written."""


@dataclass(frozen=True)
class Lease:
    """A job in ``holder``'s hands. ``length``: for how long without another word of it."""

    job: str
    holder: str
    token: int
    length: timedelta


@dataclass(frozen=True)
class Held:
    """A lease as others see it; ``until`` on the database's clock."""

    job: str
    holder: str
    until: datetime


class Leases(Base):
    def take_lease(self, job: str, holder: str, length: timedelta) -> Lease | None:
        """The job, where nobody has it; None where somebody does, or is taking it just now."""
        with self.writing() as connection:
            _offer(connection, job)
            free = select(leases).where(leases.c.job == job)
            row = connection.execute(free.with_for_update(skip_locked=True)).first()
            now = database_now(connection)
            if row is None or _is_held(row.until, now, length):
                return None
            lease = Lease(job, holder, row.token + 1, length)
            new = {"holder": holder, "token": lease.token, "until": now + length}
            connection.execute(update(leases).where(leases.c.job == job).values(new))
            return lease

    def renew_lease(self, lease: Lease) -> bool:
        """For another length; False where it is lost. A transaction that holds on to it (`hold_on`)
        is not waited for: it renews it by itself."""
        with self.writing() as connection:
            row = select(leases.c.token).where(leases.c.job == lease.job)
            token = connection.scalar(row.with_for_update(skip_locked=True))
            if token == lease.token:
                _renew(connection, lease)
            return token in (None, lease.token)

    def give_up_lease(self, lease: Lease) -> None:
        """Others may take it at once; nothing where it is lost."""
        with self.writing() as connection:
            connection.execute(update(leases).where(_ours(lease)).values(until=_LONG_AGO))

    def leases(self) -> list[Held]:
        """The jobs that somebody has just now, by their names."""
        with self.reading() as connection:
            now = database_now(connection)
            query = select(leases.c.job, leases.c.holder, leases.c.until)
            rows = connection.execute(query.where(leases.c.until > now).order_by(leases.c.job))
            return [Held(*row) for row in rows]


def hold_on(connection: Connection, lease: Lease) -> None:
    """Nobody takes the job over before this transaction ends. Raises LostLeaseError where somebody
    has."""
    if not _renew(connection, lease):
        raise LostLeaseError(
            f'Another daemon has taken over "{lease.job}", because nothing was heard of this one for '
            f"{lease.length.total_seconds():.0f} seconds; nothing is written by halves, and the other "
            "goes on"
        )


def _is_held(until: datetime, now: datetime, length: timedelta) -> bool:
    """No lease ends so far ahead as twice its length, but where the clock was put back since."""
    return now < until <= now + 2 * length


def _renew(connection: Connection, lease: Lease) -> bool:
    until = database_now(connection) + lease.length
    return bool(connection.execute(update(leases).where(_ours(lease)).values(until=until)).rowcount)


def _ours(lease: Lease) -> ColumnElement[bool]:
    return and_(leases.c.job == lease.job, leases.c.token == lease.token)


def _offer(connection: Connection, job: str) -> None:
    """A row for the job, where there is none yet: nobody's."""
    nobody = {"job": job, "holder": "", "token": 0, "until": _LONG_AGO}
    known = select(leases.c.job).where(leases.c.job == job)
    if connection.execute(known).first() is None:
        connection.execute(
            upsert.insert(connection, leases).values(nobody).on_conflict_do_nothing()
        )
