"""
What do the logs contain? Edge: one JSON object per line, with a stable `action`, without personal data.

Our own records contain ids only. Libraries log anything, so the formatter, which handles every record, masks whatever
looks like a phone number or an e-mail address and removes the values that a database error quotes.
"""

import json
import logging
import re
import sys
from datetime import UTC, datetime
from typing import Any, TextIO

NUMBER_MASK = "<number>"
EMAIL_MASK = "<email>"

EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w")
INTERNATIONAL = re.compile(r"(?:\+|%2[bB])\d(?:[\s().-]*\d){5,}")
"""A plus and at least six digits, also URL-encoded."""
NATIONAL = re.compile(r"(?<![\w.:-])\(?\d(?:[\s().-]{0,2}\d){8,14}(?![\w:-])")
"""Nine to fifteen digits that stand alone. Shorter ones are counts, dates and ports; longer ones are ids."""
DOTTED_ADDRESS = re.compile(r"\d{1,3}(\.\d{1,3}){3}")
DECIMAL = re.compile(r"\d+\.\d+")
QUOTED_VALUES = re.compile(r"^\s*(?:DETAIL:|\[parameters:).*$", re.MULTILINE)
"""Lines in which PostgreSQL and SQLAlchemy quote the row that they could not write."""
LEAST_NUMBER = 100_000_000
"""An integer of nine digits or more may be a phone number."""

PLAIN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "color_message"}
"""The attributes that every record has; any other was added by the caller."""
TALKATIVE = ("twilio", "httpx", "httpcore", "uvicorn.access", "alembic")
"""Loggers that write whole requests including texts at level INFO, or a page at every start."""


class JsonFormatter(logging.Formatter):
    """Writes a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        given = {name: value for name, value in vars(record).items() if name not in PLAIN}
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            # A library's record gets the name of its logger.
            "action": given.pop("action", f"log.{record.name}"),
            "message": scrub(record.getMessage()),
        }
        line |= {name: _scrubbed(value) for name, value in given.items()}
        if record.exc_info:
            line["error"] = scrub(self.formatException(record.exc_info))
        if record.stack_info:
            line["stack"] = scrub(record.stack_info)
        return json.dumps(line, ensure_ascii=False)


def configure(level: str = "INFO", stream: TextIO | None = None) -> None:
    """Send every record of this process, our own and the libraries', through the formatter, to stderr by default."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonFormatter())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


def scrub(text: str) -> str:
    """Return the text without anything that looks like a phone number or an e-mail address."""
    text = QUOTED_VALUES.sub("", text)
    text = EMAIL.sub(EMAIL_MASK, text)
    text = INTERNATIONAL.sub(NUMBER_MASK, text)
    return NATIONAL.sub(_mask_number, text)


def _mask_number(match: re.Match[str]) -> str:
    text = match.group()
    return text if DOTTED_ADDRESS.fullmatch(text) or DECIMAL.fullmatch(text) else NUMBER_MASK


def _scrubbed(value: Any) -> Any:  # noqa: ANN401  a record's values have any type
    """Return the value as JSON can represent it, without personal data at any depth."""
    match value:
        case None | bool() | float():
            return value
        case int():
            return value if abs(value) < LEAST_NUMBER else scrub(str(value))
        case dict():
            return {scrub(str(key)): _scrubbed(inner) for key, inner in value.items()}
        case list() | tuple() | set() | frozenset():
            return [_scrubbed(inner) for inner in value]
        case _:
            return scrub(str(value))
