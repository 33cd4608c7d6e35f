# Las frases sobre las alertas en `cadence report` y en la página. Las reglas están en docs/howto/add-a-language.md.

report-alerts = Alertas que saltaron
report-alerts-more = { $count ->
    [one] { $count } más
   *[other] { $count } más
}
report-alert = { $alert }: { $when }; { $condition }, estaba en { $value } (n { $n }); { $did }
firing-still = activa desde { $since }
firing-was = de { $since } a { $until }
firing-resumed = campaña reanudada el { $at }
cleared-resumed = desactivada porque alguien reanudó la campaña
cleared-unarmed = desactivada porque alguien la cambió o la quitó, o porque terminó la campaña
alert-did-log = anotada en el registro
alert-did-webhook = webhook enviado
alert-did-pause = campaña en pausa

figure-carrier_failures = fallos del operador
figure-callbacks_at_risk = llamadas prometidas en riesgo
figure-list_left = parte de la lista que queda
figure-list_days_left = días que quedan de lista
figure-overdue_leads = contactos con retraso
