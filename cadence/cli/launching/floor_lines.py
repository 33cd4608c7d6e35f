"""Which floors get another number of agents by a launch? Edge: lines for it, because campaigns share floors by name."""

from cadence.campaign import Campaign
from cadence.cli.connection import LedgerSession
from cadence.domain.plurals import many
from cadence.ledger.touches import leases

OTHERS = "all campaigns that name it"


def floor_lines(session: LedgerSession, campaign: Campaign) -> list[tuple[str, str]]:
    """Return a line for each floor of the file whose number of agents a launch changes, also for other campaigns."""
    with session.ledger.begin() as connection:
        known = {*leases.floor_names(connection)}
        now = {name: leases.look(connection, name).agents for name in campaign.floors if name in known}
    return [
        ("floor", f"{name} has {many(floor.agents, 'agent')} instead of {now[name]} from now on, in {OTHERS}")
        for name, floor in campaign.floors.items()
        if floor.agents != now.get(name, floor.agents)
    ]
