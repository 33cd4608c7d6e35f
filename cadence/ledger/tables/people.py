"""Who is contacted, by which number, with whose consent? Pure: tables."""

import sqlalchemy as sa

from cadence.ledger.tables.base import ID, document, instant, metadata, order, recorded, salt, word

keys = sa.Table(
    "keys",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("check_value", sa.LargeBinary, nullable=False),
    sa.Column("sole", sa.Boolean, nullable=False, server_default=sa.true()),
    recorded(),
    sa.UniqueConstraint("sole"),
)

accounts = sa.Table(
    "accounts",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("form", sa.Text),  # `same_word` of the key, by which it is known; none for a name that says nothing
    sa.UniqueConstraint("key"),
)
sa.Index("accounts_form", accounts.c.form)

leads = sa.Table(
    "leads",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("list", sa.Text, nullable=False),
    sa.Column("key", sa.Text),
    word("name"),
    word("country"),
    word("region"),
    word("municipality"),
    word("segment"),
    sa.Column("score", sa.Integer, nullable=False, server_default=sa.text("0")),
    sa.Column("account_id", sa.BigInteger, sa.ForeignKey("accounts.id")),
    document("attributes", "{}"),
    document("zones", "[]"),
    instant("imported_at", required=True),
    instant("updated_at", required=True),
    instant("erased_at"),
    recorded(),
    sa.UniqueConstraint("key", "list"),
)
sa.Index("leads_account", leads.c.account_id, postgresql_where=leads.c.account_id.is_not(None))

numbers = sa.Table(
    "numbers",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("hmac", sa.LargeBinary, nullable=False),
    sa.Column("key_name", sa.Text, sa.ForeignKey("keys.name"), nullable=False),
    sa.Column("e164", sa.Text),
    sa.Column("kind", sa.Text, nullable=False, server_default="other"),
    word("country"),
    document("zones", "[]"),
    sa.Column("closed", sa.Text),
    instant("closed_at"),
    sa.Column("same_as", sa.BigInteger, sa.ForeignKey("numbers.id")),
    recorded(),
    sa.UniqueConstraint("hmac"),
)

lead_numbers = sa.Table(
    "lead_numbers",
    metadata,
    sa.Column("lead_id", ID, sa.ForeignKey("leads.id"), primary_key=True),
    sa.Column("number_id", sa.BigInteger, sa.ForeignKey("numbers.id"), primary_key=True),
    sa.Column("position", sa.SmallInteger, nullable=False),
    sa.UniqueConstraint("lead_id", "position", deferrable=True, initially="DEFERRED"),
)
sa.Index("lead_numbers_number", lead_numbers.c.number_id)

saved_values = sa.Table(
    "saved_values",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("lead_id", ID, sa.ForeignKey("leads.id"), nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("value", sa.Text, nullable=False),
    instant("at", required=True),
    word("ref"),
    recorded(),
    salt(),
)
sa.Index("saved_values_latest", saved_values.c.lead_id, saved_values.c.name, saved_values.c.at, saved_values.c.id)

consents = sa.Table(
    "consents",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=False), primary_key=True),
    sa.Column("number_id", sa.BigInteger, sa.ForeignKey("numbers.id")),
    sa.Column("lead_id", ID, sa.ForeignKey("leads.id")),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("given", sa.Boolean, nullable=False),
    instant("at", required=True),
    sa.Column("purpose", sa.Text),
    sa.Column("kind", sa.Text, nullable=False, server_default="express"),
    word("source"),
    word("list"),
    instant("expires"),
    sa.Column("wording", sa.LargeBinary, sa.ForeignKey("consent_wordings.hash")),
    word("recorded_by"),
    recorded(),
)
sa.Index("consents_number", consents.c.number_id, consents.c.id)
sa.Index("consents_lead", consents.c.lead_id, consents.c.id)

consent_wordings = sa.Table(
    "consent_wordings",
    metadata,
    sa.Column("hash", sa.LargeBinary, primary_key=True),
    sa.Column("body", sa.Text, nullable=False),
    recorded(),
)

consent_evidence = sa.Table(
    "consent_evidence",
    metadata,
    sa.Column("consent_id", sa.BigInteger, sa.ForeignKey("consents.id"), primary_key=True, autoincrement=False),
    sa.Column("body", sa.Text, nullable=False),
    salt(),
)

suppressions = sa.Table(
    "suppressions",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("hmac", sa.LargeBinary, sa.ForeignKey("numbers.hmac")),
    sa.Column("person", ID, sa.ForeignKey("leads.id")),
    sa.Column("key_name", sa.Text, sa.ForeignKey("keys.name"), nullable=False),
    sa.Column("scope", sa.Text, nullable=False),
    word("value"),
    instant("since", required=True),
    sa.Column("source", sa.Text, nullable=False),
    word("ref"),
    sa.Column("lifted", sa.Boolean, nullable=False, server_default=sa.false()),
    recorded(),
    order(),
)
sa.Index("suppressions_latest", suppressions.c.hmac, suppressions.c.scope, suppressions.c.value, suppressions.c.id)
sa.Index(
    "suppressions_person",
    suppressions.c.person,
    suppressions.c.scope,
    suppressions.c.value,
    suppressions.c.id,
    postgresql_where=suppressions.c.person.is_not(None),
)
sa.Index("suppressions_reviewed", suppressions.c.ref, postgresql_where=suppressions.c.source == "review")
