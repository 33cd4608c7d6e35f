"""What does a WhatsApp message say? Pure."""

from collections.abc import Iterator

from cadence.campaign.blocks import Key, MappingKind, block, key
from cadence.campaign.content.base import Content, ContentKind, FilledContent, ShownPiece, WrittenText
from cadence.campaign.forms import TEXT, WHATSAPP_SENDER
from cadence.campaign.key_rules import Needed, RefusedKey
from cadence.campaign.kinds import TextKind
from cadence.campaign.templates import TemplateFiller
from cadence.domain.channels import LONGEST_SPEECH


class WhatsApp(Content):
    """An approved template (`template`, `variables`), or free text that goes only inside a session."""

    body: str = key(
        TEXT, "Free text for an open 24-hour session; for a template, its wording.", "", example='"Hola {{ name }}"'
    )
    template: str = key(
        TextKind(expected="the approved template's name", form=r"\S+", longest=100),
        "The approved template.",
        "",
        rule="whatsapp.session",
        example="cart_reminder",
    )
    variables: dict[str, str] = key(
        MappingKind(of=TEXT, name=TextKind(expected="the variable's number or name", form=r"\w+", longest=40)),
        "The template's variables, by number or name.",
        {},
        example='{"1": "{{ name }}"}',
    )

    @property
    def approved(self) -> str:
        """The template."""
        return self.template

    @property
    def approved_variables(self) -> dict[str, str]:
        """Its variables."""
        return self.variables

    def written(self) -> Iterator[WrittenText]:
        """Yield the body, and the variables of the template. A template may stand alone."""
        if self.body:
            yield WrittenText(path=("body",), text=self.body, read=True)
        for name, text in self.variables.items():
            yield WrittenText(path=("variables", name), text=text)

    def filled(self, filler: TemplateFiller, *, in_session: bool) -> FilledContent:
        """Return the free text where it may go, else the template with its variables."""
        body = filler.text(self.body) if self.body else ""
        if not self.template or (in_session and body):
            return FilledContent(body=body)
        variables = {name: filler.variable(text) for name, text in self.variables.items()}
        return FilledContent(body=body, template=self.template, variables=variables)

    def shown(self, filler: TemplateFiller) -> Iterator[ShownPiece]:
        """Yield the template with its variables, and the free text."""
        if self.template:
            words = ", ".join(f"{name}={filler.variable(text)}" for name, text in self.variables.items())
            yield ShownPiece(what=f"template {self.template}", text=words or self.template)
        if self.body:
            yield ShownPiece(what="body", text=filler.text(self.body, LONGEST_SPEECH))


WHATSAPP = ContentKind(
    content=WhatsApp,
    says="A WhatsApp message.",
    block=block(
        WhatsApp,
        called="a whatsapp message",
        example="{template: cart_reminder, body: ...}",
        short="body",
        rules=(
            Needed(
                keys=("template", "body"), none="a whatsapp message without text", expected="template, body, or both"
            ),
            RefusedKey(
                key="variables",
                without="template",
                at="value",
                found="variables without a template",
                expected="the template they fill",
            ),
        ),
    ),
    senders={"whatsapp": Key(WHATSAPP_SENDER, "The number or messaging service your WhatsApp messages come from.")},
)
