"""What are the small parts of a campaign that the readers of its notation build? Pure: frozen values."""

from datetime import time
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict


class Shape(BaseModel):
    """A frozen part of a campaign. What follows from its fields is worked out once (`cached_property`)."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)

    def __copy__(self) -> Self:
        """Return a copy for `model_copy`, which then changes some fields: without what was worked out from them."""
        copied = super().__copy__()
        values = vars(copied)
        for name in values.keys() - type(self).model_fields.keys():
            del values[name]
        return copied


class Hours(Shape):
    """A half-open stretch of wall time [opens, closes) within one day; closes 00:00 means midnight at the end."""

    opens: time
    closes: time


class RollingPeriod(Shape):
    """Counts the touches of the last `seconds` elapsed seconds."""

    kind: Literal["rolling"] = "rolling"
    seconds: int


class LocalDaysPeriod(Shape):
    """Counts the touches of the last `days` local dates, today included."""

    kind: Literal["local_days"] = "local_days"
    days: int


class WholeCampaign(Shape):
    """Counts all touches of this enrolment: the one budget in which every retry and loop lives."""

    kind: Literal["campaign"] = "campaign"
