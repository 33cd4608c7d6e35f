"""What has the journal outside the database to have, and how far does it agree with the ledger? Pure: tables."""

import sqlalchemy as sa

from cadence.ledger.tables.base import ID, instant, metadata, recorded, word

journal_entries = sa.Table(
    "journal_entries",
    metadata,
    sa.Column("place", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("id", ID, nullable=False, server_default=sa.text("gen_random_uuid()")),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("hmac", sa.LargeBinary),
    sa.Column("person", ID),
    word("scope"),
    word("value"),
    word("reason"),
    instant("at", required=True),
    sa.Column("xid", sa.BigInteger, nullable=False, server_default=sa.text("pg_current_xact_id()::text::bigint")),
    sa.Column("written", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("waiting", sa.Boolean, nullable=False, server_default=sa.false()),
    recorded(),
    sa.UniqueConstraint("id"),
)
sa.Index(
    "journal_entries_unwritten",
    journal_entries.c.xid,
    journal_entries.c.place,
    postgresql_where=~journal_entries.c.written,
)
sa.Index("journal_entries_waiting", journal_entries.c.person, postgresql_where=journal_entries.c.waiting)

journal_state = sa.Table(
    "journal_state",
    metadata,
    sa.Column("ledger", ID, nullable=False, server_default=sa.text("gen_random_uuid()")),
    sa.Column("sole", sa.Boolean, primary_key=True, server_default=sa.true()),
    sa.Column("kept", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("seq", sa.BigInteger, nullable=False, server_default=sa.text("0")),
    sa.Column("place", sa.BigInteger, nullable=False, server_default=sa.text("0")),
    sa.Column("hash", sa.LargeBinary, nullable=False, server_default=sa.text("''")),
    sa.Column("order_at_mark", sa.BigInteger, nullable=False, server_default=sa.text("0")),
    word("problem"),
    sa.Column("to_sign", sa.Boolean, nullable=False, server_default=sa.false()),
    instant("doubt_since"),
    instant("doubt_until"),
    instant("looked_at"),
    word("server"),
)
