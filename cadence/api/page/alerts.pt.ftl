# As frases sobre os alertas na página. As regras estão em docs/howto/add-a-language.md.

alerts-title = Alertas
alerts-alert = Alerta
alerts-reads = Valor atual
alerts-read-then = Valor então
alerts-bound = Limite
alerts-does = O que faz
alerts-did = O que fez
alerts-of-campaign = do arquivo da campanha
alerts-of-house = das regras da empresa
alerts-of-file = alertas do arquivo da campanha
alerts-raised = ativo
alerts-raised-since = ativo desde { $since }, há { $lasts }
alerts-clear = não está ativo
alerts-too_few = casos insuficientes
alerts-unjudged = não pode ser avaliado: { $why }
alerts-not-yet = ainda não avaliado
alerts-problem-no_weeks = não há semanas anteriores com que comparar
alerts-problem-no_cap = nenhuma lei aplicável à campanha limita esta proporção
alerts-problem-no_aim = nada do que se aplica à campanha fixa uma meta para esta proporção
alerts-problem-past_unknown = o registro não guarda quanto isto era no passado
alerts-problem-unreadable = a versão guardada da campanha não pode ser lida
alerts-problem-failed = não pode ser lido: { $error }
alerts-headline = { $alert }: { $reads }, { $state }
alerts-count = { $count ->
    [0] nenhum alerta
    [one] { $count } alerta
   *[other] { $count } alertas
}
alerts-leads-of = { $value }, quem?
alerts-read-at = Valores de { $at }; o worker os lê uma vez por minuto.
alerts-none = Nenhum alerta vigia esta campanha.
alerts-history = Quando os alertas dispararam?
alerts-fired = Histórico
alerts-more = Estes são os { $count } mais recentes. Escolha dias para ver outros.
alerts-never-fired = Nenhum alerta disparou neste período.
alerts-try = Testar com dados passados
alerts-try-now = Testar
alerts-try-help = Quando os alertas teriam disparado? Nada é ativado, pausado nem gravado. Sem dias, são testados os últimos 7.
alerts-tried = De { $since } a { $until }, com uma leitura a cada { $minutes ->
    [one] minuto
   *[other] { $minutes } minutos
}:
alerts-never = nunca teria disparado
alerts-would-raise = teria disparado em { $at }, com { $value } (n { $n })
alerts-would-clear = teria sido desativado em { $at }, com { $value } (n { $n })
