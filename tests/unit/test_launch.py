"""Does a list fit a campaign, and is whoever cannot be written to refused before anything is written?"""

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cadence.campaign import check_text
from cadence.documents import DocumentError
from cadence.engine.launch.launch import LaunchOrder, opened, survey

TOO_LONG = 'step "hello" (sms), column "note": the text has 1610 characters; expected at most 1600'
NO_DATE = 'expected a date such as 2027-03-10 or 10/03/2027 10:30, because step "hello" (before) goes by it'
NOW = datetime(2027, 3, 8, 12, tzinfo=UTC)
CAMPAIGN = """
campaign: spring
purpose: service
jurisdictions: none
country: ES
from: {company: Tienda Sol, sms: "+34910000001"}
windows: [{days: mon-fri, hours: 9-14}]
cadence:
  - step: hello
    before: {field: visit, by: 1 day}
    sms: "Hola {{ name }}, {{ note }}"
"""
LIST = """\
id,name,phone,visit,note,consent_sms,consent_whatsapp
1,Ana,600000001,2027-03-10 10:00,hasta pronto,yes,no
2,Bea,600000002,2027-03-10 10:00,,yes,
3,Carla,600000003,Tuesday,hasta pronto,yes,
4,Diego,600000004,2027-03-10 10:00,{long},,
5,Elena,letters,2027-03-10 10:00,hasta pronto,yes,
6,Fermín,600000006,2027-03-11 10:00,hasta luego,yes,
"""


@pytest.fixture
def leads(tmp_path: Path) -> Path:
    """Two leads that can be written to, and four that cannot, each for another reason."""
    path = tmp_path / "leads.csv"
    path.write_text(LIST.format(long="x" * 1_598))
    return path


def order(leads: Path, campaign: str = CAMPAIGN) -> LaunchOrder:
    """The campaign and the list."""
    return LaunchOrder(reading=check_text(campaign, "spring.yaml", ()), leads=leads, list_name="spring")


def test_only_who_can_be_written_to_is_a_lead(leads: Path) -> None:
    """A blank in a message, or no message at all, is worse than a row refused (law 6)."""
    with opened(order(leads), NOW) as (intake, rows):
        assert [row.key for row in rows] == ["1", "6"]

    assert (intake.report.rows, intake.report.leads, intake.report.refused) == (6, 2, 4)


def test_each_refusal_says_why_without_the_words_that_made_it(leads: Path) -> None:
    """The report names the line, the column where there is one, and the reason."""
    survey(order(leads), NOW)

    with leads.with_name("leads.rejected.csv").open(encoding="utf-8-sig") as file:
        refused = {row["line"]: row for row in csv.DictReader(file)}
    assert {line: (row["column"], row["reason"]) for line, row in refused.items() if line != "6"} == {
        "3": ("note", 'the campaign needs a value for note, in step "hello" (sms)'),
        "4": (
            "visit",
            'expected a date such as 2027-03-10 or 10/03/2027 10:30, because step "hello" (before) goes by it',
        ),
        "5": (
            "note",
            f"a text of the campaign cannot be written: {TOO_LONG}",
        ),
    }
    assert refused["6"]["column"] == "phone"


def test_a_survey_counts_who_agreed_to_what(leads: Path) -> None:
    """What is shown before anybody real is contacted."""
    surveyed = survey(order(leads), NOW)

    assert surveyed.by_channel == {"sms": 2}
    assert surveyed.report.leads == 2
    assert surveyed.zones == {"Europe/Madrid", "Atlantic/Canary"}  # a Spanish mobile may be in either


def test_a_placeholder_without_a_column_is_a_mistake_of_the_file(leads: Path) -> None:
    """It would be a blank for everybody, so nothing is read at all."""
    wrong = order(leads, CAMPAIGN.replace("{{ note }}", "{{ nota }}"))

    with pytest.raises(DocumentError, match=r"spring\.yaml:11:\d+: \{\{ nota \}\}; .* did you mean \"note\"\?"):
        survey(wrong, NOW)
