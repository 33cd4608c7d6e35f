"""Why was nothing sent on Tuesday?"""

from datetime import date

import pytest

from cadence.domain import Attempt, Cause, CauseKind, Channel, Move
from cadence.explain.story.silence import why_silent
from cadence.explain.story.speaker import Speaker
from cadence.explain.story.story import StoryEvent
from tests.unit.story.events import CLOSED, ONE, OTHER, at, decision, enrolled, finished, paused, resumed, touch

MADRID = Speaker(zones=("Europe/Madrid",), numbers=(4,))
HELLO, BYE = "hello by text message, try 1", "bye by text message, try 1"
SOMEBODY_ELSE = "the number is no longer used: wrong number [number.closed] (their 1st number)"
FILTERED = "filtered by the carrier or the network"
REFUSAL = f"{HELLO}: refused, this step is skipped, because {SOMEBODY_ELSE}"
SINCE_MONDAY = f"spring: since Mon 2027-03-08 12:00, {REFUSAL}"
NOTHING_LEFT = "the cadence was completed, but nothing was ever sent"
LET_GO = "which the rules did not allow before"
TUESDAY = date(2027, 3, 9)
MONDAY = enrolled(at(8, 9))
HELD = {"hold": "campaign.running", "hold_key": "campaign:spring"}
REFUSED = decision(at(8, 11), "refuse", scope="step", reasons=[CLOSED])
PASSED_OVER = touch(at(8, 11), state="skipped", sid=None, outcome="skipped")
NEXT = Attempt(at=at(11, 9), channel=Channel.SMS, cause=Cause(kind=CauseKind.STEP, ref="late"), step="late")


def why(*events: StoryEvent, ahead: dict[str, Move] | None = None, speaker: Speaker = MADRID) -> list[str]:
    """The answer for Tuesday."""
    return why_silent(events, TUESDAY, speaker, ahead)


@pytest.mark.parametrize(
    ("events", "answer"),
    [
        # a rule said: later
        (
            [decision(at(9, 7), "defer", until="2027-03-10T08:30:00+00:00", reasons=[CLOSED])],
            [
                f"spring: {HELLO}: not before Wed 2027-03-10 09:30, because {SOMEBODY_ELSE}",
            ],
        ),
        # a rule said: never; both are told
        (
            [decision(at(9, 7), "refuse", scope="step"), decision(at(9, 8), "refuse", scope="enrolment")],
            [
                f"spring: {HELLO}: refused, this step is skipped",
                f"spring: {HELLO}: refused, and the cadence ends here",
            ],
        ),
        # paused, and met by the pause that day
        (
            [paused(at(9, 6)), decision(at(9, 7), "hold", **HELD), resumed(at(10, 9))],
            [
                "campaign spring: paused from Tue 2027-03-09 07:00 to Wed 2027-03-10 10:00, by bea (wrong price)",
                f"spring: {HELLO}: held, waiting for the end of a pause: campaign spring",
            ],
        ),
        # held on Monday by a pause that still stands: on Tuesday nobody had to ask again
        (
            [paused(at(8, 10), "all", "", ""), decision(at(8, 11), "hold", hold="campaign.running", hold_key="all:")],
            [
                "everything: paused since Mon 2027-03-08 11:00, by bea",
                f"spring: since Mon 2027-03-08 12:00, {HELLO}: held, waiting for the end of a pause: everything",
            ],
        ),
        # deferred on Monday beyond Tuesday
        (
            [decision(at(8, 11), "defer", until="2027-03-10T08:30:00+00:00")],
            [
                f"spring: since Mon 2027-03-08 12:00, {HELLO}: not before Wed 2027-03-10 09:30",
            ],
        ),
        # refused on Monday, which the touch of a step that was passed over says as well, in either order
        (
            [REFUSED, PASSED_OVER, touch(at(10, 10), step="bye", due="2027-03-10T10:00:00+00:00")],
            [
                SINCE_MONDAY,
                f"spring: its next step was {BYE}, which came on Wed 2027-03-10 11:00",
            ],
        ),
        (
            [PASSED_OVER, REFUSED, finished(at(10, 12), "unreached")],
            [
                SINCE_MONDAY,
                f"spring: nothing was due; it finished on Wed 2027-03-10 13:00: {NOTHING_LEFT}",
            ],
        ),
        # refused on Monday, and over by that
        (
            [PASSED_OVER, REFUSED, finished(at(8, 11), "unreached")],
            [
                SINCE_MONDAY,
                f"spring: had finished on Mon 2027-03-08 12:00: {NOTHING_LEFT}",
            ],
        ),
        # refused on Monday, and another step left since: that explains nothing of Tuesday
        (
            [PASSED_OVER, REFUSED, touch(at(8, 12), step="bye"), finished(at(11, 12))],
            ["spring: nothing was due; it finished on Thu 2027-03-11 13:00: the cadence was completed"],
        ),
        # waiting for a step that came on Wednesday
        (
            [touch(at(8, 10)), touch(at(10, 10), step="bye", due="2027-03-10T10:00:00+00:00")],
            [f"spring: its next step was {BYE}, which came on Wed 2027-03-10 11:00"],
        ),
        # ... and had been due on Tuesday night
        (
            [touch(at(8, 10)), touch(at(10, 9), step="bye", due="2027-03-09T21:00:00+00:00")],
            [
                f"spring: its next step was {BYE}, due Tue 2027-03-09 22:00, {LET_GO} Wed 2027-03-10 10:00",
            ],
        ),
        # done on Monday
        ([finished(at(8, 12), "refused")], ["spring: had finished on Mon 2027-03-08 13:00: does not want it"]),
        # done on Tuesday, without another word
        ([finished(at(9, 12))], ["spring: finished that day, at Tue 2027-03-09 13:00: the cadence was completed"]),
        # done on Thursday, nothing in between
        (
            [touch(at(8, 10)), finished(at(11, 12))],
            ["spring: nothing was due; it finished on Thu 2027-03-11 13:00: the cadence was completed"],
        ),
        # the carrier did not take it
        (
            [decision(at(9, 9), "allow"), touch(at(9, 9), sid=None, outcome="blocked")],
            [
                f"spring: {HELLO}: the carrier did not accept it ({FILTERED})",
            ],
        ),
    ],
)
def test_a_silent_tuesday_is_explained(events: list[StoryEvent], answer: list[str]) -> None:
    """She was enrolled on Monday."""
    assert why(MONDAY, *events) == answer


def test_a_day_on_which_something_left_is_not_silent() -> None:
    """Also when something else was refused, and when nobody knows whether it arrived."""
    refused = decision(at(9, 7), "refuse", scope="step")

    assert why(MONDAY, refused, touch(at(9, 9))) == []
    assert why(MONDAY, touch(at(9, 9), state="unknown", sid=None)) == []


def test_what_is_waited_for_to_this_day_comes_from_the_plan() -> None:
    """Nothing came after Tuesday yet: the stored move says what will."""
    assert why(MONDAY, touch(at(8, 10)), ahead={ONE: NEXT}) == [
        "spring: waiting: late by text message, try 1 on Thu 2027-03-11 10:00"
    ]


def test_whoever_was_not_there_yet_is_told_so() -> None:
    """In no campaign, put down for one, or enrolled later."""
    listed = StoryEvent(at=at(8, 8), kind="listed", what={"campaign": "spring"})

    assert why() == ["in no campaign yet"]
    assert why(listed) == ["spring: in its queue since Mon 2027-03-08 09:00, waiting for a turn"]
    closed = StoryEvent(at=at(8, 8), kind="listed", what={"campaign": "spring", "closed": at(8, 10)})
    assert "waiting for its turn" not in " ".join(why(closed))  # the campaign was over the day before
    assert why(enrolled(at(10, 8))) == ["spring: enrolled only on Wed 2027-03-10 09:00"]
    assert why(listed, enrolled(at(10, 8))) == [
        "spring: in its queue since Mon 2027-03-08 09:00, waiting for a turn",
        "spring: enrolled only on Wed 2027-03-10 09:00",
    ]


def test_each_campaign_answers_for_itself() -> None:
    """One had finished, the other was held."""
    events = [
        MONDAY,
        finished(at(8, 12)),
        enrolled(at(8, 10), OTHER, "autumn"),
        decision(at(9, 10), "hold", OTHER, "autumn", hold="zone.known"),
    ]

    assert why(*events) == [
        "spring: had finished on Mon 2027-03-08 13:00: the cadence was completed",
        f"autumn: {HELLO}: held, waiting for their time zone to become known",
    ]


def test_a_pause_after_the_end_explains_nothing() -> None:
    """Nobody was there to be held any more; nor does one that was over by Monday night."""
    before = [paused(at(8, 10)), resumed(at(8, 11))]

    assert why(MONDAY, *before, finished(at(9, 7)), paused(at(9, 12))) == [
        "spring: finished that day, at Tue 2027-03-09 08:00: the cadence was completed"
    ]


def test_tuesday_is_the_persons_own() -> None:
    """Half past eleven on Monday evening in UTC is Tuesday in Madrid, and Monday in the Canaries."""
    late = decision(at(8, 23, 30), "refuse", scope="step")
    canaries = Speaker(zones=("Atlantic/Canary",))

    assert why(MONDAY, late)[0].startswith(f"spring: {HELLO}: refused")
    before, then = why(MONDAY, late, speaker=canaries, ahead={ONE: NEXT})
    assert before.startswith(f"spring: since Mon 2027-03-08 23:30, {HELLO}: refused")
    assert then.startswith("spring: waiting")


def test_the_answer_comes_in_spanish_as_well() -> None:
    """For an auditor in Madrid."""
    spanish = Speaker(language="es", zones=("Europe/Madrid",))

    assert why(MONDAY, finished(at(8, 12)), speaker=spanish) == [
        "spring: había terminado el lun 2027-03-08 13:00: la cadencia se completó"
    ]
