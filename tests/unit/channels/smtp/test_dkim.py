"""Only a signature that the mailbox's own server has verified, and that covers the unsubscribe headers, counts."""

import pytest

from cadence.channels.smtp.dkim import aligned, signature_problem
from cadence.channels.smtp.mime import parse

SIGNATURE = (
    "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.com;\r\n s=k1; h=From : To:Subject:\r\n"
    "\tList-Unsubscribe:list-unsubscribe-POST; bh=x=; b=abc\r\n def"
)
RESULT = (
    "Authentication-Results: mx.example.net;\r\n"
    " dkim=pass (2048-bit; key) header.d=example.com header.s=k1;\r\n spf=pass"
)


def problem(*headers: str, auth_server: str = "") -> str:
    """What is wrong with an e-mail with these headers."""
    mail = parse("\r\n".join([*headers, "From: hola@example.com", "", "x"]).encode())
    return signature_problem(mail, "example.com", auth_server)


@pytest.mark.parametrize(
    "headers",
    [
        (RESULT, SIGNATURE),
        (RESULT.replace("mx.example.net;", "mx.example.net 1;"), SIGNATURE),  # with a version
        (RESULT.replace("header.d=example.com", "header.i=@mail.example.com"), SIGNATURE),
        (RESULT, SIGNATURE.replace("d=example.com", "d=mail.example.com")),  # below the sender's domain
        (RESULT, SIGNATURE.replace("d=example.com", "d=relay.example"), SIGNATURE),  # the relay signs as well
        (RESULT.replace("spf=pass", "dkim=fail header.d=relay.example"), SIGNATURE),
    ],
)
def test_a_verified_signature_over_the_headers_is_enough(headers: tuple[str, ...]) -> None:
    """Also among others."""
    assert problem(*headers) == ""


@pytest.mark.parametrize(
    ("headers", "words"),
    [
        ((), "is not signed"),
        ((RESULT,), "is not signed"),
        ((RESULT, SIGNATURE.replace("d=example.com", "d=relay.example")), "signed for relay.example only"),
        ((RESULT, SIGNATURE.replace("d=example.com", "d=com")), "signed for com only"),
        ((RESULT, SIGNATURE.replace("List-Unsubscribe:", "")), "leaves out List-Unsubscribe;"),
        ((RESULT, SIGNATURE.replace("From :", "")), "leaves out From;"),
        ((SIGNATURE,), "without the header Authentication-Results"),
        ((RESULT.replace("dkim=pass", "dkim=fail"), SIGNATURE), "mx.example.net says dkim=fail"),
        ((RESULT.replace("dkim=pass", "dkim=none"), SIGNATURE), "says dkim=none"),
        ((RESULT.replace("header.d=example.com", "header.d=evil.example"), SIGNATURE), "says dkim=pass; expected"),
        (("Authentication-Results: mx.example.net; none", SIGNATURE), "says nothing about DKIM"),
        # A header that came with the e-mail stands below that of the server.
        (("Authentication-Results: mx.example.net; dkim=fail", RESULT, SIGNATURE), "says dkim=fail"),
        (("Authentication-Results: mx; x=(dkim=pass header.d=example.com)", SIGNATURE), "says nothing about DKIM"),
    ],
)
def test_anything_less_is_named(headers: tuple[str, ...], words: str) -> None:
    """What was found, and what to do."""
    assert words in problem(*headers)


def test_a_named_server_is_the_only_one_that_counts() -> None:
    """Wherever its header stands."""
    forged = RESULT.replace("mx.example.net", "evil.example")

    assert problem(forged, RESULT, SIGNATURE, auth_server="MX.example.net") == ""
    assert "of mx.example.net" in problem(forged, SIGNATURE, auth_server="mx.example.net")


@pytest.mark.parametrize(
    ("domain", "fits"),
    [
        ("example.com", True),
        ("EXAMPLE.com.", True),
        ("a.example.com", True),
        ("badexample.com", False),
        ("com", False),
        ("", False),
    ],
)
def test_a_signature_belongs_to_the_sender_s_domain(domain: str, fits: bool) -> None:
    """As DMARC compares them, relaxed."""
    assert aligned(domain, "example.com") is fits
