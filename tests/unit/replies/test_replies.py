"""Which instant does a person ask to be called at, and when do they not ask at all?"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence.replies.opt_out import Reply
from cadence.replies.reading import read_reply
from tests.unit.policy.builders import instant

MADRID = "Europe/Madrid"
NOW = instant("2027-03-10 09:00")  # Wednesday, 10:00 in Madrid

ASKED = [
    # Spanish
    ("llámame mañana a las 10", "11 Thu 10:00"),
    ("Llámeme mañana a las 10 de la mañana, por favor", "11 Thu 10:00"),
    ("el lunes a las 16:30", "15 Mon 16:30"),
    ("Llamadme el próximo lunes a las 16.30", "15 Mon 16:30"),
    ("¿me puedes llamar el miércoles a las 9?", "17 Wed 09:00"),  # said on a Wednesday at ten: the next one
    ("¿me puedes llamar el próximo miércoles a las 12?", "17 Wed 12:00"),
    ("hoy a las 18", "10 Wed 18:00"),
    ("llamame a las 6 y media", "10 Wed 18:30"),
    ("llámame a las 09:00", "11 Thu 09:00"),  # nine in the morning is over today
    ("me llamas pasado mañana a las 9:15?", "12 Fri 09:15"),
    ("llámame mañana por la tarde a las 5", "11 Thu 17:00"),
    ("mañana por la mañana, a las 9", "11 Thu 09:00"),
    ("llámame el 12/03 a las 11h", "12 Fri 11:00"),
    ("llámenme el 12 de marzo a la una", "12 Fri 13:00"),
    ("llámame en media hora", "10 Wed 10:30"),
    ("dentro de 2 horas", "10 Wed 12:00"),
    ("llámame esta tarde a las 7", "10 Wed 19:00"),
    ("llámame a las 9 de la noche", "10 Wed 21:00"),
    ("que me llamen al mediodía", "10 Wed 12:00"),
    ("mañana a las 8 menos cuarto de la mañana llámame", "11 Thu 07:45"),
    ("mejor el jueves a las 12h", "11 Thu 12:00"),
    ("LLÁMAME MAÑANA A LAS 10!!!", "11 Thu 10:00"),
    ("llámame al 600 000 001 mañana a las 10", "11 Thu 10:00"),
    ("llámame en 3 días", "13 Sat 10:00"),
    ("llámame dentro de una semana", "17 Wed 10:00"),
    ("llámame el 12/03/2027 a las 10", "12 Fri 10:00"),
    ("llámame el 12/03/27 a las 10", "12 Fri 10:00"),
    ("llámame el 10/03/2028 a las 10", "10 Fri 10:00"),  # the farthest that is believed
    ("llámame mañana 10:30", "11 Thu 10:30"),  # a colon or an h is enough to be a time
    ("llámame mañana 10h30", "11 Thu 10:30"),
    ("al mediodía", "10 Wed 12:00"),  # and nothing else
    ("llámame a las 10 de la mañana", "11 Thu 10:00"),  # it is ten already: the next one
    ("llámame el 10 de marzo a las 18", "10 Wed 18:00"),  # today
    ("llámame el 5 de enero a las 10", "05 Wed 10:00"),  # gone by this year: the next one
    # English
    ("call me tomorrow at 9 p.m.", "11 Thu 21:00"),
    ("call me tomorrow at 6 a. m.", "11 Thu 06:00"),
    ("call me tomorrow at 12 pm", "11 Thu 12:00"),
    ("call me tomorrow at 12:30 am", "11 Thu 00:30"),
    ("call me tomorrow at quarter to five", "11 Thu 16:45"),
    ("call me tomorrow at 5pm", "11 Thu 17:00"),
    ("Please call me back tomorrow at 5 p.m.", "11 Thu 17:00"),
    ("can you ring me at half past five tomorrow?", "11 Thu 17:30"),
    ("call me on Monday at 9.30", "15 Mon 09:30"),
    ("give me a call in 20 minutes", "10 Wed 10:20"),
    ("call me in half an hour", "10 Wed 10:30"),
    ("call me at noon tomorrow", "11 Thu 12:00"),
    ("call me on March 12th at 11am", "12 Fri 11:00"),
    ("tonight at 8", "10 Wed 20:00"),
    ("call me the day after tomorrow at 3", "12 Fri 15:00"),
    ("call me tomorrow at 05:30", "11 Thu 05:30"),  # who writes a nought means the morning
    # Portuguese
    ("em 2 horas", "10 Wed 12:00"),
    ("me liga amanhã às 10h30", "11 Thu 10:30"),
    ("Liga pra mim na sexta-feira às 9 da manhã", "12 Fri 09:00"),
    ("pode me ligar hoje às 15h?", "10 Wed 15:00"),
    ("ligue daqui a meia hora", "10 Wed 10:30"),
    ("depois de amanhã às 14:00", "12 Fri 14:00"),
    ("hoje à noite às 8", "10 Wed 20:00"),
    ("me ligue segunda às 16 horas", "15 Mon 16:00"),
]
NOT_ASKED = [
    "¿me puedes llamar el miércoles a las 12?",  # said on a Wednesday at ten: today, or in a week?
    "llámame mañana a las 7",  # in the morning, or in the evening?
    "llámame mañana",  # no hour: a person asks back
    "llámame luego",
    "llámame a las 10 o a las 12",  # two
    "entre las 10 y las 12 llámame",
    "llámame el lunes o el martes a las 10",
    "llámame antes de las 5",
    "call me before 5pm",
    "hoy a las 9, llámame",  # has passed
    "llámame hoy a las 10",  # it is ten already
    "llámame a las 9",  # has passed: tonight, or tomorrow morning?
    "llámame a las 10",  # the same
    "llámame esta mañana a las 9",  # has passed, too: not tomorrow's
    "llámame el 12/04/2026 a las 10",
    "llámame el 12/04/26 a las 10",
    "llámame el 11/03/2028 a las 10",  # more than a year ahead
    "llámame mañana en 2 horas",  # from when?
    "llámame mañana por la mañana o por la tarde a las 8",
    "llámame mañana a las 24",
    "llámame mañana a las 25",
    "llámame mañana a las 10:60",
    "llámame mañana a las 12 de la mañana",  # noon to some, midnight to others
    "llámame el 31/02 a las 10",
    "llámame a las 12 de la noche",  # which one?
    "la cita es el lunes a las 16:30?",  # a question about something else
    "el pedido llegó hoy a las 18",
    "ok",
    "",
    "10",
]


HELD = [
    "why did you call me yesterday at 5?",
    "¿por qué me llaman a las 18?",
    "they called me at 5pm",
    "my bus leaves in 20 minutes",
    "tengo 2 hijos y 3 perros",
    "you said you would call me at nine",  # an hour gone by
    "me liga às 10, horário de Brasília",
    "call me tomorrow at 10, not before",
    "call me at 10 tomorrow, and lose my address",  # who knows what else is asked
]


@pytest.mark.parametrize(("text", "expected"), ASKED)
def test_a_call_asked_for_gets_its_instant(text: str, expected: str) -> None:
    """In the person's own time, in three languages."""
    reply = read_reply(text, MADRID, NOW)

    assert reply.meaning == "callback"
    assert reply.callback_at is not None
    assert f"{reply.callback_at.astimezone(ZoneInfo(MADRID)):%d %a %H:%M}" == expected


@pytest.mark.parametrize("text", NOT_ASKED)
def test_what_names_no_single_instant_or_asks_for_no_call_is_left_to_a_person(text: str) -> None:
    """A call nobody asked for is worse than one that is arranged by hand."""
    assert read_reply(text, MADRID, NOW) == Reply(meaning="none")


@pytest.mark.parametrize("text", HELD)
def test_what_is_said_beside_a_time_and_is_not_plainly_harmless_is_held(text: str) -> None:
    """A person reads it before anything else goes out, and no call is promised."""
    assert read_reply(text, MADRID, NOW) == Reply(meaning="hold")


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("STOP", "revoke"),
        ("no me llamen más", "revoke"),
        ("no me llames mañana a las 10", "restrict"),
        ("don't call me tomorrow at 5pm", "restrict"),
        ("não me ligue amanhã às 10h", "restrict"),
        ("ayuda", "help"),
        ("START", "rejoin"),
    ],
)
def test_what_may_be_a_stop_is_never_read_as_a_request(text: str, meaning: str) -> None:
    """However clear the time in it."""
    reply = read_reply(text, MADRID, NOW)

    assert (reply.meaning, reply.callback_at) == (meaning, None)


def test_with_several_zones_no_call_comes_before_the_hour_that_was_named() -> None:
    """Ten in the Canaries is eleven in Madrid: nobody is called an hour early."""
    reply = read_reply("mañana a las 10", (MADRID, "Atlantic/Canary"), NOW)

    assert reply.callback_at == instant("2027-03-11 10:00")


def test_a_day_is_counted_from_the_persons_own_today() -> None:
    """At two in the morning in London it is still yesterday in Bogota."""
    reply = read_reply("llámame mañana a las 10", "America/Bogota", instant("2027-03-11 02:00"))

    assert reply.callback_at == instant("2027-03-11 15:00")


def test_without_a_zone_only_a_span_can_be_promised() -> None:
    """Two hours are two hours anywhere; ten o'clock is not."""
    assert read_reply("llámame en 2 horas", (), NOW).callback_at == instant("2027-03-10 11:00")
    assert read_reply("llámame mañana a las 10", (), NOW).callback_at is None


def test_an_hour_that_the_clock_skips_is_the_one_after_it() -> None:
    """On 28 March 2027 there is no half past two in Madrid."""
    reply = read_reply("llámame mañana a las 02:30", MADRID, instant("2027-03-27 12:00"))

    assert reply.callback_at == instant("2027-03-28 01:30")  # 03:30 on the wall


WORDS = [
    *("llámame", "call me", "me liga", "mañana", "tomorrow", "lunes", "a las", "at", "en", "in", "de la tarde"),
    *("2", "10", "25", "h", "pm", "media", "hora", "12/03", "99/99", "y", "o"),
]


@given(text=st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join) | st.text(max_size=80))
def test_a_promise_always_lies_ahead(text: str) -> None:
    """Whatever people write, nothing crashes and nothing is promised for the past."""
    reply = read_reply(text, (MADRID, "America/Bogota"), NOW)

    assert (reply.callback_at is not None) == (reply.meaning == "callback")
    assert reply.callback_at is None or NOW < reply.callback_at < datetime(2028, 12, 31, tzinfo=UTC)
