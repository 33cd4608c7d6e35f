"""The variables of e-mail are read, or the mistake says what to write."""

from collections.abc import Mapping

import pytest
from pydantic import ValidationError

from cadence.app.mail import smtp_account, token_key
from cadence.app.mail_settings import MailSettings
from cadence.app.settings import Settings
from cadence.channels.smtp.account import SmtpAccount
from cadence.domain.errors import InvalidInputError

ALL = {
    "CADENCE_SMTP_URL": "smtp://cadence%40example.com:p%40ss%2Fword@smtp.example.com",
    "CADENCE_IMAP_URL": "imaps://return:secret@imap.example.com/Returns",
    "CADENCE_RETURN_PATH": "return@Bounce.example.com",
}


KEY = b"0123456789abcdef"
REST = {"CADENCE_PUBLIC_URL": "https://hooks.example.org", "CADENCE_HMAC_KEY": KEY.hex()}


def settings(variables: Mapping[str, str]) -> Settings:
    """Settings from these variables and the rest that e-mail needs."""
    return Settings.from_env({**REST, **variables})


def account(**changes: str) -> SmtpAccount:
    """The account of the variables with some changes."""
    mail = smtp_account(settings({**ALL, **changes}))
    assert mail is not None
    return mail


def test_the_relay_and_the_mailbox_are_read() -> None:
    """With user, password and encryption."""
    mail = account()

    assert (mail.host, mail.port, mail.tls) == ("smtp.example.com", 587, "starttls")
    assert (mail.user, mail.password) == ("cadence@example.com", "p@ss/word")
    assert (mail.imap_host, mail.imap_port, mail.imap_tls, mail.mailbox) == (
        "imap.example.com",
        993,
        "tls",
        "Returns",
    )
    assert (mail.return_path, mail.public_url) == ("return@bounce.example.com", "https://hooks.example.org")
    assert mail.key == token_key(KEY) != KEY


@pytest.mark.parametrize(
    ("variable", "value", "expected"),
    [
        ("CADENCE_SMTP_URL", "smtps://smtp.example.com", ("smtp.example.com", 465, "tls")),
        ("CADENCE_SMTP_URL", "smtp://u:p@127.0.0.1:2525?tls=none", ("127.0.0.1", 2525, "none")),
        ("CADENCE_SMTP_URL", "smtp://[::1]:25?tls=none", ("::1", 25, "none")),
    ],
)
def test_a_relay_is_named_by_its_address(variable: str, value: str, expected: tuple[str, int, str]) -> None:
    """The usual port without one."""
    mail = account(**{variable: value})

    assert (mail.host, mail.port, mail.tls) == expected


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("CADENCE_SMTP_URL", "smtp.example.com"),
        ("CADENCE_SMTP_URL", "https://smtp.example.com"),
        ("CADENCE_SMTP_URL", "smtp://smtp.example.com:0"),
        ("CADENCE_SMTP_URL", "smtp://smtp.example.com:99999"),
        ("CADENCE_SMTP_URL", "smtp://smtp.example.com?tls=none"),  # the password would be readable on the way
        ("CADENCE_SMTP_URL", "smtps://127.0.0.1?tls=none"),
        ("CADENCE_SMTP_URL", "smtp://127.0.0.1?tls=no"),
        ("CADENCE_SMTP_URL", "smtp://a:b@c\n@smtp.example.com"),
        ("CADENCE_IMAP_URL", "smtp://imap.example.com"),
        ("CADENCE_IMAP_URL", "imap://"),
        ("CADENCE_RETURN_PATH", "bounce.example.com"),
    ],
)
def test_a_mistake_says_what_is_expected(variable: str, value: str) -> None:
    """In one sentence, which the settings complete."""
    with pytest.raises(ValidationError) as refused:
        MailSettings(**{**ALL, variable: value})

    (error,) = refused.value.errors()
    assert error["loc"] == (variable,)
    assert "an address such as" in str(error["ctx"]["error"])


def test_e_mail_is_set_up_whole_or_not_at_all() -> None:
    """Half of it would send what nobody hears back from."""
    assert smtp_account(settings({})) is None
    for name in ALL:
        with pytest.raises(InvalidInputError, match=rf"{name} is missing"):
            smtp_account(settings({other: value for other, value in ALL.items() if other != name}))
    with pytest.raises(InvalidInputError, match="CADENCE_IMAP_URL, CADENCE_RETURN_PATH are missing"):
        smtp_account(settings({"CADENCE_SMTP_URL": ALL["CADENCE_SMTP_URL"]}))


def test_a_password_is_never_shown() -> None:
    """Neither by the account nor by the server's value."""
    assert "p@ss" not in repr(account())
    assert "p@ss" not in repr(settings(ALL).smtp)
