"""The shipped words are sound, and whatever a person writes for one of them is understood."""

import re

import pytest

from mentordir.vocabulary import FIXED, OPEN, Entry, Vocabulary, fold, shipped_vocabularies

NAMES = sorted(FIXED | OPEN)
SPECIALTIES = shipped_vocabularies()["specialties"]


# --- what is shipped --------------------------------------------------------------------------------------------------


def test_every_vocabulary_of_the_contract_is_shipped() -> None:
    assert set(shipped_vocabularies()) == set(NAMES)
    assert all(vocabulary.entries for vocabulary in shipped_vocabularies().values())


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("roles", "faculty attending fellow resident student retired visiting researcher other"),
        ("types", "clinical research career personal"),
        ("stages", "premed preclinical-student clinical-student md-phd gap-year resident fellow early-faculty mid-career"),
        ("statuses", "open limited full paused closed"),
        ("formats", "one-off short long drop-in"),
        ("cadences", "weekly biweekly monthly quarterly as-needed"),
        ("modes", "in-person video phone email shadowing group"),
        ("methods", "email form scheduling coordinator profile"),
        ("accepts_from", "own-school region anyone"),
        ("program_kinds", "school hospital society national volunteer"),
        (
            "background",
            "urim first-gen low-income rural military img career-changer parent caregiver race-ethnicity gender lgbtq religion disability",
        ),
        (
            "topics",
            "specialty-choice residency-application fellowship-application reapplying away-rotations cv-statement interviews board-exams"
            " research-project publishing grants teaching quality-improvement leadership advocacy global-health work-life wellbeing"
            " remediation-leave parenting finances img-visa navigating-bias sponsorship",
        ),
    ],
)
def test_the_entries_are_those_of_the_contract_in_its_order(name: str, ids: str) -> None:
    assert list(shipped_vocabularies()[name].entries) == ids.split()


@pytest.mark.parametrize("name", NAMES)
def test_ids_are_slugs_and_labels_and_descriptions_fit_a_page(name: str) -> None:
    for entry in shipped_vocabularies()[name].entries.values():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entry.id), entry
        assert len(entry.id) <= 64, entry
        assert 0 < len(entry.label) <= 100, entry
        assert len(entry.description) <= 160, (entry.id, len(entry.description))
        texts = (entry.label, entry.description, *entry.aliases, *entry.search)
        assert all(isinstance(text, str) and text == text.strip() for text in texts), entry


@pytest.mark.parametrize("name", NAMES)
def test_no_spelling_leads_to_two_entries(name: str) -> None:
    owners: dict[str, str] = {}
    for entry in shipped_vocabularies()[name].entries.values():
        for text in (entry.id, entry.label, *entry.aliases):
            assert fold(text), (entry.id, text)
            assert owners.setdefault(fold(text), entry.id) == entry.id, text


@pytest.mark.parametrize("name", NAMES)
def test_no_alias_is_given_twice(name: str) -> None:
    for entry in shipped_vocabularies()[name].entries.values():
        folded = [fold(alias) for alias in entry.aliases]
        assert len(set(folded)) == len(folded), entry


@pytest.mark.parametrize("name", NAMES)
def test_every_id_label_and_alias_is_understood_in_any_case(name: str) -> None:
    vocabulary = shipped_vocabularies()[name]
    for entry in vocabulary.entries.values():
        for text in (entry.id, entry.label, *entry.aliases):
            assert {vocabulary.resolve(spelling) for spelling in (text, text.upper(), text.lower(), f" {text} ")} == {entry.id}, text


@pytest.mark.parametrize("name", NAMES)
def test_what_includes_an_entry_exists_and_is_never_the_entry_itself(name: str) -> None:
    vocabulary = shipped_vocabularies()[name]
    for entry in vocabulary.entries.values():
        assert set(entry.broader) <= set(vocabulary.entries), entry
        above = vocabulary.with_broader(entry.broader)
        assert entry.id not in above, entry


def test_a_subspecialty_of_several_boards_names_them_all() -> None:
    assert any(len(entry.broader) > 1 for entry in SPECIALTIES.entries.values())


# --- reading ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("peds", "pediatrics"),
        ("OB/GYN", "obstetrics-and-gynecology"),
        ("obgyn", "obstetrics-and-gynecology"),
        ("Obstetrics & Gynecology", "obstetrics-and-gynecology"),
        ("PM&R", "physical-medicine-and-rehabilitation"),
        ("family  medicine", "family-medicine"),
        ("Family-Medicine", "family-medicine"),
        ("ER", "emergency-medicine"),
        ("anaesthesia", "anesthesiology"),
    ],
)
def test_the_names_that_people_use_are_understood(written: str, meant: str) -> None:
    assert SPECIALTIES.resolve(written) == meant


@pytest.mark.parametrize("written", ["", "   ", "!!!", "Cardiolgy", "medicine of everything"])
def test_what_means_nothing_is_not_guessed(written: str) -> None:
    assert SPECIALTIES.resolve(written) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ob/Gyn", "OB GYN"),
        ("Otolaryngology – Head & Neck", "otolaryngology head and neck"),
        ("Pédiatrie", "pediatrie"),
        ("STRASSE", "straße"),
        ("  a_b  ", "A-B"),
        ("ﬁbrosis", "fibrosis"),
    ],
)
def test_case_accents_and_punctuation_do_not_count(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("surgery", "surgeries"), ("a b", "ab"), ("c1", "c2"), ("内科", "外科")])
def test_letters_digits_and_word_boundaries_count(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize("text", ["", "Ärzte & Co", "ＦＵＬＬ", "İstanbul", "内科"])
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


# --- suggesting -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Cardiolgy", "cardiovascular-disease"),
        ("pediatrcs", "pediatrics"),
        ("dermatolgy", "dermatology"),
        ("acne", "dermatology"),
        ("neurolgy", "neurology"),
    ],
)
def test_a_slip_or_a_search_word_is_suggested_first(written: str, meant: str) -> None:
    assert SPECIALTIES.suggest(written)[0].id == meant


@pytest.mark.parametrize("written", ["cardiology", "surgery", "heart", "medicine"])
def test_at_most_three_different_entries_are_suggested(written: str) -> None:
    found = [entry.id for entry in SPECIALTIES.suggest(written)]
    assert 1 <= len(found) <= 3
    assert len(set(found)) == len(found)


def test_nothing_is_suggested_for_nonsense() -> None:
    assert SPECIALTIES.suggest("qqqqxxxxzzzz") == []


# --- a project's own --------------------------------------------------------------------------------------------------

SMALL = Vocabulary.of(
    "small",
    [
        Entry("whole", "Whole Body", aliases=("all of it",)),
        Entry("upper", "Upper Half", broader=("whole",)),
        Entry("hand", "Hand", broader=("upper",), aliases=("paw",), search=("finger",)),
    ],
)


def test_an_added_entry_is_understood_suggested_and_comes_last() -> None:
    changed = SMALL.changed(add=[Entry("thumb", "Thumb", broader=("hand",), aliases=("first finger",))])
    assert [changed.resolve(text) for text in ("Thumb", "first-finger")] == ["thumb", "thumb"]
    assert [entry.id for entry in changed.suggest("thump")] == ["thumb"]
    assert changed.choices()[-1].id == "thumb"
    assert changed.with_broader(["thumb"]) == ("thumb", "hand", "upper", "whole")


def test_a_renamed_entry_has_its_new_label_and_understands_the_old() -> None:
    changed = SMALL.changed(relabel={"hand": "Manus"})
    assert changed.label("hand") == "Manus"
    assert [changed.resolve(text) for text in ("manus", "Hand", "hand", "paw")] == ["hand"] * 4


def test_a_hidden_entry_is_neither_understood_offered_nor_suggested() -> None:
    changed = SMALL.changed(hide=["hand"])
    assert [changed.resolve(text) for text in ("hand", "Hand", "paw")] == [None] * 3
    assert changed.is_hidden("paw")
    assert not changed.is_hidden("upper")
    assert not changed.is_hidden("never heard of")
    assert [entry.id for entry in changed.choices()] == ["whole", "upper"]
    assert changed.suggest("finger") == []


def test_what_includes_an_entry_is_found_through_a_hidden_one() -> None:
    assert SMALL.changed(hide=["upper"]).with_broader(["hand"]) == ("hand", "upper", "whole")


def test_changes_leave_the_original_alone_and_add_up() -> None:
    changed = SMALL.changed(hide=["upper"]).changed(hide=["whole"], relabel={"hand": "Manus"})
    assert [entry.id for entry in changed.choices()] == ["hand"]
    assert [entry.id for entry in SMALL.choices()] == ["whole", "upper", "hand"]
    assert SMALL.label("hand") == "Hand"


def test_a_project_whose_entries_include_each_other_ends_nowhere_but_ends() -> None:
    changed = SMALL.changed(add=[Entry("a", "A", broader=("b",)), Entry("b", "B", broader=("a",))])
    assert changed.with_broader(["a"]) == ("a", "b")


def test_what_an_entry_is_called_wins_over_what_another_is_also_called() -> None:
    vocabulary = Vocabulary.of("ambiguous", [Entry("one", "One", aliases=("Two",)), Entry("two", "Two")])
    assert vocabulary.resolve("two") == vocabulary.resolve("Two") == "two"
