"""Issues made with a form -> profiles: what somebody without git asks for, as a change of files that a person then looks at.

Everything in an issue is a stranger's text, in a repository that may be public. It is read by its headings, which are the labels of
the forms in school/github; what it becomes goes the way of every profile that arrives as text (edits.py), checks included. Nothing
of it becomes a command, a path or a title: those are made from slugs and numbers alone.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from mentordir.edits import RefusedError, add_profile, remove
from mentordir.errors import MentordirError, Problem, shown
from mentordir.project import Project
from mentordir.scalars import SLUG
from mentordir.source import MAX_FILE_BYTES
from mentordir.vocabulary import Vocabulary
from mentordir.writing import profile_text

MAX_EVENT_BYTES = 8 * 1024 * 1024
MAX_BODY_CHARACTERS = 65_536
_EMPTY = "_No response_"
_HEADING = re.compile(r"^### (.+?)[ \t]*$", re.MULTILINE)
_TICKED = re.compile(r"^- \[[xX]\] ", re.MULTILINE)
_UNTICKED = re.compile(r"^- \[ \] ", re.MULTILINE)
_CODE = re.compile(r"\A(?P<fence>`{3,}|~{3,})[^\n]*\n(?P<code>.*)\n(?P=fence)[ \t]*\Z", re.DOTALL)
_CHANGE = re.compile(r"^# mentordir: change (\S+)[ \t]*$", re.MULTILINE)

# The labels of the three forms. The first of each says which form an issue was made with.
JOIN: tuple[str, ...] = (
    "Your name",
    "Your role",
    "Specialties",
    "Where you work",
    "How you mentor",
    "Whom",
    "On what",
    "Interests",
    "Do you take people now",
)
JOIN += ("How a first request should reach you", "Its web address", "About you", "The text that the form made", "Your consent")
CHANGE = ("Whose profile", "Do they take people now", "Last day of a pause", "What changes", "The text that the form made", "Your consent")
LEAVE = ("Who leaves", "Your wish")
FORMS: Mapping[str, tuple[str, ...]] = {"join": JOIN, "change": CHANGE, "leave": LEAVE}


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of an issue. `outcome`: proposed, refused or none (no form of ours). `title` is safe anywhere; `reply` is Markdown."""

    outcome: str
    title: str = ""
    reply: str = ""


def answer_issue(project: Project, event: str, day: date) -> Answer:
    """Do in the project's files what an issue asks for; a refusal changes none. `event`: the JSON that GitHub gives a workflow."""
    body = _body(event)
    form = next((name for name, labels in FORMS.items() if re.search(rf"^### {labels[0]}[ \t]*$", body, re.MULTILINE)), None)
    if form is None:
        return Answer("none")
    try:
        fields = _fields(body, FORMS[form])
        match form:
            case "join":
                return _join(project, fields, day)
            case "change":
                return _change(project, fields, day)
            case _:
                return _leave(project, fields)
    except RefusedError as refusal:
        return Answer("refused", reply=_refusal([_line(problem) for problem in refusal.problems]))
    except MentordirError as refusal:
        return Answer("refused", reply=_refusal([str(refusal)]))


# --- the issue --------------------------------------------------------------------------------------------------------


def _body(event: str) -> str:
    try:
        found = json.loads(event)["issue"]["body"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise MentordirError("the event is not that of an issue") from None
    if not isinstance(found, str):
        return ""
    return found.encode(errors="replace").decode().replace("\r\n", "\n").replace("\r", "\n")


def _fields(body: str, labels: tuple[str, ...]) -> dict[str, str]:
    """label -> text of the sections that were filled in. A heading that is no label belongs to the text above it."""
    if len(body) > MAX_BODY_CHARACTERS:
        raise MentordirError(f"the issue has {len(body):,} characters; the limit is {MAX_BODY_CHARACTERS:,}")
    heads = [head for head in _HEADING.finditer(body) if head[1] in labels]
    if len({head[1] for head in heads}) < len(heads):
        raise MentordirError("a section of the form is there twice: write no line that begins with ### and a name of the form's")
    ends = [head.start() for head in heads[1:]] + [len(body)]
    texts = {head[1]: body[head.end() : end].strip() for head, end in zip(heads, ends, strict=True)}
    return {label: text for label, text in texts.items() if text and text not in (_EMPTY, "None")}


def _need_consent(fields: Mapping[str, str], label: str) -> None:
    """Every box of the form is ticked: whoever edits an issue can take a tick away, or the line."""
    text = fields.get(label, "")
    if not _TICKED.search(text) or _UNTICKED.search(text):
        raise MentordirError(f'nothing was done without the ticks under "{label}": edit the issue, and tick them')


def _made_by_form(fields: Mapping[str, str]) -> str:
    """The text that the form on the site made, without the marks of code that people put around it; "" where there is none."""
    text = fields.get("The text that the form made", "")
    if code := _CODE.match(text):
        text = code["code"]
    if len(text.encode(errors="replace")) > MAX_FILE_BYTES:
        raise MentordirError(f"the text that the form made is longer than {MAX_FILE_BYTES:,} bytes")
    return text


def _one_line(fields: Mapping[str, str], label: str) -> str:
    text = fields.get(label, "")
    if "\n" in text:
        raise MentordirError(f'"{label}" takes one line')
    return text


def _several(fields: Mapping[str, str], label: str) -> list[str]:
    return [part.strip() for part in _one_line(fields, label).split(",") if part.strip()]


def _slug_of(fields: Mapping[str, str], label: str) -> str:
    """The slug that was given, as such or as the address of the profile's page."""
    given = _one_line(fields, label)
    slug = given.split("#")[0].split("?")[0].removesuffix("index.html").rstrip("/").rpartition("/")[2] if "://" in given else given
    if not SLUG.fullmatch(slug):
        raise MentordirError(
            f"{shown(given)} is not a profile's short name, such as ana-lima: it is the last part of the address of the profile's page"
        )
    return slug


# --- what is asked for ------------------------------------------------------------------------------------------------


def _join(project: Project, fields: Mapping[str, str], day: date) -> Answer:
    _need_consent(fields, "Your consent")
    text = _made_by_form(fields)
    if _CHANGE.search(text):
        raise MentordirError("the text is a change of a profile that is there: use the form for changes")
    change = add_profile(project, text or profile_text(_profile(project, fields, day)), day)
    slug = change.path.stem
    return Answer("proposed", f"Add {slug}", _proposal(f"adds the profile `{slug}`", change.problems))


def _profile(project: Project, fields: Mapping[str, str], day: date) -> dict[str, Any]:
    """The fields of a profile, from the plain fields of the form."""
    words = project.vocabularies
    contact = {"method": _word(words["methods"], _one_line(fields, "How a first request should reach you"))}
    if address := _one_line(fields, "Its web address"):
        contact["value"] = address
    stages = [_word(words["stages"], stage) for stage in _several(fields, "Whom")]
    topics = [_word(words["topics"], topic) for topic in _several(fields, "On what")]
    return {
        "name": _one_line(fields, "Your name"),
        "role": _word(words["roles"], _one_line(fields, "Your role")),
        "institution": _one_line(fields, "Where you work"),
        "specialties": _several(fields, "Specialties"),
        "interests": _several(fields, "Interests"),
        "mentoring": [
            {"type": _word(words["types"], kind), "stages": stages, "topics": topics} for kind in _several(fields, "How you mentor")
        ],
        "availability": {"status": _word(words["statuses"], _one_line(fields, "Do you take people now"))},
        "last_confirmed": day,
        "contact": contact,
        "bio": fields.get("About you", ""),
    }


def _word(vocabulary: Vocabulary, text: str) -> str:
    """The id that a form's words stand for; what is none stays as it is, for the checks to refuse."""
    return vocabulary.resolve(text) or text


def _change(project: Project, fields: Mapping[str, str], day: date) -> Answer:
    _need_consent(fields, "Your consent")
    slug = _slug_of(fields, "Whose profile")
    text = _made_by_form(fields)
    named = _CHANGE.findall(text)
    if any(other != slug for other in named):
        raise MentordirError("the text that the form made is about another profile than the one named above it")
    if text and not named:
        raise MentordirError(f"the text that the form made has no line `# mentordir: change {slug}`, so it is no change")
    if not text:
        status = _word(project.vocabularies["statuses"], _one_line(fields, "Do they take people now"))
        given = {"status": status, "paused_until": _one_line(fields, "Last day of a pause")}
        availability = {name: value for name, value in given.items() if value}
        text = f"# mentordir: change {slug}\n" + profile_text({"availability": availability, "last_confirmed": day}, ".yaml")
    change = add_profile(project, text, day)
    note = "\n\nThe issue also says in words what should change. That is for a person to write." if "What changes" in fields else ""
    if change.after == change.before:
        return Answer("refused", reply=_refusal(["the profile says all of that already"]) + note)
    return Answer("proposed", f"Change {slug}", _proposal(f"changes the profile `{slug}`", change.problems) + note)


def _leave(project: Project, fields: Mapping[str, str]) -> Answer:
    _need_consent(fields, "Your wish")
    slug = _slug_of(fields, "Who leaves")
    remove(project, [slug])
    return Answer("proposed", f"Remove {slug}", _proposal(f"takes out the profile `{slug}`", ()))


# --- what is said -----------------------------------------------------------------------------------------------------


def _proposal(does: str, problems: tuple[Problem, ...]) -> str:
    said = "The checks found no error in it."
    if problems:
        said += " They advise:\n\n" + _as_code([_line(problem) for problem in problems])
    return (
        f"This {does}, as an issue asked. {said}\n\n"
        "**Before you merge:** nobody has checked who wrote the issue. Ask the mentor at an address that you know, "
        "and read the change as a trainee would. To have the check run here too, with a preview, close this pull request and reopen it: "
        "GitHub runs nothing by itself on what a program proposed."
    )


def _refusal(lines: list[str]) -> str:
    return (
        "Thank you. A program read this and could not make it a profile yet:\n\n"
        + _as_code(lines)
        + "\n\nEdit the text of the issue (the three dots, then Edit), and it is read again. Or write to the coordinator instead."
    )


def _line(problem: Problem) -> str:
    line = f"{problem.field}: {problem.message}" if problem.field else problem.message
    return f"{line}; {problem.hint}" if problem.hint else line


def _as_code(lines: list[str]) -> str:
    """Lines that quote a stranger, so that nothing in them is a link, a picture or a call to somebody."""
    plain = (re.sub(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+", " ", line)[:500] for line in lines[:30])
    return "\n".join(f"    {line}" for line in plain)
