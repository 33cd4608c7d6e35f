"""Do receivers written in JavaScript accept our signatures? Checked with the library of npm, where Node.js is found."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from cadence.domain.clock import utc_now
from cadence.domain.events import EventType
from cadence.engine.events.schemas import example
from cadence.engine.events.signing import headers, new_secret

LIBRARY = "standardwebhooks@1.1.1"
PATIENCE = 60.0
RECEIVER = """
import {readFileSync} from "node:fs";
import {Webhook} from "standardwebhooks";
const answers = JSON.parse(readFileSync(0)).map(({secret, headers, body}) => {
    try { return {event: new Webhook(secret).verify(body, headers)}; }
    catch (error) { return {refused: error.message}; }
});
console.log(JSON.stringify(answers));
"""
EVENT = example(EventType.TOUCH_ENDED)
BODY = json.dumps(EVENT)


@pytest.fixture
def receiver(tmp_path: Path) -> Path:
    """The folder of a receiver with the library that Standard Webhooks publishes on npm."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        pytest.skip("LEFT OUT: Node.js and npm are not installed, so no receiver in JavaScript was tried")
    (tmp_path / "package.json").write_text("{}", encoding="utf-8")
    (tmp_path / "receiver.mjs").write_text(RECEIVER, encoding="utf-8")
    install = [npm, "install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts", LIBRARY]
    made = subprocess.run(install, cwd=tmp_path, capture_output=True, text=True, timeout=PATIENCE, check=False)
    if made.returncode:
        pytest.skip(f"LEFT OUT: npm could not install {LIBRARY}: {made.stderr.strip()[-200:]}")
    return tmp_path


def test_a_receiver_in_javascript_reads_what_is_signed_and_refuses_the_rest(receiver: Path) -> None:
    """While a secret is being changed, both are accepted; a changed body, id or secret is refused."""
    old, new = new_secret(), new_secret()
    signed = headers([new, old], EVENT["id"], utc_now(), BODY.encode())
    right = [{"secret": secret, "headers": signed, "body": BODY} for secret in (old, new)]
    wrong = [
        {"secret": new, "headers": signed, "body": f"{BODY} "},
        {"secret": new, "headers": signed | {"webhook-id": "another"}, "body": BODY},
        {"secret": new_secret(), "headers": signed, "body": BODY},
    ]

    done = subprocess.run(
        ["node", "receiver.mjs"],
        cwd=receiver,
        input=json.dumps([*right, *wrong]),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=True,
    )

    answers = json.loads(done.stdout)
    assert [answer.get("event") for answer in answers] == [EVENT, EVENT, None, None, None]
    assert all(answer["refused"] for answer in answers[2:])
