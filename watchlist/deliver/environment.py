"""The templates' environment: one folder a channel, HTML escaped, an unknown name is an error."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from watchlist.deliver.papers.laying_out import laid_out


def make_environment(folder: Path) -> Environment:
    """An environment over ``templates/``; what ends in ``.html.j2`` is escaped, text is not. In a
    template ``laid_out(message.digest)`` is what stands where in a digest."""
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=select_autoescape(enabled_extensions=("html.j2",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals["laid_out"] = laid_out
    return environment
