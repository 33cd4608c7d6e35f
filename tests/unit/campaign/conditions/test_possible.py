"""Is a condition that nobody can meet, or that everybody meets, known as such, and no other condition?"""

from datetime import timedelta
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from cadence.campaign import check_text
from cadence.campaign.conditions.evaluate import truth
from cadence.campaign.conditions.possible import answers, dead_parts, impossible
from cadence.domain import Channel, Consent
from tests.unit.campaign.conditions.samples import NOW, person, somebody, where

NEVER = [
    *("{age: {at_least: 18, at_most: 10}}", "{age: {above: 5, at_most: 5}}", "{score: {above: 5, below: 6}}"),
    *(
        "{plan: premium, all: [{plan: basic}]}",
        "{plan: premium, not: {plan: premium}}",
        "{plan: [a], not: {plan: [b, A]}}",
    ),
    *("{all: [{plan: a}, {plan: b}]}", "{country: ES, all: [{country: US}]}", "{language: es, all: [{language: pt}]}"),
    *("{age: {at_least: 18, is: unknown}}", "{plan: a, all: [{plan: {is: unknown}}]}", "{score: {is: unknown}}"),
    *("{score: high}", "{not: {score: {is: known}}}", "{age: 18, not: {age: {at_least: 18}}}"),
    '{due: {after: "2027-03-10", before: "2027-03-09"}}',
    *('{due: {after: "2027-03-09", before: "2027-03-10"}}', '{due: {after: "2027-03-09", before: "2027-03-09 18:00"}}'),
    *("{touches: {at_least: 3, at_most: 2}}", "{touches: {below: 0}}", "{touches: 2, all: [{touches: 3}]}"),
    *(
        "{touches: {above: 2, below: 3}}",
        "{consent: sms, not: {consent: sms}}",
        "{consent: {sms: yes}, not: {consent: sms}}",
    ),
    "{hours_since: {event: enrolled, at_least: 48, at_most: 24}}",
    *("{hours_since: {event: enrolled, is: unknown}}", "{hours_since: {event: contacted, at_least: 4, is: unknown}}"),
    *("{not: {any: [{plan: {is: known}}, {not: {plan: {is: known}}}]}}", "{any: [{plan: a, all: [{plan: b}]}]}"),
    "{any: [{plan: a, all: [{plan: b}]}, {age: {above: 3, below: 2}}]}",
    "{segment: vip, any: [{segment: gold}, {segment: basic}]}",
    "{columns: {touches: {above: 3}}, all: [{columns: {touches: {below: 3}}}]}",
]
ALWAYS = [
    *("{score: {is: known}}", "{touches: {at_least: 0}}", "{hours_since: {event: enrolled, at_least: 0}}"),
    *("{any: [{age: {is: known}}, {age: {is: unknown}}]}", "{not: {touches: {below: 0}}}"),
    *("{any: [{consent: sms}, {not: {consent: sms}}]}", "{any: [{score: {at_least: 5}}, {score: {below: 5}}]}"),
    "{any: [{hours_since: {event: replied, is: known}}, {hours_since: {event: replied, is: unknown}}]}",
]
SOME = [
    *(
        "{age: {at_least: 18, at_most: 18}}",
        "{age: {above: 5, below: 6}}",
        "{not: {age: 18}, age: {at_least: 18, at_most: 18}}",
    ),
    *(
        "{plan: [a, b], all: [{plan: [b, c]}]}",
        "{plan: Premium, all: [{plan: premium}]}",
        "{plan: a, age: {at_least: 1}}",
    ),
    *("{language: es, all: [{language: Spanish}]}", "{score: {at_least: 80}}", "{age: {is: unknown}}"),
    *("{any: [{age: {at_least: 18}}, {age: {below: 18}}]}", "{any: [{plan: a}, {not: {plan: a}}]}"),
    "{any: [{age: {at_least: 18}}, {age: {below: 18}}, {age: {is: unknown}}]}",  # what is no number is unknown
    *(
        '{due: {after: "2027-03-09", before: "2027-03-11"}}',
        '{due: {after: "2027-03-09 10:30", before: "2027-03-09 10:31"}}',
    ),
    *(
        "{touches: {at_least: 2, at_most: 2}}",
        "{touches: {at_most: 0, channel: call}, all: [{touches: {at_least: 1}}]}",
    ),
    *("{consent: sms, not: {consent: call}}", "{hours_since: {event: contacted, at_least: 24, at_most: 48}}"),
    '{due: {after: "2027-03-09", at_most: 3}}',  # a number may be a date of a spreadsheet
]


@pytest.mark.parametrize("text", NEVER)
def test_what_contradicts_itself_can_never_be_true(text: str) -> None:
    """By numbers, words, dates, gaps, counts, consents and hours, and through any combination."""
    assert True not in answers(where(text).holds)
    assert impossible(where(text)) is not None


@pytest.mark.parametrize("text", ALWAYS)
def test_what_leaves_nobody_out_is_always_true(text: str) -> None:
    """Nobody is unknown, either."""
    assert answers(where(text).holds) == {True}


@pytest.mark.parametrize("text", SOME)
def test_what_somebody_meets_is_left_alone(text: str) -> None:
    """However narrow it is, and also where it cannot be told."""
    assert True in answers(where(text).holds)
    assert answers(where(text).holds) != {True}
    assert list(dead_parts(where(text).holds)) == []


def test_an_alternative_that_nobody_meets_is_found_at_any_depth() -> None:
    """The others go on."""
    condition = where("{plan: a, any: [{age: {above: 3, below: 2}}, {all: [{any: [{score: x}, {region: M}]}]}]}")
    assert len(list(dead_parts(condition.holds))) == 2
    assert impossible(condition) is None


def test_many_comparisons_of_many_columns_are_told_apart_fast() -> None:
    """What would take too long to try may have any answer."""
    parts = ", ".join(f"{{c{n}: {{at_least: {n}}}, d{n}: x, c{n + 1}: {{at_most: {n + 5}}}}}" for n in range(12))
    assert answers(where(f"{{all: [{parts}]}}").holds) == {True, False, None}


CELLS = st.sampled_from(["", "a", "b", "3", "3,00", "4", "4.5", "-1", "x", "#N/A", "2027-03-09", "10/03/2027 12:00"])
COMPARED = st.dictionaries(
    st.sampled_from(["at_least", "at_most", "above", "below"]), st.sampled_from([3, 4, 4.5]), min_size=1, max_size=2
)
DATED = st.dictionaries(
    st.sampled_from(["before", "after"]), st.sampled_from(["2027-03-09", "2027-03-10 12:00"]), min_size=1, max_size=2
)
ABOUT = st.one_of(st.sampled_from(["a", "3", "b", ["a", "3"], {"is": "known"}, {"is": "unknown"}]), COMPARED, DATED)
EVENT = st.fixed_dictionaries({"event": st.sampled_from(["enrolled", "contacted"])}).flatmap(
    lambda event: st.sampled_from(
        [event | {"at_least": 1}, event | {"below": 1}, event | {"is": "known"}, event | {"is": "unknown"}]
    )
)
LEAVES = st.one_of(
    st.dictionaries(st.sampled_from(["p", "q", "score"]), ABOUT, min_size=1, max_size=2),
    st.fixed_dictionaries({"consent": st.sampled_from(["sms", {"sms": "no"}])}),
    st.fixed_dictionaries({"touches": st.sampled_from([0, {"at_least": 0}, {"above": 0, "channel": "sms"}])}),
    st.fixed_dictionaries({"hours_since": EVENT}),
)
CONDITIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.fixed_dictionaries({"not": inner}),
        st.fixed_dictionaries({"any": st.lists(inner, min_size=1, max_size=3)}),
        st.fixed_dictionaries({"all": st.lists(inner, min_size=1, max_size=3)}),
    ),
    max_leaves=4,
)


@settings(max_examples=150)
@given(
    condition=CONDITIONS,
    p=CELLS,
    q=CELLS,
    score=st.integers(-1, 6),
    agreed=st.booleans(),
    hours=st.integers(0, 3),
)
def test_no_answer_that_a_person_has_is_left_out(
    condition: dict[str, Any], p: str, q: str, score: int, agreed: bool, hours: int
) -> None:
    """Whatever the evaluation of a real person says was thought possible before."""
    consent = Consent(id=1, channel=Channel.SMS, given=True, at=NOW - timedelta(days=1), source="form")
    facts = somebody({"p": p, "q": q}, score=score, facts={"consents": (consent,) if agreed else ()})
    holds = where(yaml.safe_dump(condition)).holds

    assert truth(holds, person(facts, NOW + timedelta(hours=hours))) in answers(holds)


FILE = """campaign: c
purpose: service
language: es
country: ES
jurisdictions: none
from: {company: T, sms: "+34910000001", voice: "+34910000001"}
WHERE
windows: [{days: mon-fri, hours: "09:00-20:00"}, {days: sat, hours: "10:00-12:00", WINDOW}]
limits: [{max: 3, per: 1 day, LIMIT}]
floors: {sales: {agents: 2, endpoint: "client:s"}}
cadence:
  - step: a
    sms: "{{ company }}: hola"
    STEP
    on: {failed: [{BRANCH, to: b}, end]}
  - step: b
    after: 1 day
    sms: "{{ company }}: adiós"
"""
PLACES = ["WHERE", "WINDOW", "LIMIT", "STEP", "BRANCH"]


def checked(place: str, condition: str) -> list[str]:
    """Return what `check` says of a file with this condition at this place, with its position."""
    return mistakes_of(FILE.replace(place, f"where: {condition}", 1))


def mistakes_of(text: str) -> list[str]:
    """Return what `check` says of a file, without the conditions that are not asked about."""
    text = text.replace("BRANCH", "where: {plan: p}")
    for other in PLACES:
        text = text.replace(f", {other}", "").replace(other, "")
    return [str(mistake) for mistake in check_text(text, "f.yaml", ()).mistakes]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("condition", ["{age: {at_least: 18, at_most: 10}}", "{plan: premium, all: [{plan: basic}]}"])
def test_a_condition_that_nobody_can_meet_is_refused_at_its_place(place: str, condition: str) -> None:
    """Everywhere that a condition may stand: at the key of what it asks for."""
    line = next(n for n, text in enumerate(FILE.splitlines(), 1) if place in text)
    (mistake,) = checked(place, condition)

    assert mistake.startswith(f"f.yaml:{line}:")
    assert "a condition that can never be true: " in mistake
    assert mistake.endswith("expected a condition that somebody can meet, or no `where`")


def test_the_place_is_the_key_that_contradicts_itself() -> None:
    """Beside others that are right."""
    (mistake,) = checked("STEP", "{plan: a, age: {above: 3, below: 2}, region: M}")
    assert mistake.startswith(
        "f.yaml:14:22: a condition that can never be true: age is more than 3 and age is less than 2"
    )


@pytest.mark.parametrize("place", PLACES)
def test_one_that_everybody_meets_is_warned_of(place: str) -> None:
    """It does no harm, and says nothing."""
    (mistake,) = checked(place, "{score: {is: known}}")
    assert "warning: a condition that is always true: score is known; expected no `where`, or" in mistake


def test_a_useless_alternative_is_warned_of() -> None:
    """At its `any`."""
    (mistake,) = checked("STEP", "{any: [{age: {above: 3, below: 2}}, {plan: a}]}")
    assert mistake.startswith("f.yaml:14:13: warning: an alternative that can never be true: age is more than 3 and")


@pytest.mark.parametrize(
    "empty", ["{any: {}}", "{any: []}", "{all: {}}", "{all: []}", "{not: {}}", "{}", "{any: [{}]}"]
)
def test_an_empty_condition_is_a_mistake(empty: str) -> None:
    """It would be always true, or never."""
    (mistake,) = checked("STEP", empty)
    assert mistake.startswith("f.yaml:14:")
    assert "an empty " in mistake


RETRY = "call: sales\n    retry: {on: [busy, no_answer], after: 1 hour, times: 2}"


@pytest.mark.parametrize(
    ("condition", "warned"),
    [
        *[
            (text, True)
            for text in ("{touches: 0}", "{touches: {at_most: 0}}", "{touches: {below: 1}}", "{touches: {is: 2}}")
        ],
        *[("{plan: a, touches: {at_most: 0, channel: call}}", True), ("{touches: {is: 0, step: a}}", True)],
        *[
            (text, False)
            for text in ("{touches: {at_most: 2}}", "{touches: {at_least: 1}}", "{touches: {is: 1, step: b}}")
        ],
        *[("{touches: {at_most: 0, channel: sms}}", False), ("{any: [{touches: 0}, {plan: a}]}", False)],
        *[("{touches: {at_most: 0, outcome: answered}}", False), ("{plan: a}", False)],
    ],
)
def test_a_condition_that_the_first_try_ends_is_warned_of_beside_a_retry(condition: str, warned: bool) -> None:
    """It is asked again before each retry, so there would be none."""
    text = FILE.replace('sms: "{{ company }}: hola"\n    STEP', f"{RETRY}\n    where: {condition}")
    mistakes = mistakes_of(text)

    assert any("asked again before each retry" in mistake for mistake in mistakes) is warned
    assert len(mistakes) == warned
