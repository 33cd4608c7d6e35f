"""
What has the carrier still to delete of people who were erased? Edge: a job of the reconciler.

Each text and each call is asked for alone, and what the carrier refuses is asked for later and later: it deletes
nothing that is still under way. A worker that is killed in between asks again, and that does no harm.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from cadence.channels.provider import Carrier
from cadence.domain.errors import LookUpRefusedError, UnavailableError
from cadence.engine.jobs import OUTAGE
from cadence.engine.outcomes.planner import Planner
from cadence.ledger.db import set_aside
from cadence.ledger.people import carrier_deletions
from cadence.ledger.people.carrier_deletions import CarrierDeletion

log = logging.getLogger(__name__)

JOB = "delete at the carrier"
"""The name under which `review` and `doctor` show what the carrier does not delete."""
PAGE = 50
"""How many texts and calls are deleted before the other jobs have their turn; a call takes some requests."""
AGAIN = (*(timedelta(minutes=minutes) for minutes in (1, 5, 30)), *(timedelta(hours=hours) for hours in (2, 6, 12, 24)))
"""How long after each refusal it is asked again; after the last one once a day."""
SHOWN_AFTER = 8
"""Refusals after which people see it: about two days after the first."""
OUTAGE_AGAIN = timedelta(minutes=1)
"""How long after an outage it is asked again."""
NO_ID, NO_ANSWER = "the carrier's id is not known", "no answer"


@dataclass(frozen=True, slots=True)
class Deleting:
    """Has the carrier delete what it has of people who were erased."""

    planner: Planner
    carrier: Carrier

    def delete_at_carrier(self) -> None:
        """Ask for a page of what is due. Raises UnavailableError when the carrier does not answer."""
        with self.planner.begin() as unit:
            due = carrier_deletions.due(unit.tx, unit.now, limit=PAGE)
        silent: list[CarrierDeletion] = []
        outage: UnavailableError | None = None
        for deletion in due:
            try:
                refusal = self._ask(deletion)
            except UnavailableError as error:
                silent, outage = [*silent, deletion], error
                if len(silent) < OUTAGE:
                    continue
                break
            # It answers, so what got no answer before is the cause of that itself.
            self._write([(deletion, refusal), *((other, NO_ANSWER) for other in silent)])
            silent, outage = [], None
        if outage is not None:
            with self.planner.begin() as unit:
                for deletion in silent:
                    carrier_deletions.wait(unit.tx, deletion, until=unit.now + OUTAGE_AGAIN)
            raise outage

    def _ask(self, deletion: CarrierDeletion) -> str:
        """Have one deleted; return why it is not, "" when it is. Raises UnavailableError."""
        if deletion.sid is None:
            return NO_ID if deletion.doubtful else ""
        try:
            return self.carrier.erase(deletion.channel, deletion.sid)
        except LookUpRefusedError as error:
            return str(error)
        except UnavailableError:
            raise
        except Exception as error:  # whatever it is, the others must not wait for it
            log.exception("not deleted", extra={"action": "not_deleted", "deletion": deletion.id})
            return type(error).__name__

    def _write(self, answers: list[tuple[CarrierDeletion, str]]) -> None:
        """Write what the carrier answered."""
        with self.planner.begin() as unit:
            for deletion, refusal in answers:
                if refusal:
                    _in_vain(unit.tx, deletion, refusal, unit.now)
                else:
                    carrier_deletions.done(unit.tx, deletion, now=unit.now)
                    if deletion.tries >= SHOWN_AFTER:
                        set_aside.clear(unit.tx, JOB, _item(deletion))


def _in_vain(tx: Connection, deletion: CarrierDeletion, refusal: str, now: datetime) -> None:
    """Write a refusal, and show it to people once it has lasted."""
    until = now + AGAIN[min(deletion.tries, len(AGAIN) - 1)]
    carrier_deletions.in_vain(tx, deletion, refusal, until=until)
    if deletion.tries + 1 == SHOWN_AFTER:
        cause = f"{refusal}; `cadence privacy erase {deletion.lead}` asks for it at once"
        set_aside.show(tx, JOB, _item(deletion), cause, at=now)


def _item(deletion: CarrierDeletion) -> str:
    """Return the name of one by which people find it at the carrier."""
    return f"{deletion.lead} {deletion.channel} {deletion.sid or 'without an id'}"
