"""
Who hears of what one person of an account said? Pure.

The word itself is on the person's touch. The others read it there when they plan, under the account's lock, so nothing
is reserved for them once it is committed (law 4); the news has them plan at once.
"""

from dataclasses import replace

from cadence.campaign import Campaign
from cadence.domain import ANSWER, REPLIED, Facts, NewsKind
from cadence.planning.transitions.change import Change, Notify, People, UpdateTouch


def heard_by_account(campaign: Campaign, facts: Facts, made: Change) -> Change:
    """Return a change with the news of it for the other people of the account, if it ends their cadences."""
    ref = next((write.touch for write in made.writes if isinstance(write, UpdateTouch) and _ends(campaign, write)), "")
    if not ref or not facts.lead.account:
        return made
    others = Notify(kind=NewsKind.ACCOUNT, people=People(lead="", colleagues_of=facts.lead.id), ref=ref)
    return replace(made, notify=(*made.notify, others))


def _ends(campaign: Campaign, write: UpdateTouch) -> bool:
    """Tell whether a touch gets a word that ends the cadence of the account."""
    values = dict(write.values)
    spoken = {str(values["disposition"])} if values.get("disposition") else set[str]()
    if values.get("replied_at"):
        spoken.add(REPLIED)
    if values.get("answer"):
        spoken.add(f"{ANSWER}{values['answer']}")
    return not spoken.isdisjoint(campaign.stop_account_on)
