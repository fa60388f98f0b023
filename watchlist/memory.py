"""What a cycle needed and needs no more goes back to the machine: a daemon is mostly at rest."""

from __future__ import annotations

import ctypes
import gc
from contextlib import suppress


def give_back() -> None:
    """Arrow and the C library keep what was freed for the next time, which may be a month away. Where
    the C library is not glibc, it does as it sees fit."""
    import pyarrow as pa  # slow to import, and loaded by now

    gc.collect()
    pa.default_memory_pool().release_unused()
    with suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)
