"""How is an event from another system described, and what it changed? Pure."""

from cadence.domain.external import Effect
from cadence.explain.story.speaker import EventText, Speaker, What, kept
from cadence.languages import add_sentences


def external(what: What, speaker: Speaker) -> EventText:
    """Describe an event, and what followed from it in one campaign."""
    effect, value = what["effect"], what.get("value")
    values = {
        "name": what["name"],
        "campaign": what.get("campaign") or "?",
        "outcome": speaker.term("reason", what.get("target") or "?"),
        "step": what.get("target") or "?",
        "until": speaker.clock(what.get("until")),
        "worth": "",
    }
    if value:
        values["worth"] = speaker.say("external-worth", value=value, currency=what.get("currency") or "").rstrip()
    if effect == Effect.NONE:
        words = speaker.say(f"external-none-{what['why']}", **values)
    else:
        words = speaker.say(f"external-{effect}", **values)
    by = f"{what['actor']}, {what['origin']}" if what.get("actor") else ""
    return EventText(words=words, by=by, evidence=kept(what, "id", "enrolment", "value", "currency"))


def hold_ended(what: What, speaker: Speaker) -> EventText:
    """Describe that somebody ended a hold before its time."""
    words = speaker.say("external-hold-ended", name=what["name"], until=speaker.clock(what.get("until")))
    return EventText(words=words, evidence=kept(what, "id"))


add_sentences(
    en="""
external-finish = another system sent { $name }: the cadence of { $campaign } ends, because { $outcome }{ $worth }
external-hold = another system sent { $name }: nothing leaves for the person until { $until }
external-go = another system sent { $name }: the cadence of { $campaign } goes on with { $step }
external-worth = , worth { $value } { $currency }
external-none-unknown = another system sent { $name }: { $campaign } does not name it; nothing changes
external-none-ended = another system sent { $name }: the cadence of { $campaign } had ended; nothing changes{ $worth }
external-none-again = another system sent { $name } again: it leads to { $step } once; nothing changes
external-none-waiting = another system sent { $name }: { $campaign } has not begun for the person; nothing changes
external-none-not_in_it = another system sent { $name }: the person is not in the campaign; nothing changes
external-none-unreadable = another system sent { $name }: the file of { $campaign } cannot be read; nothing changes
external-hold-ended = the wait because of { $name } was ended; it would have lasted until { $until }
reason-paid = what was owed is paid
reason-resolved = the matter is settled
reason-canceled = it was called off
news-event = an event from another system
command-event = report an event
""",
    es="""
external-finish = otro sistema envió { $name }: la cadencia de { $campaign } termina: { $outcome }{ $worth }
external-hold = otro sistema envió { $name }: no sale nada para la persona hasta { $until }
external-go = otro sistema envió { $name }: la cadencia de { $campaign } sigue con { $step }
external-worth = , por valor de { $value } { $currency }
external-none-unknown = otro sistema envió { $name }: { $campaign } no lo menciona; nada cambia
external-none-ended = otro sistema envió { $name }: la cadencia de { $campaign } ya había acabado; nada cambia{ $worth }
external-none-again = otro sistema envió { $name } otra vez: lleva a { $step } una sola vez; nada cambia
external-none-waiting = otro sistema envió { $name }: { $campaign } aún no ha empezado para la persona; nada cambia
external-none-not_in_it = otro sistema envió { $name }: la persona no está en la campaña; nada cambia
external-none-unreadable = otro sistema envió { $name }: no se puede leer el archivo de { $campaign }; nada cambia
external-hold-ended = se terminó la espera por { $name }; habría durado hasta { $until }
reason-paid = se pagó lo que se debía
reason-resolved = el asunto está resuelto
reason-canceled = se canceló
news-event = un aviso de otro sistema
command-event = comunicar un evento
""",
    pt="""
external-finish = outro sistema enviou { $name }: a cadência de { $campaign } termina: { $outcome }{ $worth }
external-hold = outro sistema enviou { $name }: nada sai para a pessoa até { $until }
external-go = outro sistema enviou { $name }: a cadência de { $campaign } segue com { $step }
external-worth = , no valor de { $value } { $currency }
external-none-unknown = outro sistema enviou { $name }: { $campaign } não o menciona; nada muda
external-none-ended = outro sistema enviou { $name }: a cadência de { $campaign } já tinha acabado; nada muda{ $worth }
external-none-again = outro sistema enviou { $name } outra vez: leva a { $step } uma só vez; nada muda
external-none-waiting = outro sistema enviou { $name }: { $campaign } ainda não começou para a pessoa; nada muda
external-none-not_in_it = outro sistema enviou { $name }: a pessoa não está na campanha; nada muda
external-none-unreadable = outro sistema enviou { $name }: não é possível ler o arquivo de { $campaign }; nada muda
external-hold-ended = a espera por { $name } foi encerrada; teria durado até { $until }
reason-paid = o que era devido foi pago
reason-resolved = o assunto está resolvido
reason-canceled = foi cancelado
news-event = um aviso de outro sistema
command-event = comunicar um evento
""",
)
