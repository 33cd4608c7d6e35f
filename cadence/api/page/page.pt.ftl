# As frases da página que o navegador mostra. As regras estão em docs/howto/add-a-language.md.

web-skip = Ir para o conteúdo
web-navigation = Menu principal
web-languages = Idioma
web-campaigns = Campanhas
web-campaign = Campanha
web-state = Estado
web-in-line = Na fila
web-open = Em andamento
web-finished = Concluídos
web-no-campaigns = Ainda não há campanhas.
web-state-running = Em execução
web-state-stopped = Encerrada definitivamente
web-state-ended = Terminada
web-paused-by = Em pausa: { $scope }, desde { $at } UTC, por { $who }

## Signing in

web-sign-in = Entrar
web-sign-out = Sair
web-key = Chave da API
web-key-help = A chave não é guardada. A sessão dura no máximo 12 horas, e nunca mais do que a validade da chave. Quem administra o servidor cria uma:
web-wrong-key = Esta chave não é válida. Pode estar incompleta, revogada ou expirada.
web-signed-out = Sua sessão terminou.
web-many-pages = Isto não é mais atualizado, porque há páginas mais recentes abertas. Recarregue esta página para ver as mudanças.

## What is refused

web-refused = Não é possível mostrar
web-refused-403 = Sua função não permite isso, ou o formulário não foi enviado desta página.
web-refused-404 = Não há nada neste endereço.
web-refused-409 = A situação mudou: talvez alguém já tenha feito isso antes de você.
web-refused-422 = Falta algo no formulário ou no endereço, ou não é possível lê-lo. Uma ordem precisa de um motivo de no máximo 500 caracteres.
web-refused-429 = Pedidos demais. Aguarde um momento e tente de novo.
web-refused-503 = O banco de dados não responde. Tente de novo em instantes.
web-refused-other = Ocorreu um erro. Tente de novo em instantes.
web-back-to-campaigns = Ir para as campanhas

## One campaign

web-now = Agora
web-live-in-the-air = Saindo
web-live-waiting = À espera de um agente livre
web-live-oldest-due = Pendente há mais tempo
web-live-promises = Ligações prometidas na próxima hora
web-live-failed = Última falha
web-live-since = { $at }, há { $span }
web-live-nothing-due = nada
web-pause = Pausar
web-resume = Retomar
web-why = Motivo
web-pause-help = A partir de agora não sai mais nada. Ninguém é removido, e o tempo em pausa não conta como espera.
web-resume-help = Quem esperava continua aos poucos. As demais pausas continuam valendo.
web-did-paused = A campanha está em pausa.
web-did-resumed = A campanha continua.
web-figures = Números
web-from = De
web-to = Até
web-show = Mostrar
web-by = Por
web-beside = Comparar campanhas
web-beside-which = Marque de duas a { $most } campanhas para vê-las lado a lado.
web-compare = Comparar segmentos
web-compare-by = Comparar por { $by }
web-by-hour = A que horas as pessoas atendem?
web-csv = Baixar em CSV
web-made-at = Contagem de { $at }.
web-no-figures = Não é possível contar os números agora, porque o banco de dados não responde ou porque há muitas pessoas olhando ao mesmo tempo. Recarregue a página em instantes.
web-fell = Nesta semana, mais baixa do que na metade das semanas anteriores: { $figure }.
web-by-week = Semana a semana: { $figure }
web-every-week = Semana a semana mostra as últimas doze semanas, sejam quais forem os dias escolhidos acima.
web-as-table = Em uma tabela
web-hours = Respostas por hora e dia da semana
web-limits = Ao lado de cada taxa estão os limites entre os quais ela fica em 95 de cada 100 casos. Se os limites de dois grupos se sobrepõem muito, eles podem muito bem ser iguais.
web-nothing-counted = Nada foi contado.

## Leads

web-leads-of = Contatos: { $what }
web-lead = Contato
web-last = Quando
web-times = Tentativas que contam
web-no-leads = Ninguém é contado aqui.
web-more-leads = Estes são os primeiros { $count }. O CSV contém todos.

## One lead

web-story = O que aconteceu
web-their-clock = No horário local da pessoa
web-what = O quê
web-nothing-ahead = Não há nada previsto.

## Tasks

web-tasks = Tarefas
web-task = Tarefa
web-no-tasks = Não há nada pendente.
web-holds = retém os envios até que alguém decida
web-harmless = Não é um pedido de saída
web-revoke = É um pedido de saída: encerrar tudo
web-channel = Canal
web-restrict = Encerrar este canal
web-done = Concluída
web-declined = Não será feita
web-due = resultado até { $at } UTC
web-did-decided = Ficou registrado.

## What comes next

web-find = Procurar um contato
web-go = Ir
web-several = Vários contatos correspondem:
web-nobody = Nenhum contato tem esse identificador na sua lista, esse número ou esse identificador próprio.
web-promises = Ligações prometidas e fila
web-promised-calls = Ligações prometidas nas próximas 24 horas
web-missed-after = Uma ligação prometida que não é feita em até 15 minutos depois da hora conta como perdida.
web-no-promises = Não há ligações prometidas para este período.
web-when = Quando
web-late = { $minutes } min de atraso
web-held-for = aguarda { $hold }
web-in-line-now = Na fila para entrar: { $count }.
web-days-left = Entradas nos últimos 7 dias: { $enrolled }. Neste ritmo, o último entra em { $days ->
    [one] { $days } dia
   *[other] { $days } dias
}.
web-nobody-lately = Nos últimos 7 dias ninguém entrou.
