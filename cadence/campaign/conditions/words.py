"""What does a condition say, in words? Pure: in each language, for previews, plans and the story of a lead."""

from collections.abc import Sequence
from decimal import Decimal
from typing import assert_never

from cadence.campaign.conditions.parsed import (
    CONTACTED,
    ENROLLED,
    FIELDS,
    LANGUAGE,
    All,
    AnyOf,
    Condition,
    Happened,
    HasConsent,
    HoursSince,
    IsDate,
    IsKnown,
    IsNumber,
    IsOneOf,
    Leaf,
    Not,
    TouchCount,
    Where,
)
from cadence.domain import REPLIED
from cadence.domain.channels import descriptor_of
from cadence.languages import Language, add_sentences, say
from cadence.languages.sentences import sentence_id

OWN_EVENTS = frozenset({ENROLLED, CONTACTED, REPLIED})
"""Events that have a sentence of their own; the others are shown as the file writes them."""


def in_words(where: Where, language: Language = "en") -> str:
    """Return a condition as a clause, such as "plan is premium and age is at least 18"."""
    return _words(where.holds, language)


def joined(words: Sequence[str], language: Language, by: str = "and") -> str:
    """Return words joined by "and" or "or"."""
    first, *others = words
    for word in others:
        first = say(language, f"condition-{by}", first=first, second=word)
    return first


def _words(condition: Condition, language: Language) -> str:
    match condition:
        case All(of=parts):
            return joined([_grouped(part, language, AnyOf) for part in parts], language)
        case AnyOf(of=parts):
            return joined([_grouped(part, language, All) for part in parts], language, "or")
        case Not(of=part):
            return say(language, "condition-not", condition=_words(part, language))
        case _:
            return _leaf(condition, language)


def _grouped(part: Condition, language: Language, other: type[All | AnyOf]) -> str:
    """Return a part, in brackets where it would be read otherwise without them."""
    words = _words(part, language)
    return f"({words})" if isinstance(part, other) else words


def _leaf(leaf: Leaf, language: Language) -> str:  # noqa: PLR0911  one for each kind
    match leaf:
        case IsOneOf(subject=subject, values=values):
            return say(
                language,
                "condition-is",
                subject=subject_in_words(subject, language),
                value=joined(values, language, "or"),
            )
        case IsNumber(subject=subject, comparison=comparison, number=number):
            sentence = sentence_id("condition", comparison.replace("_", "-"))
            return say(language, sentence, subject=subject_in_words(subject, language), number=_number(number))
        case IsDate(subject=subject, comparison=comparison):
            at = f"{leaf.at:%Y-%m-%d %H:%M}" if leaf.timed else f"{leaf.at:%Y-%m-%d}"
            return say(language, f"condition-{comparison}", subject=subject_in_words(subject, language), date=at)
        case IsKnown(subject=subject, known=known):
            sentence = "condition-known" if known else "condition-unknown"
            return say(language, sentence, subject=subject_in_words(subject, language))
        case HasConsent(channel=channel, given=given):
            sentence = "condition-consent" if given else "condition-no-consent"
            return say(language, sentence, channel=descriptor_of(channel).labels.touches[language])
        case TouchCount():
            return _touches(leaf, language)
        case HoursSince(event=event, comparison=comparison, hours=hours):
            sentence = sentence_id("condition", "hours", comparison.replace("_", "-"))
            return say(language, sentence, event=_event(event, language), hours=_number(hours))
        case Happened(event=event, happened=happened):
            sentence = "condition-happened" if happened else "condition-not-happened"
            return say(language, sentence, event=_event(event, language))
        case _:
            assert_never(leaf)


def subject_in_words(subject: str, language: Language) -> str:
    """Return what a condition on a value is about: a field of the lead by its name, a column as the list has it."""
    return say(language, f"condition-field-{subject}") if subject in (*FIELDS, LANGUAGE) else subject


def _touches(leaf: TouchCount, language: Language) -> str:
    """Return how many touches there were, and which ones count."""
    narrowed = [
        say(language, f"condition-touches-{what}", value=joined(list(words), language, "or"))
        for what, words in (
            ("channel", [descriptor_of(channel).labels.touches[language] for channel in leaf.channels]),
            ("step", leaf.steps),
            ("outcome", leaf.outcomes),
        )
        if words
    ]
    counted = " ".join([say(language, "condition-touches"), *narrowed])
    sentence = sentence_id("condition", "count", leaf.comparison.replace("_", "-"))
    return say(language, sentence, counted=counted, number=leaf.number)


def _event(event: str, language: Language) -> str:
    if event in OWN_EVENTS:
        return say(language, f"condition-event-{event}")
    return say(language, "condition-event", outcome=event)


def _number(number: Decimal) -> int | float:
    return float(number) if number % 1 else int(number)


add_sentences(
    en="""
condition-and = { $first } and { $second }
condition-or = { $first } or { $second }
condition-not = not ({ $condition })
condition-is = { $subject } is { $value }
condition-at-least = { $subject } is at least { $number }
condition-at-most = { $subject } is at most { $number }
condition-above = { $subject } is more than { $number }
condition-below = { $subject } is less than { $number }
condition-before = { $subject } is before { $date }
condition-after = { $subject } is after { $date }
condition-known = { $subject } is known
condition-unknown = { $subject } is not known
condition-field-segment = segment
condition-field-score = score
condition-field-account = account
condition-field-country = country
condition-field-region = region
condition-field-name = name
condition-field-language = language
condition-consent = a consent is on record for { $channel }
condition-no-consent = no consent is on record for { $channel }
condition-touches = touches so far
condition-touches-channel = ({ $value })
condition-touches-step = of { $value }
condition-touches-outcome = with the result { $value }
condition-count-is = { $counted }: { $number }
condition-count-at-least = { $counted }: at least { $number }
condition-count-at-most = { $counted }: at most { $number }
condition-count-above = { $counted }: more than { $number }
condition-count-below = { $counted }: fewer than { $number }
condition-event = the last "{ $outcome }"
condition-event-enrolled = the enrolment
condition-event-contacted = the last touch
condition-event-replied = the last reply
condition-hours-at-least = { $event } was at least { $hours } h ago
condition-hours-at-most = { $event } was at most { $hours } h ago
condition-hours-above = { $event } was more than { $hours } h ago
condition-hours-below = { $event } was less than { $hours } h ago
condition-happened = on record: { $event }
condition-not-happened = not on record: { $event }
""",
    es="""
condition-and = { $first } y { $second }
condition-or = { $first } o { $second }
condition-not = no se cumple: ({ $condition })
condition-is = { $subject } es { $value }
condition-at-least = { $subject } es como mínimo { $number }
condition-at-most = { $subject } es como máximo { $number }
condition-above = { $subject } es más de { $number }
condition-below = { $subject } es menos de { $number }
condition-before = { $subject } es anterior a { $date }
condition-after = { $subject } es posterior a { $date }
condition-known = { $subject } tiene un valor
condition-unknown = { $subject } no tiene ningún valor
condition-field-segment = el segmento
condition-field-score = la puntuación
condition-field-account = la cuenta
condition-field-country = el país
condition-field-region = la región
condition-field-name = el nombre
condition-field-language = el idioma
condition-consent = consta un consentimiento para { $channel }
condition-no-consent = no consta ningún consentimiento para { $channel }
condition-touches = contactos hasta ahora
condition-touches-channel = ({ $value })
condition-touches-step = del paso { $value }
condition-touches-outcome = con el resultado { $value }
condition-count-is = { $counted }: { $number }
condition-count-at-least = { $counted }: como mínimo { $number }
condition-count-at-most = { $counted }: como máximo { $number }
condition-count-above = { $counted }: más de { $number }
condition-count-below = { $counted }: menos de { $number }
condition-event = el último «{ $outcome }»
condition-event-enrolled = el alta en la campaña
condition-event-contacted = el último contacto
condition-event-replied = la última respuesta
condition-hours-at-least = { $event } fue hace { $hours } h o más
condition-hours-at-most = { $event } fue hace { $hours } h o menos
condition-hours-above = { $event } fue hace más de { $hours } h
condition-hours-below = { $event } fue hace menos de { $hours } h
condition-happened = consta: { $event }
condition-not-happened = no consta: { $event }
""",
    pt="""
condition-and = { $first } e { $second }
condition-or = { $first } ou { $second }
condition-not = não se cumpre: ({ $condition })
condition-is = { $subject } é { $value }
condition-at-least = { $subject } é no mínimo { $number }
condition-at-most = { $subject } é no máximo { $number }
condition-above = { $subject } é mais de { $number }
condition-below = { $subject } é menos de { $number }
condition-before = { $subject } é anterior a { $date }
condition-after = { $subject } é posterior a { $date }
condition-known = { $subject } tem um valor
condition-unknown = { $subject } não tem valor
condition-field-segment = o segmento
condition-field-score = a pontuação
condition-field-account = a conta
condition-field-country = o país
condition-field-region = a região
condition-field-name = o nome
condition-field-language = o idioma
condition-consent = há um consentimento registrado para { $channel }
condition-no-consent = não há consentimento registrado para { $channel }
condition-touches = contatos até agora
condition-touches-channel = ({ $value })
condition-touches-step = da etapa { $value }
condition-touches-outcome = com o resultado { $value }
condition-count-is = { $counted }: { $number }
condition-count-at-least = { $counted }: no mínimo { $number }
condition-count-at-most = { $counted }: no máximo { $number }
condition-count-above = { $counted }: mais de { $number }
condition-count-below = { $counted }: menos de { $number }
condition-event = o último "{ $outcome }"
condition-event-enrolled = a entrada na campanha
condition-event-contacted = o último contato
condition-event-replied = a última resposta
condition-hours-at-least = { $event } foi há { $hours } h ou mais
condition-hours-at-most = { $event } foi há { $hours } h ou menos
condition-hours-above = { $event } foi há mais de { $hours } h
condition-hours-below = { $event } foi há menos de { $hours } h
condition-happened = consta: { $event }
condition-not-happened = não consta: { $event }
""",
)
