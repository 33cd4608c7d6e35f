"""How is an event sent to an endpoint, and was it received? Edge: one request, with limits on time and size."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import aiohttp

from cadence.domain.clock import utc_now
from cadence.domain.errors import InvalidInputError
from cadence.engine.events.addresses import PublicResolver, check_url
from cadence.engine.events.signing import headers

TIMEOUT = 15.0
"""Real seconds in which an endpoint has to answer, all in all ..."""
CONNECT = 5.0
"""... and to accept the connection."""
MOST_BYTES = 64 * 1024
"""More of an answer is not read."""
CONTENT = "application/cloudevents+json; charset=utf-8"
AGENT = "cadence"


@dataclass(frozen=True, slots=True, kw_only=True)
class SentEvent:
    """What an endpoint answered."""

    status: int | None = None  # None: no answer
    problem: str = ""  # why it was not received; "" if it was

    @property
    def received(self) -> bool:
        """Whether the endpoint has it."""
        return not self.problem

    @property
    def gone(self) -> bool:
        """Whether the endpoint says that it wants no events any more."""
        return self.status == HTTPStatus.GONE


class EventSender:
    """Sends events over connections that are kept for a while. Use it on one event loop, and close it."""

    def __init__(self, *, everywhere: bool = False, timeout: float = TIMEOUT) -> None:
        """With `everywhere`, send also to addresses of our own network: for trying out."""
        self._everywhere = everywhere
        self._timeout = timeout
        self._session: aiohttp.ClientSession | None = None

    async def send(self, url: str, secrets: Sequence[str], document: Mapping[str, Any]) -> SentEvent:
        """Send an event with the keys of CloudEvents. Whatever goes wrong is an answer, not an error."""
        body = json.dumps(document, separators=(",", ":")).encode()
        signed = headers(secrets, document["id"], utc_now(), body)
        try:
            check_url(url, everywhere=self._everywhere)
            request = self._open().post(
                url, data=body, headers=signed | {"Content-Type": CONTENT}, allow_redirects=False
            )
            async with request as answer:
                await answer.content.read(MOST_BYTES)  # or the connection could not be used again
                return SentEvent(status=answer.status, problem=_problem(answer.status))
        except InvalidInputError as error:
            return SentEvent(problem=str(error))
        except TimeoutError:
            return SentEvent(problem=f"no answer within {self._timeout:g} s")
        except (aiohttp.ClientError, OSError, ValueError) as error:
            return SentEvent(problem=_in_words(error))

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            resolver = None if self._everywhere else PublicResolver()
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(resolver=resolver, use_dns_cache=False, limit=0),
                timeout=aiohttp.ClientTimeout(total=self._timeout, sock_connect=CONNECT),
                headers={"User-Agent": AGENT},
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                max_line_size=8190,
                max_field_size=8190,
            )
        return self._session

    async def close(self) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()


def _problem(status: int) -> str:
    """Return why an answer does not mean that the event was received."""
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return ""
    if status < HTTPStatus.BAD_REQUEST:
        return f"answer {status}: a redirect is not followed"
    return f"answer {status}"


def _in_words(error: Exception) -> str:
    """Return the kind of an error; its text may repeat the URL, in which a receiver may have put a secret."""
    cause = getattr(error, "os_error", None) or error.__cause__
    return f"{type(error).__name__}" + (f" ({type(cause).__name__})" if cause else "")
