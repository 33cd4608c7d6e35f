"""Which region does a postal code lie in? The codes are of public buildings, or made up."""

import pytest

from cadence.leads.lists.address import POSTAL_LENGTHS, _beginnings, read_address, region_of_postal


@pytest.mark.parametrize(
    ("country", "postal", "region"),
    [
        ("ES", "35001", "CN"),  # Las Palmas: an hour behind Madrid
        ("ES", "38003", "CN"),
        ("ES", "28013", "MD"),
        ("ES", "8001", "CT"),  # a spreadsheet lost the zero
        ("ES", "51001", "CE"),
        ("US", "10001", "NY"),
        ("US", "10001-0001", "NY"),  # ZIP+4
        ("US", "2108", "MA"),  # 02108, without its zero
        ("US", "96813", "HI"),
        ("MX", "22000", "BCN"),  # Tijuana
        ("MX", "06000", "CMX"),
        ("BR", "69005-000", "AM"),
        ("BR", "01001-000", "SP"),
        ("CA", "V6B 1A1", "BC"),
        ("CA", "m5h 2n2", "ON"),
        ("US", "06390", ""),  # an island of New York among Connecticut's codes
        ("CA", "X0A 0H0", ""),  # two territories share the letter
        ("FR", "75001", ""),  # one zone in the whole country
        ("ES", "350", ""),
        ("ES", "", ""),
        ("US", "W1A 1AA", ""),
        ("ES", "99999", ""),
    ],
)
def test_a_postal_code_names_its_region(country: str, postal: str, region: str) -> None:
    """What names none says nothing, so that every zone of the country counts."""
    assert region_of_postal(country, postal) == region


@pytest.mark.parametrize("country", POSTAL_LENGTHS)
def test_every_region_of_the_table_is_one_that_addresses_know(country: str) -> None:
    """A code that no address knows would widen to the whole country, in silence."""
    regions = set(_beginnings(country).values())

    assert regions
    assert {region for region in regions if read_address(country, region).region != region} == set()
