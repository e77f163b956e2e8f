"""What the profile form is given: every field but those the office keeps, nothing that a page withholds, and where a file is edited."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mentordir.edits import BEGIN, END
from mentordir.joining import NOT_ASKED, form_description, profile_files
from mentordir.load import RESERVED_NAMES
from mentordir.model import Directory
from mentordir.schema import Profile, field_guides
from mentordir.urls import edit_page

REPOSITORY = Path(__file__).resolve().parents[1]
TEMPLATES = REPOSITORY / "templates"

Project = Callable[..., Path]
MakeProfile = Callable[..., str]
AssembleProject = Callable[..., Directory]


def profiles_of(directory: Directory) -> dict[str, Any]:
    files = [json.loads(file.content) for file in profile_files(directory)]
    assert [profiles.pop("") for profiles in files] == [len(files)] * directory.people_files
    return {slug: known for profiles in files for slug, known in profiles.items()}


def test_the_form_asks_for_every_field_but_those_of_the_office() -> None:
    template = (TEMPLATES / "join.html").read_text(encoding="utf-8")
    # What a day or a tick says is no field to fill in.
    said_otherwise = {"last_confirmed", "background.consent.date"}
    fields = [guide for guide in field_guides(Profile) if not guide.group]
    missing = {guide.path for guide in fields if f'ask("{guide.path}"' not in template}
    assert {path for path in missing if path.split(".")[0].removesuffix("[]") not in NOT_ASKED} == said_otherwise
    assert {guide.name for guide in field_guides(Profile)} >= NOT_ASKED


def test_what_a_page_withholds_is_not_in_the_form(project: Project, profile: MakeProfile, assemble_project: AssembleProject) -> None:
    root = project(
        {
            "ana-lima": profile(
                aliases=["ana-souza"],
                contact={"method": "email", "value": "ana@lakeside.example", "audience": "campus", "instructions": "Room 12."},
                background={"consent": {"date": "2026-10-14", "audience": "campus"}, "identifies": [{"category": "rural"}]},
                bio="Twenty words would be better.",
            ),
            "bea-lima": profile(name="Bea Lima", contact={"method": "email", "value": "bea@lakeside.example"}),
            "cai-lima": profile(name="Cai Lima", audience="campus"),
            "gone": profile(name="Gone Lima", last_confirmed="2024-01-01"),
        }
    )
    profiles = profiles_of(assemble_project(root))
    assert set(profiles) == {"ana-lima", "ana-souza", "bea-lima"}, "who is delisted is in no file"
    assert profiles["ana-souza"] == "ana-lima"
    fields = profiles["ana-lima"]["fields"]
    assert fields["contact"] == {"method": "coordinator"}
    assert fields["bio"] == "Twenty words would be better."
    assert not {"background", "aliases", "photo", "audience"} & set(fields)
    assert "lakeside.example" not in json.dumps(profiles)
    assert list(profiles["bea-lima"]["fields"]["contact"]["value"]) == ["concealed"]
    campus = profiles_of(assemble_project(root, "campus"))
    assert {"cai-lima"} < set(campus)
    assert campus["ana-lima"]["fields"]["contact"]["instructions"] == "Room 12."


def test_the_form_knows_the_vocabularies_with_other_names_and_what_is_hidden(
    project: Project, profile: MakeProfile, assemble_project: AssembleProject
) -> None:
    root = project({"ana-lima": profile()}, vocabulary={"topics": {"hide": ["finances"]}})
    description = form_description(assemble_project(root))
    assert "finances" in description["vocabularies"]["topics"]["hidden"]
    specialties = {entry[0]: entry for entry in description["vocabularies"]["specialties"]["entries"]}
    assert "peds" in [alias.lower() for alias in specialties["pediatrics"][2]]
    assert description["fields"]["availability.slots"] == {"kind": "whole", "least": 0, "most": 99}
    assert json.dumps(description)


@pytest.mark.parametrize(
    ("forge", "page"),
    [
        ("github", "https://code.example/o/r/edit/main/content/mentors/a.md"),
        ("gitlab", "https://code.example/o/r/-/edit/main/content/mentors/a.md"),
        ("gitea", "https://code.example/o/r/_edit/main/content/mentors/a.md"),
        ("none", ""),
    ],
)
def test_each_forge_has_its_page_for_a_file(forge: str, page: str) -> None:
    assert edit_page("https://code.example/o/r/", forge, "main", "a.md") == page
    assert edit_page("https://code.example/o/r/", forge, "main", "") == ""


def test_both_sides_have_the_same_marks_and_reserved_names() -> None:
    changes = (TEMPLATES / "assets" / "join" / "changes.js").read_text(encoding="utf-8")
    assert f'BEGIN = "{BEGIN}"' in changes
    assert f'END = "{END}"' in changes
    assert {"con", "com0", "lpt9", "page", "index"} <= RESERVED_NAMES
    assert len(RESERVED_NAMES) == 4 + 10 + 10 + 2, "assets/join/slug.js names them too"
