"""
Who said stop, and when did the engine take note? Edge: the record that a proof holds the engine's touches against.

An opt-out counts from the instant at which the request about it was answered with 2xx (protocol §6.5).
"""

from cadence.local.emulator.world import EmulatorParts


def say(world: EmulatorParts, person: str, ours: str, channel: str, words: str, *, confirmed: bool = False) -> int:  # noqa: PLR0913  one per column
    """Write down that a person said stop; return the row's id."""
    return world.store.insert(
        "opt_outs", person=person, ours=ours, channel=channel, words=words, at=world.stamp(), confirmed=confirmed
    )


def acknowledge(world: EmulatorParts, opt_out: int) -> None:
    """Write down that the engine took note of it. 0 is none."""
    statement = "UPDATE opt_outs SET acknowledged_at = ? WHERE id = ? AND acknowledged_at IS NULL"
    if opt_out:
        world.store.do(statement, world.stamp(), opt_out)
