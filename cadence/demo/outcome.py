"""What came of a rehearsal? Edge: counted in the ledger, and proved from the carrier's own record."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from cadence.clock import Clock
from cadence.demo.rehearsal import Rehearsal
from cadence.ledger import accounts, campaigns, status
from cadence.proof import Account, OurLead, OurTouch, Proof, prove, read_record


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The report of a rehearsal."""

    campaign: str
    speed: float
    real_seconds: float
    steps: list[dict[str, Any]]
    ends: dict[str, int]
    leads: int
    contacted: int  # somebody answered, or a message was answered
    touches: int
    verdicts: dict[str, int]  # what the gate said, how often
    refused: dict[str, int] = field(default_factory=dict)  # rows of the list
    proof: Proof
    pause: dict[str, Any] = field(default_factory=dict)

    @property
    def contact_rate(self) -> float:
        """The share of leads with whom there was a conversation or a reply."""
        return self.contacted / self.leads if self.leads else 0.0


def outcome_of(run: Rehearsal, real_seconds: float) -> Outcome:
    """Return the report, with the proof."""
    name = run.order.campaign.campaign
    with run.ledger.begin() as tx:
        found = campaigns.find(tx, name)
        progress = status.progress(tx, found.id)
        counted = status.outcomes(tx, found.id)
        ours, leads = accounts.touches(tx, name), accounts.leads(tx, name)
        contacted, verdicts = accounts.contacted(tx, name), accounts.verdicts(tx, name)
    steps: dict[tuple[str, str], Counter[str]] = {}
    for one in counted:
        row = steps.setdefault((one.step or "confirmation", one.channel), Counter())
        row[one.outcome or one.state] += one.count
    order = {step.step: place for place, step in enumerate(run.order.campaign.cadence)}
    listed = run.launched.listed
    return Outcome(
        campaign=name,
        speed=run.clock.speed,
        real_seconds=real_seconds,
        steps=[
            {"step": step, "channel": channel, "touches": sum(row.values()), "outcomes": dict(row)}
            for (step, channel), row in sorted(steps.items(), key=lambda item: order.get(item[0][0], len(order)))
        ],
        ends=dict(sorted(progress.finished.items(), key=lambda item: -item[1])),
        leads=len(leads),
        contacted=contacted,
        touches=sum(1 for one in ours if one.sid),
        verdicts=verdicts,
        refused={"rows": listed.rows, "refused": listed.refused, "duplicates": listed.duplicates},
        proof=prove(
            read_record(run.stack.record),
            Path(run.order.reading.file).read_text("utf-8-sig"),
            _account(run, ours, leads),
            slack(run.clock),
        ),
        pause={"in_the_air": run.in_the_air, "lasted": str(run.paused_for), "resumed": bool(run.paused_for)},
    )


def slack(clock: Clock) -> timedelta:
    """Return what the Clock may run on between our reservation and the carrier's instant: a hop, many times faster."""
    return max(timedelta(seconds=10), clock.guard if clock.rehearsal else timedelta(0))


def _account(run: Rehearsal, ours: list[accounts.TouchRow], leads: list[accounts.LeadAccount]) -> Account:
    """Return the ledger's side for the proof."""
    listed = run.launched.listed
    return Account(
        touches=tuple(
            OurTouch(
                id=one.id,
                lead=one.lead,
                key=one.key,
                at=one.at,
                confirmation=one.cause == "inbound",
                taken=one.sid is not None,
                open=one.state in ("reserved", "unknown", "carried"),
            )
            for one in ours
            if one.channel != "task"
        ),
        leads=tuple(
            OurLead(
                id=one.id,
                numbers=one.numbers,
                segment=one.segment,
                country=one.country,
                region=one.region,
                finished=one.finished,
                waits=one.waits,
            )
            for one in leads
        ),
        rows=listed.rows,
        refused=listed.refused + listed.duplicates,
    )


def in_words(outcome: Outcome) -> str:
    """Return the report for people."""
    lines = ["", (f"{outcome.campaign}: {outcome.leads} leads, {outcome.touches} messages and calls, "
             f"{outcome.real_seconds / 60:.1f} min at {outcome.speed:.0f} x"), ""]  # fmt: skip
    lines.append(f"  {'step':<16} {'channel':<9} touches  outcomes")
    for one in outcome.steps:
        outcomes = ", ".join(f"{n} {w.replace('_', ' ')}" for w, n in Counter(one["outcomes"]).most_common())
        lines.append(f"  {one['step']:<16} {one['channel']:<9} {one['touches']:>7}  {outcomes}")
    ends = ", ".join(f"{count} {word.replace('_', ' ')}" for word, count in outcome.ends.items())
    rate = f"{outcome.contact_rate:.0%} ({outcome.contacted} of {outcome.leads} answered a call or wrote back)"
    rows = outcome.refused
    lines += [
        "",
        f"  finished      {ends or 'nobody yet'}",
        f"  contact rate  {rate}",
        f"  the gate said {', '.join(f'{word} {count}' for word, count in outcome.verdicts.items())}",
        f"  list          {rows['rows']} rows, {rows['refused']} refused, {rows['duplicates']} said twice",
        f"  pause         {outcome.pause['in_the_air']} in the air, held for {outcome.pause['lasted'].split('.')[0]}",
        "",
        "  The proof, from the carrier's own record:",
    ]
    for line in outcome.proof.lines:
        mark = "ok  " if line.found == 0 else "FAIL"
        lines.append(f"  {mark} {line.name.replace('_', ' '):<16} {line.found} of {line.of} {line.words}")
        lines += [f"         {case}" for case in line.cases]
    numbers = outcome.proof.numbers
    lines.append(
        f"       carried {numbers['carried']}, confirmations {numbers['confirmations']}, in the air at a stop "
        f"{numbers['in_the_air']}, finished {numbers['finished']}, open {numbers['open']}"
    )
    lines += [f"       {note}" for note in outcome.proof.notes]
    return "\n".join(lines)
