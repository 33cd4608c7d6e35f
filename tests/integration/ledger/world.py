"""How do tests of the ledger make people, campaigns and touches? Through the ledger's own functions."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import uuid4

from sqlalchemy import text

from cadence.domain import (
    Attempt,
    Cause,
    CauseKind,
    Channel,
    Enrolment,
    NumberKind,
    Purpose,
    Touch,
    TouchState,
    ZoneEvidence,
    ZoneSource,
)
from cadence.domain.list_rows import ConsentRow, LeadRow, NumberRow
from cadence.ledger.campaigns import campaigns, enrolments
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.lists.importing import import_leads
from cadence.ledger.touches import touches
from tests.integration.rolls import put_on_roster

NOON = datetime(2027, 3, 9, 12, tzinfo=UTC)
MADRID = ZoneEvidence(zone="Europe/Madrid", source=ZoneSource.NUMBER, detail="+34 91")


def number_row(e164: str, kind: NumberKind = NumberKind.MOBILE) -> NumberRow:
    """One Spanish number."""
    return NumberRow(e164=e164, kind=kind, country="ES", zones=(MADRID,))


def lead_row(line: int, *numbers: str, key: str = "", **fields: object) -> LeadRow:
    """One line of a list."""
    row = LeadRow(line=line, key=key, numbers=tuple(number_row(e164) for e164 in numbers), country="ES")
    return replace(row, **fields)  # type: ignore[arg-type]


def yes(channel: Channel, e164: str, at: datetime | None = NOON) -> ConsentRow:
    """A consent in a list."""
    return ConsentRow(channel=channel, given=True, e164=e164, at=at, source="web form", evidence="ticked the box")


def no(channel: Channel, e164: str, at: datetime | None = None) -> ConsentRow:
    """A revocation in a list."""
    return ConsentRow(channel=channel, given=False, e164=e164, at=at, source="phone")


class World:
    """One ledger with a campaign, and methods that fill it."""

    def __init__(self, ledger: Ledger, campaign: str = "spring") -> None:
        """Launch the campaign."""
        self.ledger = ledger
        self.campaign = campaign
        self.lines = count(1)
        with ledger.begin() as connection:
            self.campaign_id = campaigns.launch(connection, campaign, '{"campaign":"spring"}', at=NOON).campaign

    def lead(self, *numbers: str, **fields: object) -> str:
        """Import one lead and return its id."""
        line = next(self.lines)
        e164s = numbers or (f"+3461000{line:04d}",)
        key = str(fields.pop("key", f"K{line}"))
        import_leads(self.ledger, "list", [lead_row(line, *e164s, key=key, **fields)], at=NOON)
        return self.ledger.hasher.lead("list", key)

    def enrol(self, lead: str | None = None, campaign: str | None = None) -> Enrolment:
        """Enrol a lead (a new one, if none is given) and return the enrolment."""
        lead = lead or self.lead()
        name = campaign or self.campaign
        with self.ledger.begin() as connection:
            stored = campaigns.find(connection, name)
            put_on_roster(connection, stored.id, "list", at=NOON)
            enrolment = Enrolment(id=str(uuid4()), campaign=name, version=stored.version, at=NOON)
            entry = enrolments.NewEnrolment(enrolment=enrolment, lead=lead, move=attempt())
            assert enrolments.enrol_page(connection, stored.id, [entry], at=NOON) == [enrolment.id]
        return enrolment

    def number_ids(self, lead: str) -> list[int]:
        """The ids of a lead's numbers, in order."""
        statement = text("SELECT number_id FROM lead_numbers WHERE lead_id = :lead ORDER BY position")
        with self.ledger.begin() as connection:
            return list(connection.execute(statement, {"lead": lead}).scalars())

    def lead_of(self, enrolment: Enrolment) -> str:
        """The id of an enrolment's lead."""
        statement = text("SELECT CAST(lead_id AS text) FROM enrolments WHERE id = :id")
        with self.ledger.begin() as connection:
            return str(connection.execute(statement, {"id": enrolment.id}).scalar_one())

    def touch(self, enrolment: Enrolment, **fields: object) -> Touch:
        """A touch that could be reserved: the first attempt of the first lap of the step `hello`."""
        lead = self.lead_of(enrolment)
        touch = Touch(
            id=str(uuid4()),
            lead=lead,
            enrolment=enrolment.id,
            campaign=enrolment.campaign,
            cause=Cause(kind=CauseKind.STEP, ref="hello"),
            attempt=1,
            step="hello",
            channel=Channel.SMS,
            purpose=Purpose.MARKETING,
            state=TouchState.RESERVED,
            at=NOON,
            number=None if "number" in fields else self.number_ids(lead)[0],
            sender="+34910000001",
        )
        return replace(touch, **fields)  # type: ignore[arg-type]

    def reserved(self, enrolment: Enrolment, **fields: object) -> Touch:
        """A touch that is reserved."""
        touch = self.touch(enrolment, **fields)
        with self.ledger.begin() as connection:
            return touches.reserve(connection, touch, version=1).stored.touch


def attempt(at: datetime = NOON + timedelta(hours=1)) -> Attempt:
    """A first move."""
    return Attempt(at=at, channel=Channel.SMS, cause=Cause(kind=CauseKind.STEP, ref="hello"), step="hello")
