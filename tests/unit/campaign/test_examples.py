"""The example campaigns are right, use the language widely, and each has a list that fits."""

import csv
import subprocess
import sys
from collections import Counter
from pathlib import Path

import phonenumbers
import pytest

from cadence.campaign import check_text
from cadence.campaign.lists import check_placeholders
from cadence.campaign.texts import missing_for
from cadence.documents.tree import Items, Keys, Node
from cadence.domain import Channel, Lead
from cadence.policy.packs.loading import load_law
from cadence.policy.primitives.window import WindowEntry
from tests.unit.campaign.samples import CAMPAIGNS, EXAMPLES, PACKS

CART = 203
"""Rows of the list of carts; the others have `PEOPLE`."""
PEOPLE = 40


def rows(file: Path) -> list[dict[str, str]]:
    """Return the rows of a campaign's list."""
    with file.with_suffix(".csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_an_example_has_no_mistakes_and_its_list_has_its_columns(file: Path) -> None:
    """No warnings either: people copy these."""
    reading = check_text(file.read_text(), file.name, PACKS)

    assert reading.mistakes == ()
    assert check_placeholders(reading, rows(file)[0]) == ()


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_every_lead_has_what_the_texts_need(file: Path) -> None:
    """Those with a cell left empty would be refused."""
    campaign = check_text(file.read_text(), file.name, PACKS).right()

    for row in rows(file):
        person = Lead(id="L", numbers=(), name=row["name"], account=row.get("account", ""), attributes=row)
        assert missing_for(campaign, person) == []


def test_the_examples_use_the_whole_language() -> None:
    """Whatever a step can say, one of them says it; the rest is for the manual."""
    used = set[str]()
    for file in EXAMPLES:
        tree = check_text(file.read_text()).tree
        assert tree is not None
        used |= _keys(tree)

    assert used >= {
        *("title", "purpose", "audience", "language", "country", "subject", "jurisdictions", "from", "windows"),
        *("segments", "holidays", "limits", "channels", "gap", "spread", "stop_on", "consent", "reason", "priority"),
        *(
            "in_flight",
            "confirmation",
            "floors",
            "endpoint",
            "wrap_up",
            "callback",
            "cadence",
            "step",
            "after",
        ),
        *("after", "before", "field", "by", "if_late", "expires", "sms", "whatsapp", "template", "variables", "call"),
        *("ring", "detect_machines", "voicemail", "talk", "task", "assign", "wait", "retry", "on", "otherwise"),
    }


def _keys(node: Node) -> set[str]:
    """Return every key written in a file."""
    if isinstance(node, Items):
        return {key for item in node.items for key in _keys(item)}
    if isinstance(node, Keys):
        return {key.value for key, _ in node.entries} | {key for _, entry in node.entries for key in _keys(entry)}
    return set()


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_the_lists_are_full_of_people_who_do_not_exist(file: Path) -> None:
    """Valid numbers of ranges that are nobody's, each once; a name that no two people share."""
    people = rows(file)
    numbers = Counter[str]()
    names = Counter(row["name"] for row in people)
    for row in people:
        for cell in filter(None, (row["phone"], row.get("phone2"))):
            number = phonenumbers.parse(cell, row["country"])
            e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
            numbers[e164] += phonenumbers.is_valid_number(number)
            assert (
                e164.startswith(("+34600000", "+34910000", "+34928000"))
                or e164[5:10] == "55501"
                or row["phone"] == "600 00"
            )

    assert len(people) == (CART if "cart" in file.stem else PEOPLE)
    assert [digits for digits, times in numbers.items() if times > 1] == (
        ["+34600000003"] if "cart" in file.stem else []
    )
    assert [name for name, times in names.items() if times > 1] == [people[3]["name"]] * ("cart" in file.stem)


def test_the_cart_list_shows_what_becomes_of_bad_rows() -> None:
    """Two hundred good rows, and every kind of trouble the demo is to show."""
    people = rows(CAMPAIGNS / "cart-recovery.yaml")
    good, refused = people[:200], people[200:]

    assert refused[0] == good[3]
    assert [row["phone"] for row in refused[1:]] == ["600 00", ""]
    assert "Europe/Madird" in {row["timezone"] for row in good}
    assert 20 < sum(not row["consent_whatsapp"] for row in good) < 80
    assert sum(not any(row[f"consent_{channel}"] for channel in ("sms", "whatsapp", "voice")) for row in good) >= 2
    assert sum(bool(row["phone2"]) for row in good) > 20
    assert {"910 000 011", "928 000 042"} <= {row["phone"] for row in good}
    assert {"CN", ""} <= {row["region"] for row in good}


def test_the_american_example_keeps_within_the_hours_of_every_state() -> None:
    """So that one file serves all; a pack whose hours become shorter than the example's shows here."""
    campaign = check_text((CAMPAIGNS / "demo-follow-up.yaml").read_text()).right()
    law = [
        (rule.id, rule.allow)
        for pack in load_law(campaign).packs
        for rule in pack.rules
        if pack.id.startswith("us") and isinstance(rule, WindowEntry) and campaign.purpose in rule.when.purposes
    ]
    spans = [(day, span) for window in campaign.windows for day in window.days for span in window.hours]

    assert len(law) > 30  # of most states
    for rule, allow in law:
        for day, span in spans:
            within = [
                hours
                for hours in allow
                if day in hours.days and hours.open <= span.opens and span.closes <= hours.close
            ]
            assert within, f"{rule} closes {span} on weekday {day}"


def test_the_american_list_shows_whom_the_law_bars() -> None:
    """Most agreed in writing; some by word only, where the law wants more of a call, too; one said no, one nothing."""
    people = rows(CAMPAIGNS / "demo-follow-up.yaml")
    kinds = Counter(row["consent_kind"] for row in people)
    by_word = {(row["region"], row["phone"][:5]) for row in people if row["consent_kind"] == "express"}

    assert kinds == {"express_written": 35, "express": 4, "": 1}
    assert all(bool(row["consent_wording"]) == (row["consent_kind"] == "express_written") for row in people)
    assert by_word == {("MD", "(410)"), ("NY", "(305)"), ("IL", "(312)"), ("FL", "(305)")}
    assert [row["id"] for row in people if "no" in {row["consent_sms"], row["consent_voice"]}] == ["D-021"]


def test_the_appointments_fall_into_the_days_of_the_rehearsal() -> None:
    """It begins on Monday 2027-03-08; one appointment has been already."""
    days = Counter(row["appointment_at"][:10] for row in rows(CAMPAIGNS / "appointment-reminders.yaml"))

    assert set(days) == {"2027-03-09", "2027-03-10", "2027-03-11", "05/03/2027"}
    assert days["05/03/2027"] == 1


def test_each_example_can_reach_each_channel_it_names() -> None:
    """A step on every channel across the four."""
    used = {step.channel for file in EXAMPLES for step in check_text(file.read_text()).right().cadence}

    assert used == {*Channel, None}


def test_the_lists_are_what_their_script_writes(tmp_path: Path) -> None:
    """So that the script can be trusted when a column is added."""
    for name in ("make_lists.py", "make_pairs.py"):
        (tmp_path / name).write_text((CAMPAIGNS / name).read_text())
        subprocess.run([sys.executable, str(tmp_path / name)], check=True)

    for file in EXAMPLES:
        assert (tmp_path / f"{file.stem}.csv").read_bytes() == file.with_suffix(".csv").read_bytes()
