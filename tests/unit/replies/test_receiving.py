"""Is a wish to receive no more a stop, in whatever words of three languages it is said, and is nothing else one?"""

import pytest

from cadence.domain.questions import ReplyQuestion
from cadence.replies.opt_out import read
from cadence.replies.reading import read_reply
from tests.unit.policy.builders import instant

NOW = instant("2027-03-10 09:00")
QUESTION = ReplyQuestion(answers={"yes": ("sí", "yes", "sim", "1"), "no": ("no", "não", "2")})

SPANISH = [
    *("dejar de recibir", "quiero dejar de recibir", "Quisiera dejar de recibir esto", "deseo dejar de recibir"),
    *("no recibir", "NO RECIBIR", "no recibir más", "no recibir nada más", "no recibir mensajes", "no recibir ofertas"),
    *("no quiero recibir", "no quiero recibir más", "no quiero recibirlos", "no deseo recibir nada de ustedes"),
    *(
        "ya no quiero recibir",
        "no quisiera recibir más",
        "no quiero volver a recibir",
        "no quiero seguir recibiendo esto",
    ),
    *("prefiero no recibir", "preferiría no recibir nada", "prefiero dejar de recibir", "mejor no recibir más"),
    *(
        "me gustaría dejar de recibir",
        "me gustaría no recibir más",
        "no me gustaría recibir más",
        "no volver a recibir",
    ),
    *("solicito no recibir más", "pido dejar de recibir", "necesito dejar de recibir esto", "no seguir recibiendo"),
    *("dejar de recibir sms", "dejar de recibir estas promociones", "dejar de recibir cualquier comunicación"),
    *("parar de recibir", "cesar de recibir", "cómo dejo de recibir esto", "¿cómo puedo dejar de recibir?"),
    *("para dejar de recibir", "rechazo recibir más", "me niego a recibir más", "no acepto recibir", "evitar recibir"),
    *("no autorizo recibir", "no me interesa recibir más", "no estoy interesada en recibir más", "nunca más recibir"),
    *("no quiero que me lleguen más mensajes", "que no me lleguen más", "no quiero que me llegue nada"),
    *("dejar de llamarme", "dejar de escribirme", "dejar de enviar", "dejar de mandar mensajes", "cesen el envío"),
    *("dejar de recibir información", "no recibir más información", "finalizar los envíos", "interrumpir los mensajes"),
]
PORTUGUESE = [
    *("parar de receber", "quero parar de receber", "deixar de receber", "quero deixar de receber", "não receber"),
    *("não receber mais", "não receber nada", "não receber mensagens", "não receber ofertas", "prefiro não receber"),
    *("não quero receber", "não quero mais receber", "não desejo receber", "não gostaria de receber"),
    *("não quero continuar recebendo", "não quero continuar a receber", "gostaria de não receber mais"),
    *("gostaria de deixar de receber", "desejo parar de receber", "preciso parar de receber", "não aceito receber"),
    *("peço para não receber mais", "peço para deixar de receber", "solicito deixar de receber", "recuso receber"),
    *("deixar de receber estas mensagens", "parar de receber ligações", "parar de me ligar", "como paro de receber"),
    *("como faço para parar de receber", "como deixo de receber", "não tenho interesse em receber"),
    *("não estou interessado em receber", "prefiro parar de receber", "cancelar o recebimento"),
]
ENGLISH = [
    *(
        "stop receiving",
        "stop receiving messages",
        "stop receiving these",
        "I want to stop receiving",
        "quit receiving",
    ),
    *("I'd like to stop receiving messages", "to stop receiving", "cease receiving", "discontinue receiving"),
    *("stop getting these", "stop getting texts", "I want to stop getting messages", "how do I stop receiving these"),
    *("no longer receive", "no longer receive messages", "I no longer want to receive", "no longer wish to receive"),
    *("don't want to receive", "I do not want to receive any more", "I don't wish to receive", "not receive any more"),
    *("not to receive messages", "prefer not to receive", "I'd prefer not to receive", "rather not receive"),
    *("I would rather not receive these", "I don't want to get these", "I don't want to get any more"),
    *("I refuse to receive", "not interested in receiving messages", "request to stop receiving messages"),
]
HARMLESS = [
    *("no he recibido el paquete", "no recibí nada", "dejé de recibir facturas por correo", "aún no recibí el pedido"),
    *("hace un mes que dejé de recibir la factura", "por qué dejé de recibir las facturas", "no recibo los códigos"),
    *(
        "no quiero dejar de recibir",
        "no me gustaría dejar de recibir sus mensajes",
        "espero no dejar de recibir avisos",
    ),
    *("no puedo dejar de recibir", "no puedo recibir el paquete hoy", "prefiero no recibir el paquete hoy"),
    *("no recibir el pedido hoy es un problema", "temo dejar de recibir la pensión", "sí quiero recibir"),
    *("quiero dejar de recibir la factura en papel", "no quiero recibir más facturas en papel", "todavía no lo recibo"),
    *("¿qué hago para no recibir más multas?", "dejé de pagar en marzo", "dejé de trabajar en enero"),
    *("não recebi o pacote", "não recebi nada", "deixei de receber as faturas por email", "parei de receber a fatura"),
    *("não quero parar de receber", "não quero deixar de receber", "não posso deixar de receber", "quero receber"),
    *("não posso receber o pacote hoje", "prefiro não receber o pedido hoje", "vou deixar de ligar"),
    *("I did not receive the package", "I didn't receive anything", "I stopped receiving invoices by mail"),
    *("why did I stop receiving my statements", "I don't want to stop receiving these", "I never received it"),
    *(
        "I did not receive any messages",
        "I don't get this",
        "not getting it",
        "stop getting angry",
        "we never get mail",
    ),
    *(
        "will I stop receiving these calls if I pay",
        "I prefer not to receive the package today",
        "yes I want to receive",
    ),
]
LIMITS = [
    *(
        "prefiero no recibir llamadas en el trabajo",
        "no recibir mensajes los domingos",
        "dejar de recibir sms de noche",
    ),
    *("prefiro não receber ligações no trabalho", "não receber mensagens aos domingos"),
    *("I prefer not to receive calls at work", "stop receiving texts at night", "I'd rather not get texts on weekends"),
]


@pytest.mark.parametrize("text", SPANISH + PORTUGUESE + ENGLISH)
def test_a_wish_to_receive_no_more_is_a_stop(text: str) -> None:
    """Written, with courtesy around it, and on a button whose payload says yes or no."""
    assert read(text).meaning == "revoke"
    assert read(f"Hola, {text}. Gracias").meaning == "revoke"
    for payload in ("", "yes", "no", "1", "option_3"):
        reply = read_reply(text, "Europe/Madrid", NOW, question=QUESTION, pressed=payload)
        assert (reply.meaning, reply.answer) == ("revoke", "")


@pytest.mark.parametrize("text", HARMLESS)
def test_what_did_not_come_is_no_stop(text: str) -> None:
    """Something that was lost, what is still wanted, and paper: at most a person reads it."""
    assert read(text).meaning in {"none", "hold"}


@pytest.mark.parametrize("text", LIMITS)
def test_a_place_or_a_time_makes_it_a_restriction(text: str) -> None:
    """As with "do not call me at work"."""
    assert read(text).meaning == "restrict"


@pytest.mark.parametrize(
    "text", ["no recibirlo", "no lo quiero recibir", "dejar de recibir el paquete", "deixar de receber o boleto"]
)
def test_a_button_that_perhaps_says_so_is_no_answer(text: str) -> None:
    """A person reads it, whatever its payload says."""
    reply = read_reply(text, "Europe/Madrid", NOW, question=QUESTION, pressed="yes")
    assert (reply.meaning, reply.answer) == ("hold", "")


@pytest.mark.parametrize(
    ("text", "value"),
    [("quiero dejar de recibir publicidad", "marketing"), ("no recibir sms, mejor llamadas", "sms")],
)
def test_a_part_that_is_named_is_the_part_that_stops(text: str, value: str) -> None:
    """The rest goes on."""
    assert [part.value for part in read(text).scope] == [value]
