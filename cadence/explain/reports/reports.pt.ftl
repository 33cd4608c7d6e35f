# As frases de `cadence report`. As regras estão em docs/howto/add-a-language.md.

## Indicadores: o nome, e como se conta

figure-list_quality = qualidade da lista
formula-list_quality = linhas cujo contato pode ser usado / linhas das listas
figure-penetration = penetração
formula-penetration = contatos com ao menos uma tentativa / contatos inscritos
figure-answer_rate = taxa de atendimento
formula-answer_rate = ligações atendidas por uma pessoa / ligações encerradas
figure-abandonment_rate = abandono
formula-abandonment_rate = ligações atendidas por uma pessoa sem atendente / ligações atendidas por uma pessoa
figure-contact_rate = taxa de contato
formula-contact_rate = contatos com uma conversa ou uma resposta que não é cancelamento / contatos com tentativa
figure-right_party = pessoa certa
formula-right_party = contatos alcançados cujo número não é de outra pessoa / contatos com tentativa
figure-conversion = conversão
formula-conversion = contatos convertidos / contatos inscritos
figure-conversion_of_contacted = conversão dos alcançados
formula-conversion_of_contacted = contatos convertidos / contatos alcançados
figure-exhausted = esgotados
formula-exhausted = contatos que terminaram sem ser alcançados e sem mais etapas / contatos inscritos
figure-attempts_per_lead = tentativas por contato
formula-attempts_per_lead = tentativas / contatos com tentativa
figure-attempts_until_contact = tentativas até alcançar
formula-attempts_until_contact = tentativas até o primeiro sucesso / contatos alcançados
figure-touches_per_conversion = tentativas por conversão
formula-touches_per_conversion = tentativas / contatos convertidos
figure-time_to_contact = tempo até alcançar
formula-time_to_contact = da inscrição até a pessoa ser alcançada (Kaplan-Meier: quem continua aberto conta como em espera)
figure-time_between_attempts = tempo entre tentativas
formula-time_between_attempts = de uma tentativa até a seguinte do mesmo contato (Kaplan-Meier, como acima)
figure-opt_outs_by_message = cancelamentos por mensagem
formula-opt_outs_by_message = mensagens entregues respondidas com cancelamento / mensagens entregues
figure-opt_outs_by_lead = cancelamentos por contato
formula-opt_outs_by_lead = contatos que pediram cancelamento / contatos com tentativa
figure-person_as_machine = pessoa tomada por máquina
formula-person_as_machine = ligações tomadas por máquina em que uma pessoa falou ou teclou / ligações com detecção
figure-machine_as_person = máquina tomada por pessoa
formula-machine_as_person = ligações tomadas por pessoa que uma máquina atendeu / ligações com detecção
figure-cost_per_touch = custo por mensagem ou ligação
formula-cost_per_touch = gasto / mensagens e ligações com preço
figure-cost_per_lead = custo por contato
formula-cost_per_lead = gasto / contatos com tentativa
figure-cost_per_contact = custo por alcançado
formula-cost_per_contact = gasto / contatos alcançados
figure-cost_per_conversion = custo por conversão
formula-cost_per_conversion = gasto / contatos convertidos
figure-roi = retorno do investimento
formula-roi = (valor das conversões - gasto) / gasto

## Onde está cada contato

bucket-held_back = retidos pelo piloto
bucket-waiting = na fila para serem inscritos
bucket-not_begun = inscritos, ainda sem envios
bucket-under_way = em andamento
bucket-held = aguardam { $reason }
bucket-ended = terminados: { $reason }
bucket-left_out = fora: apagados antes de serem inscritos

## Grupos

grouped-by-campaign = campanha
grouped-by-version = versão
grouped-by-segment = segmento
grouped-by-cohort = semana da inscrição
grouped-by-step = etapa
grouped-by-channel = canal
grouped-by-sender = remetente
grouped-by-floor = equipe
grouped-by-agent = atendente
grouped-by-hour = hora
grouped-by-weekday = dia da semana
grouped-by-hour_of_week = hora da semana
grouped-by-week = semana
group-none = (nenhum)
group-no-step = (ligação prometida)

## Títulos e linhas

report-of = { $campaign }: relatório, { $at } UTC
report-of-all = { $count } campanhas juntas: relatório, { $at } UTC
report-of-some = { $campaigns }: relatório, { $at } UTC
report-period = tentativas desde { $since } e antes de { $until } UTC; contatos inscritos nesse período
report-open-since = tentativas desde { $since } UTC; contatos inscritos desde então
report-open-until = tentativas antes de { $until } UTC; contatos inscritos antes dessa data
report-leads = Contatos
report-all-leads = todos os contatos
report-figures = Indicadores
report-by = { $figure } por { $by }: { $formula }
report-not-by = não são contados por { $by }: { $figures }
report-ungrouped = Cada contato conta em todos os grupos em que teve uma tentativa: a soma dos grupos pode ser maior.
report-n = { $part } de { $whole }
report-interval = entre { $low } e { $high }
report-mean-n = { $part } para { $whole }
report-weeks = { $weeks ->
    [one] na semana anterior: { $p50 }
   *[other] em { $weeks } semanas anteriores: p50 { $p50 }, p80 { $p80 }
}
report-durations-n = { $events } de { $count }
report-not-reached = não alcançado
report-attempt-of-contact = Primeiro sucesso por tentativa
report-attempt = tentativa { $nth }
report-ratios = Ligações abandonadas, no período que a lei define
report-callbacks = Ligações prometidas
callbacks-requested = { $count } prometidas porque a pessoa pediu
callbacks-due = de { $due } vencidas: { $on_time } feitas até 15 minutos depois do horário prometido, { $late } mais tarde, { $missed } não feitas
callbacks-open = { $ahead } ainda por vir, { $withdrawn } retiradas ou encerradas com a inscrição
callbacks-without-time = { $count } pediram uma ligação sem horário: { $kept } atendidos em até 4 horas úteis, { $ahead } ainda no prazo
report-reasons = Ainda sem tentativas, segundo a última decisão
undone-in-line = na fila para serem inscritos
undone-left-out = fora
undone-no-decision = nada foi decidido ainda
undone-allow = na vez, e permitido
undone-defer = mais tarde, pela regra { $rule }
undone-hold = aguardam { $hold }
undone-refuse = não permitido pela regra { $rule }
undone-ended-so = terminados: { $reason }
report-fatigue = Tentativas por pessoa, em todas as campanhas
fatigue-line = em { $days } dias: { $people ->
    [one] { $people } pessoa
   *[other] { $people } pessoas
} com { $touches }{ $more }; { $opted_out } pediram cancelamento
fatigue-more = { " " }ou mais

## Listas

report-lists = Linhas das listas, segundo a última leitura
report-list = { $campaign }, lista { $list }: dá para usar { $usable } de { $rows }
cause-repeated = repetidas
cause-erased = de pessoas apagadas
cause-says_no = com um não
cause-contact = sem um telefone ou endereço que possa ser usado
cause-consent = com um consentimento ilegível
cause-place = com um país, uma região ou um fuso horário ilegível
cause-value = sem um valor de que a campanha precisa
cause-row = ilegíveis

## A página

page-figure = indicador
page-value = valor
page-n = de quantos
page-formula = fórmula
page-heat = Atendimentos por hora e dia, no relógio da pessoa: quanto mais forte a cor, mais frequente; o número é o de ligações

## Gráficos

page-as-table = Em uma tabela
page-states-by-day = Onde estavam todos os contatos no fim de cada dia (UTC)
page-states-by-week = { $weeks ->
    [one] Onde estavam todos os contatos no fim de cada semana (UTC)
   *[other] Onde estavam todos os contatos a cada { $weeks } semanas (UTC)
}
page-states-now = agora
page-states-note = A última coluna é o momento atual. Só se sabe do presente quem está em espera: antes, conta entre os inscritos sem envios ou em andamento.
page-until = no fim de
stood-converted = terminados: convertidos
stood-ended_contacted = terminados depois de alcançados, sem conversão
stood-ended_silent = terminados sem serem alcançados
stood-contacted = em andamento, já alcançados
stood-under_way = em andamento, ainda não alcançados
stood-not_begun = inscritos, ainda sem envios
stood-held = em espera
stood-waiting = na fila para serem inscritos
stood-held_back = retidos pelo piloto
stood-left_out = fora antes de serem inscritos
page-within = em até
page-share = proporção
page-cohorts = O que aconteceu com os contatos de cada semana de inscrição
page-cohorts-note = Com *: nem todos foram inscritos há tanto tempo, então a proporção ainda pode crescer. Quanto mais forte a cor, maior a proporção.
page-cohort-week = semana de
page-cohort-enrolled = inscritos
page-cohort-contacted = alcançados em até
page-cohort-converted = convertidos em até
page-cohort-weeks = { $weeks ->
    [one] { $weeks } semana
   *[other] { $weeks } semanas
}

## Custo

report-costs = Custo
cost-source-carrier = preços informados pela operadora, { $touches ->
    [one] { $touches } mensagem ou ligação
   *[other] { $touches } mensagens e ligações
}
cost-source-tariff = tarifas próprias, { $touches ->
    [one] { $touches } mensagem ou ligação
   *[other] { $touches } mensagens e ligações
}
cost-no-tariff = { $kind }: { $touches } sem preço, porque não há tarifa
cost-unknown-size = { $kind }: { $touches } sem preço, porque não se sabe a duração ou o tamanho
cost-without-price = { $touches ->
    [one] { $touches } mensagem ou ligação não tem preço e não está nestes números: o custo real é maior
   *[other] { $touches } mensagens e ligações não têm preço e não estão nestes números: o custo real é maior
}
cost-n = { $amount } por { $whole }
goal-name = valor das conversões
goal-value = { $leads ->
    [one] de { $leads } contato convertido
   *[other] de { $leads } contatos convertidos
}; { $without ->
    [0] todos têm valor
   *[other] sem valor: { $without }
}
goal-not-comparable = não há retorno: é preciso um valor gasto e um valor das conversões, ambos na mesma moeda
roi-n = { $spent } de gasto
roi-of-group = { $worth } com um gasto de { $spent }
goal-without = { $without ->
    [one] { $without } conversão sem valor
   *[other] { $without } conversões sem valor
}
cost-group-without = { $touches ->
    [one] { $touches } mensagem ou ligação sem preço
   *[other] { $touches } mensagens e ligações sem preço
}
cost-not-by = não são divididos por { $by }, porque nenhum grupo reúne todo o gasto correspondente: { $figures }
figure-cost = todo o gasto
