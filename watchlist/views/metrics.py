"""The metrics, as docs/operations.md lists them.

All are gauges, also what only grows: retention takes old rows away, and the rate of a counter that
falls would be wrong. No name of a person is in any, and every label has few values: those that the
configuration, the rules or the program name.
"""

from __future__ import annotations

from collections.abc import Callable

from watchlist import __version__
from watchlist.model.rule import Level
from watchlist.model.subscription import SubscriptionState
from watchlist.store.results import DigestState, MessageState
from watchlist.views.daemons import machine_of
from watchlist.views.exposition import Metric, Samples, exposed, labelled, plain
from watchlist.views.measured import Measured

#: What the store calls judging among the jobs that are done.
_JUDGED = "judge"

#: Letters of a hash that tell one configuration from another.
_HASH = 12


def metrics_text(found: Measured) -> bytes:
    """All metrics, as they are now."""
    return exposed(METRICS, found)


def _build(_: Measured) -> Samples:
    yield (__version__,), 1


def _done(found: Measured) -> Samples:
    """Also what has no schedule of its own, as retention; judging has a metric of its own."""
    for name, at in found.operations.done.items():
        if name != _JUDGED:
            yield (name,), at


def _intervals(found: Measured) -> Samples:
    for name, length in found.intervals.items():
        yield (name,), length


def _entries(found: Measured) -> Samples:
    for level in (*Level, None):
        yield (level.word if level else "none",), found.levels.get(level, 0)


def _messages(found: Measured) -> Samples:
    known = found.operations.messages
    for channel in sorted({channel for channel, _ in known}):
        for state in MessageState:
            yield (channel, state.value), known.get((channel, state), 0)


def _digests(found: Measured) -> Samples:
    for state in DigestState:
        yield (state.value,), found.operations.digests.get(state, 0)


def _subscriptions(found: Measured) -> Samples:
    for state in SubscriptionState:
        yield (state.value,), found.operations.subscriptions.get(state, 0)


def _imports(found: Measured) -> Samples:
    for name, at in found.imports.items():
        if at:
            yield (name,), at


def _failing(found: Measured) -> Samples:
    for name in found.imports:
        yield (name,), name in found.failing


def _daemons(found: Measured) -> Samples:
    for one in found.daemons:
        yield (one.name, one.version, one.config[:_HASH]), 1


def _seen(found: Measured) -> Samples:
    for one in found.daemons:
        yield (one.name, machine_of(one)), one.seen


def _of_daemon(name: str) -> Callable[[Measured], Samples]:
    """A figure that each daemon says of itself."""
    return lambda found: [((one.name,), getattr(one, name)) for one in found.daemons]


def _current(found: Measured) -> Samples:
    for one in found.daemons:
        yield (one.name,), found.in_force is None or one.book == found.in_force.hash


def _leases(found: Measured) -> Samples:
    for one in found.leases:
        yield (one.job, one.holder), 1


#: In the order of docs/operations.md.
METRICS: tuple[Metric, ...] = (
    labelled("build_info", "Which release answers.", "version", of=_build),
    plain(
        "rehearsal",
        "1 in a rehearsal: the clock is not the real one.",
        lambda found: found.rehearsal,
    ),
    labelled(
        "schedule_last_done_timestamp_seconds", "When it was done last.", "schedule", of=_done
    ),
    labelled(
        "schedule_interval_seconds", "How far its turns lie apart.", "schedule", of=_intervals
    ),
    plain(
        "judged_timestamp_seconds",
        "When figures were judged last.",
        lambda found: found.operations.done.get(_JUDGED),
    ),
    plain("rules", "Rules by which it judges.", lambda found: found.rules),
    plain("indicators", "Indicators of the rulebook.", lambda found: found.indicators),
    plain(
        "series",
        "Series of readings, also of what the rulebook no longer has.",
        lambda found: found.operations.series,
    ),
    plain(
        "rulebook_in_force_timestamp_seconds",
        "Since when the rules in force are.",
        lambda found: found.in_force.since if found.in_force else None,
    ),
    plain(
        "rule_faults",
        "Faults for which the rule files are not taken; 0 when well.",
        lambda found: found.faults,
    ),
    labelled("entries", "Entries on the watch list, by their level.", "level", of=_entries),
    plain(
        "data_checks", "Findings about data that stand.", lambda found: found.operations.data_checks
    ),
    labelled("messages", "Messages by where they stand.", "channel", "state", of=_messages),
    plain(
        "messages_oldest_waiting_timestamp_seconds",
        "When the message was written that waits longest; none when none waits.",
        lambda found: found.operations.oldest_waiting,
    ),
    plain(
        "dead_letters",
        "Messages given up and neither sent again nor replaced.",
        lambda found: found.letters.dead,
    ),
    plain(
        "attempts_unknown",
        "Attempts at sending of which nobody knows how they ended.",
        lambda found: found.letters.unknown,
    ),
    plain("delivery_held", "1 while delivery is held.", lambda found: found.held),
    labelled("digests", "Digests by where they stand.", "state", of=_digests),
    labelled("subscriptions", "Subscriptions by their state.", "state", of=_subscriptions),
    labelled(
        "source_last_import_timestamp_seconds",
        "When something of a source came in last.",
        "source",
        of=_imports,
    ),
    labelled("source_failing", "1 while a source cannot be taken in.", "source", of=_failing),
    labelled("daemon_info", "A daemon.", "daemon", "version", "config", of=_daemons),
    labelled(
        "daemon_last_seen_timestamp_seconds",
        "When a daemon was heard of last.",
        "daemon",
        "machine",
        of=_seen,
    ),
    labelled(
        "daemon_start_timestamp_seconds", "When a daemon began.", "daemon", of=_of_daemon("started")
    ),
    labelled(
        "daemon_resident_memory_bytes",
        "Memory that a daemon holds.",
        "daemon",
        of=_of_daemon("memory"),
    ),
    labelled(
        "daemon_open_handles",
        "Files and connections that a daemon has open.",
        "daemon",
        of=_of_daemon("handles"),
    ),
    labelled(
        "daemon_rules_current",
        "1 where a daemon judges by the rules in force.",
        "daemon",
        of=_current,
    ),
    labelled("lease_held", "1 for what a daemon has in hand.", "lease", "daemon", of=_leases),
    plain("database_size_bytes", "The database's size.", lambda found: found.bytes),
    plain(
        "backup_last_timestamp_seconds",
        "When the last backup was taken; none where there never was one.",
        lambda found: found.backup,
    ),
    plain(
        "clock_skew_seconds",
        "This machine's clock less the database's.",
        lambda found: found.ahead,
    ),
)
