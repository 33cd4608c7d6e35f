"""Does each example campaign reach each of its steps, and does it exist in both languages?"""

import json
from pathlib import Path

import pytest

from cadence.campaign import read_campaign
from cadence.cli import run
from tests.unit.campaign.samples import CAMPAIGNS, EXAMPLES

PAIRS = {"overdue-invoices", "delivery-notices", "satisfaction-survey", "win-back", "treatment-adherence"}
"""What there is in Spanish and in English."""


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_every_step_of_an_example_is_reached(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A step that nobody gets to would show nothing of what it is for."""
    options = ["--from", "2027-03-08T07:00:00Z", "--days", "60", "--registries-clear", "--processes", "1", "--json"]
    code = run(["simulate", str(file), "--leads", str(file.with_suffix(".csv")), *options])
    report = json.loads(capsys.readouterr().out)
    campaign = read_campaign(file.read_text(encoding="utf-8"))

    assert code == 0
    assert {step.step for step in campaign.cadence if step.wait is None} <= {row["step"] for row in report["steps"]}
    assert any(row["outcomes"].get("delivered") or row["outcomes"].get("sent") for row in report["steps"])


def test_each_new_example_is_there_in_both_languages_with_the_same_steps() -> None:
    """Whoever reads one of them can compare it with the other."""
    names = {file.stem for file in EXAMPLES}

    assert {f"{name}-{language}" for name in PAIRS for language in ("es", "en")} <= names
    for name in PAIRS:
        spanish, english = (
            read_campaign((CAMPAIGNS / f"{name}-{language}.yaml").read_text()) for language in ("es", "en")
        )
        assert (spanish.language, english.language) == ("es", "en")
        assert [step.channel for step in spanish.cadence] == [step.channel for step in english.cadence]
