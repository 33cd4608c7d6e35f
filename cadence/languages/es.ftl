# Las frases del motor en español, para el equipo de soporte y para las personas a las que contacta.
#
# Cada identificador y sus argumentos son los mismos en todos los idiomas; docs/howto/add-a-language.md tiene las reglas.

## Fechas

weekday = { $day ->
    [1] lun
    [2] mar
    [3] mié
    [4] jue
    [5] vie
    [6] sáb
   *[7] dom
}

month = { $month ->
    [1] enero
    [2] febrero
    [3] marzo
    [4] abril
    [5] mayo
    [6] junio
    [7] julio
    [8] agosto
    [9] septiembre
    [10] octubre
    [11] noviembre
   *[12] diciembre
}

written-day = { $day } de { month }
written-day-with-time = { $day } de { month }, { $time }
# 12 o 24: cómo se cuentan las horas del día.
clock-hours = 24
clock-morning = { $time } a. m.
clock-afternoon = { $time } p. m.

## Duraciones y enumeraciones

span-days = { $count ->
    [one] { $count } día
   *[other] { $count } días
}
span-hours = { $count ->
    [one] { $count } hora
   *[other] { $count } horas
}
span-minutes = { $count ->
    [one] { $count } minuto
   *[other] { $count } minutos
}
span-seconds = { $count } s
lead-count = { $leads ->
    [one] { $leads } contacto
   *[other] { $leads } contactos
}
count-of = { $count } de { $total }
names-and-more = { $names } y { $count } más

## Lo que lee u oye una persona contactada

stop-confirmation = { $company }: hecho, no volveremos a contactarte.
trial-mark = [Prueba]
call-apology = Le llamamos de { $company }. En este momento no podemos atenderle. Disculpe las molestias.
call-number = Puede llamarnos al { $number }.
call-key-offer = Pulse { $key } para no recibir más llamadas.
call-key-thanks = De acuerdo. No volveremos a contactarle.
call-answer-thanks = Gracias. Hemos anotado su respuesta. Hasta pronto.
call-no-answer-thanks = Gracias por su atención. Hasta pronto.
incoming-welcome = Gracias por llamar a { $company }. En este número no atendemos llamadas.
incoming-welcome-unnamed = En este número no atendemos llamadas.
incoming-stop-offer = Pulse { $key } si no quiere que volvamos a contactarle.
incoming-callback-offer = Pulse { $key } si quiere que le llamemos.
incoming-callback-thanks = De acuerdo. Le llamaremos en cuanto podamos. Hasta luego.

unsubscribe-title = Darse de baja
unsubscribe-question = Pulse el botón y no volveremos a contactarle: ni correos, ni mensajes, ni llamadas.
unsubscribe-button = Darme de baja
unsubscribe-done = Hecho. No volveremos a contactarle.
unsubscribe-unknown = El enlace está incompleto. Copie el enlace entero del correo o responda al correo con la palabra BAJA.

## Lo que tiene que hacer nuestro equipo con una llamada prometida

task-tell = Avisar a la persona: la llamada prometida será el { $at }
task-agree = Acordar otra hora: no se hizo la llamada prometida para el { $at }
task-not-made = Avisar a la persona: la campaña terminó y no se hará la llamada prometida para el { $at }
task-held-back = Avisar a la persona: la llamada prometida para el { $at } está retenida
task-several-clocks = La persona puede estar en varios husos horarios, así que ningún mensaje puede decir la hora. La del título es UTC; en sus relojes: { $clocks }.

## Qué tiene que hacer nuestro equipo con una respuesta o con una fila de una lista

title-reply = Contestar a esta respuesta
title-revoke = Baja parcial: contestar a lo demás que dice
title-restrict = Indica dónde o cuándo no: decidir qué se cierra
title-hold = ¿Es una baja? Leerla y decidir
title-help = Pide ayuda: decirle quiénes somos y cómo darse de baja
title-rejoin = Quiere volver: obtener antes un consentimiento nuevo
title-unmatched = Una baja que no corresponde a ningún contacto; su número está cerrado. ¿Es alguien nuestro con otro número?
title-gone-on = Pulsó una respuesta en una llamada, pero la cadencia ya había seguido: decidir qué se hace
title-changed = Su respuesta ha cambiado y la cadencia ya había seguido: decidir qué se hace
title-called = Nos llamó: averiguar qué quería
title-unclear = No se entiende: decidir si es inofensiva o una baja
title-callback = Pide una llamada: acordar cuándo
title-row = { $row } puede ser una baja y no se puede leer; decidir si sus números siguen cerrados
title-row-unknown = { $row }: una baja con el identificador { $key }, con el que no conocemos a nadie, y sin número; averiguar quién es, cerrar sus números con `cadence suppress` y decidir con --as none

## Qué ordenó alguien: el comando y sus detalles

command-suppress = excluir
command-unsuppress = anular una exclusión
command-pause = pausar
command-resume = reanudar
command-callback = prometer una llamada
command-consent = anotar un consentimiento
command-revoke = anotar la retirada de un consentimiento
command-review = decidir sobre una respuesta
command-task_result = dar el resultado de una tarea
command-task_assign = asignar una tarea
command-try = enviar una prueba
command-export = exportar los datos
command-erase = borrar los datos
command-arg-at = para el { $value }
command-arg-task = tarea { $value }
command-arg-result = resultado: { $value }
command-arg-assign = a { $value }
command-arg-before = antes: { $value }
command-arg-decision = decisión: { $value }
command-arg-closed = se excluye: { $value }
command-arg-step = paso { $value }
command-arg-channels = canales: { $value }
command-arg-fallback = con la rama `failed`
decision-harmless = inofensiva
decision-none = inofensiva
decision-revoke = una baja
decision-restrict = una restricción
decision-done = hecho

## Lo que pasó con un contacto

event-imported = importado con la lista { $list }
event-erased = datos borrados: el nombre, los números y los textos se eliminaron para siempre
event-listed = añadido a la cola de { $campaign }
event-listed-again = añadido de nuevo a la cola de { $campaign }
event-enrolled-cadence = inscrito en { $campaign }, versión { $version }
event-enrolled-callback = inscrito de nuevo en { $campaign }, para una llamada prometida
event-enrolled-confirmation = inscrito de nuevo en { $campaign }, para confirmar la baja
event-enrolled-trial = recibió una prueba de { $campaign }: un paso enviado a un número propio
event-finished = terminó en { $campaign }: { $reason }
event-decision-allow = { $ask }: permitido
event-decision-allow-next = { $ask }: permitido, a { $number }
event-decision-defer = { $ask }: no antes del { $until }
event-decision-hold = { $ask }: todavía no sale; espera { $hold }
event-decision-refuse-number = { $ask }: no se permite con este número
event-decision-refuse-address = { $ask }: no se permite con esta dirección
event-decision-refuse-step = { $ask }: no se permite, se omite el paso
event-decision-refuse-enrolment = { $ask }: no se permite, y la cadencia termina aquí
event-decision-waived = la persona pidió esta llamada, así que esto no la impide: { $reason }
event-touch-planned = { $ask }: no se envió; se volverán a comprobar las reglas
event-touch-skipped = { $ask }: se omitió, no se envió nada
event-touch-rejected = { $ask }: el operador no lo aceptó ({ $outcome })
event-touch-unknown = { $ask }: se perdió la respuesta del operador; se le pregunta qué pasó y no se repite nada
event-touch-call = { $ask }: se llamó desde { $sender }{ $said }
event-touch-message = { $ask }: se envió desde { $sender }{ $said }
event-touch-work = { $ask }: se asignó{ $said }
event-said = : «{ $body }»
event-said-machine = , con un mensaje para el buzón de voz: «{ $body }»
event-outcome = { $ask }: { $outcome }
event-outcome-said = { $ask }: { $outcome }; el agente indicó: { $disposition }
event-outcome-unserved = la llamada terminó tras la señal, pero el operador no llegó a pedirnos el mensaje para el buzón de voz
event-contradicted = { $ask }: el operador comunicó además: { $outcome }; sigue contando como: { $stands }
event-inbound = escribió «{ $body }» por { $channel }: { $meaning }
event-inbound-silent = se puso en contacto por { $channel }: { $meaning }
event-saved = ahora consta: { $name } = «{ $value }»
event-saved-nothing = ya no consta: { $name }
event-consent-given = dio su consentimiento para { $channel }{ $purpose }
event-consent-revoked = retiró el consentimiento para { $channel }{ $purpose }
event-suppressed = exclusión registrada (alcance: { $scope }): { $number }
event-suppressed-log_by = { $words }; la ley exige que conste a más tardar el { $day } ({ $law })
event-suppression-lifted = se puede volver a contactar en { $number } (alcance: { $scope })
event-callback-promised = se prometió una llamada para el { $at }
event-callback-canceled = se anuló la llamada prometida para el { $at }
event-callback-replaced = la llamada prometida para el { $at } se sustituyó por otra para el { $by }
event-task = tarea para { $assign }: { $title }
event-task-done = tarea para { $assign }: { $title } (hecha por { $done_by })
event-task-due = { $words }, para el { $due }
event-task-result-done = { $done_by } hizo la tarea «{ $title }»
event-task-result-declined = { $done_by } rechazó la tarea «{ $title }»
event-task-result-overdue = nadie dio a tiempo el resultado de la tarea «{ $title }»
event-task-result-withdrawn = se retiró la tarea «{ $title }» (asignada a: { $assign })
event-news = novedad: { $news }
event-command = orden: { $name }
event-command-args = orden: { $name } ({ $args })
event-command-moved = pasa de la versión { $from } de la campaña a la versión { $to }; el siguiente paso es { $next }
event-command-moved-end = pasa de la versión { $from } de la campaña a la versión { $to }; allí no queda ningún paso
event-command-said = el agente indicó para la llamada { $touch }: { $said }
event-command-corrected = el agente corrigió lo indicado para la llamada { $touch }: { $said }; antes: { $before }
event-said-callback = { $disposition }, para el { $at }
event-outcome-code = código { $code } del operador: { $words }
event-outcome-code-unknown = código { $code } del operador, cuyo significado no conocemos
event-paused = { $scope }: en pausa
event-resumed = { $scope }: fin de la pausa
event-plan = a continuación: { $next }
event-workflow-started = se inició el workflow
event-workflow-woken = se avisó al workflow para que leyera el registro
event-workflow-due = llegó la hora prevista
event-workflow-completed = el workflow terminó
event-workflow-failed = el workflow FALLÓ
event-workflow-terminated = el workflow se TERMINÓ a la fuerza
event-workflow-continued = el workflow continuó con un historial nuevo
event-workflow-timed-out = una actividad superó su tiempo límite
event-workflow-failed-activity = falló una actividad
event-workflow-taken-back = se canceló una actividad

## Para qué era un contacto

ask-step = { $step } por { $channel }, intento { $attempt }
ask-task = { $step }, tarea para nuestro equipo
ask-overdue = una tarea fuera de plazo
ask-callback = la llamada prometida, intento { $attempt }
ask-inbound = la confirmación de la baja por { $channel }
ask-announcement = el aviso de la llamada prometida por { $channel }
ask-trial = la prueba de { $step } por { $channel }
ask-command = una orden manual por { $channel }
ask-visit = { $step } (visita { $lap })

## Qué viene después

move-attempt = { $ask } el { $at }
move-moved = { $ask } el { $at }, previsto para el { $due }
move-hold = espera { $hold }
move-hold-until = espera { $hold }, como muy tarde hasta el { $at }
move-wait = espera hasta el { $at }
move-news = espera novedades
move-finish = terminó: { $reason }

## Por qué un día no se envió nada

silence-none = todavía no está en ninguna campaña
silence-early = { $campaign }: no se inscribió hasta el { $at }
silence-listed = { $campaign }: en su cola desde el { $at }, a la espera de turno
silence-late = { $campaign }: había terminado el { $at }: { $reason }
silence-ended = { $campaign }: terminó ese mismo día, el { $at }: { $reason }
silence-paused = { $scope }: en pausa desde el { $since }, por orden de { $by }
silence-paused-until = { $scope }: en pausa desde el { $since } hasta el { $until }, por orden de { $by }
silence-decided = { $campaign }: { $decision }
silence-since = { $campaign }: desde el { $at }, { $decision }
silence-later = { $campaign }: su siguiente paso era { $ask }, que llegó el { $at }
silence-later-due = { $campaign }: su siguiente paso era { $ask }, previsto el { $due }; las reglas no lo permitieron hasta el { $at }
silence-ahead = { $campaign }: en espera: { $next }
silence-over = { $campaign }: no había nada previsto; terminó el { $at }: { $reason }

## Por qué una regla no permite un contacto: `rule-` y el identificador de la regla, y luego el porqué

rule-campaign-state = la campaña está { $state }
rule-campaign-start = la campaña empieza el { $start }
rule-campaign-end = el último día de la campaña es el { $end }
rule-campaign-closed = día en que la campaña no envía nada ({ $dates }); hora local { $local }
rule-campaign-closed-closing = a menos de { $guard } de un día en que la campaña no envía nada: hora local { $local }
rule-campaign-seasons = entre dos temporadas de la campaña ({ $seasons }); hora local { $local }
rule-campaign-seasons-closing = a menos de { $guard } del final de una temporada de la campaña: hora local { $local }
rule-house-limits = límite de la empresa para todas las campañas alcanzado: { $count ->
        [one] { $count } contacto
       *[other] { $count } contactos
    }; como máximo se { $max ->
        [one] permite { $max }
       *[other] permiten { $max }
    } por { $per }
rule-campaign-tasks = como máximo { $max ->
        [one] { $max } tarea
       *[other] { $max } tareas
    } al día en esta campaña{ $tasks ->
        [all] {""}
       *[other] {" "}({ $tasks })
    }: el { $day } ya { $count ->
        [one] se ha encargado { $count }
       *[other] se han encargado { $count }
    }
rule-campaign-tasks-turns = como máximo { $max ->
        [one] { $max } tarea
       *[other] { $max } tareas
    } al día en esta campaña{ $tasks ->
        [all] {""}
       *[other] {" "}({ $tasks })
    }: el { $day } van primero las que esperan desde un día anterior
rule-house-tasks = como máximo { $max ->
        [one] { $max } tarea
       *[other] { $max } tareas
    } al día entre todas las campañas{ $tasks ->
        [all] {""}
       *[other] {" "}({ $tasks })
    }: el { $day } ya { $count ->
        [one] se ha encargado { $count }
       *[other] se han encargado { $count }
    }
rule-house-tasks-turns = como máximo { $max ->
        [one] { $max } tarea
       *[other] { $max } tareas
    } al día entre todas las campañas{ $tasks ->
        [all] {""}
       *[other] {" "}({ $tasks })
    }: el { $day } van primero las que esperan desde un día anterior
rule-house-gap = menos de { $gap }, el intervalo de la empresa para todas las campañas, desde el último contacto, que fue el { $last }
rule-house-quiet_hours = dentro de las horas de silencio de la empresa: hora local { $local }; { $allowed }
rule-house-quiet_hours-closing = a menos de { $guard } de las horas de silencio de la empresa: hora local { $local }; { $allowed }
rule-enrolment-finished = este contacto ya terminó la campaña: { $reason }
rule-pause-all = todo está en pausa desde el { $since }
rule-pause = en pausa desde el { $since }: { $pauses }
rule-trial-most = en las últimas 24 horas { $trials ->
    [one] salió { $trials } prueba
   *[other] salieron { $trials } pruebas
} a este número o dirección, y el máximo es { $most }
rule-trial-now = una prueba sale en el momento o no sale
rule-settings-try_numbers = este número o dirección no figura en el ajuste CADENCE_TRY_NUMBERS del worker
rule-settings-try_numbers-address = esta dirección no figura en el ajuste CADENCE_TRY_NUMBERS del worker
rule-text-complete = no se puede redactar un texto del paso para esta persona
rule-text-complete-no_value = no se puede redactar un texto del paso para esta persona: falta el valor de «{ $column }»
rule-text-complete-too_long = un texto del paso queda demasiado largo con los valores de esta persona
rule-number-erased = los dígitos del número se han borrado
rule-number-erased-address = la dirección se ha borrado
rule-settings-only_numbers = este número no figura en el ajuste CADENCE_ONLY_NUMBERS del worker
rule-settings-only_numbers-address = esta dirección no figura en el ajuste CADENCE_ONLY_NUMBERS del worker
rule-step-fallback = el paso estaba retenido por una pausa ({ $pause }) y se ordenó seguir en su lugar por la rama `failed`
rule-suppression = excluido desde el { $since } por { $source } ({ $value })
rule-suppression-everything = baja total desde el { $since } ({ $source })
rule-number-kind = un número { $kind } no puede recibir { $channel }
rule-number-kind-turned_down = el operador indicó que el número no puede recibir { $channel }
rule-number-kind-none = el contacto no tiene ningún número para { $channel }
rule-number-kind-no_address = el contacto no tiene ninguna dirección para { $channel }
rule-number-kind-address_turned_down = el operador indicó que la dirección no puede recibir { $channel }
rule-number-closed = el número ya no se usa: { $why }
rule-number-closed-wrong_address = la dirección ya no se usa: es de otra persona
rule-number-closed-invalid_address = la dirección ya no se usa: no le llega ningún correo
rule-sender-country = un número corto de { $sender } no llega a los números de { $country }
rule-zone-unknown = no se conoce la zona horaria de la persona, así que ninguna hora es segura
rule-pack-valid = paquetes normativos que no se pueden leer: { $packs }
rule-pack-covers = no hay paquete normativo vigente para { $countries }; para contactar allí de todos modos, añádalo a without_pack en el fichero de la campaña
rule-reply-unclear = la respuesta de la persona del { $since } puede ser una baja; alguien debe decidir (cadence review)
rule-reply-unclear-overdue = la respuesta de la persona del { $since } lleva demasiado tiempo pendiente de decisión (cadence review); hasta entonces no se envía nada
rule-reply-unclear-restrict = en su respuesta del { $since } la persona indica dónde o cuándo no quiere que la contacten; alguien debe decidir (cadence review)
rule-optout-confirmation = la baja no se confirma: { $why }
rule-step-date = la fecha del campo «{ $field }» no se puede leer
rule-step-date-no_date = no hay ninguna fecha en el campo «{ $field }»
rule-step-until = fuera del horario de `until` del paso: hora local { $local }; { $open }
rule-step-until-closing = a menos de { $guard } de que cierre el horario de `until` del paso: hora local { $local }; { $open }
rule-step-expired = estaba previsto para el { $due } y su contenido caducó el { $expired }
rule-step-late = estaba previsto para el { $due } y no salió antes del cierre del horario; el fichero de la campaña dice que en ese caso se omite
conditions-counted = Condición de { $place }, para quienes están en curso: { $where }: { $true } sí, { $false } no, { $unknown } no se sabe
lead-branch = después de { $step } su rama lleva a { $to }, porque { $where }
lead-branch-other = después de { $step } su rama lleva a { $to }, porque no consta que se cumpla ninguna de las condiciones
rule-step-where = el paso es solo para las personas que cumplen: { $where }
rule-step-where-unknown = el paso es solo para las personas que cumplen: { $where }; de esta no se sabe (sin un valor legible: { $unknown })
rule-for-some = { $text } (límite para las personas que cumplen: { $where })
rule-for-some-unknown = { $text } (límite para las personas que cumplen: { $where }; de esta no se sabe, así que el límite se aplica)
rule-not-known = la regla { $rule } no lo permite
rule-no-value = ninguno

## Palabras de los datos en esas frases

rule-term-mobile = móvil
rule-term-fixed = fijo
rule-term-fixed_or_mobile = fijo o móvil
rule-term-other = especial
rule-term-running = en marcha
rule-term-stopped = parada
rule-term-ended = terminada
rule-term-wrong_number = número equivocado
rule-term-invalid_number = número inválido
rule-term-wrong_address = es de otra persona
rule-term-invalid_address = no le llega ningún correo
rule-term-too_late = han pasado más de cinco minutos
rule-term-confirmed_before = ya se confirmó
rule-term-confirmed_by_carrier = el operador ya la confirmó
rule-term-no_optout = no hay ninguna
rule-term-held = una fila de una lista pendiente de decisión (cadence review)
rule-term-reply = una respuesta
rule-term-carrier = el operador
rule-term-voice = teléfono
rule-term-disposition = el agente
rule-term-command = una orden
rule-term-list = la lista
rule-term-review = quien leyó la respuesta

## El resultado de un contacto

outcome-sent = el operador lo aceptó
outcome-delivered = llegó al teléfono
outcome-read = se leyó
outcome-undelivered = la red no pudo entregarlo
outcome-expired = seguía en cola al acabar el horario permitido
outcome-answered = contestó y le atendió un agente
outcome-machine = saltó el buzón de voz y no se dejó mensaje
outcome-voicemail_left = se dejó un mensaje tras la señal
outcome-busy = la línea estaba ocupada
outcome-no_answer = no contestó nadie
outcome-abandoned = contestó, pero ningún agente atendió la llamada
outcome-canceled = se canceló antes de que nadie contestara
outcome-invalid_number = el número no existe o no admite esto
event-invalid-address = la dirección no existe o no admite esto
outcome-opted_out = al operador le consta una baja
outcome-blocked = lo filtró el operador o la red
outcome-hung_up = se descolgó y se colgó antes de saber quién contestaba
outcome-not_taken = el operador lo rechazó por un error nuestro
outcome-too_fast = el operador lo descartó porque enviábamos demasiado rápido
outcome-failed = falló
outcome-created = se asignó a una persona de nuestro equipo
outcome-done = hecha
outcome-declined = rechazada por alguien de nuestro equipo
outcome-overdue = nadie dio el resultado a tiempo
outcome-skipped = no se envió nada
outcome-lost = al operador no le consta; cuenta como enviado y no se repite nunca

## Lo que indica un agente

disposition-converted = objetivo conseguido
disposition-confirmed = confirmado
disposition-interested = le interesa
disposition-refused = no lo quiere
disposition-promised = prometió algo para una fecha
disposition-callback = volver a llamar
disposition-wrong_number = el número es de otra persona
disposition-do_not_contact = no volver a contactar
disposition-other = otra cosa

## Por qué terminó un contacto

reason-completed = la cadencia se completó
reason-unreached = la cadencia se completó, pero nunca se envió nada
reason-trial_made = la prueba se hizo
reason-trial_refused = la prueba fue rechazada
reason-trial_expired = la prueba no pudo salir a tiempo
reason-budget_spent = se agotó el presupuesto de contactos de la campaña
reason-account_reached = antes se contactó con otra persona de la empresa
reason-account_stopped = otra persona de la empresa dijo o hizo lo que termina la cadencia de todas
reason-campaign_stopped = se detuvo la campaña
reason-campaign_ended = pasó el último día de la campaña
reason-refused_by_rule = una regla no permite seguir
reason-suppressed = excluido
reason-opted_out = se dio de baja
reason-do_not_contact = pidió que no se le contactara más
reason-no_valid_number = no queda ningún número
reason-converted = objetivo conseguido
reason-confirmed = confirmado
reason-refused = no lo quiere
reason-replied = respondió

## Lo que significa una respuesta

meaning-revoke = una baja
meaning-revoke_part = una baja parcial
meaning-restrict = un lugar o una hora en que no quiere que se le contacte; alguien tiene que decidir
meaning-hold = quizá una baja; alguien tiene que decidir
meaning-help = pide ayuda
meaning-rejoin = quiere volver a recibir mensajes
meaning-callback = pide que se le llame
meaning-answer = la respuesta «{ $answer }»
meaning-none = no es una baja

## Lo que puede cambiar un plan

news-reply = una respuesta
news-opt_out = una baja
news-disposition = lo que indica el agente
news-callback = una llamada prometida
news-status = el aviso del operador
news-resume = se puede continuar
news-stop = la campaña ha terminado
news-version = otra versión de la campaña
news-list = se corrigió la lista
news-account = otra persona de la empresa la terminó para todas
news-task = el resultado de una tarea

## Finalidades

purpose-collections = cobros
purpose-marketing = marketing
purpose-service = servicio
purpose-survey = encuestas

## El alcance de una pausa o una exclusión

scope-everything = todo
scope-all = todo
scope-purpose = la finalidad { $value }
scope-campaign = la campaña { $value }
scope-channel = el canal { $value }
scope-sender = nuestro número { $value }
scope-floor = el grupo de agentes { $value }
scope-lead = este contacto
scope-template = la plantilla de WhatsApp { $value }
scope-destination = el destino { $value }
scope-carrier = todo lo que pasa por el operador

## A qué se espera, después de «espera»

hold-campaign-running = el fin de una pausa: { $scope }
hold-template-usable = a que se pueda usar { $scope }: corríjala; luego `cadence resume --template`, o --fallback (rama `failed`)
hold-destination-enabled = a que el operador permita { $scope }: luego `cadence resume --destination`
hold-zone-known = a que se conozca su zona horaria
hold-pack-valid = un paquete normativo que se pueda leer ({ $key }), o `without_pack` para un país que no tiene
hold-registry-fresh = una copia reciente de la lista oficial «{ $key }»: cadence registry import
hold-window-opens = un horario posible: entre las ventanas y las reglas no queda ninguno
plan-account-turn = que termine el turno de otra persona de la misma empresa
hold-wrap_up = a que el agente indique el resultado de una conversación
hold-engine-error = a que alguien revise un error ({ $key }); `cadence resume --lead` libera el contacto
hold-carrier-answer = a que el operador diga qué pasó con un contacto cuya respuesta se perdió
hold-reply-reviewed = a que alguien decida sobre una respuesta que puede ser una baja; `cadence review` la muestra
hold-row-reviewed = a que alguien decida sobre una fila de una lista que puede ser una baja; `cadence review` la muestra
hold-reply-awaited = a que la persona responda a una pregunta
hold-task-result = a que alguien dé el resultado de una tarea

## Quién o qué lo hizo

by-gate = las reglas
by-carrier = el operador
by-person = la persona
by-list = la lista { $list }
by-announcement = llamada prometida
by-step = la cadencia
by-callback = una llamada prometida
by-inbound = la baja de la persona
by-trial = una prueba
by-command = una orden
by-temporal = Temporal
by-workflow = el workflow
by-plan = el plan
by-overdue = el plazo de una tarea
by-reply = el mensaje de la persona
by-held = una fila de una lista que espera una decisión
by-journal = el diario de bajas, tras restaurar una copia de seguridad
by-review = quien leyó la respuesta
by-disposition = lo que indica el agente

## El informe de un contacto

lead-no-name = (sin nombre)
lead-erased = (borrado)
lead-zones = zonas
lead-number = número
lead-address = dirección
lead-unknown = desconocida
lead-number-closed = cerrado: { $why }
zone-stated = { $zone } según la lista { $detail }
zone-stated-within = { $zone } según la lista (está en { $place })
zone-address = { $zone } según la dirección { $detail }
zone-number = { $zone } según el número { $detail }
lead-because = motivo:
lead-now = ahora
lead-overdue = con retraso; `cadence doctor` dice más
lead-evidence = prueba
lead-day-left = Ese día se envió algo o se hizo una llamada.
lead-elsewhere = no está en ella: uno de sus números figura en ella desde el { $since }, por la lista { $list }
lead-behind = { $campaign }: en su cola desde el { $at }; espera a que termine el turno de otra persona de la misma empresa
lead-held-back = { $campaign }: en la lista desde el { $at }, a la espera de que acabe la prueba piloto; `cadence launch { $campaign } --rest` incorpora al resto
lead-carrier = textos y grabaciones eliminados en el operador: { $done } de { $items }
lead-carrier-next = próximo intento: { $at }
lead-carrier-answer = respuesta del operador: { $error }
lead-not-selected = { $campaign }: no seleccionado al lanzar su lista el { $at }, porque { $why }
lead-not-selected-now = { $campaign }: ahora no se seleccionaría, porque { $why }
lead-selected-now = { $campaign }: no seleccionado al lanzar su lista el { $at }; ahora cumple la condición, así que el próximo lanzamiento de la lista lo selecciona
lead-no-condition-now = { $campaign }: no seleccionado al lanzar su lista el { $at }; su fichero ya no tiene condición, así que el próximo lanzamiento de la lista lo selecciona
lead-day-to-come = Ese día aún no ha llegado. Tal como está ahora:
lead-day-silent = Ese día no se envió nada:
lead-costs = Lo que costó
lead-price = Precio
lead-price-carrier = lo comunicó el operador
lead-price-tariff = tarifa propia
lead-price-no-tariff = sin precio, porque no hay tarifa
lead-price-unknown-size = sin precio, porque no se conoce la duración o el tamaño
lead-price-total = total
lead-price-without = { $touches ->
    [one] { $touches } mensaje o llamada no tiene precio: el total real es mayor
   *[other] { $touches } mensajes y llamadas no tienen precio: el total real es mayor
}
task-for-anybody = quien esté libre
consent-purpose = { " " }para { $purpose }
number-theirs = su número { $number }
address-theirs = su dirección { $number }
number-every = todos sus números, también los que tenga después
number-former = un número que tuvo antes

## La exportación para un auditor

audit-title = Exportación de auditoría
audit-files = Las tablas que acompañan a esta página contienen los mismos hechos con todo detalle; manifest.json contiene el hash de cada archivo.
audit-about = contenido
audit-made = fecha y autor
audit-why = motivo
audit-proven = comprobante
audit-sealed-nothing = todavía no se ha sellado nada
audit-sealed = bloque { $block } con { $leaves ->
    [one] una hoja sellada
   *[other] { $leaves } hojas selladas
}
audit-utc = UTC
audit-local = hora local de la persona
audit-what = qué ocurrió, o qué no
audit-by = responsable

## El plan de un lanzamiento: títulos de 13 letras como mucho, y luego sus líneas

plan-list = lista
plan-law = ley
plan-enter = entrada
plan-enter-again = vuelven
plan-in-already = ya están
plan-left-out = fuera
plan-share-phone = comparten
plan-opt-outs = bajas
plan-carrier = operador
plan-reached = alcanzados
plan-not-reached = no alcanzados
plan-skipped = omitido
plan-packs = paquetes
plan-floor = agentes
plan-needs = necesita
plan-total = en total
plan-cost = coste
plan-goal = objetivo
plan-goal-column = una conversión vale el importe de la columna { $column }, en { $currency }
plan-goal-all-missing = ningún contacto de la lista tiene un importe en «{ $column }»: el informe solo sabrá cuánto valen sus conversiones si lo dice un evento
plan-goal-some-missing = { $missing } de { $total ->
        [one] { $total } contacto
       *[other] { $total } contactos
    } no { $missing ->
        [one] tiene
       *[other] tienen
    } un importe legible en «{ $column }»: el informe solo sabrá cuánto valen sus conversiones si lo dice un evento
plan-goal-meant = ; ¿quizá «{ $meant }»?
plan-head = { $campaign }, si se lanza el { $at } UTC; no se ha contactado a nadie
plan-nobody = No se añadiría a nadie a { $campaign }.
plan-reached-of = { $reached } de { lead-count }
plan-one-by-one = como mucho hay { $places } en curso a la vez (in_flight), así que los demás empiezan más tarde de lo que se muestra
plan-skipped-by = { $step }: { $count } por { $rule }
plan-steps = cuándo toca cada paso
plan-first-touches = primeros contactos, en la hora local de cada persona
plan-no-step = la campaña no tiene ningún paso para ellos
plan-rules = reglas que impidieron un contacto, un número o una hora: afectados, de los comprobados
plan-own-rule = el fichero de la campaña, las normas de la empresa o el propio motor
plan-pack-rules = { $pack } ({ $rules ->
    [one] { $rules } regla
   *[other] { $rules } reglas
})
plan-no-packs = ninguno
plan-pace = { $floor }: { $agents ->
    [one] { $agents } agente
   *[other] { $agents } agentes
}, { $calls ->
    [one] alrededor de { $calls } llamada
   *[other] unas { $calls } llamadas
} de { $length } min (con el tono y el cierre); { $hours ->
    [one] { $hours } hora
   *[other] { $hours } horas
} de apertura a la semana, suficientes para { $daily } al día: { $days ->
    [one] { $days } día
   *[other] { $days } días
}
plan-tasks = tareas
plan-task-pace = { $about ->
    [all] todas las tareas
   *[other] { $about }
}: { $tasks ->
    [one] alrededor de { $tasks } tarea
   *[other] unas { $tasks } tareas
}, como máximo { $max } al día: { $days ->
    [one] { $days } día laborable
   *[other] { $days } días laborables
} ({ $rule })
plan-needs-reader = una persona que lea las respuestas: la que no es claramente inofensiva retiene los contactos hasta que se decide con `cadence review`
plan-in-total = { $touches ->
    [one] alrededor de { $touches } mensaje o llamada
   *[other] unos { $touches } mensajes y llamadas
} hasta el { $day }, si la gente responde como en la simulación
plan-cost-range = unos { $expected }; como mínimo { $least }, como máximo { $most } sin contar las llamadas que pida la gente
plan-cost-missing = las normas de la empresa no tienen tarifa para { $named }; los importes no incluyen esos contactos
plan-cost-none = las normas de la empresa no tienen tarifas, así que no se conoce ningún importe
plan-added = { $count } de { $total }; { $coming ->
    [0] no se añade a nadie
    [one] se añade { $coming }
   *[other] se añaden { $coming }
}
plan-pilot = prueba
plan-pilot-first = { $first ->
    [one] el primero
   *[other] los primeros { $first }
} de la lista: { $coming ->
    [one] entra { $coming }
   *[other] entran { $coming }
} de { $total } y { $held ->
    [one] { $held } queda
   *[other] { $held } quedan
} en espera
plan-pilot-share = el { $share } % de las personas: { $coming ->
    [one] entra { $coming }
   *[other] entran { $coming }
} de { $total } y { $held ->
    [one] { $held } queda
   *[other] { $held } quedan
} en espera
plan-rest = resto
plan-rest-coming = de quienes quedaron en espera { $coming ->
    [one] entra { $coming }
   *[other] entran { $coming }
} de { $held }
plan-rest-lacking = { $count ->
    [one] { $count } sigue
   *[other] { $count } siguen
} en espera: la campaña necesita { $about }
plan-rest-checked = el plan examina { $count ->
    [one] la primera persona
   *[other] las primeras { $count } personas
}
plan-does-it = No se ha cambiado nada. `{ $command }` lo hace.
plan-nothing = No cambiaría nada.
plan-rest-not-for = { $count ->
    [one] { $count } sigue en espera: no cumple la condición `{ $about }` de la campaña, o no se sabe si la cumple
   *[other] { $count } siguen en espera: no cumplen la condición `{ $about }` de la campaña, o no se sabe si la cumplen
}
plan-rest-nobody = No hay nadie en espera en { $campaign }.
plan-shared = { $people ->
    [one] { $people } persona
   *[other] { $people } personas
}: { $numbers ->
    [one] { $numbers } número pertenece
   *[other] { $numbers } números pertenecen
} a más de una persona
plan-row-opt-outs = { $count } de { $rows ->
    [one] { $rows } fila
   *[other] { $rows } filas
}; cuentan aunque la fila se rechace por otro motivo
plan-ready = los remitentes y las plantillas están listos, según el operador
plan-findings = { $count ->
    [one] { $count } problema haría fallar
   *[other] { $count } problemas harían fallar
} el lanzamiento
plan-unchecked = no se comprobaron los remitentes ni las plantillas: { $error }

law-none = NINGUNA: este fichero desactiva todos los paquetes
law-of-places = la del lugar de cada persona
law-and-packs = , y la de { $packs }
law-without = ; ninguna para { $countries }

enter-once = cada persona una vez
enter-again = cada persona una vez, y de nuevo { $span } después de terminar
enter-per-date = cada persona una vez por cada fecha de { $field }

left-out-under_way = { $count } todavía en curso
left-out-once = { $count ->
    [one] { $count } ya tuvo
   *[other] { $count } ya tuvieron
} la campaña, en la que cada persona entra una sola vez
left-out-too_soon = { $count ->
    [one] { $count } terminó
   *[other] { $count } terminaron
} hace demasiado poco
left-out-same_date = { $count ->
    [one] { $count } ya está
   *[other] { $count } ya están
} en la campaña para esta fecha
left-out-elsewhere = { $count ->
    [one] { $count } está
   *[other] { $count } están
} en la campaña con el nombre de otra lista

list-rows = { $rows ->
    [one] { $rows } fila
   *[other] { $rows } filas
}: { lead-count }
list-repeated = { $count ->
    [one] { $count } repetida
   *[other] { $count } repetidas
}
list-refused = { $count ->
    [one] { $count } rechazada
   *[other] { $count } rechazadas
}
list-incomplete = { $count } con algo omitido
list-open-quote = ; unas comillas de la línea { $line } no se cierran
list-report = ; véase { $file }

## Qué contactos pasan a un fichero modificado

moving-none = Ningún contacto está en curso con otra versión: no hay nada que mover.
moving-under-way = En curso: { $versions }.
moving-version = { $count } en la versión { $version }
moving-with-file = Con este fichero: { $going ->
    [one] { $going } contacto cambia
   *[other] { $going } contactos cambian
} de versión, { $staying ->
    [one] { $staying } conserva
   *[other] { $staying } conservan
} la suya.
moving-earliest = el { $at } UTC como muy pronto
moving-held = { $count ->
    [one] { $count } retenido
   *[other] { $count } retenidos
}
moving-skips = { $count ->
    [one] { $count } omite
   *[other] { $count } omiten
} este paso por { $rule }
moving-stay = { $count ->
    [one] se queda
   *[other] se quedan
}: { $why } ({ $names })
moving-more = { $names } y { $count } más; --json los muestra todos
moving-in-line = en cola, y empezarían con la versión { $version }
moving-lacking = de los próximos { $count }, sin los datos de un paso, que se omitiría en su caso: { $about }

staying-step_gone = su paso actual no está en el fichero nuevo: { $about }
staying-step_changed = su paso actual va por otro canal en el fichero nuevo: { $about }
staying-step_again = el fichero nuevo repetiría un paso que ya tuvieron: { $about }
staying-promise = se les prometió una llamada y el fichero nuevo no hace llamadas
staying-text = un texto o una fecha del fichero nuevo no se puede rellenar para ellos: { $about }
staying-one_touch = sus pasos han terminado; solo queda una llamada prometida o una confirmación
staying-no_plan = no se pudo planificar su siguiente paso con el fichero nuevo; véase el log

## La respuesta de `judge`, y las proporciones de llamadas abandonadas

verdict-allow = PERMITIDO
verdict-defer = APLAZADO
verdict-hold = RETENIDO
verdict-refuse = NO PERMITIDO
judge-until = hasta
judge-zones = zonas
judge-packs = paquetes
judge-source = fuente
judge-ratio = proporción
judge-waived = no se aplica, porque la persona pidió esta llamada: { $rule }
judge-not-selected = la campaña no selecciona a esta persona, porque { $why }
judge-no-ratio = a esta campaña y a esta persona no se les aplica ningún límite de llamadas abandonadas
ratio-share = { $rule }: { $part } de { $whole } ({ NUMBER($share, style: "percent", maximumFractionDigits: 2) }); máximo, { NUMBER($most, style: "percent", maximumFractionDigits: 2) }
ratio-aim = , objetivo { NUMBER($target, style: "percent", maximumFractionDigits: 2) }
ratio-since = , desde el { $since } UTC
ratio-late = { " " }o tardaron más de { $seconds } s
ratio-breached = MÁS DE LO QUE PERMITE LA LEY: los agentes no atendieron estas llamadas{ $late }. Ninguna regla detiene una llamada por eso, y { ratio-no-pace }. Pare la campaña con `cadence pause` hasta que los agentes atiendan y consulte a los abogados
ratio-beyond-aim = por encima del objetivo, no del máximo: los agentes no atendieron estas llamadas{ $late }; { ratio-no-pace }. Averigüe por qué los agentes tardan
ratio-no-pace = una llamada solo sale si hay un agente libre, así que no hay ritmo que frenar

## Contactos juzgados de nuevo por un paquete

backtest-rule-stopped = { $rule } lo impidió
backtest-rule-deferred = { $rule } lo aplazó hasta el { $until }
backtest-stopped = { $count ->
        [one] { $count } impedido
       *[other] { $count } impedidos
    }
backtest-deferred = { $count ->
        [one] { $count } aplazado
       *[other] { $count } aplazados
    }
backtest-by-change = ; { $count } de ellos solo por el cambio
backtest-sum = { $pack }: { $judged ->
        [one] { $judged } contacto enviado
       *[other] { $judged } contactos enviados
    }; se habrían impedido { $stopped } y aplazado { $deferred }{ $change }.

## Alertas

alert-pause-reason = alerta «{ $alert }»: { $figure } estaba en { $value } (n { $n }); condición: { $condition }
alert-heading = alerta
alert-watched = { $alert }: { $condition }; hace: { $does }
alert-does-log = registro
alert-does-webhook = webhook
alert-does-pause = pausa
