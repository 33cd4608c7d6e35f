"""Does the ledger refuse what must never be? `attacks.sql` attacks each constraint and trigger with plain SQL."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from cadence.domain import Allow, Candidate, Channel, Outcome, PauseScope
from cadence.ledger.audit.fact_tables import TABLES
from cadence.ledger.campaigns import pauses
from cadence.ledger.campaigns.campaigns import set_floors
from cadence.ledger.campaigns.pauses import PauseOrder
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.db.migrations import versions
from cadence.ledger.people import consents, suppressions
from cadence.ledger.reading import facts
from cadence.ledger.touches import decisions, leases
from tests.integration.ledger import states, suppressing
from tests.integration.ledger.world import NOON, World

ZERO = "00000000-0000-4000-8000-000000000000"


@dataclass(frozen=True)
class Filled:
    """A ledger with one of each."""

    ledger: Ledger
    lead: str
    enrolment: str
    touch: str


@pytest.fixture(scope="module")
def filled(shared_ledger: Ledger) -> Filled:
    """Fill it once; every attack is undone."""
    world = World(shared_ledger)
    lead = world.lead("+34600000001", "+34600000002", account="ACME")
    enrolment = world.enrol(lead)
    touch = world.reserved(enrolment)
    finished = world.reserved(enrolment, attempt=2)
    with shared_ledger.begin() as connection:
        states.settle(connection, finished.id, Outcome.SENT, at=NOON, details={"sid": "SM1"})
        suppressing.suppress_lead(connection, lead, suppressions.NewSuppression(source="reply"), at=NOON)
        consents.record(connection, consents.NewConsent(channel=Channel.SMS, given=True, lead=lead), at=NOON)
        pauses.begin(connection, PauseOrder(scope=PauseScope.LEAD, value=ZERO, actor="test"), at=NOON)
        pauses.end(connection, PauseScope.LEAD, ZERO, at=NOON, actor="test")
        set_floors(connection, {"sales": 2}, at=NOON)
        leases.take(connection, "sales", touch.id, now=NOON, lease=NOON - NOON)
        candidate = Candidate(channel=Channel.SMS, cause=touch.cause)
        judged = facts.gather(connection, enrolment.id)
        decision = decisions.Decision(verdict=Allow(number=None), candidate=candidate, facts=judged)
        decisions.record(connection, decision, at=NOON)
        connection.exec_driver_sql(ANOTHER)
    return Filled(shared_ledger, lead, enrolment.id, touch.id)


ANOTHER = """
CREATE FUNCTION another_touch(changes jsonb) RETURNS void LANGUAGE sql AS $$
    INSERT INTO touches (id, lead_id, enrolment_id, campaign_id, version, cause_kind, cause_ref, cause_lap, attempt,
                         channel, purpose, state, at, number_id, sid, outcome)
    SELECT gen_random_uuid(), lead_id, enrolment_id, campaign_id, version, cause_kind, cause_ref, cause_lap, attempt,
           channel, purpose, state, at, number_id, sid, outcome
    FROM (SELECT (jsonb_populate_record(t, '{"cause_ref": "other"}' || changes)).* FROM touches t WHERE attempt = 1)
$$;
CREATE FUNCTION another_decision(changes jsonb) RETURNS void LANGUAGE sql AS $$
    INSERT INTO decisions OVERRIDING SYSTEM VALUE
    SELECT (jsonb_populate_record(d, '{"id": 99}' || changes)).* FROM decisions d
$$;
"""
"""Rows like those that are there, but for some changes."""


def attacks() -> list[tuple[str, str]]:
    """Read the attacks: what must refuse, and the statements."""
    blocks = (Path(__file__).parent / "attacks.sql").read_text().split("\n-- ")[1:]
    return [(block.split("\n", 1)[0].split(": ")[0], block.split("\n", 1)[1]) for block in blocks]


ATTACKS = attacks()
KEEPS_EVERY_ROW = (
    "consents",
    "suppressions",
    "decisions",
    "campaign_versions",
    "contradictions",
    "consent_wordings",
    "law_texts",
    "law_versions",
    "list_readings",
    "prices",
    "alert_changes",
    "not_selected",
    "external_events",
    "carrier_deletions",
    "blocks",
)
EVENTS = Path(versions.__path__[0], "events", "events.sql")
JOURNAL = Path(versions.__path__[0], "journal", "journal.sql")


@pytest.mark.parametrize(("constraint", "attack"), ATTACKS, ids=[f"{n}-{name}" for n, (name, _) in enumerate(ATTACKS)])
def test_the_ledger_refuses_what_must_never_be(filled: Filled, constraint: str, attack: str) -> None:
    """An invariant that only the code keeps is not kept: the next program forgets it."""
    parameters = {"lead": filled.lead, "enrolment": filled.enrolment, "touch": filled.touch}
    *before, last = [text(statement) for statement in attack.split(";\n") if statement.strip()]
    with filled.ledger.engine.connect() as connection:
        for statement in before:
            connection.execute(statement, parameters)
        with pytest.raises(IntegrityError) as refusal:
            connection.execute(last, parameters)

    assert constraint in str(refusal.value)


def test_every_constraint_is_attacked(filled: Filled) -> None:
    """A constraint that nobody has seen refuse may be written wrongly."""
    names = text(
        "SELECT conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype = 'c' "
        "UNION SELECT tgname FROM pg_trigger WHERE NOT tgisinternal "
        "UNION SELECT conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype = 'u' "
        "UNION SELECT indexrelid::regclass::text FROM pg_index WHERE indisunique AND indpred IS NOT NULL"
    )
    attacked = {name for name, _ in ATTACKS}
    # These say themselves in words, or are another's helper.
    attacked |= {
        "touches_forward", "enrolments_forward", "pauses_forward", "touches_never_deleted", "enrolments_never_deleted",
        "pauses_never_deleted", "enrolments_id_lead_id_campaign_id_key",
        "touches_place", "touches_new_place", "suppressions_place", "pauses_place",  # these refuse nothing
        "enrolments_withdraw_tasks", "suppressions_withdraw_tasks",  # nor do these
        *(f"{table.name}_{name}" for table in TABLES for name in ("leaf", "changed_leaf")),  # nor do these
        *re.findall(r"CREATE TRIGGER (\w+)", EVENTS.read_text(encoding="utf-8")),  # nor do those that write events
        *re.findall(r"CREATE TRIGGER (\w+)", JOURNAL.read_text(encoding="utf-8")),  # nor do those of the journal
        "touches_unanswered",  # it notes, and refuses nothing
        "alert_changes_event",  # nor does this one
        "api_keys_stay", "commands_kept", "commands_never_deleted", "commands_never_truncated",
        "external_events_event",  # writes an event
        "inbound_of_erased_written", "inbound_of_erased_attributed",  # they note what has to be deleted
        *(f"{table}_append_only" for table in KEEPS_EVERY_ROW),
        *(f"{table}_never_truncated" for table in KEEPS_EVERY_ROW),
    }  # fmt: skip
    with filled.ledger.engine.connect() as connection:
        found = set(connection.execute(names).scalars())

    assert {name for name in found if not name.endswith(("_not_null", "_pkc", "alembic_version_pkc"))} <= attacked


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("UPDATE api_keys SET role = 'admin'", "a key of the API does not change"),
        ("UPDATE api_keys SET expires_at = NULL", "a key of the API does not change"),
        ("UPDATE api_keys SET revoked_at = NULL, revoked_by = ''", "a key of the API does not change"),
        ("DELETE FROM api_keys", "revoked, never deleted"),
    ],
)
def test_a_key_of_the_api_stays_what_it_was(filled: Filled, change: str, words: str) -> None:
    """Neither its rights nor its end can be changed, and a revoked key does not come back."""
    with filled.ledger.engine.connect() as connection:
        connection.exec_driver_sql(
            "INSERT INTO api_keys (id, prefix, hash, role, name, per_minute, created_at, created_by, expires_at, "
            "revoked_at, revoked_by) VALUES ('a', 'cad', 'x', 'viewer', 'crm', 60, '2027-03-09Z', 'ana', "
            "'2028-03-09Z', '2027-03-10Z', 'ana')"
        )
        with pytest.raises(DBAPIError, match=words):
            connection.exec_driver_sql(change)
