"""
What does a person hear who calls us? Edge: the carrier asks when they call, and again when they pressed a key.

They hear who we are. One key stops all contact; another asks for a call, for somebody whom we contacted, once a day.
"""

from fastapi import APIRouter, Response

from cadence.api.dependencies import Listening
from cadence.api.signature import Fields
from cadence.channels.twilio import addresses, twiml, webhooks
from cadence.engine.outcomes.incoming_calls import Host, host_of, record_call, record_key_callback, record_key_stop

router = APIRouter(include_in_schema=False)
XML = "text/xml"


@router.post(addresses.INCOMING)
def incoming(fields: Fields, ear: Listening) -> Response:
    """Answer a call, and record it."""
    call = webhooks.read_incoming(fields, ear.mind.now())
    host = host_of(ear.mind, call)
    if call.sender:
        ear.errands.after(record_call(ear.mind, call))
    return Response(_welcome(host, ear.addresses.incoming_key() if call.sender else ""), media_type=XML)


@router.post(addresses.INCOMING_KEY)
def incoming_key(fields: Fields, ear: Listening) -> Response:
    """Do what the key asks for; any other ends the call."""
    digit = webhooks.read_digit(fields)
    key = webhooks.read_incoming(fields, ear.mind.now(), key=digit)
    host = host_of(ear.mind, key) if key.sender else None
    if host is None and digit != twiml.OPT_OUT_KEY:
        return Response(twiml.hang_up(), media_type=XML)
    if digit == twiml.OPT_OUT_KEY and key.sender:
        ear.errands.after(record_key_stop(ear.mind, key))
        return Response(twiml.acknowledge(host.language if host else "en"), media_type=XML)
    if digit == twiml.CALLBACK_KEY and host is not None and host.offers_callback:
        ear.errands.after(record_key_callback(ear.mind, key))
        return Response(twiml.promise_call(host.language), media_type=XML)
    return Response(twiml.hang_up(), media_type=XML)


def _welcome(host: Host | None, keypad: str) -> str:
    """Return what is said first. A number that no campaign uses says nothing of anybody, and still takes a stop."""
    if host is None:
        return twiml.welcome("", language="en", keypad=keypad, offers_callback=False)
    return twiml.welcome(host.company, language=host.language, keypad=keypad, offers_callback=host.offers_callback)
