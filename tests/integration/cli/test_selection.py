"""Does `lead` say why a campaign's condition left a person of its list out?"""

import pytest
from sqlalchemy.exc import DBAPIError

from cadence.ledger.people import erasure
from tests.integration.cli.desk import CAMPAIGN, Desk

FOR_SOME = CAMPAIGN.replace("holidays: open", "holidays: open\nwhere: {plan: premium, age: {at_least: 18}}")
HEAD = "id,name,phone,order,plan,age\n"
LIST = f"{HEAD}C-1,Ana,600000001,7,premium,40\nC-2,Bea,600000002,8,basic,30\nC-3,Eva,600000003,9,premium,\n"


def now(desk: Desk, who: str, language: str = "en") -> str:
    """Return what `lead` says of the present of a person."""
    return "\n".join(desk.json("lead", who, "--language", language)["now"])


def rows(desk: Desk) -> list[tuple[str, int]]:
    """Who was noted as left out, with the version."""
    asked = "SELECT l.key, n.version FROM not_selected n JOIN leads l ON l.id = n.lead_id ORDER BY n.at, l.key"
    with desk.ledger.begin() as connection:
        return [(row.key, row.version) for row in connection.exec_driver_sql(asked)]


@pytest.mark.parametrize(
    ("who", "language", "expected"),
    [
        ("C-2", "en", "because this is not true: plan is premium (what is known: plan “basic”)"),
        ("C-2", "es", "porque no se cumple: plan es premium (consta: plan «basic»)"),
        ("C-2", "pt", "porque não se cumpre: plan é premium (consta: plan “basic”)"),
        ("C-3", "en", "because it is not known whether age is at least 18 (no value that can be read: age)"),
        ("C-3", "es", "porque no se sabe si se cumple: age es como mínimo 18 (sin un valor legible: age)"),
        ("C-3", "pt", "porque não se sabe se se cumpre: age é no mínimo 18 (sem um valor legível: age)"),
    ],
)
def test_who_is_left_out_reads_why(desk: Desk, who: str, language: str, expected: str) -> None:
    """In the report and as data, in its language."""
    assert desk.launch(FOR_SOME, LIST).code == 0

    assert rows(desk) == [("C-2", 1), ("C-3", 1)]
    said = now(desk, who, language)
    assert said.startswith("spring: ")
    assert said.endswith(expected)
    assert expected in desk.type("lead", who, "--language", language).out.replace("\n", " ")
    (data,) = desk.json("lead", who)["not_selected"]
    assert (data["campaign"], data["holds"]) == ("spring", False if who == "C-2" else None)
    (unmet,) = data["unmet"]
    assert (unmet["missing"], unmet["written"]) == (([], {"plan": "basic"}) if who == "C-2" else (["age"], {}))


def test_who_comes_in_reads_nothing_of_it(desk: Desk) -> None:
    """Nor does anybody of a campaign without a condition, whose launch notes nobody."""
    desk.launch(FOR_SOME, LIST)
    assert "selected" not in now(desk, "C-1")
    assert desk.json("lead", "C-1")["not_selected"] == []

    desk.launch(CAMPAIGN.replace("campaign: spring", "campaign: autumn"), LIST, "--again")
    assert [key for key, _ in rows(desk)] == ["C-2", "C-3"]


def test_people_of_the_list_who_were_not_in_the_file_are_not_left_out(desk: Desk) -> None:
    """They were never asked about."""
    desk.launch(CAMPAIGN.replace("campaign: spring", "campaign: autumn"), LIST)
    desk.launch(FOR_SOME, f"{HEAD}C-2,Bea,600000002,8,basic,30\n")

    assert "not selected" in now(desk, "C-2")
    assert "not selected" not in now(desk, "C-3")


def test_launching_again_notes_nobody_twice_and_lets_in_whom_a_correction_selects(desk: Desk) -> None:
    """The condition is asked of what is known now; the next launch acts on it."""
    desk.launch(FOR_SOME, LIST)
    desk.launch(FOR_SOME, LIST)
    assert rows(desk) == [("C-2", 1), ("C-3", 1)]

    corrected = LIST.replace("8,basic", "8,premium")
    desk.launch(CAMPAIGN.replace("campaign: spring", "campaign: autumn"), corrected)
    assert "its condition is true now, so the next launch of the list selects this lead" in now(desk, "C-2")
    assert desk.json("lead", "C-2")["not_selected"][0]["holds"] is True

    desk.launch(FOR_SOME, corrected)
    assert "not selected" not in now(desk, "C-2")
    assert "not selected" in now(desk, "C-3")


def test_a_new_version_is_asked_and_one_without_a_condition_selects_everybody(desk: Desk) -> None:
    """The newest version of the file says why."""
    desk.launch(FOR_SOME, LIST)
    desk.launch(FOR_SOME.replace("plan: premium", "plan: gold"), f"{HEAD}C-1,Ana,600000001,7,premium,40\n")
    assert "plan is gold (what is known: plan “basic”)" in now(desk, "C-2")

    desk.launch(CAMPAIGN, f"{HEAD}C-1,Ana,600000001,7,premium,40\n")
    assert "its file has no condition any more" in now(desk, "C-2")


def test_nothing_is_said_of_a_campaign_that_has_ended(desk: Desk) -> None:
    """Nobody comes into it any more."""
    desk.launch(FOR_SOME, LIST)
    desk.type("stop", "spring", "--yes", "--because", "over")

    assert "not selected" not in now(desk, "C-2")


def test_whom_a_pilot_holds_back_reads_that_they_would_not_be_selected_now(desk: Desk) -> None:
    """Their data were right at the launch, and a list has changed them since."""
    desk.launch(FOR_SOME, LIST.replace(",premium,\n", ",premium,50\n"), "--first", "1")
    assert "selected" not in now(desk, "C-3")

    desk.launch(CAMPAIGN.replace("campaign: spring", "campaign: autumn"), LIST.replace("premium,\n", "basic,50\n"))
    assert "spring: would not be selected now, because this is not true: plan is premium" in now(desk, "C-3")


def test_an_erased_person_is_asked_about_no_more(desk: Desk) -> None:
    """What is left of them says nothing; the row of ids stays."""
    desk.launch(FOR_SOME, LIST)
    lead = desk.json("lead", "C-2")["lead"]
    with desk.ledger.begin() as connection:
        erasure.erase(connection, lead, at=desk.clock.now())

    assert desk.json("lead", lead)["not_selected"] == []


def test_what_was_noted_is_never_changed(desk: Desk) -> None:
    """Law 10."""
    desk.launch(FOR_SOME, LIST)
    for statement in ("UPDATE not_selected SET version = 1", "DELETE FROM not_selected", "TRUNCATE not_selected"):
        with pytest.raises(DBAPIError), desk.ledger.begin() as connection:
            connection.exec_driver_sql(statement)


def test_why_a_pause_ended_is_shown_as_why_it_began(desk: Desk) -> None:
    """In the words of who ordered it, whatever was paused; without words there is none."""
    desk.launch(CAMPAIGN, f"{HEAD}C-1,Ana,600000001,7,premium,40\n")
    for what in (("--all",), ("spring",), ("--channel", "sms"), ("--lead", "C-1")):
        assert desk.type("pause", *what, "--because", f"stop {what[-1]}").code == 0
        assert desk.type("resume", *what, "--because", f"go {what[-1]}").code == 0
    desk.type("pause", "--all")
    desk.type("resume", "--all")

    lines = [line for line in desk.json("lead", "C-1")["lines"] if line["kind"] in {"paused", "resumed"}]
    why = [[line["kind"], *line["why"]] for line in lines]
    assert [what for what in why if what[0] == "resumed"] == [
        *(["resumed", f"go {what}"] for what in ("--all", "spring", "sms", "C-1")),
        ["resumed"],
    ]
    out = desk.type("lead", "C-1", "--language", "es").out
    assert "la campaña spring: fin de la pausa" in out
    assert "motivo: go spring" in out


def test_the_reason_of_the_end_of_a_persons_pause_is_erased_with_them(desk: Desk) -> None:
    """An operator may have written about the person."""
    desk.launch(CAMPAIGN, f"{HEAD}C-1,Ana,600000001,7,premium,40\n")
    desk.type("pause", "--lead", "C-1", "--because", "her mother is ill")
    desk.type("resume", "--lead", "C-1", "--because", "her mother is well")
    lead = desk.json("lead", "C-1")["lead"]
    with desk.ledger.begin() as connection:
        erasure.erase(connection, lead, at=desk.clock.now())

    with desk.ledger.begin() as connection:
        kept = connection.exec_driver_sql("SELECT reason, end_reason FROM pauses").one()
    assert tuple(kept) == ("", "")
