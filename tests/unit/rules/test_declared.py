"""On whose days does a declared date close: of which town, region and country?"""

import pytest

from cadence import gate
from cadence.model import Allow, ClosedDay, Defer, Lead, Number
from cadence.rules.law import Law
from tests.unit.packs.court import pack_of
from tests.unit.rules.builders import campaign, facts, in_zone, instant, lead, number, ring

TUESDAY = instant("2027-11-09 11:00")  # an ordinary one: 12:00 in Madrid
TOWNS = "es_local_holidays"


def local(country: str = "", region: str = "", feed: str = TOWNS) -> ClosedDay:
    """Return that Tuesday as a feed declares it."""
    return ClosedDay(feed=feed, day=TUESDAY.date(), name="feast", country=country, region=region)


def elsewhere(country: str, zone: str) -> Lead:
    """Return somebody of whom the list says another country than the digits, so that both laws bind."""
    return lead(country=country, region="", zones=in_zone(zone))


FROM_CANARIES = number(region="CN", e164="+34928000001")


@pytest.mark.parametrize(
    ("day", "person", "closed"),
    [
        (local(), lead(), True),  # wherever the feed is about
        (local("ES"), lead(), True),
        (local("PT"), lead(), False),  # the neighbours'
        (local("ES", "MD"), lead(), True),
        (local("ES", "CT"), lead(), False),  # another region's
        (local("PT", "MD"), lead(), False),  # another country's region of that name
        (local("ES", "CT"), lead(region=""), True),  # who may be in any region may be in that one (law 7)
        (local("ES", "CN"), lead(numbers=(FROM_CANARIES,)), True),  # by the digits
        (local("ES", "GC"), lead(numbers=(FROM_CANARIES,)), False),
        (local("FR"), elsewhere("FR", "Europe/Paris"), True),  # a French number's owner under Spanish law by the digits
        (local("ES", "MD", feed="us_ny_emergency"), lead(), False),  # no calendar that this rule asks for
    ],
)
def test_a_declared_day_closes_where_it_was_declared(day: ClosedDay, person: Lead, closed: bool) -> None:
    """Another town's feast is no reason to be silent; one that may be the person's own is."""
    verdict = gate.judge(
        campaign(), facts(lead=person, closed_days=(day,)), ring(), TUESDAY, Law(packs=(pack_of("es"),))
    )

    assert isinstance(verdict, Defer if closed else Allow), verdict


@pytest.mark.parametrize(
    ("pack", "town", "said"),
    [
        ("es", "", {"local_holidays": "town_unknown"}),
        ("es", "Madrid", {}),  # its calendar is kept, or nobody has brought it
        ("gb", "", {}),  # a law that does not ask for towns
    ],
)
def test_a_decision_says_that_the_holidays_of_an_unknown_town_are_not_kept(
    pack: str, town: str, said: dict[str, str]
) -> None:
    """Who reads the decision later sees what it could not know."""
    owner: Number = number(country="GB", e164="+447700900001") if pack == "gb" else number()
    zone = "Europe/London" if pack == "gb" else "Europe/Madrid"
    person = lead(country=owner.country, region="", municipality=town, numbers=(owner,), zones=in_zone(zone))

    night = gate.judge(campaign(), facts(lead=person), ring(), instant("2027-11-09 02:00"), Law(packs=(pack_of(pack),)))

    assert isinstance(night, Defer), night
    for reason in night.reasons:
        assert {name: one for name, one in reason.evidence.items() if name == "local_holidays"} == said
