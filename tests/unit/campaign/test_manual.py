"""The manual and the language say the same."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from cadence.campaign import check_text
from cadence.campaign.blocks import Block, Key, ListKind, MappingKind
from cadence.campaign.checks import STOP_WORDS
from cadence.campaign.content.call import CallStep
from cadence.campaign.kinds import WordKind
from cadence.campaign.parts import Floor
from cadence.campaign.shape import CAMPAIGN, Campaign
from cadence.campaign.spans import parse_duration
from cadence.campaign.templates import BUILT_IN, FILTERS
from cadence.domain.channels import DESCRIPTORS
from tests.unit.campaign.samples import PACKS

PAGE = (Path(__file__).parents[3] / "docs" / "campaigns.md").read_text()
SPOKEN_OF = set(re.findall(r"`([\w/]+)", re.sub(r"```.*?```", "", PAGE, flags=re.DOTALL)))
WHOLE = re.findall(r"```yaml\n(campaign:.*?)```", PAGE, re.DOTALL)
PIECES = re.findall(r"```yaml\n((?!campaign:).*?)```", PAGE, re.DOTALL)
WRONG = re.findall(r"```yaml wrong\n(.*?)```\s+```text\n(.*?)```", PAGE, re.DOTALL)

REST = {
    "campaign": "campaign: spring-offer\n",
    "purpose": "purpose: marketing\n",
    "jurisdictions": "jurisdictions: [es]\n",
    "without_pack": "without_pack: [EC]\n",
    "from": (
        'from: {company: Tienda Sol, sms: "+34910000001", whatsapp: "+34910000001", voice: "+34910000001", '
        'email: a@example.com, postal_address: "Calle Mayor 1, Madrid"}\n'
    ),
    "windows": 'windows: [{days: mon-fri, hours: "9:00-14:00"}]\n',
    "floors": 'floors: {sales: {agents: 3, endpoint: "client:sales"}}\n',
    "cadence": 'cadence: [{step: offer, sms: "BAJA"}]\n',
}
"""What a piece of the manual leaves out."""


def keys(block: Block) -> Iterator[tuple[str, Key]]:
    """Yield every key of the language."""
    for name, key in block.keys.items():
        yield name, key
        kind = key.kind
        while isinstance(kind, ListKind | MappingKind):
            kind = kind.of
        if isinstance(kind, Block):
            yield from keys(kind)


@pytest.mark.parametrize(
    ("name", "key"), list(keys(CAMPAIGN)), ids=lambda entry: entry if isinstance(entry, str) else ""
)
def test_every_key_and_word_is_in_the_manual(name: str, key: Key) -> None:
    """In backquotes, in the text around the examples."""
    kind = key.kind.of if isinstance(key.kind, ListKind) else key.kind
    words = kind.words if isinstance(kind, WordKind) else ()

    assert {name, *(str(word) for word in words)} <= SPOKEN_OF


def test_every_outcome_filter_and_placeholder_is_in_the_manual() -> None:
    """A word that is not there does not exist for whoever writes a campaign."""
    words = {word for descriptor in DESCRIPTORS.values() for word in (*descriptor.outcomes, *descriptor.retryable)}

    assert {*words, *STOP_WORDS, *FILTERS, *BUILT_IN} <= SPOKEN_OF


def test_the_defaults_in_the_manual_are_the_defaults() -> None:
    """The last column of each table."""
    lines = re.findall(r"^\|(.*?)\|.*?\|([^|]*)\|$", PAGE, re.MULTILINE)
    rows = {name.strip(" `"): default.strip() for name, default in lines}
    fields = Campaign.model_fields

    for name in ("audience", "language", "holidays", "priority", "in_flight"):
        assert rows[name] == f"`{fields[name].default}`"
    for name, field in (("gap", fields["gap"]), ("spread", fields["spread"])):
        assert parse_duration(rows[name].strip("`")) == field.default
    for name in ("ring", "talk"):
        assert parse_duration(rows[name].strip("`")) == CallStep.model_fields[name].default
    assert rows["detect_machines"] == f"`{CallStep.model_fields['detect_machines'].default}`".lower()
    assert "(`2 minutes` without it)" in PAGE
    assert Floor.model_fields["wrap_up"].default == parse_duration("2 minutes")


@pytest.mark.parametrize("text", WHOLE)
def test_a_whole_example_checks_clean(text: str) -> None:
    """Someone will copy it."""
    assert check_text(text, "spring-offer.yaml", PACKS).mistakes == ()


@pytest.mark.parametrize("piece", PIECES)
def test_a_piece_checks_clean_once_the_rest_is_there(piece: str) -> None:
    """The rest is what every campaign has."""
    own = set(re.findall(r"^(\w+):", piece, re.MULTILINE))
    text = "".join(line for key, line in REST.items() if key not in own) + piece

    assert own
    assert check_text(text, "piece.yaml", PACKS).errors == ()


@pytest.mark.parametrize(("text", "message"), WRONG)
def test_what_the_manual_says_of_a_broken_file_is_said(text: str, message: str) -> None:
    """Word for word."""
    assert [str(mistake) for mistake in check_text(text, "spring-offer.yaml", PACKS).mistakes] == message.splitlines()


def test_the_manual_has_examples_of_each_sort() -> None:
    """A pattern that matches nothing would prove nothing."""
    assert len(WHOLE) >= 1
    assert len(PIECES) >= 12
    assert len(WRONG) == 2


def test_every_link_within_the_manual_leads_somewhere() -> None:
    """Headings become anchors."""
    headings = re.findall(r"^#+ (.*)$", PAGE, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}

    assert set(re.findall(r"\]\(#(.*?)\)", PAGE)) <= anchors
