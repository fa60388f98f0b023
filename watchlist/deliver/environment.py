"""The templates' environment: one folder a channel, HTML escaped, an unknown name is an error. A file
in a folder of the council's own goes before the shipped one of the same path."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Container
from pathlib import Path

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
    select_autoescape,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

from watchlist.deliver.papers.laying_out import laid_out
from watchlist.model.errors import Fault, Mark

#: What ends so is a template.
SUFFIX = ".j2"


class _Without(FileSystemLoader):
    """A folder of which some files are passed over."""

    def __init__(self, folder: Path, names: Container[str]) -> None:
        super().__init__(folder)
        self._names = names

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        if template in self._names:
            raise TemplateNotFound(template)
        return super().get_source(environment, template)


def make_environment(
    folder: Path, own: Path | None = None, without: Container[str] = ()
) -> Environment:
    """An environment over ``templates/``, and over the council's ``own`` before it (``without`` some
    of its files); what ends in ``.html.j2`` is escaped, text is not. In a template
    ``laid_out(message.digest)`` is what stands where in a digest. Sandboxed: a template reaches what
    it is given and nothing of Python behind it."""
    loaders: list[BaseLoader] = [FileSystemLoader(folder)]
    if own is not None:
        loaders.insert(0, _Without(own, without))
    environment = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader(loaders),
        autoescape=select_autoescape(enabled_extensions=("html.j2",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals["laid_out"] = laid_out
    return environment


def located(error: BaseException, folder: Path) -> Fault | None:
    """What a template of a folder failed by, with its place; None where no template of that folder had
    a part in it."""
    if isinstance(error, TemplateSyntaxError):
        place = (error.filename or "", error.lineno)
    else:
        place = _last_of(error, folder)
    if not place[0] or not Path(place[0]).resolve().is_relative_to(folder.resolve()):
        return None
    sentence = " ".join(str(error).split()).rstrip(".") or type(error).__name__
    if isinstance(error, TemplateNotFound):
        sentence = f'there is no template "{error.name}"'
    return Fault(Mark(place[0], place[1]), sentence)


def known_by(fault: Fault) -> str:
    """A fault of a template is the same one as long as neither the template nor the fault changes."""
    try:
        text = Path(fault.mark.path).read_bytes()
    except OSError:
        text = b""
    return hashlib.sha256(str(fault).encode() + b"\0" + text).hexdigest()[:16]


def _last_of(error: BaseException, folder: Path) -> tuple[str, int]:
    """The innermost line of a template of the folder through which an error came."""
    found, at, inside = ("", 0), error.__traceback__, folder.resolve()
    while at is not None:
        name = at.tb_frame.f_code.co_filename
        if name.endswith(SUFFIX) and Path(name).resolve().is_relative_to(inside):
            found = (name, at.tb_lineno)
        at = at.tb_next
    return found
