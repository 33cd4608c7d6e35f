"""In what may a child pack not be looser than its parent, kind by kind of requirement?"""

from typing import Any

import pytest

from cadence.policy.packs.schema import Pack
from cadence.policy.packs.tightening import loosened, wrongly_replaced
from tests.unit.policy.builders import day

DAYS = {"kind": "calendar_days", "n": 7}
OFTEN = {"type": "limit", "threshold": 1, "window": DAYS, "key": ["lead"]}
APART = {"min_separation": {"kind": "local_dates", "n": 3}}
FROM_ANY, FROM_FIXED = {"sender": {"shown": True}}, {"sender": {"cli_type_not": ["fixed"], "shown": True}}
MORNING = {"days": "mon-sun", "open": "09:00", "close": "14:00"}
BY_ADDRESS = {"sources": ["address"]}
STOP = {"type": "optout", "scope": "all_marketing"}
EVENING = {"days": "mon-sun", "open": "14:00", "close": "21:00"}


def pack(name: str, *rules: dict[str, Any]) -> Pack:
    """Return a pack with this rule."""
    told = {"id": name, "version": "1", "title": "Nowhere", "effective": {"from": day("2020-01-01")}}
    more = {"status": "draft", "complete": True, "applies": {"countries": ["ES"]}}
    fixed = {"id": "xx.rule", "source": {"law": "a law", "confidence": "V"}}
    return Pack.model_validate(told | more | {"rules": [fixed | {"type": "require"} | rule for rule in rules]})


def hours(*allow: dict[str, str], **more: Any) -> dict[str, Any]:
    """Return hours of the law."""
    return {"type": "window", "allow": list(allow), **more}


def unless(*kinds: str) -> dict[str, Any]:
    """Return a list that a consent of these kinds frees from."""
    source = {"law": "a law", "confidence": "V"}
    return {"registry": {"name": "a_list", "unless": {"consent": list(kinds), "source": source}}}


@pytest.mark.parametrize(
    ("parent", "child", "why"),
    [
        # the sender that is shown
        (FROM_ANY, FROM_ANY, ""),
        (FROM_ANY, FROM_FIXED, ""),
        (FROM_FIXED, FROM_ANY, "more senders"),
        (FROM_ANY, {"sender": {"cli_type_not": ["fixed"]}}, "more senders"),  # it need not be a number
        ({"sender": {"cli_prefix": ["800", "900"]}}, {"sender": {"cli_prefix": ["900"]}}, ""),
        ({"sender": {"cli_prefix": ["800", "900"]}}, {"sender": {"cli_prefix": ["800", "900"]}}, ""),
        ({"sender": {"cli_prefix": ["900"]}}, {"sender": {"cli_prefix": ["800", "900"]}}, "more senders"),
        ({"sender": {"cli_prefix": ["900"]}}, FROM_ANY, "more senders"),
        (FROM_ANY, {"sender": {"cli_prefix": ["900"], "shown": True}}, ""),
        # how long it rings
        ({"dialer": {"min_ring_s": 15}}, {"dialer": {"min_ring_s": 15}}, ""),
        ({"dialer": {"min_ring_s": 15}}, {"dialer": {"min_ring_s": 14}}, "a shorter ring"),
        ({"dialer": {"min_ring_s": 15}}, {"dialer": {"min_ring_s": 16}}, ""),
        # what is said
        ({"content": {"must_have": ["no_link"]}}, {"content": {"must_have": ["no_link"]}}, ""),
        ({"content": {"must_have": ["no_link"]}}, {"content": {"must_have": ["no_link", "company_name"]}}, ""),
        ({"content": {"must_have": ["no_link"]}}, {"content": {"must_have": ["company_name"]}}, "less to be said"),
        # how long a session lasts
        ({"session": {"free_form_within_s": 60}}, {"session": {"free_form_within_s": 60}}, ""),
        ({"session": {"free_form_within_s": 60}}, {"session": {"free_form_within_s": 61}}, "a longer session"),
        # who is free of a list
        (unless("express"), unless("express"), ""),
        (unless("express_written"), unless("express"), "more exceptions"),
        (unless("express"), {"registry": {"name": "a_list"}}, ""),
        ({"registry": {"name": "a_list"}}, unless("express"), "more exceptions"),
        ({"registry": {"name": "a_list"}}, {"registry": {"name": "another_list"}}, "an older or another list"),
        # what proves a consent
        ({"consent": {"kinds": ["express"], "proof": True}}, {"consent": {"kinds": ["express"], "proof": True}}, ""),
        (
            {"consent": {"kinds": ["express"], "proof": True}},
            {"consent": {"kinds": ["express"]}},
            "more kinds of consent",
        ),
        ({"consent": {"kinds": ["express"]}}, {"consent": {"kinds": ["express"], "proof": True}}, ""),
        # touches and the days between them
        (OFTEN, OFTEN, ""),
        (OFTEN, OFTEN | {"window": DAYS | {"n": 6}}, "a shorter period"),
        (OFTEN | APART, OFTEN | APART, ""),
        (OFTEN, OFTEN | APART, ""),
        (OFTEN | APART, OFTEN, "touches closer together"),
        (OFTEN | APART, OFTEN | {"min_separation": {"kind": "local_dates", "n": 2}}, "touches closer together"),
        (OFTEN | APART, OFTEN | {"min_separation": {"kind": "local_dates", "n": 4}}, ""),
        # hours, and the days without any
        (hours(MORNING, EVENING), hours(MORNING | {"close": "21:00"}), ""),  # two that touch are one
        (hours(MORNING), hours(MORNING, EVENING), "longer hours"),
        (
            hours(MORNING, closed={"levels": [], "feeds": ["a", "b"]}),
            hours(MORNING, closed={"feeds": ["a"]}),
            "fewer holidays",
        ),
        (hours(MORNING, closed={"levels": ["national"]}), hours(MORNING, closed={"feeds": ["a"]}), "fewer holidays"),
        # the zones that decide
        (hours(MORNING), hours(MORNING, clock={"sources": ["address"]}), "fewer zones deciding"),
        (hours(MORNING, clock=BY_ADDRESS), hours(MORNING, clock=BY_ADDRESS), ""),
        (hours(MORNING, clock=BY_ADDRESS), hours(MORNING), ""),
        # what a stop closes: nothing but the same
        (STOP, STOP, ""),
        (STOP, STOP | {"confirm": {"max": 1, "within_s": 300}}, "not the same"),
        # another rule altogether
        (OFTEN, hours(MORNING), "another kind of rule (window, not limit)"),
        (OFTEN, OFTEN | {"when": {"channels": ["sms"]}}, "about fewer touches"),
        ({"dialer": {"min_ring_s": 15}}, {"content": {"must_have": ["no_link"]}}, "another requirement"),
    ],
)
def test_a_child_may_be_stricter_in_everything_and_looser_in_nothing(
    parent: dict[str, Any], child: dict[str, Any], why: str
) -> None:
    """Law 7; the words are the first thing that the author of a pack reads."""
    expected = [f"xx.rule: {why} than in xx; a child can only tighten"] if why else []

    assert list(loosened(pack("code", child), pack("xx", parent))) == expected


DISPUTED = OFTEN | {"source": {"law": "a law", "confidence": "C"}}
TWICE = DISPUTED | {"threshold": 2}
AS_NAMED: dict[str, Any] = {"binds": "named", "replaces": ["xx.rule"]}


@pytest.mark.parametrize(
    ("parent", "child", "about", "why"),
    [
        (DISPUTED, TWICE, AS_NAMED, ""),
        (DISPUTED, TWICE, AS_NAMED | {"binds": "place"}, "only a pack that a campaign names"),
        (OFTEN, TWICE, AS_NAMED, "has one reading"),  # its sources do not conflict
        (DISPUTED, TWICE, AS_NAMED | {"replaces": ["xx.other"]}, "xx.other is not a rule of this pack"),
        (DISPUTED, TWICE, AS_NAMED | {"applies": {"countries": ["FR"]}}, "about other people, touches or days"),
        (DISPUTED, TWICE, AS_NAMED | {"effective": {"from": day("2027-01-01")}}, "about other people, touches or days"),
        (DISPUTED, TWICE | {"when": {"channels": ["sms"]}}, AS_NAMED, "about other people, touches or days"),
        (DISPUTED, TWICE | {"effective": {"from": day("2027-01-01")}}, AS_NAMED, "about other people, touches or days"),
    ],
)
def test_a_laxer_reading_is_for_who_names_it_and_leaves_nobody_without_a_rule(
    parent: dict[str, Any], child: dict[str, Any], about: dict[str, Any], why: str
) -> None:
    """Law 7 knows one exception, and it is bounded: a conflict of sources, chosen by name."""
    reading = Pack.model_validate(
        pack("child", child).model_dump(exclude={"rules"}, by_alias=True) | about | {"rules": ()}
    )
    reading = reading.model_copy(update={"rules": pack("child", child).rules})
    found = "; ".join(wrongly_replaced(reading, [pack("parent", parent)]))

    assert why in found
    assert bool(found) == bool(why)
    assert not [*loosened(reading, pack("parent", parent))] or "xx.rule" not in reading.replaces
