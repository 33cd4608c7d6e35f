"""What does `report` say to people and to programs, and what when something is wrong?"""

import csv
import re
from html import unescape
from io import StringIO
from itertools import cycle
from xml.etree import ElementTree as ET

import pytest

from cadence.domain import Channel, Outcome
from cadence.domain.figures import FIGURES, Dimension
from cadence.explain.reports.names import figure_name
from cadence.languages import Language
from tests.integration.cli.desk import Desk
from tests.integration.ledger import states


@pytest.fixture
def worked(desk: Desk) -> Desk:
    """Four people: one has talked with an agent, one was called in vain, one has a message, one had nothing."""
    town = desk.town
    town.answered(town.enrol(key="C-1"))
    rang = town.call(town.enrol(key="C-2"))
    with desk.ledger.begin() as tx:
        states.settle(tx, rang.touch.id, Outcome.NO_ANSWER, at=desk.clock.now())
    town.message(town.enrol(key="C-3"), channel=Channel.SMS)
    town.enrol(key="C-4")
    return desk


def test_a_report_has_each_figure_with_its_formula_and_n(worked: Desk) -> None:
    """For people: a line for each bucket that adds up, and no rate without the sums it is made of."""
    said = worked.type("report", "harbour")
    lines = [" ".join(line.split()) for line in said.out.splitlines()]

    assert said.code == 0
    assert lines[0].startswith("harbour: report, Tue 2027-03-09 11:0")
    assert "3 75.0 % under way" in lines
    assert "1 25.0 % enrolled, nothing sent yet" in lines
    assert "4 100.0 % all leads" in lines
    assert "penetration 75.0 % 3 of 4 leads with at least one attempt / leads enrolled" in lines
    assert "answer rate 50.0 % 1 of 2 calls that a person answered / calls that ended" in lines
    contact = "contact rate 33.3 % 1 of 3 leads with a conversation or a reply that is no stop / leads with an attempt"
    assert contact in lines
    assert "touches per conversion - 3 for 0 attempts / leads converted" in lines
    assert "attempts until contact 1.0 1 for 1 attempts up to the first contact / leads contacted" in lines
    assert any(line.startswith("in 7 days: 3 people with 1; 0 of them opted out") for line in lines)


def test_a_report_is_data_as_well(worked: Desk) -> None:
    """Every figure with its two sums; the buckets add up to the leads."""
    made = worked.json("report", "harbour")
    figures = {figure["id"]: figure for figure in made["figures"]}

    assert set(figures) == {figure.id for figure in FIGURES}
    assert (figures["answer_rate"]["part"], figures["answer_rate"]["whole"]) == (1, 2)
    assert figures["answer_rate"]["low"] < figures["answer_rate"]["value"] == 0.5 < figures["answer_rate"]["high"]
    assert figures["conversion"]["dated_by"] == "lead"
    assert made["leads"] == made["enrolled"] == sum(bucket["leads"] for bucket in made["buckets"]) == 4
    assert made["campaigns"] == ["harbour"]
    assert made["states"][-1]["leads"] == {"not_begun": 1, "under_way": 2, "contacted": 1}
    assert made["cohorts"] == [
        {
            "week": "2027-03-08",
            "enrolled": 4,
            "contacted": {"1": 1, "2": 1, "4": 1, "8": 1},
            "converted": {"1": 0, "2": 0, "4": 0, "8": 0},
            "full": [],
        }
    ]
    assert made["not_contacted"] == [
        {"bucket": "not_begun", "verdict": "", "rule": "", "hold": "", "key": "", "leads": 1}
    ]


def test_figures_can_be_grouped_by_everything(worked: Desk) -> None:
    """In each language; the figures that cannot be are named."""
    for by, language in zip(Dimension, cycle(["en", "es", "pt"]), strict=False):
        said = worked.type("report", "--by", by.value, "--language", language)
        assert (said.code, said.err) == (0, ""), by
        assert "2027" in said.out


def test_groups_have_their_own_n_and_how_sure_they_are(worked: Desk) -> None:
    """Two calls by one step: 1 of 2 lies between 9.5 and 90.5 %."""
    said = worked.type("report", "harbour", "--by", "step")
    lines = [" ".join(line.split()) for line in said.out.splitlines()]

    assert "answer rate by step: calls that a person answered / calls that ended" in lines
    assert "talk 50.0 % 1 of 2 9.5 % to 90.5 %" in lines
    assert not any(line.startswith("hello -") and "of 0" in line for line in lines)
    assert any(line.startswith("not counted by step: list quality, penetration, conversion,") for line in lines)


def test_campaigns_are_compared(worked: Desk) -> None:
    """By campaign, with n and limits; named twice, a campaign is one."""
    worked.town.launch("quay")
    lines = [" ".join(line.split()) for line in worked.type("report", "harbour", "quay").out.splitlines()]
    data = worked.json("report", "quay", "harbour")

    assert lines[0].startswith("harbour, quay: report, Tue 2027-03-09")
    assert (
        "contact rate by campaign: leads with a conversation or a reply that is no stop / leads with an attempt"
        in lines
    )
    assert "harbour 33.3 % 1 of 3 6.1 % to 79.2 %" in lines
    assert data["by"] == "campaign"
    assert data["campaigns"] == ["quay", "harbour"]
    assert worked.json("report", "harbour", "harbour")["by"] is None
    assert len(worked.json("report", "harbour", "quay", "--leads", "contact_rate")) == 1


def test_a_report_is_a_table_as_well(worked: Desk) -> None:
    """CSV with one row for each figure, bucket and reason; by groups with one for each group."""
    rows = list(csv.DictReader(StringIO(worked.type("report", "harbour", "--csv").out)))
    groups = list(csv.DictReader(StringIO(worked.type("report", "harbour", "--by", "sender", "--csv").out)))

    assert next(row for row in rows if row["figure"] == "answer_rate")["value"] == "0.5"
    assert {row["group"]: row["part"] for row in rows if row["figure"] == "bucket"} == {
        "not_begun": "1",
        "under_way": "3",
    }
    assert {row["figure"] for row in rows} >= {"time_to_contact.p50", "callbacks", "fatigue", "cohort_converted"}
    now = max(row["group"].partition("/")[0] for row in rows if row["figure"] == "state")
    states = {row["group"].partition("/")[2]: row["part"] for row in rows if row["group"].startswith(now)}
    assert states == {"not_begun": "1", "under_way": "2", "contacted": "1"}
    assert {(row["by"], row["group"]) for row in groups} == {("sender", "+34910000001")}


@pytest.mark.parametrize(
    ("what", "keys"),
    [
        ("contact_rate", ["C-1"]),
        ("answer_rate", ["C-1"]),
        ("penetration", ["C-1", "C-2", "C-3"]),
        ("not_begun", ["C-4"]),
        ("under_way", ["C-1", "C-2", "C-3"]),
    ],
)
def test_a_figure_and_a_bucket_list_their_leads(worked: Desk, what: str, keys: list[str]) -> None:
    """By the id in the list, for people and for programs."""
    assert sorted(row["key"] for row in worked.json("report", "harbour", "--leads", what)) == keys
    text = worked.type("report", "harbour", "--leads", what).out
    assert sorted(line.split("\t")[3] for line in text.splitlines()) == keys
    table = csv.DictReader(StringIO(worked.type("report", "harbour", "--leads", what, "--csv").out))
    assert sorted(row["key"] for row in table) == keys


def test_money_is_split_by_group_and_shown_by_lead(worked: Desk) -> None:
    """What cannot be split so is named; touches without a price are shown in each group, in each list, of each lead."""
    tariffs = worked.file("house.yaml", "tariffs: [{channel: sms, country: ES, price: 0.10 EUR, per: message}]")
    assert worked.type("house", "apply", tariffs).code == 0
    lines = [" ".join(line.split()) for line in worked.type("report", "harbour", "--by", "step").out.splitlines()]
    costs = worked.json("report", "harbour", "--by", "step")["costs"]
    listed = worked.json("report", "harbour", "--leads", "cost")
    table = list(csv.DictReader(StringIO(worked.type("report", "harbour", "--leads", "cost", "--csv").out)))
    lead, person = worked.type("lead", "C-3").out, worked.json("lead", "C-1")["costs"]

    assert "hello 0.10 EUR 0.10 EUR for 1" in lines
    assert "talk - - for 2; 2 touches without a price" in lines
    split = "not split by step, because a group does not hold all that was spent for it"
    assert f"{split}: cost per conversion, return on investment" in lines
    assert costs["not_grouped"] == ["cost_per_conversion", "roi"]
    assert [(row["key"], row["amount"]) for row in table] == [(row["key"], row["amount"] or "") for row in listed]
    assert (listed[0]["key"], listed[0]["amount"], listed[0]["currency"]) == ("C-3", "0.1", "EUR")
    assert {(row["key"], row["amount"], row["currency"]) for row in listed[1:]} == {
        ("C-1", None, None),
        ("C-2", None, None),
    }
    assert re.search(
        r"What it cost\n  2027-03-09 1\d:\d\dZ +0\.10 EUR  text message harbour hello: our own tariff\n", lead
    )
    assert re.search(r"\n +0\.10 EUR  total\n", lead)
    assert (person["total"], person["without_price"]) == ([], 1)
    assert worked.type("report", "harbour", "--leads", "costs").code == 2


def test_the_leads_of_a_campaign_are_listed(worked: Desk) -> None:
    """All of them, or those of a bucket; as a table, as CSV and as data."""
    every = worked.json("leads", "harbour")
    table = list(csv.DictReader(StringIO(worked.type("leads", "harbour", "--csv").out)))
    begun = worked.json("leads", "harbour", "--bucket", "under_way")

    assert sorted(row["key"] for row in every) == sorted(row["key"] for row in table) == ["C-1", "C-2", "C-3", "C-4"]
    assert [row["lead"] for row in every] == sorted(row["lead"] for row in every)
    assert sorted(row["key"] for row in begun) == ["C-1", "C-2", "C-3"]
    assert {row["key"]: row["attempts"] for row in table}["C-4"] == "0"
    said = worked.type("leads", "harbour", "--limit", "2")
    assert len(said.out.splitlines()) == 2
    assert said.err == "There are more than 2; --limit shows more of them, and --csv all.\n"
    assert worked.type("leads", "harbour", "--bucket", "ended").err == "No lead is there.\n"


@pytest.mark.parametrize("typed", [("leads", "harbour", "--reason", "{}"), ("report", "harbour", "--leads", "held.{}")])
@pytest.mark.parametrize("form", ["", "--csv", "--json"])
def test_a_misspelt_reason_is_not_an_empty_list(worked: Desk, typed: tuple[str, ...], form: str) -> None:
    """The reasons that there are, with the nearest: nobody knows them by heart."""
    with worked.ledger.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE enrolments SET hold = 'task.result' WHERE kind = 'cadence' AND finished IS NULL"
        )
    words = [word.format("task.resutl") for word in (*typed, form) if word]

    said = worked.type(*words)

    assert "No lead is there for the reason task.resutl; expected one of " in said.err
    assert "did you mean task.result?" in said.err


def test_a_list_that_is_cut_says_so(worked: Desk) -> None:
    """On stderr, so that a pipe gets leads only."""
    said = worked.type("report", "harbour", "--leads", "penetration", "--limit", "2")

    assert len(said.out.splitlines()) == 2
    assert said.err == "There are more than 2; --limit shows more of them.\n"
    assert worked.type("report", "harbour", "--leads", "conversion").err == "No lead is counted there.\n"


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_report_is_one_file_for_a_browser(worked: Desk, language: Language) -> None:
    """Offline: no script, no address, nothing that is loaded. Every figure is in it, and the hour of the calls."""
    file = worked.folder / "report.html"
    said = worked.type("report", "harbour", "--html", str(file), "--language", language)
    page = file.read_text(encoding="utf-8")

    assert (said.code, said.out) == (0, "")
    assert said.err == f"Written to {file}. It needs no network.\n"
    assert page.startswith("<!DOCTYPE html>\n<html lang=")
    assert not re.search(r"<script|<link|<img|https?:|url\(|@import", page)
    assert all(figure_name(figure.id, language) in unescape(page) for figure in FIGURES)
    assert page.count("<svg") > 5
    assert "12:00: 50" in page
    assert len(re.findall(r'class="(?:chart|cohorts)"', page)) == 3
    assert len(page) < 1_000_000
    ET.fromstring("<body>" + page.partition("<body>")[2].partition("</html>")[0])  # noqa: S314  our own


def test_a_page_that_cannot_be_written_is_an_error(worked: Desk) -> None:
    """With the place, and no traceback."""
    said = worked.type("report", "harbour", "--html", str(worked.folder / "nowhere" / "report.html"))

    assert said.code == 1
    assert "cannot be written (No such file or directory); name a file in a folder that you may write to." in said.err


def test_a_period_takes_touches_by_their_day_and_leads_by_their_enrolment(worked: Desk) -> None:
    """A day is whole and in UTC; everything here happened on one."""
    day = worked.json("report", "harbour", "--from", "2027-03-09", "--to", "2027-03-09")
    before = worked.json("report", "harbour", "--to", "2027-03-08")

    assert day["leads"] == 4
    assert day["period"] == {"from": "2027-03-09T00:00:00+00:00", "to": "2027-03-10T00:00:00+00:00"}
    assert before["leads"] == 0
    assert [figure["whole"] for figure in before["figures"]] == [0] * len(FIGURES)
    said = worked.type("report", "harbour", "--from", "2027-03-09", "--language", "es")
    assert "  intentos desde 2027-03-09 00:00 UTC; contactos inscritos desde entonces\n" in said.out


def test_a_launch_keeps_what_became_of_the_rows_of_its_list(desk: Desk) -> None:
    """By cause, without a word of the rows. The last reading of a list counts: a corrected one replaces it."""
    listed = "id,name,phone,order,opt_out\nC-1,Ana,600000001,7,\nC-2,Bea,600000002,8,yes\nC-3,Eva,letters,9,\n"
    listed += "C-1,Ana,600000001,7,\nC-4,Leo,600000004,,\n"
    desk.launch(leads=listed)
    first = desk.json("report", "spring")
    desk.launch(leads="id,name,phone,order\nC-1,Ana,600000001,7\nC-2,Bea,600000002,8\n")
    second = desk.json("report", "spring")

    quality, corrected = first["figures"][0], second["figures"][0]
    assert first["lists"][0]["causes"] == {"contact": 1, "repeated": 1, "says_no": 1, "value": 1}
    assert (quality["id"], quality["part"], quality["whole"]) == ("list_quality", 1, 5)
    assert first["lists"][0]["causes"] == {"contact": 1, "repeated": 1, "says_no": 1, "value": 1}
    assert (corrected["part"], corrected["whole"]) == (2, 2)
    said = desk.type("report", "spring", "--to", "2027-03-01").out
    assert "list quality - 0 of 0" in " ".join(said.split())


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("report", "harbor"), 1, "no campaign harbor"),
        (("report", "harbour", "quai"), 1, "no campaign quai"),
        (("report", "harbour", "--by", "colour"), 2, "hour_of_week"),
        (("report", "--leads", "conversions"), 2, "did you mean conversion?"),
        (("report", "--leads", "zzz"), 2, "; expected one of penetration, "),
        (("report", "--limit", "3"), 2, "expected --leads with it"),
        (("report", "--leads", "conversion", "--by", "step"), 2, "--leads and --by are given"),
        (("report", "--csv", "--json"), 2, "expected one of them"),
        (("report", "--html", "x.html", "--by", "step"), 2, "--html is a report of its own"),
        (("report", "--from", "2027-03-09", "--to", "2027-03-01"), 2, "--to is not after --from"),
        (("report", "--from", "soon"), 2, "expected a day such as 2027-03-01, or an instant"),
        (("report", "--from", "9999-12-31", "--to", "9999-12-31"), 2, "--to"),
    ],
)
def test_what_cannot_be_reported_is_refused(worked: Desk, words: tuple[str, ...], code: int, says: str) -> None:
    """With what was expected, and no traceback."""
    said = worked.type(*words)

    assert said.code == code
    assert says in said.err


def test_without_a_campaign_there_is_nothing_to_report(desk: Desk, fresh_database: object) -> None:
    """The next step is named."""
    desk.set("CADENCE_DATABASE_URL", fresh_database())  # type: ignore[operator]
    said = desk.type("report")

    assert said.code == 1
    assert "There are no campaigns yet." in said.err
