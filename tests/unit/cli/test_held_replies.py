"""Does a campaign say that somebody has to read its replies?"""

from cadence.cli.launching.forecast import needs_reader
from cadence.languages import say
from tests.unit.policy.builders import call, campaign, sms, whatsapp


def test_a_campaign_whose_messages_can_be_answered_needs_a_reader() -> None:
    """An unclear reply holds touches back until somebody has decided."""
    assert needs_reader(campaign(sms("hello"))) == [say("en", "plan-needs-reader")]
    assert needs_reader(campaign(call("ring"), whatsapp("hello"))) == [say("en", "plan-needs-reader")]


def test_a_campaign_that_only_calls_needs_none() -> None:
    """Nobody writes back to a call."""
    assert needs_reader(campaign(call("ring"))) == []
