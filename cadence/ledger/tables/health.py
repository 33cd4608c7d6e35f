"""Which processes and jobs run, what is set aside, measured or erased, when did a service answer? Pure: tables."""

import sqlalchemy as sa

from cadence.ledger.tables.base import ID, INSTANT, document, instant, metadata, recorded, word

processes = sa.Table(
    "processes",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("host", sa.Text, nullable=False),
    sa.Column("pid", sa.Integer, nullable=False),
    sa.Column("version", sa.Text, nullable=False),
    word("queues"),
    instant("started_at", required=True),
    instant("heard_at", required=True),
    sa.Column("ahead", sa.Double, nullable=False, server_default=sa.text("0")),
    document("details", "{}"),
)

jobs = sa.Table(
    "jobs",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    instant("succeeded_at"),
    instant("failed_at"),
    sa.Column("failures", sa.Integer, nullable=False, server_default=sa.text("0")),
    word("error"),
)

set_aside = sa.Table(
    "set_aside",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("job", sa.Text, nullable=False),
    sa.Column("item", sa.Text, nullable=False),
    sa.Column("cause", sa.Text, nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    instant("since", required=True),
    instant("last_at", required=True),
    instant("next_at"),
    recorded(),
    sa.UniqueConstraint("job", "item"),
)
sa.Index("set_aside_due", set_aside.c.next_at, postgresql_where=set_aside.c.next_at.is_not(None))

services = sa.Table(
    "services",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    instant("heard_at", required=True),
    word("identity"),
)

objective_counts = sa.Table(
    "objective_counts",
    metadata,
    sa.Column("objective", sa.Text, primary_key=True),
    sa.Column("minute", INSTANT, primary_key=True),
    sa.Column("good", sa.BigInteger, nullable=False),
    sa.Column("whole", sa.BigInteger, nullable=False),
)

unanswered_touches = sa.Table(
    "unanswered_touches",
    metadata,
    sa.Column("touch_id", ID, sa.ForeignKey("touches.id"), primary_key=True),
    instant("since", required=True),
    instant("settled_at"),
)
sa.Index("unanswered_touches_since", unanswered_touches.c.since)
sa.Index(
    "unanswered_touches_open", unanswered_touches.c.since, postgresql_where=unanswered_touches.c.settled_at.is_(None)
)

retention_runs = sa.Table(
    "retention_runs",
    metadata,
    sa.Column("day", sa.Date, primary_key=True),
    instant("begun_at", required=True),
    sa.Column("part", sa.Text, nullable=False),
    sa.Column("after", ID, nullable=False),
    sa.Column("people", sa.BigInteger, nullable=False, server_default=sa.text("0")),
    sa.Column("texts", sa.BigInteger, nullable=False, server_default=sa.text("0")),
    sa.Column("by_law", sa.BigInteger, nullable=False, server_default=sa.text("0")),
    instant("ended_at"),
)
