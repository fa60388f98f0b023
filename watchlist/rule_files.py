"""The rule files as they lie in their folders: read, and held against the configuration. Whether they
come into force is another question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from watchlist.config import Config
from watchlist.model.errors import Fault
from watchlist.model.rule import Rulebook
from watchlist.rulebook.load import check_rulebook_text, posts_named, read_files
from watchlist.rulebook.wording import nearest, quote


@dataclass(frozen=True)
class RuleFiles:
    """What the rule folders hold at one moment: texts by path, and what is wrong with them."""

    texts: Mapping[str, str]
    faults: tuple[Fault, ...] = ()


def rule_files(folders: Sequence[Path]) -> RuleFiles:
    """The rule files as they are now, with the faults of reading them."""
    texts, faults = read_files(folders)
    return RuleFiles(texts, tuple(faults))


def read_rules(config: Config, files: RuleFiles) -> tuple[Rulebook | None, list[Fault]]:
    """The rulebook of these files where it has no fault, with all its faults and warnings; among
    them the posts that the configuration does not know."""
    book, faults = check_rulebook_text(files.texts, files.faults)
    unknown = _unknown_posts(config, book) if book else []
    strange = _unknown_committees(config, book) if book else []
    return (None if unknown else book), [*faults, *unknown, *strange]


def refusal(files: RuleFiles, found: Iterable[Fault]) -> RuleFiles | None:
    """The files with the faults for which they are not taken; None where they are."""
    wrong = sorted((fault for fault in found if not fault.warning), key=Fault.place)
    return replace(files, faults=tuple(wrong)) if wrong else None


def _unknown_posts(config: Config, book: Rulebook) -> list[Fault]:
    posts = config.directory.posts
    return [
        Fault(mark, f"there is no post {quote(post)} in {config.path}{nearest(post, posts)}")
        for post, mark in posts_named(book)
        if post not in posts
    ]


def _unknown_committees(config: Config, book: Rulebook) -> list[Fault]:
    """A member of a committee that nobody knows sees no exempt material: a warning."""
    return [
        Fault(
            config.marks[name],
            f"post {quote(name)}: there is no committee {quote(each)}{nearest(each, book.committees)}",
            warning=True,
        )
        for name, post in config.directory.posts.items()
        for each in post.committees
        if each not in book.committees
    ]
