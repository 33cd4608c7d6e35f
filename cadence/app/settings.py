"""
How is this installation configured? Edge: the environment, read by the CLI and the worker only.

Every setting is declared once, with its variable, default and help; a test compares the table in docs/operations.md
with it. An embedded stack writes its own addresses to `stack.json`, which is read with lower priority than the
environment, so that a second terminal finds the stack.
"""

import os
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from pydantic import ConfigDict, Field, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from cadence.app import setting_values as values
from cadence.app.mail_settings import MailSettings
from cadence.app.setting_values import setting
from cadence.app.stack_file import STATE_DIR, stack_variables
from cadence.domain.errors import InvalidInputError, UnavailableError
from cadence.domain.nearest import nearest

if TYPE_CHECKING:
    from temporalio.envconfig import ClientConnectConfig

LONGEST = 80
"""Characters of a wrong value that are shown."""
NEAR = 0.8
"""How similar a misspelt variable must be to a known one, from 0 to 1."""
DEFAULT_DATABASE = "postgresql+psycopg://localhost/cadence"
DEFAULT_TEMPORAL = "localhost:7233"
TEMPORAL_ADDRESS = re.compile(r"([A-Za-z0-9_.-]+|\[[0-9A-Fa-f:.]+\]):[0-9]{1,5}")


class Settings(MailSettings):
    """Everything an operator can set. The defaults work on one machine."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    database_url: values.Database = setting(
        "CADENCE_DATABASE_URL", "Where the ledger is: a PostgreSQL 15 or later", DEFAULT_DATABASE
    )
    hmac_key: values.Key = setting(
        "CADENCE_HMAC_KEY", "The secret key under which suppressed numbers are kept. Never change or lose it", b""
    )
    hmac_key_name: values.Text = setting(
        "CADENCE_HMAC_KEY_NAME", "The name of that key, written beside everything made with it", "k1"
    )
    public_url: values.Url = setting(
        "CADENCE_PUBLIC_URL",
        "Where the carrier reaches `cadence serve` from outside; signatures are checked against it",
        "http://127.0.0.1:8080",
    )
    web_host: values.Host = setting(
        "CADENCE_WEB_HOST", "The address on which `cadence serve` serves the carrier's webhooks", "127.0.0.1"
    )
    web_port: values.Port = setting(
        "CADENCE_WEB_PORT", "The port on which `cadence serve` serves the carrier's webhooks and nothing else", 8080
    )
    api_host: values.Host = setting(
        "CADENCE_API_HOST", "The address on which `cadence serve` serves the API", "127.0.0.1"
    )
    api_port: values.Port = setting(
        "CADENCE_API_PORT", "The port on which `cadence serve` serves the API; never open it to the carrier", 8081
    )
    api_url: values.Url = setting(
        "CADENCE_API_URL",
        "Where your other systems reach the API, such as https://api.example.com: links in events begin with it. "
        "Without it they are paths",
        "",
    )
    api_docs: values.Switch = setting(
        "CADENCE_API_DOCS",
        "on: the API shows its description at /docs and /openapi.json, without a key",
        default=False,
    )
    metrics: values.Switch = setting(
        "CADENCE_METRICS",
        "on: `cadence serve` shows metrics at /metrics of the API's port, without a key",
        default=False,
    )
    worker_metrics: values.Port | None = setting(
        "CADENCE_WORKER_METRICS", "The port on which a worker shows its metrics; without it, it shows none", None
    )
    worker_metrics_host: values.Ip = setting(
        "CADENCE_WORKER_METRICS_HOST", "The address on which a worker shows its metrics", "127.0.0.1"
    )
    otlp: values.Url = setting(
        "CADENCE_OTLP",
        "The collector that gets traces by OTLP over HTTP, such as http://127.0.0.1:4318; without it there are none",
        "",
    )
    otel_endpoint: values.Url = setting(
        "OTEL_EXPORTER_OTLP_ENDPOINT", "The same by OpenTelemetry's own name, where CADENCE_OTLP is not set", ""
    )
    api_token: values.Token = setting(
        "CADENCE_API_TOKEN",
        "The one token of the API from before it had keys, of at least 16 characters; it goes with the next version",
        "",
    )
    twilio_account_sid: values.TwilioAccount = setting("TWILIO_ACCOUNT_SID", "Twilio's account", "")
    twilio_auth_token: values.Secret = setting(
        "TWILIO_AUTH_TOKEN", "Twilio's token: for its API and for the signatures of its webhooks", ""
    )
    twilio_api_key: values.TwilioKey = setting(
        "TWILIO_API_KEY", "The id of an API key, used instead of the token; signatures still need the token", ""
    )
    twilio_api_secret: values.Secret = setting("TWILIO_API_SECRET", "The secret of that API key", "")
    old_twilio_tokens: values.Secrets = setting(
        "CADENCE_OLD_TWILIO_TOKENS",
        "Tokens whose signatures are still accepted while the token is being changed (commas between them)",
        (),
    )
    twilio_region: values.Label = setting("TWILIO_REGION", "Twilio's region, when it is not the usual one", "")
    twilio_edge: values.Label = setting("TWILIO_EDGE", "Twilio's edge, when it is not the usual one", "")
    twilio_url: values.Url = setting("CADENCE_TWILIO_URL", "Another address of Twilio's API: the emulator's", "")
    endpoint_addresses: values.Reach = setting(
        "CADENCE_ENDPOINT_ADDRESSES",
        "Where endpoints of events may be: `public`, by https only; or `any`, also in our own network, for trying out",
        "public",
    )
    only_numbers: values.Numbers = setting(
        "CADENCE_ONLY_NUMBERS", "While trying out: nothing leaves to any number but these (commas between them)", ()
    )
    try_numbers: values.FewNumbers = setting(
        "CADENCE_TRY_NUMBERS",
        "Numbers and addresses of your own that `cadence try` may send to, at most 20 (commas between them)",
        (),
    )
    sender_rates: values.Rates = setting(
        "CADENCE_SENDER_RATES",
        "SMS segments, WhatsApp messages or calls a second, for every sender and for some: `1,+34910000001=10`",
        {"": 1.0},
    )
    call_rate: values.Rate = setting(
        "CADENCE_CALL_RATE",
        "Calls a second of the whole account, over all senders, as the carrier allows it (Twilio: 1 unless raised)",
        1.0,
    )
    portfolios: values.Portfolios = setting(
        "CADENCE_PORTFOLIOS",
        "WhatsApp's portfolio of every sender and of some, and how many people a day each may reach: "
        "`acme:2000,+34910000002=other:unlimited`. Without it all share one, at the pack's number",
        {},
    )
    house: values.File = setting(
        "CADENCE_HOUSE",
        "The house file: rest after a refusal, working hours. Without it, `house.yaml` in the folder of the process",
        None,
    )
    audit_key: values.File = setting(
        "CADENCE_AUDIT_KEY", "The file of the key that signs checkpoints, made by `cadence audit key`", None
    )
    checkpoints: values.File = setting(
        "CADENCE_CHECKPOINTS", "The folder outside the database that the worker writes signed checkpoints to", None
    )
    journal: values.File = setting(
        "CADENCE_JOURNAL",
        "The file, or a folder for it, on another disk than the database's, that keeps every stop outside it",
        None,
    )
    state_dir: values.Folder = setting(
        "CADENCE_STATE_DIR", "Where the embedded stack keeps data, keys and logs", Path(STATE_DIR)
    )
    workflow_slots: values.Slots = setting("CADENCE_WORKFLOW_SLOTS", "Workflow steps one worker handles at once", 100)
    message_slots: values.Slots = setting("CADENCE_MESSAGE_SLOTS", "Message touches one worker handles at once", 20)
    call_slots: values.Slots = setting("CADENCE_CALL_SLOTS", "Calls one worker places at once, per floor", 20)
    log_level: values.Level = setting("CADENCE_LOG_LEVEL", "debug, info, warning or error", "INFO")
    temporal: Mapping[str, str] = Field(default={}, repr=False)  # the TEMPORAL_* variables

    def __repr_args__(self) -> Iterable[tuple[str | None, Any]]:
        """Leave out what is secret: settings end up in tracebacks and debug logs."""
        shown = {name for name, field in type(self).model_fields.items() if not is_secret(field)}
        return [(name, value) for name, value in super().__repr_args__() if name in shown]

    @classmethod
    def from_env(cls, environment: Mapping[str, str] | None = None) -> Self:
        """
        Return the settings of an environment, by default the process's. Raises InvalidInputError with every mistake.

        The variables are given, because a stack starts its programs with others than its own. A `.env` in the folder
        is not read: it is meant for Docker Compose, and would send the commands for a local stack to another ledger.
        For those that are not set, what a running embedded stack has written counts.
        """
        given = _named(os.environ if environment is None else environment)
        stack = _named(stack_variables(Path(given.get("CADENCE_STATE_DIR") or STATE_DIR)))  # checked with the others
        temporal = stack["temporal"] | given["temporal"]
        try:
            return cls.model_validate({**stack, **given, "temporal": temporal})
        except ValidationError as error:
            raise InvalidInputError("\n".join(map(_in_words, error.errors(include_url=False)))) from None

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


@cache
def declared() -> dict[str, FieldInfo]:
    """Return every setting by its variable, in the order of the table."""
    return {str(field.validation_alias): field for field in Settings.model_fields.values() if field.validation_alias}


def is_secret(setting: FieldInfo) -> bool:
    """Tell whether a setting is never shown."""
    return values.SECRET in setting.metadata


def unknown_variables(environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return CADENCE_ variables that are no settings, each with the nearest setting, "" when none is near."""
    variables = os.environ if environment is None else environment
    unknown = (name for name in sorted(variables) if name.startswith("CADENCE_") and name not in declared())
    return {name: nearest(name, declared(), NEAR) for name in unknown}


def _named(variables: Mapping[str, str]) -> dict[str, Any]:
    """Return the settings among variables, and Temporal's own together. An empty variable counts as not set."""
    given = {name: value for name, value in variables.items() if value}
    temporal = {name: value for name, value in given.items() if name.startswith("TEMPORAL_")}
    return {name: value for name, value in given.items() if name in declared()} | {"temporal": temporal}


def _in_words(mistake: ErrorDetails) -> str:
    """Return what is wrong with a variable, and never a secret."""
    from cadence.documents.mistakes import in_words  # noqa: PLC0415  the readers of documents are not needed otherwise

    variable = str(mistake["loc"][0])
    value = mistake["input"]
    shown = ascii(value if len(value) <= LONGEST else value[:LONGEST] + "...")
    found = "is not valid" if is_secret(declared()[variable]) else f"is {shown}"
    return f"{in_words(f'{variable} {found}', mistake['ctx']['error'])}. Correct it where it is set, or unset it."


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
