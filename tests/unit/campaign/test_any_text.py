"""Whatever text comes, the reader answers with a campaign or with mistakes in it."""

import random

from hypothesis import example, given, settings
from hypothesis import strategies as st

from cadence.campaign import check_text
from cadence.campaign.lists import check_placeholders
from cadence.campaign.store import from_json, to_json
from tests.unit.campaign.samples import EXAMPLES, PACKS

TEXTS = [file.read_text() for file in EXAMPLES]
YAML_SIGNS = st.text(alphabet="ab:-?,[]{}#&*!|>'\"%@`<=~.0 \n\t\\\x00\x85\u2028\ufeff\U0001f600é", max_size=80)
WORDS = st.sampled_from(
    [word for text in TEXTS for word in text.split()]
    + [
        "",
        "~",
        "{{",
        "}}",
        "{%",
        "<<:",
        "&a",
        "*a",
        "!!map",
        "---",
        "...",
        "? ",
        "null",
        "1e400",
        "0x10",
        "\t",
        "\\U0011",
    ]
)


def holds(text: str) -> None:
    """Check what must be true of any text."""
    reading = check_text(text, "f", PACKS)
    rows = text.splitlines() or [""]

    assert (reading.campaign is None) == bool(reading.errors)
    for mistake in reading.mistakes:
        assert 1 <= mistake.line <= len(rows) + 1
        assert mistake.column >= 1
        assert mistake.found
        assert "\n" not in str(mistake)
    if reading.campaign is not None:
        assert from_json(to_json(reading.campaign)) == reading.campaign
        check_placeholders(reading, ["a"])


@settings(deadline=None)
@given(st.one_of(st.text(max_size=60), YAML_SIGNS))
@example("")
@example("%YAML 1.1\n---\non: 1\n")  # an older YAML, in which `on` is true
@example("%YAML 9.9\n---\n")
@example('"\\Uffffffff"')
@example("&a [&b {*a : *b}]")
@example("? ? ? x")
@example("- " * 2000)
@example("{" * 2000)
@example("cadence: [{step: &a {<<: *a}}]")
def test_random_text_is_answered(text: str) -> None:
    """Most of it is not YAML, and some of it nearly."""
    holds(text)


@settings(deadline=None)
@given(st.sampled_from(TEXTS), st.data())
def test_a_mutated_campaign_is_answered(text: str, data: st.DataObject) -> None:
    """A piece cut out, put elsewhere or replaced: what happens in an editor."""
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 30)))
        text = text[:start] + data.draw(st.one_of(WORDS, YAML_SIGNS)) + text[end:]
    holds(text)


@settings(deadline=None)
@given(st.sampled_from(TEXTS), st.randoms(use_true_random=False))
def test_a_campaign_with_its_lines_mixed_up_is_answered(text: str, dice: random.Random) -> None:
    """Keys at the wrong depth, twice, or not at all."""
    lines = text.splitlines(keepends=True)
    for _ in range(5):
        at = dice.randrange(len(lines))
        lines.insert(dice.randrange(len(lines)), lines[at])
        del lines[dice.randrange(len(lines))]
    holds("".join(lines))
