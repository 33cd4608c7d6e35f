# Lo que dice cada tipo de código de un servidor de correo, como final de «el operador dice: ...».

mail-person = la persona marcó el correo como no deseado
mail-number = la dirección no existe o su buzón está cerrado
mail-unreachable = el buzón está lleno o no se pudo contactar con su servidor
mail-filtered = el servidor de destino rechazó el correo por sus propias reglas
mail-content = el correo no se puede enviar tal como está
mail-sender = el servidor de envío no acepta nuestro remitente
mail-unknown = el motivo que dio el servidor de correo no aclara nada más
