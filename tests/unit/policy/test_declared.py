"""On whose days does the law close: on declared dates and on holidays of which town, region and country?"""

from datetime import timedelta

import pytest

from cadence.domain import Allow, ClosedDay, Defer, Lead, Number
from cadence.policy import evaluation
from cadence.policy.packs.law import Law
from cadence.policy.packs.schema import Pack
from tests.unit.packs.court import pack_of
from tests.unit.policy.builders import campaign, facts, in_zone, instant, lead, number, ring

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
    verdict = evaluation.judge(
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

    night = evaluation.judge(
        campaign(), facts(lead=person), ring(), instant("2027-11-09 02:00"), Law(packs=(pack_of(pack),))
    )

    assert isinstance(night, Defer), night
    for reason in night.reasons:
        assert {name: one for name, one in reason.evidence.items() if name == "local_holidays"} == said


CATALAN = "2027-09-11"  # a region's own holiday
SPANISH, GERMAN = "2027-12-06", "2027-10-03"  # the nations'
ALL, NATION = ["national", "regional"], ["national"]
SPAIN, BOTH, CATALONIA = (
    {"countries": ["ES"]},
    {"countries": ["DE", "ES"]},
    {"countries": ["ES"], "subdivisions": ["CT"]},
)
CATALAN_LEAD = lead(region="CT")


def closing(levels: list[str], applies: dict[str, object], feeds: list[str]) -> Law:
    """Return the law of one pack that is open at all hours, but not on these days."""
    source = {"law": "made up", "confidence": "V"}
    always = [{"days": "mon-sun", "open": "00:00", "close": "24:00"}]
    closed = {"levels": levels, "feeds": feeds}
    rule = {"id": "xx.hours", "type": "window", "allow": always, "closed": closed, "source": source}
    pack = {"id": "xx", "version": "1", "title": "Nowhere", "effective": {"from": instant("2020-01-01").date()}}
    told = {**pack, "status": "draft", "complete": True, "applies": applies, "rules": [rule]}
    return Law(packs=(Pack.model_validate(told),), guard=timedelta(0))


@pytest.mark.parametrize(
    ("levels", "applies", "person", "day", "closed"),
    [
        (ALL, SPAIN, lead(), SPANISH, True),
        (ALL, SPAIN, lead(), CATALAN, False),  # somebody in Madrid
        (ALL, SPAIN, CATALAN_LEAD, CATALAN, True),
        (ALL, SPAIN, lead(region=""), CATALAN, True),  # who may be in any region
        (NATION, SPAIN, CATALAN_LEAD, CATALAN, False),  # a law that asks for the nation's only
        (NATION, SPAIN, CATALAN_LEAD, SPANISH, True),
        ([], SPAIN, CATALAN_LEAD, SPANISH, False),  # none at all
        (ALL, BOTH, CATALAN_LEAD, CATALAN, True),  # of several countries, the one the person is in
        (ALL, BOTH, lead(), GERMAN, False),
        (ALL, CATALONIA, lead(region=""), CATALAN, True),  # a region's own law closes on that region's days
        (ALL, CATALONIA, lead(region="CT"), CATALAN, True),
        (ALL, CATALONIA, lead(region=""), "2027-07-28", False),  # Cantabria's
    ],
)
def test_a_law_closes_on_the_holidays_of_where_the_person_is(
    levels: list[str], applies: dict[str, object], person: Lead, day: str, closed: bool
) -> None:
    """The levels are the law's, the place is the person's."""
    noon = instant(f"{day} 11:00")

    verdict = evaluation.judge(campaign(), facts(lead=person), ring(), noon, closing(levels, applies, []))

    assert isinstance(verdict, Defer if closed else Allow), verdict


@pytest.mark.parametrize(("levels", "feeds", "closed"), [(["local"], [], True), (ALL, [], False), (ALL, [TOWNS], True)])
def test_the_days_of_towns_close_where_the_law_asks_for_them(levels: list[str], feeds: list[str], closed: bool) -> None:
    """A calendar that somebody has brought for one law closes nothing under another."""
    known = facts(closed_days=(local("ES"),))

    verdict = evaluation.judge(campaign(), known, ring(), TUESDAY, closing(levels, SPAIN, feeds))

    assert isinstance(verdict, Defer if closed else Allow), verdict
