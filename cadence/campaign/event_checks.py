"""Does what follows from events make sense? Pure: steps that exist, and waits that take time."""

from cadence.campaign.checker import Checker
from cadence.documents.mistakes import one_of, quoted
from cadence.domain.nearest import nearest


def check_events(checker: Checker) -> None:
    """Refuse steps that do not exist, and a wait of no time."""
    known = [step.step for step in checker.campaign.cadence]
    for name, rule in checker.campaign.on_event.items():
        if rule.go and rule.go not in known and checker.sound(("cadence",)):
            found = f"{quoted(rule.go)} is not a step"
            checker.wrong(("on_event", name, "go"), found, f"one of {one_of(known)}", nearest(rule.go, known))
        if rule.hold is not None and not rule.hold:
            checker.wrong(("on_event", name, "hold"), "a duration of zero", 'a duration such as "7 days"')
