"""Does the second count of a report's figures find what was planted, and nothing else?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from cadence.local.proof import CarrierEvents, LedgerAccount, OurLead, OurTouch, Sums, recount
from cadence.local.proof.bills import Bill
from cadence.local.proof.events import PersonsWord, PhoneCall, SentMessage

NOON = datetime(2027, 3, 9, 12, tzinfo=UTC)
ANA, BEA, EVA, LEO = "+34600000001", "+34600000002", "+34600000003", "+34600000004"
HOUR = timedelta(hours=1)
NO_SLACK = timedelta(0)
TALK = PhoneCall(
    touch="t2",
    person=ANA,
    at=NOON + HOUR,
    ended=True,
    answered_by="human",
    rang_floor=True,
    answered=NOON + HOUR,
    agent=NOON + HOUR,
    disposition="converted",
)
MACHINE = PhoneCall(touch="t4", person=BEA, at=NOON + HOUR, ended=True, answered_by="machine_start")
LEFT_ALONE = replace(
    TALK, touch="t6", person=EVA, at=NOON + 2 * HOUR, answered=NOON + 2 * HOUR, agent=None, disposition=""
)
EVENTS = CarrierEvents(
    calls=(TALK, MACHINE, LEFT_ALONE),
    messages=(
        SentMessage(touch="t1", person=ANA, channel="sms", at=NOON, arrived=True),
        SentMessage(touch="t3", person=BEA, channel="sms", at=NOON, arrived=True),
        SentMessage(touch="t5", person=EVA, channel="sms", at=NOON, arrived=False),
        SentMessage(touch="c1", person=BEA, channel="sms", at=NOON + 3 * HOUR, arrived=True),
    ),
    words=(
        PersonsWord(person=BEA, channel="sms", at=NOON + 2 * HOUR, stop=True),
        PersonsWord(person=BEA, channel="sms", at=NOON + 4 * HOUR, stop=False),
    ),
)
"""Ana converts, Bea says stop, is confirmed and answers that, Eva's call is abandoned, Leo had nothing yet."""


def lead(number: str, **fields: object) -> OurLead:
    """One lead, enrolled at noon."""
    return replace(OurLead(id=number, numbers=(number,), enrolled=NOON), **fields)  # type: ignore[arg-type]


def made(touch: str, of: str) -> OurTouch:
    """One touch of the ledger; whether it left, the carrier knows."""
    return OurTouch(id=touch, lead=of, key="", at=NOON, confirmation=False, taken=True)


ACCOUNT = LedgerAccount(
    touches=(
        *(made(touch, ANA) for touch in ("t1", "t2")),
        *(made(touch, BEA) for touch in ("t3", "t4")),
        *(made(touch, EVA) for touch in ("t5", "t6", "t7")),
        replace(made("c1", BEA), confirmation=True),
    ),
    leads=(
        lead(ANA, finished=True, end="converted", ended=NOON + HOUR),
        lead(BEA, finished=True, end="opted_out", ended=NOON + 2 * HOUR),
        lead(EVA, finished=True, end="completed", ended=NOON + 2 * HOUR),
        lead(LEO),
    ),
    until=NOON + 4 * HOUR,
)
ROWS = [
    ["id", "phone", "consent_sms", "consent_at"],
    *(["1", "600 000 001"], ["2", "600000002"], ["3", "600000003"], ["4", "34600000004"]),
    ["6", "600000001", "No", "2026-03-01"],
    *(["5", "letters"], ["1", "600000001"]),
]
STATED = {
    "list_quality": Sums(4, 7),
    "penetration": Sums(3, 4),
    "answer_rate": Sums(2, 3),
    "abandonment_rate": Sums(1, 2),
    "contact_rate": Sums(1, 3),
    "right_party": Sums(1, 3),
    "conversion": Sums(1, 4),
    "conversion_of_contacted": Sums(1, 1),
    "exhausted": Sums(1, 4),
    "attempts_per_lead": Sums(6, 3),
    "attempts_until_contact": Sums(2, 1),
    "touches_per_conversion": Sums(6, 1),
    "opt_outs_by_message": Sums(1, 2),
    "opt_outs_by_lead": Sums(1, 3),
    "person_as_machine": Sums(0, 3),
    "machine_as_person": Sums(0, 3),
    "buckets": Sums(4, 4),
    "time_to_contact": Sums(-1, 1),
    "time_between_attempts": Sums(60, 3),
}
"""Worked by hand."""


def test_a_right_report_has_no_difference() -> None:
    """Every figure is counted; what is not counted again is named."""
    counted = recount(STATED | {"callbacks": Sums(0, 0)}, EVENTS, ACCOUNT, ROWS, NO_SLACK)

    assert [line for line in counted.lines if line.difference] == []
    assert counted.differences == 0
    assert {line.figure for line in counted.lines} == set(STATED)
    assert counted.not_counted == ("callbacks",)


@pytest.mark.parametrize("figure", STATED)
def test_a_wrong_figure_is_seen(figure: str) -> None:
    """By the figure, in either sum; a median may be off by a minute, as it is rounded."""
    part, whole = STATED[figure]
    for wrong in (Sums(part + 2, whole), Sums(part, whole + 1)):
        counted = recount(STATED | {figure: wrong}, EVENTS, ACCOUNT, ROWS, NO_SLACK)
        assert [line.figure for line in counted.lines if line.difference] == [figure]


def test_what_the_carrier_did_otherwise_is_seen() -> None:
    """A reply that the report does not know, and a call that it counts although it never left."""
    reply = PersonsWord(person=EVA, channel="sms", at=NOON + HOUR, stop=False)
    more = recount(STATED, replace(EVENTS, words=(*EVENTS.words, reply)), ACCOUNT, ROWS, NO_SLACK)
    fewer = recount(STATED, replace(EVENTS, calls=EVENTS.calls[:-1]), ACCOUNT, ROWS, NO_SLACK)

    assert {line.figure for line in more.lines if line.difference} >= {"contact_rate", "exhausted"}
    assert {line.figure for line in fewer.lines if line.difference} >= {"answer_rate", "attempts_per_lead"}


def test_people_may_share_a_number() -> None:
    """Eva has Bea's number: each attempt counts for the lead that it was made for, and the stop for Bea's message."""
    shared = tuple(replace(lead, numbers=(BEA,)) if lead.id == EVA else lead for lead in ACCOUNT.leads)
    call = replace(LEFT_ALONE, person=BEA)
    events = replace(EVENTS, calls=(TALK, MACHINE, call))

    assert [
        line.figure
        for line in recount(STATED, events, replace(ACCOUNT, leads=shared), ROWS, NO_SLACK).lines
        if line.difference and line.figure != "list_quality"
    ] == []


def test_a_median_may_be_off_by_the_way_to_the_carrier() -> None:
    """On a fast Clock a hop is many minutes."""
    stated = STATED | {"time_between_attempts": Sums(69, 3)}

    assert recount(stated, EVENTS, ACCOUNT, ROWS, timedelta(minutes=8)).differences == 0
    assert recount(stated, EVENTS, ACCOUNT, ROWS, NO_SLACK).differences == 8


def test_a_median_between_two_far_values_may_be_either_when_the_order_is_open() -> None:
    """Three intervals of 8, 8 and 20 hours, and one still open: a few minutes decide which one is the median."""
    first = NOON - timedelta(days=3)
    instants = [first, first + 8 * HOUR, first + 16 * HOUR, first + 36 * HOUR]
    messages = tuple(
        SentMessage(touch=f"t{nth}", person=ANA, channel="sms", at=at, arrived=True) for nth, at in enumerate(instants)
    )
    account = LedgerAccount(
        touches=tuple(made(message.touch, ANA) for message in messages),
        leads=(lead(ANA, finished=False),),
        until=instants[-1] + 8 * HOUR + timedelta(minutes=5),
    )

    def differs(minutes: int, slack: timedelta) -> int:
        stated = {"time_between_attempts": Sums(minutes, 3)}
        return recount(stated, CarrierEvents(calls=(), messages=messages, words=()), account, ROWS, slack).differences

    assert differs(8 * 60, NO_SLACK) == 0
    assert differs(20 * 60, NO_SLACK) == 12 * 60 - 1
    assert differs(20 * 60, timedelta(minutes=8)) == 0
    assert differs(21 * 60, timedelta(minutes=8)) == 60 - 9
    assert differs(-1, timedelta(minutes=8)) > 0, "it was reached"


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [["código", "teléfono"], ["1", "600000001"]],
        [["id", "phone", "opt_out"], ["1", "600000001", ""]],
        [["id", "phone", "consent_sms"], ["1", "600000001", "maybe"]],
    ],
)
def test_a_list_that_is_not_understood_is_not_counted(rows: list[list[str]]) -> None:
    """A workbook, other headers, an opt-out column, other words: the second count does not guess."""
    counted = recount(STATED, EVENTS, ACCOUNT, rows, NO_SLACK)

    assert counted.differences == 0
    assert counted.not_counted == ("list_quality",)


BILLS = (
    Bill(touch="t1", channel="sms", person=ANA, segments=2, charged=Decimal("0.0158"), currency="USD"),
    Bill(touch="t3", channel="sms", person=BEA, segments=2),
    Bill(touch="t5", channel="whatsapp", person=EVA),
    Bill(touch="c1", channel="sms", person=BEA, segments=1),  # the confirmation of a stop costs as much
    Bill(touch="t2", channel="call", person=ANA, segments=0, seconds=61),
    Bill(touch="t6", channel="call", person=EVA, segments=0, seconds=None),
    Bill(touch="t4", channel="call", person=BEA, segments=0, seconds=0),
    Bill(touch="of another campaign", channel="sms", person=ANA, charged=Decimal(9), currency="USD"),
)
HOUSE = """tariffs:
  - {channel: sms, country: ES, price: 0.10 EUR, per: segment}
  - {channel: sms, country: ES, price: 0.30 EUR, per: segment, from: 2027-03-10}
  - {channel: call, price: "EUR 0,50", per: minute}
"""
COSTS = {
    "cost.carrier.USD": Sums(15_800, 1),
    "cost.tariff.EUR": Sums(1_300_000, 4),
    "cost.no_tariff": Sums(0, 1),
    "cost.unknown_size": Sums(0, 1),
    "cost_per_touch.EUR": Sums(1_300_000, 4),
    "cost_per_lead.EUR": Sums(1_300_000, STATED["penetration"].part),
    "cost_per_contact.EUR": Sums(1_300_000, STATED["contact_rate"].part),
    "cost_per_conversion.EUR": Sums(1_300_000, STATED["conversion"].part),
    "cost_per_touch.USD": Sums(15_800, 1),
    "cost_per_lead.USD": Sums(15_800, STATED["penetration"].part),
    "cost_per_contact.USD": Sums(15_800, STATED["contact_rate"].part),
    "cost_per_conversion.USD": Sums(15_800, STATED["conversion"].part),
}
"""Worked by hand: three segments at 0.10, and two begun minutes at 0.50."""


def test_what_was_spent_is_counted_from_the_carriers_books() -> None:
    """By source and currency, in millionths; another campaign's touch is not ours."""
    events = replace(EVENTS, bills=BILLS)
    assert recount(STATED | COSTS, events, ACCOUNT, ROWS, NO_SLACK, house=HOUSE).differences == 0


@pytest.mark.parametrize("figure", COSTS)
def test_a_wrong_amount_is_seen_and_one_that_is_not_reported(figure: str) -> None:
    """By a millionth, by a touch, and where the report leaves a source out."""
    events, (part, whole) = replace(EVENTS, bills=BILLS), COSTS[figure]
    without = {name: sums for name, sums in COSTS.items() if name != figure}
    for stated in (COSTS | {figure: Sums(part + 1, whole)}, COSTS | {figure: Sums(part, whole + 1)}, without):
        counted = recount(STATED | stated, events, ACCOUNT, ROWS, NO_SLACK, house=HOUSE)
        assert [line.figure for line in counted.lines if line.difference] == [figure]


def test_tariffs_of_a_country_that_is_not_certain_are_not_counted_again() -> None:
    """+1 is shared: the second count says that it did not count, and still compares what the carrier charged."""
    bills = (BILLS[0], replace(BILLS[1], person="+12025550101"))
    counted = recount(STATED | COSTS, replace(EVENTS, bills=bills), ACCOUNT, ROWS, NO_SLACK, house=HOUSE)

    assert counted.differences == 0
    assert {"cost.tariff.EUR", "cost_per_lead.EUR"} <= {*counted.not_counted}
    assert "cost.carrier.USD" not in counted.not_counted
