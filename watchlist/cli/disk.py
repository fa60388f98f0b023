"""Whether there is room where the service writes."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from sqlalchemy import make_url

from watchlist.config import Config
from watchlist.views.trouble import Trouble

#: Bytes, and the share of a disk, of which less is too little.
_ENOUGH, _SHARE = 1_000_000_000, 0.05


def disk_troubles(config: Config, mailboxes: Sequence[Path]) -> Iterator[Trouble]:
    """The disks of the database, where it is a file here, and of the mailboxes."""
    database = make_url(config.database)
    files = [Path(str(database.database))] if database.get_backend_name() == "sqlite" else []
    for folder, (total, _, free) in _disks([*(file.parent for file in files), *mailboxes]):
        if said := too_little(total, free):
            do = "Make room there, or move it to a larger disk."
            yield Trouble("Disk", f"Where {folder} lies {said}.", do, doubtful=True)


def too_little(total: int, free: int) -> str:
    """What is said of a disk with so many bytes free; "" where there are enough."""
    if free >= _ENOUGH and free >= _SHARE * total:
        return ""
    return f"only {free / 1e9:,.1f} GB of {total / 1e9:,.1f} GB are free"


def _disks(folders: Iterable[Path]) -> Iterator[tuple[Path, tuple[int, int, int]]]:
    """Each disk once, by the first folder on it; what is not there yet lies where it will be made."""
    seen = set()
    for folder in folders:
        with suppress(OSError):
            there = next(one for one in (folder, *folder.parents) if one.exists())
            if (disk := there.stat().st_dev) not in seen:
                seen.add(disk)
                yield folder, shutil.disk_usage(there)
