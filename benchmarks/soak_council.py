"""The council of `benchmarks.soak` as an officer would write it down."""

from __future__ import annotations

INDICATORS, AREAS, OWNERS, READERS = 25, 8, 5, 10

_CONFIG = """\
council: The County (invented)
database: sqlite:///watchlist.db
rules: [rulebook]
keeper: performance
quiet_start: false
sources: {{returns: {{kind: csv, path: returns.csv}}}}
people:
{people}posts:
{posts}channels:
  email: {{kind: email, host: 127.0.0.1, port: {port}, security: none, from: watch-list@county.example}}
"""


def configured(port: int) -> str:
    """The configuration, with a mail server at a port of this machine."""
    named = ["performance", *(f"head-{n}" for n in range(OWNERS))]
    roles = {**dict.fromkeys(named, "owner"), **{f"member-{n}": "member" for n in range(READERS)}}
    people = "".join(f"  {one}: {{name: {one}, address: {one}@county.example}}\n" for one in roles)
    posts = "".join(
        f"  {one}: {{title: {one}, held_by: [{{person: {one}}}], channels: [email], roles: [{role}]}}\n"
        for one, role in roles.items()
    )
    return _CONFIG.format(people=people, posts=posts, port=port)


def rulebook() -> str:
    """One rule for each indicator."""
    areas = (f"  District {n}: {{level: authority, own: true}}" for n in range(AREAS))
    indicators = (
        f"  measure-{n}: {{title: Measure {n}, unit: percent, better: higher, every: month,"
        f" target: 85, stale_after: 600, owner: head-{n % OWNERS}}}"
        for n in range(INDICATORS)
    )
    rules = (
        f"  rule-{n}: {{title: Measure {n} is not well, indicator: measure-{n},"
        " red: {worse_than: target}, leaves: after 2 good readings}"
        for n in range(INDICATORS)
    )
    lines = ("areas:", *areas, "indicators:", *indicators, "rules:", *rules)
    return "\n".join(lines) + "\n"
