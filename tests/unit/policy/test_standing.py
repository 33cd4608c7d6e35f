"""Do the rules that time does not heal say no where they must: suppression, numbers, session, state, confirmation?"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from cadence.domain import (
    HELD,
    Allow,
    CampaignState,
    Candidate,
    Cause,
    CauseKind,
    Channel,
    Defer,
    Enrolment,
    Hold,
    HoldName,
    Inbound,
    Number,
    NumberKind,
    Outcome,
    Pause,
    PauseScope,
    Purpose,
    Refuse,
    Scope,
    Suppression,
    SuppressionScope,
    TouchState,
    Verdict,
)
from cadence.policy import evaluation
from tests.unit.policy.builders import (
    LAW,
    NOON,
    SENDER,
    campaign,
    chat,
    day,
    facts,
    in_all,
    in_zone,
    instant,
    lead,
    number,
    ring,
    text,
    touch,
    window,
)

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
MINUTES = timedelta(minutes=5)


def suppressed(id_: int, number_: int, scope: SuppressionScope, value: str = "") -> Suppression:
    """Return a suppression since yesterday."""
    return Suppression(id=id_, number=number_, scope=scope, value=value, since=NOON - timedelta(days=1), source="reply")


EVERYTHING, PURPOSE = SuppressionScope.EVERYTHING, SuppressionScope.PURPOSE
CAMPAIGN, CHANNEL = SuppressionScope.CAMPAIGN, SuppressionScope.CHANNEL


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([], 1),
        ([suppressed(1, 1, EVERYTHING), suppressed(2, 2, EVERYTHING)], Scope.ENROLMENT),  # an opt-out: every number
        ([suppressed(1, 1, EVERYTHING)], 2),  # one number only: the next one
        ([suppressed(1, 1, PURPOSE, "marketing"), suppressed(2, 2, CAMPAIGN, "spring")], Scope.ENROLMENT),
        ([suppressed(1, 1, PURPOSE, "service"), suppressed(2, 1, CAMPAIGN, "autumn")], 1),  # about something else
        ([suppressed(1, 1, CHANNEL, "sms"), suppressed(2, 2, CHANNEL, "sms")], Scope.STEP),  # other channels may go on
        ([suppressed(1, 1, CHANNEL, "call")], 1),
        ([suppressed(1, 1, EVERYTHING), suppressed(2, 2, CHANNEL, "sms")], Scope.STEP),
    ],
)
def test_a_suppression_closes_what_its_scope_says(found: list[Suppression], expected: int | Scope) -> None:
    """Law 4. It ends the enrolment only when no number is left for any channel."""
    known = facts(lead=lead(numbers=(number(1), number(2))), suppressions=tuple(found))

    verdict = evaluation.judge(campaign(), known, text(), NOON, LAW)

    assert (verdict.number if isinstance(verdict, Allow) else getattr(verdict, "scope", None)) == expected


ROW = Suppression(id=9, number=1, scope=CHANNEL, value="sms", since=NOON - DAY, source=HELD)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([ROW], 2),  # another number is open: nothing is lost
        ([ROW, replace(ROW, id=10, number=2)], HoldName.ROW),
        ([ROW, suppressed(1, 2, EVERYTHING)], HoldName.ROW),  # the only number left may be let go
        ([suppressed(1, 1, EVERYTHING), replace(ROW, number=2)], HoldName.ROW),
        ([ROW, suppressed(1, 1, PURPOSE, "marketing"), suppressed(2, 2, CHANNEL, "sms")], Scope.STEP),  # a stop, too
        ([ROW, suppressed(1, 1, EVERYTHING), suppressed(2, 2, EVERYTHING)], Scope.ENROLMENT),  # they said stop
        ([replace(ROW, value="call"), replace(ROW, number=2)], 1),  # another channel
    ],
)
def test_what_a_row_of_a_list_holds_waits_for_the_decision(
    found: list[Suppression], expected: int | Scope | HoldName
) -> None:
    """No touch goes, no step is passed over, and a stop stays a stop (law 4)."""
    known = facts(lead=lead(numbers=(number(1), number(2))), suppressions=tuple(found))

    verdict = evaluation.judge(campaign(), known, text(), NOON, LAW)

    said = {Allow: "number", Hold: "name", Refuse: "scope"}
    assert getattr(verdict, said[type(verdict)]) == expected
    assert isinstance(evaluation.judge(campaign(), known, text(channel=Channel.TASK), NOON, LAW), Refuse) is (
        expected is Scope.ENROLMENT
    )


def test_a_closed_number_does_not_keep_an_opt_out_from_ending_the_lead() -> None:
    """The wrong number of long ago is no way left to reach the person."""
    numbers = (number(1, closed="wrong_number"), number(2))
    known = facts(lead=lead(numbers=numbers), suppressions=(suppressed(1, 2, EVERYTHING),))

    verdict = evaluation.judge(campaign(), known, text(), NOON, LAW)

    assert isinstance(verdict, Refuse)
    assert verdict.scope is Scope.ENROLMENT
    assert {reason.rule for reason in verdict.reasons} == {"number.closed", "suppression.everything"}


@pytest.mark.parametrize("channel", [Channel.SMS, Channel.CALL, Channel.WHATSAPP, Channel.TASK])
def test_nobody_works_on_a_person_who_opted_out(channel: Channel) -> None:
    """Lesson 17: pending work is called off, tasks for our own people too."""
    verdict = evaluation.judge(
        campaign(), facts(suppressions=(suppressed(1, 1, EVERYTHING),)), text(channel=channel), NOON, LAW
    )

    assert isinstance(verdict, Refuse)
    assert verdict.scope is Scope.ENROLMENT


@pytest.mark.parametrize(
    ("kind", "takes"),
    [
        (NumberKind.MOBILE, {"sms", "whatsapp", "call"}),
        (NumberKind.FIXED, {"call"}),
        (NumberKind.FIXED_OR_MOBILE, {"sms", "whatsapp", "call"}),  # the carrier may object
        (NumberKind.OTHER, set()),  # premium and toll-free numbers are nobody's
    ],
)
def test_a_number_takes_only_what_its_kind_can(kind: NumberKind, takes: set[str]) -> None:
    """A text to a landline is money spent on nothing."""
    known = facts(lead=lead(numbers=(number(kind=kind),)))

    taken = {
        ask.channel.value
        for ask in (text(), chat(template=True), ring())
        if isinstance(evaluation.judge(campaign(), known, ask, NOON, LAW), Allow)
    }

    assert taken == takes


def test_numbers_are_tried_in_the_leads_order_and_all_refusals_are_kept() -> None:
    """Protocol §5.2; law 10 for what was passed over."""
    numbers = (number(1, closed="invalid_number"), number(2, kind=NumberKind.FIXED), number(3))

    verdict = evaluation.judge(campaign(), facts(lead=lead(numbers=numbers)), text(), NOON, LAW)

    assert isinstance(verdict, Allow)
    assert verdict.number == 3
    assert [(reason.rule, reason.evidence["number"]) for reason in verdict.reasons] == [
        ("number.closed", 1),
        ("number.kind", 2),
    ]


@pytest.mark.parametrize(
    ("ask", "found"),
    [
        (chat(template=True), 2),  # no WhatsApp behind the first
        (text(), 1),  # which says nothing of texts
        (ring(), 1),
    ],
)
def test_a_number_the_carrier_turned_down_makes_way_on_that_channel(ask: Candidate, found: int) -> None:
    """It stays open, so without this it would be tried again and again before the next one (protocol §5.2)."""
    before = touch(NOON - timedelta(days=1), channel=Channel.WHATSAPP, outcome=Outcome.INVALID_NUMBER)

    verdict = evaluation.judge(campaign(), facts(before, lead=lead(numbers=(number(1), number(2)))), ask, NOON, LAW)

    assert isinstance(verdict, Allow)
    assert verdict.number == found


def test_what_the_carrier_said_of_a_number_long_ago_is_not_held_against_it() -> None:
    """Another enrolment asks again: people do open a WhatsApp account."""
    other = touch(
        NOON - timedelta(days=90), enrolment="before", channel=Channel.WHATSAPP, outcome=Outcome.INVALID_NUMBER
    )

    assert isinstance(evaluation.judge(campaign(), facts(other), chat(template=True), NOON, LAW), Allow)


def test_the_number_that_was_asked_for_is_the_only_one_tried() -> None:
    """Who asked to be called on a number is not called on another."""
    numbers = (number(1, closed="wrong_number"), number(2))
    known = facts(lead=lead(numbers=numbers))

    verdict = evaluation.judge(campaign(), known, ring(number=1), NOON, LAW)

    assert isinstance(verdict, Refuse)
    assert verdict.scope is Scope.NUMBER


def test_without_any_number_the_step_is_refused() -> None:
    """A row of the list may carry none that is valid."""
    verdict = evaluation.judge(campaign(), facts(lead=lead(numbers=())), text(), NOON, LAW)

    assert isinstance(verdict, Refuse)
    assert [(reason.rule, reason.evidence["why"]) for reason in verdict.reasons] == [("number.kind", "none")]


def wrote(ago: timedelta, **more: object) -> Inbound:
    """Return a WhatsApp message of the person's, so long ago."""
    settings = {"id": "m", "channel": Channel.WHATSAPP, "number": 1, "sender": SENDER, "at": NOON - ago}
    return Inbound(**(settings | more))  # type: ignore[arg-type]  # a table's values


@pytest.mark.parametrize(
    ("messages", "allowed"),
    [
        ([], False),
        ([wrote(timedelta(hours=24) - SECOND)], True),
        ([wrote(timedelta(hours=24))], False),  # exactly 24 hours: over
        ([wrote(timedelta(hours=30)), wrote(timedelta(hours=1))], True),  # each message begins the time anew
        ([wrote(SECOND, channel=Channel.SMS)], False),
        ([wrote(SECOND, number=2)], False),  # from another of their numbers
        ([wrote(SECOND, sender="+34910000002")], False),  # to another of ours
        ([wrote(-SECOND)], False),  # not yet written
    ],
)
def test_free_whatsapp_text_goes_only_inside_a_session(messages: list[Inbound], allowed: bool) -> None:
    """WhatsApp's own rule; outside, Twilio answers 63016. A template goes either way."""
    known = facts(inbound=tuple(messages))

    free = evaluation.judge(campaign(), known, chat(), NOON, LAW)
    template = evaluation.judge(campaign(), known, chat(template=True), NOON, LAW)

    assert isinstance(free, Allow) == allowed
    assert allowed or (isinstance(free, Refuse) and free.scope is Scope.STEP)
    assert isinstance(template, Allow)


def test_an_allow_inside_a_session_is_void_when_the_session_ends() -> None:
    """It is checked against `closes` right before the carrier is called."""
    verdict = evaluation.judge(campaign(), facts(inbound=(wrote(timedelta(hours=23)),)), chat(), NOON, LAW)

    assert isinstance(verdict, Allow)
    assert verdict.closes == NOON + timedelta(hours=1)


PAUSES = [
    (PauseScope.ALL, "", True),
    (PauseScope.CAMPAIGN, "spring", True),
    (PauseScope.CAMPAIGN, "autumn", False),
    (PauseScope.CHANNEL, "call", True),
    (PauseScope.CHANNEL, "sms", False),
    (PauseScope.SENDER, SENDER, True),
    (PauseScope.SENDER, "+34910000002", False),
    (PauseScope.FLOOR, "sales", True),
    (PauseScope.FLOOR, "support", False),
    (PauseScope.LEAD, "lead-1", True),
    (PauseScope.LEAD, "lead-2", False),
]


@pytest.mark.parametrize(("scope", "value", "holds"), PAUSES)
def test_a_pause_holds_what_its_scope_says(scope: PauseScope, value: str, holds: bool) -> None:
    """Laws 4 and 5. The key names the pause, so that its end wakes the right leads."""
    verdict = evaluation.judge(
        campaign(), facts(pauses=(Pause(scope=scope, value=value, since=NOON),)), ring(), NOON, LAW
    )

    assert isinstance(verdict, Hold if holds else Allow)
    if isinstance(verdict, Hold):
        assert (verdict.name, verdict.key) == (HoldName.RUNNING, f"{scope}:{value}")
        assert verdict.reasons[0].rule == f"pause.{scope}"


GREETING = chat(template=True, content="greeting")
TASK = text(channel=Channel.TASK)


@pytest.mark.parametrize(
    ("scope", "value", "held", "free", "hold"),
    [
        (
            PauseScope.TEMPLATE,
            "greeting",
            (GREETING,),
            (chat(template=True, content="other"), text(), ring()),
            HoldName.TEMPLATE,
        ),
        (PauseScope.CARRIER, "account", (GREETING, text(), ring()), (TASK,), HoldName.RUNNING),
        (PauseScope.DESTINATION, "sms:ES", (text(),), (GREETING, ring(), TASK), HoldName.DESTINATION),
        (PauseScope.DESTINATION, "call:ES", (ring(),), (GREETING, text(), TASK), HoldName.DESTINATION),
        (PauseScope.DESTINATION, "sms:#1", (text(),), (GREETING, ring(), TASK), HoldName.DESTINATION),
        (PauseScope.DESTINATION, "sms:PT", (), (text(), ring()), None),  # another country
        (PauseScope.DESTINATION, "sms:#2", (), (text(), ring()), None),  # another number
        (PauseScope.SENDER, f"sms:{SENDER}", (text(),), (GREETING, ring()), HoldName.RUNNING),
    ],
)
def test_what_the_carrier_refused_waits_and_nothing_else_does(
    scope: PauseScope, value: str, held: tuple[Candidate, ...], free: tuple[Candidate, ...], hold: HoldName | None
) -> None:
    """A broken template says nothing of a text, and a country not enabled for texts says nothing of calls."""
    known = facts(pauses=(Pause(scope=scope, value=value, since=NOON),))

    for asked in held:
        verdict = evaluation.judge(campaign(), known, asked, NOON, LAW)
        assert isinstance(verdict, Hold), asked
        assert (verdict.name, verdict.key) == (hold, f"{scope}:{value}")
    for asked in free:
        assert isinstance(evaluation.judge(campaign(), known, asked, NOON, LAW), Allow), asked


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (NOON + SECOND, None, "allow"),  # not yet
        (NOON, None, "hold"),
        (NOON - MINUTES, NOON, "allow"),  # just over
        (NOON - MINUTES, NOON + MINUTES, "defer"),  # known to end
    ],
)
def test_a_pause_lasts_from_its_first_instant_to_the_one_before_its_end(
    since: object, until: object, expected: str
) -> None:
    """[since, until), like everything else."""
    pause = Pause(scope=PauseScope.ALL, since=since, until=until)  # type: ignore[arg-type]  # a table's values

    verdict = evaluation.judge(campaign(), facts(pauses=(pause,)), text(), NOON, LAW)

    assert verdict_name(verdict) == expected
    if isinstance(verdict, Defer):
        assert verdict.until == until


def verdict_name(verdict: Verdict) -> str:
    """Return what kind of verdict this is."""
    return type(verdict).__name__.lower()


def test_a_pause_keeps_the_lead_where_it_is_even_when_the_step_would_be_refused() -> None:
    """Law 5: nobody walks through their steps while everything stands still. Only what ends the lead goes on."""
    pauses = (Pause(scope=PauseScope.ALL, since=NOON),)

    no_consent = evaluation.judge(campaign(), facts(pauses=pauses, consents=()), text(), NOON, LAW)
    opted_out = evaluation.judge(
        campaign(), facts(pauses=pauses, suppressions=(suppressed(1, 1, EVERYTHING),)), text(), NOON, LAW
    )

    assert isinstance(no_consent, Hold)
    assert {reason.rule for reason in no_consent.reasons} == {"pause.all", "consent.sms"}
    assert isinstance(opted_out, Refuse)


@pytest.mark.parametrize("state", [CampaignState.STOPPED, CampaignState.ENDED])
def test_a_campaign_that_is_over_touches_nobody(state: CampaignState) -> None:
    """One row closes it (protocol §3.7)."""
    verdict = evaluation.judge(campaign(), facts(state=state), text(), NOON, LAW)

    assert isinstance(verdict, Refuse)
    assert (verdict.scope, verdict.reasons[0].rule) == (Scope.ENROLMENT, "campaign.state")


def test_a_finished_lead_is_left_alone() -> None:
    """Whoever asks."""
    done = Enrolment(id="enrolment-1", campaign="spring", version=1, at=NOON, finished="converted")

    verdict = evaluation.judge(campaign(), facts(enrolment=done), text(), NOON, LAW)

    assert isinstance(verdict, Refuse)
    assert (verdict.scope, verdict.reasons[0].rule) == (Scope.ENROLMENT, "enrolment.finished")


def test_a_campaign_starts_when_its_first_day_has_begun_everywhere_the_person_may_be() -> None:
    """Midnight in the Canaries is an hour after Madrid's."""
    known = facts(lead=lead(zones=in_zone("Europe/Madrid", "Atlantic/Canary")))

    verdict = evaluation.judge(campaign(start=day("2027-03-15")), known, text(), NOON, LAW)

    assert isinstance(verdict, Defer)
    assert verdict.until == instant("2027-03-15 00:00")


@pytest.mark.parametrize(
    ("now", "allowed"),
    [
        ("2027-03-09 22:58:59", True),
        ("2027-03-09 22:59:00", False),  # the guard before Madrid's midnight
        ("2027-03-09 23:30:00", False),
    ],
)
def test_a_campaign_ends_when_its_last_day_is_over_anywhere_the_person_may_be(now: str, allowed: bool) -> None:
    """Law 7: the earliest midnight counts, less the guard."""
    known = facts(lead=lead(zones=in_zone("Europe/Madrid", "Atlantic/Canary")))

    verdict = evaluation.judge(campaign(end=day("2027-03-09")), known, text(), instant(now), LAW)

    assert isinstance(verdict, Allow) == allowed
    assert allowed or (isinstance(verdict, Refuse) and verdict.scope is Scope.ENROLMENT)


def test_an_opening_after_the_last_day_never_comes() -> None:
    """The lead finishes now instead of waiting for a refusal."""
    late = campaign(end=day("2027-03-09"), windows=(window("09:00-10:00"),))

    verdict = evaluation.judge(late, facts(), text(), NOON, LAW)

    assert isinstance(verdict, Refuse)
    assert [reason.rule for reason in verdict.reasons] == ["campaign.windows", "campaign.end"]


def test_an_unclear_reply_holds_marketing_until_somebody_reads_it() -> None:
    """Rules of contact: ambiguous means nothing goes; what the person has asked for or already has goes on."""
    unclear = facts(inbound=(wrote(SECOND, meaning="hold"),))
    read = facts(inbound=(wrote(SECOND, meaning="hold", reviewed=True),))

    verdict = evaluation.judge(campaign(), unclear, text(), NOON, LAW)

    assert isinstance(verdict, Hold)
    assert (verdict.name, verdict.reasons[0].rule) == (HoldName.REVIEW, "reply.unclear")
    assert isinstance(evaluation.judge(campaign(), read, text(), NOON, LAW), Allow)
    assert isinstance(evaluation.judge(campaign(purpose=Purpose.SERVICE), unclear, text(), NOON, LAW), Allow)


@pytest.mark.parametrize("purpose", [Purpose.SERVICE, Purpose.SURVEY, Purpose.COLLECTIONS])
def test_an_unclear_reply_holds_the_purpose_of_the_touch_it_answers(purpose: Purpose) -> None:
    """Who answers a collections message with something unclear is not sent the next one."""
    other = next(one for one in (Purpose.SERVICE, Purpose.SURVEY) if one is not purpose)
    mine, its = touch(NOON - DAY, purpose=purpose), touch(NOON - DAY, purpose=other)
    answer = replace(wrote(SECOND, meaning="hold"), touch=mine.id)

    held = evaluation.judge(campaign(purpose=purpose), facts(mine, inbound=(answer,)), text(), NOON, LAW)
    free = evaluation.judge(campaign(purpose=purpose), facts(its, inbound=(answer,)), text(), NOON, LAW)
    unseen = evaluation.judge(campaign(purpose=purpose), facts(inbound=(answer,)), text(), NOON, LAW)

    assert isinstance(held, Hold)
    assert held.reasons[0].rule == "reply.unclear"
    assert isinstance(free, Allow)
    assert isinstance(unseen, Hold)  # a touch we do not see may have been of any purpose


def test_an_undecided_reply_holds_everything_after_three_working_days() -> None:
    """Nobody has looked for too long: a stop may lie there, and the law's time runs."""
    friday = instant("2027-03-05 17:00")  # an hour before the house closes
    unclear = facts(inbound=(wrote(NOON - friday, meaning="hold"),))
    until = instant("2027-03-10 17:00")  # one hour, two days of nine and eight hours more

    before = evaluation.judge(campaign(purpose=Purpose.SERVICE), unclear, text(), until - timedelta(minutes=10), LAW)
    after = evaluation.judge(campaign(purpose=Purpose.SERVICE), unclear, text(), until, LAW)

    assert isinstance(before, Allow)
    assert before.closes == until
    assert isinstance(after, Hold)
    assert after.reasons[0].evidence["why"] == "overdue"


@pytest.mark.parametrize("meaning", ["hold", "restrict"])
def test_no_reply_holds_work_for_our_own_people(meaning: str) -> None:
    """A task is how somebody gets to read it."""
    unclear = facts(inbound=(wrote(SECOND, meaning=meaning),))

    assert isinstance(evaluation.judge(campaign(), unclear, text(channel=Channel.TASK), NOON, LAW), Allow)


@pytest.mark.parametrize("purpose", list(Purpose))
def test_a_place_or_time_that_somebody_named_holds_every_purpose(purpose: Purpose) -> None:
    """12 CFR 1006.6(b) is about collections, and no rule of ours knows where a person works."""
    named = facts(inbound=(wrote(SECOND, meaning="restrict"),))
    decided = facts(inbound=(wrote(SECOND, meaning="restrict", reviewed=True),))

    verdict = evaluation.judge(campaign(purpose=purpose), named, text(), NOON, LAW)

    assert isinstance(verdict, Hold)
    assert (verdict.name, verdict.reasons[0].evidence["why"]) == (HoldName.REVIEW, "restrict")
    assert isinstance(evaluation.judge(campaign(purpose=purpose), decided, text(), NOON, LAW), Allow)


OPEN_AT_NOON = ("Europe/Madrid", "Europe/London", "Africa/Lagos", "Atlantic/Canary", "Europe/Lisbon")
CLOSED_AT_NOON = "America/Los_Angeles"


@pytest.mark.parametrize("place", range(5))
@pytest.mark.parametrize("how", ["stated", "by number"])
def test_every_zone_the_person_may_be_in_must_be_open_whatever_its_place(place: int, how: str) -> None:
    """Law 7, with more zones than two: the one that is closed may be named last, or by the number only."""
    zones = [*OPEN_AT_NOON[:place], CLOSED_AT_NOON, *OPEN_AT_NOON[place:]]
    person = lead(zones=in_zone(*zones))
    if how == "by number":
        person = lead(zones=(), numbers=(number(zones=in_zone(*zones)),))
    office = campaign(windows=(window("09:00-21:00"),))

    verdict = evaluation.judge(office, facts(lead=person), text(), NOON, LAW)

    assert isinstance(verdict, Defer)
    assert verdict.until == instant("2027-03-09 17:00"), "nine in Los Angeles, and open everywhere else"
    all_open = lead(zones=in_zone(*OPEN_AT_NOON))
    assert isinstance(evaluation.judge(office, facts(lead=all_open), text(), NOON, LAW), Allow)


def test_without_a_known_zone_nothing_goes() -> None:
    """Law 6. A zone that does not exist is as unknown as none."""
    for zones in ((), in_zone("Etc/Unknown"), in_zone("Europe/Madrid", "Europe/Atlantis")):
        verdict = evaluation.judge(campaign(), facts(lead=lead(zones=zones)), text(), NOON, LAW)

        assert isinstance(verdict, Hold)
        assert (verdict.name, verdict.reasons[-1].rule) == (HoldName.ZONE, "zone.unknown")


def test_a_number_that_is_refused_anyway_does_not_hold_the_lead_for_its_zone() -> None:
    """A premium number has no place; the mobile beside it has."""
    numbers = (number(1, kind=NumberKind.OTHER), number(2, zones=in_zone("Europe/Madrid")))

    verdict = evaluation.judge(campaign(), facts(lead=lead(zones=(), numbers=numbers)), text(), NOON, LAW)

    assert isinstance(verdict, Allow)
    assert verdict.number == 2


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (number(2, zones=in_zone("Europe/Madrid")), "allow"),  # the digits of the next one say where
        (number(2, zones=in_zone("Europe/Madrid"), closed="wrong_number"), "hold"),  # none is left but the first
        (number(2), "hold"),
    ],
)
def test_a_number_without_a_place_makes_way_for_the_next_but_costs_no_step(second: Number, expected: str) -> None:
    """The lead waits for its place to become known; the cadence does not walk on without it."""
    verdict = evaluation.judge(campaign(), facts(lead=lead(zones=(), numbers=(number(1), second))), text(), NOON, LAW)

    assert verdict_name(verdict) == expected
    assert ("zone.unknown", 1) in [(reason.rule, reason.evidence["number"]) for reason in verdict.reasons]


@pytest.mark.parametrize("left", [("spring", "autumn"), ("autumn", "spring"), ("autumn", "winter", "spring")])
def test_each_campaign_that_a_person_left_stays_left(left: tuple[str, ...]) -> None:
    """The order in which they left them changes nothing."""
    rows = tuple(suppressed(place, 1, SuppressionScope.CAMPAIGN, name) for place, name in enumerate(left))

    for name in (*left, "summer"):
        judged = evaluation.judge(campaign(campaign=name), facts(suppressions=rows), text(), NOON, LAW)

        assert isinstance(judged, Allow if name == "summer" else Refuse), name


STOP = Inbound(id="stop", channel=Channel.SMS, number=1, sender=SENDER, at=NOON - MINUTES, meaning="revoke")
CONFIRM = Candidate(channel=Channel.SMS, cause=Cause(kind=CauseKind.INBOUND, ref="stop"), number=1, sender=SENDER)
AN_EARLIER_ONE = touch(NOON - SECOND, cause=Cause(kind=CauseKind.INBOUND, ref="stop-before"))


BY_CARRIER = replace(STOP, id="before", at=STOP.at - SECOND, confirmed_by_carrier=True)
REJOINED = replace(STOP, id="back", meaning="rejoin", at=STOP.at - SECOND)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({}, None),  # five minutes old to the second
        ({"inbound": (replace(STOP, at=STOP.at - SECOND),)}, "too_late"),
        ({"inbound": (replace(STOP, confirmed_by_carrier=True),)}, "confirmed_by_carrier"),
        ({"inbound": (replace(STOP, meaning="hold"),)}, "no_optout"),
        ({"inbound": ()}, "no_optout"),
        ({"touches": (AN_EARLIER_ONE,)}, "confirmed_before"),
        # once for the person, whichever enrolment or campaign carried it
        ({"touches": (replace(AN_EARLIER_ONE, enrolment="enrolment-2"),)}, "confirmed_before"),
        ({"touches": (replace(AN_EARLIER_ONE, enrolment="e-9", campaign="autumn", number=2),)}, "confirmed_before"),
        ({"touches": (replace(AN_EARLIER_ONE, lead="lead-2", enrolment="e-9"),)}, None),  # a neighbour's
        ({"touches": (replace(AN_EARLIER_ONE, state=TouchState.UNKNOWN, outcome=None),)}, "confirmed_before"),
        ({"touches": (replace(AN_EARLIER_ONE, state=TouchState.PLANNED, outcome=None),)}, None),  # nothing had left
        ({"touches": (replace(AN_EARLIER_ONE, cause=CONFIRM.cause),)}, None),  # its own row, at the gate again
        # the carrier confirmed the one before, which we never had to: this is still the second
        (
            {"inbound": (replace(STOP, id="before", at=STOP.at - SECOND, confirmed_by_carrier=True), STOP)},
            "confirmed_before",
        ),
        # who came back and stops again is answered again
        ({"touches": (replace(AN_EARLIER_ONE, at=NOON - 2 * MINUTES),), "inbound": (REJOINED, STOP)}, None),
    ],
)
def test_exactly_one_confirmation_of_an_opt_out_goes_and_in_time(change: dict[str, Any], why: str | None) -> None:
    """Protocol §1.6: the one touch that passes a suppression, and limits, gap, consent and hours with it."""
    closed = campaign(windows=(window("03:00-04:00"),), limits=(in_all(0),), gap=timedelta(days=9))
    known = facts(**({"inbound": (STOP,), "suppressions": (suppressed(1, 1, EVERYTHING),), "consents": ()} | change))

    verdict = evaluation.judge(closed, known, CONFIRM, NOON, LAW)

    if why is None:
        assert isinstance(verdict, Allow)
        assert verdict.closes == STOP.at + MINUTES
    else:
        assert isinstance(verdict, Refuse)
        assert [(reason.rule, reason.evidence["why"]) for reason in verdict.reasons] == [("optout.confirmation", why)]


def test_a_confirmation_obeys_pauses() -> None:
    """The panic button means everything."""
    known = facts(inbound=(STOP,), pauses=(Pause(scope=PauseScope.ALL, since=NOON),))

    assert isinstance(evaluation.judge(campaign(), known, CONFIRM, NOON, LAW), Hold)


def test_a_task_needs_no_number_hour_consent_or_zone() -> None:
    """Nothing leaves the house; but it keeps to pauses and dates."""
    shut = campaign(windows=(window("03:00-04:00"),), limits=(in_all(0),), gap=timedelta(days=9))
    known = facts(touch(NOON), lead=lead(numbers=(), zones=()), consents=())
    work = Candidate(channel=Channel.TASK, cause=Cause(kind=CauseKind.STEP, ref="work"), step="work")

    allowed = evaluation.judge(shut, known, work, NOON, LAW)
    paused = evaluation.judge(shut, replace(known, pauses=(Pause(scope=PauseScope.ALL, since=NOON),)), work, NOON, LAW)
    early = evaluation.judge(campaign(start=day("2027-03-15")), known, work, NOON, LAW)

    assert isinstance(allowed, Allow)
    assert allowed.number is None
    assert isinstance(paused, Hold)
    assert isinstance(early, Defer)
    assert early.until == instant("2027-03-15 00:00")
