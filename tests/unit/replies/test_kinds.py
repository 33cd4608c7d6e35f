"""Is every stop obeyed or held, whatever kind it is of, and does nothing else close anything?"""

import time
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence.replies.harmless import FILES, FRIENDLY, Harmless
from cadence.replies.languages import words
from cadence.replies.opt_out import LONGEST, read
from cadence.replies.reading import read_reply
from tests.unit.policy.builders import instant

KINDS = Path(__file__).parent / "kinds.tsv"
NOW = instant("2027-03-10 09:00")
HOLDS = {"hold", "restrict"}


class Example(NamedTuple):
    """One message, what kind it is of, and what must come of it."""

    kind: str  # polite, third, typo, mixed, limit, negated, quoted ...
    language: str
    expected: str  # stop: obeyed or held; limit: held; other: nothing is closed
    text: str


EXAMPLES = [
    Example(*line.replace("\\n", "\n").split("\t"))
    for line in KINDS.read_text(encoding="utf-8").split("\n")[1:]
    if line
]
ORDINARY = [
    # English
    *("yes, tomorrow works for me", "how much is it?", "what time do you close", "ok thanks!", "I'll be there at 5"),
    *("can I pay in two installments?", "where are you located", "is it still available?", "on my way", "running late"),
    *(
        "no problem",
        "I already paid",
        "can you send me the link",
        "do you take amex",
        "thank you so much for your help",
    ),
    # Spanish
    *("sí, mañana me va bien", "¿cuánto cuesta?", "¿a qué hora abren?", "muchas gracias", "ya pagué", "voy en camino"),
    *(
        "¿me puede mandar la ubicación?",
        "¿aceptan tarjeta?",
        "perfecto, nos vemos el lunes",
        "no hay problema",
        "ok 👍",
    ),
    # Portuguese
    *("sim, amanhã pode ser", "quanto custa?", "que horas vocês abrem?", "muito obrigada", "já paguei", "tô a caminho"),
    *("pode me mandar o endereço?", "aceitam cartão?", "combinado, até segunda", "sem problema", "bom dia, tudo bem?"),
]
NO = frozenset(
    {"no", "not", "nao", "never", "nunca", "dont", "sin", "sem", "without", "nothing", "nada", "ya", "leave", "alone"}
    | {"call", "text", "message", "contact", "llamar", "llamen", "escribir", "mensajes", "ligar", "ligue", "mensagem"}
    | {"off", "away", "out", "enough", "last", "ultima", "ultimo"}
)
"""Words of refusing, contacting and leaving."""
ELSEWHERE = frozenset({"some"})
"""Stop words of one language that are harmless in another: "some" is go away in Portuguese."""
STOPS_OF_CORPUS = [example for example in EXAMPLES if example.expected == "stop"]


@pytest.mark.parametrize("example", STOPS_OF_CORPUS, ids=lambda example: example.text)
def test_a_stop_of_any_kind_is_obeyed_or_held(example: Example) -> None:
    """Polite, said by somebody else, misspelt, in two languages at once: never taken for harmless."""
    assert read(example.text).meaning in HOLDS | {"revoke"}
    assert read_reply(example.text, "Europe/Madrid", NOW).meaning in HOLDS | {"revoke"}


@pytest.mark.parametrize(
    "example", [example for example in EXAMPLES if example.expected == "limit"], ids=lambda example: example.text
)
def test_a_limit_of_place_or_time_is_held(example: Example) -> None:
    """12 CFR 1006.6(b): a time or place the person calls inconvenient."""
    assert read_reply(example.text, "Europe/Madrid", NOW).meaning in HOLDS


@pytest.mark.parametrize(
    "example", [example for example in EXAMPLES if example.expected == "other"], ids=lambda example: example.text
)
def test_what_is_turned_round_or_quoted_closes_nothing(example: Example) -> None:
    """The words "no need to take me off", and our own text in a reaction."""
    assert read(example.text).meaning in {"hold", "none"}


@pytest.mark.parametrize("text", ORDINARY)
def test_an_ordinary_reply_goes_through_without_a_person(text: str) -> None:
    """Acknowledgements, thanks, plain questions about price, time and place."""
    assert read_reply(text, "Europe/Madrid", NOW).meaning in {"none", "callback"}


@given(
    stop=st.sampled_from([example.text for example in STOPS_OF_CORPUS if example.kind not in {"quotedstop", "alone"}]),
    harmless=st.sampled_from(ORDINARY),
    first=st.booleans(),
)
def test_harmless_words_around_a_stop_do_not_hide_it(stop: str, harmless: str, first: bool) -> None:
    """As in "Thanks, see you tomorrow. I'd rather not hear from you" is no thanks."""
    text = f"{harmless}. {stop}" if first else f"{stop}. {harmless}"

    assert read_reply(text, "Europe/Madrid", NOW).meaning in HOLDS | {"revoke"}


@given(
    word=st.sampled_from(sorted(entry for entry in words("revoke") - ELSEWHERE if " " not in entry)),
    harmless=st.sampled_from(ORDINARY),
)
def test_a_stop_word_beside_harmless_words_is_never_harmless(word: str, harmless: str) -> None:
    """For every word that says stop alone, in a clause of its own."""
    assert read(f"{harmless}. {word}!").meaning != "none"


@given(word=st.text(alphabet="bcdfghjklmnpqrtvwxz", min_size=6, max_size=9), harmless=st.sampled_from(ORDINARY))
def test_one_word_that_nobody_knows_is_enough_to_hold(word: str, harmless: str) -> None:
    """Harmless is what is understood to the last word."""
    assert read(f"{harmless} {word}").meaning == "hold"


@pytest.mark.parametrize("sign", ["👎", "🖕", "😡", "🙄", "💩", "🛑"])
def test_a_sign_that_is_not_friendly_is_never_harmless(sign: str) -> None:
    """Alone, or beside a friendly word."""
    assert read(f"ok {sign}").meaning != "none"
    assert sign not in FRIENDLY


@pytest.mark.parametrize("size", [LONGEST + 1, 15_000, 200_000])
@pytest.mark.parametrize("unit", ["no quiero que me ", "ok ", "stop the ", "x", "llámame a las 5 ", "(", "“Liked “"])
def test_a_very_long_text_is_read_fast_and_never_harmless(size: int, unit: str) -> None:
    """The work is bounded, and a stop may stand where nobody reads."""
    text = (unit * size)[:size]
    read_reply("warm", "Europe/Madrid", NOW)
    began = time.process_time()

    reply = read_reply(text, "Europe/Madrid", NOW)

    assert time.process_time() - began < 0.5  # 50 ms on a free machine
    assert reply.meaning in HOLDS | {"revoke"}


@pytest.mark.parametrize("file", sorted(FILES.glob("*.yaml")), ids=lambda file: file.stem)
def test_no_harmless_word_says_stop_or_no(file: Path) -> None:
    """Such words may only stand inside a whole phrase."""
    lists = Harmless.of(file)
    listed = lists.fill | lists.words

    assert listed & NO == set()
    assert listed & words("revoke") <= ELSEWHERE
