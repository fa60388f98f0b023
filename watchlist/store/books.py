"""Rulebooks that were in force, rules that were judged, jobs that were done."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection, Table, delete, func, select, update

from watchlist.store import upsert
from watchlist.store.base import Base
from watchlist.store.results import KeptRulebook
from watchlist.store.tables import (
    breaches,
    jobs,
    let_go,
    removed_breaches,
    rulebooks,
    rules_judged,
)

#: Occasions are kept for as long as a clock may be put back, or somebody may ask.
_REMEMBERED = timedelta(days=31)


class Books(Base):
    def rules_judged(self) -> dict[str, str]:
        """Rule id -> the hash under which it was last judged."""
        query = select(rules_judged.c.rule, rules_judged.c.hash)
        with self.reading() as connection:
            return dict(connection.execute(query).all())

    def rulebook_files(self, hash: str) -> dict[str, str] | None:
        """The files (path -> text) of a rulebook that was in force; None for an unknown hash."""
        with self.reading() as connection:
            return connection.scalar(select(rulebooks.c.files).where(rulebooks.c.hash == hash))

    def last_rulebook(self) -> str | None:
        """The hash of the rulebook that came into force last."""
        newest = select(rulebooks.c.hash).order_by(rulebooks.c.turn.desc()).limit(1)
        with self.reading() as connection:
            return connection.scalar(newest)

    def rules_since(self, moment: datetime) -> bool:
        """Whether a rulebook came into force from a moment on."""
        newest = select(func.max(rulebooks.c.in_force_since))
        with self.reading() as connection:
            since: datetime | None = connection.scalar(newest)
        return since is not None and since >= moment

    def rulebooks(self) -> list[KeptRulebook]:
        """Every rulebook that was in force, the one that came into force last first."""
        query = select(rulebooks.c.hash, rulebooks.c.in_force_since).order_by(
            rulebooks.c.turn.desc()
        )
        with self.reading() as connection:
            return [KeptRulebook(*row) for row in connection.execute(query)]


class Jobs(Base):
    def last_done(self, job: str) -> str | None:
        """The occasion of a job that was recorded last."""
        newest = select(jobs.c.occasion).where(jobs.c.job == job)
        newest = newest.order_by(jobs.c.done_at.desc(), jobs.c.occasion.desc()).limit(1)
        with self.reading() as connection:
            return connection.scalar(newest)

    def last_done_at(self, job: str) -> datetime | None:
        """When a job was recorded last."""
        newest = select(func.max(jobs.c.done_at)).where(jobs.c.job == job)
        with self.reading() as connection:
            at: datetime | None = connection.scalar(newest)
        return at

    def was_done(self, job: str, occasion: str) -> bool:
        """Whether an occasion is recorded."""
        query = select(jobs.c.job).where(jobs.c.job == job, jobs.c.occasion == occasion)
        with self.reading() as connection:
            return connection.execute(query).first() is not None

    def done(self, job: str, occasion: str, now: datetime) -> bool:
        """Record an occasion; False when somebody already had. Old ones are forgotten."""
        with self.writing() as connection:
            old = (jobs.c.job == job, jobs.c.done_at < now - _REMEMBERED)
            connection.execute(delete(jobs).where(*old))
            statement = upsert.insert(connection, jobs).on_conflict_do_nothing()
            new = statement.values(job=job, occasion=occasion, done_at=now)
            return connection.execute(new.returning(jobs.c.job)).first() is not None


def keep_rulebook(
    connection: Connection, hash: str, files: Mapping[str, str], turn: int, now: datetime
) -> None:
    statement = upsert.insert(connection, rulebooks)
    statement = statement.values(hash=hash, files=dict(files), in_force_since=now, turn=turn)
    again = {"turn": statement.excluded.turn, "in_force_since": now}
    connection.execute(statement.on_conflict_do_update(index_elements=["hash"], set_=again))


def judge_rules(connection: Connection, rules: Mapping[str, str], now: datetime) -> None:
    """Remember under which words rules were judged; ``since`` moves only with the words."""
    if not rules:
        return
    statement = upsert.insert(connection, rules_judged)
    statement = statement.on_conflict_do_update(
        index_elements=["rule"],
        set_={"hash": statement.excluded.hash, "since": statement.excluded.since},
        where=rules_judged.c.hash != statement.excluded.hash,
    )
    rows = [{"rule": rule, "hash": hash, "since": now} for rule, hash in rules.items()]
    connection.execute(statement, rows)


def rename_rules(connection: Connection, names: Mapping[str, str]) -> None:
    """Old name -> new: their breaches, live, ended and removed, what committees let go of, and under
    which hash they were judged.

    By way of names that no rule can have, so that two rules may change places while the database
    watches that no rule has two live breaches of a series."""
    for table in (breaches, removed_breaches, rules_judged, let_go):
        for old in names:
            _rename(connection, table, old, f" {old}")
        for old, new in names.items():
            _rename(connection, table, f" {old}", new)


def _rename(connection: Connection, table: Table, old: str, new: str) -> None:
    connection.execute(update(table).where(table.c.rule == old).values(rule=new))


def forget_rules(connection: Connection, rules: Collection[str]) -> None:
    connection.execute(delete(rules_judged).where(rules_judged.c.rule.in_(rules)))
