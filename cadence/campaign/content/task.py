"""What does a task say? Pure."""

from collections.abc import Iterator
from datetime import timedelta

from cadence.campaign.blocks import block, key, unset
from cadence.campaign.content.base import Content, ContentKind, FilledContent, ShownPiece, WrittenText
from cadence.campaign.forms import DURATION, NAME, TEXT
from cadence.campaign.kinds import TextKind
from cadence.campaign.templates import TemplateFiller
from cadence.domain.channels import LONGEST_SPEECH

LONGEST_ASSIGNEE = 100
PLACEHOLDER = "{{"
ASSIGNEE = TextKind(expected="a person or team", longest=LONGEST_ASSIGNEE)


class Task(Content):
    """Work for one of our people."""

    title: str = key(TEXT, "What to do, with {{ placeholders }}.", stand_in="", example='"Write to {{ name }}"')
    body: str = key(TEXT, "More about it.", "", example='"Cart of {{ cart_total }}"')
    assign: str = key(
        ASSIGNEE,
        "Who should do it: a person or a group, or {{ a column }} of the list that names them.",
        "",
        without="nobody in particular",
        example="shop",
    )
    due: timedelta | None = key(
        DURATION,
        "It has a [result](#results-of-tasks), which somebody gives within this much working time. The cadence waits "
        "for it.",
        None,
        exclude_if=unset,
        without="nobody waits for a result",
        example="4 hours",
    )
    label: str = key(
        NAME,
        "What kind of work it is: lists, reports and events show it.",
        "",
        exclude_if=unset,
        example="linkedin",
    )

    def written(self) -> Iterator[WrittenText]:
        """Yield the title and the body."""
        yield WrittenText(path=("title",), text=self.title, longest=LONGEST_SPEECH)
        if self.body:
            yield WrittenText(path=("body",), text=self.body, longest=LONGEST_SPEECH)
        if PLACEHOLDER in self.assign:
            yield WrittenText(path=("assign",), text=self.assign, longest=LONGEST_ASSIGNEE)

    def filled(self, filler: TemplateFiller, *, in_session: bool) -> FilledContent:  # noqa: ARG002  it has no sessions
        """Return the title and the body."""
        body = filler.text(self.body, LONGEST_SPEECH) if self.body else ""
        title = filler.text(self.title, LONGEST_SPEECH)
        return FilledContent(body=body, title=title, assign=self.assignee(filler), label=self.label)

    def shown(self, filler: TemplateFiller) -> Iterator[ShownPiece]:
        """Yield the title, and who does it."""
        yield ShownPiece(what="task", text=filler.text(self.title, LONGEST_SPEECH))
        if self.assign or self.label:
            named = (self.assignee(filler), f"[{self.label}]" if self.label else "")
            yield ShownPiece(what="assign", text=" ".join(filter(None, named)))

    def assignee(self, filler: TemplateFiller) -> str:
        """Return who does it, "" for nobody in particular. Raises RenderError."""
        return filler.text(self.assign, LONGEST_ASSIGNEE) if PLACEHOLDER in self.assign else self.assign


TASK = ContentKind(
    content=Task,
    says="Work for one of your people.",
    block=block(Task, called="a task", example="{title: ..., assign: sales}", short="title"),
)
