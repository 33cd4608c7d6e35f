"""Do the container files say what the engine understands? Nothing is started: there is no container engine here."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from compose_spec import PyCompose
from ruamel.yaml import YAML
from typer.main import get_command

from cadence.app.settings import Settings, declared, is_secret
from cadence.cli.app import app, load
from cadence.domain.names import CAMPAIGN_ATTRIBUTE

ROOT = Path(__file__).parents[2]
OURS = ["doctor", "migrate", "web", "worker"]
VARIABLES = set(declared())
TEMPORALS_OWN = {"TEMPORAL_ADDRESS", "TEMPORAL_NAMESPACE"}
PASSWORDS = {"POSTGRES_PASSWORD", "TEMPORAL_DB_PASSWORD"}
ELSEWHERE = {
    "CADENCE_TWILIO_URL": "the emulator's, and there is none",
    "CADENCE_STATE_DIR": "the embedded stack's, and there is none",
    "CADENCE_HOUSE": "`cadence house apply FILE` stores the house file for all",
    "OTEL_EXPORTER_OTLP_ENDPOINT": "CADENCE_OTLP is the same",
}
"""Settings that the containers do without."""
NAMED = re.compile(r"\$\{(?P<name>\w+):(?P<how>[?+-])(?P<word>[^}]*)\}")
"""A variable of .env in the compose file: what must be set, what is there if it is set, or what is there if not."""


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """The file as Compose sees it, with anchors and merges resolved."""
    document: dict[str, Any] = YAML(typ="safe", pure=True).load(ROOT / "docker-compose.yml")
    return {key: value for key, value in document.items() if not key.startswith("x-")}


@pytest.fixture(scope="module")
def services(compose: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Every service by its name."""
    by_name: dict[str, dict[str, Any]] = compose["services"]
    return by_name


def filled_in(compose: dict[str, Any]) -> str:
    """Return the file as Compose reads it: it puts in the variables first, of which only those are set that must be."""
    values = {"?": "x", "+": ""}
    return NAMED.sub(lambda named: values.get(named["how"], named["word"]), json.dumps(compose))


def test_the_file_follows_the_compose_specification(compose: dict[str, Any]) -> None:
    """A misspelt key or a wrong duration would show only where it is started."""
    assert sorted(PyCompose.from_yaml(filled_in(compose)).service_names()) == sorted(compose["services"])


def test_a_misspelt_key_would_be_seen(compose: dict[str, Any]) -> None:
    """The check above is worth nothing if it lets everything pass."""
    wrong = filled_in(compose).replace('"healthcheck"', '"healthchek"')

    with pytest.raises(ValueError, match="healthchek"):
        PyCompose.from_yaml(wrong)


def test_whatever_is_named_is_there(compose: dict[str, Any], services: dict[str, dict[str, Any]]) -> None:
    """The specification does not look whether a service, volume or file that is named exists."""
    for name, service in services.items():
        assert set(service.get("depends_on", {})) <= set(services), name
        for volume in service.get("volumes", []):
            source = NAMED.sub(lambda named: named["word"], volume).partition(":")[0]
            if source == "/dev/null":
                continue
            assert (ROOT / source).is_file() if source.startswith("./") else source in compose["volumes"], volume


def test_who_waits_for_whom_makes_sense(services: dict[str, dict[str, Any]]) -> None:
    """Health without a health check is waited for in vain, and so is the end of a service that stays."""
    for service in services.values():
        for other, how in service.get("depends_on", {}).items():
            stays = services[other].get("restart") == "unless-stopped"
            assert how["condition"] == ("service_healthy" if stays else "service_completed_successfully")
            assert ("healthcheck" in services[other]) is stays, other


def test_every_image_is_pinned(services: dict[str, dict[str, Any]]) -> None:
    """`latest` is another program tomorrow."""
    images = {service["image"] for service in services.values()}
    images |= set(re.findall(r"^FROM (\S+)", (ROOT / "Dockerfile").read_text(), re.MULTILINE))

    assert all(re.search(r":[^:/]*\d+\.\d+", image) for image in images), images


@pytest.mark.parametrize("name", OURS)
def test_our_services_run_as_nobody_in_particular(services: dict[str, dict[str, Any]], name: str) -> None:
    """They need no right at all: a plain user, nothing to write but /tmp, no way to gain more."""
    service = services[name]

    assert service["user"] == "10001:10001"
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert "USER 10001:10001" in (ROOT / "Dockerfile").read_text()


@pytest.mark.parametrize("name", OURS)
def test_our_services_use_settings_that_exist(services: dict[str, dict[str, Any]], name: str) -> None:
    """A misspelt variable is ignored in silence; the embedded stack and compose share the same ones."""
    assert set(services[name]["environment"]) <= VARIABLES | TEMPORALS_OWN


@pytest.mark.parametrize("name", OURS)
def test_our_services_can_read_their_settings(services: dict[str, dict[str, Any]], name: str) -> None:
    """With plausible answers to what .env must hold, every value is of the right kind."""
    answers = {
        "CADENCE_HMAC_KEY": "00" * 32,
        "CADENCE_API_TOKEN": "0123456789abcdef" * 2,
        "CADENCE_PUBLIC_URL": "https://hooks.example.org",
        "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
        "TWILIO_AUTH_TOKEN": "0" * 32,
    }

    def answer(variable: re.Match[str]) -> str:
        return answers.get(variable["name"], "x" if variable["how"] == "?" else "")

    environment = {variable: NAMED.sub(answer, value) for variable, value in services[name]["environment"].items()}

    settings = Settings.from_env(environment)

    assert settings.required_hmac_key()
    assert settings.temporal_connection() == {"target_host": "temporal:7233", "namespace": "cadence"}


@pytest.mark.parametrize("name", OURS)
def test_our_services_run_commands_that_exist(services: dict[str, dict[str, Any]], name: str) -> None:
    """The image's entry point is the command line; what follows must be one of its commands."""
    words = services[name]["command"]
    load(words[0])
    command: Any = get_command(app)
    while words and hasattr(command, "commands"):
        assert words[0] in command.commands, f"{name} runs {words}"
        command, words = command.commands[words[0]], words[1:]

    assert not hasattr(command, "commands")


def test_no_secret_stands_in_the_file(services: dict[str, dict[str, Any]]) -> None:
    """Whatever is secret comes from .env, which git ignores, and is asked for when it is missing."""
    secret = {name for name, setting in declared().items() if is_secret(setting)}
    for service in services.values():
        for variable, value in service.get("environment", {}).items():
            if variable in secret or re.search("PASSWORD|PWD", variable):
                assert "${" in value, variable
    assert ".env" in (ROOT / ".gitignore").read_text().splitlines()


@pytest.mark.parametrize("name", OURS)
def test_our_services_get_every_setting(services: dict[str, dict[str, Any]], name: str) -> None:
    """What stands in the table of settings can be set in .env, or the file itself sets it, or the reason is here."""
    assert set(services[name]["environment"]) == (VARIABLES - set(ELSEWHERE)) | TEMPORALS_OWN
    for variable, value in services[name]["environment"].items():
        named = NAMED.search(value)
        assert named is None or named["name"] in {variable, *PASSWORDS, "CADENCE_AUDIT_KEY"}, variable


def test_the_example_of_env_names_exactly_what_can_be_set() -> None:
    """Whoever fills it in can start; nothing in it is for nothing, and nothing is missing that Compose would take."""
    text = (ROOT / "docker-compose.yml").read_text()
    variables = {(named["name"], named["how"] == "?") for named in NAMED.finditer(text)}
    lines = [line for line in (ROOT / ".env.example").read_text().splitlines() if line and not line.startswith("# ")]
    written = [re.fullmatch(r"(#?)(\w+)=(\S*)", line) for line in lines]
    set_, optional = ({line[2] for line in written if line and bool(line[1]) is left} for left in (False, True))

    assert all(written), lines
    assert len(set_ | optional) == len(written)
    assert set_ | optional == {name for name, _ in variables}
    assert {name for name, required in variables if required} <= set_
    assert set_ | optional <= VARIABLES | PASSWORDS
    assert "CADENCE_JOURNAL" in set_


def test_the_values_of_the_example_of_env_can_be_read() -> None:
    """Whoever takes the # away and leaves the value gets what it says."""
    lines = re.findall(r"^#?(\w+)=(\S+)$", (ROOT / ".env.example").read_text(), re.MULTILINE)

    assert len(lines) > 10
    Settings.from_env(dict(lines))


def test_the_image_is_made_of_files_that_exist() -> None:
    """And the build is shown each of them: .dockerignore keeps everything else out."""
    shown = (ROOT / ".dockerignore").read_text()
    copied = re.findall(r"^COPY (?!--from)(\S+)", (ROOT / "Dockerfile").read_text(), re.MULTILINE)

    assert copied
    for source in copied:
        assert (ROOT / source).exists()
        assert f"!{source}" in shown


@pytest.mark.parametrize("script", sorted((ROOT / "deploy").rglob("*.sh")), ids=lambda script: script.name)
def test_a_script_is_one_that_a_plain_shell_reads(script: Path) -> None:
    """The images have no bash."""
    assert subprocess.run(["sh", "-n", script], check=False).returncode == 0
    assert script.stat().st_mode & 0o111


def test_the_search_attribute_is_the_one_that_workflows_are_started_with() -> None:
    """Without it no workflow starts at all."""
    assert f"attribute={CAMPAIGN_ATTRIBUTE}\n" in (ROOT / "deploy/temporal/namespace.sh").read_text()
