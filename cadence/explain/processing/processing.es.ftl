# Las frases de `cadence privacy record`. Las reglas están en docs/howto/add-a-language.md.

processing-title = Registro de actividades de tratamiento
processing-made = Elaborado con lo que está en vigor el { $at }.
processing-missing = Añada lo que el motor no sabe: los datos de contacto del responsable y del delegado de protección de datos, las transferencias a terceros países con sus garantías y los contratos con los destinatarios.
processing-no-campaign = Todavía no se ha lanzado ninguna campaña.
processing-version = versión { $version }
processing-people-consumer = { $count ->
    [one] { $count } persona, consumidora
   *[other] { $count } personas, consumidoras
}
processing-people-business = { $count ->
    [one] { $count } persona en su trabajo
   *[other] { $count } personas en su trabajo
}
processing-own-data = identificador, nombre, teléfonos y direcciones, huso horario, consentimientos, lo que se envió, se dijo y se respondió, y cuándo
processing-draft = , un borrador que el asesor jurídico no ha aprobado
processing-at-least = { $years ->
    [one] al menos { $years } año
   *[other] al menos { $years } años
}
processing-at-most = { $years ->
    [one] como máximo { $years } año
   *[other] como máximo { $years } años
}

processing-name-campaign = Campaña
processing-name-controller = Responsable
processing-name-purpose = Finalidad
processing-name-people = Interesados
processing-name-countries = Países
processing-name-lists = Listas
processing-name-basis = Base jurídica
processing-name-data = Datos
processing-name-answers = Respuestas que se guardan
processing-name-law = Normas
processing-name-kept = Registros que la ley obliga a conservar

processing-basis-opt_in = consentimiento registrado
processing-basis-customer = clientes propios
processing-basis-contract = contrato
processing-basis-legitimate_interest = interés legítimo
processing-basis-none_needed = no hace falta consentimiento

processing-recipients = Destinatarios
processing-no-recipient = No hay ninguno configurado.
processing-carrier = { $name }, que transporta { $what }: números, textos y horas. Dirección: { $address }
processing-mail = { $name }, que reenvía el correo: direcciones, textos y horas. Dirección: { $address }
processing-endpoint = { $name }, que recibe eventos sin nombres, números ni textos: { $what }. Dirección: { $address }
processing-key = { $name }, que puede leer nombres, números y textos por la API, como { $what }

processing-how-long = Plazos de conservación
processing-until-erased = Lo que se guarda de una persona se conserva hasta `cadence privacy erase`. Entonces se borran nombres, números, textos, respuestas y pruebas; los contactos y las decisiones quedan sin ellos. Se pide al operador que elimine los textos y las grabaciones que tenga, y se envía un evento a los demás sistemas.
processing-retention-people = Una persona se borra automáticamente cuando ha pasado este plazo desde lo último que ocurrió con ella, si no tiene ninguna cadencia, tarea ni promesa abierta: { $time }. Si la ley exige un plazo más largo, se aplica ese.
processing-retention-texts = Los textos, las respuestas guardadas y los textos de las tareas cerradas se borran automáticamente al cumplirse este plazo: { $time }. Si la ley exige un plazo más largo, se aplica ese.
processing-no-retention = No se ha fijado ningún plazo para borrar automáticamente personas y textos.
processing-years = { $count ->
    [one] { $count } año
   *[other] { $count } años
}
processing-months = { $count ->
    [one] { $count } mes
   *[other] { $count } meses
}
processing-days = { $count ->
    [one] { $count } día
   *[other] { $count } días
}
processing-suppressions = Las bajas se conservan siempre, como resúmenes con clave, para que nunca se vuelva a contactar a quien pidió la baja.
processing-strangers = { $days ->
    [one] El remitente de una baja que no corresponde a nadie se borra al cabo de { $days } día.
   *[other] El remitente de una baja que no corresponde a nadie se borra al cabo de { $days } días.
}
processing-events = { $days ->
    [one] Los eventos para otros sistemas se borran al cabo de { $days } día.
   *[other] Los eventos para otros sistemas se borran al cabo de { $days } días.
}

processing-protection = Medidas de seguridad
processing-hashes = Las bajas y las listas oficiales se comparan mediante resúmenes con clave. Los registros técnicos y los flujos de trabajo contienen identificadores, no nombres, números ni textos.
processing-roles = Cada sistema tiene su propia clave con un rol; los nombres, números y textos solo se muestran a los roles que pueden ver personas.
processing-orders = Cada orden queda registrada: quién la dio, cuándo, desde dónde y por qué. `cadence audit verify` encuentra los hechos que se hayan modificado en la base de datos.
processing-signed = Lo sellado se firma fuera de la base de datos.
processing-not-signed = Nada se firma fuera de la base de datos: CADENCE_AUDIT_KEY y CADENCE_CHECKPOINTS no están definidas aquí.
