"""What would the person read or hear? Pure: the texts as the campaign file has them, with their placeholders."""

from cadence.campaign.shape import CallStep, Step
from cadence.domain import CauseKind
from cadence.domain.channels import CONVERSATION_CHANNELS
from cadence.policy.evaluation.case import Case


def call_of(case: Case) -> CallStep | None:
    """Return the file's call. A promised call follows `callback`, or the first call step when the file has none."""
    calls = {step.step: step.call for step in case.campaign.cadence if step.call}
    if case.question.candidate.cause.kind is CauseKind.CALLBACK:
        return case.campaign.callback.call if case.campaign.callback else next(iter(calls.values()), None)
    return calls.get(case.question.candidate.step)


def announced_step(case: Case) -> Step | None:
    """Return the text that announces a promised call, as a step; None for any other touch."""
    candidate, rule = case.question.candidate, case.campaign.callback
    if candidate.cause.kind is not CauseKind.ANNOUNCEMENT or rule is None:
        return None
    announced = rule.confirm if candidate.step == "confirm" else rule.moved
    return announced.step(candidate.step, case.channel) if announced and case.channel in announced.channels else None


def texts_of(case: Case) -> tuple[str, ...]:
    """Return the texts of this touch: a message's body or a call's voicemail; empty when the file has none."""
    if case.channel in CONVERSATION_CHANNELS:
        call = call_of(case)
        return (call.voicemail,) if call is not None and call.voicemail else ()
    step = announced_step(case) or next(
        (step for step in case.campaign.cadence if step.step == case.question.candidate.step), None
    )
    written = step.content.written() if step and step.content is not None else ()
    return tuple(text.text for text in written if text.read and text.text)
