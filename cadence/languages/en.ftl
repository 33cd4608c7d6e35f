# The sentences of the engine in English, for support and for the people it contacts.
#
# An id is the same in every language, and so are its arguments. docs/howto/add-a-language.md has the rules.

## Dates

weekday = { $day ->
    [1] Mon
    [2] Tue
    [3] Wed
    [4] Thu
    [5] Fri
    [6] Sat
   *[7] Sun
}
