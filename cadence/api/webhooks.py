"""
What does the carrier report and request? Edge: one handler for each of its webhooks, whose signature is checked.

Webhooks may come twice, late and in any order: `engine/outcomes` handles that. Each is answered once its content is
committed; if that is not possible the answer is 503, and the carrier tries again.
"""

import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from inspect import iscoroutinefunction
from typing import TypeVar
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from cadence.api import twiml as call_twiml
from cadence.api.answers import RequestRefusedError
from cadence.api.dependencies import Dependencies
from cadence.api.twiml import Script
from cadence.api.webhook_times import timed
from cadence.campaign.content.call import SAY
from cadence.channels.provider import CarrierReport, Received
from cadence.channels.twilio import addresses, twiml, webhooks
from cadence.channels.twilio.signature import Arrived, is_genuine, read_form
from cadence.domain.channels import CALLBACK_CHANNEL
from cadence.domain.errors import NotFoundError
from cadence.domain.storable import storable_fields
from cadence.engine.outcomes.inbound import STOP, record_inbound
from cadence.engine.outcomes.incoming_calls import CALL, Host, host_of
from cadence.engine.outcomes.reports import record_report
from cadence.ledger.people import numbers
from cadence.ledger.touches import touch_rows
from cadence.replies.digits import has_stop
from cadence.replies.opt_out import Reply

log = logging.getLogger(__name__)
router = APIRouter(include_in_schema=False)


Fields = dict[str, str]
"""The fields of a webhook's form."""
Handler = Callable[[Dependencies, Fields, str], Response | Awaitable[Response]]
"""Answers a webhook: its fields, and the touch's id from its address, "" when there is none or no valid one."""
AnyHandler = TypeVar("AnyHandler", bound=Handler)


def webhook(path: str) -> Callable[[AnyHandler], AnyHandler]:
    """
    Let a function answer the webhook at this path; one that is not asynchronous runs in a thread.

    It is a plain route of Starlette: what FastAPI does for the API's types takes longer than to check the signature.
    """

    def register(handler: AnyHandler) -> AnyHandler:
        waits = iscoroutinefunction(handler)

        async def respond(request: Request) -> Response:
            deps: Dependencies = request.app.state.deps
            fields = await signed_fields(request, deps, path)
            touch = _touch_id(request.path_params.get("touch", ""))
            with timed(deps.measures, path, touch) as answering:
                if not waits:
                    answer = await run_in_threadpool(handler, deps, fields, touch)
                else:
                    answer = handler(deps, fields, touch)
                return answering.by(answer if isinstance(answer, Response) else await answer)

        router.add_route(path, respond, methods=["POST"], include_in_schema=False)
        return handler

    return register


async def signed_fields(request: Request, deps: Dependencies, path: str) -> Fields:
    """Return the fields of a request that the carrier signed for our public address (not Host); refuse any other."""
    body = await request.body()
    arrived = Arrived(
        raw_path=request.scope["raw_path"],
        raw_query=request.scope["query_string"],
        headers=request.headers,
        body=body,
    )
    if not is_genuine(arrived, deps.secrets, deps.public_url):
        deps.refused.note(request, "unsigned_request", "a request without the carrier's signature", path=path)
        raise RequestRefusedError(
            403,
            error="The signature is missing or wrong.",
            expected="a request signed by the carrier for this installation's public address",
            next_="Compare CADENCE_PUBLIC_URL with the address it calls, and TWILIO_AUTH_TOKEN with its console.",
        )
    deps.webhooks += 1
    return storable_fields(read_form(body))


def _touch_id(touch: str) -> str:
    """Return the touch's id from the address; "" when it is not a valid id."""
    try:
        return str(UUID(touch))
    except ValueError:
        return ""


@webhook(addresses.MESSAGE)
async def message(deps: Dependencies, fields: Fields, touch: str) -> Response:
    """Record the status of a message."""
    return await _recorded(deps, touch, webhooks.read_message_status(fields, deps.planner.now()))


@webhook(addresses.CALL)
async def call(deps: Dependencies, fields: Fields, touch: str) -> Response:
    """Record the status of a call."""
    return await _recorded(deps, touch, webhooks.read_call_status(fields, deps.planner.now()))


@webhook(addresses.VOICE)
def voice(deps: Dependencies, fields: Fields, touch: str) -> Response:
    """Return the TwiML of an answered call."""
    answered = webhooks.read_answered(fields, deps.planner.now())
    try:
        script = _script(deps, touch)
        _record(deps, touch, call_twiml.report_of(script, answered))
        return _twiml(call_twiml.when_answered(script, answered, deps.addresses))
    except NotFoundError:
        return _hang_up()


@webhook(addresses.DIAL)
def dial(deps: Dependencies, fields: Fields, touch: str) -> Response:
    """Record how the leg to the agent ended, and return the TwiML that follows."""
    report = webhooks.read_dial(fields, deps.planner.now())
    try:
        _record(deps, touch, report)
        return _twiml(call_twiml.after_agent(_script(deps, touch), report.outcome, deps.addresses))
    except NotFoundError:
        return _hang_up()


@webhook(addresses.KEYPAD)
def keypad(deps: Dependencies, fields: Fields, touch: str) -> Response:
    """Record a pressed key: one of them stops all contact with this person, at once and everywhere."""
    digit = fields.get("Digits", "")
    try:
        script = _script(deps, touch)
        if has_stop(digit):
            _stop(deps, script, fields)
        return _twiml(call_twiml.after_key(script, digit))
    except NotFoundError:
        return _hang_up()


@webhook(addresses.ANSWER)
def answer(deps: Dependencies, fields: Fields, touch: str) -> Response:
    """Record the digit that answers the question of a call, and return the TwiML that follows."""
    return _answered(deps, fields, touch, again=True)


@webhook(addresses.ANSWER_AGAIN)
def answer_again(deps: Dependencies, fields: Fields, touch: str) -> Response:
    """Do the same after the question was asked once more: it is not asked a third time."""
    return _answered(deps, fields, touch, again=False)


def _answered(deps: Dependencies, fields: Fields, touch: str, *, again: bool) -> Response:
    """Record what was pressed; `again` means that the question may be asked once more."""
    digit = fields.get("Digits", "")
    try:
        script = _script(deps, touch)
        if has_stop(digit):
            _stop(deps, script, fields)
            _record(deps, touch, webhooks.read_asked(fields, deps.planner.now()))
            return _twiml(call_twiml.after_key(script, digit))
        given = call_twiml.answer_of(script, digit)
        if given is not None:
            message = _pressed(deps, script, fields, answers=True)
            deps.background.after(record_inbound(deps.planner, message, meant=given))
        follows = call_twiml.after_question(script, given, deps.addresses, again=again)
        if follows.over:
            _record(deps, touch, webhooks.read_asked(fields, deps.planner.now()))
        return _twiml(follows.twiml)
    except NotFoundError:
        return _hang_up()


def _stop(deps: Dependencies, script: Script, fields: Fields) -> None:
    """Record the key that stops all contact with the person who was called."""
    deps.background.after(record_inbound(deps.planner, _pressed(deps, script, fields), meant=STOP))


@webhook(addresses.INBOUND)
def inbound(deps: Dependencies, fields: Fields, _touch: str) -> Response:
    """Record a message from a person. Nothing is sent here: only the dispatcher sends."""
    received = webhooks.read_inbound(fields, deps.planner.now())
    if received.sender or received.user:
        deps.background.after(record_inbound(deps.planner, received))
    return Response(status_code=204)


@webhook(addresses.INCOMING)
def incoming(deps: Dependencies, fields: Fields, _touch: str) -> Response:
    """Greet a caller, and record the call. One key stops all contact; one asks for a call, if we contacted them."""
    call = webhooks.read_incoming(fields, deps.planner.now())
    # On a number that no campaign uses it names no company, and still offers the stop key.
    host = host_of(deps.planner, call) or Host(company="", language="en")
    if call.sender:
        deps.background.after(record_inbound(deps.planner, call, meant=CALL))
    keypad = deps.addresses.of(addresses.INCOMING_KEY) if call.sender else ""
    return _twiml(
        twiml.welcome(host.company, language=host.language, keypad=keypad, offers_callback=host.offers_callback)
    )


@webhook(addresses.INCOMING_KEY)
def incoming_key(deps: Dependencies, fields: Fields, _touch: str) -> Response:
    """Do what the pressed key asks for; any other key ends the call."""
    digit = fields.get("Digits", "")
    key = webhooks.read_incoming(fields, deps.planner.now(), key=digit)
    host = host_of(deps.planner, key) if key.sender else None
    if has_stop(digit) and key.sender:
        deps.background.after(record_inbound(deps.planner, key, meant=STOP))
        return _twiml(twiml.acknowledge(host.language if host else "en"))
    if digit == twiml.CALLBACK_KEY and host is not None and host.offers_callback:
        # It is promised for now, and made as soon as every rule allows it.
        now_please = Reply(meaning="callback", callback_at=deps.planner.now(), rule="call.key")
        deps.background.after(record_inbound(deps.planner, key, meant=now_please))
        return _twiml(twiml.promise_call(host.language))
    return _hang_up()


async def _recorded(deps: Dependencies, touch: str, report: CarrierReport) -> Response:
    """Answer once the report is committed, perhaps together with others."""
    try:
        with _naming(touch):
            await deps.reports.record(touch, report)
    except NotFoundError:
        return Response(status_code=404)
    return Response(status_code=204)


def _record(deps: Dependencies, touch: str, report: CarrierReport) -> None:
    """Record a report on a touch. Raises NotFoundError."""
    with _naming(touch):
        result = record_report(deps.planner, touch, report)
    deps.background.after(result)


@contextmanager
def _naming(touch: str) -> Iterator[None]:
    """Log a NotFoundError about the touch in an address, and raise it; raise one for an address without a touch."""
    if not touch:
        raise NotFoundError("The address of the webhook names no touch.")
    try:
        yield
    except NotFoundError:
        log.warning("a webhook about an unknown touch", extra={"action": "unknown_touch", "touch": touch})
        raise


def _script(deps: Dependencies, touch: str) -> Script:
    """Return what is known about a call. Raises NotFoundError."""
    with deps.ledger.begin() as tx:
        with _naming(touch):
            stored, words, variables = touch_rows.with_words(tx, touch)
        campaign = deps.planner.campaign(tx, stored.touch.campaign, stored.version)
    return Script(stored=stored, campaign=campaign, voicemail=words, question=variables.get(SAY, ""))


def _pressed(deps: Dependencies, script: Script, fields: dict[str, str], *, answers: bool = False) -> Received:
    """
    Return a pressed key as a message, once a call; with `answers` it is the answer to the call's question.

    It is from the person who was called, also where other people have the same number. The call itself confirms it,
    so no other confirmation follows.
    """
    touch = script.stored.touch
    with deps.ledger.begin() as tx:
        known = numbers.e164(tx, touch.number) if touch.number is not None else ""
    number = known or webhooks.bare(fields.get("To", ""))[1]  # it was just erased, but the carrier still knows it
    return Received(
        sid=f"{'answer' if answers else 'key'}/{touch.id}",
        touch=touch.id,
        channel=CALLBACK_CHANNEL,
        sender=number,
        to=touch.sender,
        body="",
        at=deps.planner.now(),
        confirmed=True,
    )


def _twiml(text: str) -> Response:
    return Response(text, media_type="text/xml")


def _hang_up() -> Response:
    """End a call that we do not know, so that the person does not hear silence."""
    return _twiml(twiml.hang_up())
