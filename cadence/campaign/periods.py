"""What are the small parts of a campaign that the readers of its notation build? Pure: frozen values."""

from datetime import time
from typing import Literal

from pydantic import BaseModel, ConfigDict


class Shape(BaseModel):
    """A frozen part of a campaign."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)


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
