"""Does a story without people hold nothing personal, and everything else?"""

import pytest

from cadence.explain.story.events import DESCRIPTIONS
from cadence.explain.story.masked import HIDDEN, masked
from cadence.explain.story.speaker import Speaker
from cadence.explain.story.story import StoryEvent, tell
from tests.unit.story.events import at

AT = at(9, 10)
OURS = {"erased", "workflow", "plan"}
"""Kinds that have no details of a person to begin with, or are Temporal's."""
PERSONAL = {
    "touch": ("body",),
    "inbound": ("body", "sid"),
    "saved": ("value",),
    "consent": ("evidence", "words"),
    "task": ("title", "body"),
    "command": ("why",),
    "listed": ("why",),
    "suppressed": ("why",),
    "paused": ("reason",),
    "a new kind": ("anything", "campaign"),
}
"""What each kind may hold of a person."""


@pytest.mark.parametrize("kind", PERSONAL)
def test_what_is_of_a_person_is_left_out(kind: str) -> None:
    """A kind that is not known shows nothing at all."""
    (event,) = masked([StoryEvent(at=AT, kind=kind, what=dict.fromkeys(PERSONAL[kind], "Ana Quenoexiste"))])

    assert set(event.what.values()) <= {HIDDEN}


@pytest.mark.parametrize("kind", sorted(set(DESCRIPTIONS) - OURS))
def test_every_kind_of_the_ledger_keeps_what_is_not_personal(kind: str) -> None:
    """A kind without its line in the module would be told without any detail."""
    details = {"campaign": "spring", "scope": "campaign", "name": "pause", "list": "crm", "meaning": "none",
               "ref": "touch:1", "kind": "step", "news": "reply", "verdict": "allow"}  # fmt: skip

    (event,) = masked([StoryEvent(at=AT, kind=kind, what=details)])

    assert event.what


def test_a_masked_task_is_still_told() -> None:
    """Its sentence needs a title."""
    task = StoryEvent(at=AT, kind="task", what={"title": "Answer Ana", "body": "Ana: call me", "kind": "reply"})

    (line,) = tell(masked([task]), Speaker())

    assert HIDDEN in line.words
    assert "Ana" not in f"{line}"
