"""Is every setting read as it is declared, and does a mistake say what to do?"""

import fcntl
import json
from pathlib import Path

import pytest

from cadence.app.bootstrap import rates_of
from cadence.app.settings import Settings, declared, is_secret, unknown_variables
from cadence.app.stack_file import LOCK_FILE, STACK_FILE
from cadence.domain.errors import InvalidInputError, UnavailableError
from cadence.local.stack.keys import keys

INFINITE = float("inf")
KEY = "00112233445566778899aabbccddeeff"


def test_without_any_variable_the_defaults_work_on_one_machine() -> None:
    """A newcomer sets nothing."""
    assert Settings.from_env({}) == Settings()


def test_without_a_stack_one_is_told_to_start_it_and_not_to_make_a_key(tmp_path: Path) -> None:
    """Whoever stands in another folder than the stack's would else make a second key, and lose every suppression."""
    settings = Settings.from_env({"CADENCE_STATE_DIR": str(tmp_path)})

    with pytest.raises(UnavailableError, match=rf"No stack runs in {tmp_path}.*`cadence up`") as told:
        settings.required_hmac_key()

    assert "openssl" not in str(told.value)


def test_a_ledger_of_one_s_own_wants_a_key() -> None:
    """Off the embedded stack nobody has made one."""
    settings = Settings.from_env({"CADENCE_DATABASE_URL": "postgresql://db/x"})

    with pytest.raises(InvalidInputError, match="openssl rand -hex 32"):
        settings.required_hmac_key()


@pytest.mark.parametrize(
    ("variable", "text", "name", "value"),
    [
        # libpq's own spellings get the driver that SQLAlchemy needs
        ("CADENCE_DATABASE_URL", "postgres://u:p@db/x", "database_url", "postgresql+psycopg://u:p@db/x"),
        ("CADENCE_DATABASE_URL", "postgresql://db/x", "database_url", "postgresql+psycopg://db/x"),
        # a key in either of its usual spellings
        ("CADENCE_HMAC_KEY", KEY, "hmac_key", bytes.fromhex(KEY)),
        ("CADENCE_HMAC_KEY", "ABEiM0RVZneImaq7zN3u/w==", "hmac_key", bytes.fromhex(KEY)),
        # the slash would be doubled when paths are added
        ("CADENCE_PUBLIC_URL", "https://hooks.example.org/cadence/", "public_url", "https://hooks.example.org/cadence"),
        ("CADENCE_ONLY_NUMBERS", "+34600000001, +34600000002", "only_numbers", ("+34600000001", "+34600000002")),
        ("CADENCE_TRY_NUMBERS", "+34600000001, ana@example.com", "try_numbers", ("+34600000001", "ana@example.com")),
        ("CADENCE_SENDER_RATES", "2,+34910000001=10", "sender_rates", {"": 2.0, "+34910000001": 10.0}),
        ("CADENCE_PORTFOLIOS", "acme:2000", "portfolios", {"": ("acme", 2000)}),
        # two senders of one portfolio, and every other in another
        (
            "CADENCE_PORTFOLIOS",
            "ours:250, +34910000001=acme:unlimited, +34910000002=acme:unlimited",
            "portfolios",
            {"": ("ours", 250), "+34910000001": ("acme", INFINITE), "+34910000002": ("acme", INFINITE)},
        ),
        ("CADENCE_STATE_DIR", "/var/lib/cadence", "state_dir", Path("/var/lib/cadence")),
        ("CADENCE_CALL_SLOTS", "5", "call_slots", 5),
        ("CADENCE_LOG_LEVEL", "debug", "log_level", "DEBUG"),
        ("CADENCE_WEB_PORT", "", "web_port", 8080),  # an empty variable is an unset one: compose files write those
    ],
)
def test_a_variable_sets_its_setting(variable: str, text: str, name: str, value: object) -> None:
    """Each kind of value is read as operators write it."""
    assert getattr(Settings.from_env({variable: text}), name) == value


@pytest.mark.parametrize(
    ("variable", "text", "shown"),
    [
        ("CADENCE_DATABASE_URL", "mysql://u:hunter2@db/x", False),
        ("CADENCE_HMAC_KEY", "hunter2", False),  # too short to be a key
        ("CADENCE_ONLY_NUMBERS", "600000009", False),  # a person's
        ("CADENCE_SENDER_RATES", "fast", True),
        ("CADENCE_SENDER_RATES", "0", True),  # nothing would ever leave
        ("CADENCE_PORTFOLIOS", "acme", True),  # how many?
        ("CADENCE_PORTFOLIOS", ":250", True),
        ("CADENCE_PORTFOLIOS", "acme:0", True),
        ("CADENCE_PORTFOLIOS", "acme:many", True),
        ("CADENCE_PORTFOLIOS", "acme:250,+34910000001=acme:2000", True),  # which of the two?
        ("CADENCE_CALL_SLOTS", "-1", True),
        ("CADENCE_WEB_PORT", "70000", True),
        ("CADENCE_LOG_LEVEL", "loud", True),
    ],
)
def test_a_mistake_names_the_variable_and_what_was_expected(variable: str, text: str, shown: bool) -> None:
    """It is shown what was found, unless that is a secret."""
    with pytest.raises(InvalidInputError, match=f"^{variable} is .*; expected ") as caught:
        Settings.from_env({variable: text})

    assert (text in str(caught.value)) is shown


def test_every_mistake_is_reported_at_once() -> None:
    """Whoever sets up a server corrects them in one go; no secret is shown."""
    with pytest.raises(InvalidInputError) as caught:
        Settings.from_env({"CADENCE_WEB_PORT": "80x", "CADENCE_API_TOKEN": "hunter2", "CADENCE_LOG_LEVEL": "loud"})

    port, token, level = str(caught.value).splitlines()
    assert token.startswith("CADENCE_API_TOKEN is not valid; expected at least 16 letters and digits")
    assert port.startswith("CADENCE_WEB_PORT is '80x'; expected a port from 1 to 65535.")
    assert level.startswith("CADENCE_LOG_LEVEL is 'loud'; expected debug, info, warning or error.")
    assert "hunter2" not in str(caught.value)


def test_a_file_of_variables_in_the_folder_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is Docker Compose's, and would send the commands for a local stack to another ledger."""
    (tmp_path / ".env").write_text("CADENCE_WEB_PORT=9999\n")
    monkeypatch.chdir(tmp_path)

    assert Settings.from_env({}).web_port == 8080
    assert Settings.from_env({"cadence_web_port": "9999"}).web_port == 8080, "a variable is written in capitals"


CONTROL = ("a\nb", "a\r", "a\x00b", "\x1b[2J", "\ufeffa")
"""What no setting may hold: a line end as in a file from Windows, NUL, a terminal's escape, a byte order mark."""
URLS = (
    "hooks.example.org",  # no scheme: every signature would fail
    "//hooks.example.org",
    "ftp://hooks.example.org",
    "https:/hooks.example.org",
    "https://",
    "https://hooks example.org",
    "https://hooks.example.org:port",
    "https://hooks.example.org:70000",
    "https://hooks.example.org:",
    "https://user:pass@hooks.example.org",
    "https://hooks.example.org/?a=1",
    "https://hooks.example.org/#top",
    "https://hooks_1.example.org",  # Twilio takes no underscore
    "https://[::1",
    "https://hooks..example.org",
    "https://-hooks.example.org",
    "https://hooks.example-.org",
    "https://hooks.example.org/../cadence",
    "https://hooks.example.org/cadence/..",
    "https://hooks.example.org/%2e%2e/cadence",
    "https://hooks.example.org/%zz",
    "https://hooks.example.org/50%",
    "'https://hooks.example.org'",  # quotes that a file of variables keeps
)
WHOLES = ("0", "-1", "1.5", "1e3", "many", " 5", "9" * 5000, "\u0663")  # the last is an Arabic digit
BEARERS = tuple(
    f"{word}0123456789abcdef" for word in ("Bearer ", "bearer:", "BEARER=", "Authorization: Bearer ", "Basic ")
)
"""A token copied with what stands before it in the header of a request."""
WRONG = {
    "CADENCE_SMTP_URL": ("smtp.example.com", "http://smtp.example.com", "smtp://", "smtp://relay.example.com?tls=none"),
    "CADENCE_IMAP_URL": ("imap.example.com", "pop3://imap.example.com", "imaps://", "imap://box.example.com:0"),
    "CADENCE_RETURN_PATH": ("return", "return@", "@bounce.example.com", "return@bounce"),
    "CADENCE_MAIL_AUTH_SERVER": (" mx.example.com",),
    "CADENCE_MAIL_CA_FILE": (),
    "CADENCE_DATABASE_URL": (
        "localhost",
        "mysql://u@db/x",
        "sqlite:///x.db",
        "postgresql:/db",
        "postgresql://u:p@db:port/x",
        "postgresql://u:p@db:70000/x",
        "postgresql://u:p[1@db/x",
    ),
    "CADENCE_HMAC_KEY": ("short", "00" * 15, "ñandú" * 8, "0" * 33 + "!"),
    "CADENCE_HMAC_KEY_NAME": (" k1", "k1 "),
    "CADENCE_PUBLIC_URL": URLS,
    "CADENCE_WEB_HOST": ("http://0.0.0.0", "0.0.0.0:8080", "any host", "*"),
    "CADENCE_WEB_PORT": (*WHOLES, "65536"),
    "CADENCE_API_HOST": ("http://127.0.0.1", "127.0.0.1:8081", "any host", "*"),
    "CADENCE_API_PORT": (*WHOLES, "65536"),
    "CADENCE_API_URL": URLS,
    "CADENCE_API_DOCS": ("yes", "true", "1", "On", "on "),
    "CADENCE_METRICS": ("yes", "true", "9464", "On"),
    "CADENCE_WORKER_METRICS": (*WHOLES, "65536", "127.0.0.1:9464"),
    "CADENCE_WORKER_METRICS_HOST": ("localhost", "http://127.0.0.1", "127.0.0.1:9464", "300.0.0.1", "*"),
    "CADENCE_OTLP": URLS,
    "OTEL_EXPORTER_OTLP_ENDPOINT": URLS,
    "CADENCE_API_TOKEN": (
        "x",
        "secret",
        "a" * 64,
        "0123456789abcde",
        " 0123456789abcdef",
        "contraseña-muy-larga",
        *BEARERS,
    ),
    "TWILIO_ACCOUNT_SID": ("AC123", "SK" + "0" * 32, "AC" + "g" * 32, "AC" + "0" * 33),
    "TWILIO_AUTH_TOKEN": ("a b", "tokén", "x", "abcd"),
    "TWILIO_API_KEY": ("AC" + "0" * 32, "SK1"),
    "TWILIO_API_SECRET": ("a b", "sécret", "x"),
    "CADENCE_OLD_TWILIO_TOKENS": ("one two", "old-token, tokén", "old-token, x"),
    "TWILIO_REGION": ("Ireland 1", "ie1.", "https://ie1"),
    "TWILIO_EDGE": ("dublin,ashburn", "-dublin"),
    "CADENCE_TWILIO_URL": URLS,
    "CADENCE_ENDPOINT_ADDRESSES": ("private", "Public", "all", "public,any"),
    "CADENCE_ONLY_NUMBERS": (",", "600000009", "+34 600 000 009", "+", "+0034600000009", "+3460000000912345678"),
    "CADENCE_TRY_NUMBERS": (",", "600000009", "+34 600 000 009", ",".join(f"+3460000{n:04}" for n in range(21))),
    "CADENCE_SENDER_RATES": ("", "fast", "0", "-1", "nan", "inf", "1e999", "1,2", "+34910000001=", "1,,2", "1;2"),
    "CADENCE_CALL_RATE": ("", "fast", "0", "-1", "nan", "inf"),
    "CADENCE_PORTFOLIOS": ("acme", ":250", "acme:0", "acme:-1", "acme:many", "acme:1.5", "a:1,b:2", "a:1,+3491=a:2"),
    "CADENCE_HOUSE": (),
    "CADENCE_AUDIT_KEY": (),
    "CADENCE_CHECKPOINTS": (),
    "CADENCE_JOURNAL": (),
    "CADENCE_STATE_DIR": (__file__,),  # a file
    "CADENCE_WORKFLOW_SLOTS": (*WHOLES, "10001"),
    "CADENCE_MESSAGE_SLOTS": WHOLES,
    "CADENCE_CALL_SLOTS": WHOLES,
    "CADENCE_LOG_LEVEL": ("loud", "warn", "debug info"),
}
"""Of each setting, values that somebody may well write and that mean nothing, or harm."""


def test_the_table_of_wrong_values_has_every_setting() -> None:
    """A new setting says how it may be mistyped."""
    assert list(WRONG) == [name for name in declared() if name in WRONG]
    assert set(declared()) == set(WRONG)


@pytest.mark.parametrize(
    ("variable", "text"), [(variable, text) for variable, texts in WRONG.items() for text in (*texts, *CONTROL) if text]
)
def test_a_wrong_value_of_any_setting_is_refused_at_the_start(variable: str, text: str) -> None:
    """It says which setting, what was found unless that is a secret, and what to write; in one line, never raw."""
    secret = is_secret(declared()[variable])

    with pytest.raises(InvalidInputError, match=f"^{variable} is .*; expected .*") as caught:
        Settings.from_env({variable: text})

    said = str(caught.value)
    assert said.isprintable(), "nothing in it moves a cursor"
    assert len(said) < 400
    assert (ascii(text)[:60] in said) is not secret
    assert caught.value.__cause__ is None, "what Python says of it helps nobody, and may quote a secret"


@pytest.mark.parametrize(
    ("variables", "says"),
    [
        ({"TEMPORAL_ADDRESS": "http://temporal:7233"}, "host:port such as localhost:7233"),
        ({"TEMPORAL_ADDRESS": "temporal"}, "host:port"),
        ({"TEMPORAL_ADDRESS": "a b:7233"}, "host:port"),
        ({"TEMPORAL_PROFILE": "nope"}, "Profile 'nope' not found"),
        ({"TEMPORAL_CONFIG_FILE": "broken.toml"}, "TOML parse error"),
        ({"TEMPORAL_TLS_CLIENT_CERT_PATH": "/nowhere.pem"}, "No such file"),
        ({"TEMPORAL_TLS_SERVER_CA_CERT_PATH": "/a", "TEMPORAL_TLS_SERVER_CA_CERT_DATA": "b"}, "Cannot specify both"),
    ],
)
def test_temporal_s_own_variables_are_refused_in_words(variables: dict[str, str], says: str, tmp_path: Path) -> None:
    """Its library raises its own errors; whoever starts a worker must not read a traceback."""
    broken = tmp_path / "broken.toml"
    broken.write_text("[[[ secret = 1")
    if "TEMPORAL_CONFIG_FILE" in variables:
        variables = {"TEMPORAL_CONFIG_FILE": str(broken)}

    with pytest.raises(InvalidInputError, match="TEMPORAL_") as caught:
        Settings.from_env(variables).temporal_connection()

    assert says in str(caught.value)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "content",
    [
        "",  # as after a full disk
        "{",
        "[]",
        "5",
        '"keys"',
        '{"CADENCE_HMAC_KEY": 5}',
        '{"CADENCE_HMAC_KEY": ""}',
        '{"CADENCE_HMAC_KEY": "hunter2", "CADENCE_API_TOKEN": "x", "TWILIO_ACCOUNT_SID": "AC"}',
        b"\xff\xfe\x00",
    ],
)
def test_a_broken_file_of_keys_is_never_replaced_by_new_ones(tmp_path: Path, content: str | bytes) -> None:
    """New keys would void every suppression in silence. It says where the file is and what to do, and no secret."""
    file = tmp_path / "keys.json"
    data = content.encode() if isinstance(content, str) else content
    file.write_bytes(data)

    with pytest.raises(InvalidInputError, match=r"keys\.json .*restore the file from a backup") as caught:
        keys(tmp_path, carrier=True)

    assert "hunter2" not in str(caught.value)
    assert file.read_bytes() == data


def test_keys_are_made_once(tmp_path: Path) -> None:
    """And each is one that the settings take."""
    made = keys(tmp_path, carrier=True)

    assert keys(tmp_path, carrier=True) == made
    assert Settings.from_env(made).api_token == made["CADENCE_API_TOKEN"]


@pytest.mark.parametrize("left", ["[]", "5", "{", '{"CADENCE_WEB_PORT": 9001}', "null"])
def test_what_a_stack_has_left_may_be_broken(tmp_path: Path, left: str) -> None:
    """A command in a second terminal then goes by the environment alone, and does not end in a traceback."""
    (tmp_path / STACK_FILE).write_text(left)
    with (tmp_path / LOCK_FILE).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert Settings.from_env({"CADENCE_STATE_DIR": str(tmp_path)}).web_port == 8080


def test_no_secret_is_shown() -> None:
    """Settings end up in tracebacks and debug logs."""
    shown = repr(
        Settings.from_env(
            {
                "CADENCE_DATABASE_URL": "postgresql://u:hunter2@db/x",
                "CADENCE_HMAC_KEY": KEY,
                "CADENCE_API_TOKEN": "hunter2-hunter2-hunter2",
                "TWILIO_AUTH_TOKEN": "hunter2",
                "CADENCE_ONLY_NUMBERS": "+34600000001",
                "TEMPORAL_API_KEY": "hunter2",
            }
        )
    )

    assert "hunter2" not in shown
    assert "34600000001" not in shown
    assert "\\x11" not in shown


def test_each_sender_has_its_rate_or_that_of_all() -> None:
    """A new sender starts slowly."""
    rates = rates_of(Settings.from_env({"CADENCE_SENDER_RATES": "2,+34910000001=10"}))

    assert rates.of("+34910000001") == 10
    assert rates.of("+34910000002") == 2
    assert rates_of(Settings.from_env({"CADENCE_SENDER_RATES": "+34910000001=10"})).of("+34910000002") == 1


def test_a_living_stack_is_found_from_a_second_terminal(tmp_path: Path) -> None:
    """Its variables lie beneath the environment's; without its lock they are those of a stack that has gone."""
    (tmp_path / STACK_FILE).write_text(json.dumps({"CADENCE_WEB_PORT": "9001", "TEMPORAL_ADDRESS": "127.0.0.1:7777"}))
    environment = {"CADENCE_STATE_DIR": str(tmp_path)}

    gone = Settings.from_env(environment)
    with (tmp_path / LOCK_FILE).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        living = Settings.from_env(environment)
        overridden = Settings.from_env(environment | {"CADENCE_WEB_PORT": "9002"})

    assert gone.web_port == 8080
    assert living.web_port == 9001
    assert living.temporal_connection()["target_host"] == "127.0.0.1:7777"
    assert overridden.web_port == 9002


def test_temporal_is_found_by_its_own_variables() -> None:
    """Whoever runs Temporal has these set already."""
    settings = Settings.from_env({"TEMPORAL_ADDRESS": "temporal.example.org:7233", "TEMPORAL_NAMESPACE": "outbound"})

    assert settings.temporal_connection() == {"target_host": "temporal.example.org:7233", "namespace": "outbound"}
    assert Settings.from_env({}).temporal_connection() == {"target_host": "localhost:7233"}


def test_every_setting_has_a_variable_of_its_own_and_help() -> None:
    """The table in the operations page is made of these."""
    assert len(declared()) == len(Settings.model_fields) - 1  # all but Temporal's own
    assert all(setting.description for setting in declared().values())


def test_signatures_of_an_old_token_are_accepted_while_it_is_changed() -> None:
    """Callbacks signed before the change come after it; without any token nothing is accepted."""
    both = Settings.from_env({"TWILIO_AUTH_TOKEN": "newest", "CADENCE_OLD_TWILIO_TOKENS": "older, oldest"})

    assert both.webhook_secrets == ("newest", "older", "oldest")
    assert Settings().webhook_secrets == ()


def test_a_misspelt_variable_is_known_for_what_was_meant() -> None:
    """It would change nothing, in silence; variables of others are theirs."""
    environment = {"CADENCE_ONLY_NUMBER": "+34600000001", "CADENCE_ZZZ": "1", "TWILIO_X": "1", "CADENCE_WEB_PORT": "1"}

    assert unknown_variables(environment) == {"CADENCE_ONLY_NUMBER": "CADENCE_ONLY_NUMBERS", "CADENCE_ZZZ": ""}
