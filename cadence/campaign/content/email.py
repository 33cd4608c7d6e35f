"""What does an e-mail say? Pure."""

from collections.abc import Iterator
from html import escape

from cadence.campaign.blocks import Key, block, key
from cadence.campaign.content.base import Content, ContentKind, FilledContent, ShownPiece, WrittenText
from cadence.campaign.forms import TITLE
from cadence.campaign.kinds import TextKind
from cadence.campaign.templates import TemplateFiller
from cadence.domain.channels.email import LONGEST_EMAIL
from cadence.languages import say

LONGEST_SUBJECT = 200
SENDER = r"[^\s\"<>@]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"


class Email(Content):
    """
    An e-mail: its subject, its text, and the same in HTML where the campaign has it.

    Who sends it, the postal address and the link that unsubscribes stand at the end of both; no campaign leaves them
    out (15 USC 7704(a)(5); LSSI art. 20 and 21; RFC 8058).
    """

    subject: str = key(TITLE, "The subject, with {{ placeholders }}.", stand_in="", example='"{{ name }}, your cart"')
    body: str = key(
        TextKind(expected="text", longest=LONGEST_EMAIL),
        "The text, with {{ placeholders }}. Your name, your postal address and the link that unsubscribes follow it.",
        stand_in="",
        example='"Hello {{ name }}"',
    )
    html: str = key(
        TextKind(expected="HTML", longest=LONGEST_EMAIL),
        "The same as HTML, for programs that show it; the text is sent beside it.",
        "",
        without="text alone",
        example='"<p>Hello {{ name }}</p>"',
    )

    def written(self) -> Iterator[WrittenText]:
        """Yield the subject, the text and the HTML."""
        yield WrittenText(path=("subject",), text=self.subject, longest=LONGEST_SUBJECT)
        yield WrittenText(path=("body",), text=self.body, longest=LONGEST_EMAIL)
        if self.html:
            yield WrittenText(path=("html",), text=self.html, longest=LONGEST_EMAIL)

    def read(self) -> tuple[str, ...]:
        """Return the text with what is written under it: the company's name, and how to unsubscribe."""
        return (f"{self.body}\n{{{{ company }}}}\n{say('en', 'unsubscribe-title')}",)

    def filled(self, filler: TemplateFiller, *, in_session: bool) -> FilledContent:  # noqa: ARG002  it has no sessions
        """Return the e-mail; its subject and HTML are variables. The provider adds the link of this touch."""
        company, address = filler.senders["company"], filler.senders["postal_address"]
        variables = {
            "subject": filler.variable(self.subject),
            "company": company,
            "unsubscribe": say(filler.language, "unsubscribe-title"),
        }
        if self.html:
            footer = f"<p>{escape(company)}<br>{escape(address)}</p>"
            variables["html"] = f"{filler.markup(self.html, LONGEST_EMAIL)}\n{footer}"
        return FilledContent(
            body=f"{filler.text(self.body, LONGEST_EMAIL)}\n\n{company}\n{address}", variables=variables
        )

    def shown(self, filler: TemplateFiller) -> Iterator[ShownPiece]:
        """Yield the subject and the text."""
        yield ShownPiece(what="subject", text=filler.variable(self.subject))
        yield ShownPiece(what="body", text=self.filled(filler, in_session=False).body)


EMAIL = ContentKind(
    content=Email,
    says="An e-mail.",
    block=block(Email, called="an e-mail", example='{subject: "...", body: "..."}'),
    senders={
        "email": Key(
            TextKind(expected="an e-mail address such as hola@example.com", form=SENDER, longest=254),
            "The address your e-mails come from.",
        ),
        "postal_address": Key(
            TextKind(expected="a postal address on one line", form=r"[^\n]{10,300}", longest=300),
            "Where your company can be reached by post; it stands at the end of each e-mail.",
            example='"Calle Mayor 1, 28013 Madrid"',
        ),
    },
    needs={"postal_address": "where you can be reached by post, because each e-mail must say so"},
)
