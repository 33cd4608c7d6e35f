"""
What stands in the rows that leaves commit to? Edge: reading whole tables, for `cadence audit verify`.

Nothing here calls a function of the ledger's own: whoever can write to it could have changed one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from json.decoder import JSONDecoder
from types import MappingProxyType

from sqlalchemy import Connection, TextClause, text

from cadence.ledger.audit.fact_tables import TABLES, FactTable
from cadence.ledger.audit.leaves import content_of
from cadence.ledger.db.queries import sql
from cadence.ledger.tables.fields import reader

PAGE = 2000
"""How many rows are fetched at a time."""
FROZEN = text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def _key(table: FactTable) -> str:
    """Return the SQL of a row's key, as the triggers write it."""
    as_json = {"hash", "at"}  # text as JSON has it differs from that of a cast
    parts = (f"to_jsonb(t.{name}) #>> '{{}}'" if name in as_json else f"CAST(t.{name} AS text)" for name in table.key)
    return " || ' ' || ".join(f"({part})" for part in parts)


def _hidden(table: FactTable) -> str:
    """Return the SQL of the commitment to what an erasure deletes."""
    if not table.personal:
        return "CAST('' AS bytea)"
    pairs = ", ".join(f"'{column}', t.{column}" for column in table.personal)
    salted = f"sha256(uuid_send(t.salt) || convert_to(CAST(jsonb_build_object({pairs}) AS text), 'UTF8'))"
    return f"CASE WHEN t.salt IS NULL THEN CAST('' AS bytea) ELSE {salted} END"


def _rows(table: FactTable) -> TextClause:
    left_out = ",".join(table.uncommitted)
    return sql(
        rf"""
        SELECT {_key(table)} AS key, CAST({table.lead} AS text) AS lead,
            CAST(to_jsonb(t) - CAST('{{{left_out}}}' AS text[]) AS text) AS kept, {_hidden(table)} AS hidden
        FROM {table.name} t
        """,  # noqa: S608  our own words
        f"every row of {table.name}, as its leaf commits to it",
        index="",
    )


STATEMENTS = MappingProxyType({table.name: _rows(table) for table in TABLES})
COLUMNS = sql(
    """
    SELECT a.attname AS name FROM pg_attribute a
    WHERE a.attrelid = to_regclass('public.' || CAST(:name AS text)) AND a.attnum > 0 AND NOT a.attisdropped
    ORDER BY a.attnum
    """,
    "the columns of a table, the newest last",
    index="",
)
TRIGGERS = sql(
    """
    SELECT t.tgname AS name FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE c.relnamespace = CAST('public' AS regnamespace) AND NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')
    """,
    "which triggers are switched on",
    index="",
)
NUMBERS = sql(
    "SELECT CAST(id AS text) AS key, hmac, e164 FROM numbers WHERE e164 IS NOT NULL",
    "every number with its hash",
    index="",
)
ERASED = sql(
    "SELECT count(*) FROM leads WHERE erased_at IS NOT NULL",
    "how many people have been erased",
    index="",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRow:
    """A row of a table of facts."""

    key: str
    lead: str | None
    kept: str  # its open part as JSON
    hidden: bytes

    def content(self, table: FactTable) -> bytes:
        """Return the hash that its leaf commits to."""
        return content_of(table.kind, self.key, self.kept, bytes(self.hidden))

    def earlier_contents(self, table: FactTable, columns: Iterable[str]) -> Iterator[bytes]:
        """Yield the hashes that it had before columns were added to the table; `columns` are all, the newest last."""
        parts = _parts(self.kept)
        for name in reversed([name for name in columns if name in parts]):
            del parts[name]
            kept = "{" + ", ".join(parts.values()) + "}"
            yield content_of(table.kind, self.key, kept, bytes(self.hidden))


_row = reader(FactRow, lead="lead")


def freeze(connection: Connection) -> None:
    """Let every statement of this transaction see the same instant. It must be the first one."""
    connection.execute(FROZEN)


def every(connection: Connection, table: FactTable) -> Iterator[FactRow]:
    """Yield the rows of a table."""
    with connection.execute(STATEMENTS[table.name], execution_options={"yield_per": PAGE}) as streaming:
        yield from map(_row, streaming)


def columns(connection: Connection, table: FactTable) -> list[str]:
    """Return the columns of a table, the newest last."""
    return list(connection.execute(COLUMNS, {"name": table.name}).scalars())


def missing_triggers(connection: Connection) -> list[str]:
    """Return the triggers that write leaves and do not exist, or are switched off."""
    there = set(connection.execute(TRIGGERS).scalars())
    wanted = [f"{table.name}_{name}" for table in TABLES for name in ("leaf", "changed_leaf")]
    return [name for name in wanted if name not in there]


def phones(connection: Connection) -> Iterator[tuple[str, bytes, str]]:
    """Yield the key, hash and address of each number that is not erased."""
    with connection.execute(NUMBERS, execution_options={"yield_per": PAGE}) as streaming:
        for row in streaming:
            yield row.key, bytes(row.hmac), row.e164


def erased_people(connection: Connection) -> int:
    """Return how many people have been erased."""
    return int(connection.execute(ERASED).scalar_one())


def _parts(kept: str) -> dict[str, str]:
    """Return the members of a JSON object by name, each as it is written there: `"name": value`."""
    decode = JSONDecoder().raw_decode
    parts: dict[str, str] = {}
    place = 1
    while kept[place] != "}":
        name, end = decode(kept, place)
        _, end = decode(kept, end + len(": "))
        parts[name] = kept[place:end]
        place = end + len(", ") if kept[end] == "," else end
    return parts
