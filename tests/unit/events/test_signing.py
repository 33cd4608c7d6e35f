"""Do receivers accept our signatures? Checked with the library that Standard Webhooks publishes for them."""

import json
from datetime import timedelta

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from cadence.domain.clock import utc_now
from cadence.domain.events import EventType
from cadence.engine.events.schemas import example
from cadence.engine.events.signing import headers, new_secret

EVENT = example(EventType.TOUCH_ENDED)
BODY = json.dumps(EVENT).encode()


def test_a_receiver_accepts_what_we_have_signed() -> None:
    """And reads the event."""
    secret = new_secret()

    assert Webhook(secret).verify(BODY, headers([secret], EVENT["id"], utc_now(), BODY)) == EVENT


def test_both_secrets_are_accepted_while_one_is_being_changed() -> None:
    """The receiver changes it when it likes within that time."""
    old, new = new_secret(), new_secret()
    signed = headers([new, old], EVENT["id"], utc_now(), BODY)

    for secret in (old, new):
        assert Webhook(secret).verify(BODY, signed) == EVENT
    assert old != new


@pytest.mark.parametrize(
    ("changed", "body", "later"),
    [
        ({"webhook-id": "another"}, BODY, timedelta(0)),
        ({"webhook-timestamp": "1"}, BODY, timedelta(0)),
        ({}, BODY + b" ", timedelta(0)),
        ({}, BODY, timedelta(minutes=-6)),  # sent again by somebody who has recorded it
    ],
)
def test_a_receiver_refuses_what_was_changed(changed: dict[str, str], body: bytes, later: timedelta) -> None:
    """The id, the time and the body are signed."""
    secret = new_secret()
    signed = headers([secret], EVENT["id"], utc_now() + later, BODY)

    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(body, signed | changed)


def test_a_receiver_refuses_another_secret() -> None:
    """Anybody can send a request."""
    with pytest.raises(WebhookVerificationError):
        Webhook(new_secret()).verify(BODY, headers([new_secret()], EVENT["id"], utc_now(), BODY))
