"""How are the texts of a step filled for one person? Pure."""

from dataclasses import dataclass

from cadence.campaign.shape import Campaign
from cadence.campaign.templates import LONGEST_MESSAGE, TemplateLead, fill, render, render_variable, values
from cadence.languages import Language


@dataclass(frozen=True, slots=True)
class PersonFiller:
    """Fills the templates of a campaign for one person (`content/base.py`)."""

    campaign: Campaign
    person: TemplateLead

    @property
    def language(self) -> Language:
        """The language of the campaign."""
        return self.campaign.language

    def sender(self, key: str) -> str:
        """Return what a key of `from` says."""
        stated: str = getattr(self.campaign.sender, key)
        return stated

    def text(self, template: str, longest: int = LONGEST_MESSAGE) -> str:
        """Return a text. Raises as `render`."""
        return render(template, self.campaign, self.person, longest)

    def variable(self, template: str) -> str:
        """Return a variable of an approved template. Raises as `render`."""
        return render_variable(template, self.campaign, self.person)

    def markup(self, template: str, longest: int) -> str:
        """Return a text in HTML: values are escaped, so that none can add an element. Raises as `render`."""
        known = values(self.campaign, self.person)
        return fill(template, known, longest, self.campaign.language, html=True)
