"""The command as people and programs use it: arguments, streams, exit codes."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from mentordir.cli import cli
from mentordir.project import load_project
from mentordir.scaffold import new_profile, profile_text
from mentordir.schema import Profile, field_guides
from mentordir.source import read_source
from mentordir.validation import validate
from mentordir.vocabulary import shipped_vocabularies
from mentordir.writing import quoted


def test_the_summary_line_counts_and_says_where(project, profile, run) -> None:  # type: ignore[no-untyped-def]
    root = project(
        {"ana-lima": profile(bio="word " * 20), "rui-costa": profile(name="Rui Costa", bio="word " * 20, availability={"status": "full"})}
    )
    done = run("build", root, "--as-of", "2026-11-01", cwd=root)
    assert done.returncode == 0
    assert done.stderr == ""
    assert re.fullmatch(r"2 mentors listed, 1 available on 2026-11-01: \d+ files, \d\.\d MB, in \d+\.\d s, in site\n", done.stdout)


def test_the_project_is_found_from_a_folder_below_it(project, profile, run) -> None:  # type: ignore[no-untyped-def]
    root = project({"ana-lima": profile()})
    assert run("build", "-q", cwd=root / "content" / "mentors").returncode == 0
    assert (root / "site" / "index.html").is_file()


def test_an_error_keeps_everything_from_being_written(project, profile, run) -> None:  # type: ignore[no-untyped-def]
    root = project({"ana-lima": profile(role="captain")})
    done = run("build", "--as-of", "2026-11-01", cwd=root)
    assert done.returncode == 1
    assert not (root / "site").exists()
    assert '"captain" is not a known role' in done.stderr
    assert done.stderr.endswith("nothing was written\n")
    assert done.stdout == ""


def test_skip_invalid_publishes_the_rest_and_names_who_was_left_out(project, profile, run) -> None:  # type: ignore[no-untyped-def]
    root = project({"ana-lima": profile(), "rui-costa": profile(role="captain")})
    done = run("build", "--skip-invalid", "--as-of", "2026-11-01", cwd=root)
    assert done.returncode == 0
    assert "left out: content/mentors/rui-costa.md" in done.stderr
    assert (root / "site" / "mentors" / "ana-lima").is_dir()
    assert not (root / "site" / "mentors" / "rui-costa").exists()


def test_warnings_block_with_strict_only(project, profile, run) -> None:  # type: ignore[no-untyped-def]
    root = project({"ana-lima": profile(interests=[])})
    assert run("build", "--as-of", "2026-11-01", cwd=root).returncode == 0
    strict = run("build", "--strict", "--as-of", "2026-11-01", cwd=root)
    assert strict.returncode == 1
    assert "nothing was written" in strict.stderr


def test_json_and_github_formats(project, profile, run) -> None:  # type: ignore[no-untyped-def]
    root = project({"ana-lima": profile(bio="word " * 20, role="captain, 100%")})
    as_json = run("check", "--format", "json", "--as-of", "2026-11-01", cwd=root)
    assert as_json.returncode == 1
    (problem,) = json.loads(as_json.stdout)
    assert problem["path"] == "content/mentors/ana-lima.md"
    assert (problem["line"], problem["column"], problem["field"], problem["severity"]) == (3, 7, "role", "error")
    github = run("check", "--format", "github", "--as-of", "2026-11-01", cwd=root)
    assert github.stdout.startswith("::error file=content/mentors/ana-lima.md,line=3,col=7,title=role::")
    assert "100%25" in github.stdout
    assert github.stdout.count("\n") == 1


def test_check_of_one_file_reports_on_that_file_only(project, profile, run) -> None:  # type: ignore[no-untyped-def]
    root = project({"ana-lima": profile(bio="word " * 20), "rui-costa": profile(role="captain")})
    done = run("check", "content/mentors/ana-lima.md", cwd=root)
    assert done.returncode == 0
    assert "rui-costa" not in done.stdout


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--version"], 0),
        (["--help"], 0),
        (["build", "--help"], 0),
        (["bild"], 2),
        (["build", "--as-of", "11/01/2026"], 2),
        (["build", "--base-url", "ftp://x.example"], 2),
        (["build", "--audience", "everybody"], 2),
    ],
)
def test_exit_codes(arguments: list[str], code: int, project, profile, run) -> None:  # type: ignore[no-untyped-def]
    assert run(*arguments, cwd=project({"ana-lima": profile()})).returncode == code


def test_without_a_project_it_says_so_in_one_line(tmp_path: Path, run) -> None:  # type: ignore[no-untyped-def]
    done = run("check", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("mentordir: there is no directory.yml in ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("verb", sorted(name for name, command in cli.commands.items() if not command.hidden))
def test_every_verb_has_an_example(verb: str, run) -> None:  # type: ignore[no-untyped-def]
    assert f"Example:\n    mentordir {verb}" in run(verb, "--help").stdout


def test_no_colour_where_nobody_sees_it(project, profile, run) -> None:  # type: ignore[no-untyped-def]
    assert "\x1b" not in run("check", cwd=project({"ana-lima": profile(role="captain")})).stdout


def test_new_writes_a_file_that_only_lacks_what_nobody_can_guess(project, profile, run) -> None:  # type: ignore[no-untyped-def]
    root = project({"ana-lima": profile()})
    assert run("new", "Zoë O'Brien-Łuczak", cwd=root).returncode == 0
    path = root / "content" / "mentors" / "zoe-o-brien-luczak.md"
    assert path.is_file()
    problems = json.loads(run("check", "--format", "json", "-q", path, cwd=root).stdout)
    assert {problem["field"] for problem in problems} == {
        "institution",
        "role",
        "mentoring[0].type",
        "availability.status",
        "contact.method",
    }
    again = run("new", "Zoë O'Brien-Łuczak", cwd=root)
    assert again.returncode == 1
    assert "is there already" in again.stderr


def test_answers_fill_the_new_file_and_it_passes(project, profile) -> None:  # type: ignore[no-untyped-def]
    root = project({"ana-lima": profile()})
    loaded, _ = load_project(root)
    assert loaded
    answers = {
        "role": "faculty",
        "specialties[]": "[dermatology]",
        "institution": "Lakeside",
        "mentoring[].type": "career",
        "mentoring[].stages[]": "[resident]",
        "availability.status": "open",
        "last_confirmed": "2026-10-14",
        "contact.method": "email",
        "contact.value": "x@lakeside.example",
    }
    path = new_profile(loaded, 'Ana "Nita": Lima #2', answers)
    source = read_source(path.read_bytes(), path.name, path.stem, "front matter", ())
    valid, problems = validate(Profile, source)
    assert problems == []
    assert valid is not None
    assert valid.name == 'Ana "Nita": Lima #2'
    assert valid.mentoring[0].stages == ("resident",)
    assert valid.last_confirmed == date(2026, 10, 14)


def test_every_example_in_a_new_file_is_valid_once_it_is_uncommented() -> None:
    required = {guide.path: guide.example for guide in field_guides(Profile) if guide.required and guide.example}
    text = profile_text(required, shipped_vocabularies())
    names = "|".join({guide.name for guide in field_guides(Profile)})
    uncommented = re.sub(rf"^( *)# (( *- | *)({names}):( .*)?)$", r"\1\2", text, flags=re.MULTILINE)
    uncommented = uncommented.replace("programs: [lakeside-near-peer]\n", "").replace("photo:\n", "").replace("draft: true", "draft: false")
    uncommented = re.sub(r"^  (file|alt|credit): .*\n", "", uncommented, flags=re.MULTILINE)
    source = read_source(uncommented.encode(), "x.md", "x", "front matter", ())
    valid, problems = validate(Profile, source)
    assert [problem for problem in problems if problem.severity == "error"] == []
    assert valid is not None
    assert valid.links.orcid
    assert valid.background.consent


@pytest.mark.parametrize(
    "text", ["NO", "12:30", "yes", "a: b", "a #b", "- a", "", " x", "ü", "O'Brien", '"', "null", "~", "[a]", "{", "@x", "1e3", "𝒳", "a\tb"]
)
def test_quoted_text_reads_back_as_itself(text: str) -> None:
    source = read_source(f"name: {quoted(text)}\nrole: x\n".encode(), "x.yaml", "x", "yaml", ())
    assert source.problems == ()
    assert source.document.fields.get("name", "") == (text if text.strip() else "")


def test_schema_is_json_with_the_projects_vocabulary(project, profile, run) -> None:  # type: ignore[no-untyped-def]
    root = project({"ana-lima": profile()}, vocabulary={"specialties": {"add": [{"id": "student-health", "label": "Student Health"}]}})
    schema = json.loads(run("schema", root).stdout)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert {"name", "role", "mentoring", "availability", "last_confirmed", "contact"} == set(schema["required"])
    assert "Student Health" in json.dumps(schema)
    assert schema["additionalProperties"] is False
