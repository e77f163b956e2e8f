"""What `mentordir check` says about profiles, word for word.

profiles/valid and profiles/invalid are the suite. A case is a file, laid into the mentors of a small project, or a
folder, laid over that project; beside the file, or in the folder, stands the report that the command has to print.
What git or another system would not keep as it is (links, reserved names, large files) is made here.
"""

import os
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner
from PIL import Image

from mentordir.cli import cli

PROFILES = Path(__file__).parent / "profiles"
TODAY = "2026-11-24"
NOTHING = "3 files checked, no problems\n"

DIRECTORY = """\
name: Lakeside Mentor Directory
base_url: https://lakeside.example/mentors/
institution: Lakeside School of Medicine
coordinator:
  name: Mentoring Office
  email: mentoring@lakeside.example
safety:
  name: Office of Learner Concerns
  url: https://lakeside.example/concerns
background: [first-gen, rural, img, lgbtq]
"""
PROGRAM = """\
name: Near-Peer Circle
kind: school
url: https://lakeside.example/near-peers
summary: Second-years meet first-years every other week.
"""
FIELDS = {
    "name": "Ana Lima",
    "role": "faculty",
    "specialties": "[Cardiology]",
    "interests": "[heart failure]",
    "mentoring": "[{type: research, topics: [publishing]}]",
    "availability": "{status: open}",
    "last_confirmed": "2026-10-14",
    "contact": "{method: email, value: ana.lima@lakeside.example}",
}
BIO = "word " * 20


class Report(NamedTuple):
    """What the command printed, and its exit code."""

    text: str
    code: int


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory without mentors, and the current one."""
    (tmp_path / "content" / "mentors" / "photos").mkdir(parents=True)
    (tmp_path / "content" / "programs").mkdir()
    (tmp_path / "directory.yml").write_text(DIRECTORY, encoding="utf-8")
    (tmp_path / "content" / "programs" / "near-peers.yaml").write_text(PROGRAM, encoding="utf-8")
    Image.new("RGB", (40, 50), "teal").save(tmp_path / "content" / "mentors" / "photos" / "portrait.jpg")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(*options: str) -> Report:
    result = CliRunner().invoke(cli, ["check", "--as-of", TODAY, *options], standalone_mode=False, catch_exceptions=False)
    return Report(result.stdout, result.return_value)


def profile(bio: str = BIO, **fields: str) -> str:
    """A profile without problems but for `fields`, which are YAML."""
    return "".join(["---\n", *(f"{key}: {value}\n" for key, value in (FIELDS | fields).items()), "---\n\n", bio, "\n"])


def write_mentor(project: Path, text: str, name: str = "ana-lima.md") -> Path:
    path = project / "content" / "mentors" / name
    path.write_bytes(text.encode())
    return path


# --- the folders ------------------------------------------------------------------------------------------------------

VALID = sorted((PROFILES / "valid").iterdir())
CASES = sorted(entry for entry in (PROFILES / "invalid").iterdir() if entry.suffix != ".txt")


def expected_report(case: Path) -> Path:
    return case / "expected.txt" if case.is_dir() else case.with_suffix(".txt")


def test_the_folders_are_not_empty() -> None:
    assert len(VALID) >= 12
    assert len(CASES) >= 80


def test_every_report_belongs_to_one_case() -> None:
    reports = {entry for entry in (PROFILES / "invalid").iterdir() if entry.suffix == ".txt"}
    wanted = [expected_report(case) for case in CASES]
    assert len(set(wanted)) == len(wanted)
    assert reports == {report for report in wanted if report.parent == PROFILES / "invalid"}


@pytest.mark.parametrize("case", VALID, ids=lambda case: case.name)
def test_a_valid_profile_has_no_problems(case: Path, project: Path) -> None:
    shutil.copy(case, project / "content" / "mentors")
    assert check() == Report(NOTHING, 0)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_report_is_word_for_word_as_expected(case: Path, project: Path) -> None:
    if case.is_dir():
        shutil.copytree(case, project, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expected.txt"))
    else:
        shutil.copy(case, project / "content" / "mentors")
    expected = expected_report(case).read_text(encoding="utf-8")
    assert check() == Report(expected, 1 if ": error: " in expected else 0)


@pytest.mark.parametrize(("name", "code"), [("stale.md", 0), ("unknown-role.md", 1)])
def test_the_command_exits_with_1_only_for_errors(name: str, code: int, project: Path) -> None:
    case = PROFILES / "invalid" / name
    shutil.copy(case, project / "content" / "mentors")
    command = [sys.executable, "-m", "mentordir", "check", "--as-of", TODAY]
    done = subprocess.run(command, cwd=project, capture_output=True, encoding="utf-8", check=False)
    assert (done.stdout, done.stderr, done.returncode) == (expected_report(case).read_text(encoding="utf-8"), "", code)


def test_warnings_count_with_strict(project: Path) -> None:
    shutil.copy(PROFILES / "invalid" / "stale.md", project / "content" / "mentors")
    assert check("--strict").code == 1


# --- limits: the last value that is fine, the first that is not ----------------------------------------------------------


def listed(count: int, word: str = "word") -> str:
    return f"[{', '.join(f'{word}-{number}' for number in range(count))}]"


def words_of(count: int) -> str:
    """`count` entries of a vocabulary; the same again may count, but is shown once."""
    return f"[{', '.join(['Cardiology', 'Dermatology', 'Neurology', 'Urology'][number % 4] for number in range(count))}]"


def offers(count: int) -> str:
    return f"[{', '.join(['{type: research, topics: [publishing]}'] * count)}]"


def schools(count: int) -> str:
    return f"[{', '.join(['{school: Harborview}'] * count)}]"


def contact(**fields: str) -> str:
    whole = {"method": "email", "value": "ana.lima@lakeside.example"} | fields
    return f"{{{', '.join(f'{key}: {value}' for key, value in whole.items())}}}"


def address(length: int) -> str:
    start = "https://ana-lima.example/"
    return start + "a" * (length - len(start))


def languages(count: int) -> str:
    codes = "en es fr de it pt-BR zh-Hant ar he fa hi ja ko ru uk pl cs sv nb asf nl"
    return f"[{', '.join(codes.split()[:count])}]"


LIMITS = [
    ("name", "n" * 100, "n" * 101, "name: is 101 characters long; the limit is 100"),
    ("name", "李" * 100, "李" * 101, "name: is 101 characters long; the limit is 100"),
    ("pronouns", "p" * 100, "p" * 101, "pronouns: is 101 characters long; the limit is 100"),
    ("credentials", listed(12), listed(13), "credentials: has 13 entries; the limit is 12"),
    ("title", "t" * 200, "t" * 201, "title: is 201 characters long; the limit is 200"),
    ("department", "d" * 200, "d" * 201, "department: is 201 characters long; the limit is 200"),
    ("institution", "i" * 200, "i" * 201, "institution: is 201 characters long; the limit is 200"),
    ("location", f"{{city: {'c' * 100}}}", f"{{city: {'c' * 101}}}", "location.city: is 101 characters long; the limit is 100"),
    ("training", schools(12), schools(13), "training: has 13 entries; the limit is 12"),
    ("training", "[{school: H, year: 1930}]", "[{school: H, year: 1929}]", "training[0].year: is 1929"),
    ("training", "[{school: H, year: 2100}]", "[{school: H, year: 2101}]", "training[0].year: is 2101"),
    ("visiting_until", "1900-01-01", "1899-12-31", "visiting_until: is in the year 1899"),
    ("visiting_until", "2200-12-31", "2201-01-01", "visiting_until: is in the year 2201"),
    ("specialties", words_of(12), words_of(13), "specialties: has 13 entries; the limit is 12"),
    ("interests", listed(12), listed(13), "interests: has 13 entries; the limit is 12"),
    ("interests", f"[{'i' * 100}]", f"[{'i' * 101}]", "interests[0]: is 101 characters long; the limit is 100"),
    ("mentoring", offers(12), offers(13), "mentoring: has 13 entries; the limit is 12"),
    ("mentoring", offers(1), "[]", "mentoring: is an empty list"),
    ("availability", "{status: open, slots: 0}", "{status: open, slots: -1}", "availability.slots: is -1"),
    ("availability", "{status: open, slots: 99}", "{status: open, slots: 100}", "availability.slots: is 100"),
    (
        "availability",
        "{status: open, requests_per_month: 1}",
        "{status: open, requests_per_month: 0}",
        "availability.requests_per_month: is 0",
    ),
    ("last_confirmed", "2026-11-25", "2026-11-26", "last_confirmed: is in the future: 2026-11-26"),
    ("contact", contact(reply_days="1"), contact(reply_days="0"), "contact.reply_days: is 0"),
    ("contact", contact(reply_days="60"), contact(reply_days="61"), "contact.reply_days: is 61"),
    ("contact", contact(include=listed(12)), contact(include=listed(13)), "contact.include: has 13 entries; the limit is 12"),
    (
        "contact",
        contact(instructions="i" * 1500),
        contact(instructions="i" * 1501),
        "contact.instructions: is 1,501 characters long; the limit is 1,500",
    ),
    ("languages", languages(20), languages(21), "languages: has 21 entries; the limit is 20"),
    ("expectations", "e" * 1500, "e" * 1501, "expectations: is 1,501 characters long; the limit is 1,500"),
    ("links", f"{{website: {address(500)}}}", f"{{website: {address(501)}}}", "links.website: is 501 characters long; the limit is 500"),
    ("aliases", listed(20), listed(21), "aliases: has 21 entries; the limit is 20"),
    ("aliases", f"[{'a' * 64}]", f"[{'a' * 65}]", "aliases[0]: is not a slug"),
    ("bio", "b " * 2999 + "bb", "b " * 3000 + "b", "bio: is 6,001 characters long; the limit is 6,000"),
    ("bio", "word " * 20, "word " * 19, "bio: has only 19 words"),
    ("bio", BIO + "[" * 100, BIO + "[" * 101, "bio: has 101 opening brackets; the limit is 100"),
    ("bio", BIO + "\n\n" + " " * 16 + "- deep", BIO + "\n\n" + " " * 17 + "- deep", "bio: is indented by 17 spaces; the limit is 16"),
    ("bio", BIO + "\n\n>>>> quoted", BIO + "\n\n>>>>> quoted", "bio: has quotations nested more than 4 deep"),
]


@pytest.mark.parametrize(("field", "within", "beyond", "message"), LIMITS, ids=[f"{field}: {message}" for field, _, _, message in LIMITS])
def test_a_limit_is_passed_by_one(field: str, within: str, beyond: str, message: str, project: Path) -> None:
    write_mentor(project, profile(**{field: within}))
    assert check().text == NOTHING
    write_mentor(project, profile(**{field: beyond}))
    assert message in check().text


@pytest.mark.parametrize(
    ("age", "said"), [(180, ""), (181, "is marked as not confirmed"), (400, "is marked as not confirmed"), (401, "is in no list")]
)
def test_a_profile_ages_on_the_day_after_each_limit(age: int, said: str, project: Path) -> None:
    confirmed = date.fromisoformat(TODAY) - timedelta(days=age)
    write_mentor(project, profile(last_confirmed=confirmed.isoformat()))
    report = check()
    assert report.code == 0
    assert (said in report.text) if said else (report.text == NOTHING)


def test_a_file_has_at_most_64_kib(project: Path) -> None:
    text = profile()
    comment = "# " + "c" * (64 * 1024 - len(text) - 3) + "\n"
    write_mentor(project, text.replace("---\n", f"---\n{comment}", 1))
    assert check().text == NOTHING
    write_mentor(project, text.replace("---\n", f"---\n{comment} ", 1))
    assert check() == Report(
        "content/mentors/ana-lima.md:1:1: error: is 65,537 bytes long; the limit is 65,536\n"
        "    shorten the text\n"
        "1 error in 1 of 3 files\n",
        1,
    )


def test_values_are_nested_at_most_8_levels(project: Path) -> None:
    # The profile itself is the first level.
    write_mentor(project, profile(interests="[" * 7 + "deep" + "]" * 7))
    assert "interests[0]: is a list, but takes a single value" in check().text
    path = write_mentor(project, profile(interests="[" * 8 + "deep" + "]" * 8))
    column = path.read_text(encoding="utf-8").splitlines()[4].rindex("[") + 1
    assert f"ana-lima.md:5:{column}: error: is nested more than 8 levels deep" in check().text


@pytest.mark.parametrize("depth", [100, 10_000])
@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_deep_nesting_does_no_harm(depth: int, opening: str, project: Path) -> None:
    write_mentor(project, profile(interests="\n" + opening * depth))
    assert check().code == 1


def test_a_file_holds_at_most_2_000_values(project: Path) -> None:
    # Besides its entries the profile has itself, a key and a list.
    write_mentor(project, f"interests: [{', '.join(['a'] * 1997)}]\n", "ana-lima.yaml")
    assert "interests: has 1997 entries; the limit is 12" in check().text
    write_mentor(project, f"interests: [{', '.join(['a'] * 1998)}]\n", "ana-lima.yaml")
    assert "is not" not in check().text
    assert "ana-lima.yaml:1:6004: error: has more than 2,000 values" in check().text


def test_a_file_name_has_at_most_64_characters(project: Path) -> None:
    write_mentor(project, profile(), "a" * 64 + ".md")
    assert check().text == NOTHING
    write_mentor(project, profile(name="Rui Costa"), "b" * 65 + ".md")
    assert f"content/mentors/{'b' * 65}.md: error: has a name of 65 characters; the limit is 64\n" in check().text


@pytest.mark.parametrize("key", ["stale_after_days", "delist_after_days", "max_open_requests"])
@pytest.mark.parametrize(("value", "fine"), [("0", False), ("1", True), ("99", True), ("3651", False)])
def test_the_numbers_of_a_directory_have_limits(key: str, value: str, fine: bool, project: Path) -> None:
    others = "stale_after_days: 1\n" if key == "delist_after_days" else ""
    (project / "directory.yml").write_text(f"{DIRECTORY}{others}{key}: {value}\n", encoding="utf-8")
    assert (check().code == 0) is fine


@pytest.mark.parametrize(("delisted", "fine"), [(90, True), (89, False)])
def test_delisting_may_follow_staleness_at_once(delisted: int, fine: bool, project: Path) -> None:
    (project / "directory.yml").write_text(f"{DIRECTORY}stale_after_days: 90\ndelist_after_days: {delisted}\n", encoding="utf-8")
    assert (check().code == 0) is fine


# --- photos -----------------------------------------------------------------------------------------------------------

PHOTO = "{file: ana-lima.jpg, alt: Ana Lima}"


def photo_path(project: Path) -> Path:
    return project / "content" / "mentors" / "photos" / "ana-lima.jpg"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_may_be_of_three_kinds(kind: str, project: Path) -> None:
    Image.new("RGB", (40, 50), "teal").save(photo_path(project), kind)
    write_mentor(project, profile(photo=PHOTO))
    assert check().text == NOTHING


def test_a_photo_of_another_kind_is_refused_whatever_its_name(project: Path) -> None:
    Image.new("RGB", (40, 50), "teal").save(photo_path(project), "GIF")
    write_mentor(project, profile(photo=PHOTO))
    assert "photo.file: is a file that is not a JPEG, PNG or WebP image, whatever its name says" in check().text


def test_a_photo_has_at_most_24_megapixels(project: Path) -> None:
    write_mentor(project, profile(photo=PHOTO))
    Image.new("1", (6000, 4000)).save(photo_path(project), "PNG")
    assert check().text == NOTHING
    Image.new("1", (6000, 4001)).save(photo_path(project), "PNG")
    assert "photo.file: is a photo of 24,006,000 pixels; the limit is 24,000,000" in check().text


def test_a_photo_has_at_most_5_mb(project: Path) -> None:
    write_mentor(project, profile(photo=PHOTO))
    Image.new("RGB", (40, 50)).save(photo_path(project))
    with photo_path(project).open("ab") as file:
        file.truncate(5 * 1024 * 1024)
    assert check().text == NOTHING
    with photo_path(project).open("ab") as file:
        file.write(b"\0")
    assert "photo.file: is a photo of 5,242,881 bytes; the limit is 5,242,880" in check().text


@pytest.mark.parametrize("height", [10_000, 36_000])
def test_a_photo_of_an_enormous_size_is_refused_by_its_header(height: int, project: Path) -> None:
    Image.new("1", (10_000, height)).save(photo_path(project), "PNG")
    write_mentor(project, profile(photo=PHOTO))
    assert "photo.file: is a photo of far more than 24,000,000 pixels" in check().text


# --- what git or another system would not keep --------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["con", "nul", "aux", "com1", "lpt9"])
def test_a_name_that_windows_reserves_is_refused(name: str, project: Path) -> None:
    write_mentor(project, profile(), f"{name}.md")
    assert check() == Report(
        f"content/mentors/{name}.md: error: has a name that Windows reserves, so that it can't be checked out there\n"
        f"    rename it, for instance to dr-{name}.md\n"
        "1 error in 1 of 3 files\n",
        1,
    )


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
@pytest.mark.parametrize("target", ["outside.md", "nowhere.md", "."])
def test_a_link_is_refused_whatever_it_leads_to(target: str, project: Path) -> None:
    (project / "outside.md").write_text(profile(), encoding="utf-8")
    (project / "content" / "mentors" / "ana-lima.md").symlink_to(project / target)
    assert check() == Report(
        "content/mentors/ana-lima.md: error: is a link to another file\n    put the file itself here\n1 error in 1 of 3 files\n", 1
    )


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_a_photo_that_is_a_link_is_refused(project: Path) -> None:
    photo_path(project).symlink_to(project / "content" / "mentors" / "photos" / "portrait.jpg")
    write_mentor(project, profile(photo=PHOTO))
    assert "photo.file: is not a file of its own" in check().text


def test_an_empty_folder_among_the_profiles_is_reported(project: Path) -> None:
    (project / "content" / "mentors" / "cardiology").mkdir()
    assert "content/mentors/cardiology: error: is a folder, and profiles lie side by side\n" in check().text


def test_a_readme_and_hidden_files_may_lie_among_the_profiles(project: Path) -> None:
    for name in (".DS_Store", ".gitkeep", "README.md"):
        write_mentor(project, "notes", name)
    assert check() == Report("2 files checked, no problems\n", 0)
