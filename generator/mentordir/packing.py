"""Numbers and words as short text, which is small as it stands and smaller when a host compresses it.

templates/assets/search/packing.js reads what this writes.

    number     base 32, highest digit first; the last digit is one of the first 32 letters of ALPHABET, the others of the rest
    ids        ascending numbers, each as its distance from the one before, the first from -1, less one
    words      ascending words, with spaces between: how many characters each shares with the one before, and the rest
    column     a set of values for each row, as the number of the set, in digits of CODES with a string for each digit
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
# What JSON writes as it is, without what could make chance look like an address, an entity or a tag.
CODES = "".join(chr(code) for code in range(35, 127) if chr(code) not in "\\@&%<>")
_BASE = len(CODES)


@cache
def pack_number(number: int) -> str:
    """One number, from 0."""
    text = ALPHABET[number & 31]
    while number := number >> 5:
        text = ALPHABET[32 + (number & 31)] + text
    return text


def pack_ids(ids: Iterable[int]) -> str:
    """Ascending ids, each once."""
    previous = -1
    parts = []
    for number in ids:
        parts.append(pack_number(number - previous - 1))
        previous = number
    return "".join(parts)


def sort_key(word: str) -> bytes:
    """Words in the order of JavaScript's `<`, which compares UTF-16."""
    return word.encode("utf-16-be")


def pack_words(words: Iterable[str]) -> str:
    """Words in the order of `sort_key`, or any in which neighbours begin alike."""
    parts = []
    previous = ""
    for word in words:
        shared = 0
        limit = min(len(previous), len(word), len(ALPHABET) - 1)
        while shared < limit and previous[shared] == word[shared]:
            shared += 1
        parts.append(ALPHABET[shared] + word[shared:])
        previous = word
    return " ".join(parts)


def pack_column(rows: Sequence[Sequence[int]]) -> dict[str, Any]:
    """{"sets": the distinct sets of values, commonest first, "codes": one string for each digit of their numbers, lowest first}."""
    distinct = Counter(map(tuple, rows))
    order = sorted(distinct, key=lambda values: (-distinct[values], values))
    number = {values: index for index, values in enumerate(order)}
    return {"sets": [list(values) for values in order], "codes": pack_digits([number[tuple(row)] for row in rows])}


def pack_digits(numbers: Sequence[int]) -> list[str]:
    """Numbers as digits of CODES, a string for each digit, lowest first: digits of one kind compress better together."""
    strings = ["".join(CODES[number % _BASE] for number in numbers)]
    while any(numbers := [number // _BASE for number in numbers]):
        strings.append("".join(CODES[number % _BASE] for number in numbers))
    return strings


def cut_evenly(sizes: Sequence[int], target: int, may_cut: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """(start, end) of parts of about `target` together, cut where allowed; a part never grows beyond twice the target."""
    start = size = 0
    for index, next_size in enumerate(sizes):
        if index > start and (size >= 2 * target or (size >= target and may_cut[index])):
            yield start, index
            start, size = index, 0
        size += next_size
    if start < len(sizes):
        yield start, len(sizes)
