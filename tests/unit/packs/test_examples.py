"""Does the law of their leads' places let the example campaigns go, step by step?"""

from functools import cache
from pathlib import Path

import pytest

from cadence.campaign import Campaign, Step, read_campaign
from cadence.domain import Allow, Candidate, Cause, CauseKind, Channel, Hold, Refuse, Verdict
from cadence.policy import evaluation
from cadence.policy.packs.loading import load_law
from tests.unit.packs.court import barring
from tests.unit.policy.builders import facts, instant

CAMPAIGNS = Path(__file__).parents[3] / "campaigns"
MORNING = instant("2027-03-09 10:30")  # of the rehearsal's second day, in Madrid


@cache
def example(name: str) -> Campaign:
    """Return one of the example campaigns for Spain."""
    return read_campaign((CAMPAIGNS / f"{name}.yaml").read_text(encoding="utf-8"))


def steps(name: str) -> list[str]:
    """Return its steps that reach somebody, or hand them over."""
    return [step.step for step in example(name).cadence if step.channel is not None]


def ask(campaign: Campaign, name: str, *, agreed: bool) -> Verdict:
    """Judge one step of a campaign, under today's law of every place, without a copy of any list."""
    step: Step = next(one for one in campaign.cadence if one.step == name)
    assert step.channel is not None
    candidate = Candidate(
        channel=step.channel,
        cause=Cause(kind=CauseKind.STEP, ref=name),
        step=name,
        sender=campaign.sender.of(step.channel) if step.channel is not Channel.TASK else "",
        floor=step.call.floor if step.call else "",
        template=bool(step.whatsapp and step.whatsapp.template),
    )
    known = facts() if agreed else facts(consents=())
    return evaluation.judge(campaign, known, candidate, MORNING, load_law(campaign))


@pytest.mark.parametrize("name", ["cart-recovery", "appointment-reminders"])
def test_each_step_may_go_to_who_agreed(name: str) -> None:
    """Their texts, senders and rings are as the law of Spain, the European layer and the platforms want them."""
    verdicts = {step: ask(example(name), step, agreed=True) for step in steps(name)}

    assert verdicts
    assert {step: barring(verdict) for step, verdict in verdicts.items() if not isinstance(verdict, Allow)} == {}


def test_who_agreed_to_nothing_is_passed_over_and_not_held_for_a_list() -> None:
    """A list nobody has imported changes nothing for who is refused without it: the cadence goes on."""
    carts = example("cart-recovery")
    verdicts = {step: ask(carts, step, agreed=False) for step in steps("cart-recovery") if step != "hand_over"}

    assert verdicts
    assert {step for step, verdict in verdicts.items() if not isinstance(verdict, Refuse)} == set()
    for step, verdict in verdicts.items():
        assert {"es.robinson", "eu.consent.proof"} <= barring(verdict), step


def test_who_may_be_asked_on_another_ground_waits_for_the_list() -> None:
    """A customer without a word of consent is held until somebody brings the Lista Robinson (law 6)."""
    carts = example("cart-recovery")
    own = {Channel.SMS: {"basis": "customer", "reason": "they bought last week"}}
    campaign = Campaign.model_validate(carts.model_dump(by_alias=True) | {"consent": own})

    verdict = ask(campaign, "warm_up_sms", agreed=False)

    assert isinstance(verdict, Hold)
    assert (verdict.name.value, verdict.key) == ("registry.fresh", "lista_robinson")
