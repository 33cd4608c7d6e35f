"""
To which addresses may an event go? Edge: names are looked up here, before each connection.

An endpoint is named by a person of ours, but the name is looked up by somebody else's servers. It must not lead to a
server inside our own network, such as a cloud's metadata or a database: neither at once, nor at the second look-up, nor
by an address in disguise. So the address that was checked is the one that is connected to.
"""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

from cadence.domain.errors import InvalidInputError

LONGEST = 2000
"""Characters of a URL."""
TRANSLATED = IPv6Network("64:ff9b::/96")
"""The last four bytes are the IPv4 address to which a gateway translates (RFC 6052)."""


class RefusedAddressError(OSError):
    """The address is none of the public internet."""


def is_public(text: str) -> bool:
    """Tell whether an IP address is one of the public internet, also the one that it stands for."""
    address = ip_address(text.partition("%")[0])
    return all(form.is_global and not form.is_multicast for form in (address, *_hidden(address)))


def _hidden(address: IPv4Address | IPv6Address) -> list[IPv4Address]:
    """Return the IPv4 addresses inside an IPv6 address."""
    if isinstance(address, IPv4Address):
        return []
    inside = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in TRANSLATED or int(address) < 1 << 32:
        inside.append(IPv4Address(int(address) & 0xFFFFFFFF))
    return [hidden for hidden in inside if hidden is not None]


def check_url(url: str, *, everywhere: bool = False) -> str:
    """
    Return the URL of an endpoint. Raises InvalidInputError, which says what was expected.

    `everywhere` also allows our own network, and connections that are not encrypted.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        parts, host = urlsplit(""), None
    schemes = ("https", "http") if everywhere else ("https",)
    if (
        not host
        or parts.scheme not in schemes
        or len(url) > LONGEST
        or not url.isascii()
        or not url.isprintable()
        or " " in url
    ):
        raise InvalidInputError(
            f"This is no URL of an endpoint; expected {' or '.join(schemes)}://HOST/PATH, such as "
            "https://crm.example.com/hooks/cadence."
        )
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise InvalidInputError("The URL of an endpoint has no user, password or #; requests are signed instead.")
    if not everywhere and (refused := _refused_literal(host)):
        raise InvalidInputError(refused)
    return url


def _refused_literal(host: str) -> str:
    """Return why a host that is written as an IP address may not be connected to; "" if it may."""
    try:
        public = is_public(host)
    except ValueError:
        return ""  # a name: the resolver checks what it leads to
    if public:
        return ""
    return f"{host} is no address of the public internet. CADENCE_ENDPOINT_ADDRESSES=any allows it, for trying out."


class PublicResolver(AbstractResolver):
    """Looks names up, and refuses those that lead anywhere but to the public internet."""

    def __init__(self) -> None:
        """Ask the system."""
        self._system = ThreadedResolver()

    async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[ResolveResult]:
        """Return the addresses of a host. Raises RefusedAddressError if one of them is not public."""
        results = await self._system.resolve(host, port, family)  # type: ignore[arg-type]  # its enumeration is an int
        if not all(is_public(result["host"]) for result in results):
            raise RefusedAddressError(f"{host}: an address that is not of the public internet")
        return results

    async def close(self) -> None:
        """Release what the system's resolver holds."""
        await self._system.close()
