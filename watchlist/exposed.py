"""Which files every account of this machine may read."""

from __future__ import annotations

import os
import stat
from pathlib import Path


def open_to_all(path: Path) -> bool:
    """Whether everybody may read a file: by its own rights and by those of the folders above it. False
    where there is no such file, and on machines whose rights are kept otherwise."""
    if os.name != "posix":
        return False
    try:
        whole = path.resolve(strict=True)
        return _lets(whole, stat.S_IROTH) and all(_lets(up, stat.S_IXOTH) for up in whole.parents)
    except OSError:
        return False


def _lets(path: Path, right: int) -> bool:
    return bool(path.stat().st_mode & right)
