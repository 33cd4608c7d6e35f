"""What do our own people have to do, and what do they decide? Edge: open tasks, and replies that hold something."""

from collections.abc import Mapping

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from cadence.api.access import needs
from cadence.api.dependencies import Listening
from cadence.api.page.campaigns import LONGEST_REASON
from cadence.api.page.rendering import page, reader_language
from cadence.api.page.route import PageRoute
from cadence.api.page.visitors import Form, PageRefusedError, SignedIn, Visitor
from cadence.api.task_pages import MOST
from cadence.domain import Outcome, SuppressionScope
from cadence.domain.channels import CONTACT_CHANNELS
from cadence.domain.roles import Permission
from cadence.engine.outcomes.reviews import Review, ReviewDecision, record_review
from cadence.engine.outcomes.task_results import record_task_result
from cadence.explain.story.speaker import Speaker
from cadence.ledger.campaigns.commands import Command
from cadence.ledger.people import people
from cadence.ledger.touches import tasks
from cadence.ledger.touches.task_list import STEP

NEEDED = {
    ReviewDecision.DONE: Permission.RECORD_RESULTS,
    ReviewDecision.REVOKE: Permission.STOP_CONTACT,
    ReviewDecision.RESTRICT: Permission.STOP_CONTACT,
    ReviewDecision.HARMLESS: Permission.LIFT_STOPS,
}
"""What each decision needs: to release what was held, one must be allowed to lift a stop."""
RESULTS = (Outcome.DONE, Outcome.DECLINED)
"""What may come of a task of a campaign."""

router = APIRouter(prefix="/tasks", route_class=PageRoute, include_in_schema=False)


@router.get("", openapi_extra=needs(Permission.READ_TASKS))
def to_do(request: Request, deps: Listening, visitor: SignedIn, did: str = "") -> Response:
    """List the open tasks: those that hold something back first, then the oldest."""
    with deps.ledger.begin() as connection:
        waiting = tasks.todo(connection, limit=MOST)
        named = people.names(connection, {task.lead for task in waiting if task.lead})
    speaker = Speaker(language=reader_language(request))
    return page(
        request,
        "tasks.html",
        visitor,
        waiting=waiting,
        named=named,
        channels=[(channel.value, speaker.channel(channel)) for channel in CONTACT_CHANNELS],
        may={decision.value: visitor.may(permission) for decision, permission in NEEDED.items()},
        did=did == "decided",
        step=STEP,
        longest=LONGEST_REASON,
    )


@router.post("/{task}", openapi_extra=needs(Permission.RECORD_RESULTS))
def decide(task: str, deps: Listening, visitor: SignedIn, form: Form) -> Response:
    """Record what a reply meant, or that the work is done."""
    review = _review(task, visitor, form)
    scope = f"{review.scope} {review.value}".strip() if review.closes else ""
    order = Command(
        name="review",
        actor=visitor.key.name,
        origin=visitor.origin,
        why=form.get("why", "")[:LONGEST_REASON],
        args={"task": task, "decision": review.decision.value, "closed": scope},
    )
    deps.background.after(record_review(deps.planner, review, order))
    return RedirectResponse("/tasks?did=decided", status_code=303)


@router.post("/{task}/result", openapi_extra=needs(Permission.RECORD_RESULTS))
def give_result(task: str, deps: Listening, visitor: SignedIn, form: Form) -> Response:
    """Record what came of a task that a step of a campaign made: the cadence of its person goes on by it."""
    result = next((known for known in RESULTS if known.value == form.get("result")), None)
    if result is None:
        raise PageRefusedError(422)
    order = Command(
        name="task_result",
        actor=visitor.key.name,
        origin=visitor.origin,
        why=form.get("why", "")[:LONGEST_REASON],
    )
    given = record_task_result(deps.planner, task, result, order)
    deps.background.after(given.event)
    return RedirectResponse("/tasks?did=decided", status_code=303)


def _review(task: str, visitor: Visitor, form: Mapping[str, str]) -> Review:
    """Return the decision of a form. Raises PageRefusedError for one that is incomplete or not allowed."""
    decision = next((known for known in NEEDED if known.value == form.get("decision")), None)
    if decision is None:
        raise PageRefusedError(422)
    if not visitor.may(NEEDED[decision]):
        raise PageRefusedError(403)
    if decision is not ReviewDecision.RESTRICT:
        return Review(task=task, decision=decision)
    channel = next((known for known in CONTACT_CHANNELS if known.value == form.get("channel")), None)
    if channel is None:
        raise PageRefusedError(422)
    return Review(task=task, decision=decision, scope=SuppressionScope.CHANNEL, value=channel.value)
