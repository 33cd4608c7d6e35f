# As frases de `cadence privacy record`. As regras estão em docs/howto/add-a-language.md.

processing-title = Registro das operações de tratamento
processing-made = Elaborado com o que está em vigor em { $at }.
processing-missing = Acrescente o que o motor não sabe: o contato do controlador e do encarregado de dados, as transferências internacionais com suas garantias e os contratos com os destinatários.
processing-no-campaign = Nenhuma campanha foi lançada ainda.
processing-version = versão { $version }
processing-people-consumer = { $count ->
    [one] { $count } pessoa, consumidora
   *[other] { $count } pessoas, consumidoras
}
processing-people-business = { $count ->
    [one] { $count } pessoa no trabalho
   *[other] { $count } pessoas no trabalho
}
processing-own-data = identificador, nome, telefones e endereços, fuso horário, consentimentos, o que foi enviado, dito e respondido, e quando
processing-draft = , um rascunho que o jurídico não aprovou
processing-at-least = { $years ->
    [one] no mínimo { $years } ano
   *[other] no mínimo { $years } anos
}
processing-at-most = { $years ->
    [one] no máximo { $years } ano
   *[other] no máximo { $years } anos
}

processing-name-campaign = Campanha
processing-name-controller = Controlador
processing-name-purpose = Finalidade
processing-name-people = Titulares
processing-name-countries = Países
processing-name-lists = Listas
processing-name-basis = Base legal
processing-name-data = Dados
processing-name-answers = Respostas guardadas
processing-name-law = Normas
processing-name-kept = Registros que a lei manda guardar

processing-basis-opt_in = consentimento registrado
processing-basis-customer = clientes próprios
processing-basis-contract = contrato
processing-basis-legitimate_interest = legítimo interesse
processing-basis-none_needed = o consentimento não é necessário

processing-recipients = Destinatários
processing-no-recipient = Nenhum está configurado.
processing-carrier = { $name }, que transporta { $what }: números, textos e horários. Endereço: { $address }
processing-mail = { $name }, que encaminha o e-mail: endereços, textos e horários. Endereço: { $address }
processing-endpoint = { $name }, que recebe eventos sem nomes, números nem textos: { $what }. Endereço: { $address }
processing-key = { $name }, que pode ler nomes, números e textos pela API, como { $what }

processing-how-long = Prazos de conservação
processing-until-erased = O que se guarda de uma pessoa é mantido até `cadence privacy erase`. Então nomes, números, textos, respostas e provas são apagados; os contatos e as decisões ficam sem eles. Pede-se à operadora que apague os textos e as gravações que tiver, e um evento é enviado aos outros sistemas.
processing-retention-people = Uma pessoa é apagada automaticamente quando passa este prazo desde a última coisa que aconteceu com ela, se não tiver nenhuma cadência, tarefa nem promessa aberta: { $time }. Se a lei exigir um prazo maior, vale o da lei.
processing-retention-texts = Os textos, as respostas guardadas e os textos das tarefas fechadas são apagados automaticamente ao fim deste prazo: { $time }. Se a lei exigir um prazo maior, vale o da lei.
processing-no-retention = Não foi definido nenhum prazo para apagar automaticamente pessoas e textos.
processing-years = { $count ->
    [one] { $count } ano
   *[other] { $count } anos
}
processing-months = { $count ->
    [one] { $count } mês
   *[other] { $count } meses
}
processing-days = { $count ->
    [one] { $count } dia
   *[other] { $count } dias
}
processing-suppressions = Os pedidos para parar são mantidos para sempre, como resumos com chave, para que ninguém que pediu para parar volte a ser contatado.
processing-strangers = { $days ->
    [one] O remetente de um pedido para parar que não corresponde a ninguém é apagado depois de { $days } dia.
   *[other] O remetente de um pedido para parar que não corresponde a ninguém é apagado depois de { $days } dias.
}
processing-events = { $days ->
    [one] Os eventos para outros sistemas são apagados depois de { $days } dia.
   *[other] Os eventos para outros sistemas são apagados depois de { $days } dias.
}

processing-protection = Medidas de segurança
processing-hashes = Os pedidos para parar e as listas oficiais são comparados por resumos com chave. Os logs e os fluxos de trabalho contêm identificadores, não nomes, números nem textos.
processing-roles = Cada sistema tem a própria chave com um papel; nomes, números e textos só são mostrados a papéis que podem ver pessoas.
processing-orders = Cada ordem fica registrada: quem a deu, quando, de onde e por quê. `cadence audit verify` encontra os fatos que foram alterados no banco de dados.
processing-signed = O que foi selado é assinado fora do banco de dados.
processing-not-signed = Nada é assinado fora do banco de dados: CADENCE_AUDIT_KEY e CADENCE_CHECKPOINTS não estão definidas aqui.
