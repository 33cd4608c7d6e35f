"""Does every statement use the indexes it names, on a ledger with many leads?"""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
from sqlalchemy import Connection, Executable, text
from sqlalchemy.dialects.postgresql import dialect
from sqlalchemy.sql.elements import ClauseElement

import cadence.ledger
from cadence.domain.costs import CostGrain
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.db.queries import QUERIES, Query, sql
from cadence.ledger.lists import import_people, registries
from cadence.ledger.reading import facts
from cadence.ledger.reports.costs import COSTS, COSTS_OF_LEADS
from cadence.ledger.reports.listing import OF_COST
from cadence.ledger.reports.priced import OF_LEAD
from cadence.ledger.tables import metadata
from tests.integration.ledger.world import World

LEADS = 20_000

for module in walk_packages(cadence.ledger.__path__, "cadence.ledger."):
    if ".migrations" not in module.name:
        import_module(module.name)

FILL, PAGE = (Path(__file__).with_name(name) for name in ("fill.sql", "page.sql"))


@pytest.fixture(scope="module")
def filled(shared_ledger: Ledger) -> Iterator[Connection]:
    """A connection to a ledger so large that PostgreSQL avoids reading whole tables."""
    World(shared_ledger)
    with shared_ledger.engine.connect() as connection:
        cursor = connection.connection.cursor()
        cursor.execute("SET session_replication_role = replica")  # no plan depends on what triggers write
        cursor.execute(FILL.read_text().replace(":leads", str(LEADS)))
        cursor.execute("RESET session_replication_role")
        connection.commit()
        connection.connection.cursor().execute("COMMIT; ANALYZE")
        cursor.execute(import_people.CREATE + registries.CREATE + PAGE.read_text())
        connection.execute(text("SET enable_seqscan = off"))
        yield connection


def plan_of(connection: Connection, statement: Executable) -> str:
    """Return PostgreSQL's generic plan for a statement, for any parameters."""
    assert isinstance(statement, ClauseElement)
    compiled = statement.compile(
        dialect=dialect(paramstyle="numeric_dollar"), compile_kwargs={"render_postcompile": True}
    )
    cursor = connection.connection.cursor()
    cursor.execute(f"EXPLAIN (GENERIC_PLAN) {compiled}", prepare=False)
    return "\n".join(line for (line,) in cursor.fetchall())


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_a_statement_uses_the_indexes_it_names(filled: Connection, query: Query) -> None:
    """A statement without an index reads every lead, once per touch (lesson of the 204 GiB log)."""
    plan = plan_of(filled, query.statement)

    missing = [index for index in query.indexes if not any(name.strip() in plan for name in index.split("|"))]
    assert missing == [], f"{query.purpose}: without {missing}:\n{plan}"


SMALL = {
    "keys",
    "api_keys",
    "page_sessions",
    "campaigns",
    "floors",
    "permits",
    "senders",
    "clock",
    "carrier_cursor",
    "pauses",
    "registry_copies",
    "closed_feeds",
    "processes",
    "jobs",
    "services",
    "set_aside",
    "endpoints",
}
"""Tables of a few rows, which may be read whole."""


@pytest.mark.parametrize(
    "query", [query for query in QUERIES.values() if query.indexes], ids=lambda query: query.purpose
)
def test_no_table_of_people_is_read_whole(filled: Connection, query: Query) -> None:
    """Sequential scans are switched off; a plan that still has one had no index to use."""
    read_whole = [line for line in plan_of(filled, query.statement).splitlines() if "Seq Scan on" in line]
    tables = {line.split("Seq Scan on ")[1].split(" ")[0] for line in read_whole}

    assert {name for name in tables if not name.startswith("import_")} <= SMALL


@pytest.mark.parametrize("statement", [*COSTS.values(), OF_COST[CostGrain.TOUCH]])
def test_costs_of_a_campaign_read_the_prices_of_its_own_touches(filled: Connection, statement: Executable) -> None:
    """A small campaign in a large ledger would wait for the prices of all others to be sorted."""
    plan = plan_of(filled, statement)

    assert "prices_touch" in plan
    assert set(re.findall(r"Scan using (\w+) on touches", plan)) == {"touches_campaign"}, plan


@pytest.mark.parametrize("statement", [*COSTS_OF_LEADS.values(), OF_COST[CostGrain.LEAD], OF_LEAD])
def test_costs_of_leads_read_the_prices_of_their_own_touches(filled: Connection, statement: Executable) -> None:
    """As above; all touches of this ledger are of one campaign, so any index finds them."""
    plan = plan_of(filled, statement)

    assert "prices_touch" in plan
    assert not re.search(r"Scan on prices p\b", plan), plan


@pytest.mark.parametrize("statement", [facts.GATHER, facts.GATHER_NEW])
def test_touches_by_a_shared_number_are_found_by_number_and_instant(filled: Connection, statement: Executable) -> None:
    """Thousands of leads share one switchboard: only touches that a rule may still count are read."""
    plan = plan_of(filled, statement).splitlines()

    assert any("Index Cond" in line and "number_id = ANY" in line and "at >=" in line for line in plan)


def test_every_index_is_used_by_a_statement() -> None:
    """An unused index costs time with every row written."""
    used = {name.strip() for query in QUERIES.values() for index in query.indexes for name in index.split("|")}
    made = {str(index.name) for table in metadata.tables.values() for index in table.indexes if not index.unique}

    assert made <= used


def test_every_statement_has_a_purpose() -> None:
    """A statement that does not say what it is for cannot be checked by a reader."""
    assert all(query.purpose for query in QUERIES.values())
    assert len(QUERIES) > 80


def test_two_statements_cannot_have_one_purpose() -> None:
    """A purpose must identify one statement."""
    with pytest.raises(ValueError, match="two statements have one purpose: lock numbers"):
        sql("SELECT 1", "lock numbers, so that one transaction at a time decides about them", index="")


LOCKS = Path(import_module("cadence.ledger.db.migrations.versions").__path__[0], "locks")
LOCKING = [
    *re.findall(r"(?:PERFORM|SELECT)\s[^;]+?\sFROM (\w+)([^;]*);", (LOCKS / "locks.sql").read_text()),
    *re.findall(r"SELECT id FROM (\w+)([^;]*?)(?:\n    \) AS free)?;", (LOCKS / "free_touches.sql").read_text()),
    *re.findall(r"SELECT t,[^;]+?FROM (\w+)([^;]*);", (LOCKS / "locked_touches.sql").read_text()),
]
"""The statements of the ledger's functions that take locks: the first table, and what follows its name."""
OF_FUNCTIONS = {
    "enrolments": "enrolments_pkey|enrolments_id_lead_id_campaign_id_key",
    "touches": "touches_pkey|touches_key",  # of locked leads
    "accounts": "accounts_pkey",
    "leads": "leads_pkey",
    "numbers": "numbers_pkey",
    "law_versions": "law_versions",  # a few rows
}
"""The index of each of these statements."""


def test_the_functions_that_lock_read_these_tables() -> None:
    """So that the next test sees every statement."""
    assert {table for table, _ in LOCKING} == {*OF_FUNCTIONS}


@pytest.mark.parametrize(("table", "rest"), LOCKING)
def test_a_statement_of_a_function_uses_an_index(filled: Connection, table: str, rest: str) -> None:
    """PostgreSQL shows no plan of what a function runs, so its statements are asked for one by one."""
    for variable, given in {"= wanted": "= $1", "= lead)": "= $1)"}.items():
        rest = rest.replace(variable, given)
    arrays = {"ANY (wanted)": "uuid[]", "ANY (locked_leads)": "uuid[]", "ALL (locked_numbers)": "bigint[]"}
    for place, variable in enumerate((name for name in arrays if name in rest), start=1):
        rest = rest.replace(variable, f"{variable[:3]} (CAST(${place} AS {arrays[variable]}))")
    cursor = filled.connection.cursor()
    cursor.execute(f"EXPLAIN (GENERIC_PLAN) SELECT 1 FROM {table}{rest}")  # noqa: S608  our own file
    plan = "\n".join(line for (line,) in cursor.fetchall())

    assert any(index in plan for index in OF_FUNCTIONS[table].split("|")), plan
