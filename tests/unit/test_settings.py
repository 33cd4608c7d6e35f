"""Is every setting read as it is declared, and does a mistake say what to do?"""

import fcntl
import json
from pathlib import Path

import pytest

from cadence.errors import InvalidInputError, UnavailableError
from cadence.settings import LOCK_FILE, STACK_FILE, Settings, declared

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


def test_no_secret_is_shown() -> None:
    """Settings end up in tracebacks and debug logs."""
    shown = repr(
        Settings.from_env(
            {
                "CADENCE_DATABASE_URL": "postgresql://u:hunter2@db/x",
                "CADENCE_HMAC_KEY": KEY,
                "CADENCE_API_TOKEN": "hunter2",
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
    settings = Settings.from_env({"CADENCE_SENDER_RATES": "2,+34910000001=10"})

    assert settings.rate("+34910000001") == 10
    assert settings.rate("+34910000002") == 2
    assert Settings.from_env({"CADENCE_SENDER_RATES": "+34910000001=10"}).rate("+34910000002") == 1


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
    variables = [one.metadata["variable"] for one in declared()]

    assert len(set(variables)) == len(variables)
    assert all(one.metadata["help"] for one in declared())


def test_signatures_of_an_old_token_are_accepted_while_it_is_changed() -> None:
    """Callbacks signed before the change come after it; without any token nothing is accepted."""
    both = Settings.from_env({"TWILIO_AUTH_TOKEN": "new", "CADENCE_OLD_TWILIO_TOKENS": "old, older"})

    assert both.webhook_secrets == ("new", "old", "older")
    assert Settings().webhook_secrets == ()
