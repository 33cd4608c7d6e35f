"""Does this reply say stop, and is nothing taken for a stop that is none?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence.replies.languages import slips, words
from cadence.replies.normalized import bare, clauses
from cadence.replies.opt_out import read

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
    *("para", "cancelar", "no más", "NO MAS", "remover", "eliminar", "salir", "Hola, baja, gracias", "Detén"),
    *("sair", "SAIR", "descadastrar", "não quero", "nao quero mais", "remover", "pare por favor", "sair, obrigado"),
    # slips of the finger that are listed
    *("sotp", "stopp", "stob", "estop", "unsuscribe", "vaja", "bjaa"),
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
RESTRICT = [
    # only there, or only then
    *("no me llamen al trabajo", "no me llamen por la noche", "don't call me at work", "do not text before 9"),
    *("don't call me tomorrow", "não me ligue à noite", "no me llamen los domingos", "no me llames a las 3"),
    # said before the phrase, or as what is still allowed
    *("en el trabajo no me llamen", "only call me after 5", "no puedo recibir llamadas en la oficina"),
]
HOLD = [
    # a stop word inside a sentence: perhaps
    *("what if I reply stop", "no sé cómo cancelar", "my son sent baja, not me"),
    # the end of a service is not the end of messages, but somebody has to see it
    *("darme de baja del servicio", "quiero dar de baja el servicio", "dar de baja mi línea"),
    # no interest, a wrong number, a threat: nothing is sold to them before somebody has read it
    *("no gracias", "no me interesa", "wrong number", "voy a denunciar", "falleció"),
    # words of stopping near words of contact, in no phrase that we know
    *("never again with the calls, you lot", "nunca pedí yo sus llamadas"),
    # a sign nobody can be sure of, or letters we cannot read
    *("😡", "👎", "🛑👍", "توقف"),
    # nothing of a stop in it, and nothing we know for harmless
    *(
        "stopwatch",
        "stopover in Paris",
        "trabajar",
        "paraguas",
        "finales",
        "altos",
        "stopping",
        "backstop",
    ),
    *("para quê?", "no me llamo Juan", "no me llamaron", "restart", "¡por favor!", "please", "now"),
]
HELP = ["help", "HELP!", "info", "Ayuda por favor", "ajuda"]
REJOIN = ["START", "start", "Unstop", "start please"]
NONE = [
    *("", "   ", "?", "...", "ok", "sí", "yes", "SI", "gracias", "123", "👍", "❤️", "👍🏽", "🙏🙏"),
    *("helpful", "information", "yes please", "bajar el precio", "How much is it?", "¿Cuánto cuesta?", "qual o valor?"),
    *("sí, mañana me va bien", "sim, amanhã pode ser", "sounds good, see you tomorrow", "hola", "bom dia"),
    *("stop by the store", "can I cancel my order?", "voy a salir ahora"),
    *("el precio es muy alto", "para mañana no puedo", "es para mi hermano"),
    *("ya cancelé", "Ya lo cancelé ayer", "cancelé mi deuda", "voy a cancelar la cuota el lunes"),
    "quiero cancelar la cita",
    *("no me enviaron el pedido", "não me mandaram o boleto"),  # not our calls
    "llámame mañana a las 10",
]


@pytest.mark.parametrize("text", REVOKE)
def test_a_stop_is_a_stop_however_it_is_written(text: str) -> None:
    """47 CFR 64.1200(a)(10): any words a reasonable person would understand."""
    assert read(text).meaning == "revoke"


@pytest.mark.parametrize("text", RESTRICT)
def test_a_stop_with_a_place_or_a_time_is_a_restriction(text: str) -> None:
    """12 CFR 1006.6(b): what a person calls inconvenient is; which, a person of ours decides."""
    reading = read(text)

    assert reading.meaning == "restrict"
    assert reading.names


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("stop promos but keep my delivery alerts", "purpose marketing"),
        ("no más publicidad, pero avísenme del pedido", "purpose marketing"),
        ("no más publicidad ni mensajes", "everything"),  # and messages: all of it
        ("stop the ads. leave me alone", "everything"),  # two phrases, the wider one counts
        ("no more surveys", "purpose survey"),
        ("no me manden más mensajes, solo los del pedido", "purpose marketing, purpose collections, purpose survey"),
        ("don't call, text me instead", "channel call"),
        ("don't text me, call me instead", "channel sms, channel whatsapp, channel email"),
        ("stop using whatsapp, sms only", "channel whatsapp, channel email, channel call"),
        ("no me manden más wasaps, llámenme", "channel whatsapp"),
        ("no me manden más wsp, llámenme", "channel whatsapp"),
        ("não me mande mais zap, só sms", "channel whatsapp, channel email, channel call"),
        ("no me llamen más, solo por wsp", "channel sms, channel email, channel call"),
        ("no quiero llamadas ni sms, escríbanme por whatsapp", "channel sms, channel call"),  # two refused, one wanted
        ("don't text me, text my wife", "everything"),  # what is refused cannot be what is wanted
        ("stop texting me", "everything"),  # nothing else is asked for
    ],
)
def test_a_stop_closes_everything_but_what_the_person_wants_to_keep(text: str, closed: str) -> None:
    """47 CFR 64.1200(a)(12): without a clear answer everything stops."""
    scope = read(text).scope
    assert (", ".join(f"{part.scope.value} {part.value}" for part in scope) or "everything") == closed


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("STOP", "words.whole"),
        ("sotp", "words.typo"),
        ("wrong person, stop", "words.clause"),
        ("please stop calling me", "words.phrase"),
        ("only text me", "words.channel"),
        ("don't call me at work", "words.circumstance"),
        ("wrong number", "words.doubt"),
        ("never again with the calls, you lot", "words.near"),
        ("what if I reply stop", "words.inside"),
        ("توقف", "words.script"),
        ("🛑", "words.signs"),
        ("help", "words.help"),
        ("START", "words.rejoin"),
        ("stop by the store", "words.harmless"),
        ("ok", "words.harmless"),
        ("...", "words.nothing"),
        ("no need to take me off", "words.denied"),
        ("Liked “Reply STOP to opt out”", "words.reaction"),
        ("my hovercraft is full of eels", "words.unclear"),
    ],
)
def test_each_reading_names_the_rule_that_decided(text: str, rule: str) -> None:
    """Law 10, for words."""
    assert read(text).rule == rule


@pytest.mark.parametrize("text", HOLD)
def test_what_may_be_a_stop_waits_for_a_person(text: str) -> None:
    """Neither ignored nor taken at its word."""
    assert read(text).meaning == "hold"


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_stop_is_none(text: str) -> None:
    """Only what is known for harmless: others unsubscribed people who had said something else."""
    assert read(text).meaning == "none"


@pytest.mark.parametrize("text", HELP)
def test_help_is_asked_for_by_its_word_alone(text: str) -> None:
    """The field's own words."""
    assert read(text).meaning == "help"


@pytest.mark.parametrize("text", REJOIN)
def test_only_start_and_unstop_bring_a_person_back(text: str) -> None:
    """A bare yes does not: it may be the answer to anything."""
    assert read(text).meaning == "rejoin"


SINGLE = sorted(word for word in words("revoke") if " " not in word)
LETTERS = st.text(alphabet="abcdefghijklmnopqrstuvwxyzáéíñç", min_size=1, max_size=6)
KNOWN = words("revoke") | words("help") | words("rejoin") | slips().keys()


@given(word=st.sampled_from(SINGLE), before=LETTERS | st.just(""), after=LETTERS, around=st.booleans())
def test_a_stop_word_inside_another_word_never_matches(word: str, before: str, after: str, around: bool) -> None:
    """Lesson 18, for every word of the three languages and any letters around it."""
    hidden = before + word + after
    if bare(" ".join(clauses(hidden))) in KNOWN:
        return
    text = f"hm {hidden} hm" if around else hidden

    assert read(text).meaning != "revoke"


@given(
    word=st.sampled_from(SINGLE),
    dressing=st.sampled_from(["{}", "{}.", "¡{}!", " {} ", "{} por favor", "ya {}", "({})"]),
)
def test_the_dress_of_a_stop_word_changes_nothing(word: str, dressing: str) -> None:
    """CTIA: ignore case and punctuation."""
    assert read(dressing.format(word)).meaning == "revoke"
    assert read(dressing.format(word.upper())).meaning == "revoke"


@given(text=st.text(max_size=200))
def test_any_text_has_a_meaning(text: str) -> None:
    """People write anything; nothing of it may crash a webhook."""
    assert read(text).meaning in {"revoke", "restrict", "hold", "help", "rejoin", "none"}
