"""A text is made for one person, in bounded time, or not at all."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cadence.campaign.template_values import missing
from cadence.campaign.templates import (
    MissingValueError,
    RenderError,
    TemplateError,
    TooLongError,
    fill,
    flaw,
    placeholders,
)
from cadence.campaign.texts import filler_of
from tests.unit.campaign.samples import lead, read

CAMPAIGN = read("cadence: [{step: one, sms: Hello}]\n")


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Hello {{ name }}", "Hello Ana Arroyo"),
        ("{{ company }}: {{ name | first_word | upper }}", "Sample: ANA"),
        ("{{ cart_total }} for {{ score }}", "12,50 € for 0"),
        ("{{ coupon | default('SOL') }}", "SOL"),  # an empty cell is no value
        ("{% if coupon is defined %}{{ coupon }}{% else %}nothing{% endif %}", "nothing"),
        ("{{ 'a' if score > 10 else 'b' }}", "b"),
        ("{{ name ~ '!' }}", "Ana Arroyo!"),
        ("{# for us #}Hello\n", "Hello"),
        ("<b>{{ evil }}</b>", "<b>{{ name }}</b>"),  # a value is a value, never a template; a message is not HTML
    ],
)
def test_placeholders_become_values(text: str, made: str) -> None:
    """Columns, and what every lead has."""
    person = lead(cart_total=" 12,50 € ", coupon="", evil="{{ name }}")

    assert filler_of(CAMPAIGN, person).text(text) == made


@pytest.mark.parametrize(
    ("html", "made"),
    [
        ("<b>{{ shop }}</b>", "<b>Sol &amp; Luna &lt;b&gt;</b>"),  # the file's own elements stay
        ("{{ shop | title }}", "Sol &amp; Luna &lt;B&gt;"),
        ("{{ shop | truncate(7, True, '', 0) }}", "Sol &amp; L"),  # characters, not pieces of an escape
        ("{{ shop | length }}", "14"),
        ("{% if shop == 'Sol & Luna <b>' %}{{ shop | first_word }}{% endif %}", "Sol"),
        ("{{ evil }}", "&lt;script&gt;{{ name }}&#34;&#39;"),
        ("{{ shop ~ '!' }}", "Sol &amp; Luna &lt;b&gt;!"),
        ("{{ coupon | default('SOL') }} {{ score }}", "SOL 0"),
    ],
)
def test_in_html_a_value_adds_no_element(html: str, made: str) -> None:
    """It is escaped after the filters: text and HTML of an e-mail say the same, and go the same way at each `if`."""
    person = lead(shop="Sol & Luna <b>", coupon="", evil="<script>{{ name }}\"'")

    assert filler_of(CAMPAIGN, person).markup(html, 200) == made


@pytest.mark.parametrize(
    ("language", "written", "date", "time"),
    [
        ("es", "2027-12-20 18:00", "20 de diciembre, 18:00", "18:00"),
        ("es", "05/03/2027 09:30", "5 de marzo, 09:30", "09:30"),  # the day first, as our users write it
        ("en", "2027-12-20T18:00", "December 20, 6:00 pm", "6:00 pm"),
        ("en", "2027-12-20 00:05", "December 20, 12:05 am", "12:05 am"),  # midnight is 12 am
        ("en", "2027-12-20 12:00", "December 20, 12:00 pm", "12:00 pm"),  # and noon 12 pm
        ("pt", "2027-03-01 08:00", "1 de março, 08:00", "08:00"),
    ],
)
def test_a_date_is_said_in_the_campaigns_language(language: str, written: str, date: str, time: str) -> None:
    """Nobody reads 2027-12-20 18:00 to a person."""
    spoken = read(f"language: {language}\ncadence: [{{step: one, sms: Hello}}]\n")

    assert filler_of(spoken, lead(at=written)).text("{{ at | date }} / {{ at | time }}") == f"{date} / {time}"


def test_a_date_without_an_hour_is_said_without_one() -> None:
    """An hour of midnight would send somebody there at night; where one is asked for, the lead is refused."""
    assert filler_of(CAMPAIGN, lead(at="2027-12-20")).text("{{ at | date }}") == "20 de diciembre"
    with pytest.raises(RenderError, match="expected a date with an hour"):
        filler_of(CAMPAIGN, lead(at="2027-12-20")).text("{{ at | time }}")


@pytest.mark.parametrize(
    "written",
    [
        "next Monday",  # no date
        "2027-02-30 10:00",  # nor this
        "2027-12-20T17:00Z",  # the person's clock shows another hour, and a text knows nobody's zone
        "2027-12-20 18:00+01:00",
    ],
)
def test_what_cannot_be_said_as_a_date_is_refused_without_being_quoted(written: str) -> None:
    """A reminder with a wrong hour is worse than none; and the value is a person's."""
    with pytest.raises(RenderError, match="expected a date") as caught:
        filler_of(CAMPAIGN, lead(at=written)).text("{{ at | date }}")

    assert written not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_missing_date_is_named_as_any_missing_value() -> None:
    """Its filter must not hide that the cell is empty, nor what else is missing."""
    assert missing("{{ at | date }} {{ at | time }} {{ where }}", {}) == ("at", "where")


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("{% for x in y %}{% endfor %}", "a loop in a text"),
        ("{{ range(9) }}", "a call in a text"),
        ("{{ name.upper() }}", "a call in a text"),
        ("{{ name.__class__ }}", "a dot in a text"),
        ("{{ name['x'] }}", "square brackets in a text"),
        ("{{ name * 999999 }}", "a calculation in a text"),
        ("{{ 9 ** 9 }}", "a calculation in a text"),
        ("{{ [1, 2] }}", "a list in a text"),
        ("{{ -score }}", "a calculation in a text"),
        ("{{ {'a': 1} }}", "a mapping in a text"),
        ("{% set x = 1 %}", "a set in a text"),
        ("{% include 'x' %}", "an include in a text"),
        ("{% macro x() %}{% endmacro %}", "a macro in a text"),
        ("{{ name | center(99999) }}", '"center" is not a filter'),  # it makes much out of little
        ("{{ name is mapping }}", '"mapping" is not a test'),
        ("{{ name", "a placeholder that is not closed"),
        ("{{ name ? Answer 1 to 5", '"?" inside a placeholder'),  # closed too late, or not at all
        ("{{ first name }}", '"name" inside a placeholder'),
        ("{% if name %}Hola", "a {% if %} that is not closed"),
        ("Hola{% endif %}", "the unknown tag {% endif %}"),
        ("Hola {{ }}", "an empty placeholder"),
        ("{{ name. }}", "the text cannot be read: expected name or number"),  # rare: as Jinja says it
        ("{{" + "(" * 3000 + "}}", "too many nested brackets"),
    ],
)
def test_nothing_that_could_loop_or_grow_is_a_text(text: str, mistake: str) -> None:
    """Everything that is left renders in bounded time and space."""
    wrong = flaw(text)

    assert wrong is not None
    assert wrong.found == mistake
    with pytest.raises(TemplateError):
        fill(text, {"name": "Ana"})


def test_a_missing_value_is_an_error_with_its_name() -> None:
    """Never a blank in a message; and never the text, which is personal."""
    with pytest.raises(MissingValueError, match='no value for "coupon"') as caught:
        filler_of(CAMPAIGN, lead(coupon="  ")).text("Hello {{ name }}, take {{ coupon }}")

    assert caught.value.name == "coupon"
    assert "Ana" not in str(caught.value)


def test_all_missing_values_are_named_at_once() -> None:
    """In the order in which they are needed; what is not needed is not missing."""
    text = "{{ a }} {{ b }} {{ c | default('x') }} {% if d is defined %}{{ d }}{% endif %} {{ e }}"

    assert placeholders(text) == ("a", "b", "c", "d", "e")
    assert missing(text, {"b": "there"}) == ("a", "e")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{{ a }}", "x" * 1601),  # a cell of any size costs nothing: it is looked at before it is used
        ("{{ a }}{{ a }}", "x" * 900),
    ],
)
def test_a_text_too_long_for_the_carrier_is_not_made(text: str, value: str) -> None:
    """1,600 characters is what it takes."""
    with pytest.raises(TooLongError) as caught:
        fill(text, {"a": value})

    assert "xx" not in str(caught.value)


def test_a_text_of_nothing_is_not_made() -> None:
    """An empty message is a mistake, not a message."""
    with pytest.raises(RenderError, match="empty"):
        fill("{% if a is defined %}{{ a }}{% endif %}", {})


def test_values_that_a_filter_cannot_take_are_an_error_of_the_text() -> None:
    """Not a crash, and not the value in a message."""
    with pytest.raises(RenderError, match="cannot be filled with these values") as caught:
        fill("{% if a > 3 %}x{% endif %}", {"a": "secret"})

    assert "secret" not in str(caught.value)
    assert caught.value.__cause__ is None  # causes travel into logs and histories


@settings(deadline=None)
@given(st.text(alphabet="{}%#|()[]'\"ab .~+-*<>=!ifendr\n", max_size=60), st.text(max_size=20))
def test_any_text_at_all_is_made_or_refused(text: str, value: str) -> None:
    """Whatever people paste."""
    with suppress(RenderError):
        assert len(fill(text, {"a": value, "b": 3}, 500)) <= 500
