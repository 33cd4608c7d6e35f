"""Do both READMEs say the same, and are their campaigns and lists right?"""

import csv
import re
from pathlib import Path

import pytest

from cadence.campaign import check_text
from cadence.cli.app import COMMANDS
from tests.unit.campaign.samples import PACKS

ROOT = Path(__file__).parents[2]
PAGES = {"en": ROOT / "README.md", "es": ROOT / "README.es.md"}
TEXTS = {language: page.read_text(encoding="utf-8") for language, page in PAGES.items()}
COMMAND = re.compile(r"^(?:cadence|make) [a-z]+(?: (?:add|apply|proof)\b)?|--[a-z]+", re.MULTILINE)

NAMED = re.compile(r"\]\(([^)]+)\)|`((?:cadence|workflows|activities)/[^`]*)`")


def blocks(language: str, kind: str) -> list[str]:
    """Return the blocks of one kind in a README."""
    return re.findall(rf"```{kind}\n(.*?)```", TEXTS[language], re.DOTALL)


def commands(language: str) -> list[str]:
    """Return each command of a README with its options, without comments, names and values."""
    lines = [line.partition("#")[0] for block in blocks(language, "sh") for line in block.splitlines()]
    return [" ".join(part for part in COMMAND.findall(line) if part != "--language") for line in lines]


def test_both_show_the_same_commands_in_the_same_order() -> None:
    """A command that only one of them has would be missed by the readers of the other."""
    assert len(commands("en")) > 15
    assert commands("es") == commands("en")


def test_every_command_is_one_of_the_programs() -> None:
    """One that was renamed would send a newcomer nowhere."""
    named = {line.split()[1] for line in commands("en") if line.startswith("cadence")}

    assert named <= set(COMMANDS)


def test_both_have_the_same_sections_and_name_the_same_files() -> None:
    """The Spanish page is no shorter one."""
    headings = {language: re.findall(r"^(#+) ", text, re.MULTILINE) for language, text in TEXTS.items()}
    files = {language: set(NAMED.findall(text)) for language, text in TEXTS.items()}
    others = {("README.md", ""), ("README.es.md", ""), ("docs/tutorial.md", ""), ("docs/tutorial.es.md", "")}

    assert headings["es"] == headings["en"]
    assert files["es"] - others == files["en"] - others


@pytest.mark.parametrize("language", PAGES)
def test_the_campaign_is_right_and_the_list_fits_it(language: str) -> None:
    """Someone will copy both."""
    (campaign,) = blocks(language, "yaml")
    (rows,) = blocks(language, "csv")

    assert check_text(campaign, "campaign.yaml", PACKS).mistakes == ()
    assert len(list(csv.DictReader(rows.splitlines()))) == 1
