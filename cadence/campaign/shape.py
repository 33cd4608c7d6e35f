"""
What does a campaign say? Pure: the shape of one version, frozen, with every span as a timedelta.

`reader.py` makes these from YAML text. The shape is tolerant of what it does not know, because stored versions outlive
the code that wrote them; strictness belongs to the reader.
"""

from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field

from cadence.campaign.content import AnnouncementContents, Content, SenderKeys, StepContents
from cadence.campaign.content.call import CallStep
from cadence.campaign.content.sms import Sms
from cadence.campaign.content.task import Task
from cadence.campaign.content.whatsapp import WhatsApp
from cadence.campaign.periods import Hours, LocalDaysPeriod, RollingPeriod, Shape, WholeCampaign
from cadence.domain import Audience, Channel, IfLate, Purpose
from cadence.domain.channels import CONTACT_CHANNELS, DESCRIPTORS, MESSAGE_CHANNELS, descriptor_of
from cadence.languages import Language

__all__ = [
    "AgainAfter",
    "Announcement",
    "Before",
    "CallStep",
    "CallbackRule",
    "Campaign",
    "ConsentRule",
    "Enter",
    "FileLimit",
    "FileWindow",
    "Floor",
    "Hours",
    "LocalDaysPeriod",
    "Once",
    "PerDate",
    "Retry",
    "RollingPeriod",
    "Senders",
    "Sms",
    "Step",
    "Task",
    "WhatsApp",
    "WholeCampaign",
]


class Senders(SenderKeys):
    """Who we are: the company, and our sender per channel."""

    company: str

    def of(self, channel: Channel) -> str:
        """Return the sender for a channel, "" when the campaign names none."""
        key = descriptor_of(channel).sender_key
        sender: str = getattr(self, key) if key else ""
        return sender

    def every(self) -> tuple[str, ...]:
        """Return the senders that the campaign names, each once."""
        named = (self.of(channel) for channel in CONTACT_CHANNELS)
        return tuple(dict.fromkeys(sender for sender in named if sender))


class FileWindow(Shape):
    """
    On these weekdays (0 = Monday), at these hours of the lead's local time.

    With `segments` it is for the leads of those, and replaces for them the windows that name none.
    """

    days: tuple[int, ...]
    hours: tuple[Hours, ...]
    segments: tuple[str, ...] = ()


class FileLimit(Shape):
    """At most `max` touches per period, on these channels (none named: all)."""

    max: int
    per: Annotated[RollingPeriod | LocalDaysPeriod | WholeCampaign, Field(discriminator="kind")]
    channels: tuple[Channel, ...] = ()


class ConsentRule(Shape):
    """On which basis a channel is used. Without one: opt-in, a recorded consent (protocol §5.6)."""

    basis: Literal["opt_in", "customer", "contract", "legitimate_interest", "none_needed"]
    reason: str = ""  # required by the reader for anything but opt_in; shown in every report


class Floor(Shape):
    """A group of agents."""

    agents: int
    endpoint: str = ""  # sip: address, client: name or E.164 number that rings for the agents
    wrap_up: timedelta = timedelta(minutes=2)


class Before(Shape):
    """Due `by` before the date in the lead's field; it expires at that date."""

    field: str
    by: timedelta


class Retry(Shape):
    """Try the same step again after these outcomes, `times` more times at most."""

    on: tuple[str, ...]
    after: timedelta
    times: int


class Step(StepContents):
    """One stage on one channel, or a wait. Exactly one of its contents and `wait` is set."""

    step: str
    after: timedelta = timedelta(0)
    before: Before | None = None
    if_late: IfLate = IfLate.SEND
    expires: timedelta | None = None  # its content is wrong this long after it was due
    wait: timedelta | None = None
    sender: str = ""  # overrides `from` for this step
    retry: Retry | None = None
    on: dict[str, str] = Field(default_factory=dict)  # outcome, disposition, replied, otherwise -> step or end
    otherwise: str = ""  # where a refused or late step leads; "" is the next step in the file

    @property
    def channel(self) -> Channel | None:
        """The channel of this step; None for a wait."""
        return next((channel for channel, one in DESCRIPTORS.items() if getattr(self, one.block) is not None), None)

    @property
    def content(self) -> Content | None:
        """What it says on its channel; None for a wait."""
        channel = self.channel
        content: Content | None = getattr(self, descriptor_of(channel).block) if channel is not None else None
        return content

    @property
    def approved(self) -> str:
        """The name of the approved template that it sends, "" for none."""
        return self.content.approved if self.content is not None else ""

    @property
    def floor(self) -> str:
        """The floor of a call, else ""."""
        return self.call.floor if self.call else ""

    @property
    def lasts(self) -> timedelta | None:
        """How long a call may ring and talk at most; None for everything else."""
        return self.call.ring + self.call.talk if self.call else None


class Announcement(AnnouncementContents):
    """What a person is told about a promised call, by channel. {{ callback_at }} is when, on the person's own clock."""

    @property
    def channels(self) -> tuple[Channel, ...]:
        """The channels that have words."""
        blocks = ((channel, descriptor_of(channel).block) for channel in MESSAGE_CHANNELS)
        return tuple(channel for channel, block in blocks if getattr(self, block) is not None)

    def step(self, name: str, channel: Channel) -> "Step":
        """Return the words of one channel as a step."""
        block = descriptor_of(channel).block
        return Step.model_validate({"step": name, block: getattr(self, block)})


class CallbackRule(Shape):
    """How a promised callback is made. Without one, the file's first call step serves."""

    call: CallStep
    confirm: Announcement | None = None  # says when it will be made
    moved: Announcement | None = None  # says that it will be made at another time than agreed
    retry: Retry | None = None
    on: dict[str, str] = Field(default_factory=dict)


class Once(Shape):
    """A person comes into the campaign once, whatever list brings them."""

    kind: Literal["once"] = "once"


class AgainAfter(Shape):
    """A person may come back so long after they finished."""

    kind: Literal["again_after"] = "again_after"
    after: timedelta


class PerDate(Shape):
    """A person comes in once for each value of a column that holds a date, such as an appointment."""

    kind: Literal["per"] = "per"
    field: str


Enter = Once | AgainAfter | PerDate


class Campaign(Shape):
    """One immutable version of a campaign file."""

    campaign: str
    title: str = ""
    purpose: Purpose
    audience: Audience = Audience.CONSUMER
    language: Language = "es"
    country: str = ""  # default region of numbers without a prefix, ISO 3166-1 alpha-2
    subject: str = ""  # what it is about, for rules that count by subject; default: the campaign's name
    jurisdictions: tuple[str, ...] = ()
    no_jurisdictions: bool = False  # `jurisdictions: none`, written out
    without_pack: tuple[str, ...] = ()  # countries no pack is about and whose people are contacted all the same
    sender: Senders = Field(alias="from")
    windows: tuple[FileWindow, ...]
    holidays: Literal["closed", "open"] = "closed"
    limits: tuple[FileLimit, ...] = ()
    gap: timedelta = timedelta(0)
    spread: timedelta = timedelta(minutes=30)  # leads due at an opening are spread over this
    stop_on: tuple[str, ...] = ()
    consent: dict[Channel, ConsentRule] = Field(default_factory=dict)
    enter: Annotated[Enter, Field(discriminator="kind")] = Once()  # when a person may come back
    priority: int = 3  # 1 first, 5 last
    in_flight: int = 1000  # open leads at once
    start: date | None = None
    end: date | None = None
    confirmation: str = ""  # wording of the one opt-out confirmation; "" is the built-in one of the language
    floors: dict[str, Floor] = Field(default_factory=dict)
    callback: CallbackRule | None = None
    cadence: tuple[Step, ...]

    def find(self, step: str) -> Step:
        """Return the step of this id; the reader has made sure that every target exists."""
        return next(entry for entry in self.cadence if entry.step == step)

    def following(self, step: str) -> str:
        """Return the id of the step after this one in the file, or "end"."""
        ids = [step.step for step in self.cadence]
        place = ids.index(step) + 1
        return ids[place] if place < len(ids) else "end"
