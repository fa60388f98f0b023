"""What is wrong with the sources: what came of them in the last cycle, and what can be seen since."""

from __future__ import annotations

from collections.abc import Iterator

from watchlist.installation import Installation
from watchlist.model.calendar import local_date
from watchlist.model.errors import WatchlistError
from watchlist.sources.files import files
from watchlist.sources.quarantine import quarantine_path
from watchlist.sources.settings import SourceMeaning, SourceSettings
from watchlist.sources.workbook.settings import ExcelSettings
from watchlist.store.failing import Failing, failing_sources
from watchlist.views.trouble import Trouble, upper


def source_troubles(here: Installation) -> Iterator[Trouble]:
    """Where files lie is looked at again; nothing is read and nobody asked."""
    failing = failing_sources(here.store)
    for source in here.config.sources:
        about, seen = f"Source {source.name}", [*_wrong_with(here, source)]
        for said, do in seen:
            yield Trouble(about, said, do)
        if not seen and source.name in failing:
            yield Trouble(about, _failing(here, source.name, failing[source.name]))


def _failing(here: Installation, name: str, one: Failing) -> str:
    """How what is wrong with it begins; the log has all of it."""
    since = local_date(one.since, here.config.zone)
    said = one.said.partition("\n")[0]
    return f"Source {name} has failed since {since.day} {since:%B %Y}: {said}."


def _wrong_with(here: Installation, source: SourceMeaning) -> Iterator[tuple[str, str]]:
    """What can be seen without reading the files, or asking anybody."""
    if not isinstance(source, SourceSettings | ExcelSettings):
        return
    try:
        paths = files(source, here.config.folder)
    except WatchlistError as error:
        yield f"{upper(str(error))}.", ""
        return
    for path in paths:
        if not path.is_file():
            yield f"There is no file {path}.", "Put it there, or correct the source's path."
        elif quarantine_path(path).is_file():
            aside = quarantine_path(path).name
            yield f"Some rows of {path.name} were not taken.", f"They lie beside it in {aside}."
