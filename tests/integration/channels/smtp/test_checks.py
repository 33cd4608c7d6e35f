"""Before a launch a real probe goes through the relay and comes back to the mailbox."""

from dataclasses import replace

import pytest

from cadence.channels.provider import Received
from cadence.channels.smtp.checks import address_problem, launch_problem
from cadence.local.stack.ports import free_port
from tests.integration.channels.smtp.conftest import SENDER, MailWorld


def problem_of(world: MailWorld, sender: str = SENDER, patience: float = 5, **changes: object) -> str:
    """What keeps a sender from being used."""
    return launch_problem(replace(world.account, **changes), sender, patience=patience)  # type: ignore[arg-type]


def test_signed_unsubscribe_headers_let_a_campaign_start(world: MailWorld) -> None:
    """The probe comes back with a signature over the headers, and the mailbox's server has verified it."""
    assert problem_of(world) == problem_of(world, "otra@example.net") == ""
    assert problem_of(world, auth_server="mx.example.net") == ""
    senders = [item.sender for item in world.received() if isinstance(item, Received)]
    assert not {"hola@example.com", "otra@example.net"} & set(senders)  # a probe is nobody's answer


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("unsigned", "is not signed; expected a DKIM signature for example.com"),
        ("partly_signed", "leaves out List-Unsubscribe, List-Unsubscribe-Post"),
        ("badly_signed", "says dkim=fail; expected dkim=pass for example.com"),
    ],
)
def test_a_relay_that_does_not_sign_keeps_a_campaign_from_starting(world: MailWorld, fault: str, words: str) -> None:
    """In plain words, with what to do next."""
    world.fault(fault)

    problem = problem_of(world)
    assert words in problem


def test_another_server_s_word_does_not_count(world: MailWorld) -> None:
    """Only the mailbox's own server is believed."""
    problem = problem_of(world, auth_server="mx.example.org")

    assert "without the header Authentication-Results of mx.example.org" in problem


@pytest.mark.parametrize(
    ("fault", "code", "words"),
    [
        ("refuse_sender", 553, "refused a probe from Tienda Sol <hola@example.com> to the return path with mail:5.7.1"),
        ("refuse", 451, "did not take a probe"),
        ("cut_content", 0, "did not answer whether it took a probe"),
    ],
)
def test_a_probe_that_is_not_taken_says_so(world: MailWorld, fault: str, code: int, words: str) -> None:
    """Nothing is assumed."""
    world.fault(fault, code=code)

    problem = problem_of(world)
    assert words in problem


def test_a_probe_that_does_not_come_back_says_so(world: MailWorld) -> None:
    """A mailbox whose server knows no tags never gets a bounce either."""
    # The return path is accepted as somebody else's address, so the probe is never put into the mailbox.
    problem = problem_of(
        world, mailbox="INBOX", return_path="return@bounce.example.com", patience=0, imap_port=_other(world)
    )

    assert "mailbox of the return path" in problem


def _other(world: MailWorld) -> int:
    return free_port()


@pytest.mark.parametrize(
    ("public", "host", "fine"),
    [
        ("https://hooks.example.org", "smtp.example.com", True),
        ("http://127.0.0.1:8080", "127.0.0.1", True),  # a rehearsal, all on this machine
        ("http://hooks.example.org", "smtp.example.com", False),  # not encrypted
        ("http://127.0.0.1:8080", "smtp.example.com", False),  # a real relay, and nobody could unsubscribe
        ("https://10.0.0.5", "smtp.example.com", False),  # a private network
        ("https://worker-3", "smtp.example.com", False),
        ("https://localhost", "smtp.example.com", False),
        ("", "smtp.example.com", False),
    ],
)
def test_people_must_be_able_to_reach_the_page_that_unsubscribes(
    world: MailWorld, public: str, host: str, fine: bool
) -> None:
    """Mail providers post to it from outside."""
    account = replace(world.account, public_url=public, host=host, tls="starttls")

    assert (address_problem(account) == "") is fine
    if not fine:
        assert launch_problem(account, SENDER) == address_problem(account)
        assert "CADENCE_PUBLIC_URL" in address_problem(account)


def test_without_a_mailbox_nothing_starts(world: MailWorld) -> None:
    """A stop would not be heard."""
    problem = problem_of(world, imap_host="")

    assert "no mailbox" in problem
