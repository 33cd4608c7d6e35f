"""What does each rule put on record of its yes and its no? All of it, word by word: an auditor reads nothing else."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from cadence.campaign.content.call import CallStep
from cadence.campaign.content.sms import Sms
from cadence.campaign.step_shape import Step
from cadence.domain import (
    Candidate,
    Cause,
    CauseKind,
    Channel,
    HoldName,
    Inbound,
    NumberKind,
    Outcome,
    Pause,
    PauseScope,
    RegistryCopy,
    Scope,
    Suppression,
    SuppressionScope,
)
from cadence.policy.built_in.campaign_state import NotEnded, Started, Unpaused
from cadence.policy.built_in.confirmation import OneConfirmation
from cadence.policy.built_in.held_reply import NothingUnclear
from cadence.policy.built_in.known_place import CountriesCovered, PacksReadable
from cadence.policy.built_in.suppression import NotSuppressed
from cadence.policy.built_in.usable_number import NumberInUse, NumberKindFits
from cadence.policy.evaluation.case import question_of
from cadence.policy.evaluation.from_packs import Dated
from cadence.policy.finding import Finding, Question, Rule
from cadence.policy.hours.holiday_calendar import Calendar
from cadence.policy.hours.opening_hours import week
from cadence.policy.hours.periods import CalendarMonth, CalendarWeek, local_dates, rolling
from cadence.policy.pack_parts import Applies, RuleSource
from cadence.policy.packs.law import BrokenPack, LawDays
from cadence.policy.primitive import PackContext, Requirement
from cadence.policy.primitives import REQUIREMENTS
from cadence.policy.primitives.budget import Budget
from cadence.policy.primitives.consent import LegalBasis, Requested
from cadence.policy.primitives.content import ContentEntry
from cadence.policy.primitives.destination import DestinationAllowed, DestinationEntry
from cadence.policy.primitives.dialer import DialerEntry
from cadence.policy.primitives.gap import Gap
from cadence.policy.primitives.limit import Limit
from cadence.policy.primitives.registry import Exemption, NotOnRegistry, RegistryEntry
from cadence.policy.primitives.sender import SenderEntry
from cadence.policy.primitives.session import InSession
from cadence.policy.primitives.window import Window
from tests.unit.policy.builders import (
    EVERY_DAY,
    NOON,
    SENDER,
    campaign,
    chat,
    consent,
    day,
    facts,
    instant,
    lead,
    number,
    ring,
    spans,
    text,
    touch,
)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOON_TEXT, YESTERDAY = "2027-03-09T11:00:00+00:00", NOON - DAY
BASIS = {"pack": "xx", "law": "a law"}
GUARD = timedelta(minutes=1)
OFFICE = week((EVERY_DAY, one.opens, one.closes) for one in spans("09:00-11:00", "16:00-20:00"))
AGREED = consent(7, Channel.SMS, at=NOON - 30 * DAY)
LISTED = RegistryCopy(name="robinson", as_of=day("2027-03-01"), listed=frozenset({1}))
CLEAN = RegistryCopy(name="robinson", as_of=day("2027-03-01"), listed=frozenset())
STOPPED = Suppression(id=4, number=1, scope=SuppressionScope.EVERYTHING, value="", since=NOON, source="reply")
WROTE = Inbound(id="m", channel=Channel.WHATSAPP, number=1, sender=SENDER, at=NOON - HOUR)
REVOKED = Inbound(id="stop", channel=Channel.SMS, number=1, sender=SENDER, at=NOON - GUARD, meaning="revoke")
CONFIRM = Candidate(channel=Channel.SMS, cause=Cause(kind=CauseKind.INBOUND, ref="stop"), number=1)


def asked(ask: Candidate | None = None, *touches: Any, **known: Any) -> Question:
    """Return a touch to number 1, as the rules look at it."""
    person = known.get("lead", lead())
    return question_of(campaign(), facts(*touches, **known), ask or text(), person.numbers[0])


def limit(**more: Any) -> Limit:
    """Return a limit of one touch to this person."""
    fixed = {"rule": "l", "most": 1, "period": rolling(7200), "groups": (("lead",),), "basis": BASIS}
    return Limit(**(fixed | more))


def hours(**more: Any) -> Window:
    """Return office hours of the law."""
    return Window(**({"rule": "w", "hours": OFFICE, "guard": GUARD, "basis": BASIS} | more))


def grounded(ground: str = "opt_in", **more: Any) -> LegalBasis:
    """Return what the law asks of a ground."""
    return LegalBasis(rule="g", ground=ground, basis=BASIS, **more)


def said(**more: Any) -> dict[str, Any]:
    """Return what a rule of the law puts on record."""
    return BASIS | more


def of_hours(why: str, clock: str, **more: Any) -> dict[str, Any]:
    """Return what closed hours put on record."""
    shown = {"local": {"Europe/Madrid": clock}, "guard": 60, "hours": {"Europe/Madrid": "09:00-11:00, 16:00-20:00"}}
    return said(why=why, **(shown | more))


def listed(**more: Any) -> NotOnRegistry:
    """Return what the law asks of an official list."""
    return NotOnRegistry(rule="u", needs=RegistryEntry(name="robinson", **more), basis=BASIS)


def made(needs: Requirement, *steps: Step, ask: Candidate | None = None) -> Rule:
    """Return the one rule that follows from what a pack requires of this file, under the name of its kind."""
    file = campaign(*steps)
    question = question_of(file, facts(), ask or text(), number())
    kind = next(key for key, part in REQUIREMENTS.items() if isinstance(needs, part))
    everyone = Applies(everyone=True)
    context = PackContext(rule=kind, basis=BASIS, applies=everyone, campaign=file, question=question, guard=GUARD)
    (rule,) = needs.rules(context)
    return rule


def rings(seconds: int) -> Step:
    """Return a call that rings for so long."""
    return Step(step="ring", call=CallStep(floor="sales", ring=timedelta(seconds=seconds)))


def says(body: str) -> Step:
    """Return a text message."""
    return Step(step="text", sms=Sms(body=body))


SEEN = RuleSource(law="a law", confidence="V")
MONTH = CalendarMonth(kind="calendar_month")
NOBODY = asked(consents=())

ROWS: list[tuple[Rule, Question, datetime, Finding]] = [
    # hours
    (hours(), asked(), instant("2027-03-09 08:00"), Finding("w", closes=instant("2027-03-09 09:59"))),
    (
        hours(),
        asked(),
        NOON,
        Finding("w", of_hours("hours", "2027-03-09 12:00:00"), until=instant("2027-03-09 15:00")),
    ),
    (
        hours(),
        asked(),
        instant("2027-03-09 09:59:30"),
        Finding("w", of_hours("closing", "2027-03-09 10:59:30"), until=instant("2027-03-09 15:00")),
    ),
    (
        hours(),
        asked(),
        instant("2027-03-09 10:00"),  # it has closed
        Finding("w", of_hours("hours", "2027-03-09 11:00:00"), until=instant("2027-03-09 15:00")),
    ),
    (
        hours(calendar=Calendar("ES", "MD")),
        asked(),
        instant("2027-10-12 10:00"),
        Finding(
            "w",
            of_hours("holiday", "2027-10-12 12:00:00", holiday={"Europe/Madrid": "National Day"}),
            until=instant("2027-10-13 07:00"),
        ),
    ),
    (
        hours(hours=week([])),
        asked(),
        NOON,
        Finding(
            "w",
            of_hours("hours", "2027-03-09 12:00:00", hours={"Europe/Madrid": "closed"}),
            hold=HoldName.OPENING,
            key="w",
        ),
    ),
    (hours(zones=()), asked(), NOON, Finding("w", said(why="no_zone"), hold=HoldName.ZONE)),
    (
        hours(calendar=Calendar("ZZ")),
        asked(),
        NOON,
        Finding("w", said(country="ZZ", why="no_calendar"), hold=HoldName.OPENING, key="holidays:ZZ"),
    ),
    # limits and gap
    (limit(), asked(), NOON, Finding("l", said(max=1, per="7200 s", counted={"lead": 0}))),
    (
        limit(groups=(("lead", "number"), ("number",))),
        asked(None, touch(NOON - HOUR)),
        NOON,
        Finding("l", said(max=1, per="7200 s", counted={"lead+number": 1, "number": 1}), until=NOON + HOUR),
    ),
    (
        limit(most=0, period=CalendarWeek(kind="calendar_week")),
        asked(),
        NOON,
        Finding("l", said(max=0, per="local week", counted={"lead": 0}), hold=HoldName.OPENING, key="l"),
    ),
    (limit(period=MONTH), asked(), NOON, Finding("l", said(max=1, per="local month", counted={"lead": 0}))),
    (
        Budget(rule="b", most=1),
        asked(),
        NOON,
        Finding("b", {"max": 1, "per": "campaign", "counted": {"lead": 0, "number": 0}}),
    ),
    (
        Budget(rule="b", most=1),
        asked(None, touch(YESTERDAY)),
        NOON,
        Finding("b", {"max": 1, "per": "campaign", "counted": {"lead": 1, "number": 1}}, scope=Scope.ENROLMENT),
    ),
    (
        Gap(span=2 * HOUR),
        asked(None, touch(NOON - HOUR)),
        NOON,
        Finding("campaign.gap", {"gap": 7200, "last": "2027-03-09T10:00:00+00:00"}, until=NOON + HOUR),
    ),
    (Gap(span=2 * HOUR), asked(), NOON, Finding("campaign.gap")),
    # grounds
    (
        grounded(),
        asked(consents=(replace(AGREED, expires=NOON + DAY),)),
        NOON,
        Finding("g", said(channel="sms", ground="opt_in", consent=7), closes=NOON + DAY),
    ),
    (
        grounded(max_age=60 * DAY),
        asked(consents=(AGREED,)),
        NOON,
        Finding("g", said(channel="sms", ground="opt_in", consent=7), closes=AGREED.at + 60 * DAY),
    ),
    (
        grounded(max_age=30 * DAY),  # exactly so long ago
        asked(consents=(AGREED,)),
        NOON,
        Finding("g", said(channel="sms", ground="opt_in", consent=7, why="expired"), scope=Scope.NUMBER),
    ),
    (
        grounded(),
        asked(consents=(replace(AGREED, given=False),)),
        NOON,
        Finding("g", said(channel="sms", ground="opt_in", consent=7, why="revoked"), scope=Scope.NUMBER),
    ),
    (
        grounded(),
        NOBODY,
        NOON,
        Finding("g", said(channel="sms", ground="opt_in", consent=None, why="none"), scope=Scope.NUMBER),
    ),
    (
        grounded(proof=True),
        asked(consents=(replace(AGREED, source=""),)),
        NOON,
        Finding("g", said(channel="sms", ground="opt_in", consent=7, why="unproven"), scope=Scope.NUMBER),
    ),
    (
        grounded("contract", accepts=frozenset({"opt_in"}), reason="they bought"),
        NOBODY,
        NOON,
        Finding(
            "g",
            said(channel="sms", ground="contract", consent=None, reason="they bought", why="ground"),
            scope=Scope.NUMBER,
        ),
    ),
    (
        grounded("customer", lapse=30 * DAY, last_dealing=YESTERDAY),
        NOBODY,
        NOON,
        Finding(
            "g",
            said(channel="sms", ground="customer", consent=None, last_dealing="2027-03-08T11:00:00+00:00"),
            closes=YESTERDAY + 30 * DAY,
        ),
    ),
    (
        grounded("customer", lapse=DAY, last_dealing=YESTERDAY),  # the very instant
        NOBODY,
        NOON,
        Finding(
            "g",
            said(
                channel="sms", ground="customer", consent=None, last_dealing="2027-03-08T11:00:00+00:00", why="lapsed"
            ),
            scope=Scope.NUMBER,
        ),
    ),
    (
        grounded("customer", lapse=DAY),
        NOBODY,
        NOON,
        Finding("g", said(channel="sms", ground="customer", consent=None, why="no_dealing"), scope=Scope.NUMBER),
    ),
    (
        Requested(),
        asked(ring(cause=Cause(kind=CauseKind.CALLBACK, ref="c"))),
        NOON,
        Finding(
            "consent.call",
            {"channel": "call", "ground": "requested", "callback": "c", "why": "withdrawn"},
            scope=Scope.STEP,
        ),
    ),
    # official lists
    (
        listed(),
        asked(),
        NOON,
        Finding("u", said(registry="robinson", why="no_copy"), hold=HoldName.REGISTRY, key="robinson"),
    ),
    (
        listed(max_age_days=7),
        asked(registries=(CLEAN,)),
        NOON,
        Finding(
            "u",
            said(registry="robinson", as_of="2027-03-01", why="stale", max_age_days=7),
            hold=HoldName.REGISTRY,
            key="robinson",
        ),
    ),
    (
        listed(max_age_days=30),
        asked(registries=(CLEAN,)),
        NOON,
        Finding("u", said(registry="robinson", as_of="2027-03-01"), closes=instant("2027-03-31 00:00")),
    ),
    (
        listed(max_age_days=7),
        asked(registries=(CLEAN,)),
        instant("2027-03-08 00:00"),  # the first instant at which it is too old
        Finding(
            "u",
            said(registry="robinson", as_of="2027-03-01", why="stale", max_age_days=7),
            hold=HoldName.REGISTRY,
            key="robinson",
        ),
    ),
    (
        listed(unless=Exemption(consent=["express"], source=SEEN)),
        asked(registries=(LISTED,), consents=(replace(AGREED, expires=NOON),)),  # which is over now
        NOON,
        Finding("u", said(registry="robinson", as_of="2027-03-01", why="listed", number=1), scope=Scope.NUMBER),
    ),
    (
        listed(),
        asked(registries=(replace(LISTED, name="another"), LISTED)),
        NOON,
        Finding("u", said(registry="robinson", as_of="2027-03-01", why="listed", number=1), scope=Scope.NUMBER),
    ),
    (
        listed(unless=Exemption(consent=["express"], source=SEEN)),
        asked(registries=(LISTED,), consents=(replace(AGREED, expires=NOON + DAY),)),
        NOON,
        Finding("u", said(registry="robinson", consent=7), closes=NOON + DAY),
    ),
    # how a touch is made
    (
        made(SenderEntry()),
        asked(),
        NOON,
        Finding("sender", said(sender=SENDER, kind="fixed")),
    ),
    (
        made(SenderEntry(shown=True), ask=replace(text(), sender="12345")),
        asked(),
        NOON,
        Finding("sender", said(sender="12345", kind=None, why="not_a_number"), scope=Scope.STEP),
    ),
    (
        made(SenderEntry(cli_type_not=(NumberKind.FIXED,))),
        asked(),
        NOON,
        Finding("sender", said(sender=SENDER, kind="fixed", why="sender_kind"), scope=Scope.STEP),
    ),
    (
        made(SenderEntry(cli_prefix=("800", "900"))),
        asked(),
        NOON,
        Finding(
            "sender",
            said(sender=SENDER, kind="fixed", why="sender_prefix", prefixes=["800", "900"]),
            scope=Scope.STEP,
        ),
    ),
    (
        made(DialerEntry(min_ring_s=15), rings(14), ask=ring()),
        asked(),
        NOON,
        Finding("dialer", said(ring=14.0, least=15, why="ring"), scope=Scope.STEP),
    ),
    (
        made(DialerEntry(min_ring_s=15), rings(15), ask=ring()),
        asked(),
        NOON,
        Finding("dialer", said(ring=15.0, least=15)),
    ),
    (
        made(ContentEntry(must_have=("company_name", "no_link")), says("Hola")),
        asked(),
        NOON,
        Finding(
            "content",
            said(must_have=["company_name", "no_link"], why="wording", missing=["company_name"]),
            scope=Scope.STEP,
        ),
    ),
    (
        made(ContentEntry(must_have=("company_name",)), says("Hola de TIENDA SOL")),
        asked(),
        NOON,
        Finding("content", said(must_have=["company_name"])),
    ),
    (
        DestinationAllowed(rule="d", needs=DestinationEntry(countries_not=("ES",)), basis=BASIS),
        asked(),
        NOON,
        Finding("d", said(country="ES", kind="mobile", number=1, why="destination"), scope=Scope.NUMBER),
    ),
    (
        DestinationAllowed(rule="d", needs=DestinationEntry(countries_not=("US",)), basis=BASIS),
        asked(),
        NOON,
        Finding("d", said(country="ES", kind="mobile", number=1)),
    ),
    (
        DestinationAllowed(
            rule="d",
            needs=DestinationEntry(number_kinds_not=(NumberKind.MOBILE,)),
            unless=InSession(),
            basis=BASIS,
        ),
        asked(chat(), inbound=(WROTE,)),
        NOON,
        Finding(
            "d",
            said(country="ES", kind="mobile", number=1, last_inbound="2027-03-09T10:00:00+00:00"),
            closes=WROTE.at + DAY,
        ),
    ),
    (
        InSession(rule="i", within=HOUR, basis=BASIS),
        asked(chat(), inbound=(WROTE,)),  # exactly an hour ago
        NOON,
        Finding("i", said(last_inbound="2027-03-09T10:00:00+00:00"), scope=Scope.NUMBER),
    ),
    # people and their numbers
    (
        NotSuppressed(),
        asked(suppressions=(STOPPED,)),
        NOON,
        Finding(
            "suppression.everything",
            {"number": 1, "suppressions": [4], "value": "", "since": NOON_TEXT, "source": "reply"},
            scope=Scope.ENROLMENT,
        ),
    ),
    (
        NothingUnclear(),
        asked(inbound=(replace(WROTE, meaning="hold"), replace(WROTE, id="n", meaning="restrict"))),
        NOON,
        Finding(
            "reply.unclear",
            {"why": "restrict", "since": "2027-03-09T10:00:00+00:00", "replies": 2},
            hold=HoldName.REVIEW,
        ),
    ),
    (NumberKindFits(), asked(), NOON, Finding("number.kind", {"number": 1, "channel": "sms", "kind": "mobile"})),
    (
        NumberKindFits(),
        asked(None, touch(YESTERDAY, outcome=Outcome.INVALID_NUMBER)),
        NOON,
        Finding(
            "number.kind",
            {"number": 1, "channel": "sms", "kind": "mobile", "why": "turned_down"},
            scope=Scope.NUMBER,
        ),
    ),
    (
        NumberKindFits(),
        question_of(campaign(), facts(), text(), None),
        NOON,
        Finding("number.kind", {"channel": "sms", "why": "none"}, scope=Scope.NUMBER),
    ),
    (
        DestinationAllowed(rule="d", needs=DestinationEntry(), basis=BASIS),
        question_of(campaign(), facts(), text(), None),
        NOON,
        Finding("d", BASIS),
    ),
    (
        NumberInUse(),
        asked(lead=lead(numbers=(number(closed="wrong_number"),))),
        NOON,
        Finding("number.closed", {"number": 1, "channel": "sms", "why": "wrong_number"}, scope=Scope.NUMBER),
    ),
    (
        OneConfirmation(),
        asked(CONFIRM, inbound=(REVOKED,)),
        NOON,
        Finding("optout.confirmation", {"optout": "2027-03-09T10:59:00+00:00"}, closes=REVOKED.at + 5 * GUARD),
    ),
    (
        OneConfirmation(),
        asked(CONFIRM, inbound=(replace(REVOKED, at=NOON - 6 * GUARD),)),
        NOON,
        Finding(
            "optout.confirmation",
            {"optout": "2027-03-09T10:54:00+00:00", "why": "too_late"},
            scope=Scope.STEP,
        ),
    ),
    # campaign, pauses and law
    (
        Started(start=day("2027-03-10")),
        asked(),
        NOON,
        Finding("campaign.start", {"start": "2027-03-10"}, until=instant("2027-03-09 23:00")),
    ),
    (  # another rule holds whom no zone is known of
        Started(start=day("2027-03-10")),
        asked(lead=lead(zones=())),
        NOON,
        Finding("campaign.start", {"start": "2027-03-10"}),
    ),
    (
        NotEnded(end=day("2027-03-09"), guard=GUARD),
        asked(),
        NOON,
        Finding("campaign.end", {"end": "2027-03-09"}, closes=instant("2027-03-09 22:59")),
    ),
    (
        NotEnded(end=day("2027-03-09"), guard=GUARD),
        asked(),
        instant("2027-03-09 22:59"),
        Finding("campaign.end", {"end": "2027-03-09"}, scope=Scope.ENROLMENT, closes=instant("2027-03-09 22:59")),
    ),
    (
        Unpaused(),
        asked(pauses=(Pause(scope=PauseScope.CHANNEL, value="sms", since=NOON, until=NOON + HOUR),)),
        NOON,
        Finding(
            "pause.channel",
            {"value": "sms", "since": NOON_TEXT, "pauses": ["channel:sms"]},
            until=NOON + HOUR,
        ),
    ),
    (
        Unpaused(),
        asked(
            pauses=(
                Pause(scope=PauseScope.CHANNEL, value="sms", since=NOON, until=NOON + HOUR),
                Pause(scope=PauseScope.LEAD, value="lead-1", since=YESTERDAY),
            )
        ),
        NOON,
        Finding(
            "pause.lead",  # the one that nobody knows the end of
            {"value": "lead-1", "since": "2027-03-08T11:00:00+00:00", "pauses": ["channel:sms", "lead:lead-1"]},
            hold=HoldName.RUNNING,
            key="lead:lead-1",
        ),
    ),
    (
        PacksReadable(broken=(BrokenPack("zz", "torn"), BrokenPack("yy", "lost"))),
        asked(),
        NOON,
        Finding("pack.valid", {"packs": {"zz": "torn", "yy": "lost"}}, hold=HoldName.PACK, key="zz"),
    ),
    (
        CountriesCovered(days=(("ES", (LawDays(day("2026-01-01"), None),)), ("FR", ()), ("PT", ()))),
        asked(),
        NOON,
        Finding("pack.covers", {"countries": ["FR", "PT"]}, hold=HoldName.PACK, key="FR"),
    ),
    (
        Dated(law=limit(period=local_dates(1)), days=LawDays(day("2027-03-10"), None)),
        asked(),
        NOON,
        Finding("l", {"effective": "2027-03-10"}, closes=instant("2027-03-09 23:00")),
    ),
    (
        Dated(law=limit(period=local_dates(1)), days=LawDays(day("2027-01-01"), day("2027-03-09"))),
        asked(),
        NOON,
        Finding("l", {"ended": "2027-03-09"}),
    ),
]


@pytest.mark.parametrize(("rule", "question", "at", "expected"), ROWS, ids=lambda one: getattr(one, "rule", ""))
def test_a_rule_puts_on_record_what_it_looked_at(
    rule: Rule, question: Question, at: datetime, expected: Finding
) -> None:
    """Law 10: the same question to the same rule can be asked again years later, and the two answers compared."""
    assert rule.check(question, at) == expected
