# Las frases del motor en español, para el equipo de soporte y para las personas a las que contacta.
#
# Cada identificador y sus argumentos son los mismos en todos los idiomas; docs/howto/add-a-language.md tiene las reglas.

## Fechas

weekday = { $day ->
    [1] lun
    [2] mar
    [3] mié
    [4] jue
    [5] vie
    [6] sáb
   *[7] dom
}
