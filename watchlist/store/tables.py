"""The tables. Every name, key and rule that the database itself watches over is here.

A reading is known by (series, period, span, forecast). ``readings`` holds the version that stands,
``revisions`` every other one. Indicators, rules and posts are names, not rows: the rulebook and the
configuration define them, and history outlives both.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    TextClause,
    UniqueConstraint,
    text,
)

from watchlist.model.acts import ActKind
from watchlist.model.finding import Cell, Evidence
from watchlist.model.message import Purpose, Result, Silence
from watchlist.model.period import Frequency
from watchlist.model.register import Reason, State
from watchlist.model.rule import Level
from watchlist.model.sign_in import SignInDeed
from watchlist.model.subscription import SubscriptionState, When
from watchlist.register.retention import Kind
from watchlist.store.results import DeliveryDeed, DigestState, MessageState, SubscriptionDeed
from watchlist.store.types import Encoded, Numbered, UtcDateTime, Worded

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
    }
)

#: A number that the database counts up by itself (SQLite does so for INTEGER keys only).
_counted = BigInteger().with_variant(Integer(), "sqlite")


def _version_columns() -> list[Column[Any]]:
    """What one version of a reading says, and where it came from."""
    figures = ("value", "numerator", "denominator", "target", "growth")
    return [
        *(Column(name, Double) for name in figures),
        Column("digits", SmallInteger),
        Column("marker", SmallInteger, nullable=False),
        Column("status", SmallInteger, nullable=False),
        Column("published", UtcDateTime, nullable=False),
        Column("recorded", UtcDateTime, nullable=False),
        Column("source", Text, nullable=False),
    ]


def _series_columns() -> list[Column[Any]]:
    """Which series it is, and on which calendar."""
    return [
        Column("indicator", Text, nullable=False),
        Column("area", Text, nullable=False),
        Column("breakdown", Text, nullable=False),
        Column("frequency", Worded(Frequency), nullable=False),
        Column("ends", SmallInteger, nullable=False),
    ]


def _track_columns() -> list[Column[Any]]:
    """Where a breach stands: the fields of `Track`; ``by_level`` and ``by_leaf`` decided it."""
    return [
        Column("state", Numbered(State), nullable=False),
        Column("level", Numbered(Level)),
        Column("opened", Integer),
        Column("by_level", Numbered(Level)),
        Column("by_leaf", SmallInteger),
        Column("held_against", Double),
        *(Column(name, Integer, nullable=False) for name in ("good", "better", "unknown")),
        *(Column(name, Boolean, nullable=False) for name in ("proposed", "unmeasured")),
    ]


def _chain_columns() -> list[Column[Any]]:
    """Where a row stands in the history of its entry, and its digest."""
    return [Column("place", Integer, nullable=False), Column("chain", Text, nullable=False)]


def _one_where(name: str, *columns: str, where: str) -> Index:
    """At most one row of these columns among those for which ``where`` holds."""
    return _where(name, *columns, where=where, unique=True)


def _where(name: str, *columns: str | TextClause, where: str, unique: bool = False) -> Index:
    """An index of those rows for which ``where`` holds."""
    rows = text(where)
    return Index(name, *columns, unique=unique, sqlite_where=rows, postgresql_where=rows)


def _cell_columns(**options: Any) -> list[Column[Any]]:
    """Which reading it is."""
    return [
        Column("series", ForeignKey("series.id"), nullable=False, **options),
        Column("period", Integer, nullable=False, **options),
        Column("span", SmallInteger, nullable=False, **options),
        Column("forecast", SmallInteger, nullable=False, **options),  # 1: people's own
    ]


def _topic_columns() -> list[Column[Any]]:
    """What a digest is about and how often it comes: one of the three, or none of them for all."""
    return [
        *(Column(name, Text) for name in ("committee", "owner", "tag")),
        Column("when", Worded(When), nullable=False),
    ]


series = Table(
    "series",
    metadata,
    Column("id", _counted, primary_key=True),
    *_series_columns(),
    Column("judged_to", Integer),
    UniqueConstraint("indicator", "area", "breakdown", "frequency", "ends"),
)

readings = Table(
    "readings",
    metadata,
    *_cell_columns(primary_key=True),
    *_version_columns(),
    sqlite_with_rowid=False,
)

revisions = Table(
    "revisions",
    metadata,
    Column("id", _counted, primary_key=True),
    *_cell_columns(),
    *_version_columns(),
    Index("ix_revisions_cell", "series", "period"),
)

imports = Table(
    "imports",
    metadata,
    Column("id", _counted, primary_key=True),
    Column("sha256", Text, index=True),
    Column("source", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("recorded", UtcDateTime, nullable=False),
    Column("added", Integer, nullable=False),
    Column("revised", Integer, nullable=False),
    Column("unchanged", Integer, nullable=False),
)

#: What was answered to programs that posted readings. ``key`` is what a program calls a post, ``body``
#: the hash of what it sent, ``sha256`` that of what it sent and what it was read by.
posted = Table(
    "posted",
    metadata,
    Column("id", _counted, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("token", Text, nullable=False),
    Column("key", Text),
    Column("body", Text, nullable=False),
    Column("sha256", Text, nullable=False, index=True),
    *(Column(name, Integer, nullable=False) for name in ("added", "revised", "unchanged")),
    Column("indicators", Text, nullable=False),  # a line each
    UniqueConstraint("token", "key"),
)

#: Figures that somebody put right by hand: who, for which post, why, what stood and what stands.
corrections = Table(
    "corrections",
    metadata,
    Column("id", _counted, primary_key=True),
    Column("at", UtcDateTime, nullable=False, index=True),  # ``recorded`` of the version it made
    Column("who", Text, nullable=False),  # a person's number, never a name
    Column("acting_for", Text),
    Column("reason", Text, nullable=False),
    *_cell_columns(),
    Column("before", Encoded(Cell), nullable=False),
    Column("after", Encoded(Cell), nullable=False),
    Index("ix_corrections_cell", "series", "period"),
)

#: What is to be judged; ``mark`` is the turn in which its readings last changed.
to_judge = Table(
    "to_judge",
    metadata,
    Column("indicator", Text, primary_key=True),
    Column("mark", BigInteger, nullable=False),
)

rules_judged = Table(
    "rules_judged",
    metadata,
    Column("rule", Text, primary_key=True),
    Column("hash", Text, nullable=False),
    Column("since", UtcDateTime, nullable=False),
)

rulebooks = Table(
    "rulebooks",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("files", Encoded(dict), nullable=False),
    Column("in_force_since", UtcDateTime, nullable=False),  # when it came into force last,
    Column("turn", BigInteger, nullable=False),  # and in which turn
)

#: By which the list is ordered: what people alone hold on it has no level and comes last.
WORST = "coalesce(level, 0)"

entries = Table(
    "entries",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("theme", Text, index=True),
    Column("indicator", Text, index=True),
    Column("area", Text),
    Column("title", Text, nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("owner", Text),
    Column("committee", Text),
    Column("level", Numbered(Level)),
    Column("left_at", UtcDateTime),
    Column("follows", Integer),
    Column("kept", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("places", Integer, nullable=False),  # how many rows its history has,
    Column("head", Text, nullable=False),  # and the digest of the last one
    _where("ix_entries_listed", text(f"{WORST} DESC"), "id", where="left_at IS NULL"),
)

LIVE = f"state IN ({State.OPEN:d}, {State.RECOVERING:d})"

breaches = Table(
    "breaches",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("rule", Text, nullable=False),
    Column("rule_hash", Text, nullable=False),
    *_series_columns(),
    *_track_columns(),
    Column("judged_to", Integer, nullable=False),
    Column("figure", Text, nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("entry", ForeignKey("entries.id"), index=True),
    Column("follows", Integer),
    Column("closed_at", UtcDateTime),
    Column("closed_for", Worded(Reason)),
    Column("evidence", Encoded(Evidence)),
    Column("version", Integer, nullable=False),
    Index("ix_breaches_rule", "rule", "state"),
    _one_where("uq_breaches_live", "rule", "indicator", "area", "breakdown", where=LIVE),
)

transitions = Table(
    "transitions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("breach", ForeignKey("breaches.id"), index=True),
    Column("entry", ForeignKey("entries.id"), index=True),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("reason", Worded(Reason), nullable=False),
    Column("period", Integer),
    Column("level_before", Numbered(Level)),
    Column("level", Numbered(Level)),
    Column("state", Numbered(State), nullable=False),
    Column("rule", Text),
    Column("rule_hash", Text),
    Column("evidence", Encoded(Evidence)),
    Column("before", Text),
    Column("after", Text),
    Column("who", Text, nullable=False),
    *_chain_columns(),
)

#: The acts by which somebody holds an entry on the list.
HOLDS = f"kind IN ('{ActKind.ADDED}', '{ActKind.HOLDS}')"

acts = Table(
    "acts",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("entry", ForeignKey("entries.id"), nullable=False, index=True),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("kind", Worded(ActKind), nullable=False),
    Column("who", Text, nullable=False),  # a person's number, never a name
    Column("acting_for", Text),
    Column("text", Text, nullable=False),
    Column("post", Text),
    Column("due_day", Date, index=True),
    *(Column(name, Text) for name in ("due_committee", "due_event")),
    Column("number", Integer),
    Column("until", Date, index=True),
    *(Column(name, Text) for name in ("link", "minute", "committee")),
    *(Column(name, Boolean, nullable=False) for name in ("people_too", "public")),
    *_chain_columns(),
    _where("ix_acts_holds", "who", "acting_for", "post", "committee", where=HOLDS),
)

#: Up to which period a committee let go of a rule's breach of a series.
let_go = Table(
    "let_go",
    metadata,
    Column("id", _counted, primary_key=True),
    Column("rule", Text, nullable=False, index=True),
    *_series_columns(),
    Column("ordinal", Integer, nullable=False),
    Column("act", Integer, nullable=False),  # it outlives the act, for rules look back
)

#: What the public has been told of an indicator in an area: its figures by their periods on that
#: calendar, as shown and as withheld.
published = Table(
    "published",
    metadata,
    Column("indicator", Text, primary_key=True),
    Column("area", Text, primary_key=True),
    Column("frequency", Worded(Frequency), primary_key=True),
    Column("ends", SmallInteger, primary_key=True),
    Column("told", Text, nullable=False),
)

publications = Table(
    "publications",
    metadata,
    Column("id", _counted, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("who", Text, nullable=False),  # a person's number, never a name
    Column("acting_for", Text),
    *(Column(name, Integer, nullable=False) for name in ("entries", "withheld")),
)

messages = Table(
    "messages",
    metadata,
    Column("id", Text, primary_key=True),  # the Message-ID
    Column("channel", Text, nullable=False),
    Column("post", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("headline", Text, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("state", Worded(MessageState), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("next_try", UtcDateTime),
    Column("claimed_by", Text),
    Column("claim_token", Integer, nullable=False),
    Column("claimed_until", UtcDateTime),
    Column("instead_of", ForeignKey("messages.id"), unique=True),
    Index("ix_messages_due", "state", "next_try"),
    Index("ix_messages_made_at", "made_at"),
)

#: The frozen bytes, apart: a message is rewritten at each attempt, and these never are.
payloads = Table(
    "payloads",
    metadata,
    Column("message", ForeignKey("messages.id"), primary_key=True),
    Column("payload", LargeBinary, nullable=False),
)

attempts = Table(
    "attempts",
    metadata,
    Column("message", ForeignKey("messages.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("started", UtcDateTime, nullable=False),
    Column("ended", UtcDateTime),
    Column("result", Worded(Result)),
    Column("reason", Text, nullable=False),
    Column("detail", Text, nullable=False),
)

notices = Table(
    "notices",
    metadata,
    Column("id", _counted, primary_key=True),
    Column("subject", Text, nullable=False),
    Column("post", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("purpose", Worded(Purpose), nullable=False),
    Column("created_at", UtcDateTime, nullable=False, index=True),
    Column("transition", Integer),
    Column("breach", Integer, index=True),
    Column("entry", Integer),
    Column("check", Text),
    Column("fault", Integer),
    Column("act", Integer),
    Column("message", ForeignKey("messages.id"), index=True),
    Column("silence", Worded(Silence)),
    UniqueConstraint("subject", "post", "channel"),
)

#: What was done to deliveries by hand (``about`` is a message, "" all of them), and which templates of
#: the council failed.
delivery_log = Table(
    "delivery_log",
    metadata,
    Column("id", _counted, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("who", Text, nullable=False),  # a person's number, never a name
    Column("acting_for", Text),
    Column("deed", Worded(DeliveryDeed), nullable=False),
    Column("about", Text, nullable=False, index=True),
    Column("detail", Text, nullable=False),
)

data_checks = Table(
    "data_checks",
    metadata,
    Column("id", _counted, primary_key=True),
    Column("key", Text, nullable=False),
    Column("check", Text, nullable=False),
    *_series_columns(),
    Column("period", Integer, nullable=False),
    Column("figures", Encoded(dict), nullable=False),
    Column("first_seen", UtcDateTime, nullable=False),
    Column("gone_at", UtcDateTime),
    Index("ix_data_checks_indicator", "indicator"),
    _one_where("uq_data_checks_standing", "key", where="gone_at IS NULL"),
)

#: What is wrong with the rule files, and since when. ``key`` knows a fault again when it moves.
rule_faults = Table(
    "rule_faults",
    metadata,
    Column("id", _counted, primary_key=True),
    Column("key", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("line", Integer),
    Column("column", Integer),
    Column("sentence", Text, nullable=False),
    Column("first_seen", UtcDateTime, nullable=False),
    Column("gone_at", UtcDateTime),
    _one_where("uq_rule_faults_standing", "key", where="gone_at IS NULL"),
)

#: Who reads which digest. ``name`` says topic and time in one; rows are never removed, so that the
#: link of an old message knows what it ended.
subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("post", Text, nullable=False),
    *_topic_columns(),
    Column("name", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("state", Worded(SubscriptionState), nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("paused_until", Date),
    Column("reads_since", UtcDateTime),
    _one_where(
        "uq_subscriptions_one", "post", "name", "channel",
        where=f"state <> '{SubscriptionState.ENDED}'",
    ),
)  # fmt: skip

subscription_log = Table(
    "subscription_log",
    metadata,
    Column("id", _counted, primary_key=True),
    Column("subscription", ForeignKey("subscriptions.id"), nullable=False, index=True),
    Column("at", UtcDateTime, nullable=False),
    Column("who", Text),  # a person's number, never a name
    Column("acting_for", Text),
    Column("deed", Worded(SubscriptionDeed), nullable=False),
    Column("detail", Text, nullable=False),
)

#: Editions of digests: one row each, from its draft on.
digests = Table(
    "digests",
    metadata,
    Column("id", _counted, primary_key=True),
    Column("name", Text, nullable=False),
    Column("occasion", Text, nullable=False),
    *_topic_columns(),
    *(Column(name, UtcDateTime, nullable=False) for name in ("drafted", "due", "over")),
    Column("meeting", Date),
    Column("state", Worded(DigestState), nullable=False),
    Column("drafted_at", UtcDateTime, nullable=False),
    Column("since", Date),
    Column("content", Text, nullable=False),
    Column("released_by", Text),
    *(Column(name, UtcDateTime) for name in ("released_at", "sent_at")),
    Column("why", Text, nullable=False),
    UniqueConstraint("name", "occasion"),
    Index("ix_digests_state", "state", "due"),
)

#: Who is signed in: a person's number or, where only his organisation's accounts know him, a name.
sessions = Table(
    "sessions",
    metadata,
    Column("hash", Text, primary_key=True),  # of what his browser keeps
    Column("person", Text),
    Column("name", Text, nullable=False),
    Column("app_roles", Text, nullable=False),
    *(Column(n, UtcDateTime, nullable=False) for n in ("created_at", "last_seen", "expires_at")),
)

#: Links by which somebody signs in once. What is no secret of one is its ``id``.
sign_in_links = Table(
    "sign_in_links",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("person", Text, nullable=False),
    Column("goes_to", Text, nullable=False),
    *(Column(name, UtcDateTime, nullable=False) for name in ("made_at", "expires_at")),
    Column("used_at", UtcDateTime),
)

api_tokens = Table(
    "api_tokens",
    metadata,
    Column("id", Text, primary_key=True),
    Column("hash", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("scopes", Text, nullable=False),
    Column("made_by", Text, nullable=False),  # a person's number, never a name
    *(Column(name, UtcDateTime, nullable=False) for name in ("made_at", "expires_at")),
    *(Column(name, UtcDateTime) for name in ("last_used", "ended_at")),
)

sign_in_log = Table(
    "sign_in_log",
    metadata,
    Column("id", _counted, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("person", Text),  # a number, never a name or an address
    Column("what", Worded(SignInDeed), nullable=False),
    Column("how", Text, nullable=False),
)

#: What each source on the web gave last, as it says itself, and until when it is not to be asked.
fetched = Table(
    "fetched",
    metadata,
    Column("source", Text, primary_key=True),
    Column("read_by", Text, nullable=False),  # a hash of what it was read by
    Column("etag", Text, nullable=False),
    Column("modified", Text, nullable=False),
    Column("not_before", UtcDateTime),
    Column("at", UtcDateTime, nullable=False),
)

jobs = Table(
    "jobs",
    metadata,
    Column("job", Text, primary_key=True),
    Column("occasion", Text, primary_key=True),
    Column("done_at", UtcDateTime, nullable=False),
    Index("ix_jobs_done", "job", "done_at", "occasion"),
)

counters = Table(
    "counters",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", BigInteger, nullable=False),
)

meta = Table(
    "meta",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

#: Who may do a job just now. ``until`` is on the database's clock, and ``token`` grows with each turn:
#: who has an older one writes nothing more.
leases = Table(
    "leases",
    metadata,
    Column("job", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("token", BigInteger, nullable=False),
    Column("until", UtcDateTime, nullable=False),
)

#: The daemons that share this database, as each said of itself when it was seen last.
daemons = Table(
    "daemons",
    metadata,
    Column("name", Text, primary_key=True),
    *(Column(name, UtcDateTime, nullable=False) for name in ("started", "seen")),
    *(Column(name, Text, nullable=False) for name in ("version", "config", "book")),
    *(Column(name, BigInteger, nullable=False) for name in ("memory", "handles")),
)

#: The rulebook that the folders of a machine held when they were put in force from there last.
rule_folders = Table(
    "rule_folders",
    metadata,
    Column("place", Text, primary_key=True),
    Column("hash", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

#: What was removed because its time had run out (`register.retention`): of a kind so many at once.
removals = Table(
    "removals",
    metadata,
    Column("id", _counted, primary_key=True),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("kind", Worded(Kind), nullable=False),
    Column("term", Text, nullable=False),  # as it was configured then: "6 years"
    Column("many", Integer, nullable=False),
)

#: What is still known of an entry that was removed: what gathered it, when it left the list, and where
#: its history ended. A later entry of the same key follows it as if it were there.
removed_entries = Table(
    "removed_entries",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    *(Column(name, Text) for name in ("theme", "indicator", "area")),
    Column("left_at", UtcDateTime, nullable=False),
    Column("places", Integer, nullable=False),
    Column("head", Text, nullable=False),
    Column("removal", ForeignKey("removals.id"), nullable=False),
)

#: The breaches that were removed with them and had ended by the figures: a later one opens again.
removed_breaches = Table(
    "removed_breaches",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("rule", Text, nullable=False, index=True),
    *(Column(name, Text, nullable=False) for name in ("indicator", "area", "breakdown")),
)

#: Whose name was erased from all that is kept, when and by whom; the name is not here.
erasures = Table(
    "erasures",
    metadata,
    Column("id", _counted, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("who", Text, nullable=False),
    Column("acting_for", Text),
    Column("person", Text, nullable=False),
)

Index("ix_notices_entry", notices.c.entry)
