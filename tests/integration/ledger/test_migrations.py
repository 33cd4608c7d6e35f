"""Is the ledger that the migrations build the one that the tables describe, and does nothing lead back?"""

import re
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum
from pathlib import Path
from threading import Barrier, Thread
from traceback import format_exception
from typing import Any

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import TextClause, create_engine, event, text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from cadence.domain import (
    CampaignState,
    CauseKind,
    Channel,
    NumberKind,
    PauseScope,
    Purpose,
    SuppressionScope,
    TouchState,
)
from cadence.domain.errors import ConflictError, UnavailableError, WrongKeysError
from cadence.domain.nearest import same_word
from cadence.ledger.campaigns import commands
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.db.migrate import configuration, upgrade
from cadence.ledger.db.migrations import versions
from cadence.ledger.db.shape import known_revisions, revisions
from cadence.ledger.people import suppressions
from cadence.ledger.tables import metadata
from cadence.ledger.touches import inbound
from cadence.local.stack import Postgres
from tests.integration.ledger.conftest import KEY
from tests.integration.ledger.world import NOON, World
from tests.waiting import PATIENCE

LOCK = text("SELECT pg_advisory_xact_lock(:key)")
NEWEST = max(file.name[:4] for file in Path(versions.__path__[0]).glob("0*.py"))
"""The revision with the highest number: migrations are applied in this order."""
UNMISTAKABLE = "Person" + "a Quenoexiste"


@pytest.fixture
def empty_url(postgres: Postgres) -> str:
    """The address of a database without any table."""
    postgres.run("DROP DATABASE IF EXISTS empty")
    postgres.run("CREATE DATABASE empty")
    return postgres.url("empty")


COLUMNS = text("""
    SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity::text,
        a.attgenerated::text, pg_get_expr(d.adbin, d.adrelid)
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
        AND c.relname <> 'alembic_version'""")
CONSTRAINTS = text("""
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND contype IN ('p', 'u', 'f', 'x')
        AND conrelid::regclass::text <> 'alembic_version'""")
INDEXES = text("""
    SELECT tablename, indexname, indexdef FROM pg_indexes
    WHERE schemaname = 'public' AND tablename <> 'alembic_version'""")


@pytest.mark.parametrize("catalog", [COLUMNS, CONSTRAINTS, INDEXES], ids=["columns", "constraints", "indexes"])
def test_the_migrated_ledger_is_the_one_the_tables_describe(
    ledger: Ledger, empty_url: str, catalog: TextClause
) -> None:
    """Queries are written against the tables, production runs the migrations. Checks and triggers are in SQL only."""
    declared = create_engine(empty_url)
    metadata.create_all(declared)
    with declared.connect() as from_tables, ledger.engine.connect() as migrated:
        expected, found = ({tuple(row) for row in at.execute(catalog)} for at in (from_tables, migrated))
    declared.dispose()

    assert expected
    assert found - expected == expected - found == set()


@pytest.mark.parametrize(
    ("constraint", "words"),
    [
        ("touches_state", TouchState),
        ("touches_purpose", Purpose),
        ("touches_cause_kind", CauseKind),
        ("consents_purpose", Purpose),
        ("suppressions_scope", SuppressionScope),
        ("pauses_scope", PauseScope),
        ("campaigns_state", CampaignState),
    ],
)
def test_the_ledger_allows_exactly_the_words_of_the_model(
    ledger: Ledger, constraint: str, words: Iterable[StrEnum]
) -> None:
    """A word added to the model needs a migration: this says so before production does."""
    definition = text("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = :name")
    with ledger.engine.connect() as connection:
        written = connection.execute(definition, {"name": constraint}).scalar_one()

    assert set(re.findall(r"'(\w+)'::text", written)) == {word.value for word in words}


@pytest.mark.parametrize("constraint", ["touches_channel", "consents_channel", "inbound_channel", "numbers_kind"])
def test_a_word_of_the_registry_needs_no_migration(ledger: Ledger, constraint: str) -> None:
    """A channel and its kind of number are added in the program alone; what is no word is still refused."""
    definition = text("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = :name")
    with ledger.engine.connect() as connection:
        written = connection.execute(definition, {"name": constraint}).scalar_one()
    form = re.findall(r"~ '(.*)'::text", written)[0]

    assert all(re.fullmatch(form, word) for word in (*Channel, *NumberKind))
    assert not any(re.fullmatch(form, word) for word in ("", "Sms", "a b", "sms;"))


def test_migrating_twice_changes_nothing_and_two_at_once_migrate_once(empty_url: str) -> None:
    """Every process of a deployment may try it at its start (the lock lets one at a time)."""
    threads = [Thread(target=upgrade, args=(empty_url,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ledger = Ledger(empty_url, KEY)
    found, wanted = revisions(ledger.engine)
    ledger.check_shape()
    ledger.check_keys()
    ledger.close()

    assert found == wanted == NEWEST


def test_the_names_of_the_migrations_are_the_revisions_that_alembic_knows() -> None:
    """Every command asks for the newest one, and does not load Alembic for it."""
    scripts = ScriptDirectory.from_config(configuration())

    assert known_revisions() == tuple(sorted(script.revision for script in scripts.walk_revisions()))
    assert known_revisions()[-1] == scripts.get_current_head()


def test_an_empty_database_says_what_to_do(empty_url: str) -> None:
    """A first start without migrations is the commonest mistake of all."""
    ledger = Ledger(empty_url, KEY)

    with pytest.raises(ConflictError, match="cadence db upgrade"):
        ledger.check_shape()
    with pytest.raises(ConflictError, match="cadence db upgrade"):
        ledger.check_keys()
    ledger.close()


def test_a_ledger_that_may_not_be_read_is_not_taken_for_an_empty_one(ledger: Ledger) -> None:
    """To upgrade it would be the wrong advice."""

    def without_rights(connection: Any, _: object) -> None:
        connection.execute("SET ROLE pg_monitor")

    event.listen(ledger.engine, "connect", without_rights)
    ledger.engine.dispose()

    with pytest.raises(ProgrammingError, match="permission denied"):
        revisions(ledger.engine)


def test_a_program_that_is_older_than_the_ledger_works_on_nothing(ledger: Ledger, database_url: str) -> None:
    """It does not know what the newer version wrote: a stop may stand where it does not look."""
    with ledger.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    for work in (ledger.check_shape, ledger.migrate, lambda: upgrade(database_url)):
        with pytest.raises(ConflictError, match="revision 9999, which this program does not know"):
            work()


def test_accounts_from_before_are_known_by_the_same_form(empty_url: str) -> None:
    """PostgreSQL had folded their names in its own way, and everybody of "_" was of one account."""
    names = ["ACME", "ΟΔΟΣ", "Οδός", "İstanbul", "_", "erased-5"]
    engine = create_engine(empty_url)
    with engine.begin() as connection:
        config = configuration()
        config.attributes["connection"] = connection
        command.upgrade(config, "0041")
        connection.execute(text("INSERT INTO accounts (key) SELECT unnest(CAST(:names AS text[]))"), {"names": names})
        command.upgrade(config, "head")
        forms = connection.execute(text("SELECT key, form FROM accounts ORDER BY id")).all()
    engine.dispose()

    assert [tuple(row) for row in forms] == [(name, same_word(name) or None) for name in names]
    assert (forms[1].form, forms[4].form) == (forms[2].form, None)


def test_there_is_no_way_back(ledger: Ledger) -> None:
    """A downgrade would throw consents, suppressions and the record of what was sent away, in silence."""
    with ledger.engine.begin() as connection:
        config = configuration()
        config.attributes["connection"] = connection
        with pytest.raises(NotImplementedError, match="restore a backup"):
            command.downgrade(config, "base")

    assert revisions(ledger.engine)[0] == NEWEST


@pytest.mark.parametrize(
    "other",
    [
        (b"another key that somebody has mis", "k1"),  # the wrong secret under the right name
        (b"another key that somebody has mis", "k2"),  # a new name must not pass as a new beginning
        (KEY, "k2"),
    ],
)
def test_another_secret_key_is_refused(ledger: Ledger, database_url: str, other: tuple[bytes, str]) -> None:
    """With a wrong key no suppression would be found, in silence (protocol §5.7)."""
    key, name = other
    other_ledger = Ledger(database_url, key, key_name=name)

    with pytest.raises(WrongKeysError) as refusal:
        other_ledger.check_keys()
    other_ledger.close()
    ledger.check_keys()

    assert KEY.decode() not in str(refusal.value)


def test_the_key_itself_is_not_in_the_ledger(ledger: Ledger) -> None:
    """Whoever reads the ledger must not be able to try numbers against the hashes."""
    with ledger.begin() as connection:
        name, check_value = connection.execute(text("SELECT name, check_value FROM keys")).one()

    assert (name, check_value) == ("k1", ledger.hasher.check_value())
    assert KEY not in check_value
    assert KEY.decode() not in repr(ledger.hasher)


def test_a_ledger_that_does_not_answer_is_unavailable() -> None:
    """The caller tries again later; the cause is kept for the operator."""
    ledger = Ledger("postgresql+psycopg://cadence@/cadence?host=/nowhere", KEY)

    with pytest.raises(UnavailableError) as refusal, ledger.begin():
        pass
    ledger.close()

    assert refusal.value.__cause__ is not None
    assert "cadence doctor" in str(refusal.value)


def test_a_connection_lost_in_the_middle_is_unavailable_and_the_next_one_works(ledger: Ledger) -> None:
    """PostgreSQL may be restarted under us: the transaction is undone, and the pool does not hand out dead ones."""

    def cut_off() -> None:
        with ledger.begin() as connection:
            connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    with pytest.raises(UnavailableError):
        cut_off()
    with ledger.begin() as connection:
        assert connection.execute(text("SELECT 1")).scalar_one() == 1


def test_a_deadlock_is_safe_to_try_again_and_says_so(ledger: Ledger) -> None:
    """The order of locks leaves none; whoever breaks the order must not be told that PostgreSQL is down."""
    both_hold = Barrier(2)

    def lock(first: int, second: int) -> str:
        try:
            with ledger.begin() as connection:
                connection.execute(LOCK, {"key": first})
                both_hold.wait(PATIENCE)
                connection.execute(LOCK, {"key": second})
        except UnavailableError as error:
            return str(error)
        return ""

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(lock, (1, 2), (2, 1)))

    assert said[0] == ""
    assert "met another one" in said[1]


@pytest.mark.parametrize(
    ("statement", "complaint"),
    [
        # PostgreSQL would quote the failing row
        ("INSERT INTO numbers (hmac, key_name, e164) VALUES (sha256('x'), 'k1', :value)", "numbers_e164_form"),
        # and the key that is there already
        ("INSERT INTO accounts (key) VALUES (:value), (:value)", "accounts_key_key"),
        # and the value itself
        ("SELECT CAST(CAST(:value AS text) AS timestamptz)", "a value does not fit"),
    ],
)
def test_an_error_never_shows_a_value(ledger: Ledger, statement: str, complaint: str) -> None:
    """Messages end up in logs and in Temporal; numbers and names must not."""
    with pytest.raises(DBAPIError, match=complaint) as refusal, ledger.begin() as connection:
        connection.execute(text(statement), {"value": UNMISTAKABLE})

    assert UNMISTAKABLE not in "".join(format_exception(refusal.value))


def test_instants_come_back_in_utc(ledger: Ledger) -> None:
    """Offsets are never stored (law 9), and the machine's zone must not matter."""
    with ledger.begin() as connection:
        instant = connection.execute(text("SELECT CAST('2027-03-28T03:30+02:00' AS timestamptz)")).scalar_one()

    assert instant.isoformat() == "2027-03-28T01:30:00+00:00"


def test_a_fresh_database_is_already_migrated(fresh_database: Callable[[], str]) -> None:
    """Tests clone a template; this one would see it if they did not."""
    ledger = Ledger(fresh_database(), KEY)
    ledger.check_shape()
    ledger.close()


def test_stops_of_earlier_versions_follow_their_people_from_now_on(world: World) -> None:
    """A stop was one row for each number. Who said it stands in the message, the touch or the order behind it."""
    (script,) = Path(versions.__path__[0]).glob("*/people.sql")
    _, _, carry_over = script.read_text(encoding="utf-8").partition("-- The stops that stand now")
    by_reply, by_carrier, by_order, lifted = (world.lead(f"+3460000000{nth}", key=f"P-{nth}") for nth in range(1, 5))
    touch = world.reserved(world.enrol(by_carrier))
    with world.ledger.begin() as connection:
        (number,) = world.number_ids(by_reply)
        new = inbound.NewInbound(channel=Channel.SMS, number=number, sender="s", at=NOON, body="BAJA", lead=by_reply)
        message = inbound.record(connection, new).inbound
        order = commands.Command(name="suppress", actor="ops", origin="cli", lead=by_order)
        refs = {by_reply: message.id, by_carrier: touch.id, by_order: commands.record(connection, order, at=NOON).ref}
        for lead, ref in (refs | {lifted: message.id}).items():
            stop = suppressions.NewSuppression(source="reply", ref=ref)
            suppressions.suppress(connection, world.number_ids(lead), stop, at=NOON)
        suppressions.lift(connection, world.number_ids(lifted), suppressions.NewSuppression(source="command"), at=NOON)
        connection.exec_driver_sql("--" + carry_over)
        connection.exec_driver_sql("--" + carry_over)  # what stands is not harmed by a second time
        stands = [
            suppressions.person_stands(connection, lead, suppressions.NewSuppression(source=""))
            for lead in (by_reply, by_carrier, by_order, lifted)
        ]

    assert stands == [True, True, True, False]
