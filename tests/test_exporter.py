"""The directory as data: whole, for its audience, and safe to open in a spreadsheet."""

import csv
import io
import json
import shutil
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
    assert json.loads(row["interests"]) == ["=cmd|' /C calc'!A0", "+1", "asthma"], "one has a bar, which would part it"
    assert row["bio"].startswith("-1 is where I began.\nThen")


def test_columns_are_fields_in_the_order_of_the_schema(run: Run) -> None:
    columns = list(table(run, REPOSITORY)[0])
    assert columns[0] == "slug"
    header = run("export", REPOSITORY, "--format", "csv", "--as-of", DAY).stdout.splitlines()[0].split(",")
    assert header.index("mentoring[1].type") < header.index("mentoring[1].topics") < header.index("mentoring[2].type")
    assert header.index("name") < header.index("availability.status") < header.index("contact.method") < header.index("bio")


@pytest.mark.parametrize("style", ["json", "csv"])
def test_what_is_exported_can_be_imported_as_it_was(style: str, run: Run, tmp_path: Path) -> None:
    """Into an empty project with the same photos and programs: the same profiles, and nothing to do at the second time."""
    (tmp_path / "directory.yml").write_bytes((REPOSITORY / "directory.yml").read_bytes())
    for folder in ("programs", "mentors/photos"):
        shutil.copytree(REPOSITORY / "content" / folder, tmp_path / "content" / folder)
    out = tmp_path / f"mentors.{style}"
    out.write_bytes(run("export", REPOSITORY, "--format", style, "--audience", "campus", "--as-of", DAY).stdout.encode())
    first = run("import", out, "--as-of", DAY, cwd=tmp_path)
    assert "46 added, 0 changed, 0 unchanged" in first.stdout, first.stdout + first.stderr
    again = run("import", out, "--as-of", DAY, cwd=tmp_path)
    assert "0 added, 0 changed, 46 unchanged" in again.stdout, again.stdout + again.stderr
    before, after = (exported(run, root, "--audience", "campus") for root in (REPOSITORY, tmp_path))
    for mentor in (*before, *after):
        del mentor["slug"]  # a file is called after the name
    key = "name"
    assert sorted(after, key=lambda mentor: str(mentor[key])) == sorted(before, key=lambda mentor: str(mentor[key]))
