"""The manual and the language say the same."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from cadence.campaign import check_text
from cadence.campaign.blocks import Block, Key, ListKind, MappingKind
from cadence.campaign.checks import STOP_WORDS
from cadence.campaign.kinds import WordKind
from cadence.campaign.shape import CAMPAIGN
from cadence.campaign.templates import BUILT_IN, FILTERS
from cadence.domain.channels import DESCRIPTORS
from cadence.languages.sentences import sentence_id
from cadence.languages.texts import sentences_of
from cadence.policy import wording
from tests.unit.campaign.samples import PACKS
from tests.unit.scripts import script

PAGE = (Path(__file__).parents[3] / "docs" / "campaigns.md").read_text()
SPOKEN_OF = set(re.findall(r"`([\w/]+)", re.sub(r"```.*?```", "", PAGE, flags=re.DOTALL)))
WHOLE = re.findall(r"```yaml\n(campaign:.*?)```", PAGE, re.DOTALL)
PIECES = re.findall(r"```yaml\n((?!campaign:).*?)```", PAGE, re.DOTALL)
WRONG = re.findall(r"```yaml wrong\n(.*?)```\s+```text\n(.*?)```", PAGE, re.DOTALL)
SENTENCES = sentences_of("en").ids
assert wording  # its import adds the sentences of the primitives

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
    "cadence": 'cadence: [{step: offer, sms: "BAJA"}, {step: invite, task: {title: Invite, label: linkedin}}]\n',
}
"""What a piece of the manual leaves out. The step with a task is what caps on tasks count."""


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


def test_the_tables_of_keys_are_those_of_the_language() -> None:
    """Each block has one; `make docs` writes them."""
    manual = script("campaign_page")
    tables = [region[1] for region in manual.REGION.finditer(PAGE)]

    assert sorted(
        f"<!-- keys of {block.called}: made by `make docs` -->\n" for block in manual.blocks(CAMPAIGN)
    ) == sorted(tables)
    assert manual.filled(PAGE) == PAGE, "run `make docs`"


def test_every_rule_that_a_key_names_is_one_that_verdicts_explain() -> None:
    """A name that no sentence belongs to would lead nowhere."""
    named = {key.rule for _, key in keys(CAMPAIGN) if key.rule}

    assert {"campaign.windows", "campaign.limits", "step.expired"} <= named
    assert [rule for rule in sorted(named) if not explained(rule)] == []


def explained(rule: str) -> bool:
    """Tell whether there is a sentence for a rule: its own, its family's or its primitive's, or a variant of these."""
    names = [sentence_id("rule", name) for name in (rule, rule.partition(".")[0])]
    return any(sentence == name or sentence.startswith(f"{name}-") for sentence in SENTENCES for name in names)


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
