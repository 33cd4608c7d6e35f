"""What does the API say of one lead? Pure: the fields of the answer."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from cadence.api.tasks import TaskToDo

MASKED = "null for roles that may not see people."
LOCAL = "The same on every clock that the person may go by: a zone each, and each different time once."


class ShownNumber(BaseModel):
    """A number or address of a lead."""

    id: int
    kind: str
    closed: str | None = Field(description="Why it is used no more.")
    number: str | None = Field(description=MASKED)


class LeadNext(BaseModel):
    """What an enrolment waits for."""

    kind: str = Field(description="attempt: a touch; wait: for a time, for news or for what `hold` names.")
    at: datetime | None
    local: list[str] = Field(description=LOCAL)
    step: str | None = None
    channel: str | None = None
    attempt: int | None = None
    hold: str | None = None
    hold_key: str | None = None


class LeadEnrolment(BaseModel):
    """A visit of the lead to a campaign."""

    id: str
    campaign: str
    version: int
    kind: str
    at: datetime
    local: list[str] = Field(description=LOCAL)
    finished: str | None = Field(description="Why it ended; null while it is open.")
    finished_at: datetime | None
    next: LeadNext | None = Field(description="null after the end.")


class TouchPrice(BaseModel):
    """What a touch cost."""

    amount: str | None = Field(description="Exact; null where nobody knows the price.")
    currency: str | None
    source: str = Field(description="carrier, tariff; no_tariff or unknown_size where there is no price.")


class LeadTouch(BaseModel):
    """A touch: made, planned, or skipped because a rule refused it."""

    id: str
    campaign: str
    enrolment: str
    step: str
    channel: str
    attempt: int
    state: str
    at: datetime
    local: list[str] = Field(description=LOCAL)
    ended_at: datetime | None
    outcome: str | None
    disposition: str | None
    answer: str | None
    rules: list[str] = Field(description="Of a touch that was skipped: the rules that refused it.")
    body: str | None = Field(description=f"What was sent. {MASKED}")
    costs: list[TouchPrice] = Field(description="One for each currency; none of what did not leave, and of a task.")


class LeadConsent(BaseModel):
    """A consent, or with `given` false its withdrawal. The latest counts."""

    channel: str
    given: bool
    at: datetime
    local: list[str] = Field(description=LOCAL)
    kind: str
    purpose: str | None
    expires: datetime | None
    source: str
    wording: str | None = Field(description="The text that the person agreed to.")


class LeadPromise(BaseModel):
    """A call that is promised and was not made yet."""

    id: str
    campaign: str
    at: datetime
    local: list[str] = Field(description=LOCAL)


class LeadEntry(BaseModel):
    """One line of the story: what happened or did not, why, and who or what caused it."""

    at: datetime
    local: list[str] = Field(description=LOCAL)
    kind: str
    words: str
    why: list[str]
    by: str
    evidence: dict[str, Any]


class LeadStory(BaseModel):
    """Everything about one lead. Later versions may add fields."""

    lead: str = Field(description="Our id.")
    key: str | None = Field(description=f"Its id in the list. {MASKED}")
    name: str | None = Field(description=MASKED)
    erased_at: datetime | None
    asked_at: datetime = Field(description="The instant of this answer, by the engine's clock.")
    zones: list[str] = Field(description="The zones that the person may be in; all of them count.")
    numbers: list[ShownNumber]
    enrolments: list[LeadEnrolment]
    waiting: list[str] = Field(description="What is next, or why nothing is, in words.")
    touches: list[LeadTouch]
    consents: list[LeadConsent]
    promises: list[LeadPromise]
    tasks: list[TaskToDo] = Field(description="Open tasks.")
    story: list[LeadEntry] = Field(description="All that happened, oldest first, from the ledger.")
    list: str = Field(description="The list that they came with.")
