"""
Which keys does a campaign file have? Pure: one table per block, from the small ones up to the whole file.

The reader, the JSON Schema and the test of the manual all follow these tables: a key that is not here does not exist.
"""

from cadence.campaign import shape
from cadence.campaign.blocks import Block, Key, ListKind, MappingKind
from cadence.campaign.content import CONTENTS
from cadence.campaign.enter import EnterKind
from cadence.campaign.forms import (
    CAMPAIGN_NAME,
    DATE,
    DURATION,
    HOURS,
    MESSAGE,
    NAME,
    PERIOD,
    SENDER_NAME,
    TEXT,
    TITLE,
    WEEKDAYS,
    WORD,
)
from cadence.campaign.kinds import TextKind, ValueKind, WholeNumberKind, WordKind
from cadence.campaign.spans import LONGEST
from cadence.domain import Audience, IfLate, Purpose
from cadence.domain.channels import CALLBACK_CHANNEL, CONTACT_CHANNELS, MESSAGE_CHANNELS, AddressKind, descriptor_of
from cadence.domain.pack_id import pack_id
from cadence.languages import LANGUAGES

NO_PACKS = "none"
"""`jurisdictions: none`: written out, so that nobody forgets the law by leaving a line away."""

SENT = tuple(channel.value for channel in CONTACT_CHANNELS)

_OTHER_FORMS = (
    kind.form
    for channel, content in CONTENTS.items()
    for kind in [next((key.kind for key in content.senders.values()), None)]
    if isinstance(kind, TextKind) and descriptor_of(channel).address is not AddressKind.PHONE
)
STEP_SENDER = TextKind(expected=SENDER_NAME.expected, form="|".join((SENDER_NAME.form, *_OTHER_FORMS)))
"""A sender of any channel; `steps.py` checks it against the channel of its step."""

FROM = Block(
    called="`from`",
    build=shape.Senders,
    example='{company: Tienda Sol, sms: "+34910000001"}',
    keys={
        "company": Key(TITLE, "Your name, as people know you; {{ company }} in texts.", need=True, stand_in=""),
        **{name: key for kind in CONTENTS.values() for name, key in kind.senders.items()},
    },
)
WINDOW = Block(
    called="a window",
    build=shape.FileWindow,
    example='{days: mon-fri, hours: "09:30-14:00"}',
    keys={
        "days": Key(WEEKDAYS, "On which weekdays.", need=True, stand_in=(0,)),
        "hours": Key(HOURS, "At which hours of the person's own local time.", need=True, stand_in=()),
        "segments": Key(ListKind(WORD), "For leads of these segments, instead of the windows without."),
    },
)
LIMIT = Block(
    called="a limit",
    build=shape.FileLimit,
    example="{max: 1, per: 1 day, channels: [call]}",
    keys={
        "max": Key(WholeNumberKind(most=1000), "So many touches at most.", need=True, stand_in=1),
        "per": Key(
            PERIOD,
            "In which period: days are local dates, hours are elapsed time, campaign is the whole of it.",
            need=True,
            stand_in=shape.WholeCampaign(),
        ),
        "channels": Key(
            ListKind(WordKind(words=SENT)), "Counting these channels only; without it, all of them together."
        ),
    },
)
CONSENT = Block(
    called="a basis of consent",
    build=shape.ConsentRule,
    example="{basis: customer, reason: ...}",
    short="basis",
    keys={
        "basis": Key(
            WordKind(words=("opt_in", "customer", "contract", "legitimate_interest", "none_needed")),
            "On which basis people are contacted on this channel.",
            need=True,
            stand_in="opt_in",
        ),
        "reason": Key(TEXT, "Why that basis holds; every report shows it. Needed for anything but opt_in."),
    },
)
FLOOR = Block(
    called="a floor",
    build=shape.Floor,
    example='{agents: 4, endpoint: "client:sales"}',
    short="agents",
    keys={
        "agents": Key(
            WholeNumberKind(most=10_000),
            "How many agents take calls: never more calls than that.",
            need=True,
            stand_in=1,
        ),
        "endpoint": Key(
            TextKind(
                expected='what rings for the agents: "sip:sales@example.com", "client:sales" or "+34910000001"',
                form=r"sips?:\S+|client:\S+|\+[1-9][0-9]{6,14}",
            ),
            "What rings for the agents.",
        ),
        "wrap_up": Key(DURATION, "How long an answered call waits for the agent's word on it."),
    },
)
BEFORE = Block(
    called="`before`",
    build=shape.Before,
    example="{field: appointment_at, by: 1 day}",
    keys={
        "field": Key(
            TextKind(expected="a column of the lead list that holds a date", longest=60),
            "The column that holds the date.",
            need=True,
            stand_in="",
        ),
        "by": Key(DURATION, "How long before that date.", need=True, stand_in=LONGEST),
    },
)
RETRY = Block(
    called="a retry",
    build=shape.Retry,
    example="{on: [busy, no_answer], after: 4 hours, times: 2}",
    keys={
        "on": Key(ListKind(WORD), "After which outcomes.", need=True, stand_in=()),
        "after": Key(DURATION, "How long after the last try ended.", need=True, stand_in=LONGEST),
        "times": Key(WholeNumberKind(most=20), "How many more tries, at most.", need=True, stand_in=1),
    },
)
ON: ValueKind = MappingKind(of=NAME, name=WORD)

STEP = Block(
    called="a step",
    build=shape.Step,
    example="{step: first_call, after: 2 hours, call: sales}",
    keys={
        "step": Key(NAME, "The step's name.", need=True, stand_in=""),
        "after": Key(DURATION, "How long after the step before it ended; for the first step, after enrolment."),
        "before": Key(BEFORE, "Or at a time before a date of the lead's own; it expires at that date."),
        "if_late": Key(WordKind(words=tuple(IfLate)), "What becomes of it when its time went by."),
        "expires": Key(DURATION, "Its content is wrong this long after it was due; then it is skipped."),
        **{descriptor_of(channel).block: Key(kind.block, kind.says) for channel, kind in CONTENTS.items()},
        "wait": Key(DURATION, "Nothing but a wait."),
        "from": Key(STEP_SENDER, "Another sender than the campaign's, for this step.", field="sender"),
        "retry": Key(RETRY, "When and how often to try this step again."),
        "on": Key(ON, "Where each outcome leads: the name of a step, or end."),
        "otherwise": Key(NAME, "Where it leads when a rule refuses this step, or it is skipped as late."),
    },
)
ANNOUNCEMENT = Block(
    called="an announcement",
    build=shape.Announcement,
    example='{sms: "{{ company }}: te llamamos el {{ callback_at | date }}."}',
    keys={
        descriptor_of(channel).block: Key(CONTENTS[channel].block, CONTENTS[channel].says)
        for channel in MESSAGE_CHANNELS
    },
)
CALLBACK = Block(
    called="`callback`",
    build=shape.CallbackRule,
    example="{call: sales, on: {answered: end}}",
    keys={
        "call": Key(CONTENTS[CALLBACK_CHANNEL].block, "The call.", need=True, stand_in=shape.CallStep(floor="")),
        "retry": Key(RETRY, "When and how often to try again."),
        "on": Key(ON, "Where each outcome leads: the name of a step, or end."),
        "confirm": Key(ANNOUNCEMENT, "Tells the person when the call will be made, with {{ callback_at }}."),
        "moved": Key(ANNOUNCEMENT, "Tells the person that it will be made at another time than agreed."),
    },
)


def _campaign(jurisdictions: tuple[str, ...] = (), **values: object) -> shape.Campaign:
    """Build a campaign; `jurisdictions: none` is a fact of its own."""
    packs = tuple(pack_id(name) for name in jurisdictions)
    without = packs == (NO_PACKS,)
    law = {"jurisdictions": () if without else packs, "no_jurisdictions": without}
    return shape.Campaign.model_validate(law | values)


CAMPAIGN = Block(
    called="a campaign",
    build=_campaign,
    example="the ones in campaigns/",
    keys={
        "campaign": Key(CAMPAIGN_NAME, "The campaign's name; its versions share it.", need=True, stand_in="campaign"),
        "title": Key(TITLE, "What people call it."),
        "purpose": Key(
            WordKind(words=tuple(Purpose)),
            "Why people are contacted; the law depends on it.",
            need=True,
            stand_in=Purpose.MARKETING,
        ),
        "audience": Key(WordKind(words=tuple(Audience)), "Private people, or people at work."),
        "language": Key(WordKind(words=LANGUAGES), "The language of the texts and of the built-in ones."),
        "country": Key(
            TextKind(expected='a country code such as "ES"', form="[A-Z]{2}"),
            "The country of numbers written without prefix.",
        ),
        "subject": Key(TITLE, "What it is about, for rules that count by subject."),
        "jurisdictions": Key(
            ListKind(
                TextKind(expected='a jurisdiction pack such as es, or "none"', form=r"\s*[A-Za-z][A-Za-z0-9._ -]*")
            ),
            "Packs of law beside those of the leads' places: they tighten, or choose a reading. Or none, written out.",
            stand_in=(),
        ),
        "without_pack": Key(
            ListKind(TextKind(expected='a country code such as "EC"', form="[A-Z]{2}")),
            "Countries that no pack of law is about, and whose people are contacted all the same.",
        ),
        "from": Key(
            FROM, "Who you are: company, and your sender per channel.", need=True, stand_in=shape.Senders(company="")
        ),
        "windows": Key(
            ListKind(WINDOW, single=False),
            "When people may be contacted, in their own local time.",
            need=True,
            stand_in=(),
        ),
        "holidays": Key(WordKind(words=("closed", "open")), "Whether public holidays are closed."),
        "limits": Key(ListKind(LIMIT, single=False), "How often people may be contacted."),
        "gap": Key(DURATION, "The least time between two touches of a person, on any channel, in any campaign."),
        "spread": Key(DURATION, "Leads that are due together are spread over this."),
        "stop_on": Key(ListKind(WORD), "What ends the cadence of a lead at once. Opting out always does."),
        "consent": Key(
            MappingKind(of=CONSENT, name=WordKind(words=SENT)),
            "Another basis than a recorded consent, per channel, with its reason.",
        ),
        "enter": Key(EnterKind(), "When a person may come back: once, again_after a time, or per date in a column."),
        "priority": Key(WholeNumberKind(most=5), "1 goes first, 5 last, when campaigns compete."),
        "in_flight": Key(WholeNumberKind(most=1_000_000), "So many leads are under way at once, at most."),
        "start": Key(DATE, "The first day."),
        "end": Key(DATE, "The last day."),
        "confirmation": Key(MESSAGE, "The wording of the one message that confirms an opt-out."),
        "floors": Key(MappingKind(of=FLOOR, name=NAME), "The groups of agents that take calls."),
        "callback": Key(CALLBACK, "How promised callbacks are made; without it, like the first call of the cadence."),
        "cadence": Key(ListKind(STEP, most=200, single=False), "The steps, in order.", need=True, stand_in=()),
    },
)
