"""How do the people of one account take turns? Pure: the `account` block of a campaign file."""

from typing import Any, Literal

from cadence.campaign.answers import OUTCOME
from cadence.campaign.blocks import ListKind, MappingKind, block, key, unset
from cadence.campaign.forms import WORD
from cadence.campaign.kinds import TextKind, WholeNumberKind, WordKind
from cadence.campaign.periods import Shape


class AccountTurns(Shape):
    """How many people of an account are under way at once, in which order, and what follows once one was reached."""

    at_a_time: int = key(
        WholeNumberKind(most=100), "So many people of an account are under way at once.", 1, without="`1`"
    )
    order: dict[str, tuple[str, ...]] = key(
        MappingKind(of=ListKind(WORD), name=TextKind(expected="one column of the lead list", longest=60), most=1),
        "A column of the list and its values, in the order in which people of an account have their turn.",
        {},
        without="the score alone",
        example="{role: [decision maker, user]}",
    )
    when_reached: Literal["end", "next"] = key(
        WordKind(words=("end", "next")),
        "Once somebody of the account has spoken or replied: the others `end`, or the `next` has a turn.",
        "end",
        without="`end`",
        example="next",
    )

    @property
    def column(self) -> str:
        """The column that people are ordered by, "" for none."""
        return next(iter(self.order), "")

    @property
    def values(self) -> tuple[str, ...]:
        """Its values, in order."""
        return self.order.get(self.column, ())


ACCOUNT = block(
    AccountTurns, called="`account`", example="{at_a_time: 1, order: {role: [decision maker, champion, user]}}"
)


def turns_key() -> Any:  # noqa: ANN401  as `key` itself
    """Declare the key of a campaign with this block."""
    return key(ACCOUNT, "How people of one account take turns.", None, without="all at once", exclude_if=unset)


def stop_key() -> Any:  # noqa: ANN401  as `key` itself
    """Declare the key of a campaign with the words that end the cadences of a whole account."""
    return key(
        ListKind(OUTCOME),
        "What one person of an account says or does that ends the cadence of all others of the account at once.",
        (),
        without="each person is on their own",
        rule="enrolment.finished",
        example="[converted, refused]",
        exclude_if=unset,
    )
