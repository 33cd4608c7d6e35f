"""When may a person enter a campaign again? Pure: the `enter` block of a file, and its meaning in words."""

from datetime import timedelta
from typing import Literal, assert_never

from cadence.campaign.blocks import Block, Key
from cadence.campaign.forms import DURATION
from cadence.campaign.kinds import WRONG, Schema, TextKind, refused
from cadence.campaign.periods import Shape
from cadence.campaign.spans import plain
from cadence.documents.mistakes import MistakeReport
from cadence.documents.tree import Keys, Node, TextNode
from cadence.domain.nearest import nearest
from cadence.languages import Language, say
from cadence.languages.sentences import span_in_words

ONCE = "once"


class Once(Shape):
    """A person comes into the campaign once, whatever list brings them."""

    kind: Literal["once"] = "once"


class AgainAfter(Shape):
    """A person may come back so long after they finished."""

    kind: Literal["again_after"] = "again_after"
    after: timedelta


class PerDate(Shape):
    """A person comes in once for each value of a column that holds a date, such as an appointment."""

    kind: Literal["per"] = "per"
    field: str


Enter = Once | AgainAfter | PerDate


def _build(again_after: timedelta | None = None, per: str | None = None) -> tuple[Enter, ...]:
    """Return each way to come back that is written."""
    after = () if again_after is None else (AgainAfter(after=again_after),)
    return (*after, *(() if per is None else (PerDate(field=per),)))


BLOCK = Block(
    called="`enter`",
    build=_build,
    example="{again_after: 30 days}",
    keys={
        "again_after": Key(DURATION, "They may come back this long after they finished.", example="30 days"),
        "per": Key(
            TextKind(expected="a column of the lead list that holds a date", longest=60),
            "They may come back for another date in this column of the list.",
            example="appointment_at",
        ),
    },
)


class EnterKind:
    """A word, or one way to come back."""

    expected = "once, {again_after: 30 days} or {per: appointment_at}"
    blocks = (BLOCK,)

    def read(self, node: Node, report: MistakeReport) -> object:
        """Return when a person may come back."""
        if isinstance(node, TextNode) and plain(node.value) == ONCE:
            return Once()
        if not isinstance(node, Keys):
            hint = nearest(plain(node.value), [ONCE]) if isinstance(node, TextNode) else ""
            return refused(self, node, report, hint)
        before = len(report.mistakes)
        ways = BLOCK.read(node, report)
        if len(report.mistakes) > before:
            return WRONG
        if not isinstance(ways, tuple) or len(ways) != 1:
            report.wrong(node, "both keys" if ways else "no key", "one of again_after and per")
            return WRONG
        (enter,) = ways
        if isinstance(enter, AgainAfter) and not enter.after:
            report.wrong(node, "a duration of zero", 'a duration such as "30 days"')
            return WRONG
        return enter

    def schema(self) -> Schema:
        """Return the word, or an object with one of the keys."""
        return {"anyOf": [{"enum": [ONCE]}, {**BLOCK.schema(), "minProperties": 1, "maxProperties": 1}]}


def in_words(enter: Enter, language: Language = "en") -> str:
    """Return when a person may come back."""
    match enter:
        case Once():
            return say(language, "enter-once")
        case AgainAfter(after=after):
            return say(language, "enter-again", span=span_in_words(round(after.total_seconds()), language))
        case PerDate(field=field):
            return say(language, "enter-per-date", field=field)
        case _:
            assert_never(enter)
