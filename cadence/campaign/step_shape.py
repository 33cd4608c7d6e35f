"""
What does a step of a campaign say? Pure: its shape, and those of promised calls and of the messages about them.

Each field says how its key is written in the file, as in `shape.py`.
"""

from datetime import timedelta
from functools import cached_property

from cadence.campaign import parts
from cadence.campaign.after import After, AfterKind
from cadence.campaign.answers import (
    ASK,
    NAMES,
    OUTCOME,
    REPLIES,
    YES_NO,
    Replies,
    SurveyQuestion,
    question_from,
)
from cadence.campaign.blocks import Block, Key, MappingKind, block, key, keys_of, unset
from cadence.campaign.branches import TARGET, Target
from cadence.campaign.conditions import WHERE, Where
from cadence.campaign.content import CONTENTS, AnnouncementContents, Content, StepContents
from cadence.campaign.content.call import CallStep
from cadence.campaign.forms import DURATION, NAME
from cadence.campaign.key_pairs import KIND, OF_ANSWERS, OF_PROMISED_CALLS, OF_TASKS, OF_WAITS, after_date
from cadence.campaign.key_rules import Needed
from cadence.campaign.kinds import ValueKind, WordKind
from cadence.campaign.periods import Shape
from cadence.campaign.until import UNTIL, Until
from cadence.documents.mistakes import one_of
from cadence.domain import Channel, IfLate
from cadence.domain.channels import CALLBACK_CHANNEL, DESCRIPTORS, MESSAGE_CHANNELS, descriptor_of
from cadence.domain.questions import ReplyQuestion

ON: ValueKind = MappingKind(of=TARGET, name=OUTCOME)


class Step(StepContents):
    """One stage on one channel, or a wait. Exactly one of its contents and `wait` is set."""

    step: str = key(NAME, "Its name, each once. `end`, `otherwise` and `callback` mean something else.", stand_in="")
    after: After = key(
        AfterKind(),
        "How long after the step before it ended, perhaps by [its result](#after-by-result); or after a date. For the "
        "first step, after enrolment.",
        timedelta(0),
        without="at once",
        example="{left: 2 days, skipped: at once}",
    )
    where: Where | None = key(
        WHERE,
        "Of whom it is taken, by a [condition](#conditions); for the others it is skipped.",
        None,
        exclude_if=unset,
        without="everybody",
        rule="step.where",
        example="{plan: premium}",
    )
    before: parts.Before | None = key(
        parts.BEFORE,
        "Instead of `after`: so long before a date in the lead list; it expires at that date.",
        None,
        rule="step.date",
    )
    until: Until | None = key(
        UNTIL,
        "After that, it is due in the next of these hours, and goes in no others. A wait has none.",
        None,
        exclude_if=unset,
        without="due at once",
        rule="step.until",
    )
    if_late: IfLate = key(
        WordKind(words=tuple(IfLate)),
        "What becomes of it when its time went by unused.",
        IfLate.SEND,
        rule="step.late",
        example="skip",
    )
    expires: timedelta | None = key(
        DURATION,
        "Its words are wrong this long after it was due; then it is skipped.",
        None,
        without="never",
        rule="step.expired",
        example="2 days",
    )
    wait: timedelta | None = key(DURATION, "Nothing but a wait.", None, example="1 day")
    sender: str = key(
        parts.STEP_SENDER,
        "Another sender than the campaign's, for this step.",
        "",
        name="from",
        without="the campaign's",
    )
    retry: parts.Retry | None = key(parts.RETRY, "When and how often to try this step again.", None, without="never")
    replies: dict[str, tuple[str, ...]] = key(
        REPLIES,
        "The answers to this step, instead of the campaign's: a name for each, and the words that people write.",
        {},
        without="the campaign's",
        example='{yes: [sí, "1"], no: [no, "2"]}',
        exclude_if=unset,
    )
    ask: SurveyQuestion | None = key(
        ASK,
        "It asks a question whose answer is kept as an attribute of the person.",
        None,
        without="nothing is kept",
        exclude_if=unset,
    )
    answer_within: timedelta | None = key(
        DURATION,
        "Where no step follows: the cadence waits so long for the reply before it ends.",
        None,
        without="2 days for a question with answers, else it ends at once",
        example="2 days",
        exclude_if=unset,
    )
    on: dict[str, Target] = key(
        ON,
        "Where each outcome leads: a step, `end`, or several with [conditions](#branches-with-conditions). `otherwise` "
        "in it is for all other outcomes.",
        {},
        without="the next step",
        example="{replied: talk, otherwise: end}",
    )
    otherwise: str = key(
        NAME,
        "Where it leads when a rule refuses this step, or it is skipped: not for this person, late or expired.",
        "",
        without="the next step",
        example="follow_up",
    )

    @property
    def dated(self) -> str:
        """The column, or the saved value, whose date it goes before or after; "" for none."""
        if self.before is not None:
            return self.before.field
        return self.after.field if isinstance(self.after, parts.AfterDate) else ""

    @cached_property
    def channel(self) -> Channel | None:
        """The channel of this step; None for a wait."""
        return next(
            (channel for channel, descriptor in DESCRIPTORS.items() if getattr(self, descriptor.block) is not None),
            None,
        )

    @cached_property
    def content(self) -> Content | None:
        """What it says on its channel; None for a wait."""
        channel = self.channel
        content: Content | None = getattr(self, descriptor_of(channel).block) if channel is not None else None
        return content

    @cached_property
    def approved(self) -> str:
        """The name of the approved template that it sends, "" for none."""
        return self.content.approved if self.content is not None else ""

    @cached_property
    def floor(self) -> str:
        """The floor of a call, else ""."""
        return self.call.floor if self.call else ""

    @property
    def can_be_answered(self) -> bool:
        """Whether the person can answer it: a message by a reply, a question in a call by a digit."""
        asks = self.call is not None and bool(self.call.say)
        return asks or (self.channel is not None and descriptor_of(self.channel).can_reply)

    def question(self, replies: Replies) -> ReplyQuestion | None:
        """
        Return the answers that it expects, its own or these of the campaign; None where nobody can answer it.

        A question about a number, a date or a text is answered by those, so the campaign's are not for it.
        """
        if not self.can_be_answered:
            return None
        by_name = self.ask is None or self.ask.kind in {YES_NO, NAMES}
        return question_from(self.replies or (replies if by_name else {}), self.ask)

    def sample(self, replies: Replies) -> tuple[str, str]:
        """Return the name under which its answer is kept, and one that may be."""
        question = self.question(replies)
        names = question.answers if question is not None else ()
        return (self.ask.save, self.ask.sample or next(iter(names), "")) if self.ask is not None else ("", "")

    @cached_property
    def lasts(self) -> timedelta | None:
        """How long a call may ring and talk at most; None for everything else."""
        return self.call.ring + self.call.talk if self.call else None


def _with_contents() -> dict[str, Key]:
    """Return the keys of a step: when, what it says on each channel, and what follows."""
    keys = keys_of(Step)
    when = {name: keys.pop(name) for name in ("step", "where", "after", "before", "until", "if_late", "expires")}
    contents = {descriptor_of(channel).block: Key(kind.block, kind.says) for channel, kind in CONTENTS.items()}
    return when | contents | keys


STEP = Block(
    called="a step",
    build=Step,
    example="{step: first_call, after: 2 hours, call: sales}",
    keys=_with_contents(),
    rules=(KIND, *OF_WAITS, *after_date(*parts.AFTER_DATE.keys), *OF_TASKS, *OF_ANSWERS),
)


class Announcement(AnnouncementContents):
    """The texts about a promised call, by channel. {{ callback_at }} is its local time for the person."""

    @cached_property
    def channels(self) -> tuple[Channel, ...]:
        """The channels that have words."""
        blocks = ((channel, descriptor_of(channel).block) for channel in MESSAGE_CHANNELS)
        return tuple(channel for channel, block in blocks if getattr(self, block) is not None)

    def step(self, name: str, channel: Channel) -> "Step":
        """Return the words of one channel as a step."""
        block = descriptor_of(channel).block
        return Step.model_validate({"step": name, block: getattr(self, block)})


ANNOUNCEMENT = Block(
    called="an announcement",
    build=Announcement,
    example='{sms: "{{ company }}: te llamamos el {{ callback_at | date }}."}',
    keys={name: key for name, key in STEP.keys.items() if name in AnnouncementContents.model_fields},
    rules=(
        Needed(
            keys=tuple(AnnouncementContents.model_fields),
            none="an announcement without text",
            expected=f"{one_of(MESSAGE_CHANNELS)} or several, each with a text",
        ),
    ),
)


class CallbackRule(Shape):
    """How a promised callback is made. Without one, the file's first call step serves."""

    call: CallStep = key(CONTENTS[CALLBACK_CHANNEL].block, "The call.", stand_in=CallStep(floor=""))
    retry: parts.Retry | None = key(parts.RETRY, "When and how often to try again.", None, without="never")
    on: dict[str, Target] = key(
        ON,
        "Where each outcome leads: the name of a step, or `end`.",
        {},
        without="the cadence goes on",
        example="{answered: end, otherwise: offer}",
    )
    confirm: Announcement | None = key(
        ANNOUNCEMENT,
        "Tells the person when the call will be made, with `{{ callback_at }}`.",
        None,
        without="nobody is told",
    )
    moved: Announcement | None = key(
        ANNOUNCEMENT,
        "Tells the person that it will be made at another time than agreed.",
        None,
        without="a task for one of your people",
    )


CALLBACK = block(
    CallbackRule, called="`callback`", example="{call: sales, on: {answered: end}}", rules=OF_PROMISED_CALLS
)
CALLBACK_STEP = "callback"
"""The step name of a promised call when the file has a `callback:` block of its own."""


def callback_step(rule: CallbackRule | None, cadence: tuple[Step, ...]) -> Step | None:
    """
    Return the step that makes promised calls: the `callback:` block of a file, or its first call that agents take.

    A person who asked for a call speaks with an agent at once: no recorded voice asks them anything.
    """
    if rule is not None:
        return Step(step=CALLBACK_STEP, call=rule.call, retry=rule.retry, on=rule.on)
    step = next((step for step in cadence if step.call is not None and step.call.floor), None)
    own = {"before": None, "until": None, "expires": None, "where": None, "if_late": IfLate.SEND}
    if step is None or step.call is None:
        return None
    if step.call.say:
        unasked = {"call": step.call.without_question(), "replies": {}, "ask": None}
        return Step.model_construct(**{name: getattr(step, name) for name in Step.model_fields} | own | unasked)
    if all(getattr(step, name) == value for name, value in own.items()):
        return step
    # To whom a promised call is made, and that it is made however late, is not for a step of the cadence to say.
    return step.model_copy(update=own)
