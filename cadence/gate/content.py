"""What would the person see or hear of this touch? Pure: as the campaign file has it, placeholders and all."""

from cadence.campaign.shape import Call
from cadence.gate.case import Case
from cadence.model import CauseKind, Channel


def call_of(case: Case) -> Call | None:
    """Return what the file says of this call. A promised one is made as its rule says, else as the first call step."""
    calls = {one.step: one.call for one in case.campaign.cadence if one.call}
    if case.question.candidate.cause.kind is CauseKind.CALLBACK:
        return case.campaign.callback.call if case.campaign.callback else next(iter(calls.values()), None)
    return calls.get(case.question.candidate.step)


def texts_of(case: Case) -> tuple[str, ...]:
    """Return the wording of this touch: a message's body, a call's voicemail; none where the file has no words."""
    if case.channel is Channel.CALL:
        call = call_of(case)
        return (call.voicemail,) if call is not None and call.voicemail else ()
    step = next((one for one in case.campaign.cadence if one.step == case.question.candidate.step), None)
    message = step and (step.sms or step.whatsapp)
    return (message.body,) if message and message.body else ()
