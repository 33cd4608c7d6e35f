"""By when must an opt-out be recorded? Edge: reads the packs in force, or those of then."""

from datetime import datetime

from cadence.domain import Lead, Number
from cadence.domain.zones import candidate_zones, placed, zones_of
from cadence.engine.law import LawInForce
from cadence.policy.packs.law import protecting
from cadence.policy.places.jurisdiction import places_of
from cadence.policy.primitives.optout import LogBy, log_by


def deadline_of(lead: Lead, number: Number, at: datetime, law: LawInForce) -> LogBy | None:
    """Return the earliest deadline of the laws that protect this person under this number; None without one."""
    number = placed(lead, number)
    packs = protecting(law.law_of(law.packs.names()), places_of(lead, number))
    rules = (rule for pack in packs for rule in pack.rules)
    return log_by(rules, zones_of(candidate_zones(lead, number)), at)
