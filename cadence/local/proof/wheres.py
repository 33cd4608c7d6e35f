"""
Of whom is a condition of the file true? Pure, and naive on purpose: read from the YAML, asked of the list's columns.

It knows words, numbers and whether there is a value. What changes while a campaign runs, and dates, it does not judge.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from decimal import Decimal

from cadence.local.proof.record import OurLead
from cadence.local.proof.tree import items, mapping, word

Answer = bool | None
"""None: it is not known of this person."""
FIELDS = ("segment", "score", "account", "country", "region", "name")
LEDGER = ("consent", "touches", "hours_since")
"""Keys that ask what has happened so far."""
LANGUAGE = ("language", "idioma", "lengua", "lang", "lingua")
LANGUAGES = {
    "es": "es spanish espanol castellano castilian esp spa",
    "en": "en english ingles eng",
    "pt": "pt portuguese portugues por",
    "ca": "ca catalan catala catalao cat",
    "fr": "fr french frances francais fra fre",
    "it": "it italian italiano ita",
    "de": "de german aleman alemao deutsch deu ger",
}
NO_VALUE = re.compile(
    r"#?err:\d{3}|#(?:rounded|novalue|nodate|merged)!.*|#(?:n/[ad]!?|n/disp|div/0!|name\?|nombre\?|nome\?"
    r"|(?:getting|obteniendo|obtendo)(?:data|datos|dados)|(?:value|valor|ref|null|nulo|num|erro|error|spill|derrame"
    r"|desbordamiento|despejar|calc|calculo|field|campo|busy|ocupado|connect|conectar|conexion|blocked|bloqueado"
    r"|external|timeout|unknown|desconocido|desconhecido|python)!)"
)
"""A spreadsheet's error where a value should be."""
CURRENCY = r"(?:€|£|s/\.?|(?:us|r|mx|ar|clp|cop)?\$|euros?|eur|usd|gbp|mxn|ars|clp|cop|pen|brl|%)"
AMOUNT = re.compile(rf"{CURRENCY}?\s*([+-]?)\s*{CURRENCY}?\s*(.*?)\s*{CURRENCY}?")


def plain_word(text: str) -> str:
    """Return a word as people compare it: without case, accents and spaces."""
    letters = unicodedata.normalize("NFKD", text).casefold()
    return "".join(
        letter for letter in letters if not (unicodedata.combining(letter) or letter.isspace() or letter == "_")
    )


def not_judged(condition: object, saved: frozenset[str] = frozenset()) -> Iterator[str]:
    """Yield what a condition asks that the proof does not judge; `saved` are columns that answers are kept in."""
    for key, value in mapping(condition, "a condition").items():
        if key in {"any", "all"} and isinstance(value, list):
            for part in value:
                yield from not_judged(part, saved)
        elif key in {"any", "all", "not", "columns"}:
            yield from not_judged(value, saved) if key != "columns" else _of_columns(value, saved)
        elif key in LEDGER:
            yield key
        else:
            yield from _of_columns({key: value}, saved)


def _of_columns(columns: object, saved: frozenset[str]) -> Iterator[str]:
    for name, condition in mapping(columns, "columns").items():
        if _column(name) in map(_column, saved):
            yield f"the answer kept as {name}"
        elif isinstance(condition, dict) and {"before", "after"} & set(condition):
            yield "dates"


def true_of(condition: object, lead: OurLead) -> Answer:
    """Return whether a condition is true of a person."""
    return _all(_answers(mapping(condition, "a condition"), lead))


def _answers(condition: dict[str, object], lead: OurLead) -> Iterator[Answer]:
    """Yield what each key says."""
    for key, value in condition.items():
        if key == "any":
            parts = value if isinstance(value, list) else [{name: of} for name, of in mapping(value, "any").items()]
            yield _not(_all(_not(true_of(part, lead)) for part in parts))
        elif key == "all":
            yield _all(true_of(part, lead) for part in (value if isinstance(value, list) else [value]))
        elif key == "not":
            yield _not(true_of(value, lead))
        elif key == "columns":
            yield _all(_asked(name, condition, lead) for name, condition in mapping(value, key).items())
        else:
            yield _asked(key, value, lead)


def _all(answers: Iterable[Answer]) -> Answer:
    known = list(answers)
    return False if False in known else None if None in known else True


def _not(answer: Answer) -> Answer:
    return None if answer is None else not answer


def _asked(name: str, condition: object, lead: OurLead) -> Answer:
    """Return whether a value is what is asked for: a word, one of several, or comparisons that must all be true."""
    column = _column(name)
    text = _cell(column, lead)
    if isinstance(condition, dict):
        return _all(_compared(text, comparison, word(operand)) for comparison, operand in condition.items())
    if text is None:
        return None
    wanted = [word(item) for item in items(condition)] if isinstance(condition, list) else [word(condition)]
    spelled = _language if column == LANGUAGE[0] else plain_word
    return spelled(text) in {spelled(value) for value in wanted}


def _column(name: str) -> str:
    """Return the name of a column as lists have it: small letters, one underscore for everything else."""
    letters = unicodedata.normalize("NFKD", name).casefold()
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[\W_]+", "_", bare).strip("_")


def _cell(column: str, lead: OurLead) -> str | None:
    """Return what is written of a person; None where nothing is, or a spreadsheet's error."""
    named = LANGUAGE if column == LANGUAGE[0] else (column,)
    texts = (lead.attributes[name] for name in named if name in lead.attributes)
    text = str(getattr(lead, column)) if column in FIELDS else next(texts, "")
    error = NO_VALUE.fullmatch(plain_word(text).replace("¡", "").replace("¿", ""))
    return None if error or not text.strip() else text


def _language(text: str) -> str:
    spelled = plain_word(text)
    codes = [code for code, names in LANGUAGES.items() if spelled in names.split()]
    return codes[0] if codes else spelled.split("-")[0]


def _compared(text: str | None, comparison: str, operand: str) -> Answer:
    if comparison == "is":
        return (text is not None) == (operand.casefold() == "known")
    value, bound = number(text or ""), number(operand)
    if bound is None:
        raise ValueError(f"the proof cannot read {operand!r} as a number")
    if value is None:
        return None
    order = {"at_least": value >= bound, "at_most": value <= bound, "above": value > bound, "below": value < bound}
    if comparison not in order:
        raise ValueError(f"the proof does not know the comparison {comparison!r}")
    return order[comparison]


def number(text: str) -> Decimal | None:
    """Return the number that people write so: "59,02 €", "1.200", "-3". None for what is none, or may be several."""
    amount = AMOUNT.fullmatch(text.casefold().replace("\N{MINUS SIGN}", "-").strip())
    if amount is None:
        return None
    sign, digits = -1 if amount[1] == "-" else 1, re.sub(r"[\s\N{RIGHT SINGLE QUOTATION MARK}]", "'", amount[2])
    if not re.fullmatch(r"[0-9][0-9.,']*", digits):
        return None
    if re.fullmatch(r"[1-9]\d{0,2}([.,'])\d{3}(\1\d{3})*", digits):
        return sign * Decimal(re.sub(r"\D", "", digits))
    grouped = re.fullmatch(r"(\d{1,3}(?:([.,'])\d{3})(?:\2\d{3})*)(?!\2)[.,](\d{1,9})", digits)
    if grouped:
        return sign * Decimal(re.sub(r"\D", "", grouped[1]) + "." + grouped[3])
    plain = re.fullmatch(r"(\d{1,15})(?:[.,](\d{1,9}))?", digits)
    return sign * Decimal(f"{plain[1]}.{plain[2] or 0}") if plain else None
