"""Only the carrier can speak to our webhooks, behind a proxy too."""

from urllib.parse import urlencode

import pytest
from starlette.datastructures import Headers
from twilio.request_validator import HMAC_SHA256, RequestValidator

from cadence.channels.twilio.signature import Arrived, called_address, is_genuine, read_form

TOKEN = "made-up-token"
PUBLIC = "https://hooks.example.org/cadence"
PATH = "/twilio/message/t%201"
FORM = {"MessageSid": "SM1", "Body": "", "From": "+34600000001"}


def arrived(
    url: str = PUBLIC + PATH,
    *,
    form: dict[str, str] | None = None,
    path: str = PATH,
    query: str = "",
    token: str = TOKEN,
    **headers: str,
) -> Arrived:
    """A request as Twilio would sign it for `url`, arriving at `path`."""
    form = FORM if form is None else form
    signature = RequestValidator(token).compute_signature(url, form)
    return Arrived(
        raw_path=path.encode(),
        raw_query=query.encode(),
        headers=Headers(
            {"X-Twilio-Signature": signature, "Content-Type": "application/x-www-form-urlencoded"} | headers
        ),
        body=urlencode(form).encode(),
    )


def test_a_signed_request_is_genuine() -> None:
    """Blank fields are part of what was signed: `Body=` must not get lost."""
    assert is_genuine(arrived(), [TOKEN], PUBLIC)


@pytest.mark.parametrize("path", [PATH, "/cadence" + PATH])  # the proxy strips its prefix, or leaves it
def test_it_does_not_matter_what_the_proxy_does_with_its_prefix(path: str) -> None:
    """The signed address is the public one in both cases."""
    assert is_genuine(arrived(path=path), [TOKEN], PUBLIC)


def test_it_does_not_matter_what_a_proxy_or_a_forger_says_of_the_host() -> None:
    """Neither Host nor X-Forwarded headers are read."""
    lying = {"Host": "evil.example.org", "X-Forwarded-Proto": "http", "X-Forwarded-Host": "evil.example.org"}

    assert is_genuine(arrived(**lying), [TOKEN], PUBLIC)


def test_the_query_counts_as_it_was_written() -> None:
    """`%20` and `+` mean the same and sign differently: the raw bytes count."""
    signed = PUBLIC + PATH + "?step=first%20call&x="

    assert is_genuine(arrived(signed, query="step=first%20call&x="), [TOKEN], PUBLIC)
    assert not is_genuine(arrived(signed, query="step=first+call&x="), [TOKEN], PUBLIC)


def test_both_secrets_count_during_a_rotation() -> None:
    """Callbacks signed before and after the change must both come through."""
    assert is_genuine(arrived(token="old"), ["new", "old"], PUBLIC)
    assert is_genuine(arrived(token="new"), ["new", "old"], PUBLIC)
    assert not is_genuine(arrived(token="stolen"), ["new", "old"], PUBLIC)


def test_an_empty_secret_opens_nothing() -> None:
    """A setting that was forgotten must not become a key that everybody knows."""
    assert not is_genuine(arrived(token=""), [""], PUBLIC)
    assert not is_genuine(arrived(), [], PUBLIC)


def test_a_signature_made_with_a_shared_key_is_genuine() -> None:
    """Twilio's newer keys sign with SHA-256 and say so in a header."""
    signature = RequestValidator(TOKEN).compute_signature(PUBLIC + PATH, FORM, HMAC_SHA256)
    settings = {"X-Twilio-Webhooks-Signature-Settings": "key=webhooks_sharedkey_1,algorithm=HMAC_SHA256"}

    assert is_genuine(arrived(**settings, **{"X-Twilio-Signature": signature}), [TOKEN], PUBLIC)
    assert not is_genuine(arrived(**{"X-Twilio-Signature": signature}), [TOKEN], PUBLIC)


@pytest.mark.parametrize(
    "forged",
    [
        arrived(**{"X-Twilio-Signature": ""}),  # unsigned
        arrived(**{"X-Twilio-Signature": "ñ"}),  # garbage
        arrived("https://hooks.example.org/cadence/twilio/message/t2"),  # signed for another touch
        arrived(**{"Content-Type": "application/json"}),  # a body that nothing ties to the signature
        arrived(**{"X-Twilio-Webhooks-Signature-Settings": "algorithm=NONE"}),  # an algorithm nobody knows
    ],
)
def test_anything_else_is_refused(forged: Arrived) -> None:
    """Refused, and never an exception: whoever sends rubbish gets 403."""
    assert not is_genuine(forged, [TOKEN], PUBLIC)


def test_a_changed_body_is_refused() -> None:
    """Every field is signed."""
    genuine = arrived()
    changed = Arrived(
        raw_path=genuine.raw_path, raw_query=b"", headers=genuine.headers, body=genuine.body.replace(b"SM1", b"SM2")
    )

    assert not is_genuine(changed, [TOKEN], PUBLIC)


def test_the_address_keeps_a_port_and_has_no_double_slash() -> None:
    """As in a rehearsal on one machine."""
    assert called_address("http://127.0.0.1:8080/", "/twilio/inbound", "") == "http://127.0.0.1:8080/twilio/inbound"


def test_a_form_keeps_its_blank_fields() -> None:
    """A person can send an empty message."""
    assert read_form(b"Body=&From=%2B34600000001") == {"Body": "", "From": "+34600000001"}
