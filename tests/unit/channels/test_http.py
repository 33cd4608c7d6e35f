"""What may be concluded from a failure, and how long to wait, is read from whatever the network says."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

import pytest
from urllib3 import HTTPConnectionPool, Timeout
from urllib3.connection import HTTPConnection
from urllib3.exceptions import (
    ClosedPoolError,
    ConnectTimeoutError,
    HTTPError,
    IncompleteRead,
    NameResolutionError,
    NewConnectionError,
    ProtocolError,
    ProxyError,
    ReadTimeoutError,
    SSLError,
)

from cadence.channels.twilio import http
from cadence.channels.twilio.http import (
    AnswerLostError,
    CarrierHttpClient,
    NeverSentError,
    _failure,
    retry_after,
)

CONNECTION = HTTPConnection("example.org")
POOL = HTTPConnectionPool("example.org")


@pytest.mark.parametrize(
    ("header", "span"),
    [
        ("3", timedelta(seconds=3)),
        ("0.25", timedelta(seconds=0.25)),  # the emulator in rehearsal, where a second is an hour
        ("-5", timedelta(0)),
        ("", timedelta(seconds=1)),  # Twilio does not always say
        ("soon", timedelta(seconds=1)),
        ("nan", timedelta(seconds=1)),
        ("9" * 400, timedelta(seconds=1)),  # beyond all numbers
        ("86400", timedelta(hours=1)),  # the gate decides what happens in a day, not this
        ("Mon, 02 Mar 2020 10:00:00 GMT", timedelta(0)),  # a date gone by
    ],
)
def test_retry_after_is_read_in_each_of_its_forms(header: str, span: timedelta) -> None:
    """A missing or odd header still gives a pause, never an exception."""
    assert retry_after(header) == span


@pytest.mark.parametrize(
    ("error", "never_sent"),
    [
        (NewConnectionError(CONNECTION, "refused"), True),
        (NameResolutionError("example.org", CONNECTION, socket.gaierror()), True),
        (ConnectTimeoutError(CONNECTION, "no answer"), True),
        (ClosedPoolError(POOL, "closed"), True),  # we are shutting down
        (SSLError(ssl.SSLCertVerificationError("expired")), True),  # refused before anything was sent
        (ProxyError("the proxy is away", NewConnectionError(CONNECTION, "refused")), True),
        (SSLError(ssl.SSLError("broken record")), False),  # may happen in the middle of an answer
        (ReadTimeoutError(POOL, "/", "too slow"), False),
        (ProtocolError("reset by peer"), False),
        (IncompleteRead(3, 7), False),
        (ProxyError("the proxy broke down", OSError("reset")), False),
    ],
)
def test_only_what_ended_before_the_request_was_surely_not_sent(error: HTTPError, never_sent: bool) -> None:
    """Whatever else goes wrong may have gone wrong after the carrier had read it (law 2)."""
    failure = _failure(error)

    assert isinstance(failure, NeverSentError if never_sent else AnswerLostError)
    assert "example.org" not in str(failure)  # an address may hold a person's number


def test_requests_go_through_the_proxy_that_was_named() -> None:
    """As some companies demand; it is named in a setting, never taken from the machine by itself."""
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        first_lines: list[bytes] = []

        def answer() -> None:
            connection, _ = proxy.accept()
            with connection:
                first_lines.append(connection.recv(4096).split(b"\r\n")[0])
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")

        thread = threading.Thread(target=answer)
        thread.start()
        client = CarrierHttpClient(Timeout(connect=1, read=1), proxy=f"http://127.0.0.1:{proxy.getsockname()[1]}")
        response = client.request("GET", "http://carrier.invalid/2010-04-01/Accounts.json", params={"To": "+34"})
        thread.join()

    assert response.status_code == 200
    assert first_lines == [b"GET http://carrier.invalid/2010-04-01/Accounts.json?To=%2B34 HTTP/1.1"]


@contextmanager
def server(*connections: int) -> Iterator[tuple[str, list[tuple[int, bytes]]]]:
    """
    A server that answers so many requests on each connection, then reads one more and hangs up without an answer.

    What it read is kept: the connection's number, and the request's method.
    """
    read: list[tuple[int, bytes]] = []

    def answer(connection: socket.socket, number: int, answers: int) -> None:
        while request := connection.recv(4096):
            read.append((number, request.split(b" ")[0]))
            if answers == 0:
                return
            answers -= 1
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")

    def serve() -> None:
        with suppress(OSError):  # the test has ended
            for number, answers in enumerate(connections, 1):
                connection, _ = listening.accept()
                with connection:
                    answer(connection, number, answers)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/", read


def test_reading_is_tried_once_more_when_the_connection_breaks() -> None:
    """A GET changes nothing at the carrier; `doctor` does not name a carrier down because one socket was."""
    with server(1, 0, 9) as (url, read):
        client = CarrierHttpClient(Timeout(connect=1, read=1))
        assert client.request("GET", url).status_code == 200
        with pytest.raises(AnswerLostError):  # broken twice: the kept connection, then the new one
            client.request("GET", url)
        assert client.request("GET", url).status_code == 200

    assert read == [(1, b"GET"), (1, b"GET"), (2, b"GET"), (3, b"GET")]


def test_a_post_is_never_sent_twice() -> None:
    """It may have been read before the connection broke (law 2)."""
    with server(1, 9) as (url, read):
        client = CarrierHttpClient(Timeout(connect=1, read=1))
        client.request("GET", url)
        with pytest.raises(AnswerLostError):
            client.request("POST", url, data={"Body": "hello"})

    assert read == [(1, b"GET"), (1, b"POST")]


@pytest.mark.parametrize(("reused_for", "second"), [(timedelta(0), 2), (timedelta(hours=1), 1)])
def test_a_connection_that_rested_too_long_is_opened_anew(
    reused_for: timedelta, second: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server may be closing it at this moment, and then nobody knows whether a POST was read."""
    monkeypatch.setattr(http, "REUSED_FOR", reused_for)
    with server(9, 9) as (url, read):
        client = CarrierHttpClient(Timeout(connect=1, read=1))
        for _ in range(2):
            assert client.request("POST", url).status_code == 200

    assert read == [(1, b"POST"), (second, b"POST")]
