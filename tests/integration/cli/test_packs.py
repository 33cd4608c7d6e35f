"""Do packs that users store come into force everywhere at once, stay, and is what was law before still known?"""

from datetime import UTC, datetime, timedelta
from threading import Thread
from uuid import uuid4

import pytest
from sqlalchemy import text

from cadence.campaign import check_text
from cadence.campaign.store import from_json, to_json
from cadence.domain import Attempt
from cadence.domain.clock import Clock
from cadence.domain.house import HouseRules
from cadence.domain.payloads import TouchResult
from cadence.engine.dispatch.answers import Reserved, ReservedTouch, SenderRates
from cadence.engine.dispatch.reserve import reserve
from cadence.engine.law import PastLaw, law_in_force, shipped_texts
from cadence.engine.outcomes.planner import Planner
from cadence.ledger.campaigns import campaigns, enrolments
from cadence.ledger.campaigns.enrolments import NewEnrolment
from cadence.ledger.db import locks
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.law import stored
from cadence.ledger.lists.importing import import_leads
from cadence.ledger.reading import facts
from cadence.policy.packs.schema import Pack
from tests.integration.cli.desk import CAMPAIGN, Desk
from tests.integration.ledger.conftest import KEY
from tests.integration.ledger.judged import parts_of
from tests.integration.ledger.world import lead_row
from tests.integration.lock_queue import until_locked_out
from tests.integration.rolls import put_on_roster
from tests.unit.packs.test_checking import PACK
from tests.waiting import PATIENCE

SHORT = PACK.replace('close: "21:00"', 'close: "10:00"')
LAWFUL = CAMPAIGN.replace("jurisdictions: none\n", "spread: 0 minutes\n").replace("{{ name }}, pedido {{ order }}", "")
NOON = datetime(2027, 3, 9, 11, tzinfo=UTC)
"""Noon in Madrid, on a Tuesday."""
RATES = SenderRates(per_sender={"": 100.0})


def planner(ledger: Ledger, at: datetime = NOON) -> Planner:
    """What judges at an instant, as a worker does."""
    return Planner(ledger, Clock(origin=at, started=datetime.now(UTC)))


@pytest.fixture
def person(desk: Desk) -> str:
    """Somebody who is due at noon; the enrolment."""
    content = from_json(campaign_content(LAWFUL))
    enrolment, who = str(uuid4()), desk.ledger.hasher.lead("list", "C-1")
    import_leads(desk.ledger, "list", [lead_row(1, "+34600000001", key="C-1")], at=NOON)
    plan = planner(desk.ledger)
    with plan.begin() as page:
        launched = campaigns.launch(page.tx, content.campaign, campaign_content(LAWFUL), at=NOON)
        put_on_roster(page.tx, launched.campaign, "list", at=NOON)
        (known,) = facts.gather_new(page.tx, "spring", launched.version, {enrolment: who}, at=NOON)
        move = plan.next(plan.case_of(page.tx, known), page.now)
        entry = NewEnrolment(enrolment=known.enrolment, lead=who, move=move)
        assert enrolments.enrol_page(page.tx, launched.campaign, [entry], at=NOON)
    return enrolment


def campaign_content(written: str) -> str:
    """A campaign as the ledger keeps it."""
    return to_json(check_text(written, "spring.yaml").right())


def due(plan: Planner, enrolment: str) -> Attempt:
    """What is due for somebody."""
    with plan.begin() as page:
        move = page.plan(enrolment)
    assert isinstance(move, Attempt)
    return move


def tried(plan: Planner, enrolment: str, attempt: Attempt) -> Reserved:
    """What comes of an attempt that was planned before."""
    with plan.begin() as page:
        return reserve(page, enrolment, attempt, RATES)


def test_a_pack_is_stored_once_and_again_when_it_changes(desk: Desk) -> None:
    """By the hash of its content, with who and why; the same content again is no change and no order."""
    file = desk.file("acme.yaml", PACK)

    first = desk.json("packs", "add", file, "--because", "our own hours")
    again = desk.type("packs", "add", file)
    desk.file("acme.yaml", SHORT)
    second = desk.json("packs", "add", file, "--because", "shorter hours")

    assert (first["stored"], first["new"], second["stored"]) == (1, True, 2)
    assert first["hash"] != second["hash"]
    assert again.code == 0
    assert "acme has been in force as version 1" in again.out
    assert "nothing was changed" in again.out
    assert desk.commands() == [("packs add", "our own hours"), ("packs add", "shorter hours")]
    listed = {row["pack"]: row for row in desk.json("packs")}
    assert (listed["acme"]["stored"], listed["acme"]["hash"]) == (2, second["hash"])
    assert listed["es"]["stored"] is None
    assert "stored   version 2" in desk.type("packs", "acme").out


def test_a_pack_for_a_later_day_says_when_it_is_law(desk: Desk) -> None:
    """Its text is stored now; until its first day it binds nobody."""
    file = desk.file("acme.yaml", PACK.replace("2026-01-01}", "2030-01-01, to: 2031-01-01}"))

    added = desk.type("packs", "add", file)

    assert "law from 2030-01-01 to 2031-01-01, that day not included." in added.out
    assert "law      from 2030-01-01 to 2031-01-01" in desk.type("packs", "acme").out


def test_a_version_that_allows_more_than_the_one_before_says_so(desk: Desk) -> None:
    """Its owner may want that, and nobody else may loosen a law; a tightening needs no remark."""
    file = desk.file("acme.yaml", PACK)
    desk.type("packs", "add", file)
    desk.file("acme.yaml", SHORT)
    tighter = desk.type("packs", "add", file)
    desk.file("acme.yaml", PACK.replace("2026-01-01}", "2026-01-01, to: 2027-01-01}"))
    looser = desk.type("packs", "add", file)
    desk.file("acme.yaml", PACK[: PACK.index("rules:")] + "rules: []\n")
    emptied = desk.type("packs", "add", file)

    assert "Less strict" not in tighter.err
    assert "Less strict than the version before: acme.hours (longer hours); effective (an earlier end)." in looser.err
    assert "acme.hours (left out)." in emptied.err
    assert [written.code for written in (tighter, looser, emptied)] == [0, 0, 0]


@pytest.mark.parametrize(
    ("found", "replaced", "mistake"),
    [
        ("id: acme\n", "id: es\n", '1:5: id: "es" is a pack that comes with this program; expected an id of your own'),
        ("status: draft", "status: drafted", '5:9: status: "drafted"; expected one of'),
        ("extends: [es]", "extends: [xx]", '7:11: extends[0]: no pack "xx"'),
    ],
)
def test_a_pack_with_mistakes_changes_nothing(desk: Desk, found: str, replaced: str, mistake: str) -> None:
    """Each mistake is named at its place, as `packs check` does."""
    said = desk.type("packs", "add", desk.file("acme.yaml", PACK.replace(found, replaced, 1)))

    assert said.code == 1
    assert mistake in said.out
    assert "Nothing was changed" in said.err
    assert desk.commands() == []


def test_a_campaign_may_name_a_stored_pack(desk: Desk) -> None:
    """And `check` knows it, as every command that reads a campaign does."""
    named = desk.file("spring.yaml", LAWFUL.replace("country: ES", "country: ES\njurisdictions: [acme-night]"))
    assert desk.type("check", named).code == 1

    desk.type("packs", "add", desk.file("n.yaml", PACK.replace("acme", "acme-night") + "binds: named\n"))

    assert desk.type("check", named).code == 0


def test_two_workers_judge_the_next_touch_by_a_new_pack(desk: Desk, person: str, database_url: str) -> None:
    """Neither is told, neither starts again, and a plan made before does not save a touch from the new law."""
    other = Ledger(database_url, KEY)
    workers = planner(desk.ledger), planner(other)
    attempts = [due(worker, person) for worker in workers]

    assert desk.type("packs", "add", desk.file("acme.yaml", SHORT)).code == 0

    for worker, attempt in zip(workers, attempts, strict=True):
        answer = tried(worker, person, attempt)
        assert isinstance(answer, TouchResult)
        assert isinstance(answer.next, Attempt)
        assert answer.next.at == NOON.replace(hour=8) + timedelta(days=1), "nine in the morning"
    other.close()


def test_a_restart_keeps_the_pack_and_a_new_version_takes_its_place(desk: Desk, person: str) -> None:
    """A worker that begins now judges by the last version, and the touch goes when that allows it."""
    file = desk.file("acme.yaml", SHORT)
    desk.type("packs", "add", file)
    assert planner(desk.ledger).today.in_force.revision == 0, "nothing is read before it is needed"
    with planner(desk.ledger).begin() as page:
        assert "acme" in page.planner.today.in_force.packs.names()

    desk.file("acme.yaml", PACK)
    desk.type("packs", "add", file)
    worker = planner(desk.ledger)

    assert isinstance(tried(worker, person, due(worker, person)), ReservedTouch)
    with worker.begin() as page:
        law, allowed = page.tx.exec_driver_sql("SELECT law, id FROM decisions WHERE verdict = 'allow'").one()
        packs = parts_of(page.tx, allowed)["packs"]
    assert law == 2
    assert packs["acme"] == "1"


def test_no_pack_comes_into_force_while_a_touch_is_decided(desk: Desk, person: str) -> None:
    """Either the touch is reserved first, by the old law, or it sees the new one: never both at once."""
    worker = planner(desk.ledger)
    file = desk.file("acme.yaml", SHORT)
    adding = Thread(target=desk.type, args=("packs", "add", file))
    with worker.begin() as page:
        before = locks.lock_for_touch(page.tx, person).law
        adding.start()
        until_locked_out(desk.ledger)  # it waits for the touch
        assert stored.revision(page.tx) == before == 0

    adding.join(PATIENCE)
    with worker.begin() as page:
        assert locks.lock_for_touch(page.tx, person).law == 1


def test_a_pack_that_this_program_cannot_read_holds_everything(desk: Desk, person: str) -> None:
    """A later version may have stored it: nothing is guessed (law 6), and doctor names it."""
    desk.type("packs", "add", desk.file("acme.yaml", PACK))
    newer = PACK.replace("rules:", "rules_of_tomorrow: []\nrules:")
    with desk.ledger.begin() as connection:
        order = connection.execute(text("SELECT max(id) FROM commands")).scalar_one()
        text_ = stored.LawText(kind=stored.LawKind.PACK, name="acme", body=newer)
        stored.keep(connection, [text_], at=NOON, shipped=False)
        insert = text(
            "INSERT INTO law_versions (kind, name, version, hash, command_id, at) "
            "VALUES ('pack', 'acme', 2, :h, :c, :at)"
        )
        connection.execute(insert, {"h": text_.digest, "c": order, "at": NOON})

    with planner(desk.ledger).begin() as page:
        page.plan(person)
        held = page.tx.exec_driver_sql("SELECT hold, hold_key FROM enrolments").one()

    assert tuple(held) == ("pack.valid", "acme")
    assert "acme.yaml:9:1: rules_of_tomorrow: not a key" in desk.type("doctor", "--part", "packs").out


def test_what_was_law_is_known_afterwards(desk: Desk, person: str) -> None:
    """`lead` shows the source of the rule of that time, though the pack has no such rule any more."""
    file = desk.file("acme.yaml", SHORT)
    desk.type("packs", "add", file)
    with planner(desk.ledger).begin() as page:
        page.plan(person)
    desk.file("acme.yaml", PACK.replace("acme.hours", "acme.others"))
    desk.type("packs", "add", file)

    lines = desk.json("lead", "C-1")["lines"]

    sources = [line["evidence"]["sources"] for line in lines if "sources" in (line["evidence"] or {})]
    assert sources == [{"acme.hours": "https://example.com/policy"}]


def test_the_texts_of_our_own_packs_are_kept_when_a_worker_first_uses_them(ledger: Ledger) -> None:
    """By their hash, once; an older text stays, and answers for the time in which it was used."""
    older = [stored.LawText(kind=stored.LawKind.PACK, name="es", body="id: es\n# as it was\n")]
    with ledger.begin() as connection:
        stored.keep(connection, older, at=NOON, shipped=True)
        for at in (NOON + timedelta(days=1), NOON + timedelta(days=2)):
            stored.keep(connection, shipped_texts(), at=at, shipped=True)
        kept = stored.shipped(connection)
        past = PastLaw(connection)

        assert len(kept) == len(shipped_texts()) + 1
        assert past.at(0, NOON).packs.text("es") == older[0].body
        assert past.at(0, NOON + timedelta(days=3)).packs.text("es") != older[0].body


def test_a_pack_that_we_ship_later_was_no_law_before(ledger: Ledger) -> None:
    """What a newer program brings says nothing of a decision made under an older one."""
    older = [stored.LawText(kind=stored.LawKind.PACK, name="es", body="id: es\n# as it was\n")]
    with ledger.begin() as connection:
        stored.keep(connection, older, at=NOON, shipped=True)
        stored.keep(connection, shipped_texts(), at=NOON + timedelta(days=2), shipped=True)
        past = PastLaw(connection)

        assert past.at(0, NOON + timedelta(days=1)).packs.names() == ("es",)
        assert "pe" in past.at(0, NOON + timedelta(days=2)).packs.names()
        assert "pe" in past.at(0, NOON - timedelta(days=1)).packs.names(), "nothing is known of that time"


@pytest.mark.parametrize("statement", ["UPDATE law_versions SET version = 9", "DELETE FROM law_texts"])
def test_nothing_that_was_law_can_be_changed(desk: Desk, statement: str) -> None:
    """Not even by hand."""
    desk.type("packs", "add", desk.file("acme.yaml", PACK))

    with pytest.raises(Exception, match="keeps every row as it was written"), desk.ledger.begin() as connection:
        connection.exec_driver_sql(statement)


def test_judge_asks_the_law_of_the_instant(desk: Desk) -> None:
    """What was judged yesterday is answered by yesterday's packs, tomorrow's question by those in force now."""
    lead = desk.file("lead.json", '{"numbers": [{"e164": "+34600000001"}], "address": {"country": "ES"}}')
    file = desk.file("spring.yaml", LAWFUL)
    desk.type("packs", "add", desk.file("acme.yaml", SHORT))
    asked = ("judge", "--campaign", file, "--lead", lead, "--step", "hello", "--at")

    past = desk.json(*asked, (NOON - timedelta(days=7)).isoformat())
    future = desk.json(*asked, (NOON + timedelta(days=7)).isoformat())

    assert "acme" not in past["packs"]
    assert "acme" in future["packs"]
    assert "acme.hours" in future["rules"]


def test_without_an_answer_of_the_ledger_the_packs_of_the_program_are_shown(desk: Desk) -> None:
    """And it says that others may be stored."""
    desk.without_postgres()

    said = desk.type("packs")

    assert said.code == 0
    assert "Only the packs of this program are known here" in said.err


def test_both_packs_apply_when_a_later_version_ships_an_id_that_is_stored() -> None:
    """Nobody is contacted by less law after an upgrade: the user's pack goes on under another id."""
    mine = PACK.replace("id: acme\n", "id: es\n").replace("extends: [es]", "extends: [eu]")
    version = stored.LawVersion(
        text=stored.LawText(kind=stored.LawKind.PACK, name="es", body=mine), version=1, at=NOON, actor="ana", why=""
    )
    law = law_in_force([version], 1, HouseRules())

    read = law.packs.read("es-own")

    assert isinstance(read, Pack)
    assert [rule.id for rule in read.rules] == ["acme.hours"]
    assert {"es", "es-own"} <= {pack.id for pack in law.law(from_json(campaign_content(LAWFUL))).packs}
