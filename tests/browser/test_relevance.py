"""Whether the right mentors come first: by judged queries over the example, and by thousands over an invented directory."""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Page

from engine import ask
from mentordir.model import Directory
from mentordir.text import fold_text, split_words
from sites import build

JUDGED = yaml.safe_load((Path(__file__).parents[1] / "search" / "judged.yaml").read_text(encoding="utf-8"))
NEEDED = {"name": 0.98, "specialty": 0.98, "slang": 0.98, "prefix": 0.98, "typo": 0.95}
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@pytest.fixture(scope="module")
def example(browser: Browser, example_url: str) -> Iterator[Page]:
    page = browser.new_page()
    page.goto(example_url)
    yield page
    page.close()


@pytest.fixture(scope="module")
def thousand(
    browser: Browser,
    make_directory: Callable[[int], Path],
    assemble_project: Callable[..., Directory],
    serve_folder: Callable[[Path], str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Page, Directory]]:
    root = make_directory(1_000)
    page = browser.new_page()
    page.goto(serve_folder(build(root, tmp_path_factory.mktemp("thousand") / "site", "--as-of", "2026-11-01")))
    yield page, assemble_project(root)
    page.close()


def test_the_judged_queries_are_many_and_of_every_kind() -> None:
    kinds = {entry["kind"] for entry in JUDGED}
    assert len(JUDGED) >= 120
    assert kinds == {"name", "specialty", "slang", "interest", "mixed", "typo", "prefix", "phrase", "operator"}


@pytest.mark.parametrize("kind", sorted({entry["kind"] for entry in JUDGED}))
def test_judged_queries_find_who_was_meant(kind: str, example: Page, record_property: Callable[[str, object], None]) -> None:
    entries = [entry for entry in JUDGED if entry["kind"] == kind]
    answers = ask(example, [{"q": entry["query"], "all": entry.get("everyone", False)} for entry in entries], most=1_000)
    misses = [
        (entry["query"], answer.slugs[:3])
        for entry, answer in zip(entries, answers, strict=True)
        if not (answer.slugs and answer.slugs[0] in entry["any_of"]) or set(entry.get("none_of", ())) & set(answer.slugs)
    ]
    success = 1 - len(misses) / len(entries)
    record_property("success", success)
    print(f"{kind}: {success:.3f} of {len(entries)}")
    assert success >= NEEDED.get(kind, 0.9), misses


# --- the same at scale, where truth is in the data ---------------------------------------------------------------------


def available_with(directory: Directory) -> dict[str, set[str]]:
    """What can be searched for -> slugs of the available mentors who have it: specialties with what is narrower, interests."""
    found: dict[str, set[str]] = defaultdict(set)
    for facet in directory.facets:
        if facet.name in ("specialty", "interest"):
            for value in facet.values:
                found[value.label] |= {mentor.slug for mentor in value.mentors if mentor.standing.available}
    return {label: slugs for label, slugs in found.items() if slugs}


def available_by_word(directory: Directory) -> dict[str, set[str]]:
    """word -> slugs of the available mentors who have it in an interest or in any name of a specialty of theirs."""
    names = {entry.label: " ".join((entry.label, *entry.aliases)) for entry in directory.vocabularies["specialties"].choices()}
    found: dict[str, set[str]] = defaultdict(set)
    for label, slugs in available_with(directory).items():
        for word in split_words(names.get(label, label)).words:
            found[word] |= slugs
    return found


def long_words(directory: Directory, letters: int) -> list[str]:
    """The words of specialties and interests that have so many letters."""
    words = {word for label in available_with(directory) for word in split_words(label).words}
    return sorted(word for word in words if len(word) >= letters and word.isascii() and word.isalpha())


def success(page: Page, wanted: list[tuple[str, set[str]]]) -> tuple[float, list[Any]]:
    """(how many queries have somebody wanted among the first three, those that don't)."""
    answers = ask(page, [query for query, _ in wanted], most=3)
    misses = [(query, answer.slugs) for (query, slugs), answer in zip(wanted, answers, strict=True) if not slugs & set(answer.slugs)]
    return 1 - len(misses) / len(wanted), misses[:10]


def with_typo(word: str, kind: str, rng: random.Random) -> str:
    """The word with one letter missing, doubled, wrong, or swapped with the next."""
    place = rng.randrange(len(word) - (kind == "swapped"))
    match kind:
        case "missing":
            return word[:place] + word[place + 1 :]
        case "added":
            return word[:place] + rng.choice(LETTERS) + word[place:]
        case "wrong":
            return word[:place] + rng.choice([letter for letter in LETTERS if letter != word[place]]) + word[place + 1 :]
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def test_every_specialty_and_interest_finds_somebody_who_has_it(thousand: tuple[Page, Directory]) -> None:
    page, directory = thousand
    rate, misses = success(page, list(available_with(directory).items()))
    assert rate >= 0.98, misses


def test_every_available_mentor_is_found_by_name(thousand: tuple[Page, Directory]) -> None:
    page, directory = thousand
    names: dict[str, set[str]] = defaultdict(set)
    for mentor in directory.mentors:
        if mentor.standing.available:
            names[mentor.name].add(mentor.slug)
    plain = {fold_text(name): slugs for name, slugs in names.items()}
    for queries in (names, plain):
        rate, misses = success(page, list(queries.items()))
        assert rate >= 0.98, misses


@pytest.mark.parametrize("kind", ["missing", "added", "wrong", "swapped"])
def test_one_typo_finds_what_was_meant(kind: str, thousand: tuple[Page, Directory]) -> None:
    """In each word of four letters or more of specialties and interests, the first letter included.

    A typo that makes another word of this directory is that other word.
    """
    page, directory = thousand
    rng = random.Random(kind)
    by_word = available_by_word(directory)
    wanted = []
    for word in long_words(directory, 4):
        typo = with_typo(word, kind, rng)
        if len(typo) >= 4 and typo not in by_word:
            wanted.append((typo + " ", by_word[word]))
    assert len(wanted) > 300
    rate, misses = success(page, wanted)
    print(f"one typo ({kind}): {rate:.3f} of {len(wanted)}")
    assert rate >= 0.95, misses


def test_two_typos_in_long_words_mostly_find_what_was_meant(thousand: tuple[Page, Directory]) -> None:
    page, directory = thousand
    rng = random.Random("two")
    by_word = available_by_word(directory)
    wanted = []
    for word in long_words(directory, 9):
        typo = with_typo(with_typo(word, "missing", rng), rng.choice(["added", "wrong", "swapped"]), rng)
        wanted.append((typo + " ", by_word[word]))
    rate, misses = success(page, wanted)
    print(f"two typos: {rate:.3f} of {len(wanted)}")
    assert rate >= 0.75, misses


def test_prefixes_of_every_length_lead_to_the_specialty(thousand: tuple[Page, Directory]) -> None:
    """From three letters: who has a specialty or an interest that begins so, in any of its words, comes among the first three."""
    page, directory = thousand
    by_word = available_by_word(directory)
    labels = [value.label for facet in directory.facets if facet.name == "specialty" for value in facet.values]
    wanted = []
    for label in labels:
        text = fold_text(label)
        for length in range(3, len(text) + 1):
            typed = [word for word in split_words(text[:length]).words if word != "and"]
            fitting = [set().union(*(slugs for name, slugs in by_word.items() if name.startswith(word))) for word in typed]
            wanted.append((text[:length], set.intersection(*fitting)))
    rate, misses = success(page, wanted)
    print(f"prefixes: {rate:.3f} of {len(wanted)}")
    assert rate >= 0.98, misses
