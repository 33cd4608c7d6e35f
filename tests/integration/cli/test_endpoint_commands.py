"""Can an integrator try, list, disable and fill an endpoint again from the terminal?"""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from standardwebhooks import Webhook

from tests.integration.cli.desk import Desk


class Hooks(HTTPServer):
    """Takes what is posted, and answers with a status."""

    status = 204

    def __init__(self) -> None:
        """Listen on a free port."""
        self.taken: list[tuple[bytes, dict[str, str]]] = []
        super().__init__(("127.0.0.1", 0), Handler)


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server: Hooks

    def do_POST(self) -> None:
        """Keep it."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.taken.append((body, dict(self.headers.items())))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@pytest.fixture
def hooks() -> Iterator[Hooks]:
    """A receiver on this machine."""
    with Hooks() as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_an_endpoint_is_tried_listed_disabled_and_filled_again(desk: Desk, hooks: Hooks) -> None:
    """What is sent can be verified with the secret that was shown once; a refusal is an exit code."""
    desk.set("CADENCE_ENDPOINT_ADDRESSES", "any")
    added = desk.type("endpoint", "add", "crm", f"http://127.0.0.1:{hooks.server_port}/hooks")
    assert desk.type("endpoint", "test", "crm").err == "crm has received it, and answered 204.\n"
    ((body, headers),) = hooks.taken
    assert Webhook(added.out.strip()).verify(body, headers)["type"] == "endpoint.test"
    hooks.status = 500
    refused = desk.type("endpoint", "test", "crm")
    assert (refused.code, refused.err) == (1, "crm has not received it: answer 500.\n")

    (row,) = desk.json("endpoint", "list")
    assert (row["name"], row["state"], row["delivered"]) == ("crm", "enabled", 0)
    assert "all" in desk.type("endpoint", "list").out
    again = desk.type("endpoint", "replay", "crm", "--since", "2020-01-01T00:00Z")
    assert "will be sent to crm again" in again.err, again.err

    assert desk.type("endpoint", "disable", "crm", "--because", "replaced").code == 0
    assert desk.json("endpoint", "list")[0]["state"] == "disabled: replaced"
    for words in (("disable", "crm"), ("replay", "crm", "--since", "2020-01-01T00:00Z")):
        said = desk.type("endpoint", *words)
        assert (said.code, "disabled" in said.err) == (1, True), said.err
    assert "crmm" in desk.type("endpoint", "test", "crmm").err
    assert [name for name, _ in desk.commands() if name.startswith("endpoint")] == [
        "endpoint add", "endpoint replay", "endpoint disable"
    ]  # fmt: skip
