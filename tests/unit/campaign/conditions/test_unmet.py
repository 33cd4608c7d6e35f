"""What keeps a condition from being true of a person, and how is it said?"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cadence.campaign.conditions.evaluate import holds
from cadence.campaign.conditions.unmet import unmet_in_words, unmet_parts
from cadence.languages import LANGUAGES
from cadence.languages.sentences import strict
from tests.unit.campaign.conditions.samples import person, somebody, where
from tests.unit.campaign.conditions.test_words import CONDITIONS

MISSING = "no value that can be read"
LEON = (
    "this is not true: city is leon (what is known: city “Madrid”); "
    f"it is not known whether age is at least 18 ({MISSING}: age)"
)
LOW = (
    "this is not true: b is 2 (what is known: b “3”); this is not true: score is more than 5 (what is known: score “0”)"
)


@pytest.mark.parametrize(
    ("condition", "columns", "expected"),
    [
        ("{plan: premium}", {"plan": "Prémium"}, ""),
        ("{plan: premium}", {"plan": "basic"}, "this is not true: plan is premium (what is known: plan “basic”)"),
        ("{plan: premium}", {}, f"it is not known whether plan is premium ({MISSING}: plan)"),
        ("{plan: premium}", {"plan": "#N/A"}, f"it is not known whether plan is premium ({MISSING}: plan)"),
        (
            "{age: {at_least: 18}}",
            {"age": "about 20"},  # written, and no number
            f"it is not known whether age is at least 18 ({MISSING}: age “about 20”)",
        ),
        (
            "{plan: premium, age: {at_least: 18}, city: leon}",  # the first is true, the last is false
            {"plan": "premium", "city": "Madrid"},
            LEON,
        ),
        (
            "{any: [{plan: premium}, {age: {at_least: 18}}]}",
            {"plan": "basic"},
            f"it is not known whether plan is premium or age is at least 18 ({MISSING}: age)",
        ),
        (
            "{any: [{plan: premium}, {age: {at_least: 18}}]}",
            {"plan": "basic", "age": "17"},
            "this is not true: plan is premium or age is at least 18 (what is known: plan “basic”, age “17”)",
        ),
        ("{not: {plan: basic}}", {}, f"it is not known whether not (plan is basic) ({MISSING}: plan)"),
        (
            "{not: {plan: basic}}",
            {"plan": "basic"},
            "this is not true: not (plan is basic) (what is known: plan “basic”)",
        ),
        ("{plan: {is: known}}", {}, "this is not true: plan is known"),  # `is` is never unknown
        ("{plan: {is: unknown}}", {"plan": "x"}, "this is not true: plan is not known (what is known: plan “x”)"),
        (
            "{all: [{all: [{a: 1}, {b: 2}]}, {score: {above: 5}}]}",
            {"a": "1", "b": "3"},
            LOW,
        ),
        (
            "{since: {before: 2027-03-08}}",
            {"since": "yesterday"},
            f"it is not known whether since is before 2027-03-08 ({MISSING}: since “yesterday”)",
        ),
    ],
)
def test_what_is_not_met_is_named_with_what_is_written(condition: str, columns: dict[str, str], expected: str) -> None:
    """Each part for itself; what is true is left out, and what is false comes first."""
    assert unmet_in_words(unmet_parts(where(condition), person(somebody(columns))), "en") == expected


def test_it_is_said_in_spanish_and_portuguese() -> None:
    """As people of these languages would."""
    parts = unmet_parts(where("{segment: vip, age: {at_least: 18}}"), person(somebody(segment="Gold")))

    assert unmet_in_words(parts, "es") == (
        "no se cumple: el segmento es vip (consta: el segmento «Gold»); "
        "no se sabe si se cumple: age es como mínimo 18 (sin un valor legible: age)"
    )
    assert unmet_in_words(parts, "pt") == (
        "não se cumpre: o segmento é vip (consta: o segmento “Gold”); "
        "não se sabe se se cumpre: age é no mínimo 18 (sem um valor legível: age)"
    )


@settings(max_examples=200, deadline=None)
@given(condition=CONDITIONS, columns=st.dictionaries(st.sampled_from(["plan", "age", "since"]), st.text(max_size=6)))
def test_something_is_named_exactly_where_a_condition_is_not_true(condition: str, columns: dict[str, str]) -> None:
    """And every part can be said in every language."""
    audience, ana = where(condition), person(somebody(columns))
    parts = unmet_parts(audience, ana)

    assert (parts == ()) is (holds(audience, ana) is True)
    assert (holds(audience, ana) is False) <= any(part.holds is False for part in parts)
    assert all(part.missing for part in parts if part.holds is None)
    with strict():
        assert all(bool(unmet_in_words(parts, language)) is bool(parts) for language in LANGUAGES)
