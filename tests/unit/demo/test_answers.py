"""Do the people of a rehearsal give the answers that the campaign expects, in words that our reader takes for them?"""

from datetime import UTC, datetime

import pytest

from cadence.campaign import Campaign, check_text
from cadence.local.demo.answers import answers_to, fixed_part, questions_of
from cadence.local.emulator.questions import EmulatedQuestion, question_in
from cadence.local.emulator.replies import means_stop
from cadence.replies.reading import read_reply
from tests.unit.campaign.samples import HEAD

NOW = datetime(2027, 3, 8, 9, tzinfo=UTC)
REPLIES = 'replies: {yes: [sí, vale, "1"], no: [no, "2"], other_day: [otro día]}\n'
SURVEY = """\
cadence:
  - step: ask
    whatsapp: {template: ask_visit, variables: {"1": "{{ name }}"}, body: "Hola {{ name }}, responda SÍ o NO."}
    on: {reply.yes: mark, reply.no: end, reply.other_day: end, otherwise: end}
  - step: mark
    sms: "Del 0 al 10, {{ name }}, ¿nos recomendaría?"
    ask: {save: nps, as: 0-10}
    on: {reply.saved: why, otherwise: end}
  - step: why
    sms: "Gracias por su {{ nps }}. ¿Qué podemos mejorar?"
    ask: {save: comment, as: text}
    on: {reply.saved: day, otherwise: end}
  - step: day
    sms: "¿Qué día quiere venir?"
    ask: {save: come_on, as: date}
    on: {otherwise: end}
"""


def survey(language: str) -> Campaign:
    """A campaign with questions of every kind."""
    return check_text(f"language: {language}\n{HEAD}{REPLIES}{SURVEY}").right()


@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_every_answer_is_one_for_our_reader(language: str) -> None:
    """Otherwise a rehearsal would show work for people where the campaign has none."""
    campaign = survey(language)

    for step in campaign.cadence:
        for name, words in answers_to(campaign, step).items():
            for word in words:
                reading = read_reply(word, ["Europe/Madrid"], NOW, question=campaign.question_of(step))
                assert reading.answer == name, word
                assert not means_stop(word)


def test_a_question_about_a_number_is_answered_with_all_of_its_range() -> None:
    """A branch on a bad mark must be tried as one on a good mark."""
    campaign = survey("es")
    (numbers,) = answers_to(campaign, campaign.cadence[1]).values()

    assert {str(number) for number in range(11)} | {"un 10"} == set(numbers)


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Hola {{ name }}, le recordamos su cita: {{ when }}. Responda SÍ.", ", le recordamos su cita:"),
        ("{% if a is defined %}Un texto muy largo, no para todos{% else %}Otro{% endif %} Corto", "Corto"),
        ("{% if a %}{% if b %}uno{% endif %} dos dos{% endif %}Fin", "Fin"),
        ("{%- if a -%}uno{%- endif -%}Fin", "Fin"),
        ("Primera línea\nSegunda línea, más larga", "Segunda línea, más larga"),
        ("{{ name }}", ""),
        ("Solo texto", "Solo texto"),
    ],
)
def test_a_message_is_recognised_by_what_is_the_same_for_everybody(text: str, asks: str) -> None:
    """What only some people get cannot say which step it is."""
    assert fixed_part(text) == asks


def test_each_step_is_recognised_and_only_it() -> None:
    """A template by its name, whatever its text; inside a session its free text goes instead."""
    campaign = survey("es")
    questions = [EmulatedQuestion.model_validate(question) for question in questions_of(campaign)]
    messages = [
        ("sample 1", "ask_visit", {"yes", "no", "other_day"}, 0.5),
        ("Hola Ana, responda SÍ o NO.", "", {"yes", "no", "other_day"}, 0.5),
        ("Del 0 al 10, Ana, ¿nos recomendaría?", "", {"saved"}, 0),
        ("Gracias por su 9. ¿Qué podemos mejorar?", "", {"saved"}, 0),
    ]

    for text, template, names, pressed in messages:
        question = question_in(text, template, questions)
        assert question is not None
        assert (set(question.answers), question.pressed) == (names, pressed)
    assert question_in("Dental Faro: no le enviaremos más mensajes.", "", questions) is None


def test_a_campaign_that_asks_nothing_has_no_questions() -> None:
    """Its people live as before."""
    campaign = check_text(f'{HEAD}cadence: [{{step: a, sms: "Hola"}}]\n').right()

    assert questions_of(campaign) == []
