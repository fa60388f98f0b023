"""Folders of YAML files -> a Rulebook, or every fault at once.

File names carry no meaning; every ``*.yaml`` of every folder is merged (``*.test.yaml`` are tests).
A calendar that a committee names is one of the files.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from watchlist.model.errors import Fault, FaultsError, Mark
from watchlist.model.rule import Rulebook
from watchlist.rulebook import indicators, places, rules
from watchlist.rulebook.calendars import read_calendars
from watchlist.rulebook.hashes import Around, hash_of, hash_of_files
from watchlist.rulebook.indicators import INDICATOR
from watchlist.rulebook.language import DEFAULTS, FILE, OWN
from watchlist.rulebook.names import Names
from watchlist.rulebook.reader import Value
from watchlist.rulebook.rules import RULE
from watchlist.rulebook.sections import Sections, merged
from watchlist.rulebook.sense import doubts
from watchlist.rulebook.text import read_text

T = TypeVar("T")


def load_rulebook(folders: Sequence[Path], *, extra: Mapping[str, str] | None = None) -> Rulebook:
    """The rulebook of these folders; ``extra`` (path -> text) goes before what is on the disk.

    Raises :class:`FaultsError` with every fault.
    """
    return _sound(*check_rulebook(folders, extra=extra))


def load_rulebook_text(files: Mapping[str, str]) -> Rulebook:
    """The rulebook of these texts by path, without a disk. Raises :class:`FaultsError`."""
    return _sound(*check_rulebook_text(files))


def check_rulebook(
    folders: Sequence[Path], *, extra: Mapping[str, str] | None = None
) -> tuple[Rulebook | None, tuple[Fault, ...]]:
    """The rulebook where it has no fault, and all faults and warnings by their place."""
    return check_rulebook_text(*read_files(folders, extra=extra))


def check_rulebook_text(
    files: Mapping[str, str], found: Iterable[Fault] = ()
) -> tuple[Rulebook | None, tuple[Fault, ...]]:
    """The same for texts by path; ``found`` are the faults of reading them."""
    return _checked(files, list(found))


def read_files(
    folders: Sequence[Path], *, extra: Mapping[str, str] | None = None
) -> tuple[dict[str, str], list[Fault]]:
    """Path as shown -> text, of every rule file in the folders and every calendar that they name,
    and the faults of reading them."""
    faults: list[Fault] = []
    files = _files(folders, faults) | dict(extra or {})
    return files | read_calendars(files, faults), faults


def readable_rulebook(files: Mapping[str, str]) -> Rulebook:
    """All of these texts that can be read; what has a fault is left out. For words that were once
    in force: they are understood as far as the language of today reaches."""
    return _read(files, [])


def posts_named(book: Rulebook) -> list[tuple[str, Mark]]:
    """Every post that the rulebook names, with the place of the definition that names it."""
    found = [(one.owner, one.mark) for one in book.indicators.values()]
    for rule in book.rules.values():
        found += [(post, rule.mark) for post in rule.tell if post != "owner"]
        found += [(rule.escalation.post, rule.mark)] if rule.escalation else []
    for committee in book.committees.values():
        found += [(committee.chair, committee.mark), (committee.clerk, committee.mark)]
    return [(post, mark) for post, mark in found if post is not None]


def _sound(book: Rulebook | None, faults: tuple[Fault, ...]) -> Rulebook:
    if book is None:
        raise FaultsError(fault for fault in faults if not fault.warning)
    return book


def _checked(
    files: Mapping[str, str], faults: list[Fault]
) -> tuple[Rulebook | None, tuple[Fault, ...]]:
    with _no_collecting():
        book = _read(files, faults)
        if not _any(faults):
            faults.extend(doubts(book))
    ordered = tuple(sorted(dict.fromkeys(faults), key=Fault.place))
    return (None if _any(faults) else book), ordered


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Without the search for garbage: a tree that only grows holds none, and looking through it time
    and again takes a third of the whole time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _any(faults: list[Fault]) -> bool:
    return not all(fault.warning for fault in faults)


def _read(files: Mapping[str, str], faults: list[Fault]) -> Rulebook:
    """All that could be read; what has a fault is left out."""
    said = merged(files, FILE, faults)
    _check_defaults(said.defaults)
    names = Names(dict.fromkeys(said.areas), said.committees, whole=said.whole)
    areas = {name: places.read_area(one, names) for name, one in said.areas.items()}
    committees = {name: places.read_committee(one, files) for name, one in said.committees.items()}
    names = Names(areas, said.committees, whole=said.whole)
    read = {
        name: indicators.read_indicator(one, said.defaults, names)
        for name, one in said.indicators.items()
    }
    names = Names(areas, said.committees, read, said.whole)
    indicators.check_variants(said.indicators, names)
    around = _around(said)
    found = {
        name: rules.read_rule(one, said.defaults, names, around) for name, one in said.rules.items()
    }
    return Rulebook(
        indicators=_present(read),
        rules=_present(found),
        areas=_present(areas),
        committees=_present(committees),
        hash=hash_of_files(files),
        files=dict(files),
    )


def _present(found: Mapping[str, T | None]) -> dict[str, T]:
    return {name: one for name, one in found.items() if one is not None}


def _around(said: Sections) -> Around:
    defaults = {key: value.plain() for key, value in said.defaults.items()}
    of_indicators = {key: defaults[key] for key in INDICATOR.words if key in defaults}
    return Around(
        defaults={key: defaults[key] for key in RULE.words if key in defaults},
        indicators={
            name: hash_of([name, one.resolved(of_indicators)])
            for name, one in said.indicators.items()
        },
        areas=hash_of({name: one.value.plain() for name, one in said.areas.items()}),
    )


def _check_defaults(defaults: Mapping[str, Value]) -> None:
    for key, value in defaults.items():
        if key in OWN:
            value.fault(f'"{key}" cannot be the same for all', value.place)
        elif key in DEFAULTS.later:
            value.fault(f'"{key}" is not available in this version', value.place)
        elif key not in DEFAULTS.words:
            near = value.near(key, DEFAULTS.words)
            value.fault(f'"{key}" is not known here{near}', value.place)


_LED_AWAY = "this file is a link that leads out of the folders of rules; put the file itself there"


def _files(folders: Sequence[Path], faults: list[Fault]) -> dict[str, str]:
    """Path as shown -> text, of every rule file in the folders; each file once."""
    found: dict[Path, str] = {}
    homes = [os.path.realpath(folder) for folder in folders]
    for folder in folders:
        for file in _listed(folder, faults):
            real = Path(os.path.realpath(file))  # of a loop of links too
            if any(real.is_relative_to(home) for home in homes):
                found.setdefault(real, _shown(file))
            else:  # whoever edits rules may not read the configuration and its secrets by one
                faults.append(Fault(Mark(_shown(file)), _LED_AWAY))
    texts = ((shown, read_text(file, shown, faults)) for file, shown in found.items())
    return {shown: text for shown, text in texts if text is not None}


def _listed(folder: Path, faults: list[Fault]) -> list[Path]:
    """The rule files of a folder by name, which may go away at any moment."""
    try:
        listed = sorted(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        faults.append(Fault(Mark(str(folder)), "this folder of rules does not exist"))
        return []
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        faults.append(Fault(Mark(_shown(folder)), f"this folder cannot be read: {reason}"))
        return []
    files = [file for file in listed if _is_rule_file(file, faults)]
    if not files:
        faults.append(Fault(Mark(_shown(folder)), "this folder holds no *.yaml file"))
    return files


def _is_rule_file(file: Path, faults: list[Fault]) -> bool:
    if file.name.startswith("."):  # what editors and file shares leave behind
        return False
    if file.suffix == ".yml":
        sentence = "this file is not read; call it .yaml if it is to be part of the rulebook"
        faults.append(Fault(Mark(_shown(file)), sentence, warning=True))
    return file.suffix == ".yaml" and not file.name.endswith(".test.yaml")


def _shown(path: Path) -> str:
    """A path as people are told it: from where they stand, when it lies beneath."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
