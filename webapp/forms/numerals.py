"""Small numbers as words."""

_IN_ORDER = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    *("nineteen", "twenty"),
)
NUMERALS = {word: number for number, word in enumerate(_IN_ORDER, start=1)}
