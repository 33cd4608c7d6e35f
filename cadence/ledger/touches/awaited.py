"""Which messages to other people who share a number have no reply yet? Edge: they may be what a reply answers."""

from sqlalchemy import Connection, bindparam, literal, select

from cadence.domain import Touch, TouchState
from cadence.domain.touch_record import Stored
from cadence.ledger.db.queries import query
from cadence.ledger.tables.campaigns import enrolments
from cadence.ledger.tables.touches import touches
from cadence.ledger.touches.touch_rows import WRITTEN, stored_of

MOST = 20
OTHERS_AT_NUMBER = query(
    select(*WRITTEN, enrolments.c.version.label("enrolled_version"))
    .select_from(touches.join(enrolments, enrolments.c.id == touches.c.enrolment_id))
    .where(
        touches.c.number_id == bindparam("number"),
        touches.c.lead_id != bindparam("lead"),
        touches.c.channel == bindparam("channel"),
        touches.c.sender == bindparam("sender"),
        touches.c.replied_at.is_(None),
        touches.c.state.not_in([literal(TouchState.PLANNED.value), literal(TouchState.SKIPPED.value)]),
        enrolments.c.finished.is_(None),
    )
    .order_by(touches.c.at.desc())
    .limit(MOST),
    "messages without a reply to other people who share a number, newest first",
    index="touches_number, enrolments_pkey | enrolments_id_lead_id_campaign_id_key",
)


def others_at_number(connection: Connection, answered: Touch) -> list[tuple[Stored, int]]:
    """Return what else the reply to a touch may answer, with the version that its lead is on."""
    parameters = {
        "number": answered.number,
        "lead": answered.lead,
        "channel": answered.channel.value,
        "sender": answered.sender,
    }
    return [(stored_of(row), row.enrolled_version) for row in connection.execute(OTHERS_AT_NUMBER, parameters)]
