"""The schedule of retention: of every table for how long it is kept, and why. A table that is not here
fails a test; the same table stands in docs/retention.md for people."""

from __future__ import annotations

from collections.abc import Mapping

from watchlist.register.retention import Limit

FOR_EVER = "for ever"
NOW_ONLY = "as it is now"
DAYS = "for days"

#: Table -> after which term its rows go, or why they do not.
SCHEDULE: Mapping[str, str] = {
    # The record itself, and what was given out of it.
    "entries": Limit.PAPERS,
    "breaches": Limit.PAPERS,  # with their entry
    "transitions": Limit.PAPERS,
    "acts": Limit.PAPERS,
    "digests": Limit.PAPERS,
    "publications": Limit.PAPERS,
    # What it rests on, and how it went out.
    "messages": Limit.BACKGROUND,
    "payloads": Limit.BACKGROUND,
    "attempts": Limit.BACKGROUND,
    "notices": Limit.BACKGROUND,
    "delivery_log": Limit.BACKGROUND,
    "revisions": Limit.BACKGROUND,
    "imports": Limit.BACKGROUND,  # the names of files
    "data_checks": Limit.BACKGROUND,
    "rule_faults": Limit.BACKGROUND,
    "sign_in_log": Limit.BACKGROUND,
    "api_tokens": Limit.BACKGROUND,
    # Rules look back: figures that stand, what was put right in them, what committees let go of.
    "series": FOR_EVER,
    "readings": FOR_EVER,
    "corrections": FOR_EVER,
    "let_go": FOR_EVER,
    "rulebooks": FOR_EVER,  # the words by which a breach was judged
    # What came before is known again and not taken for news.
    "posted": FOR_EVER,
    # Small numbers: what the public was told can be combined with what it is told next.
    "published": FOR_EVER,
    # The link of an old message knows what it ended.
    "subscriptions": FOR_EVER,
    "subscription_log": FOR_EVER,
    # That something was removed, and which numbers it had.
    "removals": FOR_EVER,
    "removed_entries": FOR_EVER,
    "removed_breaches": FOR_EVER,
    "erasures": FOR_EVER,
    # The state of the program: rewritten in place, it does not grow with the years.
    "to_judge": NOW_ONLY,
    "rules_judged": NOW_ONLY,
    "counters": NOW_ONLY,
    "meta": NOW_ONLY,
    "fetched": NOW_ONLY,
    "leases": NOW_ONLY,
    "daemons": NOW_ONLY,
    "rule_folders": NOW_ONLY,
    # What is over goes by itself.
    "jobs": DAYS,
    "sessions": DAYS,
    "sign_in_links": DAYS,
}
