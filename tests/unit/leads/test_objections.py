"""Is a clear no of a row heard whatever else is wrong with the row? All people and numbers are fictional."""

import csv
import io
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cadence.domain import Channel, Purpose
from cadence.domain.list_rows import LeadRow, Objection
from cadence.leads.lists import read_leads
from cadence.leads.lists.consents import WORDS, ConsentWord
from cadence.leads.lists.objections import SAYS_NO
from tests.unit.leads.reading import NOW, read, row

ALL = (Channel.SMS, Channel.WHATSAPP, Channel.EMAIL, Channel.CALL)
MOBILE = "+34600000001"


def objections_of(text: str) -> list[Objection]:
    """Every no of a list that no lead carries."""
    with read_leads(io.BytesIO(text.encode()), now=NOW, region="ES") as intake:
        return [item for item in intake if isinstance(item, Objection)]


def only(**cells: str) -> Objection:
    """The one no of a list of one row: id 7, a good number and these cells."""
    both = {"id": "7", "phone": "600000001"} | cells
    objections = objections_of(";".join(both) + "\n" + ";".join(both.values()) + "\n")
    assert len(objections) == 1
    return objections[0]


@pytest.mark.parametrize(
    "cells",
    [
        {"consent_at": "soon"},  # a date that cannot be read
        {"consent_at": "31/02/2027"},  # no such date
        {"consent_at": "2099-01-01"},  # a date still to come
        {"score": "high"},
        {"country": "Narnia"},
        {"timezone": "Mars/Phobos"},
        {"consent_voice": "maybe"},  # another channel that says nothing clear
        {"consent_kind": "shouted"},
        {"consent_purpose": "world peace"},
        {"consent_expires": "soon"},
        {"account": "x" * 201},
        {"notes": "PeÃ±a"},  # spoilt characters
        {"notes": "x" * 10_001},
        {"notes": "a\0b"},
    ],
)
def test_a_no_of_a_refused_row_is_heard(cells: dict[str, str]) -> None:
    """The next message would leave although the list said no."""
    objections = only(consent_sms="no", **cells)

    assert (objections.key, objections.e164s, objections.channels) == ("7", (MOBILE,), (Channel.SMS,))
    assert objections.at is None, "it counts from now"
    assert not objections.undecided


def test_a_date_that_can_be_read_is_kept() -> None:
    """Whoever agreed again since is not silenced by a bad score."""
    objections = only(consent_sms="no", consent_at="2027-01-10T10:30:00Z", score="high", consent_purpose="marketing")

    assert objections.at == datetime.fromisoformat("2027-01-10T10:30:00Z")
    assert objections.purpose is Purpose.MARKETING


def test_a_no_with_no_number_that_can_be_read_is_known_by_its_id() -> None:
    """The ledger may know the person."""
    objections = only(phone="letters", consent_whatsapp="no")

    assert (objections.key, objections.e164s, objections.channels) == ("7", (), (Channel.WHATSAPP,))


def test_a_bad_second_number_does_not_hide_the_good_one() -> None:
    """Here the row is refused for its score; every number that can be read is meant."""
    objections = only(phone2="12", phone3="910000001", score="x", consent_sms="no")

    assert objections.e164s == (MOBILE, "+34910000001")


def test_a_no_that_names_nobody_is_for_a_person_to_decide() -> None:
    """Nothing can be closed, and it must not be forgotten."""
    assert only(id="", phone="letters", consent_sms="no").undecided


def test_the_second_of_two_rows_of_one_id_is_heard() -> None:
    """It is refused, because it says something else."""
    objections = objections_of("id;phone;consent_sms\n7;600000001;yes\n7;600000001;no\n")

    assert [(objection.line, objection.channels) for objection in objections] == [(3, (Channel.SMS,))]


def test_a_no_of_a_lead_is_recorded_with_the_lead() -> None:
    """It is heard once, not twice."""
    assert objections_of("phone;consent_sms\n600000001;no\n") == []
    assert [consent.given for consent in row(consent_sms="no").lead.consents] == [False]


@pytest.mark.parametrize(
    "word", [*(word for word, meaning in WORDS.items() if meaning is ConsentWord.NO), "NO", " No ", "Não", "BAJA"]
)
def test_every_spelling_of_no_is_heard(word: str) -> None:
    """English, Spanish and Portuguese."""
    assert only(consent_sms=word, score="x").channels == (Channel.SMS,)


@pytest.mark.parametrize(
    ("header", "channels"),
    [
        *(
            (name, ALL)
            for name in ("opt_out", "Opt-Out", "Baja", "DNC", "Unsubscribed", "fecha de baja", "No contactar")
        ),
        *((name, (Channel.CALL,)) for name in ("Do Not Call", "No llamar", "opt_out_voice", "Baja llamadas")),
        *((name, (Channel.SMS,)) for name in ("opt-out SMS", "Do not text", "Baja SMS")),
        *((name, (Channel.WHATSAPP,)) for name in ("WhatsApp opt-out", "Baja WhatsApp")),
    ],
)
@pytest.mark.parametrize("cell", ["sí", "x", "1", "true", "2026-10-01", "no quiere más mensajes", "pendiente"])
def test_an_opt_out_column_closes_what_it_names(header: str, channels: tuple[Channel, ...], cell: str) -> None:
    """Whatever is no denial means out: a date and a reason are written there, too. The lead lands all the same."""
    text = f"id;phone;{header}\n7;600000001;{cell}\n"
    objections = objections_of(text)

    assert len(objections) == 1
    assert (objections[0].everything, objections[0].channels) == ((True, ()) if channels == ALL else (False, channels))
    assert read(text).lead.key == "7"


@pytest.mark.parametrize(
    ("header", "channels"),
    [
        *((name, ALL) for name in ("DoNotContact", "optOut", "unsubscribedAt", "FechaBaja", "isOptedOut")),
        *((name, (Channel.CALL,)) for name in ("DoNotCall", "donotcall", "NoLlamar", "donotphone")),
        *((name, (Channel.SMS,)) for name in ("bajaSMS", "doNotText", "consentSmsOptOut")),
    ],
)
def test_an_opt_out_column_is_known_as_programs_write_it(header: str, channels: tuple[Channel, ...]) -> None:
    """A CRM's own names have no spaces."""
    (objection,) = objections_of(f"id;phone;{header}\n7;600000001;true\n8;600000002;false\n")

    assert objection.key == "7"
    assert objection.everything or set(objection.channels) == set(channels)


def test_the_two_words_of_a_crm_for_calls_are_understood() -> None:
    """One of them denies; the column is called as a no."""
    for header in ("Do not allow Phone Calls", "donotphone"):
        (objection,) = objections_of(f"id;phone;{header}\n7;600000001;Do Not Allow\n8;600000002;Allow\n")
        assert (objection.key, objection.channels) == ("7", (Channel.CALL,))


@pytest.mark.parametrize("cell", ["", " ", "no", "No", "0", "false", "NULL", "n/a", "activo", "0000-00-00"])
def test_a_denial_in_an_opt_out_column_closes_nothing(cell: str) -> None:
    """Most people of a list are not out."""
    assert objections_of(f"id;phone;baja\n7;600000001;{cell}\n") == []


@pytest.mark.parametrize(
    "line",
    [
        "7;600000001;Ana;no;extra;more",  # too many cells
        '7;600000001;"Ana" Arroyo;no',  # a quotation mark in the wrong place
        '7;600000001;"Ana;no',  # one that is never closed
    ],
)
def test_a_row_that_cannot_be_told_apart_is_held_when_a_word_in_it_says_no(line: str) -> None:
    """Nobody knows which column the word stood in, so a person decides and the number is held until then."""
    objections = objections_of(f"id;phone;name;consent_sms\n{line}\n8;600000002;Bea;yes\n")

    assert [(objection.line, objection.undecided, objection.e164s) for objection in objections] == [
        (2, True, (MOBILE,))
    ]


@pytest.mark.parametrize(
    "row",
    [
        "7;600000001;no",  # the name is missing, so the number stands in its place
        "7;Ana;600000001;no",  # the note is missing, or says no itself
    ],
)
def test_a_no_that_may_have_moved_in_a_row_with_too_few_cells_is_held(row: str) -> None:
    """A missing cell moves all after it: the no of a consent is read as a note."""
    objections = objections_of(f"id;name;phone;note;consent_sms\n{row}\n8;Bea;600000002;x;yes\n")

    assert [(objection.undecided, objection.e164s) for objection in objections] == [(True, (MOBILE,))]


@pytest.mark.parametrize(
    ("row", "e164s"),
    [
        ("7;no", ()),  # nothing but the id and a no
        ("7;Ana;no llamar", ()),  # more than one word
        ("7;Ana;x;no quiere más mensajes", ()),
        ("7;Ana;600000001;x;no;more", (MOBILE,)),  # too many cells
        ("7;Ana;600000001;x;No llamar nunca;more", (MOBILE,)),
        ("7,Ana,600000001,x,no", (MOBILE,)),  # another delimiter than the rest of the file
        ("7|Ana|600000001|x|no llamar", (MOBILE,)),
    ],
)
def test_a_row_whose_cells_cannot_be_told_apart_is_held_by_its_id_too(row: str, e164s: tuple[str, ...]) -> None:
    """The number may be the cell that is missing, and an earlier list knows it by the id."""
    objections = objections_of(f"id;name;phone;note;consent_sms\n{row}\n8;Bea;600000002;x;yes\n")

    assert [(objection.undecided, objection.key, objection.e164s) for objection in objections] == [(True, "7", e164s)]


@pytest.mark.parametrize(
    ("row", "held"),
    [
        ("7;600000001;x", True),  # the name is missing, so the mark of the opt-out stands elsewhere
        ("7;600000001;sí", True),
        ("7;600000001;2026-11-01", True),  # people write the day there, too
        ("7;Ana;600000001;;x;more", True),
        ("7;Ana;600000001;01/11/2026;more", True),
        ("7;Ana;letters", False),  # only short and bad
        ("7;Ana;600000001;hola;Madrid;more", False),
    ],
)
def test_a_yes_or_a_date_may_be_an_opt_out_where_the_list_has_a_column_for_it(row: str, held: bool) -> None:
    """Anything but a denial says that the person is out, and nobody knows in which column it stands."""
    objections = objections_of(f"id;name;phone;baja\n{row}\n8;Bea;600000002;\n")

    assert [objection.undecided for objection in objections] == [True] * held


def test_the_number_of_such_a_row_is_read_with_the_prefix_and_the_country_in_it() -> None:
    """Read as one of the campaign's country, it would be a stranger's."""
    objections = objections_of("id;phone_code;phone;consent_sms\n7;52;5550000101;no;more\n8;52;5550000102;yes\n")
    assert [objection.key for objection in objections] == ["7"]
    assert "+525550000101" in objections[0].e164s

    objections = objections_of("id;country;phone;consent_sms\n7;México;5550000101;no;more\n8;México;5550000102;yes\n")
    assert "+525550000101" in objections[0].e164s


def test_a_row_with_too_few_cells_that_can_hide_no_no_lands() -> None:
    """Its last cells are empty, that is all."""
    assert objections_of("id;phone;consent_sms;note\n7;600000001;yes\n") == []
    assert objections_of("id;phone;note;city\n7;600000001;no\n") == []
    assert objections_of("id;phone;note;consent_sms\n7;600000001;hola\n") == []


@pytest.mark.parametrize(
    ("header", "cell", "out"),
    [
        *(("Estado", word, True) for word in ("BAJA", "Dado de baja", "Lista Robinson", "No contactar")),
        *(("status", word, True) for word in ("DNC", "Unsubscribed", "opt-out", "Do not call")),
        *(("status", word, False) for word in ("active", "NEW", "no", "")),
        ("Prioridad", "baja", False),  # low
        ("Temporada", "Baja", False),
    ],
)
def test_a_state_that_says_out_closes_every_channel(header: str, cell: str, out: bool) -> None:
    """Diallers and CRMs keep it so; a low priority is none."""
    objections = objections_of(f"id;phone;{header}\n7;600000001;{cell}\n")

    assert [set(objection.channels) for objection in objections] == ([set(ALL)] if out else [])


def test_a_row_that_cannot_be_told_apart_and_says_no_nowhere_is_only_refused() -> None:
    """Holding all of them would bury the ones that matter."""
    assert objections_of("id;phone;name;consent_sms\n7;600000001;Ana;yes;extra\n") == []
    assert objections_of("id;phone;name\n7;600000001;no;extra\n") == [], "the list has no column that could hold a no"


GOOD = {
    "id": ["1", "2", "3"],
    "teléfono": ["600000001", "600000002", "+34 600 000 003"],
    "consentimiento_sms": ["sí", "no", ""],
    "Baja": ["", "sí", "no"],
    "score": ["1", "", "2"],
    "fecha_consentimiento": ["2027-01-10", "", "10/01/2027"],
    "notas": ["a", "", "b"],
}
BAD = {
    "id": ["x" * 201],
    "teléfono": ["12", "letters", ""],
    "consentimiento_sms": ["quizás"],
    "Baja": [],
    "score": ["high"],
    "fecha_consentimiento": ["soon", "2099-01-01", "31/02/2027"],
    "notas": ["PeÃ±a", "\0"],
}


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_no_clear_no_is_lost_and_no_row_goes_in_silence(data: st.DataObject) -> None:
    """Columns in any order, mistakes in any cell: every no is in a lead, or heard, and each row is counted."""
    names = data.draw(st.permutations(list(GOOD)))
    rows = data.draw(
        st.lists(
            st.fixed_dictionaries({name: st.sampled_from(GOOD[name] * 3 + BAD[name]) for name in GOOD}),
            min_size=1,
            max_size=6,
        )
    )
    text = io.StringIO()
    csv.writer(text).writerow(names)
    csv.writer(text).writerows([row[name] for name in names] for row in rows)
    filled = [(line, row) for line, row in enumerate(rows, start=2) if any(row.values())]
    if not filled:
        return
    with read_leads(io.BytesIO(text.getvalue().encode()), now=NOW, region="ES") as intake:
        items = list(intake)
    report = intake.report

    assert report.rows == report.leads + report.refused + report.duplicates == len(filled)
    lines_with_a_no = {item.line for item in items if isinstance(item, Objection)}
    lines_with_a_no |= {
        item.line for item in items if isinstance(item, LeadRow) and any(not given.given for given in item.consents)
    }
    people = {(cells["id"], cells["teléfono"]) for line, cells in filled if line in lines_with_a_no}
    for line, cells in filled:
        assert line in lines_with_a_no or cells["Baja"] != "sí"
        if cells["consentimiento_sms"] == "no":
            assert line in lines_with_a_no or (cells["id"], cells["teléfono"]) in people, (
                "a row said twice may be heard once"
            )


def test_the_words_that_say_no_anywhere_are_a_no_in_their_own_column() -> None:
    """The two tables must not drift apart."""
    assert {word for word in SAYS_NO if WORDS.get(word) is not ConsentWord.NO} == set()


@pytest.mark.parametrize(
    "cell",
    [
        "please do not call",
        "no contactar",
        "No llamar más",
        "cancelado por el cliente",
        "lista Robinson",
        "DNC",
        "sí, pero no",
    ],
)
def test_what_may_be_a_no_in_unknown_words_waits_for_a_decision(cell: str) -> None:
    """The row is refused for it, and its number must not be reached through an older list meanwhile."""
    objections = only(consent_sms=f'"{cell}"')

    assert (objections.undecided, objections.key, objections.e164s, objections.channels) == (True, "7", (MOBILE,), ())


@pytest.mark.parametrize("cell", ["maybe", "pendiente", "2"])
def test_unknown_words_without_a_no_in_them_hold_nothing(cell: str) -> None:
    """The row is refused and nothing more: a column of anything must not make a task of every row."""
    assert objections_of(f"id;phone;consent_sms\n7;600000001;{cell}\n") == []


def test_a_clear_no_beside_an_unclear_one_is_applied() -> None:
    """It needs no decision."""
    objections = only(consent_sms="no", consent_voice="please do not call")

    assert (objections.undecided, objections.channels) == (False, (Channel.SMS,))
