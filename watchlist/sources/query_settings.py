"""What the configuration says of a query of a database."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import Field, SecretStr, field_validator

from watchlist.sources.settings import SourceMeaning

#: What is passed over when a query is looked at.
_PASSED_OVER = re.compile(
    r"""
      '(?:[^']|'')*' | \$(\w*)\$.*?\$\1\$                # texts
    | "(?:[^"]|"")*" | `[^`]*` | \[[^\]]*\]                # quoted names
    | --[^\n]* | /\*.*?\*/                                # comments
    """,
    re.DOTALL | re.VERBOSE,
)
_READS = re.compile(r"[\s(]*(select|with)\b", re.IGNORECASE)


class SqlSettings(SourceMeaning):
    """A query of a database.

    ``url``       as SQLAlchemy has it, from a secret: `{env: NAME}` or `{file: path}`.
    ``query``     one SELECT; its columns are our own, or named under `columns`.
    ``seconds``, ``most_rows``   a query that takes longer, or gives more, is broken off.
    """

    kind: Literal["sql"] = "sql"
    url: SecretStr
    query: str = Field(min_length=1)
    seconds: int = Field(default=60, ge=1, le=3600)
    most_rows: int = Field(default=1_000_000, ge=1, le=5_000_000)

    @field_validator("query")
    @classmethod
    def _only_reads(cls, query: str) -> str:
        plain = _PASSED_OVER.sub(" ", query).strip()
        if not _READS.match(plain):
            raise ValueError("is not one SELECT: a source may only read")
        if ";" in plain.removesuffix(";"):
            raise ValueError("is more than one statement: write one SELECT")
        return query

    @field_validator("url")
    @classmethod
    def _is_a_url(cls, secret: SecretStr) -> SecretStr:
        from sqlalchemy import make_url  # costs a quarter of a second where there is no query
        from sqlalchemy.exc import ArgumentError, NoSuchModuleError

        try:
            make_url(secret.get_secret_value()).get_dialect()
        except (ArgumentError, NoSuchModuleError, ValueError):
            raise ValueError(
                "is not the address of a database: write it like postgresql://reader@host/name, "
                "sqlite:///file.db or mssql+pyodbc://…"
            ) from None
        except ImportError:
            raise ValueError("needs a driver that is not installed") from None
        return secret
