"""The same files give the same bytes, on any machine, in any order, at any hour of the day."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]
Contents = Callable[[Path], dict[str, bytes]]
MakeDirectory = Callable[[int], Path]


@pytest.fixture(scope="module")
def reference(make_directory: MakeDirectory, run: Run, contents: Contents, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The site of 200 invented mentors, built in this machine's own surroundings."""
    out = tmp_path_factory.mktemp("reference") / "site"
    result = run("build", make_directory(200), "-o", out, "--as-of", "2026-11-01", "-q")
    assert result.returncode == 0, result.stderr
    site = contents(out)
    assert len(site) > 400
    return site


def test_two_thousand_mentors_build_without_an_error(make_directory: MakeDirectory, run: Run, tmp_path: Path) -> None:
    result = run("build", make_directory(2_000), "-o", tmp_path / "site", "--as-of", "2026-11-01")
    assert result.returncode == 0, result.stderr
    assert "error" not in result.stderr
    assert "mentors listed" in result.stdout
    assert len(list((tmp_path / "site" / "mentors").glob("*/index.html"))) >= 2_000


@pytest.mark.parametrize(
    "surroundings",
    [
        {"PYTHONHASHSEED": "0"},
        {"PYTHONHASHSEED": "4294967295"},
        {"TZ": "Pacific/Auckland"},
        {"TZ": "America/Los_Angeles"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "C.UTF-8"},
        {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "LANGUAGE": "tr"},
        {"PYTHONOPTIMIZE": "1"},
        {"COLUMNS": "20", "NO_COLOR": "1"},
    ],
    ids=lambda surroundings: " ".join(f"{name}={value}" for name, value in surroundings.items()),
)
def test_the_environment_leaves_no_trace(
    make_directory: MakeDirectory, run: Run, contents: Contents, tmp_path: Path, reference: dict[str, bytes], surroundings: dict[str, str]
) -> None:
    result = run("build", make_directory(200), "-o", tmp_path / "site", "--as-of", "2026-11-01", "-q", env=surroundings)
    assert result.returncode == 0, result.stderr
    assert differences(contents(tmp_path / "site"), reference) == []


def test_a_second_build_over_the_first_changes_no_byte(
    make_directory: MakeDirectory, run: Run, contents: Contents, tmp_path: Path, reference: dict[str, bytes]
) -> None:
    for _ in range(2):
        assert run("build", make_directory(200), "-o", tmp_path / "site", "--as-of", "2026-11-01", "-q").returncode == 0
    assert differences(contents(tmp_path / "site"), reference) == []


@pytest.mark.parametrize("mask", ["000", "077"])
def test_the_umask_leaves_no_trace_in_the_bytes(
    make_directory: MakeDirectory, contents: Contents, tmp_path: Path, reference: dict[str, bytes], mask: str
) -> None:
    command = ["sh", "-c", f'umask {mask}; exec "$@"', "sh", sys.executable, "-m", "mentordir", "build", str(make_directory(200))]
    subprocess.run([*command, "-o", str(tmp_path / "site"), "--as-of", "2026-11-01", "-q"], check=True, capture_output=True)
    assert differences(contents(tmp_path / "site"), reference) == []


def test_the_working_directory_leaves_no_trace(
    make_directory: MakeDirectory, run: Run, contents: Contents, tmp_path: Path, reference: dict[str, bytes]
) -> None:
    root = make_directory(200)
    for number, (folder, project) in enumerate([(root, ()), (root / "content" / "mentors", ()), (tmp_path, (root,))]):
        out = tmp_path / f"site-{number}"
        assert run("build", *project, "-o", out, "--as-of", "2026-11-01", "-q", cwd=folder).returncode == 0
        assert differences(contents(out), reference) == []


def test_the_order_and_age_of_the_files_leave_no_trace(
    make_directory: MakeDirectory, run: Run, contents: Contents, tmp_path: Path, reference: dict[str, bytes]
) -> None:
    root, copy = make_directory(200), tmp_path / "another place" / "kopie äöü"
    (copy / "content" / "mentors").mkdir(parents=True)
    for path in sorted((root / "content" / "mentors").iterdir(), reverse=True):
        (copy / "content" / "mentors" / path.name).write_bytes(path.read_bytes())
    shutil.copy(root / "directory.yml", copy)
    assert run("build", copy, "--as-of", "2026-11-01", "-q").returncode == 0
    assert differences(contents(copy / "site"), reference) == []


def test_line_endings_and_a_byte_order_mark_leave_no_trace(
    make_directory: MakeDirectory, run: Run, contents: Contents, tmp_path: Path, reference: dict[str, bytes]
) -> None:
    shutil.copytree(make_directory(200), tmp_path / "copy", ignore=shutil.ignore_patterns("site"))
    for path in (tmp_path / "copy").rglob("*.*"):
        if path.is_file():
            path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    result = run("build", tmp_path / "copy", "--as-of", "2026-11-01", "-q")
    assert result.returncode == 0, result.stderr
    assert differences(contents(tmp_path / "copy" / "site"), reference) == []


def test_the_day_comes_from_source_date_epoch_in_utc_wherever_we_are(
    make_directory: MakeDirectory, run: Run, contents: Contents, tmp_path: Path, reference: dict[str, bytes]
) -> None:
    last_second = "1793577599"  # 2026-11-01T23:59:59Z, already the 2nd in Auckland
    for zone in ("Pacific/Auckland", "America/Los_Angeles"):
        result = run("build", make_directory(200), "-o", tmp_path / "site", "-q", env={"SOURCE_DATE_EPOCH": last_second, "TZ": zone})
        assert result.returncode == 0, result.stderr
        assert differences(contents(tmp_path / "site"), reference) == []


def test_a_second_later_it_is_another_day(
    make_directory: MakeDirectory, run: Run, contents: Contents, tmp_path: Path, reference: dict[str, bytes]
) -> None:
    assert run("build", make_directory(200), "-o", tmp_path / "site", "-q", env={"SOURCE_DATE_EPOCH": "1793577600"}).returncode == 0
    assert b"2026-11-02" in contents(tmp_path / "site")["index.html"]
    assert "index.html" in differences(contents(tmp_path / "site"), reference)


def test_a_day_on_the_command_line_wins_over_source_date_epoch(
    make_directory: MakeDirectory, run: Run, contents: Contents, tmp_path: Path, reference: dict[str, bytes]
) -> None:
    result = run("build", make_directory(200), "-o", tmp_path / "site", "-q", "--as-of", "2026-11-01", env={"SOURCE_DATE_EPOCH": "0"})
    assert result.returncode == 0, result.stderr
    assert differences(contents(tmp_path / "site"), reference) == []


@pytest.mark.parametrize("epoch", ["yesterday", "9" * 30, "1.5"])
def test_a_source_date_epoch_that_is_no_time_is_refused_in_one_line(
    make_directory: MakeDirectory, run: Run, tmp_path: Path, epoch: str
) -> None:
    result = run("build", make_directory(200), "-o", tmp_path / "site", env={"SOURCE_DATE_EPOCH": epoch})
    assert result.returncode == 1
    assert result.stderr.splitlines() == [f"mentordir: SOURCE_DATE_EPOCH is {epoch!r}, not a number of seconds"]
    assert not (tmp_path / "site").exists()


def differences(site: dict[str, bytes], reference: dict[str, bytes]) -> list[str]:
    """The paths whose files differ: more telling than two sites in a traceback."""
    return sorted(path for path in site.keys() | reference.keys() if site.get(path) != reference.get(path))
