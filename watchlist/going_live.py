"""Rules going live: what the folders hold is looked at again and again, taken where it has no fault,
and told to the keeper where it has."""

from __future__ import annotations

import re
import socket
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path, PurePath

import structlog

from watchlist.app import App
from watchlist.kept import in_force as in_force
from watchlist.kept import last_good_rulebook
from watchlist.model.errors import Fault, WorldError
from watchlist.register.routing import route_faults
from watchlist.rule_files import RuleFiles, read_rules, refusal, rule_files
from watchlist.rulebook.hashes import hash_of_files
from watchlist.rulebook.load import readable_rulebook
from watchlist.rulebook.renamed import renamed

log = structlog.get_logger("watchlist")

#: Where another place is named in a fault's sentence: it may move without the fault being another.
_PLACE = re.compile(r"\S*?([^\s/\\]+\.yaml)(:\d+)*")


@dataclass
class FolderWatch:
    """An eye on the rule folders. Their contents are compared, not their dates: a network share
    tells of no change, and its clock is another. What was changed is only looked at once it was
    the same twice, so that no file is taken that an editor is still writing."""

    folders: Sequence[Path]
    _seen: RuleFiles | None = field(default=None, init=False)
    _taken: RuleFiles | None = field(default=None, init=False)

    def changed(self) -> RuleFiles | None:
        """What the folders hold, where that is new; again at each call until it is ``done``."""
        files = rule_files(self.folders)
        still = files == self._seen
        self._seen = files
        return files if still and files != self._taken else None

    def done(self, files: RuleFiles) -> None:
        """These have been dealt with."""
        self._taken = files


class OwnFolders:
    """The rules in the folders of a daemon, on their way into force. ``app`` is by them, or by the
    last good ones where they have a fault."""

    def __init__(self, app: App) -> None:
        self.app = app
        self._watch = FolderWatch(app.config.rules)
        self._passed: str | None = None  # the last cycle before they were seen

    def look(self, current: App) -> App | None:
        """What changed comes into force with the next cycle, and what cannot be taken is said at once.
        The app by rules that another daemon put in force, where the ``current`` one is not."""
        if files := self._watch.changed():
            self._take(files, current)
            self._watch.done(files)
        elif current.store.last_rulebook() != current.book.hash and not speaks(self.app):
            current = by_those_in_force(self.app)
            log.info("rules changed", now=in_force(current))
            return current
        return None

    def wait(self) -> bool:
        """Whether they wait for a cycle, and another daemon has made one since."""
        last = self.app.store.last_done("cycle")
        return last is not None and last != self._passed and speaks(self.app)

    def _take(self, files: RuleFiles, current: App) -> None:
        app, now = with_rules_of(current, files), current.clock()
        tell_faults(app, now)
        if app.refused:
            for fault in app.refused.faults:
                log.error("fault", job="rules", error=str(fault))
            log.warning("rules not taken", they_stay=in_force(current))
        else:
            hold_the_same(app, now)
            if speaks(app):
                log.info("rules changed", now=in_force(app))
            elif self.app.refused:
                log.info("rules well again")
        self.app, self._passed = app, app.store.last_done("cycle")


def with_rules_of(app: App, files: RuleFiles) -> App:
    """The app with the rules of these files; with those it has where the files have a fault."""
    book, found = read_rules(app.config, files)
    if book is None or book.hash == app.book.hash:
        book = app.book
    return replace(app, book=book, refused=refusal(files, found))


def put_in_force(app: App, now: datetime) -> App:
    """The app by the rules that are in force from now on: those of its folders, where these hold
    others than when rules were put in force from there last; else those that were put in force last,
    by whichever daemon. Every entry is explained by the words that put it there, so they are kept."""
    if not speaks(app):
        return by_those_in_force(app)
    with app.store.begin(now) as tx:
        last = tx.last_rulebook()
        if last is not None and not _is_still_there(app):
            return by_those_in_force(app)
        if last != app.book.hash:
            before = readable_rulebook((tx.rulebook_files(last) if last else None) or {})
            tx.rename_rules(renamed(before.rules, app.book.rules, tx.rules_judged()))
            tx.keep_rulebook(app.book.hash, app.book.files)
        tx.folders_say(_place(app), app.book.hash, now)
    return app


def _is_still_there(app: App) -> bool:
    """Whether the folders hold what was read from them. Asked while it is this one's turn: another
    program may have read them later, and put in force what it found, before our turn came."""
    return hash_of_files(rule_files(app.config.rules).texts) == app.book.hash


def speaks(app: App) -> bool:
    """Whether the app's folders hold rules that are to come into force: other ones than were put in
    force from there last. (A daemon whose folders are behind must not bring the old rules back.)"""
    return app.refused is None and app.store.folders_said(_place(app)) != app.book.hash


def hold_the_same(app: App, now: datetime) -> None:
    """Where the app's folders hold the very rules that are in force, they have nothing to say."""
    if app.store.last_rulebook() == app.book.hash and speaks(app):
        app.store.folders_say(_place(app), app.book.hash, now)


def by_those_in_force(app: App) -> App:
    """The app by the rules that are in force. Raises WorldError where this program does not
    understand them."""
    last = app.store.last_rulebook()
    if last in (None, app.book.hash):
        return app
    book = last_good_rulebook(app.store)
    if book is not None and book.hash == last:
        return replace(app, book=book)
    if app.refused:
        return app  # this program was upgraded, and its folders are still to be mended
    raise WorldError(
        "The rules in force were put in force by a daemon that understands more than this one; "
        "install the same version here. Until then this daemon judges nothing"
    )


def _place(app: App) -> str:
    """The machine and the folders of rules on it."""
    folders = sorted(str(folder.resolve()) for folder in app.config.rules)
    return "|".join((socket.gethostname(), *folders))


def tell_faults(app: App, now: datetime) -> None:
    """Tell the keeper of each fault once: not again after a restart, again when it was mended and
    came back, and that all is well again where he had been told otherwise."""
    refused = app.refused or RuleFiles({})
    if not refused.faults and not app.store.standing_faults():
        return
    with app.store.begin(now) as tx:
        saved = tx.save_faults(known_by(refused))
        directory, zone = app.config.directory, app.config.zone
        tx.notify(route_faults(saved.new, saved.mended, directory, now, zone))


def known_by(files: RuleFiles) -> dict[str, Fault]:
    """Faults by what they are known by: the file, the sentence and the words of the line, wherever
    in the file the line is now and whatever folder the program was started in."""
    found: dict[str, Fault] = {}
    for fault in files.faults:
        sentence = _PLACE.sub(r"\1", fault.sentence)
        words = _line(files.texts.get(fault.mark.path, ""), fault.mark.line)
        found.setdefault("|".join((PurePath(fault.mark.path).name, sentence, words)), fault)
    return found


def _line(text: str, number: int | None) -> str:
    lines = text.splitlines()
    return lines[number - 1].strip() if number and number <= len(lines) else ""
