"""What the login of a database source may do besides reading."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, text

#: So many tables are named; the others are counted.
_MOST_NAMED = 3

_STANDING = text("""
    SELECT rolsuper, rolcreatedb OR rolcreaterole, rolreplication FROM pg_roles
    WHERE rolname = current_user
""")

_OURS_NOT = "n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'"

_WRITABLE = text(f"""
    SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'f') AND {_OURS_NOT}
      AND has_schema_privilege(n.oid, 'USAGE')
      AND (has_table_privilege(c.oid, 'DELETE, TRUNCATE')
           OR has_any_column_privilege(c.oid, 'INSERT, UPDATE'))
    ORDER BY 1
""")  # noqa: S608 -- of our own words alone

_SCHEMAS = text(f"""
    SELECT n.nspname FROM pg_namespace n WHERE {_OURS_NOT} AND has_schema_privilege(n.oid, 'CREATE')
    ORDER BY 1
""")  # noqa: S608 -- of our own words alone

_SERVER = text("""
    SELECT rolname FROM pg_roles
    WHERE rolname IN ('pg_execute_server_program', 'pg_write_server_files')
      AND pg_has_role(current_user, oid, 'MEMBER')
    ORDER BY 1
""")


def more_than_reading(connection: Connection) -> list[str]:
    """What else the login may do, in words; nothing is known of databases other than PostgreSQL."""
    return list(_in_postgresql(connection)) if connection.dialect.name == "postgresql" else []


def _in_postgresql(connection: Connection) -> Iterator[str]:
    superuser, administers, replicates = connection.execute(_STANDING).one()
    if superuser:
        yield "is a superuser"
        return
    if administers:
        yield "may make databases or roles"
    if replicates:
        yield "may copy the whole server (REPLICATION)"
    yield from (f"is a member of {role}" for role in connection.execute(_SERVER).scalars())
    if tables := list(connection.execute(_WRITABLE).scalars()):
        yield f"may write {_named(tables)}"
    if schemas := list(connection.execute(_SCHEMAS).scalars()):
        yield f"may make tables in {_named(schemas)}"


def _named(names: list[str]) -> str:
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more:,} more" if more > 0 else "")
