"""Who is contacted, by which number, with whose consent? Pure: tables."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
    true,
)

from cadence.ledger.tables.base import ID, document, instant, metadata, order, recorded, word

keys = Table(
    "keys",
    metadata,
    Column("name", Text, primary_key=True),
    Column("check_value", LargeBinary, nullable=False),
    Column("sole", Boolean, nullable=False, server_default=true()),
    recorded(),
    UniqueConstraint("sole"),
)

accounts = Table(
    "accounts",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("key", Text, nullable=False),
    UniqueConstraint("key"),
)

leads = Table(
    "leads",
    metadata,
    Column("id", ID, primary_key=True),
    Column("list", Text, nullable=False),
    Column("key", Text),
    word("name"),
    word("country"),
    word("region"),
    word("municipality"),
    word("segment"),
    Column("score", Integer, nullable=False, server_default=text("0")),
    Column("account_id", BigInteger, ForeignKey("accounts.id")),
    document("attributes", "{}"),
    document("zones", "[]"),
    instant("imported_at", required=True),
    instant("updated_at", required=True),
    instant("erased_at"),
    recorded(),
    UniqueConstraint("key", "list"),
)
Index("leads_account", leads.c.account_id, postgresql_where=leads.c.account_id.is_not(None))

numbers = Table(
    "numbers",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("hmac", LargeBinary, nullable=False),
    Column("key_name", Text, ForeignKey("keys.name"), nullable=False),
    Column("e164", Text),
    Column("kind", Text, nullable=False, server_default="other"),
    word("country"),
    document("zones", "[]"),
    Column("closed", Text),
    instant("closed_at"),
    Column("same_as", BigInteger, ForeignKey("numbers.id")),
    recorded(),
    UniqueConstraint("hmac"),
)

lead_numbers = Table(
    "lead_numbers",
    metadata,
    Column("lead_id", ID, ForeignKey("leads.id"), primary_key=True),
    Column("number_id", BigInteger, ForeignKey("numbers.id"), primary_key=True),
    Column("position", SmallInteger, nullable=False),
    UniqueConstraint("lead_id", "position", deferrable=True, initially="DEFERRED"),
)
Index("lead_numbers_number", lead_numbers.c.number_id)

consents = Table(
    "consents",
    metadata,
    Column("id", BigInteger, Identity(always=False), primary_key=True),
    Column("number_id", BigInteger, ForeignKey("numbers.id")),
    Column("lead_id", ID, ForeignKey("leads.id")),
    Column("channel", Text, nullable=False),
    Column("given", Boolean, nullable=False),
    instant("at", required=True),
    Column("purpose", Text),
    Column("kind", Text, nullable=False, server_default="express"),
    word("source"),
    word("list"),
    instant("expires"),
    Column("wording", LargeBinary, ForeignKey("consent_wordings.hash")),
    word("recorded_by"),
    recorded(),
)
Index("consents_number", consents.c.number_id, consents.c.id)
Index("consents_lead", consents.c.lead_id, consents.c.id)

consent_wordings = Table(
    "consent_wordings",
    metadata,
    Column("hash", LargeBinary, primary_key=True),
    Column("body", Text, nullable=False),
    recorded(),
)

consent_evidence = Table(
    "consent_evidence",
    metadata,
    Column("consent_id", BigInteger, ForeignKey("consents.id"), primary_key=True, autoincrement=False),
    Column("body", Text, nullable=False),
)

suppressions = Table(
    "suppressions",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("hmac", LargeBinary, ForeignKey("numbers.hmac")),
    Column("person", ID, ForeignKey("leads.id")),
    Column("key_name", Text, ForeignKey("keys.name"), nullable=False),
    Column("scope", Text, nullable=False),
    word("value"),
    instant("since", required=True),
    Column("source", Text, nullable=False),
    word("ref"),
    Column("lifted", Boolean, nullable=False, server_default=false()),
    recorded(),
    order(),
)
Index("suppressions_latest", suppressions.c.hmac, suppressions.c.scope, suppressions.c.value, suppressions.c.id)
Index(
    "suppressions_person",
    suppressions.c.person,
    suppressions.c.scope,
    suppressions.c.value,
    suppressions.c.id,
    postgresql_where=suppressions.c.person.is_not(None),
)
