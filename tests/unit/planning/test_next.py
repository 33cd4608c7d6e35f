"""Does every lead get a try inside its window, a wait with an end or a name, or the end?"""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cadence.campaign import Campaign
from cadence.campaign.parts import Before, FileLimit, FileWindow, Retry
from cadence.campaign.periods import Hours, LocalDaysPeriod, WholeCampaign
from cadence.domain import (
    HELD,
    Allow,
    Attempt,
    Callback,
    CampaignState,
    Cause,
    CauseKind,
    Channel,
    Consent,
    Defer,
    Disposition,
    Enrolment,
    Facts,
    Finish,
    Hold,
    HoldName,
    IfLate,
    Inbound,
    Lead,
    Move,
    Outcome,
    Pause,
    PauseScope,
    Purpose,
    Refuse,
    Suppression,
    SuppressionScope,
    Touch,
    TouchState,
    Wait,
)
from cadence.domain.counted import counts
from cadence.languages import has_sentence
from cadence.planning import next_move, verdict, why
from cadence.planning.next import _BY_RULE, COMPLETED, UNREACHED
from cadence.policy.packs.law import Law
from tests.unit.policy.builders import (
    MADRID,
    MONDAY,
    OFFICE,
    call,
    campaign,
    facts,
    hours,
    later,
    number,
    sms,
    task,
    tried,
    whatsapp,
    window,
)

LAW = Law(packs=(), guard=timedelta(seconds=60))
TWO = campaign(sms("hello"), call("ring", after=hours(2)), windows=OFFICE)


def attempt(move: Move) -> Attempt:
    """Return the move as a try; the test expects one."""
    assert isinstance(move, Attempt), move
    return move


def test_the_first_step_goes_at_once_inside_its_window() -> None:
    """Nothing objects: the try is now."""
    move = attempt(next_move(TWO, facts(), MONDAY, LAW))

    assert (move.step, move.at, move.due) == ("hello", MONDAY, MONDAY)


def test_a_try_lies_inside_its_window_when_it_is_given() -> None:
    """Sent at 12:30 in Madrid, the call two hours later falls in the siesta and goes at four."""
    known = facts(tried("hello", Outcome.SENT, at=MONDAY + hours(2.5)))

    move = attempt(next_move(TWO, known, MONDAY + hours(2.5), LAW))

    assert move.due == MONDAY + hours(4.5)
    assert move.at == datetime(2027, 3, 8, 15, 0, tzinfo=UTC)


def test_what_is_under_way_is_returned_as_itself() -> None:
    """While a touch is open the plan names that same touch, never a second one (law 2)."""
    known = facts(tried("hello", None, state=TouchState.UNKNOWN))

    move = attempt(next_move(TWO, known, MONDAY + hours(9), LAW))

    assert (move.step, move.attempt, move.cause.lap) == ("hello", 1, 1)


def test_leads_due_together_are_spread_and_keep_their_instant() -> None:
    """First touches share an instant; each lead's delay follows from its id, and planning again keeps it."""
    spring = campaign(sms("hello"), spread=timedelta(minutes=30))
    known = facts()

    first = attempt(next_move(spring, known, MONDAY, LAW))
    again = attempt(next_move(spring, replace(known, planned=first), MONDAY + timedelta(seconds=5), LAW))
    due = attempt(next_move(spring, replace(known, planned=first), first.at + timedelta(seconds=3), LAW))

    assert MONDAY < first.at < MONDAY + timedelta(minutes=30)
    assert again.at == first.at
    assert due.at == first.at + timedelta(seconds=3), "its turn has come: it goes now"


def test_a_hundred_leads_at_an_opening_do_not_go_out_together() -> None:
    """The herd at nine o'clock is spread over the campaign's `spread`."""
    spring = campaign(sms("hello"), windows=OFFICE, spread=timedelta(minutes=30))
    early = MONDAY - hours(3)
    instants = set()
    for count in range(100):
        lead = Lead(id=f"lead-{count}", numbers=(number(),), zones=(MADRID,), country="ES")
        enrolment = Enrolment(id="enrolment-1", campaign="spring", version=1, at=early)
        known = facts(lead=lead, enrolment=enrolment)
        instants.add(attempt(next_move(spring, known, early, LAW)).at)

    opening = datetime(2027, 3, 8, 8, 0, tzinfo=UTC)
    assert all(opening <= at < opening + timedelta(minutes=30) for at in instants)
    assert len(instants) > 90


def test_a_step_due_later_is_not_held_by_a_pause_of_today() -> None:
    """Only leads that meet the closed gate wait for it; the others may never notice it (law 4)."""
    paused = (Pause(scope=PauseScope.ALL, since=MONDAY),)
    known = facts(tried("hello", Outcome.SENT), pauses=paused)

    assert attempt(next_move(TWO, known, MONDAY, LAW)).at == MONDAY + hours(2)


def test_a_step_that_is_due_waits_for_the_pause_to_end_by_name() -> None:
    """The hold says what ends it (law 3)."""
    known = facts(pauses=(Pause(scope=PauseScope.CAMPAIGN, value="spring", since=MONDAY),))

    move = next_move(TWO, known, MONDAY + hours(1), LAW)

    assert move == Wait(at=None, hold=HoldName.RUNNING, key="campaign:spring")


def test_the_time_a_pause_held_is_given_back() -> None:
    """Half an hour of the two had passed; an hour and a half is left when the pause ends (law 5)."""
    pause = Pause(scope=PauseScope.ALL, since=MONDAY + hours(0.5), until=MONDAY + hours(1.5))
    known = facts(tried("hello", Outcome.SENT), pauses=(pause,))

    assert attempt(next_move(TWO, known, MONDAY + hours(1.5), LAW)).due == MONDAY + hours(3)


def test_an_undelivered_message_branches_at_once() -> None:
    """Nothing was touched since, so the plan changes with the carrier's word."""
    spring = campaign(sms("hello", on={"undelivered": "ring"}), sms("more", after=hours(24)), call("ring"))
    known = facts(tried("hello", Outcome.UNDELIVERED))

    move = attempt(next_move(spring, known, MONDAY + hours(1), LAW))

    assert (move.step, move.at) == ("ring", MONDAY + hours(1))


def test_an_answered_call_waits_for_what_the_agent_says() -> None:
    """The disposition decides the branch; the wrap-up limit ends the wait."""
    known = facts(
        tried("ring", Outcome.ANSWERED, channel=Channel.CALL, wrap_up_until=MONDAY + timedelta(minutes=2)),
    )
    spring = campaign(call("ring", on={"converted": "end"}), sms("bye", after=hours(1)))

    assert next_move(spring, known, MONDAY, LAW) == Wait(at=MONDAY + timedelta(minutes=2), hold=HoldName.WRAP_UP)
    assert attempt(next_move(spring, known, MONDAY + timedelta(minutes=2), LAW)).step == "bye"


def test_words_that_stop_end_the_enrolment_with_their_own_name() -> None:
    """`stop_on: [converted]` and an agent who says so."""
    spring = campaign(call("ring"), sms("bye"), stop_on=("converted", "replied"))

    by_agent = facts(tried("ring", Outcome.ANSWERED, disposition=Disposition.CONVERTED))
    by_reply = facts(tried("ring", Outcome.SENT, replied_at=MONDAY))

    assert next_move(spring, by_agent, MONDAY, LAW) == Finish(reason="converted")
    assert next_move(spring, by_reply, MONDAY, LAW) == Finish(reason="replied")


def test_a_promise_outlives_the_reply_that_asked_for_it() -> None:
    """Stopping on a reply that says "call me tomorrow" would break the promise."""
    spring = campaign(sms("hello"), call("ring"), stop_on=("replied",))
    known = facts(
        tried("hello", Outcome.SENT, replied_at=MONDAY),
        callbacks=(Callback(id="promise-1", at=MONDAY + hours(24), ref="inbound:1"),),
    )

    move = attempt(next_move(spring, known, MONDAY, LAW))
    kept = tried("ring", Outcome.NO_ANSWER, at=move.at, cause=Cause(kind=CauseKind.CALLBACK, ref="promise-1"))

    assert (move.at, str(move.cause)) == (MONDAY + hours(24), "callback:promise-1:1")
    assert next_move(spring, later(known, kept), move.at, LAW) == Finish(reason="replied")


def test_a_wrong_number_ends_the_lead_only_when_it_was_the_last() -> None:
    """The person has not been reached: their other number is tried."""
    spring = campaign(call("ring"), stop_on=("wrong_number",))
    wrong = tried("ring", Outcome.ANSWERED, disposition=Disposition.WRONG_NUMBER)
    only = Lead(id="lead-1", numbers=(number(1, closed="wrong_number"),), zones=(MADRID,), country="ES")
    two = replace(only, numbers=(*only.numbers, number(2)))

    assert next_move(spring, facts(wrong, lead=only), MONDAY, LAW) == Finish(reason="wrong_number")
    assert attempt(next_move(spring, facts(wrong, lead=two), MONDAY, LAW)).attempt == 2


def stopped(facts_: Facts) -> Facts:
    """Return the facts after an opt-out of the person."""
    everything = Suppression(id=1, number=1, scope=SuppressionScope.EVERYTHING, since=MONDAY, source="reply")
    message = Inbound(
        id="message-1",
        channel=Channel.SMS,
        number=1,
        sender="+34910000001",
        at=MONDAY,
        meaning="revoke",
        touch=facts_.touches[-1].id,
    )
    return replace(facts_, suppressions=(everything,), inbound=(message,))


def test_an_opt_out_is_confirmed_once_and_then_it_is_over() -> None:
    """One confirmation, within five minutes, through the same door (protocol §1.6)."""
    known = stopped(facts(tried("hello", Outcome.SENT)))

    confirm = attempt(next_move(TWO, known, MONDAY, LAW))
    done = tried("", Outcome.SENT, cause=confirm.cause)

    assert str(confirm.cause) == "inbound:message-1:1"
    assert isinstance(verdict(TWO, known, confirm, MONDAY, LAW), Allow)
    assert next_move(TWO, later(known, done), MONDAY, LAW) == Finish(reason="opted_out")
    assert next_move(TWO, known, MONDAY + timedelta(minutes=6), LAW) == Finish(reason="opted_out")


def test_a_confirmation_the_carrier_has_sent_is_not_sent_again() -> None:
    """Two confirmations are one contact too many."""
    known = stopped(facts(tried("hello", Outcome.SENT)))
    known = replace(known, inbound=(replace(known.inbound[0], confirmed_by_carrier=True),))

    assert next_move(TWO, known, MONDAY, LAW) == Finish(reason="opted_out")


def test_an_unclear_reply_holds_marketing_until_somebody_read_it() -> None:
    """It may have been a stop: better silent than sorry (law 6)."""
    spring = campaign(sms("hello"), sms("more"), purpose=Purpose.MARKETING)
    unclear = Inbound(id="message-1", channel=Channel.SMS, number=1, sender="", at=MONDAY, meaning="hold")
    known = facts(tried("hello", Outcome.SENT), inbound=(unclear,))

    assert next_move(spring, known, MONDAY, LAW) == Wait(hold=HoldName.REVIEW)
    assert attempt(next_move(spring, replace(known, inbound=(replace(unclear, reviewed=True),)), MONDAY, LAW))


def test_an_unclear_reply_never_holds_work_for_our_own_people() -> None:
    """A cadence that comes to a task goes on to it; what follows the task waits."""
    spring = campaign(sms("hello"), task("look"), sms("more"), purpose=Purpose.MARKETING)
    unclear = Inbound(id="message-1", channel=Channel.SMS, number=1, sender="", at=MONDAY, meaning="hold")
    known = facts(tried("hello", Outcome.SENT), inbound=(unclear,))
    looked = facts(
        tried("hello", Outcome.SENT),
        tried("look", Outcome.CREATED, channel=Channel.TASK, number=None),
        inbound=(unclear,),
    )

    assert attempt(next_move(spring, known, MONDAY, LAW)).step == "look"
    assert next_move(spring, looked, MONDAY, LAW) == Wait(hold=HoldName.REVIEW)


@pytest.mark.parametrize(
    "step",
    [
        {},  # due now
        {"after": hours(5)},  # due later
        {"expires": hours(1)},  # not worth doing any more: it is passed over by the decision, not before
        {"if_late": IfLate.SKIP},
    ],
)
def test_a_row_of_a_list_that_waits_for_a_decision_holds_the_step(step: dict[str, Any]) -> None:
    """The step is not passed over meanwhile, as under an unclear reply; once it was harmless, the plan goes on."""
    spring = campaign(sms("hello"), sms("more", **step), sms("last"))
    row = Suppression(id=1, number=1, scope=SuppressionScope.CHANNEL, value="sms", since=MONDAY, source=HELD)
    known = facts(tried("hello", Outcome.SENT), suppressions=(row,))

    for at in (MONDAY, MONDAY + timedelta(hours=4), MONDAY + timedelta(days=9)):
        assert next_move(spring, known, at, LAW) == Wait(hold=HoldName.ROW)
    free = replace(known, suppressions=())
    assert attempt(next_move(spring, free, MONDAY + timedelta(minutes=1), LAW)).step == "more"


def test_a_reply_about_service_holds_service() -> None:
    """The purpose of the message it answers waits, too, whatever the purpose."""
    spring = campaign(sms("hello"), sms("more"), purpose=Purpose.SERVICE)
    touch = tried("hello", Outcome.SENT, purpose=Purpose.SERVICE)
    unclear = Inbound(
        id="message-1", channel=Channel.SMS, number=1, sender="", at=MONDAY, meaning="hold", touch=touch.id
    )

    assert next_move(spring, facts(touch, inbound=(unclear,)), MONDAY, LAW) == Wait(hold=HoldName.REVIEW)
    assert attempt(next_move(spring, facts(touch, inbound=(replace(unclear, touch=None),)), MONDAY, LAW))


def test_a_stopped_campaign_ends_its_leads() -> None:
    """One row closes the campaign; every lead that looks finds it closed."""
    assert next_move(TWO, facts(state=CampaignState.STOPPED), MONDAY, LAW) == Finish(reason="campaign_stopped")


def test_a_budget_that_is_spent_ends_the_lead() -> None:
    """One budget for all: retries, loops and callbacks live inside it."""
    spring = campaign(sms("hello"), sms("more"), limits=(FileLimit(max=1, per=WholeCampaign()),))

    assert next_move(spring, facts(tried("hello", Outcome.SENT)), MONDAY, LAW) == Finish(reason="budget_spent")


DAILY = FileLimit(max=1, per=LocalDaysPeriod(days=1))
FRIDAY = MONDAY + timedelta(days=4)
STOPPED = Suppression(id=1, number=1, scope=SuppressionScope.EVERYTHING, since=MONDAY, source="reply")


@pytest.mark.parametrize(
    ("limits", "more", "ends"),
    [
        # what a limit moves past the last day never goes: the limit is not used up, the campaign is over
        ((DAILY,), {}, "campaign_ended"),
        ((DAILY, FileLimit(max=9, per=WholeCampaign())), {}, "campaign_ended"),
        # so is it for whatever else moves it
        ((), {"windows": (window("08:00-09:00"),)}, "campaign_ended"),
        # one of two numbers is stopped, the other would go
        ((DAILY,), {"suppressions": (STOPPED,), "numbers": 2}, "campaign_ended"),
        # the budget is spent, whenever the campaign ends
        ((FileLimit(max=1, per=WholeCampaign()),), {}, "budget_spent"),
        ((DAILY, FileLimit(max=1, per=WholeCampaign())), {}, "budget_spent"),
    ],
)
def test_the_end_of_a_campaign_is_told_from_a_budget_that_is_spent(
    limits: tuple[FileLimit, ...], more: dict[str, Any], ends: str
) -> None:
    """What decided is named: others may only have said "not today"."""
    windows = more.pop("windows", (window("00:00-00:00"),))
    spring = campaign(sms("hello"), sms("more", after=hours(1)), limits=limits, windows=windows, end=MONDAY.date())
    numbers = tuple(number(place) for place in range(1, 1 + more.pop("numbers", 1)))
    known = facts(tried("hello", Outcome.SENT, at=MONDAY), **more)
    known = replace(known, lead=replace(known.lead, numbers=numbers))

    assert next_move(spring, known, MONDAY + hours(2), LAW) == Finish(reason=ends)


def test_every_end_by_a_rule_has_words() -> None:
    """In each language of the reports."""
    for word in (*_BY_RULE.values(), "refused_by_rule", COMPLETED, UNREACHED):
        assert has_sentence(f"reason-{word}"), word


def test_a_step_without_consent_is_met_when_due_and_refused_there() -> None:
    """The refusal is written where it happens; the plan does not hide it (law 10)."""
    spring = campaign(whatsapp("hello", otherwise="text"), sms("text"))
    agreed = Consent(id=1, channel=Channel.SMS, given=True, at=MONDAY)
    known = facts(consents=(agreed,))

    move = attempt(next_move(spring, known, MONDAY, LAW))
    answer = verdict(spring, known, move, MONDAY, LAW)

    assert (move.step, move.at) == ("hello", MONDAY)
    assert isinstance(answer, Refuse)
    assert answer.reasons[0].rule == "consent.whatsapp"


def test_a_cadence_in_which_nothing_left_says_so() -> None:
    """A list without consents must not look like a success."""
    spring = campaign(sms("hello"))

    assert next_move(spring, facts(tried("hello", Outcome.SKIPPED)), MONDAY, LAW) == Finish(reason="unreached")
    assert next_move(spring, facts(tried("hello", Outcome.SENT)), MONDAY, LAW) == Finish(reason="completed")


def test_a_task_follows_the_file_and_needs_no_window() -> None:
    """Work for our own people waits for nobody's siesta."""
    spring = campaign(task("look"), windows=OFFICE)
    night = MONDAY + hours(14)

    move = attempt(next_move(spring, facts(), night, LAW))

    assert (move.channel, move.at, move.leaves) == (Channel.TASK, night, False)
    assert isinstance(verdict(spring, facts(), move, night, LAW), Allow)


def late_step(if_late: IfLate) -> tuple[Campaign, Facts, datetime]:
    """Return a step due on Monday that nobody took until Tuesday at noon: the worker was down."""
    spring = campaign(sms("hello"), sms("more", after=hours(1), if_late=if_late), sms("last"), windows=OFFICE)
    return spring, facts(tried("hello", Outcome.SENT)), MONDAY + hours(26)


def test_a_late_step_is_skipped_when_the_file_says_so() -> None:
    """Its opening went by; the refusal is written down as `step.late`."""
    spring, known, now = late_step(IfLate.SKIP)

    move = attempt(next_move(spring, known, now, LAW))
    answer = verdict(spring, known, move, now, LAW)

    assert (move.step, move.at, move.leaves) == ("more", now, False)
    assert isinstance(answer, Refuse)
    assert answer.reasons[0].rule == "step.late"


def test_a_late_step_goes_at_once_when_the_file_says_send() -> None:
    """The window is open: nothing more is waited for."""
    spring, known, now = late_step(IfLate.SEND)

    move = attempt(next_move(spring, known, now, LAW))

    assert (move.step, move.at) == ("more", now)
    assert isinstance(verdict(spring, known, move, now, LAW), Allow)


def test_a_late_step_waits_for_the_next_window_once() -> None:
    """It goes when the next opening begins, and is not late again then."""
    spring, known, now = late_step(IfLate.NEXT_WINDOW)
    afternoon = datetime(2027, 3, 9, 15, 0, tzinfo=UTC)

    move = attempt(next_move(spring, known, now, LAW))
    then = attempt(next_move(spring, replace(known, planned=move), afternoon, LAW))

    assert (move.step, move.at) == ("more", afternoon)
    assert then.at == afternoon
    assert isinstance(verdict(spring, replace(known, planned=move), then, afternoon, LAW), Allow)


@pytest.mark.parametrize(
    ("earlier", "goes"), [(timedelta(seconds=8), True), (timedelta(minutes=1), True), (timedelta(minutes=2), False)]
)
def test_a_report_that_ends_the_touch_before_a_moment_earlier_takes_no_turn_away(
    earlier: timedelta, goes: bool
) -> None:
    """The carrier's own instant comes after our answer. What is due then goes, and is not spread over hours."""
    spring = campaign(sms("hello"), sms("more", after=hours(2)), spread=timedelta(hours=8))
    ended = MONDAY + earlier
    move = attempt(next_move(spring, facts(tried("hello", Outcome.SENT, at=ended)), ended, LAW))
    assert move.at == ended + hours(2)
    corrected = replace(facts(tried("hello", Outcome.SENT, at=MONDAY)), planned=move)

    assert (attempt(next_move(spring, corrected, move.at, LAW)).at == move.at) == goes
    assert attempt(next_move(spring, corrected, MONDAY + hours(1), LAW)).at == (move.at if goes else MONDAY + hours(2))


def test_a_step_that_could_only_go_after_its_date_is_passed_over() -> None:
    """The appointment is at eight in the morning, the window opens at nine."""
    spring = campaign(sms("reminder", before=Before(field="at", by=hours(1))), windows=OFFICE)
    lead = Lead(id="lead-1", numbers=(number(),), zones=(MADRID,), country="ES", attributes={"at": "2027-03-09 08:00"})
    known = facts(lead=lead)

    move = attempt(next_move(spring, known, MONDAY, LAW))
    answer = verdict(spring, known, move, move.at, LAW)

    assert move.at == datetime(2027, 3, 9, 6, 0, tzinfo=UTC)
    assert isinstance(answer, Refuse)
    assert answer.reasons[0].rule == "step.expired"


def test_a_plan_that_a_rule_moved_says_which() -> None:
    """The siesta moved the call: the decision is there to be written down, and it is not a spread (law 10)."""
    known = facts(tried("hello", Outcome.SENT, at=MONDAY + hours(2.5)))
    now = MONDAY + hours(2.5)
    move = next_move(TWO, known, now, LAW)

    behind = why(TWO, known, move, now, LAW)

    assert behind is not None
    limits, answer = behind
    assert limits.step == "ring"
    assert isinstance(answer, Defer)
    assert [reason.rule for reason in answer.reasons] == ["campaign.windows"]
    assert answer.until == attempt(move).at


def test_a_wait_and_an_end_by_a_rule_say_which() -> None:
    """A pause holds what is due, a spent budget ends it."""
    paused = facts(pauses=(Pause(scope=PauseScope.CAMPAIGN, value="spring", since=MONDAY),))
    spring = campaign(sms("hello"), sms("more"), limits=(FileLimit(max=1, per=WholeCampaign()),))
    spent = facts(tried("hello", Outcome.SENT))

    held = why(TWO, paused, next_move(TWO, paused, MONDAY, LAW), MONDAY, LAW)
    ended = why(spring, spent, next_move(spring, spent, MONDAY, LAW), MONDAY, LAW)

    assert held is not None
    assert isinstance(held[1], Hold)
    assert ended is not None
    assert isinstance(ended[1], Refuse)


def test_what_nobody_objected_to_needs_no_reason() -> None:
    """A try that goes now, one that is only spread, and the end of the file were decided by no rule."""
    spread = campaign(sms("hello"), spread=timedelta(minutes=30))
    over = facts(tried("hello", Outcome.SENT))

    assert why(TWO, facts(), next_move(TWO, facts(), MONDAY, LAW), MONDAY, LAW) is None
    assert why(spread, facts(), next_move(spread, facts(), MONDAY, LAW), MONDAY, LAW) is None
    assert why(spread, over, next_move(spread, over, MONDAY, LAW), MONDAY, LAW) is None


def test_a_finished_enrolment_stays_finished() -> None:
    """Later news is recorded; it does not bring a lead back."""
    done = Enrolment(id="enrolment-1", campaign="spring", version=1, at=MONDAY, finished="converted")

    assert next_move(TWO, facts(enrolment=done), MONDAY, LAW) == Finish(reason="converted")


STORY = campaign(
    whatsapp("warm", otherwise="text", on={"undelivered": "text", "otherwise": "ring"}),
    sms("text", after=hours(1)),
    call(
        "ring",
        after=hours(2),
        retry=Retry(on=("busy", "no_answer"), after=hours(3), times=2),
        on={"answered": "end", "voicemail_left": "follow", "otherwise": "follow"},
    ),
    sms("follow", after=hours(24), if_late=IfLate.NEXT_WINDOW, on={"otherwise": "warm"}),
    windows=(FileWindow(days=(0, 1, 2, 3, 4), hours=(Hours(opens=time(9), closes=time(14)),)),),
    limits=(FileLimit(max=2, per=LocalDaysPeriod(days=1)), FileLimit(max=7, per=WholeCampaign())),
    gap=hours(1),
    stop_on=("converted",),
    spread=timedelta(minutes=20),
)
OUTCOMES = {
    Channel.SMS: (Outcome.SENT, Outcome.DELIVERED, Outcome.UNDELIVERED, Outcome.LOST),
    Channel.WHATSAPP: (Outcome.SENT, Outcome.READ, Outcome.UNDELIVERED),
    Channel.CALL: (Outcome.ANSWERED, Outcome.BUSY, Outcome.NO_ANSWER, Outcome.VOICEMAIL_LEFT, Outcome.INVALID_NUMBER),
}


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_every_path_ends_and_nothing_is_left_without_a_wake_up(data: st.DataObject) -> None:
    """Whatever the carrier answers and whoever agreed, each lead ends, and each try was allowed when it was made."""
    agreed = data.draw(st.sets(st.sampled_from([Channel.SMS, Channel.WHATSAPP, Channel.CALL])))
    consents = tuple(Consent(id=1, channel=channel, given=True, at=MONDAY) for channel in sorted(agreed))
    known, now = facts(consents=consents), MONDAY
    for _ in range(40):
        move = next_move(STORY, known, now, LAW)
        if isinstance(move, Finish):
            assert sum(1 for touch in known.touches if counts(touch)) <= 7
            return
        assert isinstance(move, Attempt), move
        assert move.at >= now
        now = move.at
        known = replace(known, planned=move)
        again = next_move(STORY, known, now, LAW)
        assert isinstance(again, Attempt)
        assert again.at == now, "what is planned for an instant is due at it"
        answer = verdict(STORY, known, move, now, LAW)
        assert move.leaves == again.leaves == isinstance(answer, Allow), "nothing else happened, so the plan knew it"
        known = replace(known, touches=(*known.touches, _met(move, answer, now, data)))
    raise AssertionError("forty moves and no end")


def _met(move: Attempt, answer: object, now: datetime, data: st.DataObject) -> Touch:
    """Return the row that meeting the gate leaves."""
    if isinstance(answer, Refuse):
        outcome = Outcome.SKIPPED
    else:
        assert isinstance(answer, Allow), answer
        outcome = data.draw(st.sampled_from(OUTCOMES[move.channel]))
    return tried(move.step, outcome, at=now, cause=move.cause, attempt=move.attempt, channel=move.channel, due=move.due)
