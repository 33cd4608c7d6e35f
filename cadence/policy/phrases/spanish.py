"""How does a rule say in Spanish why a touch may not go? Pure: data only."""

from cadence.domain.channels import CONTACT_CHANNELS, descriptor_of
from cadence.policy.phrases.shape import RulePhrases

SPANISH = RulePhrases(
    sentences={
        "campaign.windows": "fuera del horario de la campaña: hora local {local}; {open}",
        "campaign.windows:closing": "a menos de {guard} s del cierre: hora local {local}; {open}",
        "campaign.holidays": "festivo donde vive la persona: {holiday}; hora local {local}",
        "campaign.holidays:closing": "a menos de {guard} s de un festivo donde vive la persona: hora local {local}",
        "campaign.holidays:no_calendar": (
            "la campaña no contacta en festivo y no hay calendario de festivos para el país de la persona ({country})"
        ),
        "campaign.limits": (
            "límite alcanzado: {count} {count:contacto|contactos}; como máximo se {max:permite|permiten} {max} "
            "por {per}"
        ),
        "campaign.gap": "menos de {gap} desde el último contacto, que fue el {last}",
        "house.rest:refused": (
            "la persona rechazó una oferta el {since}; tras un rechazo, ninguna campaña la contacta durante {rest}"
        ),
        "house.rest:conversation": (
            "otra campaña habló con la persona el {since}; tras una conversación, las demás campañas esperan {rest}"
        ),
        "campaign.state": "la campaña está {state}",
        "campaign.start": "la campaña empieza el {start}",
        "campaign.end": "el último día de la campaña es el {end}",
        "enrolment.finished": "este contacto ya terminó la campaña: {reason}",
        "pause.all": "todo está en pausa desde el {since}",
        "pause": "en pausa desde el {since}: {pauses}",
        "consent:none": "no consta consentimiento para {channel}",
        "consent:revoked": "el consentimiento para {channel} se retiró (registro {consent})",
        "consent:expired": "el consentimiento para {channel} ha caducado (registro {consent})",
        "consent:ground": "la ley no acepta «{ground}» como base jurídica para {channel}",
        "consent:unwritten": "la ley exige un consentimiento escrito para {channel} (el registro {consent} no lo es)",
        "consent:unproven": "no consta el origen del consentimiento para {channel} (registro {consent})",
        "consent:no_dealing": (
            "no consta la fecha de la última operación de este cliente con nosotros (columna last_dealing_at)"
        ),
        "consent:lapsed": "la última operación de este cliente con nosotros, del {last_dealing}, es demasiado antigua",
        "consent:withdrawn": "la llamada prometida se canceló",
        "suppression": "excluido desde el {since} por {source} ({value})",
        "suppression.everything": "baja total desde el {since} ({source})",
        "number.kind": "un número {kind} no puede recibir {channel}",
        "number.kind:turned_down": "el operador indicó que el número no puede recibir {channel}",
        "number.kind:none": "el contacto no tiene ningún número para {channel}",
        "sender.country": "un número corto de {sender} no llega a los números de {country}",
        "number.closed": "el número ya no se usa: {why}",
        "zone.unknown": "no se conoce la zona horaria de la persona, así que ninguna hora es segura",
        "pack.valid": "paquetes normativos que no se pueden leer: {packs}",
        "pack.covers": (
            "no hay paquete normativo para {countries}; para contactar allí de todos modos, añádalo a "
            "without_pack en el fichero de la campaña"
        ),
        "reply.unclear": (
            "la respuesta de la persona del {since} puede ser una baja; alguien debe decidir (cadence review)"
        ),
        "reply.unclear:overdue": (
            "la respuesta de la persona del {since} lleva demasiado tiempo pendiente de decisión (cadence "
            "review); hasta entonces no se envía nada"
        ),
        "reply.unclear:restrict": (
            "en su respuesta del {since} la persona indica dónde o cuándo no quiere que la contacten; alguien "
            "debe decidir (cadence review)"
        ),
        "whatsapp.session": (
            "el texto libre de WhatsApp solo se puede enviar en las 24 horas siguientes al último mensaje de la "
            "persona ({last_inbound})"
        ),
        "optout.confirmation": "la baja no se confirma: {why}",
        "window": "fuera del horario que permite la ley: hora local {local}; {allowed}",
        "window:closing": "a menos de {guard} s del cierre que fija la ley: hora local {local}; {allowed}",
        "window:holiday": "la ley no permite contactar en festivo: {holiday}; hora local {local}",
        "window:no_calendar": "la ley no permite contactar en festivo y no hay calendario de festivos para {country}",
        "window:no_zone": "la ley se rige por las zonas horarias de la dirección y del número, y alguna no se conoce",
        "limit": (
            "límite legal alcanzado: {count} {count:contacto|contactos}; como máximo se {max:permite|permiten} "
            "{max} por {per}"
        ),
        "wa.limit.portfolio": (
            "{count} {count:persona más ha|personas más han} recibido mensajes nuestros de WhatsApp en {per}; el "
            "límite del portfolio comercial es {max}"
        ),
        "limit:apart": "la ley exige al menos {apart} {apart:día natural|días naturales} de diferencia entre contactos",
        "registry:no_copy": (
            "no se ha importado ninguna copia de la lista {registry}, así que no se sabe si el número figura en ella"
        ),
        "registry:stale": (
            "la copia de la lista {registry} es del {as_of}; la ley fija una antigüedad máxima de "
            "{max_age_days} {max_age_days:día|días}"
        ),
        "registry:listed": "el número figura en la lista {registry} (copia del {as_of})",
        "form:sender_kind": "la ley no permite mostrar un número {kind} como número llamante",
        "form:sender_prefix": "la ley exige que el número llamante empiece por {prefixes}",
        "form:not_a_number": "la ley exige mostrar un número completo al que se pueda devolver la llamada",
        "form:ring": "una llamada debe sonar al menos {least} s antes de colgar; esta suena {ring} s",
        "form:wording": "la ley exige que el texto contenga: {missing}",
        "form:destination": "este tipo de contacto no puede dirigirse a un número {kind} de {country}",
        "session": (
            "el texto libre solo se puede enviar en las 24 horas siguientes al último mensaje de la persona "
            "({last_inbound})"
        ),
        "step.date": "la fecha del campo «{field}» no se puede leer",
        "step.expired": "estaba previsto para el {due} y su contenido caducó el {expired}",
        "step.late": (
            "estaba previsto para el {due} y no salió antes del cierre del horario; el fichero de la campaña dice "
            "que en ese caso se omite"
        ),
    },
    hours={
        "open": ("ese día abierto {hours}", "ese día cerrado"),
        "allowed": ("ese día se permite {hours}", "ese día no se permite ninguna hora"),
    },
    none="ninguno",
    unknown_rule="la regla {rule} no lo permite",
    terms={
        **{channel: descriptor_of(channel).labels.touches["es"] for channel in CONTACT_CHANNELS},
        "mobile": "móvil",
        "fixed": "fijo",
        "fixed_or_mobile": "fijo o móvil",
        "other": "especial",
        "opt_in": "consentimiento",
        "customer": "cliente propio",
        "contract": "contrato",
        "legitimate_interest": "interés legítimo",
        "none_needed": "no se necesita ninguna",
        "requested": "a petición de la persona",
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
        "held": "una fila de una lista pendiente de decisión (cadence review)",
    },
    local_days=("día", "{days} días"),
    units=((86400, "día", "días"), (3600, "hora", "horas"), (60, "minuto", "minutos")),
)
