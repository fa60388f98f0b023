"""What the store's parts have in common: a connection to read from and one to write through."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol

from sqlalchemy import Connection


class Base(Protocol):
    """A Store opens a transaction for each call; a Transaction lends its own to all of them."""

    def reading(self) -> AbstractContextManager[Connection]: ...

    def writing(self) -> AbstractContextManager[Connection]: ...
