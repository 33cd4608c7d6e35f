"""Are a pack's hours kept on every clock that a person's number or address allows? All numbers are fictional."""

from datetime import timedelta

import pytest

from cadence.domain import Hold, HoldName, Number, NumberKind, Purpose, Verdict
from cadence.domain.list_rows import NumberRow
from cadence.leads.phone import read_number
from cadence.policy import evaluation
from cadence.policy.packs.loading import law_of
from tests.unit.packs.court import barring
from tests.unit.policy.builders import campaign, facts, in_zone, instant, lead, ring

SECOND = timedelta(seconds=1)

# pack, rule, number, zone of the list ("" for none), and in UTC: open everywhere from, closed somewhere from
CASES = [
    # Chile in winter: Santiago is four hours behind, Punta Arenas and Coyhaique three, Easter Island six
    ("cl", "cl.coll.hours", "+56 9 5555 0101", "", "2027-07-13 14:00", "2027-07-13 23:00"),
    ("cl", "cl.coll.hours", "+56 61 200 0001", "", "2027-07-13 14:00", "2027-07-13 23:00"),  # digits prove no place
    ("cl", "cl.coll.hours", "+56 61 200 0001", "America/Punta_Arenas", "2027-07-13 11:00", "2027-07-13 23:00"),
    ("cl", "cl.coll.hours", "+56 9 5555 0101", "America/Santiago", "2027-07-13 12:00", "2027-07-14 00:00"),
    ("cl", "cl.coll.hours", "+56 9 5555 0101", "Pacific/Easter", "2027-07-13 14:00", "2027-07-14 02:00"),
    # in summer Santiago has Punta Arenas' clock, and Easter Island is five behind
    ("cl", "cl.coll.hours", "+56 9 5555 0101", "", "2027-01-12 13:00", "2027-01-12 23:00"),
    ("cl", "cl.coll.hours", "+56 61 200 0001", "America/Punta_Arenas", "2027-01-12 11:00", "2027-01-12 23:00"),
    # Spain, on a day that is no holiday even in Ceuta and Melilla: a mobile may be in the Canaries, an hour behind,
    # and a fixed line of Las Palmas is there
    ("es", "es.hours", "+34 600 000 001", "", "2027-03-17 09:00", "2027-03-17 20:00"),
    ("es", "es.hours", "+34 928 000 001", "", "2027-03-17 09:00", "2027-03-17 21:00"),
    ("es", "es.hours", "+34 910 000 001", "", "2027-03-17 08:00", "2027-03-17 20:00"),
    ("es", "es.hours", "+34 600 000 001", "Atlantic/Canary", "2027-07-06 08:00", "2027-07-06 20:00"),  # summer time
    # Mexico: the centre, the north-west, the border that still turns its clocks, Chihuahua as the table has it
    ("mx", "mx.collections.hours", "+52 55 5555 0101", "", "2027-07-13 13:00", "2027-07-14 04:00"),
    ("mx", "mx.collections.hours", "+52 664 555 0101", "", "2027-07-13 14:00", "2027-07-14 05:00"),
    ("mx", "mx.collections.hours", "+52 664 555 0101", "", "2027-01-12 15:00", "2027-01-13 06:00"),
    ("mx", "mx.collections.hours", "+52 614 555 0101", "", "2027-07-13 14:00", "2027-07-14 04:00"),
    ("mx", "mx.collections.hours", "+52 55 5555 0101", "America/Cancun", "2027-07-13 12:00", "2027-07-14 03:00"),
    # Brazil: the west of Amazonas is an hour behind Manaus; Recife's code is that of an island far out as well
    ("br", "br.hours", "+55 97 95555 0101", "", "2027-03-09 14:00", "2027-03-10 01:00"),
    ("br", "br.hours", "+55 81 95555 0101", "", "2027-03-09 12:00", "2027-03-09 23:00"),
    ("br", "br.hours", "+55 11 95555 0101", "", "2027-03-09 12:00", "2027-03-10 00:00"),
    # the United Kingdom's mobiles are the islands' as well, and all have one clock
    ("gb", "uk.hours", "+44 7400 000001", "", "2027-07-13 07:00", "2027-07-13 20:00"),
    # the United States: Florida's panhandle is an hour behind its coast, and its overlay is where it is
    ("us", "us.tcpa.hours", "+1 850 555 0100", "", "2027-07-13 13:00", "2027-07-14 01:00"),
    ("us", "us.tcpa.hours", "+1 448 555 0100", "", "2027-07-13 13:00", "2027-07-14 01:00"),
    ("us", "us.tcpa.hours", "+1 208 555 0100", "", "2027-07-13 15:00", "2027-07-14 03:00"),  # Boise and the panhandle
    ("us", "us.tcpa.hours", "+1 928 555 0100", "", "2027-07-13 15:00", "2027-07-14 03:00"),  # the Navajo turn clocks
    ("us", "us.tcpa.hours", "+1 928 555 0100", "", "2027-01-12 15:00", "2027-01-13 04:00"),  # in winter all agree
    ("us", "us.tcpa.hours", "+1 212 555 0100", "America/Los_Angeles", "2027-07-13 15:00", "2027-07-14 04:00"),  # moved
    ("us-regf", "us.regf.zone", "+1 212 555 0100", "America/Los_Angeles", "2027-07-13 15:00", "2027-07-14 01:00"),
]


def ask(pack: str, text: str, stated: str, at: str, back: timedelta = timedelta(0)) -> Verdict:
    """Judge a call to a number as intake reads it."""
    read = read_number(text)
    assert isinstance(read, NumberRow), read
    number = Number(id=1, e164=read.e164, kind=read.kind, country=read.country, zones=read.zones)
    person = lead(numbers=(number,), zones=in_zone(stated) if stated else (), country=read.country, region="")
    debts = pack in {"cl", "mx", "us-regf"}
    one = campaign(purpose=Purpose.COLLECTIONS if debts else Purpose.MARKETING)
    law = law_of((pack,), guard=timedelta(0))
    return evaluation.judge(one, facts(lead=person), ring(), instant(at) - back, law)


@pytest.mark.parametrize(("pack", "rule", "text", "stated", "opens", "closes"), CASES)
def test_hours_are_kept_on_every_wall(pack: str, rule: str, text: str, stated: str, opens: str, closes: str) -> None:
    """Open from the last zone's opening to the first one's closing, to the second (law 7)."""
    assert rule in barring(ask(pack, text, stated, opens, SECOND))
    assert rule not in barring(ask(pack, text, stated, opens))
    assert rule not in barring(ask(pack, text, stated, closes, SECOND))
    assert rule in barring(ask(pack, text, stated, closes))


def test_a_zone_that_nobody_knows_is_never_utc() -> None:
    """Without any the touch is held, whatever the hour (law 6)."""
    unknown = Number(id=1, e164="+51900000001", kind=NumberKind.MOBILE, country="PE")
    person = lead(numbers=(unknown,), zones=(), country="PE", region="")

    verdict = evaluation.judge(campaign(), facts(lead=person), ring(), instant("2027-07-13 15:00"), law_of(("pe",)))

    assert isinstance(verdict, Hold)
    assert verdict.name is HoldName.ZONE
