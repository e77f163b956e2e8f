"""Whom else a trainee might ask."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from mentordir.model import Directory

Project = Callable[..., Path]
MakeProfile = Callable[..., str]
Assemble = Callable[..., Directory]

CLINICAL = [{"type": "clinical", "stages": ["resident"]}]
RESEARCH = [{"type": "research", "stages": ["premed"]}]


def similar(directory: Directory, slug: str) -> list[str]:
    return [mentor.slug for mentor in directory.similar[slug]]


def test_the_same_field_comes_first_then_what_they_do_for_whom(project: Project, profile: MakeProfile, assemble_project: Assemble) -> None:
    def mentor(name: str, specialty: str, offers: object, **fields: object) -> str:
        return profile(name=name, role="faculty", specialties=[specialty], mentoring=offers, interests=[f"only {name}"], **fields)

    directory = assemble_project(
        project(
            {
                "asked": mentor("Asked", "Cardiology", CLINICAL),
                "same": mentor("Same", "Cardiology", CLINICAL),
                "other-offer": mentor("Other Offer", "Cardiology", RESEARCH),
                "narrower": mentor("Narrower", "Interventional Cardiology", CLINICAL),
                "stranger": mentor("Stranger", "Dermatology", CLINICAL),
                "busy": mentor("Busy", "Cardiology", CLINICAL, availability={"status": "full"}),
                "old": mentor("Old", "Cardiology", CLINICAL, last_confirmed="2020-01-01"),
            }
        )
    )
    assert similar(directory, "asked") == ["same", "other-offer", "narrower"]
    assert similar(directory, "busy")[0] in ("asked", "same")
    assert set(similar(directory, "old")) == {"asked", "same", "other-offer", "narrower"}


def test_interests_in_common_count(project: Project, profile: MakeProfile, assemble_project: Assemble) -> None:
    directory = assemble_project(
        project(
            {
                "asked": profile(interests=["Sickle cell disease", "asthma"]),
                "both": profile(name="Both", interests=["asthma", "sickle  CELL disease"]),
                "one": profile(name="One", interests=["asthma"]),
                "none": profile(name="None", interests=["gout"]),
            }
        )
    )
    assert similar(directory, "asked") == ["both", "one"]


def test_a_mentor_alone_has_nobody_similar(project: Project, profile: MakeProfile, assemble_project: Assemble) -> None:
    assert similar(assemble_project(project({"ana": profile()})), "ana") == []


def test_nobody_is_recommended_by_all(make_directory: Callable[[int], Path], assemble_project: Assemble) -> None:
    directory = assemble_project(make_directory(1_000))
    recommended = Counter(mentor.slug for found in directory.similar.values() for mentor in found)
    assert len(directory.similar) == len(directory.mentors) + len(directory.delisted)
    assert all(found and len(found) <= 4 for found in directory.similar.values())
    assert all(slug not in [mentor.slug for mentor in found] for slug, found in directory.similar.items())
    assert all(mentor.standing.available for found in directory.similar.values() for mentor in found)
    assert max(recommended.values()) < 40
