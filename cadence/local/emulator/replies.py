"""What do people write, and which of it means stop? Pure: texts by language and intent."""

import random
import re
import unicodedata
from enum import StrEnum


class Intent(StrEnum):
    """Why a person writes back."""

    INTEREST = "interest"  # wants to know more
    WHO = "who"  # does not know who is writing
    STOP = "stop"  # wants no more messages
    CALLBACK = "callback"  # wants to be called at a given time
    ANGRY = "angry"  # complains, without asking to be left alone
    WRONG = "wrong"  # the number now belongs to another person


TEXTS: dict[str, dict[Intent, tuple[str, ...]]] = {
    "es": {
        Intent.INTEREST: ("Sí, me interesa", "Sí, cuéntenme más", "Vale, ¿qué precio tiene?", "sii 👍"),
        Intent.WHO: ("¿quién es?", "Hola, ¿de parte de quién?", "no tengo este número guardado, quién eres"),
        Intent.STOP: (
            "BAJA",
            "baja",
            "Baja por favor",
            "STOP",
            "stop.",
            "S.T.O.P",
            "No me escriban más",
            "no me escriban mas!!",
            "Dejen de escribirme",
            "dar de baja",
            "🛑",
        ),
        Intent.CALLBACK: (
            "llámame mañana a las 10",
            "Llámenme mañana a las 17:30 por favor",
            "ahora no puedo, mejor mañana a las 12",
        ),
        Intent.ANGRY: ("Qué pesados", "Vaya horas de escribir"),
        Intent.WRONG: ("Se ha equivocado de número", "Aquí no vive nadie con ese nombre"),
    },
    "en": {
        Intent.INTEREST: ("Yes, I'm interested", "Sounds good, tell me more", "How much is it?"),
        Intent.WHO: ("who is this?", "Sorry, who are you?"),
        Intent.STOP: ("STOP", "stop", "Stop please", "unsubscribe", "Stop texting me", "opt out", "S T O P"),
        Intent.CALLBACK: ("call me tomorrow at 10", "Please ring me tomorrow at 5pm"),
        Intent.ANGRY: ("This is annoying", "Really? At this hour?"),
        Intent.WRONG: ("Wrong number", "You have the wrong person"),
    },
    "pt": {
        Intent.INTEREST: ("Sim, tenho interesse", "Quero saber mais"),
        Intent.WHO: ("quem é?", "quem fala?"),
        Intent.STOP: ("SAIR", "sair", "parar", "Não me mandem mais mensagens", "descadastrar"),
        Intent.CALLBACK: ("me liga amanhã às 10", "pode ligar amanhã às 15h"),
        Intent.ANGRY: ("Que chatice",),
        Intent.WRONG: ("Número errado",),
    },
}

CARRIER_STOPS = frozenset({"stop", "stopall", "unsubscribe", "cancel", "end", "quit"})
"""Words that the carrier itself acts on, when they are the whole message."""
CARRIER_STARTS = frozenset({"start", "yes", "unstop"})
CARRIER_HELP = frozenset({"help", "info"})

_WORDS = frozenset({"baja", "dar de baja", "stop", "unsubscribe", "opt out", "sair", "parar", "descadastrar", "quit"})
_COURTESY = frozenset({"por", "favor", "please", "gracias", "thanks", "obrigado"})
_PHRASES = re.compile(
    r"no me (escriban|llamen|manden|envien)|dejen de (escribir|llamar)|stop (texting|calling|messaging)"
    r"|nao me (mandem|liguem|escrevam)"
)
_SIGNS = frozenset("🛑🚫⛔")


def pick(language: str, intent: Intent, chance: random.Random) -> str:
    """Return one wording of the reply."""
    return chance.choice(TEXTS.get(language, TEXTS["en"])[intent])


def means_stop(text: str) -> bool:
    """Return whether the person who wrote this wants to be left alone. We made the text up, so this may be simple."""
    if text.strip() and set(text.strip()) <= _SIGNS:
        return True
    plain = _plain(text)
    whole = " ".join(word for word in plain.split() if word not in _COURTESY)
    return whole in _WORDS or whole.replace(" ", "") == "stop" or bool(_PHRASES.search(plain))


def _plain(text: str) -> str:
    spread = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(delivery for delivery in spread if not unicodedata.combining(delivery))
    return " ".join(re.sub(r"[^\w\s]", " ", bare).split())
