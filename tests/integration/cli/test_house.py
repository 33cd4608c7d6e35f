"""Does a stored house file bind every campaign from the next touch on, and can it only tighten?"""

import time
from collections.abc import Sequence
from datetime import timedelta
from typing import cast
from uuid import uuid4

from cadence.campaign.store import from_json
from cadence.domain import Attempt, HoldName, Wait
from cadence.domain.payloads import TouchResult
from cadence.engine.dispatch.answers import ReservedTouch
from cadence.engine.law import LOOK_AFTER
from cadence.engine.outbox import OutboxRelay
from cadence.engine.reconciler.waking import HoldWaker
from cadence.engine.temporal_client import TemporalClient
from cadence.ledger.campaigns import campaigns
from cadence.ledger.campaigns.enrolment_rows import StoredEnrolment
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.lists.importing import import_leads
from cadence.ledger.reading import facts
from tests.integration.cli.desk import Desk
from tests.integration.cli.test_packs import LAWFUL, NOON, campaign_content, due, person, planner, tried
from tests.integration.ledger.conftest import KEY
from tests.integration.ledger.world import lead_row

__all__ = ["person"]

QUIET = """
quiet_hours:
  - {days: every day, hours: "00:00-09:00, 11:00-24:00"}
"""
WIDE = """
limits: [{max: 100, per: 1 day}]
"""


def test_a_house_file_is_stored_once_and_again_when_it_changes(desk: Desk) -> None:
    """With who and why; the same text again is no change, and every version can be read."""
    file = desk.file("house.yaml", QUIET)

    first = desk.json("house", "apply", file, "--because", "quiet afternoons")
    again = desk.type("house", "apply", file)
    desk.file("house.yaml", WIDE)
    second = desk.json("house", "apply", file)

    assert (first["version"], first["because"], first["new"], second["version"]) == (1, "quiet afternoons", True, 2)
    assert "as version 1; nothing was changed" in again.out
    assert desk.commands() == [("house apply", "quiet afternoons"), ("house apply", "")]
    assert desk.json("house", "show")["text"] == WIDE
    assert QUIET.strip() in desk.type("house", "show", "--version", "1").out
    assert desk.type("house", "show", "--version", "9").code == 2


def test_a_house_file_with_mistakes_changes_nothing(desk: Desk) -> None:
    """Each mistake is named at its place."""
    file = desk.file("house.yaml", "gap: soon\nquiet: 21:00\n")

    said = desk.type("house", "apply", file)

    assert said.code == 1
    assert f'{file}:1:6: found "soon"' in said.out or f'{file}:1:6: "soon"' in said.out
    assert f"{file}:2:1: " in said.out
    assert desk.json("house", "show") is None


def test_quiet_hours_bind_a_campaign_that_runs(desk: Desk, person: str, database_url: str) -> None:
    """Two workers, none of which starts again: what was planned does not go, and goes when the hours are over."""
    other = Ledger(database_url, KEY)
    workers = planner(desk.ledger), planner(other)
    attempts = [due(worker, person) for worker in workers]

    desk.type("house", "apply", desk.file("house.yaml", QUIET))

    for worker, attempt in zip(workers, attempts, strict=True):
        answer = tried(worker, person, attempt)
        assert isinstance(answer, TouchResult)
        assert isinstance(answer.next, Attempt)
        assert answer.next.at == NOON.replace(hour=8) + timedelta(days=1), "nine in the morning in Madrid"
    other.close()
    assert "house.quiet_hours" in desk.type("lead", "C-1").out


def test_a_house_file_that_allows_more_is_put_in_force_and_says_so(desk: Desk) -> None:
    """An emptied file takes every rule of the house away: nobody should do that without noticing."""
    file = desk.file("house.yaml", QUIET + "gap: 4 hours\n")
    assert "Less strict" not in desk.type("house", "apply", file).err
    desk.file("house.yaml", "")

    applied = desk.type("house", "apply", file)

    assert applied.code == 0
    assert "Less strict than the rules before: gap, quiet_hours." in applied.err


def test_who_waits_for_an_hour_that_never_opens_is_woken_when_the_house_file_is_corrected(
    desk: Desk, person: str, database_url: str
) -> None:
    """At once, and not by the daily look."""
    desk.type("house", "apply", desk.file("house.yaml", QUIET.replace("09:00, 11:00", "11:00, 11:00")))
    ledger = Ledger(database_url, KEY)
    worker = planner(ledger)
    with worker.begin() as page:
        move = page.plan(person)
    assert isinstance(move, Wait)
    assert (move.hold, move.key) == (HoldName.OPENING, "house.quiet_hours")
    woken: list[str] = []

    class Outbox(OutboxRelay):
        def wake(self, leads: Sequence[StoredEnrolment]) -> int:
            """Note who is woken."""
            woken.extend(lead.enrolment.id for lead in leads)
            return len(leads)

    waker = HoldWaker(worker, Outbox(ledger, cast(TemporalClient, None), worker.clock))
    waker.wake_held()
    assert woken == []

    desk.type("house", "apply", desk.file("house.yaml", QUIET))
    time.sleep(LOOK_AFTER)
    waker.wake_held()
    waker.wake_held()

    assert woken == [person]
    ledger.close()


def test_the_gap_of_the_house_counts_an_ended_campaign_and_another_list(desk: Desk, person: str) -> None:
    """The same person has two phones in a second list: a text to one defers the other."""
    desk.type("house", "apply", desk.file("house.yaml", "gap: 4 hours\n"))
    worker = planner(desk.ledger)
    assert isinstance(tried(worker, person, due(worker, person)), ReservedTouch)
    assert desk.type("stop", "spring", "--yes").code == 0
    who, content = desk.ledger.hasher.lead("more", "D-1"), campaign_content(LAWFUL.replace("spring", "autumn"))
    import_leads(desk.ledger, "more", [lead_row(1, "+34600000002", "+34600000001", key="D-1")], at=NOON)

    with worker.begin() as page:
        launched = campaigns.launch(page.tx, "autumn", content, at=NOON)
        since = worker.since(from_json(content))
        (known,) = facts.gather_new(
            page.tx, "autumn", launched.version, {str(uuid4()): who}, at=NOON + timedelta(hours=1), since=since
        )
        move = worker.next(worker.case_of(page.tx, known), NOON + timedelta(hours=1))

    assert isinstance(move, Attempt)
    assert timedelta(hours=4) <= move.at - NOON < timedelta(hours=4, minutes=5), "four hours after the text left"
