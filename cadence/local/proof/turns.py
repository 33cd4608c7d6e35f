"""
Did people of one account take turns, and did one's word end the cadences of the others? Pure, and naive on purpose.

Somebody is under way at least from when the carrier took the first touch of their cadence until the last one was
reserved. What was reserved before a word was recorded may still arrive, and a promised call is still made.
"""

from collections import defaultdict

from cadence.local.proof.file import FileRules
from cadence.local.proof.record import Carried, CarrierRecord, LedgerAccount
from cadence.local.proof.wheres import plain_word

Steps = dict[str, list[Carried]]
"""What was carried of each lead's cadence, in the order of time."""


def out_of_turn(record: CarrierRecord, demands: FileRules, account: LedgerAccount) -> list[str]:
    """Return whose cadence began while as many people of their account as the file allows were under way."""
    if not demands.at_a_time:
        return []
    steps, reserved = _steps(record, account), {touch.id: touch.at for touch in account.touches}
    problems = []
    for lead, colleagues in _colleagues(account).items():
        first = next(iter(steps.get(lead, ())), None)
        if first is None:
            continue
        under_way = [
            other
            for other in colleagues
            if steps.get(other) and steps[other][0].at <= first.at < reserved[steps[other][-1].touch]
        ]
        if len(under_way) >= demands.at_a_time:
            problems.append(f"{first.sid} began beside {len(under_way)} others of the account under way")
    return problems


def after_a_word(record: CarrierRecord, demands: FileRules, account: LedgerAccount) -> list[str]:
    """Return what was reserved for people of an account after the word of one that ends the cadences of all."""
    steps, reserved = _steps(record, account), {touch.id: touch.at for touch in account.touches}
    whose, colleagues = {touch.id: touch.lead for touch in account.touches}, _colleagues(account)
    speakers = {touch.sid: whose.get(touch.touch, "") for touch in record.carried}
    problems = []
    for word in (word for word in record.words if word.word in demands.stop_account_on):
        corrected = [other.at for other in record.words if other.call == word.call and other.at > word.at]
        for lead in colleagues.get(speakers.get(word.call, ""), ()):
            after = [touch for touch in steps.get(lead, ()) if reserved[touch.touch] > word.at]
            stands = [touch for touch in after if not corrected or reserved[touch.touch] < min(corrected)]
            problems += [f"{touch.sid} was reserved after a colleague's {word.word}" for touch in stands]
    return list(dict.fromkeys(problems))


def _steps(record: CarrierRecord, account: LedgerAccount) -> Steps:
    whose = {touch.id: touch.lead for touch in account.touches if touch.step and not touch.trial}
    steps: Steps = defaultdict(list)
    for touch in record.carried:
        if touch.touch in whose:
            steps[whose[touch.touch]].append(touch)
    return steps


def _colleagues(account: LedgerAccount) -> dict[str, list[str]]:
    """Return the other people of each lead's account."""
    people: dict[str, list[str]] = defaultdict(list)
    for lead in account.leads:
        if plain_word(lead.account):
            people[plain_word(lead.account)].append(lead.id)
    return {lead: [other for other in group if other != lead] for group in people.values() for lead in group}
