"""Rules going live: what the folders hold is looked at again and again, taken where it has no fault,
and told to the keeper where it has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path, PurePath

from watchlist.app import App
from watchlist.kept import in_force as in_force
from watchlist.model.errors import Fault
from watchlist.register.routing import route_faults
from watchlist.rule_files import RuleFiles, read_rules, refusal, rule_files
from watchlist.rulebook.load import readable_rulebook
from watchlist.rulebook.renamed import renamed

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


def with_rules_of(app: App, files: RuleFiles) -> App:
    """The app with the rules of these files; with those it has where the files have a fault."""
    book, found = read_rules(app.config, files)
    if book is None or book.hash == app.book.hash:
        book = app.book
    return replace(app, book=book, refused=refusal(files, found))


def put_in_force(app: App, now: datetime) -> None:
    """Keep the rulebook's words when they come into force: every entry is explained by those that
    put it there. Rules that took another name are the same rules from now on."""
    if app.store.last_rulebook() == app.book.hash:
        return
    with app.store.begin(now) as tx:
        last = tx.last_rulebook()
        if last == app.book.hash:
            return
        before = readable_rulebook((tx.rulebook_files(last) if last else None) or {})
        tx.rename_rules(renamed(before.rules, app.book.rules, tx.rules_judged()))
        tx.keep_rulebook(app.book.hash, app.book.files)


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
