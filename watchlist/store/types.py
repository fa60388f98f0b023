"""Column types that mean the same on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any

from sqlalchemy import BigInteger, Dialect, SmallInteger, Text
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.types import TypeDecorator, TypeEngine

from watchlist.store import codec

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def micros(moment: datetime) -> int:
    """Microseconds since 1970, UTC: how SQLite keeps a moment and how arrays compare it."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be stored")
    return (moment - _EPOCH) // _MICROSECOND


def moment(micros: int) -> datetime:
    """The moment so many microseconds after 1970, UTC."""
    return _EPOCH + micros * _MICROSECOND


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, always aware and in UTC: ``timestamptz`` on PostgreSQL, microseconds since 1970 on
    SQLite, which has no type for it. A moment without a time zone is refused."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(TIMESTAMP(timezone=True))
        return dialect.type_descriptor(BigInteger())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        stamp = micros(value)
        return value if dialect.name == "postgresql" else stamp

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.astimezone(UTC) if isinstance(value, datetime) else moment(value)


class Encoded(TypeDecorator[Any]):
    """A dataclass of the model (or a mapping) as JSON text: see :mod:`watchlist.store.codec`."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: Any) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else codec.encode(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002
        return None if value is None else codec.decode(self.kind, value)


class Worded(TypeDecorator[Any]):
    """An enumeration of the model whose values are words."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: type[Enum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002
        if value is None:
            return None
        return (value if type(value) is self.kind else self.kind(value)).value

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002
        return None if value is None else self.kind(value)


class Numbered(Worded):
    """An enumeration of the model whose values are small numbers."""

    impl = SmallInteger  # type: ignore[assignment]
    cache_ok = True
