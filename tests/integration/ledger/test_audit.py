"""Is every change of the past found and named, and nothing that the engine does?"""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text

from cadence.domain import Channel, Outcome, PauseScope
from cadence.domain.clock import utc_now
from cadence.domain.errors import ConflictError, UnavailableError
from cadence.engine.audit.checkpoints import Checkpoints
from cadence.engine.audit.findings import AuditReport, FindingKind
from cadence.engine.audit.notes import Signer
from cadence.engine.audit.verify import verify
from cadence.engine.reconciler.sealing import Sealing
from cadence.ledger.audit import blocks
from cadence.ledger.audit.fact_tables import TABLES
from cadence.ledger.campaigns import commands, pauses
from cadence.ledger.campaigns.pauses import PauseOrder
from cadence.ledger.db.hashing import Hasher
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.db.migrate import upgrade
from cadence.ledger.people import erasure, texts
from cadence.local.stack import Postgres
from tests.integration.ledger import recorded, states
from tests.integration.ledger.conftest import KEY
from tests.integration.ledger.tampering import Attacker, attacker
from tests.integration.ledger.world import NOON, World, yes
from tests.waiting import PATIENCE

LEADS = 60
SIGNER = Signer.new("audit.example.com")
FILL = Path(__file__).with_name("audited.sql")


@pytest.fixture
def sealing(ledger: Ledger, tmp_path: Path) -> Sealing:
    """The job that seals, with a folder of checkpoints."""
    return Sealing(ledger, Checkpoints(tmp_path, SIGNER))


@pytest.fixture
def hand(database_url: str) -> Iterator[Attacker]:
    """Somebody who may write everything in the database of this test."""
    with attacker(database_url) as connected:
        yield connected


def fill(ledger: Ledger, leads: int = LEADS) -> None:
    """Write facts of every kind, as a session of the engine."""
    with ledger.begin() as tx:
        tx.connection.cursor().execute(FILL.read_text().replace(":leads", str(leads)))  # type: ignore[union-attr]


def checked(ledger: Ledger, folder: Path) -> AuditReport:
    """Verify with the checkpoints of a folder."""
    return verify(ledger, folder, SIGNER.verifier)


def named(report: AuditReport) -> set[tuple[str, str]]:
    """The facts that findings name."""
    return {(finding.table, finding.key) for finding in report.findings if finding.table}


def person(world: World) -> tuple[str, str]:
    """Somebody with facts of many kinds; return the lead and a touch."""
    lead = world.lead("+34600000001", consents=(yes(Channel.SMS, "+34600000001"),))
    enrolment = world.enrol(lead)
    touch = world.reserved(enrolment)
    with world.ledger.begin() as tx:
        states.settle(tx, touch.id, Outcome.SENT, at=NOON, details={"sid": "SM1"})
        texts.put(tx, touch.id, texts.RenderedText(body="Hola Ana"))
        order = commands.Command(name="pause", actor="ops", origin="cli", lead=lead, why="she asked for it")
        commands.record(tx, order, at=NOON)
        pauses.begin(tx, PauseOrder(scope=PauseScope.LEAD, value=lead, actor="ops", reason="holiday"), at=NOON)
    return lead, touch.id


def test_what_the_engine_writes_is_proven_once_it_is_sealed(world: World, sealing: Sealing, tmp_path: Path) -> None:
    """Every later version of a row has a leaf of its own."""
    _, touch = person(world)
    before = checked(world.ledger, tmp_path)
    sealing.seal()
    sealed = checked(world.ledger, tmp_path)
    with world.ledger.begin() as tx:
        states.settle(tx, touch, Outcome.DELIVERED, at=NOON)
    after = checked(world.ledger, tmp_path)

    assert (before.findings, before.proven, before.unproven > 8) == ([], 0, True)
    assert (sealed.findings, sealed.unproven, sealed.unsealed) == ([], 0, 0)
    assert (sealed.proven, sealed.blocks, sealed.checkpoints) == (before.unproven, 1, 1)
    assert (after.findings, after.proven, after.unproven, after.unsealed) == ([], sealed.proven - 1, 1, 1)


def test_erasing_a_person_breaks_nothing(world: World, sealing: Sealing, tmp_path: Path) -> None:
    """Before and after it is sealed. The salts go, so that the old commitments say nothing about what was written."""
    lead, _ = person(world)
    sealing.seal()
    with world.ledger.begin() as tx:
        assert erasure.erase(tx, lead, at=NOON).done
    unsealed = checked(world.ledger, tmp_path)
    sealing.seal()
    report = checked(world.ledger, tmp_path)
    with world.ledger.begin() as tx:
        salts = [
            tx.exec_driver_sql(f"SELECT count(salt) FROM {table.name}").scalar_one()  # noqa: S608
            for table in TABLES
            if table.personal
        ]

    assert unsealed.findings == report.findings == []
    assert (report.erased_people, report.unproven) == (1, 0)
    assert report.deleted == unsealed.deleted > 0
    assert sum(salts) == 0


def test_a_pretended_erasure_is_found(world: World, sealing: Sealing, hand: Attacker, tmp_path: Path) -> None:
    """Whoever empties a text and its salt by hand has not erased anybody."""
    person(world)
    sealing.seal()
    hand.run("SET session_replication_role = replica")
    hand.run("UPDATE commands SET why = '', salt = NULL")
    hand.run("DELETE FROM texts")
    hand.commit()

    report = checked(world.ledger, tmp_path)

    assert Counter((finding.table, finding.kind) for finding in report.findings) == {
        ("commands", FindingKind.ALTERED): 1,
        ("texts", FindingKind.REMOVED): 1,
    }
    assert {finding.lead for finding in report.findings} == {world.ledger.hasher.lead("list", "K1")}


def test_a_thousand_planted_changes_are_found_and_named(
    world: World, sealing: Sealing, hand: Attacker, tmp_path: Path
) -> None:
    """
    Of every table and column: updates, deletions, insertions, swaps, and changes through the triggers.

    Then with leaves, blocks and heads made anew, for all of them or for each second one.
    """
    fill(world.ledger)
    sealing.seal()
    through = hand.run("UPDATE touches SET step = 'other' WHERE attempt = 2 RETURNING CAST(id AS text) AS id")
    tasks = hand.run("UPDATE tasks SET assign = 'eve' WHERE CAST(id AS text) < '8' RETURNING CAST(id AS text) AS id")
    hand.planted |= {("touches", row.id): "through triggers" for row in through}
    hand.planted |= {("tasks", row.id): "through triggers" for row in tasks}
    hand.commit()
    sealing.seal()  # the engine seals what it finds
    hand.change_everything()
    hand.commit()
    assert len(hand.planted) >= 1000, Counter(hand.planted.values())

    plain = checked(world.ledger, tmp_path)
    assert missed(hand, plain) == {}
    assert named(plain) <= {*hand.planted}

    assert hand.seal_again(every=2) > 200
    hand.commit()
    assert missed(hand, checked(world.ledger, tmp_path)) == {}
    assert hand.seal_again() > 400
    hand.commit()
    rewritten = checked(world.ledger, tmp_path)
    assert missed(hand, rewritten) == {}
    assert FindingKind.BLOCK in {finding.kind for finding in rewritten.findings}
    about_people = {"touches", "texts", "decisions", "contradictions", "consent_evidence", "inbound_texts"}
    nameless = [
        finding
        for finding in plain.findings
        if finding.table in about_people and finding.kind is not FindingKind.INSERTED and finding.lead is None
    ]
    assert nameless == []


def missed(hand: Attacker, report: AuditReport) -> dict[tuple[str, str], str]:
    """The planted changes that no finding names."""
    found = named(report)
    return {fact: way for fact, way in hand.planted.items() if fact not in found}


def block_rewritten(hand: Attacker, folder: Path) -> None:
    """A leaf is taken out of a block, its row goes back to what it was, and all hashes are made anew."""
    _ = folder
    hand.run("SET session_replication_role = replica")
    every = list(blocks.every(hand.connection))
    (touch,) = hand.run("SELECT CAST(id AS text) AS id FROM touches")
    hand.run("UPDATE touches SET outcome = NULL, state = 'reserved', sid = NULL, recorded_at = recorded_at")
    hand.planted["touches", touch.id] = "rolled back"
    size, head = 0, every[0].previous
    for block in every:
        leaves = [leaf for leaf in block.leaves() if leaf.key != touch.id or block.number == 1]
        size += len(leaves)
        head = hand.write_block(block, leaves, number=block.number, size=size, previous=head)


def block_removed(hand: Attacker, folder: Path) -> None:
    """The last block is deleted, with the row that only it holds."""
    _ = folder
    hand.run("SET session_replication_role = replica")
    (text_,) = hand.run("DELETE FROM texts RETURNING CAST(touch_id AS text) AS id")
    hand.planted["texts", text_.id] = "removed with its block"
    hand.run("DELETE FROM blocks WHERE number = 2")


def every_block_removed(hand: Attacker, folder: Path) -> None:
    """There is no block at all, and a touch has another outcome."""
    _ = folder
    hand.run("SET session_replication_role = replica")
    (touch,) = hand.run("UPDATE touches SET outcome = 'delivered' RETURNING CAST(id AS text) AS id")
    hand.planted["touches", touch.id] = "updated without any block"
    hand.run("TRUNCATE blocks")


def leaf_put_in(hand: Attacker, folder: Path) -> None:
    """A row and its leaf are added to a block that was sealed."""
    _ = folder
    hand.run("SET session_replication_role = replica")
    (order,) = hand.run(
        "INSERT INTO commands (name, actor, origin, at) VALUES ('resume', 'ops', 'cli', now()) RETURNING id"
    )
    hand.planted["commands", str(order.id)] = "inserted with a leaf"
    hand.run(
        "SELECT add_leaf(13, '{id}', '{why,salt}', '{why}', to_jsonb(c), false) FROM commands c WHERE id = :id",
        id=order.id,
    )
    first, *rest = list(blocks.every(hand.connection))
    made = list(blocks.unsealed(hand.connection))[-1]
    hand.run("DELETE FROM leaves WHERE id = :id", id=made.id)
    leaves = [*first.leaves(), made]
    head = hand.write_block(first, leaves, number=1, size=len(leaves), previous=first.previous)
    for block in rest:
        hand.write_block(block, block.leaves(), number=block.number, size=block.size + 1, previous=head)


@pytest.mark.parametrize("attack", [block_rewritten, block_removed, every_block_removed, leaf_put_in])
def test_a_change_of_blocks_is_found_and_names_the_fact(
    world: World, sealing: Sealing, hand: Attacker, tmp_path: Path, attack: Callable[[Attacker, Path], None]
) -> None:
    """The checkpoints and records outside the database say what was sealed."""
    touch = world.reserved(world.enrol())
    sealing.seal()
    with world.ledger.begin() as tx:
        states.settle(tx, touch.id, Outcome.SENT, at=NOON, details={"sid": "SM1"})
        texts.put(tx, touch.id, texts.RenderedText(body="Hola"))
    sealing.seal()
    assert checked(world.ledger, tmp_path).findings == []
    attack(hand, tmp_path)
    hand.commit()

    report = checked(world.ledger, tmp_path)

    assert missed(hand, report) == {}
    assert FindingKind.BLOCK in {finding.kind for finding in report.findings}


def test_checkpoints_of_another_key_prove_nothing(world: World, sealing: Sealing, tmp_path: Path) -> None:
    """Whoever has another key can sign what they like."""
    world.enrol()
    Sealing(world.ledger, Checkpoints(tmp_path, Signer.new("audit.example.com"))).seal()

    report = checked(world.ledger, tmp_path)

    assert [finding.kind for finding in report.findings] == [FindingKind.CHECKPOINT]
    assert (report.proven, report.checkpoints) == (0, 0)
    assert sealing.checkpoints is not None


@pytest.mark.parametrize("change", ["DISABLE TRIGGER touches_leaf", "DISABLE TRIGGER ALL"])
def test_a_trigger_that_is_off_is_named(world: World, hand: Attacker, tmp_path: Path, change: str) -> None:
    """From then on facts have no leaves."""
    hand.run(f"ALTER TABLE touches {change}")
    hand.commit()

    kinds = {(finding.kind, finding.detail) for finding in checked(world.ledger, tmp_path).findings}

    assert (FindingKind.TRIGGER, "touches_leaf") in kinds


def test_a_transaction_that_is_open_is_sealed_later(world: World, sealing: Sealing, tmp_path: Path) -> None:
    """What was written after it began waits for it: the order of blocks is an order of commits."""
    first, second = world.lead(), world.lead()
    sealing.seal()
    order = commands.Command(name="pause", actor="ops", origin="cli", lead=first)
    with world.ledger.begin() as early:
        commands.record(early, order, at=NOON)
        with world.ledger.begin() as late:
            commands.record(late, commands.Command(name="pause", actor="ops", origin="cli", lead=second), at=NOON)
        sealing.seal()
        waiting = checked(world.ledger, tmp_path)
    sealing.seal()
    report = checked(world.ledger, tmp_path)

    assert (waiting.blocks, waiting.unsealed, waiting.findings) == (1, 1, [])
    assert (report.blocks, report.unsealed, report.findings) == (2, 0, [])


def test_writers_and_sealers_at_once_lose_nothing(world: World, sealing: Sealing, tmp_path: Path) -> None:
    """Every leaf is in exactly one block."""
    enrolments = [world.enrol() for _ in range(4)]

    def write(place: int) -> None:
        for attempt in range(1, 9):
            world.reserved(enrolments[place], attempt=attempt)

    with ThreadPoolExecutor(7) as pool:
        writing = [pool.submit(write, place) for place in range(4)]
        working = [pool.submit(sealing.seal) for _ in range(12)]
        for each in (*writing, *working):
            each.result(PATIENCE)
    sealing.seal()
    report = checked(world.ledger, tmp_path)
    with world.ledger.begin() as tx:
        ids = [leaf.id for block in blocks.every(tx) for leaf in block.leaves()]

    assert (report.findings, report.unsealed, report.unproven) == ([], 0, 0)
    assert len(ids) == len(set(ids)) >= 32


def test_after_a_crash_missing_checkpoints_are_written(world: World, sealing: Sealing, tmp_path: Path) -> None:
    """Between the fact and its block, and between a block and its files."""
    world.enrol()

    def crash() -> None:
        with world.ledger.begin() as tx:
            blocks.seal(tx, at=utc_now(), limit=10)
            tx.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")

    with pytest.raises(UnavailableError):
        crash()
    Sealing(world.ledger).seal()
    unsigned = checked(world.ledger, tmp_path)
    sealing.seal()
    report = checked(world.ledger, tmp_path)

    assert (unsigned.findings, unsigned.proven, unsigned.unproven > 0) == ([], 0, True)
    assert (report.findings, report.proven, report.unproven) == ([], unsigned.unproven, 0)
    assert sorted(file.suffix for file in tmp_path.rglob("*") if file.is_file()) == [".block", ".checkpoint"]


def test_a_column_that_is_added_later_breaks_no_old_leaf(world: World, sealing: Sealing, tmp_path: Path) -> None:
    """Old rows are compared without it, and rows that are written since with it."""
    old = world.reserved(world.enrol())
    sealing.seal()
    with world.ledger.begin() as tx:
        tx.exec_driver_sql("ALTER TABLE touches ADD COLUMN device text NOT NULL DEFAULT '', ADD COLUMN rank integer")
        tx.exec_driver_sql("UPDATE touches SET device = 'smartphone'")
    sealing.seal()
    fine = checked(world.ledger, tmp_path)
    with world.ledger.begin() as tx:
        tx.exec_driver_sql("ALTER TABLE touches ADD COLUMN later text")
    also_fine = checked(world.ledger, tmp_path)
    with world.ledger.engine.begin() as tx:
        tx.exec_driver_sql("SET LOCAL session_replication_role = replica")
        tx.exec_driver_sql("UPDATE touches SET device = 'landline'")
    wrong = checked(world.ledger, tmp_path)

    assert fine.findings == also_fine.findings == []
    assert named(wrong) == {("touches", old.id)}


def test_a_number_with_other_digits_is_found(world: World, sealing: Sealing, tmp_path: Path) -> None:
    """Digits are erasable, so no leaf has them; their hash is committed to."""
    world.lead("+34600000001")
    sealing.seal()
    with world.ledger.begin() as tx:
        tx.execute(text("UPDATE numbers SET e164 = '+34600000009'"))

    (finding,) = checked(world.ledger, tmp_path).findings

    assert (finding.kind, finding.table) == (FindingKind.NUMBER, "numbers")


@pytest.mark.parametrize("revision", recorded.REVISIONS)
def test_a_ledger_of_an_earlier_version_is_sealed_as_it_stands(
    postgres: Postgres, revision: str, tmp_path: Path
) -> None:
    """Each of its facts has a leaf after the upgrade, which takes the key."""
    url = postgres.url(recorded.restore(postgres, revision))
    with pytest.raises(ConflictError, match="Set CADENCE_HMAC_KEY"):
        upgrade(url)
    upgrade(url, Hasher(KEY))
    ledger = Ledger(url, KEY)
    Sealing(ledger, Checkpoints(tmp_path, SIGNER)).seal()
    report = checked(ledger, tmp_path)
    ledger.close()

    assert (report.findings, report.unproven) == ([], 0)
    assert report.proven > 20


def test_the_triggers_are_those_of_the_list(world: World) -> None:
    """The migration and `fact_tables.py` say the same of each table."""
    statement = text("SELECT tgname, tgargs FROM pg_trigger WHERE tgfoid = 'write_leaf'::regproc ORDER BY tgname")
    with world.ledger.begin() as tx:
        made = {row.tgname: bytes(row.tgargs).decode().split("\0")[:-1] for row in tx.execute(statement)}
    wanted = {
        f"{table.name}_{name}": [
            str(table.kind),
            *("{" + ",".join(columns) + "}" for columns in (table.key, table.uncommitted, table.personal)),
        ]
        for table in TABLES
        for name in ("leaf", "changed_leaf")
    }

    assert made == wanted
