"""How does a rule say in Spanish why a touch may not go? Pure: data only."""

from cadence.policy.phrases.shape import RulePhrases

SPANISH = RulePhrases(
    sentences={
        "campaign.windows": "fuera del horario de la campaña: hora local {local}; {open}",
        "campaign.windows:closing": "a menos de {guard} s del cierre: hora local {local}; {open}",
        "campaign.holidays": "festivo donde vive la persona: {holiday}; hora local {local}",
        "campaign.holidays:closing": "a menos de {guard} s de un festivo donde vive la persona: hora local {local}",
        "campaign.holidays:no_calendar": (
            "no hay calendario de festivos para el país de la persona ({country}) y la campaña respeta los festivos"
        ),
        "campaign.limits": (
            "límite alcanzado: {count} {count:contacto|contactos}; como máximo se {max:permite|permiten} {max} "
            "por {per}"
        ),
        "campaign.gap": "menos de {gap} desde el último contacto, que fue el {last}",
        "house.rest:refused": (
            "la persona rechazó una oferta el {since}; después de un rechazo no se la contacta durante {rest}"
        ),
        "house.rest:conversation": (
            "otra campaña habló con la persona el {since}; después de una conversación se espera {rest}"
        ),
        "campaign.state": "la campaña está {state}",
        "campaign.start": "la campaña empieza el {start}",
        "campaign.end": "el último día de la campaña es el {end}",
        "enrolment.finished": "este contacto ya había terminado: {reason}",
        "pause.all": "todo está en pausa desde el {since}",
        "pause": "en pausa desde el {since}: {pauses}",
        "consent:none": "no consta consentimiento para {channel}",
        "consent:revoked": "el consentimiento para {channel} se retiró (registro {consent})",
        "consent:expired": "el consentimiento para {channel} ha caducado (registro {consent})",
        "consent:ground": "la ley no acepta «{ground}» como base para {channel}",
        "consent:unwritten": "la ley exige un consentimiento escrito para {channel} (el registro {consent} no lo es)",
        "consent:unproven": "el consentimiento para {channel} no indica de dónde procede (registro {consent})",
        "consent:no_dealing": (
            "no consta cuándo fue el último trato de este cliente con nosotros (columna last_dealing_at)"
        ),
        "consent:lapsed": "el último trato con este cliente, el {last_dealing}, fue hace demasiado tiempo",
        "consent:withdrawn": "se anuló la llamada prometida",
        "suppression": "excluido desde el {since} por {source} ({value})",
        "suppression.everything": "de baja para todo desde el {since} ({source})",
        "number.kind": "un número {kind} no admite {channel}",
        "number.kind:turned_down": "el operador indicó que el número no admite {channel}",
        "number.kind:none": "no hay número para {channel}",
        "sender.country": "un número corto de {sender} no llega a un número de {country}",
        "number.closed": "el número quedó descartado: {why}",
        "zone.unknown": "no se conoce la zona horaria de la persona, así que ninguna hora es segura",
        "pack.valid": "no se puede leer la ley: {packs}",
        "pack.covers": "ningún paquete normativo cubre {countries}; el fichero puede indicarlo en without_pack",
        "reply.unclear": (
            "el {since} la persona escribió algo que puede ser una baja; alguien debe decidir (cadence review)"
        ),
        "reply.unclear:overdue": (
            "una respuesta del {since} espera decisión demasiado tiempo (cadence review); mientras, no sale nada"
        ),
        "reply.unclear:restrict": (
            "el {since} la persona dijo dónde o cuándo no quiere que se le contacte; alguien tiene que decidir"
        ),
        "whatsapp.session": (
            "el texto libre de WhatsApp solo sale en las 24 horas tras el último mensaje ({last_inbound})"
        ),
        "optout.confirmation": "la baja no se confirma: {why}",
        "window": "fuera del horario que permite la ley: hora local {local}; {allowed}",
        "window:closing": "a menos de {guard} s del cierre que fija la ley: hora local {local}; {allowed}",
        "window:holiday": "la ley no permite contactar en festivo: {holiday}; hora local {local}",
        "window:no_calendar": "no hay calendario de festivos para {country}, y la ley lo necesita",
        "window:no_zone": "la ley atiende a las zonas de la dirección y del número, y alguna se desconoce",
        "limit": (
            "límite legal alcanzado: {count} {count:contacto|contactos}; como máximo se {max:permite|permiten} "
            "{max} por {per}"
        ),
        "wa.limit.portfolio": (
            "{count} {count:persona más ha|personas más han} recibido WhatsApp nuestro en {per}, y el portafolio "
            "puede llegar a {max}"
        ),
        "limit:apart": "la ley exige al menos {apart} {apart:día natural|días naturales} entre contactos",
        "registry:no_copy": (
            "no se ha importado ninguna copia de la lista {registry}, así que no se sabe quién figura en ella"
        ),
        "registry:stale": (
            "la copia de la lista {registry} es del {as_of}; la ley permite {max_age_days} {max_age_days:día|días}"
        ),
        "registry:listed": "el número figura en la lista {registry} (copia del {as_of})",
        "form:sender_kind": "la ley no permite mostrar un número {kind} como llamante",
        "form:sender_prefix": "la ley exige que el número llamante empiece por {prefixes}",
        "form:not_a_number": "la ley exige mostrar un número completo al que se pueda devolver la llamada",
        "form:ring": "una llamada debe sonar {least} s antes de colgar; esta suena {ring} s",
        "form:wording": "la ley exige que el texto contenga: {missing}",
        "form:destination": "un contacto así no puede dirigirse a un número {kind} de {country}",
        "session": "el texto libre solo sale en las 24 horas tras el último mensaje ({last_inbound})",
        "step.date": "la fecha del campo «{field}» no se puede leer",
        "step.expired": "previsto para el {due}, su contenido caducó el {expired}",
        "step.late": "previsto para el {due}; su franja pasó sin usarse y el fichero dice que entonces se omite",
    },
    hours={
        "open": ("ese día abierto {hours}", "ese día cerrado"),
        "allowed": ("ese día se permite {hours}", "ese día no se permite ninguna hora"),
    },
    none="ninguno",
    unknown_rule="la regla {rule} dijo que no",
    terms={
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
    local_days=("día", "{days} días"),
    units=((86400, "día", "días"), (3600, "hora", "horas"), (60, "minuto", "minutos")),
)
