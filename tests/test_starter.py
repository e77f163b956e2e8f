"""`init`: a new repository that builds as it is, explains itself, and says what to press next."""

import json
import re
import subprocess
from datetime import date
from pathlib import Path

import pytest
import yaml

from mentordir import __version__
from mentordir.errors import MentordirError
from mentordir.schema import Settings, field_guides
from mentordir.starter import HOSTS, school_files, start

DAY = date(2026, 11, 24)
SCHOOL = Path(__file__).resolve().parents[1] / "generator" / "mentordir" / "school"


@pytest.mark.parametrize("host", HOSTS)
def test_a_new_repository_passes_and_builds(host: str, tmp_path: Path, run) -> None:  # type: ignore[no-untyped-def]
    made = run("init", "our-mentors", "--host", host, cwd=tmp_path)
    assert (made.returncode, made.stderr) == (0, "")
    school = tmp_path / "our-mentors"
    checked = run("check", "--strict", cwd=school)
    assert (checked.returncode, checked.stdout) == (0, "8 files checked, no problems\n")
    built = run("build", "--strict", cwd=school)
    assert built.returncode == 0
    assert built.stdout.startswith("2 mentors listed, 2 available")
    site = school / "site"
    assert (site / "guide" / "about" / "index.html").is_file()
    assert (site / "guide" / "privacy" / "index.html").is_file()
    # What has blanks to fill in stays unpublished until somebody has filled them.
    assert not (site / "guide" / "privacy-notice").exists()
    assert not (site / "guide" / "accessibility-statement").exists()


@pytest.mark.parametrize("host", HOSTS)
def test_a_new_repository_is_ready_for_git(host: str, tmp_path: Path, run) -> None:  # type: ignore[no-untyped-def]
    subprocess.run(["git", "init", "-q", "-b", "main", tmp_path / "school"], check=True)
    assert run("init", "school", "--host", host, "-q", cwd=tmp_path).returncode == 0
    school = tmp_path / "school"
    assert run("build", "-q", cwd=school).returncode == 0
    subprocess.run(["git", "add", "."], cwd=school, check=True, capture_output=True)
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=school, check=True, capture_output=True, text=True).stdout.split("\0")[:-1]
    assert sorted(tracked) == list(school_files(host, date.today()))  # the site is made, not kept


def test_the_completed_notices_are_published(tmp_path: Path, run) -> None:  # type: ignore[no-untyped-def]
    start(tmp_path / "school", "none", DAY)
    for name in ("privacy-notice", "accessibility-statement"):
        path = tmp_path / "school" / "content" / "pages" / f"{name}.md"
        path.write_text(path.read_text(encoding="utf-8").replace("draft: true\n", ""), encoding="utf-8")
    assert run("build", "--strict", "-q", "--as-of", "2026-11-24", cwd=tmp_path / "school").returncode == 0
    assert (tmp_path / "school" / "site" / "guide" / "privacy-notice" / "index.html").is_file()


def test_what_is_there_is_never_written_over(tmp_path: Path, contents, run) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "one.txt").write_text("dear")
    (tmp_path / "file").write_text("text")
    before = contents(tmp_path)
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for name, complaint in (("letters", "is not empty (one.txt)"), ("file", "no folder"), ("link", "no folder")):
        done = run("init", name, cwd=tmp_path)
        assert done.returncode == 1
        assert complaint in done.stderr
    (tmp_path / "link").unlink()
    assert contents(tmp_path) == before
    assert run("init", "--host", "sourceforge", "x", cwd=tmp_path).returncode == 2


def test_a_folder_that_cannot_be_made_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("text")
    with pytest.raises(MentordirError, match="cannot be written"):
        start(tmp_path / "file" / "school", "none", DAY)


def test_every_setting_is_explained() -> None:
    for host in HOSTS:
        text = school_files(host, DAY)["directory.yml"]
        for guide in field_guides(Settings):
            assert re.search(rf"^[# ]*(?:- )?{guide.name}:", text, re.MULTILINE) or f" {guide.name}:" in text, guide.path
    uncommented = re.sub(r"^# ((?: *)(?:- )?[\w-]+:.*)$", r"\1", text, flags=re.MULTILINE)
    assert "vocabulary" in yaml.safe_load(uncommented)


def test_the_settings_that_are_commented_out_are_valid(tmp_path: Path, run) -> None:  # type: ignore[no-untyped-def]
    start(tmp_path / "school", "none", DAY)
    path = tmp_path / "school" / "directory.yml"
    block = re.compile(r"^# (vocabulary:|theme:|repository:)\n(?:# +.*\n)+", re.MULTILINE)
    text = path.read_text(encoding="utf-8")
    assert len(block.findall(text)) == 3
    path.write_text(block.sub(lambda found: re.sub(r"^# ", "", found[0], flags=re.MULTILINE), text), encoding="utf-8")
    (tmp_path / "school" / "content" / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    assert run("check", "--strict", "-q", "--as-of", "2026-11-24", cwd=tmp_path / "school").stdout == ""


@pytest.mark.parametrize("host", HOSTS)
def test_everybody_in_it_is_invented(host: str) -> None:
    files = school_files(host, DAY)
    for name, text in files.items():
        for address in re.findall(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", text):
            assert address.endswith((".example", "@users.noreply.github.com")), (name, address)
        if name.startswith("content/") or name == "directory.yml":
            for found in re.findall(r"https://([^/\s]+)", text):
                assert found.endswith(".example") or found in ("github.com", "gitlab.com"), (name, found)
        assert not re.search(r"@(TODAY|VERSION|PART)\b", text), name
    for name in ("ana-lima", "sam-okafor"):
        assert "invented" in files[f"content/mentors/{name}.md"]
        assert f"last_confirmed: {DAY}" in files[f"content/mentors/{name}.md"]
    assert f"mentordir=={__version__}\n" in files["requirements.txt"]


def test_no_shipped_file_is_left_over() -> None:
    """Each host's files and parts are used, and each host has the same parts."""
    assert {path.name for path in SCHOOL.iterdir()} == {"common", "parts", "github", "gitlab"}
    parts = {host: {path.name for path in (SCHOOL / "parts" / host).iterdir()} for host in HOSTS}
    assert len({frozenset(names) for names in parts.values()}) == 1
    used = {
        f"{name}.md"
        for path in (SCHOOL / "common").rglob("*")
        if path.is_file()
        for name in re.findall(r"@PART (\w+)@", path.read_text(encoding="utf-8"))
    }
    assert used == parts["github"]


@pytest.mark.parametrize(
    ("host", "needed"),
    [
        (
            "github",
            [
                '"Settings", "Pages", "Build and deployment", "Source": choose "GitHub Actions"',
                "Allow GitHub Actions to create and approve pull",
                "publishes sites from public repositories only",
                "every earlier version",
                "Accounts managed by an enterprise",
                "publish only privately",
                "requirements.txt",
            ],
        ),
        ("gitlab", ['"Pipeline schedules"', '"Deploy", "Pages"', "requirements.txt"]),
        ("none", ["site/", "base_url", "requirements.txt"]),
    ],
)
def test_it_prints_what_to_press_next(host: str, needed: list[str], tmp_path: Path, run) -> None:  # type: ignore[no-untyped-def]
    said = run("init", "school", "--host", host, cwd=tmp_path).stdout
    assert said.startswith("wrote ")
    assert [words for words in needed if words not in said] == []
    steps = said.split("\n\n", 1)[1].rstrip()
    assert steps in (tmp_path / "school" / "README.md").read_text(encoding="utf-8")
    assert max(map(len, steps.splitlines())) <= 120


def test_links_in_its_pages_lead_somewhere(tmp_path: Path) -> None:
    for host in HOSTS:
        start(tmp_path / host, host, DAY)
        for name in ("README.md", "CONTRIBUTING.md"):
            for link in re.findall(r"\]\(([^)#]+)\)", (tmp_path / host / name).read_text(encoding="utf-8")):
                assert (tmp_path / host / link).exists(), (host, link)
        for path in re.findall(r"`((?:content|\.github|\.vscode)/[\w./-]+)`", (tmp_path / host / "README.md").read_text(encoding="utf-8")):
            assert (tmp_path / host / path).exists() or path == "content/mentors/photos/", (host, path)


def test_editors_get_the_schemas(tmp_path: Path) -> None:
    start(tmp_path / "school", "none", DAY)
    folder = tmp_path / "school" / ".vscode"
    settings = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
    for schema in settings["yaml.schemas"]:
        assert "properties" in json.loads((tmp_path / "school" / schema).read_text(encoding="utf-8"))
    json.loads((folder / "extensions.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("host", ["github", "gitlab"])
def test_complaints_never_go_into_an_issue(host: str) -> None:
    files = school_files(host, DAY)
    names = [name for name in files if "issue_template" in name.lower()]
    assert len(names) == (4 if host == "github" else 3)
    assert {Path(name).stem.lower() for name in names} <= {"join", "change", "leave", "config"}
    if host == "github":
        config = yaml.safe_load(files[".github/ISSUE_TEMPLATE/config.yml"])
        safety = yaml.safe_load(files["directory.yml"])["safety"]
        assert config["blank_issues_enabled"] is False
        assert config["contact_links"][0]["url"] == safety["url"]
        assert "in confidence" in config["contact_links"][0]["about"]


def test_the_hook_that_is_run_before_a_commit_finds_errors(tmp_path: Path, run) -> None:  # type: ignore[no-untyped-def]
    start(tmp_path / "school", "none", DAY)
    (hook,) = yaml.safe_load((tmp_path / "school" / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"][0]["hooks"]
    program, *arguments = hook["entry"].split()
    assert program == "mentordir"
    assert run(*arguments, cwd=tmp_path / "school").returncode == 0
    (tmp_path / "school" / "content" / "mentors" / "x.md").write_text("---\nname: X\n---\n")
    assert run(*arguments, cwd=tmp_path / "school").returncode == 1
    assert re.search(hook["files"], "content/mentors/x.md")
    assert re.search(hook["files"], "directory.yml")
    assert not re.search(hook["files"], "README.md")
