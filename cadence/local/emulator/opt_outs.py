"""
Who wrote stop, and when did the engine acknowledge it? Edge: a proof compares the engine's touches with this.

An opt-out counts from the instant at which the request about it was answered with 2xx (protocol §6.5).
"""

from cadence.local.emulator.world import EmulatorParts


def say(world: EmulatorParts, person: str, ours: str, channel: str, words: str, *, confirmed: bool = False) -> int:  # noqa: PLR0913  one per column
    """Record that a person wrote stop; return the row's id."""
    return world.store.insert(
        "opt_outs", person=person, ours=ours, channel=channel, words=words, at=world.stamp(), confirmed=confirmed
    )


def acknowledge(world: EmulatorParts, opt_out: int) -> None:
    """Record that the engine acknowledged it. Id 0 means no opt-out."""
    statement = "UPDATE opt_outs SET acknowledged_at = ? WHERE id = ? AND acknowledged_at IS NULL"
    if opt_out:
        world.store.do(statement, world.stamp(), opt_out)
