"""Which campaigns are the judges asked about? Seeded settings of every kind, many of them on an edge."""

import random
from calendar import monthrange
from datetime import date, datetime, time, timedelta
from typing import Any

from cadence.campaign.content.call import CallStep
from cadence.campaign.content.email import Email
from cadence.campaign.content.sms import Sms
from cadence.campaign.content.whatsapp import WhatsApp
from cadence.campaign.day_sets import LAST, Dates, DayOfMonth, Days, DaySet, DaysOfMonth, EachYear, WeekdayOfMonth
from cadence.campaign.parts import ConsentRule, FileLimit, FileWindow, RestRule, Season, Senders
from cadence.campaign.periods import Hours, LocalDaysPeriod, RollingPeriod, WholeCampaign
from cadence.campaign.shape import Campaign
from cadence.campaign.step_shape import Step
from cadence.campaign.until import Until
from cadence.domain import Channel
from cadence.domain.house import HouseLimit, HouseRules, WeekdayHours
from tests.unit.oracle import book

SENDERS = ["+34910000001", "+34910000001", "+34600000009", "+12125550199", "+56600123456", "+34400123456"]
BODIES = [
    "{{ company }}: hola {{ name }}. Responde BAJA o STOP para no recibir más.",
    "{{ company }}: hola {{ name }}. Responde BAJA o STOP para no recibir más.",
    "Hola {{ name }}, le escribimos de Tienda Sol. STOP para no recibir más.",
    "{{ company }}: hola {{ name }}.",
    "Hola {{ name }}, ¿qué tal?",
]
NAMED = sorted(name for name, pack in book.packs().items() if pack.get("binds") == "named")


def campaign_of(dice: random.Random, country: str, now: datetime, often: float) -> Campaign:
    """Return a campaign with a step or two for each channel."""
    rare = dice.random() < 0.3 * often  # something about the campaign itself that a pack may not allow
    bodies = BODIES if rare else BODIES[:1]
    voicemail = dice.choice(["", "", *bodies])
    ring = timedelta(seconds=dice.choice([25, 15, 14, 10]) if rare else 25)
    sender = dice.choice(SENDERS) if rare else "+56600123456" if country == "CL" else "+34910000001"
    campaign = Campaign(
        campaign="spring",
        purpose=dice.choice(["marketing", "marketing", "marketing", "collections", "collections", "service", "survey"]),
        audience=dice.choice(["consumer", "consumer", "business"]),
        subject=dice.choice(["", "", "debt"]),
        jurisdictions=tuple(dice.sample(NAMED, 1)) if dice.random() < 0.15 else (),
        no_jurisdictions=dice.random() < 0.08,
        without_pack=tuple(dice.sample(["EC", "FR"], dice.choice([0, 1, 2, 2, 2]))),
        sender=Senders(
            company="Tienda Sol",
            voice=sender,
            sms="TiendaSol" if rare else sender,
            whatsapp=sender,
            email="hola@example.com",
            postal_address="Calle Mayor 1, 28013 Madrid",
        ),
        windows=windows_of(dice),
        holidays=dice.choice(["closed", "open", "open"]),
        limits=tuple(limit_of(dice) for _ in range(dice.choice([0, 1, 1, 2]))),
        gap=dice.choice([timedelta(0), timedelta(minutes=90), timedelta(hours=2), timedelta(hours=30)]),
        rest=rest_of(dice),
        spread=timedelta(0),
        consent=consent_of(dice, often),
        start=now.date() + timedelta(days=dice.choice([-30, 0, 1])) if dice.random() < 0.1 * often else None,
        end=now.date() + timedelta(days=dice.choice([-1, 0, 1, 5])) if dice.random() < 0.1 * often else None,
        cadence=(
            Step(step="ring", call=CallStep(floor="sales", ring=ring, voicemail=voicemail), until=until_of(f"{now} 1")),
            Step(step="text", sms=Sms(body=dice.choice(bodies)), until=until_of(f"{now} 2")),
            Step(
                step="chat",
                whatsapp=WhatsApp(body=dice.choice(bodies), template=dice.choice(["", "hello", "hello", "hello"])),
            ),
            *mails_of(dice),
        ),
    )
    return with_dates(campaign, random.Random(f"dates {now} {bodies}"), now.date())  # noqa: S311  dice, not keys


def with_dates(campaign: Campaign, dice: random.Random, today: date) -> Campaign:
    """Return the campaign, in one case of three with dates near the day on which it is asked about."""
    if dice.random() < 0.66:
        return campaign

    def days(most: int) -> DaySet:
        return tuple(days_of(dice, today) for _ in range(dice.randint(0, most)))

    windows = (
        *campaign.windows,
        *(window.model_copy(update={"dates": dates}) for window in windows_of(dice) if (dates := days(2))),
    )
    limits = tuple(
        limit.model_copy(update={"dates": days(2)}) for limit in campaign.limits if limit.per.kind != "campaign"
    )
    whole = tuple(limit for limit in campaign.limits if limit.per.kind == "campaign")
    update: dict[str, Any] = {"windows": windows, "limits": (*whole, *limits), "closed": days(2), "open": days(1)}
    if dice.random() < 0.3:
        near = today + timedelta(days=dice.choice([-40, -5, -1, 0, 1, 4]))
        gap = timedelta(days=dice.choice([1, 2, 6, 50]))
        seasons = (
            Season(start=near - timedelta(days=90), end=near),
            Season(start=near + gap, end=near + gap + timedelta(days=30)),
        )
        update |= {"seasons": seasons, "start": None, "end": None}
    return campaign.model_copy(update=update)


def days_of(dice: random.Random, today: date) -> Days:
    """Return some dates near a day."""
    near = today + timedelta(days=dice.choice([-3, -1, 0, 0, 1, 2]))
    until = near + timedelta(days=dice.choice([0, 0, 1, 5]))
    each = (near.month, near.day)
    length = monthrange(near.year, near.month)[1]
    return dice.choice(
        [
            Dates(first=near, last=until),
            EachYear(first=each, last=(until.month, until.day)),
            EachYear(first=each, last=each),
            DaysOfMonth(at="first", count=min(near.day, 28), month=dice.choice([None, near.month])),
            DaysOfMonth(at="last", count=min(length - near.day + 1, 28)),
            DayOfMonth(day=near.day),
            WeekdayOfMonth(nth=min((near.day - 1) // 7 + 1, 4), weekday=near.weekday()),
            WeekdayOfMonth(nth=LAST, weekday=near.weekday(), month=dice.choice([None, near.month])),
        ]
    )


def mails_of(dice: random.Random) -> tuple[Step, ...]:
    """Return a step by e-mail; in one campaign of four none, so that it can use no address of that kind."""
    write = Step(step="write", email=Email(subject="Hola {{ name }}", body="Hola {{ name }}, ¿qué tal?"))
    return (write,) if dice.random() < 0.75 else ()


def windows_of(dice: random.Random) -> tuple[FileWindow, ...]:
    """Return the hours of a file: office hours with a pause, evenings over midnight, or any quarter of an hour."""
    days = dice.choice([(0, 1, 2, 3, 4), (0, 1, 2, 3, 4, 5, 6), (0, 1, 2, 3, 4, 5), (5, 6)])
    quarters = sorted(dice.sample(range(97), 2))
    found = dice.choice(
        [
            [("09:30", "14:00"), ("16:00", "20:30")],
            [("00:00", "00:00")],
            [("00:00", "00:00")],
            [("08:00", "21:00")],
            [("00:00", "02:30"), ("20:00", "00:00")],
            [(quarter(quarters[0]), quarter(quarters[1]))],
            [("01:30", "03:30"), ("12:00", "13:00")],
            [("00:00", "00:03"), ("11:00", "11:03"), ("17:00", "21:00")],
            [("08:00", "13:00"), ("13:00", "19:00")],
        ]
    )
    every = FileWindow(days=days, hours=tuple(span(*one) for one in found))
    vips = FileWindow(days=(0, 1, 2, 3, 4, 5, 6), hours=(span("10:00", "13:00"),), segments=("vip", "regular"))
    return (every, vips) if dice.random() < 0.2 else (every,)


def until_of(seed: str) -> Until | None:
    """Return the hours that a step waits for: in one case of four, with dice of its own."""
    dice = random.Random(f"until {seed}")  # noqa: S311  dice, not keys
    if dice.random() < 0.75:
        return None
    return Until(
        weekday=dice.choice([(), (), (1,), (0, 2, 4), (5, 6)]),
        day=dice.choice([(), (), (5,), tuple(range(1, 8)), (-1, 15), (30, 31), tuple(range(8, 29))]),
        hours=dice.choice([(), (span("10:00", "12:00"),), (span("01:30", "03:30"),), (span("18:00", "00:00"),)]),
    )


def quarter(count: int) -> str:
    """Return the time so many quarters of an hour after midnight."""
    return f"{count // 4 % 24:02}:{count % 4 * 15:02}"


def span(opens: str, closes: str) -> Hours:
    """Return an opening."""
    return Hours(opens=time.fromisoformat(opens), closes=time.fromisoformat(closes))


def limit_of(dice: random.Random) -> FileLimit:
    """Return a limit on one of the three clocks."""
    per = dice.choice(
        [
            RollingPeriod(seconds=dice.choice([5400, 86400, 86400, 259200])),
            LocalDaysPeriod(days=dice.choice([1, 1, 2, 7])),
            LocalDaysPeriod(days=dice.choice([1, 7])),
            WholeCampaign(),
        ]
    )
    channels = dice.choice(
        [(), (), (Channel.CALL,), (Channel.SMS, Channel.WHATSAPP), (Channel.EMAIL,), (Channel.EMAIL, Channel.CALL)]
    )
    return FileLimit(
        max=dice.choice([1, 2, 3, 4]) + 4 * isinstance(per, WholeCampaign),
        per=per,
        channels=channels,
        by=dice.choice(["person", "person", "account"]),
        segments=dice.choice([(), (), (), ("vip", "regular")]),
    )


def rest_of(dice: random.Random) -> RestRule | None:
    """Return a rest of the file's own, shorter or longer than the house's."""
    spans = [None, timedelta(days=2), timedelta(days=60)]
    return RestRule(refused=dice.choice(spans), conversation=dice.choice(spans)) if dice.random() < 0.2 else None


def consent_of(dice: random.Random, often: float) -> dict[Channel, ConsentRule]:
    """Return the bases a file names."""
    bases = ["opt_in", "customer", "contract", "legitimate_interest", "none_needed"]
    return {
        channel: ConsentRule(basis=dice.choice(bases), reason="said so")
        for channel in (Channel.CALL, Channel.SMS, Channel.WHATSAPP, Channel.EMAIL)
        if dice.random() < 0.3 * often
    }


def house_of(seed: int) -> HouseRules:
    """Return the rules of a house: for two cases in three none but the defaults."""
    dice = random.Random(f"house {seed}")  # noqa: S311  dice, not keys
    if dice.random() < 0.66:
        return HouseRules()
    limits = [
        HouseLimit(most=dice.choice([1, 2, 4]), seconds=dice.choice([5400, 86400, 259200])),
        HouseLimit(most=dice.choice([1, 2, 4]), local_days=dice.choice([1, 2, 7])),
        HouseLimit(most=1, local_days=1, channels=frozenset({Channel.CALL})),
        HouseLimit(most=dice.choice([1, 2]), seconds=259200, channels=frozenset({Channel.EMAIL, Channel.SMS})),
    ]
    nights = [(0, 540), (1260, 1440)]
    quiet = dice.choice([[], nights, [(780, 960)], [(0, 600), (590, 700)]])
    days = dice.choice([range(7), (5, 6)])
    return HouseRules(
        limits=tuple(dice.sample(limits, dice.choice([0, 1, 2]))),
        gap=dice.choice([timedelta(0), timedelta(minutes=45), timedelta(hours=5), timedelta(hours=30)]),
        quiet_hours=tuple(WeekdayHours(day=day, opens=opens, closes=ends) for day in days for opens, ends in quiet),
    )
