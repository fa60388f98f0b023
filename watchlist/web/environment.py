"""The templates of the pages. They are the product's own: what a council may change of its messages it
may not change here, for a page must work for everybody."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape


def page_environment(folder: Path, zone: str) -> Environment:
    """An environment over ``templates/``: what ends in ``.html.j2`` is escaped, an unknown name is an
    error. Filters: ``day`` ("19 March 2027"), ``moment`` (with the time where the council is)."""
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=select_autoescape(enabled_extensions=("html.j2",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    local = ZoneInfo(zone)
    environment.filters["day"] = _day
    environment.filters["moment"] = lambda at: _moment(at.astimezone(local))
    return environment


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _moment(at: datetime) -> str:
    return f"{at.day} {at:%B %Y, %H:%M}"
