"""What can somebody do who may write everything in the database, and has no key? Changes facts in many ways."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, create_engine, text

from cadence.ledger.audit import blocks, rows
from cadence.ledger.audit.blocks import entries_of
from cadence.ledger.audit.fact_tables import BY_KIND, TABLES, FactTable
from cadence.ledger.audit.leaves import Leaf, pack, salt_of
from cadence.ledger.audit.merkle import FIRST, root_of

UNLOCK = """
SET session_replication_role = replica;
DO $$ DECLARE c record; BEGIN
    FOR c IN SELECT conrelid::regclass AS name, conname FROM pg_constraint
        WHERE contype IN ('c', 'f', 'u') AND connamespace = 'public'::regnamespace ORDER BY contype = 'u' LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', c.name, c.conname);
    END LOOP;
    FOR c IN SELECT indexrelid::regclass AS name FROM pg_index i JOIN pg_class r ON r.oid = i.indrelid
        WHERE indisunique AND NOT indisprimary AND r.relnamespace = 'public'::regnamespace LOOP
        EXECUTE format('DROP INDEX %s', c.name);
    END LOOP;
END $$;
"""
"""Switch triggers off, and drop every constraint that could refuse a change."""
OTHER = {
    "text": "coalesce({c}, '') || 'x'",
    "integer": "coalesce({c}, 0) + 1000",
    "smallint": "coalesce({c}, 0) + 1000",
    "bigint": "coalesce({c}, 0) + 100000",
    "boolean": "NOT coalesce({c}, false)",
    "timestamp with time zone": "coalesce({c}, now()) + interval '1 second'",
    "date": "coalesce({c}, current_date) + 1",
    "numeric": "coalesce({c}, 0) + 1000",
    "jsonb": "'{{\"planted\": true}}'",
    "bytea": "sha256(coalesce({c}, '') || 'x'::bytea)",
    "uuid": "gen_random_uuid()",
    "text[]": "array_append(coalesce({c}, '{{}}'), 'x')",
}
"""By type, another value than the one that is there."""
COLUMNS = text("""
    SELECT attname, format_type(atttypid, NULL) AS type, attgenerated <> '' AS generated FROM pg_attribute
    WHERE attrelid = to_regclass(:table) AND attnum > 0 AND NOT attisdropped ORDER BY attnum""")
Fact = tuple[str, str]
"""Table and key."""


@dataclass
class Attacker:
    """Somebody with a connection of their own."""

    connection: Connection
    planted: dict[Fact, str] = field(default_factory=dict)  # what was done to each fact

    def run(self, statement: str, **values: object) -> list[Any]:
        """Run a statement."""
        result = self.connection.execute(text(statement), values)
        return list(result) if result.returns_rows else []

    def change_everything(self) -> None:
        """Update, delete, insert or swap every row of every table of facts."""
        self.connection.connection.cursor().execute(UNLOCK)
        for table in TABLES:
            self._table(table)

    def _table(self, table: FactTable) -> None:
        columns = {row.attname: row.type for row in self.run_columns(table) if not row.generated}
        changeable = [name for name in columns if name not in {*table.key, *table.left_out, "salt"}]
        ways: Iterator[str] = cycle(("update", "update", "delete", "insert", "swap", "update"))
        names = cycle(changeable)
        stored = [row.fact for row in self.run(f"SELECT to_jsonb(t) AS fact FROM {table.name} t")]  # noqa: S608
        pending = iter(stored)
        for fact in pending:
            if (table.name, key_of(table, fact)) in self.planted:
                continue
            way = next(ways)
            second = next(pending, None) if way == "swap" else None
            if way == "swap" and second is not None and (table.name, key_of(table, second)) not in self.planted:
                self._write(table, columns, {**second, **{name: fact[name] for name in table.key}}, fact)
                self._write(table, columns, {**fact, **{name: second[name] for name in table.key}}, second)
                self._note("swap", table, fact, second)
            elif way == "delete":
                self.run(f"DELETE FROM {table.name} t WHERE {where(table)}", fact=json.dumps(fact))  # noqa: S608
                self._note("delete", table, fact)
            elif way == "insert":
                copy = fact | self._fresh(table, columns)
                listed = ", ".join(columns)
                self.run(
                    f"INSERT INTO {table.name} ({listed}) OVERRIDING SYSTEM VALUE SELECT {listed} "  # noqa: S608
                    f"FROM jsonb_populate_record(CAST(NULL AS {table.name}), CAST(:fact AS jsonb))",
                    fact=json.dumps(copy),
                )
                self._note("insert", table, copy)
            else:
                column = next(names)
                value = OTHER[columns[column]].format(c=f"t.{column}").replace(":", r"\:")
                self.run(
                    f"UPDATE {table.name} t SET {column} = {value} WHERE {where(table)}",  # noqa: S608
                    fact=json.dumps(fact),
                )
                self._note(f"update {column}", table, fact)

    def commit(self) -> None:
        """Let everybody see it."""
        self.connection.commit()

    def run_columns(self, table: FactTable) -> list[Any]:
        """Return the columns of a table."""
        return list(self.connection.execute(COLUMNS, {"table": table.name}))

    def _fresh(self, table: FactTable, columns: dict[str, str]) -> dict[str, object]:
        """Return a key that no row has: of a key of several columns, another last part."""
        column = table.key[-1]
        made: dict[str, Callable[[], object]] = {
            "uuid": lambda: str(uuid4()),
            "bytea": lambda: r"\x" + uuid4().hex * 2,
            "text": lambda: uuid4().hex,
            "timestamp with time zone": lambda: "2001-02-03T04:05:06+00:00",
        }
        return {column: made.get(columns[column], lambda: 1_000_000 + len(self.planted))()}

    def _write(self, table: FactTable, columns: dict[str, str], fact: dict[str, object], at: dict[str, object]) -> None:
        changed = [name for name in columns if name not in table.key]
        listed = ", ".join(f"{name} = p.{name}" for name in changed)
        self.run(
            f"UPDATE {table.name} t SET {listed} FROM jsonb_populate_record(CAST(NULL AS {table.name}), "  # noqa: S608
            f"CAST(:new AS jsonb)) p WHERE {where(table)}",
            new=json.dumps(fact),
            fact=json.dumps(at),
        )

    def _note(self, way: str, table: FactTable, *facts: dict[str, object]) -> None:
        for fact in facts:
            self.planted[table.name, key_of(table, fact)] = way

    def seal_again(self, *, every: int = 1) -> int:
        """Make leaves, blocks and heads anew that fit what was changed, and return how many leaves are other ones."""
        now = {
            (table.kind, row.key): row.content(table) for table in TABLES for row in rows.every(self.connection, table)
        }
        changed, number, size, head = 0, 0, 0, FIRST
        for block in list(blocks.every(self.connection)):
            leaves: list[Leaf] = []
            for place, leaf in enumerate(block.leaves()):
                content = now.get((leaf.kind, leaf.key))
                planted = (BY_KIND[leaf.kind].name, leaf.key) in self.planted and place % every == 0
                if planted and content is None:
                    changed += 1  # its row is gone, and now the leaf is, too
                elif planted and content is not None:
                    changed += 1
                    salt = salt_of(b"", leaf.id, content)
                    leaves.append(Leaf(leaf.id, leaf.kind, leaf.key, leaf.lead, False, salt, content))  # noqa: FBT003
                else:
                    leaves.append(leaf)
            number, size = number + 1, size + len(leaves)
            head = self.write_block(block, leaves, number=number, size=size, previous=head)
        return changed

    def write_block(
        self, block: blocks.SealedBlock, leaves: Sequence[Leaf], *, number: int, size: int, previous: bytes
    ) -> bytes:
        """Write a block with these leaves in place of one, and return its head."""
        root = root_of(entries_of(leaves))
        made = blocks.SealedBlock(
            number=number, size=size, root=root, previous=previous, head=b"", sealed_at=block.sealed_at, body=b""
        )
        head = made.expected_head(root)
        self.run(
            "UPDATE blocks SET number = :number, size = :size, root = :root, previous = :previous, head = :head, "
            "body = :body WHERE number = :old",
            number=number,
            size=size,
            root=root,
            previous=previous,
            head=head,
            body=pack(leaves),
            old=block.number,
        )
        return head


def key_of(table: FactTable, fact: dict[str, object]) -> str:
    """Return the key of a row, as its leaf has it."""
    return " ".join(str(fact[name]) for name in table.key)


def where(table: FactTable) -> str:
    """Return the condition of the row with the same key as the parameter `fact`."""
    given = f"jsonb_populate_record(CAST(NULL AS {table.name}), CAST(:fact AS jsonb))"
    return " AND ".join(f"t.{name} = ({given}).{name}" for name in table.key)


@contextmanager
def attacker(url: str) -> Iterator[Attacker]:
    """Connect as somebody who has the database's password and nothing else."""
    engine = create_engine(url)
    with engine.connect() as connection:
        connection.execute(text("SET timezone = 'UTC'"))
        yield Attacker(connection)
    engine.dispose()
