# As frases do motor em português do Brasil, para a equipe de suporte e para as pessoas contatadas.
#
# Cada identificador e seus argumentos são os mesmos em todos os idiomas; docs/howto/add-a-language.md tem as regras.

## Datas

weekday = { $day ->
    [1] seg
    [2] ter
    [3] qua
    [4] qui
    [5] sex
    [6] sáb
   *[7] dom
}

month = { $month ->
    [1] janeiro
    [2] fevereiro
    [3] março
    [4] abril
    [5] maio
    [6] junho
    [7] julho
    [8] agosto
    [9] setembro
    [10] outubro
    [11] novembro
   *[12] dezembro
}

written-day = { $day } de { month }
written-day-with-time = { $day } de { month }, { $time }
# 12 ou 24: como se contam as horas do dia.
clock-hours = 24
clock-morning = { $time } da manhã
clock-afternoon = { $time } da tarde

## Durações e enumerações

span-days = { $count ->
    [one] { $count } dia
   *[other] { $count } dias
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
    [0] { $leads } contatos
    [one] { $leads } contato
   *[other] { $leads } contatos
}
count-of = { $count } de { $total }
names-and-more = { $names } e mais { $count }

## O que uma pessoa contatada lê ou ouve

stop-confirmation = { $company }: pronto, não faremos mais contato.
trial-mark = [Teste]
call-apology = Esta é uma ligação de { $company }. No momento não há nenhum atendente disponível. Pedimos desculpas pelo incômodo.
call-number = Você pode nos ligar no número { $number }.
call-key-offer = Tecle { $key } para não receber mais ligações.
call-key-thanks = Certo. Não entraremos mais em contato com você.
call-answer-thanks = Obrigado. Anotamos a sua resposta. Até logo.
call-no-answer-thanks = Obrigado pela atenção. Até logo.
incoming-welcome = Obrigado por ligar para { $company }. Não atendemos ligações neste número.
incoming-welcome-unnamed = Não atendemos ligações neste número.
incoming-stop-offer = Tecle { $key } se não quiser mais receber nossos contatos.
incoming-callback-offer = Tecle { $key } se quiser que liguemos para você.
incoming-callback-thanks = Certo. Ligaremos para você assim que possível. Até logo.

unsubscribe-title = Cancelar inscrição
unsubscribe-question = Clique no botão e não entraremos mais em contato: nem e-mails, nem mensagens, nem ligações.
unsubscribe-button = Cancelar inscrição
unsubscribe-done = Pronto. Não entraremos mais em contato.
unsubscribe-unknown = O link está incompleto. Copie o link inteiro do e-mail ou responda ao e-mail com a palavra SAIR.

## O que a nossa equipe precisa fazer sobre uma ligação prometida

task-tell = Avisar a pessoa: a ligação prometida será feita em { $at }
task-agree = Combinar outro horário: a ligação prometida para { $at } não foi feita
task-not-made = Avisar a pessoa: a campanha terminou e a ligação prometida para { $at } não será feita
task-held-back = Avisar a pessoa: a ligação prometida para { $at } está retida
task-several-clocks = A pessoa pode estar em vários fusos horários, por isso nenhuma mensagem pode dizer a hora. A hora do título é UTC; nos relógios da pessoa: { $clocks }.

## O que a nossa equipe tem que fazer com uma resposta ou com uma linha de uma lista

title-reply = Responder a esta mensagem
title-revoke = Descadastro parcial: responder ao resto do que diz
title-restrict = Indica onde ou quando não: decidir o que se fecha
title-hold = É um descadastro? Ler e decidir
title-help = Pede ajuda: dizer quem somos e como se descadastrar
title-rejoin = Quer voltar: obter antes um novo consentimento
title-unmatched = Um descadastro que não corresponde a nenhum contato; o número está fechado. É alguém nosso com outro número?
title-gone-on = Pressionou uma resposta em uma ligação, mas a cadência já tinha seguido: decidir o que fazer
title-changed = A resposta mudou e a cadência já tinha seguido: decidir o que fazer
title-called = Ligou para nós: descobrir o que queria
title-unclear = Não se entende: decidir se é inofensiva ou um descadastro
title-callback = Pede uma ligação: combinar quando
title-row = { $row } pode ser um descadastro e não se consegue ler; decidir se os números continuam fechados
title-row-unknown = { $row }: um descadastro com o identificador { $key }, com o qual não conhecemos ninguém, e sem número; descobrir quem é, fechar os números com `cadence suppress` e decidir com --as none

## O que alguém ordenou: o comando e os seus detalhes

command-suppress = excluir
command-unsuppress = anular uma exclusão
command-pause = pausar
command-resume = retomar
command-callback = prometer uma ligação
command-consent = registrar um consentimento
command-revoke = registrar a retirada de um consentimento
command-review = decidir sobre uma resposta
command-task_result = informar o resultado de uma tarefa
command-task_assign = atribuir uma tarefa
command-try = enviar um teste
command-export = exportar os dados
command-erase = apagar os dados
command-arg-at = para { $value }
command-arg-task = tarefa { $value }
command-arg-result = resultado: { $value }
command-arg-assign = para { $value }
command-arg-before = antes: { $value }
command-arg-decision = decisão: { $value }
command-arg-closed = fica excluído: { $value }
command-arg-step = passo { $value }
command-arg-channels = canais: { $value }
command-arg-fallback = com o ramo `failed`
decision-harmless = inofensiva
decision-none = inofensiva
decision-revoke = um descadastro
decision-restrict = uma restrição
decision-done = feito

## O que aconteceu com um contato

event-imported = importado com a lista { $list }
event-erased = dados apagados: o nome, os números e os textos foram eliminados para sempre
event-listed = incluído na fila de { $campaign }
event-listed-again = incluído de novo na fila de { $campaign }
event-enrolled-cadence = inscrito em { $campaign }, versão { $version }
event-enrolled-callback = inscrito de novo em { $campaign }, para uma ligação prometida
event-enrolled-confirmation = inscrito de novo em { $campaign }, para confirmar o descadastro
event-enrolled-trial = recebeu um teste de { $campaign }: um passo enviado a um número próprio
event-finished = terminou em { $campaign }: { $reason }
event-decision-allow = { $ask }: permitido
event-decision-allow-next = { $ask }: permitido, para { $number }
event-decision-defer = { $ask }: não antes de { $until }
event-decision-hold = { $ask }: ainda não sai; aguarda { $hold }
event-decision-refuse-number = { $ask }: não permitido com este número
event-decision-refuse-address = { $ask }: não permitido com este endereço
event-decision-refuse-step = { $ask }: não permitido, a etapa é pulada
event-decision-refuse-enrolment = { $ask }: não permitido, e a cadência termina aqui
event-decision-waived = a própria pessoa pediu esta ligação, então isto não a impede: { $reason }
event-touch-planned = { $ask }: não foi enviado; as regras serão verificadas de novo
event-touch-skipped = { $ask }: pulado, nada foi enviado
event-touch-rejected = { $ask }: a operadora não aceitou ({ $outcome })
event-touch-unknown = { $ask }: a resposta da operadora se perdeu; perguntamos o que aconteceu e nada é reenviado
event-touch-call = { $ask }: ligação feita de { $sender }{ $said }
event-touch-message = { $ask }: enviado de { $sender }{ $said }
event-touch-work = { $ask }: atribuído{ $said }
event-said = : “{ $body }”
event-said-machine = , com uma mensagem para a caixa postal: “{ $body }”
event-outcome = { $ask }: { $outcome }
event-outcome-said = { $ask }: { $outcome }; o atendente informou: { $disposition }
event-outcome-unserved = a ligação terminou depois do sinal, mas a operadora não chegou a buscar a nossa mensagem para a caixa postal
event-contradicted = { $ask }: a operadora também informou: { $outcome }; continua valendo: { $stands }
event-inbound = escreveu “{ $body }” por { $channel }: { $meaning }
event-inbound-silent = entrou em contato por { $channel }: { $meaning }
event-saved = agora consta: { $name } = “{ $value }”
event-saved-nothing = já não consta: { $name }
event-consent-given = deu consentimento para { $channel }{ $purpose }
event-consent-revoked = retirou o consentimento para { $channel }{ $purpose }
event-suppressed = exclusão registrada (alcance: { $scope }): { $number }
event-suppressed-log_by = { $words }; a lei exige o registro até { $day } ({ $law })
event-suppression-lifted = pode-se voltar a contatar { $number } (alcance: { $scope })
event-callback-promised = foi prometida uma ligação para { $at }
event-callback-canceled = a ligação prometida para { $at } foi cancelada
event-callback-replaced = a ligação prometida para { $at } foi substituída por outra para { $by }
event-task = tarefa para { $assign }: { $title }
event-task-done = tarefa para { $assign }: { $title } (concluída por { $done_by })
event-task-due = { $words }, até { $due }
event-task-result-done = { $done_by } concluiu a tarefa “{ $title }”
event-task-result-declined = { $done_by } recusou a tarefa “{ $title }”
event-task-result-overdue = ninguém informou a tempo o resultado da tarefa “{ $title }”
event-task-result-withdrawn = a tarefa “{ $title }” (responsável: { $assign }) foi retirada
event-news = novidade: { $news }
event-command = ordem: { $name }
event-command-args = ordem: { $name } ({ $args })
event-command-moved = passa da versão { $from } da campanha para a versão { $to }; a próxima etapa é { $next }
event-command-moved-end = passa da versão { $from } da campanha para a versão { $to }; lá não resta nenhuma etapa
event-command-said = o atendente informou sobre a ligação { $touch }: { $said }
event-command-corrected = o atendente corrigiu o que tinha informado sobre a ligação { $touch }: { $said }; antes: { $before }
event-said-callback = { $disposition }, para { $at }
event-outcome-code = código { $code } da operadora: { $words }
event-outcome-code-unknown = código { $code } da operadora, cujo significado não conhecemos
event-paused = { $scope }: em pausa
event-resumed = { $scope }: fim da pausa
event-plan = o que vem a seguir: { $next }
event-workflow-started = o workflow foi iniciado
event-workflow-woken = o workflow foi avisado para ler o registro
event-workflow-due = chegou a hora prevista
event-workflow-completed = o workflow terminou
event-workflow-failed = o workflow FALHOU
event-workflow-terminated = o workflow foi ENCERRADO à força
event-workflow-continued = o workflow continuou com um histórico novo
event-workflow-timed-out = uma atividade passou do tempo limite
event-workflow-failed-activity = uma atividade falhou
event-workflow-taken-back = uma atividade foi cancelada

## Para que era um contato

ask-step = { $step } por { $channel }, tentativa { $attempt }
ask-task = { $step }, tarefa para a nossa equipe
ask-overdue = uma tarefa fora do prazo
ask-callback = a ligação prometida, tentativa { $attempt }
ask-inbound = a confirmação do descadastro por { $channel }
ask-announcement = o aviso da ligação prometida por { $channel }
ask-trial = o teste de { $step } por { $channel }
ask-command = uma ordem manual por { $channel }
ask-visit = { $step } (visita { $lap })

## O que vem a seguir

move-attempt = { $ask } em { $at }
move-moved = { $ask } em { $at }, previsto para { $due }
move-hold = aguarda { $hold }
move-hold-until = aguarda { $hold }, no máximo até { $at }
move-wait = aguarda até { $at }
move-news = aguarda novidades
move-finish = terminou: { $reason }

## Por que num dia nada foi enviado

silence-none = ainda não está em nenhuma campanha
silence-early = { $campaign }: só foi inscrito em { $at }
silence-listed = { $campaign }: na fila desde { $at }, aguardando a vez
silence-late = { $campaign }: já tinha terminado em { $at }: { $reason }
silence-ended = { $campaign }: terminou nesse mesmo dia, em { $at }: { $reason }
silence-paused = { $scope }: em pausa desde { $since }, por ordem de { $by }
silence-paused-until = { $scope }: em pausa de { $since } até { $until }, por ordem de { $by }
silence-decided = { $campaign }: { $decision }
silence-since = { $campaign }: desde { $at }, { $decision }
silence-later = { $campaign }: a próxima etapa era { $ask }, que veio em { $at }
silence-later-due = { $campaign }: a próxima etapa era { $ask }, prevista para { $due }; as regras não a permitiram antes de { $at }
silence-ahead = { $campaign }: em espera: { $next }
silence-over = { $campaign }: não havia nada previsto; terminou em { $at }: { $reason }

## Por que uma regra não permite um contato: `rule-` e o identificador da regra, depois o motivo

rule-campaign-state = a campanha está { $state }
rule-campaign-start = a campanha começa em { $start }
rule-campaign-end = o último dia da campanha é { $end }
rule-campaign-closed = dia em que a campanha não envia nada ({ $dates }); hora local { $local }
rule-campaign-closed-closing = a menos de { $guard } de um dia em que a campanha não envia nada: hora local { $local }
rule-campaign-seasons = entre duas temporadas da campanha ({ $seasons }); hora local { $local }
rule-campaign-seasons-closing = a menos de { $guard } do fim de uma temporada da campanha: hora local { $local }
rule-house-limits = limite da empresa para todas as campanhas atingido: { $count ->
        [one] { $count } contato
       *[other] { $count } contatos
    } de no máximo { $max } por { $per }
rule-campaign-tasks = no máximo { $max ->
        [one] { $max } tarefa
       *[other] { $max } tarefas
    } por dia nesta campanha{ $tasks ->
        [all] {""}
       *[other] {" "}({ $tasks })
    }: em { $day } já { $count ->
        [one] foi passada { $count }
       *[other] foram passadas { $count }
    }
rule-campaign-tasks-turns = no máximo { $max ->
        [one] { $max } tarefa
       *[other] { $max } tarefas
    } por dia nesta campanha{ $tasks ->
        [all] {""}
       *[other] {" "}({ $tasks })
    }: em { $day } vão primeiro as que esperam desde um dia anterior
rule-house-tasks = no máximo { $max ->
        [one] { $max } tarefa
       *[other] { $max } tarefas
    } por dia em todas as campanhas juntas{ $tasks ->
        [all] {""}
       *[other] {" "}({ $tasks })
    }: em { $day } já { $count ->
        [one] foi passada { $count }
       *[other] foram passadas { $count }
    }
rule-house-tasks-turns = no máximo { $max ->
        [one] { $max } tarefa
       *[other] { $max } tarefas
    } por dia em todas as campanhas juntas{ $tasks ->
        [all] {""}
       *[other] {" "}({ $tasks })
    }: em { $day } vão primeiro as que esperam desde um dia anterior
rule-house-gap = menos de { $gap }, o intervalo da empresa para todas as campanhas, desde o último contato, que foi em { $last }
rule-house-quiet_hours = dentro do horário de silêncio da empresa: hora local { $local }; { $allowed }
rule-house-quiet_hours-closing = a menos de { $guard } do horário de silêncio da empresa: hora local { $local }; { $allowed }
rule-enrolment-finished = este contato já terminou a campanha: { $reason }
rule-pause-all = tudo está em pausa desde { $since }
rule-pause = em pausa desde { $since }: { $pauses }
rule-trial-most = nas últimas 24 horas { $trials ->
    [one] saiu { $trials } teste
   *[other] saíram { $trials } testes
} para este número ou endereço, e o máximo é { $most }
rule-trial-now = um teste sai na hora ou não sai
rule-settings-try_numbers = este número ou endereço não consta na configuração CADENCE_TRY_NUMBERS do worker
rule-settings-try_numbers-address = este endereço não consta na configuração CADENCE_TRY_NUMBERS do worker
rule-text-complete = não é possível redigir um texto do passo para esta pessoa
rule-text-complete-no_value = não é possível redigir um texto do passo para esta pessoa: falta o valor de “{ $column }”
rule-text-complete-too_long = um texto do passo fica longo demais com os valores desta pessoa
rule-number-erased = os dígitos do número foram apagados
rule-number-erased-address = o endereço foi apagado
rule-settings-only_numbers = este número não consta na configuração CADENCE_ONLY_NUMBERS do worker
rule-settings-only_numbers-address = este endereço não consta na configuração CADENCE_ONLY_NUMBERS do worker
rule-step-fallback = o passo estava retido por uma pausa ({ $pause }), e foi ordenado seguir pelo ramo `failed`
rule-suppression = excluído desde { $since } por { $source } ({ $value })
rule-suppression-everything = descadastro de tudo em { $since } ({ $source })
rule-number-kind = um número { $kind } não pode receber { $channel }
rule-number-kind-turned_down = a operadora informou que o número não pode receber { $channel }
rule-number-kind-none = o contato não tem nenhum número para { $channel }
rule-number-kind-no_address = o contato não tem nenhum endereço para { $channel }
rule-number-kind-address_turned_down = a operadora informou que o endereço não pode receber { $channel }
rule-number-closed = o número não é mais usado: { $why }
rule-number-closed-wrong_address = o endereço não é mais usado: é de outra pessoa
rule-number-closed-invalid_address = o endereço não é mais usado: nenhum e-mail chega a ele
rule-sender-country = um número curto de { $sender } não alcança números de { $country }
rule-zone-unknown = o fuso horário da pessoa não é conhecido, então nenhum horário é seguro
rule-pack-valid = pacotes normativos que não podem ser lidos: { $packs }
rule-pack-covers = não há pacote normativo em vigor para { $countries }; para contatar pessoas lá mesmo assim, inclua em without_pack no arquivo da campanha
rule-reply-unclear = a resposta da pessoa de { $since } pode ser um descadastro; alguém precisa decidir (cadence review)
rule-reply-unclear-overdue = a resposta da pessoa de { $since } espera uma decisão há tempo demais (cadence review); até lá nada é enviado
rule-reply-unclear-restrict = na resposta de { $since } a pessoa diz onde ou quando não quer ser contatada; alguém precisa decidir (cadence review)
rule-optout-confirmation = o descadastro não é confirmado: { $why }
rule-step-date = a data do campo “{ $field }” não pode ser lida
rule-step-date-no_date = não há nenhuma data no campo “{ $field }”
rule-step-until = fora do horário de `until` do passo: hora local { $local }; { $open }
rule-step-until-closing = a menos de { $guard } do fim do horário de `until` do passo: hora local { $local }; { $open }
rule-step-expired = estava previsto para { $due }, e o conteúdo venceu em { $expired }
rule-step-late = estava previsto para { $due } e não saiu antes do fim do horário; o arquivo da campanha diz que nesse caso é pulado
conditions-counted = Condição de { $place }, para quem está em andamento: { $where }: { $true } sim, { $false } não, { $unknown } não se sabe
lead-branch = depois de { $step } seu ramo leva a { $to }, porque { $where }
lead-branch-other = depois de { $step } seu ramo leva a { $to }, porque não consta que alguma das condições se cumpra
rule-step-where = a etapa é só para as pessoas que cumprem: { $where }
rule-step-where-unknown = a etapa é só para as pessoas que cumprem: { $where }; desta não se sabe (sem um valor legível: { $unknown })
rule-for-some = { $text } (limite para as pessoas que cumprem: { $where })
rule-for-some-unknown = { $text } (limite para as pessoas que cumprem: { $where }; desta não se sabe, por isso o limite se aplica)
rule-not-known = a regra { $rule } não permite
rule-no-value = nenhum

## Palavras dos dados nessas frases

rule-term-mobile = celular
rule-term-fixed = fixo
rule-term-fixed_or_mobile = fixo ou celular
rule-term-other = especial
rule-term-running = em andamento
rule-term-stopped = parada
rule-term-ended = encerrada
rule-term-wrong_number = número errado
rule-term-invalid_number = número inválido
rule-term-wrong_address = é de outra pessoa
rule-term-invalid_address = nenhum e-mail chega a ele
rule-term-too_late = passaram mais de cinco minutos
rule-term-confirmed_before = já foi confirmado
rule-term-confirmed_by_carrier = a operadora já confirmou
rule-term-no_optout = não há nenhum
rule-term-held = uma linha de uma lista que aguarda uma decisão (cadence review)
rule-term-reply = uma resposta
rule-term-carrier = a operadora
rule-term-voice = telefone
rule-term-disposition = o atendente
rule-term-command = uma ordem
rule-term-list = a lista
rule-term-review = quem leu a resposta

## O resultado de um contato

outcome-sent = a operadora aceitou
outcome-delivered = chegou ao telefone
outcome-read = foi lido
outcome-undelivered = a rede não conseguiu entregar
outcome-expired = ainda estava na fila quando acabou o horário permitido
outcome-answered = atendeu e falou com um atendente
outcome-machine = caiu na caixa postal e nenhuma mensagem foi deixada
outcome-voicemail_left = uma mensagem foi deixada depois do sinal
outcome-busy = a linha estava ocupada
outcome-no_answer = ninguém atendeu
outcome-abandoned = atendeu, mas nenhum atendente assumiu a ligação
outcome-canceled = cancelado antes que alguém atendesse
outcome-invalid_number = o número não existe ou não aceita este tipo de contato
event-invalid-address = o endereço não existe ou não aceita este tipo de contato
outcome-opted_out = consta um descadastro na operadora
outcome-blocked = filtrado pela operadora ou pela rede
outcome-hung_up = atendida e desligada antes de sabermos quem tinha atendido
outcome-not_taken = recusado pela operadora por um erro nosso
outcome-too_fast = descartado pela operadora porque enviávamos rápido demais
outcome-failed = falhou
outcome-created = atribuído a uma pessoa da nossa equipe
outcome-done = concluída
outcome-declined = recusada por alguém da nossa equipe
outcome-overdue = ninguém informou o resultado a tempo
outcome-skipped = nada foi enviado
outcome-lost = não consta na operadora; conta como enviado e nunca é repetido

## O que um atendente informa

disposition-converted = objetivo alcançado
disposition-confirmed = confirmado
disposition-interested = tem interesse
disposition-refused = não quer
disposition-promised = prometeu algo para uma data
disposition-callback = ligar de novo
disposition-wrong_number = o número é de outra pessoa
disposition-do_not_contact = nunca mais contatar
disposition-other = outra coisa

## Por que um contato terminou

reason-completed = a cadência foi concluída
reason-unreached = a cadência foi concluída, mas nada chegou a ser enviado
reason-trial_made = o teste foi feito
reason-trial_refused = o teste foi recusado
reason-trial_expired = o teste não conseguiu sair a tempo
reason-budget_spent = acabou o orçamento de contatos da campanha
reason-account_reached = antes foi contatada outra pessoa da empresa
reason-account_stopped = outra pessoa da empresa disse ou fez o que encerra a cadência de todas
reason-campaign_stopped = a campanha foi encerrada
reason-campaign_ended = passou o último dia da campanha
reason-refused_by_rule = uma regra não permite continuar
reason-suppressed = excluído
reason-opted_out = pediu descadastro
reason-do_not_contact = pediu para nunca mais ser contatado
reason-no_valid_number = não resta nenhum número
reason-converted = objetivo alcançado
reason-confirmed = confirmado
reason-refused = não quer
reason-replied = respondeu

## O que uma resposta significa

meaning-revoke = um descadastro
meaning-revoke_part = um descadastro parcial
meaning-restrict = um lugar ou uma hora em que não quer ser contatado; alguém precisa decidir
meaning-hold = talvez um descadastro; alguém precisa decidir
meaning-help = pede ajuda
meaning-rejoin = quer voltar a receber mensagens
meaning-callback = pede uma ligação
meaning-answer = a resposta “{ $answer }”
meaning-none = não é um descadastro

## O que pode mudar um plano

news-reply = uma resposta
news-opt_out = um descadastro
news-disposition = o que o atendente informou
news-callback = uma ligação prometida
news-status = o aviso da operadora
news-resume = pode continuar
news-stop = a campanha terminou
news-version = outra versão da campanha
news-list = a lista foi corrigida
news-account = outra pessoa da empresa a encerrou para todas
news-task = o resultado de uma tarefa

## Finalidades

purpose-collections = cobrança
purpose-marketing = marketing
purpose-service = atendimento
purpose-survey = pesquisas

## O alcance de uma pausa ou exclusão

scope-everything = tudo
scope-all = tudo
scope-purpose = a finalidade { $value }
scope-campaign = a campanha { $value }
scope-channel = o canal { $value }
scope-sender = o nosso número { $value }
scope-floor = o grupo de atendentes { $value }
scope-lead = este contato
scope-template = o modelo de WhatsApp { $value }
scope-destination = o destino { $value }
scope-carrier = tudo o que passa pela operadora

## O que se aguarda, depois de “aguarda”

hold-campaign-running = o fim de uma pausa: { $scope }
hold-template-usable = que se possa usar { $scope }: corrija-o; depois `cadence resume --template`, ou --fallback (ramo `failed`)
hold-destination-enabled = que a operadora libere { $scope }: depois `cadence resume --destination`
hold-zone-known = que se conheça o fuso horário da pessoa
hold-pack-valid = um pacote normativo que se possa ler ({ $key }), ou `without_pack` para um país que não tem nenhum
hold-registry-fresh = uma cópia recente da lista oficial “{ $key }”: cadence registry import
hold-window-opens = um horário possível: entre as janelas e as regras não sobra nenhum
plan-account-turn = que termine a vez de outra pessoa da mesma empresa
hold-wrap_up = que o atendente informe o resultado de uma conversa
hold-engine-error = que alguém examine um erro ({ $key }); `cadence resume --lead` libera o contato
hold-carrier-answer = que a operadora diga o que aconteceu com um contato cuja resposta se perdeu
hold-reply-reviewed = que alguém decida sobre uma resposta que pode ser um descadastro; `cadence review` a mostra
hold-row-reviewed = que alguém decida sobre uma linha de uma lista que pode ser um descadastro; `cadence review` a mostra
hold-reply-awaited = que a pessoa responda a uma pergunta
hold-task-result = o resultado de uma tarefa

## Quem ou o que fez

by-gate = as regras
by-carrier = a operadora
by-person = a pessoa
by-list = a lista { $list }
by-announcement = ligação prometida
by-step = a cadência
by-callback = uma ligação prometida
by-inbound = o descadastro da pessoa
by-trial = um teste
by-command = uma ordem
by-temporal = Temporal
by-workflow = o workflow
by-plan = o plano
by-overdue = o prazo de uma tarefa
by-reply = a mensagem da pessoa
by-held = uma linha de uma lista que aguarda uma decisão
by-journal = o diário de pedidos para parar, depois de restaurar um backup
by-review = quem leu a resposta
by-disposition = o que o atendente informou

## O relatório de um contato

lead-no-name = (sem nome)
lead-erased = (apagado)
lead-zones = fusos
lead-number = número
lead-address = endereço
lead-unknown = desconhecido
lead-number-closed = encerrado: { $why }
zone-stated = { $zone } segundo a lista { $detail }
zone-stated-within = { $zone } segundo a lista (fica em { $place })
zone-address = { $zone } segundo o endereço { $detail }
zone-number = { $zone } segundo o número { $detail }
lead-because = motivo:
lead-now = agora
lead-overdue = atrasado; `cadence doctor` diz mais
lead-evidence = evidência
lead-day-left = Nesse dia algo foi enviado ou uma ligação foi feita.
lead-elsewhere = não está nela: um dos seus números está nela desde { $since }, pela lista { $list }
lead-behind = { $campaign }: na fila desde { $at }; espera que termine a vez de outra pessoa da mesma empresa
lead-held-back = { $campaign }: na lista desde { $at }, à espera do fim do piloto; `cadence launch { $campaign } --rest` inclui o restante
lead-carrier = textos e gravações apagados na operadora: { $done } de { $items }
lead-carrier-next = próxima tentativa: { $at }
lead-carrier-answer = resposta da operadora: { $error }
lead-not-selected = { $campaign }: não selecionado no lançamento da lista em { $at }, porque { $why }
lead-not-selected-now = { $campaign }: agora não seria selecionado, porque { $why }
lead-selected-now = { $campaign }: não selecionado no lançamento da lista em { $at }; agora cumpre a condição, então o próximo lançamento da lista o seleciona
lead-no-condition-now = { $campaign }: não selecionado no lançamento da lista em { $at }; o arquivo já não tem condição, então o próximo lançamento da lista o seleciona
lead-day-to-come = Esse dia ainda não chegou. Como está agora:
lead-day-silent = Nesse dia nada foi enviado:
lead-costs = Quanto custou
lead-price = Preço
lead-price-carrier = informado pela operadora
lead-price-tariff = tarifa própria
lead-price-no-tariff = sem preço, porque não há tarifa
lead-price-unknown-size = sem preço, porque não se sabe a duração ou o tamanho
lead-price-total = total
lead-price-without = { $touches ->
    [one] { $touches } mensagem ou ligação não tem preço: o total real é maior
   *[other] { $touches } mensagens e ligações não têm preço: o total real é maior
}
task-for-anybody = quem estiver livre
consent-purpose = { " " }para { $purpose }
number-theirs = o { $number }º número da pessoa
address-theirs = o { $number }º endereço da pessoa
number-every = todos os números da pessoa, também os que tiver depois
number-former = um número que a pessoa teve antes

## A exportação para um auditor

audit-title = Exportação de auditoria
audit-files = As tabelas que acompanham esta página contêm os mesmos fatos com todos os detalhes; manifest.json contém o hash de cada arquivo.
audit-about = conteúdo
audit-made = data e autor
audit-why = motivo
audit-proven = comprovante
audit-sealed-nothing = nada foi selado ainda
audit-sealed = bloco { $block } com { $leaves ->
    [one] uma folha selada
   *[other] { $leaves } folhas seladas
}
audit-utc = UTC
audit-local = hora local da pessoa
audit-what = o que aconteceu, ou não
audit-by = responsável

## O plano de um lançamento: títulos de no máximo 13 letras, e depois as suas linhas

plan-list = lista
plan-law = lei
plan-enter = entrada
plan-enter-again = voltam
plan-in-already = já estão
plan-left-out = de fora
plan-share-phone = dividem
plan-opt-outs = descadastros
plan-carrier = operadora
plan-reached = alcançados
plan-not-reached = sem alcance
plan-skipped = pulada
plan-packs = pacotes
plan-floor = atendentes
plan-needs = precisa de
plan-total = no total
plan-cost = custo
plan-goal = meta
plan-goal-column = uma conversão vale a quantia da coluna { $column }, em { $currency }
plan-goal-all-missing = nenhum contato da lista tem uma quantia em “{ $column }”: o relatório só saberá quanto valem as suas conversões se um evento o disser
plan-goal-some-missing = { $missing } de { $total ->
        [one] { $total } contato
       *[other] { $total } contatos
    } não { $missing ->
        [one] tem
       *[other] têm
    } uma quantia legível em “{ $column }”: o relatório só saberá quanto valem as suas conversões se um evento o disser
plan-goal-meant = ; talvez “{ $meant }”?
plan-head = { $campaign }, se for lançada em { $at } UTC; ninguém foi contatado
plan-nobody = Ninguém seria incluído em { $campaign }.
plan-reached-of = { $reached } de { lead-count }
plan-one-by-one = no máximo { $places ->
    [one] { $places } fica
   *[other] { $places } ficam
} em andamento ao mesmo tempo (in_flight), então os outros começam mais tarde do que se mostra
plan-skipped-by = { $step }: { $count } por { $rule }
plan-steps = quando é a vez de cada passo
plan-first-touches = primeiros contatos, na hora local de cada pessoa
plan-no-step = a campanha não tem nenhuma etapa para eles
plan-rules = regras que impediram um contato, um número ou uma hora: contatos afetados, do total verificado
plan-own-rule = o arquivo da campanha, as regras da empresa ou o próprio motor
plan-pack-rules = { $pack } ({ $rules ->
    [one] { $rules } regra
   *[other] { $rules } regras
})
plan-no-packs = nenhum
plan-pace = { $floor }: { $agents ->
    [one] { $agents } atendente
   *[other] { $agents } atendentes
}, cerca de { $calls ->
    [one] { $calls } ligação
   *[other] { $calls } ligações
} de { $length } min (com o toque e o pós-atendimento); { $hours ->
    [one] { $hours } hora
   *[other] { $hours } horas
} de funcionamento por semana, o bastante para { $daily } por dia: { $days ->
    [one] { $days } dia
   *[other] { $days } dias
}
plan-tasks = tarefas
plan-task-pace = { $about ->
    [all] todas as tarefas
   *[other] { $about }
}: cerca de { $tasks ->
    [one] { $tasks } tarefa
   *[other] { $tasks } tarefas
}, no máximo { $max } por dia: { $days ->
    [one] { $days } dia útil
   *[other] { $days } dias úteis
} ({ $rule })
plan-needs-reader = uma pessoa que leia as respostas: uma resposta que não seja claramente inofensiva retém os contatos até a decisão com `cadence review`
plan-in-total = cerca de { $touches ->
    [one] { $touches } mensagem ou ligação
   *[other] { $touches } mensagens e ligações
} até { $day }, se as pessoas responderem como na simulação
plan-cost-range = cerca de { $expected }; no mínimo { $least }, no máximo { $most } sem contar as ligações que as pessoas pedirem
plan-cost-missing = as regras da empresa não têm tarifa para { $named }; os valores não incluem esses contatos
plan-cost-none = as regras da empresa não têm tarifas, então nenhum valor é conhecido
plan-added = { $count } de { $total }; { $coming ->
    [0] ninguém será incluído
    [one] { $coming } será incluído
   *[other] { $coming } serão incluídos
}
plan-pilot = piloto
plan-pilot-first = { $first ->
    [one] o primeiro
   *[other] os primeiros { $first }
} da lista: { $coming ->
    [one] entra { $coming }
   *[other] entram { $coming }
} de { $total } e { $held ->
    [one] { $held } fica
   *[other] { $held } ficam
} em espera
plan-pilot-share = { $share } % das pessoas: { $coming ->
    [one] entra { $coming }
   *[other] entram { $coming }
} de { $total } e { $held ->
    [one] { $held } fica
   *[other] { $held } ficam
} em espera
plan-rest = restante
plan-rest-coming = de quem ficou em espera { $coming ->
    [one] entra { $coming }
   *[other] entram { $coming }
} de { $held }
plan-rest-lacking = { $count ->
    [one] { $count } continua
   *[other] { $count } continuam
} em espera: a campanha precisa de { $about }
plan-rest-checked = o plano examina { $count ->
    [one] a primeira pessoa
   *[other] as primeiras { $count } pessoas
}
plan-does-it = Nada foi alterado. `{ $command }` faz isso.
plan-nothing = Nada mudaria.
plan-rest-not-for = { $count ->
    [one] { $count } continua em espera: não cumpre a condição `{ $about }` da campanha, ou não se sabe se a cumpre
   *[other] { $count } continuam em espera: não cumprem a condição `{ $about }` da campanha, ou não se sabe se a cumprem
}
plan-rest-nobody = Não há ninguém em espera em { $campaign }.
plan-shared = { $people ->
    [one] { $people } pessoa
   *[other] { $people } pessoas
}: { $numbers ->
    [one] { $numbers } número pertence
   *[other] { $numbers } números pertencem
} a mais de uma pessoa
plan-row-opt-outs = { $count } de { $rows ->
    [one] { $rows } linha
   *[other] { $rows } linhas
}; valem mesmo que a linha seja recusada por outro motivo
plan-ready = os remetentes e os modelos estão prontos, segundo a operadora
plan-findings = { $count ->
    [one] { $count } problema faria
   *[other] { $count } problemas fariam
} o lançamento falhar
plan-unchecked = os remetentes e os modelos não foram verificados: { $error }

law-none = NENHUMA: este arquivo desativa todos os pacotes
law-of-places = a do lugar de cada pessoa
law-and-packs = , e a de { $packs }
law-without = ; nenhuma para { $countries }

enter-once = cada pessoa uma vez
enter-again = cada pessoa uma vez, e de novo { $span } depois de terminar
enter-per-date = cada pessoa uma vez para cada data de { $field }

left-out-under_way = { $count } ainda em andamento
left-out-once = { $count ->
    [one] { $count } já teve
   *[other] { $count } já tiveram
} a campanha, em que cada pessoa entra uma só vez
left-out-too_soon = { $count ->
    [one] { $count } terminou
   *[other] { $count } terminaram
} há muito pouco tempo
left-out-same_date = { $count ->
    [one] { $count } já está
   *[other] { $count } já estão
} na campanha para esta data
left-out-elsewhere = { $count ->
    [one] { $count } está
   *[other] { $count } estão
} na campanha com o nome de outra lista

list-rows = { $rows ->
    [0] { $rows } linhas
    [one] { $rows } linha
   *[other] { $rows } linhas
}: { lead-count }
list-repeated = { $count ->
    [one] { $count } repetida
   *[other] { $count } repetidas
}
list-refused = { $count ->
    [one] { $count } recusada
   *[other] { $count } recusadas
}
list-incomplete = { $count } com algo omitido
list-open-quote = ; as aspas da linha { $line } não foram fechadas
list-report = ; veja { $file }

## Quais contatos passam para um arquivo alterado

moving-none = Nenhum contato está em andamento com outra versão: não há o que mover.
moving-under-way = Em andamento: { $versions }.
moving-version = { $count } na versão { $version }
moving-with-file = Com este arquivo: { $going ->
    [0] { $going } contatos mudam
    [one] { $going } contato muda
   *[other] { $going } contatos mudam
} de versão, { $staying ->
    [0] { $staying } mantêm
    [one] { $staying } mantém
   *[other] { $staying } mantêm
} a sua.
moving-earliest = em { $at } UTC, no mínimo
moving-held = { $count ->
    [one] { $count } retido
   *[other] { $count } retidos
}
moving-skips = { $count ->
    [one] { $count } pula
   *[other] { $count } pulam
} esta etapa por { $rule }
moving-stay = { $count ->
    [one] fica
   *[other] ficam
}: { $why } ({ $names })
moving-more = { $names } e mais { $count }; --json mostra todos
moving-in-line = na fila, e começariam com a versão { $version }
moving-lacking = dos próximos { $count }, sem os dados de uma etapa, que seria pulada no caso deles: { $about }

staying-step_gone = a etapa atual deles não está no arquivo novo: { $about }
staying-step_changed = a etapa atual deles usa outro canal no arquivo novo: { $about }
staying-step_again = o arquivo novo repetiria uma etapa que já tiveram: { $about }
staying-promise = foi prometida uma ligação a eles, e o arquivo novo não faz ligações
staying-text = um texto ou uma data do arquivo novo não pode ser preenchido para eles: { $about }
staying-one_touch = as etapas deles terminaram; só falta uma ligação prometida ou uma confirmação
staying-no_plan = não foi possível planejar a próxima etapa deles com o arquivo novo; veja o log

## A resposta de `judge`, e as proporções de ligações abandonadas

verdict-allow = PERMITIDO
verdict-defer = ADIADO
verdict-hold = RETIDO
verdict-refuse = NÃO PERMITIDO
judge-until = até
judge-zones = fusos
judge-packs = pacotes
judge-source = fonte
judge-ratio = proporção
judge-waived = não se aplica, porque a própria pessoa pediu esta ligação: { $rule }
judge-not-selected = a campanha não seleciona esta pessoa, porque { $why }
judge-no-ratio = nenhum limite de ligações abandonadas se aplica a esta campanha e a esta pessoa
ratio-share = { $rule }: { $part } de { $whole } ({ NUMBER($share, style: "percent", maximumFractionDigits: 2) }); máximo, { NUMBER($most, style: "percent", maximumFractionDigits: 2) }
ratio-aim = , meta { NUMBER($target, style: "percent", maximumFractionDigits: 2) }
ratio-since = , desde { $since } UTC
ratio-late = { " " }ou demoraram mais de { $seconds } s
ratio-breached = ACIMA DO QUE A LEI PERMITE: os atendentes não assumiram estas ligações{ $late }. Nenhuma regra impede uma ligação por isso, e { ratio-no-pace }. Pare a campanha com `cadence pause` até que os atendentes deem conta e consulte o jurídico
ratio-beyond-aim = acima da meta, não do máximo: os atendentes não assumiram estas ligações{ $late }; { ratio-no-pace }. Veja por que os atendentes demoram
ratio-no-pace = uma ligação só sai quando há um atendente livre, então não há ritmo a reduzir

## Contatos julgados de novo por um pacote

backtest-rule-stopped = { $rule } impediu o contato
backtest-rule-deferred = { $rule } adiou o contato até { $until }
backtest-stopped = { $count ->
        [one] { $count } impedido
       *[other] { $count } impedidos
    }
backtest-deferred = { $count ->
        [one] { $count } adiado
       *[other] { $count } adiados
    }
backtest-by-change = ; { $count } deles só pela mudança
backtest-sum = { $pack }: { $judged ->
        [one] { $judged } contato enviado
       *[other] { $judged } contatos enviados
    }; teriam sido impedidos { $stopped } e adiados { $deferred }{ $change }.

## Alertas

alert-pause-reason = alerta «{ $alert }»: { $figure } estava em { $value } (n { $n }); condição: { $condition }
alert-heading = alerta
alert-watched = { $alert }: { $condition }; faz: { $does }
alert-does-log = log
alert-does-webhook = webhook
alert-does-pause = pausa
