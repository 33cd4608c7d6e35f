"""A condition is said in words that people of each language would use."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cadence.campaign.conditions.notation import COMPARISONS, COUNTS, EVENTS, OUTCOMES, SENT
from cadence.campaign.conditions.parsed import Where
from cadence.campaign.conditions.words import in_words
from cadence.languages import LANGUAGES
from cadence.languages.sentences import strict
from tests.unit.campaign.conditions.samples import where


@pytest.mark.parametrize(
    ("condition", "english", "spanish"),
    [
        (
            "{plan: premium, age: {at_least: 18}}",
            "plan is premium and age is at least 18",
            "plan es premium y age es como mínimo 18",
        ),
        ("{segment: [vip, gold]}", "segment is vip or gold", "el segmento es vip o gold"),
        (
            "{any: [{plan: a, score: {above: 1200}}, {region: MD}]}",
            "(plan is a and score is more than 1,200) or region is MD",
            "(plan es a y la puntuación es más de 1.200) o la región es MD",
        ),
        ("{not: {plan: a}}", "not (plan is a)", "no se cumple: (plan es a)"),
        ("{since: {before: 2027-03-08}}", "since is before 2027-03-08", "since es anterior a 2027-03-08"),
        (
            "{touches: {at_most: 2, channel: call, step: ring}}",
            "touches so far (calls) of ring: at most 2",
            "contactos hasta ahora (llamadas) del paso ring: como máximo 2",
        ),
        (
            "{hours_since: {event: replied, at_least: 24}}",
            "the last reply was at least 24 h ago",
            "la última respuesta fue hace 24 h o más",
        ),
        ("{age: {is: unknown}}", "age is not known", "age no tiene ningún valor"),
    ],
)
def test_a_condition_is_said_in_words(condition: str, english: str, spanish: str) -> None:
    """Brackets stand where it would be read otherwise without them."""
    assert in_words(where(condition), "en") == english
    assert in_words(where(condition), "es") == spanish


LEAVES = st.one_of(
    st.sampled_from(
        ["{plan: a}", "{plan: [a, b]}", "{age: {is: known}}", "{age: {is: unknown}}", "{consent: {sms: no}}"]
    ),
    st.builds("{{score: {{{0}: {1}}}}}".format, st.sampled_from(COMPARISONS), st.integers(0, 9)),
    st.builds("{{since: {{{0}: 2027-03-08}}}}".format, st.sampled_from(["before", "after"])),
    st.builds("{{consent: {0}}}".format, st.sampled_from(SENT)),
    st.builds("{{touches: {{{0}: 2, outcome: {1}}}}}".format, st.sampled_from(COUNTS), st.sampled_from(OUTCOMES)),
    st.builds("{{hours_since: {{event: {0}, {1}: 2}}}}".format, st.sampled_from(EVENTS), st.sampled_from(COMPARISONS)),
    st.builds(
        "{{hours_since: {{event: {0}, is: {1}}}}}".format,
        st.sampled_from(EVENTS),
        st.sampled_from(["known", "unknown"]),
    ),
)
CONDITIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds("{{not: {0}}}".format, inner),
        st.builds(
            lambda kind, parts: f"{{{kind}: [{', '.join(parts)}]}}",
            st.sampled_from(["any", "all"]),
            st.lists(inner, min_size=1, max_size=3),
        ),
    ),
    max_leaves=6,
)


@settings(max_examples=200, deadline=None)
@given(CONDITIONS)
def test_every_condition_has_words_and_comes_back_from_a_stored_version(text: str) -> None:
    """In each language, with no sentence and no argument missing."""
    condition = where(text)

    with strict():
        assert all(in_words(condition, language) for language in LANGUAGES)
    assert Where.model_validate(condition.stored) == condition
