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
from cadence.campaign.account_turns import AccountTurns, stop_key, turns_key
from cadence.campaign.alert_keys import Alerts, alerts_key
from cadence.campaign.answers import promised_key, replies_key, stop_on_key
from cadence.campaign.blocks import Block, ListKind, MappingKind, key, keys_of, unset
from cadence.campaign.conditions import WHERE, Where
from cadence.campaign.conditions.evaluate import language_code
from cadence.campaign.countries import COUNTRY
from cadence.campaign.day_sets import Days, DaySet
from cadence.campaign.enter import Enter, EnterKind, Once
from cadence.campaign.forms import CAMPAIGN_NAME, DATE, DAYS, DURATION, MESSAGE, NAME, TITLE
from cadence.campaign.goal import Goal, goal_key
from cadence.campaign.key_pairs import OF_CAMPAIGN
from cadence.campaign.kinds import TextKind, WholeNumberKind, WordKind
from cadence.campaign.on_event import EventRule, on_event_key
from cadence.campaign.periods import Shape
from cadence.campaign.season_key import seasons_key
from cadence.campaign.step_shape import CALLBACK, STEP, CallbackRule, Step, callback_step
from cadence.campaign.task_caps import FileTaskCap, tasks_key
from cadence.domain import END, Audience, Channel, NumberKind, Purpose
from cadence.domain.channels import OWN_KINDS, descriptor_of
from cadence.domain.pack_id import pack_id
from cadence.domain.questions import ReplyQuestion
from cadence.languages import LANGUAGES, Language

NO_PACKS = "none"
"""`jurisdictions: none`: written out, so that nobody forgets the law by leaving a line away."""


class Campaign(Shape):
    """One immutable version of a campaign file."""

    campaign: str = key(
        CAMPAIGN_NAME, "Its name. Each change of the file is a new version under the same name.", stand_in="campaign"
    )
    title: str = key(TITLE, "What people call it.", "", example="Spring offer")
    purpose: Purpose = key(
        WordKind(words=tuple(Purpose)),
        "Why people are contacted; the law depends on it.",
        stand_in=Purpose.MARKETING,
        example="marketing",
    )
    audience: Audience = key(WordKind(words=tuple(Audience)), "Private people, or people at work.", Audience.CONSUMER)
    language: Language = key(
        WordKind(words=LANGUAGES, meant=language_code),
        "The language of the built-in texts and of the voice that reads.",
        "es",
        example="en",
    )
    where: Where | None = key(
        WHERE,
        "Who of the list comes in: the people who meet a [condition](#conditions).",
        None,
        exclude_if=unset,
        without="everybody",
        example="{plan: premium}",
    )
    country: str = key(
        COUNTRY,
        "The country of numbers in the list that have no prefix.",
        "",
        without="such numbers are refused",
        example="ES",
    )
    subject: str = key(
        TITLE,
        "What it is about, for rules that count by subject.",
        "",
        without="the campaign's name",
        example="product demo",
    )
    jurisdictions: tuple[str, ...] = key(
        ListKind(TextKind(expected='a jurisdiction pack such as es, or "none"', form=r"\s*[^\W\d_][\w. -]*")),
        "Packs of law beside those of the leads' places: they tighten, or choose a reading. `none`: no law.",
        (),
        without="by place",
        rule="pack.valid",
        example="[es]",
    )
    no_jurisdictions: bool = False  # `jurisdictions: none`, written out
    without_pack: tuple[str, ...] = key(
        ListKind(COUNTRY),
        "Countries that no pack of law is about, and whose people are contacted all the same.",
        (),
        without="their people wait",
        example="[EC]",
        rule="pack.covers",
    )
    sender: parts.Senders = key(
        parts.FROM,
        "Who you are: company, and your sender per channel.",
        stand_in=parts.Senders(company=""),
        alias="from",
    )
    windows: tuple[parts.FileWindow, ...] = key(
        ListKind(parts.WINDOW, single=False),
        "When people may be contacted, in their own local time.",
        stand_in=(),
        rule="campaign.windows",
    )
    holidays: Literal["closed", "open"] = key(
        WordKind(words=("closed", "open")),
        "Whether public holidays of the person's country and region are closed.",
        "closed",
        rule="campaign.holidays",
        example="open",
    )
    closed: tuple[Days, ...] = key(
        ListKind(DAYS),
        "[Days of your own](#seasons) on which nothing is sent.",
        (),
        exclude_if=unset,
        without="none",
        rule="campaign.closed",
        example="[24 dec, 31 dec]",
    )
    open: tuple[Days, ...] = key(
        ListKind(DAYS),
        "[Days](#seasons) on which people may be contacted though they are public holidays.",
        (),
        exclude_if=unset,
        without="none",
        example="[12 oct]",
    )
    limits: tuple[parts.FileLimit, ...] = key(
        ListKind(parts.LIMIT, single=False),
        "How often people may be contacted.",
        (),
        without="no limit of your own",
        rule="campaign.limits",
    )
    gap: timedelta = key(
        DURATION,
        "The least time between two touches of a person, on any channel, in any campaign.",
        timedelta(0),
        without="`0 hours`",
        rule="campaign.gap",
    )
    rest: parts.RestRule | None = key(
        parts.REST,
        "How long a person is left alone after a refusal or a conversation, where that is longer than the house's.",
        None,
        without="the rest of the house",
        rule="campaign.rest",
        exclude_if=unset,
    )
    spread: timedelta = key(
        DURATION,
        "People who are due together, such as at an opening, are spread over this.",
        timedelta(minutes=30),
        example="30 minutes",
    )
    promised: str = promised_key()
    replies: dict[str, tuple[str, ...]] = replies_key()
    stop_on: tuple[str, ...] = stop_on_key()
    on_event: dict[str, EventRule] = on_event_key()
    account: AccountTurns | None = turns_key()
    stop_account_on: tuple[str, ...] = stop_key()
    consent: dict[Channel, parts.ConsentRule] = key(
        MappingKind(of=parts.CONSENT, name=WordKind(words=parts.SENT)),
        "Another basis than a recorded consent, per channel, with its reason.",
        {},
        without="`opt_in` on each channel",
        rule="consent.call",
        example="{sms: opt_in}",
    )
    enter: Annotated[Enter, Field(discriminator="kind")] = key(
        EnterKind(),
        "When a person may come back: once, `again_after` a time, or `per` date in a column.",
        Once(),
        without="`once`",
        example="{again_after: 30 days}",
    )
    priority: int = key(WholeNumberKind(most=5), "`1` goes first, `5` last, when campaigns compete.", 3)
    in_flight: int = key(
        WholeNumberKind(most=1_000_000),
        "So many people are under way at once; the others wait their turn.",
        1000,
        example="500",
    )
    start: date | None = key(
        DATE,
        "The first day, in each person's own time.",
        None,
        without="the day of the launch",
        rule="campaign.start",
    )
    end: date | None = key(
        DATE,
        "The last day; one that has passed is refused at the launch.",
        None,
        without="when everyone is through",
        rule="campaign.end",
        example="2027-03-31",
    )
    seasons: tuple[parts.Season, ...] = seasons_key()
    confirmation: str = key(
        MESSAGE,
        "The wording of the one message that confirms an opt-out, plain text.",
        "",
        without="a sentence in the campaign's language",
        rule="optout.confirmation",
        example='"Tienda Sol: no recibirá más mensajes."',
    )
    goal: Goal | None = goal_key()
    floors: dict[str, parts.Floor] = key(
        MappingKind(of=parts.FLOOR, name=NAME),
        "The groups of agents that take calls.",
        {},
        without="no calls",
        example='{sales: {agents: 4, endpoint: "client:sales"}}',
    )
    tasks: tuple[FileTaskCap, ...] = tasks_key()
    alerts: Alerts = alerts_key()
    callback: CallbackRule | None = key(
        CALLBACK, "How promised callbacks are made.", None, without="like the first call of the cadence"
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
    def first_day(self) -> date | None:
        """The day on which the campaign begins; None for the day of the launch."""
        return min((season.start for season in self.seasons), default=self.start)

    @cached_property
    def last_day(self) -> date | None:
        """The day after which nothing is sent any more; None if the file names none."""
        return max((season.end for season in self.seasons), default=self.end)

    @cached_property
    def between_seasons(self) -> DaySet:
        """The days between one season and the next."""
        return parts.between(self.seasons)

    @cached_property
    def places(self) -> dict[str, int]:
        """The place of each step in the file, by its id; of two with one id, which is a mistake, that of the first."""
        return {step.step: place for place, step in reversed(list(enumerate(self.cadence)))}

    @cached_property
    def callback_step(self) -> Step | None:
        """The step that makes promised calls: the `callback:` block of the file, or its first call step."""
        return callback_step(self.callback, self.cadence)

    def question_of(self, step: Step) -> ReplyQuestion | None:
        """Return the answers that a step expects, its own or the campaign's; None where nobody can answer it."""
        return step.question(self.replies)

    @cached_property
    def unused_kinds(self) -> frozenset[NumberKind]:
        """The kinds of addresses, phones aside, that no step can use."""
        readers = (descriptor_of(step.channel).reader for step in self.cadence if step.channel is not None)
        return OWN_KINDS - {reader.kind for reader in readers if reader is not None}


def _campaign(jurisdictions: tuple[str, ...] = (), **values: object) -> Campaign:
    """Build a campaign; `jurisdictions: none` is a fact of its own."""
    packs = tuple(pack_id(name) for name in jurisdictions)
    without = packs == (NO_PACKS,)
    return Campaign.model_validate({"jurisdictions": () if without else packs, "no_jurisdictions": without} | values)


CAMPAIGN = Block(
    called="a campaign",
    build=_campaign,
    example="the ones in campaigns/",
    keys=keys_of(Campaign),
    rules=OF_CAMPAIGN,
)
