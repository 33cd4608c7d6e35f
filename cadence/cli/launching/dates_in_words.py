"""On which dates does a campaign work, and on which does something else hold? Pure: a line for each, for people."""

from collections.abc import Iterator

from cadence.campaign import Campaign
from cadence.campaign.day_words import days_in_words
from cadence.languages import Language, add_sentences, say


def date_lines(campaign: Campaign, language: Language = "en") -> Iterator[str]:
    """Yield what the file says of dates: its first and last day, seasons, own days, other hours and limits."""
    if campaign.seasons:
        seasons = days_in_words([season.days for season in campaign.seasons], language)
        yield say(language, "dates-seasons", dates=seasons)
    elif campaign.start is not None:
        yield say(language, "dates-start", day=campaign.start.isoformat())
    if not campaign.seasons and campaign.end is not None:
        yield say(language, "dates-end", day=campaign.end.isoformat())
    for sentence, days in (("dates-closed", campaign.closed), ("dates-open", campaign.open)):
        if days:
            yield say(language, sentence, dates=days_in_words(days, language))
    hours = (days_in_words(window.dates, language) for window in campaign.windows if window.dates)
    for dates in dict.fromkeys(hours):  # windows of several segments may share their dates
        yield say(language, "dates-hours", dates=dates)
    for limit in campaign.limits:
        if limit.dates:
            yield say(language, "dates-limit", max=limit.max, dates=days_in_words(limit.dates, language))


add_sentences(
    en="""
plan-dates = dates
dates-seasons = it works in these seasons, and waits between them: { $dates }
dates-start = its first day is { $day }
dates-end = its last day is { $day }
dates-closed = nothing is sent on these days: { $dates }
dates-open = public holidays do not count on these days: { $dates }
dates-hours = other hours on these days: { $dates }
dates-limit = a limit of { $max ->
        [one] { $max } touch
       *[other] { $max } touches
    } binds on these days: { $dates }
""",
    es="""
plan-dates = fechas
dates-seasons = funciona en estas temporadas y espera entre ellas: { $dates }
dates-start = su primer día es el { $day }
dates-end = su último día es el { $day }
dates-closed = no se envía nada en estos días: { $dates }
dates-open = los festivos no cuentan en estos días: { $dates }
dates-hours = otro horario en estos días: { $dates }
dates-limit = un límite de { $max ->
        [one] { $max } contacto
       *[other] { $max } contactos
    } rige en estos días: { $dates }
""",
    pt="""
plan-dates = datas
dates-seasons = funciona nestas temporadas e espera entre elas: { $dates }
dates-start = o primeiro dia é { $day }
dates-end = o último dia é { $day }
dates-closed = nada é enviado nestes dias: { $dates }
dates-open = os feriados não contam nestes dias: { $dates }
dates-hours = outro horário nestes dias: { $dates }
dates-limit = um limite de { $max ->
        [one] { $max } contato
       *[other] { $max } contatos
    } vale nestes dias: { $dates }
""",
)
