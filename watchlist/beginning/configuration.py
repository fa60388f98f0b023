"""The text of `config.yaml`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from watchlist.beginning.guess import slug_of
from watchlist.beginning.plan import Plan, Source
from watchlist.beginning.yaml_text import below, file_of, guess, line, quoted, text, value

KEEPER = "performance-team"

_HEAD = """\
# Made of {file}. A line that ends in "a guess: …; confirm" is not said by the file: look at
# it, correct it, and take the comment away. Every other key is explained in config.example.yaml.
"""
_PEOPLE = """\
# Rules name posts, never people. Put the names and addresses of your own council here.
people:
  p1: {name: Put a name here, address: performance.team@council.example}

posts:"""
_REST = """\

# Each message is written as a file, until a mail server is set up (docs/channels.md).
channels:
  mailbox: {kind: mailbox, folder: messages}

# The pages, for this machine alone (docs/pages.md).
web:
  listen: 127.0.0.1:8080
  address: http://127.0.0.1:8080"""


def configuration(plan: Plan, path: str) -> str:
    """``path`` is where the scorecard lies, seen from the configuration."""
    return file_of([_HEAD.format(file=Path(plan.file).name), *_top(plan), "", *_sources(plan, path), "",
                    _PEOPLE, *_posts(plan), _REST])  # fmt: skip


def _top(plan: Plan) -> Iterator[str]:
    yield line(0, "council", quoted(plan.own), guess(plan.why_own))
    yield line(0, "timezone", "Europe/London")
    yield line(0, "database", "sqlite:///watchlist.db")
    yield line(0, "rules", "[rules]")
    yield line(0, "keeper", KEEPER, "the post that is told of faulty rules and doubtful data")
    yield line(0, "quiet_start", "true", "the first import tells the keeper only")
    if plan.rehearsed_at:
        yield ""
        yield "# The file's newest figures are old by now, and old figures open nothing: so the clock"
        yield "# begins on the day after them. Take this line out as soon as newer figures are there."
        yield line(0, "rehearse_at", f"{plan.rehearsed_at} 09:00")


def _sources(plan: Plan, path: str) -> Iterator[str]:
    yield "sources:"
    for source, name in zip(plan.sources, source_names(plan), strict=True):
        yield line(1, text(name), "")
        yield from _source(plan, source, path)


def source_names(plan: Plan) -> list[str]:
    names: list[str] = []
    for source in plan.sources:
        name = slug_of(source.layout.name) or "scorecard"
        names.append(name if name not in names else f"{name}-{len(names) + 1}")
    return names


def _source(plan: Plan, source: Source, path: str) -> Iterator[str]:
    layout = source.layout
    said = {"kind": layout.kind, "path": path, **layout.said}
    if not layout.has("area") and not layout.is_dfe:
        said["area"] = plan.own
    for key, one in said.items():
        yield line(2, key, value(one), guess(layout.why.get(key, "")))
    if source.symbols:
        yield line(2, "symbols", "")
        for word, (symbol, says) in source.symbols.items():
            yield line(3, value(word), text(symbol), guess(f"it means {says}"))
    words = {one.found.name: text(one.id) for one in source.indicators if one.found.name != one.id}
    if layout.is_dfe:
        yield line(2, "values", "")
        yield from below(3, {one.found.name: text(one.id) for one in source.indicators})
    elif words:
        yield line(2, "indicators", "")
        yield from below(3, words)


def _posts(plan: Plan) -> Iterator[str]:
    yield line(1, KEEPER, "")
    held = "held_by: [{person: p1}], channels: [mailbox], roles: [officer, owner]"
    yield f"    {{title: Performance Team, {held}}}"
    for name, title in owners(plan).items():
        yield line(
            1, text(name), "", guess("that it is a post, not a person; say who holds it (held_by)")
        )
        yield f"    {{title: {text(title)}, deputy: {KEEPER}, channels: [mailbox], roles: [owner]}}"


def owners(plan: Plan) -> dict[str, str]:
    """The posts that a column of the file names: id -> title."""
    titles = [one.found.beside.get("owner", "") for one in plan.indicators.values()]
    return {slug_of(title): title for title in titles if slug_of(title) not in ("", KEEPER)}
