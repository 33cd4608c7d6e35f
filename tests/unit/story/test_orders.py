"""Is an order, and the title of a task, said in the reader's language?"""

from typing import Any

import pytest

from cadence.explain.story.orders import order_in_words
from cadence.explain.story.speaker import Speaker
from cadence.explain.story.task_titles import TITLES, title_in
from cadence.languages import LANGUAGES, Language, say
from cadence.planning.transitions import reply

MADRID = Speaker(language="es", zones=("Europe/Madrid",))
OURS = [
    *reply.TITLES.values(),
    *(reply.UNMATCHED, reply.GONE_ON, reply.CHANGED, reply.OTHER, reply.CALLED_US, reply.NOT_UNDERSTOOD, reply.CALL),
    "row 3 of noes.csv may say no and cannot be read; decide whether its numbers stay closed",
    (
        "row 3 of noes.csv: a no with the id K-1, by which we know nobody, and no number; "
        "find out who it is, close them with `cadence suppress`, then say --as none"
    ),
]
"""Every title that the engine gives to a task."""


@pytest.mark.parametrize(
    ("name", "args", "words"),
    [
        ("suppress", {"scope": "everything", "value": "", "request": "5f"}, "orden: excluir (todo)"),
        ("suppress", {"scope": "purpose", "value": "marketing"}, "orden: excluir (la finalidad marketing)"),
        ("unsuppress", {"scope": "channel", "value": "sms"}, "orden: anular una exclusión (el canal sms)"),
        ("pause", {"scope": "lead", "value": "C-1001"}, "orden: pausar (este contacto)"),
        ("callback", {"at": "2027-03-10T09:00:00+00:00"}, "orden: prometer una llamada (para el mié 2027-03-10 10:00)"),
        ("callback", {"at": "10:00"}, "orden: prometer una llamada (para el 10:00)"),
        (
            "review",
            {"task": "3f2a", "decision": "restrict", "closed": "channel call"},
            "orden: decidir sobre una respuesta (tarea 3f2a, decisión: una restricción, se excluye: el canal call)",
        ),
        ("consent", {"channels": "call,sms"}, "orden: anotar un consentimiento (canales: teléfono, mensaje de texto)"),
        ("erase", {}, "orden: borrar los datos"),
        ("some later order", {"size": 3}, "orden: some later order (size 3)"),
    ],
)
def test_an_order_is_said_with_its_details(name: str, args: dict[str, Any], words: str) -> None:
    """Nobody has to know how a command is called in the code."""
    assert order_in_words({"name": name, "args": args}, MADRID) == words


@pytest.mark.parametrize("title", OURS)
@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_every_title_of_the_engine_is_said_in_each_language(language: Language, title: str) -> None:
    """A support team reads what it has to do."""
    assert title_in("en", title) == title
    assert title_in(language, title) != title


def test_each_sentence_is_the_title_of_some_task() -> None:
    """A title that changes in the engine changes here with it."""
    plain = {say("en", sentence) for sentence in TITLES if not sentence.startswith("title-row")}

    assert plain == {title for title in OURS if not title.startswith("row")}


@pytest.mark.parametrize("title", ["Call the customer", "", "Answer this reply, please"])
def test_the_campaign_s_own_titles_stay_as_they_are(title: str) -> None:
    """They are written in the campaign's language already."""
    assert title_in("es", title) == title
