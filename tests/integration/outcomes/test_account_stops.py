"""Does what one person of an account says end the cadence of all others at once, and can no reserve pass it?"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from cadence.channels.provider import Received
from cadence.domain import Attempt, Cause, CauseKind, Channel, Disposition, Enrolment, Finish, Move
from cadence.domain.nearest import same_word
from cadence.domain.payloads import TouchResult
from cadence.engine.dispatch.answers import Reserved, SenderRates
from cadence.engine.dispatch.reserve import reserve
from cadence.engine.outcomes.dispositions import record_disposition
from cadence.engine.outcomes.inbound import record_inbound
from cadence.engine.outcomes.planner import Planner
from cadence.ledger.campaigns.commands import Command
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.people import numbers
from cadence.ledger.touches import touches
from cadence.ledger.touches.locked import lock_touch
from cadence.replies.digits import PRESSED
from cadence.replies.reading import Reply
from tests.integration.api import town as towns
from tests.integration.api.town import Town
from tests.integration.ledger.conftest import KEY
from tests.integration.lock_queue import until_locked_out
from tests.integration.outcomes.conftest import NOON, lasting

ORDER = Command(name="disposition", actor="ana", origin="test")
HELLO = Attempt(at=NOON, channel=Channel.SMS, cause=Cause(kind=CauseKind.STEP, ref="hello"), step="hello")


@pytest.fixture(scope="module")
def town(fresh_database: Callable[[], str]) -> Iterator[Town]:
    """People at noon, in a campaign that one word of an account ends for all of it."""
    ledger = Ledger(fresh_database(), KEY, connections=20)
    ledger.check_keys()
    with pytest.MonkeyPatch.context() as patch:
        words = "stop_account_on: [converted, do_not_contact, replied, reply.no]\ncadence:"
        file = towns.CAMPAIGN.replace("cadence:", words)
        patch.setattr(towns, "CAMPAIGN", file)
        yield Town(ledger, lasting(NOON))
    ledger.close()


@pytest.fixture(scope="module")
def planner(town: Town) -> Planner:
    """What records."""
    return Planner(town.ledger, town.clock)


def of_account(town: Town, account: str) -> Enrolment:
    """Return a new person of this account."""
    enrolment = town.enrol()
    with town.ledger.begin() as tx:
        written = {"key": account, "form": same_word(account)}
        tx.execute(text("INSERT INTO accounts (key, form) VALUES (:key, :form) ON CONFLICT DO NOTHING"), written)
        tx.execute(
            text("UPDATE leads SET account_id = (SELECT id FROM accounts WHERE key = :key) WHERE id = :lead"),
            {"key": account, "lead": town.lead_of(enrolment)},
        )
    return enrolment


def next_of(planner: Planner, enrolment: Enrolment) -> Move:
    """Return what the engine plans."""
    with planner.begin() as unit:
        return planner.next(planner.case(unit.tx, enrolment.id), unit.now)


@pytest.mark.parametrize(
    ("word", "ends"),
    [(Disposition.CONVERTED, True), (Disposition.DO_NOT_CONTACT, True), (Disposition.INTERESTED, False)],
)
def test_a_word_ends_the_others_of_the_account(town: Town, planner: Planner, word: Disposition, ends: bool) -> None:
    """In any spelling of its name, and nobody of another one. Their workflows are woken, to plan at once."""
    ana, ben, eva = (of_account(town, f"{name} {word}") for name in ("ACME", "Acme", "Ácme"))
    other = of_account(town, f"Nova {word}")
    call = town.answered(ana)
    record_disposition(planner, call.touch.id, word, ORDER)

    for colleague in (ben, eva):
        move = next_of(planner, colleague)
        assert (isinstance(move, Finish) and move.reason == "account_stopped") is ends
        assert town.news(colleague) == (["account"] if ends else [])
    assert isinstance(next_of(planner, other), Attempt)
    assert town.news(other) == []


@pytest.mark.parametrize(("answer", "ends"), [("no", True), ("yes", False)])
def test_a_pressed_key_ends_the_others_while_the_call_goes_on(
    town: Town, planner: Planner, answer: str, ends: bool
) -> None:
    """It is an answer and no reply, and stands before the call has an outcome."""
    ana, ben = of_account(town, f"Pressed {answer}"), of_account(town, f"PRESSED {answer}")
    call = town.asking(ana).touch
    with town.ledger.begin() as tx:
        number = numbers.e164(tx, call.number or 0) or ""
    key = Received(
        sid=f"answer/{call.id}",
        channel=Channel.CALL,
        sender=number,
        to=call.sender,
        body="",
        at=NOON,
        confirmed=True,
        touch=call.id,
    )
    record_inbound(planner, key, meant=Reply(meaning="none", rule=PRESSED, answer=answer, value=answer))

    assert town.stored(call.id).touch.answer == answer
    assert town.stored(call.id).touch.outcome is None
    move = next_of(planner, ben)
    assert (isinstance(move, Finish) and move.reason == "account_stopped") is ends
    assert town.news(ben) == (["account"] if ends else [])


def test_a_corrected_word_lets_the_others_go_on(town: Town, planner: Planner) -> None:
    """It is read from the touch, so a correction is one row as well, while nobody has planned yet."""
    ana, ben = of_account(town, "Corrected"), of_account(town, "corrected")
    call = town.answered(ana)
    record_disposition(planner, call.touch.id, Disposition.CONVERTED, ORDER)
    record_disposition(planner, call.touch.id, Disposition.INTERESTED, ORDER)

    assert isinstance(next_of(planner, ben), Attempt)


def test_no_touch_is_reserved_once_the_word_is_committed(town: Town, planner: Planner) -> None:
    """The reserve of a colleague waits for the account's lock, and then sees the word (law 4)."""
    ana, ben = of_account(town, "Race"), of_account(town, "R ACE")
    call = town.answered(ana)
    later = Planner(town.ledger, lasting(NOON + timedelta(hours=2)))

    def dispatch() -> Reserved:
        with later.begin() as unit:
            return reserve(unit, ben.id, replace(HELLO, at=unit.now), SenderRates(per_sender={"": 100.0}))

    with ThreadPoolExecutor(1) as pool:
        with planner.begin() as unit:
            lock_touch(unit.tx, call.touch.id)
            reserving = pool.submit(dispatch)
            until_locked_out(town.ledger)
            touches.change(unit.tx, call.touch.id, {"disposition": Disposition.CONVERTED})
        result = reserving.result()

    assert isinstance(result, TouchResult)
    assert isinstance(result.next, Finish)
    assert result.next.reason == "account_stopped"
