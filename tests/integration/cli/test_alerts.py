"""What do `alerts` and `alerts try` say to people and to programs, and what when something is wrong?"""

from datetime import timedelta

import pytest

from cadence.domain import Outcome
from cadence.engine.alerts.watch import AlertWatch, FailedAlertError
from cadence.engine.outcomes.planner import Planner
from tests.integration.cli.desk import Desk
from tests.integration.ledger import states

HOUSE = """
alerts:
  nobody answers: {when: answer_rate < 60% over 1 day and n >= 2, do: [webhook, log]}
  near the cap: {when: abandonment_rate > 80% of cap}
  late: {when: overdue_leads > 9, do: pause}
  carrier: {when: carrier_failures > 50%}
"""
OTHER = """
campaign: harbour
purpose: service
jurisdictions: none
from: {company: Port, sms: "+34910000001"}
windows: [{days: mon-sun, hours: "00:00-24:00"}]
alerts: {few: {when: answer_rate < 90% over 1 day}}
cadence: [{step: hello, sms: "Port: hello"}]
"""


def test_alerts_are_shown_and_tried(desk: Desk) -> None:
    """What each reads, what was raised, what cannot be judged; and when it would have been raised."""
    nothing = desk.type("alerts")
    assert desk.type("house", "apply", desk.file("house.yaml", HOUSE)).code == 0
    town, ended = desk.town, desk.clock.now() - timedelta(minutes=2)
    for _ in range(2):
        rang = town.call(town.enrol())
        with desk.ledger.begin() as tx:
            states.settle(tx, rang.touch.id, Outcome.NO_ANSWER, at=ended)
            tx.exec_driver_sql("UPDATE touches SET at = %(at)s", {"at": ended - timedelta(minutes=1)})
    planner = Planner(desk.ledger, desk.clock)
    AlertWatch(planner).evaluate_alerts()
    said = desk.type("alerts", "harbour").out
    rows = {row["name"]: row for row in desk.json("alerts")}
    status = desk.type("status", "harbour").out
    day = f"{desk.clock.now().date()}"
    log = desk.type("alerts", "--from", day).out
    tried = desk.json("alerts", "try", "harbour")
    other = desk.type("alerts", "try", "harbour", "--file", desk.file("other.yaml", OTHER), "--from", day).out

    assert "No alert watches" in nothing.err
    assert "nobody answers: RAISED since" in said
    assert "reads 0% (n 2)" in said
    assert "near the cap: CANNOT BE JUDGED: no law that applies to the campaign limits this share" in said
    assert "answer_rate < 60% over 1 day and n >= 2; does: webhook, log; from the house file" in said
    assert (rows["nobody answers"]["state"], rows["nobody answers"]["value"], rows["late"]["state"]) == (
        "raised",
        0,
        "clear",
    )
    assert status.count("  ALERT      ") == 2
    assert "harbour: " in log
    assert "nobody answers raised at 0% (n 2): answer_rate < 60%" in log
    (change,) = tried["alerts"][0]["changes"]
    assert (change["change"], change["value"], change["n"]) == ("raised", 0, 2)
    assert tried["alerts"][2]["problem"] == "the ledger does not keep what this was in the past"
    assert_reported(desk)
    assert_doctor_names_what_cannot_be_read(desk, planner)
    assert "few: answer_rate < 90% over 1 day" in other
    assert "    raised " in other


def assert_reported(desk: Desk) -> None:
    """The report names the alerts that fired in its time, in each of its forms."""
    report, data = desk.type("report", "harbour").out, desk.json("report", "harbour")
    table = desk.type("report", "harbour", "--csv").out
    page = desk.folder / "report.html"
    desk.type("report", "harbour", "--html", str(page), "--language", "es")
    before = desk.json("report", "harbour", "--to", f"{desk.clock.now() - timedelta(days=1):%Y-%m-%d}")
    fired = [(one["name"], one["value"], one["n"], one["cleared_at"]) for one in data["alerts"]]

    assert "Alerts that fired\n  nobody answers: since " in report
    assert "answer_rate < 60% over 1 day and n >= 2, was 0.0 % (n 2); webhook sent, noted in the log" in report
    assert (fired, before["alerts"]) == ([("nobody answers", 0, 2, None)], [])
    assert "alert,,harbour.house.nobody answers." in table
    assert "Alertas que saltaron" in page.read_text(encoding="utf-8")
    assert desk.type("report", "harbour", "--leads", "overdue_leads").code == 0


def assert_doctor_names_what_cannot_be_read(desk: Desk, planner: Planner) -> None:
    """One alert; the others are judged and shown."""
    fine = desk.type("doctor", "--part", "alerts").out
    with desk.ledger.begin() as tx:
        tx.exec_driver_sql("ALTER VIEW report_failures RENAME TO report_failures_away")
    try:
        with pytest.raises(FailedAlertError):
            AlertWatch(planner).evaluate_alerts()
        unread, status = desk.type("doctor", "--part", "alerts"), desk.type("status", "harbour").out
    finally:
        with desk.ledger.begin() as tx:
            tx.exec_driver_sql("ALTER VIEW report_failures_away RENAME TO report_failures")

    assert "4 alerts can be read; 1 raised" in fine
    assert unread.code == 1
    assert 'alert carrier of harbour: it cannot be read: relation "report_failures" does not exist' in unread.out
    assert "carrier: CANNOT BE JUDGED: it cannot be read: " in status
    assert "nobody answers: RAISED" in status


def test_what_cannot_be_is_said(desk: Desk) -> None:
    """A campaign that there is not, a file of another campaign, a period that is none, a file with a mistake."""
    desk.town.enrol()
    spring = desk.file("spring.yaml", OTHER.replace("harbour", "spring"))
    broken = desk.file("broken.yaml", OTHER.replace("answer_rate", "answer_rat"))
    said = [
        desk.type("alerts", "harbor"),
        desk.type("alerts", "try", "harbour", "--file", spring),
        desk.type("alerts", "try", "harbour", "--from", "2027-03-09", "--to", "2027-03-01"),
        desk.type("alerts", "try", "harbour", "--from", "2031-03-09"),
        desk.type("alerts", "try", "harbour", "--file", broken),
        desk.type("alerts", "try"),
    ]

    assert all(one.code != 0 for one in said)
    assert "Did you mean harbour?" in said[0].err
    assert "is the file of spring; expected the file of harbour" in said[1].err
    assert "expected a past period" in said[2].err
    assert "expected a past period" in said[3].err
    assert 'did you mean "answer_rate"?' in said[4].err
    assert desk.type("alerts", "try", "harbour", "--to", "0001-01-02").code == 0
