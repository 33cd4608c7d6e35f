"""Do the alerts of a campaign fit what it does? Pure."""

from cadence.campaign.checker import Checker
from cadence.domain.alerts import ALERT_FIGURES, AlertAction
from cadence.domain.figures import Unit


def check_alerts(checker: Checker) -> None:
    """Warn of a pause for a rate that the first few cases may reach by chance."""
    for name, rule in checker.campaign.alerts.items():
        rate = ALERT_FIGURES[rule.when.figure].unit is Unit.RATE
        if AlertAction.PAUSE in rule.do and rate and rule.when.least == 1 and rule.when.figure != "list_left":
            found = "a pause for a rate without `and n >= N`"
            checker.warn(("alerts", name, "when"), found, "a least n such as 200: the first few cases may be chance")
