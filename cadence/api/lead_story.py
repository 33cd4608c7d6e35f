"""How does one lead stand, and what happened to it? Edge: what `cadence lead` tells, as data."""

from collections.abc import Iterator, Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query

from cadence.api.access import Sender, needs
from cadence.api.answers import REFUSALS
from cadence.api.dependencies import Dependencies, Listening
from cadence.api.lead_answers import (
    LeadConsent,
    LeadEnrolment,
    LeadEntry,
    LeadNext,
    LeadPromise,
    LeadStory,
    LeadTouch,
    ShownNumber,
    TouchPrice,
)
from cadence.api.tasks import TaskToDo, shown_task
from cadence.domain import Attempt, Move, Number, Wait
from cadence.domain.channels import reader_of
from cadence.domain.costs import TouchCost, by_touch
from cadence.domain.errors import ConflictError, InvalidInputError, NotFoundError
from cadence.domain.roles import Permission
from cadence.engine.dossier.gather import Dossier, gather
from cadence.explain.story.masked import masked
from cadence.explain.story.prices import price_as_data
from cadence.explain.story.speaker import Speaker
from cadence.explain.story.story import StoryEvent, tell
from cadence.languages import Language
from cadence.ledger.campaigns.enrolment_rows import StoredEnrolment
from cadence.ledger.people import consents, people
from cadence.ledger.people.consents import StoredConsent
from cadence.ledger.people.people import OperatorLead
from cadence.ledger.touches import tasks
from cadence.planning.position import pending_callbacks

FIELDS = ("lead", "list", "language")

router = APIRouter(prefix="/api/leads", tags=["leads"], responses=REFUSALS)

LeadId = Annotated[
    str,
    Path(
        min_length=1,
        max_length=200,
        pattern=r"^[^\x00-\x1f\x7f]+$",
        description="Our id of the lead, or its id in its list. Never a number or an address: those would be logged.",
    ),
]
ListName = Annotated[str | None, Query(alias="list", max_length=200, description="Its list, when several know the id.")]


@router.get("/{lead}", openapi_extra=needs(Permission.READ_LEADS))
def lead_story(
    lead: LeadId, deps: Listening, sender: Sender, list_: ListName = None, language: Language = "en"
) -> LeadStory:
    """Return how one lead stands, and all that happened to it: in UTC and on the person's clocks, with the reasons."""
    person = known_by_id(deps, lead, list_)
    dossier = gather(deps.planner, person)
    with deps.ledger.begin() as connection:
        agreed = consents.of_leads(connection, [person.id])
        waiting = tasks.of_lead(connection, person.id)
    seen = sender.may(Permission.SEE_PEOPLE)
    shown = [shown_task(task, sender) for task in waiting]
    return _story(dossier, agreed, shown, speaker_of(dossier, language), seen=seen)


def known_by_id(deps: Dependencies, words: str, list_name: str | None) -> OperatorLead:
    """Return the only lead with this id. Raises NotFoundError, ConflictError, and InvalidInputError for a number."""
    with deps.ledger.begin() as connection:
        leads = people.by_key(connection, words)
        if not leads and is_ours(words):
            leads = people.find(connection, deps.ledger.hasher, words)
    leads = [found for found in leads if list_name in (None, found.list)]
    if not leads and (words.startswith("+") or reader_of(words) is not None):
        raise InvalidInputError(
            "A number or an address has no place in the address of a request, because addresses are logged; "
            "expected our id of the lead, or its id in its list."
        )
    if not leads:
        raise NotFoundError("No lead has that id: neither in its list nor as our own.")
    if len(leads) > 1:
        raise ConflictError(f"{len(leads)} leads have that id; add ?list=, or use our own id of the lead.")
    return leads[0]


def is_ours(words: str) -> bool:
    """Tell whether this is an id of ours."""
    try:
        UUID(words)
    except ValueError:
        return False
    return True


def speaker_of(dossier: Dossier, language: Language) -> Speaker:
    """Return who tells this person's story: in a language, and on the clocks of the zones they may be in."""
    phones, addresses = dossier.phones_and_addresses
    return Speaker(
        language=language,
        zones=dossier.zones,
        numbers=tuple(number.id for number in phones),
        addresses=tuple(number.id for number in addresses),
    )


def _story(
    dossier: Dossier, agreed: list[StoredConsent], open_tasks: list[TaskToDo], speaker: Speaker, *, seen: bool
) -> LeadStory:
    person = dossier.person
    events = dossier.events if seen else masked(dossier.events)
    costs = by_touch(dossier.costs)
    return LeadStory(
        lead=person.id,
        list=person.list,
        key=person.key if seen else None,
        name=person.name if seen else None,
        erased_at=person.erased_at,
        asked_at=dossier.at,
        zones=list(dossier.zones),
        numbers=[_number(number, seen=seen) for number in dossier.numbers],
        enrolments=[_enrolment(stored, speaker) for stored in dossier.enrolments],
        waiting=dossier.now(speaker, people=seen),
        touches=[_touch(event, speaker, costs.get(event.what["id"], ())) for event in events if event.kind == "touch"],
        consents=[_consent(consent, speaker) for consent in agreed],
        promises=list(_promises(dossier, speaker)),
        tasks=open_tasks,
        story=[
            LeadEntry(
                at=line.at,
                local=list(line.local),
                kind=line.kind,
                words=line.words,
                why=list(line.why),
                by=line.by,
                evidence=line.evidence,
            )
            for line in tell(events, speaker)
        ],
    )


def _number(number: Number, *, seen: bool) -> ShownNumber:
    return ShownNumber(
        id=number.id, kind=number.kind, closed=number.closed, number=(number.e164 or None) if seen else None
    )


def _enrolment(stored: StoredEnrolment, speaker: Speaker) -> LeadEnrolment:
    enrolment = stored.enrolment
    return LeadEnrolment(
        id=enrolment.id,
        campaign=enrolment.campaign,
        version=enrolment.version,
        kind=enrolment.kind,
        at=enrolment.at,
        local=list(speaker.walls(enrolment.at)),
        finished=enrolment.finished,
        finished_at=stored.finished_at,
        next=_next(stored.move, speaker) if enrolment.finished is None else None,
    )


def _next(move: Move, speaker: Speaker) -> LeadNext | None:
    match move:
        case Attempt():
            return LeadNext(
                kind=move.kind,
                at=move.at,
                local=list(speaker.walls(move.at)),
                step=move.step,
                channel=move.channel,
                attempt=move.attempt,
            )
        case Wait():
            local = list(speaker.walls(move.at)) if move.at else []
            return LeadNext(kind=move.kind, at=move.at, local=local, hold=move.hold or None, hold_key=move.key or None)
        case _:
            return None


def _touch(event: StoryEvent, speaker: Speaker, costs: Sequence[TouchCost]) -> LeadTouch:
    what = event.what
    return LeadTouch(
        id=what["id"],
        campaign=what["campaign"],
        enrolment=what["enrolment_id"],
        step=what["step"],
        channel=what["channel"],
        attempt=what["attempt"],
        state=what["state"],
        at=event.at,
        local=list(speaker.walls(event.at)),
        ended_at=what.get("ended_at"),
        outcome=what.get("outcome"),
        disposition=what.get("disposition"),
        answer=what.get("answer") or None,
        rules=what.get("rules") or [],
        body=what.get("body"),
        costs=[TouchPrice.model_validate(price_as_data(cost)) for cost in costs],
    )


def _consent(consent: StoredConsent, speaker: Speaker) -> LeadConsent:
    return LeadConsent(
        channel=consent.channel,
        given=consent.given,
        at=consent.at,
        local=list(speaker.walls(consent.at)),
        kind=consent.kind,
        purpose=consent.purpose,
        expires=consent.expires,
        source=consent.source,
        wording=consent.wording,
    )


def _promises(dossier: Dossier, speaker: Speaker) -> Iterator[LeadPromise]:
    """Yield the calls that are promised and were not tried yet."""
    for stored, case in dossier.open.values():
        for due in pending_callbacks(case.campaign, case.facts):
            if due.fixed is not None:
                campaign, local = stored.enrolment.campaign, list(speaker.walls(due.fixed))
                yield LeadPromise(id=due.cause.ref, campaign=campaign, at=due.fixed, local=local)
