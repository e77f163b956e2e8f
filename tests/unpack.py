"""The other half of mentordir.packing, to look into an index that was built."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mentordir.packing import ALPHABET, CODES


def unpack_numbers(text: str) -> list[int]:
    numbers, number = [], 0
    for letter in text:
        digit = ALPHABET.index(letter)
        number = number * 32 + digit % 32
        if digit < 32:
            numbers.append(number)
            number = 0
    return numbers


def unpack_ids(text: str) -> list[int]:
    ids, previous = [], -1
    for step in unpack_numbers(text):
        previous += step + 1
        ids.append(previous)
    return ids


def unpack_words(text: str) -> list[str]:
    words, previous = [], ""
    for packed in text.split(" ") if text else ():
        previous = previous[: ALPHABET.index(packed[0])] + packed[1:]
        words.append(previous)
    return words


def unpack_digits(strings: list[str]) -> list[int]:
    return [sum(CODES.index(digit) * len(CODES) ** place for place, digit in enumerate(row)) for row in zip(*strings, strict=True)]


def unpack_column(packed: Mapping[str, Any], rows: int) -> list[tuple[int, ...]]:
    """The values of each row; a column written as lists doesn't keep the order within a row."""
    if "codes" in packed:
        return [tuple(packed["sets"][number]) for number in unpack_digits(packed["codes"])]
    found: list[list[int]] = [[] for _ in range(rows)]
    for value, text in enumerate(packed["lists"]):
        for row in unpack_ids(text):
            found[row].append(value)
    return [tuple(values) for values in found]


class BuiltIndex:
    """The index of a built site, as a browser finds it."""

    def __init__(self, site: Path) -> None:
        self.manifest = json.loads((site / "search" / "manifest.json").read_bytes())
        self.folder = site / "search" / self.manifest["folder"]

    def file(self, name: str) -> Any:
        return json.loads((self.folder / f"{name}.json").read_bytes())

    def starts(self, part: str) -> list[str]:
        return unpack_words(self.manifest["starts"][part])

    def shards(self, part: str) -> list[list[str]]:
        return [self.file(f"{part}-{number}") for number in range(len(self.starts(part)))]

    def words(self, part: str) -> dict[str, dict[str, str]]:
        """word -> mark -> what follows it."""
        found = {}
        for shard in self.shards(part):
            words = unpack_words(shard[0])
            lists = shard[1].split(" ") if len(shard) > 1 else [""] * len(words)
            for word, text in zip(words, lists, strict=True):
                found[word] = dict(re.findall(r"([^A-Za-z0-9_-])([A-Za-z0-9_-]*)", text))
        return found

    def cards(self) -> list[dict[str, Any]]:
        """The card files in their order, which is the fair one."""
        return [json.loads(path.read_bytes()) for path in sorted(self.folder.glob("cards-*.json"), key=_number_of)]


def _number_of(path: Path) -> int:
    return int(path.stem.rsplit("-", 1)[1])
