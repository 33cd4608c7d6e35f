# Las frases de `cadence report`. Las reglas están en docs/howto/add-a-language.md.

## Indicadores: el nombre, y cómo se cuenta

figure-list_quality = calidad de la lista
formula-list_quality = filas cuyo contacto se puede usar / filas de las listas
figure-penetration = penetración
formula-penetration = contactos con al menos un intento / contactos inscritos
figure-answer_rate = tasa de respuesta
formula-answer_rate = llamadas que atendió una persona / llamadas terminadas
figure-abandonment_rate = abandono
formula-abandonment_rate = llamadas que atendió una persona y ningún agente cogió / llamadas que atendió una persona
figure-contact_rate = tasa de contacto
formula-contact_rate = contactos con una conversación o una respuesta que no es una baja / contactos con algún intento
figure-right_party = persona correcta
formula-right_party = contactos localizados cuyo número no es de otra persona / contactos con algún intento
figure-conversion = conversión
formula-conversion = contactos convertidos / contactos inscritos
figure-conversion_of_contacted = conversión de localizados
formula-conversion_of_contacted = contactos convertidos / contactos localizados
figure-exhausted = agotados
formula-exhausted = contactos que terminaron sin ser localizados y sin más pasos / contactos inscritos
figure-attempts_per_lead = intentos por contacto
formula-attempts_per_lead = intentos / contactos con algún intento
figure-attempts_until_contact = intentos hasta localizar
formula-attempts_until_contact = intentos hasta la primera localización / contactos localizados
figure-touches_per_conversion = intentos por conversión
formula-touches_per_conversion = intentos / contactos convertidos
figure-time_to_contact = tiempo hasta localizar
formula-time_to_contact = desde la inscripción hasta la primera localización (Kaplan-Meier: quien sigue abierto cuenta como en espera)
figure-time_between_attempts = tiempo entre intentos
formula-time_between_attempts = desde un intento hasta el siguiente del mismo contacto (Kaplan-Meier, igual que arriba)
figure-opt_outs_by_message = bajas por mensaje
formula-opt_outs_by_message = mensajes entregados que recibieron una baja / mensajes entregados
figure-opt_outs_by_lead = bajas por contacto
formula-opt_outs_by_lead = contactos que pidieron la baja / contactos con algún intento
figure-person_as_machine = persona tomada por máquina
formula-person_as_machine = llamadas tomadas por máquina en las que una persona habló o pulsó una tecla / llamadas con detección
figure-machine_as_person = máquina tomada por persona
formula-machine_as_person = llamadas tomadas por persona que atendió una máquina / llamadas con detección
figure-cost_per_touch = coste por mensaje o llamada
formula-cost_per_touch = gasto / mensajes y llamadas con precio
figure-cost_per_lead = coste por contacto
formula-cost_per_lead = gasto / contactos con algún intento
figure-cost_per_contact = coste por localizado
formula-cost_per_contact = gasto / contactos localizados
figure-cost_per_conversion = coste por conversión
formula-cost_per_conversion = gasto / contactos convertidos
figure-roi = retorno de la inversión
formula-roi = (valor de las conversiones - gasto) / gasto

## Dónde está cada contacto

bucket-held_back = retenidos por el piloto
bucket-waiting = a la espera de ser inscritos
bucket-not_begun = inscritos, todavía sin envíos
bucket-under_way = en curso
bucket-held = esperan { $reason }
bucket-ended = terminados: { $reason }
bucket-left_out = fuera: se borraron antes de inscribirlos

## Grupos

grouped-by-campaign = campaña
grouped-by-version = versión
grouped-by-segment = segmento
grouped-by-cohort = semana de inscripción
grouped-by-step = paso
grouped-by-channel = canal
grouped-by-sender = remitente
grouped-by-floor = plataforma
grouped-by-agent = agente
grouped-by-hour = hora
grouped-by-weekday = día de la semana
grouped-by-hour_of_week = hora de la semana
grouped-by-week = semana
group-none = (ninguno)
group-no-step = (llamada prometida)

## Títulos y líneas

report-of = { $campaign }: informe, { $at } UTC
report-of-all = { $count } campañas juntas: informe, { $at } UTC
report-of-some = { $campaigns }: informe, { $at } UTC
report-period = intentos desde { $since } y antes de { $until } UTC; contactos inscritos en ese tiempo
report-open-since = intentos desde { $since } UTC; contactos inscritos desde entonces
report-open-until = intentos antes de { $until } UTC; contactos inscritos antes de esa fecha
report-leads = Contactos
report-all-leads = todos los contactos
report-figures = Indicadores
report-by = { $figure } por { $by }: { $formula }
report-not-by = no se cuentan por { $by }: { $figures }
report-ungrouped = Cada contacto cuenta en todos los grupos en los que tuvo un intento: la suma de los grupos puede ser mayor.
report-n = { $part } de { $whole }
report-interval = entre { $low } y { $high }
report-mean-n = { $part } para { $whole }
report-weeks = { $weeks ->
    [one] en la semana anterior: { $p50 }
   *[other] en { $weeks } semanas anteriores: p50 { $p50 }, p80 { $p80 }
}
report-durations-n = { $events } de { $count }
report-not-reached = no alcanzado
report-attempt-of-contact = Primera localización según el intento
report-attempt = intento { $nth }
report-ratios = Llamadas abandonadas, en el periodo que fija la ley
report-callbacks = Llamadas prometidas
callbacks-requested = { $count } prometidas porque la persona lo pidió
callbacks-due = de { $due } vencidas: { $on_time } hechas dentro de los 15 minutos de la hora prometida, { $late } más tarde, { $missed } sin hacer
callbacks-open = { $ahead } pendientes, { $withdrawn } retiradas o terminadas con la inscripción
callbacks-without-time = { $count } pidieron una llamada sin hora: { $kept } llamados dentro de 4 horas laborables, { $ahead } todavía en plazo
report-reasons = Todavía sin intentos, según la última decisión
undone-in-line = a la espera de ser inscritos
undone-left-out = fuera
undone-no-decision = todavía no se ha decidido nada
undone-allow = toca ya, y está permitido
undone-defer = más tarde, por la regla { $rule }
undone-hold = esperan { $hold }
undone-refuse = no permitido por la regla { $rule }
undone-ended-so = terminados: { $reason }
report-fatigue = Intentos por persona, en todas las campañas
fatigue-line = en { $days } días: { $people ->
    [one] { $people } persona
   *[other] { $people } personas
} con { $touches }{ $more }; { $opted_out } pidieron la baja
fatigue-more = { " " }o más

## Listas

report-lists = Filas de las listas, según su última lectura
report-list = { $campaign }, lista { $list }: sirven { $usable } de { $rows }
cause-repeated = repetidas
cause-erased = de personas borradas
cause-says_no = con un no
cause-contact = sin un teléfono o una dirección que se pueda usar
cause-consent = con un consentimiento ilegible
cause-place = con un país, una región o una zona horaria ilegible
cause-value = sin un valor que la campaña necesita
cause-row = ilegibles

## La página

page-figure = indicador
page-value = valor
page-n = de cuántos
page-formula = fórmula
page-heat = Respuestas por hora y día, según el reloj de la persona: cuanto más intenso el color, más a menudo; el número es el de llamadas

## Gráficos

page-as-table = En una tabla
page-states-by-day = Dónde estaban todos los contactos al final de cada día (UTC)
page-states-by-week = { $weeks ->
    [one] Dónde estaban todos los contactos al final de cada semana (UTC)
   *[other] Dónde estaban todos los contactos cada { $weeks } semanas (UTC)
}
page-states-now = ahora
page-states-note = La última columna es el momento actual. Quién está en espera solo se sabe del presente: antes, cuenta entre los inscritos sin envíos o en curso.
page-until = al final de
stood-converted = terminados: convertidos
stood-ended_contacted = terminados tras ser localizados, sin conversión
stood-ended_silent = terminados sin ser localizados
stood-contacted = en curso, ya localizados
stood-under_way = en curso, todavía sin localizar
stood-not_begun = inscritos, todavía sin envíos
stood-held = en espera
stood-waiting = a la espera de ser inscritos
stood-held_back = retenidos por el piloto
stood-left_out = fuera antes de inscribirlos
page-within = en
page-share = proporción
page-cohorts = Qué fue de los contactos de cada semana de inscripción
page-cohorts-note = Con *: no todos llevan tanto tiempo inscritos, así que la proporción aún puede crecer. Cuanto más intenso el color, mayor la proporción.
page-cohort-week = semana del
page-cohort-enrolled = inscritos
page-cohort-contacted = localizados en
page-cohort-converted = convertidos en
page-cohort-weeks = { $weeks ->
    [one] { $weeks } semana
   *[other] { $weeks } semanas
}

## Coste

report-costs = Coste
cost-source-carrier = precios que comunicó el operador, { $touches ->
    [one] { $touches } mensaje o llamada
   *[other] { $touches } mensajes y llamadas
}
cost-source-tariff = tarifas propias, { $touches ->
    [one] { $touches } mensaje o llamada
   *[other] { $touches } mensajes y llamadas
}
cost-no-tariff = { $kind }: { $touches } sin precio, porque no hay tarifa
cost-unknown-size = { $kind }: { $touches } sin precio, porque no se conoce la duración o el tamaño
cost-without-price = { $touches ->
    [one] { $touches } mensaje o llamada no tiene precio y no está en estas cifras: el coste real es mayor
   *[other] { $touches } mensajes y llamadas no tienen precio y no están en estas cifras: el coste real es mayor
}
cost-n = { $amount } entre { $whole }
goal-name = valor de las conversiones
goal-value = { $leads ->
    [one] de { $leads } contacto convertido
   *[other] de { $leads } contactos convertidos
}; { $without ->
    [0] todos tienen importe
   *[other] sin importe: { $without }
}
goal-not-comparable = no hay retorno: hacen falta un importe gastado y un importe de las conversiones, ambos en la misma moneda
roi-n = { $spent } de gasto
roi-of-group = { $worth } con un gasto de { $spent }
goal-without = { $without ->
    [one] { $without } conversión sin importe
   *[other] { $without } conversiones sin importe
}
cost-group-without = { $touches ->
    [one] { $touches } mensaje o llamada sin precio
   *[other] { $touches } mensajes y llamadas sin precio
}
cost-not-by = no se reparten por { $by }, porque ningún grupo reúne todo el gasto que les corresponde: { $figures }
figure-cost = todo el gasto
