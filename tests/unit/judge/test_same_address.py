"""Does a person's file say where somebody lives as a lead list does: region, zones and the law that follows?"""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cadence.explain.judge import facts_of, read_person
from cadence.leads.lists import read_leads
from cadence.policy.packs.law import Law, protecting
from cadence.policy.packs.loading import SHIPPED
from cadence.policy.places.jurisdiction import places_of
from tests.unit.packs.court import pack_of
from tests.unit.policy.builders import campaign

NOW = datetime(2027, 3, 9, 11, 0, tzinfo=UTC)
LAW = Law(packs=tuple(pack_of(name) for name in SHIPPED.names()))

# country, region, postal code, town, and the zones that follow
ADDRESSES = (
    ("ES", "", "35001", "", {"Atlantic/Canary"}),
    ("ES", "", "28013", "", {"Europe/Madrid"}),
    ("ES", "", "8001", "", {"Europe/Madrid"}),  # Barcelona, whose zero a spreadsheet has lost
    ("ES", "", "", "Santa Cruz de Tenerife", {"Atlantic/Canary"}),
    ("ES", "", "28013", "Santa Cruz de Tenerife", {"Europe/Madrid"}),  # the code is surer than the town
    ("ES", "CN", "28013", "", {"Atlantic/Canary", "Europe/Madrid"}),  # both count
    ("ES", "CN", "35001", "", {"Atlantic/Canary"}),
    ("ES", "", "", "", {"Europe/Madrid", "Africa/Ceuta", "Atlantic/Canary"}),
    ("ES", "", "99999", "", {"Europe/Madrid", "Africa/Ceuta", "Atlantic/Canary"}),  # no such code
    ("US", "", "96813", "", {"Pacific/Honolulu"}),
    ("US", "", "33101-1234", "", None),  # Florida has two zones
    ("US", "CA", "33101", "", None),  # a number of Florida's in California
    ("US", "", "", "Washington", None),  # a town is no state
    ("MX", "", "22000", "", {"America/Tijuana"}),
    ("BR", "", "69005-010", "", None),
    ("CA", "", "V5K 0A1", "", None),
    ("CO", "", "110111", "Bogotá", {"America/Bogota"}),  # a country whose codes we have no table of
    ("AR", "", "C1002", "", None),
    ("GB", "", "SW1A 1AA", "", {"Europe/London"}),
)


@pytest.mark.parametrize(("country", "region", "postal", "town", "zones"), ADDRESSES)
def test_judge_and_a_list_place_a_person_in_the_same_region_zones_and_law(
    country: str, region: str, postal: str, town: str, zones: set[str] | None, tmp_path: Path
) -> None:
    """A verdict that is asked for would otherwise not be the one that the engine gives."""
    file = tmp_path / "leads.csv"
    phone = "+442079460123"
    file.write_text(f"id,phone,country,region,postal,municipality\nC-1,{phone},{country},{region},{postal},{town}\n")
    with read_leads(file, now=NOW, writes=False) as intake:
        (row,) = intake.leads()
    address = {"country": country, "subdivision": region, "postal": postal, "municipality": town}
    person = read_person(
        json.dumps({"numbers": [phone], "address": {key: value for key, value in address.items() if value}})
    )
    known = facts_of(person, campaign(), NOW).lead

    assert (row.country, row.region) == (known.country, known.region)
    assert {zone.zone for zone in row.zones} == {zone.zone for zone in known.zones}
    assert zones is None or {zone.zone for zone in known.zones} == zones
    assert {pack.id for pack in protecting(LAW, places_of(known, None))}


@pytest.mark.parametrize("header", ["postal", "zip", "ZIP Code", "Código postal", "C.P.", "CEP"])
def test_a_postal_code_is_read_under_what_lists_call_it(header: str, tmp_path: Path) -> None:
    """And a text can still use the column as the list calls it."""
    file = tmp_path / "leads.csv"
    file.write_text(f"id,phone,country,{header}\nC-1,+34600000001,ES,35001\n")
    with read_leads(file, now=NOW, writes=False) as intake:
        (row,) = intake.leads()

    assert row.region == "CN"
    assert "35001" in row.attributes.values()
