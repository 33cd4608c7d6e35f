"""Which of the American packs protect whom, and is a person of an unknown state under the strictest of all?"""

from collections.abc import Iterator

import pytest

from cadence.domain import Disposition
from cadence.policy.packs.loading import SHIPPED
from tests.unit.packs.court import Someone, Trial
from tests.unit.packs.rows import Row, edges, noons
from tests.unit.packs.states import HOMES, resident

NOON = "2027-09-14 12:00:00"
FEDERAL = ("us", "us-regf", "ctia")
STATES = tuple(f"us-{state.lower()}" for state in HOMES if f"us-{state.lower()}" in SHIPPED.names())
ALL = (*FEDERAL, *STATES, "us-unknown")

# the person, and the packs beside the federal ones that protect them
WHO: tuple[tuple[Someone, set[str]], ...] = (
    (resident("NY"), {"us-ny"}),
    (resident("CA"), set()),  # a state without a pack
    (resident("CA", area="305"), {"us-fl"}),  # lives in California with a number of Florida: both
    (resident("NY", area="703"), {"us-ny", "us-va"}),
    (resident(""), {"us-unknown"}),  # toll-free: nothing says where
    (resident("", area="212"), {"us-ny"}),  # the area code does
    (resident("CA", area="800"), set()),
    (
        Someone(country="ES", zone="Europe/Madrid", e164="+13055550100", number_country="US"),
        {"us-fl"},
    ),  # kept the number
)


@pytest.mark.parametrize(("who", "states"), WHO)
def test_the_states_follow_from_address_and_area_code(who: Someone, states: set[str]) -> None:
    """Both count: Virginia's scope is its area codes, and Florida presumes it."""
    packs = set(Trial(packs=ALL, who=who).at(NOON).evidence["packs"])

    assert packs == {*FEDERAL, *states}


@pytest.mark.parametrize("country", ["PR", "GU", "VI", "AS", "MP"])
def test_the_territories_are_under_federal_law_and_no_states(country: str) -> None:
    """47 CFR binds there, too."""
    who = Someone(country=country, zone="America/Puerto_Rico", e164="+17875550100")

    assert set(Trial(packs=ALL, who=who).at(NOON).evidence["packs"]) == set(FEDERAL)


def test_a_person_elsewhere_is_under_none_of_them() -> None:
    """A Spanish number and address."""
    who = Someone(country="ES", zone="Europe/Madrid", e164="+34600000001")

    assert set(Trial(packs=ALL, who=who).at(NOON).evidence["packs"]) == set()


def anywhere(channel: str = "call", **more: object) -> Trial:
    """Return a question about a person of whom nothing says in which state they are."""
    return Trial(packs=("us-unknown",), who=resident(""), channel=channel, **more)  # type: ignore[arg-type]  # a table's values


# rule, channel, the touches before it, when the first of them no longer counts
LIMITS = (
    ("limit", "call", ("2027-09-13 12:00:01", "2027-09-13 15:00:00", "2027-09-14 10:30:00"), "2027-09-14 12:00:01"),
    ("limit.day", "sms", ("2027-09-14 10:00:00", "2027-09-14 10:30:00", "2027-09-14 11:00:00"), "2027-09-15 00:00:00"),
    ("limit.prerec", "voicemail", ("2027-09-14 09:00:00",), "2027-09-14 17:00:00"),
)


def unknown() -> Iterator[Row]:
    """Yield the intersection of all states: Kentucky's start, Rhode Island's end, all holidays."""
    rule, monday, saturday = "us.unknown_state", "2027-09-13", "2027-09-18"
    for asked in (anywhere(), anywhere("sms")):
        yield from edges(rule, asked, monday, "10:00", "18:00")
        yield from edges(rule, asked, saturday, "10:00", "12:00")
    yield from noons(rule, anywhere(), closed="2027-09-19")  # Sunday
    yield from noons(rule, anywhere(), closed="2027-11-11", opened="2027-11-10 2027-11-12")  # Veterans Day
    yield from noons(rule, anywhere(), closed="2027-02-09", opened="2027-02-08 2027-02-10")  # Mardi Gras, in Louisiana
    yield from edges(f"{rule}.prerec", anywhere("voicemail"), monday, "09:00", "17:00")
    yield from noons(f"{rule}.prerec", anywhere("voicemail"), closed=saturday)
    for feed in ("us_ny_emergency", "us_la_lpsc"):  # they may be where a day is declared
        yield from noons(rule, anywhere(declared={"2027-09-14": feed}), closed="2027-09-14", opened="2027-09-15")
    for name, channel, walls, frees in LIMITS:
        before = tuple(anywhere(channel).touched(wall, channel) for wall in walls)
        yield Row(rule=f"{rule}.{name}", trial=anywhere(channel, touches=before[1:]), at=NOON, no=False)
        yield Row(rule=f"{rule}.{name}", trial=anywhere(channel, touches=before), at=NOON, no=True, until=frees)
    refused = anywhere().touched("2027-09-01 12:00:00", disposition=Disposition.REFUSED)  # in Washington, for a year
    yield Row(rule=f"{rule}.refused", trial=anywhere(touches=(refused,)), at="2028-08-31 12:00:00", no=True)
    yield Row(rule=f"{rule}.refused", trial=anywhere(touches=(refused,)), at="2028-09-01 12:00:00", no=False)
    for kind, no in (("express_written", False), ("express", True)):  # in Florida
        yield Row(rule=f"{rule}.consent", trial=anywhere(consent=kind, ground="none_needed"), at=NOON, no=no)


ROWS = [*unknown()]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_who_may_be_anywhere_is_contacted_when_it_is_lawful_everywhere(row: Row) -> None:
    """Law 6: not to know is no way round."""
    row.hold()
