"""Do the logs keep what an operator needs and nothing of a person?"""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from cadence.app.logs import configure, scrub


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """The lines of a configured process; afterwards logging is as pytest had it."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    configure("INFO", stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(capture=False)


def written(lines: io.StringIO) -> list[dict[str, Any]]:
    """Read the lines back."""
    return [json.loads(line) for line in lines.getvalue().splitlines()]


@pytest.mark.parametrize(
    "text",
    [
        "to +34600000001 now",  # E.164
        "to=whatsapp:+34600000001",  # as Twilio writes it
        "POST /Messages?To=%2B34600000001&x=1",  # in an address
        "+34 600 00 00 01",  # as people write it
        "call (212) 555-0123 back",  # national, with brackets
        "600 000 001",  # national, in groups
        "600000001",  # national, bare
        "600-000-001.",  # with dashes, at the end of a sentence
        "{'phone': '600000001'}",  # inside somebody's repr
        "ana.maria+x@example.org wrote",  # e-mail
    ],
)
def test_what_looks_like_a_person_is_masked(text: str) -> None:
    """Libraries log what they like; none of it may identify anyone."""
    masked = scrub(text)

    assert "<number>" in masked or "<email>" in masked
    assert "600" not in masked
    assert "0123" not in masked
    assert "ana" not in masked


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-22 17:51:02.138 started",  # an instant
        "2026-11-22T17:51:02.138+00:00",  # an instant with its offset
        "lead/3f2504e0-4f89-41d3-9a0c-0305e82c3301",  # a workflow id
        "12345678-1234-4123-8123-0305e82c3301",  # an id that begins with digits only
        "SM0123456789012345678901234567890a",  # the carrier's own id
        "127.0.0.1:7233",  # an address with its port
        "192.168.100.200",  # an address with twelve digits
        "took 12.345678901 s",  # a measure
        "41 events, 3600 bytes, port 54321",  # counts
    ],
)
def test_what_an_operator_needs_stays(text: str) -> None:
    """Ids, instants, addresses and counts are what a log is for."""
    assert scrub(text) == text


def test_a_record_is_one_line_of_json_with_its_action(lines: io.StringIO) -> None:
    """Machines find records by their action, whatever the words are."""
    logging.getLogger("cadence.engine.dispatch").info(
        "Sent", extra={"action": "touch.sent", "touch": "t-1", "segments": 2}
    )

    (line,) = written(lines)
    assert line["action"] == "touch.sent"
    assert (line["level"], line["message"], line["touch"], line["segments"]) == ("info", "Sent", "t-1", 2)
    assert line["at"].endswith("+00:00")


@pytest.mark.parametrize("name", ["temporalio.worker", "uvicorn.error", "cadence.engine.dispatch", "py.warnings"])
def test_every_logger_passes_the_mask(lines: io.StringIO, name: str) -> None:
    """One unmasked library is a leak: message, arguments, extras at any depth, integers and tracebacks are masked."""
    try:
        int("a number +34600000001")
    except ValueError:
        logging.getLogger(name).exception(
            "Failed for %s", "+34600000001", extra={"input": {"to": ["+34600000001"], "raw": 34600000001}}
        )

    (line,) = written(lines)
    assert "600000001" not in lines.getvalue()
    assert line["action"] == f"log.{name}"
    assert "ValueError" in line["error"]


def test_a_database_error_does_not_quote_its_row(lines: io.StringIO) -> None:
    """PostgreSQL and SQLAlchemy quote the row they could not write, names included."""
    message = "duplicate key\nDETAIL:  Key (name)=(Ana Prueba) already exists.\n[SQL: INSERT]\n[parameters: ('Ana',)]"
    logging.getLogger("cadence.ledger").error(message)

    assert "Ana" not in lines.getvalue()
    assert "duplicate key" in lines.getvalue()


def test_libraries_that_write_whole_requests_are_quiet(lines: io.StringIO) -> None:
    """The carrier's client would log the text of each message."""
    logging.getLogger("twilio.http_client").info("Body: Hola Ana")

    assert lines.getvalue() == ""
