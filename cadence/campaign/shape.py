"""
What does a campaign say? Pure: the shape of one version, frozen, with every span as a timedelta.

Each field says how its key is written in the file; the reader, the JSON Schema and the test of the manual follow these
declarations: a key that is not here does not exist. The shape itself is tolerant of what it does not know, because
stored versions outlive the code that wrote them; strictness belongs to the reader.
"""

from datetime import date, timedelta
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from cadence.campaign import parts
from cadence.campaign.blocks import Block, Key, ListKind, MappingKind, block, key, keys_of
from cadence.campaign.content import CONTENTS, AnnouncementContents, Content, StepContents
from cadence.campaign.content.call import CallStep
from cadence.campaign.enter import Enter, EnterKind, Once
from cadence.campaign.forms import CAMPAIGN_NAME, DATE, DURATION, MESSAGE, NAME, TITLE, WORD
from cadence.campaign.kinds import TextKind, ValueKind, WholeNumberKind, WordKind
from cadence.campaign.periods import Shape
from cadence.domain import END, Audience, Channel, IfLate, NumberKind, Purpose
from cadence.domain.channels import CALLBACK_CHANNEL, DESCRIPTORS, MESSAGE_CHANNELS, OWN_KINDS, descriptor_of
from cadence.domain.pack_id import pack_id
from cadence.languages import LANGUAGES, Language

ON: ValueKind = MappingKind(of=NAME, name=WORD)


class Step(StepContents):
    """One stage on one channel, or a wait. Exactly one of its contents and `wait` is set."""

    step: str = key(NAME, "The step's name.", stand_in="")
    after: timedelta = key(
        DURATION, "How long after the step before it ended; for the first step, after enrolment.", timedelta(0)
    )
    before: parts.Before | None = key(
        parts.BEFORE, "Or at a time before a date of the lead's own; it expires at that date.", None
    )
    if_late: IfLate = key(WordKind(words=tuple(IfLate)), "What becomes of it when its time went by.", IfLate.SEND)
    expires: timedelta | None = key(
        DURATION, "Its content is wrong this long after it was due; then it is skipped.", None
    )
    wait: timedelta | None = key(DURATION, "Nothing but a wait.", None)
    sender: str = key(parts.STEP_SENDER, "Another sender than the campaign's, for this step.", "", name="from")
    retry: parts.Retry | None = key(parts.RETRY, "When and how often to try this step again.", None)
    on: dict[str, str] = key(ON, "Where each outcome leads: the name of a step, or end.", {})
    otherwise: str = key(NAME, "Where it leads when a rule refuses this step, or it is skipped as late.", "")

    @cached_property
    def channel(self) -> Channel | None:
        """The channel of this step; None for a wait."""
        return next(
            (channel for channel, descriptor in DESCRIPTORS.items() if getattr(self, descriptor.block) is not None),
            None,
        )

    @cached_property
    def content(self) -> Content | None:
        """What it says on its channel; None for a wait."""
        channel = self.channel
        content: Content | None = getattr(self, descriptor_of(channel).block) if channel is not None else None
        return content

    @cached_property
    def approved(self) -> str:
        """The name of the approved template that it sends, "" for none."""
        return self.content.approved if self.content is not None else ""

    @cached_property
    def floor(self) -> str:
        """The floor of a call, else ""."""
        return self.call.floor if self.call else ""

    @cached_property
    def lasts(self) -> timedelta | None:
        """How long a call may ring and talk at most; None for everything else."""
        return self.call.ring + self.call.talk if self.call else None


def _with_contents() -> dict[str, Key]:
    """Return the keys of a step: when, what it says on each channel, and what follows."""
    keys = keys_of(Step)
    when = {name: keys.pop(name) for name in ("step", "after", "before", "if_late", "expires")}
    contents = {descriptor_of(channel).block: Key(kind.block, kind.says) for channel, kind in CONTENTS.items()}
    return when | contents | keys


STEP = Block(
    called="a step", build=Step, example="{step: first_call, after: 2 hours, call: sales}", keys=_with_contents()
)


class Announcement(AnnouncementContents):
    """The texts about a promised call, by channel. {{ callback_at }} is its local time for the person."""

    @cached_property
    def channels(self) -> tuple[Channel, ...]:
        """The channels that have words."""
        blocks = ((channel, descriptor_of(channel).block) for channel in MESSAGE_CHANNELS)
        return tuple(channel for channel, block in blocks if getattr(self, block) is not None)

    def step(self, name: str, channel: Channel) -> "Step":
        """Return the words of one channel as a step."""
        block = descriptor_of(channel).block
        return Step.model_validate({"step": name, block: getattr(self, block)})


ANNOUNCEMENT = Block(
    called="an announcement",
    build=Announcement,
    example='{sms: "{{ company }}: te llamamos el {{ callback_at | date }}."}',
    keys={name: key for name, key in STEP.keys.items() if name in AnnouncementContents.model_fields},
)


class CallbackRule(Shape):
    """How a promised callback is made. Without one, the file's first call step serves."""

    call: CallStep = key(CONTENTS[CALLBACK_CHANNEL].block, "The call.", stand_in=CallStep(floor=""))
    retry: parts.Retry | None = key(parts.RETRY, "When and how often to try again.", None)
    on: dict[str, str] = key(ON, "Where each outcome leads: the name of a step, or end.", {})
    confirm: Announcement | None = key(
        ANNOUNCEMENT, "Tells the person when the call will be made, with {{ callback_at }}.", None
    )
    moved: Announcement | None = key(
        ANNOUNCEMENT, "Tells the person that it will be made at another time than agreed.", None
    )


CALLBACK = block(CallbackRule, called="`callback`", example="{call: sales, on: {answered: end}}")
CALLBACK_STEP = "callback"
"""The step name of a promised call when the file has a `callback:` block of its own."""
NO_PACKS = "none"
"""`jurisdictions: none`: written out, so that nobody forgets the law by leaving a line away."""


class Campaign(Shape):
    """One immutable version of a campaign file."""

    campaign: str = key(CAMPAIGN_NAME, "The campaign's name; its versions share it.", stand_in="campaign")
    title: str = key(TITLE, "What people call it.", "")
    purpose: Purpose = key(
        WordKind(words=tuple(Purpose)), "Why people are contacted; the law depends on it.", stand_in=Purpose.MARKETING
    )
    audience: Audience = key(WordKind(words=tuple(Audience)), "Private people, or people at work.", Audience.CONSUMER)
    language: Language = key(WordKind(words=LANGUAGES), "The language of the texts and of the built-in ones.", "es")
    country: str = key(
        TextKind(expected='a country code such as "ES"', form="[A-Z]{2}"),
        "The country of numbers written without prefix.",
        "",
    )
    subject: str = key(TITLE, "What it is about, for rules that count by subject.", "")  # "": the campaign's name
    jurisdictions: tuple[str, ...] = key(
        ListKind(TextKind(expected='a jurisdiction pack such as es, or "none"', form=r"\s*[A-Za-z][A-Za-z0-9._ -]*")),
        "Packs of law beside those of the leads' places: they tighten, or choose a reading. Or none, written out.",
        (),
    )
    no_jurisdictions: bool = False  # `jurisdictions: none`, written out
    without_pack: tuple[str, ...] = key(
        ListKind(TextKind(expected='a country code such as "EC"', form="[A-Z]{2}")),
        "Countries that no pack of law is about, and whose people are contacted all the same.",
        (),
    )
    sender: parts.Senders = key(
        parts.FROM,
        "Who you are: company, and your sender per channel.",
        stand_in=parts.Senders(company=""),
        alias="from",
    )
    windows: tuple[parts.FileWindow, ...] = key(
        ListKind(parts.WINDOW, single=False), "When people may be contacted, in their own local time.", stand_in=()
    )
    holidays: Literal["closed", "open"] = key(
        WordKind(words=("closed", "open")), "Whether public holidays are closed.", "closed"
    )
    limits: tuple[parts.FileLimit, ...] = key(
        ListKind(parts.LIMIT, single=False), "How often people may be contacted.", ()
    )
    gap: timedelta = key(
        DURATION, "The least time between two touches of a person, on any channel, in any campaign.", timedelta(0)
    )
    spread: timedelta = key(DURATION, "Leads that are due together are spread over this.", timedelta(minutes=30))
    stop_on: tuple[str, ...] = key(
        ListKind(WORD), "What ends the cadence of a lead at once. Opting out always does.", ()
    )
    consent: dict[Channel, parts.ConsentRule] = key(
        MappingKind(of=parts.CONSENT, name=WordKind(words=parts.SENT)),
        "Another basis than a recorded consent, per channel, with its reason.",
        {},
    )
    enter: Annotated[Enter, Field(discriminator="kind")] = key(
        EnterKind(), "When a person may come back: once, again_after a time, or per date in a column.", Once()
    )
    priority: int = key(WholeNumberKind(most=5), "1 goes first, 5 last, when campaigns compete.", 3)
    in_flight: int = key(WholeNumberKind(most=1_000_000), "So many leads are under way at once, at most.", 1000)
    start: date | None = key(DATE, "The first day.", None)
    end: date | None = key(DATE, "The last day.", None)
    confirmation: str = key(MESSAGE, "The wording of the one message that confirms an opt-out.", "")
    floors: dict[str, parts.Floor] = key(
        MappingKind(of=parts.FLOOR, name=NAME), "The groups of agents that take calls.", {}
    )
    callback: CallbackRule | None = key(
        CALLBACK, "How promised callbacks are made; without it, like the first call of the cadence.", None
    )
    cadence: tuple[Step, ...] = key(ListKind(STEP, most=200, single=False), "The steps, in order.", stand_in=())

    def step_named(self, step: str) -> Step:
        """Return the step of this id; the reader has made sure that every target exists."""
        return self.cadence[self.places[step]]

    def following(self, step: str) -> str:
        """Return the id of the step after this one in the file, or "end"."""
        place = self.places[step] + 1
        return self.cadence[place].step if place < len(self.cadence) else END

    @cached_property
    def places(self) -> dict[str, int]:
        """The place of each step in the file, by its id; of two with one id, which is a mistake, that of the first."""
        return {step.step: place for place, step in reversed(list(enumerate(self.cadence)))}

    @cached_property
    def callback_step(self) -> Step | None:
        """The step that makes promised calls: the `callback:` block of the file, or its first call step."""
        if self.callback is not None:
            rule = self.callback
            return Step(step=CALLBACK_STEP, call=rule.call, retry=rule.retry, on=rule.on)
        step = next((step for step in self.cadence if step.channel is CALLBACK_CHANNEL), None)
        if step is None or (step.before, step.expires, step.if_late) == (None, None, IfLate.SEND):
            return step
        # When a promised call is due, and that it is made however late, is not for a step of the cadence to say.
        return step.model_copy(update={"before": None, "expires": None, "if_late": IfLate.SEND})

    @cached_property
    def unused_kinds(self) -> frozenset[NumberKind]:
        """The kinds of addresses, phones aside, that no step can use."""
        readers = (descriptor_of(step.channel).reader for step in self.cadence if step.channel is not None)
        return OWN_KINDS - {reader.kind for reader in readers if reader is not None}


def _campaign(jurisdictions: tuple[str, ...] = (), **values: object) -> Campaign:
    """Build a campaign; `jurisdictions: none` is a fact of its own."""
    packs = tuple(pack_id(name) for name in jurisdictions)
    without = packs == (NO_PACKS,)
    law = {"jurisdictions": () if without else packs, "no_jurisdictions": without}
    return Campaign.model_validate(law | values)


CAMPAIGN = Block(called="a campaign", build=_campaign, example="the ones in campaigns/", keys=keys_of(Campaign))
