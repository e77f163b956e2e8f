"""Directory -> the search index, as files that a browser fetches when it needs them.

Mentors are numbered so that neighbours resemble each other, which is what makes the columns small. Words are sorted and
cut into shards, so that a query fetches only those in which its words fall. All files of an index lie in a folder named
after their contents; the manifest alone has a fixed address, and names the folder.

    manifest.json          what there is: format, number of mentors, day, folder, and the words at which shards begin
    <folder>/core.json     what every search needs: availability, specialty and kind of mentoring of every mentor
    <folder>/<facet>.json  one facet of every mentor, or of every offer
    <folder>/<facet>-N.json   the mentors who have each of four values of a facet, for queries whose words mean one
    <folder>/head-N.json   words of names, interests, titles and places, and the words that mean a facet's value
    <folder>/prose-N.json  words of everything that mentors wrote at length
    <folder>/places-N.json where words stand, for "exact words"
    <folder>/endings-N.json  words sorted by their ends, to find typos in their beginnings
    <folder>/cards-N.json  what the list of results shows, of all mentors in fair order
    <folder>/first-N.json, first-specialty-N.json   the same of those who come first under each of four words or specialties
    <folder>/by-name.json, by-confirmed.json   other orders
"""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from mentordir.columns import Column, mentor_columns, offer_columns
from mentordir.model import Directory, Mentor, OutputFile
from mentordir.packing import cut_evenly, pack_column, pack_digits, pack_ids, pack_number, pack_words, sort_key
from mentordir.postings import PLACE_BITS, PLACE_MASK, Found, Places, read_places, read_postings, stem_words
from mentordir.text import fold_text, split_words

Key = TypeVar("Key", str, int)
Item = TypeVar("Item")

FORMAT = 1
SHARD_BYTES = 4_000
PLACES_BYTES = 16_000
CARDS_PER_FILE = 48
# The cards of those who come first under a word, for words that many available mentors have.
FIRSTS = 36
FIRSTS_MIN = 12
# So many words, or values of a facet, share a file, so that a request doesn't tell which of them was meant.
PER_FILE = 4
# Words that may have been meant where a word is unknown: long enough for a typo, and not a slip of one person's own.
TYPO_LETTERS_MIN = 4
TYPO_MENTORS_MIN = 2

# The facets in the order of their numbers in the index, which is also the order of the filters.
FACETS = (
    *("type", "stage", "specialty", "topic", "availability", "accepts", "outside", "role", "format", "mode"),
    *("region", "language", "institution", "program", "interest", "background"),
)
_CORE = frozenset({"availability", "specialty", "type"})
_OF_OFFERS = frozenset({"type", "stage", "topic"})
# What people type for one value of these finds it; the words that merely lead there would find too much.
_WITHOUT_LEADS = frozenset({"availability", "accepts", "role", "format", "mode"})
_CONNECTIVES = frozenset({"a", "and", "at", "for", "from", "in", "of", "on", "or", "other", "the", "to", "with", "your"})
# How a word means a facet's value, the strongest first: it is its name, a short one that counts only whole, a word of its
# name, or a word that leads to it.
_MEANINGS = "=.+~"
_SHORT = 3
_LONGEST_SPAN = 4  # words; words.js looks for no longer ones


def search_files(directory: Directory) -> Iterator[OutputFile]:
    """The index of the listed mentors; nothing where there is none."""
    if not directory.mentors:
        return
    mentors = _alike(directory.mentors)
    columns = mentor_columns(directory, mentors) | offer_columns(directory, mentors)
    columns = {facet: _used(columns[facet]) for facet in FACETS}
    places = read_places(mentors)
    stems = stem_words(places.of) if directory.settings.language.startswith("en") else {}
    postings, tags = read_postings(places, stems), _tags(mentors)
    lot = _lot_seed(directory.day)
    order = _fair_order(mentors, lot)
    firsts = _firsts({word: found.name or found.interests for word, found in postings.items()} | tags, mentors, order)
    specialists = _firsts(dict(enumerate(_members(columns["specialty"].rows, len(columns["specialty"].values)))), mentors, order)
    shards = _shards(postings, places, tags, firsts, _meanings(columns.values()))
    cards = _Cards(directory, mentors, columns)
    files = {
        **_column_files(columns, mentors),
        **{f"{name}-{number}": shard for name, part in shards.items() for number, shard in enumerate(part.shards)},
        **{f"cards-{n}": cards.file(numbers) for n, numbers in enumerate(_chunks(order, CARDS_PER_FILE))},
        **{f"first-{n}": cards.of_words(lists) for n, lists in enumerate(_chunks(list(firsts.values()), PER_FILE))},
        **{f"first-specialty-{n}": cards.of_words(lists) for n, lists in _by_file(specialists).items()},
        "by-name": pack_digits(_ranks([fold_text(mentor.name) for mentor in mentors])),
        "by-confirmed": pack_digits([max(0, (directory.day - mentor.profile.last_confirmed).days) for mentor in mentors]),
    }
    contents = {name: _json(data) for name, data in files.items()}
    folder = hashlib.blake2b(b"".join(contents.values()), digest_size=5).hexdigest()
    manifest = {
        "format": FORMAT,
        "folder": folder,
        "mentors": len(mentors),
        "day": directory.day.isoformat(),
        "lot": lot,
        "stems": bool(stems),
        "perFile": CARDS_PER_FILE,
        "firsts": [FIRSTS_MIN, FIRSTS],
        "staleAfter": directory.settings.stale_after_days,
        "delistAfter": directory.settings.delist_after_days,
        "facets": [facet for facet in FACETS if columns[facet].values],
        "starts": {name: pack_words(part.starts) for name, part in shards.items()},
    }
    yield OutputFile("search/manifest.json", _json(manifest))
    for name, content in contents.items():
        yield OutputFile(f"search/{folder}/{name}.json", content)


def _json(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def _ranks(keys: Sequence[str]) -> list[int]:
    """Each key's place when they are sorted."""
    ranks = [0] * len(keys)
    for rank, index in enumerate(sorted(range(len(keys)), key=lambda index: keys[index])):
        ranks[index] = rank
    return ranks


# --- who stands where -------------------------------------------------------------------------------------------------


def _alike(mentors: Iterable[Mentor]) -> list[Mentor]:
    """Mentors in the order of their numbers: by what a column says of them, so that it says it once for many."""

    def key(mentor: Mentor) -> tuple[Any, ...]:
        types = [offer.type for offer in mentor.profile.mentoring]
        return (mentor.standing.rank, mentor.standing.status, len(types), types, mentor.profile.specialties)

    return sorted(mentors, key=key)


def _lot_seed(day: date) -> int:
    """Changes each ISO week. The browser draws lots among equals from it, and from the numbers of mentors."""
    year, week, _ = day.isocalendar()
    return year * 100 + week


def draw(number: int, seed: int) -> int:
    """A mentor's lot, 30 bits; templates/assets/search/index.js draws the same (finalizer of MurmurHash3, by Austin Appleby)."""
    bits = (number * 0x9E3779B1 + seed * 0x85EBCA6B) & 0xFFFFFFFF
    bits = ((bits ^ bits >> 16) * 0x85EBCA6B) & 0xFFFFFFFF
    bits = ((bits ^ bits >> 13) * 0xC2B2AE35) & 0xFFFFFFFF
    return (bits ^ bits >> 16) >> 2


def _fair_order(mentors: Sequence[Mentor], seed: int) -> list[int]:
    """Numbers in the order in which equals are shown: the available and confirmed first, then by lot."""
    return sorted(range(len(mentors)), key=lambda number: (mentors[number].standing.rank, draw(number, seed), number))


# --- columns ----------------------------------------------------------------------------------------------------------


def _used(column: Column) -> Column:
    """Without the values that nobody has, even through a narrower one."""
    has = {value for row in column.rows for value in row}
    used = sorted(has.union(*(column.values[value].broader for value in has)))
    number = {old: new for new, old in enumerate(used)}
    values = tuple(column.values[old] for old in used)
    values = tuple(value.renumbered(tuple(number[broader] for broader in value.broader)) for value in values)
    return Column(column.facet, values, [tuple(number[value] for value in row) for row in column.rows])


def _column_files(columns: Mapping[str, Column], mentors: Sequence[Mentor]) -> dict[str, Any]:
    offers = [len(mentor.profile.mentoring) for mentor in mentors]
    core = {
        **{facet: _values(columns[facet]) | pack_column(columns[facet].rows) for facet in sorted(_CORE)},
        "offers": pack_digits(offers),
        "stale": pack_digits([int(mentor.standing.stale) for mentor in mentors]),
        "stages": [value.label for value in columns["stage"].values],
        "accepts": [value.label for value in columns["accepts"].values],
    }
    files: dict[str, Any] = {"core": core}
    for facet, column in columns.items():
        if facet not in _CORE and column.values:
            files[facet] = _packed(column)
            files |= _lists(column, offers if facet in _OF_OFFERS else None)
    return files


def _values(column: Column) -> dict[str, Any]:
    return {"values": [[value.slug, value.label, *value.broader] for value in column.values]}


def _packed(column: Column) -> dict[str, Any]:
    """The column itself, or a list of rows for each value: whichever is shorter, and lists where few rows are alike."""
    by_row = pack_column(column.rows)
    by_value = {"lists": [pack_ids(rows) for rows in _members(column.rows, len(column.values))]}
    few_alike = len(by_row["sets"]) > len(column.rows) // 4
    return _values(column) | (by_value if few_alike or len(_json(by_value)) < len(_json(by_row)) else by_row)


def _members(rows: Iterable[Iterable[int]], count: int) -> list[list[int]]:
    members: list[list[int]] = [[] for _ in range(count)]
    for index, row in enumerate(rows):
        for value in row:
            members[value].append(index)
    return members


def _lists(column: Column, offers: Sequence[int] | None) -> dict[str, Any]:
    """A few values a file: the mentors who have each. Nothing for a facet whose values no word means."""
    rows = column.rows
    if offers:
        every = iter(rows)
        rows = [tuple(dict.fromkeys(value for _ in range(count) for value in next(every))) for count in offers]
    members = _members(rows, len(column.values))
    if not any(value.names or value.leads for value in column.values):
        return {}
    return {f"{column.facet}-{n}": [pack_ids(numbers) for numbers in some] for n, some in enumerate(_chunks(members, PER_FILE))}


# --- words ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Part:
    """A sorted list of words in shards, and the word (or its beginning) at which each shard begins."""

    starts: list[str]
    shards: list[Any]


Meanings = Mapping[str, Mapping[str, list[tuple[int, int]]]]


def _meanings(columns: Iterable[Column]) -> Meanings:
    """word or words_of_a_phrase -> kind of meaning -> (facet's number, value's number), each value under its strongest."""
    found: dict[str, dict[tuple[int, int], str]] = defaultdict(dict)
    for column in columns:
        facet = FACETS.index(column.facet)
        for number, value in enumerate(column.values):
            for phrase, kind in _phrases(column.facet, value.names, value.leads):
                known = found[phrase].get((facet, number), _MEANINGS[-1])
                found[phrase][facet, number] = min(kind, known, key=_MEANINGS.index)
    by_kind: dict[str, dict[str, list[tuple[int, int]]]] = {}
    for phrase, values in found.items():
        kinds: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for value_number, kind in values.items():
            kinds[kind].append(value_number)
        by_kind[phrase] = kinds
    return by_kind


def _phrases(facet: str, names: Sequence[str], leads: Sequence[str]) -> Iterator[tuple[str, str]]:
    for name in names:
        for phrase in _cuts(name):
            yield phrase, "." if len(phrase) <= _SHORT else "="
    if names:
        words = split_words(names[0]).words
        yield from ((word, "+") for word in words if len(words) > 1 and word not in _CONNECTIVES)
    if facet not in _WITHOUT_LEADS:
        for lead in leads:
            yield from ((phrase, "~") for phrase in _cuts(lead))


def _cuts(text: str) -> Iterable[str]:
    """ "OB/GYN doctor" -> ob_gyn_doctor, obgyn_doctor."""
    whole = re.sub(r"(?<=\w)['’/&.+-](?=\w)", "", text)
    return dict.fromkeys("_".join(split_words(cut).words) for cut in (text, whole) if split_words(cut).words)


def _tags(mentors: Iterable[Mentor]) -> dict[str, list[int]]:
    """words_of_an_interest -> who has it, so that a tag found whole counts for more than its words here and there."""
    found: dict[str, list[int]] = defaultdict(list)
    for number, mentor in enumerate(mentors):
        for interest in mentor.profile.interests:
            words = split_words(interest).words
            if 1 < len(words) <= _LONGEST_SPAN:
                found["_".join(words)].append(number)
    return {phrase: sorted(set(numbers)) for phrase, numbers in found.items()}


def _firsts(having: Mapping[Key, Sequence[int]], mentors: Sequence[Mentor], order: Sequence[int]) -> dict[Key, list[int]]:
    """key -> who comes first among the available who have it, for the keys that many have; ascending by key."""
    rank = {number: rank for rank, number in enumerate(order) if mentors[number].standing.available}
    firsts = {}
    for key in sorted(key for key, numbers in having.items() if len(numbers) >= FIRSTS_MIN):
        available = sorted((number for number in having[key] if number in rank), key=rank.__getitem__)
        if len(available) >= FIRSTS_MIN:
            firsts[key] = available[:FIRSTS]
    return firsts


def _shards(
    postings: Mapping[str, Found], places: Places, tags: Mapping[str, list[int]], firsts: Iterable[str], meanings: Meanings
) -> dict[str, _Part]:
    heads: dict[str, str] = {phrase: f"#{pack_ids(numbers)}" for phrase, numbers in tags.items()}
    prose: dict[str, str] = {}
    for word, found in postings.items():
        if text := _fields("!#$", (found.name, found.interests, found.about)):
            heads[word] = text
        if text := _fields("(*/", found.prose):
            prose[word] = text
    for number, word in enumerate(firsts):
        heads[word] += f"^{pack_number(number)}"
    for word, kinds in meanings.items():
        heads[word] = heads.get(word, "") + "".join(kind + _pairs(kinds[kind]) for kind in _MEANINGS if kind in kinds)
    common = {word for word in prose if sum(map(len, postings[word].prose)) >= TYPO_MENTORS_MIN}
    meant = {word[::-1] for word in heads.keys() | common if len(word) >= TYPO_LETTERS_MIN and "_" not in word}
    return {
        "head": _part(heads, SHARD_BYTES),
        "prose": _part(prose, SHARD_BYTES),
        "places": _part({word: _placed(where) for word, where in places.of.items()}, PLACES_BYTES),
        "endings": _part(dict.fromkeys(meant, ""), SHARD_BYTES),
    }


def _fields(marks: str, lists: Iterable[list[int]]) -> str:
    return "".join(mark + pack_ids(ids) for mark, ids in zip(marks, lists, strict=True) if ids)


def _pairs(pairs: Iterable[tuple[int, int]]) -> str:
    return "".join(pack_number(facet) + pack_number(value) for facet, value in sorted(pairs))


def _placed(where: Sequence[int]) -> str:
    """Who and where: for each mentor the distance to the one before, then how many places, then the places as ids."""
    parts = []
    previous, start = -1, 0
    while start < len(where):
        number, end = where[start] >> PLACE_BITS, start + 1
        while end < len(where) and where[end] >> PLACE_BITS == number:
            end += 1
        parts.append(pack_number(number - previous - 1))
        if end == start + 1:  # nearly always
            parts.append(_ONE + pack_number(where[start] & PLACE_MASK))
        else:
            places = sorted({place & PLACE_MASK for place in where[start:end]})
            parts.append(pack_number(len(places)) + pack_ids(places))
        previous, start = number, end
    return "".join(parts)


_ONE = pack_number(1)


def _part(entries: Mapping[str, str], target: int) -> _Part:
    """Entries cut into shards, never between words that begin with the same four letters: forms of one word stay together."""
    words = sorted(entries, key=sort_key)
    sizes = [len(word) // 2 + len(entries[word]) + 2 for word in words]
    may_cut = [index == 0 or word[:4] != words[index - 1][:4] for index, word in enumerate(words)]
    starts, shards = [], []
    for start, end in cut_evenly(sizes, target, may_cut):
        starts.append(_beginning(words[start], words[start - 1]) if start else "")
        lists = " ".join(entries[word] for word in words[start:end])
        shards.append([pack_words(words[start:end]), lists] if lists.strip() else [pack_words(words[start:end])])
    return _Part(starts, shards)


def _beginning(word: str, before: str) -> str:
    """As much of `word` as tells it from the one before."""
    shared = next((index for index, (a, b) in enumerate(zip(word, before, strict=False)) if a != b), min(len(word), len(before)))
    return word[: shared + 1]


# --- cards ------------------------------------------------------------------------------------------------------------


class _Cards:
    """What the list of results shows of each mentor."""

    def __init__(self, directory: Directory, mentors: Sequence[Mentor], columns: Mapping[str, Column]) -> None:
        offers = iter(columns["stage"].rows)
        self._directory = directory
        self._mentors = mentors
        self._accepts = columns["accepts"].rows
        self._stages = [
            ".".join("".join(pack_number(value) for value in next(offers)) for _ in mentor.profile.mentoring) for mentor in mentors
        ]

    def of_words(self, lists: Iterable[Iterable[int]]) -> dict[str, Any]:
        """The cards of all in `lists`, each once, and who they are."""
        numbers = sorted(set().union(*lists))
        return {"who": pack_ids(numbers), **self.file(numbers)}

    def file(self, numbers: Sequence[int]) -> dict[str, Any]:
        """The cards of some mentors, field by field: alike things compress better together."""
        shown = [self._mentors[number] for number in numbers]
        roles, day = self._directory.vocabularies["roles"], self._directory.day
        return {
            "names": [mentor.name for mentor in shown],
            "slugs": ["" if mentor.slug == _plain_slug(mentor.name) else mentor.slug for mentor in shown],
            "roles": [mentor.profile.title or roles.label(mentor.profile.role) for mentor in shown],
            "initials": [mentor.initials for mentor in shown],
            "tones": "".join(str(mentor.tone) for mentor in shown),
            "photos": "".join(str(int(mentor.profile.photo is not None)) for mentor in shown),
            "accepts": "".join(str(self._accepts[number][0]) if self._accepts[number] else "-" for number in numbers),
            "stages": [self._stages[number] for number in numbers],
            "confirmed": pack_digits([max(0, (day - mentor.profile.last_confirmed).days) for mentor in shown]),
            "returns": _dates(shown, lambda mentor: mentor.standing.returns),
            "until": _dates(shown, lambda mentor: mentor.profile.visiting_until),
        }


def _chunks(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _by_file(lists: Mapping[int, Item]) -> dict[int, list[Item]]:
    """number of the file -> what is in it, of things that are known by numbers, PER_FILE numbers a file."""
    files: dict[int, list[Item]] = defaultdict(list)
    for number, item in lists.items():
        files[number // PER_FILE].append(item)
    return files


def _plain_slug(name: str) -> str:
    """The slug that a name suggests; cards leave it out."""
    return "-".join(re.findall("[a-z0-9]+", re.sub("['’]", "", fold_text(name))))


def _dates(mentors: Iterable[Mentor], day_of: Callable[[Mentor], date | None]) -> dict[str, str]:
    return {str(index): day.isoformat() for index, mentor in enumerate(mentors) if (day := day_of(mentor))}
