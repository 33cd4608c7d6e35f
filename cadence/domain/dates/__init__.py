"""
Which instant does a date mean that a person or a spreadsheet wrote? Pure.

The one reader of dates: for lists, consent files, calendars and the steps of a campaign.
"""

from cadence.domain.dates.forms import Wall, orders_that_fit, read_wall, why_no_date
from cadence.domain.dates.instants import read_instant, read_wall_time
from cadence.domain.dates.order import DateOrder, order_of

__all__ = [
    "DateOrder",
    "Wall",
    "order_of",
    "orders_that_fit",
    "read_instant",
    "read_wall",
    "read_wall_time",
    "why_no_date",
]
