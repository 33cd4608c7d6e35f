"""In which words is a lead's story told? Pure: data only, English and Spanish. A key is an event, and `.what` of it."""

SENTENCES: dict[str, dict[str, str]] = {
    "imported": {"en": "imported with the list {list}", "es": "importado con la lista {list}"},
    "erased": {
        "en": "erased: name, numbers and texts are gone for good",
        "es": "datos borrados: el nombre, los números y los textos se eliminaron para siempre",
    },
    "listed": {"en": "added to the queue of {campaign}", "es": "añadido a la cola de {campaign}"},
    "listed.again": {"en": "added to the queue of {campaign} again", "es": "añadido de nuevo a la cola de {campaign}"},
    "enrolled.cadence": {
        "en": "enrolled in {campaign}, version {version}",
        "es": "inscrito en {campaign}, versión {version}",
    },
    "enrolled.callback": {
        "en": "enrolled in {campaign} again, for a promised call",
        "es": "inscrito de nuevo en {campaign}, para una llamada prometida",
    },
    "enrolled.confirmation": {
        "en": "enrolled in {campaign} again, to confirm the opt-out",
        "es": "inscrito de nuevo en {campaign}, para confirmar la baja",
    },
    "finished": {"en": "finished in {campaign}: {reason}", "es": "terminó en {campaign}: {reason}"},
    # What was put to the rules, or made: a step, a promised call, the confirmation of an opt-out, an order.
    "ask.step": {"en": "{step} by {channel}, try {attempt}", "es": "{step} por {channel}, intento {attempt}"},
    "ask.task": {"en": "{step}, a task for our own team", "es": "{step}, tarea para nuestro equipo"},
    "ask.callback": {"en": "the promised call, try {attempt}", "es": "la llamada prometida, intento {attempt}"},
    "ask.inbound": {
        "en": "the confirmation of the opt-out by {channel}",
        "es": "la confirmación de la baja por {channel}",
    },
    "ask.announcement": {
        "en": "the message about the promised call by {channel}",
        "es": "el aviso de la llamada prometida por {channel}",
    },
    "ask.command": {"en": "a manual order by {channel}", "es": "una orden manual por {channel}"},
    "decision.allow": {"en": "{ask}: allowed", "es": "{ask}: permitido"},
    "decision.allow.next": {
        "en": "{ask}: allowed, to {number}",
        "es": "{ask}: permitido, a {number}",
    },
    "decision.defer": {"en": "{ask}: not before {until}", "es": "{ask}: no antes del {until}"},
    "decision.hold": {"en": "{ask}: held, waiting for {hold}", "es": "{ask}: todavía no sale; espera {hold}"},
    "decision.refuse.number": {"en": "{ask}: refused for this number", "es": "{ask}: no se permite con este número"},
    "decision.refuse.step": {
        "en": "{ask}: refused, this step is skipped",
        "es": "{ask}: no se permite, se omite el paso",
    },
    "decision.refuse.enrolment": {
        "en": "{ask}: refused, and the cadence ends here",
        "es": "{ask}: no se permite, y la cadencia termina aquí",
    },
    "decision.waived": {
        "en": "the person asked for this call, so this does not hold it back: {reason}",
        "es": "la persona pidió esta llamada, así que esto no la impide: {reason}",
    },
    "touch.planned": {
        "en": "{ask}: not sent; the rules will be checked again",
        "es": "{ask}: no se envió; se volverán a comprobar las reglas",
    },
    "touch.skipped": {"en": "{ask}: skipped, nothing was sent", "es": "{ask}: se omitió, no se envió nada"},
    "touch.rejected": {
        "en": "{ask}: the carrier did not accept it ({outcome})",
        "es": "{ask}: el operador no lo aceptó ({outcome})",
    },
    "touch.unknown": {
        "en": "{ask}: the carrier's answer was lost; we ask what happened, and send nothing again",
        "es": "{ask}: se perdió la respuesta del operador; se le pregunta qué pasó y no se repite nada",
    },
    "touch.call": {"en": "{ask}: dialled from {sender}{said}", "es": "{ask}: se llamó desde {sender}{said}"},
    "touch.message": {"en": "{ask}: sent from {sender}{said}", "es": "{ask}: se envió desde {sender}{said}"},
    "touch.work": {"en": "{ask}: assigned{said}", "es": "{ask}: se asignó{said}"},
    "said": {"en": ": “{body}”", "es": ": «{body}»"},
    "said.machine": {
        "en": ", with a voicemail message: “{body}”",
        "es": ", con un mensaje para el buzón de voz: «{body}»",
    },
    "outcome": {"en": "{ask}: {outcome}", "es": "{ask}: {outcome}"},
    "outcome.said": {
        "en": "{ask}: {outcome}; the agent reported: {disposition}",
        "es": "{ask}: {outcome}; el agente indicó: {disposition}",
    },
    "outcome.unserved": {
        "en": "the call ended after the tone, but the carrier never fetched our voicemail message",
        "es": "la llamada terminó tras la señal, pero el operador no llegó a pedirnos el mensaje para el buzón de voz",
    },
    "contradicted": {
        "en": "{ask}: the carrier also reported: {outcome}; it still counts as: {stands}",
        "es": "{ask}: el operador comunicó además: {outcome}; sigue contando como: {stands}",
    },
    "inbound": {"en": "wrote “{body}” by {channel}: {meaning}", "es": "escribió «{body}» por {channel}: {meaning}"},
    "inbound.silent": {
        "en": "contacted us by {channel}: {meaning}",
        "es": "se puso en contacto por {channel}: {meaning}",
    },
    "consent.given": {"en": "consented to {channel}{purpose}", "es": "dio su consentimiento para {channel}{purpose}"},
    "consent.revoked": {
        "en": "withdrew consent to {channel}{purpose}",
        "es": "retiró el consentimiento para {channel}{purpose}",
    },
    "suppressed": {"en": "{number} is suppressed: {scope}", "es": "{number} queda excluido (alcance: {scope})"},
    "suppressed.log_by": {
        "en": "{words}; the law requires a record of it by {day} ({law})",
        "es": "{words}; la ley exige que conste a más tardar el {day} ({law})",
    },
    "suppression lifted": {
        "en": "{number} may be contacted again: {scope}",
        "es": "se puede volver a contactar en {number} (alcance: {scope})",
    },
    "callback promised": {"en": "a call was promised for {for}", "es": "se prometió una llamada para el {for}"},
    "callback canceled": {
        "en": "the call promised for {for} was canceled",
        "es": "se anuló la llamada prometida para el {for}",
    },
    "callback replaced": {
        "en": "the call promised for {for} was replaced by one for {by}",
        "es": "la llamada prometida para el {for} se sustituyó por otra para el {by}",
    },
    "task": {"en": "task for {assign}: {title}", "es": "tarea para {assign}: {title}"},
    "task.done": {
        "en": "task for {assign}: {title} (done by {done_by})",
        "es": "tarea para {assign}: {title} (hecha por {done_by})",
    },
    "news": {"en": "news: {news}", "es": "novedad: {news}"},
    "command": {"en": "order: {name}", "es": "orden: {name}"},
    "command.args": {"en": "order: {name} ({args})", "es": "orden: {name} ({args})"},
    "command.moved": {
        "en": "moved from version {from} of the campaign to version {to}; the next step is {next}",
        "es": "pasa de la versión {from} de la campaña a la versión {to}; el siguiente paso es {next}",
    },
    "command.moved.end": {
        "en": "moved from version {from} of the campaign to version {to}; no step is left there",
        "es": "pasa de la versión {from} de la campaña a la versión {to}; allí no queda ningún paso",
    },
    "command.said": {
        "en": "the agent reported for call {touch}: {said}",
        "es": "el agente indicó para la llamada {touch}: {said}",
    },
    "command.corrected": {
        "en": "the agent corrected the report for call {touch}: {said}; before: {before}",
        "es": "el agente corrigió lo indicado para la llamada {touch}: {said}; antes: {before}",
    },
    "said.callback": {"en": "{disposition}, for {at}", "es": "{disposition}, para el {at}"},
    "outcome.code": {"en": "carrier code {code}: {words}", "es": "código {code} del operador: {words}"},
    "outcome.code.unknown": {
        "en": "carrier code {code}, whose meaning we do not know",
        "es": "código {code} del operador, cuyo significado no conocemos",
    },
    "paused": {"en": "{scope}: paused", "es": "{scope}: en pausa"},
    "resumed": {"en": "{scope}: resumed", "es": "{scope}: fin de la pausa"},
    "plan": {"en": "what comes next: {next}", "es": "a continuación: {next}"},
    "workflow.started": {"en": "the workflow was started", "es": "se inició el workflow"},
    "workflow.woken": {
        "en": "the workflow was woken to read the ledger",
        "es": "se avisó al workflow para que leyera el registro",
    },
    "workflow.due": {"en": "the planned time came", "es": "llegó la hora prevista"},
    "workflow.completed": {"en": "the workflow ended", "es": "el workflow terminó"},
    "workflow.failed": {"en": "the workflow FAILED", "es": "el workflow FALLÓ"},
    "workflow.terminated": {"en": "the workflow was TERMINATED", "es": "el workflow se TERMINÓ a la fuerza"},
    "workflow.continued": {
        "en": "the workflow continued with a new history",
        "es": "el workflow continuó con un historial nuevo",
    },
    "workflow.timed out": {"en": "an activity timed out", "es": "una actividad superó su tiempo límite"},
    "workflow.failed activity": {"en": "an activity failed", "es": "falló una actividad"},
    "workflow.taken back": {"en": "an activity was canceled", "es": "se canceló una actividad"},
    "move.attempt": {"en": "{ask} on {at}", "es": "{ask} el {at}"},
    "move.moved": {"en": "{ask} on {at}, due {due}", "es": "{ask} el {at}, previsto para el {due}"},
    "move.hold": {"en": "waits for {hold}", "es": "espera {hold}"},
    "move.hold until": {
        "en": "waits for {hold}, until {at} at the latest",
        "es": "espera {hold}, como muy tarde hasta el {at}",
    },
    "move.wait": {"en": "waits until {at}", "es": "espera hasta el {at}"},
    "move.news": {"en": "waits for news", "es": "espera novedades"},
    "move.finish": {"en": "finished: {reason}", "es": "terminó: {reason}"},
    "silence.none": {"en": "in no campaign yet", "es": "todavía no está en ninguna campaña"},
    "silence.early": {"en": "{campaign}: enrolled only on {at}", "es": "{campaign}: no se inscribió hasta el {at}"},
    "silence.listed": {
        "en": "{campaign}: in its queue since {at}, waiting for a turn",
        "es": "{campaign}: en su cola desde el {at}, a la espera de turno",
    },
    "silence.late": {
        "en": "{campaign}: had finished on {at}: {reason}",
        "es": "{campaign}: había terminado el {at}: {reason}",
    },
    "silence.ended": {
        "en": "{campaign}: finished that day, at {at}: {reason}",
        "es": "{campaign}: terminó ese mismo día, el {at}: {reason}",
    },
    "silence.paused": {
        "en": "{scope}: paused since {since}, by {by}",
        "es": "{scope}: en pausa desde el {since}, por orden de {by}",
    },
    "silence.paused until": {
        "en": "{scope}: paused from {since} to {until}, by {by}",
        "es": "{scope}: en pausa desde el {since} hasta el {until}, por orden de {by}",
    },
    "silence.decided": {"en": "{campaign}: {decision}", "es": "{campaign}: {decision}"},
    "silence.since": {"en": "{campaign}: since {at}, {decision}", "es": "{campaign}: desde el {at}, {decision}"},
    "silence.later": {
        "en": "{campaign}: its next step was {ask}, which came on {at}",
        "es": "{campaign}: su siguiente paso era {ask}, que llegó el {at}",
    },
    "silence.later due": {
        "en": "{campaign}: its next step was {ask}, due {due}, which the rules did not allow before {at}",
        "es": "{campaign}: su siguiente paso era {ask}, previsto el {due}; las reglas no lo permitieron hasta el {at}",
    },
    "silence.ahead": {"en": "{campaign}: waiting: {next}", "es": "{campaign}: en espera: {next}"},
    "silence.over": {
        "en": "{campaign}: nothing was due; it finished on {at}: {reason}",
        "es": "{campaign}: no había nada previsto; terminó el {at}: {reason}",
    },
}
"""Each event as a sentence; `{names}` are filled from it."""
