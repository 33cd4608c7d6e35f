"""How are similar touches counted together? Pure: what the ledger counts for rules about shares."""

from dataclasses import dataclass

from cadence.domain.enums import Channel, Disposition, Outcome
from cadence.domain.facts import Lead


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A number of similar touches to people in one place."""

    who: Lead  # a person of that place, with one number: where they may be, and nothing else
    channel: Channel
    touches: int
    outcome: Outcome | None = None
    disposition: Disposition | None = None
    replied: bool = False
    late: bool = False  # a person answered, and the agent came later than a rule allows
