"""What does a task say? Pure."""

from collections.abc import Iterator

from cadence.campaign.blocks import block, key
from cadence.campaign.content.base import Content, ContentKind, FilledContent, ShownPiece, WrittenText
from cadence.campaign.forms import TEXT
from cadence.campaign.kinds import TextKind
from cadence.campaign.templates import TemplateFiller
from cadence.domain.channels import LONGEST_SPEECH


class Task(Content):
    """Work for one of our people."""

    title: str = key(TEXT, "What to do, with {{ placeholders }}.", stand_in="", example='"Write to {{ name }}"')
    body: str = key(TEXT, "More about it.", "", example='"Cart of {{ cart_total }}"')
    assign: str = key(
        TextKind(expected="a person or team", longest=100),
        "Who should do it.",
        "",
        without="nobody in particular",
        example="shop",
    )

    def written(self) -> Iterator[WrittenText]:
        """Yield the title and the body."""
        yield WrittenText(path=("title",), text=self.title, longest=LONGEST_SPEECH)
        if self.body:
            yield WrittenText(path=("body",), text=self.body, longest=LONGEST_SPEECH)

    def filled(self, filler: TemplateFiller, *, in_session: bool) -> FilledContent:  # noqa: ARG002  it has no sessions
        """Return the title and the body."""
        body = filler.text(self.body, LONGEST_SPEECH) if self.body else ""
        return FilledContent(body=body, title=filler.text(self.title, LONGEST_SPEECH), assign=self.assign)

    def shown(self, filler: TemplateFiller) -> Iterator[ShownPiece]:
        """Yield the title."""
        yield ShownPiece(what="task", text=filler.text(self.title, LONGEST_SPEECH))


TASK = ContentKind(
    content=Task,
    says="Work for one of your people.",
    block=block(Task, called="a task", example="{title: ..., assign: sales}", short="title"),
)
