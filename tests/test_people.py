"""What team and composer know of mentors, in files that they find by slug."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from mentordir.model import ContactRoute, Directory
from mentordir.people import people_files

DAY = date(2026, 11, 1)

Project = Callable[..., Path]
MakeProfile = Callable[..., str]
AssembleProject = Callable[..., Directory]


def people_of(directory: Directory) -> dict[str, dict[str, object] | str]:
    """Everybody in all files; nobody stands in two."""
    files = [json.loads(file.content) for file in people_files(directory)]
    assert [people.pop("") for people in files] == [len(files)] * directory.people_files
    together = {slug: facts for people in files for slug, facts in people.items()}
    assert len(together) == sum(map(len, files))
    return together


def test_a_mentor_is_known_by_slug_and_by_former_ones(project: Project, profile: MakeProfile, assemble_project: AssembleProject) -> None:
    root = project(
        {
            "ana-lima": profile(
                aliases=["ana-souza"],
                credentials=["MD"],
                contact={"method": "email", "value": "ana@lakeside.example", "reply_days": 5, "include": ["your stage"]},
                availability={"status": "paused", "paused_until": "2026-12-01", "modes": ["video"], "requests_per_month": 2},
            )
        }
    )
    people = people_of(assemble_project(root))
    assert people["ana-souza"] == "ana-lima"
    facts = people["ana-lima"]
    assert isinstance(facts, dict)
    assert facts["name"] == "Ana Lima"
    assert facts["offers"] == [{"type": "career", "stages": ["premed"], "topics": ["interviews"]}]
    assert (facts["status"], facts["returns"], facts["requests"]) == ("paused", "2026-12-02", 2)
    contact = facts["contact"]
    assert isinstance(contact, dict)
    assert (contact["method"], contact["replyDays"], contact["include"]) == ("email", 5, ["your stage"])
    assert "ana@" not in json.dumps(people)
    assert "title" in facts
    assert "zone" not in facts, "what is empty is left out"


def test_who_is_no_longer_listed_isnt_known(project: Project, profile: MakeProfile, assemble_project: AssembleProject) -> None:
    root = project({"here": profile(), "gone": profile(last_confirmed="2025-01-01", aliases=["was-gone"])})
    assert set(people_of(assemble_project(root))) == {"here"}


def test_a_campus_route_is_the_coordinators_in_public(project: Project, profile: MakeProfile, assemble_project: AssembleProject) -> None:
    root = project({"ana": profile(contact={"method": "form", "value": "https://form.example/ana", "audience": "campus"})})
    public, campus = (people_of(assemble_project(root, audience))["ana"] for audience in ("public", "campus"))
    assert isinstance(public, dict)
    assert isinstance(campus, dict)
    assert public["contact"] == {"method": "coordinator"}
    assert campus["contact"] == {"method": "form", "url": "https://form.example/ana"}


@pytest.mark.parametrize(("mentors", "files"), [(0, 1), (1, 1), (32, 1), (33, 2), (64, 2), (65, 4), (1000, 32)])
def test_the_number_of_files_grows_with_the_directory(mentors: int, files: int) -> None:
    assert Directory.people_files.fget(_Sized(mentors)) == files  # type: ignore[attr-defined]


class _Sized:
    """As much of a Directory as the number of its files follows from."""

    def __init__(self, mentors: int) -> None:
        self.mentors = range(mentors)


def test_files_hold_some_twenty_mentors_each(make_directory: Callable[[int], Path], assemble_project: AssembleProject) -> None:
    directory = assemble_project(make_directory(300))
    sizes = [len(json.loads(file.content)) - 1 for file in people_files(directory)]
    assert len(directory.mentors) > 200
    assert 16 <= sum(sizes) / len(sizes) <= 33
    assert min(sizes) >= 8, "a request shall not tell who was looked up"
    assert max(sizes) <= 64


@pytest.mark.parametrize(("reply_days", "remind"), [(None, 8), (1, 8), (6, 8), (7, 9), (14, 16), (60, 62)])
def test_one_reminder_is_in_order_after_a_while(reply_days: int | None, remind: int) -> None:
    assert ContactRoute("email", "a@b.example", reply_days, (), None).remind_after_days == remind
