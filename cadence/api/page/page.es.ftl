# Las frases de la página que muestra el navegador. Las reglas están en docs/howto/add-a-language.md.

web-skip = Ir al contenido
web-navigation = Menú principal
web-languages = Idioma
web-campaigns = Campañas
web-campaign = Campaña
web-state = Estado
web-in-line = En cola
web-open = En curso
web-finished = Terminados
web-no-campaigns = Todavía no hay campañas.
web-state-running = En marcha
web-state-stopped = Detenida definitivamente
web-state-ended = Terminada
web-paused-by = En pausa: { $scope }, desde { $at } UTC, por { $who }

## Signing in

web-sign-in = Iniciar sesión
web-sign-out = Cerrar sesión
web-key = Clave de la API
web-key-help = La clave no se guarda. La sesión dura 12 horas como máximo, y nunca más que la validez de la clave. La crea quien administra el servidor:
web-wrong-key = Esta clave no es válida. Puede estar incompleta, revocada o caducada.
web-signed-out = Su sesión ha terminado.
web-many-pages = Esto ya no se actualiza, porque hay páginas más recientes abiertas. Vuelva a cargar esta página para ver los cambios.

## What is refused

web-refused = No se puede mostrar
web-refused-403 = Su rol no lo permite, o el formulario no se envió desde esta página.
web-refused-404 = No hay nada en esta dirección.
web-refused-409 = La situación ha cambiado: puede que alguien lo haya hecho antes que usted.
web-refused-422 = Falta algo en el formulario o en la dirección, o no se puede leer. Una orden necesita un motivo de 500 caracteres como máximo.
web-refused-429 = Demasiadas peticiones. Espere un momento y vuelva a intentarlo.
web-refused-503 = La base de datos no responde. Vuelva a intentarlo dentro de un momento.
web-refused-other = Se ha producido un error. Vuelva a intentarlo dentro de un momento.
web-back-to-campaigns = Ir a las campañas

## One campaign

web-now = Ahora
web-live-in-the-air = Saliendo
web-live-waiting = A la espera de un agente libre
web-live-oldest-due = Pendiente desde hace más tiempo
web-live-promises = Llamadas prometidas en la próxima hora
web-live-failed = Último fallo
web-live-since = { $at }, hace { $span }
web-live-nothing-due = nada
web-pause = Pausar
web-resume = Reanudar
web-why = Motivo
web-pause-help = Desde este momento no sale nada más. No se quita a nadie, y el tiempo en pausa no cuenta como espera.
web-resume-help = Quienes esperaban continúan poco a poco. Las demás pausas siguen vigentes.
web-did-paused = La campaña está en pausa.
web-did-resumed = La campaña continúa.
web-figures = Cifras
web-from = Desde
web-to = Hasta
web-show = Mostrar
web-by = Por
web-beside = Comparar campañas
web-beside-which = Marque de dos a { $most } campañas para verlas una al lado de otra.
web-compare = Comparar segmentos
web-compare-by = Comparar por { $by }
web-by-hour = ¿A qué horas contesta la gente?
web-csv = Descargar en CSV
web-made-at = Recuento de { $at }.
web-no-figures = Ahora no se pueden contar las cifras, porque la base de datos no responde o porque hay muchas personas mirando a la vez. Vuelva a cargar la página dentro de un momento.
web-fell = Esta semana, más baja que en la mitad de las semanas anteriores: { $figure }.
web-by-week = Semana a semana: { $figure }
web-every-week = Semana a semana muestra las últimas doce semanas, sean cuales sean los días elegidos arriba.
web-as-table = En una tabla
web-hours = Respuestas por hora y día de la semana
web-limits = Junto a cada tasa figuran los límites entre los que se encuentra en 95 de cada 100 casos. Si los límites de dos grupos se solapan mucho, bien pueden ser iguales.
web-nothing-counted = No se ha contado nada.

## Leads

web-leads-of = Contactos: { $what }
web-lead = Contacto
web-last = Cuándo
web-times = Intentos que cuentan
web-no-leads = Aquí no se cuenta a nadie.
web-more-leads = Estos son los primeros { $count }. El CSV los contiene todos.

## One lead

web-story = Qué ha pasado
web-their-clock = En su hora local
web-what = Qué
web-nothing-ahead = No hay nada previsto.

## Tasks

web-tasks = Tareas
web-task = Tarea
web-no-tasks = No hay nada pendiente.
web-holds = retiene los envíos hasta que alguien decida
web-harmless = No es una baja
web-revoke = Es una baja: cerrar todo
web-channel = Canal
web-restrict = Cerrar este canal
web-done = Hecha
web-declined = No se hará
web-due = resultado antes de { $at } UTC
web-did-decided = Ha quedado registrado.

## What comes next

web-find = Buscar un contacto
web-go = Ir
web-several = Varios contactos coinciden:
web-nobody = Ningún contacto tiene ese identificador en su lista, ese número ni ese identificador propio.
web-promises = Llamadas prometidas y cola
web-promised-calls = Llamadas prometidas en las próximas 24 horas
web-missed-after = Una llamada prometida que no se hace en los 15 minutos siguientes a su hora cuenta como perdida.
web-no-promises = No hay ninguna llamada prometida para estas horas.
web-when = Cuándo
web-late = { $minutes } min de retraso
web-held-for = espera { $hold }
web-in-line-now = En cola para entrar: { $count }.
web-days-left = Entradas en los últimos 7 días: { $enrolled }. A este ritmo, el último entra dentro de { $days ->
    [one] { $days } día
   *[other] { $days } días
}.
web-nobody-lately = En los últimos 7 días no entró nadie.
