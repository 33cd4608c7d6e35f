"""What does a step say about a call? Pure."""

from collections.abc import Iterator
from datetime import timedelta

from cadence.campaign.blocks import Key, block, key
from cadence.campaign.content.base import Content, ContentKind, FilledContent, ShownPiece, WrittenText
from cadence.campaign.forms import DURATION, NAME, NUMBER, TEXT
from cadence.campaign.kinds import TextKind, YesNoKind
from cadence.campaign.templates import TemplateFiller
from cadence.domain.channels import LONGEST_SPEECH


class CallStep(Content):
    """A call through a floor."""

    floor: str = key(NAME, "The floor whose agents take it.", stand_in="")
    ring: timedelta = key(DURATION, "How long it rings.", timedelta(seconds=25))
    detect_machines: bool = key(YesNoKind(), "Whether the carrier listens for answering machines.", default=True)
    voicemail: str = key(TEXT, "Text to speak after the tone of an answering machine.", "")
    voicemail_audio: str = key(
        TextKind(expected="an https address", form=r"https://\S+"), "Or a recording to play after the tone.", ""
    )
    talk: timedelta = key(DURATION, "The call is ended after this.", timedelta(minutes=30))

    def written(self) -> Iterator[WrittenText]:
        """Yield the voicemail."""
        if self.voicemail:
            yield WrittenText(path=("voicemail",), text=self.voicemail, longest=LONGEST_SPEECH)

    def filled(self, filler: TemplateFiller, *, in_session: bool) -> FilledContent:  # noqa: ARG002  it has no sessions
        """Return the voicemail."""
        return FilledContent(body=filler.text(self.voicemail, LONGEST_SPEECH) if self.voicemail else "")

    def shown(self, filler: TemplateFiller) -> Iterator[ShownPiece]:
        """Yield the voicemail, else what rings."""
        if self.voicemail:
            yield ShownPiece(what="voicemail", text=filler.text(self.voicemail, LONGEST_SPEECH))
        else:
            yield ShownPiece(what="call", text=f"rings {int(self.ring.total_seconds())} s, floor {self.floor}")


CALL = ContentKind(
    content=CallStep,
    says="A phone call.",
    block=block(CallStep, called="a call", example="{floor: sales, ring: 25 seconds}", short="floor"),
    senders={"voice": Key(NUMBER, "The number your calls come from.")},
)
