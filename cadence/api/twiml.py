"""
What is played on an answered call? Pure: TwiML for one touch.

A person is connected to the floor at once. A machine gets the voicemail message after its tone, if there is one.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from cadence.campaign import Campaign
from cadence.channels.provider import CarrierReport
from cadence.channels.twilio import twiml
from cadence.channels.twilio.addresses import DIAL, KEYPAD, Addresses
from cadence.channels.twilio.webhooks import Answered
from cadence.domain import Outcome
from cadence.domain.outcomes import VOICEMAIL
from cadence.ledger.touches.touch_rows import Stored
from cadence.planning.position import step_of

AGENT_RING = timedelta(seconds=15)
"""How long the person waits for an agent, in the Clock's time. The lease keeps one free, so the wait is short."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """What is known about a call when the carrier requests its TwiML."""

    stored: Stored
    campaign: Campaign  # the version that the touch was made with
    voicemail: str = ""  # rendered when the touch was reserved; "" once it was erased


def when_answered(script: Script, answered: Answered, at: Addresses) -> str:
    """Return the TwiML for a person or machine that answered."""
    if answered.machine:
        recording = _voicemail(script, answered)
        return twiml.leave(recording) if recording else twiml.hang_up()
    stored = script.stored
    floor = script.campaign.floors.get(stored.floor)
    if floor is None or not floor.endpoint:
        return _apology(script, at)  # nobody can be connected, but the person must not hear silence
    action = at.of(DIAL, stored.touch.id)
    return twiml.connect(floor.endpoint, action=action, ring=AGENT_RING, caller=stored.touch.sender)


def report_of(script: Script, answered: Answered) -> CarrierReport:
    """Return the report of an answered call, with the fact that a machine got the voicemail: no other report has it."""
    return replace(answered.report, delivery=VOICEMAIL) if _voicemail(script, answered) else answered.report


def after_agent(script: Script, outcome: Outcome | None, at: Addresses) -> str:
    """Return the TwiML after the leg to the agent: nothing after a conversation, an apology if there was none."""
    return _apology(script, at) if outcome is Outcome.ABANDONED else twiml.hang_up()


def after_key(script: Script, digit: str) -> str:
    """Return the TwiML after a pressed key: only one key has a meaning."""
    return twiml.acknowledge(script.campaign.language) if digit == twiml.OPT_OUT_KEY else twiml.hang_up()


def _apology(script: Script, at: Addresses) -> str:
    company, language = script.campaign.sender.company, script.campaign.language
    touch = script.stored.touch
    return twiml.apologise(company, language=language, keypad=at.of(KEYPAD, touch.id), number=touch.sender)


def _voicemail(script: Script, answered: Answered) -> twiml.Recording | None:
    """Return the message for a machine that answered; None before its tone, because nobody would hear it."""
    if not answered.after_tone:
        return None
    step = step_of(script.campaign, script.stored.touch.cause)
    audio = step.call.voicemail_audio if step and step.call else ""
    if not audio and not script.voicemail:
        return None
    return twiml.Recording(text=script.voicemail, audio=audio, language=script.campaign.language)
