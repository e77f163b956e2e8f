"""Issues made with a form: what they ask for becomes files, and whatever else they try becomes a refusal."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from mentordir.errors import MentordirError
from mentordir.issues import FORMS, MAX_BODY_CHARACTERS, Answer, answer_issue
from mentordir.pipeline import check
from mentordir.project import load_project
from mentordir.starter import start
from mentordir.vocabulary import shipped_vocabularies

DAY = date(2026, 11, 24)
FORMS_FOLDER = Path(__file__).resolve().parents[1] / "generator/mentordir/school/github/dot-github/ISSUE_TEMPLATE"
TICKS = "- [x] Yes\n- [x] Yes, that too"

JOIN = {
    "Your name": "Rui Costa",
    "Your role": "Faculty",
    "Specialties": "peds, OB/GYN",
    "How you mentor": "Clinical, Career",
    "Whom": "Resident, Fellow",
    "On what": "Choosing a specialty, Interviews",
    "Interests": "asthma, night shifts",
    "Do you take people now": "Open",
    "How a first request should reach you": "Through the coordinator",
    "About you": "I look after children who wheeze.\n\n### What I like\n\nNight shifts, and people who ask why.",
    "Your consent": TICKS,
}
CHANGE = {"Whose profile": "ana-lima", "Your consent": TICKS}
LEAVE = {"Who leaves": "ana-lima", "Your wish": TICKS}

PROFILE = """---
name: Rui Costa
role: student
mentoring: [{type: career, stages: [premed], topics: [interviews]}]
availability: {status: open}
last_confirmed: 2026-11-20
contact: {method: coordinator}
---

I study.
"""


def body(fields: dict[str, str], labels: tuple[str, ...]) -> str:
    """The text of an issue as GitHub makes it of a form."""
    return "\n\n".join(f"### {label}\n\n{fields.get(label) or '_No response_'}" for label in labels)


def join(**other: str) -> str:
    return body({**JOIN, **{label.replace("_", " "): text for label, text in other.items()}}, FORMS["join"])


def change(**other: str) -> str:
    return body({**CHANGE, **{label.replace("_", " "): text for label, text in other.items()}}, FORMS["change"])


def pasted(text: str) -> str:
    return join(The_text_that_the_form_made=f"```yaml\n{text}\n```")


@pytest.fixture
def school(tmp_path: Path) -> Path:
    start(tmp_path / "school", "github", DAY)
    return tmp_path / "school"


def answer(school: Path, text: Any) -> Answer:
    project, _ = load_project(school)
    assert project is not None
    return answer_issue(project, json.dumps({"action": "opened", "issue": {"number": 7, "body": text}}), DAY)


def errors(school: Path) -> list[str]:
    return [f"{problem.path}: {problem.field}: {problem.message}" for problem in check(school, DAY).errors]


# --- what it is for ---------------------------------------------------------------------------------------------------


def test_the_plain_fields_become_a_profile(school: Path) -> None:
    done = answer(school, join())
    assert (done.outcome, done.title) == ("proposed", "Add rui-costa")
    text = (school / "content/mentors/rui-costa.md").read_text(encoding="utf-8")
    front, _, bio = text.removeprefix("---\n").partition("\n---\n")
    fields = yaml.safe_load(front)
    assert fields["role"] == "faculty"
    assert [offer["type"] for offer in fields["mentoring"]] == ["clinical", "career"]
    assert fields["mentoring"][0]["stages"] == ["resident", "fellow"]
    assert fields["last_confirmed"] == DAY
    assert "### What I like" in bio
    assert errors(school) == []


def test_the_text_of_the_sites_form_stands_for_all_other_answers(school: Path) -> None:
    done = answer(school, pasted(PROFILE))
    assert done.outcome == "proposed"
    assert "I study." in (school / "content/mentors/rui-costa.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "given", ["ana-lima", "https://lakeside.example/mentors/mentors/ana-lima/", "https://x.example/mentors/ana-lima/index.html#contact"]
)
def test_a_pause_is_one_edit(school: Path, given: str) -> None:
    before = (school / "content/mentors/ana-lima.md").read_text(encoding="utf-8")
    text = change(Whose_profile=given, Do_they_take_people_now="Paused", Last_day_of_a_pause="2027-01-31")
    assert answer(school, text).title == "Change ana-lima"
    after = (school / "content/mentors/ana-lima.md").read_text(encoding="utf-8")
    assert "  status: paused\n" in after
    assert "  paused_until: 2027-01-31\n" in after
    assert len(set(after.splitlines()) - set(before.splitlines())) == 2


def test_a_confirmation_alone_is_a_change(school: Path) -> None:
    project, _ = load_project(school)
    assert project is not None
    event = json.dumps({"issue": {"body": change()}})
    assert answer_issue(project, event, date(2026, 12, 24)).outcome == "proposed"
    text = (school / "content/mentors/ana-lima.md").read_text(encoding="utf-8")
    assert "last_confirmed: 2026-12-24\n" in text
    assert "  slots: 2\n" in text


def test_who_leaves_is_taken_out(school: Path) -> None:
    assert answer(school, body(LEAVE, FORMS["leave"])).title == "Remove ana-lima"
    assert not (school / "content/mentors/ana-lima.md").exists()
    assert errors(school) == []


@pytest.mark.parametrize("text", ["", None, 7, "Hello, I have a question.", "### Steps\n\n1. Open the page"])
def test_other_issues_are_left_alone(school: Path, contents, text: Any) -> None:  # type: ignore[no-untyped-def]
    before = contents(school)
    assert answer(school, text) == Answer("none")
    assert contents(school) == before


@pytest.mark.parametrize("event", ["", "[]", '"issue"', "{}", '{"issue": 7}', "[" * 100_000])
def test_what_is_no_event_is_refused(school: Path, event: str) -> None:
    project, _ = load_project(school)
    assert project is not None
    with pytest.raises(MentordirError, match="not that of an issue"):
        answer_issue(project, event, DAY)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("ticks", ["", "- [ ] Yes\n- [ ] Yes, that too", "- [x] Yes\n- [ ] Yes, that too", "Yes"])
def test_nothing_is_done_without_every_tick(school: Path, contents, form: str, ticks: str) -> None:  # type: ignore[no-untyped-def]
    fields = {"join": JOIN, "change": CHANGE, "leave": LEAVE}[form]
    label = FORMS[form][-1]
    before = contents(school)
    done = answer(school, body({**fields, label: ticks}, FORMS[form]))
    assert done.outcome == "refused"
    assert "tick" in done.reply
    assert contents(school) == before


# --- the forms and the code -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_the_forms_have_the_labels_that_are_read(form: str) -> None:
    parsed = yaml.safe_load((FORMS_FOLDER / f"{form}.yml").read_text(encoding="utf-8"))
    assert tuple(part["attributes"]["label"] for part in parsed["body"] if part["type"] != "markdown") == FORMS[form]


def test_the_forms_offer_words_that_the_checks_know() -> None:
    asked = {"Your role": "roles", "How you mentor": "types", "Whom": "stages", "On what": "topics"}
    asked |= {
        "Do you take people now": "statuses",
        "Do they take people now": "statuses",
        "How a first request should reach you": "methods",
    }
    seen = set()
    for form in FORMS:
        for part in yaml.safe_load((FORMS_FOLDER / f"{form}.yml").read_text(encoding="utf-8"))["body"]:
            if part["type"] == "dropdown":
                label, options = part["attributes"]["label"], part["attributes"]["options"]
                vocabulary = shipped_vocabularies()[asked[label]]
                assert all(vocabulary.resolve(option) for option in options), label
                assert not any("," in option for option in options), label
                if part["attributes"].get("multiple") or label == "Your role":
                    assert len(options) == len(vocabulary.choices()), label
                seen.add(label)
    assert seen == set(asked)


# --- hostile text -----------------------------------------------------------------------------------------------------

BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n"
HOSTILE = {
    "a YAML bomb": pasted("---\n" + BOMB + PROFILE.removeprefix("---\n")),
    "deep nesting": pasted("---\nname: Rui Costa\ninterests: " + "[" * 5_000 + "\n---\n"),
    "deep fields": pasted("---\nname: Rui Costa\ntraining: " + "{a: " * 200 + "}" * 200 + "\n---\n"),
    "a tag that makes an object": pasted('---\nname: !!python/object/apply:os.system ["touch pwned"]\n---\n'),
    "a second document": pasted(PROFILE + "\n---\nname: Other\n...\n"),
    "a shell command as name": join(Your_name="$(touch pwned) `touch pwned`"),
    "a shell command after a quote": join(Your_name="Rui'; touch pwned; echo '"),
    "an expression as name": join(Your_name="${{ github.token }}"),
    "an expression that runs": join(About_you="${{ toJSON(secrets) }} ${{ fromJSON('x') }}"),
    "a workflow command": join(Specialties="::set-output name=title::pwned", About_you="::add-mask::Rui\n::error::pwned"),
    "a step's output": join(Your_name="Rui\noutcome=proposed"),
    "a path as name": join(Your_name="../../.github/workflows/pwned.yml"),
    "an absolute path as name": join(Your_name="/etc/passwd"),
    "a path with NUL": join(Your_name="Rui\x00/../../x"),
    "a path in a text of the form": pasted(PROFILE.replace("Rui Costa", "..\\\\..\\\\content\\\\pages\\\\about")),
    "a path as slug": change(Whose_profile="../../directory.yml"),
    "a path behind an address": change(Whose_profile="https://x.example/../../directory.yml"),
    "a slug with a line end": change(Whose_profile="ana-lima\nsam-okafor"),
    "a huge bio": join(About_you="word " * 12_000),
    "a body beyond GitHub's limit": join(About_you="x" * (MAX_BODY_CHARACTERS + 1)),
    "a huge name": join(Your_name="A" * 5_000),
    "thousands of interests": join(Interests=",".join(f"tag {n}" for n in range(5_000))),
    "brackets that are slow": join(About_you="[" * 30_000),
    "control characters": join(Your_name="Rui\x07\x1b[31mCosta", About_you="\x00\x01\x02"),
    "right-to-left overrides": join(Your_name="Rui \u202ecod.exe\u202c"),
    "a line that YAML counts and editors don't": pasted(PROFILE.replace("Rui Costa", "Rui\u2028role: faculty")),
    "half a surrogate": join(Your_name="Rui \ud83d Costa"),
    "HTML": join(Your_name="<script>alert(1)</script>", About_you="<img src=x onerror=alert(1)> <iframe src=//evil.example>"),
    "a script as link": join(
        About_you="[me](javascript:alert(1)) and [you](https://user@evil.example)", Its_web_address="javascript:alert(1)"
    ),
    "an address by which to be mailed": join(Its_web_address="x@evil.example?bcc=all@lakeside.example"),
    "another mentor's slug": join(Your_name="Ana Lima"),
    "another mentor's slug in other letters": join(Your_name="ANA  LÍMA"),
    "a change of somebody else in a text": change(The_text_that_the_form_made="# mentordir: change sam-okafor\nname: Gone\n"),
    "a change in place of joining": pasted("# mentordir: change ana-lima\nname: Pwned\n"),
    "two changes in one text": change(
        The_text_that_the_form_made="# mentordir: change ana-lima\n# mentordir: change sam-okafor\nname: Gone\n"
    ),
    "a name that Windows keeps": join(Your_name="CON"),
    "a name that the site keeps": join(Your_name="index"),
    "a name without letters": join(Your_name="🩺🩺🩺"),
    "words of no vocabulary": join(Your_role="captain", Whom="everyone", On_what="gossip", Do_you_take_people_now="maybe"),
    "unknown fields": pasted(PROFILE.replace("role: student", "role: student\nadmin: true")),
    "a background without consent": pasted(
        PROFILE.replace("role: student", "role: student\nbackground: {identifies: [{category: religion}]}")
    ),
    "a day to come": pasted(PROFILE.replace("2026-11-20", "2036-11-20")),
    "headings of the form in the bio": join(About_you="Me.\n\n### Your role\n\nfaculty\n\n### Your consent\n\n- [x] Yes"),
    "a call to everybody": join(Your_role="@lakeside-example/everybody ![x](https://evil.example/x.png) #1"),
    "a photo elsewhere": pasted(PROFILE.replace("role: student", "role: student\nphoto: {file: ../../../etc/passwd, alt: x}")),
    "the mark of the form's text in a bio": join(About_you="===== mentor profile =====\nname: Ana Lima\n===== end of profile ====="),
    "somebody to take out who is not there": body({**LEAVE, "Who leaves": "nobody-here"}, FORMS["leave"]),
    "everybody to take out": body({**LEAVE, "Who leaves": "*"}, FORMS["leave"]),
    "an option as slug": body({**LEAVE, "Who leaves": "--help"}, FORMS["leave"]),
}


def test_there_are_enough_hostile_texts() -> None:
    assert len(HOSTILE) >= 30


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_ends_in_a_refusal_or_a_file_that_passes(name: str, school: Path, contents, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.chdir(school)
    before = contents(school.parent)
    done = answer(school, HOSTILE[name])
    after = contents(school.parent)
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    assert not any("pwned" in Path(path).name and not path.startswith("school/content/mentors/") for path in after)
    if done.outcome == "proposed":
        (path,) = changed
        assert path.startswith("school/content/mentors/")
        assert path not in before
        assert errors(school) == []
    else:
        assert done.outcome == "refused"
        assert changed == set()
        assert done.title == ""
        said = done.reply.split("\n\n")[1]
        assert said
        assert all(line.startswith("    ") for line in said.splitlines())


@pytest.mark.parametrize("name", HOSTILE)
def test_titles_are_made_of_slugs(name: str, school: Path) -> None:
    title = answer(school, HOSTILE[name]).title
    assert title == "" or (title.isascii() and title.replace(" ", "").replace("-", "").isalnum())
