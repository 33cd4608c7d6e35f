"""Are leads under way taken over to a changed file, once, and is whoever cannot go named?"""

import io
import sys
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from cadence.domain import Attempt
from cadence.domain.errors import ConflictError
from cadence.engine.outcomes import versions
from cadence.ledger.campaigns.commands import Command
from cadence.ledger.reading import facts
from cadence.ledger.touches import touches
from tests.integration.cli.desk import CAMPAIGN
from tests.integration.cli.underway import CHANGED, LEADS, RENAMED, Under
from tests.integration.ledger import states

ORDER = Command(name="migrate", actor="tester", origin="test")


def test_leads_under_way_keep_their_version_unless_they_are_moved(under: Under) -> None:
    """A version pins the cadence (law 8)."""
    said = under.desk.launch(CHANGED, LEADS)

    assert said.code == 0
    assert "version 2: 0 leads added" in said.err
    assert under.versions() == {"C-1": 1, "C-2": 1, "C-3": 1}


def test_a_move_is_shown_written_and_told_to_the_workflows(under: Under) -> None:
    """From the step of the old file to that of the new one, for each lead, with who ordered it."""
    said = under.desk.launch(CHANGED, LEADS, "--migrate", "--yes", "--because", "a call was too much", "--json")

    assert said.code == 0, said.err
    assert "With this file: 3 leads move, 0 keep their version." in said.err
    assert "1 ring -> again, Tue 2027-03-09 11:" in said.err
    assert "2 hello -> hello" in said.err
    assert "Moved 3 leads to version 2; 0 kept their version." in said.err
    assert (said.data["migrated"]["moved"], said.data["migrated"]["stay"]) == (3, [])
    assert under.versions() == {"C-1": 2, "C-2": 2, "C-3": 2}
    move = under.of("C-1").move
    assert isinstance(move, Attempt)
    assert move.step == "again"
    assert move.due is not None
    assert move.due - under.desk.clock.now() < timedelta(minutes=21)
    assert under.asked("SELECT count(*) FROM news WHERE kind = 'version' AND ref = '2'") == [(3,)]
    assert (
        under.asked("SELECT args ->> 'from', args ->> 'to', why FROM commands WHERE lead_id IS NOT NULL")
        == [("1", "2", "a call was too much")] * 3
    )


def test_a_touch_in_the_air_stays_with_the_version_it_was_made_under(under: Under) -> None:
    """Its end is read by the file that it left by; the plan is that very touch until then."""
    under.desk.launch(CHANGED, LEADS, "--migrate", "--yes")

    assert under.asked("SELECT DISTINCT version FROM touches") == [(1,)]
    move = under.of("C-2").move
    assert isinstance(move, Attempt)
    assert (move.step, move.attempt) == ("hello", 1)


def test_moving_twice_moves_nobody_twice(under: Under) -> None:
    """The same file again finds everybody there."""
    under.desk.launch(CHANGED, LEADS, "--migrate", "--yes")
    again = under.desk.launch(CHANGED, LEADS, "--migrate")

    assert again.code == 0
    assert "No lead is under way with another version: there are no leads to move." in again.err
    assert under.asked("SELECT count(*) FROM news WHERE kind = 'version'") == [(3,)]
    assert under.asked("SELECT count(*) FROM commands WHERE name = 'migrate'") == [(3,)]


def test_a_move_that_was_cut_off_goes_on_with_the_rest(under: Under, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each page is a transaction of its own: what it moved is moved, and nobody is between two versions."""
    monkeypatch.setattr(versions, "PAGE", 1)
    under.desk.launch(CHANGED, LEADS)
    first = versions.move_page(under.planner, "spring", 2, ORDER)

    assert (len(first.news), sorted(under.versions().values())) == (1, [1, 1, 2])
    said = under.desk.launch(CHANGED, LEADS, "--migrate", "--yes")
    assert "2 leads move" in said.err
    assert "Moved 2 leads to version 2" in said.err
    assert set(under.versions().values()) == {2}
    assert under.asked("SELECT count(*) FROM news WHERE kind = 'version'") == [(3,)]


@pytest.mark.parametrize(("answer", "moved"), [("n\n", False), ("y\n", True), ("", False)])
def test_nobody_moves_unless_somebody_says_so(
    under: Under, monkeypatch: pytest.MonkeyPatch, answer: str, moved: bool
) -> None:
    """A no, or nobody there to answer, leaves no version behind either."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(answer))
    said = under.desk.launch(CHANGED, LEADS, "--migrate")

    assert "Move 3 leads that are under way?" in said.err
    assert (said.code == 0) == moved
    assert under.asked("SELECT max(version) FROM campaign_versions") == [(2 if moved else 1,)]
    assert set(under.versions().values()) == {2 if moved else 1}


def test_whoever_cannot_move_stays_and_is_named(under: Under) -> None:
    """The step two of them stand at is gone; the third begins with the new file."""
    said = under.desk.launch(RENAMED, LEADS, "--migrate", "--yes", "--json")

    assert "1 hello -> good_day" in said.err
    assert "2 stay: their current step is not in the new file: hello (leads/C-" in said.err
    assert "Moved 1 lead to version 2; 2 kept their version (step_gone 2)." in said.err
    assert sorted(one["lead"] for one in said.data["migrated"]["stay"]) == ["leads/C-1", "leads/C-2"]
    assert under.versions() == {"C-1": 1, "C-2": 1, "C-3": 2}
    move = under.of("C-1").move
    assert isinstance(move, Attempt)
    assert move.step == "ring", "it goes on as it would have"


def test_a_move_can_be_taken_back(under: Under) -> None:
    """The old file, launched again, is version 1 as before."""
    before = under.of("C-1").move
    under.desk.launch(CHANGED, LEADS, "--migrate", "--yes")
    under.desk.launch(CAMPAIGN, LEADS, "--migrate", "--yes")

    assert set(under.versions().values()) == {1}
    after = under.of("C-1").move
    assert isinstance(before, Attempt)
    assert isinstance(after, Attempt)
    assert (after.step, after.due) == (before.step, before.due)


def test_a_lead_whom_the_new_file_ends_is_finished(under: Under) -> None:
    """Nothing comes after its step there, and the plan said so."""
    short = CAMPAIGN.replace("  - step: ring\n    after: 1 hour\n    call: desk\n", "").replace(
        'floors: {desk: {agents: 3, endpoint: "client:desk"}}\n', ""
    )
    said = under.desk.launch(short, LEADS, "--migrate", "--yes")

    assert "1 ring -> end" in said.err
    assert under.of("C-1").enrolment.finished == "completed"


def test_a_closed_campaign_moves_nobody(under: Under) -> None:
    """Whoever closed it was faster."""
    under.desk.launch(CHANGED, LEADS)
    under.desk.type("stop", "spring", "--yes")

    with pytest.raises(ConflictError, match="Campaign spring is stopped"):
        versions.move_page(under.planner, "spring", 2, ORDER)


def test_a_row_put_back_leaves_under_the_version_its_lead_has_then(under: Under) -> None:
    """What surely did not leave is made again by the new file: its words, and the version that its end is read by."""
    with under.planner.begin() as page:
        (flying,) = facts.gather(page.tx, under.of("C-2").enrolment.id).own()
        states.plan_again(page.tx, flying.id)
    under.desk.launch(CHANGED, LEADS, "--migrate", "--yes")
    with under.planner.begin() as page:
        again = replace(flying, id=str(uuid4()), at=page.now)
        taken = touches.reserve(page.tx, again, version=2)

    assert taken.won
    assert (taken.stored.touch.id, taken.stored.version) == (flying.id, 2)


def test_the_story_tells_the_move(under: Under) -> None:
    """Which version it began with, who moved it, and why."""
    under.desk.launch(CHANGED, LEADS, "--migrate", "--yes", "--because", "a call was too much")
    story = under.desk.type("lead", "C-1").out

    assert "enrolled in spring, version 1" in story
    assert "moved from version 1 of the campaign to version 2; the next step is again" in story
    assert "because a call was too much" in story
    assert "pasa de la versión 1" in under.desk.type("lead", "C-1", "--language", "es").out
