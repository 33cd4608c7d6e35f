"""What has to wait for its turn before it leaves? Pure: a call for a place on its floor, a task for its day."""

from datetime import datetime

from cadence.domain import Allow, Attempt, Facts
from cadence.domain.channels import descriptor_of
from cadence.planning.attempts import expiry_of, turn_of
from cadence.simulation.changes import nth_to, number_of
from cadence.simulation.floor import Ask
from cadence.simulation.task_desk import TaskAsk, caps_of
from cadence.simulation.world import SimulationWorld

Asking = Ask | TaskAsk
"""What waits for its turn."""


def ask_for(  # noqa: PLR0913  what is known of a touch that may go now
    world: SimulationWorld, facts: Facts, attempt: Attempt, allow: Allow, *, serial: int, now: datetime, zone: str
) -> Asking | None:
    """Return what asks for the turn of an attempt that is allowed; None for one that leaves at once."""
    if not descriptor_of(attempt.channel).uses_agents:
        caps = caps_of(world.campaign, world.law.house, facts, attempt)
        if not caps:
            return None
        expiry = expiry_of(world.campaign, facts, attempt, now, world.law)
        return TaskAsk(serial=serial, at=now, attempt=attempt, caps=caps, expiry=expiry)
    return Ask(
        serial=serial,
        at=now,
        turn=turn_of(world.campaign, facts, attempt),
        floor=attempt.floor,
        cause=attempt.cause,
        number=number_of(facts, allow.number).e164,
        nth=nth_to(facts, allow.number, calls=True),
        zone=zone,
        closes=allow.closes,
    )
