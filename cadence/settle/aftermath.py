"""What does an outcome mean beyond its own touch? Edge: for the number, and for the person everywhere."""

from cadence.carrier.codes import INVALID_NUMBER, meaning
from cadence.ledger import numbers
from cadence.ledger.suppressions import Stop
from cadence.ledger.touch_rows import Stored
from cadence.model import Outcome
from cadence.settle.mind import Page
from cadence.settle.settled import Settled
from cadence.settle.stops import stop_people


def aftermath(page: Page, stored: Stored) -> Settled:
    """Close a number that does not exist; stop a person who has opted out at the carrier. The lead is locked."""
    touch = stored.touch
    means = meaning(stored.code)
    if touch.number is not None and touch.outcome is Outcome.INVALID_NUMBER and (means.close_number or not stored.code):
        numbers.close(page.tx, touch.number, means.close_number or INVALID_NUMBER, at=page.now)
    if touch.outcome is Outcome.OPTED_OUT:
        stop = Stop(source="carrier", ref=touch.id)
        written = stop_people(page, [touch.lead], stop, number=touch.number, but=touch.enrolment)
        return Settled(news=written.news, stopped=written.stopped)
    return Settled()


def stopped_by_carrier(page: Page, stored: Stored) -> Settled:
    """Stop a person of whose opt-out the carrier knows, although what came of the touch is something else."""
    touch = stored.touch
    written = stop_people(page, [touch.lead], Stop(source="carrier", ref=touch.id), number=touch.number)
    return Settled(move=page.plan_or_leave(touch.enrolment).move, news=written.news, stopped=written.stopped)
