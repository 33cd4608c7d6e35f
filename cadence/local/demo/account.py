"""What does the ledger say of a rehearsed campaign, row by row? Edge: its side for the proof."""

from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy import Connection

from cadence.domain.clock import Clock
from cadence.ledger.reading import accounts
from cadence.ledger.touches import callbacks
from cadence.local.proof import LedgerAccount, OurLead, OurPromise, OurTouch, OurWord

TURN = timedelta(seconds=2)
"""Real time that a promised call, or its announcement, may wait for its turn: a busy machine takes that long."""


def slack(clock: Clock) -> timedelta:
    """Return what the Clock may run on between our reservation and the carrier's instant: a hop, many times faster."""
    return max(timedelta(seconds=10), clock.guard if clock.rehearsal else timedelta(0))


def account_of(tx: Connection, campaign: str, clock: Clock, until: datetime) -> LedgerAccount:
    """Return the ledger's side for the proof, but for the rows of the list; the carrier's was read at `until`."""
    return LedgerAccount(
        touches=tuple(
            OurTouch(
                id=touch.id,
                lead=touch.lead,
                key=touch.key,
                at=touch.at,
                confirmation=touch.cause == "inbound",
                taken=touch.sid is not None,
                requested=touch.requested,
                step=touch.step,
                trial=touch.trial,
            )
            for touch in accounts.touches(tx, campaign)
            if touch.channel != "task"
        ),
        leads=tuple(OurLead(**asdict(lead)) for lead in accounts.leads(tx, campaign)),
        promises=tuple(map(_promise, callbacks.of_campaign(tx, campaign))),
        until=until,
        turn=TURN * clock.speed if clock.rehearsal else timedelta(0),
    )


def _promise(row: callbacks.PromiseRow) -> OurPromise:
    notices = tuple(OurWord(**asdict(notice)) for notice in row.notices)
    return OurPromise(**asdict(row) | {"tries": tuple(row.tries), "notices": notices})
