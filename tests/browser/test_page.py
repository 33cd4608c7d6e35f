"""Does the page work for a manager in a real browser: with light and dark colours, by keyboard, and without scripts?"""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from cadence.domain.roles import Role
from cadence.ledger.access import api_keys
from cadence.ledger.db.ledger import Ledger
from tests.browser.conftest import SCRIPT, Reader
from tests.integration.api.town import Town

PAGES = (
    "/campaigns",
    "/campaigns/harbour",
    "/campaigns/harbour/compare?by=segment",
    "/campaigns/harbour/leads?of=contact_rate",
    "/campaigns/nothing",
    "/campaigns/harbour/promises",
    "/campaigns/harbour/alerts?try=true",
    "/compare?campaign=harbour&campaign=quay",
    "/tasks",
)
DESK, TELEPHONE = {"width": 1280, "height": 720}, {"width": 390, "height": 844}
TOO_WIDE = """() => {
    const out = box => box.width > 0 && box.right > innerWidth;
    const values = [...document.querySelectorAll("td.n")].filter(cell => cell.cellIndex === 1);
    return [
        ...(document.documentElement.scrollWidth > innerWidth ? ["wider than the screen"] : []),
        ...values.filter(cell => out(cell.getBoundingClientRect())).map(cell => "out of sight: " + cell.innerText),
    ];
}"""
CONTACT = "Week by week: contact rate"


def test_a_manager_s_morning(reader: Callable[..., Reader], town: Town, key_for: Callable[[Role], str]) -> None:
    """Contact fell: at which hour, of whom, who are they; a pause, the figures for a colleague, and on it goes."""
    marta = reader()
    marta.sign_in(key_for(Role.OPERATOR))
    page = marta.page
    page.get_by_role("link", name="harbour").click()

    expect(page.get_by_text("This week lower than in half of the weeks before: contact rate.")).to_be_visible()
    weeks = page.get_by_role("region", name=CONTACT).get_by_role("row")
    expect(weeks.first).to_contain_text("7 of 12")
    expect(weeks.last).to_contain_text("3 of 12")

    page.get_by_label("From", exact=True).fill("2027-03-08")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name="At which hours do people answer?").click()
    hours = page.get_by_role("region", name="answer rate", exact=True)
    expect(hours.get_by_role("row").nth(0)).to_contain_text("3 of 4")
    expect(hours.get_by_role("row").nth(1)).to_contain_text("0 of 4")

    page.get_by_label("By", exact=True).select_option("segment")
    page.get_by_role("button", name="Show").click()
    segments = page.get_by_role("region", name="contact rate", exact=True).get_by_role("row")
    expect(segments.nth(0)).to_contain_text("north")
    expect(segments.nth(0)).to_contain_text("0 of 9")
    expect(segments.nth(1)).to_contain_text("3 of 3")

    page.goto("/campaigns/harbour")
    page.get_by_role("link", name="contact rate", exact=True).click()
    for person in (f"list/{SCRIPT}", "list/C-1002", "list/C-1003"):
        page.get_by_role("link", name=person, exact=True).click()
        expect(page.get_by_role("heading", name=person)).to_be_visible()
        expect(page.get_by_role("region", name="What happened").get_by_role("row").nth(1)).to_be_visible()
        page.go_back()

    page.get_by_role("link", name="harbour").click()
    page.get_by_label("Reason").fill("contact fell in the north")
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("status")).to_have_text("The campaign is paused.")
    expect(page.get_by_text("contact fell in the north")).to_be_visible()

    with page.expect_download() as download:
        page.get_by_role("link", name="Download as CSV").click()
    assert "contact_rate,,," in download.value.path().read_text(encoding="utf-8")

    page.get_by_label("Reason").fill("called later from now on")
    page.get_by_role("button", name="Resume").click()
    expect(page.get_by_role("status")).to_have_text("The campaign goes on.")
    assert marta.complaints == []
    recorded = "SELECT string_agg(name || ': ' || why, ', ' ORDER BY id) FROM commands WHERE actor = 'marta'"
    assert town.ask(recorded) == "pause: contact fell in the north, resume: called later from now on"


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_no_page_keeps_anybody_out(
    reader: Callable[..., Reader], key_for: Callable[[Role], str], colours: str, language: str
) -> None:
    """Checked by axe, in Spanish on a telephone; and neither the policy nor a script complains."""
    somebody = reader(color_scheme=colours, locale=language, viewport=TELEPHONE if language == "es" else DESK)
    somebody.page.goto("/sign-in")
    found = {"/sign-in": somebody.violations()}
    somebody.sign_in(key_for(Role.ADMIN))
    for path in PAGES:
        answer = somebody.page.goto(path)
        assert answer is not None
        found[path] = [*somebody.violations(), *somebody.page.evaluate(TOO_WIDE)]
    somebody.page.goto("/campaigns/harbour/leads?of=penetration")
    somebody.page.get_by_role("link", name="list/C-1002").click()
    found["lead"] = somebody.violations()

    assert {path: violations for path, violations in found.items() if violations} == {}
    assert somebody.page.locator("html").get_attribute("lang") == language
    assert [line for line in somebody.complaints if "404" not in line] == []


def test_everything_is_done_with_the_keyboard_alone(
    reader: Callable[..., Reader], key_for: Callable[[Role], str]
) -> None:
    """Sign in, open the campaign, pause it and let it go on, without a mouse."""
    somebody = reader()
    page = somebody.page
    page.goto("/")
    keys = page.keyboard

    def reach(name: str) -> None:
        """Press Tab until the focus is on what is called so."""
        for _ in range(60):
            keys.press("Tab")
            if page.evaluate("(document.activeElement.labels?.[0] ?? document.activeElement).innerText") == name:
                return
        pytest.fail(f"the keyboard does not reach {name}")

    keys.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    reach("Key of the API")
    keys.type(key_for(Role.OPERATOR))
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Campaigns")).to_be_visible()
    reach("harbour")
    keys.press("Enter")
    for order, status in (("Pause", "The campaign is paused."), ("Resume", "The campaign goes on.")):
        expect(page.get_by_role("heading", name=order)).to_be_visible()
        reach("Reason")
        keys.type("a test")
        reach(order)
        keys.press("Enter")
        expect(page.get_by_role("status")).to_have_text(status)


def test_without_scripts_everything_can_be_read_and_ordered(
    reader: Callable[..., Reader], key_for: Callable[[Role], str]
) -> None:
    """Only what changes by itself stands still."""
    somebody = reader(java_script_enabled=False)
    somebody.sign_in(key_for(Role.OPERATOR))
    page = somebody.page
    page.goto("/campaigns/harbour")

    expect(page.locator("#live").get_by_text("Going out", exact=True)).to_be_visible()
    expect(page.locator("#alerts").get_by_role("row").nth(1)).to_contain_text("fires since")
    expect(page.get_by_role("region", name=CONTACT)).to_be_visible()
    expect(page.get_by_role("img", name="Answers by hour and weekday")).to_be_visible()
    expect(page.get_by_role("img", name="Where all leads were")).to_be_visible()
    expect(page.get_by_role("img", name="time to contact")).to_be_visible()
    page.get_by_text("As a table").first.click()
    days = page.get_by_role("region", name="As a table: Where all leads were").get_by_role("row")
    expect(days.last).to_contain_text("now")
    cohorts = page.get_by_role("region", name="What came of the leads").get_by_role("row")
    expect(cohorts.nth(2)).to_contain_text("58.3 % (7 of 12)")
    page.get_by_label("Reason").fill("no scripts")
    page.get_by_role("button", name="Pause").click()
    page.get_by_label("Reason").fill("no scripts")
    page.get_by_role("button", name="Resume").click()
    expect(page.get_by_role("status")).to_have_text("The campaign goes on.")


def test_what_happens_now_appears_by_itself_until_the_key_is_revoked(
    reader: Callable[..., Reader], town: Town, ledger: Ledger, key_for: Callable[[Role], str]
) -> None:
    """Nobody has to load the page again; and who may not look any more sees that."""
    key = key_for(Role.VIEWER)
    somebody = reader()
    somebody.sign_in(key)
    page = somebody.page
    page.goto("/campaigns/harbour")
    going_out = page.locator("#live div", has_text="Going out").locator("dd")
    before = int(going_out.inner_text())

    town.call(town.enrol())

    expect(going_out).to_have_text(str(before + 1))
    expect(page.get_by_role("button", name="Pause")).to_have_count(0)
    with ledger.begin() as tx:
        api_keys.revoke(tx, key.split("_")[1], at=datetime.now(UTC), by="ana")
    expect(page.get_by_role("alert")).to_contain_text("You are no longer signed in.")
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
