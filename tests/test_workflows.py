"""The workflows of a school and of this repository: safe as they are written, and each shell step run on real files.

What only the host can do (`uses:`, tokens, its own programs) is left out; `gh` is a stand-in that notes how it is called.
"""

import base64
import contextlib
import gzip
import json
import os
import re
import shutil
import socket
import stat
import subprocess
import sys
import threading
import time
import tomllib
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

from mentordir.issues import FORMS
from mentordir.starter import start
from obtain import obtain_nginx
from test_issues import CHANGE, HOSTILE, JOIN, LEAVE, body

REPOSITORY = Path(__file__).resolve().parents[1]
SCHOOL = REPOSITORY / "generator" / "mentordir" / "school"
WORKFLOWS = sorted([*(SCHOOL / "github/dot-github/workflows").glob("*.yml"), *(REPOSITORY / ".github/workflows").glob("*.yml")])
NAMES = [f"{'school' if SCHOOL in path.parents else 'ours'}-{path.stem}" for path in WORKFLOWS]
# The commits of these releases, as their repositories' tags and many workflows have them.
ACTIONS = {
    "actions/checkout": ("de0fac2e4500dabe0009e67214ff5f5447ce83dd", "v6.0.2"),
    "actions/setup-python": ("a309ff8b426b58ec0e2a45f0f869d46889d02405", "v6.2.0"),
    "actions/upload-artifact": ("bbbca2ddaa5d8feaa63e36b76fdaad77386f024f", "v7.0.0"),
    "actions/configure-pages": ("45bfe0192ca1faeb007ade9deae92b16b8254a0d", "v6.0.0"),
    "actions/upload-pages-artifact": ("fc324d3547104276b827a68afc52ff2a11cc49c9", "v5.0.0"),
    "actions/deploy-pages": ("cd2ce8fcbc39b97be8ca5fce6e763baed58fa128", "v5.0.0"),
}
WRITING = {
    "publish": {"deploy": {"pages", "id-token"}, "awake": {"actions", "issues"}},
    "reconfirm": {"report": {"issues"}},
    "requests": {"propose": {"contents", "issues", "pull-requests"}, "answer": {"issues"}},
}


def parsed(path: Path) -> dict[str, Any]:
    return dict(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader))  # noqa: S506 - it makes texts and no more, so that `on` stays a word


def workflow(name: str) -> dict[str, Any]:
    return parsed(SCHOOL / "github/dot-github/workflows" / f"{name}.yml")


def tool(name: str) -> str:
    """A program of the development requirements."""
    found = shutil.which(name, path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
    assert found, f"{name} is not installed: run make test"
    return found


# --- as they are written ----------------------------------------------------------------------------------------------


def test_all_workflows_are_looked_at() -> None:
    assert [path.stem for path in WORKFLOWS if SCHOOL in path.parents] == ["check", "publish", "reconfirm", "requests"]
    assert [path.stem for path in WORKFLOWS if SCHOOL not in path.parents] == ["check", "publish", "test"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=NAMES)
def test_every_job_may_do_what_it_needs_and_no_more(path: Path) -> None:
    found = parsed(path)
    assert found["permissions"] == {}
    assert "pull_request_target" not in found["on"]
    for name, job in found["jobs"].items():
        writes = {right for right, level in job["permissions"].items() if level == "write"}
        assert writes == WRITING.get(path.stem, {}).get(name, set()), name
        assert int(job["timeout-minutes"]) <= 60
        assert job["runs-on"] == "ubuntu-24.04"


@pytest.mark.parametrize("path", WORKFLOWS, ids=NAMES)
def test_actions_are_pinned_to_commits(path: Path) -> None:
    uses = re.findall(r"uses: ([\w/-]+)@([0-9a-f]{40}) # (v[\d.]+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(uses) == path.read_text(encoding="utf-8").count("uses:")
    assert all(ACTIONS[action] == (commit, version) for action, commit, version in uses)


@pytest.mark.parametrize("path", WORKFLOWS, ids=NAMES)
def test_no_expression_stands_in_a_shell(path: Path) -> None:
    for job in parsed(path)["jobs"].values():
        for step in job["steps"]:
            assert "${{" not in step.get("run", "")
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] == "false"


def test_untrusted_text_reaches_a_job_that_may_write_in_base64_only() -> None:
    """Of an event only numbers and the branch of the school's own; of what was read only what our program printed."""
    for job in workflow("requests")["jobs"].values():
        for step in job["steps"]:
            for value in step.get("env", {}).values():
                assert value in {
                    "${{ github.token }}",
                    "${{ github.repository }}",
                    "${{ github.event.issue.number }}",
                    "${{ github.event.repository.default_branch }}",
                    *(f"${{{{ needs.read.outputs.{name} }}}}" for name in ("title", "reply", "patch", "gone")),
                }


@pytest.mark.parametrize("name", ["check", "publish"])
def test_this_repository_uses_the_workflows_of_a_school(name: str) -> None:
    """All but how mentordir is installed: here from the checkout."""
    ours, theirs = (
        re.sub(r"( +- name: Install mentordir\n +id: install\n)(?: +run: .*\n)(?: {10}.*\n)*", r"\1", path.read_text(encoding="utf-8"))
        for path in (REPOSITORY / f".github/workflows/{name}.yml", SCHOOL / f"github/dot-github/workflows/{name}.yml")
    )
    assert ours == theirs.replace("publish.yml reconfirm.yml", "publish.yml").replace(", and the same for **Re-confirm**", "")


def test_zizmor_finds_nothing() -> None:
    done = subprocess.run(
        [tool("zizmor"), "--offline", "--no-progress", "--persona=auditor", *WORKFLOWS], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_the_files_are_what_their_schemas_ask_for(tmp_path: Path) -> None:
    for host in ("github", "gitlab"):
        start(tmp_path / host, host, date(2026, 11, 24))
    forms = tmp_path / "github/.github/ISSUE_TEMPLATE"
    checks: list[tuple[list[str], list[Path]]] = [
        (["--builtin-schema", "vendor.github-workflows"], WORKFLOWS),
        (["--builtin-schema", "vendor.github-issue-forms"], [forms / f"{form}.yml" for form in FORMS]),
        (["--builtin-schema", "vendor.github-issue-config"], [forms / "config.yml"]),
        (["--builtin-schema", "vendor.dependabot"], [tmp_path / "github/.github/dependabot.yml"]),
        (["--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci"], [tmp_path / "gitlab/.gitlab-ci.yml"]),
        (["--schemafile", str(tmp_path / "github/.vscode/directory.schema.json")], [tmp_path / "github/directory.yml"]),
    ]
    for options, files in checks:
        done = subprocess.run([tool("check-jsonschema"), *options, *files], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


# --- as they run ------------------------------------------------------------------------------------------------------

HELD = "what the host gave"
GH = """#!{python}
import json, os, sys
from pathlib import Path
said = sys.argv[1:]
texts = {{option: Path(said[said.index(option) + 1]).read_text() for option in ("--body-file",) if option in said}}
with open(os.environ["GH_LOG"], "a") as log:
    log.write(json.dumps({{"said": said, "texts": texts, "token": os.environ.get("GH_TOKEN")}}) + "\\n")
answers = json.loads(os.environ.get("GH_ANSWERS", "{{}}"))
answer = answers.get(" ".join(said[:2]), "")
if answer is None:
    sys.exit(1)
print(answer, end="")
"""


@dataclass
class Runner:
    """A machine of the host: programs, a folder for temporary files, and what steps leave for later ones."""

    folder: Path
    answers: dict[str, str | None] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        programs = self.folder / "bin"
        programs.mkdir(parents=True)
        for name, text in {
            "mentordir": f'#!/bin/sh\nexec "{sys.executable}" -m mentordir "$@"\n',
            "gh": GH.format(python=sys.executable),
            "pip": "#!/bin/sh\nexit 0\n",
        }.items():
            (programs / name).write_text(text)
            (programs / name).chmod(stat.S_IRWXU)

    def run(
        self, script: str, clone: Path, env: Mapping[str, str], shell: tuple[str, ...] = ("bash", "-eo", "pipefail")
    ) -> "subprocess.CompletedProcess[str]":
        """One step. Its outputs are added to `outputs`, its summary and its calls of gh stand in files."""
        temporary = self.folder / "temp"
        temporary.mkdir(exist_ok=True)
        (self.folder / "output").write_text("")
        path = self.folder / "step.sh"
        path.write_text(script)
        done = subprocess.run(
            [*shell, path],
            cwd=clone,
            capture_output=True,
            text=True,
            check=False,
            env={
                **{name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "CI_", "GIT_"))},
                "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}",
                "HOME": str(self.folder),
                "GITHUB_OUTPUT": str(self.folder / "output"),
                "GITHUB_STEP_SUMMARY": str(self.folder / "summary"),
                "GITHUB_REPOSITORY": "school/mentors",
                "RUNNER_TEMP": str(temporary),
                "GH_LOG": str(self.folder / "gh"),
                "GH_ANSWERS": json.dumps(self.answers),
                "SOURCE_DATE_EPOCH": "1795507200",  # 2026-11-24
                **env,
            },
        )
        self.outputs |= dict(line.split("=", 1) for line in (self.folder / "output").read_text().splitlines())
        return done

    def step(self, flow: str, job: str, name: str, clone: Path, **env: str) -> "subprocess.CompletedProcess[str]":
        """The step of that name in a school's workflow; env must name all that the step gets by expressions."""
        found = workflow(flow)
        (step,) = (step for step in found["jobs"][job]["steps"] if step.get("name") == name)
        env = {**dict.fromkeys(set(step.get("env", {})) & {"GH_TOKEN"}, HELD), "GH_REPO": "school/mentors", **env}
        assert set(step.get("env", {})) <= set(env)
        return self.run(step["run"], clone, {**found.get("env", {}), **env})

    @property
    def calls(self) -> list[dict[str, Any]]:
        log = self.folder / "gh"
        return [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []

    @property
    def summary(self) -> str:
        return (self.folder / "summary").read_text(encoding="utf-8")


def git(folder: Path, *arguments: str | Path) -> str:
    identity = ("-c", "user.name=School", "-c", "user.email=school@lakeside.example", "-c", "protocol.file.allow=always")
    return subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    return Runner(tmp_path / "runner")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone of a school's repository, of which `server/school/mentors.git` is the original."""
    seed = tmp_path / "seed"
    start(seed, "github", date(2026, 11, 24))
    git(seed, "init", "-q", "-b", "main")
    git(seed, "add", ".")
    git(seed, "commit", "-q", "-m", "Begin")
    (tmp_path / "server" / "school").mkdir(parents=True)
    git(tmp_path, "clone", "-q", "--bare", seed, tmp_path / "server/school/mentors.git")
    return another(tmp_path, "clone")


def another(tmp_path: Path, name: str) -> Path:
    git(tmp_path, "clone", "-q", tmp_path / "server/school/mentors.git", tmp_path / name)
    return tmp_path / name


def propose(clone: Path, files: Mapping[str, str | None]) -> None:
    """The checkout that a pull request gets: its changes, merged into main."""
    git(clone, "switch", "-q", "-c", "proposal")
    for name, text in files.items():
        path = clone / name
        if text is None:
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    git(clone, "add", "--all")
    git(clone, "commit", "-q", "-m", "Proposal", "--allow-empty")
    git(clone, "switch", "-q", "main")
    git(clone, "merge", "-q", "--no-ff", "-m", "Merge", "proposal")


def profile(name: str = "Rui Costa", role: str = "student") -> str:
    return (
        f"---\nname: {name}\nrole: {role}\ninterests: [asthma]\nmentoring: [{{type: career, stages: [premed], topics: [interviews]}}]\n"
        "availability: {status: open}\nlast_confirmed: 2026-11-20\ncontact: {method: coordinator}\n---\n\nI study.\n"
    )


def test_a_good_proposal_passes_and_shows_its_card(runner: Runner, clone: Path) -> None:
    propose(clone, {"content/mentors/rui-costa.md": profile()})
    done = runner.step("check", "check", "Check the profiles", clone)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("::warning file=content/mentors/rui-costa.md,line=")
    assert "    Rui Costa\n    Student · Lakeside School of Medicine\n    Career: Pre-med student; Interviews\n    Open\n" in runner.summary
    assert runner.step("check", "check", "Build a preview", clone).returncode == 0
    assert (runner.folder / "temp/preview/mentors/rui-costa/index.html").is_file()
    assert "`python3 -m http.server`" in runner.summary
    assert git(clone, "status", "--porcelain") == ""


def test_a_bad_proposal_fails_beside_its_line_and_still_has_a_preview(runner: Runner, clone: Path) -> None:
    propose(clone, {"content/mentors/rui-costa.md": profile(role="captain")})
    done = runner.step("check", "check", "Check the profiles", clone)
    assert done.returncode == 1
    assert "::error file=content/mentors/rui-costa.md,line=3,col=7,title=role::" in done.stdout
    assert "## Errors: 1, advice: 0" in runner.summary
    assert runner.step("check", "check", "Build a preview", clone).returncode == 0
    assert (runner.folder / "temp/preview/mentors/ana-lima/index.html").is_file()


def test_an_error_elsewhere_that_a_proposal_brings_about_counts(runner: Runner, clone: Path) -> None:
    propose(clone, {"content/programs/near-peers.yaml": None})
    done = runner.step("check", "check", "Check the profiles", clone)
    assert done.returncode == 1
    assert "::error file=content/mentors/sam-okafor.md" in done.stdout


def test_a_proposal_about_other_files_passes(runner: Runner, clone: Path) -> None:
    propose(clone, {"README.md": "Ours now\n"})
    done = runner.step("check", "check", "Check the profiles", clone)
    assert (done.returncode, done.stdout) == (0, "")


def test_names_of_files_are_never_run(runner: Runner, clone: Path) -> None:
    names = [
        "$(touch pwned).md",
        "`touch pwned`.md",
        "a; touch pwned.md",
        "--help.md",
        "a\n::error::pwned\n.md",
        "'\".md",
        "::add-mask::x.md",
    ]
    propose(clone, {f"content/mentors/{name}": profile() for name in names})
    done = runner.step("check", "check", "Check the profiles", clone)
    assert done.returncode == 1
    assert not list(clone.rglob("pwned"))
    lines = done.stdout.splitlines()
    assert len([line for line in lines if line.startswith("::error file=")]) == len(names)
    assert all(line.startswith(("::error file=", "::warning file=")) for line in lines)
    assert "\n::error::pwned" not in runner.summary


def test_text_in_a_profile_stays_text_in_the_summary(runner: Runner, clone: Path) -> None:
    propose(clone, {"content/mentors/rui-costa.md": profile(name='"<img src=x> @everybody ```\\n# Approved"')})
    runner.step("check", "check", "Check the profiles", clone)
    assert not re.search(r"^# Approved|^<img|^@every", runner.summary, re.MULTILINE)


def test_the_site_is_published_under_the_hosts_address(runner: Runner, clone: Path) -> None:
    done = runner.step("publish", "build", "Build the site", clone, BASE_URL="http://school.github.io/mentors")
    assert done.returncode == 0, done.stderr
    assert "https://school.github.io/mentors/mentors/ana-lima/" in (runner.folder / "temp/site/sitemap.xml").read_text(encoding="utf-8")


def test_old_profiles_do_not_stop_publishing(runner: Runner, clone: Path) -> None:
    done = runner.step(
        "publish", "build", "Build the site", clone, BASE_URL="https://school.github.io/mentors", SOURCE_DATE_EPOCH="1900000000"
    )
    assert done.returncode == 0
    assert "leaves" in done.stderr or "in no list" in done.stderr
    assert (runner.folder / "temp/site/index.html").is_file()


def test_an_error_publishes_nothing(runner: Runner, clone: Path) -> None:
    (clone / "content/mentors/rui-costa.md").write_text(profile(role="captain"))
    assert runner.step("publish", "build", "Build the site", clone, BASE_URL="https://school.github.io/mentors").returncode == 1
    assert not (runner.folder / "temp/site").exists()


@pytest.mark.parametrize(("public", "passes"), [("false\n", True), ("true\n", False), ("null\n", False), ("", False), (None, False)])
def test_a_campus_edition_is_refused_unless_the_host_says_that_it_is_private(
    public: str | None, passes: bool, runner: Runner, clone: Path
) -> None:
    steps = workflow("publish")["jobs"]["build"]["steps"]
    names = [step.get("name", "") for step in steps]
    refusing, building = names.index("Refuse a campus edition where everybody can read it"), names.index("Build the site")
    assert refusing < building
    assert steps[refusing]["if"] == "${{ env.AUDIENCE != 'public' }}"
    assert workflow("publish")["env"] == {"AUDIENCE": "public"}
    runner.answers = {"api repos/school/mentors/pages": public}
    done = runner.step("publish", "build", names[refusing], clone, AUDIENCE="campus")
    assert (done.returncode == 0) is passes
    assert ("::error title=A campus edition" in done.stdout) is not passes


def old_commit(clone: Path, days: int) -> None:
    when = f"{int(date.today().strftime('%s')) - days * 86_400 - 60} +0000"
    subprocess.run(
        ["git", "-c", "user.name=S", "-c", "user.email=s@lakeside.example", "commit", "-q", "--amend", "--no-edit"],
        cwd=clone,
        check=True,
        env={**os.environ, "GIT_COMMITTER_DATE": when},
    )


@pytest.mark.parametrize(("days", "accepted", "loud"), [(3, True, False), (43, True, False), (46, True, True), (46, False, True)])
def test_the_nightly_build_asks_to_stay_on_and_says_so(days: int, accepted: bool, loud: bool, runner: Runner, clone: Path) -> None:
    old_commit(clone, days)
    runner.answers = {} if accepted else {"api --silent": None}
    names = {"TITLE": "The nightly build may be switched off"}
    done = runner.step("publish", "awake", "Ask for the schedules to stay on", clone, **names)
    assert done.returncode == 0, done.stderr
    asked = [call["said"][-1] for call in runner.calls if call["said"][0] == "api"]
    assert asked == ([f"repos/school/mentors/actions/workflows/{name}.yml/enable" for name in ("publish", "reconfirm")] if loud else [])
    assert [call["said"][:2] for call in runner.calls].count(["issue", "create"]) == loud
    assert ("did not accept" in done.stdout) is not accepted
    runner.answers["issue list"] = names["TITLE"]
    runner.step("publish", "awake", "Ask for the schedules to stay on", clone, **names)
    assert [call["said"][:2] for call in runner.calls].count(["issue", "create"]) == loud, "once is enough"


@pytest.mark.parametrize("number", ["", "12\n"])
def test_one_issue_a_month_lists_whom_to_ask(number: str, runner: Runner, clone: Path) -> None:
    done = runner.step("reconfirm", "report", "Find out whom to ask", clone, SOURCE_DATE_EPOCH="1813000000")
    assert done.returncode == 0, done.stderr
    runner.answers = {"issue list": number}
    done = runner.step("reconfirm", "report", "Write or renew the issue", clone, TITLE="Profiles to confirm")
    assert done.returncode == 0, done.stderr
    call = runner.calls[-1]
    assert call["said"][:2] == (["issue", "edit"] if number else ["issue", "create"])
    assert "Ana Lima" in call["texts"]["--body-file"]


# --- issue to pull request --------------------------------------------------------------------------------------------


def read_issue(runner: Runner, clone: Path, text: str) -> "subprocess.CompletedProcess[str]":
    event = runner.folder / "event.json"
    event.write_text(json.dumps({"action": "opened", "issue": {"number": 7, "body": text}, "repository": {"default_branch": "main"}}))
    return runner.step("requests", "read", "Make a file of it, and check it", clone, GITHUB_EVENT_PATH=str(event))


def open_request(runner: Runner, clone: Path, server: Path, **other: str) -> "subprocess.CompletedProcess[str]":
    """The job that may write, in a fresh clone, with what the first job left."""
    given = {name.upper(): runner.outputs[name] for name in ("title", "reply", "patch", "gone")}
    env = {"BASE": "main", "NUMBER": "7", "GITHUB_SERVER_URL": f"file://{server}"}
    return runner.step("requests", "propose", "Open a pull request", clone, **{**env, **given, **other})


@pytest.mark.parametrize(
    ("text", "title", "touched"),
    [
        (body(JOIN, FORMS["join"]), "Add rui-costa", "A\tcontent/mentors/rui-costa.md"),
        (body({**CHANGE, "Do they take people now": "Full"}, FORMS["change"]), "Change ana-lima", "M\tcontent/mentors/ana-lima.md"),
        (body(LEAVE, FORMS["leave"]), "Remove ana-lima", "D\tcontent/mentors/ana-lima.md\nA\tcontent/removed.txt"),
    ],
)
def test_an_issue_becomes_a_pull_request(text: str, title: str, touched: str, runner: Runner, clone: Path, tmp_path: Path) -> None:
    done = read_issue(runner, clone, text)
    assert done.returncode == 0, done.stderr
    assert (runner.outputs["outcome"], runner.outputs["title"]) == ("proposed", title)
    runner.answers = {"pr create": "https://github.example/school/mentors/pull/8"}
    done = open_request(runner, another(tmp_path, "second"), tmp_path / "server")
    assert done.returncode == 0, done.stderr
    server = tmp_path / "server/school/mentors.git"
    assert git(server, "branch", "--format=%(refname:short)").split() == ["main", "request-7"]
    assert git(server, "diff", "--name-status", "main", "request-7").strip() == touched
    assert git(server, "log", "-1", "--format=%an: %s", "request-7").strip() == f"github-actions[bot]: {title}"
    created = next(call for call in runner.calls if call["said"][:2] == ["pr", "create"])
    assert created["said"][created["said"].index("--title") + 1] == title
    assert created["texts"]["--body-file"].endswith("\nCloses #7\n")
    assert "Before you merge" in created["texts"]["--body-file"]
    assert "close this pull request and reopen it" in created["texts"]["--body-file"]
    assert runner.calls[-1]["said"][:3] == ["issue", "comment", "7"]
    assert "pull/8" in runner.calls[-1]["said"][-1]
    assert all(call["token"] == HELD for call in runner.calls)


def test_an_issue_that_was_edited_renews_its_pull_request(runner: Runner, clone: Path, tmp_path: Path) -> None:
    for number, interest in enumerate(("asthma", "sleep")):
        read_issue(runner, another(tmp_path, f"read-{number}"), body({**JOIN, "Interests": interest}, FORMS["join"]))
        runner.answers = {"pr list" if number else "pr create": "https://github.example/school/mentors/pull/8"}
        assert open_request(runner, another(tmp_path, f"write-{number}"), tmp_path / "server").returncode == 0
    assert "sleep" in git(tmp_path / "server/school/mentors.git", "show", "request-7:content/mentors/rui-costa.md")
    assert [call["said"][1] for call in runner.calls if call["said"][0] == "pr"] == ["list", "create", "list", "edit"]


def test_photos_go_with_who_leaves(runner: Runner, clone: Path, tmp_path: Path) -> None:
    from PIL import Image

    photos = clone / "content/mentors/photos"
    photos.mkdir()
    Image.effect_noise((900, 900), 90).convert("RGB").save(photos / "ana.png")
    path = clone / "content/mentors/ana-lima.md"
    path.write_text(path.read_text().replace("languages:", "photo: {file: ana.png, alt: A portrait}\nlanguages:"))
    git(clone, "add", ".")
    git(clone, "commit", "-q", "-m", "Photo")
    git(clone, "push", "-q", "origin", "main")
    assert read_issue(runner, clone, body(LEAVE, FORMS["leave"])).returncode == 0
    assert len(runner.outputs["patch"]) < 2_000
    runner.answers = {"pr create": "https://github.example/pull/8"}
    assert open_request(runner, another(tmp_path, "second"), tmp_path / "server").returncode == 0
    gone = git(tmp_path / "server/school/mentors.git", "diff", "--name-only", "--diff-filter=D", "main", "request-7").split()
    assert gone == ["content/mentors/ana-lima.md", "content/mentors/photos/ana.png"]


def test_a_refusal_by_the_host_says_which_box_to_tick(runner: Runner, clone: Path, tmp_path: Path) -> None:
    read_issue(runner, clone, body(JOIN, FORMS["join"]))
    runner.answers = {"pr create": None}
    done = open_request(runner, another(tmp_path, "second"), tmp_path / "server")
    assert done.returncode == 1
    assert "Allow GitHub Actions to create and approve pull requests" in done.stdout


def test_a_change_of_other_files_is_never_pushed(runner: Runner, clone: Path, tmp_path: Path) -> None:
    """Even if the first job were taken over, the second takes profiles only."""
    read_issue(runner, clone, body(JOIN, FORMS["join"]))
    (clone / ".github/workflows/check.yml").write_text("on: push\n")
    (clone / "content/mentors/x.md").write_text(profile())
    git(clone, "add", "--all")
    patch = base64.b64encode(gzip.compress(git(clone, "diff", "--cached").encode())).decode()
    for name, other in (("one", {"PATCH": patch}), ("two", {"GONE": base64.b64encode(b"directory.yml\0").decode()})):
        done = open_request(runner, another(tmp_path, name), tmp_path / "server", **other)
        assert done.returncode == 1
        assert "not about profiles only" in done.stdout
    assert git(tmp_path / "server/school/mentors.git", "branch", "--format=%(refname:short)").split() == ["main"]


def test_a_refused_issue_is_answered(runner: Runner, clone: Path) -> None:
    assert read_issue(runner, clone, body({**JOIN, "Your role": "@everybody"}, FORMS["join"])).returncode == 0
    assert runner.outputs["outcome"] == "refused"
    assert base64.b64decode(runner.outputs["patch"])[:2] == b"\x1f\x8b"
    done = runner.step("requests", "answer", "Answer", clone, NUMBER="7", REPLY=runner.outputs["reply"])
    assert done.returncode == 0, done.stderr
    (call,) = runner.calls
    assert call["said"][:3] == ["issue", "comment", "7"]
    assert '\n    role: "@everybody" is not a known role' in call["texts"]["--body-file"]


@pytest.mark.parametrize(
    "name",
    [
        "a shell command as name",
        "a shell command after a quote",
        "an expression as name",
        "a workflow command",
        "a path as name",
    ],
)
def test_hostile_issues_run_nothing_in_any_step(name: str, runner: Runner, clone: Path, tmp_path: Path) -> None:
    done = read_issue(runner, clone, HOSTILE[name])
    assert done.returncode == 0, done.stderr
    assert set(runner.outputs) == {"outcome", "title", "reply", "patch", "gone"}
    assert done.stdout == ""
    if runner.outputs["outcome"] == "proposed":
        runner.answers = {"pr create": "https://github.example/pull/8"}
        assert open_request(runner, another(tmp_path, "second"), tmp_path / "server").returncode == 0
        (path,) = git(tmp_path / "server/school/mentors.git", "diff", "--name-only", "main", "request-7").split()
        assert re.fullmatch(r"content/mentors/[a-z0-9-]+\.md", path)
    assert not list(tmp_path.rglob("pwned*"))


# --- GitLab -----------------------------------------------------------------------------------------------------------


def gitlab(job: str, clone: Path, runner: Runner, **env: str) -> "subprocess.CompletedProcess[str]":
    found = parsed(SCHOOL / "gitlab" / "dot-gitlab-ci.yml")
    return runner.run("\n".join(found[job]["script"]), clone, {**found["variables"], **env})


@pytest.mark.parametrize(("role", "code"), [("student", 0), ("captain", 123)])
def test_a_merge_request_is_checked_and_has_a_preview(role: str, code: int, runner: Runner, clone: Path) -> None:
    propose(clone, {"content/mentors/rui-costa.md": profile(role=role)})
    base = git(clone, "rev-parse", "HEAD^1").strip()
    done = gitlab("check", clone, runner, CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
    assert done.returncode == code, done.stderr
    assert ("    Rui Costa\n" in done.stdout) is (code == 0)
    assert (clone / "preview/index.html").is_file()


@pytest.mark.parametrize(
    ("audience", "private", "visibility", "passes"),
    [
        ("public", "no", "public", True),
        ("campus", "no", "private", False),
        ("campus", "yes", "public", False),
        ("campus", "yes", "private", True),
        ("campus", "yes", "internal", True),
    ],
)
def test_gitlab_pages_take_a_campus_edition_on_the_schools_word_only(
    audience: str, private: str, visibility: str, passes: bool, runner: Runner, clone: Path
) -> None:
    env = {"AUDIENCE": audience, "PAGES_ARE_PRIVATE": private, "CI_PROJECT_VISIBILITY": visibility}
    done = gitlab("pages", clone, runner, CI_PAGES_URL="https://school.gitlab.example/mentors", **env)
    assert (done.returncode == 0) is passes, done.stderr
    assert (clone / "public/index.html").is_file() is passes


def test_the_gitlab_report_is_written(runner: Runner, clone: Path) -> None:
    assert gitlab("report", clone, runner, SOURCE_DATE_EPOCH="1813000000").returncode == 0
    assert "Ana Lima" in (clone / "report.md").read_text(encoding="utf-8")


# --- hosts of other kinds ---------------------------------------------------------------------------------------------


def blocks(language: str) -> list[str]:
    page = (REPOSITORY / "content" / "pages" / "hosting.md").read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


def test_the_configuration_for_netlify_is_read() -> None:
    (text,) = blocks("toml")
    settings = tomllib.loads(text)
    assert settings["build"]["publish"] == "site"
    assert "mentordir build --base-url $URL" in settings["build"]["command"]


class _SignOn(BaseHTTPRequestHandler):
    """The school's sign-on, as far as nginx sees it: members have a cookie, others get a page on which to sign in."""

    def do_GET(self) -> None:
        member = "member=yes" in self.headers.get("Cookie", "")
        self.send_response(200 if not self.path.startswith("/oauth2/auth") else 202 if member else 401)
        self.end_headers()
        self.wfile.write(b"Please sign in")

    def log_message(self, *said: object) -> None:
        """Say nothing."""


@pytest.fixture
def served(tmp_path: Path, run) -> Iterator[tuple[str, str]]:  # type: ignore[no-untyped-def]
    """Addresses of the public and of the campus edition, served by a real nginx as hosting.md says."""
    program = obtain_nginx()
    if program is None:
        pytest.skip("nginx is not installed, and can't be installed here")
    start(tmp_path / "school", "none", date(2026, 11, 24))
    for audience in ("public", "campus"):
        assert run("build", "-q", "--audience", audience, "-o", tmp_path / f"site-{audience}", cwd=tmp_path / "school").returncode == 0
    sign_on = ThreadingHTTPServer(("127.0.0.1", 0), _SignOn)
    threading.Thread(target=sign_on.serve_forever, daemon=True).start()
    text = "".join(blocks("nginx")).replace("/srv/mentors-site", str(tmp_path / "site-public"))
    text = text.replace("/srv/mentors-campus", str(tmp_path / "site-campus")).replace("127.0.0.1:4180", f"127.0.0.1:{sign_on.server_port}")
    ports = [free_port(), free_port()]
    for port in ports:
        text = text.replace("listen 80;", f"listen 127.0.0.1:{port};", 1)
    user = "user root;" if os.geteuid() == 0 else ""
    configuration = tmp_path / "nginx.conf"
    configuration.write_text(
        f"{user} daemon off; pid {tmp_path}/pid; error_log {tmp_path}/error.log; events {{}}\n"
        f"http {{ include /etc/nginx/mime.types; access_log off;\n{text}}}\n"
    )
    with subprocess.Popen([program, "-c", configuration]) as nginx:
        try:
            for port in ports:
                wait_for(port)
            yield f"http://127.0.0.1:{ports[0]}", f"http://127.0.0.1:{ports[1]}"
        finally:
            nginx.terminate()
            sign_on.shutdown()
            sign_on.server_close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int) -> None:
    for _ in range(200):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.1):
            return
        time.sleep(0.02)
    raise AssertionError(f"nothing answers on {port}")


def fetch(address: str, cookie: str = "") -> tuple[int, str, Message]:
    request = urllib.request.Request(address, headers={"Cookie": cookie})
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read().decode(errors="replace"), answer.headers
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode(errors="replace"), error.headers


def test_nginx_serves_the_site_as_the_page_says(served: tuple[str, str]) -> None:
    public, _ = served
    for path in ("/", "/mentors/ana-lima/", "/mentors.json"):
        status, _, headers = fetch(public + path)
        assert status == 200
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Content-Security-Policy"] == "frame-ancestors 'none'"
    status, text, _ = fetch(f"{public}/nowhere/at/all")
    assert status == 404
    assert "<h1" in text
    assert fetch(f"{public}/.mentordir")[0] == 404


def test_nginx_hands_out_nothing_of_a_campus_edition_without_the_sign_on(served: tuple[str, str]) -> None:
    _, campus = served
    for path in ("/", "/mentors/ana-lima/", "/mentors.json", "/404.html", "/nowhere/", "/assets/style.css", "/.mentordir"):
        status, text, _ = fetch(campus + path)
        assert "Ana Lima" not in text, path
        assert status == 404 if path == "/.mentordir" else text == "Please sign in", path
    status, text, headers = fetch(f"{campus}/mentors/ana-lima/", "member=yes")
    assert status == 200
    assert "Ana Lima" in text
    assert "private" in headers["Cache-Control"]
    assert fetch(f"{campus}/nowhere/", "member=yes")[0] == 404
