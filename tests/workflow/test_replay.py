"""Does today's code still understand the histories of leads and campaigns that were started long ago?"""

import json
from pathlib import Path

import pytest
from temporalio import workflow
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer, WorkflowRunner
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner

from cadence.app.temporal import CONVERTER
from cadence.app.worker import RUNNER
from cadence.domain.payloads import LeadInput
from tests.workflow.record import FOLDER, PATHS
from workflows.campaign import CampaignWorkflow
from workflows.lead import LeadWorkflow

HISTORIES = sorted(FOLDER.glob("*.json"))


def read(file: Path) -> WorkflowHistory:
    """Read a recorded history."""
    document = json.loads(file.read_text())
    return WorkflowHistory.from_json(document.pop("workflow_id"), document)


@pytest.mark.parametrize("runner", [RUNNER, SandboxedWorkflowRunner()], ids=["as workers run it", "in the sandbox"])
@pytest.mark.parametrize("file", HISTORIES, ids=lambda file: file.stem)
async def test_a_recorded_history_replays(file: Path, runner: WorkflowRunner) -> None:
    """The same commands in the same order: instants and texts may change, what is done when may not."""
    replayer = Replayer(
        workflows=[LeadWorkflow, CampaignWorkflow],
        data_converter=CONVERTER,
        workflow_runner=runner,
    )
    await replayer.replay_workflow(read(file))


def test_every_path_has_been_recorded() -> None:
    """A path that is not recorded is not held; add it by `python -m tests.workflow.record`."""
    assert {file.stem for file in HISTORIES} >= {path.__name__ for path in PATHS}


@workflow.defn(name="lead", sandboxed=False)
class Forgetful:
    """A lead's workflow that has forgotten to wait."""

    @workflow.run
    async def run(self, lead: LeadInput) -> str:
        """End at once."""
        return lead.campaign


async def test_a_changed_workflow_does_not_replay() -> None:
    """A replay that passed everything would hold nothing."""
    replayer = Replayer(workflows=[Forgetful], data_converter=CONVERTER)
    with pytest.raises(workflow.NondeterminismError):
        await replayer.replay_workflow(read(FOLDER / "cadence.json"))


def test_histories_hold_nobody() -> None:
    """They are kept for ever, in public: ids and made-up names only."""
    assert all("+34" not in file.read_text() for file in HISTORIES)
