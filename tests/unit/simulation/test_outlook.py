"""Is the first touch that is told the one that a launch would make?"""

from dataclasses import replace
from datetime import timedelta

import pytest

from cadence.campaign import check_text
from cadence.domain import Attempt, Channel, NumberKind
from cadence.leads.lists.facts import facts_of_row
from cadence.planning import next_move
from cadence.policy.wording import in_words
from cadence.simulation import first_touches
from cadence.simulation.forecast import EXAMPLES
from tests.unit.campaign.conditions.samples import where
from tests.unit.simulation.lists import FILE, MONDAY, campaign, row, world

ROWS = [row(place) for place in range(30)]


def test_the_first_touch_is_what_the_plan_of_a_launch_says() -> None:
    """A launch enrols a lead with `next_move`: same step, same instant."""
    there = world()
    forecast = first_touches(there, ROWS, MONDAY)
    moves = [next_move(there.campaign, facts_of_row(there.campaign, row, MONDAY), MONDAY, there.law) for row in ROWS]
    firsts = [move for move in moves if isinstance(move, Attempt)]

    assert len(firsts) == len(ROWS) == forecast.reached
    assert forecast.first == min(one.at for one in firsts)
    assert forecast.last == max(one.at for one in firsts)
    assert forecast.steps == {("hello", Channel.SMS): len(ROWS)}


def test_it_is_told_by_the_hour_and_by_the_clock_of_the_person() -> None:
    """Eight in Madrid is seven in the Canaries: both open at half past nine on their own walls."""
    rows = [row(1), row(2, zone="Atlantic/Canary", region="CN")]
    forecast = first_touches(world(campaign(spread=timedelta(0))), rows, MONDAY)

    hours = {zone: hour for hour, zone in forecast.when}
    assert hours["Atlantic/Canary"] - hours["Europe/Madrid"] == timedelta(hours=1)


def test_who_is_reached_on_a_later_step_is_counted_there() -> None:
    """Without a word about text messages the call comes first, and the report says which rule passed the text over."""
    forecast = first_touches(world(), [row(1, Channel.CALL)], MONDAY)

    assert forecast.steps == {("ring", Channel.CALL): 1}
    assert forecast.passed == {("hello", "consent.sms"): 1}


def test_who_cannot_be_reached_is_counted_by_why_and_some_are_named() -> None:
    """A landline without a consent for calls, a hundred of them: the deciding rules, five examples, and words."""
    rows = [row(place, Channel.WHATSAPP) for place in range(100)]
    forecast = first_touches(world(), rows, MONDAY)

    (bar,) = forecast.bars.values()
    assert bar.leads == 100
    assert bar.rules == ("consent.call", "consent.sms")
    assert len(bar.examples) == EXAMPLES
    refusal = forecast.rules["consent.call"].refusal
    assert refusal is not None
    assert in_words(refusal) == "no consent on record for calls"


def test_who_said_no_is_not_counted_with_who_was_never_asked() -> None:
    """The same rule bars both, and each is told in words of their own."""
    never, no = row(1, Channel.WHATSAPP), row(2, Channel.SMS)
    no = replace(no, consents=tuple(replace(consent, given=False) for consent in no.consents))
    forecast = first_touches(world(), [never, no], MONDAY)

    assert {bar.examples[0]: in_words(bar.reasons[-1]) for bar in forecast.bars.values()} == {
        never.key: "no consent on record for text messages",
        no.key: "consent for text messages was withdrawn (record 1)",
    }


def test_each_step_is_told_by_what_decided_about_it() -> None:
    """The same rule says no to the text for want of a proof, and later to the call for want of a consent."""
    unproven = row(1, Channel.SMS)
    unproven = replace(unproven, consents=tuple(replace(consent, source="") for consent in unproven.consents))
    call_last = FILE.partition("  - step: again")[0].replace("otherwise: again", "otherwise: end")
    forecast = first_touches(world(campaign(call_last)), [unproven], MONDAY)

    (bar,) = forecast.bars.values()
    assert bar.rules == ("consent.call", "eu.consent.proof")
    assert [in_words(reason).partition(" (")[0] for reason in bar.reasons] == [
        "no consent on record for calls",
        "the source of the consent for text messages is not recorded",
    ]


def test_who_waits_for_something_is_counted_by_what() -> None:
    """A landline in a place that nobody knows waits for its zone."""
    nowhere = row(1, zones=(), country="", region="")
    forecast = first_touches(world(campaign(country="", jurisdictions=(), no_jurisdictions=True)), [nowhere], MONDAY)

    (bar,) = forecast.bars.values()
    assert bar.hold == "zone.known"


def test_rules_that_bind_are_named_with_their_law() -> None:
    """What was asked about whom, and how often it said no."""
    landline = row(2)
    landline = row(2, numbers=(type(landline.numbers[0])(e164="+34910000002", kind=NumberKind.FIXED, country="ES"),))
    forecast = first_touches(world(), [row(1), landline], MONDAY)

    assert forecast.rules["number.kind"].said_no == 1
    assert forecast.rules["es.hours"].pack == "es"
    assert forecast.rules["es.hours"].law
    assert forecast.rules["es.hours"].asked == 1


@pytest.mark.parametrize("hour", [0, 12])
@pytest.mark.parametrize("step", ['sms: "Hola {{ name }}"', "call: desk"])
def test_who_has_a_date_that_is_over_is_not_reached_and_the_report_says_why(step: str, hour: int) -> None:
    """Inside hours and outside: nothing leaves after a launch, so nothing is promised before it."""
    text = f"""
campaign: visits
purpose: service
jurisdictions: none
country: ES
from: {{company: Tienda Sol, sms: "+34910000001", voice: "+34910000001"}}
windows: [{{days: mon-sun, hours: 9-21}}]
consent: {{sms: {{basis: contract, reason: customers}}, call: {{basis: contract, reason: customers}}}}
limits: [{{max: 5, per: campaign}}]
floors: {{desk: {{agents: 3, endpoint: "client:desk"}}}}
cadence:
  - step: hello
    before: {{field: visit, by: 1 day}}
    {step}
"""
    at = MONDAY.replace(hour=hour)
    over, ahead = (at - timedelta(days=30)).date().isoformat(), (at + timedelta(days=30)).date().isoformat()
    there = world(check_text(text, "visits.yaml").right())
    rows = [replace(row(place), attributes={"visit": day}) for place, day in ((1, over), (2, ahead))]
    forecast = first_touches(there, rows, at)

    assert forecast.reached == 1
    assert [(bar.rules, bar.leads) for bar in forecast.bars.values()] == [(("step.expired",), 1)]
    assert all("expired" in in_words(reason) for bar in forecast.bars.values() for reason in bar.reasons)


def test_a_step_that_is_for_others_is_skipped_for_a_person() -> None:
    """A plan, a simulation and a launch ask the same condition; what is not known of a person is no yes."""
    file = campaign(
        cadence=tuple(
            step.model_copy(update={"where": where("{plan: premium}")}) if step.step == "hello" else step
            for step in campaign().cadence
        )
    )
    rows = [replace(row(place), attributes={"plan": plan}) for place, plan in enumerate(("premium", "basic", ""))]
    forecast = first_touches(world(file), rows, MONDAY)

    assert forecast.steps == {("hello", Channel.SMS): 1, ("ring", Channel.CALL): 2}
    assert forecast.passed == {("hello", "step.where"): 2}
