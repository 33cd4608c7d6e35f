"""Is a no in a list obeyed, whatever becomes of its row and of the list?"""

from pathlib import Path

import pytest

from cadence.domain.channels import CONTACT_CHANNELS
from cadence.ledger.reading import facts
from tests.integration.cli.desk import CAMPAIGN, Desk

HEAD = "id,name,phone,order,score,consent_sms,consent_voice,consent_at,baja\n"
THEN = ("--from", "2027-03-08T07:00:00Z")
"""When a plan launches: after the consents of these lists."""
YES = HEAD + "C-1,Ana,600000001,7,1,yes,yes,2027-01-10,\nC-2,Bea,600000002,8,1,yes,yes,2027-01-10,\n"


def revoked(desk: Desk) -> list[tuple[str, str | None]]:
    """Every no on record: the channel, and what the list calls the lead."""
    query = (
        "SELECT DISTINCT c.channel, l.key FROM consents c LEFT JOIN leads l ON l.id = c.lead_id WHERE NOT c.given "
        "ORDER BY 1, 2"
    )
    with desk.ledger.begin() as connection:
        return [(channel, key) for channel, key in connection.exec_driver_sql(query).all()]


def closed(desk: Desk) -> list[tuple[str, str]]:
    """Every number that is suppressed: of whom, by whom."""
    query = (
        "SELECT coalesce(l.key, ''), s.source FROM suppressions s JOIN numbers n ON n.hmac = s.hmac "
        "LEFT JOIN leads l ON l.id IN (SELECT ln.lead_id FROM lead_numbers ln WHERE ln.number_id = n.id) "
        "WHERE NOT s.lifted ORDER BY 1"
    )
    with desk.ledger.begin() as connection:
        return [(key, source) for key, source in connection.exec_driver_sql(query).all()]


@pytest.mark.parametrize(
    "row",
    [
        "C-1,Ana,600000001,7,1,no,yes,soon,",  # no such date
        "C-1,Ana,600000001,7,high,no,yes,2027-02-01,",  # another cell
        "C-1,Ana,letters,7,1,no,yes,2027-02-01,",  # known by the id alone
        ",Ana,600000001,,1,no,yes,soon,",  # known by the number alone
    ],
)
def test_a_no_of_a_refused_row_is_applied(desk: Desk, row: str) -> None:
    """The row is refused, the list lands, and the next message to this person does not leave."""
    desk.launch(CAMPAIGN, YES)
    said = desk.launch(CAMPAIGN, f"{HEAD}{row}\nC-2,Bea,600000002,8,1,yes,yes,2027-01-10,\n", "--json")

    assert said.code == 0, said.err
    assert said.data["noes"] == {"rows": 1, "new": 1, "undecided": 0}
    assert "Opt-outs in rows that were not imported: 1, all of them recorded" in said.err
    assert "sms" in {channel for channel, _ in revoked(desk)}
    assert "call" not in {channel for channel, _ in revoked(desk)}, "only what it said no to"


def test_a_no_is_applied_when_the_whole_list_is_refused(desk: Desk) -> None:
    """No row is a lead, and yet somebody said no."""
    desk.launch(CAMPAIGN, YES)
    said = desk.launch(CAMPAIGN, f"{HEAD}C-1,Ana,600000001,7,high,no,,,\nC-2,Bea,600000002,8,high,,no,,\n")

    assert said.code == 1
    assert "contains no usable lead" in said.err
    assert "Opt-outs in rows that were not imported: 2, all of them recorded (2 new)." in said.err
    assert revoked(desk) == [("call", "C-2"), ("sms", "C-1")]


def test_a_no_of_a_list_without_a_column_that_the_texts_need_is_applied(desk: Desk) -> None:
    """The launch is refused before any row is looked at, and every no is applied first."""
    desk.launch(CAMPAIGN, YES)
    said = desk.launch(CAMPAIGN, "id,name,phone,consent_sms\nC-1,Ana,600000001,no\n")

    assert said.code == 1
    assert revoked(desk) == [("sms", "C-1")]


def test_the_same_list_again_says_nothing_new(desk: Desk) -> None:
    """An undated no of an old list must not silence somebody who has agreed since."""
    desk.launch(CAMPAIGN, YES)
    bad = f"{HEAD}C-1,Ana,600000001,7,high,no,,,\nC-2,Bea,600000002,8,1,yes,yes,2027-01-10,\n"
    desk.launch(CAMPAIGN, bad)
    again = desk.launch(CAMPAIGN, bad, "--json")

    assert again.data["noes"] == {"rows": 1, "new": 0, "undecided": 0}


def test_the_ids_of_a_list_that_seems_to_be_another_one_close_nobody(desk: Desk) -> None:
    """Its C-1 is somebody else: only the number counts."""
    desk.launch(CAMPAIGN, YES)
    other = f"{HEAD}C-1,Xavi,600000011,1,1,no,,,\nC-2,Yago,600000012,2,1,,,,\n"
    said = desk.launch(CAMPAIGN.replace("campaign: spring", "campaign: summer"), other)

    assert said.code == 1
    assert revoked(desk) == [("sms", None)], "the number's, and nobody's that we know"


def test_an_opt_out_column_closes_every_number_of_the_person(desk: Desk) -> None:
    """Also of a lead that lands: the column says that they do not want to be contacted at all."""
    said = desk.launch(CAMPAIGN, YES.replace("2027-01-10,\n", "2027-01-10,sí\n", 1))

    assert said.code == 0, said.err
    assert closed(desk) == [("C-1", "list")]
    desk.launch(CAMPAIGN, YES.replace("600000001", "600000077"))
    assert closed(desk) == [("", "list"), ("C-1", "list")], "also the number that a later list gives"


def stands(desk: Desk) -> list[tuple[str, str]]:
    """The last word on each scope, where it closes something."""
    query = (
        "SELECT DISTINCT ON (hmac, person, scope, value) scope, value, lifted FROM suppressions "
        "ORDER BY hmac, person, scope, value, id DESC"
    )
    with desk.ledger.begin() as connection:
        return sorted(
            {(scope, value) for scope, value, lifted in connection.exec_driver_sql(query).all() if not lifted}
        )


@pytest.mark.parametrize(("decision", "left"), [("none", []), ("revoke", [("everything", "")])])
def test_a_row_that_cannot_be_told_apart_waits_for_a_decision(
    desk: Desk, decision: str, left: list[tuple[str, str]]
) -> None:
    """Its number is closed until then, once, however often the list is launched."""
    desk.launch(CAMPAIGN, YES)
    broken = YES + "C-3,Carla,600000001,9,1,no,,,,more,\n"
    said = desk.launch(CAMPAIGN, broken.replace("more,", "more"))

    assert said.code == 0, said.err
    assert "1 of them needs a decision in `cadence review`" in said.err
    assert closed(desk) == [("C-1", "held")] * len(CONTACT_CHANNELS), "on every channel"
    todo = desk.json("review")
    assert [(one["holds"], one["title"]) for one in todo] == [
        (True, "leads.csv, line 4 may say no and cannot be read; decide whether its numbers stay closed")
    ]
    desk.launch(CAMPAIGN, broken.replace("more,", "more"))
    assert len(desk.json("review")) == 1

    decided = desk.type("review", todo[0]["id"], "--as", decision)
    assert decided.code == 0, decided.err
    assert stands(desk) == left
    assert desk.json("review") == []
    desk.launch(CAMPAIGN, broken.replace("more,", "more"))
    assert desk.json("review") == [], "it was decided"
    assert stands(desk) == left


BROKEN = [
    "C-3,Carla,600000001,9,1,no,,,,more",
    "C-3,Carla,600000001,9,1,no,,,,another word",  # the same number on the same line
    "C-3,Clara,600000001,9,1,no,,,,more",  # another name
    "C-9,Carla,600000001,9,1,no,,,,more",
    "C-3,Carla,600000001,9,1,no llamar,yes,,",  # as many cells as headers, in words that nobody knows
    '"C-3,Carla,600000001,no',  # a quotation mark that is not closed
]
"""Rows that may say no and cannot be read, all of them about one number."""


def test_each_different_row_on_one_line_is_a_decision_of_its_own(desk: Desk) -> None:
    """Files have the same name every day: what was decided about one row says nothing about the next one there."""
    desk.launch(CAMPAIGN, YES)
    for row in BROKEN:
        desk.launch(CAMPAIGN, f"{YES}{row}\n")
        (task,) = desk.json("review")
        assert stands(desk), row
        assert desk.type("review", task["id"], "--as", "none").code == 0
        assert stands(desk) == []


@pytest.mark.parametrize("row", BROKEN)
def test_the_same_row_is_not_asked_about_twice(desk: Desk, row: str) -> None:
    """On another line, with its empty last cells or without them, before the decision and after it."""
    again = [
        f"{HEAD}{row}\n{YES.removeprefix(HEAD)}",  # on line 2
        f"{YES}{row}\n{row}\n",  # twice in one file
        f"{YES}{row},\n" if '"' not in row and row.count(",") > HEAD.count(",") else f"{YES}{row}\n",
    ]
    desk.launch(CAMPAIGN, f"{YES}{row}\n")
    for text in again:
        desk.launch(CAMPAIGN, text)
        assert len(desk.json("review")) == 1, text
    desk.type("review", desk.json("review")[0]["id"], "--as", "none")
    for text in again:
        desk.launch(CAMPAIGN, text)
        assert (desk.json("review"), stands(desk)) == ([], []), text


def test_of_the_cells_of_a_row_nothing_but_a_keyed_hash_is_kept(desk: Desk) -> None:
    """Whoever has the ledger without its key cannot tell whether somebody stood in it."""
    desk.launch(CAMPAIGN, YES)
    desk.launch(CAMPAIGN, YES + "C-3,Zenobia,600000001,9,1,no,,,,more\n")

    with desk.ledger.begin() as connection:
        tables = ("tasks", "suppressions", "news", "commands")
        kept = [
            connection.exec_driver_sql(f"SELECT string_agg(CAST(t AS text), ' ') FROM {one} t").scalar()  # noqa: S608
            for one in tables
        ]
    assert "Zenobia" not in " ".join(one or "" for one in kept)


def test_a_no_far_along_a_line_that_cannot_be_read_holds(desk: Desk) -> None:
    """The report shows the beginning of such a line; all of it is looked through."""
    desk.launch(CAMPAIGN, YES)
    desk.launch(CAMPAIGN, f'{YES}"C-3,{"Carla " * 60},600000001,9,1,no,,,\n')

    assert len(desk.json("review")) == 1
    assert closed(desk) == [("C-1", "held")] * len(CONTACT_CHANNELS)


@pytest.mark.parametrize("first", [0, 1])
def test_a_number_that_two_rows_hold_is_closed_until_both_are_decided(desk: Desk, first: int) -> None:
    """Whichever is decided first; then nothing holds it."""
    desk.launch(CAMPAIGN, YES)
    desk.launch(CAMPAIGN, YES + "C-3,Carla,600000001,9,1,no,,,,more\nC-4,Dora,600000001,9,1,no,,,,more\n")
    tasks = desk.json("review")
    held = [("channel", channel.value) for channel in sorted(CONTACT_CHANNELS)]
    assert (len(tasks), stands(desk)) == (2, held)

    assert desk.type("review", tasks[first]["id"], "--as", "none").code == 0
    assert stands(desk) == held
    assert desk.type("review", tasks[1 - first]["id"], "--as", "none").code == 0
    assert stands(desk) == []


@pytest.mark.parametrize("no", ["no,,,", ",,,sí"])
def test_a_no_of_somebody_known_by_nothing_becomes_a_task(desk: Desk, no: str) -> None:
    """No lead has the id and no number can be read: a person has to find out who it is, once."""
    desk.launch(CAMPAIGN, YES)
    row = f"C-77,Carla,letters,9,1,{no}\n"
    said = desk.launch(CAMPAIGN, YES + row)

    assert said.code == 0, said.err
    assert "1 of them needs a decision in `cadence review`" in said.err
    (task,) = desk.json("review")
    assert task["title"].startswith("leads.csv, line 4: ")
    assert "a no with the id C-77, by which we know nobody, and no number" in task["title"]
    assert desk.type("review", task["id"], "--as", "none").code == 0
    desk.launch(CAMPAIGN, YES + row)
    assert desk.json("review") == []


@pytest.mark.parametrize("phone", ["600000001", "letters"])
def test_a_no_in_unknown_words_holds_the_person_until_a_decision(desk: Desk, phone: str) -> None:
    """Also when the id alone says who it is."""
    desk.launch(CAMPAIGN, YES)
    desk.launch(CAMPAIGN, f"{HEAD}C-1,Ana,{phone},7,1,no llamar,yes,,\nC-2,Bea,600000002,8,1,yes,yes,2027-01-10,\n")

    assert closed(desk) == [("C-1", "held")] * len(CONTACT_CHANNELS)
    (task,) = desk.json("review")
    assert desk.type("review", task["id"], "--as", "none").code == 0
    assert stands(desk) == []


@pytest.mark.parametrize("row", ["C-1,no", "C-1;Ana;600000001;7;1;no;yes", "C-1,Ana,,7,1,no llamar,yes,,,more"])
def test_a_broken_row_that_may_say_no_holds_the_person_whose_id_it_has(desk: Desk, row: str) -> None:
    """Without its number too, until a decision; a list with ids alone names people by them."""
    desk.launch(CAMPAIGN, YES)
    desk.launch(CAMPAIGN, f"{HEAD}{row}\nC-2,Bea,600000002,8,1,yes,yes,2027-01-10,\n")

    assert closed(desk) == [("C-1", "held")] * len(CONTACT_CHANNELS)
    (task,) = desk.json("review")
    assert desk.type("review", task["id"], "--as", "none").code == 0
    assert stands(desk) == []


def test_a_row_decided_to_be_a_no_closes_the_person_with_its_id_and_later_numbers(desk: Desk) -> None:
    """The list says it of the person; the next export may have another number for them."""
    desk.launch(CAMPAIGN, YES)
    desk.launch(CAMPAIGN, f"{HEAD}C-1,no llamar\nC-2,Bea,600000002,8,1,yes,yes,2027-01-10,\n")
    (task,) = desk.json("review")
    assert task["lead"] == "leads/C-1", "the operator sees who it is about"
    told = [one["by"] for one in desk.json("lead", "C-1")["lines"] if one["kind"] in {"task", "suppressed"}]
    assert set(told) == {"a row of a list that waits for a decision"}
    assert desk.type("review", task["id"], "--as", "revoke").code == 0

    desk.launch(CAMPAIGN, YES.replace("600000001", "600000077"))

    assert ("C-1", "review") in closed(desk)
    assert named_orders(desk, "C-1") == ["review"]


@pytest.mark.parametrize("decision", ["none", "revoke"])
@pytest.mark.parametrize("later", ["600000077", "600000001|600000077"])
def test_a_number_that_comes_while_a_row_is_undecided_is_held_and_decided_with_it(
    desk: Desk, decision: str, later: str
) -> None:
    """The row may be the person's no: until then it is theirs for every number, and so is what is decided."""
    head = HEAD.replace("phone", "phone,phone2")
    desk.launch(CAMPAIGN, YES)
    desk.launch(CAMPAIGN, f"{HEAD}C-1,no llamar\nC-2,Bea,600000002,8,1,yes,yes,2027-01-10,\n")
    first, _, second = later.partition("|")
    desk.launch(CAMPAIGN, f"{head}C-1,Ana,{first},{second},7,1,yes,yes,2027-01-10,\n")

    assert numbers_closed(desk, "C-1") == {one: {"held"} for one in later.split("|")}
    (task,) = desk.json("review")
    assert desk.type("review", task["id"], "--as", decision).code == 0

    left = {one: {"review"} for one in later.split("|")} if decision == "revoke" else {}
    assert numbers_closed(desk, "C-1") == left
    desk.launch(CAMPAIGN, YES.replace("600000001", "600000078"))
    assert numbers_closed(desk, "C-1") == ({"600000078": {"review"}} if decision == "revoke" else {})


def test_a_number_that_comes_under_two_undecided_rows_waits_for_both(desk: Desk) -> None:
    """Whichever is decided first, the other one still holds it."""
    desk.launch(CAMPAIGN, YES)
    bea = "C-2,Bea,600000002,8,1,yes,yes,2027-01-10,\n"
    desk.launch(CAMPAIGN, f"{HEAD}C-1,no llamar\n{bea}")
    desk.launch(CAMPAIGN, f"{HEAD}C-1,baja\n{bea}")
    desk.launch(CAMPAIGN, YES.replace("600000001", "600000077"))
    first, second = desk.json("review")

    for task, left in ((second, {"600000077": {"held"}}), (first, {})):
        assert numbers_closed(desk, "C-1") == {"600000077": {"held"}}
        assert desk.type("review", task["id"], "--as", "harmless").code == 0
        assert numbers_closed(desk, "C-1") == left


def test_a_stop_of_the_person_closes_a_number_that_a_row_holds(desk: Desk) -> None:
    """What they said before outlives the decision about a row that holds the number they get later (law 4)."""
    desk.launch(CAMPAIGN, YES)
    desk.type("suppress", "C-1", "--channel", "sms")
    desk.launch(CAMPAIGN, YES + "C-3,Carla,600000077,9,1,no,,,,more\n")
    desk.launch(CAMPAIGN, YES.replace("600000001", "600000077"))
    assert desk.type("review", desk.json("review")[0]["id"], "--as", "none").code == 0

    assert numbers_closed(desk, "C-1") == {"600000077": {"command"}}


def numbers_closed(desk: Desk, key: str) -> dict[str, set[str]]:
    """What the facts say is closed for a lead: by the end of the number, who closed it."""
    with desk.ledger.begin() as connection:
        lead = connection.exec_driver_sql("SELECT id FROM leads WHERE key = %s", (key,)).scalar_one()
        (known,) = facts.gather_people(connection, [str(lead)], since=desk.clock.now()).values()
    digits = {one.id: one.e164.removeprefix("+34") for one in known.lead.numbers}
    found: dict[str, set[str]] = {}
    for one in known.suppressions:
        found.setdefault(digits[one.number], set()).add(one.source)
    return found


def named_orders(desk: Desk, lead: str) -> list[str]:
    """What was ordered about a lead."""
    return [str(one["name"]) for one in desk.json("history", "--lead", lead)]


def test_a_stop_of_the_person_outlives_the_decision_about_a_row(desk: Desk) -> None:
    """What was held by mistake is let go; what the person said since is not."""
    desk.launch(CAMPAIGN, YES)
    desk.launch(CAMPAIGN, YES + "C-3,Carla,600000001,9,1,no,,,,more\n")
    desk.type("suppress", "C-1", "--channel", "sms")
    desk.type("review", desk.json("review")[0]["id"], "--as", "none")

    assert stands(desk) == [("channel", "sms")]


def test_plan_and_preview_write_nothing(desk: Desk) -> None:
    """A look ahead leaves no personal data behind, and takes away no report of an earlier launch."""
    desk.launch(CAMPAIGN, YES + "C-9,Eva,letters,9,1,,,,\n")
    report = Path(desk.folder / "leads.rejected.csv")
    before = report.read_bytes()
    bad = YES.replace("600000001", "12").replace("2027-", "2026-")
    files = desk.file("spring.yaml", CAMPAIGN), desk.file("leads.csv", bad)

    plan = desk.type("plan", files[0], "--leads", files[1])
    preview = desk.type("preview", files[0], "--leads", files[1], "--lead", "C-1")

    assert (plan.code, preview.code) == (0, 1)
    assert report.read_bytes() == before
    report.unlink()
    desk.type("plan", files[0], "--leads", files[1])
    desk.type("preview", files[0], "--leads", files[1])
    assert not report.exists()
    assert ":2: phone: " in plan.err + plan.out


@pytest.mark.parametrize(
    "row",
    [
        "C-3,Eva,600000003,9,1,no,no,2027-01-10,",  # a lead that refuses two channels
        "C-3,Eva,not a number,9,1,no,no,2027-01-10,",  # a row that is refused and says no all the same
    ],
)
def test_a_plan_counts_the_rows_that_say_no_as_a_launch_does(desk: Desk, row: str) -> None:
    """Whoever reads the plan sees what the launch would write of the list beside its leads."""
    words = [desk.file("spring.yaml", CAMPAIGN), "--leads", desk.file("leads.csv", f"{YES.rstrip()}\n{row}\n")]

    planned, launched = desk.type("plan", *words, *THEN), desk.type("launch", *words, "--yes")

    (line,) = [one.split() for one in launched.err.splitlines() if one.startswith("  opt-outs")]
    assert [one.split() for one in planned.out.splitlines() if one.startswith("  opt-outs")] == [line]


@pytest.mark.parametrize("name", ["export-29.csv", "leads-2026-11-30.csv", "crm (2).csv"])
def test_a_plan_refuses_the_name_of_a_list_in_the_words_of_the_launch(desk: Desk, name: str) -> None:
    """The plan is shown, and what would refuse the launch comes last; with --list neither refuses."""
    words = [desk.file("spring.yaml", CAMPAIGN), "--leads", desk.file(name, YES)]

    planned, launched = desk.type("plan", *words, *THEN), desk.type("launch", *words, "--yes")

    (refused,) = [one for one in launched.err.splitlines() if "contains a date or a number" in one]
    assert (planned.code, launched.code) == (1, 1)
    assert planned.err.splitlines()[-1] == refused
    assert "nobody has been contacted" in planned.out
    assert desk.type("plan", *words, *THEN, "--list", "crm").code == 0
