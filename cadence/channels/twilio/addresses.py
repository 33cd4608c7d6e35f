"""
Where does the carrier reach us about a touch? Pure: every path of a callback is built here and nowhere else.

The touch's id stands in the address, so a callback finds its touch before the carrier's own id is known.
"""

from dataclasses import dataclass

MESSAGE = "/twilio/message/{touch}"
"""Status of a message."""
CALL = "/twilio/call/{touch}"
"""Status of a call."""
VOICE = "/twilio/voice/{touch}"
"""Asked when a call is answered: what is to be said, and who is to be connected?"""
DIAL = "/twilio/dial/{touch}"
"""Asked when the leg to the agent has ended."""
KEYPAD = "/twilio/keypad/{touch}"
"""Asked when the person pressed a key in something recorded."""
INBOUND = "/twilio/inbound"
"""A message from a person; set at the carrier for each of our numbers."""
INCOMING = "/twilio/incoming"
"""Asked when a person calls one of our numbers; set at the carrier for each number that people see."""
INCOMING_KEY = "/twilio/incoming/key"
"""Asked when the person who called us pressed a key."""

AGAIN = "#rc=3&rp=ct,rt,5xx"
"""
Twilio's words for: when nobody is there, answers in time, or can write it down (503), try three times more.

By itself it tries again only when nobody is there. The fragment is no part of what it calls and signs.
"""


@dataclass(frozen=True, slots=True)
class Addresses:
    """The callback addresses under one public URL, which may have a path of its own."""

    public_url: str

    def message(self, touch: str) -> str:
        """Return where the status of a message is reported."""
        return self._of(MESSAGE, touch)

    def call(self, touch: str) -> str:
        """Return where the status of a call is reported."""
        return self._of(CALL, touch)

    def voice(self, touch: str) -> str:
        """Return where an answered call asks what to say."""
        return self._of(VOICE, touch)

    def dial(self, touch: str) -> str:
        """Return where the end of the leg to the agent is reported."""
        return self._of(DIAL, touch)

    def keypad(self, touch: str) -> str:
        """Return where a pressed key is reported."""
        return self._of(KEYPAD, touch)

    def inbound(self) -> str:
        """Return where messages from people come in."""
        return self._of(INBOUND, "")

    def incoming(self) -> str:
        """Return where the carrier asks what to say to a person who calls us."""
        return self._of(INCOMING, "")

    def incoming_key(self) -> str:
        """Return where the key is reported that such a person pressed."""
        return self._of(INCOMING_KEY, "")

    def _of(self, path: str, touch: str) -> str:
        return self.public_url.rstrip("/") + path.format(touch=touch) + AGAIN
