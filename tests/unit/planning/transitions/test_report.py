"""Does the carrier's report of a touch change what it must, and no more?"""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from cadence.campaign import check_text
from cadence.campaign.content.call import CallStep
from cadence.campaign.step_shape import Step
from cadence.domain import (
    Channel,
    Disposition,
    Facts,
    NewsKind,
    Outcome,
    PauseScope,
    Suppression,
    SuppressionScope,
    Touch,
    TouchState,
)
from cadence.domain.error_subject import ErrorSubject
from cadence.domain.touch_record import Stored
from cadence.planning.transitions import change
from cadence.planning.transitions.apply import apply
from cadence.planning.transitions.change import (
    BeginPause,
    Change,
    CloseNumber,
    FreePlace,
    KeepContradiction,
    Notify,
    People,
    Suppress,
    SuppressPerson,
    UpdateTouch,
)
from cadence.planning.transitions.events import Reported
from cadence.planning.transitions.report import hung_up, keeps_plan, reaches_further, recorded, wakes_workflow
from cadence.policy.packs.law import Law
from cadence.policy.packs.loading import law_of
from cadence.policy.primitives.limit import Count
from tests.unit.policy.builders import NOON, facts, touch

SENT = touch(NOON, id="t", state=TouchState.SETTLED, outcome=Outcome.SENT, ended_at=NOON, sender="+34910000001")
RINGS = touch(NOON, id="t", channel=Channel.CALL, state=TouchState.CARRIED, outcome=None, sender="+34910000001")
SOON = NOON + timedelta(minutes=1)


def told(known: Touch, **more: Any) -> Reported:
    """Return a report of a touch, a minute later."""
    settings: dict[str, Any] = {"was": Stored(touch=known, version=1, sid="SM1", outcome_at=NOON), "at": SOON}
    return Reported(**(settings | more))


def report(known: Touch, **more: Any) -> Change:
    """Return what a report changes."""
    return change(facts(known), told(known, **more), SOON)


def updated(made: Change) -> dict[str, Any]:
    """Return the fields of the touch that change."""
    return next((dict(write.values) for write in made.writes if isinstance(write, UpdateTouch)), {})


@pytest.mark.parametrize(
    ("details", "closes"),
    [
        ({"outcome": Outcome.INVALID_NUMBER, "code": "30005", "about": ErrorSubject.NUMBER}, True),  # it does not exist
        ({"outcome": Outcome.INVALID_NUMBER}, True),  # the network said so, without a code
        (
            {"outcome": Outcome.INVALID_NUMBER, "code": "30006", "about": ErrorSubject.CHANNEL},
            False,
        ),  # a landline takes calls
        ({"outcome": Outcome.UNDELIVERED, "code": "30003", "about": ErrorSubject.UNREACHABLE}, False),
        ({"outcome": Outcome.FAILED, "code": "63007", "about": ErrorSubject.SENDER}, False),  # our own mistake
        ({"outcome": Outcome.DELIVERED}, False),
    ],
)
def test_a_number_is_closed_only_when_it_does_not_exist(details: dict[str, Any], closes: bool) -> None:
    """A closed number is used in no campaign any more, so what is about something else must not close one."""
    made = report(SENT, **details)

    assert (CloseNumber(number=1, reason="invalid_number") in made.writes) is closes
    assert (apply(facts(SENT), made).lead.numbers[0].closed == "invalid_number") is closes


def test_what_reached_the_person_closes_no_number_afterwards() -> None:
    """A later report that says less is kept as evidence, and nothing follows from it."""
    reached = replace(SENT, outcome=Outcome.DELIVERED)

    made = report(reached, outcome=Outcome.INVALID_NUMBER, code="30005", about=ErrorSubject.NUMBER)

    kept = KeepContradiction(touch="t", outcome=Outcome.INVALID_NUMBER, code="30005", at=SOON)
    assert [write for write in made.writes if not isinstance(write, UpdateTouch)] == [kept]
    assert "outcome" not in updated(made)


@pytest.mark.parametrize("stands", [Outcome.SENT, Outcome.DELIVERED])
def test_an_opt_out_at_the_carrier_stops_the_person_whatever_stands(stands: Outcome) -> None:
    """The stop counts even where another report says more of the touch; its own enrolment is planned for at once."""
    made = report(replace(SENT, outcome=stands), outcome=Outcome.OPTED_OUT, code="21610", about=ErrorSubject.PERSON)

    assert Suppress(numbers=(1,), source="carrier", ref="t") in made.writes
    everybody = People(lead="lead-1", numbers=(1,))
    but = "enrolment-1" if stands is Outcome.SENT else ""
    assert made.notify == (Notify(kind=NewsKind.OPT_OUT, people=everybody, ref="t", but=but),)


def test_an_opt_out_that_was_known_wakes_nobody() -> None:
    """The carrier says it of every message, and says it twice."""
    closed = Suppression(id=1, number=1, scope=SuppressionScope.EVERYTHING, since=NOON)
    known = facts(SENT, suppressions=(closed,))

    made = change(known, told(SENT, outcome=Outcome.OPTED_OUT, code="21610", about=ErrorSubject.PERSON), SOON)

    assert (made.notify, made.take_back) == ((), ())
    assert [type(write) for write in made.writes] == [UpdateTouch, SuppressPerson]


@pytest.mark.parametrize("about", ErrorSubject)
def test_a_code_pauses_what_it_is_about_and_nothing_else(about: ErrorSubject) -> None:
    """One country that is not enabled must not stop everybody (each code acts on what it is about)."""
    made = report(
        SENT, outcome=Outcome.NOT_TAKEN, code="99999", about=about, country="ES", template="hello", words="no"
    )

    expected = {
        ErrorSubject.SENDER: (PauseScope.SENDER, f"{SENT.channel}:+34910000001"),
        ErrorSubject.ACCOUNT: (PauseScope.CARRIER, "account"),
        ErrorSubject.COUNTRY: (PauseScope.DESTINATION, f"{SENT.channel}:ES"),
        ErrorSubject.UNVERIFIED: (PauseScope.DESTINATION, f"{SENT.channel}:#1"),
        ErrorSubject.TEMPLATE: (PauseScope.TEMPLATE, "hello"),
    }
    scope, value = expected.get(about, (None, ""))
    pauses = (BeginPause(scope=scope, value=value, reason="carrier code 99999: no", since=SENT.at),) if scope else ()
    assert made.pauses == pauses


def test_only_the_number_waits_whose_country_nobody_knows() -> None:
    """And a free text has no template that could be mended."""
    unknown = report(SENT, outcome=Outcome.NOT_TAKEN, code="21408", about=ErrorSubject.COUNTRY)
    free = report(SENT, outcome=Outcome.FAILED, code="63016", about=ErrorSubject.TEMPLATE)

    assert [(pause.scope, pause.value) for pause in unknown.pauses] == [(PauseScope.DESTINATION, f"{SENT.channel}:#1")]
    assert free.pauses == ()


def test_a_report_that_says_nothing_new_changes_nothing_and_pauses_nothing() -> None:
    """Reports come twice: a sender that somebody has resumed since must not be paused by the second one."""
    first = report(SENT, outcome=Outcome.FAILED, code="63007", about=ErrorSubject.SENDER, sid="SM1")
    after = replace(SENT, state=TouchState.SETTLED, outcome=Outcome.FAILED)
    was = Stored(touch=after, version=1, sid="SM1", code="63007", outcome_at=SOON)

    again = report(after, was=was, outcome=Outcome.FAILED, code="63007", about=ErrorSubject.SENDER, sid="SM1")

    assert first.pauses
    assert (again.writes, again.pauses) == ((), ())


def test_another_leg_of_the_call_is_not_this_touch() -> None:
    """Its id is another one."""
    assert report(RINGS, outcome=Outcome.BUSY, sid="SM2", over=True) == Change(at=SOON)


def test_the_end_of_a_call_frees_the_place_and_a_conversation_waits_for_the_word() -> None:
    """The wrap-up counts from the end that was reported first, however late the report of the answer is."""
    end = told(RINGS, over=True, status="completed")
    noted = recorded(end, SOON)
    assert FreePlace(touch="t") in noted.writes
    assert not reaches_further(end, noted)

    ended = replace(RINGS, state=TouchState.SETTLED, outcome=Outcome.NO_ANSWER, ended_at=NOON)
    late = report(ended, outcome=Outcome.ANSWERED, at=NOON + timedelta(hours=2), wrap_up=timedelta(minutes=2))
    assert updated(late)["wrap_up_until"] == NOON + timedelta(minutes=2)


def test_a_report_may_come_before_the_answer_to_our_request() -> None:
    """A call that rings was carried; the answer that comes later adds its id and undoes nothing."""
    reserved = replace(RINGS, state=TouchState.RESERVED)
    rings = report(reserved, was=Stored(touch=reserved, version=1), sid="CA1", status="ringing")
    assert updated(rings) == {"sid": "CA1", "status": "ringing", "carried_at": SOON, "state": TouchState.CARRIED}

    busy = replace(RINGS, state=TouchState.SETTLED, outcome=Outcome.BUSY, ended_at=NOON)
    answer = report(busy, was=Stored(touch=busy, version=1), sid="CA1", taken=True)
    assert updated(answer) == {"sid": "CA1", "carried_at": SOON}
    assert apply(facts(busy), answer).touches[0].taken is True


REPORTS = (
    (Outcome.UNDELIVERED, "30003", NOON + timedelta(minutes=2)),
    (Outcome.DELIVERED, "", NOON + timedelta(minutes=1)),
    (Outcome.OPTED_OUT, "21610", NOON + timedelta(minutes=3)),
)


@pytest.mark.parametrize("order", list(permutations(REPORTS)))
def test_reports_in_any_order_end_with_the_same_facts(order: tuple[tuple[Outcome, str, datetime], ...]) -> None:
    """`delivered` after `undelivered` or before it: it did reach the person, and the stop counts."""
    known: Facts = facts(SENT)
    was = Stored(touch=SENT, version=1, sid="SM1", outcome_at=NOON)
    for outcome, code, at in order:
        made = change(known, told(SENT, was=was, outcome=outcome, code=code, at=at), at)
        known = apply(known, made)
        own = {name: value for name, value in updated(made).items() if name in ("code", "outcome_at", "status")}
        was = replace(was, touch=known.touches[0], **own)

    assert (known.touches[0].outcome, known.touches[0].ended_at) == (Outcome.DELIVERED, NOON)
    assert [suppression.number for suppression in known.suppressions] == [1]


@pytest.mark.parametrize(
    ("known", "more", "until"),
    [
        ({"outcome": Outcome.ANSWERED, "wrap_up_until": SOON + timedelta(minutes=2)}, {}, SOON + timedelta(minutes=2)),
        ({"answered_at": NOON}, {}, SOON + timedelta(minutes=2)),  # the end of the leg to the agent is not told yet
        ({"answered_at": NOON}, {"outcome": Outcome.ABANDONED}, None),  # no agent took it
        ({}, {"outcome": Outcome.BUSY}, None),
        ({}, {"outcome": Outcome.LOST, "over": False}, None),
        ({}, {"outcome": Outcome.ANSWERED, "answered_at": NOON}, SOON + timedelta(minutes=2)),
        (
            {
                "outcome": Outcome.ANSWERED,
                "wrap_up_until": SOON + timedelta(minutes=2),
                "disposition": Disposition.CONVERTED,
            },
            {},
            None,  # the agent has said what came of it
        ),
    ],
)
def test_an_agent_is_free_when_the_conversation_is_written_up(
    known: dict[str, Any], more: dict[str, Any], until: datetime | None
) -> None:
    """At the end of the wrap-up after a conversation, at once after any other call."""
    end = {"over": True, "status": "completed", "wrap_up": timedelta(minutes=2)} | more
    noted = recorded(told(replace(RINGS, **known), **end), SOON)
    assert [write for write in noted.writes if isinstance(write, FreePlace)] == [FreePlace(touch="t", at=until)]


@pytest.mark.parametrize(
    ("channel", "state", "changed", "wakes"),
    [
        (Channel.CALL, TouchState.CARRIED, False, True),  # an activity waits for the end of a call
        (Channel.CALL, TouchState.SETTLED, False, False),  # that end was reported before
        (Channel.CALL, TouchState.SETTLED, True, True),  # a later report that changes the plan
        (Channel.SMS, TouchState.RESERVED, True, False),  # its activity is running and returns the outcome itself
        (Channel.SMS, TouchState.SETTLED, True, True),
        (Channel.SMS, TouchState.SETTLED, False, False),  # the workflow would do the same
    ],
)
def test_the_workflow_is_notified_where_it_waits_or_where_the_plan_changes(
    channel: Channel, state: TouchState, changed: bool, wakes: bool
) -> None:
    """News that changes nothing would wake a million workflows."""
    was = Stored(touch=replace(RINGS, channel=channel, state=state), version=1)

    assert wakes_workflow(was, changed=changed) is wakes


@pytest.mark.parametrize(
    ("known", "detects", "ended"),
    [
        ({}, True, True),  # the machine detection had no result yet, so nobody asked us what to say
        ({}, False, False),  # such a call does not wait for machine detection
        ({"delivery": "live"}, True, False),  # we were asked: an agent could have taken it
        ({"greeting_end_at": NOON}, True, False),
        ({"agent_at": NOON}, True, False),
    ],
)
def test_a_person_who_hangs_up_before_detection_ends_is_no_abandoned_call(
    known: dict[str, Any], detects: bool, ended: bool
) -> None:
    """The law's ratio counts calls that no agent took in time; here no agent could."""
    step = Step(step="ring", call=CallStep(floor="sales", detect_machines=detects))
    was = Stored(touch=replace(RINGS, **known), version=1)

    assert hung_up(was, step) is ended
    assert not hung_up(was, None)


# What keeps a plan


BRANCHES = """
campaign: branches
purpose: service
jurisdictions: none
country: ES
from: {{company: Tienda Sol, sms: "+34910000001"}}
windows: [{{days: mon-sun, hours: "00:00-24:00"}}]
limits: [{{max: 9, per: campaign}}]
cadence:
  - step: hello
    sms: "Hola, soy de {{{{ company }}}}."
    on: {{{on}, otherwise: again}}
  - step: again
    after: 1 day
    sms: "Hola, soy de {{{{ company }}}}."
"""


def keeps(known: Touch, *, on: str = "undelivered: end", law: Law | None = None, **more: Any) -> bool:
    """Tell whether a report keeps the plan of a lead on such a campaign."""
    event = told(known, **more)
    campaign = check_text(BRANCHES.format(on=on), "branches.yaml", ()).right()
    return keeps_plan(event, recorded(event, SOON), campaign, law or Law())


@pytest.mark.parametrize("outcome", [Outcome.DELIVERED, Outcome.READ])
def test_a_message_that_arrives_keeps_the_plan(outcome: Outcome) -> None:
    """Nobody asks for it: neither a branch nor a limit of the law."""
    assert keeps(SENT, outcome=outcome, status=str(outcome))


@pytest.mark.parametrize("word", ["sent", "delivered"])
def test_an_arrival_that_a_branch_names_is_planned(word: str) -> None:
    """The file says where it leads."""
    assert not keeps(SENT, on=f"{word}: end", outcome=Outcome.DELIVERED)


@pytest.mark.parametrize(("after", "planned"), [("delivered", True), ("sent", True), ("left", False)])
def test_an_arrival_that_a_wait_names_is_planned(after: str, planned: bool) -> None:
    """The next step is due at another time; a message that arrives had left before, too."""
    file = BRANCHES.format(on="replied: end")
    waits = f"{file}  - {{step: later, sms: Hi, after: {{{after}: 1 day, otherwise: 2 days}}}}\n"
    event = told(SENT, outcome=Outcome.DELIVERED)
    campaign = check_text(waits, "branches.yaml", ()).right()

    assert keeps_plan(event, recorded(event, SOON), campaign, Law()) is not planned


@pytest.mark.parametrize("place", ["branch", "step", "limit", "window"])
@pytest.mark.parametrize(
    ("condition", "planned"),
    [
        ("{touches: {outcome: delivered, at_least: 1}}", True),
        ("{touches: {outcome: [sent, busy], at_most: 0}}", True),
        ("{not: {any: [{plan: gold}, {hours_since: {event: delivered, at_least: 2}}]}}", True),
        ("{hours_since: {event: delivered, is: unknown}}", True),
        ("{hours_since: {event: contacted, at_least: 2}}", False),
        ("{touches: {at_least: 1}, plan: delivered}", False),
    ],
)
def test_an_arrival_that_a_condition_asks_for_is_planned(condition: str, planned: bool, place: str) -> None:
    """Another step may come next, or it is due at another time."""
    branch = f"replied: [{{where: {condition}, to: end}}, again]" if place == "branch" else "replied: end"
    text = BRANCHES.format(on=branch)
    if place == "step":
        text += f"    where: {condition}\n"
    if place == "limit":
        text = text.replace("limits: [", f"limits: [{{max: 1, per: 1 day, where: {condition}}}, ")
    if place == "window":
        text = text.replace("windows: [", f'windows: [{{days: sat, hours: "09:00-12:00", where: {condition}}}, ')
    event = told(SENT, outcome=Outcome.DELIVERED)
    campaign = check_text(text, "branches.yaml", ()).right()

    assert keeps_plan(event, recorded(event, SOON), campaign, Law()) is not planned


@pytest.mark.parametrize("outcome", [Outcome.UNDELIVERED, Outcome.OPTED_OUT, Outcome.INVALID_NUMBER, Outcome.FAILED])
def test_what_did_not_arrive_is_planned(outcome: Outcome) -> None:
    """Another number, another channel or the end may follow."""
    assert not keeps(SENT, outcome=outcome)


@pytest.mark.parametrize("state", [TouchState.RESERVED, TouchState.UNKNOWN])
def test_an_arrival_before_the_answer_to_our_request_is_planned(state: TouchState) -> None:
    """The touch was under way until now."""
    assert not keeps(replace(SENT, state=state, outcome=None, ended_at=None), outcome=Outcome.DELIVERED)


def test_an_arrival_that_moves_the_end_is_planned() -> None:
    """The wait for the next step counts from there."""
    assert not keeps(SENT, outcome=Outcome.DELIVERED, at=NOON - timedelta(minutes=1))


@pytest.mark.parametrize(("counted", "kept"), [("conversation", True), ("delivered", False), ("read", False)])
def test_an_arrival_that_a_limit_of_the_law_counts_is_planned(counted: str, *, kept: bool) -> None:
    """A pack may allow so many delivered messages a day."""
    law = law_of(("co-one-contact",)).packs[0]
    rules = (rule.model_copy(update={"count": Count(events=[counted])}) for rule in law.rules if rule.type == "limit")
    assert keeps(SENT, outcome=Outcome.READ, law=Law(packs=(law.model_copy(update={"rules": tuple(rules)}),))) is kept
