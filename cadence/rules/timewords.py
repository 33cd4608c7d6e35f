"""How do people name times? Pure: data only, English, Spanish and Portuguese, without case and accents."""

import re


def _numbered(rows: str, start: int) -> dict[str, int]:
    """Return each word of a row with the row's number."""
    return {word: number for number, row in enumerate(rows.strip().splitlines(), start) for word in row.split()}


WEEKDAYS = _numbered(
    """
    lunes monday segunda
    martes tuesday terca
    miercoles wednesday quarta
    jueves thursday quinta
    viernes friday sexta
    sabado saturday
    domingo sunday
    """,
    start=0,
)
MONTHS = _numbered(
    """
    enero january janeiro
    febrero february fevereiro
    marzo march marco
    abril april
    mayo may maio
    junio june junho
    julio july julho
    agosto august
    septiembre setiembre september setembro
    octubre october outubro
    noviembre november novembro
    diciembre december dezembro
    """,
    start=1,
)
COUNTS = _numbered(
    """
    un una an a um uma one
    dos two dois duas
    tres three
    cuatro four quatro
    cinco five
    seis six
    siete seven sete
    ocho eight oito
    nueve nine nove
    diez ten dez
    once eleven onze
    doce twelve doze
    """,
    start=1,
)
HALF_OF = frozenset({"media", "meia", "half an", "half a"})
AHEAD = {"hoy": 0, "today": 0, "hoje": 0, "manana": 1, "tomorrow": 1, "amanha": 1}
PARTS = {
    "media": 30,
    "meia": 30,
    "half past": 30,
    "cuarto": 15,
    "quarto": 15,
    "quarter past": 15,
    "menos cuarto": 45,
    "quarter to": 45,
}
"""Minutes of a spoken part of the hour."""

_HOURS = "|".join(sorted(COUNTS.keys() - {"un", "an", "a", "um"}, key=len, reverse=True))
_MONTHS = "|".join(MONTHS)

HALF = re.compile(
    r"\b(?:(?P<early>(?:de|por|en|a) la manana|(?:da|de|pela) manha|in the morning|this morning|esta manana)"
    r"|(?P<later>(?:de|por|en|a) la tarde|(?:da|de|a|pela) tarde|esta tarde|(?:in the|this) (?:afternoon|evening))"
    r"|(?P<night>(?:de|por|en|a) la noche|(?:da|de|a|pela) noite|esta noche|at night|tonight))\b"
)
"""A half of the day: `early`, `later`, or the later half's `night`."""
THIS_HALF = re.compile(r"\b(?:esta (?:manana|tarde|noche)|this (?:morning|afternoon|evening)|tonight)\b")
"""A half of today."""

AFTER_NEXT = re.compile(r"\b(?:pasado manana|(?:the )?day after tomorrow|depois de amanha)\b")
NEXT_DAYS = re.compile(rf"\b(?:{'|'.join(AHEAD)})\b")
WEEKDAY = re.compile(
    rf"\b(?:(?:el|on|na|no|este|esta|this|next|proximo|proxima) )*(?P<name>{'|'.join(WEEKDAYS)})"
    r"(?: feira)?(?: proximo| proxima| que viene| que vem)?\b"
)
DATE = re.compile(r"\b(?:(?:el|on|dia|no dia|the) )*(?P<day>\d{1,2})/(?P<month>\d{1,2})(?:/(?P<year>\d{4}|\d{2}))?\b")
NAMED_DATE = re.compile(
    rf"\b(?:(?:el|on|dia|no dia|the) )*(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:de |of )?(?P<month>{_MONTHS})"
    rf"|(?P<month2>{_MONTHS}) (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?)\b"
)

IN_A_WHILE = re.compile(
    rf"\b(?:en|in|em|dentro de|daqui a|within) (?P<count>\d{{1,3}}|media|meia|half an?|{'|'.join(COUNTS)}) ?"
    r"(?P<unit>minut[oe]s?|mins?|horas?|hours?|hrs?|h|dias?|days?|semanas?|weeks?)\b"
)
"""A span from now: "en 2 horas", "in half an hour", "daqui a meia hora"."""

AT_NOON = re.compile(r"\b(?:al? medio ?dia|ao meio dia|at noon|at midday)\b")
CLOCK = re.compile(
    r"(?:\b(?P<lead>a las?|sobre las?|hacia las?|las?|as|at|around|pelas)\s+)?"
    r"(?:\b(?P<past>half past|quarter past|quarter to)\s+)?"
    rf"(?<![\w:.])(?P<hour>\d{{1,2}}|{_HOURS})"
    r"(?:\s?(?P<sep>[:.h])\s?(?P<minute>\d{2})(?!\d)|\s(?:[ye]\s)?(?P<part>menos cuarto|media|meia|cuarto|quarto)\b)?"
    r"(?P<mark>\s?(?:hs?|hrs|horas?|o ?clock|en punto|em ponto)\b)?"
    r"(?:\s?(?P<half>am|pm)\b)?"
    r"(?![\w:])"
)
"""A time of day. Only what is marked as one counts: a preposition, a colon, an h, am or pm."""

NOT_THEN = re.compile(
    r"\b(?:antes (?:de|das)|before|hasta|until|till|ate as|"
    r"ayer|anoche|yesterday|last (?:night|week)|ontem|why|por ?que|did)\b"
)
"""What is said of times at which no call is wanted: until then, or gone by."""
