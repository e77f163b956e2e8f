"""Who is listed, in which order, under what, and what of a profile is left for whom."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest

from mentordir.model import Directory, Facet, FacetValue, Mentor
from mentordir.vocabulary import shipped_vocabularies

Project = Callable[..., Path]
MakeProfile = Callable[..., str]
AssembleProject = Callable[..., Directory]

MONDAY = date(2026, 11, 2)


def facet(directory: Directory, name: str) -> Facet:
    return next(facet for facet in directory.facets if facet.name == name)


def values(directory: Directory, name: str) -> dict[str, FacetValue]:
    """slug -> value."""
    return {value.slug: value for value in facet(directory, name).values}


def counts(directory: Directory, name: str) -> dict[str, int]:
    return {value.slug: len(value.mentors) for value in facet(directory, name).values}


def slugs(mentors: tuple[Mentor, ...]) -> list[str]:
    return [mentor.slug for mentor in mentors]


def only(directory: Directory) -> Mentor:
    assert len(directory.mentors) == 1
    return directory.mentors[0]


# --- order ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def crowd(project: Project, profile: MakeProfile) -> Path:
    """Forty mentors of every standing, ten of each."""
    standings: list[Mapping[str, object]] = [
        {"availability": {"status": "open"}},
        {"availability": {"status": "limited"}, "last_confirmed": "2026-04-01"},
        {"availability": {"status": "full"}},
        {"availability": {"status": "closed"}, "last_confirmed": "2026-04-01"},
    ]
    return project({f"mentor-{n}": profile(name=f"Mentor {n}", interests=["asthma"], **standings[n % 4]) for n in range(40)})


def test_the_available_and_confirmed_come_first_and_the_unavailable_last(crowd: Path, assemble_project: AssembleProject) -> None:
    mentors = assemble_project(crowd, day=MONDAY).mentors
    assert [(mentor.standing.available, mentor.standing.stale) for mentor in mentors] == (
        [(True, False)] * 10 + [(True, True)] * 10 + [(False, False)] * 10 + [(False, True)] * 10
    )


def test_the_order_holds_for_an_iso_week_and_changes_with_the_next(crowd: Path, assemble_project: AssembleProject) -> None:
    orders = [slugs(assemble_project(crowd, day=MONDAY + timedelta(days=days)).mentors) for days in range(8)]
    assert all(order == orders[0] for order in orders[:7])
    assert orders[7] != orders[0]
    assert sorted(orders[7]) == sorted(orders[0])


def test_a_week_that_spans_the_new_year_is_one_week(crowd: Path, assemble_project: AssembleProject) -> None:
    """2026-12-28 to 2027-01-03 is week 53 of 2026."""
    december, january, next_week = (
        slugs(assemble_project(crowd, day=day).mentors) for day in (date(2026, 12, 28), date(2027, 1, 3), date(2027, 1, 4))
    )
    assert december == january
    assert january != next_week


def test_nobody_is_always_first(crowd: Path, assemble_project: AssembleProject) -> None:
    weeks = [assemble_project(crowd, day=MONDAY + timedelta(weeks=week)) for week in range(20)]
    assert len({directory.mentors[0].slug for directory in weeks}) >= 5


def test_a_new_mentor_does_not_reorder_the_others(
    crowd: Path, project: Project, profile: MakeProfile, assemble_project: AssembleProject
) -> None:
    before = slugs(assemble_project(crowd, day=MONDAY).mentors)
    project({"somebody-new": profile(name="Somebody New")})
    after = slugs(assemble_project(crowd, day=MONDAY).mentors)
    assert [slug for slug in after if slug != "somebody-new"] == before


def test_every_list_has_the_order_of_the_whole(crowd: Path, assemble_project: AssembleProject) -> None:
    directory = assemble_project(crowd, day=MONDAY)
    place = {slug: number for number, slug in enumerate(slugs(directory.mentors))}
    lists = [[place[slug] for slug in slugs(value.mentors)] for facet in directory.facets for value in facet.values]
    assert lists
    assert all(found == sorted(found) for found in lists)


# --- who is listed ----------------------------------------------------------------------------------------------------


@pytest.fixture
def mixed(project: Project, profile: MakeProfile) -> Path:
    return project(
        {
            "listed": profile(name="Listed"),
            "old": profile(name="Old", last_confirmed="2025-01-01", interests=["rare disease"], languages=["yo"], aliases=["older"]),
            "draft": profile(name="Draft", draft=True, interests=["draft interest"], aliases=["drafted"]),
            "inside": profile(name="Inside", audience="campus", interests=["inner interest"], aliases=["insider"]),
        }
    )


def test_drafts_are_nowhere_and_campus_profiles_only_in_a_campus_build(mixed: Path, assemble_project: AssembleProject) -> None:
    public, campus = assemble_project(mixed, "public"), assemble_project(mixed, "campus")
    assert slugs(public.mentors) == ["listed"]
    assert sorted(slugs(campus.mentors)) == ["inside", "listed"]
    assert [redirect.url for redirect in public.redirects] == ["mentors/older/"]
    assert sorted(redirect.url for redirect in campus.redirects) == ["mentors/insider/", "mentors/older/"]
    assert "draft-interest" not in counts(campus, "interest")
    assert "inner-interest" not in counts(public, "interest")
    assert counts(campus, "interest")["inner-interest"] == 1


def test_a_delisted_mentor_keeps_a_page_but_stands_in_no_list(mixed: Path, assemble_project: AssembleProject) -> None:
    directory = assemble_project(mixed)
    assert slugs(directory.delisted) == ["old"]
    listed = {mentor.slug for facet in directory.facets for value in facet.values for mentor in value.mentors}
    assert listed == {"listed"}


def test_a_value_that_only_delisted_mentors_have_is_a_tag_without_a_list(mixed: Path, assemble_project: AssembleProject) -> None:
    directory = assemble_project(mixed)
    assert "rare-disease" not in counts(directory, "interest")
    assert "yo" not in counts(directory, "language")
    old = directory.delisted[0]
    assert [(tag.label, tag.url) for tag in (*old.interests, *old.languages)] == [("rare disease", ""), ("Yoruba", "")]
    assert only(directory).interests[0].url == "browse/interest/asthma/"


def test_a_former_slug_leads_to_the_mentor(project: Project, profile: MakeProfile, assemble_project: AssembleProject) -> None:
    directory = assemble_project(project({"ana-lima": profile(aliases=["ana-souza", "a-lima"])}))
    assert {redirect.url: redirect.mentor.slug for redirect in directory.redirects} == {
        "mentors/ana-souza/": "ana-lima",
        "mentors/a-lima/": "ana-lima",
    }


def test_a_directory_without_mentors_has_facets_without_values(project: Project, assemble_project: AssembleProject) -> None:
    directory = assemble_project(project({}))
    assert directory.mentors == ()
    assert directory.facets
    assert all(facet.values == () for facet in directory.facets)


def test_the_projects_institution_stands_in_where_a_mentor_names_none(
    project: Project, profile: MakeProfile, assemble_project: AssembleProject
) -> None:
    directory = assemble_project(
        project(
            {"here": profile(name="Here", institution=None), "there": profile(name="There", institution="Two Rivers")},
            institution="Lakeside",
        )
    )
    assert counts(directory, "institution") == {"lakeside": 1, "two-rivers": 1}


# --- facets -----------------------------------------------------------------------------------------------------------


def test_a_specialty_includes_what_is_narrower(project: Project, profile: MakeProfile, assemble_project: AssembleProject) -> None:
    root = project(
        {
            "heart": profile(name="Heart", role="faculty", specialties=["Cardiovascular Disease"]),
            "hearts": profile(name="Hearts", role="faculty", specialties=["advanced-heart-failure-and-transplant-cardiology"]),
            "both": profile(name="Both", role="faculty", specialties=["cardiovascular-disease", "internal-medicine"]),
        }
    )
    directory = assemble_project(root)
    found = counts(directory, "specialty")
    assert found == {"internal-medicine": 3, "cardiovascular-disease": 3, "advanced-heart-failure-and-transplant-cardiology": 1}
    own = {mentor.slug: [tag.label for tag in mentor.specialties] for mentor in directory.mentors}
    assert own["heart"] == ["Cardiovascular Disease"]


def test_an_offer_without_stages_stands_in_the_list_of_every_stage(
    project: Project, profile: MakeProfile, assemble_project: AssembleProject
) -> None:
    root = project(
        {
            "anyone": profile(name="Anyone", mentoring=[{"type": "career"}]),
            "fellows": profile(name="Fellows", mentoring=[{"type": "research", "stages": ["fellow"]}]),
            "partly": profile(name="Partly", mentoring=[{"type": "research", "stages": ["fellow"]}, {"type": "personal"}]),
        }
    )
    directory = assemble_project(root)
    stages = [entry.id for entry in shipped_vocabularies()["stages"].choices()]
    assert counts(directory, "stage") == {stage: 3 if stage == "fellow" else 2 for stage in stages}
    assert next(mentor for mentor in directory.mentors if mentor.slug == "anyone").offers[0].stages == ()


def test_a_stage_that_the_project_hides_has_no_list_even_of_those_who_take_anyone(
    project: Project, profile: MakeProfile, assemble_project: AssembleProject
) -> None:
    root = project({"anyone": profile(mentoring=[{"type": "career"}])}, vocabulary={"stages": {"hide": ["premed"]}})
    assert "premed" not in counts(assemble_project(root), "stage")
    assert "resident" in counts(assemble_project(root), "stage")


def test_a_mentor_counts_once_however_often_a_value_is_named(
    project: Project, profile: MakeProfile, assemble_project: AssembleProject
) -> None:
    offers = [
        {"type": "career", "stages": ["fellow"], "topics": ["interviews"]},
        {"type": "career", "stages": ["fellow", "resident"], "topics": ["interviews"]},
    ]
    directory = assemble_project(project({"ana-lima": profile(mentoring=offers)}))
    assert counts(directory, "type") == {"career": 1}
    assert counts(directory, "stage") == {"resident": 1, "fellow": 1}
    assert counts(directory, "topic") == {"interviews": 1}


def test_availability_lists_count_the_status_of_the_day(project: Project, profile: MakeProfile, assemble_project: AssembleProject) -> None:
    root = project(
        {
            "open": profile(name="Open"),
            "paused": profile(name="Paused", availability={"status": "open", "paused_until": "2026-11-05"}),
            "none-left": profile(name="None Left", availability={"status": "open", "slots": 0}),
        }
    )
    assert counts(assemble_project(root, day=date(2026, 11, 5)), "availability") == {"open": 1, "full": 1, "paused": 1}
    assert counts(assemble_project(root, day=date(2026, 11, 6)), "availability") == {"open": 2, "full": 1}


def test_facet_counts_equal_what_the_profiles_say(make_directory: Callable[[int], Path], assemble_project: AssembleProject) -> None:
    """Counted a second way: mentor by mentor, from the tags that each of them shows."""
    directory = assemble_project(make_directory(200))
    recounted: dict[str, set[str]] = {}
    for mentor in directory.mentors:
        tags = [
            *mentor.interests,
            *mentor.languages,
            *(tag for offer in mentor.offers for tag in (offer.type, *offer.stages, *offer.topics)),
        ]
        for tag in tags:
            recounted.setdefault(tag.url, set()).add(mentor.slug)
    listed = {
        value.url: set(slugs(value.mentors))
        for name in ("interest", "language", "type", "stage", "topic")
        for value in facet(directory, name).values
    }
    assert listed == recounted
    assert len(directory.mentors) > 100
    for name in ("institution", "availability"):
        assert sum(counts(directory, name).values()) == len(directory.mentors)


def test_values_of_a_vocabulary_stand_in_its_order_and_free_text_by_label(
    project: Project, profile: MakeProfile, assemble_project: AssembleProject
) -> None:
    stages = ["mid-career", "premed", "fellow"]
    root = project({"ana-lima": profile(interests=["zebra", "Ärzte", "asthma"], mentoring=[{"type": "career", "stages": stages}])})
    directory = assemble_project(root)
    order = [entry.id for entry in shipped_vocabularies()["stages"].choices()]
    assert list(counts(directory, "stage")) == sorted(stages, key=order.index)
    assert [value.label for value in facet(directory, "interest").values] == ["asthma", "zebra", "Ärzte"]


def test_the_commonest_spelling_of_an_interest_is_its_name(
    project: Project, profile: MakeProfile, assemble_project: AssembleProject
) -> None:
    spellings = ["Long COVID", "long COVID", "long COVID", "LONG COVID", "  long   covid "]
    root = project({f"mentor-{n}": profile(name=f"Mentor {n}", interests=[text]) for n, text in enumerate(spellings)})
    value = values(assemble_project(root), "interest")["long-covid"]
    assert (value.label, len(value.mentors)) == ("long COVID", 5)


def test_interests_whose_slugs_collide_have_lists_of_their_own(
    project: Project, profile: MakeProfile, assemble_project: AssembleProject
) -> None:
    root = project({"ana-lima": profile(interests=["C", "C++", "c#", "page", "index", "癌", "🫀", "!!!"])})
    interests = facet(assemble_project(root), "interest").values
    assert len({value.slug for value in interests}) == len(interests) == 8
    assert not {"page", "index", ""} & {value.slug for value in interests}
    assert all(value.slug.isascii() for value in interests)
    assert {value.label for value in interests} == {"C", "C++", "c#", "page", "index", "癌", "🫀", "!!!"}


def test_an_interest_called_page_gets_pages_that_hide_nothing(
    project: Project, profile: MakeProfile, build_site: Callable[..., Path], contents: Callable[[Path], dict[str, bytes]]
) -> None:
    many = {f"mentor-{n}": profile(name=f"Mentor {n}", interests=["page"]) for n in range(60)}
    site = contents(build_site(project(many)))
    lists = [path for path in site if path.startswith("browse/interest/page")]
    assert len(lists) == 2
    assert all("browse/interest/page-" in path for path in lists)


def test_a_hostile_interest_that_aims_at_anothers_address_stops_no_build(
    project: Project, profile: MakeProfile, assemble_project: AssembleProject, build_site: Callable[..., Path]
) -> None:
    root = project({"victim": profile(name="Victim", interests=["C++", "C#"])})
    suffixed = [value.slug for value in facet(assemble_project(root), "interest").values]
    project({"attacker": profile(name="Attacker", interests=[slug.replace("-", " ") for slug in suffixed] + suffixed)})
    interests = facet(assemble_project(root), "interest").values
    assert len(interests) == len({value.slug for value in interests}) == 6
    assert build_site(root).is_dir()


# --- what is left for whom --------------------------------------------------------------------------------------------


def contact_of(directory: Directory) -> tuple[str, str | None, str | None]:
    contact = only(directory).contact
    return contact.method, contact.value, contact.instructions


def test_a_campus_address_is_replaced_by_the_coordinator_and_its_instructions_withheld(
    project: Project, profile: MakeProfile, assemble_project: AssembleProject
) -> None:
    contact = {
        "method": "email",
        "value": "ana@lakeside.example",
        "audience": "campus",
        "reply_days": 7,
        "include": ["your stage"],
        "instructions": "Ring extension 12.",
    }
    root = project({"ana-lima": profile(contact=contact)})
    assert contact_of(assemble_project(root, "public")) == ("coordinator", None, None)
    assert contact_of(assemble_project(root, "campus")) == ("email", "ana@lakeside.example", "Ring extension 12.")
    public = only(assemble_project(root, "public")).contact
    assert (public.reply_days, public.include) == (7, ("your stage",))


def test_instructions_for_the_campus_are_withheld_from_others_for_the_coordinator_too(
    project: Project, profile: MakeProfile, assemble_project: AssembleProject
) -> None:
    root = project({"ana-lima": profile(contact={"method": "coordinator", "audience": "campus", "instructions": "Ring extension 12."})})
    assert contact_of(assemble_project(root, "public")) == ("coordinator", None, None)
    assert contact_of(assemble_project(root, "campus")) == ("coordinator", None, "Ring extension 12.")


def test_a_public_route_is_the_same_in_both_builds(project: Project, profile: MakeProfile, assemble_project: AssembleProject) -> None:
    root = project({"ana-lima": profile(contact={"method": "form", "value": "https://form.example/ana", "instructions": "Mondays."})})
    assert (
        contact_of(assemble_project(root, "public"))
        == contact_of(assemble_project(root, "campus"))
        == ("form", "https://form.example/ana", "Mondays.")
    )


@pytest.mark.parametrize(
    ("consent", "public", "campus"),
    [
        (None, [], []),
        ({"date": "2026-10-01", "audience": "public"}, ["rural", "parent"], ["rural", "parent"]),
        ({"date": "2026-10-01", "audience": "campus"}, [], ["rural", "parent"]),
        ({"date": "2026-10-01"}, ["rural", "parent"], ["rural", "parent"]),
    ],
)
def test_background_is_shown_to_those_whom_the_consent_names(
    project: Project, profile: MakeProfile, assemble_project: AssembleProject, consent: object, public: list[str], campus: list[str]
) -> None:
    background = {"identifies": [{"category": "rural"}, {"category": "religion", "words": "mine"}], "ally_for": ["parent", "lgbtq"]}
    root = project({"ana-lima": profile(background={**background, **({"consent": consent} if consent else {})})})
    for audience, expected in (("public", public), ("campus", campus)):
        shared = only(assemble_project(root, audience)).background
        assert [*(identity.category for identity in shared.identifies), *shared.ally_for] == expected


def test_sensitive_categories_need_switching_on_and_others_can_be_switched_off(
    project: Project, profile: MakeProfile, assemble_project: AssembleProject
) -> None:
    background = {"consent": {"date": "2026-10-01"}, "identifies": [{"category": "rural"}, {"category": "religion", "words": "mine"}]}
    root = project({"ana-lima": profile(background=background)}, background=["religion"])
    assert [identity.category for identity in only(assemble_project(root)).background.identifies] == ["religion"]


def test_a_campus_programme_is_not_named_in_a_public_build(
    project: Project, profile: MakeProfile, assemble_project: AssembleProject
) -> None:
    common = {"kind": "school", "url": "https://lakeside.example", "summary": "Meets on Mondays."}
    programs = {"inside": {"name": "Inside", "audience": "campus", **common}, "outside": {"name": "Outside", **common}}
    root = project({"ana-lima": profile(programs=["inside", "outside"])}, programs)
    for audience, expected in (("public", ["outside"]), ("campus", ["inside", "outside"])):
        directory = assemble_project(root, audience)
        assert [program.slug for program in directory.programs] == expected
        assert [program.slug for program in only(directory).programs] == expected
