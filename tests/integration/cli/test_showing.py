"""Does `show` print what was launched, byte for byte, and who launched it?"""

import subprocess
import sys
from pathlib import Path

import pytest

from cadence.campaign import read_campaign
from tests.integration.cli.desk import CAMPAIGN, LIST, Desk

ROOT = Path(__file__).parents[3]
COMMENTED = "# ünïcode\r\n" + CAMPAIGN.replace("title: Spring offer", "title: Spring offer   # two  spaces\t")
CHANGED = CAMPAIGN.replace("after: 1 hour", "after: 2 hours")


def printed(*words: str) -> bytes:
    """What a command writes into a pipe, as bytes."""
    command = [sys.executable, "-m", "cadence", "show", *words]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout


def launch(desk: Desk, content: bytes) -> None:
    """Launch a file with exactly these bytes."""
    file = Path(desk.file("spring.yaml", ""))
    file.write_bytes(content)
    answer = desk.type("launch", str(file), "--leads", desk.file("leads.csv", LIST), "--yes")
    assert answer.code == 0, answer.err


@pytest.mark.parametrize(
    "content",
    [
        CAMPAIGN.encode(),
        COMMENTED.encode(),  # a comment, line ends of Windows, spaces at the end of a line
        b"\xef\xbb\xbf" + CAMPAIGN.encode(),  # a byte order mark
        CAMPAIGN.rstrip().encode(),  # no line break at the end
    ],
    ids=["plain", "windows", "byte order mark", "no last line break"],
)
def test_the_file_is_printed_byte_for_byte(desk: Desk, content: bytes) -> None:
    """What was launched can be taken back from the ledger, with its comments."""
    launch(desk, content)

    assert printed("spring") == content


def test_the_versions_say_when_by_whom_and_with_how_many_leads(desk: Desk) -> None:
    """On stderr, so that stdout is the file alone; the version for new leads is marked."""
    desk.launch(CAMPAIGN, LIST, "--because", "spring is here")
    desk.launch(CHANGED, LIST)

    shown = desk.type("show", "spring", "--version", "1")
    assert (shown.code, shown.out) == (0, CAMPAIGN)
    first, second = [line for line in shown.err.splitlines() if "version" in line]
    assert first.startswith("  version 1, Tue 2027-03-09 ")
    assert "spring is here; 0 under way, 0 finished" in first
    assert second.startswith("* version 2, ")
    assert desk.type("show", "spring").out == CHANGED

    data = desk.json("show", "spring")
    assert (data["current"], data["version"], data["text"]) == (2, 2, CHANGED)
    assert data["content"]["campaign"] == "spring"
    assert [(row["version"], row["why"], row["as_written"]) for row in data["versions"]] == [
        (1, "spring is here", True),
        (2, "", True),
    ]


def test_the_first_launch_of_a_version_names_its_launcher(desk: Desk) -> None:
    """A second list with the same file is not its launch."""
    desk.launch(CAMPAIGN, LIST, "--because", "first")
    desk.launch(CAMPAIGN, LIST + "C-4,Sol,600000004,10\n", "--because", "second")

    assert [row["why"] for row in desk.json("show", "spring")["versions"]] == ["first"]


def test_the_difference_of_two_versions_is_shown(desk: Desk) -> None:
    """Each place with what was and what is now; for programs as `diff -u` writes it."""
    desk.launch(CAMPAIGN)
    desk.launch(CHANGED)

    shown = desk.type("show", "spring", "--diff", "1")
    assert shown.out.startswith("spring, from version 1 to version 2: 1 place differs\n")
    assert "\n  was      after: 1 hour\n  now      after: 2 hours\n" in shown.out
    assert ", step " in shown.out
    same = desk.type("show", "spring", "--diff", "2")
    assert (same.code, same.out) == (0, "")
    assert "Nothing has changed: version 2 says the same as version 2." in same.err
    data = desk.json("show", "spring", "--diff", "1")
    assert (data["since"], data["diff"][:2]) == (1, ["--- spring, version 1", "+++ spring, version 2"])


def test_a_version_without_a_text_is_shown_from_its_values(desk: Desk) -> None:
    """As with versions that were launched before texts were stored, or whose text was deleted."""
    desk.launch()
    with desk.ledger.begin() as connection:
        connection.exec_driver_sql("DELETE FROM campaign_files")

    shown = desk.type("show", "spring")
    assert shown.code == 0
    assert shown.out.startswith("# The text of this file was not stored")
    assert "campaign: spring\n" in shown.out
    assert "null" not in shown.out
    assert shown.out.index("campaign: spring") < shown.out.index("cadence:")
    assert "the text of its file was not stored" in shown.err
    assert desk.json("show", "spring")["as_written"] is False
    desk.launch()  # the same file again: now its text is known
    assert desk.type("show", "spring").out == CAMPAIGN


def test_a_text_shown_again_is_the_same_campaign(desk: Desk) -> None:
    """Launching what `show` prints makes no new version."""
    desk.launch(COMMENTED)
    text = printed("spring").decode()

    assert read_campaign(text) == read_campaign(COMMENTED)


def test_what_is_not_there_is_said_with_what_is(desk: Desk) -> None:
    """A campaign or a version that does not exist."""
    desk.launch()
    unknown = desk.type("show", "sprong")
    assert (unknown.code, unknown.out) == (1, "")
    assert "There is no campaign sprong. Did you mean spring?" in unknown.err
    for words in (["--version", "7"], ["--diff", "7"]):
        beyond = desk.type("show", "spring", *words)
        assert beyond.code == 1
        assert "There is no version 7 of campaign spring; expected one of: 1." in beyond.err
    assert desk.type("show", "spring", "--version", "0").code == 2


def test_a_file_cannot_control_the_terminal(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal a mark that reverses letters is shown, not obeyed; in a pipe the file stays as it is."""
    desk.launch("# \u202eesrever\n" + CAMPAIGN)
    assert printed("spring").decode() == "# \u202eesrever\n" + CAMPAIGN
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)

    assert desk.type("show", "spring").out.startswith("# \\u202eesrever\n")
