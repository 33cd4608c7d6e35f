"""
Which rows are one phone? Edge: rows that earlier versions made under another spelling are linked to the one in use.

A row is linked once, with what stood suppressed under it and what was written from it, and is not used again: whatever
comes later is written to the row in use. So an unclear reply holds, and a decision about it closes, the row in use.
A channel's own id of a person is linked by `numbers.ensure_user`; what had come by it follows in
`engine/outcomes/identified.py`.

Suppressions are united: a stop under one spelling holds although it was lifted under another.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, LargeBinary, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY

from cadence.ledger.db.hashing import Hasher
from cadence.ledger.db.queries import named

_HASHES = [bindparam("used", type_=ARRAY(LargeBinary)), bindparam("other", type_=ARRAY(LargeBinary))]

LINK = named(
    text(
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
        """
    ).bindparams(*_HASHES),
    "link_numbers",
    "rows that are another spelling of a phone, with what is suppressed under them",
    index="numbers_hmac_key, suppressions_latest",
)
LIST_AGAIN = named(
    text(
        """
        INSERT INTO registry_entries (copy_id, hmac)
        SELECT copy.id, pair.used
        FROM unnest(:used, :other) AS pair (used, other)
        CROSS JOIN registry_copies copy
        JOIN registry_entries entry ON entry.copy_id = copy.id AND entry.hmac = pair.other
        ON CONFLICT DO NOTHING
        """
    ).bindparams(*_HASHES),
    "list_linked_numbers",
    "copies of official lists that earlier versions brought in may hold another spelling",
    index="registry_entries_pkey",
)


def unite(connection: Connection, hasher: Hasher, e164s: Iterable[str]) -> None:
    """Link whatever the ledger knows of these phones under another spelling to the rows in use, which exist."""
    pairs = sorted({(hasher.number(one), other) for one in e164s for other in hasher.other_spellings(one)})
    unite_hashes(connection, pairs)


def unite_hashes(connection: Connection, pairs: Sequence[tuple[bytes, bytes]]) -> None:
    """Link rows by pairs of hashes: that of the row in use, and that of another spelling."""
    if not pairs:
        return
    hashes = {"used": [used for used, _ in pairs], "other": [other for _, other in pairs]}
    connection.execute(LINK, hashes)
    connection.execute(LIST_AGAIN, hashes)
