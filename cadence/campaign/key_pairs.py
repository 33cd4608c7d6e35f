"""Which keys of a campaign file exclude or need each other? Pure: the rules of its head, its steps and its parts."""

from collections.abc import Iterable

from cadence.campaign.key_rules import Form, KeyRule, Needed, RefusedKey, having, no, words
from cadence.documents.mistakes import one_of, quoted
from cadence.domain import Channel

KINDS = (*(channel.value for channel in Channel), "wait")
"""What a step can be."""
ANSWERS = ("replies", "ask", "answer_within")
"""Keys of a step that can be answered."""
HAS_QUESTION = having("say")
"""The form of a call in which a recorded voice asks."""

OF_CAMPAIGN = (
    *(
        RefusedKey(
            key=key,
            beside="seasons",
            found=f"`{key}` beside `seasons`",
            expected="one of both: each season has its own",
        )
        for key in ("start", "end")
    ),
    RefusedKey(
        key="account",
        beside="enter",
        other=having("per"),
        at="value",
        found="`account` beside enter: {per: ...}, where each person has a date of their own",
        expected="enter: once or {again_after: 30 days} where people take turns",
    ),
)
OF_REST = (
    Needed(
        keys=("refused", "conversation"),
        none="a rest without a duration",
        expected="refused, conversation or both, such as refused: 60 days",
    ),
)


def of_consent(bases: Iterable[str]) -> tuple[KeyRule, ...]:
    """Require a reason for every basis but opt-in: it must be explained in reports (protocol §5.6)."""
    return tuple(
        RefusedKey(
            key="basis",
            without="reason",
            form=words(basis, schema={"const": basis}),
            at="block",
            found=f"{basis} without a reason",
            expected="reason: why this basis applies; every report shows it",
        )
        for basis in bases
        if basis != "opt_in"
    )


def after_date(*names: str) -> tuple[KeyRule, ...]:
    """Return the rules about dates; `names` are the keys of an `after` that counts from a date."""
    return (
        RefusedKey(
            key="after",
            beside="wait",
            form=having(*names),
            found="a date in a step that only waits",
            expected="a duration, or the date in the step that follows",
        ),
        RefusedKey(key="after", beside="before", found='"after" and "before" in one step', expected="only one of them"),
        RefusedKey(
            key="expires",
            beside="before",
            found='"expires" and "before" in one step',
            expected="before alone, because the step expires at its date",
        ),
    )


def _unanswered(key: str, beside: str, what: str, also: str = "", other: Form | None = None) -> KeyRule:
    expected = f"it in a message that can be answered{also}"
    return RefusedKey(key=key, beside=beside, other=other, found=f"{quoted(key)} in {what}", expected=expected)


KIND = Needed(
    keys=KINDS, none="a step that does nothing", several="in one step", expected=f"exactly one of {one_of(KINDS)}"
)
OF_WAITS = tuple(
    RefusedKey(
        key=key,
        beside="wait",
        found=f"{quoted(key)} in a step that only waits",
        expected="only after, and on: {otherwise: a step}",
    )
    for key in ("where", "before", "until", "if_late", "expires", "from", "retry", "otherwise")
)
OF_TASKS = (
    RefusedKey(
        key="from", beside="task", found="a sender for a task", expected="no sender, because a task sends nothing"
    ),
    RefusedKey(
        key="retry",
        beside="task",
        found="a retry of a task",
        expected="no retry, because a task is created only once",
    ),
)
OF_ANSWERS = (
    *(_unanswered(key, "wait", "a wait") for key in ANSWERS),
    *(_unanswered(key, "task", "a step by task") for key in ANSWERS),
    *(
        _unanswered(
            key,
            "call",
            "a step by call",
            ", or with `say`, the question that people answer by a digit",
            no(HAS_QUESTION),
        )
        for key in ANSWERS
    ),
    RefusedKey(
        key="answer_within",
        beside="call",
        other=HAS_QUESTION,
        found='"answer_within" in a call',
        expected="no `answer_within`, because a digit is pressed during the call",
    ),
)
OF_PROMISED_CALLS = (
    RefusedKey(
        key="call",
        form=HAS_QUESTION,
        at="form",
        found="a question in a promised call",
        expected="no `say`, because the person asked to speak with an agent",
    ),
)
