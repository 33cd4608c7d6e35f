"""Is any text at all either a pack or refused, each mistake within the text and in our own words?"""

import random

import pytest

from cadence.documents import DocumentError
from cadence.policy.packs.loading import PACKS, parse_pack

TEXTS = {name: (PACKS / f"{name}.yaml").read_text(encoding="utf-8") for name in ("es", "us", "whatsapp", "twilio")}
WORDS = (
    *("5", "-1", "1e400", "true", "null", "~", "''", '"a"', "[]", "{}", "[1, [2]]", "{a: b}", "2027-02-30", "x" * 300),
    *("mon-fry", "*a", "&a x", "!!set x", "a: b: c", "\t", "- x", "|\n  x", "{{ x }}", "🙂", "\\", "%", "@", "\x07"),
)


def changed(text: str, dice: random.Random) -> str:
    """One value, key, line or character is another one."""
    lines = text.splitlines()
    at = dice.randrange(len(lines))
    match dice.randrange(5):
        case 0:
            head, colon, _ = lines[at].partition(":")
            lines[at] = f"{head}{colon} {dice.choice(WORDS)}"
        case 1:
            head, colon, rest = lines[at].partition(":")
            lines[at] = f"{head[:-1]}{dice.choice('xyz')}{colon}{rest}"
        case 2:
            del lines[at]
        case 3:
            lines.insert(at, lines[dice.randrange(len(lines))])
        case _:
            place = dice.randrange(len(lines[at]) + 1)
            lines[at] = lines[at][:place] + dice.choice(WORDS) + lines[at][place:]
    return "\n".join(lines)


@pytest.mark.parametrize("name", TEXTS)
def test_any_text_is_a_pack_or_is_refused_at_its_places(name: str) -> None:
    """Never a traceback, never a place outside the text, never a library's own words."""
    dice = random.Random(name)  # noqa: S311  chance for a test
    refused = 0

    for _ in range(60):
        text = changed(TEXTS[name], dice)
        try:
            parse_pack(text, "x.yaml")
        except DocumentError as error:
            refused += 1
            rows = text.split("\n")
            for mistake in error.mistakes:
                where = f"{mistake} in {text}"
                assert 1 <= mistake.line <= len(rows) + 1, where
                assert 1 <= mistake.column <= len([*rows, ""][mistake.line - 1]) + 1, where
                assert "Input should" not in str(mistake), where
                assert "\n" not in str(mistake), where
                assert len(str(mistake)) < 700, where

    assert 10 < refused < 60
