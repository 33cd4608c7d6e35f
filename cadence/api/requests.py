"""What may a request to the API contain? Pure: the fields of each request, read strictly."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from cadence.documents import WrongValueError
from cadence.domain import Channel, Disposition, Purpose, SuppressionScope
from cadence.domain.channels.email_address import LONGEST_ADDRESS
from cadence.domain.errors import InvalidInputError
from cadence.domain.external import EVENT_FORM
from cadence.leads.contacts import typed_contact
from cadence.leads.lists.consents import read_source

ISO = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d")
"""The beginning of an instant in ISO 8601. Pydantic would also accept a bare number and guess its unit."""


def _written(value: object) -> object:
    """Accept an instant only as ISO 8601 text."""
    if isinstance(value, datetime) or (isinstance(value, str) and ISO.match(value)):
        return value
    raise WrongValueError("not an instant", "an instant as text, such as 2027-03-09T10:00:00+01:00")


Moment = Annotated[datetime, BeforeValidator(_written)]
"""An instant, or a time on the person's own clock."""
Zoned = Annotated[AwareDatetime, BeforeValidator(_written)]
"""An instant with its offset."""
Channels = Annotated[list[Channel], Field(min_length=1, max_length=len(Channel))]
ON_THEIR_CLOCK = "Without an offset: on the person's own clock, if that is known for certain."
Word = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]
"""One line of text that PostgreSQL can store."""
Sid = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]{2,64}$")]


def _number(text: str) -> str:
    """Return a number in E.164, or an address. Raises ValueError, which does not repeat it."""
    try:
        return typed_contact(text)
    except InvalidInputError as error:
        raise ValueError(str(error)) from None


Number = Annotated[str, StringConstraints(max_length=LONGEST_ADDRESS), AfterValidator(_number)]

WORDS: dict[SuppressionScope, tuple[str, ...]] = {
    SuppressionScope.PURPOSE: tuple(Purpose),
    SuppressionScope.CHANNEL: tuple(Channel),
}
"""The values that a suppression of this scope can have."""


class ApiRequest(BaseModel):
    """A request. An unknown field is refused, because it would be ignored otherwise."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    by: Word = Field(
        "api", description="Who gives the order: a name that your own staff know. It is stored with the order."
    )
    why: str = Field(
        "", max_length=500, pattern=r"^[^\x00]*$", description="The reason in your own words; stored with the order."
    )


Reason = Annotated[
    str,
    Field(
        min_length=1,
        max_length=500,
        pattern=r"^[^\x00]*$",
        description="The reason in your own words; stored with the order.",
        examples=["wrong price in the message"],
    ),
]


class ReasonedRequest(ApiRequest):
    """An order that needs a reason."""

    why: Reason


Column = Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=r"^[^\W\d_][\w .-]*$")]
"""The name of a column: it begins with a letter, so no number can be one by mistake."""
Cell = Annotated[str, StringConstraints(max_length=2000, pattern=r"^[^\x00-\x1f\x7f]*$")] | bool | int | float | None
MOST_LEADS = 1000
Leads = Annotated[list[dict[Column, Cell]], Field(min_length=1, max_length=MOST_LEADS)]


class LeadsRequest(ApiRequest):
    """People who are to enter a campaign that runs."""

    list: Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f/]+$")] = Field(
        description="Where they come from, such as crm: the same name each time. Within it an id always means the "
        "same person.",
        examples=["crm"],
    )
    leads: Leads = Field(
        description="A person each, with the columns of a list.",
        examples=[[{"id": "C-1001", "name": "Ana", "phone": "+34600000001"}]],
    )
    elsewhere: Literal["leave_out", "again"] = Field(
        "leave_out", description="What happens to people who are in the campaign under another list's name."
    )


def cells_of(lead: Mapping[str, str | bool | float | None]) -> dict[str, str]:
    """Return a person as the cells of a row of a list: null is empty, true is yes."""
    return {column: _cell(value) for column, value in lead.items()}


def _cell(value: str | bool | float | None) -> str:  # noqa: FBT001  a value of JSON
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else f"{value}"


class TaskResultRequest(ApiRequest):
    """What came of a task, as one of our own people says it. `why` is what is to be known of it."""

    result: Literal["done", "declined"] = Field(description="done, or declined: it will not be done.")


class DispositionRequest(ApiRequest):
    """The result of a conversation, as the agent reports it. A later disposition corrects an earlier one."""

    call_sid: Sid | None = Field(None, description="The call, by the carrier's id.", examples=["CA" + "0" * 32])
    touch: UUID | None = Field(None, description="The call, by our id.")
    disposition: Disposition
    callback_at: Moment | None = Field(
        None,
        description="With `callback`, and only then: when. Without an offset: on the person's own clock.",
        examples=["2027-03-09T10:00:00+01:00"],
    )

    promised_on: Annotated[str, StringConstraints(min_length=1, max_length=60)] | None = Field(
        None,
        description="With `promised`, and only then: the date, on the person's own clock. The campaign file says under "
        "which name it is kept.",
        examples=["2027-03-05"],
    )

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if (self.call_sid is None) == (self.touch is None):
            raise WrongValueError("none or both of two fields", "exactly one of call_sid and touch")
        if (self.disposition is Disposition.CALLBACK) != (self.callback_at is not None):
            found = "callback_at without its disposition, or that without callback_at"
            raise WrongValueError(found, "callback_at with the disposition callback, and only with it")
        if (self.disposition is Disposition.PROMISED) != (self.promised_on is not None):
            found = "promised_on without its disposition, or that without promised_on"
            raise WrongValueError(found, "promised_on with the disposition promised, and only with it")
        return self


class CallbackRequest(ApiRequest):
    """A person asked to be called."""

    campaign: Word = Field(examples=["cart-recovery"])
    lead: Word = Field(description="The lead: its id in its list, LIST/ID, a number, or our id.", examples=["C-1001"])
    list: Word | None = Field(None, description="Its list, when several lists know this id.")
    at: Moment = Field(
        description=f"When. {ON_THEIR_CLOCK}",
        examples=["2027-03-09T10:00:00+01:00"],
    )
    task: UUID | None = Field(None, description="The task of the reply in which the person asked, if there is one.")


class SuppressionRequest(ApiRequest):
    """Contact with a person, or with one number, is to stop."""

    number: Number | None = Field(
        None, description="One number in E.164 or e-mail address, known or not.", examples=["+34600000001"]
    )
    lead: Word | None = Field(None, description="Every number of a lead: its id in its list, LIST/ID, or our id.")
    list: Word | None = Field(None, description="Its list, when several lists know this id.")
    scope: SuppressionScope = SuppressionScope.EVERYTHING
    value: Word | None = Field(None, description="Which purpose, campaign or channel.", examples=["marketing"])

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if (self.number is None) == (self.lead is None):
            raise WrongValueError("none or both of two fields", "exactly one of number and lead")
        if (self.scope is SuppressionScope.EVERYTHING) != (self.value is None):
            found = "a value without such a scope, or a scope without its value"
            raise WrongValueError(found, "value with the scopes purpose, campaign and channel, and only with those")
        known = WORDS.get(self.scope)
        if known is not None and self.value not in known:
            raise WrongValueError("a value that is not known", f"one of {', '.join(known)} as value")
        return self


def _source(text: str) -> str:
    """Return where a consent came from as a short word. Raises ValueError: it is kept for ever."""
    return read_source(text)


class ConsentRequest(ApiRequest):
    """A person agreed to be contacted on channels, or withdrew that."""

    lead: Word = Field(description="The lead: its id in its list, LIST/ID, a number, or our id.", examples=["C-1001"])
    list: Word | None = Field(None, description="Its list, when several lists know this id.")
    channels: Channels = Field(description="On which channels.", examples=[["sms", "call"]])
    given: bool = Field(description="false: it was withdrawn.")
    source: Annotated[Word, AfterValidator(_source)] = Field(
        description="Where it was given, in a few words: kept for ever, so never personal data.", examples=["web form"]
    )
    at: Zoned | None = Field(
        None, description="When; without it now. It has an offset.", examples=["2026-11-02T10:00:00+01:00"]
    )
    number: Number | None = Field(None, description="Only for this number of the person.")
    kind: Literal["express", "express_written"] = "express"
    purpose: Purpose | None = Field(None, description="Only for this purpose.")
    expires: Zoned | None = Field(None, description="When it ends. It has an offset.")
    wording: str = Field(
        "",
        max_length=20_000,
        pattern=r"^[^\x00]*$",
        description="The text that the person agreed to; kept with its hash, as proof.",
    )


Datum = Annotated[str, StringConstraints(max_length=2000)] | bool | int | float | None


class EventRequest(ApiRequest):
    """Something happened elsewhere that may end or turn a cadence."""

    event: Annotated[str, StringConstraints(max_length=60, pattern=rf"^{EVENT_FORM}$")] = Field(
        description="Its name, as campaign files have it in `on_event`.", examples=["purchase"]
    )
    campaign: Word | None = Field(None, description="Only this campaign; without it, all that the lead is in.")
    data: Annotated[dict[str, Datum], Field(max_length=50)] = Field(
        {},
        description="Its details. Only the amount that a campaign file names in `value` is kept, with `currency`.",
        examples=[{"amount": "129.90", "currency": "EUR"}],
    )


class AddressedEventRequest(EventRequest):
    """The same, with the lead that it is about."""

    lead: Word = Field(description="The lead: its id in its list, LIST/ID, a number, or our id.", examples=["C-1001"])
    list: Word | None = Field(None, description="Its list, when several lists know this id.")


class LiftRequest(SuppressionRequest):
    """Contact with a person, or with one number, is allowed again: the suppression of exactly this scope ends."""

    why: Reason


FIELDS = tuple(
    dict.fromkeys(
        name
        for kind in (
            DispositionRequest,
            TaskResultRequest,
            CallbackRequest,
            SuppressionRequest,
            ReasonedRequest,
            LeadsRequest,
            ConsentRequest,
            AddressedEventRequest,
        )
        for name in kind.model_fields
    )
)
"""All field names: an answer names no others."""
