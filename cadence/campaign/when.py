"""When is a step due, in words? Pure: for previews, and for who reads what a lead waits for."""

from datetime import time, timedelta

from cadence.campaign.after import GENERAL
from cadence.campaign.parts import AfterDate
from cadence.campaign.periods import Hours
from cadence.campaign.shape import Campaign
from cadence.campaign.spans import LAST_DAY
from cadence.campaign.step_shape import Step
from cadence.campaign.until import Until
from cadence.languages import Language, add_sentences, say
from cadence.languages.sentences import span_in_words


def when_due(campaign: Campaign, step: Step, language: Language = "en") -> str:
    """Return when a step is due; of a wait, how long it is."""
    first = campaign.cadence[0].step == step.step
    base = _base(campaign, step, language, first=first)
    if step.until is not None:
        return say(language, "due-until", base=base, opening=_opening(step.until, language))
    return base if step.wait is None else say(language, "due-wait", base=base, wait=_span(step.wait, language))


def _opening(until: Until, language: Language) -> str:
    """Return the days and hours of `until`, such as "Tue 10:00-12:00"."""
    weekdays = ", ".join(say(language, "weekday", day=day + 1) for day in until.weekday)
    days = ", ".join(say(language, "due-last-day") if day == LAST_DAY else str(day) for day in _last_at_end(until.day))
    dates = say(language, "due-month-days", days=days) if days else ""
    hours = ", ".join(f"{span.opens:%H:%M}-{_closing(span)}" for span in until.hours)
    return " ".join(part for part in (weekdays, dates, hours) if part)


def _last_at_end(days: tuple[int, ...]) -> list[int]:
    return sorted(days, key=lambda day: (day == LAST_DAY, day))


def _closing(span: Hours) -> str:
    return f"{span.closes:%H:%M}" if span.closes != time() else "24:00"


def _field(campaign: Campaign, field: str, language: Language) -> str:
    """Return where a date comes from: a promise that an agent reports, an answer, or a column of the list."""
    if field == campaign.promised:
        return say(language, "due-field-promised", field=field)
    asking = next((step.step for step in campaign.cadence if step.ask is not None and step.ask.save == field), "")
    return say(language, "due-field-answer", field=field, step=asking) if asking else field


def _base(campaign: Campaign, step: Step, language: Language, *, first: bool) -> str:
    """Return what `before` and `after` say."""
    if step.before is not None:
        field = _field(campaign, step.before.field, language)
        return say(language, "due-before", span=_span(step.before.by, language), field=field)
    if isinstance(step.after, AfterDate):
        span, field = step.after.by, _field(campaign, step.after.field, language)
        if not span:
            return say(language, "due-on-date", field=field)
        return say(language, "due-after-date", span=_span(span, language), field=field)
    if isinstance(step.after, dict):
        spans = ((word, _span(step.after[word], language)) for word in sorted(step.after, key=_rank))
        each = ", ".join(_result(word, span, language) for word, span in spans)
        return say(language, "due-by-result", each=each)
    sentence = "due-enrolment" if first else "due-after"
    return say(language, sentence if step.after else f"{sentence}-at-once", span=_span(step.after, language))


def _rank(word: str) -> int:
    """Return the place of a word in a list of results: those that say most first, as they count."""
    return 1 + GENERAL.index(word) if word in GENERAL else 0


def _result(word: str, span: str, language: Language) -> str:
    if word in GENERAL:
        return say(language, f"due-result-{word}", span=span)
    return say(language, "due-result", span=span, word=word)


def _span(span: timedelta, language: Language) -> str:
    return span_in_words(round(span.total_seconds()), language) if span else say(language, "due-at-once")


add_sentences(
    en="""
due-at-once = at once
due-enrolment = { $span } after the enrolment
due-enrolment-at-once = at the enrolment
due-after = { $span } after the step before
due-after-at-once = at once after the step before
due-before = { $span } before the date in { $field }
due-after-date = { $span } after the date in { $field }
due-on-date = on the date in { $field }
due-field-promised = { $field } (promised to an agent)
due-field-answer = { $field } (the answer to the step { $step })
due-wait = { $base }, and then { $wait } of waiting
due-until = { $base }, then in the next opening: { $opening }
due-month-days = day { $days } of the month
due-last-day = last
due-by-result = { $each }, after the step before
due-result = { $span } if { $word }
due-result-left = { $span } if it left
due-result-skipped = { $span } if it was skipped
due-result-otherwise = { $span } otherwise
""",
    es="""
due-at-once = en el acto
due-enrolment = { $span } después de entrar en la campaña
due-enrolment-at-once = al entrar en la campaña
due-after = { $span } después del paso anterior
due-after-at-once = justo después del paso anterior
due-before = { $span } antes de la fecha de { $field }
due-after-date = { $span } después de la fecha de { $field }
due-on-date = en la fecha de { $field }
due-field-promised = { $field } (prometida a un agente)
due-field-answer = { $field } (la respuesta al paso { $step })
due-wait = { $base }, y después { $wait } de espera
due-until = { $base }, y entonces en el siguiente horario: { $opening }
due-month-days = día { $days } del mes
due-last-day = último
due-by-result = { $each }, después del paso anterior
due-result = { $span } si { $word }
due-result-left = { $span } si salió
due-result-skipped = { $span } si se omitió
due-result-otherwise = { $span } en los demás casos
""",
    pt="""
due-at-once = na hora
due-enrolment = { $span } depois da entrada na campanha
due-enrolment-at-once = na entrada na campanha
due-after = { $span } depois do passo anterior
due-after-at-once = logo depois do passo anterior
due-before = { $span } antes da data de { $field }
due-after-date = { $span } depois da data de { $field }
due-on-date = na data de { $field }
due-field-promised = { $field } (prometida a um atendente)
due-field-answer = { $field } (a resposta ao passo { $step })
due-wait = { $base }, e depois { $wait } de espera
due-until = { $base }, e então no próximo horário: { $opening }
due-month-days = dia { $days } do mês
due-last-day = último
due-by-result = { $each }, depois do passo anterior
due-result = { $span } se { $word }
due-result-left = { $span } se saiu
due-result-skipped = { $span } se foi pulado
due-result-otherwise = { $span } nos demais casos
""",
)
