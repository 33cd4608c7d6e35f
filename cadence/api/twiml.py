"""
What is played on an answered call? Pure: TwiML for one touch.

A person is connected to the floor at once, or is asked a question first. A machine gets the voicemail message after
its tone, if there is one.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from cadence.campaign import Campaign
from cadence.channels.provider import CarrierReport
from cadence.channels.twilio import twiml
from cadence.channels.twilio.addresses import ANSWER, ANSWER_AGAIN, DIAL, KEYPAD, Addresses
from cadence.channels.twilio.webhooks import Answered
from cadence.domain import ANSWER as ANSWERS
from cadence.domain import Outcome
from cadence.domain.outcomes import RECORDED, VOICEMAIL
from cadence.ledger.touches.touch_rows import Stored
from cadence.planning.position import step_of
from cadence.replies.digits import has_stop, read_digit
from cadence.replies.opt_out import Reply

AGENT_RING = timedelta(seconds=15)
"""How long the person waits for an agent, in the Clock's time. The lease keeps one free, so the wait is short."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """What is known about a call when the carrier requests its TwiML."""

    stored: Stored
    campaign: Campaign  # the version that the touch was made with
    voicemail: str = ""  # rendered when the touch was reserved; "" once it was erased
    question: str = ""  # the same


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterQuestion:
    """What follows when a person has heard the question of a call."""

    twiml: str
    over: bool  # the call ends, and no agent is rung


def when_answered(script: Script, answered: Answered, at: Addresses) -> str:
    """Return the TwiML for a person or machine that answered."""
    if answered.machine:
        recording = _voicemail(script, answered)
        return twiml.leave(recording) if recording else twiml.hang_up()
    if script.question:
        return _asked(script, at.of(ANSWER, script.stored.touch.id))
    return _connected(script, at)


def _asked(script: Script, action: str) -> str:
    """Return the question of a call."""
    return twiml.ask(twiml.Recording(text=script.question, language=script.campaign.language), action=action)


def _connected(script: Script, at: Addresses) -> str:
    """Return the TwiML that connects a person to the floor."""
    stored = script.stored
    floor = script.campaign.floors.get(stored.floor)
    if floor is None or not floor.endpoint:
        return _apology(script, at)  # nobody can be connected, but the person must not hear silence
    action = at.of(DIAL, stored.touch.id)
    return twiml.connect(floor.endpoint, action=action, ring=AGENT_RING, caller=stored.touch.sender)


def report_of(script: Script, answered: Answered) -> CarrierReport:
    """
    Return the report of an answered call, with how the person was reached: no other report has it.

    A machine got the voicemail, or a person hears the recorded voice that asks the question.
    """
    if _voicemail(script, answered):
        return replace(answered.report, delivery=VOICEMAIL)
    return replace(answered.report, delivery=RECORDED) if script.question and not answered.machine else answered.report


def answer_of(script: Script, digit: str) -> Reply | None:
    """Return the answer that a digit is; None for no digit, and for one that is no answer."""
    step = step_of(script.campaign, script.stored.touch.cause)
    question = script.campaign.question_of(step) if step is not None and script.question else None
    return read_digit(digit, question) if question is not None else None


def after_question(script: Script, given: Reply | None, at: Addresses, *, again: bool) -> AfterQuestion:
    """
    Return what follows a question: an answer that the file names ends the call, any other goes to the floor.

    Without an answer it is asked once more if `again`, then the person is connected. Without a floor the call ends.
    """
    stored, language = script.stored, script.campaign.language
    if given is None and again and script.question:
        return AfterQuestion(twiml=_asked(script, at.of(ANSWER_AGAIN, stored.touch.id)), over=False)
    step = step_of(script.campaign, stored.touch.cause)
    word = f"{ANSWERS}{given.answer}" if given is not None else ""
    named = step is not None and (word in step.on or word in script.campaign.stop_on)
    if stored.floor and not named:
        return AfterQuestion(twiml=_connected(script, at), over=False)
    return AfterQuestion(twiml=twiml.thank(language, answered=given is not None), over=True)


def after_agent(script: Script, outcome: Outcome | None, at: Addresses) -> str:
    """Return the TwiML after the leg to the agent: nothing after a conversation, an apology if there was none."""
    return _apology(script, at) if outcome is Outcome.ABANDONED else twiml.hang_up()


def after_key(script: Script, digit: str) -> str:
    """Return the TwiML after a pressed key: only one key has a meaning."""
    return twiml.acknowledge(script.campaign.language) if has_stop(digit) else twiml.hang_up()


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
