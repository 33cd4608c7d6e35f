"""In which zones does a rule of the law decide, by the evidence its clock names?"""

from datetime import timedelta

import pytest

from cadence.domain import Hold, HoldName, ZoneEvidence, ZoneSource
from cadence.policy import evaluation
from cadence.policy.packs.law import Law
from cadence.policy.packs.schema import Pack
from tests.unit.policy.builders import campaign, facts, instant, lead, number, text

STATED, ADDRESS, NUMBER = ZoneSource.STATED, ZoneSource.ADDRESS, ZoneSource.NUMBER
EAST, MIDDLE, WEST, NOWHERE = "America/New_York", "America/Chicago", "America/Los_Angeles", "Etc/Unknown"


def open_from(clock: dict[str, object], **zones: str) -> object:
    """Return when a rule open from 08:00 to 21:00 opens on a July day, for a person with this evidence."""
    pack = Pack.model_validate(
        {
            "id": "xx",
            "version": "1",
            "title": "Nowhere",
            "effective": {"from": instant("2020-01-01").date()},
            "status": "draft",
            "complete": True,
            "applies": {"countries": ["US"]},
            "rules": [
                {
                    "id": "xx.hours",
                    "type": "window",
                    "allow": [{"days": "mon-sun", "open": "08:00", "close": "21:00"}],
                    "clock": clock,
                    "source": {"law": "a law", "confidence": "V"},
                }
            ],
        }
    )
    evidence = [ZoneEvidence(zone=zone, source=ZoneSource(source)) for source, zone in zones.items()]
    theirs = tuple(item for item in evidence if item.source is NUMBER)
    person = lead(
        country="US",
        region="",
        zones=tuple(item for item in evidence if item.source is not NUMBER),
        numbers=(number(e164="+12125550100", country="US", zones=theirs),),
    )
    law = Law(packs=(pack,), guard=timedelta(0))
    verdict = evaluation.judge(campaign(), facts(lead=person), text(), instant("2027-07-13 05:00"), law)
    return verdict.name if isinstance(verdict, Hold) else f"{getattr(verdict, 'until', None):%H:%M}"


ALL = {"sources": ["stated", "address", "number"], "combine": "all"}
FIRST = {"sources": ["address", "number"], "combine": "first"}


@pytest.mark.parametrize(
    ("clock", "zones", "opens"),
    [
        (ALL, {"stated": EAST, "number": WEST}, "15:00"),  # in every zone any of them names
        (ALL, {"stated": EAST, "address": MIDDLE}, "13:00"),
        (ALL, {"stated": EAST}, "12:00"),
        (FIRST, {"address": EAST, "number": WEST}, "12:00"),  # the address is asked first
        (FIRST, {"number": WEST}, "15:00"),
        (FIRST, {"stated": EAST, "number": WEST}, "15:00"),  # this rule does not ask what the list states
        (FIRST, {"stated": EAST}, HoldName.ZONE),  # and there is nothing else: nobody guesses
        (ALL, {"stated": EAST, "number": NOWHERE}, HoldName.ZONE),  # one that nobody knows may be anywhere
        # Hawaii, too: every zone of the country, from Adak's and Honolulu's morning on
        (ALL | {"unknown": "union"}, {"stated": EAST, "number": NOWHERE}, "18:00"),
        (FIRST | {"unknown": "union"}, {"stated": EAST}, "18:00"),
        (FIRST | {"unknown": "union"}, {"stated": EAST, "number": WEST}, "15:00"),  # something is known
    ],
)
def test_a_rule_decides_by_the_evidence_its_clock_names(
    clock: dict[str, object], zones: dict[str, str], opens: object
) -> None:
    """`first` and `all`, and what becomes of a zone that is unknown (law 6)."""
    assert open_from(clock, **zones) == opens


def test_who_has_no_zone_at_all_is_held_whatever_a_clock_says() -> None:
    """A union is for one rule; without any zone not even a date is known."""
    assert open_from(ALL | {"unknown": "union"}, number=NOWHERE) is HoldName.ZONE
