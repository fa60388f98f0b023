"""`database:` of the configuration: an address, here or, with its password, elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

from watchlist.exposed import open_to_all
from watchlist.rulebook.reader import Value
from watchlist.rulebook.wording import quote
from watchlist.settings import fetched

_USUAL = "sqlite:///watchlist.db"
_KNOWN = re.compile(r"(sqlite|postgresql)(\+\w+)?://")
_PASSWORD = re.compile(r"://[^/@]*:[^/@]+@")


def read_database(value: Value, folder: Path) -> str:
    """A SQLAlchemy URL; the path of a SQLite file counts from the configuration's folder."""
    url = _written(value, folder)
    if not _KNOWN.match(url):  # never repeated: a password may stand in it
        value.fault(
            "database: this is not a database; write sqlite:///file.db or "
            "postgresql://…, or {env: NAME} or {file: path} where that stands elsewhere"
        )
    scheme, _, file = url.partition(":///")
    if scheme == "sqlite" and file and file != ":memory:":
        _warn_of_readers(value, folder / file)
        return f"sqlite:///{folder / file}"
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def _written(value: Value, folder: Path) -> str:
    if not value.is_mapping:
        url = value.word() or _USUAL
        if _PASSWORD.search(url):
            value.warn(
                "database: a password stands in the configuration; put the address elsewhere and write "
                "{env: NAME} or {file: path}"
            )
        return url
    found = fetched(value, value.plain(), folder)
    return found if isinstance(found, str) else ""


def _warn_of_readers(value: Value, file: Path) -> None:
    if open_to_all(file):
        value.warn(
            f"database: everybody on this machine may read {quote(str(file))}, and addresses and "
            "keys are in it; run: chmod o= on it and on the files beside it"
        )
