"""Do answers and promised dates, which nobody has before the launch, stand in no way of a preview, plan or launch?"""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from cadence.campaign import check_text, read_campaign
from cadence.campaign.texts import missing_for, unwritable_for
from cadence.cli import run
from cadence.cli.launching.dates_in_words import date_lines
from cadence.cli.launching.forecast import outlook
from cadence.cli.launching.trying import left_out, made_up_values
from cadence.domain import Channel
from cadence.domain.clock import Clock
from cadence.domain.list_rows import NumberRow
from cadence.leads.lists.facts import facts_of_row
from tests.unit.simulation.lists import row

CAMPAIGN = """
campaign: debts
purpose: service
jurisdictions: none
country: ES
language: es
from: {company: Banco Ejemplo, voice: "+34910000001", sms: "+34910000001"}
windows: [{days: mon-fri, hours: "9-14"}, {days: mon-fri, hours: "10-12", dates: 24 dec}]
floors: {desk: {agents: 3, endpoint: "client:desk"}}
promised: pay_on
cadence:
  - step: ring
    call: desk
    on: {promised: remind, otherwise: survey}
  - step: remind
    before: {field: pay_on, by: 1 day}
    sms: "Hola {{ name }}, el {{ pay_on | date }} es el dia acordado."
  - step: ask
    after: {field: pay_on, by: 1 day}
    call: desk
  - step: survey
    sms: "Del 0 al 10, ¿nos recomienda?"
    ask: {save: nps, as: 0-10}
    on: {reply.saved: [{where: {nps: {at_most: 6}}, to: why}, end], otherwise: end}
  - step: why
    where: {nps: {at_most: 6}, pay_on: {is: known}}
    sms: "Gracias por su {{ nps }}. ¿En que mejoramos?"
    ask: {save: comment, as: text}
    on: {otherwise: bye}
  - step: bye
    sms: "{{ company }}: usted dijo {{ comment | lower }}. Le esperamos el {{ pay_on | date }}."
"""


@pytest.mark.parametrize("command", ["preview", "plan", "simulate"])
def test_a_list_needs_no_column_for_what_people_will_say(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    """No mistake, no refused row, and no remark that nobody has a value yet."""
    (tmp_path / "debts.yaml").write_text(CAMPAIGN)
    (tmp_path / "people.csv").write_text("id,name,phone\nC-1,Ana,600000001\nC-2,Bea,600000002\n")

    code = run([command, str(tmp_path / "debts.yaml"), "--leads", str(tmp_path / "people.csv")])

    out, err = capsys.readouterr()
    assert code == 0, err
    assert "no lead of the list" not in out + err
    assert "refused" not in err
    if command == "preview":
        assert "only where nps is at most 6 and pay_on is known: asked when it is due" in out


def test_a_launch_measures_texts_with_a_value_that_may_be() -> None:
    """The cost is announced before anybody has answered."""
    forecast = outlook(read_campaign(CAMPAIGN, "debts.yaml"), [row(1, name="Ana"), row(2, name="Bea")], 2, Clock.real())

    assert forecast.segments == (1, 1)


def test_a_trial_of_such_a_step_has_values_for_it() -> None:
    """A text that shows an answer can be tried before anybody has given one."""
    campaign = read_campaign(CAMPAIGN, "debts.yaml")
    number = row(1).numbers[0]
    assert isinstance(number, NumberRow)

    person = made_up_values(campaign, number, Channel.SMS, datetime(2027, 3, 8, tzinfo=UTC))

    assert not missing_for(campaign, person)
    assert not unwritable_for(campaign, person)
    assert person.attributes["pay_on"] == "2027-03-10"
    assert person.attributes["nps"] == "10"
    assert person.attributes["comment"]


def test_dates_of_several_windows_are_listed_once() -> None:
    """One line for each set of dates, also where segments have windows of their own on them."""
    twice = CAMPAIGN.replace("dates: 24 dec}]", 'dates: 24 dec}, {hours: "9-10", dates: 24 dec, segments: [vip]}]')

    assert len(list(date_lines(read_campaign(twice, "debts.yaml")))) == 1


def test_a_trial_says_that_a_lead_would_not_come_in() -> None:
    """The verdict of the rules says nothing about the `where` of the campaign."""
    campaign = read_campaign(CAMPAIGN.replace("cadence:\n", "where: {age: {at_least: 18}}\ncadence:\n"), "debts.yaml")
    now = datetime(2027, 3, 8, tzinfo=UTC)
    young, grown, unknown = (
        facts_of_row(campaign, row(1, name="Ana", attributes={"age": age}), now) for age in ("17", "18", "")
    )

    (line,) = left_out(campaign, young, now, "Lead C-1")
    assert line.startswith(
        "Lead C-1 does not come in: the campaign is for people who meet this condition: age is at least"
    )
    assert left_out(campaign, unknown, now, "Lead C-1")
    assert left_out(campaign, grown, now, "Lead C-1") == []


@pytest.mark.parametrize(("value", "warned"), [("'>= 18'", True), ("'<5'", True), ("'= 3'", True), ("vip", False)])
def test_a_comparison_by_signs_is_named(value: str, warned: bool) -> None:
    """It is compared as a text, which hardly anybody means."""
    reading = check_text(CAMPAIGN.replace("cadence:\n", f"where: {{age: {value}}}\ncadence:\n"), "f")

    assert any("compares no numbers" in str(mistake) for mistake in reading.mistakes) is warned


UNTIL = (
    "    survey           2 days if it left, at once otherwise, after the step before, "
    "then in the next opening: Tue 10:00-12:00"
)
HASTA = (
    "    survey           2 días si salió, en el acto en los demás casos, después del paso anterior, "
    "y entonces en el siguiente horario: mar 10:00-12:00"
)


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "en",
            [
                "  when each step is due",
                "    ring             at the enrolment",
                "    remind           1 day before the date in pay_on (promised to an agent)",
                "    ask              1 day after the date in pay_on (promised to an agent)",
                UNTIL,
            ],
        ),
        (
            "es",
            [
                "  cuándo toca cada paso",
                "    remind           1 día antes de la fecha de pay_on (prometida a un agente)",
                HASTA,
            ],
        ),
        ("pt", ["    remind           1 dia antes da data de pay_on (prometida a um atendente)"]),
    ],
)
def test_a_plan_says_when_each_step_is_due(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str, lines: list[str]
) -> None:
    """By the result of the step before, by a promised date, and in which opening."""
    until = "after: {left: 2 days, otherwise: at once}\n    until: {weekday: tue, hours: '10:00-12:00'}\n    sms: \"Del"
    (tmp_path / "debts.yaml").write_text(CAMPAIGN.replace('sms: "Del', until))
    (tmp_path / "people.csv").write_text("id,name,phone\nC-1,Ana,600000001\n")
    typed = ["plan", str(tmp_path / "debts.yaml"), "--leads", str(tmp_path / "people.csv"), "--language", language]

    assert run(typed) == 0
    out = capsys.readouterr().out.splitlines()

    assert [line for line in lines if line not in out] == []
