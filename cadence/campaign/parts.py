"""
What are the parts of a campaign? Pure: senders, windows, limits, consents, floors, dates and retries.

Each field says how its key is written in the file (`blocks.key`), so that a key is declared once.
"""

from datetime import date, timedelta
from itertools import pairwise
from typing import Annotated, Literal, get_args

from pydantic import Field

from cadence.campaign.blocks import Block, ListKind, block, key, keys_of, unset
from cadence.campaign.conditions import WHERE, Where
from cadence.campaign.content import CONTENTS, SenderKeys
from cadence.campaign.day_sets import ONE_DAY, Dates, Days, DaySet
from cadence.campaign.forms import DATE, DAYS, DURATION, HOURS, PERIOD, SENDER_NAME, TEXT, TITLE, WEEKDAYS, WORD
from cadence.campaign.key_pairs import OF_REST, of_consent
from cadence.campaign.kinds import TextKind, WholeNumberKind, WordKind
from cadence.campaign.periods import Hours, LocalDaysPeriod, RollingPeriod, Shape, WholeCampaign
from cadence.campaign.spans import LONGEST
from cadence.domain import Channel
from cadence.domain.channels import CONTACT_CHANNELS, descriptor_of


class Senders(SenderKeys):
    """Who we are: the company, and our sender per channel."""

    company: str = key(
        TITLE, "Your name, as people know you; `{{ company }}` in texts.", stand_in="", example="Tienda Sol"
    )

    def of(self, channel: Channel) -> str:
        """Return the sender for a channel, "" when the campaign names none."""
        key = descriptor_of(channel).sender_key
        sender: str = getattr(self, key) if key else ""
        return sender

    def every(self) -> tuple[str, ...]:
        """Return the senders that the campaign names, each once."""
        named = (self.of(channel) for channel in CONTACT_CHANNELS)
        return tuple(dict.fromkeys(sender for sender in named if sender))


FROM = Block(
    called="`from`",
    build=Senders,
    example='{company: Tienda Sol, sms: "+34910000001"}',
    keys=keys_of(Senders) | {name: key for kind in CONTENTS.values() for name, key in kind.senders.items()},
)
_OTHER_FORMS = (
    kind.form
    for channel, content in CONTENTS.items()
    for kind in [next((key.kind for key in content.senders.values()), None)]
    if isinstance(kind, TextKind) and not descriptor_of(channel).by_phone
)
STEP_SENDER = TextKind(expected=SENDER_NAME.expected, form="|".join((SENDER_NAME.form, *_OTHER_FORMS)))
"""A sender of any channel; `steps.py` checks it against the channel of its step."""

SENT = tuple(channel.value for channel in CONTACT_CHANNELS)


EVERY_DAY = tuple(range(7))


class FileWindow(Shape):
    """
    On these weekdays (0 = Monday), at these hours of the lead's local time.

    With `segments` or `where` it is for those people, and replaces for them the windows that have neither. With `dates`
    it is for those dates, and replaces on them the windows that name none.
    """

    days: tuple[int, ...] = key(
        WEEKDAYS,
        "On which weekdays.",
        stand_in=EVERY_DAY,
        unless="dates",
        without="needed; with `dates`: every day",
    )
    hours: tuple[Hours, ...] = key(HOURS, "At which hours of the person's own local time.", stand_in=())
    segments: tuple[str, ...] = key(
        ListKind(WORD),
        "For leads of these segments, instead of the windows without.",
        (),
        without="everyone else",
        example="[vip]",
    )
    dates: tuple[Days, ...] = key(
        ListKind(DAYS),
        "On these dates only, instead of the windows without dates.",
        (),
        exclude_if=unset,
        without="every date that no other window names",
        example="[24 dec, last 5 days of month]",
    )
    where: Where | None = key(
        WHERE,
        "For the people who meet a [condition](#conditions), instead of the windows without.",
        None,
        exclude_if=unset,
        without="everyone else",
        example="{plan: premium}",
    )


WINDOW = block(FileWindow, called="a window", example='{days: mon-fri, hours: "09:30-14:00"}')


SOME_DAY = date(2027, 1, 1)
"""Stands in for a date that could not be read."""


class FileLimit(Shape):
    """At most `max` touches per period, on these channels (none named: all)."""

    max: int = key(WholeNumberKind(most=1000), "So many touches at most.", stand_in=1)
    per: Annotated[RollingPeriod | LocalDaysPeriod | WholeCampaign, Field(discriminator="kind")] = key(
        PERIOD,
        "In which period: days are local dates, hours are elapsed time, `campaign` is the whole of it.",
        stand_in=WholeCampaign(),
    )
    channels: tuple[Channel, ...] = key(
        ListKind(WordKind(words=SENT)), "Counting these channels only.", (), without="all of them together"
    )
    dates: tuple[Days, ...] = key(
        ListKind(DAYS),
        "For touches on these dates only, beside the limits without dates.",
        (),
        exclude_if=unset,
        without="always",
        example="1 dec - 6 jan",
    )
    by: Literal["person", "account"] = key(
        WordKind(words=("person", "account")),
        "Whose touches count together: the person's, or those of all people of the account.",
        "person",
        without="`person`",
        example="account",
        exclude_if=lambda by: by == "person",
    )
    segments: tuple[str, ...] = key(
        ListKind(WORD),
        "For leads of these segments only, beside the limits without.",
        (),
        without="everyone",
        example="[vip]",
        exclude_if=unset,
    )
    where: Where | None = key(
        WHERE,
        "For the people who meet a [condition](#conditions) or may meet it.",
        None,
        exclude_if=unset,
        without="everybody",
        example="{segment: vip}",
    )


LIMIT = block(FileLimit, called="a limit", example="{max: 1, per: 1 day, channels: [call]}")


class Season(Shape):
    """One of several stretches of days in which the campaign works, both dates included."""

    start: date = key(DATE, "Its first day.", stand_in=SOME_DAY)
    end: date = key(DATE, "Its last day.", stand_in=SOME_DAY, example="2027-06-30")

    @property
    def days(self) -> Dates:
        """Its dates."""
        return Dates(first=self.start, last=self.end)


def between(seasons: tuple[Season, ...]) -> DaySet:
    """Return the days between one season and the next."""
    ordered = sorted(seasons, key=lambda season: season.start)
    gaps = ((earlier.end + ONE_DAY, later.start - ONE_DAY) for earlier, later in pairwise(ordered))
    return tuple(Dates(first=first, last=last) for first, last in gaps if first <= last)


SEASON = block(Season, called="a season", example="{start: 2027-11-15, end: 2028-01-06}")


class RestRule(Shape):
    """How long a person is left alone by this campaign. The house's own rest binds beside it: the longer one holds."""

    refused: timedelta | None = key(
        DURATION, "How long after a refusal of any offer of ours.", None, without="the house's rest", example="60 days"
    )
    conversation: timedelta | None = key(
        DURATION,
        "How long after a conversation of another campaign.",
        None,
        without="the house's rest",
        example="3 days",
    )


REST = block(RestRule, called="`rest`", example="{refused: 60 days, conversation: 3 days}", rules=OF_REST)


Basis = Literal["opt_in", "customer", "contract", "legitimate_interest", "none_needed"]


class ConsentRule(Shape):
    """On which basis a channel is used. Without one: opt-in, a recorded consent (protocol §5.6)."""

    basis: Basis = key(
        WordKind(words=get_args(Basis)),
        "On which basis people are contacted on this channel.",
        stand_in="opt_in",
        example="customer",
    )
    reason: str = key(
        TEXT,
        "Why that basis holds; every report shows it. Needed for anything but `opt_in`.",
        "",
        example='"Own customers, similar products."',
    )


CONSENT = block(
    ConsentRule,
    called="a basis of consent",
    example="{basis: customer, reason: ...}",
    short="basis",
    rules=of_consent(get_args(Basis)),
)


class Floor(Shape):
    """A group of agents."""

    agents: int = key(
        WholeNumberKind(most=10_000), "How many agents take calls: never more calls than that.", stand_in=1
    )
    endpoint: str = key(
        TextKind(
            expected='what rings for the agents: "sip:sales@example.com", "client:sales" or "+34910000001"',
            form=r"sips?:\S+|client:\S+|\+[1-9][0-9]{6,14}",
        ),
        "What rings for the agents.",
        "",
        example='"client:sales"',
    )
    wrap_up: timedelta = key(
        DURATION,
        "How long an answered call waits for the agent's word on it.",
        timedelta(minutes=2),
        example="4 minutes",
    )


FLOOR = block(Floor, called="a floor", example='{agents: 4, endpoint: "client:sales"}', short="agents")


class Before(Shape):
    """Due `by` before the date in the lead's field; it expires at that date."""

    field: str = key(
        TextKind(expected="a column of the lead list that holds a date", longest=60),
        "The column that holds the date.",
        stand_in="",
        example="appointment_at",
    )
    by: timedelta = key(DURATION, "How long before that date.", stand_in=LONGEST)


BEFORE = block(Before, called="`before`", example="{field: appointment_at, by: 1 day}")


class AfterDate(Shape):
    """Due `by` after the date in the lead's field."""

    field: str = key(
        TextKind(expected="a column of the lead list, or a promised date", longest=60),
        "The column that holds the date, or the name of a promised date or of an answer.",
        stand_in="",
        example="pay_on",
    )
    by: timedelta = key(DURATION, "How long after that date; `at once` is the date itself.", stand_in=LONGEST)


AFTER_DATE = block(AfterDate, called="the date of `after`", example="{field: pay_on, by: 1 day}")


class Retry(Shape):
    """Try the same step again after these outcomes, `times` more times at most."""

    on: tuple[str, ...] = key(ListKind(WORD), "After which outcomes.", stand_in=(), example="[busy, no_answer]")
    after: timedelta = key(DURATION, "How long after the last try ended.", stand_in=LONGEST)
    times: int = key(WholeNumberKind(most=20), "How many more tries, at most.", stand_in=1)


RETRY = block(Retry, called="a retry", example="{on: [busy, no_answer], after: 4 hours, times: 2}")
