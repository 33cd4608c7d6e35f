"""Suppressions, consents, promises and dispositions by an operator's word: what is written for whom, and what not."""

import getpass
import io
import socket
from pathlib import Path
from uuid import uuid4

import pytest

from cadence.campaign import check_text
from cadence.campaign.store import to_json
from cadence.channels.provider import Received
from cadence.domain import Channel, Enrolment, Facts, Wait
from cadence.engine.outcomes.inbound import record_inbound
from cadence.engine.outcomes.planner import Planner
from cadence.ledger.campaigns import campaigns, enrolments
from cadence.ledger.people import numbers
from cadence.ledger.reading import facts
from tests.integration.cli.desk import CAMPAIGN, LIST, Desk

TOMORROW = "2027-03-10T10:00+01:00"
ONE, TWO, UNKNOWN = "+34600000001", "+34910000002", "+34600000099"


@pytest.fixture
def ana(desk: Desk) -> Enrolment:
    """Somebody with a mobile and a landline, under way."""
    return desk.town.enrol(ONE, TWO, key="C-1")


def known(desk: Desk, enrolment: Enrolment) -> Facts:
    """What the gate would look at."""
    with desk.ledger.begin() as connection:
        return facts.gather(connection, enrolment.id)


def closed(desk: Desk, enrolment: Enrolment) -> list[tuple[str, str]]:
    """What is suppressed of a person, number by number."""
    return [(one.scope.value, one.value) for one in known(desk, enrolment).suppressions]


def in_spring(desk: Desk, key: str, file: str = CAMPAIGN) -> Enrolment:
    """Somebody in a campaign with hours."""
    desk.town.enrol(key=key)
    campaign = check_text(file, "spring.yaml", ()).right()
    enrolment = Enrolment(id=str(uuid4()), campaign="spring", version=1, at=desk.clock.now())
    lead = desk.ledger.hasher.lead("list", key)
    with desk.ledger.begin() as tx:
        campaigns.launch(tx, campaign.campaign, to_json(campaign), at=desk.clock.now())
        entry = enrolments.NewEnrolment(enrolment=enrolment, lead=lead, move=Wait(at=desk.clock.now()))
        enrolments.open_one(tx, entry, at=desk.clock.now())
    return enrolment


# Suppressions


def test_the_order_behind_a_suppression_is_named(desk: Desk, ana: Enrolment, tmp_path: Path) -> None:
    """A number alone names no lead, so the order is not in anybody's story: the suppression says whose it was."""
    desk.type("suppress", TWO, "--because", "their letter")
    desk.type("suppress", TWO, "--lift", "--because", "another letter")
    desk.type("suppress", "--file", desk.file("stop.txt", f"{ONE}\n"), "--because", "a list of ours")

    told = [one for one in desk.json("lead", "C-1")["lines"] if one["kind"].startswith("suppress")]
    assert [(one["words"], one["why"]) for one in told] == [
        ("their 2nd number is suppressed: everything", ["their letter"]),
        ("their 2nd number may be contacted again: everything", ["another letter"]),
        ("their 1st number is suppressed: everything", ["a list of ours"]),
    ]
    assert {one["by"] for one in told} == {f"{getpass.getuser()}, cli@{socket.gethostname()}"}


@pytest.mark.parametrize("who", ["C-1", "list/C-1", "ID"])
def test_a_lead_is_left_alone_by_every_number(desk: Desk, ana: Enrolment, who: str) -> None:
    """Its workflow is told, and what it waited for is over."""
    lead = desk.town.lead_of(ana)
    said = desk.type("suppress", lead if who == "ID" else who, "--because", "a letter")

    assert said.code == 0
    assert said.err.startswith("2 numbers suppressed.\nharbour ends for them, and that cannot be undone.")
    assert closed(desk, ana) == [("everything", "")] * 2
    assert desk.town.news(ana) == ["opt_out"]
    assert desk.commands() == [("suppress", "a letter")]


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        # the whole person: the campaign under way ends
        (
            ["C-1"],
            (
                "harbour ends for them, and that cannot be undone. To allow contact again: `cadence suppress "
                "C-1 --lift --because WHY`. New campaigns can then reach them; that one does not continue.\n"
            ),
        ),
        (["C-1", "--campaign", "harbour"], "`cadence suppress C-1 --campaign harbour --lift --because WHY`. New"),
        # one of two numbers, one channel, another purpose: nothing ends
        ([TWO], f"1 number suppressed.\nTo undo it: `cadence suppress {TWO} --lift --because WHY`.\n"),
        (["C-1", "--channel", "sms"], "To undo it: `cadence suppress C-1 --channel sms --lift --because WHY`.\n"),
        (["C-1", "--purpose", "survey"], "To undo it: `cadence suppress C-1 --purpose survey --lift"),
        ([UNKNOWN], "To undo it: "),
    ],
)
def test_what_a_suppression_ends_and_how_it_is_undone_is_said(
    desk: Desk, ana: Enrolment, typed: list[str], left: str
) -> None:
    """The wrong person was named: an operator must know at once what can be put right, and what cannot."""
    assert left in desk.type("suppress", *typed).err


@pytest.mark.parametrize("answer", ["y\n", "n\n", ""])
def test_a_terminal_is_asked_before_a_campaign_ends(
    desk: Desk, ana: Enrolment, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    """Only a yes suppresses. A program is never asked: with --json nothing changes."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Terminal(answer))
    said = desk.type("suppress", "C-1")

    assert "This ends harbour for C-1, and that cannot be undone" in said.err
    assert (said.code, bool(closed(desk, ana))) == ((0, True) if answer == "y\n" else (1, False))
    assert desk.json("suppress", "C-1")["suppressed"] == (0 if answer == "y\n" else 2)


def test_nobody_is_asked_where_nothing_ends_or_who_says_yes(
    desk: Desk, ana: Enrolment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A question that is always asked is answered without reading."""
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)

    assert "Go on?" not in desk.type("suppress", UNKNOWN).err
    assert "Go on?" not in desk.type("suppress", "C-1", "--channel", "sms").err
    assert desk.type("suppress", "C-1", "--yes").code == 0


def test_a_number_nobody_knows_is_left_alone_too(desk: Desk, ana: Enrolment) -> None:
    """It may be in the next list; only its hash is kept."""
    assert desk.json("suppress", "+34 600 000 099")["suppressed"] == 1
    assert desk.town.ask("SELECT count(*) FROM numbers WHERE e164 = :number", number=UNKNOWN) == 0

    later = desk.town.enrol(UNKNOWN)
    assert closed(desk, later) == [("everything", "")]


def test_suppressing_twice_writes_nothing_new(desk: Desk, ana: Enrolment) -> None:
    """It says so, and is no failure: what was wanted is so."""
    desk.type("suppress", "C-1")
    again = desk.type("suppress", "C-1")

    assert again.code == 0
    assert again.err == "Nothing is new: everything was suppressed already.\n"
    assert desk.json("suppress", ONE)["suppressed"] == 0


@pytest.mark.parametrize(
    ("option", "scope"),
    [
        (["--campaign", "harbour"], ("campaign", "harbour")),
        (["--purpose", "marketing"], ("purpose", "marketing")),
        (["--channel", "call"], ("channel", "call")),
    ],
)
def test_a_suppression_can_be_narrow_and_is_lifted_as_it_was_made(
    desk: Desk, ana: Enrolment, option: list[str], scope: tuple[str, str]
) -> None:
    """Lifting needs a reason, and finds only what was closed in that scope."""
    desk.type("suppress", "C-1", *option)
    assert closed(desk, ana) == [scope] * 2

    assert desk.type("suppress", "C-1", "--lift", *option).code == 2, "without a reason"
    other = desk.type("suppress", "C-1", "--lift", "--because", "form 12")
    assert (other.code, "There is no suppression for everything." in other.err) == (1, True)
    lifted = desk.json("suppress", "C-1", "--lift", *option, "--because", "form 12")

    assert lifted == {"lifted": 2, "refused": 0, "scope": scope[0], "value": scope[1]}
    assert closed(desk, ana) == []
    assert [name for name, _ in desk.commands()] == ["suppress", "unsuppress"]


def test_a_single_number_is_lifted_by_itself(desk: Desk, ana: Enrolment) -> None:
    """The other one stays closed."""
    desk.type("suppress", "C-1")

    assert desk.json("suppress", ONE, "--lift", "--because", "asked by phone")["lifted"] == 1
    assert closed(desk, ana) == [("everything", "")]
    assert desk.type("suppress", UNKNOWN, "--lift", "--because", "x").code == 1


def test_lifting_one_person_leaves_the_stop_of_another_with_the_same_number(desk: Desk, ana: Enrolment) -> None:
    """Bea has Ana's landline and stopped herself: that Ana signed up again says nothing about Bea."""
    bea = desk.town.enrol(TWO, key="C-2")
    desk.type("suppress", "C-1", "--because", "Ana's letter")
    desk.type("suppress", "C-2", "--because", "Bea's letter")

    assert desk.type("suppress", "C-1", "--lift", "--because", "form 12").code == 0

    assert closed(desk, ana) == []
    assert closed(desk, bea) == [("everything", "")]
    assert desk.type("suppress", "C-2", "--lift", "--because", "form 13").code == 0
    assert closed(desk, bea) == []


def test_a_file_of_numbers_is_taken_line_by_line(desk: Desk, ana: Enrolment) -> None:
    """The good ones are taken; the bad ones are told with their line, without repeating them."""
    path = desk.file("stop.txt", f'\ufeff{ONE}\n\n600000003\n"{UNKNOWN}",\nsecret words\n+34 600 000 099\n')
    said = desk.type("suppress", "--file", path, "--because", "import", "--json")

    assert said.code == 1, "somebody has to look at the bad lines"
    assert said.data == {"suppressed": 2, "refused": 2, "scope": "everything", "value": ""}
    assert f"{path}:3:1: The number cannot be used" in said.err
    assert f"{path}:5:1: The number cannot be used: has letters in it" in said.err
    assert "secret" not in said.err
    assert closed(desk, ana) == [("everything", "")]
    assert desk.town.news(ana) == ["opt_out"]
    again = desk.type("suppress", "--file", path, "--json")
    assert again.data["suppressed"] == 0


@pytest.mark.parametrize(
    ("content", "options"),
    [
        (f"phone,reason\n{ONE},complaint\n", []),  # an export with headers and more columns
        (f"C-1;Ana;{ONE};2026-11-01\n", []),
        (f"{ONE}; by letter\n", []),
        (f"id\tnumber\r\nC-1\t{ONE}\r\n", []),
        ("600 000 001\n", ["--region", "ES"]),  # as people of one country write them
        ("id;móvil\nC-1;600000001\n", ["--region", "ES"]),
    ],
)
@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "cp1252"])
def test_the_numbers_of_an_export_are_found_in_its_lines(
    desk: Desk, ana: Enrolment, content: str, options: list[str], codec: str
) -> None:
    """A stop list comes from a spreadsheet as often as from an editor; a stop in it must not be passed over."""
    path = Path(desk.file("stop.csv", ""))
    path.write_bytes(content.encode(codec))
    said = desk.type("suppress", "--file", str(path), *options, "--because", "import")

    assert (said.code, said.err.splitlines()[-1]) == (0, "1 number suppressed.")
    assert closed(desk, ana) == [("everything", "")]


def test_a_file_without_a_number_is_not_called_suppressed(desk: Desk, ana: Enrolment) -> None:
    """Somebody would believe that the stops in it are kept."""
    said = desk.type("suppress", "--file", desk.file("stop.txt", "600000001\nhola 12\n"))

    assert said.code == 1
    assert "--region" in said.err
    assert said.err.splitlines()[-1] == "Nothing was suppressed: the file contains no readable number."
    assert closed(desk, ana) == []


def test_a_long_file_is_told_in_short(desk: Desk) -> None:
    """Nobody reads a thousand mistakes; and it takes more than one page."""
    numbers = [f"+3460{n:07d}" for n in range(1200)]
    path = desk.file("stop.txt", "\n".join([*numbers, *["no"] * 30]))
    said = desk.type("suppress", "--file", path)

    assert "1200 numbers suppressed." in said.err
    assert said.err.count(":1: The number cannot be used") == 20
    assert "... and 10 more lines" in said.err
    assert [name for name, _ in desk.commands()] == ["suppress"]


@pytest.mark.parametrize(
    ("typed", "code", "words"),
    [
        (["C-9"], 1, "There is no such lead; expected the id in its list, LIST/ID, a number such as"),
        (["list/C-9"], 1, "There is no such lead"),
        (["other/C-1"], 1, "There is no such lead"),
        (["+34600"], 1, "The number cannot be used: too short"),
        (["C-1", "--campaign", "harbor"], 1, "There is no campaign harbor"),
        (["C-1", "--purpose", "selling"], 2, "purpose selling is unknown; expected one of marketing, collections"),
        (["C-1", "--channel", "fax"], 2, "channel fax is unknown"),
        (
            ["C-1", "--channel", "sms", "--purpose", "survey"],
            2,
            "expected only one of --campaign, --purpose and --channel",
        ),
        ([], 2, "expected a lead or a number, or --file"),
        (["C-1", "--file", "x"], 2, "expected a lead or a number, or --file"),
        (["--file", "nowhere.txt"], 1, "nowhere.txt does not exist; expected a file of numbers"),
        (["--file", "/"], 1, "/ cannot be read"),
    ],
)
def test_what_cannot_be_suppressed_is_said(desk: Desk, ana: Enrolment, typed: list[str], code: int, words: str) -> None:
    """Nothing is written, not even the order."""
    said = desk.type("suppress", *typed)

    assert said.code == code
    assert words in said.err
    assert desk.commands() == []


def test_a_suppression_works_with_temporal_down(desk: Desk, ana: Enrolment) -> None:
    """It is the ledger that stops people; the workflow hears of it later."""
    desk.without_temporal()
    said = desk.type("suppress", "C-1")

    assert said.code == 0
    assert "the worker notifies the workflows when Temporal is available again" in said.err
    assert closed(desk, ana) == [("everything", "")] * 2


def test_a_call_that_rings_is_left_to_ring_out_when_the_carrier_is_away(desk: Desk, ana: Enrolment) -> None:
    """The suppression stands; nobody is told that the call was taken back."""
    desk.town.call(ana)
    said = desk.type("suppress", "C-1")

    assert said.code == 0
    assert "taken back" not in said.err


def test_two_leads_of_one_id_are_told_apart_by_their_list(desk: Desk, ana: Enrolment) -> None:
    """Never by guessing."""
    path = desk.file("other.csv", "id,name,phone,order\nC-1,Bea,600000009,3\n")
    desk.type("launch", desk.file("spring.yaml", CAMPAIGN), "--leads", path)
    said = desk.type("suppress", "C-1")

    assert said.code == 1
    assert "2 leads match; name one of them: list/C-1, other/C-1." in said.err
    assert desk.json("lead", "other/C-1")["list"] == "other"


# Consents


def test_a_consent_is_recorded_for_every_number_or_for_one(desk: Desk, ana: Enrolment) -> None:
    """It belongs to the number it was given for (protocol §5.1)."""
    both = desk.json("consent", "give", "C-1", "--channel", "sms", "--channel", "call", "--source", "paper form")
    one = desk.json("consent", "give", "C-1", "--channel", "whatsapp", "--source", "web", "--number", ONE)

    assert (both, one["recorded"]) == ({"recorded": 4, "given": True, "channels": ["sms", "call"]}, 1)
    found = known(desk, ana).consents
    assert [(one.channel, one.source) for one in found if one.channel is Channel.WHATSAPP] == [("whatsapp", "web")]
    assert len(found) == 5


def test_a_revocation_is_another_record(desk: Desk, ana: Enrolment) -> None:
    """Nothing is changed; the last word counts."""
    desk.type("consent", "give", "C-1", "--channel", "call", "--source", "form", "--at", "2026-11-02T10:00+01:00")
    said = desk.type("consent", "revoke", "C-1", "--channel", "call", "--because", "by phone")
    rows = desk.json("consent", "show", "C-1")

    assert said.err == "2 records written: call revoked.\n"
    assert [(row["given"], row["source"], row["at"][:10]) for row in rows] == [
        ("yes", "form", "2026-11-02"),
        ("yes", "form", "2026-11-02"),
        *[("no", "command", "2027-03-09")] * 3,
    ]
    shown = [line.split("\t") for line in desk.type("consent", "show", "C-1").out.splitlines()]
    assert shown[0][1:4] == ["call", "yes", "express"]
    places = ["1", "2", "1", "2", "all"]  # a no also holds for the numbers that they get later
    assert [line[6] for line in shown] == places, "their places in the list, as `cadence lead` counts them"
    assert [name for name, _ in desk.commands()] == ["consent", "revoke"]


def test_nothing_on_record_is_said(desk: Desk, ana: Enrolment) -> None:
    """On stderr: a program gets an empty list."""
    said = desk.type("consent", "show", "C-1")

    assert (said.code, said.out) == (0, "")
    assert said.err == "There are no consents or revocations of this person.\n"
    assert desk.json("consent", "show", "C-1") == []


@pytest.mark.parametrize(
    ("typed", "code", "words"),
    [
        (["--channel", "sms", "--source", "x", "--at", "2099-01-01T10:00+01:00"], 1, "is in the future"),
        (["--channel", "sms", "--source", "x", "--at", "2026-01-01T10:00"], 2, "--at"),  # in which zone?
        (["--channel", "fax", "--source", "x"], 2, "channel fax is unknown"),
        (["--channel", "task", "--source", "x"], 2, "channel task is unknown"),
        (["--channel", "sms"], 2, "--source"),
        (["--channel", "sms", "--source", "ana@example.com"], 2, "expected a short word for where consent came from"),
        (["--source", "x"], 2, "--channel"),
        (["--channel", "sms", "--source", "x", "--number", UNKNOWN], 1, "This lead does not have that number"),
        (["--channel", "sms", "--source", "x", "--number", "none"], 1, "The number cannot be used"),
    ],
)
def test_a_consent_that_cannot_be_is_refused(
    desk: Desk, ana: Enrolment, typed: list[str], code: int, words: str
) -> None:
    """A record is for ever, so it is right or not written."""
    said = desk.type("consent", "give", "C-1", *typed)

    assert said.code == code
    assert words in said.err
    assert known(desk, ana).consents == ()
    assert desk.commands() == []


# Promises


def agreed(desk: Desk) -> None:
    """Let C-1 agree to calls: a call that is only ordered needs a consent."""
    assert desk.type("consent", "give", "C-1", "--channel", "call", "--source", "form").code == 0


def test_a_call_is_promised(desk: Desk, ana: Enrolment) -> None:
    """It goes before the cadence at that time; the workflow plans again."""
    agreed(desk)
    said = desk.type("callback", "harbour", "C-1", "--at", TOMORROW, "--because", "asked in the shop")

    assert said.code == 0
    assert said.err == "Promised for Wed 2027-03-10 10:00 +0100. `cadence lead C-1` shows what happens to it.\n"
    assert [one.at.isoformat() for one in known(desk, ana).callbacks] == ["2027-03-10T09:00:00+00:00"]
    assert desk.town.news(ana) == ["callback"]
    assert desk.json("lead", "C-1")["now"][0].startswith("harbour: ")


def test_the_same_call_is_promised_once(desk: Desk, ana: Enrolment) -> None:
    """Two people at the desk, or one who types it again: their phone rings once."""
    agreed(desk)
    first = desk.json("callback", "harbour", "C-1", "--at", TOMORROW)
    again = desk.type("callback", "harbour", "C-1", "--at", "2027-03-10T09:00Z")

    assert (first["new"], first["goes_at"]) == (True, first["at"])
    assert again.code == 0
    assert again.err.startswith("Promised already for Wed 2027-03-10 09:00 +0000.")
    assert len(known(desk, ana).callbacks) == 1
    assert [name for name, _ in desk.commands()] == ["consent", *["callback"] * 2], "who asked is kept all the same"
    assert desk.town.news(ana) == ["callback"]


def test_a_stop_names_the_promised_calls_that_are_open(
    desk: Desk, ana: Enrolment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before it asks, and after: somebody has to tell these people. A promise that was replaced is none."""
    agreed(desk)
    desk.json("callback", "harbour", "C-1", "--at", TOMORROW)
    desk.json("callback", "harbour", "C-1", "--at", "2027-03-10T17:00+01:00")
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    asked = desk.type("stop", "harbour")
    stopped = desk.type("stop", "harbour", "--yes")

    assert "1 promised call will not be made and will become a task (`cadence review`)." in asked.err
    assert "1 promised call will not be made and becomes a task (`cadence review`)." in stopped.err


def test_another_hour_replaces_the_one_that_stands(desk: Desk, ana: Enrolment) -> None:
    """The last word on when counts, whoever took the one before: nobody is called twice."""
    call = desk.town.answered(ana)
    desk.type("disposition", str(call.sid), "callback", "--at", TOMORROW)
    said = desk.type("callback", "harbour", "C-1", "--at", "2027-03-10T17:00+01:00")

    assert said.code == 0
    assert said.err.splitlines()[1] == "It replaces the call promised for Wed 2027-03-10 10:00 +0100."
    standing = [one.at for one in known(desk, ana).callbacks if not one.canceled]
    assert [one.isoformat() for one in standing] == ["2027-03-10T16:00:00+00:00"]
    told = [one["words"] for one in desk.json("lead", "C-1")["lines"] if one["kind"] == "callback replaced"]
    assert told == ["the call promised for Wed 2027-03-10 10:00 was replaced by one for Wed 2027-03-10 17:00"]
    desk.type("callback", "harbour", "C-1", "--at", TOMORROW)
    assert [one.at.hour for one in known(desk, ana).callbacks if not one.canceled] == [9], "and back again"


def test_a_promise_outside_their_hours_says_when_it_goes(desk: Desk) -> None:
    """Whoever promises three in the morning hears it while the person is still on the line."""
    in_spring(desk, "D-1")
    early = "2027-03-10T03:00+01:00"
    said = desk.type("callback", "spring", "D-1", "--at", early)
    assert said.code == 0
    _, goes, because = said.err.splitlines()
    assert goes == "The rules do not allow it then: the call is made at Wed 2027-03-10 09:00 +0100, because"
    assert because.startswith("  outside the campaign's hours: it was 2027-03-10 03:00")
    again = desk.json("callback", "spring", "D-1", "--at", early)
    assert (again["new"], again["goes_at"]) == (False, "2027-03-10T08:00:00+00:00")


def test_a_time_without_an_offset_is_the_persons_own(desk: Desk, ana: Enrolment) -> None:
    """Ten in the morning is ten on the wall of whoever asked; two zones would be a guess, and are refused."""
    agreed(desk)
    said = desk.json("callback", "harbour", "C-1", "--at", "2027-03-10T10:00")
    assert (said["at"], said["zone"], said["moved"]) == ("2027-03-10T09:00:00+00:00", "Europe/Madrid", False)
    other = desk.type("callback", "harbour", "C-1", "--at", "2027-03-10T06:00-05:00")
    assert "In the person's local time: Wed 2027-03-10 12:00 (Europe/Madrid)." in other.err


def test_a_disposition_says_when_the_call_will_be_made(desk: Desk, ana: Enrolment) -> None:
    """The agent can tell the person before the line is closed."""
    call = desk.town.answered(ana)
    said = desk.type("disposition", str(call.sid), "callback", "--at", "2027-03-10T10:00")
    assert "The call will be made on Wed 2027-03-10 10:00 +0100." in said.err


def test_a_promise_that_the_rules_will_refuse_says_so(desk: Desk, ana: Enrolment) -> None:
    """It stands, because what refuses it may be lifted by then; but nobody counts on it."""
    in_spring(desk, "D-1")
    desk.type("suppress", "list/D-1", "--channel", "call")
    said = desk.type("callback", "spring", "D-1", "--at", TOMORROW)

    assert said.err.splitlines()[1] == "For now the rules would refuse the call, because"
    assert "suppressed since" in said.err.splitlines()[2]


def test_a_campaign_without_calls_promises_none(desk: Desk) -> None:
    """It would be written down, and nobody would ever ring."""
    in_spring(desk, "D-1", CAMPAIGN.partition("  - step: ring")[0])
    said = desk.type("callback", "spring", "D-1", "--at", TOMORROW)

    assert (said.code, "makes no calls" in said.err) == (1, True)
    assert desk.commands() == []


@pytest.mark.parametrize(
    ("typed", "code", "words"),
    [
        (
            ["harbour", "C-1", "--at", "2027-03-09T11:59+01:00"],
            1,
            "has passed; expected an instant after 2027-",
        ),
        (["harbour", "C-1", "--at", "2037-03-10T10:00+01:00"], 1, "is more than a year away"),
        (["harbour", "C-1", "--at", "tomorrow"], 2, '"tomorrow"; expected a time such as 2027-'),
        (["harbour", "C-1"], 2, "--at"),
        (["harbor", "C-1", "--at", TOMORROW], 1, "There is no campaign harbor"),
        (["harbour", "C-9", "--at", TOMORROW], 1, "There is no such lead"),
        (["spring", "C-1", "--at", TOMORROW], 1, "This lead was never in campaign spring"),
    ],
)
def test_a_promise_that_cannot_be_kept_is_not_made(
    desk: Desk, ana: Enrolment, typed: list[str], code: int, words: str
) -> None:
    """A broken promise is worse than none."""
    desk.launch(CAMPAIGN, LIST.replace("C-", "D-"))
    said = desk.type("callback", *typed)

    assert said.code == code
    assert words in said.err
    assert known(desk, ana).callbacks == ()
    assert "callback" not in [name for name, _ in desk.commands()]


# Dispositions


def test_an_agent_s_word_is_recorded_and_may_be_replaced(desk: Desk, ana: Enrolment) -> None:
    """By the carrier's id of the call, or ours; the last word counts."""
    call = desk.town.answered(ana)
    first = desk.json("disposition", str(call.sid), "refused")
    said = desk.type("disposition", call.touch.id, "interested", "--because", "mistyped")

    assert first == {"touch": call.touch.id, "disposition": "refused", "callback_at": None}
    assert (said.code, said.err) == (0, "Recorded: interested.\n")
    assert desk.town.stored(call.touch.id).touch.disposition == "interested"
    lines = desk.json("lead", "C-1")["lines"]
    assert "finished in harbour: does not want it" in [one["words"] for one in lines]
    assert [one["words"] for one in lines if one["kind"] == "command"] == [
        f"the agent reported for call {call.touch.id}: does not want it",
        f"the agent corrected the report for call {call.touch.id}: interested; before: does not want it",
    ]
    again = desk.type("disposition", call.touch.id, "interested")
    assert (again.code, again.err) == (0, "Nothing is new: interested was recorded already.\n")
    assert len(desk.commands()) == 2


def test_an_agent_s_never_again_is_an_opt_out(desk: Desk, ana: Enrolment) -> None:
    """On every number, in every campaign."""
    call = desk.town.answered(ana)

    assert desk.type("disposition", str(call.sid), "do_not_contact").code == 0
    assert closed(desk, ana) == [("everything", "")] * 2


def test_an_agent_s_promise_needs_its_instant(desk: Desk, ana: Enrolment) -> None:
    """And no other word has one."""
    call = desk.town.answered(ana)
    answer = desk.json("disposition", str(call.sid), "callback", "--at", TOMORROW)

    assert answer["callback_at"] == "2027-03-10T09:00:00+00:00"
    assert len(known(desk, ana).callbacks) == 1
    for wrong in (["callback"], ["converted", "--at", TOMORROW]):
        said = desk.type("disposition", str(call.sid), *wrong)
        assert said.code == 2
        assert "is required with callback, and only with callback" in said.err
    past = desk.type("disposition", str(call.sid), "callback", "--at", "2027-03-01T10:00+01:00")
    assert (past.code, "has passed" in past.err) == (1, True)


def test_only_a_call_that_has_ended_has_a_disposition(desk: Desk, ana: Enrolment) -> None:
    """A message has none, and a call that rings has none yet; what does not exist is no traceback."""
    message, ringing = desk.town.message(ana), desk.town.call(desk.town.enrol())
    for touch in (message, ringing):
        said = desk.type("disposition", str(touch.sid), "converted")
        assert said.code == 1
        assert "is not a call that has ended; only those have a disposition." in said.err
    for unknown in ("CA" + "f" * 32, str(uuid4()), "never"):
        said = desk.type("disposition", unknown, "converted")
        assert said.code == 1
        assert "error: " in said.err
        assert "This is a bug in cadence" not in said.err
    assert desk.type("disposition", str(message.sid), "sold").code == 2
    assert desk.commands() == []


@pytest.mark.parametrize(
    "typed",
    [
        ["suppress", "C-1"],
        ["suppress", "--file", "FILE"],
        ["consent", "show", "C-1"],
        ["callback", "harbour", "C-1", "--at", TOMORROW],
        ["disposition", "CA1", "converted"],
    ],
)
def test_postgres_down_is_code_3(desk: Desk, tmp_path: Path, typed: list[str]) -> None:
    """A script tries again later."""
    path = desk.file("stop.txt", f"{ONE}\n")
    desk.without_postgres()
    said = desk.type(*(path if word == "FILE" else word for word in typed))

    assert said.code == 3
    assert said.out == ""
    assert "PostgreSQL does not answer" in said.err


def test_a_call_that_the_person_asked_for_in_a_reply_needs_no_consent(desk: Desk, ana: Enrolment) -> None:
    """Whoever reads the reply names its task; another person's task is no request of this one."""
    touch = desk.town.message(ana)
    with desk.ledger.begin() as tx:
        e164 = numbers.e164(tx, touch.touch.number or 0)
    received = Received(
        sid="SM-asks",
        channel=Channel.SMS,
        sender=e164 or "",
        to=touch.touch.sender,
        body="me podéis llamar cuando podáis?",
        at=desk.clock.now(),
    )
    record_inbound(Planner(desk.ledger, desk.clock), received)
    task = str(desk.json("review", "--lead", "C-1")[0]["id"])

    wrong = desk.type("callback", "harbour", "C-1", "--at", TOMORROW, "--task", "ffffffff")
    said = desk.json("callback", "harbour", "C-1", "--at", TOMORROW, "--task", task[:8])

    assert (wrong.code, "No task ffffffff is about a message of this person" in wrong.err) == (1, True)
    assert "no consent on record for calls" not in said["because"]
    (promise,) = known(desk, ana).callbacks
    assert promise.requested
