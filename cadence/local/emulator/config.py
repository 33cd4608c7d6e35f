"""How is this emulator set up? Pure: one frozen value, made from the command line or by a test."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cadence.domain.clock import Clock

ADVANCED, DEFAULT, NO_OPT_OUT = "advanced", "default", "none"
"""
What the carrier does by itself when a person writes one of its words.

A messaging service with Advanced Opt-Out blocks, confirms, and says so in the webhook (`OptOutType`). A long code on
its own blocks and confirms, and the webhook says nothing: our own confirmation is then refused with 21610.
"""
SHA1, SHA256 = "HMAC_SHA1", "HMAC_SHA256"


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Everything that can be chosen."""

    file: Path  # the record of all that was carried
    account: str
    token: str = field(repr=False)
    api_key: str = field(default="", repr=False)  # id:secret of a Standard API key: it may not read the account
    clock: Clock = field(default_factory=Clock.real)
    seed: int = 1
    people: Path | None = None  # who lives behind the numbers; without it everybody comes from the seed
    inbound_url: str = ""  # where messages from people are delivered; its fragment may set retries (#rc=3&rp=all)
    incoming_url: str = ""  # asked what to say when a person calls one of our numbers
    desk_url: str = ""  # where agents report what came of a conversation
    desk_token: str = field(default="", repr=False)
    message_rate: float = 100.0  # segments a second for each sender
    call_rate: float = 1.0  # calls a second for the account
    call_queue: float = 86_400.0  # seconds of the Clock a call may wait for its turn: a day, as at Twilio
    agents: int = 5  # on a floor that the people file does not name
    opt_out: str = ADVANCED
    signature: str = SHA1
    webhook_timeout: float = 15.0  # real seconds
    ports: Mapping[str, int] = field(default_factory=dict)  # of the servers beside the API, by name
