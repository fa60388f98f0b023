"""A file written whole or not at all, in a folder where others may write too."""

from __future__ import annotations

import os
from pathlib import Path


def write_whole(target: Path, text: str, encoding: str = "utf-8") -> None:
    """``text`` as the file ``target``, in the place of an earlier one. A link that somebody laid in its
    way is replaced, never followed. Raises OSError, and then nothing of it is there."""
    temporary = target.with_name(f".{target.name}.{os.getpid()}")
    temporary.unlink(missing_ok=True)
    try:
        with temporary.open("x", encoding=encoding, newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
