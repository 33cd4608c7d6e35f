"""
Was every promised call made in time, or its delay announced? Pure, and naive on purpose.

A person was called in time if the carrier took a call of this promise by a quarter of an hour after its time. Else they
were informed by then: by a message that the carrier took, which names another time, or one of our people had the task.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from cadence.local.proof.record import CarrierRecord, LedgerAccount, OurPromise

TOLERANCE = timedelta(minutes=15)
"""A call within so much of the promised time is as promised."""
NEVER_BEFORE, NEVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
ENDS = frozenset({"completed", "unreached", "budget_spent", "refused_by_rule", "campaign_stopped", "campaign_ended"})
"""Ends of a lead that the person did not ask for: a promise outlives them, and must be kept or handed over."""


def unannounced(record: CarrierRecord, account: LedgerAccount, slack: timedelta) -> tuple[list[str], int]:
    """Return the promised calls that were missed in silence, and how many were due and not taken back."""
    problems, due = [], 0
    for promise in account.promises:
        missed = list(_missed(promise, record, account, slack))
        due += bool(missed)
        problems += [
            f"the call promised for {at:%Y-%m-%d %H:%M} UTC ({promise.id}) was not made, and no one was informed"
            for at, notified in missed
            if not notified
        ]
    return problems, due


def _missed(
    promise: OurPromise, record: CarrierRecord, account: LedgerAccount, slack: timedelta
) -> Iterator[tuple[datetime, bool]]:
    """Yield each time the person counted on, and whether it was kept or announced; nothing when it never came."""
    reached = {touch.touch: touch.at for touch in record.carried if not touch.reached_nobody}
    called = min((reached[attempt] for attempt in promise.tries if attempt in reached), default=None)
    ended = _ended(promise, record, account)
    agreed, since = promise.at, NEVER_BEFORE
    while True:
        latest = agreed + TOLERANCE + slack
        if (account.until is not None and account.until <= latest) or (ended is not None and ended <= latest):
            return
        if called is not None and called <= latest:
            yield agreed, True
            return
        tasks = [word.at for word in promise.notices if word.task and since <= word.at <= latest]
        sent = [(word.until or agreed, reached.get(word.touch, NEVER)) for word in promise.notices if not word.task]
        later = [(until, at) for until, at in sent if at <= latest and until > agreed]
        yield agreed, bool(tasks or later)
        if not later:
            return
        agreed, since = max(later)


def _ended(promise: OurPromise, record: CarrierRecord, account: LedgerAccount) -> datetime | None:
    """Return when the promise ended: taken back, or with the campaign, or by the person's word."""
    numbers = {number for lead in account.leads if lead.id == promise.lead for number in lead.numbers}
    stops = [stop.at for stop in record.stops if stop.person in numbers]
    over = [promise.finished] if promise.finished is not None and promise.end not in ENDS else []
    return min([*stops, *over, *([promise.ended] if promise.ended is not None else [])], default=None)
