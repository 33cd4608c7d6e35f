"""Is a time understood exactly, or left to a person?"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence.replies.reading import read_reply
from tests.unit.policy.builders import instant

MADRID, NEW_YORK = "Europe/Madrid", "America/New_York"
NOW = instant("2027-03-10 09:00")  # Wednesday, 10:00 in Madrid

EXACT = [
    # minutes in words
    ("call me tomorrow at five thirty", "11 Thu 17:30"),
    ("llámame mañana a las cinco y veinte", "11 Thu 17:20"),
    ("me liga às cinco e trinta", "10 Wed 17:30"),
    ("call me at five forty five", "10 Wed 17:45"),
    # and a half
    ("call me in an hour and a half", "10 Wed 11:30"),
    ("call me in 2 and a half hours", "10 Wed 12:30"),
    ("llámame en una hora y media", "10 Wed 11:30"),
    ("me liga daqui a uma hora e meia", "10 Wed 11:30"),
    # a day of the month
    ("llámame el 15 a las 10", "15 Mon 10:00"),
    ("call me on the 15th at 10am", "15 Mon 10:00"),
    ("me liga dia 15 às 10h", "15 Mon 10:00"),
    ("llámame el 31 a las 10", "31 Wed 10:00"),
    # two names of one day
    ("llámame el viernes 12 de marzo a las 10", "12 Fri 10:00"),
    ("call me tomorrow, Thursday, at 10", "11 Thu 10:00"),
    ("mañana jueves a las 10 llámame", "11 Thu 10:00"),
    ("me liga amanhã, dia 11, às 10", "11 Thu 10:00"),
    # with something harmless beside it
    ("call me at 10 tomorrow, I have a question about the price", "11 Thu 10:00"),
    ("llámame mañana a las 10 que quiero preguntar el precio", "11 Thu 10:00"),
]
UNCLEAR = [
    # another time zone
    *("call me at 5 ET", "call me at 5pm pacific", "call me at 3pm London time", "call me at 10am your time"),
    *("call me at 10 GMT", "llámame a las 5 hora de México", "me liga às 10 horário de Brasília"),
    # a day that is not the date's
    *("llámame el viernes 13 de marzo a las 10", "call me tomorrow, Friday, at 10", "me liga amanhã, dia 12, às 10"),
    # morning or evening
    *("call me tomorrow at 6", "mañana a las 7", "amanhã às 8 me liga", "call me at 8"),
    # which week
    *("llámame el miércoles a las 12", "call me on Wednesday at 4", "quarta às 16h me liga"),
    *("call me next friday at 10", "call me friday week at 10"),
    # two hours, or one that is not said
    *("call me at 5 or 6", "call me at 5-6", "llámame a las 5 o 6", "me liga às 5 ou 6", "call me in an hour or two"),
    *("call me at 5ish", "call me half five", "call me at 1730", "call me in 20", "call me 11"),
    *("call me at ten to five", "llámame a las cinco menos diez"),
    # often, or only then
    *("call me weekends at 11", "call me every day at 11", "only call me at 11", "llámame solo a las 11"),
    # an hour gone by
    *("you said nine", "you said you would call me at nine", "me dijeron que me llamaban a las 9"),
    *(
        "iban a llamarme a las 5",
        "me iban a llamar hoy a las 5",
        "you promised to call me at 5",
        "ficaram de me ligar às 5",
    ),
    *("quedaron en llamarme a las 5", "I waited for your call at 5", "vocês disseram às 9"),
    # somebody else, or about something else
    *("call my wife at 10", "la cita es mañana a las 10", "mi vuelo sale mañana a las 10", "tomorrow at 4 works"),
    *("call me at midnight", "call me on 12 December 2026 at 10"),
]
SPANS = [
    ("llámame por la tarde", "10 Wed 16:00", "10 Wed 19:00"),
    ("mañana por la tarde", "11 Thu 16:00", "11 Thu 19:00"),
    ("llámame esta tarde", "10 Wed 16:00", "10 Wed 19:00"),
    ("llámame en la mañana", "10 Wed 10:00", "10 Wed 12:00"),  # what is left of it
    ("el lunes por la mañana", "15 Mon 09:00", "15 Mon 12:00"),
    ("call me after lunch", "10 Wed 15:00", "10 Wed 18:00"),
    ("call me tomorrow afternoon", "11 Thu 13:00", "11 Thu 17:00"),
    ("call me tonight", "10 Wed 20:00", "10 Wed 21:00"),
    ("me liga de tarde", "10 Wed 14:00", "10 Wed 18:00"),
    ("call me between 3 and 5", "10 Wed 15:00", "10 Wed 17:00"),
    ("call me tomorrow between 10 and 2", "11 Thu 10:00", "11 Thu 14:00"),
    ("between 3 and 5pm tomorrow", "11 Thu 15:00", "11 Thu 17:00"),
    ("llámame entre las 3 y las 5", "10 Wed 15:00", "10 Wed 17:00"),
    ("me liga entre as 15h e as 17h", "10 Wed 15:00", "10 Wed 17:00"),
    ("call me after 6", "10 Wed 18:00", "10 Wed 20:00"),
    ("llámame antes de las 5", "10 Wed 10:00", "10 Wed 17:00"),
    ("llámame mañana a partir de las 5", "11 Thu 17:00", "11 Thu 19:00"),
]
NO_SPANS = [
    *("llámame mañana por la mañana o por la tarde", "call me monday or tuesday after 5", "only call me after 6"),
    *("call me between 5 and 3", "call me before 10", "por la tarde me va bien"),  # 10 is now
    "llámame solo por la tarde",
]


def _local(at: datetime | None, zone: str = MADRID) -> str:
    return f"{at.astimezone(ZoneInfo(zone)):%d %a %H:%M}" if at else ""


@pytest.mark.parametrize(("text", "expected"), EXACT)
def test_an_hour_that_is_understood_to_the_last_word_is_promised(text: str, expected: str) -> None:
    """Whatever way of saying it."""
    reply = read_reply(text, MADRID, NOW)

    assert (_local(reply.callback_at), reply.callback_until) == (expected, None)


@pytest.mark.parametrize("text", UNCLEAR)
@pytest.mark.parametrize("spans", [True, False])
def test_a_time_that_is_half_understood_is_never_promised(text: str, spans: bool) -> None:
    """A call at an hour nobody named is worse than a question."""
    assert read_reply(text, MADRID, NOW, spans=spans).callback_at is None


@pytest.mark.parametrize(("text", "start", "end"), SPANS)
def test_a_span_is_promised_where_the_hour_is_confirmed(text: str, start: str, end: str) -> None:
    """Without a confirmation nobody knows when the call will come, so it is a question."""
    reply = read_reply(text, MADRID, NOW, spans=True)
    unconfirmed = read_reply(text, MADRID, NOW)

    assert (_local(reply.callback_at), _local(reply.callback_until)) == (start, end)
    assert (unconfirmed.callback_at, unconfirmed.meaning) == (None, "none")


@pytest.mark.parametrize("text", NO_SPANS)
def test_a_span_that_is_not_plain_is_left_to_a_person(text: str) -> None:
    """The same rule as for an hour."""
    assert read_reply(text, MADRID, NOW, spans=True).callback_at is None


@pytest.mark.parametrize(
    ("text", "zone", "expected"),
    [
        ("call me 3/12 at 10am", NEW_YORK, ""),  # 12 March or 3 December
        ("call me 3/25 at 10am", NEW_YORK, "25 Thu 10:00"),
        ("call me 25/3 at 10am", NEW_YORK, "25 Thu 10:00"),
        ("call me 4/4 at 10am", NEW_YORK, "04 Sun 10:00"),  # the same either way
        ("llámame el 12/3 a las 10", MADRID, "12 Fri 10:00"),
        ("call me 3/25 at 10am", MADRID, ""),  # there is no 25th month
    ],
)
def test_month_and_day_are_told_apart_or_asked_for(text: str, zone: str, expected: str) -> None:
    """In the United States the month comes first."""
    assert _local(read_reply(text, zone, NOW).callback_at, zone) == expected


def test_a_span_counts_as_far_as_it_is_open_in_every_zone() -> None:
    """Four to seven in Madrid is three to six in the Canaries."""
    reply = read_reply("llámame por la tarde", (MADRID, "Atlantic/Canary"), NOW, spans=True)

    assert (_local(reply.callback_at), _local(reply.callback_until)) == ("10 Wed 17:00", "10 Wed 19:00")


LEFT_OVER = ["or 6", "6", "o a las 6", "your time", "hora de México", "half", "friday", "media", "not", "solo", "later"]


@given(left=st.sampled_from(LEFT_OVER), first=st.booleans())
def test_no_word_that_could_belong_to_a_time_is_left_over(left: str, first: bool) -> None:
    """The general rule behind the table."""
    text = f"{left} call me tomorrow at 10:15" if first else f"call me tomorrow at 10:15 {left}"

    assert read_reply(text, MADRID, NOW).callback_at is None


def test_a_wish_for_a_call_at_no_clear_time_says_so() -> None:
    """The task asks somebody to agree the hour."""
    reply = read_reply("llámame a las 5 o 6", MADRID, NOW)

    assert (reply.meaning, reply.asks_for_call, reply.rule) == ("none", True, "words.request")


@given(text=st.text(max_size=60), hours=st.integers(0, 8760))
def test_a_span_lies_ahead_and_has_a_length(text: str, hours: int) -> None:
    """Whatever is written, and whenever."""
    now = NOW + timedelta(hours=hours)
    reply = read_reply(f"call me {text}", (MADRID, NEW_YORK), now, spans=True)

    assert reply.callback_until is None or (
        reply.callback_at is not None and now <= reply.callback_at < reply.callback_until
    )
