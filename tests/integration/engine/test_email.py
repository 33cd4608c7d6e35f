"""Does a lead get its e-mail, and is everything heard that comes back? The real engine, a relay and a mailbox."""

import asyncio
import json
import urllib.error
import urllib.request
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from cadence.app.mail import token_key
from cadence.channels.smtp.tokens import TokenUse, signed, tag
from cadence.domain import Outcome
from cadence.domain.payloads import SHORT
from cadence.engine.outcomes.stops import record_list_stop, record_number_stop
from cadence.ledger.campaigns.commands import Command
from cadence.ledger.people.suppressions import NewSuppression
from tests.integration.engine.conftest import SetStage
from tests.integration.engine.scene import Scene
from tests.integration.ledger.conftest import KEY

ANA = "+34600001000"
MAIL = """
  - step: hello
    email: {subject: "{{ name }}, una oferta", body: "Hola, {{ name }}.", html: "<p>Hola, {{ name }}.</p>"}
    on: {otherwise: later}
  - step: later
    after: 30 days
    email: {subject: "Seguimos aquí", body: "{{ company }}: hasta pronto."}
    on: {otherwise: end}
"""


def mails(on: Scene, to: str = "") -> list[dict[str, Any]]:
    """Return the e-mails that the relay accepted, oldest first."""
    with urllib.request.urlopen(f"{on.emulator.url}/_emulator/mail/messages?to={to}") as answer:  # noqa: S310
        found: list[dict[str, Any]] = json.load(answer)
    return found


def opened(address: str, body: bytes | None = None) -> str:
    """Request an address, and return what it answers."""
    with urllib.request.urlopen(urllib.request.Request(address, body)) as answer:  # noqa: S310  our own processes
        return str(answer.read().decode())


def react(on: Scene, to: str, reaction: str, **more: str) -> None:
    """Let the receiver do something now."""
    on.post("/_emulator/mail/react", {"to": to, "reaction": reaction, **more})


def outcomes(on: Scene) -> list[str]:
    """Return the outcome of each touch, oldest first."""
    with on.ledger.begin() as tx:
        rows = tx.execute(text("SELECT coalesce(outcome, state) FROM touches ORDER BY at, recorded_at"))
        return [str(one) for one in rows.scalars()]


def suppressed(on: Scene) -> list[str]:
    """Return the scope and source of each suppression."""
    with on.ledger.begin() as tx:
        rows = tx.execute(text("SELECT DISTINCT scope || ' ' || source FROM suppressions ORDER BY 1"))
        return [str(one) for one in rows.scalars()]


def closed(on: Scene) -> list[str]:
    """Return why addresses are closed."""
    with on.ledger.begin() as tx:
        return [str(one) for one in tx.execute(text("SELECT closed FROM numbers WHERE closed IS NOT NULL")).scalars()]


async def test_a_lead_gets_an_e_mail_with_everything_the_law_asks_for(stage: SetStage) -> None:
    """Subject, text and HTML for this person; who sends it, where they can be reached, and how to unsubscribe."""
    to = "reads.1@example.org"
    on = stage(MAIL, {})
    on.enrol(ana=(ANA, to))
    async with on.working(carrier=on.carriers):
        await on.until(lambda: outcomes(on) == ["sent"])

    (mail,) = mails(on, to)
    headers = mail["headers"]
    assert "Ana Prueba, una oferta" in headers["Subject"]
    assert "Calle Mayor 1, 28013 Madrid" in mail["body"]
    assert "Tienda Sol" in headers["From"]
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "/unsubscribe/" in headers["List-Unsubscribe"]
    assert headers["Reply-To"].rpartition("@")[2].rstrip(">") == "bounce.example.com"
    with on.ledger.begin() as tx:
        stored = tx.execute(text("SELECT t.sid, n.kind FROM touches t JOIN numbers n ON n.id = t.number_id")).one()
    assert stored.kind == "email"
    assert stored.sid in headers["Message-ID"]


async def test_one_click_stops_everything(stage: SetStage) -> None:
    """The mail program posts; nobody has to write or to sign in. A second press is the same stop."""
    to = "reads.2@example.org"
    on = stage(MAIL, {})
    on.enrol(ana=(ANA, to))
    async with on.working(carrier=on.carriers):
        await on.until(lambda: outcomes(on) == ["sent"])
        react(on, to, "unsubscribes")
        react(on, to, "unsubscribes")
        (lead,) = await on.finished()

    assert lead.enrolment.finished == "opted_out"
    assert suppressed(on) == ["everything reply"]
    assert len(mails(on)) == 1  # the page confirms it; no e-mail does


async def test_opening_the_link_stops_nothing(stage: SetStage) -> None:
    """Programs that check links open each of them."""
    to = "reads.3@example.org"
    on = stage(MAIL, {})
    on.enrol(ana=(ANA, to))
    async with on.working(carrier=on.carriers):
        await on.until(lambda: outcomes(on) == ["sent"])
        link = mails(on, to)[0]["headers"]["List-Unsubscribe"].partition("<http")[2].partition(">")[0]
        assert "<form" in await asyncio.to_thread(opened, f"http{link}")
        await on.later(timedelta(minutes=10))

    assert suppressed(on) == []


async def test_a_stop_by_e_mail_is_heard(stage: SetStage) -> None:
    """By the same reading of replies as a text message; the person is closed on every channel."""
    to = "reads.4@example.org"
    on = stage(MAIL, {})
    on.enrol(ana=(ANA, to))
    async with on.working(carrier=on.carriers):
        await on.until(lambda: outcomes(on) == ["sent"])
        react(on, to, "answers", words="BAJA")
        (lead,) = await on.finished()

    assert lead.enrolment.finished == "opted_out"
    assert suppressed(on) == ["everything reply"]
    with on.ledger.begin() as tx:
        row = tx.execute(text("SELECT channel, meaning, touch_id IS NOT NULL AS answers FROM inbound")).one()
    assert (row.channel, row.meaning, row.answers) == ("email", "revoke", True)


async def test_a_stop_from_another_address_counts_for_the_person(stage: SetStage) -> None:
    """People have several addresses: the return path shows which e-mail is answered."""
    to = "reads.5@example.org"
    on = stage(MAIL, {})
    on.enrol(ana=(ANA, to))
    async with on.working(carrier=on.carriers):
        await on.until(lambda: outcomes(on) == ["sent"])
        (mail,) = mails(on, to)
        raw = (
            f"From: other@example.net\r\nTo: {mail['headers']['Reply-To']}\r\nSubject: Re: oferta\r\n"
            f"Message-ID: <1@example.net>\r\nDelivered-To: {mail['headers']['Reply-To']}\r\n\r\nNo me escriban mas\r\n"
        )
        await asyncio.to_thread(opened, f"{on.emulator.url}/_emulator/mail/raw", raw.encode())
        (lead,) = await on.finished()

    assert lead.enrolment.finished == "opted_out"


async def test_what_names_a_touch_of_another_ledger_is_judged_by_its_sender(stage: SetStage) -> None:
    """As after a restored backup, or when a probe comes back: a stop counts for its sender, and a bounce for nobody."""
    to, touch, key = "reads.13@example.org", str(uuid4()), token_key(KEY)
    on = stage(MAIL, {})
    on.enrol(ana=(ANA, to))
    pages = f"{on.environment['CADENCE_PUBLIC_URL']}/unsubscribe/{signed(key, TokenUse.LINK, touch)}"
    bounce, reply = (f"return+{tag(key, use, touch)}@bounce.example.com" for use in (TokenUse.BOUNCE, TokenUse.REPLY))
    async with on.working(carrier=on.carriers):
        await on.until(lambda: outcomes(on) == ["sent"])
        for raw in (
            f"From: MAILER-DAEMON@example.org\r\nTo: {bounce}\r\n\r\n550 5.1.1 no such user",
            f"From: {to}\r\nTo: {reply}\r\nSubject: x\r\n\r\nBAJA",
        ):
            await asyncio.to_thread(opened, f"{on.emulator.url}/_emulator/mail/raw", raw.encode())
        (lead,) = await on.finished()

    assert lead.enrolment.finished == "opted_out"
    assert (outcomes(on), closed(on)) == (["sent"], [])
    with on.ledger.begin() as tx:
        assert tx.execute(text("SELECT count(*) FROM set_aside")).scalar() == 0
    with pytest.raises(urllib.error.HTTPError, match="404") as refused:
        await asyncio.to_thread(opened, pages, b"")
    page = refused.value.read().decode()
    assert "<h1>" in page
    assert touch not in page


async def test_a_stop_from_an_address_that_we_could_not_write_to_is_heard(stage: SetStage) -> None:
    """Two dots in a row are no address by the standard, and people have such addresses."""
    to = "reads.14@example.org"
    on = stage(MAIL, {})
    on.enrol(ana=(ANA, to))
    async with on.working(carrier=on.carriers):
        await on.until(lambda: outcomes(on) == ["sent"])
        (mail,) = mails(on, to)
        raw = f"From: ana..perez@example.net\r\nTo: {mail['headers']['Reply-To']}\r\nSubject: x\r\n\r\nBAJA\r\n"
        await asyncio.to_thread(opened, f"{on.emulator.url}/_emulator/mail/raw", raw.encode())
        (lead,) = await on.finished()

    assert lead.enrolment.finished == "opted_out"


async def test_a_bounce_closes_the_address(stage: SetStage) -> None:
    """It was sent, and then came back: the address is used by no campaign any more, the phone is."""
    to = "reads.6@example.org"
    on = stage(MAIL, {})
    on.enrol(ana=(ANA, to))
    async with on.working(carrier=on.carriers):
        await on.until(lambda: outcomes(on) == ["sent"])
        react(on, to, "bounces")
        await on.until(lambda: outcomes(on)[0] == Outcome.INVALID_NUMBER)

    assert closed(on) == ["invalid_number"]


async def test_a_complaint_is_a_stop(stage: SetStage) -> None:
    """Who reports an e-mail as spam wants no more of them."""
    to = "reads.7@example.org"
    on = stage(MAIL, {})
    on.enrol(ana=(ANA, to))
    async with on.working(carrier=on.carriers):
        await on.until(lambda: outcomes(on) == ["sent"])
        react(on, to, "complains")
        (lead,) = await on.finished()

    assert lead.enrolment.finished == "opted_out"
    assert suppressed(on) == ["everything carrier"]


async def test_a_lost_answer_is_never_repeated(stage: SetStage) -> None:
    """The relay took it and its answer was lost: it counts as sent (law 2)."""
    to = "reads.8@example.org"
    on = stage(MAIL, {}, speed=3000)
    on.post("/_emulator/mail/faults", {"kind": "accept_then_cut", "times": 1})
    on.enrol(ana=(ANA, to))
    async with on.working(carrier=on.carriers, lost_after=timedelta(seconds=1), doubt=SHORT / 30):
        await on.until(lambda: outcomes(on)[:1] == [Outcome.LOST])

    assert [mail["person"] for mail in mails(on, to)][:1] == [to]
    with on.ledger.begin() as tx:
        assert tx.execute(text("SELECT count(*) FROM touches WHERE cause_ref LIKE 'hello%'")).scalar() == 1


async def test_a_call_that_is_asked_for_by_e_mail_goes_to_the_phone(stage: SetStage) -> None:
    """An address cannot be called; the person's phone can."""
    to = "reads.11@example.org"
    on = stage(MAIL + "  - step: talk\n    call: {floor: FLOOR}\n", {ANA: {"script": ["answer"]}}, speed=3000)
    on.enrol(ana=(ANA, to))
    async with on.working(carrier=on.carriers):
        await on.until(lambda: outcomes(on) == ["sent"])
        react(on, to, "answers", words="Llámenme mañana a las 10, por favor")
        await on.until(lambda: on.carried("call"))

    assert {call["person"] for call in on.carried("call")} == {ANA}


async def test_an_address_on_a_list_or_typed_is_suppressed(stage: SetStage) -> None:
    """As a phone number is: nothing is sent to it."""
    first, second = "reads.9@example.org", "reads.10@example.org"
    on = stage(MAIL, {})
    stop = NewSuppression(source="list")
    record_list_stop(on.planner, [first], stop)
    on.enrol(ana=(ANA, first), luz=("+34600001001", second))
    record_number_stop(on.planner, second, stop, Command(name="suppress", actor="ana", origin="test"))
    async with on.working(carrier=on.carriers):
        await on.until(lambda: outcomes(on) == ["skipped", "skipped"])

    assert mails(on) == []
