"""Is a file's name with a date or a running number in it never taken for the name of a source?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence.leads.lists.source_name import MONTHS, says_when, without_when, wrong_name

CHANGING = {
    # a date, in any order and with any separator
    "export-2026-11-29": "export", "export_20261129": "export", "export20261129": "export", "leads_20261129": "leads",
    "leads-29-11-2026": "leads", "export.2026.11.29": "export", "29.11.26": "", "crm-29-11": "crm", "crm 29-11": "crm",
    "crm-3-9": "crm", "2026": "", "crm 2026": "crm", "crm2026": "crm", "crm-2026-11": "crm", "20261129": "",
    # a month or a day in words, in three languages
    "clientes 29 nov": "clientes", "Clientes 29 de noviembre": "clientes", "29nov": "", "nov29": "", "nov2026": "",
    "clientes-noviembre": "clientes", "leads-november": "leads", "março": "", "novembro": "", "sept-2026": "",
    "crm-may-26": "crm", "29th november": "", "crm-monday": "crm", "leads lunes": "leads", "Leads_Nov2026": "leads",
    "leads-hoy": "leads", "hoy": "", "crm-1st-dec": None,
    # a week, a quarter, an instant
    "leads-2026-W48": "leads", "crm-w48": "crm", "semana 48": None, "crm q4 2026": "crm", "q4": "",
    "export-1795900000": "export", "1795900000": "", "export_143022": "export", "export-10h30": "export",
    "leads-20261129T0900": "leads",
    # a running number, a part, a version, a copy
    "export-29": "export", "export-30": "export", "export_1": "export", "export (1)": "export", "export(2)": "export",
    "leads [3]": "leads", "leads #4": "leads", "leads2": "leads", "lista3": "lista", "export29": "export",
    "leads_v2": "leads", "v2": "", "lote-2": None, "batch_3": None, "part1": None, "crm 12": "crm", "crm-1": "crm",
    "crm_2": "crm", "7": "", "leads-007": "leads", "madrid-28": "madrid", "copy of crm": "crm", "crm copy 2": "crm",
    "crm - copia": "crm", "leads \uff12\uff19": "leads",
    # an identifier that the exporting system makes up
    "crm-3f2a9c1e": "crm", "export-6ba7b810-9dad-11d1-80b4-00c04fd430c8": "export",
}  # fmt: skip
STEADY = (
    "crm", "b2b", "b2c", "madrid2", "level-3", "level-42", "people", "leads", "clientes", "cart-recovery", "web-form",
    "o2", "3m", "covid19", "crm365", "area51", "area 51", "sap-r3", "dynamics365", "1and1", "4x4", "w3c", "h2o", "mp3",
    "team-7", "zona 12", "radio-3", "store-7", "form 7", "tier 1", "mar-y-sol", "augusta", "sabadell",
    "juno", "old-crm", "new-crm", "Tienda Sol", "ana&co", "copiadora", "octopus", "formula1",
)  # fmt: skip


@pytest.mark.parametrize(("name", "source"), CHANGING.items())
def test_a_name_that_changes_with_the_next_export_is_recognised(name: str, source: str | None) -> None:
    """The same people would be new people each day; what stays of the name is proposed instead."""
    assert says_when(name)
    assert source is None or without_when(name) == source
    assert not without_when(name) or not says_when(without_when(name)) or source is None


@pytest.mark.parametrize("name", STEADY)
def test_a_name_that_stays_is_taken_as_it_is(name: str) -> None:
    """Digits that belong to a word or to a name say nothing about when."""
    assert not says_when(name)


@given(
    stem=st.sampled_from(["export", "crm", "Clientes Sol", "web_leads"]),
    day=st.dates(),
    form=st.sampled_from(["%Y-%m-%d", "%Y%m%d", "%d-%m-%Y", "%d.%m.%Y", "%d_%m_%y", "%d%m%Y", "%B", "%d %b", "%b%d"]),
    apart=st.sampled_from(["-", "_", " ", ".", " - "]),
    first=st.booleans(),
)
def test_every_date_in_every_usual_form_is_recognised(
    stem: str, day: object, form: str, apart: str, first: bool
) -> None:
    """Before or behind the rest of the name."""
    written = day.strftime(form).zfill(6 if form == "%d%m%Y" else 0)  # type: ignore[attr-defined]
    assert says_when(f"{written}{apart}{stem}" if first else f"{stem}{apart}{written}")


@given(st.sampled_from(["export", "leads", "crm"]), st.integers(0, 10**9), st.sampled_from(["-", "_", " ", " ("]))
def test_every_running_number_on_its_own_is_recognised(stem: str, number: int, apart: str) -> None:
    """Whatever its size."""
    assert says_when(f"{stem}{apart}{number}{')' if '(' in apart else ''}")


@pytest.mark.parametrize("month", MONTHS)
def test_every_month_is_recognised_in_words(month: str) -> None:
    """Alone, and with the rest of the name."""
    assert says_when(month)
    assert says_when(f"leads {month.title()}")


@pytest.mark.parametrize("name", ["", "  ", " crm", "crm ", "a/b", "a\nb", "a\x1b[2Jb", "x" * 101])
def test_a_name_that_no_terminal_and_no_path_can_show_is_refused(name: str) -> None:
    """LIST/ID names a person at the terminal, and a list is shown wherever its people are."""
    assert wrong_name(name)


@pytest.mark.parametrize("name", ["crm", "Tienda Sol", "clientes-é", "export-29"])
def test_any_other_name_may_be_given(name: str) -> None:
    """Also one with a number in it, once somebody has said so."""
    assert not wrong_name(name)
