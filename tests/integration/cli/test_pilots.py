"""Who enters with a pilot, who is held back, and who enters with the rest?"""

import pytest

from cadence.ledger.people import erasure, people
from tests.integration.cli.desk import CAMPAIGN, Desk, Said

HEAD = "id,name,phone,order\n"
TEN = HEAD + "".join(f"P-{n},Ana,6000001{n:02},{n}\n" for n in range(10))
AGAIN = CAMPAIGN.replace("consent:", "enter: {again_after: 30 days}\nconsent:")
ONE_OF = "SELECT l.key FROM {table} t JOIN leads l ON l.id = t.lead_id ORDER BY l.key"


def keys(desk: Desk, table: str) -> list[str]:
    """The people in the queue, or held back, by their ids in the list; a second visit is another row."""
    with desk.ledger.begin() as connection:
        return list(connection.exec_driver_sql(ONE_OF.format(table=table)).scalars())


def numbered(*numbers: int) -> list[str]:
    """The ids of these rows."""
    return [f"P-{n}" for n in numbers]


def rest(desk: Desk, *more: str) -> Said:
    """Launch the rest, by the campaign's name."""
    return desk.type("launch", "spring", "--rest", *more)


def test_only_the_first_people_of_the_list_enter(desk: Desk) -> None:
    """The others are known and held back; `status`, `lead` and the launch say what enrols them."""
    launched = desk.launch(CAMPAIGN, TEN, "--first", "3", "--json")

    assert (launched.code, launched.data["enrolled"], launched.data["held_back"]) == (0, 3, 7)
    assert launched.data["leads"]["new"] == 10
    assert "the first 3 people of the list: 3 of 10 enter, 7 are held back" in launched.err
    assert "3 leads added. Held back by the pilot: 7; `cadence launch spring --rest` enrols them." in launched.err
    assert keys(desk, "roster") == numbered(0, 1, 2)
    assert keys(desk, "held_back") == numbered(*range(3, 10))
    assert "  pilot      3 of 10; `cadence launch spring --rest` enrols the other 7\n" in desk.type("status").out
    assert desk.json("status", "spring")[0]["held_back"] == 7
    assert "held back by a pilot; `cadence launch spring --rest`" in desk.type("lead", "P-5").out
    assert "held back by a pilot" not in desk.type("lead", "P-1").out
    assert "pilot first 3" in desk.type("history").out


def test_the_rest_enters_without_the_list(desk: Desk) -> None:
    """The list's file may be gone: its people are in the ledger."""
    desk.launch(CAMPAIGN, TEN, "--first", "3")
    (desk.folder / "leads.csv").unlink()

    planned = desk.type("plan", "spring", "--rest")
    assert planned.code == 0, planned.err
    assert "of those held back, 7 of 7 enter" in planned.out
    assert "reached       7 of 7 leads" in planned.out
    assert len(keys(desk, "held_back")) == 7, "a plan changes nothing"

    launched = rest(desk, "--because", "it went well", "--json")
    assert (launched.code, launched.data["enrolled"], launched.data["started"]) == (0, 7, True)
    assert keys(desk, "roster") == numbered(*range(10))
    assert keys(desk, "held_back") == []
    assert "pilot" not in desk.type("status").out
    assert desk.commands()[-1] == ("launch", "it went well")
    assert "it went well" in desk.type("lead", "P-5").out, "the lead was put in line by this order"

    again = rest(desk)
    assert (again.code, "Nobody is held back in spring." in again.err) == (0, True)
    assert desk.json("plan", "spring", "--rest")["coming"] == 0
    assert len(keys(desk, "roster")) == 10


@pytest.mark.parametrize("pilot", [("--first", "4"), ("--share", "40%")], ids=" ".join)
def test_the_same_pilot_again_enrols_nobody(desk: Desk, pilot: tuple[str, str]) -> None:
    """An order may be repeated, also if nobody knows whether it was given."""
    desk.launch(CAMPAIGN, TEN, *pilot)
    before = keys(desk, "roster"), keys(desk, "held_back")
    again = desk.launch(CAMPAIGN, TEN, *pilot, "--json")

    assert (again.code, again.data["enrolled"]) == (0, 0)
    assert (keys(desk, "roster"), keys(desk, "held_back")) == before


def test_a_larger_number_enlarges_the_pilot(desk: Desk) -> None:
    """Those who are in it count; a smaller number takes nobody out."""
    desk.launch(CAMPAIGN, TEN, "--first", "2")
    assert desk.launch(CAMPAIGN, TEN, "--first", "5", "--json").data["enrolled"] == 3
    assert keys(desk, "roster") == numbered(*range(5))
    assert desk.launch(CAMPAIGN, TEN, "--first", "1", "--json").data["enrolled"] == 0
    assert keys(desk, "roster") == numbered(*range(5))
    assert desk.launch(CAMPAIGN, TEN, "--json").data["enrolled"] == 5, "without a pilot, all enter"
    assert keys(desk, "held_back") == []


def test_a_larger_share_contains_the_smaller(desk: Desk) -> None:
    """Who is in a share depends on the person and the campaign, and not on the others of the list."""
    many = HEAD + "".join(f"P-{n},Ana,600000{n:03},{n}\n" for n in range(300))
    desk.launch(CAMPAIGN, many, "--share", "10%")
    ten = set(keys(desk, "roster"))
    assert 10 <= len(ten) <= 55
    desk.launch(CAMPAIGN, many, "--share", "30,5 %")
    thirty = set(keys(desk, "roster"))

    assert ten < thirty
    assert 60 <= len(thirty) <= 125
    assert len(keys(desk, "held_back")) == 300 - len(thirty)


def test_the_plan_shows_the_same_pilot(desk: Desk) -> None:
    """With the same words as the launch, and with the touches of those who enter only."""
    files = desk.file("spring.yaml", CAMPAIGN), desk.file("leads.csv", TEN)
    planned = desk.type("plan", files[0], "--leads", files[1], "--first", "3")

    assert "the first 3 people of the list: 3 of 10 enter, 7 are held back" in planned.out
    assert "reached       3 of 3 leads" in planned.out
    data = desk.json("plan", files[0], "--leads", files[1], "--share", "50%")
    assert data["leads"] + data["held_back"] == 10
    assert keys(desk, "roster") == []
    launched = desk.launch(CAMPAIGN, TEN, "--share", "50%", "--json")
    assert launched.data["enrolled"] == data["leads"]


def test_a_plan_without_a_ledger_shows_as_many(desk: Desk) -> None:
    """The first of a list are known without it; the people of a share are not, and that is said."""
    files = desk.file("spring.yaml", CAMPAIGN), desk.file("leads.csv", TEN)
    desk.without_postgres()
    first = desk.type("plan", files[0], "--leads", files[1], "--first", "3")
    assert (first.code, "reached       3 of 3 leads" in first.out) == (0, True)
    share = desk.type("plan", files[0], "--leads", files[1], "--share", "50%")
    assert (share.code, "depends on the ledger" in share.err) == (0, True)


def test_opt_outs_of_those_held_back_are_obeyed(desk: Desk) -> None:
    """The whole list is imported: a no counts now, not when the rest enters."""
    noes = (
        "id,name,phone,order,consent_sms\nP-0,Ana,600000100,0,yes\nP-1,Ana,600000101,1,STOP\nP-2,Ana,600000102,2,no\n"
    )
    desk.launch(CAMPAIGN, noes, "--first", "1")

    assert "P-2" in keys(desk, "held_back")
    with desk.ledger.begin() as connection:
        refusals = connection.exec_driver_sql(
            "SELECT l.key FROM consents c JOIN leads l ON l.id = c.lead_id WHERE NOT c.given"
        )
        assert set(refusals.scalars()) == {"P-1", "P-2"}


def test_the_rest_may_enter_with_a_changed_file(desk: Desk) -> None:
    """What the pilot has shown is corrected; the pilot keeps its version."""
    desk.launch(CAMPAIGN, TEN, "--first", "3")
    changed = desk.file("spring.yaml", CAMPAIGN.replace("hola", "buenos días"))
    launched = desk.type("launch", changed, "--rest", "--json")

    assert (launched.data["version"], launched.data["new_version"], launched.data["enrolled"]) == (2, True, 7)
    assert "version      2 for those who enter, because the file has changed" in launched.err
    assert "buenos días" in desk.type("show", "spring").out


def test_people_who_lack_what_a_changed_file_needs_stay_held_back(desk: Desk) -> None:
    """As a launch refuses their rows; the right data let them in later."""
    desk.launch(CAMPAIGN, TEN, "--first", "3")
    changed = desk.file("spring.yaml", CAMPAIGN.replace("{{ order }}", "{{ order }} {{ plan }}"))
    launched = desk.type("launch", changed, "--rest", "--json")

    assert (launched.data["enrolled"], launched.data["lacking"]) == (0, {"plan": 7})
    assert "7 stay held back: the campaign needs plan" in launched.err
    with_plan = (
        TEN.replace("order\n", "order,plan\n", 1).replace("\nP-", ",gold\nP-").replace("order,plan,gold", "order,plan")
    )
    with_plan = with_plan.rstrip() + ",gold\n"
    desk.launch(CAMPAIGN.replace("{{ order }}", "{{ order }} {{ plan }}"), with_plan, "--first", "3")
    assert rest(desk, "--json").data["enrolled"] == 7


def test_somebody_who_entered_another_way_is_no_longer_held_back(desk: Desk) -> None:
    """The whole list was launched under another name meanwhile; each person is still contacted once."""
    desk.launch(CAMPAIGN, TEN, "--first", "3", "--list", "crm")
    files = desk.file("spring.yaml", CAMPAIGN), desk.file("shop.csv", TEN)
    desk.type("launch", files[0], "--leads", files[1], "--new-only")

    refused = rest(desk)
    assert refused.code == 1
    assert (
        "7 of these people are in spring already, by their numbers, under another list's name: shop (7)" in refused.err
    )
    assert len(keys(desk, "held_back")) == 7, "a refused order changes nothing"
    left_out = rest(desk, "--new-only", "--json")
    assert (left_out.code, left_out.data["enrolled"], left_out.data["left_out"]) == (0, 0, {"elsewhere": 7})
    assert keys(desk, "held_back") == []


def test_people_held_back_twice_enter_once(desk: Desk) -> None:
    """Two pilots of one list, the second with people more."""
    desk.launch(CAMPAIGN, TEN, "--first", "2")
    more = TEN + "P-10,Sol,600000110,10\n"
    desk.launch(CAMPAIGN, more, "--first", "3")

    assert len(keys(desk, "held_back")) == 8
    assert rest(desk, "--json").data["enrolled"] == 8
    assert len(keys(desk, "roster")) == 11


def test_a_person_who_was_erased_does_not_enter(desk: Desk) -> None:
    """Nor is a place kept for them."""
    desk.launch(CAMPAIGN, TEN, "--first", "3")
    with desk.ledger.begin() as connection:
        (person,) = people.find(connection, desk.ledger.hasher, "P-7")
        erasure.erase(connection, person.id, at=desk.clock.now())

    assert len(keys(desk, "held_back")) == 6
    assert rest(desk, "--json").data["enrolled"] == 6


def test_with_again_after_a_second_round_has_a_pilot_too(desk: Desk) -> None:
    """People who come back count as those who come the first time."""
    desk.launch(AGAIN, TEN)
    with desk.ledger.begin() as connection:
        connection.exec_driver_sql("UPDATE roster SET taken_at = added_at - interval '90 days'")
    launched = desk.launch(AGAIN, TEN, "--first", "4", "--json")

    assert (launched.data["enrolled"], launched.data["held_back"], launched.data["back"]) == (4, 6, 10)
    assert desk.launch(AGAIN, TEN, "--first", "4", "--json").data["enrolled"] == 0
    assert rest(desk, "--json").data["enrolled"] == 6
    assert len(keys(desk, "roster")) == 20


def test_a_campaign_that_is_stopped_lets_nobody_in(desk: Desk) -> None:
    """Its status says that the others were never enrolled."""
    desk.launch(CAMPAIGN, TEN, "--first", "3")
    desk.type("stop", "spring", "--yes")

    refused = rest(desk)
    assert (refused.code, "Campaign spring is stopped" in refused.err) == (1, True)
    assert "pilot      3 of 10; the other 7 were never enrolled" in desk.type("status").out


WRONG = [
    (["--share", "0%"], "--share 0% is nobody; expected more than 0% and less than 100%"),
    (["--share", "100%"], "is everybody"),
    (["--share", "110 %"], "is everybody"),
    (["--share", "-5%"], "expected 10%"),
    (["--share", "ten"], "expected 10%"),
    (["--share", "10"], "or 10% if that was meant"),
    (["--first", "0"], "greater than or equal to 1"),
    (["--first", "many"], "valid integer"),
    (["--first", "3", "--share", "10%"], "--first and --share exclude each other"),
    (["--first", "3", "--rest"], "--first and --rest exclude each other"),
    (["--rest"], "leave out --leads"),
]


@pytest.mark.parametrize("command", ["launch", "plan"])
@pytest.mark.parametrize(("options", "words"), WRONG, ids=[" ".join(options) for options, _ in WRONG])
def test_a_pilot_that_makes_no_sense_is_refused(desk: Desk, command: str, options: list[str], words: str) -> None:
    """With what was expected, before anything is written."""
    files = desk.file("spring.yaml", CAMPAIGN), desk.file("leads.csv", TEN)
    refused = desk.type(command, files[0], "--leads", files[1], *options)

    assert refused.code == 2
    assert words in " ".join(refused.err.split())
    assert keys(desk, "leads l2 JOIN leads t2 ON t2.id = l2.id CROSS JOIN roster") == []


def test_options_that_would_be_ignored_are_refused(desk: Desk) -> None:
    """A pilot needs a list, the rest needs none, and moving others is another order."""
    file = desk.file("spring.yaml", CAMPAIGN)
    for command in ("launch", "plan"):
        assert "expected --leads LIST.csv with it" in desk.type(command, file, "--first", "3").err
        assert "leave out --dates" in desk.type(command, file, "--rest", "--dates", "day-first").err
    assert "run `cadence launch FILE --migrate` first" in desk.type("launch", file, "--rest", "--migrate").err
    assert "leave out --rest" in desk.type("plan", file, "--running", "--rest").err


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (
            "sprong",
            "There is no file sprong, and no campaign of this name. There is no campaign sprong. Did you mean spring?",
        ),
        ("sprong.yaml", "sprong.yaml does not exist; expected a campaign file in YAML"),
        ("folder/spring", "folder/spring does not exist; expected a campaign file in YAML"),
    ],
)
def test_a_name_that_is_neither_a_file_nor_a_campaign_is_refused(desk: Desk, typed: str, words: str) -> None:
    """It says which of both was looked for."""
    desk.launch(CAMPAIGN, TEN, "--first", "3")
    refused = desk.type("launch", typed, "--rest")

    assert (refused.code, words in refused.err) == (1, True), refused.err


def test_the_rest_of_a_campaign_that_was_never_launched_is_refused(desk: Desk) -> None:
    """It says what starts it."""
    refused = desk.type("launch", desk.file("spring.yaml", CAMPAIGN), "--rest")

    assert (refused.code, "`cadence launch FILE --leads LIST` starts it." in refused.err) == (1, True)
