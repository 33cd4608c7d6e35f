"""Is it said in words when a step is due?"""

import pytest

from cadence.campaign.when import when_due
from cadence.languages import LANGUAGES, Language
from tests.unit.campaign.samples import read

FILE = """
promised: pay_on
cadence:
  - {step: one, call: desk}
  - {step: two, sms: Hello, after: 2 days}
  - {step: three, sms: Hello, after: {otherwise: 1 day, left: 2 days, busy: 90 minutes, skipped: at once}}
  - {step: four, sms: Hello, before: {field: day, by: 1 day}}
  - {step: five, sms: Hello, after: {field: pay_on, by: 1 day}}
  - step: six
    sms: Hello
    after: {field: pay_on, by: at once}
    until: {weekday: [tue, thu], hours: "10:00-12:00, 16:00-17:00"}
  - {step: seven, task: Look, after: 1 hour, until: {day: "15, last, 1-2", hours: "20:00-24:00"}}
  - {step: rest, wait: 1 day, after: {left: 1 hour}}
"""
CAMPAIGN = read(FILE)


@pytest.mark.parametrize(
    ("step", "language", "words"),
    [
        ("one", "en", "at the enrolment"),
        ("one", "es", "al entrar en la campaña"),
        ("two", "en", "2 days after the step before"),
        ("two", "pt", "2 dias depois do passo anterior"),
        (
            "three",
            "en",
            "90 minutes if busy, 2 days if it left, at once if it was skipped, 1 day otherwise, after the step before",
        ),
        (
            "three",
            "es",
            (
                "90 minutos si busy, 2 días si salió, en el acto si se omitió, 1 día en los demás casos, después del "
                "paso anterior"
            ),
        ),
        ("four", "en", "1 day before the date in day"),
        ("five", "en", "1 day after the date in pay_on (promised to an agent)"),
        ("five", "es", "1 día después de la fecha de pay_on (prometida a un agente)"),
        (
            "six",
            "en",
            "on the date in pay_on (promised to an agent), then in the next opening: Tue, Thu 10:00-12:00, 16:00-17:00",
        ),
        (
            "seven",
            "en",
            "1 hour after the step before, then in the next opening: day 1, 2, 15, last of the month 20:00-24:00",
        ),
        (
            "seven",
            "es",
            (
                "1 hora después del paso anterior, y entonces en el siguiente horario: día 1, 2, 15, último del mes "
                "20:00-24:00"
            ),
        ),
        ("rest", "en", "1 hour if it left, after the step before, and then 1 day of waiting"),
    ],
)
def test_each_form_is_said(step: str, language: Language, words: str) -> None:
    """What `preview` and `lead` show."""
    assert when_due(CAMPAIGN, CAMPAIGN.step_named(step), language) == words


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_is_said_in_every_language(language: Language) -> None:
    """A sentence that is missing raises here."""
    assert all(when_due(CAMPAIGN, step, language) for step in CAMPAIGN.cadence)
