"""Bounces, complaints, automatic answers and people's answers, as real programs write them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence.channels.provider import Received, TouchReport
from cadence.channels.smtp.mime import UnreadableMailError
from cadence.channels.smtp.reading import Ignored, read
from cadence.channels.smtp.tokens import TokenUse, tag
from cadence.domain import Outcome
from tests.unit.channels.smtp.mails import (
    ARF,
    DELAYED,
    EXCHANGE,
    EXIM,
    EXIM_DELAY,
    KEY,
    KEYS,
    MESSAGE_ID,
    OTHER,
    POSTFIX,
    REPLY_TO,
    RETURN_PATH,
    TOUCH,
    UNSUBSCRIBE,
    answer,
    raw,
)

AT = datetime(2026, 3, 2, 10, tzinfo=UTC)
OTHER_KEY = b"another key of the same length!!"


def item(mail: bytes, keys: tuple[bytes, ...] = KEYS) -> Received | TouchReport | Ignored:
    """What an e-mail says."""
    return read("mail:1/2", AT, mail, keys)


def report(mail: bytes) -> tuple[str, Outcome | None, str]:
    """What an e-mail reports."""
    entry = item(mail)
    assert isinstance(entry, TouchReport)
    assert (entry.sid, entry.report.at) == ("mail:1/2", AT)
    return entry.touch, entry.report.outcome, entry.report.code


def words(mail: bytes) -> str:
    """What a person says."""
    entry = item(mail)
    assert isinstance(entry, Received)
    return entry.body


@pytest.mark.parametrize(
    ("mail", "outcome", "code"),
    [
        (POSTFIX, Outcome.INVALID_NUMBER, "5.1.1"),  # the token is in the address it came to
        (
            POSTFIX.replace(RETURN_PATH, "return@bounce.example.com"),
            Outcome.INVALID_NUMBER,
            "5.1.1",
        ),  # ... in our headers
        (
            POSTFIX.replace("Status: 5.1.1", "Status: 5.0.0"),
            Outcome.INVALID_NUMBER,
            "5.1.1",
        ),  # the server's words say more
        (
            POSTFIX.replace("Status: 5.1.1", "Status: 5.4.4").replace("550 5.1.1", "550 host not entry"),
            Outcome.UNDELIVERED,
            "5.4.4",
        ),
        (POSTFIX.replace("5.1.1", "4.4.7"), Outcome.UNDELIVERED, "4.4.7"),  # given up after days of trying
        (POSTFIX.replace("5.1.1", "5.2.2"), Outcome.UNDELIVERED, "5.2.2"),  # a full mailbox may be emptied
        (
            POSTFIX.replace("Status: 5.1.1", "Status:").replace("550 5.1.1", "550"),
            Outcome.UNDELIVERED,
            "",
        ),  # no code at all
        (EXCHANGE, Outcome.BLOCKED, "5.7.133"),
        (EXIM, Outcome.INVALID_NUMBER, "5.2.1"),  # text alone
        (ARF, Outcome.OPTED_OUT, "complaint"),
        (ARF.replace("Feedback-Type: abuse", "Feedback-Type: opt-out"), Outcome.OPTED_OUT, "complaint"),
    ],
)
def test_a_notice_reports_on_the_touch_whose_token_it_has(mail: str, outcome: Outcome, code: str) -> None:
    """Permanent, final after tries, refused by policy, or reported as spam."""
    assert report(raw(mail)) == (TOUCH, outcome, code)


@pytest.mark.parametrize(
    "mail",
    [
        DELAYED,  # still under way
        POSTFIX.replace("Action: failed", "Action: delivered"),
        ARF.replace("Feedback-Type: abuse", "Feedback-Type: not-spam"),
        EXIM.replace("550 5.2.1", "450 4.2.1"),
        EXIM_DELAY,  # no code and no report: it would be sent a second time
        EXIM_DELAY.replace("delayed 24 hours", "").replace("has not yet been", "todavía no se ha"),
    ],
)
def test_a_notice_without_consequence_says_nothing(mail: str) -> None:
    """Neither a report nor a person's answer."""
    assert item(raw(mail)) is Ignored.NO_EFFECT


def test_a_final_notice_may_speak_of_delays() -> None:
    """Its code says that it is final."""
    spoken = EXIM.replace("This is a permanent error.", "It was delayed, and is not tried again.")

    assert report(raw(spoken)) == (TOUCH, Outcome.INVALID_NUMBER, "5.2.1")
    assert report(raw(EXIM.replace("5.2.1 ", ""))) == (TOUCH, Outcome.UNDELIVERED, "")


@pytest.mark.parametrize(
    "sender", ["ana..lopez@example.org", '"ana lopez"@example.org', "ana@[192.0.2.1]", "ana@intranet", "Ana"]
)
def test_a_stop_counts_from_an_address_that_we_could_not_write_to(sender: str) -> None:
    """The address that is answered proves whose it is. Without that proof, a person has to look at it."""
    stop = answer("BAJA").replace(b"Ana <ana@example.org>", sender.encode())
    entry = item(stop)

    assert isinstance(entry, Received)
    assert (entry.sender, entry.touch, entry.body) == ("", TOUCH, "BAJA")
    with pytest.raises(UnreadableMailError, match="From"):
        item(stop.replace(REPLY_TO.encode(), b"return@bounce.example.com"))


@pytest.mark.parametrize(
    ("sender", "address"),
    [
        ("=?utf-8?q?Ana=40casa?= <ana@example.org>", "ana@example.org"),  # an encoded name is no address
        ("=?utf-8?q?luz=40example=2Eorg=2C?= <ana@example.org>", "ana@example.org"),
        ("Jose\u0301 <JOSE\u0301@Ñandú.example.org>", "josé@xn--and-6ma2c.example.org"),
    ],
)
def test_a_sender_is_known_by_the_address_as_the_ledger_stores_it(sender: str, address: str) -> None:
    """Whatever name stands beside it, in any spelling."""
    entry = item(answer("Hola").replace(b"Ana <ana@example.org>", sender.encode()))

    assert isinstance(entry, Received)
    assert entry.sender == address


@pytest.mark.parametrize(
    "attached",
    [
        "Content-Type: message/rfc822\n\n" + POSTFIX,
        "Content-Type: message/feedback-report\n\nFeedback-Type: not-spam\n\n",
        "Content-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nAction: failed\nStatus: 5.1.1\n\n",
    ],
)
def test_a_person_may_attach_a_notice(attached: str) -> None:
    """It is their answer all the same: the stop counts, and the address is not closed as one that does not exist."""
    mail = f"From: ana@example.org\nTo: {REPLY_TO}\nContent-Type: multipart/mixed; boundary=q\n\n"
    mail += f"--q\nContent-Type: text/plain\n\nBAJA\n--q\n{attached}\n--q--\n"

    assert words(raw(mail)) == "BAJA"


def test_a_receipt_that_it_was_read_is_no_answer() -> None:
    """Some programs send one unasked; nobody wrote it (RFC 8098)."""
    receipt = raw(
        f"From: Ana <ana@example.org>\nTo: {REPLY_TO}\nSubject: Su cesta\n"
        'Content-Type: multipart/report; report-type=disposition-notification; boundary="x"\n\n'
        "--x\nContent-Type: text/plain\n\nYour message was read on Monday.\n"
        "--x\nContent-Type: message/disposition-notification\n\nDisposition: manual-action; displayed\n--x--\n"
    )

    assert item(receipt) is Ignored.AUTOMATIC


@pytest.mark.parametrize("mail", [POSTFIX, EXCHANGE, EXIM, ARF])
def test_a_forged_notice_says_nothing(mail: str) -> None:
    """The same notices with tokens of another key; a server's notice is no person's answer either."""
    assert item(raw(mail), (OTHER_KEY,)) is Ignored.NO_TOUCH


def test_a_postmaster_can_answer() -> None:
    """With our Reply-To it is a person, with our return path a mail server."""
    reply = raw(f"From: postmaster@example.org\nTo: {REPLY_TO}\nSubject: Re: x\n\nSí")
    bounced = raw(f"From: postmaster@example.org\nTo: {RETURN_PATH}\nSubject: x\n\n550 5.1.1 no such user")

    assert words(reply) == "Sí"
    assert report(bounced) == (TOUCH, Outcome.INVALID_NUMBER, "5.1.1")


def test_a_token_reaches_only_its_own_touch() -> None:
    """With one of our e-mails a person can close its own address, and no other. The envelope's token counts first."""
    forged = POSTFIX.replace(MESSAGE_ID, f"<{tag(KEY, TokenUse.MESSAGE, OTHER)}@example.com>")

    assert report(raw(forged))[0] == TOUCH


def test_old_keys_are_accepted() -> None:
    """Answers come weeks after the key was changed."""
    assert isinstance(item(raw(POSTFIX), (OTHER_KEY, KEY)), TouchReport)


@pytest.mark.parametrize(
    "headers",
    [
        ("Auto-Submitted: auto-replied",),
        ("Auto-Submitted: auto-generated; type=vacation",),
        ("X-Autoreply: yes",),
        ("X-Autorespond: Su cesta",),
        ("Precedence: bulk",),
        ("Precedence: auto_reply",),
        ("Return-Path: <>",),
        ("List-Id: <news.example.org>",),
    ],
)
def test_a_machine_s_answer_is_nobody_s(headers: tuple[str, ...]) -> None:
    """It must neither stop a cadence nor count as a reply."""
    assert item(answer("Estoy de vacaciones. BAJA", *headers)) is Ignored.AUTOMATIC


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply: Su cesta",
        "Out of Office",
        "Respuesta automática: Su cesta",
        "=?utf-8?q?Respuesta_autom=C3=A1tica=3A_Su_cesta?=",
        "Resposta automática: Sua cesta",
        "Fuera de la oficina",
        "Autorespuesta: Su cesta",
        "[Autorespuesta] Su cesta",
        "Aviso de férias",
        "OOO: Su cesta",
    ],
)
def test_a_notice_of_absence_is_known_by_its_subject(subject: str) -> None:
    """Some programs set no header."""
    assert item(answer("Vuelvo el lunes", subject=subject)) is Ignored.AUTOMATIC


@pytest.mark.parametrize("headers", [("Auto-Submitted: no",), ("Precedence: normal",), ("X-Priority: 1",), ()])
def test_a_person_s_answer_is_theirs(headers: tuple[str, ...]) -> None:
    """With its touch, its sender and its new words."""
    entry = item(answer("Sí, me interesa", *headers))

    assert entry == Received(
        sid="mail:1/2",
        channel=entry.channel,  # type: ignore[union-attr]
        sender="ana@example.org",
        to=REPLY_TO,
        body="Sí, me interesa",
        at=AT,
        confirmed=True,
        touch=TOUCH,
    )


@pytest.mark.parametrize(
    ("to", "headers", "touch"),
    [
        (REPLY_TO, (), TOUCH),
        (REPLY_TO.upper(), (), TOUCH),  # servers may change upper and lower case
        (RETURN_PATH, (), TOUCH),  # some programs answer to the return path
        ("hola@example.com", (f"In-Reply-To: {MESSAGE_ID}",), TOUCH),  # Reply-To was ignored
        ("hola@example.com", (f"References: <x@y.example>\n\t{MESSAGE_ID}",), TOUCH),
        ("hola@example.com", (f"Delivered-To: {REPLY_TO}",), TOUCH),
        ("return@bounce.example.com", (), ""),
        (REPLY_TO.replace("+r-", "+b-"), (), ""),  # signed for another use
    ],
)
def test_an_answer_belongs_to_the_touch_that_its_token_names(to: str, headers: tuple[str, ...], touch: str) -> None:
    """Without a genuine token nothing is known but who writes."""
    entry = item(answer("Hola", *headers, to=to))

    assert isinstance(entry, Received)
    assert entry.touch == touch


@pytest.mark.parametrize(
    "mail",
    [
        answer("", to=UNSUBSCRIBE, subject="unsubscribe"),
        answer("", to="return@bounce.example.com", subject=f"unsubscribe {tag(KEY, TokenUse.MAILTO, TOUCH)}"),
        answer("Sent from my iPhone", "Auto-Submitted: auto-generated", to=UNSUBSCRIBE),  # a program's button
    ],
)
def test_the_unsubscribe_address_means_stop(mail: bytes) -> None:
    """Whatever else is in it."""
    entry = item(mail)

    assert isinstance(entry, Received)
    assert (entry.body, entry.touch) == ("STOP", TOUCH)


@pytest.mark.parametrize(
    ("subject", "text", "expected"),
    [
        ("BAJA", "", "BAJA"),
        ("BAJA", "Sent from my iPhone", "BAJA"),
        ("BAJA", "gracias", "gracias"),  # the text counts where there is one
        ("Re: Su cesta", "", ""),  # our own subject
        ("RV: Su cesta", "> Su cesta\n", ""),
    ],
)
def test_a_subject_counts_where_the_text_has_no_words(subject: str, text: str, expected: str) -> None:
    """But only one that the person wrote."""
    assert words(answer(text, subject=subject)) == expected


@pytest.mark.parametrize(
    "html",
    [
        "<html><head><meta charset=utf-8><style>p{}</style><body><p>BAJA</p></body></html>",  # the head is not closed
        "<head><title>Re: oferta</title><div>BAJA</div>",
        "<html><head><title>Re<body>BAJA</body></html>",
        "<title>Re</title><p>BAJA",
        "<p>BAJA</p><blockquote>Hola<p>Darse de baja",
        "<div class='gmail_quote'>El lunes<blockquote>Hola</blockquote></div><div>BAJA</div>",
    ],
)
def test_a_stop_is_read_in_html_that_closes_nothing(html: str) -> None:
    """End tags may be left out, and no browser minds."""
    assert words(raw(f"From: ana@example.org\nTo: {REPLY_TO}\nContent-Type: text/html\n\n{html}")) == "BAJA"


def test_a_stop_behind_many_styles_is_read() -> None:
    """Outlook can write tens of thousands of characters of styles before the first word."""
    styles = (
        "<style><!-- "
        + "p.MsoNormal {margin:0cm}\n" * 3000
        + "--></style><!--[if mso]>"
        + "<xml/>\n" * 3000
        + "<![endif]-->"
    )
    html = f"<html><head>{styles}</head><body><p>BAJA</p></body></html>"

    assert words(raw(f"From: ana@example.org\nTo: {REPLY_TO}\nContent-Type: text/html\n\n{html}")) == "BAJA"


@pytest.mark.parametrize("piece", ["<style", "<!--", "<!-- -->", "<b>", "</b><blockquote>", "<style></style", "<![if"])
def test_hostile_html_is_read(piece: str) -> None:
    """The reader serves one mailbox: a single e-mail must not stop it."""
    mail = raw(f"From: ana@example.org\nTo: {REPLY_TO}\nContent-Type: text/html\n\n") + piece.encode() * 40_000

    assert not isinstance(item(mail), TouchReport)


def test_html_alone_is_read_without_what_it_quotes() -> None:
    """Some programs send no plain text."""
    html = (
        "From: ana@example.org\nTo: x@example.com\nContent-Type: text/html; charset=iso-8859-1\n"
        "Content-Transfer-Encoding: quoted-printable\n\n"
        "<html><head><style>p {color: red}</style></head><body><div>No me escriban m=E1s</div><div><br></div>"
        '<div class=3D"gmail_quote"><div class=3D"gmail_attr">El lun, Tienda escribi=F3:<br></div>'
        "<blockquote>Para darse de baja: https://example.com</blockquote></div></body></html>"
    )

    assert words(raw(html)) == "No me escriban más"


def test_the_text_of_an_attached_e_mail_is_not_the_person_s() -> None:
    """They forward ours to somebody, with us in copy."""
    mail = (
        'From: ana@example.org\nContent-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\n'
        "Mira esto\n--b\nContent-Type: message/rfc822\n\nSubject: x\n\nBAJA\n--b--\n"
    )

    assert words(raw(mail)) == "Mira esto"


@pytest.mark.parametrize(
    "mail",
    [
        b"",
        b"\r\n\r\n",
        b"\0" * 1000,
        b"Subject: =?utf-8?b?" + b"A" * 5000 + b"?=\r\n\r\n",
        b"From: " + b"<" * 2000 + b"\r\n\r\nx",
        b"From: " + b"(" * 2000 + b"\r\n\r\nx",
        b"From: " + b'"\\' * 2000 + b"\r\n\r\nx",
        b"Content-Type: text/plain; charset=utf-16\r\n\r\n\xff",
        b"Content-Type: text/plain; charset*=utf-8'en'x%FF; charset*1=y\r\n\r\nx",
        b"Content-Type: multipart/mixed\r\n\r\nno boundary",
        b'Content-Type: multipart/mixed; boundary=""\r\n\r\n--\r\n\r\n',
        b"Content-Type: message/rfc822\r\n\r\n" * 2000,
        b'Content-Type: multipart/digest; boundary="a"\r\n\r\n' + b"--a\r\n\r\n" * 20_000,
        b"Content-Type: text/html\r\n\r\n" + b"<div><blockquote>" * 20_000,
        b"Content-Type: text/html\r\n\r\n<![foo[<!--<!DOCTYPE [<",
        b"Content-Type: text/plain\r\n\r\n" + b"on 1\r\n" * 80_000,
        b"Content-Type: text/plain\r\n\r\n" + b"> " * 200_000,
        b"Content-Transfer-Encoding: x-uuencode\r\n\r\nbegin 666 x\r\n!!!!",
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n"
        b"Content-Type: message/delivery-status\r\n\r\n" + b"Action: failed\r\n\r\n" * 20_000,
        b"To: " + b"r-" * 200_000 + b"\r\n\r\nx",
        b"Subject: x\r\n" + b"X-A: b\r\n" * 50_000 + b"\r\n",
        b"".join(b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (d, d) for d in range(300))
        + b"x\r\n" * 100_000,
    ],
    ids=range(22),
)
def test_a_hostile_e_mail_is_read_or_refused(mail: bytes) -> None:
    """Never another error, and never a report on a touch that it has no token of."""
    try:
        entry = item(mail)
    except UnreadableMailError:
        entry = Ignored.NO_EFFECT

    assert not isinstance(entry, TouchReport)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(mail: bytes) -> None:
    """What a mailbox holds may be anything."""
    try:
        entry = item(mail)
    except UnreadableMailError:
        return

    assert not isinstance(entry, TouchReport)


@given(
    st.sampled_from([POSTFIX, EXCHANGE, EXIM, ARF, DELAYED]),
    st.lists(st.tuples(st.integers(0, 3000), st.binary(max_size=20)), min_size=1, max_size=8),
)
def test_a_damaged_notice_names_its_own_touch_or_none(mail: str, changes: list[tuple[int, bytes]]) -> None:
    """Bytes lost or changed on the way."""
    damaged = bytearray(raw(mail))
    for place, piece in changes:
        damaged[place : place + len(piece)] = piece
    try:
        entry = item(bytes(damaged))
    except UnreadableMailError:
        return

    assert not isinstance(entry, TouchReport) or entry.touch == TOUCH


@given(
    st.text(max_size=300),
    st.sampled_from(["utf-8", "utf-16", "iso-8859-1", "cp1252", "ascii", "koi8-r", "hex", "nope"]),
)
def test_any_text_in_any_character_set_is_read(text: str, charset: str) -> None:
    """Also one that names another character set than it uses."""
    body = text.replace("\r", "").encode("utf-8", "replace")
    entry = item(b"From: a@example.org\r\nContent-Type: text/plain; charset=" + charset.encode() + b"\r\n\r\n" + body)

    assert isinstance(entry, Received)
    assert "\0" not in entry.body
