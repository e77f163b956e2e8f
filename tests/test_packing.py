"""What is packed can be unpacked, and is text that JSON leaves as it is."""

import json

from hypothesis import given
from hypothesis import strategies as st

from mentordir.packing import CODES, cut_evenly, pack_column, pack_digits, pack_ids, pack_number, pack_words, sort_key
from unpack import unpack_column, unpack_digits, unpack_ids, unpack_numbers, unpack_words

NUMBERS = st.integers(0, 2**40)
WORDS = st.sets(st.text(st.characters(exclude_categories=("Z", "C")), min_size=1, max_size=90))


@given(st.lists(NUMBERS))
def test_numbers_survive(numbers: list[int]) -> None:
    assert unpack_numbers("".join(map(pack_number, numbers))) == numbers


def test_a_small_number_is_one_letter_and_a_larger_one_two() -> None:
    assert [len(pack_number(number)) for number in (0, 31, 32, 1023, 1024)] == [1, 1, 2, 2, 3]


@given(st.sets(NUMBERS))
def test_ids_survive(ids: set[int]) -> None:
    assert unpack_ids(pack_ids(sorted(ids))) == sorted(ids)


@given(WORDS)
def test_words_survive_in_the_order_of_javascript(words: set[str]) -> None:
    ordered = sorted(words, key=sort_key)
    assert unpack_words(pack_words(ordered)) == ordered


def test_words_are_ordered_by_utf16_as_javascript_compares_them() -> None:
    assert sorted(["\uff5e", "\U00020000", "z"], key=sort_key) == ["z", "\U00020000", "\uff5e"]


@given(st.lists(st.integers(0, 700_000), min_size=1))
def test_digits_survive(numbers: list[int]) -> None:
    assert unpack_digits(pack_digits(numbers)) == numbers


@given(st.lists(st.lists(st.integers(0, 40), max_size=4).map(tuple), min_size=1))
def test_a_column_survives(rows: list[tuple[int, ...]]) -> None:
    assert unpack_column(pack_column(rows), len(rows)) == rows


def test_nothing_packed_needs_an_escape_or_looks_like_an_address() -> None:
    text = json.dumps(pack_digits(list(range(len(CODES)))))
    assert "\\" not in text
    assert not set("@&%<>") & set(text)


@given(st.lists(st.tuples(st.integers(1, 30), st.booleans())), st.integers(1, 60))
def test_parts_are_whole_in_order_and_not_much_too_large(entries: list[tuple[int, bool]], target: int) -> None:
    sizes, may_cut = [size for size, _ in entries], [cut for _, cut in entries]
    parts = list(cut_evenly(sizes, target, may_cut))
    assert [index for start, end in parts for index in range(start, end)] == list(range(len(sizes)))
    for start, end in parts:
        assert sum(sizes[start : end - 1]) < 2 * target
        assert start == 0 or may_cut[start] or sum(sizes[parts[parts.index((start, end)) - 1][0] : start]) >= 2 * target
