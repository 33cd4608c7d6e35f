"""Does every rehearsal have its reply, its stop, its callback and its dead line, whatever the seed and the list?"""

import re
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest

from cadence.campaign import Campaign, read_campaign
from cadence.domain.list_rows import LeadRow
from cadence.leads.lists import read_leads
from cadence.local.demo.answers import answers_to
from cadence.local.demo.cast import cast, templates_of
from cadence.local.demo.pace import RehearsalSpeed
from cadence.policy.packs.loading import load_law

CAMPAIGNS = Path(__file__).parents[3] / "campaigns"
NOW = datetime(2027, 3, 8, 7, tzinfo=UTC)
EXAMPLES = ["cart-recovery", "appointment-reminders", "demo-follow-up"]


def example(name: str) -> tuple[Campaign, list[LeadRow]]:
    """An example campaign and its list."""
    campaign = read_campaign((CAMPAIGNS / f"{name}.yaml").read_text(encoding="utf-8"))
    listed = BytesIO((CAMPAIGNS / f"{name}.csv").read_bytes())  # from a stream no report of refusals is written
    with read_leads(listed, region=campaign.country, now=NOW) as intake:
        return campaign, list(intake.leads())


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_part_is_played_by_somebody_of_their_own(name: str) -> None:
    """A part that two play, or nobody, is a zero that was not tried (protocol §6.4)."""
    campaign, leads = example(name)

    for seed in range(20):
        parts = cast(campaign, leads, NOW, load_law(campaign), seed).parts
        answers = {name for step in campaign.cadence for name in answers_to(campaign, step)}
        assert len({lead.line for lead, _ in parts}) == len({words for _, words in parts}) == 7 + len(answers)


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_dead_first_number_has_a_second_that_may_be_tried(name: str) -> None:
    """Otherwise the story of the other number would end before it begins."""
    campaign, leads = example(name)

    for seed in range(20):
        made = cast(campaign, leads, NOW, load_law(campaign), seed)
        (place,) = [place for place, person in enumerate(made.people["people"]) if person.get("line") == "dead"]
        first, second = made.people["people"][place : place + 2]
        (lead,) = [lead for lead, words in made.parts if "out of service" in words]
        agreed = {consent.e164 for consent in lead.consents if consent.given}

        assert [number.e164 for number in lead.numbers] == [*first["numbers"], *second["numbers"]]
        assert set(second["numbers"]) <= agreed or campaign.consent


def test_no_part_is_given_to_whom_the_law_bars() -> None:
    """Who agreed by word only is sent no text in the United States, and so cannot answer one with STOP."""
    campaign, leads = example("demo-follow-up")
    barred = {lead.line for lead in leads if any(consent.kind == "express" for consent in lead.consents)}
    parts = [cast(campaign, leads, NOW, load_law(campaign), seed).parts for seed in range(20)]

    assert barred
    assert barred.isdisjoint(lead.line for each in parts for lead, _ in each)


def test_a_list_without_second_numbers_has_no_dead_line() -> None:
    """Nobody's only number is taken away from them: that would be the seed's business."""
    campaign, leads = example("cart-recovery")
    made = cast(campaign, [lead for lead in leads if len(lead.numbers) == 1], NOW, load_law(campaign), 1)

    assert all(person.get("line") != "dead" for person in made.people["people"])


@pytest.mark.parametrize(
    ("pace", "words"),
    [
        (RehearsalSpeed(speed=3600, carried=20, needed=10), "3600 times faster: 5 days take about 2:00 min."),
        (
            RehearsalSpeed(speed=600, carried=2, needed=90),
            "600 times faster (3600 would be too fast here): 5 days",
        ),
        (
            RehearsalSpeed(speed=1200, carried=2, needed=90, asked=True),
            "1200 times faster, as you ask: 5 days take about 6:00",
        ),
        (
            RehearsalSpeed(speed=60, carried=2, needed=90, asked=True),
            "5 days take about 120:00 min.",
        ),  # longer than an hour
    ],
)
def test_the_pace_says_how_long_it_takes_and_why(pace: RehearsalSpeed, words: str) -> None:
    """Whoever waits wants to know for how long, and whether it could be faster."""
    assert words in pace.in_words(timedelta(days=5))


@pytest.mark.parametrize("path", sorted(CAMPAIGNS.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_template_of_the_emulator_wants_what_the_campaign_gives_it(path: Path) -> None:
    """A launch is refused for a template with another placeholder than the step has variables."""
    campaign = read_campaign(path.read_text(encoding="utf-8"))
    given = {
        step.whatsapp.template: {"{{" + name + "}}" for name in step.whatsapp.variables}
        for step in campaign.cadence
        if step.whatsapp and step.whatsapp.template
    }

    for name, wording in templates_of(campaign).items():
        assert set(re.findall(r"\{\{.*?\}\}", wording)) == given[name], wording
