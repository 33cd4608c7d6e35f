"""
What does the carrier tell us, and what does it ask? Edge: one handler for each of its callbacks.

They may come twice, late and in any order: `settle` sorts that out. Each is answered once what it says is committed;
when that is not possible the answer is 503, and the carrier tries again.
"""

import logging
from collections.abc import Callable
from typing import Annotated, TypeVar
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from cadence.api import twiml as spoken
from cadence.api.dependencies import Dependencies, Listening
from cadence.api.signature import Fields
from cadence.api.twiml import Script
from cadence.channels.provider import CarrierReport, Received
from cadence.channels.twilio import addresses, twiml, webhooks
from cadence.domain import Channel
from cadence.domain.errors import NotFoundError
from cadence.engine.outcomes import record_inbound, record_report
from cadence.engine.outcomes.inbound import STOP
from cadence.ledger.people import numbers, texts
from cadence.ledger.touches import touch_rows

log = logging.getLogger(__name__)
T = TypeVar("T")
router = APIRouter(include_in_schema=False)


async def touch_id(touch: str) -> str:
    """Return the touch's id from the address; "" when it cannot be one."""
    try:
        return str(UUID(touch))
    except ValueError:
        return ""


TouchId = Annotated[str, Depends(touch_id)]


@router.post(addresses.MESSAGE)
def message(touch: TouchId, fields: Fields, deps: Listening) -> Response:
    """Hear the status of a message."""
    return _heard(deps, touch, webhooks.read_message_status(fields, deps.planner.now()))


@router.post(addresses.CALL)
def call(touch: TouchId, fields: Fields, deps: Listening) -> Response:
    """Hear the status of a call."""
    return _heard(deps, touch, webhooks.read_call_status(fields, deps.planner.now()))


@router.post(addresses.VOICE)
def voice(touch: TouchId, fields: Fields, deps: Listening) -> Response:
    """Say what an answered call hears."""
    answered = webhooks.read_answered(fields, deps.planner.now())
    try:
        script = _script(deps, touch)
        _settle(deps, touch, spoken.heard(script, answered))
        return _say(spoken.when_answered(script, answered, deps.addresses))
    except NotFoundError:
        return _say_nothing()


@router.post(addresses.DIAL)
def dial(touch: TouchId, fields: Fields, deps: Listening) -> Response:
    """Hear how the leg to the agent ended, and say what follows."""
    report = webhooks.read_dial(fields, deps.planner.now())
    try:
        _settle(deps, touch, report)
        return _say(spoken.after_agent(_script(deps, touch), report.outcome, deps.addresses))
    except NotFoundError:
        return _say_nothing()


@router.post(addresses.KEYPAD)
def keypad(touch: TouchId, fields: Fields, deps: Listening) -> Response:
    """Hear a key: one of them stops all contact with this person, at once and everywhere."""
    digit = webhooks.read_digit(fields)
    try:
        script = _script(deps, touch)
        if digit == twiml.OPT_OUT_KEY:
            deps.background.after(record_inbound(deps.planner, _pressed(deps, script, fields), meant=STOP))
        return _say(spoken.after_key(script, digit))
    except NotFoundError:
        return _say_nothing()


@router.post(addresses.INBOUND)
def inbound(fields: Fields, deps: Listening) -> Response:
    """Hear a message from a person. Nothing is answered here: what goes out goes through the one door."""
    received = webhooks.read_inbound(fields, deps.planner.now())
    if received.sender or received.user:
        deps.background.after(record_inbound(deps.planner, received))
    return Response(status_code=204)


def _heard(deps: Dependencies, touch: str, report: CarrierReport) -> Response:
    try:
        _settle(deps, touch, report)
    except NotFoundError:
        return Response(status_code=404)
    return Response(status_code=204)


def _settle(deps: Dependencies, touch: str, report: CarrierReport) -> None:
    """Record what is said of a touch. Raises NotFoundError."""
    deps.background.after(_known(touch, lambda: record_report(deps.planner, touch, report)))


def _known(touch: str, look: Callable[[], T]) -> T:
    """Return what is looked up about a touch that an address names. Raises NotFoundError, and logs it."""
    if not touch:
        raise NotFoundError("An address that names no touch was called.")
    try:
        return look()
    except NotFoundError:
        log.warning("a callback about a touch we do not know", extra={"action": "unknown_touch", "touch": touch})
        raise


def _script(deps: Dependencies, touch: str) -> Script:
    """Return what is known of a call. Raises NotFoundError."""
    with deps.ledger.begin() as tx:
        stored = _known(touch, lambda: touch_rows.get(tx, touch))
        said = texts.find(tx, touch)
        campaign = deps.planner.campaign(tx, stored.touch.campaign, stored.version)
    return Script(stored=stored, campaign=campaign, voicemail=said.body if said else "")


def _pressed(deps: Dependencies, script: Script, fields: dict[str, str]) -> Received:
    """
    Return a pressed key as the message that it is. Pressing it again on the same call is the same message.

    It is confirmed by voice on the call itself, so no other confirmation follows.
    """
    touch = script.stored.touch
    with deps.ledger.begin() as tx:
        known = numbers.e164(tx, touch.number) if touch.number is not None else ""
    number = known or webhooks.bare(fields.get("To", ""))[1]  # erased a moment ago: the carrier still knows it
    return Received(
        sid=f"key/{touch.id}",
        channel=Channel.CALL,
        sender=number,
        to=touch.sender,
        body="",
        at=deps.planner.now(),
        confirmed=True,
    )


def _say(words: str) -> Response:
    return Response(words, media_type="text/xml")


def _say_nothing() -> Response:
    """End a call that we know nothing of: whoever answered is not left in silence."""
    return _say(twiml.hang_up())
