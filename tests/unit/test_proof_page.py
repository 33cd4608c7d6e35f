"""Does docs/proof.md say of each part what became of it, and keep what it said of the others?"""

from pathlib import Path
from types import ModuleType

import pytest

from tests.unit.scripts import ROOT, script


@pytest.fixture
def proof(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """The program of `make proof` with two short parts and a page of its own."""
    program = script("proof")
    parts = (
        program.Part("good", "It is right.", "echo one\ntwo", 1, 1),
        program.Part("bad", "It is wrong.", "false", 1, 1),
    )
    monkeypatch.setattr(program, "PARTS", parts)
    monkeypatch.setattr(program, "PAGE", tmp_path / "proof.md")
    return program


def run(proof: ModuleType, monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    """Run the program with these words."""
    monkeypatch.setattr("sys.argv", ["proof.py", *words])
    return int(proof.main())


def test_a_part_that_was_not_run_keeps_its_result(proof: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hours are not spent again because another part has changed."""
    assert run(proof, monkeypatch, "--part", "good") == 0
    first = proof.results()
    assert run(proof, monkeypatch, "--part", "bad") == 1

    second = proof.results()
    assert first["bad"] == proof.NOT_RUN
    assert second["good"] == first["good"]
    assert first["good"].startswith("**It holds.**")
    assert "\none two\n" in first["good"]
    assert second["bad"].startswith("**It does not hold** (exit code 1).")


def test_a_part_gets_no_words_that_were_meant_for_us(proof: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """`make proof ARGS="--part good"` runs `make` again, which would hand its ARGS to every program."""
    monkeypatch.setenv("ARGS", "--part good")
    monkeypatch.setattr(proof, "PARTS", (proof.Part("good", "It sees ARGS.", "printenv ARGS", 1, 1),))

    assert run(proof, monkeypatch, "--part", "good") == 1


def test_the_page_names_every_part() -> None:
    """After a part has changed, the page is made again."""
    proof = script("proof")
    page = (ROOT / "docs" / "proof.md").read_text(encoding="utf-8")

    assert list(proof.sections()) == [part.name for part in proof.PARTS]
    for part in proof.PARTS:
        assert f"## {part.name}\n\n{part.shows}\n\n`{part.command}`\n" in page
