"""
Which words and phrases say stop, help or start? Pure: data only, English, Spanish and Portuguese.

Everything here is already normalised: lower case, no accents, no punctuation. No law fixes the Spanish or Portuguese
words; the test is what a reasonable person would understand (47 CFR 64.1200(a)(10)).
"""

import re


def _listed(text: str) -> frozenset[str]:
    """Return the entries of a comma-separated text."""
    return frozenset(" ".join(entry.split()) for entry in text.split(","))


ENGLISH = _listed("""
    stop, stop all, stopall, stop it, quit, end, revoke, opt out, optout, opt me out, cancel, unsubscribe,
    unsubscribe me, arret, remove me, leave me alone
""")
SPANISH = _listed("""
    baja, dar de baja, darme de baja, quiero baja, quiero la baja, alto, basta, parar, pare, paren, para, cancelar,
    no mas, no quiero mas, remover, eliminar, salir, borrame, borrenme, quitame, quitenme, eliminame, eliminenme
""")
PORTUGUESE = _listed("""
    sair, parar, pare, parem, cancelar, descadastrar, remover, nao quero, nao quero mais, me tire da lista
""")
REVOKE = ENGLISH | SPANISH | PORTUGUESE
"""As the whole message, any of these is an opt-out."""

TYPOS = _listed("""
    sotp, stpo, stopp, sstop, stoop, tsop, unsubscibe, unsuscribe, unsubcribe, unsubscrib, cancle, cancell, canel,
    vaja, bajja, baaja, abja, bjaa, cancelr, canclar, prara, descadastar
""")
"""Slips of the finger, listed one by one: `shop` is a letter from `stop`, too."""

HARMLESS_INSIDE = frozenset({"para"})
"""Says stop alone; inside a Spanish or Portuguese sentence it is the preposition in every other one."""

HELP = _listed("help, info, ayuda, ajuda")
REJOIN = _listed("start, unstop")

COURTESY = re.compile(
    r"\b(por favor|porfavor|porfa|please|pls|plz|thank you|thanks|muchas gracias|gracias|obrigad[oa]|ya|now|"
    r"hola|hello|hi|ola|oi)\b"
)
"""Said around a word, they change nothing."""

_LISTS = r"(lista|base|registros?|agenda|contactos|datos|cadastro|contatos)"
_PHRASES = (
    # English
    r"(do not|dont|never|no longer) (ever )?(call|text|message|contact|write|email|ring|phone|bother|send)",
    r"stop (calling|texting|messaging|contacting|sending|writing|bothering|ringing|harassing|spamming)",
    r"stop (these|this|the|all|your) (calls?|texts?|messages?|sms|spam|ads)",
    r"no more (calls|texts|messages|sms|spam|ads)",
    r"(take|remove|delete) (me|my number|this number) (off|from|out)",
    r"(want|wish|like) to (stop|unsubscribe|opt out|be removed)",
    r"(opt|leave) me (out|alone)",
    r"unsubscribe me",
    r"lose my number",
    # Spanish
    r"no (me|nos) (vuelva[ns]? a )?(llam|envi|mand|contact|molest)(e|es|en|eis|ar)\b",  # not "no me llamaron"
    r"no (me|nos) (vuelva[ns]? a )?escrib(a|as|an|ais|ir)\b",
    r"(no quiero|no deseo|no quisiera) (que (me|nos)|recibir|mas|seguir|ser contactad)",
    r"(deja|deje|dejen|dejad|para|pare|paren) (ya )?de (llamar|escribir|mandar|enviar|molestar|contactar)\w*",
    r"no mas (mensajes?|llamadas?|sms|whatsapps?|publicidad|spam|correos?)",
    r"no (llamar|escribir|llamen|escriban|llame|escriba|contactar) mas",
    rf"(quit|borr|sac|elimin)(ar|a|e|en|ad)(me|nos|lo)\b.*\b{_LISTS}",
    r"(borr|quit|elimin)\w* (mi|este) (numero|telefono|contacto)",
    r"(quiero|deseo|quisiera|solicito|pido) (que me den de|la|darme de|dar de) baja(?! (el|la|del?|mi|un|este)\b)",
    rf"baja de (la|su|esta|sus) ({_LISTS[1:-1]}|mensajes|llamadas|envios|comunicaciones)",
    r"(denme|dame|deme) de baja(?! (el|la|del?|mi|un|este)\b)",
    # Portuguese
    r"nao (me |nos )?(ligu|mand|envi|contat|cham|perturb|incomod)(e|em)\b",
    r"nao (me |nos )?(liga|ligar|manda|mandar|enviar|escreva|escrevam|escrever|chama)\b",
    r"(para|pare|parem) de (me )?(ligar|mandar|enviar|escrever|chamar|incomodar|perturbar)",
    r"nao quero (mais |que )?(receber|mensage\w*|ligac\w*|contato|me lig\w*)",
    r"chega de (mensagens|ligacoes|propaganda)",
    rf"(tir|remov|exclu|apag)\w* .*\b{_LISTS}",
)
PHRASES = re.compile("|".join(rf"\b(?:{one})" for one in _PHRASES))
"""Inside a message, each of these says stop."""

CIRCUMSTANCE = re.compile(
    r"\b("
    r"trabajo|oficina|noches?|tardes?|mananas?|hoy|ahora|antes|despues|entre|hasta|fin(es)? de semana|"
    r"lunes|martes|miercoles|jueves|viernes|sabados?|domingos?|"
    r"work|office|nights?|evenings?|mornings?|today|tomorrow|before|after|until|this week|right now|weekends?|"
    r"(mon|tues|wednes|thurs|fri|satur|sun)days?|"
    r"trabalho|escritorio|noite|manha|amanha|hoje|agora|depois|ate|segunda|terca|quarta|quinta|sexta|"
    r"a las? \d+|as \d+|at \d+"
    r")\b"
)
"""A place or time beside a phrase: perhaps only then and there. A person has to read it."""

EXCEPTIONS = re.compile(
    r"\bcancel\w*\b.*\b"
    r"(deudas?|cuotas?|facturas?|pagos?|prestamos?|saldo|divida|parcela|boleto|fatura|debt|invoice"
    r"|citas?|appointment)\b"
    r"|\bya (lo |la )?cancele\b|\b(he|hemos) cancelado\b"
    r"|\bdar de baja (el|la|los|las|mi|mis|un|una|este|esta)\b"
)
"""To cancel is to pay off in Peru, Chile and Colombia; ending a service or a date is not ending messages."""
