"""The commands, of which only the one that was asked for knows its options: Typer works out those of
every command at each start, and that is most of what `--help` waits for."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import Any

import typer
from typer.main import get_command_name
from typer.models import CommandInfo, TyperInfo


def light(app: typer.Typer, asked: str | None) -> typer.Typer:
    """The same commands under the same names with the same help; all but the one that is ``asked`` for
    without their options. ``app`` stays as it is."""
    found = copy(app)
    found.registered_commands = [_light(info, asked) for info in app.registered_commands]
    found.registered_groups = [_light_group(info, asked) for info in app.registered_groups]
    return found


def _light(info: CommandInfo, asked: str | None) -> CommandInfo:
    callback = info.callback
    if callback is None or asked in (info.name, get_command_name(callback.__name__)):
        return info
    bare = copy(info)
    bare.callback = _without_options(callback)
    return bare


def _light_group(info: TyperInfo, asked: str | None) -> TyperInfo:
    """A group with a name of its own is a command too: whole where it is asked for."""
    if info.typer_instance is None or asked == info.name:
        return info
    bare = copy(info)
    bare.typer_instance = light(info.typer_instance, asked)
    return bare


def _without_options(callback: Callable[..., Any]) -> Callable[[], None]:
    def named() -> None:
        """Never run: another command was asked for."""

    named.__name__, named.__doc__ = callback.__name__, callback.__doc__
    return named
