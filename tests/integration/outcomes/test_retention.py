"""Is what was kept long enough erased by itself, and nothing that is open or that the law wants kept?"""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import text

from cadence.channels.provider import Received
from cadence.domain import Channel, Enrolment, Finish
from cadence.domain.house import HouseRules
from cadence.domain.retention import RetentionTime, RetentionTimes
from cadence.engine.audit.verify import verify
from cadence.engine.outcomes.inbound import record_inbound
from cadence.engine.outcomes.planner import Planner
from cadence.engine.retention import job
from cadence.engine.retention.due import DueData, DueTimes
from cadence.engine.retention.forecast import forecast, next_run
from cadence.engine.retention.job import RetentionJob
from cadence.ledger.campaigns import commands, enrolment_rows, enrolments
from cadence.ledger.campaigns.commands import Command
from cadence.ledger.law import stored
from cadence.ledger.law.stored import LawKind, LawText
from cadence.ledger.lists.importing import import_leads
from cadence.ledger.people import consents, retention, retention_runs, saved_values, texts
from cadence.ledger.people.retention_runs import FIRST, RetentionRun
from cadence.ledger.touches import callbacks, tasks
from tests.integration.api.town import OURS, Town
from tests.integration.ledger.world import lead_row
from tests.integration.outcomes.conftest import NOON, lasting

TWO_YEARS = HouseRules(retention=RetentionTimes(people=RetentionTime(months=24)))
TEXTS = HouseRules(retention=RetentionTimes(texts=RetentionTime(days=90)))
TICK = timedelta(microseconds=1)


def years(count: int) -> datetime:
    """So many years after everything began."""
    return NOON.replace(year=NOON.year + count)


class Keeping:
    """A ledger whose house keeps data for a time."""

    def __init__(self, town: Town) -> None:
        self.town = town

    def planner(self, at: datetime, house: HouseRules) -> Planner:
        """What a worker has at an instant."""
        return Planner(self.town.ledger, lasting(at), house)

    def due(self, at: datetime, house: HouseRules = TWO_YEARS) -> DueData:
        """What is due at an instant."""
        planner = self.planner(at, house)
        with planner.begin() as unit:
            times = DueTimes(planner, unit.tx, unit.now)
            page = retention.page(unit.tx, after=FIRST, young=times.young, now=unit.now, limit=10_000)
            return times.of(page.leads)

    def run(self, at: datetime, house: HouseRules = TWO_YEARS) -> RetentionRun:
        """Erase on that day until the run has ended."""
        planner = self.planner(at, house)
        run = None
        while run is None or run.ended_at is None:
            RetentionJob(planner).erase_expired()
            with self.town.ledger.begin() as tx:
                run = retention_runs.latest(tx)
        assert run.ended_at == at
        return run

    def left(self, key: str = "", **more: object) -> str:
        """Somebody whose cadence ended as soon as it began; the lead."""
        enrolment = self.town.enrol(key=key, **more)
        self.end(enrolment)
        return self.town.lead_of(enrolment)

    def end(self, enrolment: Enrolment) -> None:
        """End a cadence at noon."""
        with self.town.ledger.begin() as tx:
            enrolments.finish(tx, enrolment.id, "completed", at=NOON)

    def row(self, lead: str) -> tuple[Any, ...]:
        """Name, key and the instant of the erasure."""
        with self.town.ledger.begin() as tx:
            return tuple(
                tx.execute(text("SELECT name, key, erased_at FROM leads WHERE id = :lead"), {"lead": lead}).one()
            )


@pytest.fixture
def keeping(town: Town) -> Keeping:
    """The ledger of this module."""
    return Keeping(town)


def test_a_person_is_erased_when_their_time_is_over_to_the_instant(keeping: Keeping) -> None:
    """With an order for each person and one for the run; the same day again finds nothing."""
    lead, at = keeping.left("ana", name="Ana"), years(2)
    planner = keeping.planner(at, TWO_YEARS)
    assert lead not in keeping.due(at - TICK).people
    with planner.begin() as unit:
        before = forecast(planner, unit.tx)

    run = keeping.run(at)

    assert keeping.row(lead) == ("", None, at)
    assert [row.due for row in before.rows] == [0, run.people]
    assert (before.next_run, before.last_run) == (at, None)
    with planner.begin() as unit:
        after = forecast(planner, unit.tx)
        orders = unit.tx.execute(
            text("SELECT name, actor, why, lead_id FROM commands WHERE actor = 'retention' ORDER BY id")
        ).all()
        args = commands.args_of(unit.tx, f"retention {at.date()}")
        assert next_run(planner, run, at) == (at + timedelta(days=1)).replace(hour=0)
    assert ("erase", "retention", "kept for 2 years", lead) in {(*row[:3], str(row[3])) for row in orders}
    assert orders[-1][0] == "retention"
    assert args == {"day": "2029-03-09", "people": str(run.people), "texts": "0", "kept for the law": "0"}
    assert [row.due for row in after.rows] == [0, 0]
    assert keeping.run(at) == run, "the same day again"
    assert keeping.run(at + timedelta(days=1)).people == 0, "and the next one"


def a_cadence(town: Town, enrolment: Enrolment) -> None:
    """Leave the cadence open."""


def a_touch(town: Town, enrolment: Enrolment) -> None:
    """Leave a text in the air, after its cadence has ended."""
    town.reserve(enrolment, "hello", Channel.SMS)


def a_task(town: Town, enrolment: Enrolment) -> None:
    """Leave a task open."""
    with town.ledger.begin() as tx:
        work = tasks.NewTask(ref=enrolment.id, kind="reply", title="call Ana", lead=town.lead_of(enrolment))
        tasks.add(tx, work, at=NOON)


def a_promise(town: Town, enrolment: Enrolment) -> None:
    """Promise a call."""
    with town.ledger.begin() as tx:
        lead = town.lead_of(enrolment)
        promise = callbacks.NewCallback(lead=lead, enrolment=enrolment.id, at=years(40), ref=enrolment.id)
        callbacks.promise(tx, promise, at=NOON)


def a_place(town: Town, enrolment: Enrolment) -> None:
    """Put them on the list of a campaign that runs."""
    with town.ledger.begin() as tx:
        order = "INSERT INTO roster (campaign_id, lead_id, score, added_at, visit) VALUES (:to, :lead, 0, :at, 'again')"
        tx.execute(text(order), {"to": town.campaign, "lead": town.lead_of(enrolment), "at": NOON})


def an_order(town: Town, enrolment: Enrolment) -> None:
    """Have something happen later."""
    with town.ledger.begin() as tx:
        order = Command(name="export", actor="ops", origin="cli", lead=town.lead_of(enrolment))
        commands.record(tx, order, at=years(29))


@pytest.mark.parametrize("open_", [a_cadence, a_touch, a_task, a_promise, a_place, an_order])
def test_nobody_is_touched_with_whom_something_is_open(
    keeping: Keeping, open_: Callable[[Town, Enrolment], None]
) -> None:
    """However long ago it began."""
    enrolment = keeping.town.enrol(name="Bea")
    lead, at = keeping.town.lead_of(enrolment), years(30)
    open_(keeping.town, enrolment)
    if open_ is not a_cadence:
        keeping.end(enrolment)

    due = keeping.due(at)

    assert lead not in {*due.people, *due.by_law}
    assert lead not in keeping.due(at, TEXTS).texts


def test_who_said_stop_is_left_alone_when_they_come_back_after_they_were_erased(keeping: Keeping) -> None:
    """The stop stands as a keyed hash, and another list with their number is a new person."""
    town, number = keeping.town, keeping.town.number()
    enrolment = town.enrol(number, key="carla", name="Carla")
    planner = Planner(town.ledger, town.clock)
    said = Received(channel=Channel.SMS, sender=number, to=OURS, at=NOON, sid=f"SM{1:032d}", body="BAJA")
    record_inbound(planner, said)
    lead = town.lead_of(enrolment)
    with town.ledger.begin() as tx:  # the confirmation of the stop
        for open_ in enrolment_rows.open_of_lead(tx, lead):
            enrolments.finish(tx, open_.enrolment.id, "completed", at=NOON)

    keeping.run(years(31))

    assert keeping.row(lead)[:2] == ("", None)
    again = import_leads(town.ledger, "list", [lead_row(1, number, key="carla", name="Carla")], at=NOON)
    assert again.erased == (1,)
    new = town.enrol(number, key="carla-2", name="Carla")
    with planner.begin() as unit:
        move = unit.plan(new.id)
    assert isinstance(move, Finish)
    assert move.reason == "opted_out"
    assert town.suppressed(new) == 1


def test_the_longer_time_of_the_law_counts_for_whom_it_binds(keeping: Keeping) -> None:
    """Five years in the United States; a campaign that switches the law of places off does so here, too."""
    imported = keeping.town.ledger.hasher.lead("states", "US-1")
    import_leads(keeping.town.ledger, "states", [lead_row(1, "+34600009001", key="US-1", country="US")], at=NOON)
    spaniard = keeping.town.ledger.hasher.lead("states", "ES-1")
    import_leads(keeping.town.ledger, "states", [lead_row(2, "+34600009002", key="ES-1")], at=NOON)
    without = keeping.left(country="US")
    with keeping.town.ledger.begin() as tx:
        saved_values.save(tx, saved_values.SavedValue(lead=imported, name="score", value="7", ref="inbound:1"), at=NOON)

    early, last, late = keeping.due(years(2)), keeping.due(years(5) - TICK), keeping.due(years(5))

    assert {spaniard, without} <= {*early.people}
    assert imported in early.by_law
    assert imported in last.by_law
    assert imported in late.people
    assert imported not in keeping.due(years(2) - TICK).by_law, "their own time is not over"
    assert imported in keeping.due(NOON + timedelta(days=90), TEXTS).by_law
    assert imported not in keeping.due(years(5) - TICK, TEXTS).texts
    assert imported in keeping.due(years(5), TEXTS).texts


def test_old_texts_go_and_the_person_and_newer_texts_stay(keeping: Keeping) -> None:
    """Names, evidence and the touches themselves stay; the audit sees what the engine deleted."""
    town, later = keeping.town, NOON + timedelta(days=1)
    enrolment = town.enrol(key="dora", name="Dora")
    lead, number = town.lead_of(enrolment), town.numbers(town.lead_of(enrolment))[0]
    old = town.message(enrolment)
    reply = Received(
        channel=Channel.SMS, sender=_phone(town, lead), to=OURS, at=NOON, sid=f"SM{2:032d}", body="una opinion"
    )
    record_inbound(Planner(town.ledger, town.clock), reply)
    with town.ledger.begin() as tx:
        texts.put(tx, old.touch.id, texts.RenderedText(body="Hola Dora"))
        for at, value in ((NOON, "7"), (later, "8")):
            saved = saved_values.SavedValue(lead=lead, name="score", value=value, ref=f"inbound:{at}")
            saved_values.save(tx, saved, at=at)
        yes = consents.NewConsent(channel=Channel.SMS, given=True, lead=lead, number=number, evidence="ticked the box")
        consents.record(tx, yes, at=NOON)
        for task in tasks.of_lead(tx, lead):
            tasks.finish(tx, task.id, by="ops", at=NOON)
        work = tasks.NewTask(ref=old.touch.id, kind="reply", title="Dora", body="wants a call", lead=lead)
        tasks.add(tx, work, at=NOON)
        tasks.finish_of(tx, old.touch.id, by="ops", at=NOON)
    keeping.end(enrolment)
    at = NOON + timedelta(days=90)
    assert lead not in keeping.due(at - TICK, TEXTS).texts
    planner = keeping.planner(at, TEXTS)
    with planner.begin() as unit:
        foreseen = {row.name: row.due for row in forecast(planner, unit.tx).rows}

    run = keeping.run(at.replace(year=at.year + 32), TEXTS)

    assert run.people == 0
    assert run.texts >= foreseen["texts"] > 0
    assert keeping.row(lead)[0] == "Dora"
    with town.ledger.begin() as tx:
        assert texts.find(tx, old.touch.id) is None
        assert _count(tx, "SELECT count(*) FROM saved_values WHERE lead_id = :lead", lead) == 0
        assert _count(tx, "SELECT count(*) FROM touches WHERE lead_id = :lead", lead) == 1
        assert _count(tx, "SELECT count(*) FROM consents WHERE lead_id = :lead", lead) == 1
        assert _count(tx, "SELECT count(*) FROM tasks WHERE lead_id = :lead AND title || body <> ''", lead) == 0
        written = "SELECT count(*) FROM inbound_texts x JOIN inbound i ON i.id = x.inbound_id WHERE i.lead_id = :lead"
        assert _count(tx, written, lead) == 0
    assert verify(town.ledger, None, None).findings == []


def test_newer_texts_stay(keeping: Keeping) -> None:
    """Each text has an age of its own."""
    town = keeping.town
    enrolment = town.enrol(key="eva", country="US")
    lead = town.lead_of(enrolment)
    keeping.end(enrolment)
    with town.ledger.begin() as tx:
        for days, value in ((0, "7"), (1, "8")):
            saved = saved_values.SavedValue(lead=lead, name="score", value=value, ref=f"inbound:{days}")
            saved_values.save(tx, saved, at=NOON + timedelta(days=days))
    due = keeping.due(NOON + timedelta(days=90), TEXTS)
    with town.ledger.begin() as tx:
        erased = retention.erase_texts(tx, {lead: due.texts[lead]})
        left = tx.execute(text("SELECT value FROM saved_values WHERE lead_id = :lead"), {"lead": lead}).scalars().all()

    assert (erased, left) == (1, ["8"])


def test_texts_of_nobody_whom_the_ledger_knows_go_as_well(keeping: Keeping) -> None:
    """The stop that they were stays for ever."""
    town, stranger = keeping.town, "+34600009900"
    said = Received(channel=Channel.SMS, sender=stranger, to=OURS, at=NOON, sid=f"SM{3:032d}", body="dejen de escribir")
    record_inbound(Planner(town.ledger, town.clock), said)
    kept = "SELECT count(*) FROM inbound_texts x JOIN inbound i ON i.id = x.inbound_id WHERE i.sid = :lead"
    with town.ledger.begin() as tx:
        for task in tasks.todo(tx, limit=1000):
            tasks.finish(tx, task.id, by="ops", at=NOON)
        assert _count(tx, kept, said.sid) == 1

    keeping.run(years(33), TEXTS)

    with town.ledger.begin() as tx:
        assert _count(tx, kept, said.sid) == 0
        assert _count(tx, "SELECT count(*) FROM tasks WHERE lead_id IS NULL AND title || body <> :lead", "") == 0


def test_a_run_goes_on_after_each_kill_and_holds_few_locks(keeping: Keeping, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each round is another worker, and one page; together they erase everybody once."""
    people, planner = {keeping.left() for _ in range(7)}, keeping.planner(years(34), TWO_YEARS)
    monkeypatch.setattr(job, "PAGE", 3)
    monkeypatch.setattr(job, "MOST", 2)
    monkeypatch.setattr(job, "BUDGET", 0.0)
    erased, rounds = [0], 0
    while True:
        RetentionJob(planner).erase_expired()
        rounds += 1
        with keeping.town.ledger.begin() as tx:
            run = retention_runs.latest(tx)
        assert run is not None
        erased.append(run.people)
        if run.ended_at is not None:
            break

    assert max(after - before for before, after in pairwise(erased)) <= 2
    assert rounds > 4
    assert erased[-1] >= len(people)
    assert all(keeping.row(lead)[1] is None for lead in people)


def test_who_is_enrolled_between_the_look_and_the_lock_stays(keeping: Keeping, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page is old when the locks are held, so everybody is looked at again."""
    lead, stays = keeping.left("fina", name="Fina"), keeping.left("gala", name="Gala")
    known = retention.page

    def old_page(*args: Any, **parameters: Any) -> retention.KeptPage:
        page = known(*args, **parameters)
        with keeping.town.ledger.begin() as tx:
            work = tasks.NewTask(ref=f"late {stays}", kind="reply", title="Gala", lead=stays)
            tasks.add(tx, work, at=NOON)
        return page

    monkeypatch.setattr(retention, "page", old_page)
    keeping.run(years(35))

    assert keeping.row(lead)[0] == ""
    assert keeping.row(stays)[0] == "Gala"


def test_a_house_file_that_comes_into_force_meanwhile_counts(keeping: Keeping, monkeypatch: pytest.MonkeyPatch) -> None:
    """The law of the moment of the locks, as for a touch."""
    lead, town, known = keeping.left("ines", name="Ines"), keeping.town, retention.page

    def longer_meanwhile(*args: Any, **parameters: Any) -> retention.KeptPage:
        with town.ledger.begin() as tx:
            command = Command(name="house apply", actor="ops", origin="cli")
            stored.put(tx, LawText(kind=LawKind.HOUSE, body="retention: {people: 99 years}"), command, at=NOON)
        return known(*args, **parameters)

    monkeypatch.setattr(retention, "page", longer_meanwhile)
    keeping.run(years(36))

    assert keeping.row(lead)[0] == "Ines"


def test_nothing_is_erased_while_the_house_file_or_its_times_are_missing(keeping: Keeping) -> None:
    """A file that cannot be read may set any time (law 6)."""
    lead, town = keeping.left("hilda", name="Hilda"), keeping.town
    with town.ledger.begin() as tx:
        before = retention_runs.latest(tx)
    for body in ("zone: Europe/Madrid", "retention: {people: 1 day, pets: 1 day}"):
        with town.ledger.begin() as tx:
            command = Command(name="house apply", actor="ops", origin="cli")
            stored.put(tx, LawText(kind=LawKind.HOUSE, body=body), command, at=NOON)
        RetentionJob(keeping.planner(years(37), TWO_YEARS)).erase_expired()

    assert keeping.row(lead)[0] == "Hilda"
    with town.ledger.begin() as tx:
        assert retention_runs.latest(tx) == before


def _count(tx: Any, statement: str, lead: str) -> int:
    return int(tx.execute(text(statement), {"lead": lead}).scalar_one())


def _phone(town: Town, lead: str) -> str:
    numbers = "SELECT n.e164 FROM lead_numbers l JOIN numbers n ON n.id = l.number_id WHERE l.lead_id = :lead"
    return str(town.ask(numbers, lead=lead))
