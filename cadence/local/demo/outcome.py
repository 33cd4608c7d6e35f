"""What came of a rehearsal? Edge: counted in the ledger, and proved from the carrier's own record."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from cadence.app.settings import Settings
from cadence.campaign.house_file import HOUSE_FILE
from cadence.explain.story.speaker import Speaker
from cadence.ledger.campaigns import campaigns, status
from cadence.ledger.law import stored
from cadence.ledger.law.stored import LawKind
from cadence.ledger.reading import accounts
from cadence.local.demo.account import account_of, slack
from cadence.local.demo.recount import counted_again
from cadence.local.demo.rehearsal import Rehearsal
from cadence.local.proof import Proof, prove, read_record
from cadence.policy.packs.loading import NamesPacks


@dataclass(frozen=True, slots=True, kw_only=True)
class RehearsalReport:
    """The report of a rehearsal."""

    campaign: str
    law: NamesPacks
    speed: float
    real_seconds: float
    steps: list[status.StepCount]
    ends: dict[str, int]
    leads: int
    contacted: int  # a person answered a call or a message
    touches: int
    verdicts: dict[str, int]  # the verdicts, and how often
    refusals: dict[str, int]  # which rules refused, how often
    refused: dict[str, int]  # rows of the list
    next: datetime | None  # when the next open lead continues
    held: dict[str, int]  # what others of them wait for
    proof: Proof
    pause: dict[str, Any]

    @property
    def contact_rate(self) -> float:
        """The share of leads that had a conversation or wrote a reply."""
        return self.contacted / self.leads if self.leads else 0.0


def outcome_of(run: Rehearsal, real_seconds: float) -> RehearsalReport:
    """Return the report, with the proof."""
    name = run.order.campaign.campaign
    until, record = run.clock.now(), read_record(run.stack.record)  # before the ledger: touches go on meanwhile
    with run.ledger.begin() as tx:
        campaign = campaigns.find(tx, name)
        progress = status.progress(tx, campaign.id)
        steps = status.steps(tx, campaign.id, [step.step for step in run.order.campaign.cadence])
        touches = sum(1 for touch in accounts.touches(tx, name) if touch.sid and not touch.trial)
        account = account_of(tx, name, run.clock, until)
        upcoming, held = status.next_wakeup(tx, campaign.id), status.held(tx, campaign.id)
        contacted, verdicts = accounts.contacted(tx, name), accounts.verdicts(tx, name)
        refusals, house = accounts.refusals(tx, name), _house_text(tx)
    listed = run.launched.listed
    counted = counted_again(run, house)
    return RehearsalReport(
        campaign=name,
        law=run.order.campaign,
        speed=run.clock.speed,
        real_seconds=real_seconds,
        steps=steps,
        ends=dict(sorted(progress.finished.items(), key=lambda item: -item[1])),
        leads=len(account.leads),
        contacted=contacted,
        touches=touches,
        verdicts=verdicts,
        refusals=refusals,
        refused={"rows": listed.rows, "refused": listed.refused, "duplicates": listed.duplicates},
        next=upcoming,
        held={Speaker().hold(hold, key): count for (hold, key), count in held.items()},
        proof=replace(
            prove(
                record,
                Path(run.order.reading.file).read_text("utf-8-sig"),
                replace(account, rows=listed.rows, refused=listed.refused + listed.duplicates),
                slack(run.clock),
                house=house,
            ),
            recount=counted,
        ),
        pause={
            "in_the_air": run.in_the_air,
            "since": run.paused_since,
            "until": run.paused_since and run.paused_since + run.paused_for,
            "lasted": str(run.paused_for),
            "resumed": bool(run.paused_for),
        },
    )


def _house_text(connection: Connection) -> str:
    """Return the house file by which the workers judged: the stored one, else the one beside them; "" for none."""
    versions = stored.history(connection, LawKind.HOUSE)
    file = Settings.from_env().house or HOUSE_FILE
    return versions[-1].text.body if versions else file.read_text("utf-8-sig") if file.exists() else ""
