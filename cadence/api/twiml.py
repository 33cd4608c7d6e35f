"""
What does an answered call hear? Pure: TwiML for one touch.

A person is connected to the floor at once. A machine hears the voicemail after its tone, if there is one.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from cadence.campaign import Campaign
from cadence.channels.provider import CarrierReport
from cadence.channels.twilio import twiml
from cadence.channels.twilio.addresses import Addresses
from cadence.channels.twilio.webhooks import Answered
from cadence.domain import Outcome
from cadence.domain.outcomes import VOICEMAIL
from cadence.ledger.touches.touch_rows import Stored
from cadence.planning.position import step_of

AGENT_RING = timedelta(seconds=15)
"""How long the person waits for an agent, in the Clock's time. A permit has kept one free, so it is seldom used up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """What is known of a call when it asks what to say."""

    stored: Stored
    campaign: Campaign  # the version that the touch was made under
    voicemail: str = ""  # rendered when the touch was reserved; "" once it was erased


def when_answered(script: Script, answered: Answered, at: Addresses) -> str:
    """Return what is said to whoever answered."""
    if answered.machine:
        recording = _voicemail(script, answered)
        return twiml.leave(recording) if recording else twiml.hang_up()
    stored = script.stored
    floor = script.campaign.floors.get(stored.floor)
    if floor is None or not floor.endpoint:
        return _apology(script, at)  # nobody can be connected, but nobody is left in silence
    return twiml.connect(floor.endpoint, action=at.dial(stored.touch.id), ring=AGENT_RING, caller=stored.touch.sender)


def heard(script: Script, answered: Answered) -> CarrierReport:
    """Return what is known once this was said: that a machine got its words stands nowhere else."""
    return replace(answered.report, delivery=VOICEMAIL) if _voicemail(script, answered) else answered.report


def after_agent(script: Script, outcome: Outcome | None, at: Addresses) -> str:
    """Return what follows the leg to the agent: nothing after a conversation, an apology when there was none."""
    return _apology(script, at) if outcome is Outcome.ABANDONED else twiml.hang_up()


def after_key(script: Script, digit: str) -> str:
    """Return what follows a key: only one has a meaning."""
    return twiml.acknowledge(script.campaign.language) if digit == twiml.OPT_OUT_KEY else twiml.hang_up()


def _apology(script: Script, at: Addresses) -> str:
    company, language = script.campaign.sender.company, script.campaign.language
    touch = script.stored.touch
    return twiml.apologise(company, language=language, keypad=at.keypad(touch.id), number=touch.sender)


def _voicemail(script: Script, answered: Answered) -> twiml.Recording | None:
    """Return what is left with the machine that answered: nothing before its tone, which nobody would hear."""
    if not answered.after_tone:
        return None
    step = step_of(script.campaign, script.stored.touch.cause)
    audio = step.call.voicemail_audio if step and step.call else ""
    if not audio and not script.voicemail:
        return None
    return twiml.Recording(text=script.voicemail, audio=audio, language=script.campaign.language)
