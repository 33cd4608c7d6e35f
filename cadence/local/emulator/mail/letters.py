"""What do mail servers and people write back? Pure: raw messages, as they come from real servers."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

SIGNED = ("From", "To", "Subject", "Date", "Message-ID", "Reply-To", "MIME-Version", "Content-Type")
UNSUBSCRIBE = ("List-Unsubscribe", "List-Unsubscribe-Post")
OUR_SERVER = "mx.example.net"
"""The name of the server of our mailbox."""

REASONS = {
    "5.1.1": "550 5.1.1 The email account that you tried to reach does not exist",
    "5.2.1": "550 5.2.1 The mailbox is disabled",
    "5.2.2": "552 5.2.2 Mailbox full",
    "5.7.1": "550 5.7.1 Message rejected as spam",
    "4.2.2": "452 4.2.2 Mailbox full",
    "4.4.7": "451 4.4.7 Message expired: the server did not answer for five days",
}
_WROTE = {
    "es": "El {at}, {sender} escribió:",
    "pt": "Em {at}, {sender} escreveu:",
    "en": "On {at}, {sender} wrote:",
}
_AWAY = {
    "es": ("Respuesta automática: {subject}", "Estoy fuera de la oficina hasta el lunes."),
    "pt": ("Resposta automática: {subject}", "Estou fora do escritório até segunda-feira."),
    "en": ("Automatic reply: {subject}", "I am out of the office until Monday."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OurMail:
    """One of our e-mails, as its receiver has it."""

    return_path: str
    recipient: str
    ours: str  # the sender in From
    language: str  # the receiver's
    headers: Mapping[str, str]
    text: str
    content: bytes


def signed(content: bytes, domain: str, *, without: tuple[str, ...] = (), result: str = "pass") -> bytes:
    """Return an e-mail with the headers that a signing relay and the receiving server add. The signature is made up."""
    present = [name for name in (*SIGNED, *UNSUBSCRIBE) if re.search(rb"(?im)^" + name.encode() + rb":", content)]
    names = ":".join(name.lower() for name in present if name not in without)
    digest = hashlib.sha256(content).hexdigest()
    signature = (
        f"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d={domain}; s=emulated;\r\n"
        f"\th={names};\r\n\tbh={digest[:43]}=; b={digest}\r\n"
    )
    results = (
        f"Authentication-Results: {OUR_SERVER};\r\n\tdkim={result} header.d={domain} header.s=emulated;\r\n"
        f"\tspf=pass smtp.mailfrom={domain}\r\n"
    )
    return results.encode() + signature.encode() + content


def delivered(content: bytes, to: str) -> bytes:
    """Return an e-mail as it is put into a mailbox: with the address it came to."""
    return f"Delivered-To: {to}\r\n".encode() + content


def bounce(mail: OurMail, status: str, at: datetime, action: str = "failed") -> bytes:
    """Return a delivery report (RFC 3464) with our headers."""
    domain = mail.recipient.rpartition("@")[2]
    reason = REASONS.get(status, f"{status} The message could not be delivered")
    boundary = hashlib.sha256(mail.content).hexdigest()[:20]
    headers = mail.content.split(b"\r\n\r\n", 1)[0]
    text = (
        f"Return-Path: <>\r\nFrom: Mail Delivery Subsystem <mailer-daemon@{domain}>\r\nTo: {mail.return_path}\r\n"
        f"Subject: Delivery Status Notification\r\nDate: {format_datetime(at)}\r\n"
        f"Message-ID: <{boundary}@{domain}>\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        f'Content-Type: multipart/report; report-type=delivery-status; boundary="{boundary}"\r\n\r\n'
        f"--{boundary}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{reason}\r\n\r\n"
        f"--{boundary}\r\nContent-Type: message/delivery-status\r\n\r\n"
        f"Reporting-MTA: dns; mx.{domain}\r\n\r\nFinal-Recipient: rfc822; {mail.recipient}\r\nAction: {action}\r\n"
        f"Status: {status}\r\nDiagnostic-Code: smtp; {reason}\r\n\r\n"
        f"--{boundary}\r\nContent-Type: text/rfc822-headers\r\n\r\n"
    )
    return text.encode() + headers + f"\r\n\r\n--{boundary}--\r\n".encode()


def complaint(mail: OurMail, at: datetime) -> bytes:
    """Return a report of spam (RFC 5965); as usual without the person's address."""
    boundary = hashlib.sha256(b"arf" + mail.content).hexdigest()[:20]
    text = (
        f"From: Feedback <feedback@isp.example.org>\r\nTo: abuse@{mail.return_path.rpartition('@')[2]}\r\n"
        f"Subject: Email Feedback Report\r\nDate: {format_datetime(at)}\r\nMIME-Version: 1.0\r\n"
        f'Content-Type: multipart/report; report-type=feedback-report; boundary="{boundary}"\r\n\r\n'
        f"--{boundary}\r\nContent-Type: text/plain\r\n\r\nThis is an email abuse report.\r\n\r\n"
        f"--{boundary}\r\nContent-Type: message/feedback-report\r\n\r\n"
        f"Feedback-Type: abuse\r\nUser-Agent: Emulator/1\r\nVersion: 1\r\n\r\n"
        f"--{boundary}\r\nContent-Type: message/rfc822\r\n\r\n"
    )
    return text.encode() + mail.content + f"\r\n--{boundary}--\r\n".encode()


def reply(mail: OurMail, words: str, at: datetime, subject: str = "") -> bytes:
    """Return what a person writes back, with our text quoted below."""
    sender = mail.headers.get("From", "")
    wrote = _WROTE.get(mail.language, _WROTE["en"]).format(at=at.strftime("%d/%m/%Y %H:%M"), sender=sender)
    quoted = "\n".join(f"> {line}" for line in mail.text.splitlines())
    answer = _from_person(mail, subject or f"Re: {mail.headers.get('Subject', '')}", at)
    answer.set_content(f"{words}\n\n{wrote}\n{quoted}\n", cte="quoted-printable")
    return answer.as_bytes()


def away(mail: OurMail, at: datetime) -> bytes:
    """Return a notice of absence (RFC 3834)."""
    subject, words = _AWAY.get(mail.language, _AWAY["en"])
    answer = _from_person(mail, subject.format(subject=mail.headers.get("Subject", "")), at)
    answer["Auto-Submitted"] = "auto-replied"
    answer.set_content(words, cte="quoted-printable")
    return answer.as_bytes()


def by_mailto(mail: OurMail, at: datetime) -> bytes:
    """Return the e-mail that a mail program sends for the mailto address of List-Unsubscribe. Raises ValueError."""
    match = re.search(r"<mailto:([^?>]+)\?subject=([^>]+)>", mail.headers.get("List-Unsubscribe", ""))
    if match is None:
        raise ValueError("found no mailto address in List-Unsubscribe; expected one")
    answer = _from_person(mail, match[2].replace("%20", " "), at, to=match[1])
    answer.set_content("")
    return answer.as_bytes()


def link_in(mail: OurMail) -> str:
    """Return the one-click address. Raises ValueError when the headers of RFC 8058 are not complete."""
    match = re.search(r"<(https?:[^>]+)>", mail.headers.get("List-Unsubscribe", ""))
    if match is None or mail.headers.get("List-Unsubscribe-Post", "").strip() != "List-Unsubscribe=One-Click":
        raise ValueError("found no one-click address; expected List-Unsubscribe and List-Unsubscribe-Post")
    return match[1]


def _from_person(mail: OurMail, subject: str, at: datetime, to: str = "") -> EmailMessage:
    answer = EmailMessage(policy=SMTP)
    answer["Delivered-To"] = to or _bare(mail.headers.get("Reply-To", "")) or mail.return_path
    answer["From"], answer["To"] = mail.recipient, answer["Delivered-To"]
    answer["Subject"] = " ".join(subject.split())
    answer["Date"] = format_datetime(at)
    answer["Message-ID"] = f"<{hashlib.sha256(f'{at}{subject}'.encode()).hexdigest()[:24]}@person.example.org>"
    if "Message-ID" in mail.headers:
        answer["In-Reply-To"] = answer["References"] = mail.headers["Message-ID"]
    return answer


def _bare(address: str) -> str:
    match = re.search(r"<([^>]+)>", address)
    return match[1] if match else address.strip()
