"""Text -> words as the search knows them. templates/assets/search/text.js does the same to what a trainee types.

Case, accents and hyphens don't matter: "García-López" has the words garcia, lopez and, for those who write it as one,
garcialopez. Scripts without spaces are cut into single characters and pairs.
"""

import re
import sys
import unicodedata
from dataclasses import dataclass
from functools import cache

# Accents, vowel points and the Arabic stretch: what people leave out when they type.
_MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]")
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ς": "σ"}
    | {"ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه"}  # one keyboard's letter for another's
)
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff"
_UNSPACED_RUN = re.compile(f"[{_UNSPACED}]+|[^{_UNSPACED}]+")
_IS_UNSPACED = re.compile(f"[{_UNSPACED}]")

# Within a word these join: o'brien, ob/gyn, pm&r, pre-med, m.d.
_JOINERS = "'’ʼ/&.·+‐‑-"
_ASCII_WORD = re.compile(r"[a-z0-9]+(?:['/&.+-][a-z0-9]+)*")
_PARTS = re.compile(f"[{_JOINERS}]")
MAX_JOINED = 16


@dataclass(frozen=True, slots=True)
class Words:
    """`words[i]` stands at place i; `joined` are (word, place) of the same text in other cuts: compounds as one, and pairs."""

    words: list[str]
    joined: list[tuple[str, int]]


def fold_text(text: str) -> str:
    """Without case and accents, compatible forms made one."""
    if text.isascii():
        return text.lower()
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", text)).lower()
    return unicodedata.normalize("NFC", bare.translate(_LETTERS))


def split_words(text: str) -> Words:
    """The words of a text, in order."""
    folded = fold_text(text)
    words: list[str] = []
    joined: list[tuple[str, int]] = []
    for found in (_ASCII_WORD if folded.isascii() else _any_word()).findall(folded):
        if found.isascii() and found.isalnum():
            words.append(found)
            continue
        place = len(words)
        parts = _PARTS.split(found)
        for part in parts:
            _add_part(part, words, joined)
        if len(parts) > 1 and (whole := "".join(parts)) and len(whole) <= MAX_JOINED:
            joined.append((whole, place))
    return Words(words, joined)


def _add_part(part: str, words: list[str], joined: list[tuple[str, int]]) -> None:
    if part.isascii() or not _IS_UNSPACED.search(part):
        words.append(part)
        return
    for run in _UNSPACED_RUN.findall(part):
        if not _IS_UNSPACED.match(run):
            words.append(run)
            continue
        joined.extend((run[i : i + 2], len(words) + i) for i in range(len(run) - 1))
        words.extend(run)


@cache
def _any_word() -> re.Pattern[str]:
    """Letters, digits and the marks that belong to them in other scripts, which the re module doesn't count as letters."""
    marks = "".join(chr(code) for code in range(0x300, sys.maxunicode) if code < 0x12000 and unicodedata.category(chr(code))[0] == "M")
    character = rf"(?:[^\W_]|[{marks}])"
    return re.compile(rf"{character}+(?:[{_JOINERS}]{character}+)*")


_LINK_TARGET = re.compile(r"\]\([^)\s]*\)|<?https?://\S+")


def without_targets(markdown: str) -> str:
    """Markdown without the addresses in it: nobody searches for those."""
    return _LINK_TARGET.sub(" ", markdown) if "](" in markdown or "://" in markdown else markdown
