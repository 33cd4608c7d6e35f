"""Where does somebody sit who types commands? At a terminal: a ledger behind it, Temporal, and what was printed."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cadence.cli import run
from cadence.cli.connection import LedgerSession, open_session
from cadence.ledger.db import clock
from cadence.ledger.db.ledger import Ledger
from cadence.local.stack.ports import free_port
from tests.integration.api.town import Town, noon

NOBODY = "127.0.0.1:1"
"""An address at which nobody listens."""

CAMPAIGN = """
campaign: spring
title: Spring offer
purpose: service
jurisdictions: none
country: ES
holidays: open
from: {company: Tienda Sol, voice: "+34910000001", sms: "+34910000001"}
windows: [{days: mon-sun, hours: "09:00-21:00"}]
consent:
  sms: {basis: contract, reason: they are customers}
  call: {basis: contract, reason: they are customers}
limits: [{max: 5, per: campaign}]
floors: {desk: {agents: 3, endpoint: "client:desk"}}
cadence:
  - step: hello
    sms: "{{ company }}: hola {{ name }}, pedido {{ order }}"
  - step: ring
    after: 1 hour
    call: desk
"""
LIST = "id,name,phone,order\nC-1,Ana,600000001,7\nC-2,Bea,600000002,8\nC-3,Carla,letters,9\n"
"""Two leads, and one row that is none."""


@dataclass(frozen=True, slots=True)
class Said:
    """What came of a command: data on stdout, talk on stderr."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """The JSON on stdout."""
        return json.loads(self.out)


class Desk:
    """A terminal in this process."""

    def __init__(
        self,
        ledger: Ledger,
        folder: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
        database_url: str,
    ) -> None:
        self.ledger = ledger
        self.folder = folder
        self._capsys = capsys
        self.set = monkeypatch.setenv
        self.set("CADENCE_DATABASE_URL", database_url)
        self.set("CADENCE_HMAC_KEY", ledger.hasher.key.hex())
        self.set("CADENCE_STATE_DIR", str(folder / "state"))
        self.set("CADENCE_TWILIO_URL", f"http://127.0.0.1:{free_port()}")
        self.set("TWILIO_ACCOUNT_SID", "AC" + "0" * 32)
        self.set("TWILIO_AUTH_TOKEN", "made-up")
        self.set("COLUMNS", "200")
        self.clock = noon()
        with ledger.begin() as connection:
            clock.set_clock(connection, self.clock)
        self.town = Town(ledger, self.clock)
        self.capsys = capsys

    def type(self, *words: str) -> Said:
        """Type a command and read what it says."""
        self._capsys.readouterr()
        code = run(list(words))
        out, err = self._capsys.readouterr()
        assert "Traceback" not in out + err
        return Said(code, out, err)

    def json(self, *words: str) -> Any:
        """Type a command that answers with JSON."""
        said = self.type(*words, "--json")
        assert said.code == 0, said.err
        return said.data

    def without_temporal(self) -> None:
        """Have Temporal down."""
        self.set("TEMPORAL_ADDRESS", NOBODY)

    def without_postgres(self) -> None:
        """Have PostgreSQL down."""
        self.set("CADENCE_DATABASE_URL", f"postgresql+psycopg://{NOBODY}/cadence")

    def file(self, name: str, content: str) -> str:
        """Write a file and return its path."""
        path = self.folder / name
        path.write_text(content)
        return str(path)

    def launch(self, campaign: str = CAMPAIGN, leads: str = LIST, *more: str) -> Said:
        """Launch a campaign with a list."""
        files = self.file("spring.yaml", campaign), self.file("leads.csv", leads)
        return self.type("launch", files[0], "--leads", files[1], *more)

    def commands(self) -> list[tuple[str, str]]:
        """Return every order that was written down, with its reason."""
        with self.ledger.begin() as connection:
            rows = connection.exec_driver_sql("SELECT name, why FROM commands ORDER BY id").all()
        return [(name, why) for name, why in rows]

    def at_home(self, use: Callable[[LedgerSession], Any]) -> Any:
        """Look with what a command looks with."""
        with open_session() as session:
            return use(session)
