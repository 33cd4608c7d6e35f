"""Is a reply the answer that the person gave, and never one that they may not have given?"""

from datetime import UTC, datetime

import pytest

from cadence.domain.questions import ReplyQuestion
from cadence.replies.answers import answer_of_button, answers_in, is_plain
from cadence.replies.reading import read_reply
from cadence.replies.values import date_in, number_in

NOW = datetime(2027, 3, 2, 9, tzinfo=UTC)  # a Tuesday
MADRID, NEW_YORK = "Europe/Madrid", "America/New_York"
ANSWERS = {
    "yes": ("sí", "yes", "sim", "vale", "1", "👍"),
    "no": ("no", "não", "2", "no puedo", "👎"),
    "other": ("otro día", "another day", "outro dia", "cambiar", "3"),
}
QUESTION = ReplyQuestion(answers=ANSWERS)


def read(text: str, question: ReplyQuestion = QUESTION, pressed: str = "") -> tuple[str, str]:
    """Return what a reply means, and which answer it is."""
    reply = read_reply(text, MADRID, NOW, question=question, pressed=pressed)
    return reply.meaning, reply.answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        *[
            (text, "yes") for text in ("Sí", "si", "SI", "¡Sí!", "SÍ.", "sii", "siiii", "sí sí", "vale, sí", '"SÍ"')
        ],  # dress
        *[
            (text, "yes")
            for text in ("sí, gracias", "Hola, buenos días: sí, muchas gracias", "Sí, señora", "yes please")
        ],
        *[(text, "yes") for text in ("Sim, obrigado", "olá, sim", "Hi, yes, thank you", "thanks, yes")],
        *[(text, "yes") for text in ("sí 👍", "👍", "👍🏽", "👍👍", "👍❤️", "sí 😀")],
        *[(text, "yes") for text in ("1", "1.", "1)", "(1)", "1️⃣", "1 por favor", "> Responda SÍ\nsí")],
        *[
            (text, "no")
            for text in ("no", "NO", "no, gracias", "nooo", "no no", "Não", "não, obrigada", "2", "👎", "no 👎")
        ],
        *[(text, "no") for text in ("no puedo", "No puedo, perdón", "no thanks")],
        *[
            (text, "other")
            for text in ("otro día", "OTRO DIA por favor", "another day please", "outro dia", "cambiar", "3")
        ],
    ],
)
def test_words_politeness_and_friendly_signs_are_an_answer(text: str, answer: str) -> None:
    """In three languages, however it is typed."""
    assert read(text)[1] == answer


@pytest.mark.parametrize(
    "text",
    [
        *("sí pero no", "sí o no", "1 2", "1/2", "no 👍", "sí, otro día"),  # two answers
        *("sí?", "¿sí?", "yes?"),  # a question
        *(
            "no puedo ir hasta las 5",
            "sí, mañana",
            "todavía no",
            "ahora no",
            "ya no",
            "no sé",
            "no problem",
            "12",
            "1,5",
        ),
        *("si puedo", "claro que sí", "a la 1", "1 persona", "no hay problema", "yes but later", "sim, mas tarde"),
        *("sí 🛑", "sí 👎", "👍 👎", "sí 😡"),  # a sign that says something else
        *("", "   ", "...", "😀", "hola", "gracias", "sí " * 400),  # nothing, or too much
        *('no "baja"', "no 'stop'", "sí «no me escriban»", "no “enough”"),  # what is quoted may be their own
        'Liked "Responda SÍ para confirmar"',  # our own words
    ],
)
def test_a_word_more_or_two_answers_are_none(text: str) -> None:
    """A person reads it, as without a question: its meaning does not change."""
    assert read(text) == (read_reply(text, MADRID, NOW).meaning, "")


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("BAJA", "revoke"),
        ("sí pero no me llamen más", "revoke"),
        ("no, stop", "revoke"),
        ("me quejo, stop", "revoke"),
        ("yes unsubscribe me", "revoke"),
        ("sim, parem de me ligar", "revoke"),
        ("no me llamen al trabajo", "restrict"),
        ("🛑", "revoke"),
        ("AYUDA", "help"),
        ("START", "rejoin"),
    ],
)
def test_a_stop_is_a_stop_first(text: str, meaning: str) -> None:
    """Also where the author of a file made an answer of the word: a version stored before may have one."""
    everything = ReplyQuestion(answers={**ANSWERS, "all": (text,)}, kind="text")

    assert read(text) == (meaning, "")
    assert read(text, everything) == (meaning, "")


@pytest.mark.parametrize(
    ("payload", "text", "expected"),
    [
        ("yes", "Confirmo mi cita ✅", "yes"),  # the answer's name
        ("YES", "Confirmar", "yes"),
        ("1", "Confirmar", "yes"),  # one of its words
        ("no", "No me interesa", "no"),  # our own text on it holds nothing
        ("opt_7", "Sí", "yes"),  # a payload that says nothing: the text
        ("opt_7", "Quizá", ""),
        ("yes", "No", ""),  # they contradict each other
        ("yes", "Sí", "yes"),
    ],
)
def test_a_button_is_read_by_its_payload_and_its_text(payload: str, text: str, expected: str) -> None:
    """Both are ours: what they say together is the answer."""
    assert read(text, pressed=payload)[1] == expected


@pytest.mark.parametrize(
    ("payload", "text"),
    [("stopPayload", "Sí"), ("STOP", "Ya no quiero"), ("yes", "BAJA"), ("BAJA", "Sí"), ("no_mas", "x")],
)
def test_a_button_that_says_stop_is_a_stop(payload: str, text: str) -> None:
    """In its text or its payload, whatever the other one is, and also where nothing was asked."""
    assert read(text, pressed=payload) == ("revoke", "")
    assert read_reply(text, MADRID, NOW, pressed=payload).meaning == "revoke"


@pytest.mark.parametrize(
    ("payload", "text"),
    [(payload, "Sí") for payload in ("unsubscribe_yes", "cancelar_suscripcion", "btnStop", "stop2", "x_baja_x")]
    + [("yes", text) for text in ("🚫 Sí", "⛔ Confirmar", "x baja x", "no quiero darme de baja")],
)
def test_a_button_that_may_say_stop_is_no_answer(payload: str, text: str) -> None:
    """A person reads it, and until then it holds what may be a stop."""
    meaning, answer = read(text, pressed=payload)

    assert (meaning in {"hold", "revoke"}, answer) == (True, "")


def test_a_button_without_a_question_is_read_by_its_text() -> None:
    """As a text that was written."""
    assert read_reply("llámame mañana a las 10", MADRID, NOW, pressed="x").callback_at is not None
    assert answer_of_button("", ANSWERS) == frozenset()


@pytest.mark.parametrize(
    "word", ["sí", "no", "nope", "no gracias", "1", "reagendar", "👎", "cancelar cita", "otro día", "não"]
)
def test_a_word_that_stops_nothing_may_be_an_answer(word: str) -> None:
    """Also a bare no, which a person has to read where nothing was asked."""
    assert is_plain(word)
    assert answers_in(word, {"it": (word,)}) == {"it"}


@pytest.mark.parametrize(
    "word",
    [
        "stop",
        "BAJA",
        "baja por favor",
        "cancelar",
        "sair",
        "parar",
        "no me llamen",
        "no me interesa",
        "info",
        "START",
        "🛑",
        "ya no",
        "unsubscribe",
        "stpo",
        "no more messages",
        "no llamar al trabajo",
    ],
)
def test_a_word_that_may_stop_something_is_no_answer(word: str) -> None:
    """In any of the languages, whatever the campaign's is."""
    assert not is_plain(word)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *[
            (text, "9")
            for text in ("9", "9.", "un 9", "9/10", "9 de 10", "9 out of 10", "9 sobre 10", "nueve", "nine", "nove")
        ],
        *[
            (text, "9")
            for text in ("Le doy un 9, gracias", "I would say 9", "dou nota 9", "um 9", "9 puntos", "9 😀", "9️⃣")
        ],
        *[("0", "0"), ("cero", "0"), ("10", "10"), ("10/10", "10"), ("diez", "10"), ("5 estrellas", "5")],
        *[(text, "") for text in ("11", "-1", "8,5", "8.5", "8 o 9", "8-9", "8 10", "9/5", "9?", "90%", "9 €", "100")],
        *[
            (text, "")
            for text in (
                "0'9",
                "1\u20190",
                "0\u00b49",
                "0·9",
                "\u20131",
                "\u20141",
                "\u20101",
                ">8",
                "< 8",
                "~8",
                "8+",
                "9²",
                "1⁰",
            )
        ],
        *[(text, "") for text in ("9 'stop'", '9 "no más"')],
        *[
            (text, "")
            for text in ("9 porque tardaron", "no lo sé", "9 🛑", "mil", "", "nueve coma cinco", "un diez por ciento")
        ],
    ],
)
def test_a_mark_is_one_whole_number_of_the_range(text: str, number: str) -> None:
    """Nothing is rounded and nothing is guessed."""
    assert number_in(text, 0, 10) == number
    assert read(text, ReplyQuestion(kind="0-10"))[1] == ("saved" if number else "")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        *[(text, "2027-03-05") for text in ("el día 5", "5 de marzo", "el viernes", "el viernes 5", "5/3", "5/3/2027")],
        *[
            (text, "2027-03-05")
            for text in ("Le pago el 5 de marzo, gracias", "pago el viernes", "March 5", "on the 5th")
        ],
        *[(text, "2027-03-05") for text in ("I will pay on friday", "vou pagar dia 5", "sexta", "dia 5 de março")],
        *[("mañana", "2027-03-03"), ("hoy", "2027-03-02"), ("tomorrow", "2027-03-03"), ("el 1", "2027-04-01")],
        *[
            (text, "")
            for text in ("ayer", "el viernes no", "el viernes o el lunes", "el lunes 5", "5 de marzo de 2026")
        ],
        *[
            (text, "")
            for text in ("5 de marzo a las 10", "en dos semanas", "cuando pueda", "el 31 de febrero", "¿el viernes?")
        ],
        *[(text, "") for text in ("antes del 5", "hasta el viernes", "el viernes que no llamen", "el 5 🛑")],
        *[(text, "") for text in ("no el viernes", "No, el viernes", "no lunes", "no friday", "no mañana", "ni el 5")],
        *[("no sábado", "2027-03-06"), ("no próximo domingo", "2027-03-07"), ("no dia 5", "2027-03-05")],
        *[(text, "") for text in ("1 de marzo", "el 1/3", "March 1", "15 de enero", 'el "5" no')],
        *[("1 de marzo de 2028", "2028-03-01"), ("31/12", "2027-12-31"), ("15/12", "2027-12-15")],
    ],
)
def test_a_date_is_understood_to_the_last_word_or_not_at_all(text: str, day: str) -> None:
    """As the time of a call: a date nobody named would be a promise nobody made."""
    assert date_in(text, [MADRID], NOW) == day


def test_a_date_is_the_same_wherever_the_person_may_be() -> None:
    """Where it is tomorrow already, "mañana" is another day; and where the month comes first, 3/5 is two days."""
    night = datetime(2027, 3, 2, 23, 30, tzinfo=UTC)

    assert date_in("mañana", [MADRID], night) == "2027-03-04"
    assert date_in("mañana", [MADRID, "Atlantic/Canary"], night) == ""
    assert (date_in("3/5", [MADRID], NOW), date_in("3/5", [NEW_YORK], NOW)) == ("2027-05-03", "")
    assert date_in("mañana", [], NOW) == ""


@pytest.mark.parametrize(
    ("kind", "text", "answer", "kept"),
    [
        ("0-10", "9", "saved", "9"),
        ("date", "el día 5", "saved", "2027-03-05"),
        ("text", " Fue un desastre ", "saved", "Fue un desastre"),
        ("replies", "sí", "yes", "yes"),
        ("yes/no", "no", "no", "no"),
        ("", "no", "no", ""),
        ("0-10", "no", "no", ""),  # an answer by name, which is no mark
        ("text", "BAJA", "", ""),
        ("text", "me quejo, stop", "", ""),
        ("date", "BAJA el viernes", "", ""),
    ],
)
def test_what_is_kept_is_what_was_asked_for(kind: str, text: str, answer: str, kept: str) -> None:
    """A free text is kept, too, unless it may be a stop."""
    reply = read_reply(text, MADRID, NOW, question=ReplyQuestion(answers=ANSWERS, kind=kind))

    assert (reply.answer, reply.value) == (answer, kept)
