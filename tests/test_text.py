"""Text to words: what people leave out, join or cut differently when they type finds the same."""

import pytest

from mentordir.text import fold_text, split_words, without_targets


def all_words(text: str) -> set[str]:
    found = split_words(text)
    return {*found.words, *(word for word, _ in found.joined)}


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("García-López", "garcia-lopez"),
        ("Żółkiewicz", "zolkiewicz"),
        ("Søren Østergård", "soren ostergard"),
        ("Straße", "strasse"),
        ("İstanbul Işık", "istanbul isik"),
        ("Nguyễn Thị Ánh", "nguyen thi anh"),
        ("Ωμέγας", "ωμεγασ"),
        ("Шевченко Ёлкин", "шевченко елкин"),
        ("ﬁbrosis Ⅳ", "fibrosis iv"),
        ("مُحَمَّد", "محمد"),
        ("علی کریمی", "علي كريمي"),
        ("אָבִיב", "אביב"),
        ("한서라", "한서라"),
    ],
)
def test_case_and_accents_do_not_matter(text: str, folded: str) -> None:
    assert fold_text(text) == folded


@pytest.mark.parametrize(
    ("text", "words", "joined"),
    [
        ("Heart failure, (heart).", ["heart", "failure", "heart"], []),
        ("OB/GYN", ["ob", "gyn"], [("obgyn", 0)]),
        ("see (PM&R),", ["see", "pm", "r"], [("pmr", 1)]),
        ("O'Brien’s", ["o", "brien", "s"], [("obriens", 0)]),
        ("M.D., Ph.D.", ["m", "d", "ph", "d"], [("md", 0), ("phd", 2)]),
        ("long-COVID", ["long", "covid"], [("longcovid", 0)]),
        ("LGBTQ+ health", ["lgbtq", "health"], []),
        ("gastroenterology/hepatology", ["gastroenterology", "hepatology"], []),
        ("A & B", ["a", "b"], []),
        ("", [], []),
        ("... -- !", [], []),
    ],
)
def test_words_and_what_joins_them(text: str, words: list[str], joined: list[tuple[str, int]]) -> None:
    found = split_words(text)
    assert found.words == words
    assert found.joined == joined


def test_scripts_without_spaces_are_cut_into_characters_and_pairs() -> None:
    found = split_words("李明 2型糖尿病")
    assert found.words == ["李", "明", "2", "型", "糖", "尿", "病"]
    assert found.joined == [("李明", 0), ("型糖", 3), ("糖尿", 4), ("尿病", 5)]
    assert "민준" in all_words("김민준")
    assert "ณั" in all_words("ณัฐพล")


def test_marks_belong_to_their_letters() -> None:
    assert split_words("अनीता शर्मा").words == ["अनीता", "शर्मा"]
    assert split_words("தமிழ்ச்செல்வி").words == ["தமிழ்ச்செல்வி"]


def test_addresses_of_links_are_no_words() -> None:
    assert split_words(without_targets("see [my group](https://lakeside.example/group) or https://two.example/x.")).words == [
        *("see", "my", "group", "or")
    ]
