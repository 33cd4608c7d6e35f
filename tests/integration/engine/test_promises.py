"""Is a call that a person asks for confirmed to them, and made at that time, through the real engine?"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.integration.engine.conftest import SetStage

ANA = "+34600000121"
HOUR = timedelta(hours=1)
MADRID = ZoneInfo("Europe/Madrid")
DAYS = {timedelta(days=0): "hoy", timedelta(days=1): "mañana"}

ASKED = """
  - step: hello
    sms: "Hola {{ name | first_word }}, soy de {{ company }}. Responde BAJA para no recibir más."
  - step: much_later
    after: 9 days
    sms: "{{ company }}: hasta pronto"
callback:
  call: {floor: FLOOR, ring: 25 seconds}
  confirm:
    sms: "{{ company }}: te llamamos el {{ callback_at | date }}."
  moved:
    sms: "{{ company }}: te llamaremos el {{ callback_at | date }}."
"""


async def test_a_reply_that_asks_for_a_call_is_confirmed_and_kept(stage: SetStage) -> None:
    """The message names the hour on the person's own clock; the call is made then, and not before."""
    on = stage(ASKED, {ANA: {"script": ["answer"]}})
    on.enrol(ANA)
    async with on.working():
        await on.until(lambda: "hello 1 settled delivered" in on.touches())
        wanted = (on.clock.now() + 3 * HOUR).replace(minute=0, second=0, microsecond=0)
        local = wanted.astimezone(MADRID)
        on.writes(ANA, f"llámame {DAYS[local.date() - on.clock.now().astimezone(MADRID).date()]} a las {local:%H:%M}")
        await on.until(lambda: any(one["kind"] == "call" for one in on.carried()))

    confirmation, call = on.carried()[-2:]
    assert (confirmation["kind"], call["kind"]) == ("message", "call")
    assert confirmation["body"] == f"Tienda Sol: te llamamos el {local.day} de marzo, {local:%H:%M}."
    called = datetime.fromisoformat(call["at"])
    assert wanted <= called < wanted + HOUR
