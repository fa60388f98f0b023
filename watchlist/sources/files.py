"""Which files a source is."""

from __future__ import annotations

from pathlib import Path

from watchlist.model.errors import WorldError
from watchlist.sources.quarantine import SUFFIX
from watchlist.sources.settings import SourceSettings


def files(settings: SourceSettings, folder: Path) -> list[Path]:
    """The files of a source, sorted by name, without hidden ones and those of quarantined
    rows. Raises :class:`WorldError` where ``*`` matches none."""
    if not any(sign in settings.path for sign in "*?["):
        return [folder / settings.path]
    pattern = Path(settings.path)
    base = Path(pattern.anchor) if pattern.is_absolute() else folder
    found = base.glob(str(pattern.relative_to(pattern.anchor)))
    kept = sorted(path for path in found if path.is_file() and not _is_aside(path.name))
    if not kept:
        raise WorldError(
            f"no file is called {folder / pattern}: put one there, or correct the source's path"
        )
    return kept


def _is_aside(name: str) -> bool:
    return name.startswith((".", "~")) or name.endswith(SUFFIX)
