"""What does a text message say? Pure."""

from collections.abc import Iterator

from cadence.campaign.blocks import Key, block, key
from cadence.campaign.content.base import Content, ContentKind, FilledContent, ShownPiece, WrittenText
from cadence.campaign.forms import SENDER_NAME, TEXT
from cadence.campaign.templates import TemplateFiller
from cadence.domain.channels import LONGEST_SPEECH


class Sms(Content):
    """A text message; `body` is a template."""

    body: str = key(TEXT, "The text, with {{ placeholders }}.", stand_in="", example='"Hola {{ name }}"')

    def written(self) -> Iterator[WrittenText]:
        """Yield the body."""
        yield WrittenText(path=("body",), text=self.body, read=True)

    def filled(self, filler: TemplateFiller, *, in_session: bool) -> FilledContent:  # noqa: ARG002  it has no sessions
        """Return the body."""
        return FilledContent(body=filler.text(self.body))

    def shown(self, filler: TemplateFiller) -> Iterator[ShownPiece]:
        """Yield the body, which is billed by segments."""
        yield ShownPiece(what="body", text=filler.text(self.body, LONGEST_SPEECH), counted=True)


SMS = ContentKind(
    content=Sms,
    says="A text message.",
    block=block(Sms, called="an sms", example="{body: ...}", short="body"),
    senders={
        "sms": Key(SENDER_NAME, "The number, name, messaging service or short code your text messages come from.")
    },
)
