"""How many touches are too many, and how soon is too soon?"""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cadence.campaign import Campaign
from cadence.campaign.enter import AgainAfter, Enter, Once
from cadence.campaign.parts import FileLimit
from cadence.domain import (
    Allow,
    Audience,
    Cause,
    CauseKind,
    Channel,
    Defer,
    Facts,
    Hold,
    HoldName,
    Outcome,
    Purpose,
    Refuse,
    Scope,
    Touch,
    TouchState,
    Verdict,
)
from cadence.policy import evaluation
from cadence.policy.counted_touches import Key
from cadence.policy.finding import Question
from cadence.policy.hours.local_days import local
from cadence.policy.hours.periods import RollingSpan
from cadence.policy.primitives.limit import Limit
from tests.unit.policy.builders import (
    LAW,
    NOON,
    campaign,
    facts,
    in_all,
    in_zone,
    instant,
    lead,
    number,
    per_days,
    ring,
    rolling,
    text,
    touch,
)

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


def judged(one: Campaign, known: Facts, now: datetime = NOON) -> Verdict:
    """Judge the next text."""
    return evaluation.judge(one, known, text(), now, LAW)


def untils(verdict: Verdict) -> set[datetime | None]:
    """Return the instants named by a verdict and by its one rule: with one rule they are the same."""
    return {verdict.until, *(reason.until for reason in verdict.reasons)} if isinstance(verdict, Defer) else set()


@pytest.mark.parametrize(
    ("ages", "until"),
    [
        ([], None),
        ([DAY - SECOND], None),  # one of at most two
        ([DAY, DAY - SECOND], None),  # exactly a day old no longer counts
        ([DAY - SECOND, DAY - SECOND], NOON + SECOND),
        ([timedelta(hours=20), timedelta(hours=3)], NOON + timedelta(hours=4)),  # the older one frees the place
        ([timedelta(hours=20), timedelta(hours=3), timedelta(hours=1)], NOON + timedelta(hours=21)),  # the second does
    ],
)
def test_a_rolling_limit_counts_elapsed_seconds(ages: list[timedelta], until: datetime | None) -> None:
    """(t-w, t]: what is exactly w old no longer counts."""
    known = facts(*(touch(NOON - age, id=str(place)) for place, age in enumerate(ages)))

    verdict = judged(campaign(limits=(rolling(2, DAY),)), known)

    assert untils(verdict) == ({until} if until else set())


@pytest.mark.parametrize(
    ("sent", "now", "until"),
    [
        # one a day: last night at 23:59 in Madrid is yesterday at 00:00
        ("2027-03-08 22:59", "2027-03-08 23:00", None),
        # and at 00:00 it is today until midnight, 24 hours long
        ("2027-03-08 23:00", "2027-03-09 11:00", "2027-03-09 23:00"),
        # on the day the clock goes forward, today has 23 hours
        ("2027-03-27 23:00", "2027-03-28 10:00", "2027-03-28 22:00"),
        # and 25 on the day it goes back
        ("2027-10-30 22:00", "2027-10-31 10:00", "2027-10-31 23:00"),
    ],
)
def test_a_day_limit_counts_dates_on_the_wall(sent: str, now: str, until: str | None) -> None:
    """Law 9: dates are dates, whatever their length."""
    verdict = judged(campaign(limits=(per_days(1, 1),)), facts(touch(instant(sent))), instant(now))

    assert untils(verdict) == ({instant(until)} if until else set())


def test_a_day_limit_takes_the_strictest_of_the_persons_zones() -> None:
    """Law 7: 00:30 in Madrid is the same day as the evening before in the Canaries."""
    known = facts(touch(instant("2027-03-09 10:00")), lead=lead(zones=in_zone("Europe/Madrid", "Atlantic/Canary")))

    verdict = judged(campaign(limits=(per_days(1, 1),)), known, instant("2027-03-09 23:30"))

    assert isinstance(verdict, Defer)
    assert verdict.until == instant("2027-03-10 00:00")


def test_several_days_count_today_as_the_first() -> None:
    """Two per three days: Monday and Tuesday leave nothing for Wednesday; Thursday is free of Monday."""
    monday, tuesday = instant("2027-03-08 10:00"), instant("2027-03-09 10:00")

    verdict = judged(campaign(limits=(per_days(2, 3),)), facts(touch(monday), touch(tuesday)), tuesday + DAY)

    assert isinstance(verdict, Defer)
    assert verdict.until == instant("2027-03-10 23:00")


@pytest.mark.parametrize(
    ("change", "counted"),
    [
        ({}, True),
        ({"campaign": "autumn", "enrolment": "other"}, True),  # every campaign counts
        ({"lead": "lead-2", "enrolment": "other"}, True),  # another lead behind the same number counts
        ({"number": 2}, True),  # another number of the same lead counts
        ({"lead": "lead-2", "number": 2, "enrolment": "other"}, False),  # another lead, another number
        ({"state": TouchState.RESERVED, "outcome": None}, True),  # may have left
        ({"state": TouchState.UNKNOWN, "outcome": None}, True),
        ({"state": TouchState.CARRIED, "outcome": None, "channel": Channel.CALL}, True),
        ({"state": TouchState.PLANNED, "outcome": None}, False),  # surely did not leave
        ({"state": TouchState.SKIPPED, "outcome": Outcome.SKIPPED}, False),
        ({"outcome": Outcome.INVALID_NUMBER}, False),  # refused at the door of the carrier
        ({"outcome": Outcome.OPTED_OUT}, False),
        ({"outcome": Outcome.BLOCKED}, False),
        ({"outcome": Outcome.BLOCKED, "taken": True}, True),  # filtered by the network after the carrier took it
        ({"outcome": Outcome.UNDELIVERED}, True),  # it went, and came back
        ({"outcome": Outcome.LOST}, True),
        ({"channel": Channel.TASK, "outcome": Outcome.CREATED}, False),  # nothing left the house
        ({"cause": Cause(kind=CauseKind.INBOUND, ref="m")}, False),  # the confirmation of an opt-out
        ({"cause": Cause(kind=CauseKind.CALLBACK, ref="c"), "channel": Channel.CALL}, True),  # promises count
        ({"cause": Cause(kind=CauseKind.COMMAND, ref="o")}, True),  # and so does what an operator orders
    ],
)
def test_what_left_or_may_have_left_counts(change: dict[str, object], counted: bool) -> None:
    """VICIdial let callbacks pass its limits; here one ledger counts everything that reaches a person."""
    known = facts(touch(NOON - timedelta(hours=1), **change))

    limited = judged(campaign(limits=(rolling(1, DAY),)), known)
    apart = judged(campaign(gap=timedelta(hours=2)), known)

    assert isinstance(limited, Defer) == counted
    assert isinstance(apart, Defer) == counted


ELSEWHERE = {
    "lead": "lead-2", "number": 2, "account": "other", "subject": "other", "seller": "other", "campaign": "autumn",
}  # fmt: skip
SHARED = {
    "lead": "lead-1", "number": 1, "account": "acme", "subject": "spring", "seller": "Tienda Sol", "campaign": "spring",
}  # fmt: skip


def test_every_key_is_tried() -> None:
    """`portfolio` counts people, not touches: see test_distinct.py."""
    assert set(SHARED) == set(ELSEWHERE) == set(get_args(Key)) - {"portfolio"}


@pytest.mark.parametrize("key", list(SHARED))
def test_a_limit_by_one_key_counts_whatever_shares_it_and_nothing_else(key: Key) -> None:
    """By lead: over all campaigns, numbers, senders and subjects. By number: over all leads behind it. And so on."""
    limit = Limit(rule="pack.limit", most=1, period=RollingSpan(kind="rolling", seconds=86400), groups=((key,),))
    alike = touch(NOON - SECOND, enrolment="other", **(ELSEWHERE | {key: SHARED[key]}))
    different = touch(NOON - SECOND, enrolment="other", **(SHARED | {key: ELSEWHERE[key]}))

    for one, counted in ((alike, 1), (different, 0)):
        question = Question(
            campaign="spring",
            purpose=Purpose.MARKETING,
            subject="spring",
            seller="Tienda Sol",
            facts=facts(lead=lead(account="acme")),
            candidate=text(),
            number=number(),
            zones=("Europe/Madrid",),
            touches=(one,),
        )
        finding = limit.check(question, NOON)
        assert finding.evidence["counted"] == {key: counted}
        assert finding.passes == (counted == 0)


def test_the_judged_touch_does_not_count_against_itself() -> None:
    """A row that goes through the gate again (protocol §1.3) must not stand in its own way."""
    own = touch(NOON - SECOND, cause=text().cause, state=TouchState.RESERVED, outcome=None)

    assert isinstance(judged(campaign(limits=(rolling(1, DAY),), gap=DAY), facts(own)), Allow)


@pytest.mark.parametrize(
    ("limit", "scope"),
    [
        (in_all(2), Scope.ENROLMENT),  # nothing is left on any channel
        (in_all(2, Channel.SMS), Scope.STEP),  # other channels may go on
        (in_all(3), None),
        (in_all(1, Channel.CALL), None),  # about another channel
    ],
)
def test_a_spent_budget_ends_the_lead_or_passes_over_the_step(limit: FileLimit, scope: Scope | None) -> None:
    """Lesson 21: one budget in which every retry and loop lives."""
    elsewhere = touch(NOON - 3 * DAY, campaign="autumn", enrolment="other")
    promised = touch(NOON - 2 * DAY, cause=Cause(kind=CauseKind.CALLBACK, ref="c"))

    verdict = judged(campaign(limits=(limit,)), facts(elsewhere, promised, touch(NOON - DAY)))

    assert (verdict.scope if isinstance(verdict, Refuse) else None) == scope


PHONE = {"lead": "lead-2", "enrolment": "enrolment-2"}
"""A touch to the same number, for somebody else who has it."""


@pytest.mark.parametrize(
    ("audience", "enter", "others", "scope"),
    [
        (Audience.CONSUMER, Once(), [touch(NOON - DAY, **PHONE)], Scope.ENROLMENT),  # the phone has had its text
        (Audience.BUSINESS, Once(), [touch(NOON - DAY, **PHONE)], None),  # colleagues behind one switchboard
        (Audience.CONSUMER, Once(), [touch(NOON - DAY, **PHONE, campaign="autumn")], None),  # another campaign's
        (
            Audience.CONSUMER,
            Once(),
            [touch(NOON - DAY, enrolment="before")],
            Scope.ENROLMENT,
        ),  # theirs, in a visit before
        (Audience.BUSINESS, Once(), [touch(NOON - DAY, enrolment="before")], Scope.ENROLMENT),
        (Audience.CONSUMER, AgainAfter(after=DAY), [touch(NOON - 9 * DAY, enrolment="before")], None),  # begins anew
        (
            Audience.CONSUMER,
            AgainAfter(after=DAY),
            [touch(NOON - SECOND, **PHONE)],
            Scope.ENROLMENT,
        ),  # within this visit
    ],
)
def test_a_budget_counts_by_number_for_private_people_and_by_lead_for_people_at_work(
    audience: Audience, enter: Enter, others: list[Touch], scope: Scope | None
) -> None:
    """The same people under another list's name share their phones, so one text per campaign stays one."""
    known = facts(*others)
    known = replace(known, enrolment=replace(known.enrolment, at=NOON - timedelta(hours=2)))
    verdict = judged(campaign(limits=(in_all(1),), audience=audience, enter=enter), known)

    assert (verdict.scope if isinstance(verdict, Refuse) else None) == scope


def test_a_number_whose_budget_others_have_spent_makes_way_for_the_next() -> None:
    """Somebody with a phone of their own beside the family's is still reached there, once."""
    two = lead(numbers=(number(1), number(2)))
    asked = campaign(limits=(in_all(1),))
    verdict = judged(asked, facts(touch(NOON - DAY, **PHONE, number=1), lead=two))

    assert isinstance(verdict, Allow)
    assert verdict.number == 2
    both = facts(touch(NOON - DAY, **PHONE, number=1), touch(NOON - DAY, **PHONE, number=2), lead=two)
    assert isinstance(judged(asked, both), Refuse)


@pytest.mark.parametrize(
    ("audience", "gap", "more", "wait"),
    [
        (Audience.CONSUMER, timedelta(0), PHONE, timedelta(minutes=10)),  # a file without a gap
        (Audience.CONSUMER, timedelta(hours=2), PHONE, timedelta(hours=2)),  # the file's is longer
        (Audience.CONSUMER, timedelta(minutes=1), PHONE, timedelta(minutes=10)),  # the file's is shorter
        (Audience.CONSUMER, timedelta(0), {}, None),  # the same person: the file's own pace
        (Audience.BUSINESS, timedelta(0), PHONE, None),  # a switchboard takes many calls
        (Audience.BUSINESS, timedelta(hours=2), PHONE, timedelta(hours=2)),
    ],
)
def test_one_phone_is_left_in_peace_between_two_people(
    audience: Audience, gap: timedelta, more: dict[str, Any], wait: timedelta | None
) -> None:
    """Two leads of a list share a phone: the same text within two seconds reads like a fault, and is one."""
    verdict = judged(campaign(audience=audience, gap=gap), facts(touch(NOON - 2 * SECOND, **more)))

    assert untils(verdict) == ({NOON - 2 * SECOND + wait} if wait else set())


def test_a_limit_on_other_channels_is_not_heard() -> None:
    """One call a day says nothing about texts, and texts do not use it up."""
    known = facts(touch(NOON - timedelta(hours=1)))
    one_call = campaign(limits=(per_days(1, 1, Channel.CALL),))

    assert isinstance(judged(one_call, known), Allow)
    assert isinstance(evaluation.judge(one_call, known, ring(), NOON, LAW), Allow)


def test_a_limit_of_none_holds_with_a_name() -> None:
    """Law 3: nothing is left waiting without a reason one can look up."""
    verdict = judged(campaign(limits=(rolling(0, DAY),)), facts())

    assert isinstance(verdict, Hold)
    assert verdict.name is HoldName.OPENING


@pytest.mark.parametrize(
    ("ago", "until"),
    [
        (timedelta(hours=2), None),
        (timedelta(hours=2) - SECOND, NOON + SECOND),
        (timedelta(0), NOON + timedelta(hours=2)),
        (-timedelta(hours=1), NOON + timedelta(hours=3)),  # written by a clock ahead of ours: kept apart all the same
    ],
)
def test_the_gap_keeps_any_two_touches_apart(ago: timedelta, until: datetime | None) -> None:
    """Whichever channel and campaign made the last one."""
    known = facts(touch(NOON - ago, channel=Channel.CALL, campaign="autumn", enrolment="other"))

    verdict = judged(campaign(gap=timedelta(hours=2)), known)

    assert untils(verdict) == ({until} if until else set())


LIMITS = (rolling(2, timedelta(hours=6)), per_days(3, 1), rolling(5, 3 * DAY))
GAP = timedelta(minutes=45)
ZONES = ("America/New_York", "Pacific/Auckland")


def fits(sent: list[datetime], now: datetime) -> bool:
    """Tell whether one more touch breaks no limit, counted one by one: what was written by a clock ahead counts too."""
    near = all(now - at >= GAP for at in sent)
    six_hours = sum(at > now - timedelta(hours=6) for at in sent) < 2
    three_days = sum(at > now - 3 * DAY for at in sent) < 5
    dates = all(sum(local(zone, at).date() >= local(zone, now).date() for at in sent) < 3 for zone in ZONES)
    return near and six_hours and three_days and dates


@given(minutes=st.lists(st.integers(0, 6 * 24 * 12), min_size=5, max_size=40))
@settings(max_examples=60, deadline=None)
def test_limits_and_gap_hold_whatever_the_order_of_events(minutes: list[int]) -> None:
    """Workers' clocks differ and rows arrive late: the count must hold even if instants come in any order."""
    one = campaign(limits=LIMITS, gap=GAP)
    person = lead(zones=in_zone(*ZONES), numbers=(number(),))
    sent: list[datetime] = []
    for place, minute in enumerate(minutes):
        now = instant("2027-03-11 00:00") + timedelta(minutes=5 * minute)  # New York turns its clock on the 14th
        known = facts(*(touch(at, id=str(at)) for at in sent), lead=person)
        ask = text(cause=Cause(kind=CauseKind.STEP, ref=f"step-{place}"))
        verdict = evaluation.judge(one, known, ask, now, LAW)
        assert isinstance(verdict, Allow) == fits(sent, now), "nothing is refused for no reason"
        if isinstance(verdict, Allow):
            sent.append(now)

    sent.sort()
    assert all(after - before >= GAP for before, after in pairwise(sent))
    assert all(sum(at - timedelta(hours=6) < one <= at for one in sent) <= 2 for at in sent)
    assert all(sum(at - 3 * DAY < one <= at for one in sent) <= 5 for at in sent)
    for zone in ZONES:
        days = [local(zone, at).date() for at in sent]
        assert all(days.count(day) <= 3 for day in days)
