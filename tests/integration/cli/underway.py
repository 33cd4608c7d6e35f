"""Who is under way in the desk's campaign, and which changed files may they meet?"""

from uuid import uuid4

from cadence.domain import Cause, CauseKind, Channel, Outcome, Purpose, Touch, TouchState
from cadence.engine.outcomes.planner import Planner
from cadence.ledger.campaigns import campaigns, enrolment_queue, enrolment_rows, enrolments
from cadence.ledger.campaigns.enrolment_rows import StoredEnrolment
from cadence.ledger.campaigns.enrolments import NewEnrolment
from cadence.ledger.people import people
from cadence.ledger.reading import facts
from cadence.ledger.touches import touches
from tests.integration.cli.desk import CAMPAIGN, Desk
from tests.integration.ledger import states

LEADS = "id,name,phone,order\nC-1,Ana,600000001,7\nC-2,Bea,600000002,8\nC-3,Eva,600000003,9\n"
CHANGED = CAMPAIGN.replace(
    "  - step: ring\n    after: 1 hour\n    call: desk\n",
    "  - step: again\n    after: 20 minutes\n    sms: '{{ company }}: ¿sigue ahí?'\n",
)
"""Another step follows `hello`, sooner."""
RENAMED = CHANGED.replace("step: hello", "step: good_day")
"""Nobody who has had `hello` stands anywhere in it."""


class Under:
    """Leads under way in the desk's campaign."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.planner = Planner(desk.ledger, desk.clock)
        assert desk.launch(CAMPAIGN, LEADS).code == 0
        with self.planner.begin() as page:
            campaign = campaigns.find(page.tx, "spring").id
            ids = {str(uuid4()): lead for lead in enrolment_queue.waiting(page.tx, campaign, limit=100)}
            new = []
            for known in facts.gather_new(page.tx, "spring", 1, ids, at=page.now):
                move = self.planner.next(self.planner.case_of(page.tx, known), page.now)
                new.append(NewEnrolment(enrolment=known.enrolment, lead=known.lead.id, move=move))
            enrolments.enrol_page(page.tx, campaign, new, at=page.now)

    def of(self, key: str) -> StoredEnrolment:
        """The enrolment of one of them."""
        with self.desk.ledger.begin() as tx:
            (person,) = people.find(tx, self.desk.ledger.hasher, key)
            return enrolment_rows.of_lead(tx, person.id)[0]

    def had(self, key: str, step: str, *, flying: bool = False) -> None:
        """A text of this step was sent; or it is in the air."""
        one = self.of(key)
        with self.planner.begin() as page:
            number = facts.gather(page.tx, one.enrolment.id).lead.numbers[0].id
            touch = Touch(
                id=str(uuid4()),
                lead=one.lead,
                enrolment=one.enrolment.id,
                campaign="spring",
                cause=Cause(kind=CauseKind.STEP, ref=step),
                attempt=1,
                step=step,
                channel=Channel.SMS,
                purpose=Purpose.SERVICE,
                state=TouchState.RESERVED,
                at=page.now,
                number=number,
                sender="+34910000001",
            )
            touches.reserve(page.tx, touch, version=one.enrolment.version)
            if not flying:
                states.settle(page.tx, touch.id, Outcome.SENT, at=page.now)
            page.plan(one.enrolment.id)

    def versions(self) -> dict[str, int]:
        """Which version each is on."""
        return {key: self.of(key).enrolment.version for key in ("C-1", "C-2", "C-3")}

    def asked(self, question: str) -> list[tuple[object, ...]]:
        """Ask the ledger."""
        with self.desk.ledger.begin() as tx:
            return [tuple(row) for row in tx.exec_driver_sql(question)]
