"""Is what follows from a campaign's fields worked out anew when a copy has other fields?"""

from cadence.campaign import Campaign, Step
from cadence.campaign.content.call import CallStep
from cadence.domain import Channel, NumberKind
from tests.unit.policy.builders import campaign, sms

TEXTS = campaign(sms("hello"), sms("again"))
CALL = Step(step="ring", call=CallStep(floor="sales"))


def derived(file: Campaign) -> tuple[object, ...]:
    """Return everything that is worked out from the fields of a campaign."""
    return file.places, file.callback_step, file.unused_kinds, [step.channel for step in file.cadence]


def test_a_copy_with_other_steps_does_not_know_the_old_ones() -> None:
    """`model_copy` copies everything that an object holds."""
    assert derived(TEXTS) == ({"hello": 0, "again": 1}, None, {NumberKind.EMAIL}, [Channel.SMS, Channel.SMS])

    calls = TEXTS.model_copy(update={"cadence": (CALL,)})

    assert derived(calls) == ({"ring": 0}, CALL, {NumberKind.EMAIL}, [Channel.CALL])


def test_a_copy_of_a_step_with_other_words_is_on_their_channel() -> None:
    """A step holds its channel, content and floor in the same way."""
    step = TEXTS.step_named("hello")
    assert (step.channel, step.content, step.floor) == (Channel.SMS, step.sms, "")

    called = step.model_copy(update={"sms": None, "call": CallStep(floor="sales")})

    assert (called.channel, called.content, called.floor) == (Channel.CALL, called.call, "sales")
    assert called.lasts is not None


def test_what_was_worked_out_makes_no_difference_between_two_campaigns() -> None:
    """Equality and the stored form are those of the fields."""
    used, fresh = campaign(sms("hello")), campaign(sms("hello"))
    derived(used)

    assert used == fresh
    assert used.model_dump_json() == fresh.model_dump_json()
