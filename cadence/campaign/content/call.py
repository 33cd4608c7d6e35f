"""What does a step say about a call? Pure."""

from collections.abc import Iterator
from datetime import timedelta

from cadence.campaign.blocks import Key, block, key, unset
from cadence.campaign.content.base import Content, ContentKind, FilledContent, ShownPiece, WrittenText
from cadence.campaign.forms import DURATION, NAME, NUMBER, TEXT
from cadence.campaign.key_rules import FALSE, RefusedKey
from cadence.campaign.kinds import TextKind, YesNoKind
from cadence.campaign.templates import TemplateFiller
from cadence.domain.channels import LONGEST_SPEECH
from cadence.languages import add_sentences

SAY = "say"
"""The variable of a call that holds the question, as it is spoken to this person."""


class CallStep(Content):
    """A call to a floor, or one in which a recorded voice asks a question."""

    floor: str = key(
        NAME,
        "The floor whose agents take it. A call with `say` needs none.",
        stand_in="",
        example="sales",
        unless="say",
    )
    say: str = key(
        TEXT,
        "Text to speak to a person who answers: a question that is answered by pressing a digit.",
        "",
        without="a person is connected at once",
        example='"Pulse 1 para confirmar, 9 para no recibir más llamadas."',
        exclude_if=unset,
    )
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

    def without_question(self) -> "CallStep":
        """Return the same call, in which a person is connected at once."""
        return self.model_copy(update={"say": ""}) if self.say else self

    def written(self) -> Iterator[WrittenText]:
        """Yield the question and the voicemail."""
        if self.say:
            yield WrittenText(path=("say",), text=self.say, longest=LONGEST_SPEECH)
        if self.voicemail:
            yield WrittenText(path=("voicemail",), text=self.voicemail, longest=LONGEST_SPEECH)

    def filled(self, filler: TemplateFiller, *, in_session: bool) -> FilledContent:  # noqa: ARG002  it has no sessions
        """Return the voicemail, and the question beside it."""
        return FilledContent(
            body=filler.text(self.voicemail, LONGEST_SPEECH) if self.voicemail else "",
            variables={SAY: filler.text(self.say, LONGEST_SPEECH)} if self.say else {},
        )

    def shown(self, filler: TemplateFiller) -> Iterator[ShownPiece]:
        """Yield the question and the voicemail, else what rings."""
        if self.say:
            yield ShownPiece(what="question", text=filler.text(self.say, LONGEST_SPEECH))
        if self.voicemail:
            yield ShownPiece(what="voicemail", text=filler.text(self.voicemail, LONGEST_SPEECH))
        elif not self.say:
            values = {"seconds": int(self.ring.total_seconds()), "floor": self.floor}
            yield ShownPiece(what="call", sentence="call-rings", values=values)


CALL = ContentKind(
    content=CallStep,
    says="A phone call.",
    block=block(
        CallStep,
        called="a call",
        example="{floor: sales, ring: 25 seconds}",
        short="floor",
        rules=(
            RefusedKey(
                key="voicemail_audio",
                beside="voicemail",
                found="two voicemails",
                expected="voicemail or voicemail_audio",
            ),
            *(
                RefusedKey(
                    key=name,
                    beside="detect_machines",
                    other=FALSE,
                    found=f"{name} without detect_machines",
                    expected="detect_machines: true",
                )
                for name in ("voicemail", "voicemail_audio")
            ),
            RefusedKey(
                key="detect_machines",
                beside=SAY,
                form=FALSE,
                found="a question without detect_machines",
                expected="detect_machines: true, because a question is not said to an answering machine",
            ),
        ),
    ),
    senders={"voice": Key(NUMBER, "The number your calls come from.")},
)

add_sentences(
    en="call-rings = rings { $seconds } s, floor { $floor }",
    es="call-rings = suena { $seconds } s, grupo de agentes { $floor }",
    pt="call-rings = toca { $seconds } s, grupo de agentes { $floor }",
)
