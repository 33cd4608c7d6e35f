"""How are the plain values of the language written? Pure: names, texts, numbers, durations, hours, days and dates."""

from cadence.campaign import day_notation, spans
from cadence.campaign.kinds import NotationKind, TextKind
from cadence.domain.senders import SERVICE, SHORT_CODE

NAME = TextKind(
    expected="a name of small letters a to z, digits, - and _, such as first_call", form=r"[a-z][a-z0-9_-]*", longest=40
)
CAMPAIGN_NAME = TextKind(
    expected="a name of small letters a to z, digits and hyphens, such as cart-recovery",
    form="[a-z][a-z0-9-]*",
    longest=60,
)
WORD = TextKind(expected="a word", form=r"[\w -]+", longest=60)
TEXT = TextKind(expected="text", longest=4000)
MESSAGE = TextKind(expected="text", longest=1600)
TITLE = TextKind(expected="a short text", longest=200)
NUMBER = TextKind(expected='a number with its prefix, in quotes, such as "+34910000001"', form=r"\+[1-9][0-9]{6,14}")
SENDER_NAME = TextKind(
    expected=(
        'a number such as "+34910000001", a registered name of 3 to 11 letters and digits, a messaging service (MG and '
        '32 digits), or a short code with its country such as "US:12345"'
    ),
    form=rf"\+[1-9][0-9]{{6,14}}|(?=.*[A-Za-z])[A-Za-z0-9 ]{{3,11}}|{SERVICE}|{SHORT_CODE}",
)
WHATSAPP_SENDER = TextKind(
    expected='a number such as "+34910000001", or a messaging service (MG and 32 digits)',
    form=rf"\+[1-9][0-9]{{6,14}}|{SERVICE}",
)
DURATION = NotationKind(
    parse=spans.parse_duration,
    expected='a duration such as "2 hours", "25 seconds" or "1 day"',
    vocabulary=(*spans.DURATION_WORDS, "at", "once", "en", "el", "acto"),
    examples=("2 hours", "25 seconds", "1 day", "2 horas"),
)
PERIOD = NotationKind(
    parse=spans.parse_period,
    expected='a period such as "1 day", "7 days", "24 hours" or "campaign"',
    vocabulary=(*spans.DURATION_WORDS, *spans.CAMPAIGN),
    examples=("1 day", "7 days", "24 hours", "campaign"),
)
DATE = NotationKind(
    parse=spans.parse_date,
    expected='a date such as "2027-03-08" or "8 de marzo de 2027"',
    vocabulary=(*spans.MONTH_WORDS, "de", "del"),
    examples=("2027-03-08", "8/3/2027"),
)
DAYS = NotationKind(
    parse=day_notation.parse_day_set,
    expected=day_notation.EXPECTED,
    vocabulary=day_notation.WORDS,
    examples=day_notation.EXAMPLES,
)
HOURS = NotationKind(
    parse=spans.parse_hours,
    expected='openings within one day such as "09:30-14:00, 16:00-20:30", up to 24:00',
    listed=True,
    examples=("09:30-14:00, 16:00-20:30",),
)
MONTH_DAYS = NotationKind(
    parse=spans.parse_month_days,
    expected='days of the month such as 5, "1-7" or "15, last"; weekdays stand in `weekday`',
    vocabulary=("last", "ultimo", "to", "and", "y", "a"),
    listed=True,
    examples=("5", "1-7", "15, last"),
)
WEEKDAYS = NotationKind(
    parse=spans.parse_days,
    expected='weekdays such as "mon-fri", "lun-vie", "sat, sun" or "every day"',
    vocabulary=(*spans.DAY_WORDS, "every", "day", "daily", "todos", "los", "dias", "to", "and", "y", "a"),
    listed=True,
    examples=("mon-fri", "lun-vie", "sat, sun", "every day"),
)
