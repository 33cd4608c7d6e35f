"""How are the dates of a file said in a sentence? Pure: in each language, "the last 5 days of the month"."""

from collections.abc import Iterable

from cadence.campaign.day_notation import parse_day_set
from cadence.campaign.day_sets import LAST, Dates, DayOfMonth, Days, DaysOfMonth, EachYear
from cadence.languages import Language, add_sentences, say

PLACE_OF_LAST = 5
"""How the sentences count the last weekday of a month, after the fourth."""


def days_in_words(days: Iterable[Days], language: Language) -> str:
    """Return several sets of dates in words."""
    return ", ".join(_in_words(some, language) for some in days)


def recorded_days(texts: Iterable[object], language: Language) -> str:
    """Return the dates of a record in words; what a later version wrote, and this one cannot read, as it is."""
    return ", ".join(_recorded(str(text), language) for text in texts)


def _recorded(text: str, language: Language) -> str:
    try:
        return _in_words(parse_day_set(text), language)
    except ValueError:
        return text


def _in_words(days: Days, language: Language) -> str:
    match days:
        case Dates(first=first, last=last):
            return _range(first.isoformat(), last.isoformat(), language)
        case EachYear(first=begins, last=ends):
            first_day, last_day = (say(language, "written-day", day=day, month=month) for month, day in (begins, ends))
            return _range(first_day, last_day, language)
        case DaysOfMonth(at=at, count=count, month=month):
            return say(language, f"days-{at}-of-month", count=count, of=_of(month, language))
        case DayOfMonth(day=day):
            return say(language, "days-by-number", day=day)
    nth = PLACE_OF_LAST if days.nth == LAST else days.nth
    return say(language, "days-weekday-of-month", nth=nth, weekday=days.weekday + 1, of=_of(days.month, language))


def _range(first: str, last: str, language: Language) -> str:
    return first if first == last else say(language, "days-from-to", first=first, last=last)


def _of(month: int | None, language: Language) -> str:
    return say(language, "days-of-each-month") if month is None else say(language, "days-of-one-month", month=month)


add_sentences(
    en="""
days-from-to = { $first } to { $last }
days-of-each-month = of the month
days-of-one-month = of { month }
days-first-of-month = { $count ->
        [one] first day
       *[other] first { $count } days
    } { $of }
days-last-of-month = { $count ->
        [one] last day
       *[other] last { $count } days
    } { $of }
days-by-number = day { $day } of the month
days-weekday-of-month = { $nth ->
        [1] first
        [2] second
        [3] third
        [4] fourth
       *[5] last
    } { $weekday ->
        [1] Monday
        [2] Tuesday
        [3] Wednesday
        [4] Thursday
        [5] Friday
        [6] Saturday
       *[7] Sunday
    } { $of }
""",
    es="""
days-from-to = del { $first } al { $last }
days-of-each-month = del mes
days-of-one-month = de { month }
days-first-of-month = { $count ->
        [one] primer día
       *[other] primeros { $count } días
    } { $of }
days-last-of-month = { $count ->
        [one] último día
       *[other] últimos { $count } días
    } { $of }
days-by-number = día { $day } del mes
days-weekday-of-month = { $nth ->
        [1] primer
        [2] segundo
        [3] tercer
        [4] cuarto
       *[5] último
    } { $weekday ->
        [1] lunes
        [2] martes
        [3] miércoles
        [4] jueves
        [5] viernes
        [6] sábado
       *[7] domingo
    } { $of }
""",
    pt="""
days-from-to = de { $first } a { $last }
days-of-each-month = do mês
days-of-one-month = de { month }
days-first-of-month = { $count ->
        [one] primeiro dia
       *[other] primeiros { $count } dias
    } { $of }
days-last-of-month = { $count ->
        [one] último dia
       *[other] últimos { $count } dias
    } { $of }
days-by-number = dia { $day } do mês
days-weekday-of-month = { $weekday ->
        [6] { $nth ->
            [1] primeiro
            [2] segundo
            [3] terceiro
            [4] quarto
           *[5] último
        } sábado
        [7] { $nth ->
            [1] primeiro
            [2] segundo
            [3] terceiro
            [4] quarto
           *[5] último
        } domingo
       *[other] { $nth ->
            [1] primeira
            [2] segunda
            [3] terceira
            [4] quarta
           *[5] última
        } { $weekday ->
            [1] segunda-feira
            [2] terça-feira
            [3] quarta-feira
            [4] quinta-feira
           *[5] sexta-feira
        }
    } { $of }
""",
)
