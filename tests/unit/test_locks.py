"""Is what gets installed exactly what was tried? The lock files are read, nothing is fetched."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = ["requirements.lock", "requirements-dev.lock"]


def locked(name: str) -> dict[str, str]:
    """Every package of a lock file with its block: version, markers and hashes."""
    blocks = re.split(r"\n(?=\S)", (ROOT / name).read_text())
    return {block.partition("==")[0]: block for block in blocks if not block.startswith("#")}


def asked(project: dict[str, Any], extra: str | None = None) -> set[str]:
    """What pyproject.toml asks for, as the names of packages."""
    wanted: list[str] = project["optional-dependencies"][extra] if extra else project["dependencies"]
    return {re.split(r"[\[><= ]", name)[0].lower().replace(".", "-") for name in wanted} - {"cadence"}


@pytest.fixture
def project() -> dict[str, Any]:
    """What pyproject.toml says of the project."""
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return project


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_has_one_version_and_its_hashes(name: str) -> None:
    """A package that was changed under its version is refused."""
    packages = locked(name)

    assert packages
    for package, block in packages.items():
        assert re.match(rf"{re.escape(package)}==\S+", block), block.splitlines()[0]
        assert "--hash=sha256:" in block, package


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_index(name: str) -> None:
    """It installs from whichever index the machine uses."""
    text = (ROOT / name).read_text()

    assert not re.search(r"https?:|file:|--(extra-)?index-url|--find-links|@ ", text)


def test_everything_that_is_asked_for_is_locked(project: dict[str, Any]) -> None:
    """`make lock` was run after the last change."""
    everything = locked("requirements-dev.lock")

    assert asked(project) <= set(locked("requirements.lock"))
    assert asked(project) | asked(project, "embedded") | asked(project, "dev") <= set(everything)


def test_what_runs_in_production_is_what_was_tested() -> None:
    """Both files lock the same versions of what they share."""
    tested = locked("requirements-dev.lock")
    for package, block in locked("requirements.lock").items():
        assert block.split()[0] == tested[package].split()[0]
