"""
How does a request reach the carrier, and what does a failure mean? Edge: the transport of Twilio's client.

The official client's own transport waits for ever by default, drops `Retry-After`, and logs people's numbers. Here a
failure is one of two things (law 2): the request certainly had no effect, or nobody knows.
"""

import logging
import ssl
import time
from collections.abc import Mapping
from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlencode

import urllib3
from twilio.http import HttpClient
from twilio.http.response import Response
from urllib3.connection import HTTPConnection, HTTPSConnection

from cadence.domain.clock import utc_now

TIMEOUT = urllib3.Timeout(connect=3.05, read=20.0)
"""Real time: a little more than one retransmission of a lost SYN; Twilio answers within 10 seconds or not at all."""
CONNECTIONS = 64
"""Sockets kept open; as many as the worker has slots for touches."""
REUSED_FOR = timedelta(seconds=15)
"""
A connection that has rested longer is opened anew. A server closes what rests, and a POST that meets the closing one
may or may not have been read: that lead would wait for somebody to find out. Servers wait for a minute or more.
"""

_REFUSED_AGAIN_AFTER = timedelta(seconds=5)
_TOO_FAST_AGAIN_AFTER = timedelta(seconds=1)
_LONGEST_WAIT = timedelta(hours=1)
_SILENT = logging.getLogger(__name__)

Values = Mapping[str, object]


class NeverSentError(Exception):
    """The request certainly had no effect at the carrier: it never arrived, or was refused unread."""

    def __init__(self, reason: str, retry_after: timedelta) -> None:
        """Keep how long, in real time, to wait before it may be tried again."""
        super().__init__(reason)
        self.retry_after = retry_after


class AnswerLostError(Exception):
    """The request may have had its effect: the answer was lost, or the carrier failed while handling it."""


class _Rested:
    """Mixed into urllib3's connections: how long one has rested."""

    _answered = 0.0  # seconds of the monotonic clock

    def getresponse(self) -> urllib3.HTTPResponse:
        """Read an answer, and note when."""
        try:
            answer: urllib3.HTTPResponse = super().getresponse()  # type: ignore[misc]  # urllib3's, behind this class
            return answer
        finally:
            self._answered = time.monotonic()

    @property
    def is_connected(self) -> bool:
        """False makes the pool open it anew."""
        rested = time.monotonic() - self._answered
        return rested < REUSED_FOR.total_seconds() and super().is_connected  # type: ignore[misc]


class _Connection(_Rested, HTTPConnection):  # type: ignore[misc]  # urllib3 itself answers otherwise than http.client
    pass


class _TlsConnection(_Rested, HTTPSConnection):  # type: ignore[misc]  # as above
    pass


class _Pool(urllib3.HTTPConnectionPool):
    ConnectionCls = _Connection


class _TlsPool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _TlsConnection


class CarrierHttpClient(HttpClient):  # type: ignore[misc]  # the official client ships no types
    """One request, one try: a repeated POST is a second message. A GET whose connection broke is tried once more."""

    def __init__(self, timeout: urllib3.Timeout, *, proxy: str = "") -> None:
        """Create a pool of connections, through an HTTP proxy if `proxy` is given."""
        super().__init__(_SILENT, is_async=False)
        options: dict[str, Any] = {"timeout": timeout, "retries": False, "maxsize": CONNECTIONS}
        self._pool = urllib3.ProxyManager(proxy, **options) if proxy else urllib3.PoolManager(**options)
        self._pool.pool_classes_by_scheme = {"http": _Pool, "https": _TlsPool}

    def request(  # noqa: PLR0913, PLR0917  the official client's own signature
        self,
        method: str,
        uri: str,
        params: Values | None = None,
        data: Values | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,  # noqa: ARG002  ours is set once, for every request
        allow_redirects: bool = False,  # noqa: ARG002, FBT001, FBT002  a redirected POST would be a second one
    ) -> Response:
        """Send one request. Raises NeverSentError or AnswerLostError; a refusal (4xx) is an answer like any other."""
        url = f"{uri}?{urlencode(params, doseq=True)}" if params else uri
        sent = dict(headers or {})
        if auth:
            sent |= urllib3.make_headers(basic_auth=":".join(auth))
        body = urlencode(data, doseq=True) if data else None
        try:
            try:
                answer = self._pool.request(method, url, body=body, headers=sent)
            except urllib3.exceptions.ProtocolError:
                if method != "GET":
                    raise
                answer = self._pool.request(method, url, headers=sent)
        except urllib3.exceptions.HTTPError as error:
            raise _failure(error) from None  # its text may hold an address with a person's number in it
        return _judged(answer)


def _failure(error: urllib3.exceptions.HTTPError) -> NeverSentError | AnswerLostError:
    """Return whether the request can have reached the carrier, as one of our two errors."""
    reason = type(error).__name__
    cause = error.original_error if isinstance(error, urllib3.exceptions.ProxyError) else error
    never = (
        urllib3.exceptions.NewConnectionError,  # refused, unreachable, no such host
        urllib3.exceptions.ConnectTimeoutError,
        urllib3.exceptions.LocationValueError,
        urllib3.exceptions.ClosedPoolError,
    )
    if isinstance(cause, never) or _distrusted(cause):
        return NeverSentError(reason, _REFUSED_AGAIN_AFTER)
    return AnswerLostError(reason)


def _distrusted(error: BaseException) -> bool:
    """Return whether the carrier's certificate was refused, which ends a connection before anything is sent."""
    return isinstance(error, urllib3.exceptions.SSLError) and any(
        isinstance(cause, ssl.SSLCertVerificationError) for cause in error.args
    )


def _judged(answer: urllib3.BaseHTTPResponse) -> Response:
    """Raise for a 429 and for answers that leave the effect uncertain; return every other answer."""
    request = answer.headers.get("Twilio-Request-Id", "")
    reason = f"HTTP {answer.status} {request}".strip()
    if answer.status == 429:  # noqa: PLR2004  Twilio: never processed and always safe to retry
        raise NeverSentError(reason, retry_after(answer.headers.get("Retry-After", "")))
    if answer.status >= 500 or answer.status == 408:  # noqa: PLR2004  it may have been processed
        raise AnswerLostError(reason)
    return Response(answer.status, answer.data.decode("utf-8", "replace"), answer.headers)


def retry_after(header: str) -> timedelta:
    """Read a Retry-After header, in seconds or as a date; one second when there is none, an hour at most."""
    try:
        wait = _seconds(header)
    except (ValueError, OverflowError):
        return _TOO_FAST_AGAIN_AFTER
    return min(max(wait, timedelta(0)), _LONGEST_WAIT)


def _seconds(header: str) -> timedelta:
    if header.replace(".", "", 1).lstrip("-").isdecimal():
        return timedelta(seconds=float(header))
    until = parsedate_to_datetime(header)
    return until.replace(tzinfo=until.tzinfo or UTC) - utc_now()
