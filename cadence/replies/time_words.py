"""How do people name times? Pure: data only, English, Spanish and Portuguese, without case and accents."""

import re


def _numbered(rows: str, start: int) -> dict[str, int]:
    """Return each word of a row with the row's number."""
    return {word: number for number, row in enumerate(rows.strip().splitlines(), start) for word in row.split()}


WEEKDAYS = _numbered(
    """
    lunes monday mon segunda
    martes tuesday tue tues terca
    miercoles wednesday wed quarta
    jueves thursday thu thur thurs quinta
    viernes friday fri sexta
    sabado saturday sat
    domingo sunday sun
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
AHEAD = {"hoy": 0, "today": 0, "hoje": 0, "hj": 0, "manana": 1, "tomorrow": 1, "tomorow": 1, "tmrw": 1, "amanha": 1}
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


MINUTES = {
    "cinco": 5, "five": 5, "diez": 10, "ten": 10, "dez": 10, "quince": 15, "fifteen": 15, "quinze": 15,
    "veinte": 20, "twenty": 20, "vinte": 20, "veinticinco": 25, "twenty five": 25, "vinte e cinco": 25,
    "treinta": 30, "thirty": 30, "trinta": 30, "cuarenta": 40, "forty": 40, "quarenta": 40,
    "cuarenta y cinco": 45, "forty five": 45, "quarenta e cinco": 45, "cincuenta": 50, "fifty": 50, "cinquenta": 50,
}  # fmt: skip
"""Minutes that follow an hour: "five thirty", "las cinco y veinte"."""

_HOURS = "|".join(sorted(COUNTS.keys() - {"un", "an", "a", "um"}, key=len, reverse=True))
_MINUTES = "|".join(sorted(MINUTES, key=len, reverse=True))
_MONTHS = "|".join(MONTHS)
_FEIRA = r"(?: feira)?"
_COUNTS = "|".join(sorted(COUNTS, key=len, reverse=True))

HALF = re.compile(
    r"\b(?:(?P<early>(?:de|por|en|a) la manana|(?:da|de|pela) manha|in the morning|this morning|esta manana)"
    r"|(?P<later>(?:de|por|en|a) la tarde|(?:da|de|a|pela) tarde|est[ae] tarde|essa tarde"
    r"|(?:in the|this) (?:afternoon|evening))"
    r"|(?P<night>(?:de|por|en|a) la noche|(?:da|de|a|pela) noite|esta (?:noche|noite)|at night|tonight))\b"
)
"""A half of the day: `early`, `later`, or the later half's `night`."""
THIS_HALF = re.compile(
    r"\b(?:esta (?:manana|tarde|noche|noite)|essa (?:tarde|noite)|this (?:morning|afternoon|evening)|tonight)\b"
)
"""A half of today."""

AFTER_NEXT = re.compile(r"\b(?:pasado manana|(?:the )?day after tomorrow|depois de amanha)\b")
NEXT_DAYS = re.compile(rf"\b(?:{'|'.join(AHEAD)})\b")
_IN_THE = "no(?= (?:proximo )?(?:sabado|domingo))"
"""Portuguese for "on": before every other word, "no" is a no."""
WEEKDAY = re.compile(
    rf"\b(?:(?:el|on|na|{_IN_THE}|este|esta|this|(?P<coming>proximo|proxima)) )*(?P<name>{'|'.join(WEEKDAYS)}){_FEIRA}"
    r"(?P<after> proximo| proxima| que viene| que vem)?\b"
)
DATE = re.compile(
    r"\b(?:(?:el|on|dia|no dia|the) )*(?P<first>\d{1,2})/(?P<second>\d{1,2})(?:/(?P<year>\d{4}|\d{2}))?(?![\d/])"
)
NAMED_DATE = re.compile(
    rf"\b(?:(?:el|on|dia|no dia|the) )*(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th|o)? (?:de |of )?(?P<month>{_MONTHS})"
    rf"|(?P<month2>{_MONTHS}) (?:the )?(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?)(?: (?:de |of )?(?P<year>20\d\d))?\b"
)
MONTH_DAY = re.compile(
    r"\b(?:(?:el dia|el|no dia|dia) (?P<day>\d{1,2})(?! ?(?:h|am|pm|[:.]))|(?:on )?the (?P<day2>\d{1,2})(?:st|nd"
    r"|rd|th))\b"
    r"(?! de (?:la|a) )"
)
"""A day of this month or the next: "el 15", "on the 15th"."""

WEEKDAY_AND_DAY = re.compile(
    rf"\b({'|'.join(WEEKDAYS)}){_FEIRA} (\d{{1,2}})(?! ?(?:h|am|pm|[:./]|st|nd|rd|th|de |of |{_MONTHS}))\b"
)
"""A weekday with its day of the month: "viernes 5"."""

IN_A_WHILE = re.compile(
    rf"\b(?:en|in|em|dentro de|daqui(?: a)?|within) (?P<count>\d{{1,3}}|media|meia|half an?|{_COUNTS})"
    r"(?P<half> and a half)? ?"
    r"(?P<unit>minut[oe]s?|mins?|horas?|hours?|hrs?|h|dias?|days?|semanas?|weeks?)\b(?P<half2> y media| e meia"
    r"| and a half)?"
)
"""A span from now: "en 2 horas", "in half an hour", "daqui a meia hora", "in an hour and a half"."""

AT_NOON = re.compile(r"\b(?:al? medio ?dia|ao meio dia|at noon|at midday)\b")
CLOCK = re.compile(
    r"(?:\b(?P<lead>a las?|sobre las?|hacia las?|las?|as|at|around|pelas)\s+)?"
    r"(?:\b(?P<past>half past|quarter past|quarter to)\s+)?"
    rf"(?<![\w:.])(?P<hour>\d{{1,2}}|{_HOURS})"
    r"(?:\s?(?P<sep>[:.h])\s?(?P<minute>\d{2})(?!\d)|\s(?:[ye]\s)?(?P<part>menos cuarto|media|meia|cuarto|quarto)\b"
    rf"|\s(?:[ye]\s)?(?P<spoken>{_MINUTES})\b)?"
    r"(?P<mark>\s?(?:hs?|hrs|horas?|o ?clock|en punto|em ponto)\b)?"
    r"(?:\s?(?P<half>am|pm)\b)?"
    r"(?![\w:])"
)
"""A time of day. Only what is marked as one counts: a preposition, a colon, an h, am or pm."""

_WALL = rf"(\d{{1,2}}|{_HOURS})(?:\s?[:.h]\s?(\d\d)|\s[ye]\s(media|meia))?\s?(?:hs?|hrs|horas?)?\s?(am|pm)?"
_THE = r"(?:las?\s|as\s|the\s)?"
BETWEEN = re.compile(
    rf"\b(?:entre|between|from|de|das|desde)\s{_THE}{_WALL}\s(?:y|and|e|a|to|till|until|hasta|as"
    rf"|ate)\s{_THE}{_WALL}(?!\w)"
)
AFTER = re.compile(
    rf"\b(?:after|despues de|a partir de|depois d[ae]s?|a partir d[ae]s?)\s{_THE}{_WALL}(?:\s(?:on|onwards?"
    rf"|en adelante|em diante))?(?!\w)"
)
BEFORE = re.compile(rf"\b(?:before|antes d[ae]s?|antes de)\s{_THE}{_WALL}(?!\w)")
"""Spans between two hours, or on one side of one. Each hour is four groups: hour, minute, half past, am or pm."""

PARTS_OF_DAY: tuple[tuple[re.Pattern[str], tuple[int, int]], ...] = (
    (
        re.compile(r"\b(?:after lunch|despues de (?:comer|almorzar|la comida|del almuerzo)|despues del almuerzo)\b"),
        (15, 18),
    ),
    (re.compile(r"\b(?:depois d[oe] almoco|apos o almoco)\b"), (14, 17)),
    (re.compile(r"\b(?:after work|despues del trabajo|depois do trabalho)\b"), (18, 20)),
    (
        re.compile(
            r"\b(?:(?:por|en|a|de) la manana|esta manana|(?:pela|de|da) manha|(?:in the|this) morning"
            r"|(?<=tomorrow )morning|(?<=day )morning)\b"
        ),
        (9, 12),
    ),
    (re.compile(r"\b(?:(?:por|en|a|de) la tarde|esta tarde)\b"), (16, 19)),
    (re.compile(r"\b(?:(?:de|a|pela|da) tarde|essa tarde)\b"), (14, 18)),
    (re.compile(r"\b(?:(?:in the|this) afternoon|(?<=tomorrow )afternoon|(?<=day )afternoon)\b"), (13, 17)),
    (re.compile(r"\b(?:(?:in the|this) evening|(?<=tomorrow )evening|(?<=day )evening)\b"), (18, 20)),
    (
        re.compile(r"\b(?:(?:por|en|a|de) la noche|esta noche|(?:de|a|pela) noite|esta noite|tonight|at night)\b"),
        (20, 21),
    ),
)
"""Parts of the day without an hour, and the hours that people mean by them."""

NOT_THEN = re.compile(
    r"\b(?:antes (?:de|das)|before|hasta|until|till|ate (?:as|a)|desde|since|ayer|anoche|yesterday|last (?:night|week)"
    r"|ontem|why|por ?que|did|said|told|called|dij\w+|llam(?:aron|aste|o)|qued(?:amos|aron|aste|o)"
    r"|(?:iba|tenia|estaba|esperaba|debia|prometi|ficar|combinar|prometer|deveri)\w*|fue|fueron|era|eram|foi|foram|ia"
    r"|iam|ficou|ficaram|would|promised|tried|intentaron|trataron|tentaram|perdi|missed|recebi|recibi|habiamos|hablamos"
    r"|dissera?m?|disse|falou|falaram|combin\w+|ligaram|ligou|ago|hace|missed|supposed|was|were|had|estuve|estaba"
    r"|esperando|waiting|atras|except|menos (?!cuarto)|excepto|exceto)\b"
)
"""Words for times at which no call is wanted: until then, or in the past."""

TIMEISH = re.compile(
    r"\b(?:\w*\d\w*|"
    + "|".join(
        sorted(
            {*WEEKDAYS, *MONTHS, *AHEAD, *MINUTES}
            | (COUNTS.keys() - {"un", "una", "an", "a", "um", "uma", "one"}) - {"may"}
        )
    )
    + r"|am|pm|mornings?|afternoons?|evenings?|nights?|noon|midday|midnight|lunch|dinner|breakfast|work|tonight"
    r"|weekends?|weekdays?|mananas?|tardes?|noches?|mediodia|medio ?dia|medianoche|madrugada|almuerzo|comer|cena|cenar"
    r"|manhas?|noites?|meio|meia|media|almoco|jantar|half|quarter|cuarto|quarto|hours?|horas?|hrs?|h|minut[oe]s?|mins?"
    r"|days?|dias?|weeks?|semanas?|months?|mes|meses|time|oclock|later|luego|despues|depois|antes|early|late|temprano"
    r"|tarde|cedo|soon|next|proxim[oa]|este|this|then|first|primera|before|after|until|till|between|from|around|since"
    r"|past|or|o|ou|entre|desde|hasta|ate|partir|sobre|hacia|pelas|menos|not|no|nao|only|solo|except|est|edt|cst|cdt"
    r"|mst|mdt|pst|pdt|et|ct|pt|gmt|utc|bst|cet|cest|ist|eastern|central|pacific|zulu|brt|punto|ponto|pronto|ahora"
    r"|agora|now|rato|pouco|while|logo|fin|fim|end|feira|findes?|feriado|holiday|seguinte|siguiente)\b"
)
"""Any word that could belong to a time. One that is left over means that the time was not understood."""

FILLER = re.compile(
    r"\b(?:el|la|los|las|a|al|at|on|the|de|del|do|da|na|em|en|in|by|os|as|mejor|better|melhor|ok|okay|vale|bien|"
    r"si|yes|sim|perfecto|perfect|perfeito|por favor|porfa|please|gracias|thanks|obrigad[oa]|hola|hello|hi|ola|oi|"
    r"puede ser|pode ser|claro|sure|y|e|and)\b"
)
"""Words around a time that ask for nothing else."""
REFUSES = re.compile(r"\b(?:not|no|nao|only|solo|so|except|excepto|exceto|menos|never|nunca|why|por ?que|did|ya|ja)\b")
"""Words in the same text as a request for a call: a person has to read it."""
