"""How does a launch go at the terminal, right and wrong?"""

import asyncio
import io
import sys
from datetime import timedelta

import pytest
from temporalio.client import Client, WorkflowExecutionStatus

from cadence.domain import names
from cadence.ledger.campaigns import campaigns
from cadence.ledger.campaigns import enrolment_queue as waiting
from cadence.ledger.people import people
from cadence.local.stack import Postgres
from tests.integration.cli.desk import CAMPAIGN, LIST, NOBODY, Desk


def roster(desk: Desk, campaign: str = "spring") -> int:
    """How many leads are to be enrolled."""
    with desk.ledger.begin() as connection:
        found = [one.id for one in campaigns.every(connection) if one.name == campaign]
        return waiting.count_waiting(connection, found[0]) if found else 0


async def runs(client: Client, namespace: str, campaign: str) -> bool:
    """Whether a campaign's workflow runs."""
    other = await Client.connect(client.service_client.config.target_host, namespace=namespace)
    description = await other.get_workflow_handle(names.campaign_workflow_id(campaign)).describe()
    return description.status is WorkflowExecutionStatus.RUNNING


WITHOUT_TARIFF = [{"channel": channel, "country": "ES"} for channel in ("call", "sms")]


def test_a_launch_is_shown_written_and_begun(desk: Desk, temporal: Client, namespace: str) -> None:
    """What will happen first, then what was written: talk for people, data for programs."""
    said = desk.launch(CAMPAIGN, LIST, "--because", "spring is here", "--json")

    assert said.code == 0
    assert said.data == {
        "campaign": "spring",
        "version": 1,
        "new_version": True,
        "enrolled": 2,
        "rows": 3,
        "refused": 1,
        "rejected": str(desk.folder / "leads.rejected.csv"),
        "noes": {"rows": 0, "new": 0, "undecided": 0},
        "leads": {"new": 2, "updated": 0, "unchanged": 0, "consents_given": 0, "consents_revoked": 0},
        "started": True,
        "cost": {"tariffs": 0, "ranges": [], "without_tariff": WITHOUT_TARIFF},
    }
    for words in (
        "Spring offer: 3 rows: 2 leads, 1 refused",
        "sms          without opt-in, on the basis contract: they are customers",
        "law          NONE: this file switches every pack off",
        "sender       +34910000001",
        "opted in     nobody, of 2 leads",
        "hours        mon-sun 09:00-21:00; holidays open",
        "zones        each person's local time: Atlantic/Canary, Europe/Madrid",
        "first touch  hello by sms, on Tue 2027-03-09 11:",
        "touches      about 4 messages and calls until Tue 2027-03-09, at most 10; a text message has 1 segment\n",
        "cost         the house file has no tariffs, so no amount is known\n",
        "needs        a person who reads replies",
        "carrier      http://127.0.0.1:",
        "Launched. `cadence status spring` shows its progress.",
    ):
        assert words in said.err
    assert roster(desk) == 2
    assert desk.commands() == [("launch", "spring is here")]


async def test_the_campaign_s_workflow_is_started(desk: Desk, temporal: Client, namespace: str) -> None:
    """It lets the leads in when a worker comes."""
    said = await asyncio.to_thread(desk.launch)

    assert said.code == 0
    assert await runs(temporal, namespace, "spring")


@pytest.mark.parametrize(
    ("file", "proposed"),
    [
        ("export-2026-11-29.csv", "--list export."),
        ("clientes 29 nov.csv", "--list clientes."),
        ("20261129.csv", "--list NAME."),  # nothing stays the same
    ],
)
def test_a_file_with_a_date_in_its_name_is_not_taken_for_a_source(desk: Desk, file: str, proposed: str) -> None:
    """A script is told the option to write; nothing is written, and no id of another day is forgotten."""
    campaign, leads = desk.file("spring.yaml", CAMPAIGN), desk.file(file, LIST)
    for more in ([], ["--yes"]):
        said = desk.type("launch", campaign, "--leads", leads, *more)
        assert (said.code, "contains a date or a number" in said.err, proposed in said.err) == (1, True, True)
    assert roster(desk) == 0

    assert desk.type("launch", campaign, "--leads", leads, "--list", "crm").code == 0
    with desk.ledger.begin() as connection:
        assert people.lists(connection) == {"crm": 2}


def test_somebody_at_the_terminal_is_asked_where_the_list_comes_from(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stays of the file's name is proposed; Enter takes it."""
    terminal = io.StringIO("\n")
    terminal.isatty = lambda: True  # type: ignore[method-assign]
    monkeypatch.setattr(sys, "stdin", terminal)
    campaign, leads = desk.file("spring.yaml", CAMPAIGN), desk.file("crm-29.csv", LIST)
    said = desk.type("launch", campaign, "--leads", leads)

    assert (said.code, "List [crm]" in said.err) == (0, True)
    with desk.ledger.begin() as connection:
        assert people.lists(connection) == {"crm": 2}


@pytest.mark.parametrize("name", ["a/b", "a\nb", " crm", "x" * 101])
def test_a_list_cannot_be_called_what_nobody_can_write_or_show(desk: Desk, name: str) -> None:
    """LIST/ID names a person."""
    said = desk.launch(CAMPAIGN, LIST, "--list", name)

    assert (said.code, "--list: expected a name" in said.err) == (2, True)


EXPORT = "id,phone,name,order\nX-1,600 000 001,Ana,7\nX-2,600 000 002,Bea,8\nX-3,600 000 003,Carla,9\n"


def test_the_same_people_under_another_name_stop_the_launch(desk: Desk) -> None:
    """A daily export with the date in its name is the most common way to work, and would contact them twice."""
    desk.launch(CAMPAIGN, EXPORT, "--list", "export-29")
    before = roster(desk)
    other = desk.launch(
        CAMPAIGN, EXPORT.replace("X-", "Y-") + "Y-4,600 000 004,Dora,1\n", "--list", "export-30", "--json"
    )

    assert (other.code, roster(desk)) == (1, before)
    assert "3 of these people are in spring already" in other.err
    assert "export-29 (3)" in other.err
    assert "--list export-29" in other.err


def test_lead_says_under_which_list_somebody_is_in_a_campaign(desk: Desk) -> None:
    """Whoever asks why this lead was left out hears where the person is; somebody who came back was put down twice."""
    desk.launch(CAMPAIGN, EXPORT, "--list", "export-29")
    desk.launch(CAMPAIGN, EXPORT.replace("X-", "Y-"), "--list", "export-30", "--new-only")
    said = desk.type("lead", "export-30/Y-1").out

    assert "spring: not in it: one of their numbers is in it since" in said
    assert "not put down" not in desk.type("lead", "export-29/X-1").out


@pytest.mark.parametrize(("option", "enrolled"), [("--again", 4), ("--new-only", 1)])
def test_somebody_who_means_it_says_so(desk: Desk, option: str, enrolled: int) -> None:
    """Again: they come in as people of this list, too. New only: nobody is contacted twice. Once more: nobody."""
    desk.launch(CAMPAIGN, EXPORT, "--list", "export-29")
    people_now = EXPORT.replace("X-", "Y-") + "Y-4,600 000 004,Dora,1\n"
    said = desk.launch(CAMPAIGN, people_now, "--list", "export-30", option, "--json")
    twice = desk.launch(CAMPAIGN, people_now, "--list", "export-30", option, "--json")

    assert (said.code, said.data["enrolled"], twice.code, twice.data["enrolled"]) == (0, enrolled, 0, 0)
    assert desk.launch(CAMPAIGN, EXPORT, "--list", "x", "--again", "--new-only").code == 2


def test_a_plan_stops_where_the_launch_would(desk: Desk) -> None:
    """It asks the ledger who is in the campaign already, says who shares a phone, and writes nothing."""
    desk.launch(CAMPAIGN, EXPORT, "--list", "export-29")
    files = desk.file("spring.yaml", CAMPAIGN), desk.file("leads.csv", EXPORT + "X-4,600 000 001,Leo,1\n")
    stopped = desk.type("plan", files[0], "--leads", files[1], "--list", "export-30")
    inside = desk.json("plan", files[0], "--leads", files[1], "--list", "export-29")
    nobody = desk.json("plan", files[0], "--leads", desk.file("other.csv", EXPORT), "--list", "export-29")

    assert (stopped.code, "export-29 (4)" in stopped.err) == (1, True)
    assert (inside["leads"], inside["left_out"]) == (1, {"under_way": 3})
    assert inside["shared"] == {"numbers": 1, "people": 2}
    assert (nobody["leads"], nobody["left_out"]) == (0, {"under_way": 3})


def test_people_of_one_source_are_known_whatever_the_file_is_called(desk: Desk) -> None:
    """Nothing stops, and nobody is contacted twice."""
    desk.launch(CAMPAIGN, EXPORT, "--list", "crm")
    again = desk.launch(CAMPAIGN, EXPORT + "X-4,600 000 004,Dora,1\n", "--list", "crm", "--json")

    assert (again.code, again.data["enrolled"], again.data["left_out"]) == (0, 1, {"under_way": 3})
    assert "in it already 3 of 4; 1 to be added\n  left out     3 still under way\n" in again.err


@pytest.mark.parametrize("name", ["CRM", "Crm", "c-r-m"])
def test_a_list_is_not_another_one_for_its_spelling(desk: Desk, name: str) -> None:
    """Their people would be new people, whose stops are not found."""
    desk.launch(CAMPAIGN, EXPORT, "--list", "c r m" if "-" in name else "crm")
    said = desk.launch(CAMPAIGN, EXPORT, "--list", name, "--again")

    assert (said.code, f"no list {name}" in said.err, roster(desk)) == (1, True, 3)


def test_families_of_one_list_come_in_and_are_counted(desk: Desk) -> None:
    """Different ids on one phone are different people; whoever launches hears how many there are."""
    family = EXPORT + "X-4,600 000 001,Leo,1\nX-5,600 000 001,Eva,1\n"
    said = desk.launch(CAMPAIGN, family, "--json")

    assert (said.data["enrolled"], said.data["shared"]) == (5, {"numbers": 1, "people": 3})
    assert "share a phone 3 people: 1 number belongs to more than one person" in said.err


def test_a_person_comes_back_when_the_file_says_so(desk: Desk) -> None:
    """Not before their time, and each time once: two launchers at once make one visit."""
    campaign = CAMPAIGN.replace("purpose:", "enter: {again_after: 30 days}\npurpose:", 1)
    desk.launch(campaign, EXPORT, "--list", "crm")
    now = desk.clock.now()
    with desk.ledger.begin() as connection:
        found = next(one for one in campaigns.every(connection) if one.name == "spring")
        waiting.take(connection, found.id, waiting.waiting(connection, found.id, limit=9), at=now - timedelta(days=40))
    soon = campaign.replace("30 days", "50 days")
    too_soon = desk.launch(soon, EXPORT, "--list", "crm", "--json")
    assert (too_soon.data["enrolled"], too_soon.data["left_out"]) == (0, {"too_soon": 3})

    back = desk.launch(campaign, EXPORT, "--list", "crm", "--json")
    twice = desk.launch(campaign, EXPORT, "--list", "crm", "--json")
    assert (back.data["enrolled"], back.data["back"], twice.data["enrolled"]) == (3, 3, 0)
    assert "enter        each person once, and again 30 days after they finished" in back.err
    assert roster(desk) == 3
    assert "added to the queue of spring again" in desk.type("lead", "crm/X-1").out


def test_a_person_comes_in_once_for_each_date(desk: Desk) -> None:
    """The next appointment is another visit; the same one, written otherwise, is not."""
    campaign = CAMPAIGN.replace("purpose:", "enter: {per: visit}\npurpose:", 1)
    rows = ("X-1,600 000 001,Ana,1,2027-05-10 10:00", "X-2,600 000 002,Bea,2,2027-05-10 11:00")
    first = "\n".join(["id,phone,name,order,visit", *rows, ""])
    assert desk.launch(campaign, first, "--list", "crm", "--json").data["enrolled"] == 2
    with desk.ledger.begin() as connection:
        found = next(one for one in campaigns.every(connection) if one.name == "spring")
        waiting.take(connection, found.id, waiting.waiting(connection, found.id, limit=9), at=desk.clock.now())
    later = first.replace("2027-05-10 10:00", "10/05/2027 10:00").replace("2027-05-10 11:00", "2027-06-10 11:00")
    said = desk.launch(campaign, later, "--list", "crm", "--json")

    assert (said.data["back"], said.data["left_out"]) == (1, {"same_date": 1})
    assert desk.launch(campaign, EXPORT, "--list", "crm").code == 1  # a list without that column


def test_launching_twice_adds_nothing(desk: Desk) -> None:
    """Two launchers, or one who was not sure (lesson 1)."""
    desk.launch()
    again = desk.launch(CAMPAIGN, LIST, "--json")

    assert again.code == 0
    assert (again.data["new_version"], again.data["enrolled"], again.data["leads"]["unchanged"]) == (False, 0, 2)
    assert again.data["cost"] is None
    assert "version 1 (unchanged): 0 leads added" in again.err
    assert "in it already 2 of 2; nobody to be added\n" in again.err
    for promised in ("first touch", "touches  ", "cost", "  version"):  # nothing new comes of it
        assert promised not in again.err
    assert "Nothing new. `cadence status spring` shows its progress." in desk.launch().err
    assert roster(desk) == 2


def test_a_corrected_list_says_what_it_changed(desk: Desk) -> None:
    """Field by field, counted."""
    desk.launch()
    said = desk.launch(CAMPAIGN, LIST.replace("Ana", "Anna").replace(",8", ",18").replace("letters", "600000003"))

    assert "in it already 2 of 3; 1 to be added\n" in said.err
    assert "about 2 messages and calls" in said.err
    assert "List: 1 new, 2 updated (name of 1, order of 1), 0 unchanged." in said.err


def test_a_changed_file_is_the_next_version(desk: Desk) -> None:
    """For the leads that begin from now on."""
    desk.launch()
    said = desk.launch(CAMPAIGN.replace("after: 1 hour", "after: 2 hours"), LIST, "--json")

    assert "version      2 for the added leads, because the file has changed\n" in said.err, "said beforehand"
    assert (said.data["version"], said.data["new_version"], said.data["enrolled"]) == (2, True, 0)


def test_a_closed_campaign_is_refused_before_the_list_is_read(desk: Desk) -> None:
    """What was stopped for good stays so."""
    desk.launch()
    desk.type("stop", "spring", "--yes")
    said = desk.launch()

    assert said.code == 1
    assert said.err == "error: Campaign spring is stopped. Launch it under another name.\n"


OTHERS = "id,name,phone,order\nC-1,Xavi,600000011,1\nC-2,Yago,600000012,2\nC-3,Zoe,600000013,3\n"
"""A file that numbers other people as LIST does."""


def test_another_file_of_the_same_name_does_not_make_a_list_s_people_somebody_else(desk: Desk) -> None:
    """`march/leads.csv` and `april/leads.csv` both count from 1: their leads would be written over, unseen."""
    desk.launch()
    said = desk.launch(CAMPAIGN.replace("campaign: spring", "campaign: summer"), OTHERS)

    assert said.code == 1
    assert (
        "2 of the 2 people checked have an id that the list leads uses for another name and other numbers" in said.err
    )
    assert "--list NAME; if these are corrections, use --list leads." in said.err
    assert desk.type("status", "summer").code == 1
    assert "Ana" in desk.type("lead", "C-1").out


@pytest.mark.parametrize(
    ("name", "new", "updated"),
    [
        ("april", 3, 0),  # another list: nobody of the first is touched
        ("leads", 1, 2),  # the very list: whoever names it means it
    ],
)
def test_a_list_that_is_named_is_meant(desk: Desk, name: str, new: int, updated: int) -> None:
    """The file's own name is a guess, a name that was typed is none."""
    desk.launch()
    said = desk.launch(CAMPAIGN, OTHERS, "--list", name, "--json")

    assert said.code == 0, said.err
    assert (said.data["leads"]["new"], said.data["leads"]["updated"]) == (new, updated)


@pytest.mark.parametrize(
    "corrected",
    [
        # a number was wrong, the person is the same
        LIST.replace("600000001", "600000021").replace("600000002", "600000022"),
        # every name in capital letters, or another person behind one number of a family
        LIST.replace("Ana", "ANA MARÍA").replace("Bea", "BEATRIZ"),
        # one of two is somebody else: a correction like any other
        LIST.replace("Ana,600000001", "Olga,600000031"),
    ],
)
def test_a_corrected_file_is_the_same_list(desk: Desk, corrected: str) -> None:
    """Only somebody with another name and other numbers is somebody else, and only most of them make another list."""
    desk.launch()

    assert desk.launch(CAMPAIGN, corrected).code == 0


def test_an_end_that_has_passed_is_refused_before_it_closes_the_campaign(desk: Desk) -> None:
    """A slip in the year would end it at once, for good, and its name with it."""
    past = CAMPAIGN.replace("holidays: open", "holidays: open\nend: 2026-12-31")
    said = desk.launch(past)

    assert said.code == 1
    assert "The campaign's `end` is 2026-12-31, and today is 2027-03-09. Correct `end` or remove it" in said.err

    seasons = "holidays: open\nseasons: [{start: 2026-01-01, end: 2026-06-30}, {start: 2026-08-01, end: 2026-12-31}]"
    said = desk.launch(CAMPAIGN.replace("holidays: open", seasons))

    assert "The last of the campaign's `seasons` ends on 2026-12-31, and today is 2027-03-09. Correct it." in said.err
    assert desk.launch(past.replace("2026-12-31", "2027-03-09")).code == 0  # today is not over


@pytest.mark.parametrize(
    ("leads", "words"),
    [
        ("", "leads.csv is empty; expected a line of headers such as id,name,phone"),
        ("id,name,phone,order\n", "leads.csv has headers and no rows"),
        ("id,name,phone,order\n1,Ana,letters,7\n", "leads.csv contains no usable lead: 1 row: 0 leads, 1 refused; see"),
        ("id,name,order\n1,Ana,7\n", "no column called phone"),
    ],
)
def test_a_list_without_leads_launches_nothing(desk: Desk, leads: str, words: str) -> None:
    """The campaign does not exist afterwards, and the message says what is wrong with the list."""
    said = desk.launch(CAMPAIGN, leads)

    assert said.code == 1
    assert words in said.err
    assert desk.type("status", "spring").code == 1


def test_a_placeholder_without_a_column_is_told_where_it_stands(desk: Desk) -> None:
    """At file:line:column, with the nearest right word; nothing is written."""
    said = desk.launch(CAMPAIGN.replace("{{ order }}", "{{ oder }}"))

    assert said.code == 1
    assert "spring.yaml:17:53: {{ oder }}; expected a column of the lead list" in said.err
    assert 'did you mean "order"?' in said.err
    assert roster(desk) == 0


def test_all_mistakes_of_a_file_are_told_at_once(desk: Desk) -> None:
    """As `cadence check` does."""
    said = desk.launch(CAMPAIGN.replace("service", "servise").replace("call: desk", "call: dsk"))

    assert said.code == 1
    assert 'spring.yaml:4:10: "servise"; expected' in said.err
    assert 'spring.yaml:20:11: "dsk" is not a floor' in said.err


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["no.yaml", "--leads", "no.csv"], 1, "no.yaml does not exist; expected a campaign file in YAML"),
        (["FILE", "--leads", "no.csv"], 1, "no.csv does not exist; expected a list of leads"),
        (["FILE", "--leads", "."], 1, ". is a folder; expected a list of leads"),
        (["FILE", "--leads", "no.csv", "--map", "phone"], 2, "expected FIELD=COLUMN"),
        (["FILE"], 2, "--leads"),
    ],
)
def test_what_is_not_there_is_said(desk: Desk, words: list[str], code: int, message: str) -> None:
    """With the code for wrong use, or for a plain no."""
    file = desk.file("spring.yaml", CAMPAIGN)
    said = desk.type("launch", *(file if word == "FILE" else word for word in words))

    assert said.code == code
    assert message in said.err


def test_columns_can_be_named(desk: Desk) -> None:
    """A list from elsewhere has other headers."""
    files = desk.file("spring.yaml", CAMPAIGN), desk.file("leads.csv", LIST.replace("phone", "Línea"))
    said = desk.type("launch", files[0], "--leads", files[1], "--map", "phone=Línea", "--list", "march")

    assert said.code == 0
    assert desk.json("lead", "march/C-1")["list"] == "march"


@pytest.mark.parametrize(("answer", "launched"), [("n\n", False), ("y\n", True), ("", False)])
def test_real_people_are_contacted_only_when_somebody_says_so(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, answer: str, launched: bool
) -> None:
    """Off the emulator it asks; a script that cannot answer is a no (protocol §7)."""
    desk.set("CADENCE_TWILIO_URL", "")
    desk.set("CADENCE_ONLY_NUMBERS", "+34600000001")
    monkeypatch.setattr(sys, "stdin", io.StringIO(answer))
    said = desk.launch(CAMPAIGN, LIST, "--unchecked")

    assert "carrier      Twilio: real people will be contacted" in said.err
    assert "ONLY         1 number" in said.err
    assert "Contact up to 2 people?" in said.err
    assert (said.code == 0, roster(desk) == 2) == (launched, launched)


def test_a_script_says_yes_beforehand(desk: Desk) -> None:
    """Nothing is asked then."""
    desk.set("CADENCE_TWILIO_URL", "")
    said = desk.launch(CAMPAIGN, LIST, "--yes", "--unchecked")

    assert said.code == 0
    assert "Contact up to" not in said.err


def test_a_real_carrier_that_does_not_answer_is_no_yes(desk: Desk) -> None:
    """What could not be checked is launched only when somebody says so."""
    desk.set("CADENCE_TWILIO_URL", "https://twilio.invalid")
    said = desk.launch(CAMPAIGN, LIST, "--yes")

    assert said.code == 3
    assert "--unchecked" in said.err
    assert roster(desk) == 0


def test_temporal_down_leaves_a_launch_written_and_safe_to_run_again(desk: Desk, temporal: Client) -> None:
    """The ledger is complete before Temporal hears of it; the worker's reconciler starts what was not started."""
    address = temporal.service_client.config.target_host
    desk.set("TEMPORAL_ADDRESS", NOBODY)
    said = desk.launch(CAMPAIGN, LIST, "--json")

    assert said.code == 3
    assert "Temporal does not answer" in said.err
    assert "spring, version 1: 2 leads added." in said.err
    assert "the worker starts it when Temporal is available again. You can safely repeat the command." in said.err
    assert said.data["started"] is False
    assert roster(desk) == 2

    desk.set("TEMPORAL_ADDRESS", address)
    again = desk.launch(CAMPAIGN, LIST, "--json")
    assert (again.code, again.data["enrolled"], again.data["started"]) == (0, 0, True)


def test_postgres_down_writes_nothing_and_says_what_to_do(desk: Desk) -> None:
    """Exit code 3: try again later."""
    desk.without_postgres()
    said = desk.launch()

    assert said.code == 3
    assert said.out == ""
    assert "PostgreSQL does not answer" in said.err
    assert "CADENCE_DATABASE_URL" in said.err


def test_a_ledger_without_tables_says_which_command_makes_them(desk: Desk, postgres: Postgres) -> None:
    """A new installation, or the wrong database."""
    postgres.run("CREATE DATABASE empty_ledger")
    desk.set("CADENCE_DATABASE_URL", postgres.url("empty_ledger"))
    said = desk.launch()

    assert said.code == 1
    assert "Run `cadence db upgrade`" in said.err


def test_another_key_than_the_ledger_s_is_refused(desk: Desk) -> None:
    """With it every suppression would be void in silence (protocol §5.7)."""
    desk.set("CADENCE_HMAC_KEY", "ab" * 32)
    said = desk.launch()

    assert said.code == 1
    assert "this ledger was made with" in said.err


def test_a_launch_says_when_it_changes_the_agents_of_a_floor_that_others_share(desk: Desk) -> None:
    """The last file decides for all campaigns: nobody may learn of it from abandoned calls."""
    other = CAMPAIGN.replace("campaign: spring", "campaign: summer")
    first, same = desk.launch(), desk.launch(other)
    more = desk.launch(other.replace("agents: 3", "agents: 5"))

    line = "floor        desk has 5 agents instead of 3 from now on, in all campaigns that name it"
    assert (first.code, same.code, more.code) == (0, 0, 0)
    assert [line in said.err for said in (first, same, more)] == [False, False, True]
