"""Are the orders in the manual ones that the API takes?"""

import json
import re
from pathlib import Path

from cadence.api.answers import Problem
from cadence.api.requests import (
    AddressedEventRequest,
    ApiRequest,
    CallbackRequest,
    ConsentRequest,
    DispositionRequest,
    LeadsRequest,
    LiftRequest,
    ReasonedRequest,
    SuppressionRequest,
    TaskResultRequest,
)

PAGE = (Path(__file__).parents[3] / "docs" / "api.md").read_text()
ORDERS: dict[str, type[ApiRequest]] = {
    "dispositions": DispositionRequest,
    "callbacks": CallbackRequest,
    "suppressions": SuppressionRequest,
    "suppressions/lift": LiftRequest,
    "consents": ConsentRequest,
    "events": AddressedEventRequest,
    "campaigns/cart-recovery/pause": ReasonedRequest,
    "campaigns/cart-recovery/resume": ReasonedRequest,
    "campaigns/cart-recovery/leads": LeadsRequest,
    "tasks/a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d/result": TaskResultRequest,
}


def test_every_example_would_be_taken() -> None:
    """An example that is refused is worse than none; each order has one."""
    examples = re.findall(r"/api/([\w/-]+) [^\n]*?--json\s+(?:\\\s+)?'([^']*)'", PAGE)

    assert {name for name, _ in examples} == set(ORDERS)
    for name, body in examples:
        ORDERS[name].model_validate_json(body)


def test_the_refusal_that_is_shown_has_the_shape_of_a_refusal() -> None:
    """Whoever writes a client reads it there first."""
    refusals = PAGE.partition("## Refusals")[2]
    (shown,) = re.findall(r"```json\n(.*?)```", refusals, re.DOTALL)

    assert Problem.model_validate(json.loads(shown))
