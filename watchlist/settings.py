"""A plug-in's settings: a part of the configuration held against the plug-in's own pydantic model,
with every fault at its line. Used for sources and for channels."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, SecretStr, ValidationError
from pydantic_core import ErrorDetails

from watchlist.exposed import open_to_all
from watchlist.rulebook.nodes import Mapping, Node, Scalar, Sequence
from watchlist.rulebook.reader import Plain, Value
from watchlist.rulebook.wording import quote

Settings = TypeVar("Settings", bound=BaseModel)


def settings_of(value: Value, model: type[Settings], folder: Path, **extra: str) -> Settings | None:
    """``value`` (a mapping) as the model's settings, ``extra`` added; None when a fault was found.

    A text may stand elsewhere, so that no secret is in the file: ``{env: NAME}`` is an environment
    variable, ``{file: path}`` the contents of a file (from ``folder``). A secret that stands here all
    the same is a warning.
    """
    if not isinstance(value.node, Mapping):
        value.wrong("a mapping; write it as key: value")
        return None
    before = len(value.faults)
    written = {key: fetched(part, part.plain(), folder) for key, part in value.entries()}
    if "kind" not in model.model_fields:
        written.pop("kind", None)  # it chose the plug-in and is none of its settings
    if not value.sound_since(before):
        return None
    try:
        settings = _placed(model.model_validate({**written, **extra}), folder)
        _warn_of_secrets(value, settings)
        return settings
    except ValidationError as error:
        for detail in error.errors(include_url=False, include_context=False, include_input=False):
            _add_fault(value, model, detail)
        return None


def _placed(settings: Settings, folder: Path) -> Settings:
    """Paths count from the configuration's folder, wherever the program is started."""
    paths = {name: folder / path for name, path in settings if isinstance(path, Path)}
    return settings.model_copy(update=paths) if paths else settings


def _warn_of_secrets(value: Value, settings: BaseModel) -> None:
    for place in _secrets(settings):
        node = _node_at(value.node, place)
        if isinstance(node, Scalar) and not node.text.startswith(
            "sqlite:"
        ):  # a file's address is none
            value.warn(
                f"{'.'.join(place)}: a secret stands in the configuration; put it elsewhere and write "
                "{env: NAME} or {file: path}",
                node.mark,
            )


def _secrets(
    settings: Iterable[tuple[str, Any]], place: tuple[str, ...] = ()
) -> Iterator[list[str]]:
    """The places of the secrets among settings."""
    for name, part in settings:
        if isinstance(part, SecretStr):
            yield [*place, name]
        elif isinstance(part, BaseModel):
            yield from _secrets(part, (*place, name))
        elif isinstance(part, dict):
            yield from _secrets(part.items(), (*place, str(name)))


def fetched(value: Value, plain: Plain, folder: Path) -> Plain:
    """What is written, with each text that stands elsewhere in its place."""
    if isinstance(plain, list):
        return [fetched(value, part, folder) for part in plain]
    if not isinstance(plain, dict):
        return plain
    match list(plain.items()):
        case [("env", str(name))]:
            return _from_environment(value, name)
        case [("file", str(name))]:
            return _from_file(value, folder, name)
    return {key: fetched(value, part, folder) for key, part in plain.items()}


def _from_environment(value: Value, name: str) -> str:
    if name not in os.environ:
        value.fault(f"{value.key}: the environment variable {quote(name)} is not set")
    return os.environ.get(name, "")


def _from_file(value: Value, folder: Path, name: str) -> str:
    if open_to_all(folder / name):
        value.warn(
            f"{value.key}: everybody on this machine may read the file {quote(name)}; "
            "run: chmod o= on it"
        )
    try:
        return (folder / name).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeError):
        value.fault(f"{value.key}: the file {quote(name)} cannot be read")
        return ""


def _add_fault(value: Value, model: type[BaseModel], detail: ErrorDetails) -> None:
    place = [str(part) for part in detail["loc"]]
    if detail["type"] == "extra_forbidden" and len(place) == 1:
        value.unknown(place[0], "known here", _names(model))
        return
    if detail["type"] == "missing":
        value.fault(f"{'.'.join(place)} is missing")
        return
    unknown = detail["type"] == "extra_forbidden"
    said = "is not known here" if unknown else detail["msg"].removeprefix("Value error, ")
    node = _node_at(value.node, place)
    value.fault(": ".join(filter(None, (".".join(place), said))), node.mark if node else value.mark)


def _names(model: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


def _node_at(node: Node | None, place: list[str]) -> Node | None:
    """The deepest node on the way that was written."""
    for part in place:
        inner: Node | None = None
        if isinstance(node, Mapping):
            inner = next((child for key, child in node.entries if key.text == part), None)
        elif isinstance(node, Sequence) and part.isdigit() and int(part) < len(node.items):
            inner = node.items[int(part)]
        if inner is None:
            break
        node = inner
    return node
