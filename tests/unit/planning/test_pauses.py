"""Is a pause shown where it can hold something, and nowhere else?"""

import pytest

from cadence.domain import Lead, Number, NumberKind, PauseScope
from cadence.planning.pauses import can_hold
from tests.unit.policy.builders import call, campaign, sms, task, whatsapp

OURS, OTHER = "+34910000001", "+34910000002"
TEXTS = campaign(sms("hello"))
CALLS = campaign(call("ring"))
CHATS = campaign(whatsapp("offer"), task("look"))
ANA = Lead(id="ana", numbers=(Number(id=7, e164="+34600000007", kind=NumberKind.MOBILE, country="ES"),))


@pytest.mark.parametrize(
    ("scope", "value", "held"),
    [
        (PauseScope.ALL, "", (True, True, True)),
        (PauseScope.CAMPAIGN, "spring", (True, True, True)),
        (PauseScope.CAMPAIGN, "summer", (False, False, False)),
        (PauseScope.LEAD, "ana", (True, True, True)),
        (PauseScope.LEAD, "bea", (False, False, False)),
        (PauseScope.CHANNEL, "sms", (True, False, False)),
        (PauseScope.CHANNEL, "call", (False, True, False)),
        (PauseScope.CHANNEL, "whatsapp", (False, False, True)),
        (PauseScope.SENDER, OURS, (True, True, True)),
        (PauseScope.SENDER, f"sms:{OURS}", (True, False, False)),  # as the engine pauses one
        (PauseScope.SENDER, OTHER, (False, False, False)),
        (PauseScope.FLOOR, "sales", (False, True, False)),
        (PauseScope.FLOOR, "another", (False, False, False)),
        (PauseScope.TEMPLATE, "hello", (False, False, True)),
        (PauseScope.TEMPLATE, "another", (False, False, False)),
        (PauseScope.CARRIER, "account", (True, True, True)),
        (PauseScope.DESTINATION, "sms:ES", (True, False, False)),
        (PauseScope.DESTINATION, "sms:#7", (True, False, False)),
        (PauseScope.DESTINATION, "sms:#8", (False, False, False)),  # somebody else's number
        (PauseScope.DESTINATION, "sms:MX", (False, False, False)),
        (PauseScope.DESTINATION, "call:ES", (False, True, False)),
    ],
)
def test_a_pause_of_something_that_a_campaign_does_not_use_holds_nobody_in_it(
    scope: PauseScope, value: str, held: tuple[bool, ...]
) -> None:
    """A campaign of texts, one of calls, one of WhatsApp and a task; to Ana, who has number 7 in Spain."""
    assert tuple(can_hold(file, scope, value, ANA) for file in (TEXTS, CALLS, CHATS)) == held


@pytest.mark.parametrize(
    ("scope", "value", "held"),
    [
        (PauseScope.DESTINATION, "sms:MX", (True, False, False)),  # somebody of the list may be there
        (PauseScope.DESTINATION, "call:#8", (False, True, False)),
        (PauseScope.LEAD, "ana", (False, False, False)),  # those of single people are too many to tell
        (PauseScope.FLOOR, "sales", (False, True, False)),
    ],
)
def test_without_a_person_it_is_about_everybody_in_the_campaign(
    scope: PauseScope, value: str, held: tuple[bool, ...]
) -> None:
    """For the status of a campaign."""
    assert tuple(can_hold(file, scope, value) for file in (TEXTS, CALLS, CHATS)) == held
