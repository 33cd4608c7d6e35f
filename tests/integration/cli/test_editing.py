"""May a file alone be planned for and migrated to, where its campaign runs? The leads are those of the ledger."""

import io
import sys
from collections.abc import Callable

import pytest

from cadence.cli.launching import migrating
from cadence.domain.errors import UnavailableError
from cadence.engine.outcomes import versions
from cadence.engine.outcomes.planner import Planner
from cadence.ledger.campaigns import campaigns
from cadence.ledger.campaigns.commands import Command
from tests.integration.cli.desk import CAMPAIGN, Desk, Said
from tests.integration.cli.underway import CHANGED, LEADS, RENAMED, Under

Typed = Callable[..., Said]
TABLES = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1"
ONE_MORE = LEADS + "C-4,Sol,600000004,10\n"
"""One more than is under way: she waits to be let in."""
TYPO = CHANGED.replace("{{ name }}", "{{ nmae }}")
"""A placeholder that no list has had a column for."""


def plan(desk: Desk, campaign: str, *more: str) -> Said:
    """Plan for the leads under way."""
    return desk.type("plan", desk.file("edited.yaml", campaign), "--running", *more)


def migrate(desk: Desk, campaign: str, *more: str) -> Said:
    """Migrate to a file, without a list."""
    return desk.type("launch", desk.file("edited.yaml", campaign), "--migrate", *more)


def everything(under: Under) -> dict[str, list[tuple[object, ...]]]:
    """All rows of the ledger."""
    tables = [str(name) for (name,) in under.asked(TABLES)]
    return {name: sorted(under.asked(f"SELECT t::text FROM {name} t")) for name in tables}  # noqa: S608  its own names


def test_a_plan_shows_what_the_migration_would_do_and_writes_nothing(under: Under) -> None:
    """Not a row of the ledger is another one afterwards; and the migration says and does the very same."""
    before = everything(under)
    said = plan(under.desk, CHANGED)

    assert said.code == 0, said.err
    assert everything(under) == before
    shown = said.out.splitlines()
    assert shown[:3] == [
        "spring: new leads start with version 1; the file is version 2, a new version.",
        "Under way: 3 on version 1.",
        "With this file: 3 leads move, 0 keep their version.",
    ]
    assert "1 ring -> again, Tue 2027-03-09 11:" in said.out
    assert "Nothing has been changed. `cadence launch " in said.err
    done = migrate(under.desk, CHANGED, "--yes").err
    assert [line for line in shown if line not in done] == []
    assert set(under.versions().values()) == {2}


def test_a_plan_counts_for_whom_each_condition_holds(under: Under) -> None:
    """Compiled to SQL: of three people one has a higher order, and nobody a plan."""
    some = CHANGED.replace("sms: '{{ company }}: ¿sigue ahí?'", "sms: '¿Sigue ahí?'\n    where: {order: {at_least: 9}}")
    some = some.replace("per: campaign}", "per: campaign}, {max: 1, per: 1 day, where: {plan: basic}}")
    shown = plan(under.desk, some).out.splitlines()
    data = plan(under.desk, some, "--json").data

    assert shown[-2:] == [
        "Condition of limits 2, for those under way: plan is basic: 0 yes, 0 no, 3 not known",
        "Condition of again, for those under way: order is at least 9: 1 yes, 2 no, 0 not known",
    ]
    assert [(use["place"], use["true"], use["false"], use["unknown"]) for use in data["conditions"]] == [
        ("limits 2", 0, 0, 3),
        ("again", 1, 2, 0),
    ]


def test_a_lead_is_shown_with_the_branch_it_took_and_its_condition(under: Under) -> None:
    """C-1 has had `hello`, and has a higher order than the condition asks for."""
    text = 'sms: "{{ company }}: hola {{ name }}, pedido {{ order }}"\n'
    branch = "    on: {sent: [{where: {order: {at_least: 5}}, to: ring}, end], otherwise: ring}\n"
    assert migrate(under.desk, CAMPAIGN.replace(text, text + branch), "--yes").code == 0
    shown = under.desk.type("lead", "C-1").out

    assert "spring: after hello its branch leads to ring, because order is at least 5" in shown


def test_a_plan_has_the_keys_of_the_migration(under: Under) -> None:
    """A program reads both in one way; all that differs is what was done."""
    seen = plan(under.desk, RENAMED, "--json").data
    done = migrate(under.desk, RENAMED, "--yes", "--json").data

    assert done.pop("started") is True
    assert seen["migrated"].pop("moved") == 0
    assert done["migrated"].pop("moved") == 1
    seen_first, done_first = (one["migrated"]["plan"][0].pop("earliest") for one in (seen, done))
    assert seen_first <= done_first, "it is due at once, so each says the instant of its look"
    assert seen == done
    assert (seen["version"], seen["new_version"], seen["migrated"]["before"]) == (2, True, 1)
    assert seen["migrated"]["under_way"] == {"1": 3}
    assert [(one["now"], one["then"], one["leads"]) for one in seen["migrated"]["plan"]] == [("hello", "good_day", 1)]
    assert sorted((one["lead"], one["why"], one["about"]) for one in seen["migrated"]["stay"]) == [
        ("leads/C-1", "step_gone", "hello"),
        ("leads/C-2", "step_gone", "hello"),
    ]


def test_whoever_would_stay_is_named_in_a_plan(under: Under) -> None:
    """Two of them stand at a step that the file no longer has."""
    said = plan(under.desk, RENAMED)

    assert "1 hello -> good_day" in said.out
    assert "2 stay: their current step is not in the new file: hello (leads/C-" in said.out


def test_a_file_is_migrated_to_without_a_list(under: Under) -> None:
    """The leads are in the ledger; who ordered the version and each move stands there, too."""
    said = migrate(under.desk, CHANGED, "--yes", "--because", "a call was too much", "--json")

    assert said.code == 0, said.err
    assert (said.data["version"], said.data["new_version"], said.data["enrolled"]) == (2, True, 0)
    assert said.data["migrated"]["moved"] == 3
    assert set(under.versions().values()) == {2}
    assert under.asked("SELECT count(*) FROM news WHERE kind = 'version' AND ref = '2'") == [(3,)]
    assert under.desk.commands()[-4:] == [
        ("launch", "a call was too much"),
        *[("migrate", "a call was too much")] * 3,
    ]


def test_the_same_file_again_changes_nothing(under: Under) -> None:
    """It says so, asks nothing, and not even an order is written down."""
    migrate(under.desk, RENAMED, "--yes")
    before = everything(under)
    again = migrate(under.desk, RENAMED)
    seen = plan(under.desk, RENAMED)

    assert (again.code, seen.code) == (0, 0)
    assert "2 stay: their current step" in again.err
    assert "Nothing changes." in again.err
    assert "Nothing would change." in seen.err
    assert "new leads start with version 2, and the file has the same content." in seen.out
    assert everything(under) == before


def test_the_file_as_it_was_launched_changes_nothing(under: Under) -> None:
    """Everybody is on its version."""
    before = everything(under)
    again = migrate(under.desk, CAMPAIGN, "--json")

    assert again.code == 0
    assert "No lead is under way with another version: there are no leads to move." in again.err
    assert (again.data["version"], again.data["new_version"], again.data["migrated"]["there"]) == (1, False, 3)
    assert everything(under) == before


def test_a_migration_without_a_list_goes_on_where_it_was_cut_off(under: Under, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its file is the last version by then; whoever is behind still moves."""
    under.desk.launch(CHANGED, LEADS)
    monkeypatch.setattr(versions, "PAGE", 1)
    versions.move_page(under.planner, "spring", 2, under.desk.at_home(lambda home: home.command("migrate")))
    seen = plan(under.desk, CHANGED)
    said = migrate(under.desk, CHANGED, "--yes")

    assert "Under way: 2 on version 1, 1 on version 2." in seen.out
    assert "Nothing has been changed. `cadence launch" in seen.err
    assert "Moved 2 leads to version 2" in said.err
    assert set(under.versions().values()) == {2}
    assert under.asked("SELECT count(*) FROM news WHERE kind = 'version'") == [(3,)]


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (KeyboardInterrupt(), 130),  # Ctrl-C
        (UnavailableError("The ledger does not answer."), 3),  # the ledger goes down between two pages
    ],
)
def test_a_migration_that_is_cut_off_says_how_far_it_came(
    under: Under, monkeypatch: pytest.MonkeyPatch, fault: BaseException, code: int
) -> None:
    """Whoever interrupts it wants to know what was done, and what to type."""
    move_page, pages = versions.move_page, list[str]()

    def cut_off(planner: Planner, name: str, version: int, order: Command, *, after: str) -> versions.Moved:
        pages.append(after)
        if len(pages) > 1:
            raise fault
        return move_page(planner, name, version, order, after=after)

    monkeypatch.setattr(versions, "PAGE", 1)
    monkeypatch.setattr(migrating, "move_page", cut_off)
    said = migrate(under.desk, CHANGED, "--yes")

    assert said.code == code
    assert "Interrupted after 1 lead was moved; run the same command again to move the rest." in said.err
    assert sorted(under.versions().values()) == [1, 1, 2]


def test_the_old_file_takes_everybody_back_without_a_list(under: Under) -> None:
    """It is version 1 still."""
    migrate(under.desk, CHANGED, "--yes")
    seen = plan(under.desk, CAMPAIGN)
    said = migrate(under.desk, CAMPAIGN, "--yes")

    assert "new leads start with version 2; the file is version 1, launched before." in seen.out
    assert "spring, version 1 (unchanged)." in said.err
    assert set(under.versions().values()) == {1}


@pytest.mark.parametrize(("answer", "moved"), [("n\n", False), ("y\n", True), ("", False)])
def test_nobody_moves_without_a_yes(under: Under, monkeypatch: pytest.MonkeyPatch, answer: str, moved: bool) -> None:
    """Whoever waits to be let in is named in the question: the file is for her as well."""
    under.desk.launch(CAMPAIGN, ONE_MORE)
    before = everything(under)
    monkeypatch.setattr(sys, "stdin", io.StringIO(answer))
    said = migrate(under.desk, CHANGED)

    assert "1 in line, and would start with version 2" in said.err
    assert "Move 3 leads that are under way, and use this file for the 1 in line?" in said.err
    assert (said.code == 0) == moved
    assert (everything(under) != before) == moved


def test_whoever_waits_is_reason_enough_for_a_new_version(desk: Desk) -> None:
    """Nobody is under way yet, and those on the roster begin with the file."""
    desk.launch(CAMPAIGN, LEADS)
    said = migrate(desk, CHANGED, "--yes")

    assert said.code == 0, said.err
    assert "3 in line, and would start with version 2" in said.err
    with desk.ledger.begin() as connection:
        assert campaigns.find(connection, "spring").version == 2


def test_those_who_wait_and_lack_a_value_are_counted(under: Under) -> None:
    """They come from a list without the column; that step would be passed over for them (law 6)."""
    without = CAMPAIGN.replace(", pedido {{ order }}", "")
    short = under.desk.file("short.csv", "id,name,phone\nS-1,Sol,600000005\nS-2,Mar,600000006\n")
    assert under.desk.type("launch", under.desk.file("spring.yaml", without), "--leads", short).code == 0
    seen = plan(under.desk, CHANGED)

    assert "3 leads move" in seen.out
    assert "2 in line, and would start with version 3" in seen.out
    assert "2 of the next 2, without the data for a step, which would be skipped for them: order" in seen.out
    found = plan(under.desk, CHANGED, "--json").data["migrated"]
    assert (found["waiting"], found["looked_at"], found["lacking"]) == (2, 2, {"order": 2})


@pytest.mark.parametrize("typed", [plan, migrate])
def test_a_placeholder_that_nobody_has_is_told_where_it_stands(under: Under, typed: Typed) -> None:
    """As for a list without the column; nothing is written."""
    before = everything(under)
    said = typed(under.desk, TYPO)

    assert said.code == 1
    assert "3 stay: a text or a date of the new file cannot be filled in for them: nmae" in said.out + said.err
    assert "edited.yaml:17:34: {{ nmae }}; expected a column of the lead list: name," in said.err
    assert 'did you mean "name"?' in said.err
    assert everything(under) == before


@pytest.mark.parametrize("typed", [plan, migrate])
def test_a_file_that_nobody_can_move_to_makes_no_version(under: Under, typed: Typed) -> None:
    """It is a mistake sooner than a wish: whoever wants it for new leads alone says so."""
    under.had("C-3", "hello")
    said = typed(under.desk, RENAMED)

    assert said.code == 1
    assert "No lead in spring can move to this file; see the reasons above." in said.err
    assert under.asked("SELECT max(version) FROM campaign_versions") == [(1,)]


@pytest.mark.parametrize("typed", [plan, migrate])
def test_where_nobody_is_under_way_nobody_can_be_moved(under: Under, typed: Typed) -> None:
    """Everybody has finished: a new version would be for nobody."""
    with under.desk.ledger.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE enrolments SET finished = 'completed', finished_at = now(), next_at = NULL, hold = NULL"
        )
    said = typed(under.desk, CHANGED)

    assert said.code == 1
    assert "No lead is under way in spring, so there are no leads to move." in said.err
    assert under.asked("SELECT max(version) FROM campaign_versions") == [(1,)]


@pytest.mark.parametrize("typed", [plan, migrate])
def test_a_campaign_that_is_not_there_is_told(under: Under, typed: Typed) -> None:
    """The nearest name, and how one begins."""
    said = typed(under.desk, CHANGED.replace("campaign: spring", "campaign: sprnig"))

    assert said.code == 1
    assert "There is no campaign sprnig. Did you mean spring?" in said.err
    assert "`cadence launch FILE --leads LIST` starts it." in said.err


@pytest.mark.parametrize("typed", [plan, migrate])
def test_a_closed_campaign_is_told(under: Under, typed: Typed) -> None:
    """Nobody in it is contacted any more."""
    under.desk.type("stop", "spring", "--yes")
    said = typed(under.desk, CHANGED)

    assert said.code == 1
    assert "Campaign spring is stopped. Launch it under another name." in said.err


@pytest.mark.parametrize("typed", [plan, migrate])
def test_a_file_whose_end_has_passed_is_told(under: Under, typed: Typed) -> None:
    """It would close the campaign at once, for good."""
    said = typed(under.desk, CHANGED.replace("holidays: open", "holidays: open\nend: 2027-03-01"))

    assert said.code == 1
    assert "The campaign's `end` is 2027-03-01, and today is 2027-03-09." in said.err


@pytest.mark.parametrize("typed", [plan, migrate])
def test_a_ledger_that_is_down_is_told(under: Under, typed: Typed) -> None:
    """Exit code 3: it is safe to try again."""
    under.desk.without_postgres()

    assert typed(under.desk, CHANGED).code == 3


def test_without_temporal_a_plan_is_shown_and_a_move_is_written_down(under: Under) -> None:
    """A plan asks the ledger alone; the workflows hear of the move later, as of a launch."""
    under.desk.without_temporal()
    seen = plan(under.desk, CHANGED)
    said = migrate(under.desk, CHANGED, "--yes")

    assert seen.code == 0
    assert said.code == 3
    assert "You can safely repeat the command." in said.err
    assert set(under.versions().values()) == {2}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["launch", "FILE"], "--leads is missing, so"),  # for nobody
        (
            ["launch", "FILE", "--migrate", "--list", "x"],
            "--list, --map, --dates, --sheet, --again and --new-only describe a list",
        ),  # of which list?
        (
            ["launch", "FILE", "--migrate", "--map", "phone=Tel"],
            "--list, --map, --dates, --sheet, --again and --new-only describe a list",
        ),  # the same
        (["plan", "FILE"], "--leads is missing; expected --leads LIST.csv"),  # neither a list nor the ledger
        (["plan", "FILE", "--running", "--seed", "3"], "leave out --seed, or leave out --running"),  # nobody is made up
        (
            ["plan", "FILE", "--running", "--leads", "x.csv"],
            "leave out --leads, or leave out --running",
        ),  # one or the other
        (
            ["plan", "FILE", "--running", "--from", "2027-03-08T07:00Z"],
            "leave out --from, or leave out --running",
        ),  # it is now
    ],
)
def test_what_does_not_go_together_is_refused(desk: Desk, words: list[str], told: str) -> None:
    """An option that would be dropped in silence is a mistake, and exit code 2 says who made it."""
    file = desk.file("spring.yaml", CAMPAIGN)
    said = desk.type(*(file if word == "FILE" else word for word in words))

    assert said.code == 2
    assert told in " ".join(said.err.split())
