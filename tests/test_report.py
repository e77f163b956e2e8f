"""What a coordinator is told: true, short on a terminal, safe in an issue, whole in JSON."""

import csv
import io
import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

Project = Callable[..., Path]
MakeProfile = Callable[..., str]
Run = Callable[..., "subprocess.CompletedProcess[str]"]

DAY = "2026-11-01"
HOSTILE = "@everyone [x](https://evil.example) <img src=x> #1 | *b* www.evil.example"


@pytest.fixture
def school(project: Project, profile: MakeProfile) -> Path:
    """One mentor for each thing that a report says."""
    bio = "I tell people what I would have liked to hear myself when I was where they are now, and a little more than that."
    whole = {"bio": bio, "accepts_from": "anyone"}
    email = {"method": "email", "value": "someone@lakeside.example", "reply_days": 5}
    status = {"status": "open", "modes": ["video"]}

    def one(**fields: object) -> str:
        return profile(**{"availability": status, "contact": email, "last_confirmed": "2026-10-14", **whole, **fields})

    return project(
        {
            "fresh": one(name="Fresh Confirmed", contact={**email, "value": "fresh@lakeside.example"}),
            "stale": one(name="Stale Since", last_confirmed="2026-05-04", contact={**email, "value": "stale@lakeside.example"}),
            "edge": one(name="Edge Of It", last_confirmed="2026-06-03", contact={**email, "value": "edge@lakeside.example"}),
            "inside": one(name="Just Inside", last_confirmed="2026-06-04", contact={**email, "value": "inside@lakeside.example"}),
            "delisted": one(name="Gone Long", last_confirmed="2025-09-01", contact={"method": "coordinator", "reply_days": 3}),
            "pause-over": one(
                name="Back Again",
                availability={"status": "paused", "paused_until": "2026-10-20", "modes": ["video"]},
                contact={**email, "value": "back@lakeside.example"},
            ),
            "full": one(name="Full House", availability={**status, "slots": 0}, contact={**email, "value": "full@lakeside.example"}),
            "thin": profile(name="Thin Profile", last_confirmed="2026-10-14"),
            "twin-a": one(name="Ana Lima", contact={**email, "value": "ana@lakeside.example"}),
            "twin-b": one(name="Ana  LIMA", institution="Elsewhere", contact={**email, "value": "ANA@lakeside.example"}),
            "hostile": one(name=HOSTILE, last_confirmed="2026-01-01", contact={"method": "coordinator", "reply_days": 3}),
        }
    )


def report(run: Run, root: Path, *options: str | Path) -> "subprocess.CompletedProcess[str]":
    done = run("report", root, "--as-of", DAY, *options)
    assert done.returncode == 0, done.stderr
    return done


def data(run: Run, root: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(report(run, root, "--format", "json").stdout)
    return found


def slugs(items: list[dict[str, Any]]) -> list[str]:
    return [item["mentor"]["slug"] for item in items]


def test_everything_that_needs_somebody_is_found_once(school: Path, run: Run) -> None:
    found = data(run, school)
    assert slugs(found["aging"]) == ["delisted", "hostile", "stale", "edge"]
    assert [item["age"] for item in found["aging"]] == ["delisted", "stale", "stale", "stale soon"]
    assert slugs(found["ended_pauses"]) == ["pause-over"]
    assert slugs(found["full"]) == ["full"]
    assert slugs(found["incomplete"])[0] == "thin"
    [twins] = found["duplicates"]
    assert sorted(mentor["slug"] for mentor in twins["mentors"]) == ["twin-a", "twin-b"]
    assert twins["reasons"]


def test_coverage_counts_only_who_is_available(school: Path, run: Run) -> None:
    coverage = data(run, school)["coverage"]
    career = next(cover for cover in coverage["types"] if cover["id"] == "career")
    assert career["listed"] == 10
    assert career["available"] == 9, "one is full"
    cell = next(cell for cell in coverage["types_by_stage"] if (cell["type"], cell["stage"]) == ("career", "premed"))
    assert cell["available"] == 9
    assert coverage["types"][0]["available"] == 0, "gaps come first"


def test_text_is_short_whatever_the_size(make_directory: Callable[[int], Path], run: Run) -> None:
    text = report(run, make_directory(1000)).stdout
    assert len(text.splitlines()) < 120
    assert "more; --format json has all of them" in text


def test_markdown_of_a_stranger_stays_text(school: Path, run: Run) -> None:
    text = report(run, school, "--format", "markdown").stdout
    html = MarkdownIt("gfm-like", {"linkify": False}).render(text)
    assert "<img" not in html
    outside = re.sub("<code>.*?</code>", "", html, flags=re.DOTALL)
    assert "everyone" in html
    assert [word for word in ("everyone", "evil.example", "#1") if word in outside] == [], "in code, a forge looks for nothing"
    hrefs = re.findall('href="([^"]*)"', html)
    assert hrefs
    assert all(href.startswith("https://directory.example/mentors/") for href in hrefs)
    assert "https://directory.example/mentors/join/#confirm=stale" in hrefs
    assert len(report(run, school, "--format", "markdown").stdout) < 60_000


@pytest.mark.parametrize("style", ["text", "markdown", "json"])
def test_no_report_holds_an_address(style: str, school: Path, run: Run) -> None:
    text = report(run, school, "--format", style).stdout
    assert "lakeside.example" not in text


def test_reminders_are_a_row_for_each_mentor_to_ask_oldest_first(school: Path, run: Run, tmp_path: Path) -> None:
    out = tmp_path / "reminders.csv"
    done = report(run, school, "--reminders", out)
    assert "wrote 5 rows" in done.stderr
    assert "never commit" in done.stderr
    raw = out.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert [row["email"] for row in rows] == ["", "", "stale@lakeside.example", "edge@lakeside.example", "back@lakeside.example"]
    assert rows[0]["route"] == "coordinator"
    assert rows[1]["name"] == f"'{HOSTILE}", "a spreadsheet would run it"
    assert rows[2]["confirm"] == "https://directory.example/mentors/join/#confirm=stale"
    assert rows[2]["pause"].endswith("join/#pause=stale")
    assert rows[2]["leave"].endswith("join/#leave=stale")
    assert "not confirmed for 181 days" in rows[2]["problem"]


@pytest.mark.parametrize("folder", ["content", "site", "templates"])
def test_reminders_go_nowhere_that_is_published(folder: str, school: Path, run: Run) -> None:
    (school / folder).mkdir(exist_ok=True)
    done = run("report", school, "--as-of", DAY, "--reminders", school / folder / "reminders.csv")
    assert done.returncode == 2
    assert not (school / folder / "reminders.csv").exists()


def test_reminders_replace_reminders_and_nothing_else(school: Path, run: Run, tmp_path: Path) -> None:
    out = tmp_path / "notes.csv"
    out.write_text("my notes\n", encoding="utf-8")
    assert run("report", school, "--as-of", DAY, "--reminders", out).returncode == 2
    assert out.read_text(encoding="utf-8") == "my notes\n"
    other = tmp_path / "reminders.csv"
    report(run, school, "--reminders", other)
    report(run, school, "--reminders", other)


def test_reminders_need_an_address_for_their_links(project: Project, profile: MakeProfile, run: Run, tmp_path: Path) -> None:
    done = run("report", project({"a": profile()}, base_url=None), "--as-of", DAY, "--reminders", tmp_path / "r.csv")
    assert done.returncode == 2
    assert "base_url" in done.stderr


def test_files_with_errors_are_named_and_the_rest_is_reported(project: Project, profile: MakeProfile, run: Run) -> None:
    root = project({"a": profile(name="Fine"), "b": "---\nname: B\n---\n"})
    done = report(run, root)
    assert "1 file with errors left out" in done.stderr
    assert "content/mentors/b.md" in done.stdout
    assert "1 mentor listed" in done.stdout


def test_a_broken_configuration_is_the_end(project: Project, profile: MakeProfile, run: Run) -> None:
    root = project({"a": profile()})
    (root / "directory.yml").write_text("nmae: x\n", encoding="utf-8")
    done = run("report", root)
    assert done.returncode == 1
    assert "nmae" in done.stderr


def test_an_empty_directory_has_a_report(project: Project, run: Run) -> None:
    root = project({})
    assert "0 mentors listed, 0 available" in report(run, root).stdout
    assert report(run, root, "--format", "markdown").stdout
