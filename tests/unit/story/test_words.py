"""Is there a word for everything that can happen, in each language?"""

import re

import pytest

from cadence.domain import (
    CauseKind,
    Disposition,
    HoldName,
    NewsKind,
    Outcome,
    PauseScope,
    Scope,
    SuppressionScope,
    TouchState,
)
from cadence.explain.story.events import DESCRIPTIONS
from cadence.explain.story.speaker import Speaker
from cadence.languages import has_sentence, sentence_id
from cadence.ledger.reading.timeline import TIMELINE

WORDS = {
    "outcome": Outcome,
    "disposition": Disposition,
    "hold": HoldName,
    "news": NewsKind,
    "scope": [*PauseScope, *SuppressionScope],
    "by": CauseKind,
}
"""Each kind of word, and what it can be."""


@pytest.mark.parametrize("kind", WORDS)
def test_every_word_of_the_model_has_a_name(kind: str) -> None:
    """A new member of an enumeration is given its words with it."""
    assert [word for word in WORDS[kind] if not has_sentence(sentence_id(kind, word))] == []


def test_every_touch_and_verdict_has_a_sentence() -> None:
    """They are put together from states, scopes and causes."""
    keys = {f"ask-{cause}" for cause in CauseKind}
    refused = {f"event-decision-refuse-{scope}" for scope in Scope}
    touched = {f"event-touch-{state}" for state in (TouchState.PLANNED, TouchState.SKIPPED, TouchState.UNKNOWN)}

    assert [sentence for sentence in keys | refused | touched if not has_sentence(sentence)] == []


def test_every_kind_of_event_of_the_ledger_has_a_teller() -> None:
    """The timeline's own SQL says which there are."""
    sql = str(TIMELINE)
    kinds = set(re.findall(r"recorded_at, '([a-z ]+)'", sql)) | set(re.findall(r"(?:THEN|ELSE) '([a-z ]+)'", sql))

    assert len(kinds) > 15
    assert kinds <= set(DESCRIPTIONS)


def test_a_word_nobody_named_is_told_as_it_is() -> None:
    """A campaign's own words, such as a finish by a disposition of its own."""
    assert Speaker().term("reason", "moved_abroad") == "moved abroad"


def test_what_an_old_record_does_not_say_is_a_question_mark() -> None:
    """Stories outlive the code that wrote their events."""
    assert Speaker().say("event-finished", campaign="spring") == "finished in spring: ?"


@pytest.mark.parametrize(
    ("name", "key", "words"),
    [
        ("campaign.running", "campaign:spring", "the end of a pause: campaign spring"),
        ("campaign.running", "all:", "the end of a pause: everything"),
        ("campaign.running", "sender:+34910000001", "the end of a pause: our number +34910000001"),
        (
            "template.usable",
            "template:saludo",
            (
                "WhatsApp template saludo to be usable: fix it, then `cadence resume --template`, with --fallback for "
                "the failed branch"
            ),
        ),
        (
            "destination.enabled",
            "destination:sms:MX",
            "destination sms:MX to be enabled at the carrier: then `cadence resume --destination`",
        ),
        ("pack.valid", "FR", "a legal pack that can be read (FR), or `without_pack` for a country that has none"),
        ("engine.error", "1a2b", "somebody to look at an error (1a2b); `cadence resume --lead` releases the lead"),
        ("wrap_up", "", "the agent to report on a conversation"),
        ("something.new", "", "something.new"),
    ],
)
def test_a_hold_says_what_ends_it(name: str, key: str, words: str) -> None:
    """An operator who reads it knows what to do."""
    assert Speaker().hold(name, key) == words
