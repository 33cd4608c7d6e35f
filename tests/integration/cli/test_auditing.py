"""Who ordered what, and what is known of one person, and can it be forgotten?"""

import io
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from cadence.channels.provider import Received
from cadence.domain import Channel, Enrolment, PauseScope
from cadence.engine.outcomes.inbound import record_inbound
from cadence.engine.outcomes.planner import Planner
from cadence.ledger.campaigns import enrolments, pauses
from cadence.ledger.campaigns.pauses import PauseOrder
from cadence.ledger.people import carrier_deletions
from tests.integration.api.town import OURS
from tests.integration.cli.desk import CAMPAIGN, Desk

ONE, TWO = "+34600000001", "+34600000002"


@pytest.fixture
def ana(desk: Desk) -> Enrolment:
    """Somebody with a text that was sent to them."""
    enrolment = desk.town.enrol(ONE, key="C-1")
    desk.town.message(enrolment)
    return enrolment


def named(rows: list[dict[str, object]]) -> list[tuple[object, ...]]:
    """What was ordered, and why, newest first."""
    return [(row["name"], row["why"]) for row in rows]


def test_a_pause_stays_in_the_history_after_it_has_ended(desk: Desk, ana: Enrolment) -> None:
    """Who began it, who ended it, when and why: after a resume as before."""
    assert desk.type("pause", "--all", "--because", "drill").code == 0
    assert desk.type("resume", "--all", "--because", "drill is over").code == 0

    resumed, paused = desk.json("history")

    assert named([resumed, paused]) == [("resume", "drill is over"), ("pause", "drill")]
    assert paused["args"] == {"scope": "all", "value": ""}
    assert paused["actor"] == resumed["actor"] != ""
    assert paused["origin"].startswith("cli@")
    assert paused["at"] <= resumed["at"]
    shown = desk.type("history").out.splitlines()
    assert [line.split("\t")[3:6] for line in shown] == [
        ["resume", "everything", "drill is over"], ["pause", "everything", "drill"],
    ]  # fmt: skip


def test_a_pause_of_the_engine_is_in_the_history_once(desk: Desk, ana: Enrolment) -> None:
    """The carrier's pause of a sender is no person's order, and somebody must see it."""
    order = PauseOrder(scope=PauseScope.SENDER, value="+34910000001", actor="carrier", reason="carrier code 21606")
    with desk.ledger.begin() as connection:
        pauses.begin(connection, order, at=desk.clock.now())
    assert desk.type("pause", "--channel", "sms", "--because", "ours").code == 0

    assert named(desk.json("history")) == [("pause", "ours"), ("pause", "carrier code 21606")]
    assert named(desk.json("history", "--by", "carrier")) == [("pause", "carrier code 21606")]


def test_of_a_person_only_pauses_are_told_that_can_have_held_them(desk: Desk, ana: Enrolment) -> None:
    """Those of other campaigns, senders and floors are no part of their story, nor are those of other times."""
    ours = [("all", ""), ("campaign", "harbour"), ("channel", "sms"), ("sender", OURS), ("floor", "sales")]
    ours += [("sender", f"sms:{OURS}"), ("carrier", "account"), ("destination", "sms:ES"), ("lead", lead_id(desk, ana))]
    others = [("campaign", "spring"), ("channel", "whatsapp"), ("sender", "+34910000009"), ("floor", "desk")]
    others += [
        ("template", "saludo"),
        ("destination", "sms:MX"),
        ("destination", "sms:#999999"),
        ("lead", str(uuid4())),
    ]
    desk.launch(CAMPAIGN, "id,name,phone,order\nX-1,Eva,600000009,7\n")
    for scope, value in (*ours, *others):
        pause(desk, scope, value)

    assert sorted(told(desk)) == sorted(f"paused {scope} {value}" for scope, value in ours)
    shown = {(one["scope"], one["value"]) for one in desk.json("status", "harbour")[0]["paused"]}
    assert shown == {*ours, ("destination", "sms:MX"), ("destination", "sms:#999999")} - {ours[-1]}


def test_a_pause_before_a_person_was_there_or_after_the_end_is_none_of_theirs(desk: Desk) -> None:
    """It ended before, or began later; one of the person is told whenever it was."""
    for ends in (True, False):
        pause(desk, "channel", "sms", ends=ends)
        desk.clock = desk.town.clock = replace(desk.clock, origin=desk.clock.origin + timedelta(hours=1))
        if ends:
            enrolment = desk.town.enrol(ONE, key="C-1")
            desk.clock = desk.town.clock = replace(desk.clock, origin=desk.clock.origin + timedelta(hours=1))
            with desk.ledger.begin() as connection:
                enrolments.finish(connection, enrolment.id, "completed", at=desk.clock.now())
            desk.clock = desk.town.clock = replace(desk.clock, origin=desk.clock.origin + timedelta(hours=1))
    pause(desk, "lead", lead_id(desk, enrolment))

    assert told(desk) == [f"paused lead {lead_id(desk, enrolment)}"]


def lead_id(desk: Desk, enrolment: Enrolment) -> str:
    """Our id of a person."""
    return desk.town.lead_of(enrolment)


def pause(desk: Desk, scope: str, value: str, *, ends: bool = False) -> None:
    """Pause, and perhaps resume a minute later."""
    now = desk.clock.now()
    with desk.ledger.begin() as connection:
        pauses.begin(connection, PauseOrder(scope=PauseScope(scope), value=value, actor="bea"), at=now)
        if ends:
            pauses.end(connection, PauseScope(scope), value, at=now + timedelta(minutes=1), actor="bea")


def told(desk: Desk) -> list[str]:
    """Which pauses Ana's story has, and which of them her data have."""
    story = [one for one in desk.json("lead", "C-1")["lines"] if one["kind"] in ("paused", "resumed")]
    data = json.loads(desk.type("privacy", "export", "C-1").out)
    events = [one for one in data["events"] if one["kind"] in ("paused", "resumed")]
    assert len(story) == len(events)
    return [f"{one['kind']} {one['what']['scope']} {one['what']['value']}" for one in events]


def test_the_history_can_be_asked_about_one_campaign_lead_or_time(desk: Desk, ana: Enrolment) -> None:
    """And an order about everything concerns each campaign."""
    desk.town.enrol(TWO, key="C-2")
    for words in (("pause", "--all"), ("pause", "--lead", "C-1"), ("suppress", "C-2"), ("pause", ana.campaign)):
        assert desk.type(*words, "--because", " ".join(words)).code == 0

    assert named(desk.json("history", "--lead", "C-1")) == [("pause", "pause --lead C-1")]
    assert named(desk.json("history", "--lead", "C-2")) == [("suppress", "suppress C-2")]
    assert named(desk.json("history", ana.campaign)) == [("pause", f"pause {ana.campaign}"), ("pause", "pause --all")]
    assert len(desk.json("history", "--limit", "3")) == 3
    assert desk.json("history", "--since", "2031-01-01T00:00+00:00") == []
    assert len(desk.json("history", "--since", "2020-01-01T00:00+00:00")) == 4
    assert desk.type("history", "springg").code == 1
    assert desk.type("history", "--lead", "C-9").code == 1


def test_the_history_of_a_campaign_has_the_pauses_of_what_it_uses(desk: Desk, ana: Enrolment) -> None:
    """A pause of its sender, floor or channel held it, too: while it lasts, and after its end."""
    used = [("sender", OURS), ("sender", f"sms:{OURS}"), ("floor", "sales"), ("channel", "sms"), ("carrier", "account")]
    for scope, value in [*used, ("sender", "+34910000009"), ("floor", "desk"), ("channel", "whatsapp")]:
        pause(desk, scope, value, ends=scope == "floor")
    assert desk.type("pause", "--sender", OURS, "--because", "again").code == 0
    assert desk.type("resume", "--sender", OURS, "--because", "over").code == 0

    rows = desk.json("history", ana.campaign)

    assert {(one["args"]["scope"], one["args"]["value"]) for one in rows if one["name"] == "pause"} == set(used)
    assert ("resume", "over") in named(rows)
    assert len([one for one in rows if one["args"]["value"] == "sales"]) == 1


def test_the_history_of_a_lead_has_the_orders_about_their_number(desk: Desk, ana: Enrolment) -> None:
    """Such an order names nobody; an auditor asks by the lead who closed it."""
    desk.town.enrol(TWO, key="C-2")
    desk.type("suppress", ONE, "--because", "a letter")
    desk.type("suppress", "--file", desk.file("stop.txt", f"{ONE}\n"), "--channel", "sms", "--because", "a list")
    desk.type("suppress", TWO, "--because", "another letter")

    assert named(desk.json("history", "--lead", "C-1")) == [("suppress", "a list"), ("suppress", "a letter")]
    shown = desk.type("history", "--lead", "C-1").out.splitlines()
    assert [line.split("\t")[4] for line in shown] == ["a file; channel sms", "one number; everything"]


def test_a_person_is_forgotten_and_stays_left_alone(
    desk: Desk, ana: Enrolment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the list they came from, and by any later one."""
    desk.type("suppress", "C-1", "--because", "Ana asked by letter")
    desk.town.message(ana)
    lead = desk.json("lead", "C-1")["lead"]

    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    refused = desk.type("privacy", "erase", "C-1")
    done = desk.json("privacy", "erase", "C-1", "--yes", "--because", "request 7")

    assert (refused.code, done) == (1, {"lead": lead, "erased": True, "finished": 1, "at_carrier": 1})
    assert "There was no answer" in refused.err
    assert desk.type("lead", "C-1").code == 1, "its list's id is gone"
    shown = desk.type("lead", lead).out
    assert "texts and recordings deleted at the carrier: 0 of 1; next try: " in shown
    at_once = desk.type("privacy", "erase", lead)
    assert at_once.err == "Erased before. The carrier is asked at once to delete what was said in 1 message or call.\n"
    with desk.ledger.begin() as connection:
        (left,) = carrier_deletions.due(connection, desk.clock.now(), limit=9)
        carrier_deletions.done(connection, left, now=desk.clock.now())
    assert "texts and recordings deleted at the carrier: 1 of 1\n" in desk.type("lead", lead).out
    again = desk.type("privacy", "erase", lead, "--yes")
    assert again.code == 1
    assert "was erased on" in again.err
    told = desk.json("history")
    assert named(told) == [("erase", ""), ("erase", "request 7"), ("suppress", "")], "the earlier reason named her"
    exported = desk.type("privacy", "export", lead)
    assert exported.code == 0
    assert ONE not in exported.out
    other = desk.town.enrol(ONE, key="C-77")
    assert desk.town.suppressed(other) == 1


def test_everything_that_is_known_of_a_person_is_given_to_them(desk: Desk, ana: Enrolment, tmp_path: Path) -> None:
    """Data, consents, messages and orders; who shares the number is named, not shown; nothing is overwritten."""
    desk.town.enrol(ONE, key="C-2")
    desk.type("suppress", "C-1", "--because", "by letter")
    said = Received(sid="SM1", channel=Channel.SMS, sender=ONE, to=OURS, body="hola", at=desk.clock.now())
    record_inbound(Planner(desk.ledger, desk.clock), said)
    file = tmp_path / "ana.json"

    done = desk.type("privacy", "export", "C-1", "--to", str(file), "--because", "request 8")

    assert done.code == 0, done.err
    assert file.stat().st_mode & 0o077 == 0
    found = json.loads(file.read_text())
    assert (found["list"], found["key"]) == ("list", "C-1")
    assert [one["e164"] for one in found["data"]["numbers"]] == [ONE]
    assert {"imported", "enrolled", "touch", "suppressed", "command"} <= {one["kind"] for one in found["events"]}
    assert "hola" in str([one["what"] for one in found["events"] if one["kind"] == "inbound"])
    assert found["shares_a_number_with"] == ["list/C-2"]
    assert named(desk.json("history", "--lead", "C-1"))[0] == ("export", "request 8")
    assert desk.type("privacy", "export", "C-1", "--to", str(file)).code == 1
    assert "exists already" in desk.type("privacy", "export", "C-1", "--to", str(file)).err
    printed = desk.type("privacy", "export", "C-1")
    assert json.loads(printed.out)["lead"] == found["lead"]
