"""Is everything that happened to a lead told, in order, on the person's own clock, with its cause and its reasons?"""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from cadence.domain import Attempt, Cause, CauseKind, Channel, Finish, Move, Wait
from cadence.explain.story.speaker import Speaker
from cadence.explain.story.story import StoryEvent, StoryLine, tell
from cadence.languages import LANGUAGES, Language
from tests.unit.story.events import CLOSED, at, decision, enrolled, finished, paused, resumed, touch

MADRID = Speaker(zones=("Europe/Madrid",), numbers=(4, 9))
NOON = at(9, 12)
BY_LAW = {"day": "2027-03-24", "law": "47 CFR 64.1200(a)(10)"}
INVALID = "the number does not exist or cannot take this"


def line(event: StoryEvent, speaker: Speaker = MADRID) -> StoryLine:
    """The one line that an event makes."""
    (lines,) = tell([event], speaker)
    return lines


def other(_kind: str, **what: Any) -> StoryEvent:
    """An event of this kind."""
    return StoryEvent(at=NOON, kind=_kind, what=what)


WORD = {"touch": "t1", "disposition": "callback", "callback_at": "2027-03-10T09:00:00+00:00"}
CAUSE = Cause(kind=CauseKind.STEP, ref="ring", lap=2)
RING = Attempt(at=at(9, 15, 30), due=at(9, 13), channel=Channel.CALL, cause=CAUSE, step="ring", attempt=3)


TOLD = [
    (other("imported", list="shop"), "imported with the list shop", ""),
    (other("listed", campaign="spring"), "added to the queue of spring", "an order"),
    (
        other("listed", campaign="spring", actor="marta", origin="cli@desk", why="the sale begins"),
        "added to the queue of spring",
        "marta, cli@desk",
    ),
    (other("erased"), "erased: name, numbers and texts are gone for good", ""),
    (enrolled(NOON), "enrolled in spring, version 2", "the plan"),
    (enrolled(NOON, kind="callback"), "enrolled in spring again, for a promised call", "the plan"),
    (finished(NOON), "finished in spring: the cadence was completed", "the plan"),
    (finished(NOON, "opted_out"), "finished in spring: opted out", "the plan"),
    # decisions
    (decision(NOON, "allow"), "hello by text message, try 1: allowed", "the rules"),
    (
        decision(NOON, "defer", until="2027-03-10T08:30:00+00:00"),
        "hello by text message, try 1: not before Wed 2027-03-10 09:30",
        "the rules",
    ),
    (
        decision(NOON, "hold", hold="campaign.running", hold_key="channel:sms"),
        "hello by text message, try 1: held, waiting for the end of a pause: channel sms",
        "the rules",
    ),
    (
        decision(NOON, "refuse", scope="step"),
        "hello by text message, try 1: refused, this step is skipped",
        "the rules",
    ),
    # touches
    (touch(NOON), "hello by text message, try 1: sent from +34910000001: “Hola Ana”", "the cadence"),
    (
        touch(NOON, channel="call", cause_lap=2, attempt=3, body="Hola"),
        "hello (visit 2) by phone, try 3: dialled from +34910000001, with a voicemail message: “Hola”",
        "the cadence",
    ),
    (
        touch(NOON, channel="call", cause_kind="callback", body=None),
        "the promised call, try 1: dialled from +34910000001",
        "a promised call",
    ),
    (
        touch(NOON, step="", cause_kind="inbound", channel="whatsapp", body=None, template="confirm"),
        "the confirmation of the opt-out by WhatsApp: sent from +34910000001: “confirm”",
        "the person's stop",
    ),
    (
        touch(NOON, channel="task", sid=None, body="Call the shop"),
        "hello, a task for our own team: assigned: “Call the shop”",
        "the cadence",
    ),
    (touch(NOON, state="skipped"), "hello by text message, try 1: skipped, nothing was sent", "the cadence"),
    (
        touch(NOON, state="planned"),
        "hello by text message, try 1: not sent; the rules will be checked again",
        "the cadence",
    ),
    (
        touch(NOON, state="unknown", sid=None),
        "hello by text message, try 1: the carrier's answer was lost; we ask what happened, and send nothing again",
        "the cadence",
    ),
    (
        touch(NOON, sid=None, outcome="invalid_number", channel="email"),
        "hello by e-mail, try 1: the carrier did not accept it (the address does not exist or cannot take this)",
        "the cadence",
    ),
    (
        touch(NOON, sid=None, outcome="invalid_number"),
        f"hello by text message, try 1: the carrier did not accept it ({INVALID})",
        "the cadence",
    ),
    # what people and agents said
    (
        other("inbound", body="BAJA", channel="sms", meaning="revoke"),
        "wrote “BAJA” by text message: a stop",
        "the person",
    ),
    (other("inbound", body=None, channel="call", meaning="revoke"), "contacted us by phone: a stop", "the person"),
    (other("consent", given=True, channel="call", source="web form"), "consented to calls", "web form"),
    (
        other("consent", given=True, channel="sms", source="web form", number_id=4),
        "consented to text messages (their 1st number)",
        "web form",
    ),
    (
        other("consent", given=False, channel="sms", purpose="marketing", source="", list="shop"),
        "withdrew consent to text messages for marketing",
        "the list shop",
    ),
    (
        other("suppressed", number=4, scope="everything", value="", source="reply"),
        "their 1st number is suppressed: everything",
        "the person's message",
    ),
    (
        other("suppressed", number=4, scope="everything", value="", source="reply", log_by=BY_LAW),
        (
            "their 1st number is suppressed: everything; the law requires a record of it by 2027-03-24 "
            f"({BY_LAW['law']})"
        ),
        "the person's message",
    ),
    (
        other(
            "suppressed",
            number=9,
            scope="purpose",
            value="collections",
            source="command",
            actor="bea",
            origin="api",
        ),
        "their 2nd number is suppressed: the purpose collections",
        "bea, api",
    ),
    (
        other("suppressed", number=7, scope="everything", value="", source="carrier"),
        "a number they had before is suppressed: everything",  # the list has taken it back since
        "the carrier",
    ),
    (
        other("suppression lifted", number=4, scope="channel", value="sms", source="command"),
        "their 1st number may be contacted again: channel sms",
        "an order",
    ),
    # promises, work, orders
    (
        other("callback promised", **{"for": "2027-03-10T09:00:00+00:00", "ref": "inbound:9"}),
        "a call was promised for Wed 2027-03-10 10:00",
        "the person's message",
    ),
    (
        other("callback replaced", **{"for": "2027-03-10T09:00:00+00:00", "by": "2027-03-10T11:00:00+00:00"}),
        "the call promised for Wed 2027-03-10 10:00 was replaced by one for Wed 2027-03-10 12:00",
        "",
    ),
    (
        other("contradicted", touch="t1", step="hello", channel="sms", outcome="undelivered", stands="read"),
        (
            "hello by text message, try 1: the carrier also reported: the network could not deliver it; it still "
            "counts as: it was read"
        ),
        "the carrier",
    ),
    (
        other("callback canceled", **{"for": "2027-03-10T09:00:00+00:00"}),
        "the call promised for Wed 2027-03-10 10:00 was canceled",
        "",
    ),
    (other("task", title="Call Ana", assign="shop", kind="step"), "task for shop: Call Ana", "the plan"),
    (
        other("task", title="Answer", kind="reply", done_at=NOON, done_by="bea"),
        "task for anyone who is free: Answer (done by bea)",
        "the person's message",
    ),
    (
        other(
            "command", name="callback", args={"at": "2027-03-10T09:00:00+00:00", "key": ""}, actor="bea", origin="cli"
        ),
        "order: promise a call (for Wed 2027-03-10 10:00)",
        "bea, cli",
    ),
    (
        other("command", name="disposition", args=WORD | {"request": "5f"}, actor="bea", origin="api"),
        "the agent reported for call t1: call again, for Wed 2027-03-10 10:00",
        "bea, api",
    ),
    (
        other("command", name="disposition", args=WORD | {"corrects": "refused"}, actor="bea", origin="api"),
        ("the agent corrected the report for call t1: call again, for Wed 2027-03-10 10:00; before: does not want it"),
        "bea, api",
    ),
    (
        other("command", name="suppress", args={"scope": "channel", "request": "5f"}, actor="bea", origin="api"),
        "order: suppress (channel)",  # a digest of the request is no news to anybody
        "bea, api",
    ),
    (other("command", name="suppress", args={}, actor="bea", origin="api"), "order: suppress", "bea, api"),
    (paused(NOON), "campaign spring: paused", "bea"),
    (resumed(NOON, "all", ""), "everything: resumed", "bea"),
    (other("news", news="opt_out"), "news: an opt-out", ""),
    # Temporal
    (other("workflow", event="woken"), "the workflow was woken to read the ledger", "Temporal"),
    (
        other("plan", next=RING),
        "what comes next: ring (visit 2) by phone, try 3 on Tue 2027-03-09 16:30, due Tue 2027-03-09 14:00",
        "the workflow",
    ),
    # what a later version may bring
    (other("audit", what="sealed", nothing=None), "what sealed", ""),
]
"""Events, and the words and the cause of their lines."""


@pytest.mark.parametrize(("event", "words", "by"), TOLD)
def test_each_kind_of_event_is_told_with_its_cause(event: StoryEvent, words: str, by: str) -> None:
    """An auditor reads what happened and who or what caused it (law 10)."""
    lines = line(event)

    assert (lines.words, lines.by) == (words, by)


@pytest.mark.parametrize("language", LANGUAGES[1:])
@pytest.mark.parametrize("event", [event for event, _, _ in TOLD])
def test_every_event_is_told_in_every_language(event: StoryEvent, language: Language) -> None:
    """Nothing is left open, and nothing is left in English but what people and files are called."""
    english, other = (line(event, replace(MADRID, language=one)) for one in ("en", language))

    assert not re.search(r"[{}$]", other.words)
    assert other.words.count("?") == english.words.count("?")
    assert (other.words == english.words) == (event.kind == "audit")  # a kind of tomorrow, shown by its fields


@pytest.mark.parametrize(
    ("move", "words"),
    [
        (replace(RING, due=None), "ring (visit 2) by phone, try 3 on Tue 2027-03-09 16:30"),
        (Wait(at=NOON), "waits until Tue 2027-03-09 13:00"),
        (Wait(), "waits for news"),
        (Wait(hold="zone.known"), "waits for their time zone to become known"),
        (
            Wait(hold="wrap_up", at=NOON),
            "waits for the agent to report on a conversation, until Tue 2027-03-09 13:00 at the latest",
        ),
        (Finish(reason="refused"), "finished: does not want it"),
    ],
)
def test_a_plan_is_told_on_the_persons_clock(move: Move, words: str) -> None:
    """Whatever the workflow was told to do next."""
    assert line(other("plan", next=move)).words == f"what comes next: {words}"


def test_a_voicemail_that_could_not_be_fetched_says_why_nothing_was_left() -> None:
    """The machine is not to blame: our web server did not answer."""
    sentence = line(
        other("outcome", touch="t1", channel="call", step="ring", outcome="machine", code="voicemail_not_served")
    )

    assert sentence.words == "ring by phone, try 1: voicemail answered, no message was left"
    assert sentence.why == ("the call ended after the tone, but the carrier never fetched our voicemail message",)


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("63041", ("carrier code 63041: WhatsApp has paused the template",)),
        ("29999", ("carrier code 29999, whose meaning we do not know",)),
        ("", ()),
    ],
)
def test_the_carriers_code_is_told_in_words(code: str, why: tuple[str, ...]) -> None:
    """Whoever reads a lead's story sees why, without a list of codes beside it."""
    sentence = line(other("outcome", touch="t1", channel="whatsapp", step="hello", outcome="not_taken", code=code))

    assert sentence.words == "hello by WhatsApp, try 1: rejected by the carrier because of a mistake of ours"
    assert sentence.why == why


def test_an_outcome_is_told_with_the_touch_it_came_of() -> None:
    """The ledger's outcome names the touch; which try it was stands with that."""
    what = {"touch": "t1", "channel": "call", "outcome": "answered", "disposition": "callback", "code": ""}
    ring = touch(NOON, channel="call", attempt=2)
    lines = tell([StoryEvent(at=NOON, kind="outcome", what=what), ring], MADRID)

    assert lines[1].words == "hello by phone, try 2: answered and connected to an agent; the agent reported: call again"
    assert lines[1].by == "the carrier"


def test_reasons_are_told_once_with_the_rule_and_the_numbers() -> None:
    """Two numbers that fail for one reason are one line; a law is named where there is one."""
    law = {
        "rule": "es.consent.voice",
        "evidence": {"why": "none", "ground": "opt_in", "channel": "call", "law": "LGTel"},
    }
    again = {"rule": "number.closed", "evidence": {"why": "wrong_number", "number": 9}}

    assert line(decision(NOON, "refuse", scope="step", reasons=[CLOSED, again, law])).why == (
        "the number is no longer used: wrong number [number.closed] (their 1st number, their 2nd number)",
        "no consent on record for calls (es.consent.voice: LGTel)",
    )


def test_a_second_number_is_told_with_what_was_wrong_with_the_first() -> None:
    """An auditor asks why the person was reached elsewhere than the list says first."""
    lines = line(decision(NOON, "allow", reasons=[CLOSED], number_id=9))

    assert lines.words == "hello by text message, try 1: allowed, to their 2nd number"
    assert lines.why == ("the number is no longer used: wrong number [number.closed] (their 1st number)",)


def test_a_refusal_for_an_address_does_not_speak_of_a_number() -> None:
    """The decision names the channel that was asked about."""
    candidate = {"step": "hello", "channel": "email", "attempt": 1, "cause": {"kind": "step", "ref": "hello", "lap": 1}}

    assert line(decision(NOON, "refuse", scope="number", candidate=candidate)).words.endswith("for this address")
    assert line(decision(NOON, "refuse", scope="number")).words.endswith("for this number")


def test_an_address_is_not_called_a_number() -> None:
    """Phones and mailboxes of one person are counted each by themselves."""
    closed = {"rule": "number.closed", "evidence": {"why": "wrong_number", "number": 4, "channel": "email"}}
    decided = line(decision(NOON, "allow", reasons=[closed], number_id=9), Speaker(numbers=(7,), addresses=(4, 9)))

    assert decided.words.endswith("allowed, to their 2nd address")
    assert decided.why == ("the address is no longer used: it is another person's [number.closed] (their 1st address)",)


def test_orders_and_pauses_say_why() -> None:
    """In the words of whoever ordered them."""
    order = other("command", name="suppress", actor="bea", origin="api", why="a letter")

    assert line(order).why == ("a letter",)
    assert line(paused(NOON)).why == ("wrong price",)


def test_evidence_holds_what_is_known_and_nothing_empty() -> None:
    """Record ids, packs, the carrier's id: what the words stand on."""
    lines = line(decision(NOON, "allow", packs={"es": "7"}, evidence={"zones": ["Europe/Madrid"], "passed": {}}))

    assert lines.evidence == {"decision": 7, "packs": {"es": "7"}, "zones": ["Europe/Madrid"]}


def test_what_happens_at_one_instant_is_told_in_its_order() -> None:
    """The order before what it does, the decision before the touch, the end last."""
    events = [
        finished(NOON),
        touch(NOON),
        decision(NOON, "allow"),
        other("command", name="callback", actor="bea", origin="api"),
        enrolled(NOON - timedelta(seconds=1)),
    ]

    assert [line.kind for line in tell(events, MADRID)] == ["enrolled", "command", "decision", "touch", "finished"]


def test_what_another_line_says_is_not_said_twice() -> None:
    """A refused touch is its decision; a task that was handed out needs no outcome."""
    skipped = touch(NOON, state="skipped")
    created = StoryEvent(at=NOON, kind="outcome", what={"touch": "t2", "channel": "task", "outcome": "created"})

    lines = tell([decision(NOON, "refuse", scope="step", touch_id="t1"), skipped, created], MADRID)
    assert [line.kind for line in lines] == ["decision"]
    assert [line.kind for line in tell([skipped], MADRID)] == ["touch"], "without the decision it is all there is"


def test_every_clock_the_person_may_go_by_is_shown() -> None:
    """Zones that show the same time stand together; the instant in UTC beside them leaves no doubt."""
    lines = line(enrolled(NOON), Speaker(zones=("Europe/Madrid", "Africa/Ceuta", "Atlantic/Canary")))

    assert lines.at == NOON
    assert lines.local == (
        "Tue 2027-03-09 13:00:00 Europe/Madrid Africa/Ceuta",
        "Tue 2027-03-09 12:00:00 Atlantic/Canary",
    )


@pytest.mark.parametrize("zones", [(), ("Etc/Unknown",)])
def test_without_a_known_zone_the_story_is_told_in_utc(zones: tuple[str, ...]) -> None:
    """An unknown zone is no reason to tell nothing."""
    assert line(enrolled(NOON), Speaker(zones=zones)).local == ("Tue 2027-03-09 12:00:00 UTC",)


def test_the_hour_that_comes_twice_is_told_apart_by_utc() -> None:
    """In the night of 31 October 2027 half past two comes twice in Madrid."""
    first = datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    lines = tell([enrolled(first), finished(first + timedelta(hours=1))], MADRID)

    assert {line.local for line in lines} == {("Sun 2027-10-31 02:30:00 Europe/Madrid",)}
    assert [line.at.hour for line in lines] == [0, 1]


def test_a_day_is_whichever_of_the_persons_clocks_shows_it() -> None:
    """Half past eleven in the evening in the Canaries is already tomorrow in Madrid."""
    late = [enrolled(at(9, 23, 30)), finished(at(10, 12))]
    both = Speaker(zones=("Europe/Madrid", "Atlantic/Canary"))

    assert [line.kind for line in tell(late, both, on=date(2027, 3, 9))] == ["enrolled"]
    assert [line.kind for line in tell(late, both, on=date(2027, 3, 10))] == ["enrolled", "finished"]
    assert [line.kind for line in tell(late, MADRID, on=date(2027, 3, 9))] == []


def test_the_story_is_told_in_spanish_as_well() -> None:
    """Weekdays, words and rules alike."""
    spanish = Speaker(language="es", zones=("Europe/Madrid",), numbers=(9, 4))
    lines = line(decision(NOON, "defer", until="2027-03-10T08:30:00+00:00", reasons=[CLOSED]), spanish)

    assert lines.words == "hello por mensaje de texto, intento 1: no antes del mié 2027-03-10 09:30"
    assert lines.why == ("el número ya no se usa: número equivocado [number.closed] (su número 2)",)
    assert lines.local == ("mar 2027-03-09 13:00:00 Europe/Madrid",)
