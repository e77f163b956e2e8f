"""A site is replaced whole or not at all, whatever happens to the build."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mentordir.errors import MentordirError
from mentordir.model import OutputFile
from mentordir.publish import publish

WORKSHOP = ".site.mentordir"
OWN_DOT_FILES = {".git/config": b"[core]\n", ".gitignore": b"*\n", ".well-known/security.txt": b"Contact: https://office.example\n"}


def version(name: str) -> list[OutputFile]:
    """A small site of which every file tells its version, and one file is in no other version."""
    pages = ["index.html", *(f"mentors/{n}/index.html" for n in range(9)), f"only-in-{name}/index.html", "assets/style.css", ".nojekyll"]
    return [OutputFile(path, f"{path} of {name}\n".encode()) for path in pages]


def published(name: str) -> dict[str, bytes]:
    """What lies in the folder after `version(name)` was published into it, its stamp aside."""
    return {file.path: file.content for file in version(name)}


@pytest.fixture
def site(contents: Callable[[Path], dict[str, bytes]]) -> Callable[[Path], dict[str, bytes]]:
    """A site's files without the stamp."""
    return lambda out: {path: content for path, content in contents(out).items() if path != ".mentordir"}


Site = Callable[[Path], dict[str, bytes]]


class Process:
    """A Python program in its own process, spoken to line by line. One that never answers is ended after `most_seconds`."""

    def __init__(self, program: str, *arguments: str, most_seconds: int = 60) -> None:
        pipe = subprocess.PIPE
        self._process = subprocess.Popen([sys.executable, "-c", program, *arguments], stdin=pipe, stdout=pipe, stderr=pipe, text=True)
        self._alarm = threading.Timer(most_seconds, self._process.kill)
        self._alarm.start()

    def say(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().rstrip("\n")

    def complaint(self) -> str:
        assert self._process.stderr is not None
        return self._process.stderr.readline().rstrip("\n")

    def wait(self) -> int:
        return self._process.wait()

    def close(self) -> None:
        self._alarm.cancel()
        self._process.kill()
        self._process.communicate()


# --- one build --------------------------------------------------------------------------------------------------------


def test_a_new_site_replaces_the_old_one_whole(tmp_path: Path, site: Site) -> None:
    out = tmp_path / "site"
    publish(version("A"), out)
    result = publish(version("B"), out)
    assert site(out) == published("B")
    assert (result.files, result.size_bytes) == (len(version("B")), sum(len(file.content) for file in version("B")))
    assert os.listdir(tmp_path) == ["site"]


def test_folders_above_the_site_are_made(tmp_path: Path, site: Site) -> None:
    publish(version("A"), tmp_path / "deep" / "down" / "site")
    assert site(tmp_path / "deep" / "down" / "site") == published("A")


def test_dot_files_of_others_survive_every_build(tmp_path: Path, site: Site) -> None:
    out = tmp_path / "site"
    publish(version("A"), out)
    add_dot_files(out)
    (out / "stray.html").write_text("somebody's own page")
    for name in ("B", "C"):
        publish(version(name), out)
        assert site(out) == {**published(name), **OWN_DOT_FILES}


def test_a_git_work_tree_in_the_folder_stays_one(tmp_path: Path) -> None:
    out = tmp_path / "site"
    publish(version("A"), out)
    for command in (["init", "-q"], ["add", "-A"], ["-c", "user.name=t", "-c", "user.email=t@t.example", "commit", "-qm", "A"]):
        subprocess.run(["git", "-C", out, *command], check=True)
    publish(version("B"), out)
    status = subprocess.run(["git", "-C", out, "status", "--short"], check=True, capture_output=True, text=True).stdout
    assert " D only-in-A/index.html" in status
    assert "?? only-in-B/" in status


def test_the_sites_own_dot_files_are_replaced_not_kept(tmp_path: Path, site: Site) -> None:
    out = tmp_path / "site"
    publish(version("A"), out)
    publish(version("B"), out)
    assert site(out)[".nojekyll"] == b".nojekyll of B\n"


@pytest.mark.parametrize("present", [[], [".gitignore"], [".git/config", ".well-known/security.txt"]])
def test_an_empty_folder_or_one_with_only_dot_files_is_accepted(tmp_path: Path, site: Site, present: list[str]) -> None:
    out = tmp_path / "site"
    out.mkdir()
    for path in present:
        (out / path).parent.mkdir(exist_ok=True)
        (out / path).write_bytes(OWN_DOT_FILES[path])
    publish(version("A"), out)
    assert site(out) == {**published("A"), **{path: OWN_DOT_FILES[path] for path in present}}


@pytest.mark.parametrize("foreign", ["thesis.docx", "photos/beach.jpg", "index.html"])
def test_a_folder_that_mentordir_did_not_make_is_refused_and_untouched(tmp_path: Path, site: Site, foreign: str) -> None:
    out = tmp_path / "site"
    (out / foreign).parent.mkdir(parents=True)
    (out / foreign).write_bytes(b"precious")
    (out / ".gitignore").write_bytes(b"*\n")
    with pytest.raises(MentordirError, match=rf"holds files that mentordir did not write \({foreign.split('/', maxsplit=1)[0]}\)"):
        publish(version("A"), out)
    assert site(out) == {foreign: b"precious", ".gitignore": b"*\n"}
    assert os.listdir(tmp_path) == ["site"]


def test_a_folder_named_like_the_stamp_does_not_pass_for_one(tmp_path: Path, site: Site) -> None:
    out = tmp_path / "site"
    (out / ".mentordir").mkdir(parents=True)
    (out / "thesis.docx").write_bytes(b"precious")
    with pytest.raises(MentordirError, match="did not write"):
        publish(version("A"), out)
    assert site(out)["thesis.docx"] == b"precious"


def test_the_project_itself_is_never_cleared(
    project: Callable[..., Path], profile: Callable[..., str], run: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    root = project({"ana-lima": profile()})
    for out in (root, root / "content", root.parent):
        result = run("build", root, "-o", out)
        assert result.returncode == 1
        assert "did not write" in result.stderr
    assert (root / "content" / "mentors" / "ana-lima.md").read_text() == profile()


def test_a_file_in_the_place_of_the_folder_is_refused_and_untouched(tmp_path: Path) -> None:
    out = tmp_path / "site"
    out.write_text("precious")
    with pytest.raises(MentordirError, match="is a file"):
        publish(version("A"), out)
    assert out.read_text() == "precious"
    assert os.listdir(tmp_path) == ["site"]


def test_a_linked_folder_stays_a_link_and_its_target_gets_the_site(tmp_path: Path, site: Site) -> None:
    target, link = tmp_path / "www" / "site", tmp_path / "project" / "site"
    publish(version("A"), target)
    link.parent.mkdir()
    link.symlink_to(target)
    publish(version("B"), link)
    assert link.is_symlink()
    assert site(target) == published("B")
    assert os.listdir(target.parent) == ["site"]
    assert os.listdir(link.parent) == ["site"]


def test_a_link_that_leads_nowhere_yet_gets_its_target_made(tmp_path: Path, site: Site) -> None:
    link = tmp_path / "site"
    link.symlink_to(tmp_path / "www" / "site")
    publish(version("A"), link)
    assert site(tmp_path / "www" / "site") == published("A")


# --- builds that fail -------------------------------------------------------------------------------------------------


class BrokenPageError(Exception):
    """What a template may raise."""


def breaking(name: str, after: int) -> Iterator[OutputFile]:
    yield from version(name)[:after]
    raise BrokenPageError


@pytest.mark.parametrize("after", [0, 1, 7, len(version("B"))])
def test_a_page_that_fails_leaves_the_old_site_and_nothing_beside_it(tmp_path: Path, site: Site, after: int) -> None:
    out = tmp_path / "site"
    publish(version("A"), out)
    add_dot_files(out)
    with pytest.raises(BrokenPageError):
        publish(breaking("B", after), out)
    assert site(out) == {**published("A"), **OWN_DOT_FILES}
    assert os.listdir(tmp_path) == ["site"]


def test_a_first_build_that_fails_leaves_no_site(tmp_path: Path) -> None:
    with pytest.raises(BrokenPageError):
        publish(breaking("A", 3), tmp_path / "site")
    assert os.listdir(tmp_path) == []


def test_two_pages_with_one_address_are_our_bug_and_leave_the_old_site(tmp_path: Path, site: Site) -> None:
    out = tmp_path / "site"
    publish(version("A"), out)
    with pytest.raises(RuntimeError, match=r"two pages claim index\.html"):
        publish([*version("B"), OutputFile("index.html", b"again")], out)
    assert site(out) == published("A")
    assert os.listdir(tmp_path) == ["site"]


# As a shell's `ulimit -f` would: no file longer than so many bytes.
_LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
sys.argv[1:] = sys.argv[2:]
from mentordir.cli import main
main()
"""


@pytest.mark.parametrize("limit", [1, 1_000, 3_000])
def test_a_file_that_cannot_be_written_out_leaves_the_old_site_and_says_so_in_one_line(
    project: Callable[..., Path],
    profile: Callable[..., str],
    run: Callable[..., subprocess.CompletedProcess[str]],
    contents: Callable[[Path], dict[str, bytes]],
    limit: int,
) -> None:
    root = project({"ana-lima": profile()})
    assert run("build", root).returncode == 0
    before = contents(root / "site")
    (root / "content" / "mentors" / "ana-lima.md").write_text(profile(name="Ana Souza"), encoding="utf-8")
    result = subprocess.run([sys.executable, "-c", _LIMITED, str(limit), "build", "-q", root], capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1
    assert "File too large; the old site stands" in result.stderr
    assert contents(root / "site") == before
    assert not (root / WORKSHOP).exists()


@contextlib.contextmanager
def small_disk(place: Path, size_bytes: int) -> Iterator[Path]:
    """A file system of that size; only root can mount one."""
    place.mkdir()
    mount = shutil.which("mount")
    if (
        mount is None
        or subprocess.run([mount, "-t", "tmpfs", "-o", f"size={size_bytes}", "tmpfs", place], capture_output=True, check=False).returncode
    ):
        pytest.skip("a small disk can be mounted by root only")
    try:
        yield place
    finally:
        subprocess.run(["umount", place], check=True)


def test_a_full_disk_leaves_the_old_site_however_far_the_build_came(tmp_path: Path, site: Site) -> None:
    block = 4096
    with small_disk(tmp_path / "disk", 64 * block) as disk:
        out = disk / "site"
        publish(version("A"), out)
        finished = []
        for free_blocks in range(20):
            (disk / "ballast").write_bytes(b"\0" * (os.statvfs(disk).f_bavail - free_blocks) * block)
            before, name = site(out), "BA"[free_blocks % 2]
            refusal = ""
            try:
                publish(version(name), out)
            except MentordirError as error:
                refusal = str(error)
            assert not refusal or "No space left on device; the old site stands" in refusal
            assert site(out) == (before if refusal else published(name))
            assert sorted(os.listdir(disk)) == ["ballast", "site"]
            finished.append(not refusal)
        assert set(finished) == {False, True}, "too little room, then enough"


def test_a_full_disk_ends_the_command_with_one_line(
    tmp_path: Path,
    write_project: Callable[..., Path],
    profile: Callable[..., str],
    run: Callable[..., subprocess.CompletedProcess[str]],
    contents: Callable[[Path], dict[str, bytes]],
) -> None:
    with small_disk(tmp_path / "disk", 4_000_000) as disk:
        root = write_project(disk, {"ana-lima": profile()})
        assert run("build", root).returncode == 0
        before = contents(root / "site")
        (disk / "ballast").write_bytes(b"\0" * (os.statvfs(disk).f_bavail * 4096 - 40_000))
        result = run("build", "-q", root)
        assert (result.returncode, len(result.stderr.splitlines())) == (1, 1), result.stderr
        assert "No space left on device; the old site stands" in result.stderr
        assert contents(root / "site") == before
        assert not (root / WORKSHOP).exists()


def test_a_folder_that_cannot_be_moved_keeps_its_site_and_the_next_build_can_start(tmp_path: Path, site: Site) -> None:
    with small_disk(tmp_path / "site", 1_000_000) as out:
        (out / ".gitignore").write_bytes(b"*\n")
        for _ in range(2):
            with pytest.raises(MentordirError, match="the old site stands"):
                publish(version("A"), out)
            assert site(out) == {".gitignore": b"*\n"}
            assert os.listdir(tmp_path) == ["site"]


def test_a_workshop_with_a_broken_marker_is_left_for_a_person_to_look_at(tmp_path: Path, site: Site) -> None:
    out = tmp_path / "site"
    publish(version("A"), out)
    (tmp_path / WORKSHOP / "new").mkdir(parents=True)
    (tmp_path / WORKSHOP / "old").mkdir()
    (tmp_path / WORKSHOP / "old" / "index.html").write_text("the only copy")
    for marker in ("", "not a number", "0"):
        (tmp_path / WORKSHOP / "swap").write_text(marker)
        with pytest.raises(MentordirError, match="was changed by something else"):
            publish(version("B"), out)
        assert site(out) == published("A")
        assert (tmp_path / WORKSHOP / "old" / "index.html").read_text() == "the only copy"


# --- two builds at once -----------------------------------------------------------------------------------------------

# Publishes a site when a line arrives on standard input, and stops in its middle until another does.
_HALTING = """
import sys
from pathlib import Path
from mentordir.model import OutputFile
from mentordir.publish import publish
def files():
    for number in range(12):
        if number == 6:
            print("half", flush=True)
            sys.stdin.readline()
        yield OutputFile(f"pages/{number}.html", sys.argv[2].encode())
sys.stdin.readline()
publish(files(), Path(sys.argv[1]))
"""


def test_a_second_build_waits_for_the_first_and_both_end_fine(tmp_path: Path, site: Site) -> None:
    out = tmp_path / "site"
    with contextlib.closing(Process(_HALTING, str(out), "A")) as first, contextlib.closing(Process(_HALTING, str(out), "B")) as second:
        first.say("start")
        assert first.line() == "half"
        second.say("start")
        assert second.complaint().startswith("waiting for another build")
        first.say("on")
        assert second.line() == "half"
        assert site(out) == {f"pages/{number}.html": b"A" for number in range(12)}
        second.say("on")
        assert (first.wait(), second.wait()) == (0, 0)
    assert site(out) == {f"pages/{number}.html": b"B" for number in range(12)}
    assert os.listdir(tmp_path) == ["site"]


def test_two_commands_at_once_end_fine_with_the_site_of_one_of_them(
    project: Callable[..., Path],
    profile: Callable[..., str],
    run: Callable[..., subprocess.CompletedProcess[str]],
    contents: Callable[[Path], dict[str, bytes]],
) -> None:
    root = project({f"mentor-{number}": profile(name=f"Mentor {number}") for number in range(20)})
    days = ("2026-11-01", "2026-11-02")
    whole = []
    for day in days:
        assert run("build", root, "--as-of", day, "-o", root / f"site-{day}").returncode == 0
        whole.append(contents(root / f"site-{day}"))
    assert whole[0] != whole[1]
    for _ in range(3):
        commands = [[sys.executable, "-m", "mentordir", "build", str(root), "--as-of", day] for day in days]
        builds = [subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for command in commands]
        assert [build.wait() for build in builds] == [0, 0]
        assert contents(root / "site") in whole
        assert not (root / WORKSHOP).exists()


# --- builds that are killed -------------------------------------------------------------------------------------------

# Publishes in a fork of itself, which kills itself at its n-th step. Steps are audit events (every system call on a
# path) and the lines, calls and returns of publish.py, so that some lie directly before and after each exchange.
_KILLABLE = """
import json, os, signal, sys
from pathlib import Path
import mentordir.publish
from mentordir.model import OutputFile
sys.platform = sys.argv[1]  # the standard library's own imports need the true one

def work(order):
    out = Path(order["out"])
    if order["action"] == "recover":
        mentordir.publish.recover(out)
    else:
        mentordir.publish.publish([OutputFile(path, text.encode()) for path, text in order["files"]], out)

def in_fork(order, report):
    steps = 0
    def step():
        nonlocal steps
        steps += 1
        if steps == order["kill_at"]:
            os.kill(os.getpid(), signal.SIGKILL)
    def audit(event, arguments):
        if event.startswith(("open", "os.", "shutil.", "fcntl.", "ctypes.")) and event != "os.kill":
            step()
    def trace(frame, event, argument):
        if frame.f_code.co_filename != mentordir.publish.__file__:
            return None
        step()
        return trace
    sys.addaudithook(audit)
    sys.settrace(trace)
    work(order)
    sys.settrace(None)
    os.write(report, str(steps).encode())
    os._exit(0)

for line in sys.stdin:
    order = json.loads(line)
    reading, report = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            in_fork(order, report)
        finally:
            os._exit(1)
    os.close(report)
    _, status = os.waitpid(child, 0)
    steps = os.read(reading, 20)
    os.close(reading)
    print(json.dumps([os.waitstatus_to_exitcode(status), int(steps or 0)]), flush=True)
"""


class Killer:
    """Runs publish and recover in processes that it can kill at any of their steps."""

    def __init__(self, platform: str) -> None:
        self.exchanges = platform == "linux"
        self._process = Process(_KILLABLE, platform, most_seconds=600)

    def run(self, action: str, out: Path, name: str = "", kill_at: int = 0) -> int:
        """The number of steps taken; 0 where the process was killed at `kill_at`."""
        files = [(file.path, file.content.decode()) for file in version(name)] if name else []
        self._process.say(json.dumps({"action": action, "out": str(out), "files": files, "kill_at": kill_at}))
        code, steps = json.loads(self._process.line())
        assert code == (-signal.SIGKILL if kill_at else 0)
        return int(steps)

    def close(self) -> None:
        self._process.close()


# Once with Linux's exchange in one step, once with the two renames of other systems.
@pytest.fixture(params=["linux", "freebsd14"])
def killer(request: pytest.FixtureRequest) -> Iterator[Killer]:
    if request.param == "linux" and sys.platform != "linux":
        pytest.skip("only Linux exchanges folders in one step")
    with contextlib.closing(Killer(request.param)) as killer:
        yield killer


def add_dot_files(out: Path) -> None:
    for path, content in OWN_DOT_FILES.items():
        (out / path).parent.mkdir(exist_ok=True)
        (out / path).write_bytes(content)


def old_site(folder: Path) -> Path:
    """Version A with other people's dot-files, alone in a new folder."""
    folder.mkdir()
    publish(version("A"), folder / "site")
    add_dot_files(folder / "site")
    return folder / "site"


def is_one_whole(found: dict[str, bytes]) -> bool:
    return found in [{**published(name), **OWN_DOT_FILES} for name in ("A", "B")]


def test_a_build_killed_at_any_step_leaves_the_old_site_or_the_new_one(tmp_path: Path, site: Site, killer: Killer) -> None:
    steps = killer.run("publish", old_site(tmp_path / "whole"), "B")
    assert steps >= 100
    outcomes = []
    for kill_at in range(1, steps + 1):
        out = old_site(tmp_path / str(kill_at))
        killer.run("publish", out, "B", kill_at)
        if killer.exchanges:
            pages = {path: content for path, content in site(out).items() if path not in OWN_DOT_FILES}
            assert pages in (published("A"), published("B")), f"killed at step {kill_at} of {steps}"
        if kill_at % 5 == 0:
            killer.run("publish", out, "C")
            assert site(out) == {**published("C"), **OWN_DOT_FILES}, f"killed at step {kill_at} of {steps}"
        else:
            killer.run("recover", out)
            assert is_one_whole(site(out)), f"killed at step {kill_at} of {steps}"
            outcomes.append("only-in-B/index.html" in site(out))
        assert os.listdir(out.parent) == ["site"], f"killed at step {kill_at} of {steps}"
        shutil.rmtree(out.parent)
    assert outcomes == sorted(outcomes), "once a build is past the point of no return, a later kill doesn't undo it"
    assert set(outcomes) == {False, True}


def test_a_first_build_killed_at_any_step_leaves_no_site_or_the_whole_one(tmp_path: Path, site: Site, killer: Killer) -> None:
    (tmp_path / "whole").mkdir()
    steps = killer.run("publish", tmp_path / "whole" / "site", "B")
    for kill_at in range(1, steps + 1, 3):
        out = tmp_path / str(kill_at) / "site"
        out.parent.mkdir()
        killer.run("publish", out, "B", kill_at)
        killer.run("recover", out)
        assert not out.exists() or site(out) == published("B"), f"killed at step {kill_at} of {steps}"
        assert os.listdir(out.parent) in ([], ["site"]), f"killed at step {kill_at} of {steps}"


def copy_of(out: Path, folder: Path) -> Path:
    """The same site and workshop elsewhere. A marker names the new folder by its number, so the copy's is renewed."""
    shutil.copytree(out.parent, folder)
    marker = folder / WORKSHOP / "swap"
    if marker.exists():
        new = [path for path in (out, out.parent / WORKSHOP / "new") if path.exists() and str(path.stat().st_ino) == marker.read_text()]
        marker.write_text(str((folder / new[0].relative_to(out.parent)).stat().st_ino))
    return folder / "site"


def test_a_recovery_that_is_killed_too_is_finished_by_the_next(tmp_path: Path, site: Site, killer: Killer) -> None:
    steps = killer.run("publish", old_site(tmp_path / "whole"), "B")
    killed_twice = 0
    for first in range(steps * 2 // 3, steps + 1, 12):
        template = old_site(tmp_path / f"template-{first}")
        killer.run("publish", template, "B", first)
        again = copy_of(template, tmp_path / f"counted-{first}")
        recovery_steps = killer.run("recover", again)
        for second in range(1, recovery_steps + 1, 4):
            out = copy_of(template, tmp_path / f"{first}-{second}")
            killer.run("recover", out, kill_at=second)
            killer.run("recover", out)
            assert is_one_whole(site(out)), f"killed at step {first}, then at step {second} of the recovery"
            assert os.listdir(out.parent) == ["site"]
            shutil.rmtree(out.parent)
            killed_twice += 1
    assert killed_twice >= 50


# The command, killed when it touches the site or the folder beside it for the n-th time; it says how often otherwise.
_KILLABLE_COMMAND = """
import os, signal, sys
kill_at = int(sys.argv.pop(1))
touches = 0
def audit(event, arguments):
    global touches
    if event.startswith(("open", "os.", "shutil.")) and any("/site" in str(a) or ".site.mentordir" in str(a) for a in arguments):
        touches += 1
        if touches == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(audit)
from mentordir.cli import main
try:
    main()
finally:
    print(touches)
"""


def test_the_command_after_a_killed_one_publishes_as_if_nothing_had_happened(
    project: Callable[..., Path],
    profile: Callable[..., str],
    run: Callable[..., subprocess.CompletedProcess[str]],
    contents: Callable[[Path], dict[str, bytes]],
) -> None:
    root = project({"ana-lima": profile()})
    out = root / "site"

    def build(day: str, kill_at: int) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", _KILLABLE_COMMAND, str(kill_at), "build", str(root), "-q", "--as-of", day]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    assert build("2026-11-01", 0).returncode == 0
    old = contents(out)
    touches = int(build("2026-11-02", 0).stdout)
    new = contents(out)
    assert old != new
    for kill_at in (1, touches // 3, touches * 2 // 3, touches):
        assert run("build", root, "--as-of", "2026-11-01").returncode == 0
        assert contents(out) == old
        assert build("2026-11-02", kill_at).returncode == -signal.SIGKILL
        if sys.platform == "linux":
            assert contents(out) in (old, new)
    assert run("build", root, "--as-of", "2026-11-02").returncode == 0
    assert contents(out) == new
    assert not (root / WORKSHOP).exists()
