"""The verbs that change profiles, through the real command on real files."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from mentordir.edits import BEGIN, END

Project = Callable[..., Path]
MakeProfile = Callable[..., str]
Run = Callable[..., "subprocess.CompletedProcess[str]"]

DAY = "2026-11-24"
NEW = """\
---
name: Ana Lima
role: student
institution: Lakeside School of Medicine
mentoring:
  - {type: career, stages: [premed]}
availability:
  status: open
last_confirmed: 2026-11-20
contact:
  method: coordinator
---

I tell premeds what I'd have liked to hear.
"""
FILE = """\
---
name: Rui Costa   # as he signs
role: student
institution: Lakeside School of Medicine
mentoring: [{type: career, stages: [premed], topics: [interviews]}]
availability: {status: open, from: 2026-01-01, slots: 2}
# asked in spring
last_confirmed: 2026-04-01
contact: {method: email, value: rui@lakeside.example, audience: campus, instructions: Ring twice}
interests: [asthma]
---

Hello.
"""


@pytest.fixture
def school(project: Project, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = project({"rui-costa": FILE})
    monkeypatch.chdir(root)
    return root


def mentor(root: Path, name: str = "rui-costa.md") -> Path:
    return root / "content" / "mentors" / name


def test_a_profile_that_arrived_becomes_a_checked_file(school: Path, run: Run) -> None:
    (school / "mail.txt").write_text(NEW, encoding="utf-8")
    done = run("add", "mail.txt", "--as-of", DAY)
    assert (done.returncode, done.stdout) == (0, "wrote content/mentors/ana-lima.md\n")
    text = mentor(school, "ana-lima.md").read_text(encoding="utf-8")
    assert text == NEW.replace("contact:\n  method: coordinator\n", f"contact:\n  method: coordinator\nlisted_since: {DAY}\n")
    assert run("check").returncode == 0


@pytest.mark.parametrize(
    "wrap",
    [
        lambda text: f"Dear office,\n\nhere it is.\n\n{BEGIN}\n{text}\n{END}\n\n-- \nAna Lima\nLakeside\n",
        lambda text: f"{BEGIN}\n{text}{END}\nOn Monday somebody wrote:\nname: Not Her\n",
        lambda text: "".join(f"> {line}".rstrip(" ") + "\n" for line in f"{BEGIN}\n{text}\n{END}".splitlines()),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: f"\ufeff{text}",
        lambda text: text.replace("  ", "\u00a0\u00a0"),
        lambda text: f"Hello,\n\n{text}",
        lambda text: text.split("---\n")[1],
    ],
    ids=["between marks", "above a quotation", "quoted", "CRLF", "BOM", "hard spaces", "after a greeting", "fields alone"],
)
def test_what_mail_programs_do_to_a_text_is_undone(wrap: Callable[[str], str], school: Path, run: Run) -> None:
    (school / "mail.txt").write_bytes(wrap(NEW).encode())
    done = run("add", "mail.txt", "--as-of", DAY)
    assert done.returncode == 0, done.stderr
    text = mentor(school, "ana-lima.md").read_text(encoding="utf-8")
    assert "type: career, stages: [premed]" in text
    assert "somebody wrote" not in text
    assert "-- " not in text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (NEW.replace("premed", "premde"), 'mentoring[0].stages[0]: "premde" is not a known stage'),
        (NEW.replace("role: student\n", ""), "role"),
        (NEW.replace("role: student", "role: student\nrole: fellow"), "role"),
        (NEW.replace("name: Ana Lima", "name: '!!!'"), "no name: line"),
        (NEW.replace("name: Ana Lima", "name: Rui Costa"), "content/mentors/rui-costa.md is there already"),
        (NEW.replace("name: Ana Lima", "name: [a, b]"), "no name: line"),
        (NEW.replace("name: Ana Lima", "name: &a Ana Lima"), "anchor"),
        ("just a letter", "key: value"),
        ("name: " + "x" * 70_000, "the limit is 65,536"),
        (f"# mentordir: change nobody\n{NEW}", "there is no profile 'nobody'"),
        (f"# mentordir: change ../../directory\n{NEW}", "there is no profile"),
        ("# mentordir: change rui-costa\nrole: king\n", '"king" is not a known role'),
    ],
)
def test_what_can_not_be_published_is_refused_and_nothing_changes(text: str, said: str, school: Path, run: Run) -> None:
    before = {path: path.read_bytes() for path in sorted(school.rglob("*")) if path.is_file()}
    (school.parent / "mail.txt").write_text(text, encoding="utf-8")
    done = run("add", school.parent / "mail.txt", "--as-of", DAY)
    assert done.returncode == 1, done.stdout
    assert said in done.stderr
    assert {path: path.read_bytes() for path in sorted(school.rglob("*")) if path.is_file()} == before


def test_a_name_can_not_lead_out_of_the_folder(school: Path, run: Run) -> None:
    (school / "mail.txt").write_text(NEW.replace("name: Ana Lima", "name: ../../../etc/passwd"), encoding="utf-8")
    assert run("add", "mail.txt", "--as-of", DAY).stdout == "wrote content/mentors/etc-passwd.md\n"


def test_a_change_touches_what_it_names_and_keeps_what_is_withheld(school: Path, run: Run) -> None:
    (school / "mail.txt").write_text(
        "# mentordir: change rui-costa\ntitle: Second-year student\navailability:\n  slots: 1\n  from:\ninterests:\n", encoding="utf-8"
    )
    done = run("add", "mail.txt", "--as-of", DAY)
    assert done.stdout == "changed content/mentors/rui-costa.md\n", done.stderr
    assert mentor(school).read_text(encoding="utf-8") == FILE.replace(", from: 2026-01-01, slots: 2", ", slots: 1").replace(
        "role: student\n", "role: student\ntitle: Second-year student\n"
    ).replace("interests: [asthma]\n", "")


def test_confirm_changes_one_line(school: Path, run: Run) -> None:
    assert run("confirm", "rui-costa", "--as-of", DAY).stdout == "changed content/mentors/rui-costa.md\n"
    assert mentor(school).read_text(encoding="utf-8") == FILE.replace("2026-04-01", DAY)
    assert run("confirm", "content/mentors/rui-costa.md", "--as-of", DAY).stdout == "unchanged: content/mentors/rui-costa.md\n"


def test_a_pause_ends_on_its_day_or_not_at_all(school: Path, run: Run, project: Project) -> None:
    assert run("pause", "rui-costa", "--until", "2027-01-31", "--as-of", DAY).returncode == 0
    text = mentor(school).read_text(encoding="utf-8")
    assert text == FILE.replace("{status: open, from: 2026-01-01, slots: 2}", "{status: paused, slots: 2, paused_until: 2027-01-31}")
    assert run("pause", "rui-costa", "--as-of", DAY).returncode == 0
    assert "{status: paused, slots: 2}" in mentor(school).read_text(encoding="utf-8")
    done = run("pause", "rui-costa", "--until", "2026-11-23", "--as-of", DAY)
    assert (done.returncode, "is over already" in done.stderr) == (1, True)


def test_a_bare_pause_counts_as_one_on_the_site(school: Path, run: Run, assemble_project: Callable[..., object]) -> None:
    from datetime import date

    run("pause", "rui-costa", "--as-of", DAY)
    directory = assemble_project(school, "public", date(2026, 11, 25))
    assert [mentor.standing.status for mentor in directory.mentors] == ["paused"]  # type: ignore[attr-defined]


def test_a_misspelt_name_is_said_before_anything_is_written(school: Path, run: Run) -> None:
    done = run("confirm", "rui-costa", "rui-kosta", "--as-of", DAY)
    assert done.returncode == 1
    assert "there is no profile 'rui-kosta' in content/mentors; did you mean rui-costa?" in done.stderr
    assert mentor(school).read_text(encoding="utf-8") == FILE


def test_line_ends_stay(school: Path, run: Run) -> None:
    mentor(school).write_bytes(FILE.replace("\n", "\r\n").encode())
    run("confirm", "rui-costa", "--as-of", DAY)
    assert mentor(school).read_bytes() == FILE.replace("2026-04-01", DAY).replace("\n", "\r\n").encode()


def test_who_is_removed_is_gone_with_the_photo_and_stays_gone(school: Path, run: Run, profile: MakeProfile) -> None:
    photos = school / "content" / "mentors" / "photos"
    photos.mkdir()
    for name in ("shared.png", "own.png"):
        (photos / name).write_bytes((Path(__file__).parent / "browser/gallery/content/mentors/photos/portrait.png").read_bytes())
    mentor(school, "one.md").write_text(profile(name="One", photo={"file": "shared.png", "alt": "One"}), encoding="utf-8")
    mentor(school, "two.md").write_text(profile(name="Two", photo={"file": "shared.png", "alt": "Two"}), encoding="utf-8")
    mentor(school, "three.md").write_text(profile(name="Three", photo={"file": "own.png", "alt": "Three"}), encoding="utf-8")
    done = run("remove", "one", "three")
    assert done.stdout.split() == [
        "removed",
        "content/mentors/one.md",
        "removed",
        "content/mentors/three.md",
        "removed",
        "content/mentors/photos/own.png",
    ]
    assert sorted(path.name for path in photos.iterdir()) == ["shared.png"]
    assert (school / "content" / "removed.txt").read_text(encoding="utf-8").splitlines()[1:] == ["one", "three"]
    assert run("check").returncode == 0
    (school / "mail.txt").write_text(NEW.replace("Ana Lima", "One"), encoding="utf-8")
    done = run("add", "mail.txt", "--as-of", DAY)
    assert (done.returncode, "one left" in done.stderr) == (1, True)


def test_standard_input_is_read(school: Path) -> None:
    import sys

    done = subprocess.run([sys.executable, "-m", "mentordir", "add", "-", "-q"], input=NEW, text=True, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
    assert mentor(school, "ana-lima.md").is_file()
