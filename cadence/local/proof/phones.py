"""
Are two numbers one phone? Pure: the proof's own table, which shares no line with the engine's.

Networks write some numbers in two ways. The sources are next to the engine's table (`cadence/domain/spellings.py`).
"""

import re
from dataclasses import replace

from cadence.local.proof.record import CarrierRecord, LedgerAccount

OTHERS = (
    (re.compile(r"\+521([2-9]\d{9})"), r"+52\1"),  # Mexico, as WhatsApp writes it
    (re.compile(r"\+55(\d\d)([6-9]\d{7})"), r"+55\g<1>9\2"),  # a Brazilian mobile without its ninth digit
    (re.compile(r"\+549(\d{10})"), r"+54\1"),  # an Argentine mobile, as it is called from abroad
    (re.compile(r"\+57([124-8]\d{7})"), r"+5760\1"),  # a Colombian fixed line before September 2021
)
"""Another spelling, and the one that identifies the phone."""


def phone(number: str) -> str:
    """Return one spelling for all spellings of a phone: E.164, unchanged where a country writes only one."""
    for other, same in OTHERS:
        if match := other.fullmatch(number):
            return match.expand(same)
    return number


def one_spelling(record: CarrierRecord, account: LedgerAccount) -> tuple[CarrierRecord, LedgerAccount]:
    """Return the record and the account with each phone in one spelling."""
    carried = tuple(replace(touch, person=phone(touch.person)) for touch in record.carried)
    stops = tuple(replace(stop, person=phone(stop.person)) for stop in record.stops)
    leads = tuple(
        replace(lead, numbers=tuple(dict.fromkeys(phone(number) for number in lead.numbers))) for lead in account.leads
    )
    return replace(record, carried=carried, stops=stops), replace(account, leads=leads)
