"""
Which rows are the same phone? Edge: links rows that earlier versions made under another spelling to the row in use.

A row is linked once and is not used afterwards. Its suppressions and its inbound messages move to the row in use, and
everything later is written there. A channel's own id of a person is linked by `numbers.ensure_user`, and what came in
under that id is moved by `engine/outcomes/identified.py`.

Suppressions are united: a stop under one spelling counts even if it was lifted under another.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection

from cadence.ledger.db.hashing import Hasher
from cadence.ledger.db.queries import sql

LINK = sql(
    """
    WITH linked AS (
        UPDATE numbers alias SET same_as = main.id, e164 = NULL
        FROM unnest(:used, :other) AS pair (used, other) JOIN numbers main ON main.hmac = pair.used
        WHERE alias.hmac = pair.other AND alias.same_as IS NULL
        RETURNING alias.hmac AS other, main.hmac, main.key_name, alias.id AS alias_id, main.id AS main_id
    ), moved AS (
        UPDATE inbound SET number_id = linked.main_id FROM linked WHERE inbound.number_id = linked.alias_id
    )
    INSERT INTO suppressions (hmac, key_name, scope, value, since, source, ref)
    SELECT last.hmac, last.key_name, last.scope, last.value, last.since, last.source, last.ref
    FROM (
        SELECT DISTINCT ON (s.hmac, s.scope, s.value) linked.hmac, linked.key_name, s.scope, s.value, s.since,
            s.source, s.ref, s.lifted
        FROM linked JOIN suppressions s ON s.hmac = linked.other
        ORDER BY s.hmac, s.scope, s.value, s.id DESC
    ) AS last
    WHERE NOT last.lifted
    """,
    "link rows with another spelling of a phone to the row in use, and copy their suppressions",
    index="numbers_hmac_key, suppressions_latest",
)
LIST_AGAIN = sql(
    """
    INSERT INTO registry_entries (copy_id, hmac)
    SELECT copy.id, pair.used
    FROM unnest(:used, :other) AS pair (used, other)
    CROSS JOIN registry_copies copy
    JOIN registry_entries entry ON entry.copy_id = copy.id AND entry.hmac = pair.other
    ON CONFLICT DO NOTHING
    """,
    "add the row in use to copies of official lists that have another spelling of the phone",
    index="registry_entries_pkey",
)


def unite(connection: Connection, hasher: Hasher, e164s: Iterable[str]) -> None:
    """Link the rows of these phones under other spellings to the rows in use, which must exist."""
    pairs = sorted({(hasher.number(e164), other) for e164 in e164s for other in hasher.other_spellings(e164)})
    unite_hashes(connection, pairs)


def unite_hashes(connection: Connection, pairs: Sequence[tuple[bytes, bytes]]) -> None:
    """Link rows by pairs of hashes: of the row in use, and of another spelling."""
    if not pairs:
        return
    hashes = {"used": [used for used, _ in pairs], "other": [other for _, other in pairs]}
    connection.execute(LINK, hashes)
    connection.execute(LIST_AGAIN, hashes)
