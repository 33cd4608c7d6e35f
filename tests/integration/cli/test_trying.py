"""Does a trial reach our own number and nobody else, by the normal path, and is it counted nowhere?"""

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cadence.domain import Facts, PauseScope
from cadence.engine.dispatch.answers import SenderRates
from cadence.ledger.campaigns import pauses
from cadence.ledger.campaigns.pauses import PauseOrder
from cadence.ledger.reading import facts
from cadence.local.demo.account import account_of
from cadence.local.proof import prove, read_record
from cadence.local.stack import TemporalServer
from tests.integration.cli.desk import Said
from tests.integration.cli.test_live import Terminal
from tests.integration.engine.conftest import SetStage
from tests.integration.engine.scene import HEAD, SPEED, Scene
from tests.unit.leads.workbooks import book

ANA, OURS, OTHER = "+34600000201", "+34600000301", "+34600000302"
MAIL = "ana@example.com"
STEPS = """
  - step: hello
    sms: "Hola {{ name | first_word }}, tu pedido {{ order }} de {{ company }} llega el {{ day | date }}."
  - step: chat
    after: 30 days
    whatsapp: {template: saludo}
  - step: letter
    after: 30 days
    email: {subject: "{{ name }}, una oferta", body: "Hola, {{ name }}."}
  - step: ring
    after: 30 days
    call: {floor: FLOOR, ring: 25 seconds}
  - step: note
    after: 30 days
    task: {title: "Escribir a {{ name }}"}
  - step: pause
    wait: 1 day
  - step: bye
    sms: "{{ company }}: hasta pronto"
"""
LIST = f"id,name,phone,email,timezone,order,day\nC-1,Ana Prueba,{ANA},,Europe/Madrid,77,2027-03-12\n"
TEMPLATES = {"saludo": "Hola, somos Tienda Sol."}
LISTED = frozenset({OURS, MAIL})
SLOW = 5.0


class TryingDesk(Terminal):
    """Somebody who looks at a campaign on their own phone."""

    def __init__(self, on: Scene, folder: Path, address: str, patch: pytest.MonkeyPatch, capsys: Any) -> None:
        super().__init__(on, folder, address, patch)
        self.capsys = capsys
        self.set = patch.setenv
        self.set("CADENCE_TRY_NUMBERS", ",".join(sorted(LISTED)))
        for name in ("CADENCE_SMTP_URL", "CADENCE_IMAP_URL", "CADENCE_RETURN_PATH", "CADENCE_PUBLIC_URL"):
            self.set(name, on.environment[name])
        play = on.play
        head = HEAD.format(name=play.name, floor=play.floor, agents=play.agents, hours=play.hours)
        self.file, self.leads = folder / "play.yaml", folder / "leads.csv"
        self.file.write_text(head + play.steps.replace("FLOOR", play.floor))
        self.leads.write_text(LIST)

    async def tries(self, *words: str, to: str = OURS) -> Said:
        """Try a step."""
        return await self.type(self.capsys, "try", str(self.file), "--to", to, *words)

    async def data(self, *words: str, to: str = OURS) -> Any:
        """Try a step, and return the JSON."""
        said = await self.tries(*words, "--json", "--yes", to=to)
        assert said.out, said.err
        return json.loads(said.out)

    async def launches(self) -> None:
        """Launch the campaign for Ana."""
        said = await self.type(self.capsys, "launch", str(self.file), "--leads", str(self.leads))
        assert said.code == 0, said.err


SetDesk = Callable[..., TryingDesk]


@pytest.fixture
def tester(
    stage: SetStage,
    temporal_server: TemporalServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> SetDesk:
    """Set the stage for somebody who tries steps."""

    def made(
        people: dict[str, Any] | None = None, *, steps: str = STEPS, speed: float = SLOW, **how: Any
    ) -> TryingDesk:
        there: dict[str, Any] = {OURS: {}, ANA: {}, MAIL: {}, "templates": TEMPLATES} | (people or {})
        on = stage(steps, there, speed=speed, **how)
        return TryingDesk(on, tmp_path, temporal_server.address, monkeypatch, capsys)

    return made


def rates(*numbers: str) -> SenderRates:
    """Return the rates of a worker that lists these numbers for trials."""
    return SenderRates(per_sender={"": 1e6}, try_numbers=frozenset(numbers or LISTED))


def known_of(on: Scene, campaign: str) -> Facts:
    """Return what is known of the only lead of a campaign."""
    (lead,) = [lead for lead in on.leads() if lead.enrolment.campaign == campaign]
    with on.ledger.begin() as tx:
        return facts.gather(tx, lead.enrolment.id)


async def test_each_kind_of_step_reaches_our_own_number_before_the_launch(tester: SetDesk) -> None:
    """Marked where its words are ours, by the normal path, with made-up values; nothing of the campaign is there."""
    desk = tester({OURS: {"script": ["answer"]}})
    on = desk.on
    async with on.working(carrier=on.carriers, rates=rates()):
        text = await desk.data()
        template = await desk.data("--step", "chat")
        mail = await desk.data("--step", "letter", to=MAIL)
        call = await desk.data("--step", "ring")
        listed = await desk.type(desk.capsys, "list", "--json")

    carried = on.carried()
    assert [(one["channel"], one["person"]) for one in carried] == [
        ("sms", OURS), ("whatsapp", OURS), ("email", MAIL), ("call", OURS),
    ]  # fmt: skip
    assert text["text"].startswith("[Prueba] Hola Ana, tu pedido [order] de Tienda Sol llega el "), text
    assert carried[0]["body"] == text["text"]
    assert not template["text"].startswith("[Prueba]")  # the carrier fills it
    assert (mail["sent"], call["sent"], call["outcome"]) == (True, True, "answered"), (mail, call)
    assert [one["verdict"] for one in (text, template, mail)] == ["allow"] * 3, (text, template, mail)
    assert json.loads(listed.out) == []
    assert {one.enrolment.finished for one in on.leads()} == {"trial_made"}


async def test_what_a_row_would_get_is_sent_and_judged(tester: SetDesk) -> None:
    """The real values of one row, and the verdict that their owner would get at this hour."""
    desk = tester(hours="18:00-20:00")
    async with desk.on.working(rates=rates()):
        said = await desk.tries("--as", "C-1", "--leads", str(desk.leads))

    assert said.code == 0, said.err
    (sent,) = desk.on.carried()
    assert sent["body"] == "[Prueba] Hola Ana, tu pedido 77 de Tienda Sol llega el 12 de marzo."
    assert "Lead C-1 would get it at 2027-03-09 17:00 UTC, because" in said.err
    assert sent["person"] == OURS


async def test_a_row_of_a_workbook_is_sent_too(tester: SetDesk, tmp_path: Path) -> None:
    """With the sheet named where there are several."""
    desk = tester(hours="18:00-20:00")
    made = book(line.split(",") for line in LIST.splitlines())
    made.create_sheet("Old").append(("phone",))
    made.save(tmp_path / "people.xlsx")
    words = ("--as", "C-1", "--leads", str(tmp_path / "people.xlsx"))
    async with desk.on.working(rates=rates()):
        unclear = await desk.tries(*words)
        said = await desk.tries(*words, "--sheet", "People")

    assert "say which with --sheet" in unclear.err
    assert said.code == 0, said.err
    assert [sent["body"] for sent in desk.on.carried()] == [
        "[Prueba] Hola Ana, tu pedido 77 de Tienda Sol llega el 12 de marzo."
    ]


async def test_erasing_the_person_of_the_row_erases_the_trial(tester: SetDesk) -> None:
    """Their values stand with the number that got the trial, and in its text."""
    desk = tester()
    on = desk.on
    await desk.launches()
    async with on.working(rates=rates()):
        tried = await desk.data("--as", "C-1", "--leads", str(desk.leads))
        history = await desk.type(desk.capsys, "history", "--lead", "C-1", "--json")
        before = kept_of(on, tried["lead"])
        erased = await desk.type(desk.capsys, "privacy", "erase", "C-1", "--yes")
        assert await on.until(lambda: {sent["body"] for sent in on.carried()} == {""}), "at the carrier as well"

    assert "try" in {order["name"] for order in json.loads(history.out)}
    assert erased.code == 0, erased.err
    assert [("77" in words) for words in before] == [True, True]
    assert kept_of(on, tried["lead"]) == ["{}", ""]


async def test_erasing_a_lead_erases_what_was_tried_at_their_number(tester: SetDesk) -> None:
    """Else their number would stay because somebody else seems to have it."""
    desk = tester()
    on = desk.on
    desk.leads.write_text(LIST.replace(ANA, OURS))
    await desk.launches()
    async with on.working(rates=rates()):
        tried = await desk.data("--step", "bye")
        await desk.type(desk.capsys, "privacy", "erase", "C-1", "--yes")
        again = await desk.tries("--step", "bye")
    with on.ledger.begin() as tx:
        digits = tx.exec_driver_sql("SELECT count(*) FROM numbers WHERE e164 = %(own)s", {"own": OURS}).scalar()

    assert kept_of(on, tried["lead"]) == ["{}", ""]
    assert digits == 0
    assert again.code != 0
    assert "was erased, so it gets no trials" in again.err


async def test_only_listed_numbers_get_trials_by_the_workers_setting(tester: SetDesk) -> None:
    """Whoever sets the command's environment opens no number: the worker has a list of its own."""
    desk = tester({OTHER: {}})
    on = desk.on
    unlisted = await desk.tries(to=OTHER)
    desk.set("CADENCE_TRY_NUMBERS", OTHER)
    async with on.working(rates=rates()):
        refused = await desk.tries(to=OTHER)
    desk.set("CADENCE_TRY_NUMBERS", "")
    unset = await desk.tries()

    assert unlisted.code != 0
    assert "--to is not listed in CADENCE_TRY_NUMBERS" in unlisted.err
    assert refused.code == 1
    assert "not listed in the worker's setting CADENCE_TRY_NUMBERS" in refused.out
    assert unset.code != 0
    assert "CADENCE_TRY_NUMBERS is not set" in unset.err
    assert on.carried() == []
    assert [one.enrolment.finished for one in on.leads()] == ["trial_refused"]


async def test_a_stop_and_a_pause_bind_a_trial(tester: SetDesk) -> None:
    """The pause of the campaign that is tried, too; and nothing of it goes later, when the pause is over."""
    desk = tester()
    on = desk.on
    await desk.launches()
    with on.ledger.begin() as tx:
        order = PauseOrder(scope=PauseScope.CAMPAIGN, value=on.play.name, actor="ana")
        pauses.begin(tx, order, at=on.clock.now())
    async with on.working(rates=rates()):
        paused = await desk.tries("--step", "bye")
        with on.ledger.begin() as tx:
            pauses.end(tx, PauseScope.CAMPAIGN, on.play.name, at=on.clock.now(), actor="ana")
        await desk.type(desk.capsys, "suppress", OURS, "--because", "asked by phone")
        stopped = await desk.tries("--step", "bye")

    assert (paused.code, stopped.code) == (1, 1)
    assert "paused since" in paused.out
    assert "a trial goes at once or not at all" in paused.out
    assert "opted out of everything" in stopped.out
    assert [one for one in on.carried() if one["person"] == OURS] == []


async def test_a_lead_with_the_same_number_is_not_disturbed(tester: SetDesk) -> None:
    """Nothing of what planning knows of them changes, and no limit, status or lookup counts the trial."""
    desk = tester(speed=SPEED / 10)
    on = desk.on
    desk.leads.write_text(LIST.replace(ANA, OURS))
    await desk.launches()
    async with on.working(rates=rates()):
        await on.until(lambda: on.touches() == ["hello 1 settled delivered"])
        before, status = known_of(on, on.play.name), await desk.type(desk.capsys, "status", on.play.name, "--json")
        tried = await desk.data("--step", "bye")
        after, again = known_of(on, on.play.name), await desk.type(desk.capsys, "status", on.play.name, "--json")
        told = await desk.type(desk.capsys, "lead", OURS)
        story = await desk.type(desk.capsys, "lead", tried["lead"])
        history = await desk.type(desk.capsys, "history", on.play.name, "--json")

    assert tried["sent"], tried
    assert replace(after, planned=None) == replace(before, planned=None)
    assert after.planned == before.planned
    (was,), (found,) = json.loads(status.out), json.loads(again.out)
    assert {**found, "now": was["now"]} == was
    assert "imported with the list leads" in told.out  # the number means the lead, not who gets trials
    assert "the trial of bye by text message" in story.out, story.out
    assert json.loads(history.out)[0]["name"] == "try"


async def test_a_stop_in_reply_to_a_trial_is_a_stop_and_other_words_are_no_work(tester: SetDesk) -> None:
    """Who reads a trial writes what they like; STOP closes the number for everybody."""
    desk = tester()
    on = desk.on
    async with on.working(rates=rates()):
        await desk.data("--step", "bye")
        on.writes(OURS, "llamadme mañana a las 10")
        await on.until(lambda: count(on, "inbound") == 1)
        kept = count(on, "tasks"), count(on, "callbacks"), meanings(on)
        on.writes(OURS, "BAJA")
        await on.until(lambda: count(on, "suppressions") and not on.leads(finished=False))  # and it is confirmed
        refused = await desk.tries("--step", "bye")

    assert kept == (0, 0, ["none"])
    assert meanings(on) == ["none", "revoke"]
    assert refused.code == 1
    assert "opted out of everything" in refused.out


async def test_what_a_lead_writes_after_a_trial_to_their_number_is_theirs(tester: SetDesk) -> None:
    """Their answer to a real touch makes its task, its callback and its mark, although the trial is newer."""
    desk = tester(speed=SPEED / 10)
    on = desk.on
    desk.leads.write_text(LIST.replace(ANA, OURS))
    await desk.launches()
    async with on.working(rates=rates()):
        await on.until(lambda: on.touches() == ["hello 1 settled delivered"])
        await desk.data("--step", "bye")
        on.writes(OURS, "mi pedido no llegó, quiero hablar con alguien")
        await on.until(lambda: count(on, "inbound") == 1)
        lead = known_of(on, on.play.name).lead.id
        with on.ledger.begin() as tx:
            answered = tx.exec_driver_sql("SELECT cause_kind FROM inbound i JOIN touches t ON t.id = i.touch_id")
            assert answered.scalars().all() == ["step"]
            tasks = tx.exec_driver_sql("SELECT CAST(lead_id AS text) FROM tasks").scalars().all()

    assert tasks == [lead]


async def test_a_second_order_changes_nothing_of_a_trial_under_way(tester: SetDesk) -> None:
    """The first goes with its own values, and the person of the second is not found in it."""
    desk = tester()
    on = desk.on
    first = await desk.tries("--wait", "1")
    second = await desk.tries("--wait", "1", "--as", "C-1", "--leads", str(desk.leads))
    assert first.code == 3
    assert (second.code, "Another trial to this number is under way" in second.err) == (1, True), second.err
    async with on.working(rates=rates()):
        await on.finished()

    (sent,) = on.carried()
    assert "[order]" in sent["body"]
    assert "77" not in sent["body"]


async def test_two_orders_at_once_are_one_trial(tester: SetDesk) -> None:
    """Whichever comes first goes, with its own values."""
    desk = tester()
    orders = [("made-up", ()), ("row", ("--as", "C-1", "--leads", str(desk.leads)))]
    said = await asyncio.gather(*(desk.tries("--wait", "1", *more) for _, more in orders * 2))
    async with desk.on.working(rates=rates()):
        await desk.on.finished()

    codes = [each.code for each in said]
    assert sorted(codes) == [1, 1, 1, 3], [each.err for each in said]
    (sent,) = desk.on.carried()
    assert ("77" in sent["body"]) == (codes.index(3) % 2 == 1)


async def test_a_campaign_that_is_stopped_after_the_order_sends_no_trial(tester: SetDesk) -> None:
    """Law 4: nothing more of it leaves, whatever was ordered before."""
    desk = tester()
    on = desk.on
    await desk.launches()
    first = await desk.tries("--step", "bye", "--wait", "1")
    stopped = await desk.type(desk.capsys, "stop", on.play.name, "--yes")
    async with on.working(rates=rates()):
        await on.finished(count=1)
        await on.until(lambda: not on.leads(finished=False))
    again = await desk.tries("--step", "bye", "--wait", "1")

    assert (first.code, stopped.code) == (3, 0), (first, stopped)
    assert [one for one in on.carried() if one["person"] == OURS] == []
    assert "is stopped" in again.err


async def test_the_proof_lists_trials_and_counts_them_as_no_contact(tester: SetDesk) -> None:
    """A rehearsal with a trial in it holds: the trial is neither a contact of the list nor unaccounted for."""
    desk = tester(steps=STEPS.replace("30 days", "1 minute"), speed=60.0)
    on = desk.on
    await desk.launches()
    async with on.working(rates=rates()):
        await desk.data("--step", "bye")
        await desk.data("--step", "bye")
        await on.until(lambda: any(one["person"] == ANA for one in on.carried()))
        with on.ledger.begin() as tx:
            account = account_of(tx, on.play.name, on.clock, on.clock.now())
    proof = prove(read_record(on.emulator.record), desk.file.read_text(), replace(account, rows=1), on.clock.guard)

    assert proof.numbers["trials"] == 2
    assert proof.holds, proof.as_json()["cases"]


async def test_a_trial_that_no_worker_sends_is_over_in_ten_minutes(tester: SetDesk) -> None:
    """Nobody looks at the phone any more."""
    desk = tester(speed=SPEED)
    said = await desk.tries("--wait", "1")
    async with desk.on.working(rates=rates()):
        await desk.on.finished()

    assert said.code == 3
    assert "not sent yet" in said.out
    assert desk.on.carried() == []
    assert [one.enrolment.finished for one in desk.on.leads()] == ["trial_expired"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--step", "note"), "is a task for one of your people"),
        (("--step", "pause"), "only waits"),
        (("--step", "helo"), "Did you mean hello?"),
        (("--step", "letter"), "expected an e-mail address"),
        (("--as", "C-1"), "--as needs --leads LIST.csv"),
        (("--as", "C-9", "--leads", "LEADS"), "contains no lead C-9"),
        *(
            ((option, value), "expected --leads LIST.csv with them")
            for option, value in (("--list", "crm"), ("--map", "phone=Tel"), ("--dates", "day-first"), ("--sheet", "A"))
        ),
    ],
)
async def test_what_cannot_be_tried_is_explained(tester: SetDesk, words: tuple[str, ...], says: str) -> None:
    """Nothing is written then."""
    desk = tester()

    said = await desk.tries(*(str(desk.leads) if word == "LEADS" else word for word in words))

    assert said.code != 0
    assert says in " ".join(said.err.split())
    assert desk.on.leads() == []


def kept_of(on: Scene, lead: str) -> list[str]:
    """Return the values of who got a trial, and the last text that was sent to them."""
    question = """
        SELECT CAST(l.attributes AS text), coalesce((
            SELECT x.body FROM touches t JOIN texts x ON x.touch_id = t.id WHERE t.lead_id = l.id LIMIT 1), '')
        FROM leads l WHERE l.id = %(lead)s"""
    with on.ledger.begin() as tx:
        return list(tx.exec_driver_sql(question, {"lead": lead}).one())


def count(on: Scene, table: str) -> int:
    """Return how many rows a table has."""
    with on.ledger.begin() as tx:
        return int(tx.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())  # noqa: S608  our own


def meanings(on: Scene) -> list[str]:
    """Return what was understood, oldest first."""
    with on.ledger.begin() as tx:
        return list(tx.exec_driver_sql("SELECT meaning FROM inbound ORDER BY at").scalars())
