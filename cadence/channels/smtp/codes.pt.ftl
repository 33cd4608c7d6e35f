# O que diz cada tipo de código de um servidor de e-mail, como final de “a operadora diz: ...”.

mail-person = a pessoa marcou o e-mail como spam
mail-number = o endereço não existe ou a caixa de entrada foi encerrada
mail-unreachable = a caixa de entrada está cheia ou não foi possível contatar o servidor
mail-filtered = o servidor de destino recusou o e-mail pelas próprias regras
mail-content = o e-mail não pode ser enviado como está
mail-sender = o servidor de envio não aceita o nosso remetente
mail-unknown = o motivo que o servidor de e-mail deu não esclarece mais nada
