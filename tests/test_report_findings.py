"""What the report looks for, case by case: links, duplicates, pauses, visits and the days on which each begins."""

import itertools
import json
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import markdown_it
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentordir.pipeline import check
from mentordir.report.duplicates import (
    MAX_SHARING,
    NEAR_NAME_HERE,
    SAME_EMAIL,
    SAME_NAME,
    SAME_NAME_HERE,
    SAME_ORCID,
    SAME_PAGE,
    name_parts,
)
from mentordir.report.findings import Report
from mentordir.report.links import doubtful_links, shown_address
from mentordir.report.renderings import _as_markdown_text, as_markdown, as_text
from mentordir.report.survey import survey
from mentordir.schema import Profile

Project = Callable[..., Path]
MakeProfile = Callable[..., str]
DAY = date(2026, 11, 1)


def survey_of(root: Path, day: date = DAY) -> Report:
    verdict = check(root, day)
    assert verdict.project
    assert verdict.checked
    return survey(verdict.checked.profiles, verdict.project, day, verdict.problems)


# --- links ------------------------------------------------------------------------------------------------------------


def doubts(profile: Profile, home: str = "https://school.edu/mentors/") -> list[tuple[str, str]]:
    return [(doubt.field, doubt.problem) for doubt in doubtful_links(profile, home)]


def with_links(**links: str) -> Profile:
    return Profile.model_validate(
        {
            "name": "A",
            "role": "student",
            "institution": "S",
            "mentoring": ({"type": "career"},),
            "availability": {"status": "open"},
            "last_confirmed": "2026-10-14",
            "contact": {"method": "coordinator"},
            "links": links,
        }
    )


@pytest.mark.parametrize(
    ("field", "address", "part"),
    [
        ("website", "https://school.edu/mentors/mentors/ana-lima/", "directory itself"),
        ("website", "https://10.0.0.7/ana", "number"),
        ("website", "https://wiki.local/ana", ".local"),
        ("website", "https://www.lakeside.e/ana", "lacks its ending"),
        ("website", "https://lakeside.con/ana", "ends in .con"),
        ("website", "https://ana.example/", "example"),
        ("website", "https://bit.ly/3xYz", "shortened"),
        ("website", "https://nam02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fx.edu", "rewritten"),
        ("website", "https://www.google.com/url?q=https://x.edu", "rewritten"),
        ("website", "https://www.google.co.uk/search?q=ana+lima", "is a search"),
        ("website", "https://x.edu/people/ana...", "cut short"),
        ("website", "https://x.edu/people/ana.", "sentence"),
        ("website", "https://x.edu/people/ana)", "sentence"),
        ("website", "https://x.edu/https://y.edu/ana", "second address"),
        ("website", "https://x.edu/page;jsessionid=77", "session"),
        ("website", "https://x.edu/people/your-name", "placeholder"),
        ("website", "https://orcid.org/orcid-search/search?searchQuery=lima", "ORCID"),
        ("website", "https://scholar.google.com/scholar?q=lima", "search"),
        ("website", "https://x.edu/wp-admin", "sign in"),
        ("pubmed", "https://pubmed.ncbi.nlm.nih.gov/", "start page"),
        ("linkedin", "https://www.linkedin.com/search/results/people/?keywords=lima", "search"),
        ("linkedin", "https://www.linkedin.com/in/me/", "not a person"),
        ("linkedin", "https://www.linkedin.com/company/lakeside", "not a person"),
        ("linkedin", "https://x.edu/ana", "not a page of LinkedIn"),
        ("institution", "https://x.edu/", "front page"),
    ],
)
def test_an_address_that_passes_the_checks_can_still_look_wrong(field: str, address: str, part: str) -> None:
    [(where, problem)] = doubts(with_links(**{field: address}))
    assert where == f"links.{field}"
    assert part in problem


@pytest.mark.parametrize(
    ("field", "address"),
    [
        ("website", "https://school.edu/people/ana"),
        ("website", "https://school.edu/mentorsguild"),
        ("website", "https://ana-lima.net"),
        ("website", "https://x.edu/people/maria-todo"),  # a surname
        ("website", "https://xn--bcher-kva.xn--p1ai/"),
        ("website", "https://web.archive.org/web/2020/https://x.edu/ana"),
        ("website", "https://en.wikipedia.org/wiki/Lima_(doctor)"),
        ("website", "https://orcid.org/0000-0002-1825-0097"),
        ("website", "https://scholar.google.com/citations?user=abc"),
        ("pubmed", "https://pubmed.ncbi.nlm.nih.gov/?term=lima"),
        ("linkedin", "https://uk.linkedin.com/in/ana-lima"),
        ("institution", "https://x.edu/?person=7"),
    ],
)
def test_a_good_address_is_left_alone(field: str, address: str) -> None:
    assert doubts(with_links(**{field: address})) == []


def test_examples_are_fine_in_an_example() -> None:
    assert doubts(with_links(website="https://ana.example/"), "https://lakeside.example/mentors/") == []


def test_on_a_host_of_its_own_only_the_directorys_own_folders_are_the_directory() -> None:
    home = "https://mentors.school.edu/"
    assert doubts(with_links(website="https://mentors.school.edu/mentors/ana/"), home)
    assert doubts(with_links(website="https://mentors.school.edu/"), home)
    assert not doubts(with_links(website="https://mentors.school.edu/people/ana"), home)


def test_http_in_a_text_and_links_in_prose_are_looked_at(project: Project, profile: MakeProfile) -> None:
    bio = "See http://x.edu/ana and [here](https://bit.ly/1)."
    found = survey_of(project({"a": profile(bio=bio, contact={"method": "form", "value": "https://docs.google.com/forms/d/1/edit"})}))
    assert {(link.field, link.address) for link in found.links} == {
        ("contact.value", "https://docs.google.com/forms/d/1/edit"),
        ("bio", "https://bit.ly/1"),
        ("bio", "http://x.edu/ana"),
    }


@pytest.mark.parametrize("address", ["https://x.edu/book/ana%40x.edu", "https://x.edu/?to=ana%2540x.edu"])
def test_a_mailbox_in_an_address_is_not_shown(address: str) -> None:
    assert shown_address(address) == "https://x.edu/…"


# --- duplicates -------------------------------------------------------------------------------------------------------


def reasons(root: Path) -> dict[tuple[str, ...], tuple[str, ...]]:
    return {tuple(mentor.slug for mentor in found.mentors): found.reasons for found in survey_of(root).duplicates}


def mail(address: str) -> Mapping[str, str]:
    return {"method": "email", "value": address}


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ({"name": "Ana García-López"}, {"name": "ana garcia lopez"}, SAME_NAME_HERE),
        ({"name": "Wei Zhang"}, {"name": "Zhang, Wei"}, SAME_NAME_HERE),
        ({"name": "Dr. Ana Lima"}, {"name": "Ana Lima, M.D., PhD"}, SAME_NAME_HERE),
        ({"name": "Ana Lima"}, {"name": "Ana Lima", "institution": "Elsewhere"}, SAME_NAME),
        ({"name": "Katarzyna Nowak"}, {"name": "Katarzina Nowak"}, NEAR_NAME_HERE),
        ({"name": "Katarzyna Nowak"}, {"name": "Katarzyna Nwoak"}, NEAR_NAME_HERE),
        ({"name": "Ana Lima"}, {"name": "Ana Maria Lima"}, NEAR_NAME_HERE),
        ({"name": "A. Lima"}, {"name": "Ana Lima"}, NEAR_NAME_HERE),
        ({"name": "X", "contact": mail("x@x.edu")}, {"name": "Y", "contact": mail("X@x.edu")}, SAME_EMAIL),
        (
            {"name": "X", "links": {"orcid": "0000-0002-1825-0097"}},
            {"name": "Y", "links": {"website": "https://orcid.org/0000-0002-1825-0097"}},
            SAME_ORCID,
        ),
        (
            {"name": "X", "links": {"website": "https://x.edu/p"}},
            {"name": "Y", "links": {"institution": "https://www.x.edu/p/"}},
            SAME_PAGE,
        ),
    ],
)
def test_what_makes_two_profiles_one_person(
    one: dict[str, Any], other: dict[str, Any], reason: str, project: Project, profile: MakeProfile
) -> None:
    assert reasons(project({"a": profile(**one), "b": profile(**other)})) == {("a", "b"): (reason,)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name": "Ana Lima"}, {"name": "Rui Costa"}),
        ({"name": "Li Na"}, {"name": "Li Nu"}),  # one letter is much of a short name
        ({"name": "Katarzyna Nowak"}, {"name": "Katarzina Nowak", "institution": "Elsewhere"}),
        ({"name": "Katarzyna Nowak"}, {"name": "Kasia Nowak"}),
        ({"name": "Mentor Number 12"}, {"name": "Mentor Number 13"}),
        ({"name": "許文綺"}, {"name": "許文"}),
        ({"name": "Tran Do"}, {"name": "Tran"}),  # a surname that is also a degree
    ],
)
def test_other_people_are_other_people(one: dict[str, Any], other: dict[str, Any], project: Project, profile: MakeProfile) -> None:
    assert reasons(project({"a": profile(**one), "b": profile(**other)})) == {}


@pytest.mark.parametrize(("sharing", "found"), [(MAX_SHARING, 1), (MAX_SHARING + 1, 0)])
def test_an_offices_mailbox_makes_nobody_a_duplicate(sharing: int, found: int, project: Project, profile: MakeProfile) -> None:
    names = ["Ana Lima", "Rui Costa", "Zoë Quist", "Bo Holm", "Eve Frost", "Ivo Katz"]
    root = project({f"m{number}": profile(name=names[number], contact=mail("lab@x.edu")) for number in range(sharing)})
    assert len(reasons(root)) == found


def test_the_strongest_reason_comes_first(project: Project, profile: MakeProfile) -> None:
    found = reasons(project({slug: profile(name="Ana Lima", contact=mail("a@x.edu")) for slug in "ab"}))
    assert found == {("a", "b"): (SAME_EMAIL, SAME_NAME_HERE)}


@given(st.text(max_size=60))
def test_any_name_has_parts(name: str) -> None:
    parts = name_parts(name)
    assert all(part and part == part.casefold() and " " not in part for part in parts)


# --- days -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "age"),
    [
        (150, None),
        (151, "stale soon"),
        (180, "stale soon"),
        (181, "stale"),
        (370, "stale"),
        (371, "delisted soon"),
        (400, "delisted soon"),
        (401, "delisted"),
    ],
)
def test_both_sides_of_every_age(days: int, age: str | None, project: Project, profile: MakeProfile) -> None:
    found = survey_of(project({"a": profile(last_confirmed=(DAY - timedelta(days=days)).isoformat())}))
    assert [(old.age, old.days) for old in found.aging] == ([(age, days)] if age else [])


def test_where_profiles_age_fast_nobody_is_asked_right_after_confirming(project: Project, profile: MakeProfile) -> None:
    root = project({"a": profile(last_confirmed=DAY.isoformat())}, stale_after_days=20)
    assert survey_of(root).aging == ()


@pytest.mark.parametrize(
    ("availability", "confirmed", "over"),
    [
        ({"status": "paused", "paused_until": "2026-10-31"}, "2026-10-14", True),
        ({"status": "paused", "paused_until": "2026-11-01"}, "2026-10-14", False),
        ({"status": "paused"}, "2026-10-14", False),
        ({"status": "paused", "paused_until": "2026-10-01"}, "2026-10-14", True),  # it still says paused
        ({"status": "open", "paused_until": "2026-10-14"}, "2026-10-14", True),
        ({"status": "open", "paused_until": "2026-10-13"}, "2026-10-14", False),  # heard of since
        ({"status": "closed", "paused_until": "2026-10-20"}, "2026-10-14", False),
        ({"status": "paused", "paused_until": "2026-10-01", "from": "2026-12-01"}, "2026-10-14", False),
    ],
)
def test_a_pause_is_over_when_its_date_is(
    availability: dict[str, str], confirmed: str, over: bool, project: Project, profile: MakeProfile
) -> None:
    found = survey_of(project({"a": profile(availability=availability, last_confirmed=confirmed)}))
    assert bool(found.ended_pauses) is over


@pytest.mark.parametrize(("until", "said"), [("2026-10-31", True), ("2026-11-01", False), ("2026-12-01", False), ("2026-12-02", None)])
def test_visits_that_end(until: str, said: bool | None, project: Project, profile: MakeProfile) -> None:
    found = survey_of(project({"a": profile(visiting_until=until)}))
    assert [visit.over for visit in found.visits] == ([] if said is None else [said])
    assert found.aging == ()


def test_drafts_are_counted_and_compared_and_nothing_else(project: Project, profile: MakeProfile) -> None:
    root = project({"a": profile(), "b": profile(draft=True, last_confirmed="2025-01-01", links={"website": "https://bit.ly/x"})})
    found = survey_of(root)
    assert (found.listed, found.drafts, found.aging, found.links) == (1, 1, (), ())
    assert [mentor.url for mentor in found.duplicates[0].mentors] == ["https://directory.example/mentors/mentors/a/", ""]


def test_a_specialty_counts_who_is_in_a_narrower_one(project: Project, profile: MakeProfile) -> None:
    full = {"status": "full"}
    root = project({"a": profile(specialties=["pediatric cardiology"]), "b": profile(specialties=["pediatrics"], availability=full)})
    covers = {cover.id: (cover.listed, cover.available) for cover in survey_of(root).coverage.specialties}
    assert covers["pediatrics"] == (2, 1)
    assert covers["pediatric-cardiology"] == (1, 1)
    assert covers["dermatology"] == (0, 0)


def test_type_and_stage_meet_in_one_offer_and_no_stage_is_every_stage(project: Project, profile: MakeProfile) -> None:
    offers = [{"type": "research", "stages": ["resident"]}, {"type": "clinical"}]
    cells = {(c.type, c.stage): c.available for c in survey_of(project({"a": profile(mentoring=offers)})).coverage.types_by_stage}
    assert cells["research", "resident"] == 1
    assert cells["research", "premed"] == 0
    assert cells["clinical", "premed"] == 1


# --- Markdown ---------------------------------------------------------------------------------------------------------


@given(st.text(st.characters(exclude_categories=["C", "Z"], include_characters=" "), min_size=1, max_size=60))
def test_any_name_is_text_in_markdown(name: str) -> None:
    """CommonMark finds one run of text or code in it, and it reads as it was."""
    name = " ".join(unicodedata.normalize("NFC", name).split()) or "x"
    tokens = markdown_it.MarkdownIt("commonmark").parseInline(_as_markdown_text(name))[0].children or []
    assert {token.type for token in tokens} <= {"text", "code_inline"}
    read = "".join(token.content for token in tokens)
    assert read.replace("\u2060", "") == name.replace("|", "¦").replace("\u2060", "")


@pytest.mark.parametrize("name", ["@all", "www.x.com", "x #1", "GH-12", "<b>", "[a](b)", "a_b_", "`x`", "https://x", "a&lt;", "*x*", ":x:"])
def test_what_a_forge_might_read_is_code(name: str) -> None:
    assert _as_markdown_text(name).startswith("`")


@pytest.mark.parametrize("name", ["Ana Lima", "J.R. O'Brien, Jr.", "许文", "Hsu Wen-Chi (許文綺)", "พิมพ์ชนก", 'B. "Bart" Q.', "Nguyễn"])
def test_a_plain_name_stays_plain(name: str) -> None:
    assert _as_markdown_text(name) == name


def test_an_issue_takes_it_and_a_screen_too(project: Project, profile: MakeProfile) -> None:
    home = f"https://directory.example/{'x' * 300}/"
    names = itertools.product("abcdefghijkl", repeat=2)
    mentors = {f"{a}{b}": profile(name=f"{a * 4} {b * 4} " + "`" * 80, last_confirmed="2026-01-01") for a, b in names}
    found = survey_of(project(mentors, base_url=home))
    assert len(found.aging) == 144
    assert len(as_markdown(found)) < 65_536
    assert "more, which `mentordir report --format json` names" in as_markdown(found)
    assert len(as_text(found).splitlines()) < 120


def test_the_documented_keys_are_the_keys(project: Project, profile: MakeProfile, run: Callable[..., Any]) -> None:
    done = run("report", project({"a": profile()}), "--format", "json", "--as-of", "2026-11-01")
    assert list(json.loads(done.stdout)) == [
        "directory",
        "day",
        "base_url",
        "profiles",
        "listed",
        "available",
        "statuses",
        "delisted",
        "drafts",
        "invalid",
        "aging",
        "ended_pauses",
        "visits",
        "full",
        "incomplete",
        "duplicates",
        "links",
        "coverage",
    ]
