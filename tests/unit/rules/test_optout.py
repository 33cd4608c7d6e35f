"""Does this reply say stop, and is nothing taken for a stop that is none?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence.rules import stopwords
from cadence.rules.optout import meaning, normalised

REVOKE = [
    # the whole message, however it is dressed
    *(
        "STOP",
        "stop",
        " Stop. ",
        "STOP!!!",
        "S.T.O.P.",
        "s-t-o-p",
        "S T O P",
        "\uff33\uff34\uff2f\uff30",
        "stop 🙏",
        "«stop»",
    ),
    *("Stop please", "please stop", "STOP NOW", "stop, thanks", "hi, stop"),
    *("quit", "end", "revoke", "opt out", "opt-out", "OPTOUT", "cancel", "unsubscribe", "STOPALL", "stop all", "arret"),
    *("BAJA", "baja", "Baja por favor", "baja ya", "dar de baja", "darme de baja", "alto", "¡BASTA!", "parar", "pare"),
    *("para", "cancelar", "no más", "NO MAS", "remover", "eliminar", "salir", "Hola, baja, gracias"),
    *("sair", "SAIR", "descadastrar", "não quero", "nao quero mais", "remover", "pare por favor", "sair, obrigado"),
    # slips of the finger that are listed
    *("sotp", "stopp", "unsuscribe", "vaja", "bja" + "a"),
    # phrases inside a message
    *(
        "Please don't call me again",
        "do not text me",
        "DON\u2019T CONTACT ME",
        "stop calling me",
        "stop texting!",
        "never call me",
    ),
    *(
        "no more messages",
        "take me off your list",
        "remove me from this list",
        "I want to unsubscribe",
        "leave me alone!!",
    ),
    *("no me llamen más", "No me escriban", "no me vuelvan a llamar", "no me envíen nada", "no nos llamen"),
    *("dejen de llamarme", "deja de escribir", "deje de mandarme cosas", "no más llamadas", "no quiero recibir nada"),
    *("no quiero que me llamen", "quítenme de su lista", "bórrenme de la base de datos", "elimina mi número"),
    *("quiero darme de baja", "Solicito la baja", "denme de baja", "darme de baja de la lista"),
    *("não me ligue", "não me ligue mais", "nao me mande mensagem", "parem de ligar", "para de me mandar isso"),
    *("não quero receber mensagens", "me tira da lista", "chega de mensagens"),
    # who has paid and wants peace says both
    "ya cancelé mi deuda, no me llamen más",
    # nothing but signs
    *("🛑", "🚫", "⛔", "🛑🛑🛑", "🛑 🚫", "🛑️", "..🛑.."),
]
HOLD = [
    # a stop word inside a sentence: perhaps
    *("what do I have to do to stop this", "can I cancel my order?", "el precio es muy alto", "voy a salir ahora"),
    *("I'll be there at the end", "darme de baja del servicio", "no sé cómo cancelar", "non-stop"),
    # only there, or only then
    *("no me llamen al trabajo", "no me llamen por la noche", "don't call me at work", "do not text before 9"),
    *("don't call me tomorrow", "não me ligue à noite", "no me llamen los domingos", "no me llames a las 3"),
    # a sign nobody can be sure of
    *("👍", "😡", "❤️", "🛑👍"),
]
HELP = ["help", "HELP!", "info", "Ayuda por favor", "ajuda"]
REJOIN = ["START", "start", "Unstop", "start please"]
NONE = [
    *("", "   ", "?", "...", "ok", "sí", "yes", "SI", "gracias", "no gracias", "123"),
    *(
        "shop",
        "stopwatch",
        "stopover in Paris",
        "bajar el precio",
        "trabajar",
        "paraguas",
        "finales",
        "altos",
        "weekend",
    ),
    *("para mañana no puedo", "es para mi hermano", "para quê?"),  # the preposition
    *("ya cancelé", "Ya lo cancelé ayer", "cancelé mi deuda", "voy a cancelar la cuota el lunes", "he cancelado"),
    *("quiero cancelar la cita", "quiero dar de baja el servicio", "dar de baja mi línea"),
    *("no me llamo Juan", "no me llamaron", "no me enviaron el pedido", "não me mandaram o boleto"),  # not our calls
    *("llámame mañana a las 10", "restart", "helpful", "information", "yes please"),
]


@pytest.mark.parametrize("text", REVOKE)
def test_a_stop_is_a_stop_however_it_is_written(text: str) -> None:
    """47 CFR 64.1200(a)(10): any words a reasonable person would understand."""
    assert meaning(text) == "revoke"


@pytest.mark.parametrize("text", HOLD)
def test_what_may_be_a_stop_waits_for_a_person(text: str) -> None:
    """Neither ignored nor taken at its word."""
    assert meaning(text) == "hold"


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_stop_is_none(text: str) -> None:
    """Others matched stop inside other words, and unsubscribed people who had said something else."""
    assert meaning(text) == "none"


@pytest.mark.parametrize("text", HELP)
def test_help_is_asked_for_by_its_word_alone(text: str) -> None:
    """The field's own words."""
    assert meaning(text) == "help"


@pytest.mark.parametrize("text", REJOIN)
def test_only_start_and_unstop_bring_a_person_back(text: str) -> None:
    """A bare yes does not: it may be the answer to anything."""
    assert meaning(text) == "rejoin"


SINGLE = sorted(word for word in stopwords.REVOKE if " " not in word)
LETTERS = st.text(alphabet="abcdefghijklmnopqrstuvwxyzáéíñç", min_size=1, max_size=6)
KNOWN = stopwords.REVOKE | stopwords.TYPOS | stopwords.HELP | stopwords.REJOIN


@given(word=st.sampled_from(SINGLE), before=LETTERS | st.just(""), after=LETTERS, around=st.booleans())
def test_a_stop_word_inside_another_word_never_matches(word: str, before: str, after: str, around: bool) -> None:
    """Lesson 18, for every word of the three languages and any letters around it."""
    hidden = before + word + after
    if normalised(hidden) in KNOWN:
        return
    text = f"hm {hidden} hm" if around else hidden

    assert meaning(text) == "none"


@given(
    word=st.sampled_from(SINGLE),
    dressing=st.sampled_from(["{}", "{}.", "¡{}!", " {} ", "{} por favor", "ya {}", "({})"]),
)
def test_the_dress_of_a_stop_word_changes_nothing(word: str, dressing: str) -> None:
    """CTIA: ignore case and punctuation."""
    assert meaning(dressing.format(word)) == "revoke"
    assert meaning(dressing.format(word.upper())) == "revoke"


@given(text=st.text(max_size=200))
def test_any_text_has_a_meaning(text: str) -> None:
    """People write anything; nothing of it may crash a webhook."""
    assert meaning(text) in {"revoke", "hold", "help", "rejoin", "none"}
