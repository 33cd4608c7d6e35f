"""Is each mistake of a user's pack named at its place, and is nothing that means nothing accepted?"""

from collections.abc import Iterator

import pytest
from annotated_types import Le, Lt
from pydantic.fields import FieldInfo

from cadence.policy.packs.checking import check_pack
from cadence.policy.packs.loading import PACKS, PackFiles, PackText
from cadence.policy.packs.schema import RULE_ENTRIES, Pack
from tests.unit.policy.test_primitives import models

PACK = """\
id: acme
version: "1"
title: Rules of ACME
effective: {from: 2026-01-01}
status: draft
complete: true
extends: [es]
applies: {countries: [ES]}
rules:
  - id: acme.hours
    type: window
    when: {channels: [sms]}
    allow:
      - {days: mon-sun, open: "09:00", close: "21:00"}
    source: {law: "our own policy", url: "https://example.com/policy", confidence: V}
"""
MORE = """\
  - id: acme.more
    type: require
    source: {law: "our own policy", confidence: V}
"""


def first_mistake(text: str) -> str:
    """The first mistake of a pack, with its place; "" without any."""
    return next((str(mistake) for mistake in check_pack(text, "acme.yaml").mistakes), "")


@pytest.mark.parametrize(
    ("written", "replaced", "mistake"),
    [
        ('close: "21:00"', 'close: "08:00"', "14:47: rules[0].allow[0].close: 08:00, not after 09:00"),
        ('close: "21:00"', 'close: "09:00"', "14:47: rules[0].allow[0].close: 09:00, not after 09:00"),
        ("channels: [sms]", "channels: []", "12:22: rules[0].when.channels: an empty list, which names nothing"),
        ("channels: [sms]", "purposes: []", "12:22: rules[0].when.purposes: an empty list, which names nothing"),
        ("2026-01-01}", "2026-01-01, to: 2026-01-01}", "4:35: effective.to: the end 2026-01-01, not after 2026-01-01"),
        (
            "2026-01-01}",
            "2026-01-01, to: 9999-12-31}",
            "4:35: effective.to: 9999-12-31; expected a day from 1900-01-01",
        ),
        ("2026-01-01", "0001-01-01", "4:19: effective.from: 0001-01-01; expected a day from 1900-01-01"),
        (
            "[ES]}",
            "[ES], subdivisions: [ES-MD]}",
            '8:43: applies.subdivisions[0]: "ES-MD"; expected a code of ISO 3166-2',
        ),
        ("id: acme\n", "id: house\n", '1:5: id: "house" has a meaning of its own'),
        ("id: acme\n", "id: es-own\n", '1:5: id: "es-own" has a meaning of its own'),
        ("id: acme.hours", "id: house.gap", "10:9: rules[0].id: house.gap begins as a rule that is in no pack"),
    ],
)
def test_what_would_mean_nothing_or_something_else_is_a_mistake(written: str, replaced: str, mistake: str) -> None:
    """A rule that never binds, or hours that never open, are no rule that somebody wanted."""
    assert written in PACK

    assert first_mistake(PACK.replace(written, replaced, 1)).startswith(f"acme.yaml:{mistake}")


def test_a_region_written_with_its_country_is_answered_with_its_code() -> None:
    """ISO 3166-2 has the country in front, addresses in lists do not."""
    assert first_mistake(PACK.replace("[ES]}", "[ES], subdivisions: [ES-MD]}")).endswith('did you mean "MD"?')


def test_hours_up_to_midnight_are_hours() -> None:
    """24:00 is no earlier than nine in the morning."""
    assert first_mistake(PACK.replace('close: "21:00"', 'close: "24:00"')) == ""


def test_a_number_that_leaves_the_calendar_is_a_mistake() -> None:
    """Such as a typo with a key held down: it would have stopped every judgment with an error."""
    text = PACK + MORE + "    reassigned: {max_age_days: 99999999999}\n"

    assert "max_age_days: the bare number 99999999999; expected a number of at most 36600" in first_mistake(text)


def stored(*texts: str) -> PackFiles:
    """The packs of this program, and these of a user."""
    return PackFiles(PACKS, tuple(PackText(text.split("\n", 1)[0].removeprefix("id: "), text) for text in texts))


CHILD = PACK.replace("id: acme\n", "id: acme-child\n").replace("extends: [es]", "extends: [acme]")


def test_a_pack_whose_child_restates_a_rule_can_have_a_new_version() -> None:
    """The child's rule is its own, made stricter; only a rule that the child would then loosen is refused."""
    packs = stored(PACK, CHILD)

    assert check_pack(PACK.replace('"1"', '"2"'), "acme.yaml", packs).mistakes == ()
    mistakes = check_pack(PACK.replace('"21:00"', '"20:00"'), "acme.yaml", packs).mistakes
    assert [mistake.found.partition(":")[0] for mistake in mistakes] == [
        "acme-child extends this pack and would be less strict"
    ]


def test_packs_cannot_extend_each_other() -> None:
    """Each would have to be stricter than the other."""
    mistakes = check_pack(PACK.replace("[es]", "[es, acme-child]"), "acme.yaml", stored(PACK, CHILD)).mistakes

    assert [str(mistake) for mistake in mistakes] == [
        "acme.yaml:7:15: extends[1]: acme-child extends this pack; expected a pack that does not"
    ]


def test_a_country_that_no_other_pack_is_about_is_a_warning() -> None:
    """Until now nobody there was contacted; a rule about three countries should not change that unnoticed."""
    text = PACK.replace("[ES]}", "[ES, FR]}")
    checked = check_pack(text, "acme.yaml")

    assert checked.pack is not None
    assert [(str(warning)[:49], warning.severity) for warning in checked.mistakes] == [
        ("acme.yaml:8:27: warning: applies.countries[1]: no", "warning")
    ]
    assert check_pack(text + "layer: true\n", "acme.yaml").mistakes == ()


def numbers() -> Iterator[tuple[str, FieldInfo]]:
    """Every number that a pack may say."""
    for part in {part for entry in (Pack, *RULE_ENTRIES.values()) for part in models(entry)}:
        for key, field in part.model_fields.items():
            if field.annotation in (int, float, int | None, float | None):
                yield f"{part.__name__}.{key}", field


@pytest.mark.parametrize(("number", "field"), sorted(numbers(), key=lambda named: named[0]))
def test_every_number_of_a_pack_has_a_highest_value(number: str, field: FieldInfo) -> None:
    """Without one, an instant plus a span may be no instant, and no touch of anybody could be judged."""
    assert any(isinstance(bound, Le | Lt) for bound in field.metadata), number
