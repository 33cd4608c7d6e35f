"""Do people's answers lead a cadence on, from the carrier's webhook to the next message? All phones are made up."""

from typing import Any

from cadence.domain import Finish
from tests.integration.engine.conftest import SetStage

ASKS = """
  - step: ask
    whatsapp: {template: cita}
    replies: {yes: [sí, vale], no: [no, no puedo]}
    on: {reply.yes: survey, reply.no: sorry, otherwise: chase}
  - step: survey
    after: 30 minutes
    sms: "{{ company }}: del 0 al 10, ¿nos recomendaría?"
    ask: {save: nps, as: 0-10}
    on:
      reply.saved: [{where: {nps: {at_least: 9}}, to: thanks}, why]
      otherwise: chase
  - step: thanks
    sms: "Gracias por su {{ nps }}."
    on: {otherwise: end}
  - step: why
    sms: "Sentimos ese {{ nps }}."
    on: {otherwise: end}
  - step: sorry
    sms: "Anulamos su cita."
    on: {otherwise: end}
  - step: chase
    after: 20 hours
    sms: "¿Sigue ahí?"
    on: {otherwise: end}
"""
GLAD, CROSS, BUSY, GONE, SILENT = (f"+346000007{number:02d}" for number in range(1, 6))
PEOPLE: dict[str, Any] = {
    GLAD: {"replies": ["Sí, gracias", "un 9"], "reply_after": 60},
    CROSS: {"replies": [{"button": "Confirmar", "payload": "yes"}, "6"], "reply_after": 60},
    BUSY: {"replies": [{"button": "No puedo", "payload": "no"}], "reply_after": 60},
    GONE: {"replies": [{"button": "No más mensajes", "payload": "BAJA"}], "reply_after": 60},
    SILENT: {"replies": [None]},
    "templates": {"cita": "Su cita es mañana. ¿La confirma?"},
}


async def test_answers_in_words_and_by_buttons_lead_on_and_a_stop_by_a_button_ends(stage: SetStage) -> None:
    """Each person takes the branch of the answer, the mark decides the next one, and nobody has to read any of it."""
    on = stage(ASKS, PEOPLE)
    on.enrol(GLAD, CROSS, BUSY, GONE, SILENT)
    async with on.working():
        ended = await on.finished(5)

    def texts(person: str) -> list[str]:
        return [row["body"] for row in on.carried("message") if row["person"] == person and row["channel"] == "sms"]

    survey = "Tienda Sol: del 0 al 10, ¿nos recomendaría?"
    assert texts(GLAD) == [survey, "Gracias por su 9."]
    assert texts(CROSS) == [survey, "Sentimos ese 6."]
    assert texts(BUSY) == ["Anulamos su cita."]
    assert "¿Sigue ahí?" not in texts(GONE)
    assert texts(SILENT) == ["¿Sigue ahí?"]
    assert [lead.move for lead in ended].count(Finish(reason="opted_out")) == 1
    with on.ledger.begin() as tx:
        kept = tx.exec_driver_sql("SELECT name, value FROM saved_values ORDER BY value").all()
        answers = tx.exec_driver_sql("SELECT cause_ref, answer FROM touches WHERE answer <> '' ORDER BY 1, 2").all()
        unread = tx.exec_driver_sql("SELECT count(*) FROM tasks").scalar_one()
    assert [tuple(row) for row in kept] == [("nps", "6"), ("nps", "9")]
    assert [tuple(row) for row in answers] == [
        *[("ask", "no"), ("ask", "yes"), ("ask", "yes")],
        *[("survey", "saved"), ("survey", "saved")],
    ]
    assert unread == 0
    assert [row["words"] for row in on.asked("SELECT words FROM opt_outs")] == ["No más mensajes"]
