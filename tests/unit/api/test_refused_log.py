"""Is a refused request in the log, without what it sent, and can nobody fill the disk with them?"""

import logging

import pytest
from fastapi import Request

from cadence.api.dependencies import MINUTE, MOST, RefusedLog


def request(client: tuple[str, int] | None = ("203.0.113.7", 4711)) -> Request:
    """A request with a token and a query, neither of which is anybody's business."""
    headers = [(b"authorization", b"Bearer made-up-token")]
    route = type("Route", (), {"path": "/api/callbacks"})()
    scope = {"type": "http", "method": "POST", "path": "/api/callbacks", "query_string": b"token=made-up-token"}
    return Request(scope | {"headers": headers, "client": client, "route": route})


def test_the_address_and_the_path_are_written_and_the_token_is_not(caplog: pytest.LogCaptureFixture) -> None:
    """Whoever looks into a wave of refusals needs to know from where it comes."""
    RefusedLog().note(request(), "unauthorised_request", "no token")
    RefusedLog().note(request(client=None), "unauthorised_request", "no token")

    first, second = caplog.records
    assert (first.action, first.client, first.path, first.method) == (  # type: ignore[attr-defined]  # extras of the record
        "unauthorised_request",
        "203.0.113.7",
        "/api/callbacks",
        "POST",
    )
    assert second.client == "unknown"  # type: ignore[attr-defined]  # an extra of the record
    assert first.levelno == logging.WARNING
    assert "made-up-token" not in str(vars(first))


def test_a_flood_writes_a_bounded_number_of_lines_and_is_counted(caplog: pytest.LogCaptureFixture) -> None:
    """The first line of the next minute says how many were not written."""
    now = [0.0]
    refused = RefusedLog(lambda: now[0])
    for _ in range(10 * MOST):
        refused.note(request(), "unauthorised_request", "no token")

    assert len(caplog.records) == MOST
    now[0] = MINUTE
    refused.note(request(), "unauthorised_request", "no token")
    refused.note(request(), "unauthorised_request", "no token")
    assert len(caplog.records) == MOST + 2
    assert caplog.records[-2].not_logged == 9 * MOST  # type: ignore[attr-defined]  # an extra of the record
    assert not hasattr(caplog.records[-1], "not_logged")
