"""
At which address does the carrier call our webhooks? Pure: every webhook path is built here and nowhere else.

The touch's id is in the address, so a webhook finds its touch before the carrier's own id is known.
"""

from dataclasses import dataclass

MESSAGE = "/twilio/message/{touch}"
"""Status of a message."""
CALL = "/twilio/call/{touch}"
"""Status of a call."""
VOICE = "/twilio/voice/{touch}"
"""Requested when a call is answered: what to say, and which floor to connect."""
DIAL = "/twilio/dial/{touch}"
"""Requested when the leg to the agent has ended."""
KEYPAD = "/twilio/keypad/{touch}"
"""Requested when the person pressed a key during a recording."""
ANSWER = "/twilio/answer/{touch}"
"""Requested when a person has heard the question of a call: with the digit that they pressed, or without one."""
ANSWER_AGAIN = "/twilio/answer/{touch}/again"
"""The same, when it was asked once more."""
INBOUND = "/twilio/inbound"
"""A message from a person; set at the carrier for each of our numbers."""
INCOMING = "/twilio/incoming"
"""Requested when a person calls one of our numbers; set at the carrier for each number that people see."""
INCOMING_KEY = "/twilio/incoming/key"
"""Requested when a person who called us pressed a key."""

AGAIN = "#rc=3&rp=ct,rt,5xx"
"""
Tells Twilio to retry three times on a failed connection, a read timeout, or a 5xx answer such as our 503.

By default it retries only a failed connection. The fragment is not part of what it calls and signs.
"""


@dataclass(frozen=True, slots=True)
class Addresses:
    """The webhook addresses under one public URL, which may have its own path."""

    public_url: str

    def of(self, path: str, touch: str = "") -> str:
        """Return the address of one of the paths above."""
        return self.public_url.rstrip("/") + path.format(touch=touch) + AGAIN
