"""
What do events from other systems change in a cadence? Pure: `on_event` of a file.

A shop, a CRM or a billing system sends them by their names. One of three things follows: the cadence ends, everything
to the person waits, or the cadence goes on with another step.
"""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Any

from cadence.campaign.blocks import MappingKind, block, key, unset
from cadence.campaign.forms import DURATION, NAME
from cadence.campaign.key_rules import Needed, RefusedKey
from cadence.campaign.kinds import TextKind, WordKind
from cadence.campaign.periods import Shape
from cadence.domain.external import EVENT_FORM
from cadence.languages import Language, add_sentences, say
from cadence.languages.sentences import span_in_words


class EventEnd(StrEnum):
    """How an event ends a cadence: the reason that reports show."""

    CONVERTED = "converted"  # the goal of the campaign was reached; counts as a conversion
    PAID = "paid"  # what was owed is paid
    RESOLVED = "resolved"  # there is no reason any more to contact the person
    CANCELED = "canceled"  # the order, contract or appointment was called off


class EventRule(Shape):
    """What follows from one event."""

    finish: EventEnd | None = key(
        WordKind(words=tuple(EventEnd)),
        "The cadence ends, with this outcome.",
        None,
        without="it goes on",
        rule="enrolment.finished",
        example="converted",
    )
    value: str = key(
        NAME,
        "The field of the event's `data` with the amount that the end is worth; `currency` beside it names the money.",
        "",
        without="it is worth nothing",
        example="amount",
    )
    hold: timedelta | None = key(
        DURATION,
        "Nothing leaves for the person, in any campaign, for so long.",
        None,
        without="no wait",
        rule="pause.lead",
        example="7 days",
    )
    go: str = key(
        NAME,
        "The cadence goes on with this step, once in an enrolment; its `after` counts from the event.",
        "",
        without="its own order",
        example="survey",
    )


OF_RULE = (
    Needed(
        keys=("finish", "hold", "go"),
        none="an event without what follows",
        expected="one of finish, hold and go, such as finish: converted",
        several="together",
    ),
    RefusedKey(
        key="value",
        without="finish",
        found="`value` without `finish`",
        expected="finish: converted or another outcome: an end has a value",
    ),
)
EVENT = TextKind(
    expected="the name of an event, of small letters a to z, digits, -, _ and dots, such as ticket.opened",
    form=EVENT_FORM,
    longest=60,
)
RULE = block(EventRule, called="an event", example="{finish: converted, value: amount}", rules=OF_RULE)


def on_event_key() -> Any:  # noqa: ANN401  as `key` itself
    """Declare what events change in the cadence of a campaign."""
    return key(
        MappingKind(of=RULE, name=EVENT, most=20),
        "What follows when another system [sends an event](#events-from-other-systems) about a person.",
        {},
        without="events are kept, and change nothing",
        example="{purchase: {finish: converted, value: amount}, ticket.opened: {hold: 7 days}}",
        exclude_if=unset,
    )


def in_words(name: str, rule: EventRule, language: Language = "en") -> str:
    """Return an event and what follows from it."""
    if rule.finish is not None:
        sentence = "on-event-finish-value" if rule.value else "on-event-finish"
        outcome = say(language, f"on-event-{rule.finish}")
        return say(language, sentence, event=name, outcome=outcome, value=rule.value)
    if rule.hold is not None:
        span = span_in_words(round(rule.hold.total_seconds()), language)
        return say(language, "on-event-hold", event=name, span=span)
    return say(language, "on-event-go", event=name, step=rule.go)


def lines(on_event: Mapping[str, EventRule], language: Language = "en") -> list[str]:
    """Return each event of a file and what follows from it."""
    return [in_words(name, rule, language) for name, rule in on_event.items()]


add_sentences(
    en="""
plan-events = events
on-event-finish = { $event }: the cadence ends as { $outcome }
on-event-finish-value = { $event }: the cadence ends as { $outcome }, worth { $value }
on-event-hold = { $event }: nothing leaves for the person for { $span }
on-event-go = { $event }: it goes on with { $step }
on-event-converted = converted
on-event-paid = paid
on-event-resolved = resolved
on-event-canceled = canceled
""",
    es="""
plan-events = eventos
on-event-finish = { $event }: la cadencia termina como { $outcome }
on-event-finish-value = { $event }: la cadencia termina como { $outcome }, con el valor de { $value }
on-event-hold = { $event }: no sale nada para la persona durante { $span }
on-event-go = { $event }: sigue con { $step }
on-event-converted = convertida
on-event-paid = pagada
on-event-resolved = resuelta
on-event-canceled = cancelada
""",
    pt="""
plan-events = eventos
on-event-finish = { $event }: a cadência termina como { $outcome }
on-event-finish-value = { $event }: a cadência termina como { $outcome }, no valor de { $value }
on-event-hold = { $event }: nada sai para a pessoa durante { $span }
on-event-go = { $event }: segue com { $step }
on-event-converted = convertida
on-event-paid = paga
on-event-resolved = resolvida
on-event-canceled = cancelada
""",
)
