"""Does a worker sign checkpoints only where it can sign and keep them?"""

from pathlib import Path

import pytest

from cadence.app.bootstrap import checkpoints_of
from cadence.app.settings import Settings
from cadence.domain.errors import InvalidInputError
from cadence.engine.audit.checkpoints import write_keys
from cadence.engine.audit.notes import Signer


def settings(folder: Path, **given: str) -> Settings:
    """Settings with these variables."""
    return Settings.from_env({"CADENCE_STATE_DIR": str(folder), **given})


def test_without_both_settings_nothing_is_signed(tmp_path: Path) -> None:
    """Facts are sealed all the same."""
    assert checkpoints_of(settings(tmp_path)) is None


@pytest.mark.parametrize("only", ["CADENCE_AUDIT_KEY", "CADENCE_CHECKPOINTS"])
def test_one_of_the_settings_alone_is_a_mistake(tmp_path: Path, only: str) -> None:
    """Whoever sets one of them believes that checkpoints are signed."""
    with pytest.raises(InvalidInputError, match="only one of them is set"):
        checkpoints_of(settings(tmp_path, **{only: str(tmp_path / "audit")}))


def test_a_worker_signs_with_the_key_that_was_made(tmp_path: Path) -> None:
    """And refuses a file that holds none, such as the public one."""
    key = tmp_path / "audit.key"
    public = write_keys(Signer.new("audit.example.com"), key)
    made = checkpoints_of(settings(tmp_path, CADENCE_AUDIT_KEY=str(key), CADENCE_CHECKPOINTS=str(tmp_path)))

    assert made is not None
    assert made.signer.verifier.text == public.read_text().strip()
    for wrong in (public, tmp_path / "nowhere"):
        with pytest.raises(InvalidInputError):
            checkpoints_of(settings(tmp_path, CADENCE_AUDIT_KEY=str(wrong), CADENCE_CHECKPOINTS=str(tmp_path)))
