"""
What does a person hear who calls us? Edge: the carrier requests it when they call, and again after they press a key.

They hear our company's name. One key stops all contact; another asks for a call, once a day, if we contacted them.
"""

from fastapi import APIRouter, Response

from cadence.api.dependencies import Listening
from cadence.api.signature import Fields
from cadence.channels.twilio import addresses, twiml, webhooks
from cadence.engine.outcomes.incoming_calls import Host, host_of, record_call, record_key_callback, record_key_stop

router = APIRouter(include_in_schema=False)
XML = "text/xml"


@router.post(addresses.INCOMING)
def incoming(fields: Fields, deps: Listening) -> Response:
    """Answer a call, and record it."""
    call = webhooks.read_incoming(fields, deps.planner.now())
    host = host_of(deps.planner, call)
    if call.sender:
        deps.background.after(record_call(deps.planner, call))
    return Response(_welcome(host, deps.addresses.of(addresses.INCOMING_KEY) if call.sender else ""), media_type=XML)


@router.post(addresses.INCOMING_KEY)
def incoming_key(fields: Fields, deps: Listening) -> Response:
    """Do what the pressed key asks for; any other key ends the call."""
    digit = fields.get("Digits", "")
    key = webhooks.read_incoming(fields, deps.planner.now(), key=digit)
    host = host_of(deps.planner, key) if key.sender else None
    if host is None and digit != twiml.OPT_OUT_KEY:
        return Response(twiml.hang_up(), media_type=XML)
    if digit == twiml.OPT_OUT_KEY and key.sender:
        deps.background.after(record_key_stop(deps.planner, key))
        return Response(twiml.acknowledge(host.language if host else "en"), media_type=XML)
    if digit == twiml.CALLBACK_KEY and host is not None and host.offers_callback:
        deps.background.after(record_key_callback(deps.planner, key))
        return Response(twiml.promise_call(host.language), media_type=XML)
    return Response(twiml.hang_up(), media_type=XML)


def _welcome(host: Host | None, keypad: str) -> str:
    """Return the greeting. On a number that no campaign uses it names no company, and still offers the stop key."""
    if host is None:
        return twiml.welcome("", language="en", keypad=keypad, offers_callback=False)
    return twiml.welcome(host.company, language=host.language, keypad=keypad, offers_callback=host.offers_callback)
