# As frases sobre os alertas em `cadence report` e na página. As regras estão em docs/howto/add-a-language.md.

report-alerts = Alertas disparados
report-alerts-more = { $count ->
    [one] mais { $count }
   *[other] mais { $count }
}
report-alert = { $alert }: { $when }; { $condition }, estava em { $value } (n { $n }); { $did }
firing-still = ativo desde { $since }
firing-was = de { $since } a { $until }
firing-resumed = campanha retomada em { $at }
cleared-resumed = desativado porque alguém retomou a campanha
cleared-unarmed = desativado porque foi alterado ou retirado, ou porque a campanha terminou
alert-did-log = anotado no log
alert-did-webhook = webhook enviado
alert-did-pause = campanha pausada

figure-carrier_failures = falhas da operadora
figure-callbacks_at_risk = ligações prometidas em risco
figure-list_left = parte da lista que resta
figure-list_days_left = dias de lista que restam
figure-overdue_leads = contatos atrasados
