"""Which words stand where in which mentor: the inverted index, in memory.

Every word of every mentor is written down once with its place; which mentors have it in which field, how much it weighs
in their prose, and which phrases it belongs to all follow from that.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lunr.stemmer import PorterStemmer

from mentordir.model import Mentor
from mentordir.text import split_words, without_targets

# The places of a mentor's words: prose first, since most words stand there and small numbers are short.
_PROSE, _NAME, _INTERESTS, _ABOUT = 0, 1 << 13, 2 << 13, 3 << 13
PLACE_BITS = 15
PLACE_MASK = (1 << PLACE_BITS) - 1
_GAP = 1  # between two texts, so that no phrase reaches from one into the next

# Okapi BM25 as lunr has it.
_K1, _B = 1.2, 0.75
# A word's weight in a mentor's prose, in three steps: at most an ordinary mention, more than one, the subject.
_MORE, _MUCH = 1.2, 1.5

STEM_LENGTH_MIN = 3


@dataclass(frozen=True, slots=True)
class Places:
    """Where words stand. `of[word]`: ascending mentor << 15 | place; a mentor's number is its position in the index."""

    of: Mapping[str, "array[int]"]
    lengths: Sequence[int]


@dataclass(slots=True)
class Found:
    """The mentors who have a word, ascending, by field. `prose` has one list for each step of weight."""

    name: list[int] = field(default_factory=list)
    interests: list[int] = field(default_factory=list)
    about: list[int] = field(default_factory=list)
    prose: tuple[list[int], list[int], list[int]] = field(default_factory=lambda: ([], [], []))


def read_places(mentors: Iterable[Mentor]) -> Places:
    """Every word of `mentors`, who are numbered as they come."""
    places: dict[str, array[int]] = defaultdict(lambda: array("Q"))
    lengths = []
    for number, mentor in enumerate(mentors):
        for base, texts in _fields(mentor):
            place = number << PLACE_BITS | base
            for text in texts:
                found = split_words(text)
                for offset, word in enumerate(found.words):
                    places[word].append(place + offset)
                for word, offset in found.joined:
                    places[word].append(place + offset)
                place += len(found.words) + _GAP
            if base == _PROSE:
                lengths.append(place - (number << PLACE_BITS))
    return Places(places, lengths)


def _fields(mentor: Mentor) -> Iterator[tuple[int, Iterable[str]]]:
    profile = mentor.profile
    prose = (profile.bio, profile.ideal_mentee, profile.expectations, profile.why_i_mentor, profile.hope_to_gain)
    own_words = (identity.words for identity in mentor.background.identifies)
    training = (f"{one.degree or ''} {one.school}" for one in profile.training)
    yield _PROSE, [*(without_targets(text) for text in prose if text), *filter(None, own_words), *training]
    yield _NAME, [mentor.name]
    yield _INTERESTS, profile.interests
    location = (profile.location.city, mentor.region)
    yield _ABOUT, filter(None, (profile.title, profile.department, mentor.institution, *location, *profile.credentials))


def read_postings(places: Places, stems: Mapping[str, str]) -> dict[str, Found]:
    """word -> who has it. A word weighs in someone's prose what all words of its stem do together."""
    mean = sum(places.lengths) / (len(places.lengths) or 1) or 1
    mass = [_K1 * (1 - _B + _B * length / mean) for length in places.lengths]
    by_stem: dict[str, list[str]] = defaultdict(list)
    for word in places.of:
        by_stem[stems.get(word, word)].append(word)
    postings: dict[str, Found] = {}
    for words in by_stem.values():
        read = [_read_word(places.of[word]) for word in words]
        together = read[0][1] if len(read) == 1 else _sum(counts for _, counts in read)
        for word, (found, counts) in zip(words, read, strict=True):
            for number in counts:
                often = together[number]
                found.prose[_step(often * (_K1 + 1) / (mass[number] + often))].append(number)
            postings[word] = found
    return postings


def _read_word(places: Iterable[int]) -> tuple[Found, dict[int, int]]:
    """(who has a word outside of prose, mentor -> how often it stands in their prose)."""
    found = Found()
    counts: dict[int, int] = {}
    by_base = (None, found.name, found.interests, found.about)
    for place in places:
        number = place >> PLACE_BITS
        mentors = by_base[place >> 13 & 3]
        if mentors is None:
            counts[number] = counts.get(number, 0) + 1
        elif not mentors or mentors[-1] != number:
            mentors.append(number)
    return found, counts


def _sum(counts: Iterable[dict[int, int]]) -> dict[int, int]:
    total: dict[int, int] = defaultdict(int)
    for of_word in counts:
        for number, often in of_word.items():
            total[number] += often
    return total


def _step(weight: float) -> int:
    return (weight >= _MORE) + (weight >= _MUCH)


def stem_words(words: Iterable[str]) -> dict[str, str]:
    """word -> its stem after Porter, for words in English letters; each distinct word once."""
    stem = PorterStemmer().stem
    return {word: stem(word) for word in words if len(word) >= STEM_LENGTH_MIN and word.isascii() and word.isalpha()}
