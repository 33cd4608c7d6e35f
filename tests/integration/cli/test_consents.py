"""Consents at a terminal: with their words, from files and into files, and the proof that a regulator asks for."""

import csv
import hashlib
import io
from typing import Any

import pytest

from cadence.campaign import check_text
from cadence.domain import Candidate, Channel, Consent, Enrolment, Purpose
from cadence.ledger.lists.importing import import_leads
from cadence.ledger.people import consents, erasure
from cadence.ledger.reading import facts
from cadence.ledger.touches import decisions
from cadence.policy.evaluation import judge
from cadence.policy.packs.loading import load_law
from tests.integration.cli.desk import CAMPAIGN, Desk
from tests.integration.ledger.world import lead_row

ONE, TWO = "+34600000001", "+34910000002"
WORDS = "Acepto que Tienda Sol me llame con ofertas."
FILE = f"""lead,phone,channel,given,kind,purpose,at,expires,source,wording,by,evidence
C-1,,sms,yes,,,2027-01-10T10:00+01:00,,web form,,,
,600000001,voice,sí,por escrito,marketing,2027-01-11,2028-01-11,paper form,{WORDS},Luisa,box 12
list/C-1,+34910000002,call,no,,,2027-02-01,,letter,,,
C-1,,fax,yes,,,2027-01-10,,web,,,
C-9,,sms,yes,,,2027-01-10,,web,,,
C-1,,sms,yes,,,2099-01-10,,web,,,
C-1,,sms,yes,,,2027-01-10,,,,,
C-1,,sms,yes,,,2027-01-10,2026-01-01,web,,,
"""


@pytest.fixture
def ana(desk: Desk) -> Enrolment:
    """Somebody with a mobile and a landline, under way."""
    return desk.town.enrol(ONE, TWO, key="C-1")


def known(desk: Desk, enrolment: Enrolment) -> tuple[Consent, ...]:
    """What the gate would look at."""
    with desk.ledger.begin() as connection:
        return facts.gather(connection, enrolment.id).consents


def proof(desk: Desk, *who: str) -> Any:
    """The proof for a lead."""
    return desk.json("consent", "proof", *(who or ("C-1",)))


def test_a_consent_is_given_with_its_kind_purpose_end_and_words(desk: Desk, ana: Enrolment) -> None:
    """Who typed it is on record, and the words have their hash."""
    form = desk.file("form.txt", f"{WORDS}\n")
    given = ["--kind", "written", "--purpose", "marketing", "--expires", "2028-01-01T00:00+01:00", "--wording", form]
    desk.json("consent", "give", "C-1", "--channel", "call", "--source", "form", "--number", TWO, *given)

    (one,) = known(desk, ana)
    assert (one.kind, one.purpose, one.expires is not None) == ("express_written", Purpose.MARKETING, True)
    (record,) = proof(desk)["records"]
    assert (record["wording"], record["wording_matches"], record["number"]) == (WORDS, True, 2)
    assert record["wording_sha256"] == hashlib.sha256(WORDS.encode()).hexdigest()
    assert ", cli@" in record["recorded_by"]


@pytest.mark.parametrize(
    ("typed", "code", "words"),
    [
        (["--kind", "nodded"], 2, "expected express or express_written"),
        (["--purpose", "fun"], 2, "expected marketing"),
        (["--expires", "2027-01-01T00:00Z"], 1, "before it begins"),
        (["--wording", "nowhere.txt"], 1, "does not exist; expected a file with the text"),
        (["--wording", "EMPTY"], 1, "is empty"),
    ],
)
def test_a_consent_that_proves_nothing_is_refused(
    desk: Desk, ana: Enrolment, typed: list[str], code: int, words: str
) -> None:
    """And nothing is written."""
    empty = desk.file("empty.txt", " \n")
    typed = [empty if one == "EMPTY" else one for one in typed]
    said = desk.type("consent", "give", "C-1", "--channel", "sms", "--source", "web", *typed)

    assert (said.code, words in said.err) == (code, True)
    assert known(desk, ana) == ()


def test_a_file_of_consents_comes_in_once_and_its_bad_lines_are_told(desk: Desk, ana: Enrolment) -> None:
    """By lead for all their numbers, by number for that one; a no without a time holds from the end of its day."""
    path = desk.file("forms.csv", FILE)
    first = desk.type("consent", "import", path, "--region", "ES", "--because", "forms", "--json")
    again = desk.type("consent", "import", path, "--region", "ES", "--json")

    assert (first.code, first.data["recorded"], first.data["refused"]) == (1, 4, 5)
    assert (again.data["recorded"], again.data["known"]) == (0, 3)
    with open(first.data["rejected"], encoding="utf-8-sig", newline="") as report:  # noqa: PTH123  as it stands
        reasons = {row["line"]: row["reason"] for row in csv.DictReader(report)}
    assert set(reasons) == {"5", "6", "7", "8", "9"}
    assert "expected one of sms, whatsapp, email, call" in reasons["5"]
    assert "it ends before it begins" in reasons["9"]
    found = known(desk, ana)
    assert [(one.channel, one.given) for one in found] == [
        *[(Channel.SMS, True)] * 2, (Channel.CALL, True), (Channel.CALL, False),
    ]  # fmt: skip
    assert found[2].at.isoformat() == "2027-01-10T10:00:00+00:00"  # the first place on earth where that day began
    assert found[3].at.isoformat() == "2027-02-02T12:00:00+00:00"  # and the last where that one ended


def test_a_file_that_names_a_number_is_about_everybody_who_has_it_then(desk: Desk, ana: Enrolment) -> None:
    """Each of them has a record of their own; whoever gets the number later has none."""
    bea = desk.town.enrol(ONE, key="C-2")
    path = desk.file("forms.csv", f"phone,channel,given,at,source\n{ONE},sms,yes,2027-01-10,form\n")
    done = desk.json("consent", "import", path)
    again = desk.json("consent", "import", path)
    late = desk.town.enrol(ONE, key="C-3")

    assert (done["recorded"], again["recorded"]) == (2, 0)
    assert [len(known(desk, one)) for one in (ana, bea, late)] == [1, 1, 0]


def test_a_no_to_a_number_that_nobody_has_yet_is_kept_for_whoever_gets_it(desk: Desk, ana: Enrolment) -> None:
    """A yes of nobody is refused; a no is obeyed before it is understood whose it is."""
    unknown = "+34600000009"
    lines = f"{unknown},sms,no,2027-01-10,letter\n{unknown},call,yes,2027-01-10,letter\n"
    path = desk.file("forms.csv", f"phone,channel,given,at,source\n{lines}")
    first, again = desk.type("consent", "import", path, "--json"), desk.type("consent", "import", path, "--json")
    late = desk.town.enrol(unknown, key="C-9")

    assert [(one.data["recorded"], one.data["known"], one.data["refused"]) for one in (first, again)] == [
        (1, 0, 1), (0, 1, 1),
    ]  # fmt: skip
    assert [(one.channel, one.given) for one in known(desk, late)] == [(Channel.SMS, False)]


@pytest.mark.parametrize("typed", [True, False], ids=["revoke", "import"])
def test_a_no_without_a_number_follows_the_person(desk: Desk, ana: Enrolment, *, typed: bool) -> None:
    """They said no to the channel: the number that a later list gives them is closed as well."""
    if typed:
        desk.json("consent", "revoke", "C-1", "--channel", "sms")
    else:
        desk.json(
            "consent", "import", desk.file("f.csv", "lead,channel,given,at,source\nC-1,sms,no,2027-01-10,letter\n")
        )
    import_leads(desk.ledger, "list", [lead_row(9, "+34600000007", key="C-1")], at=desk.clock.now())

    assert [(one.number, one.given) for one in known(desk, ana)] == [(None, False)]


def test_what_goes_out_comes_in_again_and_adds_nothing(desk: Desk, ana: Enrolment) -> None:
    """A file for an auditor, or for another system; a list's as well as a person's."""
    desk.type("consent", "import", desk.file("forms.csv", FILE), "--region", "ES")
    out = desk.type("consent", "export", "C-1").out
    whole = desk.type("consent", "export", "--list", "list").out
    rows = list(csv.DictReader(io.StringIO(out)))
    back = desk.json("consent", "import", desk.file("back.csv", out))

    assert whole == out
    assert (len(rows), rows[2]["wording"], rows[2]["by"], rows[2]["phone"]) == (4, WORDS, "Luisa", ONE)
    assert back["recorded"] == 0
    assert [one["given"] for one in desk.json("consent", "export", "C-1")] == [True, True, True, False]
    assert desk.type("consent", "export").code == 2


def test_the_proof_tells_how_each_consent_ended(desk: Desk, ana: Enrolment) -> None:
    """A revocation and an opt-out by any means both withdraw; a renewal is a further record."""
    desk.type("consent", "give", "C-1", "--channel", "call", "--source", "form", "--at", "2026-11-02T10:00+01:00")
    desk.type(
        "consent",
        "revoke",
        "C-1",
        "--channel",
        "call",
        "--number",
        ONE,
        "--source",
        "letter",
        "--at",
        "2027-01-02T10:00+01:00",
    )
    desk.type(
        "consent",
        "give",
        "C-1",
        "--channel",
        "call",
        "--number",
        ONE,
        "--source",
        "renewal",
        "--at",
        "2027-02-02T10:00+01:00",
    )
    desk.type("suppress", TWO, "--because", "on the phone")
    first, second, no, renewed = proof(desk)["records"]

    assert (first["withdrawn"]["how"], first["withdrawn"]["source"]) == ("revocation", "letter")
    assert (second["withdrawn"]["how"], second["withdrawn"]["source"]) == ("opt-out", "command")
    assert (no["given"], no["withdrawn"], renewed["withdrawn"]) == (False, None, None)
    (stop,) = proof(desk)["withdrawals"]
    assert (stop["number"], stop["why"]) == (2, "on the phone")
    said = desk.type("consent", "proof", "C-1")
    assert said.code == 0
    assert "consented to call (express), record" in said.out
    assert "withdrawn  2027-01-02T09:00:00+00:00 by revocation, letter" in said.out


def test_a_touch_names_the_consent_it_rested_on(desk: Desk, ana: Enrolment) -> None:
    """What the gate found when it allowed the touch is in its decision, and from there in the proof."""
    desk.type("consent", "give", "C-1", "--channel", "sms", "--source", "form", "--number", ONE)
    agreed = CAMPAIGN.replace("sms: {basis: contract, reason: they are customers}", "sms: {basis: opt_in}")
    campaign = check_text(agreed, "spring.yaml").right()
    touch = desk.town.message(ana).touch
    with desk.ledger.begin() as tx:
        found = facts.gather(tx, ana.id)
        asked = Candidate(channel=Channel.SMS, cause=touch.cause, step="hello", number=touch.number)
        verdict = judge(campaign, found, asked, desk.clock.now(), load_law(campaign))
        given = decisions.Decision(verdict=verdict, candidate=asked, facts=found, touch=touch.id)
        decisions.record(tx, given, at=desk.clock.now())
    told = proof(desk)

    (record,) = told["records"]
    assert record["touches"] == [touch.id]
    assert [(one["channel"], one["consents"]) for one in told["touches"]] == [("sms", [record["id"]])]


def test_words_changed_behind_our_back_are_found(desk: Desk, ana: Enrolment) -> None:
    """The ledger refuses to change them; somebody who owns the database might."""
    form = desk.file("form.txt", WORDS)
    desk.type("consent", "give", "C-1", "--channel", "call", "--source", "form", "--wording", form)
    with desk.ledger.begin() as tx:
        tx.exec_driver_sql("ALTER TABLE consent_wordings DISABLE TRIGGER ALL")
        tx.exec_driver_sql("ALTER TABLE consent_wordings DROP CONSTRAINT consent_wordings_hash")
        tx.exec_driver_sql("UPDATE consent_wordings SET body = 'Acepto todo.'")
    said = desk.type("consent", "proof", "C-1")

    assert (said.code, "DOES NOT MATCH" in said.out) == (1, True)


def test_the_record_outlives_an_erasure_and_its_evidence_does_not(desk: Desk, ana: Enrolment) -> None:
    """That somebody agreed, to which words and when, stays; who it was does not."""
    desk.type("consent", "import", desk.file("forms.csv", FILE), "--region", "ES")
    lead = desk.town.lead_of(ana)
    with desk.ledger.begin() as tx:
        erasure.erase(tx, lead, at=desk.clock.now())
        left = consents.of_leads(tx, [lead])
    found = proof(desk, lead)["records"]

    assert [one["wording"] for one in found if one["wording"]] == [WORDS]
    assert {one["evidence"] for one in found} == {None}
    assert {(one.phone, one.key) for one in left} == {(None, None)}


@pytest.mark.parametrize(
    "line",
    [
        "C-1,,sms,no,,,soon,,letter,,,",  # no such date
        "C-1,,sms,no,,,,,letter,,,",  # no date
        "C-1,,sms,no,,,2027-02-01,,,,,",  # no source
        "C-1,,sms,no,,world peace,2027-02-01,,letter,,,",  # no such purpose
        "C-1,letters,sms,no,,,2027-02-01,,letter,,,",  # a number that is none beside a lead that is known
        ",600000001,fax,no,,,2027-02-01,,letter,,,",  # no such channel: every channel
        "C-9,600000001,sms,no,,,2027-02-01,,letter,,,",  # nobody goes by this id, and the number is known
    ],
)
def test_a_no_of_a_bad_line_is_applied(desk: Desk, ana: Enrolment, line: str) -> None:
    """The next message would leave although the file said no."""
    head = FILE.splitlines()[0]
    yes = "C-1,,sms,yes,,,2027-01-10,,web form,,,"
    desk.type("consent", "import", desk.file("forms.csv", f"{head}\n{yes}\n"), "--region", "ES")
    said = desk.type("consent", "import", desk.file("forms.csv", f"{head}\n{line}\n"), "--region", "ES", "--json")

    assert said.data["noes"] + said.data["recorded"] >= 1
    mine = [one for one in known(desk, ana) if one.channel is Channel.SMS]
    assert max(mine, key=lambda one: (one.at, one.id)).given is False


def test_a_revocation_does_not_become_older_than_the_consent(desk: Desk, ana: Enrolment) -> None:
    """Of 11/05 nobody knows whether it is May or November: the file is refused, and the no is taken as the later."""
    rows = "C-1,sms,yes,2026-08-01,web\nC-1,sms,no,11/05/2026,web\n"
    path = desk.file("forms.csv", f"lead,channel,given,at,source\n{rows}")
    said = desk.type("consent", "import", path)

    assert said.code == 1
    assert '"at"' in said.err
    assert "--dates day-first or --dates month-first" in said.err
    assert "Its revocations are recorded all the same: 2." in said.err
    no = next(one for one in known(desk, ana) if not one.given)
    assert no.at.isoformat().startswith("2026-11-06"), "the end of 5 November, wherever it ends last"

    assert desk.type("consent", "import", path, "--dates", "month-first").code == 0
    last = max(known(desk, ana), key=lambda one: (one.at, one.id))
    assert not last.given


def test_a_line_says_yes_or_no_and_a_column_is_one_that_is_known(desk: Desk, ana: Enrolment) -> None:
    """A no in a column that nobody reads would be a yes."""
    path = desk.file("forms.csv", "lead,channel,givn,given,at,source\nC-1,sms,,no,2027-01-10,web\n")
    said = desk.type("consent", "import", path)
    empty = desk.file("empty.csv", "lead,channel,given,at,source\nC-1,sms,,2027-01-10,web\n")

    assert said.code == 1
    assert '"givn" is not a column' in said.err
    assert "nearest: given" in said.err
    assert [one.given for one in known(desk, ana)] == [False] * 3, "its no is applied: both numbers and the person"
    assert desk.type("consent", "import", empty, "--json").data["refused"] == 1
