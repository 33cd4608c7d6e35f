"""What is handed to a relay is one well-formed e-mail, whatever the texts."""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence.channels.provider import Message
from cadence.channels.smtp.account import SmtpAccount
from cadence.channels.smtp.compose import compose
from cadence.domain import Channel
from cadence.domain.channels.email_address import read_mail_address
from cadence.domain.errors import InvalidInputError

ACCOUNT = SmtpAccount(
    host="smtp.example.com",
    port=587,
    return_path="return@bounce.example.com",
    public_url="https://hooks.averylongsubdomain.example.org/cadence/",
    key=b"a key for e-mail tokens in tests",
)
AT = datetime(2026, 3, 2, 10, tzinfo=UTC)
TOUCH = "5b1d0c1e-6f7c-4a55-9f52-5f6f9d7f4c11"
TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=120)


def composed(**more: Any) -> Any:
    """An e-mail, parsed again."""
    values = {"subject": "Hola", "html": "", "unsubscribe": "Baja", "company": "", "campaign": "spring"}
    fields: dict[str, Any] = {"to": "ana@example.org", "sender": "hola@example.com", "body": "Hola, Ana"}
    fields |= {name: value for name, value in more.items() if name in fields}
    values |= {name: value for name, value in more.items() if name in values}
    email = compose(ACCOUNT, Message(touch=TOUCH, channel=Channel.EMAIL, variables=values, **fields), AT)
    return email, message_from_bytes(email.content, policy=default)


def test_the_headers_are_those_of_a_mailing_that_people_can_leave() -> None:
    """And the same touch always has the same Message-ID."""
    email, parsed = composed()

    assert [name for name in parsed if name not in {"Content-Type", "Content-Transfer-Encoding", "MIME-Version"}] == [
        "Date",
        "From",
        "Reply-To",
        "To",
        "Subject",
        "Message-ID",
        "List-Unsubscribe",
        "List-Unsubscribe-Post",
        "Auto-Submitted",
        "Feedback-ID",
    ]
    assert parsed["Date"] == "Mon, 02 Mar 2026 10:00:00 +0000"
    assert parsed["Message-ID"] == f"<{email.message_id}>" == f"<{composed(subject='x')[0].message_id}>"
    assert parsed["Feedback-ID"].startswith("spring:email:cadence:")
    assert email.recipient == "ana@example.org"
    assert not email.needs_utf8


def test_long_addresses_of_a_header_are_not_encoded() -> None:
    """A mail program would not find them, and the bytes are what DKIM signs."""
    email, _ = composed()
    head = email.content.split(b"\r\n\r\n")[0].decode("ascii")

    assert "<https://hooks.averylongsubdomain.example.org/cadence/unsubscribe/" in head
    assert "=?" not in head
    assert max(map(len, head.split("\r\n"))) <= 998


@given(subject=TEXT, company=TEXT, body=st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=2000))
def test_any_text_arrives_as_it_was_written(subject: str, company: str, body: str) -> None:
    """Every letter, in lines that every server takes, and nothing becomes a header."""
    email, parsed = composed(subject=subject, company=company, body=body)

    assert " ".join(parsed["Subject"].split()) == " ".join(subject.split())
    assert parsed["From"].addresses[0].addr_spec == "hola@example.com"
    assert len(parsed.keys()) == 13
    lines = email.content.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert b"\r" not in b"".join(lines)
    assert max(map(len, lines)) <= 998
    assert email.content.isascii()
    sent = body.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").rstrip()
    assert parsed.get_content().replace("\r\n", "\n").startswith(sent)


@pytest.mark.parametrize(
    "name", ["Tienda Sol", 'Sol "la mejor", S.L.', "Ñandú & Cía.", "=?utf-8?q?x?=", "a\\b", "📦 Sol"]
)
def test_the_sender_s_name_is_shown_as_it_is(name: str) -> None:
    """Quotation marks, commas, letters of Spanish, signs."""
    for address in (
        composed(company=name)[1]["From"].addresses[0],
        composed(sender=_named(name))[1]["From"].addresses[0],
    ):
        assert (address.display_name, address.addr_spec) == (name, "hola@example.com")


def _named(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}" <hola@example.com>'


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Hola</p>", '<p>Hola</p><p><a href="'),
        ("<html><body><p>Hola</p></body></html>", '<p>Hola</p><p><a href="'),
        ("<BODY>a</BODY ></HTML>", '<BODY>a<p><a href="'),
    ],
)
def test_the_link_is_in_the_html_too(html: str, expected: str) -> None:
    """Before the end of the body."""
    _, parsed = composed(html=html, unsubscribe="Baja & más")
    plain, rich = (part.get_content() for part in parsed.iter_parts())

    assert expected in rich
    assert "Baja &amp; más</a></p>" in rich
    assert "Hola, Ana" in plain
    assert parsed.get_content_type() == "multipart/alternative"


@pytest.mark.parametrize("field", ["subject", "company", "unsubscribe", "to", "sender"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\x0b", "\x85", "\u2028", "\0"])
def test_no_text_begins_a_header(field: str, end: str) -> None:
    """Refused, not repaired: such a text is a mistake or an attack."""
    with pytest.raises(InvalidInputError):
        composed(**{field: f"a@example.org{end}Bcc: b@example.org"})


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("ana@example.org", "ana@example.org"),
        ("Ana García <ana@example.org>", "ana@example.org"),
        ("ana@EXAMPLE.org.", "ana@example.org"),
        ("ana@ñandú.example", "ana@xn--and-6ma2c.example"),
        ("josé+x@example.org", "josé+x@example.org"),
        ("o'brien@example.org", "o'brien@example.org"),
    ],
)
def test_an_address_is_read_as_mail_servers_know_it(text: str, bare: str) -> None:
    """The domain in ASCII and lower case; the rest is the receiver's own."""
    assert read_mail_address(text).bare == bare


@pytest.mark.parametrize(
    "text",
    [
        *("", "@", "ana", "ana@", "@example.org", "ana@localhost", "a b@example.org", "ana@exa_mple.org", "ana@-x.org"),
        *(
            "ana@straße.example",
            "a..b@example.org",
            ".a@example.org",
            "a@b@example.org",
            '"a"@example.org',
            "a@[192.0.2.1]",
        ),
        *("ana@example.org>", "<ana@example.org", "ana@example.org, b@example.org", "a" * 260 + "@example.org"),
    ],
)
def test_anything_else_is_no_address(text: str) -> None:
    """The message does not repeat it."""
    with pytest.raises(InvalidInputError) as refused:
        read_mail_address(text)
    assert "ana@e" not in str(refused.value).replace("ana@example.com", "")


@given(st.text(max_size=80))
def test_an_address_that_is_read_can_be_sent(text: str) -> None:
    """It holds nothing that ends an SMTP command."""
    try:
        address = read_mail_address(text)
    except InvalidInputError:
        return

    assert not set(address.bare) & set(' \t\r\n<>\0,;:"')
    assert address.domain.isascii()


def test_a_plain_connection_leaves_this_machine_for_nobody() -> None:
    """Passwords and addresses would be readable on the way."""
    for changes in ({"tls": "none"}, {"imap_host": "imap.example.com", "imap_tls": "none"}):
        with pytest.raises(InvalidInputError, match="without TLS"):
            replace(ACCOUNT, **changes)  # type: ignore[arg-type]
    assert replace(ACCOUNT, host="127.0.0.1", tls="none").host == "127.0.0.1"


def test_a_return_path_must_have_room_for_a_tag() -> None:
    """Servers refuse more than 64 characters before the @."""
    with pytest.raises(InvalidInputError, match="at most 19"):
        replace(ACCOUNT, return_path="a-rather-long-mailbox@example.com")
    with pytest.raises(InvalidInputError, match="16 bytes"):
        replace(ACCOUNT, key=b"short")
    assert "secret" not in repr(replace(ACCOUNT, password="secret", imap_password="secret"))
