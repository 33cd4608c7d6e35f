"""Does the law of their leads' places let the example campaigns go, step by step?"""

from pathlib import Path

import pytest

from cadence.campaign import Campaign, Step, read_campaign
from cadence.domain import Allow, Candidate, Cause, CauseKind, Channel, Hold, Refuse, Verdict
from cadence.policy import evaluation
from cadence.policy.packs.loading import load_law
from tests.unit.packs.court import barring
from tests.unit.policy.builders import facts, instant

CAMPAIGNS = Path(__file__).parents[3] / "campaigns"
SPANISH = {
    name: read_campaign((CAMPAIGNS / f"{name}.yaml").read_text(encoding="utf-8"))
    for name in ("cart-recovery", "appointment-reminders")
}
STEPS = [(name, step.step) for name, one in SPANISH.items() for step in one.cadence if step.channel is not None]
MORNING = instant("2027-03-09 10:30")  # of the rehearsal's second day, in Madrid


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


@pytest.mark.parametrize(("name", "step"), STEPS)
def test_each_step_may_go_to_who_agreed(name: str, step: str) -> None:
    """Their texts, senders and rings are as the law of Spain, the European layer and the platforms want them."""
    verdict = ask(SPANISH[name], step, agreed=True)

    assert isinstance(verdict, Allow), barring(verdict)


@pytest.mark.parametrize(
    ("name", "step"), [row for row in STEPS if row[0] == "cart-recovery" and row[1] != "hand_over"]
)
def test_who_agreed_to_nothing_is_passed_over_and_not_held_for_a_list(name: str, step: str) -> None:
    """A list nobody has imported changes nothing for who is refused without it: the cadence goes on."""
    verdict = ask(SPANISH[name], step, agreed=False)

    assert isinstance(verdict, Refuse)
    assert {"es.robinson", "eu.consent.proof"} <= barring(verdict)


def test_who_may_be_asked_on_another_ground_waits_for_the_list() -> None:
    """A customer without a word of consent is held until somebody brings the Lista Robinson (law 6)."""
    carts = SPANISH["cart-recovery"]
    own = {Channel.SMS: {"basis": "customer", "reason": "they bought last week"}}
    campaign = Campaign.model_validate(carts.model_dump(by_alias=True) | {"consent": own})

    verdict = ask(campaign, "warm_up_sms", agreed=False)

    assert isinstance(verdict, Hold)
    assert (verdict.name.value, verdict.key) == ("registry.fresh", "lista_robinson")
