"""What has been sent before the desk's questions are asked? Each touch by the real door, at its instant."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from cadence.campaign import check_text
from cadence.campaign.store import to_json
from cadence.domain import Attempt, Channel, Outcome
from cadence.domain.clock import Clock
from cadence.domain.list_rows import ConsentRow
from cadence.engine.dispatch.answers import ReservedTouch, SenderRates
from cadence.engine.dispatch.reserve import reserve
from cadence.engine.outcomes.planner import Planner
from cadence.ledger.campaigns import campaigns, enrolments
from cadence.ledger.campaigns.enrolments import NewEnrolment
from cadence.ledger.lists.importing import import_leads
from cadence.ledger.reading import facts
from tests.integration.cli.desk import Desk
from tests.integration.ledger import states
from tests.integration.ledger.world import lead_row, yes
from tests.integration.rolls import put_on_roster

FILE = """
campaign: spring
purpose: marketing
country: ES
jurisdictions: none
holidays: open
from: {company: Tienda Sol, sms: "+34910000001"}
windows: [{days: mon-sun, hours: "00:00-24:00"}]
spread: 0 minutes
cadence:
  - step: hello
    sms: "{{ company }}: publicidad. Responda BAJA para no recibir más."
  - step: again
    after: 2 days
    sms: "{{ company }}: publicidad. Responda BAJA para no recibir más."
"""
TUESDAY = datetime(2027, 3, 9, 9, tzinfo=UTC)  # ten in the morning in Madrid
SHARED = "+34600000003"


class Past:
    """What has been sent: each touch by the real door, at its instant."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        campaign = check_text(FILE, "spring.yaml", ()).right()
        with desk.ledger.begin() as tx:
            self.campaign = campaigns.launch(tx, "spring", to_json(campaign), at=TUESDAY).campaign

    def lead(self, line: int, number: str, at: datetime) -> str:
        """Enrol somebody who has agreed to texts, and send the first one."""
        enrolment = self.enrol(line, number, at, yes(Channel.SMS, number, TUESDAY - timedelta(days=30)))
        self.send(enrolment, at + timedelta(seconds=30))  # the clock runs while somebody is enrolled
        return enrolment

    def enrol(self, line: int, number: str, at: datetime, *consents: ConsentRow) -> str:
        """Enrol somebody, to whom nothing is sent yet."""
        key, planner = f"C-{line}", self.planner(at)
        import_leads(self.desk.ledger, "list", [lead_row(line, number, key=key, consents=consents)], at=at)
        enrolment, lead = str(uuid4()), self.desk.ledger.hasher.lead("list", key)
        with planner.begin() as page:
            put_on_roster(page.tx, self.campaign, "list", at=at)
            (known,) = facts.gather_new(page.tx, "spring", 1, {enrolment: lead}, at=at)
            move = planner.next(planner.case_of(page.tx, known), page.now)
            entry = NewEnrolment(enrolment=known.enrolment, lead=lead, move=move)
            assert enrolments.enrol_page(page.tx, self.campaign, [entry], at=at)
        return enrolment

    def send(self, enrolment: str, at: datetime) -> None:
        """Send what is due for somebody then, and have the carrier take it."""
        planner = self.planner(at)
        with planner.begin() as page:
            move = page.plan(enrolment)
            assert isinstance(move, Attempt)
            left = reserve(page, enrolment, move, SenderRates(per_sender={"": 100.0}))
            assert isinstance(left, ReservedTouch), left
            heard = {"sid": f"SM{uuid4().hex}", "status": "queued", "carried_at": page.now}
            states.settle(page.tx, left.stored.touch.id, Outcome.SENT, at=page.now, details=heard)

    def planner(self, at: datetime) -> Planner:
        """What judges at an instant."""
        return Planner(self.desk.ledger, Clock(origin=at, started=datetime.now(UTC)))
