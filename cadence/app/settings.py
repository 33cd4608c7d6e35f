"""
How is this installation configured? Edge: the environment, read by the CLI and the worker only.

Every setting is declared once, with its variable, default and help; a test compares the table in docs/operations.md
with it. An embedded stack writes its own addresses to `stack.json`, which is read with lower priority than the
environment, so that a second terminal finds the stack.
"""

import dataclasses
import difflib
import fcntl
import json
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from cadence.app import setting_values as values
from cadence.domain.errors import InvalidInputError, UnavailableError

if TYPE_CHECKING:
    from temporalio.envconfig import ClientConnectConfig

STATE_DIR = ".cadence"
STACK_FILE = "stack.json"
LONGEST = 80
"""Characters of a wrong value that are shown."""
NEAR = 0.8
"""How similar a misspelt variable must be to a known one, from 0 to 1."""
LOCK_FILE = "lock"
"""Locked by a running stack: if it is not locked, `stack.json` is left over from an earlier one."""
DEFAULT_DATABASE = "postgresql+psycopg://localhost/cadence"
DEFAULT_TEMPORAL = "localhost:7233"
TEMPORAL_ADDRESS = re.compile(r"([A-Za-z0-9_.-]+|\[[0-9A-Fa-f:.]+\]):[0-9]{1,5}")


def setting(
    variable: str,
    help_: str,
    *,
    read: Callable[[str], Any] = values.text,
    secret: bool = False,
    **default: Any,  # noqa: ANN401
) -> Any:  # noqa: ANN401  as `field` itself
    """Declare one setting: its variable, its help, how its text is read, and whether it is secret."""
    metadata = {"variable": variable, "help": help_, "read": read, "secret": secret}
    return dataclasses.field(repr=not secret, metadata=metadata, **default)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything an operator can set. The defaults work on one machine."""

    database_url: str = setting(
        "CADENCE_DATABASE_URL",
        "Where the ledger is: a PostgreSQL 15 or later",
        read=values.database,
        secret=True,  # it may hold a password
        default=DEFAULT_DATABASE,
    )
    hmac_key: bytes = setting(
        "CADENCE_HMAC_KEY",
        "The secret key under which suppressed numbers are kept. Never change or lose it",
        read=values.key,
        secret=True,
        default=b"",
    )
    hmac_key_name: str = setting(
        "CADENCE_HMAC_KEY_NAME", "The name of that key, written beside everything made with it", default="k1"
    )
    public_url: str = setting(
        "CADENCE_PUBLIC_URL",
        "Where the carrier reaches `cadence serve` from outside; signatures are checked against it",
        read=values.url,
        default="http://127.0.0.1:8080",
    )
    web_host: str = setting(
        "CADENCE_WEB_HOST", "The address `cadence serve` listens on", read=values.host, default="127.0.0.1"
    )
    web_port: int = setting("CADENCE_WEB_PORT", "The port `cadence serve` listens on", read=values.port, default=8080)
    api_token: str = setting(
        "CADENCE_API_TOKEN",
        "The bearer token of the API, of at least 16 characters; without one the API is closed",
        read=values.token,
        secret=True,
        default="",
    )
    twilio_account_sid: str = setting("TWILIO_ACCOUNT_SID", "Twilio's account", read=values.account, default="")
    twilio_auth_token: str = setting(
        "TWILIO_AUTH_TOKEN",
        "Twilio's token: for its API and for the signatures of its webhooks",
        read=values.secret,
        secret=True,
        default="",
    )
    twilio_api_key: str = setting(
        "TWILIO_API_KEY",
        "The id of an API key, used instead of the token; signatures still need the token",
        read=values.api_key,
        default="",
    )
    twilio_api_secret: str = setting(
        "TWILIO_API_SECRET", "The secret of that API key", read=values.secret, secret=True, default=""
    )
    old_twilio_tokens: tuple[str, ...] = setting(
        "CADENCE_OLD_TWILIO_TOKENS",
        "Tokens whose signatures are still accepted while the token is being changed (commas between them)",
        read=values.secrets,
        secret=True,
        default=(),
    )
    twilio_region: str = setting(
        "TWILIO_REGION", "Twilio's region, when it is not the usual one", read=values.label, default=""
    )
    twilio_edge: str = setting(
        "TWILIO_EDGE", "Twilio's edge, when it is not the usual one", read=values.label, default=""
    )
    twilio_url: str = setting(
        "CADENCE_TWILIO_URL", "Another address of Twilio's API: the emulator's", read=values.url, default=""
    )
    only_numbers: tuple[str, ...] = setting(
        "CADENCE_ONLY_NUMBERS",
        "While trying out: nothing leaves to any number but these (commas between them)",
        read=values.numbers,
        secret=True,  # they are people's
        default=(),
    )
    sender_rates: Mapping[str, float] = setting(
        "CADENCE_SENDER_RATES",
        "SMS segments, WhatsApp messages or calls a second, for every sender and for some: `1,+34910000001=10`",
        read=values.rates,
        default_factory=lambda: {"": 1.0},
    )
    call_rate: float = setting(
        "CADENCE_CALL_RATE",
        "Calls a second of the whole account, over all senders, as the carrier allows it (Twilio: 1 unless raised)",
        read=values.rate,
        default=1.0,
    )
    portfolios: Mapping[str, tuple[str, float]] = setting(
        "CADENCE_PORTFOLIOS",
        "WhatsApp's portfolio of every sender and of some, and how many people a day each may reach: "
        "`acme:2000,+34910000002=other:unlimited`. Without it all share one, at the pack's number",
        read=values.portfolios,
        default_factory=dict,
    )
    temporal_ui: str = setting(
        "CADENCE_TEMPORAL_UI", "Where Temporal's Web UI is, for links to it", read=values.url, default=""
    )
    house: Path | None = setting(  # noqa: RUF009  it is a field
        "CADENCE_HOUSE",
        "The house file: rest after a refusal, working hours. Without it, `house.yaml` in the folder of the process",
        read=values.path,
        default=None,
    )
    state_dir: Path = setting(  # noqa: RUF009  it is a field
        "CADENCE_STATE_DIR",
        "Where the embedded stack keeps data, keys and logs",
        read=values.folder,
        default_factory=lambda: Path(STATE_DIR),
    )
    workflow_slots: int = setting(
        "CADENCE_WORKFLOW_SLOTS", "Workflow steps one worker handles at once", read=values.slots, default=100
    )
    message_slots: int = setting(
        "CADENCE_MESSAGE_SLOTS", "Message touches one worker handles at once", read=values.slots, default=20
    )
    call_slots: int = setting(
        "CADENCE_CALL_SLOTS", "Calls one worker places at once, per floor", read=values.slots, default=20
    )
    log_level: str = setting("CADENCE_LOG_LEVEL", "debug, info, warning or error", read=values.level, default="INFO")
    temporal: Mapping[str, str] = dataclasses.field(default_factory=dict, repr=False)  # the TEMPORAL_* variables

    @classmethod
    def from_env(cls, environment: Mapping[str, str] | None = None) -> Self:
        """Read the environment; for variables that are not set, what a running embedded stack has written."""
        own = os.environ if environment is None else environment
        state_dir = Path(own.get("CADENCE_STATE_DIR") or STATE_DIR)  # checked below, with the others
        merged = {**stack_variables(state_dir), **_set(own)}
        given = {
            field.name: _read(field, merged[field.metadata["variable"]])
            for field in declared()
            if field.metadata["variable"] in merged
        }
        temporal = {name: value for name, value in merged.items() if name.startswith("TEMPORAL_")}
        return cls(**given, temporal=temporal)

    def rate(self, sender: str) -> float:
        """Return how many segments a second this sender may send."""
        return self.sender_rates.get(sender, self.sender_rates.get("", 1.0))

    @property
    def webhook_secrets(self) -> tuple[str, ...]:
        """The tokens whose signatures are accepted: the current token, and old ones while it is being changed."""
        return tuple(token for token in (self.twilio_auth_token, *self.old_twilio_tokens) if token)

    def required_hmac_key(self) -> bytes:
        """Return the key. The error says what is missing: a running stack in this folder, or only the key."""
        if not self.hmac_key and self.database_url == DEFAULT_DATABASE:
            # If the stack is just not started, or runs in another folder, the advice must not be to make a new key.
            raise UnavailableError(
                f"No stack runs in {self.state_dir.absolute()}, and CADENCE_DATABASE_URL is not set. Start one with "
                "`cadence up` in another terminal, or name the folder of one that runs with CADENCE_STATE_DIR; on "
                "servers, set CADENCE_DATABASE_URL and CADENCE_HMAC_KEY."
            )
        if not self.hmac_key:
            raise InvalidInputError(
                "CADENCE_HMAC_KEY is not set; suppressed numbers are kept under it. Make one (`openssl rand -hex 32`) "
                "and keep it as long as the ledger; the embedded stack (`cadence up`) makes its own."
            )
        return self.hmac_key

    def temporal_connection(self) -> "ClientConnectConfig":
        """Return how to connect to Temporal: by its own standard variables and file, or at localhost without them."""
        from temporalio.envconfig import ClientConfig  # noqa: PLC0415  half a second, and most commands need none

        try:
            config = ClientConfig.load_client_connect_config(override_env_vars=self.temporal)
        except (RuntimeError, OSError, ValueError) as error:
            # The SDK's own message, without the lines of the file that it quotes.
            raise InvalidInputError(
                f"The TEMPORAL_* variables or Temporal's configuration file cannot be read: {_first_line(error)}. "
                "Expected those of Temporal's own tools, such as TEMPORAL_ADDRESS=host:7233; correct or unset them."
            ) from error
        config.setdefault("target_host", DEFAULT_TEMPORAL)
        if not TEMPORAL_ADDRESS.fullmatch(config["target_host"]):
            raise InvalidInputError(
                f"TEMPORAL_ADDRESS is {config['target_host']!r}; expected host:port such as localhost:7233, without "
                "http:// before it."
            )
        return config


def declared() -> tuple["dataclasses.Field[Any]", ...]:
    """Return every setting with its own variable, in the order of the table."""
    return tuple(field for field in dataclasses.fields(Settings) if field.metadata)


def unknown_variables(environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return CADENCE_ variables that are no settings, each with the nearest setting, "" when none is near."""
    known = [field.metadata["variable"] for field in declared()]
    variables = os.environ if environment is None else environment
    unknown = (name for name in sorted(variables) if name.startswith("CADENCE_") and name not in known)
    return {name: next(iter(difflib.get_close_matches(name, known, 1, NEAR)), "") for name in unknown}


def stack_variables(state_dir: Path) -> dict[str, str]:
    """Return the variables that a running embedded stack has written for other processes; nothing without one."""
    try:
        variables = json.loads((state_dir / STACK_FILE).read_text())
    except (OSError, ValueError):
        return {}
    if not isinstance(variables, dict) or not stack_lives(state_dir):
        return {}
    return _set({name: value for name, value in variables.items() if isinstance(value, str)})


def stack_lives(state_dir: Path) -> bool:
    """Return whether a stack runs in this folder: it holds a lock that is released however it ends."""
    try:
        with (state_dir / LOCK_FILE).open() as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:  # there is none, or we may not read it
        return False
    return False


def _set(variables: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that are set: an empty variable counts as not set."""
    return {name: value for name, value in variables.items() if value}


def _read(field: "dataclasses.Field[Any]", value: str) -> Any:  # noqa: ANN401  each setting has its own type
    variable, read, secret = field.metadata["variable"], field.metadata["read"], field.metadata["secret"]
    try:
        return read(value)
    except ValueError as error:
        shown = "is not valid" if secret else f"is {_shortened(value)}"
        raise InvalidInputError(f"{variable} {shown}; expected {error}.") from None


def _shortened(value: str) -> str:
    """Return a value for a message: escaped, and shortened if it is long."""
    return ascii(value if len(value) <= LONGEST else value[:LONGEST] + "...")


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
