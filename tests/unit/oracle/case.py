"""What is one question to both judges? Plain values; everything else follows from them."""

from dataclasses import dataclass, field
from datetime import datetime

from cadence.campaign import Campaign
from cadence.domain import Candidate, Facts
from cadence.domain.house import HouseRules

REGIONS = {
    "+1212": "NY",
    "+1305": "FL",
    "+1850": "FL",
    "+1214": "TX",
    "+1504": "LA",
    "+1208": "ID",
    "+1270": "KY",
    "+1207": "ME",
    "+1314": "MO",
    "+1202": "DC",
    "+1401": "RI",
    "+1503": "OR",
    "+1206": "WA",
    "+3491": "MD",
    "+34928": "CN",
    "+5511": "SP",
    "+5521": "RJ",
    "+5592": "AM",
}
"""The state or region that an area code was given to, for the numbers the cases are made of."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Case:
    """A campaign, a person with a history, and a touch somebody would like to make."""

    seed: int
    campaign: Campaign
    facts: Facts
    candidate: Candidate
    now: datetime
    only: tuple[str, ...] | None = None  # these packs alone; None: today's law
    house: HouseRules = field(default_factory=HouseRules)
    conditions: dict[str, str] = field(default_factory=dict)  # the YAML of `where`, by its place: "limits[1]"
