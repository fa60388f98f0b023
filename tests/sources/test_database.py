"""A query as a source, of SQLite and of a real PostgreSQL."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy import Engine, create_engine, text

from tests.sources.taking import Council, source
from watchlist.sources.offers import advice
from watchlist.sources.settings import SourceMeaning

PAGE = Path(__file__).parents[2] / "docs" / "sources.md"

QUERY = "SELECT indicator, area, period, value FROM figures ORDER BY period"
ROWS: list[tuple[Any, ...]] = [
    ("new-plans", "Harrow", "2013-04", 23),
    ("new-plans", "Harrow", "2013-05", 17),
]


@pytest.fixture
def council(tmp_path: Path) -> Iterator[Council]:
    found = Council.at(tmp_path)
    yield found
    found.store.close()


def filled(council: Council, rows: list[tuple[Any, ...]] = ROWS) -> Path:
    path = council.folder / "figures.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS figures (indicator, area, period, value)")
        connection.execute("DELETE FROM figures")
        connection.executemany("INSERT INTO figures VALUES (?, ?, ?, ?)", rows)
    return path


def sql(query: str = QUERY, **said: Any) -> SourceMeaning:
    return source("sql", **{"url": "sqlite:///figures.db", "query": query, **said})


def test_what_a_query_gives_is_taken_once(council: Council) -> None:
    """The same rows again cost no import; one figure that changed is one revision."""
    filled(council)
    assert council.take(sql()).taken[0].saved.added == 2
    assert council.take(sql()).known == ("the query of given",)
    filled(council, [ROWS[0], ("new-plans", "Harrow", "2013-05", 18)])
    saved = council.take(sql()).taken[0].saved
    assert (saved.revised, [str(one) for one in saved.news]) == (1, ["new-plans: 1 revised"])


@pytest.mark.parametrize(
    "query",
    ["DELETE FROM figures RETURNING *", "UPDATE figures SET value = 0 RETURNING *",
     "CREATE TABLE more (a)", "/* SELECT */ DROP TABLE figures", "EXEC sweep",
     "COPY figures TO 'elsewhere'"],
)  # fmt: skip
def test_what_is_no_select_is_a_fault_of_the_configuration(query: str) -> None:
    """It is never sent, whatever the database would make of it."""
    with pytest.raises(ValidationError, match="is not one SELECT: a source may only read"):
        sql(query)


def test_a_second_statement_is_a_fault_of_the_configuration() -> None:
    """A semicolon in a text, a name or a comment, or at the end, begins none."""
    for query in ("SELECT 1; DELETE FROM figures", "SELECT ';' ; COMMIT; DROP TABLE figures"):
        with pytest.raises(ValidationError, match="is more than one statement"):
            sql(query)
    for query in (
        "-- a;b\n(SELECT 'a;''b', \"c;d\");",
        "WITH a AS (SELECT 1) SELECT $x$;$x$ /* ; */",
    ):
        sql(query)


def test_a_query_can_change_nothing(council: Council) -> None:
    """What looks like a SELECT and writes is stopped by the database; the file stays byte by byte."""
    path = filled(council)
    before = path.read_bytes()
    writes = "WITH gone AS (SELECT 1) DELETE FROM figures RETURNING *"
    assert "a source may only read" in council.problem(sql(writes))
    assert path.read_bytes() == before


def test_rows_of_more_text_than_any_file_may_have_are_not_taken(
    council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A column of documents would fill the memory; the bound is that of files."""
    filled(council)
    monkeypatch.setattr("watchlist.sources.database.MOST_BYTES", 1_000_000)
    wide = QUERY.replace("value", "value, printf('%.*c', 600000, 'x') AS document")
    assert "gives more than 1 MB" in council.problem(sql(wide))


def test_a_database_that_is_not_there_is_not_made(council: Council) -> None:
    """Reading only: a wrong name makes no empty file."""
    assert "cannot be reached: check `url`" in council.problem(sql())
    assert not (council.folder / "figures.db").exists()


ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


def test_a_query_that_takes_too_long_is_broken_off(council: Council) -> None:
    """One that never ends holds the cycle for a second and no longer."""
    filled(council)
    said = council.problem(sql(ENDLESS, seconds=1))
    assert "took longer than 1 seconds, so nothing of it was taken: ask for less" in said


def test_more_rows_than_are_meant_are_not_read(council: Council) -> None:
    """A join that multiplies is stopped; nothing of it is imported."""
    filled(council)
    many = QUERY.replace("ORDER BY period", "") + " UNION ALL SELECT * FROM figures" * 3
    assert "gives more than 5 rows" in council.problem(sql(many, most_rows=5))


def test_duplicates_are_named_by_their_rows(council: Council) -> None:
    """Two rows for one month: neither is believed, each names the other."""
    filled(council, [*ROWS, ("new-plans", "Harrow", "2013-05", 18)])
    said = council.problem(sql()).splitlines()
    assert said[0] == (
        "the query of given, row:2: line 3 gives new-plans, Harrow, 2013-05 too: leave one of them"
    )
    assert len(said) == 2


def test_wrong_types_are_named_by_their_rows(council: Council) -> None:
    """Bytes are no figure, and a word is none."""
    filled(council, [ROWS[0], ("new-plans", "Harrow", "2013-05", b"\x00\x01")])
    assert council.problem(sql()) == (
        "the query of given, row:2: holds bytes, which is no figure, text or day: cast it in the query"
    )
    filled(council, [ROWS[0], ("new-plans", "Harrow", "2013-05", "many")])
    assert "the query of given, row:2: value: " in council.problem(sql())
    assert council.readings() == 0


def test_faulty_rows_can_be_put_aside(council: Council) -> None:
    """As in a file; they lie beside the configuration, under the source's name."""
    filled(council, [ROWS[0], ("new-plans", "Harrow", "2013-05", "many")])
    got = council.take(sql(faulty_rows="quarantine"))
    assert got.taken[0].saved.added == 1
    assert (council.folder / "given.faulty.csv").is_file()


def test_children_and_empty_answers_are_refused(council: Council) -> None:
    """A view with a row per child is refused; a query that gives nothing is a fault."""
    filled(council)
    said = council.problem(sql(QUERY.replace("value", "value, 'x' AS UPN")))
    assert "figures of single children" in said
    assert "gives no rows" in council.problem(sql(QUERY.replace("ORDER", "WHERE 0 ORDER")))


def test_a_query_that_is_wrong_is_said(council: Council) -> None:
    """The database's own words are there, and where it was asked."""
    filled(council)
    said = council.problem(sql("SELECT * FROM figure"))
    assert "fails at sqlite" in said
    assert "no such table: figure" in said


def test_columns_are_named_as_in_a_file(council: Council) -> None:
    """A view keeps its own names; status and days are read as everywhere."""
    filled(council)
    query = (
        "SELECT 'new-plans' AS measure, period, value, 'prov' AS status, '2013-07-01' AS published "
        "FROM figures"
    )
    one = sql(query, columns={"indicator": "measure"}, area="Harrow")
    assert council.take(one).taken
    assert council.statuses() == [1, 1]


def postgres(url: str, query: str, **said: Any) -> SourceMeaning:
    return source("sql", url=url.replace("+psycopg", ""), query=query, **said)


def test_postgresql_is_read_and_not_written(council: Council, postgres_url: str) -> None:
    """Exact numbers keep their decimals, days are days; what would write is stopped by the server."""
    url = postgres_url.replace("postgresql://", "postgresql+psycopg://")
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE SEQUENCE counted"))
        connection.execute(text("CREATE TABLE figures (period date, value numeric(6, 2))"))
        connection.execute(
            text("INSERT INTO figures VALUES ('2013-04-01', 83.30), ('2013-05-01', NULL)")
        )
    query = (
        "SELECT 'assessments-on-time' AS indicator, 'Harrow' AS area, period, value FROM figures"
    )
    assert council.take(postgres(url, query)).taken[0].saved.added == 1
    with council.store.reading() as connection:
        (row,) = connection.exec_driver_sql("SELECT value, digits FROM readings").all()
        assert tuple(row) == (83.3, 2)
    said = council.problem(postgres(url, "SELECT nextval('counted')"))
    assert "a source may only read" in said
    writes = "WITH gone AS (DELETE FROM figures RETURNING period) SELECT * FROM gone"
    assert "data-modifying" in council.problem(postgres(url, writes))
    said = council.problem(postgres(url, "SELECT pg_sleep(30)", seconds=1))
    assert "took longer than 1 seconds" in said
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM figures")).scalar() == 2
    engine.dispose()


#: What docs/sources.md tells to do, for a database called as the test's is.
GRANTS = re.search(r"```sql\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)


@dataclass(frozen=True)
class Warehouse:
    """A database with the figures in ``reporting`` and the children in ``cases``. ``reader`` is a name
    for a login that no other test has: a server's logins are those of all its databases."""

    owner: Engine
    reader: str

    def login(self, statements: str) -> str:
        """The address for the login that these statements make."""
        named = statements.replace("scrutiny_reader", self.reader)
        with self.owner.begin() as connection:
            connection.execute(text(named.replace("DATABASE warehouse", f"DATABASE {self._name}")))
        url = self.owner.url.set(username=self.reader, password="a long password")
        return url.render_as_string(hide_password=False)

    @property
    def _name(self) -> str:
        return str(self.owner.url.database)


@pytest.fixture
def warehouse(postgres_url: str) -> Iterator[Warehouse]:
    owner = create_engine(postgres_url.replace("postgresql://", "postgresql+psycopg://"))
    reader = f"reader_of_{owner.url.database}"
    with owner.begin() as connection:
        connection.execute(
            text(
                "CREATE SCHEMA reporting; CREATE SCHEMA cases; CREATE TABLE cases.children (name text);"
                "CREATE VIEW reporting.scrutiny AS SELECT 'new-plans' AS indicator, 'Harrow' AS area,"
                " '2013-04' AS period, 23 AS value"
            )
        )
    yield Warehouse(owner, reader)
    with owner.begin() as connection:
        connection.execute(text(f"DROP OWNED BY {reader}; DROP ROLE {reader}"))
    owner.dispose()


def test_the_login_that_the_page_tells_to_make_reads_and_nothing_else(
    council: Council, warehouse: Warehouse
) -> None:
    """It reads the view, is kept from the children behind it, and the doctor finds nothing to say."""
    assert GRANTS
    url = warehouse.login(GRANTS[1])
    one = postgres(url, "SELECT * FROM reporting.scrutiny")
    assert council.take(one).taken[0].saved.added == 1
    assert "permission denied" in council.problem(postgres(url, "SELECT * FROM cases.children"))
    assert advice(one, council.folder) == ""


def test_a_login_that_may_write_is_warned_of(council: Council, warehouse: Warehouse) -> None:
    """What it may do besides reading is named, a table by its name."""
    url = warehouse.login(
        "CREATE ROLE scrutiny_reader LOGIN CREATEDB PASSWORD 'a long password';"
        "GRANT USAGE, CREATE ON SCHEMA reporting TO scrutiny_reader;"
        "GRANT USAGE ON SCHEMA cases TO scrutiny_reader;"
        "GRANT SELECT, UPDATE (name) ON cases.children TO scrutiny_reader;"
        "GRANT pg_execute_server_program TO scrutiny_reader"
    )
    assert advice(postgres(url, "SELECT 1"), council.folder) == (
        f"the login {warehouse.reader} may do more than read: it may make databases or roles; "
        "it is a member of pg_execute_server_program; it may write cases.children; "
        "it may make tables in reporting. "
        "Give it a login that may only read: docs/sources.md says how."
    )


def test_a_superuser_is_warned_of(council: Council, postgres_url: str) -> None:
    """The account of whoever set the server up is handy and may do everything."""
    assert "it is a superuser" in advice(postgres(postgres_url, "SELECT 1"), council.folder)


def test_files_have_no_logins(council: Council) -> None:
    """Nothing is said of SQLite, which is opened for reading, nor of files."""
    filled(council)
    assert advice(sql(), council.folder) == ""
    assert advice(source("csv", path="figures.csv"), council.folder) == ""


def test_a_password_is_never_said(council: Council, postgres_url: str) -> None:
    """Not in the fault of a server that is not there, nor in that of a driver, nor in what is shown of
    the settings."""
    url = "postgresql://reader:s3cret-word@127.0.0.1:1/figures"
    one = postgres(url, "SELECT 1")
    said = council.problem(one)
    assert "cannot be reached" in said
    for shown in (said, repr(one), one.model_dump_json(), str(one)):
        assert "s3cret-word" not in shown


@pytest.mark.parametrize("url", ["figures.db", "nosuch://x/y", "http://example.org/"])
def test_an_address_that_is_none_is_a_fault_of_the_configuration(url: str) -> None:
    """Said without the address: a password may stand in it."""
    with pytest.raises(ValidationError) as refused:
        source("sql", url=url, query="SELECT 1")
    assert "is not the address of a database" in str(refused.value)
