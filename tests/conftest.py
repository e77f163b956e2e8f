"""What many tests start from: small real projects on disk, the command as a process, and a finished site as bytes."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from mentordir.assemble import assemble
from mentordir.model import Directory
from mentordir.pipeline import Verdict, build, check

DAY = date(2026, 11, 1)
SETTINGS = {
    "name": "Test Directory",
    "base_url": "https://directory.example/mentors/",
    "coordinator": {"name": "Mentoring Office", "url": "https://office.example"},
}
FIELDS = {
    "name": "Ana Lima",
    "role": "student",
    "institution": "Lakeside School of Medicine",
    "mentoring": [{"type": "career", "stages": ["premed"], "topics": ["interviews"]}],
    "availability": {"status": "open"},
    "last_confirmed": "2026-10-14",
    "contact": {"method": "coordinator"},
    "interests": ["asthma"],
}
MAKE_DIRECTORY = Path(__file__).resolve().parents[1] / "benchmarks" / "make_directory.py"


# How long an example takes says how busy the machine is, no more.
settings.register_profile("mentordir", deadline=None)
settings.load_profile("mentordir")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Browsers and processes are waited for more than this process computes: more workers than cores, as far as memory lasts."""
    return min(3 * (os.cpu_count() or 1), 12)


def _profile(bio: str = "", **fields: object) -> str:
    """The text of a valid profile file with `fields` in place of the usual ones; None leaves one out. JSON is YAML."""
    chosen = {key: value for key, value in {**FIELDS, **fields}.items() if value is not None}
    return f"---\n{_yaml(chosen)}---\n\n{bio}\n"


def _yaml(fields: Mapping[str, object]) -> str:
    return "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in fields.items())


def _write_project(
    root: Path, mentors: Mapping[str, str], programs: Mapping[str, Mapping[str, object]] | None = None, **settings: object
) -> Path:
    """A project in `root`: directory.yml, and files by slug. Settings are added to the usual ones; None leaves one out."""
    for folder, suffix, files in (
        ("mentors", "md", mentors),
        ("programs", "yaml", {slug: _yaml(program) for slug, program in (programs or {}).items()}),
    ):
        (root / "content" / folder).mkdir(parents=True, exist_ok=True)
        for slug, text in files.items():
            (root / "content" / folder / f"{slug}.{suffix}").write_text(text, encoding="utf-8")
    chosen = {key: value for key, value in {**SETTINGS, **settings}.items() if value is not None}
    (root / "directory.yml").write_text(_yaml(chosen), encoding="utf-8")
    return root


def _checked(root: Path, day: date) -> Verdict:
    verdict = check(root, day)
    assert not verdict.errors, verdict.errors
    return verdict


def _build_site(root: Path, audience: str = "public", day: date = DAY, out: Path | None = None) -> Path:
    """The folder of the site that a project without errors gives."""
    verdict = _checked(root, day)
    assert verdict.project is not None
    assert verdict.checked is not None
    folder = out or root / f"site-{audience}"
    build(verdict.project, verdict.checked, folder, day, audience)
    return folder


def _assemble_project(root: Path, audience: str = "public", day: date = DAY) -> Directory:
    verdict = _checked(root, day)
    assert verdict.project is not None
    assert verdict.checked is not None
    checked = verdict.checked
    return assemble(checked.profiles, checked.programs, checked.pages, verdict.project, day, audience)


def _run(*arguments: str | Path, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """`mentordir` as its own process, ended by itself."""
    command = [sys.executable, "-m", "mentordir", *map(str, arguments)]
    return subprocess.run(
        command, cwd=cwd, env={**os.environ, **(env or {})}, capture_output=True, text=True, encoding="utf-8", check=False
    )


def _contents(folder: Path) -> dict[str, bytes]:
    """path -> bytes of every file below `folder`, dot-files included; an empty folder stands with a slash."""
    return {
        path.relative_to(folder).as_posix() + ("/" if path.is_dir() else ""): b"" if path.is_dir() else path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if not path.is_dir() or not any(path.iterdir())
    }


@pytest.fixture(scope="session")
def profile() -> Callable[..., str]:
    """The text of a valid profile, `profile(name="...", bio="...")`."""
    return _profile


@pytest.fixture(scope="session")
def write_project() -> Callable[..., Path]:
    """A project on disk: `write_project(root, {slug: text}, {slug: program}, language="fr")`."""
    return _write_project


@pytest.fixture
def project(tmp_path: Path) -> Callable[..., Path]:
    """The same in a folder of this test: `project({slug: text}, ...)`."""

    def make(mentors: Mapping[str, str], programs: Mapping[str, Mapping[str, object]] | None = None, **settings: Any) -> Path:
        return _write_project(tmp_path / "project", mentors, programs, **settings)

    return make


@pytest.fixture(scope="session")
def build_site() -> Callable[..., Path]:
    """Builds in this process: `build_site(root, "campus", day)` gives the site's folder."""
    return _build_site


@pytest.fixture(scope="session")
def assemble_project() -> Callable[..., Directory]:
    """The Directory of a project on disk: `assemble_project(root, "campus", day)`."""
    return _assemble_project


@pytest.fixture(scope="session")
def run() -> Callable[..., "subprocess.CompletedProcess[str]"]:
    """The command in a process of its own: `run("build", root, cwd=..., env={...})`."""
    return _run


@pytest.fixture(scope="session")
def contents() -> Callable[[Path], dict[str, bytes]]:
    """A folder as path -> bytes, to compare whole sites."""
    return _contents


@pytest.fixture(scope="session")
def make_directory(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Path]:
    """An invented project of that many mentors, made once for all tests. Not to be written to."""
    made: dict[int, Path] = {}

    def make(mentors: int) -> Path:
        if mentors not in made:
            root = tmp_path_factory.mktemp(f"directory-{mentors}")
            subprocess.run([sys.executable, MAKE_DIRECTORY, root, "--mentors", str(mentors)], check=True, capture_output=True)
            made[mentors] = root
        return made[mentors]

    return make
