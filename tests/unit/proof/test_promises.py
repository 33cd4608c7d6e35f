"""Does the proof find a promise that was missed in silence, and a touch after a stop to any number of a person?"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from cadence.domain.spellings import SPELLINGS, identity, spellings
from cadence.local.proof import OurLead, OurPromise, OurWord, Proof
from cadence.local.proof.phones import phone
from cadence.local.proof.record import AcknowledgedStop
from tests.spelt import phones
from tests.unit.proof.test_proof import ACCOUNT, ANA, BEA, RECORD, TEN, carried, count, hours, ours

PHONES = [tuple(dict.fromkeys((*spellings(person.listed), person.whatsapp))) for person in phones(7)]
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
FIVE = hours(7)
AT = TEN + FIVE


def called(after: timedelta, touch: str = "promised", **more: Any) -> Any:
    """Return a promised call that the carrier took."""
    return replace(carried(touch, after, BEA, "call"), **more)


def word(after: timedelta, *, until: timedelta | None = None, task: bool = False, touch: str = "word") -> OurWord:
    """Return what told Bea, or gave one of our people that task."""
    return OurWord(touch=touch, at=TEN + after, until=None if until is None else TEN + until, task=task)


def promises(*sent: Any, stops: tuple[AcknowledgedStop, ...] = (), until: timedelta = 2 * DAY, **more: Any) -> Proof:
    """Return the proof of one call promised to Bea for five in the afternoon."""
    promise = OurPromise(id="p1", lead="bea", at=AT, tries=("promised", "again"), **more)
    record = replace(RECORD, carried=tuple(sorted((*RECORD.carried, *sent), key=lambda touch: touch.at)), stops=stops)
    rows = tuple(ours(touch.touch, touch.at - TEN, "bea") for touch in sent)
    account = replace(ACCOUNT, touches=(*ACCOUNT.touches, *rows), promises=(promise,), until=TEN + until)
    return count(record, account)


LATER = FIVE + 3 * timedelta(hours=1)
MESSAGE = carried("word", FIVE + 10 * MINUTE, BEA)


@pytest.mark.parametrize(
    ("counted", "silent", "of"),
    [
        # in time, and a quarter of an hour late
        (lambda: promises(called(FIVE)), 0, 1),
        (lambda: promises(called(FIVE + 15 * MINUTE)), 0, 1),
        # a minute more, and nobody was told
        (lambda: promises(called(FIVE + 16 * MINUTE)), 1, 1),
        # never
        (promises, 1, 1),
        # the ledger says that it called, and the carrier took nothing
        (lambda: promises(notices=()), 1, 1),
        # the carrier could not place the call
        (lambda: promises(called(FIVE, reached_nobody=True)), 1, 1),
        # a task for one of our people, in time and too late
        (lambda: promises(notices=(word(FIVE, task=True),)), 0, 1),
        (lambda: promises(notices=(word(FIVE + 16 * MINUTE, task=True),)), 1, 1),
        # a message with another time, and the call then
        (lambda: promises(MESSAGE, called(LATER), notices=(word(FIVE, until=LATER),)), 0, 1),
        # a message with another time, and no call then either
        (lambda: promises(MESSAGE, notices=(word(FIVE, until=LATER),)), 1, 1),
        # a task about the first time is none about the second
        (lambda: promises(MESSAGE, notices=(word(FIVE, task=True, touch="task"), word(FIVE, until=LATER))), 1, 1),
        (lambda: promises(MESSAGE, notices=(word(FIVE, until=LATER), word(LATER, task=True, touch="task"))), 0, 1),
        # the ledger says that it sent one, and the carrier took nothing
        (lambda: promises(called(LATER), notices=(word(FIVE, until=LATER),)), 1, 1),
        # the carrier found that no such message arrives there
        (
            lambda: promises(replace(MESSAGE, reached_nobody=True), called(LATER), notices=(word(FIVE, until=LATER),)),
            1,
            1,
        ),
        # the person said stop before; afterwards it is no reason any more
        (lambda: promises(stops=(AcknowledgedStop(person=BEA, at=AT - MINUTE),)), 0, 0),
        (lambda: promises(stops=(AcknowledgedStop(person=BEA, at=AT + 16 * MINUTE),)), 1, 1),
        # taken back, or replaced by another hour
        (lambda: promises(ended=AT - MINUTE), 0, 0),
        # the campaign was stopped, or is over: one of our people has the task, or nobody was told
        (lambda: promises(finished=AT - HOUR, end="campaign_stopped", notices=(word(FIVE - HOUR, task=True),)), 0, 1),
        (lambda: promises(finished=AT - HOUR, end="campaign_stopped"), 1, 1),
        (lambda: promises(finished=AT - HOUR, end="campaign_ended"), 1, 1),
        # an agent said that they are customers now
        (lambda: promises(finished=AT - MINUTE, end="converted"), 0, 0),
        # the cadence came to its end and forgot the promise, or a limit of ours dropped it
        (lambda: promises(finished=AT - MINUTE, end="completed"), 1, 1),
        (lambda: promises(finished=AT - MINUTE, end="budget_spent"), 1, 1),
        # it is not due yet
        (lambda: promises(until=FIVE + 15 * MINUTE), 0, 0),
    ],
)
def test_a_promised_call_that_was_missed_in_silence_is_found(
    counted: Callable[[], Proof], silent: int, of: int
) -> None:
    """By the carrier's record: what the ledger alone says does not count."""
    proof = counted()
    (line,) = [entry for entry in proof.lines if entry.name == "unannounced"]
    assert proof.numbers["unannounced"] == silent
    assert line.of == of
    assert bool(line.cases) is bool(silent)


def test_the_time_in_our_queues_is_granted_where_it_is_told() -> None:
    """A rehearsal's second is an hour of the promise."""
    promise = OurPromise(id="p1", lead="bea", at=AT, tries=("promised",))
    late = called(FIVE + 40 * MINUTE)
    rows = (*ACCOUNT.touches, ours("promised", FIVE + 40 * MINUTE, "bea"))
    account = replace(ACCOUNT, promises=(promise,), touches=rows, turn=30 * MINUTE)
    record = replace(RECORD, carried=(*RECORD.carried, late))
    assert count(record, account).numbers["unannounced"] == 0
    assert count(record, replace(account, turn=20 * MINUTE)).numbers["unannounced"] == 1


@pytest.mark.parametrize("spelt", PHONES, ids=lambda numbers: numbers[0])
def test_a_touch_after_a_stop_under_another_spelling_is_found(spelt: tuple[str, ...]) -> None:
    """Whoever says stop under one spelling of their phone is not contacted under another."""
    for spelling in spelt:
        for reached in spelt:
            lead = OurLead(id="eva", numbers=(spelt[0],), finished=True)
            sent = carried("more", hours(48), reached)
            account = replace(
                ACCOUNT,
                leads=(*ACCOUNT.leads, lead),
                touches=(*ACCOUNT.touches, ours("more", hours(48), "eva")),
                rows=4,
            )
            record = replace(
                RECORD, carried=(*RECORD.carried, sent), stops=(AcknowledgedStop(person=spelling, at=TEN + hours(25)),)
            )
            proof = count(record, account)
            assert proof.numbers["after_opt_out"] == 1, (spelling, reached)
            assert proof.numbers["unaccounted"] == 0


@pytest.mark.parametrize("listed", [(ANA, "+34600000005"), (ANA,)])
def test_a_touch_to_the_persons_other_number_is_found(listed: tuple[str, ...]) -> None:
    """Also to one that the list does not have any more: the touch itself says whose it is."""
    leads = (replace(ACCOUNT.leads[0], numbers=listed), ACCOUNT.leads[1])
    second = carried("second", hours(48), "+34600000005")
    account = replace(ACCOUNT, leads=leads, touches=(*ACCOUNT.touches, ours("second", hours(48))))
    record = replace(
        RECORD, carried=(*RECORD.carried, second), stops=(AcknowledgedStop(person=ANA, at=TEN + hours(25)),)
    )
    assert count(record, account).numbers["after_opt_out"] == 1


def test_the_proofs_table_of_spellings_says_what_the_engines_says() -> None:
    """Two tables that share no line and agree are worth more than one that is used twice."""
    assert SPELLINGS
    for spelt in PHONES:
        assert len({phone(number) for number in spelt}) == len({identity(number) for number in spelt}) == 1, spelt
    assert len({phone(spelt[0]) for spelt in PHONES}) == len(PHONES)
