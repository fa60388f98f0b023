"""Whether templates can be used: each is tried on messages in which everything occurs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from jinja2 import Environment, TemplateError, meta

from watchlist.deliver.environment import SUFFIX, located, make_environment
from watchlist.deliver.sample import sample_messages
from watchlist.model.errors import Fault, Mark
from watchlist.model.message import Channel, Message
from watchlist.rulebook.wording import nearest, quote

#: What no channel sends is always written as it is shipped.
_NOT_SENT = ("digest/", "paper/", "public/", "web/")


def prove_templates(
    channels: Mapping[str, Channel], shipped: Path, own: Path | None
) -> list[Fault]:
    """What is wrong with the templates, every fault of every file at its place: those that are shipped,
    and each of the council's own as if it were the only one, so that none hides behind another."""
    messages = sample_messages()
    faults = _tried(channels, messages, make_environment(shipped), (shipped,))
    if own is None:
        return faults
    theirs, known = set(_names(own)), set(_names(shipped))
    faults += _unread(own, theirs, known)
    for name in sorted(theirs):
        alone = make_environment(shipped, own, without=(theirs & known) - {name})
        faults += _compiled(alone, name, own)
        if name in known:
            faults += _tried(channels, messages, alone, (own, shipped))
    return list(dict.fromkeys(faults))


def _tried(
    channels: Mapping[str, Channel],
    messages: Iterable[Message],
    environment: Environment,
    folders: tuple[Path, ...],
) -> list[Fault]:
    """What fails where a channel writes these messages; each fault once."""
    found: dict[Fault, None] = {}
    for message in messages:
        for name, channel in channels.items():
            try:
                channel.render(message, environment)
            except Exception as error:
                places = (located(error, folder) for folder in folders)
                fault = next(filter(None, places), None)
                said = f"channel {quote(name)}: {type(error).__name__}: {error}"
                found[fault or Fault(Mark(str(folders[0])), said)] = None
    return list(found)


def _compiled(environment: Environment, name: str, folder: Path) -> list[Fault]:
    try:
        environment.get_template(name)
    except TemplateError as error:
        return [located(error, folder) or Fault(Mark(str(folder / name)), str(error))]
    except UnicodeError:
        return [Fault(Mark(str(folder / name)), "is not a UTF-8 text; save it as UTF-8")]
    return []


def _unread(own: Path, theirs: set[str], known: set[str]) -> Iterator[Fault]:
    """A warning for each file that no message is written with."""
    included = {name for file in theirs for name in _included(own / file)}
    for name in sorted(theirs):
        mark = Mark(str(own / name))
        if name.startswith(_NOT_SENT):
            said = "pages and papers are always written as they are shipped; this file is not used"
            yield Fault(mark, said, warning=True)
        elif name not in known | included:
            said = f"there is no shipped template {quote(name)}{nearest(name, known)}"
            yield Fault(mark, f"{said}; this file is not used", warning=True)


def _included(file: Path) -> Iterator[str]:
    try:
        tree = Environment().parse(file.read_text(encoding="utf-8"))  # noqa: S701 -- only looked at
    except (TemplateError, UnicodeError, OSError):
        return
    yield from filter(None, meta.find_referenced_templates(tree))


def _names(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob(f"*{SUFFIX}")):
        yield path.relative_to(folder).as_posix()
