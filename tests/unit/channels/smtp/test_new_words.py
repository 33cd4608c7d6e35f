"""What a person wrote, without what they answer: as mail programs in three languages lay it out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence.channels.smtp.new_words import new_words

OURS = "Hola, Ana:\n\nPara no recibir más correos, responda BAJA: https://example.com/unsubscribe/x"
QUOTED = "\n".join(f"> {line}" for line in OURS.split("\n"))


@pytest.mark.parametrize(
    "history",
    [
        f"\n\nEl lun, 2 mar 2026 a las 10:00, Tienda Sol (<hola@example.com>) escribió:\n\n{QUOTED}",  # Gmail
        f"\n\nEl lun, 2 mar 2026 a las 10:00, Tienda Sol (<hola@example.com>)\nescribió:\n{QUOTED}",  # folded
        f"\n\nEl 02/03/2026 a las 10:00, Tienda Sol escribió:\n{QUOTED}",  # Thunderbird
        f"\n\nOn Mon, Mar 2, 2026 at 10:00 AM Tienda Sol <hola@example.com>\nwrote:\n\n{QUOTED}",
        f"\n\nOn 2 Mar 2026, at 10:00, Tienda Sol <hola@example.com> wrote:\n\n{OURS}",  # without marks
        f"\n\nEm seg., 2 de mar. de 2026 às 10:00, Tienda Sol <hola@example.com>\nescreveu:\n\n{QUOTED}",
        f"\n\n________________________________\nDe: Tienda Sol <hola@example.com>\nEnviado: lunes\nPara: Ana\n\n{OURS}",
        f"\n\nDe: Tienda Sol <hola@example.com>\nEnviado el: lunes, 2 de marzo de 2026 10:00\nPara: Ana\n{OURS}",
        f"\n\nFrom: Tienda Sol <hola@example.com>\nSent: Monday\nTo: Ana\nSubject: x\n\n{OURS}",
        f"\n\nDe: Tienda Sol <hola@example.com>\nEnviada em: segunda-feira\nPara: Ana\n{OURS}",
        f"\n\n-----Original Message-----\nFrom: Tienda\n{OURS}",
        f"\n\n-----Mensaje original-----\n{OURS}",
        f"\n\n----- Mensagem original -----\n{OURS}",
        f"\n\n---------- Forwarded message ---------\n{OURS}",
        "\n\n-- \nAna García\nResponda BAJA a nuestros avisos",  # a signature
        "\n\nEnviado desde mi iPhone",
        "\n\nEnviado do meu iPhone",
        "\n\nSent from my iPhone",
        "\n\nObtener Outlook para Android<https://aka.ms/x>",
        f"\nEnviado desde mi iPhone\n\n> El 2 mar 2026, a las 10:00, Tienda <hola@example.com> escribió:\n> \n{QUOTED}",
        "",
    ],
)
def test_what_is_answered_is_left_out(history: str) -> None:
    """Our own "BAJA" below must not stop anybody."""
    assert new_words(f"Sí, me interesa.\nLlámenme mañana.{history}") == "Sí, me interesa.\nLlámenme mañana."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"El 2/3/2026 Tienda escribió:\n{QUOTED}\n\nNo, gracias. BAJA", "No, gracias. BAJA"),  # below
        ("> Hola, Ana\n\nSí\n\n> Para no recibir más\n\nBAJA", "Sí\n\nBAJA"),  # between
    ],
)
def test_an_answer_below_or_between_is_kept(text: str, words: str) -> None:
    """A stop there is the person's."""
    assert new_words(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "On Monday I will be there",
        "El 2 de marzo no puedo. BAJA",
        "De: nada. Gracias",  # one line that looks like a header
        "Enviaron el pedido mal",
        "-- no",
        "Para mañana a las 10: perfecto",
    ],
)
def test_words_that_look_like_a_program_s_are_kept(text: str) -> None:
    """In doubt a line is the person's."""
    assert new_words(text) == text


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=400))
def test_nothing_is_made_up(text: str) -> None:
    """Every line that is kept was written."""
    written = {line.strip() for line in text.split("\n")} | {""}

    assert {line.strip() for line in new_words(text).split("\n")} <= written
