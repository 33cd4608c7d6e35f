"""Is a lead list imported completely and once, and can it be corrected?"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Thread

import psycopg
import pytest
from sqlalchemy import text

from cadence.domain import Channel, Consent, NewsKind, NumberKind, Purpose
from cadence.domain.list_rows import FieldChange, ImportReport, LeadRow
from cadence.ledger.campaigns import enrolment_rows
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.lists import importing
from cadence.ledger.lists.importing import import_leads
from cadence.ledger.people import consents, erasure, numbers, people, suppressions
from cadence.ledger.reading import facts
from cadence.ledger.touches import news
from tests.integration.ledger import suppressing
from tests.integration.ledger.world import NOON, World, lead_row, no, number_row, yes

LATER = NOON + timedelta(days=1)
ANA, LUIS = "+34600000001", "+34600000002"


def people_rows() -> list[LeadRow]:
    """Two people; one has given consent."""
    ana = lead_row(2, ANA, "+34910000001", key="A1", name="Ana", attributes={"cart": "3"}, account="ACME", score=5)
    return [replace(ana, consents=(yes(Channel.SMS, ANA), no(Channel.CALL, ANA))), lead_row(3, LUIS, name="Luis")]


def tables(ledger: Ledger) -> dict[str, list[object]]:
    """Everything that an import writes, without the real instants."""
    names = ("leads", "numbers", "lead_numbers", "accounts", "consents", "consent_evidence", "news")
    with ledger.begin() as connection:
        rows = {
            name: connection.execute(text(f"SELECT to_jsonb(t) - 'recorded_at' AS row FROM {name} t ORDER BY 1"))  # noqa: S608  our own names
            for name in names
        }
        return {name: list(result.scalars()) for name, result in rows.items()}


def stored_consents(ledger: Ledger, key: str = "A1") -> tuple[Consent, ...]:
    """Return a lead's consents as facts."""
    world = World(ledger)
    enrolment = world.enrol(ledger.hasher.lead("list", key))
    with ledger.begin() as connection:
        return facts.gather(connection, enrolment.id).consents


def test_a_list_is_read(ledger: Ledger) -> None:
    """Numbers keep their order, and a consent its number."""
    report = import_leads(ledger, "list", people_rows(), at=NOON)
    with ledger.begin() as connection:
        (ana,) = people.find(connection, ledger.hasher, "A1")
        (luis,) = people.find(connection, ledger.hasher, LUIS)
        assert people.find(connection, ledger.hasher, ana.id) == [ana]
        assert people.find(connection, ledger.hasher, "nobody") == []
        assert people.lists(connection) == {"list": 2}
        assert numbers.of_lead(connection, ana.id) == [
            numbers.find(connection, ledger.hasher, ANA),
            numbers.find(connection, ledger.hasher, "+34910000001"),
        ]
        evidence = connection.execute(text("SELECT body FROM consent_evidence")).scalars().all()

    assert report == ImportReport(new=2, consents_given=1, consents_revoked=1)
    assert (ana.name, ana.list, luis.name) == ("Ana", "list", "Luis")
    assert luis.key != LUIS  # a key must not show the number
    assert evidence == ["ticked the box"]


def test_the_same_list_twice_changes_nothing(ledger: Ledger) -> None:
    """An operator will import it twice; no row may change."""
    import_leads(ledger, "list", people_rows(), at=NOON)
    before = tables(ledger)
    report = import_leads(ledger, "list", people_rows(), at=LATER)

    assert report == ImportReport(unchanged=2)
    assert tables(ledger) == before


def test_a_corrected_list_changes_what_differs_and_says_so(ledger: Ledger) -> None:
    """The report shows the operator what a correction changed (protocol §5.1)."""
    import_leads(ledger, "list", people_rows(), at=NOON)
    ana, luis = people_rows()
    ana = replace(ana, name="Ana María", attributes={"cart": "4", "city": "Vigo"}, numbers=ana.numbers[::-1])
    report = import_leads(ledger, "list", [ana, luis], at=LATER)
    lead = ledger.hasher.lead("list", "A1")

    assert (report.new, report.updated, report.unchanged) == (0, 1, 1)
    assert report.fields == {"name": 1, "cart": 1, "city": 1, "numbers": 1}
    assert report.changes == (
        FieldChange(line=2, lead=lead, field="cart", old="3", new="4"),
        FieldChange(line=2, lead=lead, field="city", old="", new="Vigo"),
        FieldChange(line=2, lead=lead, field="name", old="Ana", new="Ana María"),
        FieldChange(line=2, lead=lead, field="numbers", old=f"{ANA} +34910000001", new=f"+34910000001 {ANA}"),
    )
    with ledger.begin() as connection:
        assert people.find(connection, ledger.hasher, "A1")[0].name == "Ana María"
        assert numbers.of_lead(connection, lead)[1] == numbers.find(connection, ledger.hasher, ANA)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "Otra"),
        ("country", "PT"),
        ("region", "CN"),
        ("segment", "gold"),
        ("score", 9),
        ("account", "Other"),
        ("account", ""),
        ("zones", number_row(ANA).zones),
    ],
)
def test_each_field_can_be_corrected(ledger: Ledger, field: str, value: object) -> None:
    """A field that is compared but not written would be reported for ever."""
    ana, _ = people_rows()
    import_leads(ledger, "list", [ana], at=NOON)
    corrected = replace(ana, **{field: value})  # type: ignore[arg-type]

    assert import_leads(ledger, "list", [corrected], at=LATER).fields == {field: 1}
    assert import_leads(ledger, "list", [corrected], at=LATER).unchanged == 1


def test_a_corrected_lead_with_an_open_enrolment_is_planned_again(ledger: Ledger) -> None:
    """The date of an appointment may have moved."""
    world = World(ledger)
    ana, luis = people_rows()
    import_leads(ledger, "list", [ana, luis], at=NOON)
    enrolment = world.enrol(ledger.hasher.lead("list", "A1"))
    import_leads(ledger, "list", [replace(ana, attributes={"appointment_at": "2027-04-01 10:00"}), luis], at=LATER)
    with ledger.begin() as connection:
        (written,) = news.undelivered(connection)

    assert (written.enrolment, written.kind, written.at) == (enrolment.id, NewsKind.LIST, LATER)


def test_the_first_line_of_an_identity_counts_wherever_the_second_stands(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Within a page or across pages, and always the same line: else each import would change the lead again."""
    monkeypatch.setattr(importing, "PAGE", 2)
    rows = [
        lead_row(2, ANA, key="A1", name="first"),
        lead_row(3, ANA, key="A1", name="same page"),
        lead_row(4, LUIS, name="first"),
        lead_row(5, ANA, key="A1", name="another page"),
        lead_row(6, LUIS, name="same number, no id"),
    ]
    for _ in range(2):
        report = import_leads(ledger, "list", rows, at=NOON)
        with ledger.begin() as connection:
            names = connection.execute(text("SELECT name FROM leads")).scalars().all()

        assert sorted(report.duplicates) == [3, 5, 6]
        assert names == ["first", "first"]


def test_the_same_identity_in_another_list_is_another_lead_with_the_same_number(ledger: Ledger) -> None:
    """A lead belongs to one list; limits and suppressions count by number in all lists (protocol §5.1)."""
    import_leads(ledger, "march", [lead_row(2, ANA, key="A1")], at=NOON)
    import_leads(ledger, "april", [lead_row(2, ANA, key="A1")], at=NOON)
    with ledger.begin() as connection:
        assert len(people.find(connection, ledger.hasher, "A1")) == 2
        number = numbers.find(connection, ledger.hasher, ANA)
        assert number is not None
        assert len(numbers.owners(connection, [number])) == 2


def test_a_withdrawn_consent_in_a_corrected_list_is_a_revocation(ledger: Ledger) -> None:
    """A consent after it is a new one, given when the list was imported."""
    for step, word in enumerate((yes(Channel.SMS, ANA, None), no(Channel.SMS, ANA), yes(Channel.SMS, ANA, None))):
        import_leads(ledger, "list", [lead_row(2, ANA, key="A1", consents=(word,))], at=NOON + timedelta(days=step))

    assert [(consent.given, consent.at) for consent in stored_consents(ledger)] == [
        (True, NOON),
        (False, NOON + timedelta(days=1)),  # for the number
        (False, NOON + timedelta(days=1)),  # for the person, with the numbers they get later
        (True, NOON + timedelta(days=2)),
    ]


def test_an_undated_consent_never_undoes_a_revocation_from_elsewhere(ledger: Ledger) -> None:
    """The person revoked consent on the phone; last week's list is imported again."""
    row = lead_row(2, ANA, key="A1", consents=(yes(Channel.SMS, ANA, None),))
    import_leads(ledger, "list", [row], at=NOON)
    with ledger.begin() as connection:
        number = numbers.find(connection, ledger.hasher, ANA)
        revoked = consents.NewConsent(channel=Channel.SMS, given=False, lead=None, number=number, source="phone")
        consents.record(connection, revoked, at=LATER)
    report = import_leads(ledger, "list", [row], at=LATER + timedelta(days=1))

    assert (report.consents_given, [consent.given for consent in stored_consents(ledger)]) == (0, [True, False])


def test_a_family_with_one_phone_can_disagree_and_importing_again_adds_nothing(ledger: Ledger) -> None:
    """Both records are kept, each once; a rule decides which one counts."""
    rows = [
        lead_row(2, ANA, key="A1", consents=(yes(Channel.SMS, ANA, None),)),
        lead_row(3, ANA, key="A2", consents=(no(Channel.SMS, ANA),)),
    ]
    first = import_leads(ledger, "list", rows, at=NOON)
    again = import_leads(ledger, "list", rows, at=LATER)

    assert (first.consents_given, first.consents_revoked) == (1, 1)
    assert again == ImportReport(unchanged=2)


def test_a_consent_for_the_person_or_for_one_purpose_is_kept_as_such(ledger: Ledger) -> None:
    """What was agreed to for one purpose is not agreed to for another."""
    narrow = replace(yes(Channel.SMS, ""), purpose=Purpose.SERVICE, expires=LATER, kind="express_written")
    import_leads(ledger, "list", [lead_row(2, ANA, key="A1", consents=(narrow, narrow))], at=NOON)

    (consent,) = stored_consents(ledger)
    assert (consent.number, consent.purpose, consent.expires, consent.kind) == (
        None,
        Purpose.SERVICE,
        LATER,
        "express_written",
    )


def test_a_number_known_only_by_its_hash_gets_its_digits(ledger: Ledger) -> None:
    """It was suppressed before any list had it, and it stays suppressed."""
    with ledger.begin() as connection:
        stop = suppressions.NewSuppression(source="list")
        assert suppressing.suppress_number(connection, ledger.hasher, ANA, stop, at=NOON) == 1
        number = numbers.find(connection, ledger.hasher, ANA)
        assert number is not None
        assert numbers.e164(connection, number) == ""
    import_leads(ledger, "list", [lead_row(2, ANA, key="A1")], at=LATER)
    enrolment = World(ledger).enrol(ledger.hasher.lead("list", "A1"))
    with ledger.begin() as connection:
        known = facts.gather(connection, enrolment.id)

    assert (known.lead.numbers[0].e164, known.lead.numbers[0].kind) == (ANA, NumberKind.MOBILE)
    assert len(known.suppressions) == 1


def test_an_erased_person_does_not_come_back_with_the_same_list(ledger: Ledger) -> None:
    """The list file still has the person after the erasure."""
    import_leads(ledger, "list", people_rows(), at=NOON)
    with ledger.begin() as connection:
        erasure.erase(connection, ledger.hasher.lead("list", "A1"), at=LATER)
    report = import_leads(ledger, "list", people_rows(), at=LATER)
    with ledger.begin() as connection:
        assert people.find(connection, ledger.hasher, "A1") == []
        assert people.find(connection, ledger.hasher, ANA) == []

    assert (report.erased, report.unchanged, report.new) == ((2,), 1, 0)


def test_pages_are_whole_transactions_and_importing_again_completes_them(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A crash leaves whole pages; the second import adds the rest and changes nothing else."""
    monkeypatch.setattr(importing, "PAGE", 2)
    rows = [lead_row(line, f"+3460000010{line}", key=f"A{line}") for line in range(1, 6)]

    def breaks_after_three() -> Iterator[LeadRow]:
        yield from rows[:3]
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk"):
        import_leads(ledger, "list", breaks_after_three(), at=NOON)
    with ledger.begin() as connection:
        assert people.lists(connection) == {"list": 2}

    report = import_leads(ledger, "list", rows, at=LATER)

    assert (report.new, report.unchanged) == (3, 2)


def test_two_imports_at_once_make_each_lead_once(ledger: Ledger) -> None:
    """Two operators import at the same moment: no deadlock and no duplicates."""
    rows = [
        lead_row(line, f"+3460001{line:04d}", "+34910000001", key=f"A{line}", account=f"C{line % 7}")
        for line in range(1, 1501)
    ]
    reports: list[ImportReport] = []
    threads = [
        Thread(target=lambda order: reports.append(import_leads(ledger, "list", order, at=NOON)), args=(order,))
        for order in (rows, rows[::-1])
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with ledger.begin() as connection:
        assert people.lists(connection) == {"list": 1500}

    assert sum(report.new for report in reports) == 1500
    assert [report.leads for report in reports] == [1500, 1500]


def test_an_error_of_copy_does_not_show_the_value(ledger: Ledger) -> None:
    """A byte that no text may have: the message must not quote the cell."""
    name = "Persona" + "\0" + "Quenoexiste"
    with pytest.raises(psycopg.DataError) as refusal:
        import_leads(ledger, "list", [lead_row(2, ANA, key="A1", name=name)], at=NOON)

    assert "Quenoexiste" not in str(refusal.value)
    assert import_leads(ledger, "list", [lead_row(2, ANA, key="A1")], at=NOON).new == 1


def test_enrolments_of_a_lead_stay_its_own_after_a_correction(ledger: Ledger) -> None:
    """A correction changes the person, not what was done."""
    world = World(ledger)
    ana, _ = people_rows()
    import_leads(ledger, "list", [ana], at=NOON)
    lead = ledger.hasher.lead("list", "A1")
    touch = world.reserved(world.enrol(lead))
    import_leads(ledger, "list", [replace(ana, numbers=(number_row(LUIS),))], at=LATER)
    with ledger.begin() as connection:
        (enrolment,) = enrolment_rows.of_lead(connection, lead)
        known = facts.gather(connection, enrolment.enrolment.id)

    assert known.touches == (touch,)
    assert [number.e164 for number in known.lead.numbers] == [LUIS]


def test_instants_are_kept_to_the_microsecond(ledger: Ledger) -> None:
    """Limits are elapsed seconds; a rounded instant would break the order of events."""
    at = datetime(2027, 3, 28, 1, 30, 0, 123456, tzinfo=UTC)
    import_leads(ledger, "list", [lead_row(2, ANA, key="A1", consents=(yes(Channel.SMS, ANA, at),))], at=NOON)

    assert stored_consents(ledger)[0].at == at
