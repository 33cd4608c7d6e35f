"""
Do the templates of a campaign fit those at the carrier? Edge: for `cadence template`.

That a template exists, is approved and gets its variables is checked as before a launch. Here its wording and its
category are compared as well: both are warnings, because the carrier sends the template whatever the file says.
"""

import re
from collections.abc import Iterator, Sequence

from cadence.campaign import Campaign, Reading
from cadence.channels.provider import CarrierTemplate
from cadence.documents import Mistake
from cadence.domain import Purpose

VARIABLE = re.compile(r"{{\s*(\w+)\s*}}")
PLACEHOLDER = re.compile(r"{{.*?}}", re.DOTALL)
COMPANY = re.compile(r"{{\s*company\s*}}")
MARKETING, UTILITY, AUTHENTICATION = "marketing", "utility", "authentication"
REASONS = {
    "abusive_content": "WhatsApp sees content that it does not allow",
    "incorrect_category": "the category does not fit the content",
    "invalid_format": "the format is wrong: variables, their order, or characters that are not allowed",
    "none": "no reason was given",
    "promotional": "WhatsApp sees advertising in a template of another category",
    "scam": "WhatsApp takes it for fraud",
    "tag_content_mismatch": "the category or the language does not fit the content",
}
STATUSES = {
    "approved": "approved: it can be sent",
    "disabled": "disabled by WhatsApp, for good",
    "paused": "paused by WhatsApp, because people reported it or did not read it",
    "pending": "waiting for WhatsApp's decision",
    "received": "waiting for WhatsApp's decision",
    "rejected": "rejected by WhatsApp",
    "unsubmitted": "not submitted to WhatsApp for approval",
}


def state_in_words(template: CarrierTemplate) -> str:
    """Return what WhatsApp decided about a template, and why."""
    state = STATUSES.get(template.status, template.status)
    return f"{state}: {reason}" if (reason := reason_in_words(template)) else state


def reason_in_words(template: CarrierTemplate) -> str:
    """Return why a template was rejected, "" for one that was not. An unknown reason is returned as it is."""
    code = template.reason.strip()
    if not code and template.status == "rejected":
        code = "none"
    return REASONS.get(code.lower().replace(" ", "_"), code)


def remarks(reading: Reading, templates: Sequence[CarrierTemplate]) -> Iterator[Mistake]:
    """Yield a warning for each step whose wording or category is not that of the carrier's template."""
    campaign = reading.right()
    by_name = {template.name: template for template in reversed(templates)}  # the one changed last is the first
    by_name |= {template.id: template for template in templates}
    for place, step in enumerate(campaign.cadence):
        content = step.whatsapp
        if content is None or not content.template or (template := by_name.get(content.template)) is None:
            continue
        if content.body and template.body and _differs(campaign, content.body, template.body, content.variables):
            wording = " ".join(template.body.split())
            found = f'template "{template.name}" has another wording at the carrier: {wording}'
            yield _warning(reading, (place, "body"), found, "the same words in `body`: people get the carrier's")
        if fault := _category_fault(campaign.purpose, template.category):
            yield _warning(reading, (place, "template"), f'template "{template.name}": {fault[0]}', fault[1])


def uses_templates(campaign: Campaign) -> bool:
    """Return whether a step is sent with a template."""
    return any(step.whatsapp and step.whatsapp.template for step in campaign.cadence)


def _differs(campaign: Campaign, body: str, wording: str, variables: dict[str, str]) -> bool:
    """Return whether two wordings differ in more than spaces, with the file's values in place of the variables."""
    filled = VARIABLE.sub(lambda match: variables.get(match[1], match[0]), wording)
    ours, theirs = (COMPANY.sub(campaign.sender.company, text) for text in (body, filled))
    return _compared(ours) != _compared(theirs)


def _compared(text: str) -> str:
    """Return a text on one line, with placeholders without spaces."""
    return " ".join(PLACEHOLDER.sub(lambda match: "".join(match[0].split()), text).split())


def _category_fault(purpose: Purpose, category: str) -> tuple[str, str] | None:
    """Return what is found and expected where a category does not fit the purpose of the campaign."""
    if category == AUTHENTICATION:
        return "it is for authentication codes", f"a template for {purpose}"
    if purpose is Purpose.MARKETING and category == UTILITY:
        return "its category is utility", "category marketing, because the purpose is marketing: WhatsApp may reject it"
    if purpose in {Purpose.SERVICE, Purpose.COLLECTIONS} and category == MARKETING:
        expected = (
            f"category utility for the purpose {purpose}: WhatsApp limits how many marketing messages a person gets"
        )
        return "its category is marketing", expected
    return None


def _warning(reading: Reading, path: tuple[int, str], found: str, expected: str) -> Mistake:
    node = reading.at(("cadence", path[0], "whatsapp", path[1]))
    line, column = (node.line, node.column) if node is not None else (1, 1)
    return Mistake(file=reading.file, line=line, column=column, found=found, expected=expected, severity="warning")
