# Las frases sobre las alertas en la página. Las reglas están en docs/howto/add-a-language.md.

alerts-title = Alertas
alerts-alert = Alerta
alerts-reads = Valor actual
alerts-read-then = Valor entonces
alerts-bound = Límite
alerts-does = Qué hace
alerts-did = Qué hizo
alerts-of-campaign = del fichero de la campaña
alerts-of-house = de las normas de la empresa
alerts-of-file = alertas del fichero de la campaña
alerts-raised = activa
alerts-raised-since = activa desde { $since }, hace { $lasts }
alerts-clear = no está activa
alerts-too_few = casos insuficientes
alerts-unjudged = no se puede evaluar: { $why }
alerts-not-yet = aún sin evaluar
alerts-problem-no_weeks = no hay semanas anteriores con las que comparar
alerts-problem-no_cap = ninguna ley aplicable a la campaña limita esta proporción
alerts-problem-no_aim = nada de lo aplicable a la campaña fija un objetivo para esta proporción
alerts-problem-past_unknown = el registro no guarda cuánto era en el pasado
alerts-problem-unreadable = la versión guardada de la campaña no se puede leer
alerts-problem-failed = no se puede leer: { $error }
alerts-headline = { $alert }: { $reads }, { $state }
alerts-count = { $count ->
    [0] ninguna alerta
    [one] { $count } alerta
   *[other] { $count } alertas
}
alerts-leads-of = { $value }, ¿quiénes?
alerts-read-at = Valores de { $at }; el worker los lee una vez por minuto.
alerts-none = Ninguna alerta vigila esta campaña.
alerts-history = ¿Cuándo saltaron las alertas?
alerts-fired = Historial
alerts-more = Estas son las { $count } más recientes. Elija días para ver otras.
alerts-never-fired = No saltó ninguna alerta en este periodo.
alerts-try = Probar con datos pasados
alerts-try-now = Probar
alerts-try-help = ¿Cuándo habrían saltado las alertas? No se activa, pausa ni guarda nada. Sin días se prueban los 7 últimos.
alerts-tried = De { $since } a { $until }, con una lectura cada { $minutes ->
    [one] minuto
   *[other] { $minutes } minutos
}:
alerts-never = no habría saltado nunca
alerts-would-raise = habría saltado el { $at }, con { $value } (n { $n })
alerts-would-clear = se habría desactivado el { $at }, con { $value } (n { $n })
