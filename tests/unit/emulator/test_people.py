"""People behave as seed, number and history say, and as nothing else does."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cadence.local.emulator.behaviour import Behaviour, PhoneKind, PickupKind
from cadence.local.emulator.people import EmulatedPeople, EmulatedPerson
from cadence.local.emulator.people_file import ZONES, PeopleFile, read_people_file, read_person
from cadence.local.emulator.replies import means_stop

NOON = datetime(2026, 3, 2, 11, tzinfo=UTC)  # a Monday, noon in Madrid
NIGHT = datetime(2026, 3, 2, 2, tzinfo=UTC)
NUMBERS = [f"+3460010{number:04}" for number in range(400)]


def people_file(tmp_path: Path, content: dict[str, Any], seed: int = 1) -> PeopleFile:
    """What a people file makes of people."""
    file = tmp_path / "people.json"
    file.write_text(json.dumps(content))
    return read_people_file(file, seed)


def lives(number: str, content: dict[str, Any]) -> EmulatedPerson:
    """Somebody named in the people file."""
    return read_person(number, content, ZONES)


def life(people: EmulatedPeople, number: str) -> list[object]:
    """Everything that happens to somebody."""
    return [
        people.behind(number),
        *(people.takes_call(number, nth, NOON) for nth in range(1, 5)),
        *(people.takes_message(number, nth, whatsapp=True) for nth in range(1, 5)),
        people.talks(number, 1, NOON),
    ]


def test_the_same_seed_gives_the_same_lives_in_any_order() -> None:
    """A demo can be repeated, and two runs compared."""
    forwards = {number: life(EmulatedPeople(seed=7), number) for number in NUMBERS[:50]}
    backwards = {number: life(EmulatedPeople(seed=7), number) for number in reversed(NUMBERS[:50])}

    assert forwards == backwards
    assert forwards != {number: life(EmulatedPeople(seed=8), number) for number in NUMBERS[:50]}


def test_a_crowd_does_everything_that_people_do(tmp_path: Path) -> None:
    """Nothing that the engine must cope with is missing among four hundred people (protocol §6.4)."""
    people = people_file(tmp_path, {}).people
    picks = {people.takes_call(number, nth, NOON).how for number in NUMBERS for nth in range(1, 6)}
    landings = [people.takes_message(number, nth, whatsapp=True) for number in NUMBERS for nth in range(1, 6)]
    replies = {landing.reply for landing in landings}

    assert set(PickupKind) == picks
    assert {landing.code for landing in landings} >= {None, 30003, 30007, 63024}
    assert any(means_stop(reply) for reply in replies if reply)
    assert any("mañana" in reply for reply in replies)
    assert {people.talks(number, 1, NOON).disposition for number in NUMBERS} >= {
        "converted",
        "callback",
        "do_not_contact",
    }
    assert any(people.behind(number).recycled for number in NUMBERS)


def test_people_sleep_at_night_where_they_live(tmp_path: Path) -> None:
    """Their own zone counts, not ours: at two in Madrid it is noon in Tokyo."""
    people = people_file(tmp_path, {"zones": {"+34": ["Europe/Madrid"], "+81": ["Asia/Tokyo"]}}).people

    def awake(prefix: str) -> int:
        return sum(people.takes_call(prefix + number[3:], 1, NIGHT).how is PickupKind.ANSWER for number in NUMBERS)

    assert awake("+34") < 20 < awake("+81")


def test_a_script_is_followed_and_its_last_line_goes_on() -> None:
    """A test can force what it needs, for calls and messages each in order."""
    content = {
        "script": ["busy", "answer"],
        "deliveries": ["undelivered:30003", "read"],
        "replies": [None, "BAJA"],
        "reply_after": 5,
    }
    people = EmulatedPeople(seed=1, named={"+34600000001": lives("+34600000001", content)})

    assert [people.takes_call("+34600000001", nth, NIGHT).how for nth in (1, 2, 3)] == ["busy", "answer", "answer"]
    first, second = (people.takes_message("+34600000001", nth, whatsapp=True) for nth in (1, 2))
    assert (first.status, first.code, first.reply) == ("undelivered", 30003, "")
    assert (second.status, second.reply, second.reply_after) == ("delivered", "BAJA", timedelta(seconds=5))
    assert second.read_after is not None
    assert people.takes_message("+34600000001", 3, whatsapp=True).reply == ""


def test_who_is_scripted_in_part_is_silent_in_the_rest() -> None:
    """A test that scripts a call does not want a STOP by chance."""
    people = EmulatedPeople(seed=1, named={n: lives(n, {"script": ["answer"]}) for n in NUMBERS})

    assert {people.takes_message(number, 1, whatsapp=False).reply for number in NUMBERS} == {""}
    assert {people.takes_message(number, 1, whatsapp=False).status for number in NUMBERS} == {"delivered"}


def test_who_is_only_named_lives_by_chance() -> None:
    """A demo names people's zones, which the engine is not told, and leaves the rest to the seed."""
    people = EmulatedPeople(seed=1, named={n: lives(n, {"zone": "Atlantic/Canary", "name": "Ana"}) for n in NUMBERS})

    assert len({people.takes_call(number, 1, NOON).how for number in NUMBERS}) > 3
    assert {people.behind(number).zone for number in NUMBERS} == {"Atlantic/Canary"}
    assert {people.behind(number).line for number in NUMBERS} == set(PhoneKind) - {PhoneKind.INVALID}


@pytest.mark.parametrize(
    ("line", "whatsapp", "code"),
    [
        (PhoneKind.DEAD, False, 30005),
        (PhoneKind.LANDLINE, False, 30006),
        (PhoneKind.OFF, False, 30003),
        (PhoneKind.FILTERED, False, 30007),
        (PhoneKind.NO_WHATSAPP, True, 63024),
        (PhoneKind.NO_WHATSAPP, False, None),  # texts arrive
        (PhoneKind.GOOD, True, None),
    ],
)
def test_a_line_takes_what_it_can_take(line: PhoneKind, whatsapp: bool, code: int | None) -> None:
    """Each failure comes with Twilio's own code."""
    people = EmulatedPeople(seed=1, named={"+34600000001": lives("+34600000001", {"line": line, "reply": "Hola"})})
    landing = people.takes_message("+34600000001", 1, whatsapp=whatsapp)

    assert landing.code == code
    assert bool(landing.reply) is (code is None)  # who gets nothing answers nothing


def test_several_numbers_can_belong_to_one_life(tmp_path: Path) -> None:
    """And both live in the same zone."""
    content = {"people": [{"numbers": ["+34600000001", "+34910000002"], "zone": "Atlantic/Canary", "script": ["busy"]}]}
    people = people_file(tmp_path, content).people

    assert {people.behind(number).zone for number in content["people"][0]["numbers"]} == {"Atlantic/Canary"}
    assert people.takes_call("+34910000002", 1, NOON).how is PickupKind.BUSY


@pytest.mark.parametrize(
    "content",
    [
        {"poeple": []},  # a part nobody knows
        {"+34600000001": {"scrpt": ["busy"]}},  # a word nobody knows
        {"+34600000001": {"script": ["sings"]}},  # a reaction nobody has
        {"+34600000001": {"line": "wobbly"}},
        {"+34600000001": {"zone": "Europe/Atlantis"}},
        {"temper": {"mood": 1}},
    ],
)
def test_a_mistake_in_the_people_file_is_refused_at_the_start(tmp_path: Path, content: dict[str, Any]) -> None:
    """Not in the middle of a rehearsal, and never by doing something else."""
    with pytest.raises(ValueError, match=r"expected|Extra inputs|Input should be"):
        people_file(tmp_path, content)


def test_a_temper_can_be_changed(tmp_path: Path) -> None:
    """For a demo in which everybody answers."""
    content = {"temper": {"home": 1.0, "answering": {"answer": 1}, "talk": [10, 20]}}
    people = people_file(tmp_path, content).people

    late = NOON + timedelta(hours=6)
    assert all(
        people.takes_call(n, 1, late).how in {PickupKind.ANSWER, PickupKind.FAILED, PickupKind.MACHINE} for n in NUMBERS
    )
    assert people.temper.talk == (10, 20)
    assert Behaviour().home < 1


QUESTION = {
    "asks": "Responda SÍ",
    "answers": {"yes": ["sí", "vale"], "no": ["no"]},
    "share": 0.4,
    "pressed": 0.5,
}
ASKING = "Dental Faro: su cita es mañana. Responda SÍ para confirmarla, o BAJA para no recibir más."


def test_a_share_of_the_people_answers_a_question_in_its_words_or_by_its_buttons(tmp_path: Path) -> None:
    """A campaign that branches on answers is rehearsed with people who give them; a stop comes all the same."""
    people = people_file(tmp_path, {"questions": [QUESTION]}).people
    fates = [people.takes_message(number, 1, whatsapp=True, text=ASKING) for number in NUMBERS]
    arrived = [fate for fate in fates if fate.status == "delivered"]
    written = [fate for fate in arrived if fate.payload is None and fate.reply in {"sí", "vale", "no"}]
    pressed = [fate for fate in arrived if fate.payload is not None]

    assert {fate.reply for fate in written} == {"sí", "vale", "no"}
    assert {(fate.reply, fate.payload) for fate in pressed} == {("sí", "yes"), ("no", "no")}
    assert 0.3 < (len(written) + len(pressed)) / len(arrived) < 0.5
    assert any(means_stop(fate.reply) for fate in arrived)
    assert [people.takes_message(number, 1, whatsapp=True, text=ASKING) for number in reversed(NUMBERS)] == fates[::-1]


def test_buttons_are_for_whatsapp_and_questions_for_the_messages_that_ask_them(tmp_path: Path) -> None:
    """A text message has no button, and nobody says yes to what was not asked."""
    people = people_file(tmp_path, {"questions": [QUESTION | {"share": 1, "pressed": 1}]}).people
    others = people_file(tmp_path, {}).people
    texts = [people.takes_message(number, 1, whatsapp=False, text=ASKING) for number in NUMBERS]

    assert {fate.payload for fate in texts} == {None}
    assert {fate.reply for fate in texts} >= {"sí", "vale", "no"}
    for number in NUMBERS[:50]:
        plain = people.takes_message(number, 1, whatsapp=True, text="Gracias, le esperamos.")
        assert plain == others.takes_message(number, 1, whatsapp=True)


def test_a_template_may_be_known_by_its_name(tmp_path: Path) -> None:
    """Its text may be nothing but variables."""
    people = people_file(tmp_path, {"questions": [QUESTION | {"asks": "reminder", "share": 1}]}).people
    reminded, others = (
        {people.takes_message(number, 1, whatsapp=True, text="Ana", template=name).reply for number in NUMBERS}
        for name in ("reminder", "reminder_2")
    )

    assert {"sí", "vale", "no"} <= reminded
    assert others.isdisjoint({"sí", "vale", "no"})


def test_a_part_is_an_answer_to_whatever_asks_for_it(tmp_path: Path) -> None:
    """Whoever is to say no says it, and nothing else, also to a later message; `replies` goes before it."""
    content = {
        "+34600000001": {"answer": "no"},
        "+34600000002": {"replies": ["Hola"], "answer": "yes"},
        "+34600000003": {"answer": "other_day"},
        "questions": [QUESTION | {"pressed": 0}],
    }
    people = people_file(tmp_path, content).people

    def replies(number: str, *texts: str) -> list[str]:
        return [
            people.takes_message(number, nth, whatsapp=False, text=text).reply
            for nth, text in enumerate(texts, start=1)
        ]

    assert replies("+34600000001", "Hola", ASKING, "Gracias", ASKING) == ["", "no", "", "no"]
    first, second = replies("+34600000002", ASKING, ASKING)
    assert first == "Hola"
    assert second in {"sí", "vale"}
    assert replies("+34600000003", ASKING) == [""]


def test_a_script_may_press_a_button(tmp_path: Path) -> None:
    """On a channel without buttons they write what stands on it."""
    content = {"+34600000001": {"reply": {"button": "No más avisos", "payload": "STOP"}}}
    people = people_file(tmp_path, content).people
    pressed, written = (people.takes_message("+34600000001", 1, whatsapp=whatsapp) for whatsapp in (True, False))

    assert (pressed.reply, pressed.payload) == ("No más avisos", "STOP")
    assert (written.reply, written.payload) == ("No más avisos", None)


@pytest.mark.parametrize(
    "question",
    [
        {"asks": "Responda SÍ"},
        {"asks": "", "answers": {"yes": ["sí"]}},
        {"asks": "Responda SÍ", "answers": {}},
        {"asks": "Responda SÍ", "answers": {"yes": []}},
        {"asks": "Responda SÍ", "answers": {"yes": ["sí"]}, "share": 40},
        {"asks": "Responda SÍ", "answers": {"yes": ["sí"]}, "often": 0.4},
    ],
)
def test_a_question_that_nobody_could_answer_is_refused(tmp_path: Path, question: dict[str, Any]) -> None:
    """Otherwise a rehearsal would be silent, and nobody would know why."""
    with pytest.raises(ValueError, match="EmulatedQuestion"):
        people_file(tmp_path, {"questions": [question]})
