"""Which alerts will watch a campaign? Edge: lines for `preview`, `plan` and `launch`."""

from cadence.campaign import Campaign
from cadence.languages import Language, say


def alert_lines(campaign: Campaign, language: Language = "en") -> list[tuple[str, str]]:
    """Return the alerts of a campaign's file, each with its condition and what it does."""
    heading, lines = say(language, "alert-heading"), list[tuple[str, str]]()
    for name, rule in campaign.alerts.items():
        does = ", ".join(say(language, f"alert-does-{action}") for action in rule.do)
        lines.append((heading, say(language, "alert-watched", alert=name, condition=str(rule.when), does=does)))
    return lines
