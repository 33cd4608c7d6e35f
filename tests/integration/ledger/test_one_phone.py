"""What becomes of a ledger that an earlier version wrote, in which one phone may have several rows?"""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import text

from cadence.domain import Channel, Facts
from cadence.domain.errors import ConflictError, WrongKeysError
from cadence.domain.list_rows import LeadRow, NumberRow
from cadence.domain.spellings import spellings
from cadence.leads.phone import read_number
from cadence.ledger.db.hashing import Hasher
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.db.migrate import upgrade
from cadence.ledger.lists.importing import import_leads
from cadence.ledger.people import numbers, people, suppressions
from cadence.ledger.reading import facts
from cadence.local.stack import Postgres
from tests.integration.ledger.conftest import KEY
from tests.integration.ledger.recorded import restore
from tests.integration.ledger.world import NOON

THEIRS = "0009"
"""The revision of the version that wrote it."""


@pytest.fixture(scope="module")
def template(postgres: Postgres) -> str:
    """The name of a database with a ledger as the earlier version left it."""
    return restore(postgres, THEIRS)


@pytest.fixture
def earlier(postgres: Postgres, template: str) -> str:
    """The address of a copy of it."""
    postgres.run("DROP DATABASE IF EXISTS earlier")
    postgres.run(f"CREATE DATABASE earlier TEMPLATE {template}")
    return postgres.url("earlier")


@pytest.fixture
def report() -> list[str]:
    """What the upgrade says."""
    return []


@pytest.fixture
def upgraded(earlier: str, report: list[str]) -> Iterator[Ledger]:
    """That ledger, brought up to date."""
    report += upgrade(earlier, Hasher(KEY))
    ledger = Ledger(earlier, KEY, connections=2)
    ledger.check_keys()
    yield ledger
    ledger.close()


def of(ledger: Ledger, list_name: str, key: str) -> Facts:
    """What the gate would look at, of one person."""
    lead = ledger.hasher.lead(list_name, key)
    with ledger.begin() as connection:
        return facts.gather_people(connection, [lead], since=NOON)[lead]


def closed(ledger: Ledger, list_name: str, key: str) -> set[tuple[str, str]]:
    """What is suppressed of a person, on every number that they have."""
    found = of(ledger, list_name, key)
    rows = {(one.scope.value, one.value): set[int]() for one in found.suppressions}
    for one in found.suppressions:
        rows[one.scope.value, one.value].add(one.number)
    return {what for what, ids in rows.items() if ids == {number.id for number in found.lead.numbers}}


EVERYTHING = ("everything", "")


@pytest.mark.parametrize(
    ("list_name", "key", "expected"),
    [
        ("list", "MX-1", {EVERYTHING}),  # BAJA from +52 1; two numbers, both are closed
        ("list", "BR-1", {EVERYTHING}),  # SAIR without the ninth digit
        ("norte", "MX-4", {EVERYTHING}),  # suppressed by the API, which took +52 1 as it came
        ("norte", "MX-5", {EVERYTHING}),  # stopped under one spelling, lifted under the other: the stop stands
        ("norte", "AR-1", {("purpose", "survey"), ("channel", "whatsapp")}),  # one suppression under each spelling
        ("sur", "AR-2", {("purpose", "survey"), ("channel", "whatsapp")}),
        ("list", "MX-10", {("channel", "sms"), ("channel", "call")}),  # a stop in part
        ("list", "ES-1", {EVERYTHING}),  # a stop that had found its person
        ("list", "ES-2", set()),  # nobody else is closed
        ("sur", "AR-10", set()),
    ],
)
def test_what_was_said_under_any_spelling_stands(
    upgraded: Ledger, list_name: str, key: str, expected: set[tuple[str, str]]
) -> None:
    """Suppressions are united: the next touch does not leave."""
    assert closed(upgraded, list_name, key) == expected


def test_earlier_stops_that_find_their_person_are_counted(upgraded: Ledger, report: list[str]) -> None:
    """Whoever upgrades hears how many people were written to after they had said stop, or might have been."""
    assert len(report) == 1
    assert "3 earlier stops found their person" in report[0]
    with upgraded.begin() as connection:
        known = "SELECT count(*) FROM inbound WHERE lead_id IS NOT NULL"
        assert connection.execute(text(known)).scalar() == 4  # those three, and one that was known before
        persons = "SELECT count(DISTINCT person) FROM suppressions WHERE person IS NOT NULL"
        assert connection.execute(text(persons)).scalar() == 4  # a stop follows the person to later numbers


def test_a_no_under_one_spelling_beats_a_yes_under_the_other(upgraded: Ledger) -> None:
    """The later yes was given by somebody who had said no to the same phone: it does not stand."""
    given = [one for one in of(upgraded, "sur", "AR-2").consents if one.channel is Channel.CALL]
    texts = [one for one in of(upgraded, "sur", "AR-2").consents if one.channel is Channel.SMS]

    assert not max(given, key=lambda one: (one.at, one.id)).given
    assert [one.given for one in texts] == [True]  # what nobody took back stands


def test_one_phone_has_one_row_in_use(upgraded: Ledger) -> None:
    """Whoever shares it shares its row, and it is found by every spelling."""
    with upgraded.begin() as connection:
        for spelt in ("+541151230003", "+5491151230003"):
            owners = numbers.owners(connection, numbers.find_all(connection, upgraded.hasher, spelt))
            assert len(owners) == 2
            assert [one.key for one in people.find(connection, upgraded.hasher, spelt)] == ["AR-1", "AR-2"]
        twice = "SELECT count(*) FROM lead_numbers WHERE lead_id = :lead"
        ar_10 = upgraded.hasher.lead("sur", "AR-10")
        assert connection.execute(text(twice), {"lead": ar_10}).scalar() == 2
        digits = "SELECT count(*) FROM numbers WHERE e164 IS NOT NULL AND same_as IS NOT NULL"
        assert connection.execute(text(digits)).scalar() == 0
    assert [one.e164 for one in of(upgraded, "norte", "AR-1").lead.numbers] == ["+5491151230003"]


def test_a_number_that_was_closed_under_one_spelling_is_closed(upgraded: Ledger) -> None:
    """Somebody had answered that it is the wrong number."""
    assert {one.closed for one in of(upgraded, "sur", "AR-9").lead.numbers} == {"wrong_number"}


def test_a_copy_of_an_official_list_counts_for_every_spelling(upgraded: Ledger) -> None:
    """The copy had been hashed as it was spelt."""
    for list_name, key in (("norte", "AR-1"), ("sur", "AR-2")):
        found = of(upgraded, list_name, key)
        assert [(one.as_of, one.listed) for one in found.registries] == [
            (date(2027, 3, 1), frozenset({found.lead.numbers[0].id}))
        ]


@pytest.mark.parametrize("spelt", ["+54 11 5123 0006", "+54 9 11 5123 0006", "+54 11 15 5123 0006"])
def test_a_list_without_ids_brings_the_same_people_again(upgraded: Ledger, spelt: str) -> None:
    """Their id comes from the number as it was spelt when the earlier version first read it."""
    number = read_number(spelt)
    assert isinstance(number, NumberRow)

    done = import_leads(upgraded, "sin-id", [LeadRow(line=1, numbers=(number,))], at=NOON)

    assert (done.new, done.updated + done.unchanged) == (0, 1)


def test_a_stop_of_somebody_erased_closes_the_number_when_a_list_brings_it_again(upgraded: Ledger) -> None:
    """Nobody could link it before: its digits were gone."""
    number = read_number("+525512340007")
    assert isinstance(number, NumberRow)
    import_leads(upgraded, "sur", [LeadRow(line=9, key="MX-77", numbers=(number,))], at=NOON)

    assert closed(upgraded, "sur", "MX-77") == {EVERYTHING}


def test_without_its_key_such_a_ledger_is_not_upgraded(earlier: str) -> None:
    """The stops would go on being void, in silence; with another key they would be for ever."""
    with pytest.raises(ConflictError, match="CADENCE_HMAC_KEY"):
        upgrade(earlier)
    with pytest.raises(WrongKeysError):
        upgrade(earlier, Hasher(b"another key that only tests know!"))

    assert upgrade(earlier, Hasher(KEY)) != []
    assert upgrade(earlier) == []


PHONES = ("+525512340091", "+5531987650091", "+5491151230091", "+576015550091")
"""One phone of each country whose numbers are written in more than one way, as its identity."""


def earlier_row(ledger: Ledger, phone: str, *stops: tuple[str, str, bool]) -> int:
    """Write a row as an earlier version did: under another spelling, without digits. `stops` are its suppressions."""
    (hmac,) = ledger.hasher.other_spellings(phone)
    row = "INSERT INTO numbers (hmac, key_name) VALUES (:hmac, :key) RETURNING id"
    stop = (
        "INSERT INTO suppressions (hmac, key_name, scope, value, since, source, lifted) "
        "VALUES (:hmac, :key, :scope, :value, :since, 'reply', :lifted)"
    )
    about = {"hmac": hmac, "key": ledger.hasher.name, "since": NOON}
    with ledger.begin() as connection:
        number: int = connection.execute(text(row), about).scalar_one()
        for scope, value, lifted in stops:
            connection.execute(text(stop), about | {"scope": scope, "value": value, "lifted": lifted})
    return number


@pytest.mark.parametrize("phone", PHONES)
def test_a_number_known_under_another_spelling_alone_is_found_by_each(ledger: Ledger, phone: str) -> None:
    """Nothing has brought its digits since, so nobody could link it: a stop on it must be found to be lifted."""
    row = earlier_row(ledger, phone)
    with ledger.begin() as connection:
        for spelt in spellings(phone):
            assert numbers.find_all(connection, ledger.hasher, spelt) == [row]
            assert numbers.find(connection, ledger.hasher, spelt) == row


@pytest.mark.parametrize("page", [False, True])
@pytest.mark.parametrize("phone", PHONES)
def test_whatever_names_the_phone_again_takes_over_what_stands_under_another_spelling(
    ledger: Ledger, phone: str, page: bool
) -> None:
    """Every scope that stands, and nothing that was lifted: by one number, and by a page of a stop list."""
    earlier_row(
        ledger,
        phone,
        ("purpose", "survey", False),
        ("channel", "whatsapp", False),
        ("channel", "call", False),
        ("channel", "call", True),
    )
    with ledger.begin() as connection:
        if page:
            numbers.ensure_page(connection, ledger.hasher, [phone])
        else:
            numbers.ensure(connection, ledger.hasher, phone, keep=False)
        (row,) = numbers.find_all(connection, ledger.hasher, phone)
        stands = {(stop.scope.value, stop.value) for stop, _ in suppressions.standing_on(connection, row)}

    assert stands == {("purpose", "survey"), ("channel", "whatsapp")}
