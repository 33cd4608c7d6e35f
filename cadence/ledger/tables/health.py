"""Which processes run, do their jobs succeed, and when did each service last answer? Pure: tables."""

from sqlalchemy import Column, Double, Integer, Table, Text, text

from cadence.ledger.tables.base import ID, document, instant, metadata, word

processes = Table(
    "processes",
    metadata,
    Column("id", ID, primary_key=True),
    Column("role", Text, nullable=False),
    Column("host", Text, nullable=False),
    Column("pid", Integer, nullable=False),
    Column("version", Text, nullable=False),
    word("queues"),
    instant("started_at", required=True),
    instant("heard_at", required=True),
    Column("ahead", Double, nullable=False, server_default=text("0")),
    document("details", "{}"),
)

jobs = Table(
    "jobs",
    metadata,
    Column("name", Text, primary_key=True),
    instant("succeeded_at"),
    instant("failed_at"),
    Column("failures", Integer, nullable=False, server_default=text("0")),
    word("error"),
)

services = Table(
    "services",
    metadata,
    Column("name", Text, primary_key=True),
    instant("heard_at", required=True),
    word("identity"),
)
