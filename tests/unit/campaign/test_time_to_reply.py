"""Is a branch for replies that nobody has time for warned of, and no other?"""

import pytest

from cadence.campaign import check_text

FILE = """campaign: c
purpose: service
language: es
country: ES
jurisdictions: none
from: {company: T, sms: "+34910000001", voice: "+34910000001"}
windows: [{days: mon-sun, hours: "09:00-20:00"}]
limits: [{max: MAX}]
floors: {sales: {agents: 2, endpoint: "client:s"}}
replies: {yes: [sí]}
cadence:
  - step: a
    sms: "{{ company }}: ¿viene?"
    on: ON
  - step: b
    NEXT
  - step: c
    after: 1 day
    sms: "{{ company }}: adiós"
"""
SMS = 'sms: "{{ company }}: hola"'
MANY, ONE_A_DAY = "5, per: campaign", "1, per: 1 day"


def warnings(most: str, on: str, following: str) -> list[str]:
    """Return what `check` says."""
    text = FILE.replace("MAX", most).replace("ON", on).replace("NEXT", following)
    mistakes = [str(mistake) for mistake in check_text(text, "f.yaml", ()).mistakes]
    return [mistake for mistake in mistakes if "which leads nowhere" not in mistake]


@pytest.mark.parametrize("on", ["{reply.yes: c}", "{reply.yes: end, otherwise: b}"])
@pytest.mark.parametrize(
    ("most", "following"),
    [
        *[(MANY, SMS), (MANY, "call: sales"), (MANY, 'task: {title: "x"}'), (ONE_A_DAY, 'task: {title: "x"}')],
        *[(MANY, f"after: at once\n    {SMS}"), (MANY, f"after: {{reply.yes: 1 day, otherwise: at once}}\n    {SMS}")],
        *[(MANY, f"after: {{replied: 2 days}}\n    {SMS}")],
    ],
)
def test_a_step_that_follows_at_once_leaves_no_time_to_reply(on: str, most: str, following: str) -> None:
    """It has left before anybody can answer; the warning stands at the word of the branch."""
    (warning,) = warnings(most, on, following)

    assert warning == (
        "f.yaml:14:10: warning: a branch for replies that nobody has time for; "
        'expected `after` in "b", such as 2 days: else it follows as soon as this is sent'
    )


@pytest.mark.parametrize(
    ("most", "on", "following"),
    [
        *[(MANY, "{reply.yes: c}", f"after: 2 hours\n    {SMS}"), (MANY, "{reply.yes: c}", "wait: 2 days")],
        *[(MANY, "{reply.yes: c}", f"after: {{left: 1 day}}\n    {SMS}"), (ONE_A_DAY, "{reply.yes: c}", SMS)],
        *[(MANY, "{reply.yes: c}", f"until: {{weekday: mon}}\n    {SMS}"), (MANY, "{reply.yes: b}", SMS)],
        *[
            (MANY, "{reply.yes: b, otherwise: c}", SMS),
            (MANY, "{reply.yes: c, otherwise: end}", f"after: 1 day\n    {SMS}"),
        ],
        *[(MANY, "{failed: c}", SMS)],
    ],
)
def test_whatever_gives_time_is_left_alone(most: str, on: str, following: str) -> None:
    """A wait, a limit that holds the next touch, hours to wait for, and a branch that leads nowhere else."""
    assert [warning for warning in warnings(most, on, following) if "time for" in warning] == []


def test_a_question_in_a_call_is_answered_during_the_call() -> None:
    """A digit needs no time afterwards."""
    text = FILE.replace("MAX", MANY).replace("ON", "{reply.yes: c, otherwise: b}").replace("NEXT", SMS)
    asking = text.replace('sms: "{{ company }}: ¿viene?"', 'call: {say: "{{ company }}: pulse 1"}').replace(
        "[sí]", '["1"]'
    )

    assert [str(mistake) for mistake in check_text(asking, "f.yaml", ()).mistakes] == []
