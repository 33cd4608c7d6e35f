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

    def message(self, touch: str) -> str:
        """Return where the status of a message is reported."""
        return self._of(MESSAGE, touch)

    def call(self, touch: str) -> str:
        """Return where the status of a call is reported."""
        return self._of(CALL, touch)

    def voice(self, touch: str) -> str:
        """Return where the TwiML of an answered call is requested."""
        return self._of(VOICE, touch)

    def dial(self, touch: str) -> str:
        """Return where the end of the leg to the agent is reported."""
        return self._of(DIAL, touch)

    def keypad(self, touch: str) -> str:
        """Return where a pressed key is reported."""
        return self._of(KEYPAD, touch)

    def inbound(self) -> str:
        """Return where messages from people are received."""
        return self._of(INBOUND, "")

    def incoming(self) -> str:
        """Return where the TwiML for a person who calls us is requested."""
        return self._of(INCOMING, "")

    def incoming_key(self) -> str:
        """Return where a key that such a person pressed is reported."""
        return self._of(INCOMING_KEY, "")

    def _of(self, path: str, touch: str) -> str:
        return self.public_url.rstrip("/") + path.format(touch=touch) + AGAIN
