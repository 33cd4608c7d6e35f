"""Does an event go to the public internet only, however an address is written?"""

import socket

import pytest

from cadence.domain.errors import InvalidInputError
from cadence.engine.events.addresses import PublicResolver, RefusedAddressError, check_url, is_public
from cadence.engine.events.sending import EventSender
from cadence.engine.events.signing import new_secret


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.8.8.8", "0.0.0.0", "::1", "::"),  # noqa: S104  this machine
        *("10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "fd00::1", "100.64.0.1"),  # our own network
        *("169.254.169.254", "fe80::1", "fe80::1%eth0"),  # the link, with the metadata of clouds
        *("224.0.0.1", "ff02::1", "255.255.255.255", "240.0.0.1"),  # nobody in particular
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254"),  # mapped
        *("::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2002:a00:1::1"),  # translated
        "2001:0:a00:1::",  # through a tunnel
        *("192.0.2.1", "198.51.100.1", "203.0.113.1", "2001:db8::1"),  # documentation
    ],
)
def test_an_address_that_is_not_public_is_refused(address: str) -> None:
    """Also one in disguise."""
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.216.34", "2606:4700:4700::1111", "64:ff9b::101:101"])
def test_a_public_address_is_allowed(address: str) -> None:
    """Also one that a gateway translates to."""
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "https://crm.example.com/hooks",
        "https://crm.example.com:8443/hooks?for=cadence",
        "https://1.1.1.1/hooks",
        "https://[2606:4700:4700::1111]/",
    ],
)
def test_a_url_of_an_endpoint(url: str) -> None:
    """With https, in the public internet."""
    assert check_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        *("", "crm.example.com", "http://crm.example.com/", "ftp://crm.example.com", "https://", "https:///hooks"),
        *("https://user@crm.example.com/", "https://user:word@crm.example.com/", "https://crm.example.com/#part"),
        *("https://127.0.0.1/", "https://[::1]/", "https://[::ffff:10.0.0.1]/", "https://169.254.169.254/latest"),
        *("https://crm.example.com:99999/", "https://crm.example.com:x/", "https://[::1/", "https://a b/"),
        *("https://crm.example.com/\n", "https://münchen.example/", "https://crm.example.com/" + "x" * 2000),
    ],
)
def test_what_is_no_url_of_an_endpoint_is_refused(url: str) -> None:
    """It says what was expected."""
    with pytest.raises(InvalidInputError, match=r"expected https://HOST/PATH|no user|no address of the public"):
        check_url(url)


def test_everything_is_allowed_while_trying_out() -> None:
    """A receiver on this machine, without a certificate."""
    assert check_url("http://127.0.0.1:8000/hooks", everywhere=True)


@pytest.mark.parametrize("host", ["localhost", "127.1", "2130706433", "0x7f000001"])
async def test_a_name_that_leads_here_is_refused(host: str) -> None:
    """The system reads more forms of addresses than anybody lists, so what it makes of them is checked."""
    resolver = PublicResolver()
    with pytest.raises(RefusedAddressError):
        await resolver.resolve(host, 443)
    await resolver.close()


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "::ffff:10.0.0.1"])
async def test_a_name_that_leads_into_our_network_gets_no_connection(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    """It is looked up for the connection itself, so no second look-up can lead elsewhere."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    found = [(family, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", (address, 443, 0, 0)[: 4 if ":" in address else 2])]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    sender = EventSender()
    try:
        sent = await sender.send("https://crm.example.com/hooks", [new_secret()], {"id": "1"})
    finally:
        await sender.close()

    assert (sent.status, "RefusedAddressError" in sent.problem) == (None, True), sent.problem
