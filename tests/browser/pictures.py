"""Which pictures does docs/page.md show? Taken by scripts/screenshots.py; no part of a test run."""

from collections.abc import Callable
from pathlib import Path

from cadence.domain.roles import Role
from tests.browser.conftest import Reader

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
SIZE = {"width": 1000, "height": 760}


def test_pictures_are_taken(reader: Callable[..., Reader], key_for: Callable[[Role], str]) -> None:
    """One campaign, its figures, the hours, and two segments in dark colours."""
    FOLDER.mkdir(exist_ok=True)
    light, dark = reader(viewport=SIZE), reader(viewport=SIZE, color_scheme="dark")
    for somebody in (light, dark):
        somebody.sign_in(key_for(Role.OPERATOR))
    page = light.page
    page.goto("/campaigns/harbour")
    page.screenshot(path=FOLDER / "campaign.png")
    page.get_by_role("region", name="Where all leads were").first.scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    page.screenshot(path=FOLDER / "states.png")
    page.get_by_role("region", name="Week by week: contact rate").scroll_into_view_if_needed()
    page.mouse.wheel(0, 500)
    page.wait_for_timeout(300)
    page.screenshot(path=FOLDER / "hours.png")
    dark.page.goto("/campaigns/harbour/compare?by=segment")
    dark.page.screenshot(path=FOLDER / "segments.png")
