"""Is a relay's refusal of a recipient about that person, or about us?"""

import pytest

from cadence.channels.provider import Rejected
from cadence.channels.smtp.relay import RefusedBeforeContentError, answer_to
from cadence.domain import Outcome


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("5.7.1 <a@example.org>: Relay access denied", Rejected(outcome=Outcome.NOT_TAKEN, code="mail:5.7.1")),
        ("5.7.54 SMTP; Unable to relay recipient", Rejected(outcome=Outcome.NOT_TAKEN, code="mail:5.7.54")),
        ("relaying denied", Rejected(outcome=Outcome.NOT_TAKEN, code="mail:550")),
        (  # Postfix, for an address that does not exist: nothing is wrong with the sender
            "5.1.1 <a@example.org>: Recipient address rejected: User unknown in relay recipient table",
            Rejected(outcome=Outcome.INVALID_NUMBER, code="5.1.1"),
        ),
        ("5.1.1 no such user, says the relay mx.example.org", Rejected(outcome=Outcome.INVALID_NUMBER, code="5.1.1")),
        ("User unknown in relay recipient table", Rejected(outcome=Outcome.FAILED, code="rcpt:550")),
    ],
)
def test_one_unknown_address_pauses_no_sender(words: str, answer: Rejected) -> None:
    """A sender that is paused holds the whole campaign."""
    assert answer_to(RefusedBeforeContentError("rcpt", 550, words)) == answer
