"""What this process takes of the machine, and how it gives back what it needs no more: a daemon is
mostly at rest."""

from __future__ import annotations

import ctypes
import gc
import os
from contextlib import suppress
from pathlib import Path

_OURS = Path("/proc/self")


def taken() -> tuple[int, int]:
    """Bytes of memory, and open files and connections; zeros where the system does not say."""
    with suppress(OSError):
        pages = int((_OURS / "statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE"), len(list((_OURS / "fd").iterdir()))
    return 0, 0


def give_back() -> None:
    """Arrow and the C library keep what was freed for the next time, which may be a month away. Where
    the C library is not glibc, it does as it sees fit."""
    import pyarrow as pa  # slow to import, and loaded by now

    gc.collect()
    pa.default_memory_pool().release_unused()
    with suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)
