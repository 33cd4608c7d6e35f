"""
Does a file's name say which source its list comes from? Pure.

An id means the same person in every list of one source, so the name of a list has to stay the same from one export to
the next. A name with a date, a time or a running number in it is another one each time: the same people would be new
people, without their stops and consents, and would be contacted again. Such a name is never taken without asking.
"""

import re
import unicodedata
from dataclasses import dataclass

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december", "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "setiembre",
    "octubre", "noviembre", "diciembre", "janeiro", "fevereiro", "marco", "maio", "junho", "julho", "setembro",
    "outubro", "novembro", "dezembro",
)  # fmt: skip
"""Months in English, Spanish and Portuguese, without accents."""
SHORT_MONTHS = frozenset({month[:3] for month in MONTHS} | {"sept"})
DAYS = (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "lunes", "martes", "miercoles",
    "jueves", "viernes", "sabado", "domingo", "today", "yesterday", "tomorrow", "hoy", "ayer", "manana", "hoje",
    "ontem", "amanha",
)  # fmt: skip
RUNNING = frozenset({
    "export", "exports", "exportacion", "exportacao", "exported", "import", "report", "reporte", "informe", "extract",
    "list", "lista", "listado", "leads", "lead", "contacts", "contact", "contactos", "contatos", "people", "personas",
    "clients", "clientes", "customers", "data", "datos", "dados", "base", "file", "archivo", "arquivo", "fichero",
    "download", "descarga", "upload", "carga", "query", "consulta", "results", "resultados", "output", "dump", "csv",
    "batch", "lote", "part", "parte", "page", "pagina", "tanda", "wave", "oleada", "onda", "run", "version", "week",
    "semana", "sem", "day", "dia", "quarter", "trimestre", "book", "libro", "sheet", "hoja", "final", "update",
})  # fmt: skip
"""Words that name any file: a number written into one of them counts files (`leads2`), and is no part of a name."""
NAMING = frozenset({
    "level", "nivel", "zone", "zona", "area", "region", "sector", "district", "distrito", "team", "equipo", "equipe",
    "group", "grupo", "type", "tipo", "tier", "class", "clase", "grade", "floor", "planta", "radio", "canal",
    "channel", "form", "plan", "store", "tienda", "loja", "office", "oficina", "branch", "sucursal", "agencia",
})  # fmt: skip
"""Words that a small number belongs to as a name (`level-3`, `zona 12`): it does not change with the next export."""
SINGLE = frozenset({"v", "q", "w", "kw", "wk"})
"""Short for version, quarter and week, where a number follows at once."""
COPIES = frozenset({"copy", "copia"})
PARTS = re.compile(r"[^\W\d_]+|\d+")
COUNTED = re.compile(r"\(\s*\d+\s*\)|\[\s*\d+\s*\]|#\s*\d+")
CLOCK = re.compile(r"(?<!\d)\d{1,2}h\d{2}(?!\d)|(?<=\d)t\d{4,6}z?(?![a-z\d])")
"""A time of day within a name: 10h30, 20261129T0900."""
MIXED = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<![^\W_])(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,}(?![^\W_])"
)
"""Something like a part of a UUID or a hash: exports carry them."""
ORDINAL = frozenset({"st", "nd", "rd", "th"})
LONGEST = 100


@dataclass(frozen=True, slots=True)
class _Token:
    """A run of letters, or of digits, of a folded name."""

    text: str
    start: int
    end: int
    glued_before: bool  # nothing stands between it and the run before it
    glued_after: bool

    @property
    def digits(self) -> bool:
        return self.text.isdigit()

    @property
    def alone(self) -> bool:
        return not (self.glued_before or self.glued_after)


def says_when(name: str) -> bool:
    """
    Tell whether a name has a date, a time or a running number in it, so that the next export has another one.

    A digit that belongs to a word (`b2b`, `madrid2`, `crm365`) or to a name (`level-3`) does not count; a number on its
    own (`export-29`, `crm 2`), a year, and one written into a word for any file (`leads2`) do. In doubt it does: asking
    costs one option, and not asking contacts people twice.
    """
    return bool(_changing(_fold(name)))


def without_when(name: str) -> str:
    """Return what stays the same of such a name, "" if nothing does: what to propose as the name of the source."""
    folded = _fold(name)
    changing = _changing(folded)
    kept = "".join(
        " " if any(start <= place < end for start, end in changing) else char for place, char in enumerate(folded)
    )
    words = [word for word in re.findall(r"[\w&+]+", kept.replace("_", " ")) if word not in COPIES | {"of", "de"}]
    while words and words[-1] in {"to", "al", "a", "from", "del", "until", "hasta"}:
        words.pop()
    return "-".join(words)


def wrong_name(name: str) -> str:
    """Return why a list cannot be called so, "" when it can."""
    if not name.strip() or len(name) > LONGEST:
        return f"expected a name of 1 to {LONGEST} characters"
    if name != name.strip() or not name.isprintable() or "/" in name:
        return "expected a name in one line, without / and without spaces around it"
    return ""


def _fold(name: str) -> str:
    """Return a name in small letters without accents, with plain digits."""
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return "".join(str(unicodedata.digit(char)) if char.isdigit() else char for char in plain).casefold()


def _changing(name: str) -> list[tuple[int, int]]:
    """Return the stretches of a folded name that the next export would write otherwise."""
    spans = [match.span() for match in (*COUNTED.finditer(name), *CLOCK.finditer(name), *MIXED.finditer(name))]
    tokens = _tokens(name)
    for place, token in enumerate(tokens):
        before = tokens[place - 1] if place else None
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        if _is_when(token, before, after) and not any(start <= token.start < end for start, end in spans):
            spans.append((token.start, token.end))
    return spans


def _tokens(name: str) -> list[_Token]:
    spans = [match.span() for match in PARTS.finditer(name)]
    ends, starts = {end for _, end in spans}, {start for start, _ in spans}
    return [_Token(name[start:end], start, end, start in ends, end in starts) for start, end in spans]


def _is_when(token: _Token, before: _Token | None, after: _Token | None) -> bool:
    """Tell whether one run of letters or digits is a date, a time, a running number, or part of one."""
    near = [neighbour for neighbour in (before, after) if neighbour is not None]
    if token.digits:
        return _number_counts(token, [neighbour for neighbour in near if not neighbour.digits])
    if token.text in MONTHS or token.text in DAYS or token.text in COPIES:
        return True
    return any(neighbour.digits and _belongs(token, neighbour) for neighbour in near)


def _number_counts(number: _Token, words: list[_Token]) -> bool:
    """Tell whether a number counts something; `words` stand beside it."""
    size = len(number.text)
    if size >= 6 or _is_year(number.text) or any(_belongs(word, number) for word in words):  # noqa: PLR2004  a date, a time
        return True
    if number.alone:
        return not (size <= 2 and any(word.text in NAMING for word in words))  # noqa: PLR2004
    return any(word.text in RUNNING for word in words)


def _belongs(word: _Token, number: _Token) -> bool:
    """Tell whether a short word and the number beside it make a date, a week, a quarter or a version: 29 nov, q4."""
    if word.text in SINGLE:
        return word.end == number.start and not number.glued_after
    if word.text in ORDINAL:
        return number.end == word.start
    return word.text in SHORT_MONTHS or word.text in MONTHS


def _is_year(text: str) -> bool:
    return len(text) == 4 and text[:2] in {"19", "20"}  # noqa: PLR2004  a year of our time
