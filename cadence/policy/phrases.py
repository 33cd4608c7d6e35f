"""In which words is each rule told? Pure: data only, English and Spanish. A key is a rule or family, and `:why`."""

SENTENCES: dict[str, dict[str, str]] = {
    "campaign.windows": {
        "en": "outside the campaign's hours: it was {local}; {open}",
        "es": "fuera del horario de la campaña: hora local {local}; {open}",
    },
    "campaign.windows:closing": {
        "en": "less than {guard} s before closing: it was {local}; {open}",
        "es": "a menos de {guard} s del cierre: hora local {local}; {open}",
    },
    "campaign.holidays": {
        "en": "a holiday where the person lives: {holiday}; it was {local}",
        "es": "festivo donde vive la persona: {holiday}; hora local {local}",
    },
    "campaign.holidays:closing": {
        "en": "less than {guard} s before a holiday where the person lives: it was {local}",
        "es": "a menos de {guard} s de un festivo donde vive la persona: hora local {local}",
    },
    "campaign.holidays:no_calendar": {
        "en": "no holiday calendar for the person's country ({country}), and the campaign keeps holidays",
        "es": "no hay calendario de festivos para el país de la persona ({country}) y la campaña respeta los festivos",
    },
    "campaign.limits": {
        "en": "limit reached: {count} of at most {max} {max:touch|touches} per {per}",
        "es": (
            "límite alcanzado: {count} {count:contacto|contactos}; "
            "como máximo se {max:permite|permiten} {max} por {per}"
        ),
    },
    "campaign.gap": {
        "en": "less than {gap} since the last touch, which was at {last}",
        "es": "menos de {gap} desde el último contacto, que fue el {last}",
    },
    "house.rest:refused": {
        "en": "the person refused an offer on {since}; the house leaves them alone for {rest} after a refusal",
        "es": "la persona rechazó una oferta el {since}; después de un rechazo no se la contacta durante {rest}",
    },
    "house.rest:conversation": {
        "en": "another campaign spoke with the person on {since}; the house waits {rest} after a conversation",
        "es": "otra campaña habló con la persona el {since}; después de una conversación se espera {rest}",
    },
    "campaign.state": {"en": "the campaign is {state}", "es": "la campaña está {state}"},
    "campaign.start": {"en": "the campaign starts on {start}", "es": "la campaña empieza el {start}"},
    "campaign.end": {"en": "the campaign's last day is {end}", "es": "el último día de la campaña es el {end}"},
    "enrolment.finished": {
        "en": "this lead had finished: {reason}",
        "es": "este contacto ya había terminado: {reason}",
    },
    "pause.all": {"en": "everything is paused since {since}", "es": "todo está en pausa desde el {since}"},
    "pause": {"en": "paused since {since}: {pauses}", "es": "en pausa desde el {since}: {pauses}"},
    "consent:none": {"en": "no consent on record for {channel}", "es": "no consta consentimiento para {channel}"},
    "consent:revoked": {
        "en": "consent for {channel} was withdrawn (record {consent})",
        "es": "el consentimiento para {channel} se retiró (registro {consent})",
    },
    "consent:expired": {
        "en": "consent for {channel} has expired (record {consent})",
        "es": "el consentimiento para {channel} ha caducado (registro {consent})",
    },
    "consent:ground": {
        "en": "the law does not accept “{ground}” as ground for {channel}",
        "es": "la ley no acepta «{ground}» como base para {channel}",
    },
    "consent:unwritten": {
        "en": "the law wants a written consent for {channel} (record {consent} is not one)",
        "es": "la ley exige un consentimiento escrito para {channel} (el registro {consent} no lo es)",
    },
    "consent:unproven": {
        "en": "the consent for {channel} does not say where it came from (record {consent})",
        "es": "el consentimiento para {channel} no indica de dónde procede (registro {consent})",
    },
    "consent:no_dealing": {
        "en": "nothing says when this customer last dealt with us (column last_dealing_at)",
        "es": "no consta cuándo fue el último trato de este cliente con nosotros (columna last_dealing_at)",
    },
    "consent:lapsed": {
        "en": "this customer's last dealing with us, on {last_dealing}, was too long ago",
        "es": "el último trato con este cliente, el {last_dealing}, fue hace demasiado tiempo",
    },
    "consent:withdrawn": {"en": "the promised call was called off", "es": "se anuló la llamada prometida"},
    "suppression": {
        "en": "suppressed since {since} by {source} ({value})",
        "es": "excluido desde el {since} por {source} ({value})",
    },
    "suppression.everything": {
        "en": "opted out of everything on {since} ({source})",
        "es": "de baja para todo desde el {since} ({source})",
    },
    "number.kind": {
        "en": "a {kind} number does not take {channel}",
        "es": "un número {kind} no admite {channel}",
    },
    "number.kind:turned_down": {
        "en": "the carrier said that the number does not take {channel}",
        "es": "el operador indicó que el número no admite {channel}",
    },
    "number.kind:none": {"en": "no number for {channel}", "es": "no hay número para {channel}"},
    "sender.country": {
        "en": "a short code of {sender} does not reach a number of {country}",
        "es": "un número corto de {sender} no llega a un número de {country}",
    },
    "number.closed": {"en": "the number was closed: {why}", "es": "el número quedó descartado: {why}"},
    "zone.unknown": {
        "en": "no time zone is known for the person, so no hour is safe",
        "es": "no se conoce la zona horaria de la persona, así que ninguna hora es segura",
    },
    "pack.valid": {
        "en": "the law cannot be read: {packs}",
        "es": "no se puede leer la ley: {packs}",
    },
    "pack.covers": {
        "en": "no pack of law is about {countries}; the file may name it under without_pack",
        "es": "ningún paquete normativo cubre {countries}; el fichero puede indicarlo en without_pack",
    },
    "reply.unclear": {
        "en": "the person wrote something at {since} that may be a stop; somebody has to decide (cadence review)",
        "es": "el {since} la persona escribió algo que puede ser una baja; alguien debe decidir (cadence review)",
    },
    "reply.unclear:overdue": {
        "en": "a reply of {since} has waited too long for a decision (cadence review); nothing goes until then",
        "es": "una respuesta del {since} espera decisión demasiado tiempo (cadence review); mientras, no sale nada",
    },
    "reply.unclear:restrict": {
        "en": "the person named a place or a time at which not to be contacted, at {since}; somebody has to decide",
        "es": "el {since} la persona dijo dónde o cuándo no quiere que se le contacte; alguien tiene que decidir",
    },
    "whatsapp.session": {
        "en": "free WhatsApp text goes only within 24 hours of the person's last message ({last_inbound})",
        "es": "el texto libre de WhatsApp solo sale en las 24 horas tras el último mensaje ({last_inbound})",
    },
    "optout.confirmation": {"en": "the opt-out is not confirmed: {why}", "es": "la baja no se confirma: {why}"},
    "window": {
        "en": "outside the hours the law allows: it was {local}; {allowed}",
        "es": "fuera del horario que permite la ley: hora local {local}; {allowed}",
    },
    "window:closing": {
        "en": "less than {guard} s before the law's closing: it was {local}; {allowed}",
        "es": "a menos de {guard} s del cierre que fija la ley: hora local {local}; {allowed}",
    },
    "window:holiday": {
        "en": "the law forbids holidays: {holiday}; it was {local}",
        "es": "la ley no permite contactar en festivo: {holiday}; hora local {local}",
    },
    "window:no_calendar": {
        "en": "no holiday calendar for {country}, which the law needs",
        "es": "no hay calendario de festivos para {country}, y la ley lo necesita",
    },
    "window:no_zone": {
        "en": "the law decides by the zones of address and number, and one of them is unknown",
        "es": "la ley atiende a las zonas de la dirección y del número, y alguna se desconoce",
    },
    "limit": {
        "en": "the law's limit is reached: {count} of at most {max} {max:touch|touches} per {per}",
        "es": (
            "límite legal alcanzado: {count} {count:contacto|contactos}; "
            "como máximo se {max:permite|permiten} {max} por {per}"
        ),
    },
    "wa.limit.portfolio": {
        "en": (
            "{count} other {count:person has|people have} heard from us on WhatsApp within {per}, "
            "and the portfolio may reach {max}"
        ),
        "es": (
            "{count} {count:persona más ha|personas más han} recibido WhatsApp nuestro en {per}, "
            "y el portafolio puede llegar a {max}"
        ),
    },
    "limit:apart": {
        "en": "the law wants touches at least {apart} {apart:date|dates} apart",
        "es": "la ley exige al menos {apart} {apart:día natural|días naturales} entre contactos",
    },
    "registry:no_copy": {
        "en": "no copy of the list {registry} is imported, so nobody knows who stands on it",
        "es": "no se ha importado ninguna copia de la lista {registry}, así que no se sabe quién figura en ella",
    },
    "registry:stale": {
        "en": "the copy of the list {registry} is of {as_of}; the law allows {max_age_days} {max_age_days:day|days}",
        "es": "la copia de la lista {registry} es del {as_of}; la ley permite {max_age_days} {max_age_days:día|días}",
    },
    "registry:listed": {
        "en": "the number stands on the list {registry} (copy of {as_of})",
        "es": "el número figura en la lista {registry} (copia del {as_of})",
    },
    "form:sender_kind": {
        "en": "the law does not let a {kind} number be shown as the caller",
        "es": "la ley no permite mostrar un número {kind} como llamante",
    },
    "form:sender_prefix": {
        "en": "the law wants the caller's number to begin with {prefixes}",
        "es": "la ley exige que el número llamante empiece por {prefixes}",
    },
    "form:not_a_number": {
        "en": "the law wants a whole number to be shown that can be called back",
        "es": "la ley exige mostrar un número completo al que se pueda devolver la llamada",
    },
    "form:ring": {
        "en": "a call must ring for {least} s before it is given up; this one rings {ring} s",
        "es": "una llamada debe sonar {least} s antes de colgar; esta suena {ring} s",
    },
    "form:wording": {
        "en": "the law wants this in the wording: {missing}",
        "es": "la ley exige que el texto contenga: {missing}",
    },
    "form:destination": {
        "en": "such a touch may not go to a {kind} number in {country}",
        "es": "un contacto así no puede dirigirse a un número {kind} de {country}",
    },
    "session": {
        "en": "free text goes only within 24 hours of the person's last message ({last_inbound})",
        "es": "el texto libre solo sale en las 24 horas tras el último mensaje ({last_inbound})",
    },
    "step.date": {
        "en": "the date in the field “{field}” cannot be read",
        "es": "la fecha del campo «{field}» no se puede leer",
    },
    "step.expired": {
        "en": "due at {due}, its content expired at {expired}",
        "es": "previsto para el {due}, su contenido caducó el {expired}",
    },
    "step.late": {
        "en": "due at {due}; its opening went by unused, and the file says to skip it then",
        "es": "previsto para el {due}; su franja pasó sin usarse y el fichero dice que entonces se omite",
    },
}
"""Each rule's no as a sentence; `{names}` are filled from the evidence."""

HOURS: dict[str, dict[str, tuple[str, str]]] = {
    "open": {
        "en": ("open that day {hours}", "closed that day"),
        "es": ("ese día abierto {hours}", "ese día cerrado"),
    },
    "allowed": {
        "en": ("allowed that day {hours}", "no hours allowed that day"),
        "es": ("ese día se permite {hours}", "ese día no se permite ninguna hora"),
    },
}
"""What the hours of a day are called, and a day without any: the file's, and the law's."""

NONE = {"en": "none", "es": "ninguno"}
UNKNOWN = {"en": "rule {rule} said no", "es": "la regla {rule} dijo que no"}

TERMS: dict[str, dict[str, str]] = {
    "en": {
        "call": "calls",
        "sms": "text messages",
        "whatsapp": "WhatsApp",
        "mobile": "mobile",
        "fixed": "landline",
        "fixed_or_mobile": "landline or mobile",
        "other": "special",
        "none": "no",
        "opt_in": "consent",
        "customer": "own customer",
        "legitimate_interest": "legitimate interest",
        "none_needed": "none needed",
        "requested": "asked for",
        "campaign": "campaign",
        "wrong_number": "wrong number",
        "invalid_number": "invalid number",
        "too_late": "more than five minutes have passed",
        "confirmed_before": "it was confirmed before",
        "confirmed_by_carrier": "the carrier has confirmed it",
        "no_optout": "there is none",
        "held": "a row of a list that waits for a decision (cadence review)",
    },
    "es": {
        "call": "llamadas",
        "sms": "mensajes de texto",
        "whatsapp": "WhatsApp",
        "mobile": "móvil",
        "fixed": "fijo",
        "fixed_or_mobile": "fijo o móvil",
        "other": "especial",
        "opt_in": "consentimiento",
        "customer": "cliente propio",
        "contract": "contrato",
        "legitimate_interest": "interés legítimo",
        "none_needed": "no se necesita ninguna",
        "requested": "pedida",
        "campaign": "campaña",
        "running": "en marcha",
        "stopped": "parada",
        "ended": "terminada",
        "reply": "una respuesta",
        "carrier": "el operador",
        "voice": "teléfono",
        "disposition": "el agente",
        "command": "una orden",
        "list": "la lista",
        "review": "quien leyó la respuesta",
        "wrong_number": "número equivocado",
        "invalid_number": "número inválido",
        "too_late": "han pasado más de cinco minutos",
        "confirmed_before": "ya se confirmó",
        "confirmed_by_carrier": "el operador ya la confirmó",
        "no_optout": "no hay ninguna",
        "held": "una fila de una lista que espera una decisión (cadence review)",
    },
}
"""Words of the evidence, as people say them."""

LOCAL_DAYS = {"en": ("day", "{days} days"), "es": ("día", "{days} días")}
UNITS: tuple[tuple[int, dict[str, tuple[str, str]]], ...] = (
    (86400, {"en": ("day", "days"), "es": ("día", "días")}),
    (3600, {"en": ("hour", "hours"), "es": ("hora", "horas")}),
    (60, {"en": ("minute", "minutes"), "es": ("minuto", "minutos")}),
)
"""Seconds in a unit, and its name for one and for many."""
