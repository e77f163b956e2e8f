"""Addresses are stable, plain ASCII and never shared by two things."""

import posixpath
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentordir.urls import MAX_SLUG, facet_url, file_of, fold_case, mentor_url, name_values, page_url, root_of, value_url


@pytest.mark.parametrize(
    ("url", "root"),
    [
        ("", "./"),
        ("404.html", "./"),
        ("mentors/", "../"),
        ("mentors/ana-lima/", "../../"),
        ("mentors/page/2/", "../../../"),
        ("schema/mentor.json", "../"),
    ],
)
def test_the_way_home_leads_home(url: str, root: str) -> None:
    assert root_of(url) == root
    page = f"/base/path/{url}"
    assert posixpath.normpath(posixpath.join(posixpath.dirname(page), root)) == "/base/path"


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("", "index.html"),
        ("mentors/", "mentors/index.html"),
        ("mentors/page/2/", "mentors/page/2/index.html"),
        ("404.html", "404.html"),
        ("feed.xml", "feed.xml"),
    ],
)
def test_a_host_serves_the_file_at_the_address(url: str, file: str) -> None:
    assert file_of(url) == file


def test_the_first_page_of_a_list_is_the_list_itself() -> None:
    assert page_url("mentors/", 1) == "mentors/"
    assert page_url("mentors/", 2) == "mentors/page/2/"
    assert page_url(value_url("stage", "fellow"), 3) == "browse/stage/fellow/page/3/"


def test_addresses_are_those_that_the_contract_names() -> None:
    assert mentor_url("ana-lima") == "mentors/ana-lima/"
    assert facet_url("specialty") == "browse/specialty/"
    assert value_url("specialty", "pediatrics") == "browse/specialty/pediatrics/"


def test_spellings_that_differ_in_case_or_spaces_are_one_value() -> None:
    named = name_values(["Long  COVID", "long covid", " LONG COVID", "straße", "STRASSE"])
    assert set(named) == {"long covid", "strasse"}


def test_the_commonest_spelling_is_the_label_and_of_equals_the_alphabetically_first() -> None:
    assert name_values(["sepsis", "Sepsis", "sepsis"])["sepsis"] == ("sepsis", "sepsis")
    assert name_values(["sepsis", "Sepsis"]) == name_values(["Sepsis", "sepsis"]) == {"sepsis": ("sepsis", "Sepsis")}


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Heart failure", "heart-failure"),
        ("Parkinson's disease", "parkinsons-disease"),
        ("LGBTQ+ health", "lgbtq-health"),
        ("  X-ray / CT  ", "x-ray-ct"),
        ("Español", "espanol"),
        ("Łódź", "lodz"),
        ("Москва", "moskva"),
        ("北京", "bei-jing"),
    ],
)
def test_text_in_any_script_becomes_a_plain_slug(text: str, slug: str) -> None:
    assert name_values([text])[fold_case(text)] == (slug, text.strip())


@pytest.mark.parametrize("text", ["page", "Page", "index", "!!!", "🫀", "+"])
def test_a_slug_that_would_be_empty_or_hide_a_page_of_the_site_gets_a_suffix(text: str) -> None:
    slug, label = name_values([text])[fold_case(text)]
    assert re.fullmatch(r"(page|index|value)-[0-9a-f]{6}", slug)
    assert label == text


def test_a_value_in_plain_words_keeps_its_address_whoever_comes() -> None:
    alone = name_values(["long covid"])["long covid"]
    crowd = name_values(["long covid", "long-covid", "Long COVID!", "long/covid"])
    assert crowd["long covid"] == alone
    assert all(re.fullmatch(r"long-covid-[0-9a-f]{6}", crowd[text][0]) for text in ("long-covid", "long covid!", "long/covid"))


def test_a_suffix_depends_on_the_value_alone() -> None:
    few, many = name_values(["C++", "C#"]), name_values(["C++", "C#", "C", "C!", "c?"])
    assert few["c++"] == many["c++"]
    assert few["c#"] == many["c#"]


def test_very_long_values_get_short_slugs_that_still_differ() -> None:
    texts = ["a" * 90 + end for end in ("b", "c")] + ["word " * 30 + end for end in ("b", "c")]
    found = [slug for slug, _ in name_values(texts).values()]
    assert len(set(found)) == 4
    assert all(len(slug) <= MAX_SLUG + 7 for slug in found)


def test_a_value_that_imitates_anothers_suffix_gets_another() -> None:
    imitated = [slug for slug, _ in name_values(["a+", "a!"]).values()]
    named = name_values(["a+", "a!", *imitated, *(slug.replace("-", " ") for slug in imitated)])
    found = [slug for slug, _ in named.values()]
    assert len(set(found)) == len(named) == 6


@given(st.lists(st.text(alphabet=st.sampled_from("ab1 -_.!+'éßøЖ中🫀"), min_size=1, max_size=8).filter(str.strip), max_size=12))
def test_values_never_share_an_address_and_order_does_not_matter(texts: list[str]) -> None:
    named = name_values(texts)
    found = [slug for slug, _ in named.values()]
    assert set(named) == {fold_case(text) for text in texts}
    assert len(set(found)) == len(found)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) for slug in found)
    assert name_values(reversed(texts)) == named
