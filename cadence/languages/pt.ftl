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
