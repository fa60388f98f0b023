"""Streams that know the SHA-256 of what went through them."""

from __future__ import annotations

import hashlib
import io
from typing import IO

_PIECE = 1 << 20


class Hashed(io.RawIOBase):
    """Writes through to another stream."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._sha256 = stream, hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self._sha256.update(data)
        return self._stream.write(data)

    def sha256(self) -> str:
        return self._sha256.hexdigest()


def sha256_of(stream: IO[bytes]) -> str:
    """That of what is left in a stream."""
    found = hashlib.sha256()
    while piece := stream.read(_PIECE):
        found.update(piece)
    return found.hexdigest()
