"""
Which columns of a list look like ours but are not read as such? Pure: judged by their headers and their cells.

Only a no is taken from such a column: one that looks like a consent and says no, or like an opt-out and says yes,
closes what it names. For everything else the command prints the `--map` that would use the column.
"""

import re
from collections.abc import Iterator, Sequence

from cadence.domain.channels import CONTACT_CHANNELS, ChannelKind, descriptor_of
from cadence.leads.lists.consents import ConsentWord, word_of
from cadence.leads.lists.headers import Columns
from cadence.leads.lists.words import fold, spaced
from cadence.leads.phone import Unfit, read_number
from cadence.leads.phone.prefixes import read_prefix

CHANNEL = tuple(
    (descriptor.consent_column.removeprefix("consent_"), re.compile(descriptor.header_words))
    for descriptor in sorted(
        map(descriptor_of, CONTACT_CHANNELS),
        # "message" may stand beside the name of another channel, and "phone" beside all of them.
        key=lambda descriptor: (descriptor.kind is ChannelKind.CONVERSATION, descriptor.in_segments),
    )
)
CONSENT = re.compile(
    r"opt_?in|consent|acept|aceit|autoriz|permis|permit|suscri|subscri|inscri|lopd|rgpd|gdpr|lgpd|newsletter|legitim"
)
ANY_CHANNEL = re.compile(r"opt_?in|consent|lopd|rgpd|gdpr|lgpd|newsletter|public|comunic|marketing|promo")
"""Words that make a consent without a channel one for contacting: a driving licence is a permission, too."""
OPT_OUT = re.compile(
    r"opt(ed)?_?out|(^|_)(?<!planta_)(?<!temporada_)bajas?(_|$)|unsub|robinson|(^|_)no_(llam|contact|molest|envi|call|text)"
    r"|do_not|(^|_)dnc(_|$)|descadast|(^|_)nao_(lig|pert|contat)|black_?list|lista_negra|stop_?list|revoc|revog|suppress"
    r"|exclui|excluded|blocked|bloquead|^stop$"
)
STATUS = re.compile(r"(^|_)(estado|estatus|status|situacion|situacao|disposicion|disposition)(_|$)")
OUT = frozenset(
    {"baja", "de_baja", "dado_de_baja", "dada_de_baja", "dnc", "opt_out", "optout", "opted_out", "unsubscribed"}
    | {"do_not_call", "do_not_contact", "no_contactar", "no_llamar", "no_molestar", "robinson", "lista_robinson"}
    | {"stop", "revocado", "descadastrado", "nao_contatar", "nao_perturbe", "blacklist", "lista_negra"}
)
"""Values of a status column for people who opted out, folded."""
FORBIDDEN = frozenset({"do_not_allow", "not_allowed", "no_permitir", "no_permitido", "nao_permitir"})
"""What a CRM writes in a column such as "Do not allow phone calls", folded; the other value is "allow"."""
DATE = re.compile(r"fecha|date|data(_|$)|(^|_)at(_|$)|when|cuando")
SOURCE = re.compile(r"origen|origem|source|fuente|fonte|procedencia|canal")
OTHERS = (
    ("id", re.compile(r"(^|_)(id|identificador|codigo|ref|referencia|expediente|dni|nif|cuit|cpf|rut)(_|$)")),
    ("country", re.compile(r"(^|_)(pais|country|nation|nacion)(_|$)")),
    ("region", re.compile(r"(^|_)(provincia|estado|state|region|comunidad|departamento|province|uf)(_|$)")),
    ("timezone", re.compile(r"(^|_)(timezone|time_zone|zona_horaria|huso|fuso|tz|gmt|utc)(_|$)")),
    ("segment", re.compile(r"(^|_)(segmento?|segment|franja)(_|$)")),
    ("score", re.compile(r"(^|_)(score|puntuacion|puntaje|prioridad|priority|scoring)(_|$)")),
    ("name", re.compile(r"(^|_)(nombre|name|nome|apellidos?|cliente|contacto)(_|$)")),
)
PREFIX = re.compile(
    r"(^|_)(prefijo|prefixo|prefix|ddi|dial|dialling|dialing|calling|indicativo|isd|phonecode)(_|$)"
    r"|(code|codigo|cod)_(de_)?(pais|country|phone|tel|movil)|(pais|country|phone|tel)_(code|codigo|cod)"
    r"|(^|_)(cc|pref|pfx|idd|lada|discado|marcacion|marcado|dialcode|intl|internacional|international|pais|country)(_|$)"
)
COUNTED = re.compile(
    r"(^|_)(edad|idade|age|anos|cantidad|qty|quantity|unidades|puntos|points|dias|days|horas|hours)(_|$)"
)
"""Columns of figures that are not prefixes, although each figure could be the prefix of the number in its row."""
ALL_CHANNELS = tuple(f"opt_out_{channel}" for channel, _ in CHANNEL)
MOST = 0.8
"""So large a part of the cells must be phone numbers for a column of them."""
ONE_DIGIT = 9
"""So short a prefix, 1 or 7, may be a number of anything."""
LOCAL = re.compile(r"\D{0,2}(?!\+|00)\d")


def lookalikes(columns: Columns, sample: Sequence[Sequence[str]], region: str) -> Iterator[str]:
    """Yield what to do about each column that looks like ours, in the order of the list. `sample` are some rows."""
    taken, phones = set(columns.fields), len(columns.phones)
    for place in sorted(columns.unread.values()):
        header = columns.headers[place]
        if numbers_in(place, sample, region) >= MOST:
            phones += 1
            yield f'"{header}" holds phone numbers and is not used: --map "phone{phones}={header}"'
        elif (ours := _looks_like(spaced(header))) and ours not in taken:
            taken.add(ours)
            yield f'"{header}" looks like {ours} and is not read as such: --map "{ours}={header}"'


def looks_like_ids(columns: Columns) -> int | None:
    """Return the column that looks like ids and is not read, None when there is none or the list has its ids."""
    if "id" in columns.fields:
        return None
    named = ((place, _looks_like(spaced(columns.headers[place]))) for place in columns.unread.values())
    return next((place for place, ours in named if ours == "id"), None)


def numbers_in(place: int, sample: Sequence[Sequence[str]], region: str) -> float:
    """Return which part of the cells of a column are phone numbers; empty ones do not count."""
    cells = [row[place] for row in sample if place < len(row) and row[place].strip()]
    good = sum(not isinstance(read_number(cell, region), Unfit) for cell in cells)
    return good / len(cells) if cells else 0.0


def unknown_prefix(columns: Columns, sample: Sequence[Sequence[str]], region: str) -> str:
    """
    Return the header of a column that seems to hold dialling prefixes and is not used, "" when there is none.

    It is found by its header, by + or 00 in each cell, or because each number fits the country that the cell means, and
    this is not always `region`. Only where numbers need one: a list whose numbers all begin with + has no use for it.
    """
    if {"dial_code", "country_code"} & set(columns.fields) or not any(
        LOCAL.match(row[place]) for row in sample for place in columns.phones
    ):
        return ""
    for place in columns.unread.values():
        rows = [row for row in sample if row[place].strip()]
        cells = [row[place].strip() for row in rows]
        if not cells or not all(read_prefix(cell) for cell in cells):
            continue
        name = spaced(columns.headers[place])
        if PREFIX.search(name) or all(cell.startswith(("+", "00")) for cell in cells):
            return columns.headers[place]
        if not COUNTED.search(name) and _fits_numbers(columns, rows, place, region):
            return columns.headers[place]
    return ""


def _fits_numbers(columns: Columns, rows: Sequence[Sequence[str]], place: int, region: str) -> bool:
    """Tell whether each local number is one of the country that this column means, and not all are of `region`."""
    beside = [
        (prefix, row[phone])
        for row in rows
        for phone in columns.phones
        if LOCAL.match(row[phone]) and (prefix := read_prefix(row[place]))
    ]
    abroad = any(prefix.region != region and prefix.code > ONE_DIGIT for prefix, _ in beside)
    return abroad and all(not isinstance(read_number(text, prefix.region), Unfit) for prefix, text in beside)


def doubtful_columns(columns: Columns) -> dict[int, tuple[str, ...]]:
    """Return the columns that may hold a no although they are not read, and which columns of ours say the same."""
    doubtful = {}
    for place in columns.unread.values():
        name = spaced(columns.headers[place])
        channel, about = _channel(name), not (DATE.search(name) or SOURCE.search(name))
        if OPT_OUT.search(name) or (about and CONSENT.search(name) and (channel or ANY_CHANNEL.search(name))):
            doubtful[place] = (f"opt_out_{channel}",) if channel else ALL_CHANNELS
        elif STATUS.search(name):
            doubtful[place] = ALL_CHANNELS
    return doubtful


def says_no(name: str, cell: str) -> bool:
    """Tell whether a cell of such a column is a no: a status, a no to a consent, or a yes to an opt-out."""
    header = spaced(name)
    if OPT_OUT.search(header):
        return word_of(cell) is ConsentWord.YES or fold(cell) in OUT or fold(cell) in FORBIDDEN
    return fold(cell) in OUT if STATUS.search(header) else word_of(cell) is ConsentWord.NO


def _looks_like(name: str) -> str:
    """Return our name for what a column looks like, "" for nothing of ours."""
    if OPT_OUT.search(name):
        return f"opt_out_{_channel(name)}" if _channel(name) else "opt_out"
    if CONSENT.search(name) and DATE.search(name):
        return "consent_at"
    if SOURCE.search(name):
        return "consent_source"
    if CONSENT.search(name):
        return f"consent_{_channel(name) or 'sms'}"
    return next((ours for ours, form in OTHERS if form.search(name)), "")


def _channel(name: str) -> str:
    return next((channel for channel, form in CHANNEL if form.search(name)), "")
