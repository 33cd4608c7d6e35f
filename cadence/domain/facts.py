"""What is known about a lead when it is judged? Pure: frozen values, instants in aware UTC."""

from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any, ClassVar

from cadence.domain.enums import (
    CampaignState,
    Channel,
    Disposition,
    NumberKind,
    Outcome,
    PauseScope,
    Purpose,
    SuppressionScope,
    TouchState,
    ZoneSource,
)
from cadence.domain.move import Cause, Move


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneEvidence:
    """One IANA zone the person may be in, and why we think so."""

    zone: str  # IANA name such as "Europe/Madrid"
    source: ZoneSource
    detail: str = ""  # e.g. "ES-CN" or "+34 6": never a whole number


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """One of a lead's numbers, in the lead's own order."""

    id: int  # the ledger's id: what rules, decisions and evidence speak of
    e164: str
    kind: NumberKind
    country: str  # ISO 3166-1 alpha-2, "" when the digits do not tell
    zones: tuple[ZoneEvidence, ...] = ()
    region: str = ""  # ISO 3166-2 without the country, where it is known to be used; the digits say theirs themselves
    closed: str | None = None  # why no campaign uses it any more: "invalid_number", "wrong_number"
    phone_countries: frozenset[str] = frozenset()  # of an address that shows no place: where the person's phones are


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """A person in a list."""

    id: str  # opaque
    numbers: tuple[Number, ...]
    zones: tuple[ZoneEvidence, ...] = ()  # stated and address evidence; each number adds its own
    country: str = ""  # ISO 3166-1 alpha-2
    region: str = ""  # ISO 3166-2 without the country, e.g. "CN" for the Canaries
    municipality: str = ""  # the town, for its own holidays
    segment: str = ""
    score: int = 0
    account: str = ""  # the company or contract it belongs to
    name: str = ""
    attributes: dict[str, str] = field(default_factory=dict)  # the list's other columns, and saved answers, as text


@dataclass(frozen=True, slots=True, kw_only=True)
class CarrierDetails:
    """What a carrier's report may add to a touch, besides its own id, status and outcome."""

    delivery: str = ""  # "live", "recorded" or "voicemail" for calls
    answered_at: datetime | None = None
    greeting_end_at: datetime | None = None
    agent_at: datetime | None = None

    def details(self) -> dict[str, Any]:
        """Return these fields, of a report or of a touch."""
        return {name: getattr(self, name) for name in DETAILS}


DETAILS = tuple(field.name for field in fields(CarrierDetails))


@dataclass(frozen=True, slots=True, kw_only=True)
class Touch(CarrierDetails):
    """One row of the ledger: one attempt on one channel, with any outcome. Never removed."""

    id: str
    lead: str
    enrolment: str
    campaign: str  # the campaign's name; versions share it
    cause: Cause
    attempt: int  # the try, from 1
    step: str  # the step whose content it carried, "" for a confirmation
    channel: Channel
    purpose: Purpose
    state: TouchState
    at: datetime  # when it was reserved or skipped: what limits and gaps count from
    number: int | None = None  # Number.id; None for tasks and skipped steps
    sender: str = ""
    account: str = ""
    subject: str = ""
    seller: str = ""
    portfolio: str = ""  # whose limit of people it uses up; "" for what begins no conversation on WhatsApp
    outcome: Outcome | None = None
    disposition: Disposition | None = None
    due: datetime | None = None  # the instant the language gave it, before rules moved it
    ended_at: datetime | None = None
    replied_at: datetime | None = None  # first reply that belongs to this touch
    answer: str = ""  # the answer of the campaign file that the person gave to this touch, by its name
    wrap_up_until: datetime | None = None  # an answered call waits so long for its disposition
    result_by: datetime | None = None  # a task waits so long for its result; None: for none
    rules: tuple[str, ...] = ()  # for a skipped one: the rules that refused it
    scope: str = ""  # for a skipped one: Scope of the refusal
    taken: bool | None = None  # whether the carrier took it (it gave an id, or refused it); None: not known


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """One consent record. Append-only: a revocation is another record with `given=False`."""

    id: int
    channel: Channel
    given: bool
    at: datetime
    number: int | None = None  # Number.id; None when given for the person as a whole
    purpose: Purpose | None = None  # None: not limited to one purpose
    kind: str = "express"  # or "express_written"; a person's file may name another ground, such as a customer's
    source: str = ""
    expires: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """A number that may not be contacted."""

    id: int
    number: int  # Number.id
    scope: SuppressionScope
    value: str = ""  # the purpose, campaign or channel; "" for everything
    since: datetime
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryCopy:
    """Our copy of an official list, as far as it concerns this lead."""

    name: str
    as_of: date  # the day its keeper gave it out
    listed: frozenset[int] = frozenset()  # the lead's numbers (Number.id) that are on it


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedDay:
    """A date that a feed has declared closed where this person lives."""

    feed: str
    day: date
    name: str
    country: str = ""  # ISO 3166-1; "" is wherever the feed is about
    region: str = ""  # ISO 3166-2 without the country; "" is all of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """An interval in which nothing of its scope leaves."""

    scope: PauseScope
    value: str = ""  # campaign name, channel, sender, floor, lead id ...; "" for all
    since: datetime
    until: datetime | None = None  # None: still paused
    fallback: bool = False  # it ended with the order that those who waited take the failed branch instead


@dataclass(frozen=True, slots=True, kw_only=True)
class Callback:
    """A promise to call at an instant."""

    id: str
    at: datetime
    number: int | None = None  # Number.id asked for, if any
    canceled: bool = False
    ref: str = ""  # who asked: "inbound:ID" or "touch:ID" is the person, "command:ID" and "api:..." an order of ours

    @property
    def requested(self) -> bool:
        """Whether the person asked for it, in a message, a call to us or a conversation. An order is not evidence."""
        return self.ref.partition(":")[0] in {"inbound", "touch"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Jump:
    """An event from another system that had the cadence go on with another step."""

    event: str  # its name
    to: str  # the step
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbound:
    """A message or call from the person."""

    id: str
    channel: Channel
    number: int  # Number.id it came from
    sender: str  # our own number that received it
    at: datetime
    meaning: str = "none"  # revoke, revoke_part, restrict, hold, help, rejoin, callback, none
    touch: str | None = None  # the touch it answers
    reviewed: bool = False  # a person of ours has decided about a `hold` or `restrict`
    confirmed_by_carrier: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """A lead in a campaign, pinned to a version."""

    id: str
    campaign: str
    version: int
    at: datetime  # when it was enrolled: the origin of the first step's `after`
    kind: str = "cadence"  # or one touch: "callback", "confirmation" (after the cadence had ended), "trial"
    finished: str | None = None  # the reason


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Everything that rules and planning may look at. Nothing is fetched later."""

    lead: Lead
    enrolment: Enrolment
    state: CampaignState = CampaignState.RUNNING
    touches: tuple[Touch, ...] = ()  # of the lead and of its numbers, every campaign, oldest first
    colleagues: tuple[Touch, ...] = ()  # to other people of the lead's account, if a rule asks for them; oldest first
    consents: tuple[Consent, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    pauses: tuple[Pause, ...] = ()  # past and present ones that can concern this enrolment
    callbacks: tuple[Callback, ...] = ()
    inbound: tuple[Inbound, ...] = ()  # oldest first
    jumps: tuple[Jump, ...] = ()  # of this enrolment, oldest first
    registries: tuple[RegistryCopy, ...] = ()
    closed_days: tuple[ClosedDay, ...] = ()
    planned: Move | None = None  # the move stored with the enrolment: what it is waiting for now
    _own: ClassVar[tuple[Touch, ...] | None] = None  # this enrolment's touches, once they were asked for

    def own(self) -> tuple[Touch, ...]:
        """Return this enrolment's touches, oldest first."""
        if self._own is None:  # not a cached_property: that makes a dictionary for each of a simulation's thousands
            enrolment = self.enrolment.id
            own = tuple(touch for touch in self.touches if touch.enrolment == enrolment)
            object.__setattr__(self, "_own", self.touches if len(own) == len(self.touches) else own)
        return self._own or ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many similar touches went to people in one place: what the ledger counts for rules about shares."""

    who: Lead  # a person of that place, with one number: where they may be, and nothing else
    channel: Channel
    touches: int
    outcome: Outcome | None = None
    disposition: Disposition | None = None
    replied: bool = False
    late: bool = False  # a person answered, and the agent came later than a rule allows


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignVisit:
    """When a lead, or a person of another list with one of its numbers, was in a campaign."""

    own: bool  # by this lead itself
    list: str
    visit: str = ""  # what it was for
    open: bool  # waits to be enrolled, or is enrolled
    ended: datetime | None = None
