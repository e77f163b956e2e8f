"""The index of a built site: who is in it, under which words, in which files."""

import itertools
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from mentordir.model import Directory
from mentordir.search import CARDS_PER_FILE, FACETS, PER_FILE
from mentordir.text import fold_text
from unpack import BuiltIndex, unpack_column, unpack_digits, unpack_ids, unpack_numbers, unpack_words

Project = Callable[..., Path]
MakeProfile = Callable[..., str]
BuildSite = Callable[..., Path]
Assemble = Callable[..., Directory]


@pytest.fixture(scope="module")
def thousand(make_directory: Callable[[int], Path], assemble_project: Assemble, build_site: BuildSite) -> tuple[BuiltIndex, Directory]:
    root = make_directory(1_000)
    return BuiltIndex(build_site(root)), assemble_project(root)


def numbers_by_slug(index: BuiltIndex, directory: Directory) -> dict[str, int]:
    """slug -> the mentor's number, by what the columns say: the order of `by-name` is unique enough for these tests."""
    ranks = unpack_digits(index.file("by-name"))
    by_name = sorted(directory.mentors, key=lambda mentor: fold_text(mentor.name))
    return {by_name[rank].slug: number for number, rank in enumerate(ranks) if sum(m.name == by_name[rank].name for m in by_name) == 1}


def test_all_listed_mentors_have_a_card_and_nobody_else(thousand: tuple[BuiltIndex, Directory]) -> None:
    index, directory = thousand
    cards = index.cards()
    assert sorted(name for file in cards for name in file["names"]) == sorted(mentor.name for mentor in directory.mentors)
    assert index.manifest["mentors"] == len(directory.mentors)
    assert all(len(file["names"]) == CARDS_PER_FILE for file in cards[:-1])


def test_cards_are_in_fair_order(thousand: tuple[BuiltIndex, Directory]) -> None:
    index, directory = thousand
    rank = {mentor.name: mentor.standing.rank for mentor in directory.mentors}
    unique = [name for name in rank if sum(mentor.name == name for mentor in directory.mentors) == 1]
    ranks = [rank[name] for file in index.cards() for name in file["names"] if name in unique]
    assert ranks == sorted(ranks)


def test_words_stand_in_the_shard_where_they_are_looked_for(thousand: tuple[BuiltIndex, Directory]) -> None:
    index, _ = thousand
    for part in ("head", "prose", "places", "endings"):
        starts = index.starts(part)
        assert starts == sorted(starts)
        assert starts[0] == ""
        for number, shard in enumerate(index.shards(part)):
            words = unpack_words(shard[0])
            assert words
            assert words == sorted(words)
            assert words[0] >= starts[number]
            assert number + 1 == len(starts) or words[-1] < starts[number + 1]


def test_forms_of_a_word_share_a_shard(thousand: tuple[BuiltIndex, Directory]) -> None:
    index, _ = thousand
    for part in ("head", "prose"):
        shards = [unpack_words(shard[0]) for shard in index.shards(part)]
        split = [a[-1] for a, b in itertools.pairwise(shards) if a[-1][:4] == b[0][:4]]
        assert split == []


def test_names_interests_and_titles_lead_to_their_mentors(thousand: tuple[BuiltIndex, Directory]) -> None:
    index, directory = thousand
    heads = index.words("head")
    number = numbers_by_slug(index, directory)
    checked = 0
    for mentor in directory.mentors:
        if mentor.slug in number and mentor.name.isascii() and mentor.name.replace(" ", "").isalpha():
            for word in mentor.name.lower().split():
                assert number[mentor.slug] in unpack_ids(heads[word]["!"])
            assert number[mentor.slug] in unpack_ids(heads["professor"]["$"])
            checked += 1
    assert checked > 300


def test_columns_count_what_the_static_lists_count(thousand: tuple[BuiltIndex, Directory]) -> None:
    index, directory = thousand
    core = index.file("core")
    offers = unpack_digits(core["offers"])
    mentor_of = [number for number, count in enumerate(offers) for _ in range(count)]
    for facet in directory.facets:
        packed = core[facet.name] if facet.name in core else index.file(facet.name)
        of_offers = facet.name in ("type", "stage", "topic")
        rows = unpack_column(packed, sum(offers) if of_offers else len(offers))
        has: dict[int, set[int]] = {number: set() for number in range(len(packed["values"]))}
        for row, values in enumerate(rows):
            for value in values:
                for included in (value, *packed["values"][value][2:]):
                    has[included].add(mentor_of[row] if of_offers else row)
        counts = {value[0]: len(has[number]) for number, value in enumerate(packed["values"])}
        assert counts == {value.slug: len(value.mentors) for value in facet.values}, facet.name


def test_specialties_are_kept_in_the_mentors_own_order(project: Project, profile: MakeProfile, build_site: BuildSite) -> None:
    own = {"ana": ["Pathology", "Cardiology"], "bo": ["Cardiology", "Pathology"], "cy": ["Cardiology"]}
    index = BuiltIndex(build_site(project({slug: profile(name=slug, specialties=some) for slug, some in own.items()})))
    core = index.file("core")["specialty"]
    rows = {tuple(core["values"][value][0] for value in row) for row in unpack_column(core, 3)}
    assert rows == {("pathology", "cardiovascular-disease"), ("cardiovascular-disease", "pathology"), ("cardiovascular-disease",)}


def test_a_facet_in_words_and_in_columns_is_the_same(thousand: tuple[BuiltIndex, Directory]) -> None:
    index, _ = thousand
    packed = index.file("language")
    rows = unpack_column(packed, index.manifest["mentors"])
    for number in range(len(packed["values"])):
        assert unpack_ids(index.file(f"language-{number // PER_FILE}")[number % PER_FILE]) == [
            row for row, values in enumerate(rows) if number in values
        ]


def meanings(index: BuiltIndex, word: str) -> dict[tuple[str, str], str]:
    """(facet, value) -> how strongly a word means it."""
    found = {}
    core = index.file("core")
    for mark, text in index.words("head").get(word, {}).items():
        if mark in "=.+~":
            pairs = unpack_numbers(text)
            for facet_number, value in zip(pairs[::2], pairs[1::2], strict=True):
                facet = FACETS[facet_number]
                values = (core[facet] if facet in core else index.file(facet))["values"]
                found[facet, values[value][0]] = mark
    return found


@pytest.mark.parametrize(
    ("word", "facet", "value", "mark"),
    [
        ("pediatrics", "specialty", "pediatrics", "="),
        ("peds", "specialty", "pediatrics", "="),
        ("obgyn", "specialty", "obstetrics-and-gynecology", "="),
        ("ob_gyn", "specialty", "obstetrics-and-gynecology", "="),
        ("er", "specialty", "emergency-medicine", "."),
        ("emergency_room", "specialty", "emergency-medicine", "="),
        ("emergency", "specialty", "emergency-medicine", "="),
        ("pmr", "specialty", "physical-medicine-and-rehabilitation", "."),
        ("heart", "specialty", "cardiovascular-disease", "~"),
        ("surgery", "specialty", "general-surgery", "+"),
        ("ms3", "stage", "clinical-student", "."),
        ("research", "type", "research", "="),
        ("interviews", "topic", "interviews", "="),
        ("korean", "language", "ko", "="),
    ],
)
def test_words_mean_values(word: str, facet: str, value: str, mark: str, thousand: tuple[BuiltIndex, Directory]) -> None:
    assert meanings(thousand[0], word)[facet, value] == mark


def test_connectives_mean_nothing(thousand: tuple[BuiltIndex, Directory]) -> None:
    assert meanings(thousand[0], "and") == {}


def test_an_interest_is_found_as_a_whole(project: Project, profile: MakeProfile, build_site: BuildSite) -> None:
    index = BuiltIndex(
        build_site(project({"ana": profile(interests=["long COVID"]), "bo": profile(name="Bo", interests=["COVID", "long"])}))
    )
    heads = index.words("head")
    assert len(unpack_ids(heads["long_covid"]["#"])) == 1
    assert len(unpack_ids(heads["covid"]["#"])) == 2


def test_the_files_of_an_index_are_named_after_their_contents(project: Project, profile: MakeProfile, build_site: BuildSite) -> None:
    first = BuiltIndex(build_site(project({"ana": profile(bio="About sepsis.")}))).manifest["folder"]
    same = BuiltIndex(build_site(project({"ana": profile(bio="About sepsis.")}))).manifest["folder"]
    other = BuiltIndex(build_site(project({"ana": profile(bio="About asepsis.")}))).manifest["folder"]
    assert first == same
    assert first != other


def test_without_mentors_there_is_no_index_and_no_search_box(project: Project, build_site: BuildSite) -> None:
    site = build_site(project({}))
    assert not (site / "search").exists()
    assert "data-search" not in (site / "index.html").read_text(encoding="utf-8")


def test_words_of_another_language_are_not_stemmed(project: Project, profile: MakeProfile, build_site: BuildSite) -> None:
    assert not BuiltIndex(build_site(project({"ana": profile(bio="Des infections.")}, language="fr"))).manifest["stems"]
    assert BuiltIndex(build_site(project({"ana": profile(bio="Infections.")}))).manifest["stems"]


def test_prose_weighs_by_how_much_it_is_about_a_word(project: Project, profile: MakeProfile, build_site: BuildSite) -> None:
    """All forms of a word count together, so "transplants" once weighs as much as its three mentions as "transplant"."""
    index = BuiltIndex(
        build_site(
            project(
                {
                    "ana": profile(bio="Transplant, transplant and transplants. " + "Other words of no weight here. " * 5),
                    "bo": profile(name="Bo", bio="Transplant. " + "Other words of no weight here. " * 5),
                }
            )
        )
    )
    prose = index.words("prose")
    assert len(unpack_ids(prose["transplant"]["("])) == 1
    heavier = set(prose["transplant"]) - {"("}
    assert heavier
    assert set(prose["transplants"]) == heavier


def test_no_file_of_the_index_needs_more_than_ordinary_json(thousand: tuple[BuiltIndex, Directory]) -> None:
    index, _ = thousand
    for path in index.folder.iterdir():
        text = path.read_text(encoding="utf-8")
        assert json.loads(text) is not None
        assert "\\u" not in text


def test_both_halves_number_the_facets_alike() -> None:
    script = (Path(__file__).parents[1] / "templates" / "assets" / "search" / "words.js").read_text(encoding="utf-8")
    assert f'"{" ".join(FACETS)}"' in script
