"""
Which number does this text mean, and where may its owner be? Edge: reads the tables of `phonenumbers` and `tzdata`.

`reading` turns text into a number or a reason, `area_codes` finds its candidate zones, `places` knows the countries and
their zones. Which spellings mean the same phone is a table of its own: `cadence/domain/spellings.py`.
"""

from cadence.leads.phone.reading import Unfit, missing_mark, read_e164, read_number

__all__ = ["Unfit", "missing_mark", "read_e164", "read_number"]
