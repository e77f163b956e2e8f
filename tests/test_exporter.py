"""The directory as data: whole, for its audience, and safe to open in a spreadsheet."""

import csv
import io
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mentordir.schema import Profile
from mentordir.tabular import restored

REPOSITORY = Path(__file__).resolve().parents[1]
DAY = "2026-11-24"

Project = Callable[..., Path]
MakeProfile = Callable[..., str]
Run = Callable[..., "subprocess.CompletedProcess[str]"]


def exported(run: Run, root: Path, *options: str) -> list[dict[str, Any]]:
    done = run("export", root, "--format", "json", "--as-of", DAY, *options)
    assert done.returncode == 0, done.stderr
    data: list[dict[str, Any]] = json.loads(done.stdout)
    return data


def table(run: Run, root: Path, *options: str) -> list[dict[str, str]]:
    done = run("export", root, "--format", "csv", "--as-of", DAY, *options)
    assert done.returncode == 0, done.stderr
    return [{key: restored(cell) for key, cell in row.items() if cell} for row in csv.DictReader(io.StringIO(done.stdout))]


def test_every_profile_of_the_example_directory_is_there_and_valid(run: Run) -> None:
    mentors = exported(run, REPOSITORY, "--audience", "campus", "--background")
    assert len(mentors) == 46, "48 profiles, of which two are drafts"
    assert [mentor["slug"] for mentor in mentors] == sorted(mentor["slug"] for mentor in mentors)
    for mentor in mentors:
        text = json.dumps(mentor)
        assert "null" not in text
        assert set(mentor) - {"slug"} <= {info.alias or name for name, info in Profile.model_fields.items()}


@pytest.fixture
def school(project: Project, profile: MakeProfile) -> Path:
    background = {"consent": {"date": "2026-10-01"}, "identifies": [{"category": "rural", "words": "A farm"}], "ally_for": ["parent"]}
    return project(
        {
            "ana-lima": profile(
                contact={
                    "method": "email",
                    "value": "ana@lakeside.example",
                    "audience": "campus",
                    "instructions": "Ring twice",
                    "reply_days": 4,
                },
                background=background,
                interests=["=cmd|' /C calc'!A0", "+1", "asthma"],
                title="@SUM(A1)",
                department="'=quoted",
                bio="-1 is where I began.\nThen a second line, and some more words, so that it is long enough for a bio.",
            ),
            "rui": profile(name="Rui", audience="campus"),
            "eve": profile(name="Eve", draft=True),
        }
    )


def test_what_is_for_the_campus_stays_there(school: Path, run: Run) -> None:
    [ana] = exported(run, school)
    assert ana["contact"] == {"method": "coordinator", "reply_days": 4}
    assert "Ring twice" not in json.dumps(ana)
    campus, rui = exported(run, school, "--audience", "campus")
    assert campus["contact"]["value"] == "ana@lakeside.example"
    assert campus["contact"]["audience"] == "campus"
    assert rui["slug"] == "rui"


def test_background_is_there_only_when_asked_for(school: Path, run: Run) -> None:
    [without] = exported(run, school)
    assert "background" not in without
    [asked] = exported(run, school, "--background")
    assert asked["background"]["identifies"] == [{"category": "rural", "words": "A farm"}]
    assert asked["background"]["consent"]["date"] == "2026-10-01"
    assert "A farm" not in str(table(run, school))


def test_no_cell_runs_in_a_spreadsheet_and_all_can_be_restored(school: Path, run: Run) -> None:
    done = run("export", school, "--format", "csv", "--as-of", DAY)
    [raw] = csv.DictReader(io.StringIO(done.stdout))
    assert [cell for cell in raw.values() if cell[:1] in ("=", "+", "-", "@", "\t", "\r")] == []
    [row] = table(run, school)
    assert row["title"] == "@SUM(A1)"
    assert row["department"] == "'=quoted"
    assert row["interests"] == "=cmd|' /C calc'!A0; +1; asthma"
    assert row["bio"].startswith("-1 is where I began.\nThen")


def test_columns_are_fields_in_the_order_of_the_schema(run: Run) -> None:
    columns = list(table(run, REPOSITORY)[0])
    assert columns[0] == "slug"
    header = run("export", REPOSITORY, "--format", "csv", "--as-of", DAY).stdout.splitlines()[0].split(",")
    assert header.index("mentoring[1].type") < header.index("mentoring[1].topics") < header.index("mentoring[2].type")
    assert header.index("name") < header.index("availability.status") < header.index("contact.method") < header.index("bio")
