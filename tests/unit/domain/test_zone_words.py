"""Is the zone suggested that people mean, rather than the one that is spelt most alike?"""

import pytest

from cadence.domain.zone_words import IN_COUNTRY, ROWS, zone_by_name
from cadence.domain.zones import zone_names
from cadence.leads.phone.places import find_zone, nearest_zone

# what a list says, the country of the person, the zone to suggest
MEANT = (
    ("Eastern", "", "America/New_York"),  # it was Easter Island, by spelling
    ("eastern time", "", "America/New_York"),
    ("US Eastern Standard Time", "", "America/New_York"),
    ("(UTC-05:00) Eastern Time (US & Canada)", "", "America/New_York"),
    ("EST", "", "America/New_York"),
    ("ET", "", "America/New_York"),
    ("Central", "US", "America/Chicago"),
    ("CDT", "", "America/Chicago"),
    ("Mountain", "", "America/Denver"),
    ("Pacific", "", "America/Los_Angeles"),
    ("PST", "", "America/Los_Angeles"),
    ("Eastern", "CA", "America/Toronto"),
    ("Central", "MX", "America/Mexico_City"),
    ("Central Standard Time (Mexico)", "", "America/Mexico_City"),
    ("hora de México", "", "America/Mexico_City"),
    ("Hora del Centro", "", "America/Mexico_City"),
    ("Ciudad de México", "", "America/Mexico_City"),
    ("Hora del Pacífico", "MX", "America/Mazatlan"),
    ("CET", "", "Europe/Madrid"),
    ("Romance Standard Time", "", "Europe/Madrid"),
    ("hora peninsular", "", "Europe/Madrid"),
    ("Canarias", "", "Atlantic/Canary"),
    ("Hora de Colombia", "", "America/Bogota"),
    ("Horário de Brasília", "", "America/Sao_Paulo"),
    ("Buenos Aires", "", "America/Argentina/Buenos_Aires"),
    ("America/Miami", "", "America/New_York"),  # a city that has no zone of its name
    ("Medellín", "", "America/Bogota"),
    ("GMT", "", "Europe/London"),
    # by spelling, as before
    ("Europe/Madird", "", "Europe/Madrid"),
    ("Madrid", "", "Europe/Madrid"),
    ("Easter", "", "Pacific/Easter"),
    ("Isla de Pascua", "CL", "Pacific/Easter"),
    ("xyzzy", "", ""),
)


@pytest.mark.parametrize(("text", "country", "zone"), MEANT)
def test_the_zone_that_people_mean_is_suggested(text: str, country: str, zone: str) -> None:
    """By everyday names before spelling; to the people of a country, what they mean by it."""
    assert nearest_zone(text, country) == zone


def test_an_everyday_name_is_suggested_and_never_taken() -> None:
    """The word "Central" is a zone in several countries, and CET is off by an hour half the year."""
    assert [find_zone(text) for text in ("Eastern", "CET", "hora de México", "EST")] == [None] * 4


def test_every_zone_of_the_table_exists() -> None:
    """A name that tzdata drops would be suggested for ever; and no everyday name stands for two zones."""
    names = [
        name.strip()
        for row in ROWS.strip().replace("\n  ", " ").splitlines()
        for name in row.partition(" | ")[2].split(",")
    ]
    zones = {zone_by_name(name) for name in names} | {zone for words in IN_COUNTRY.values() for zone in words.values()}

    assert zones <= zone_names()
    assert len(names) == len(set(names))
