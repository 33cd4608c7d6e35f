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

    floor: str = key(NAME, "The floor whose agents take it.", stand_in="", example="sales")
    ring: timedelta = key(
        DURATION, "How long it rings, from 5 seconds to 2 minutes.", timedelta(seconds=25), example="25 seconds"
    )
    detect_machines: bool = key(
        YesNoKind(), "Whether the carrier listens for answering machines.", default=True, example="false"
    )
    voicemail: str = key(
        TEXT,
        "Text to speak after the tone of an answering machine.",
        "",
        without="nothing is left",
        example='"Hola, somos {{ company }}."',
    )
    voicemail_audio: str = key(
        TextKind(expected="an https address", form=r"https://\S+"),
        "Or a recording to play after the tone.",
        "",
        example='"https://shop.example/hello.mp3"',
    )
    talk: timedelta = key(
        DURATION, "The call is ended after this, 4 hours at most.", timedelta(minutes=30), example="30 minutes"
    )

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
