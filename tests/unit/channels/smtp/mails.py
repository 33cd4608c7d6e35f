"""E-mails as mail servers and mail programs write them, about one touch of ours."""

from cadence.channels.smtp.tokens import TokenUse, tag

KEY = b"a key for e-mail tokens in tests"
KEYS = (KEY,)
TOUCH = "5b1d0c1e-6f7c-4a55-9f52-5f6f9d7f4c11"
OTHER = "e0c9a5f2-0c55-4b7f-8f6e-0a4a4ef3b1de"
RETURN_PATH = f"return+{tag(KEY, TokenUse.BOUNCE, TOUCH)}@bounce.example.com"
REPLY_TO = f"return+{tag(KEY, TokenUse.REPLY, TOUCH)}@bounce.example.com"
UNSUBSCRIBE = f"return+{tag(KEY, TokenUse.MAILTO, TOUCH)}@bounce.example.com"
MESSAGE_ID = f"<{tag(KEY, TokenUse.MESSAGE, TOUCH)}@example.com>"

OURS = f"""Return-Path: <{RETURN_PATH}>
From: Tienda Sol <hola@example.com>
Reply-To: {REPLY_TO}
To: ana@example.org
Subject: Su cesta
Message-ID: {MESSAGE_ID}
"""

POSTFIX = f"""Return-Path: <>
Delivered-To: {RETURN_PATH}
Date: Mon,  2 Mar 2026 10:00:00 +0000 (UTC)
From: MAILER-DAEMON@mx.example.org (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: {RETURN_PATH}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="4D2F31C0E5.1772445600/mx.example.org"
Message-Id: <20260302100000.4D2F31C0E5@mx.example.org>

This is a MIME-encapsulated message.

--4D2F31C0E5.1772445600/mx.example.org
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients.

<ana@example.org>: host mail.example.org[192.0.2.1] said: 550 5.1.1
    <ana@example.org>: Recipient address rejected: User unknown

--4D2F31C0E5.1772445600/mx.example.org
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org
X-Postfix-Queue-ID: 4D2F31C0E5
Arrival-Date: Mon,  2 Mar 2026 09:59:59 +0000 (UTC)

Final-Recipient: rfc822; ana@example.org
Original-Recipient: rfc822;ana@example.org
Action: failed
Status: 5.1.1
Remote-MTA: dns; mail.example.org
Diagnostic-Code: smtp; 550 5.1.1 <ana@example.org>: Recipient address rejected:
    User unknown

--4D2F31C0E5.1772445600/mx.example.org
Content-Description: Undelivered Message
Content-Type: message/rfc822

{OURS}
Hola
--4D2F31C0E5.1772445600/mx.example.org--
"""

EXCHANGE = f"""From: <postmaster@example.org>
To: return@bounce.example.com
Subject: No se puede entregar: Su cesta
Content-Type: multipart/report; report-type=delivery-status; boundary="_e_"
X-MS-Exchange-Message-Is-Ndr:
MIME-Version: 1.0

--_e_
Content-Type: multipart/alternative; boundary="_a_"

--_a_
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

No se pudo entregar su mensaje.
--_a_--

--_e_
Content-Type: message/delivery-status

Reporting-MTA: dns;AM0PR01.example.org
Received-From-MTA: dns;mail.example.com
Arrival-Date: Mon, 2 Mar 2026 10:00:00 +0000

Final-Recipient: rfc822;ana@example.org
Action: failed
Status: 5.7.133
Diagnostic-Code: smtp;550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup
X-Display-Name: Ana

--_e_
Content-Type: text/rfc822-headers

{OURS}
--_e_--
"""

EXIM = f"""Return-path: <>
Envelope-to: {RETURN_PATH}
From: Mail Delivery System <Mailer-Daemon@example.org>
To: {RETURN_PATH}
Auto-Submitted: auto-replied
X-Failed-Recipients: ana@example.org
Subject: Mail delivery failed: returning message to sender

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error.

  ana@example.org
    SMTP error from remote mail server after RCPT TO:<ana@example.org>:
    550 5.2.1 The email account that you tried to reach is disabled.
"""

EXIM_DELAY = f"""Return-path: <>
Envelope-to: {RETURN_PATH}
From: Mail Delivery System <Mailer-Daemon@example.org>
To: {RETURN_PATH}
Auto-Submitted: auto-replied
Subject: Warning: message 1tABCD-000001-0A delayed 24 hours

This message was created automatically by mail delivery software.
A message that you sent has not yet been delivered to one or more of its
recipients after more than 24 hours on the queue on mx.example.org.
"""

DELAYED = POSTFIX.replace("Action: failed", "Action: delayed").replace("Status: 5.1.1", "Status: 4.4.1")

ARF = f"""From: <abusedesk@isp.example.net>
Date: Mon, 2 Mar 2026 10:00:00 +0000
Subject: FW: Su cesta
To: <abuse@example.com>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report;
     boundary="part1_13d.2e68ed54_boundary"

--part1_13d.2e68ed54_boundary
Content-Type: text/plain; charset="US-ASCII"
Content-Transfer-Encoding: 7bit

This is an email abuse report for an email message.

--part1_13d.2e68ed54_boundary
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: SomeGenerator/1.0
Version: 1
Original-Mail-From: <{RETURN_PATH}>

--part1_13d.2e68ed54_boundary
Content-Type: message/rfc822
Content-Disposition: inline

{OURS.replace("ana@example.org", "redacted@example.net")}
Hola
--part1_13d.2e68ed54_boundary--
"""


def answer(text: str, *headers: str, subject: str = "Re: Su cesta", to: str = REPLY_TO) -> bytes:
    """A person's e-mail to us."""
    lines = ["From: Ana <ana@example.org>", f"To: {to}", f"Subject: {subject}", *headers]
    return raw("\n".join([*lines, "Content-Type: text/plain; charset=utf-8", "", text]))


def raw(text: str) -> bytes:
    """Text as it comes from a server."""
    return text.replace("\n", "\r\n").encode()
