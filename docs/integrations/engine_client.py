"""What do both examples need to talk with the engine? Requests with a key, and the check of signed webhooks."""

import base64
import hashlib
import hmac
import json
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlencode

TRIES = 5
"""How often a request is sent while the engine asks to wait, or does not answer."""
WAIT = 2.0
"""Seconds between two of them where the answer names none."""
OLDEST = 300
"""Seconds after which a webhook is refused: whoever has recorded it cannot send it again later."""
Answer = tuple[int, Any]
JSON, LINES = "application/json", "application/x-ndjson"


class Engine:
    """The API of the engine, with a key."""

    def __init__(self, api: str, key: str) -> None:
        """Talk with the API at this address."""
        self._api = api.rstrip("/")
        self._key = key

    def get(self, path: str, **query: str) -> Any:
        """Return an answer."""
        return json.loads(self._send("GET", path, query, None, {}))

    def post(self, path: str, body: Mapping[str, Any], key: str) -> Any:
        """Give an order. With the same `key` it is one order, however often it is sent: so it may be sent again."""
        headers = {"Content-Type": JSON, "Idempotency-Key": key}
        return json.loads(self._send("POST", path, {}, json.dumps(body).encode(), headers))

    def enrol(self, campaign: str, source: str, people: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Send people as lines of JSON; return what came of each, in order."""
        lines = "".join(json.dumps(person) + "\n" for person in people).encode()
        path = f"/api/campaigns/{campaign}/leads"
        answer = self._send("POST", path, {"list": source}, lines, {"Content-Type": LINES})
        return [json.loads(line) for line in answer.splitlines()]

    def _send(
        self, method: str, path: str, query: Mapping[str, str], body: bytes | None, headers: Mapping[str, str]
    ) -> bytes:
        url = f"{self._api}{path}" + (f"?{urlencode(query)}" if query else "")
        request = urllib.request.Request(url, data=body, method=method, headers=dict(headers))
        request.add_header("Authorization", f"Bearer {self._key}")
        for left in range(TRIES - 1, -1, -1):
            try:
                with urllib.request.urlopen(request, timeout=30) as answer:
                    read: bytes = answer.read()
                    return read
            except urllib.error.HTTPError as refused:
                again = refused.code in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}
                if not again or not left:
                    raise RuntimeError(f"{method} {path}: {refused.code} {refused.read().decode()}") from refused
                time.sleep(float(refused.headers.get("Retry-After", WAIT)))
            except urllib.error.URLError as broken:
                if not left:
                    raise RuntimeError(f"{method} {path}: the engine does not answer") from broken
                time.sleep(WAIT)
        raise AssertionError("it was sent, or an error was raised")


def is_genuine(secret: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Tell whether a webhook is from the engine, unchanged and of now: Standard Webhooks 1.0."""
    event, moment = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not moment.isdigit() or abs(time.time() - int(moment)) > OLDEST:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    wanted = base64.b64encode(hmac.digest(key, f"{event}.{moment}.".encode() + body, hashlib.sha256)).decode()
    shown = [signature.partition(",")[2] for signature in headers.get("webhook-signature", "").split()]
    return any(hmac.compare_digest(wanted, signature) for signature in shown)


class Receiver:
    """Takes each event once: the same one may come again after a lost answer."""

    def __init__(self, handle: Callable[[Mapping[str, Any]], None]) -> None:
        """Hand each new event to `handle`."""
        self._handle = handle
        self._seen: set[str] = set()
        self._lock = threading.Lock()

    def take(self, event: Mapping[str, Any]) -> bool:
        """Handle an event unless that was done; tell whether it was new. A real system stores the ids."""
        with self._lock:
            if event["id"] in self._seen:
                return False
            self._handle(event)
            self._seen.add(event["id"])
            return True


def serve(port: int, secret: str, receiver: Receiver, answer: Callable[[str, str, Any], Answer]) -> None:
    """Serve the webhooks at /hooks/cadence, and everything else by `answer`: method, path and body in, answer out."""

    class Handler(BaseHTTPRequestHandler):
        """One request."""

        def do_GET(self) -> None:
            """Answer a question."""
            self._reply(*answer("GET", self.path, None))

        def do_POST(self) -> None:
            """Take a webhook, or do what is asked."""
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if self.path != "/hooks/cadence":
                self._reply(*answer("POST", self.path, json.loads(body or b"{}")))
            elif is_genuine(secret, {name.lower(): value for name, value in self.headers.items()}, body):
                receiver.take(json.loads(body))
                self._reply(204, None)
            else:
                self._reply(401, {"error": "the signature does not fit"})

        def log_message(self, *_: object) -> None:
            """Log nothing: a path may name a person."""

        def _reply(self, status: int, document: Any) -> None:
            content = b"" if document is None else json.dumps(document).encode()
            self.send_response(status)
            self.send_header("Content-Type", JSON)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    print(f"listening on http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()
