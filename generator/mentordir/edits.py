"""The verbs that change profiles: add one that arrived as text, confirm, pause, remove. Each is one small edit, checked.

A text that arrives, by mail from the form or through an issue, is a stranger's: it becomes a file only where the checks
find no error in it, under the name that its `name` suggests, and never in place of another.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from slugify import slugify

from mentordir.errors import MentordirError, Problem
from mentordir.pipeline import check
from mentordir.project import Project
from mentordir.removed import is_removed, note_removed
from mentordir.scalars import MAX_SLUG, SLUG
from mentordir.schema import Profile, field_guides
from mentordir.source import MAX_FILE_BYTES, Source, read_source
from mentordir.writing import edit_text, profile_text

# What the form puts around a profile, so that what a mail program adds above and below is known from it.
BEGIN, END = "===== mentor profile =====", "===== end of profile ====="
_CHANGE = re.compile(r"^# mentordir: change (\S+)[ \t]*\n", re.MULTILINE)
_FIELD = re.compile(r"^(?:---[ \t]*$|# mentordir: change |(?:name|role|title|availability|last_confirmed|contact):)", re.MULTILINE)
_QUOTE = re.compile(r"^>[ ]?", re.MULTILINE)
_KEYS = frozenset(guide.name for guide in field_guides(Profile))


@dataclass(frozen=True, slots=True)
class Change:
    """A profile's file before and after an edit; `before` is None for a new one. `problems`: what is worth knowing of it."""

    path: Path
    before: str | None
    after: str
    problems: tuple[Problem, ...] = ()


class RefusedError(MentordirError):
    """The checks find errors in what was about to be written; nothing was."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        super().__init__("nothing was written")
        self.problems = tuple(problems)


# --- verbs ------------------------------------------------------------------------------------------------------------


def add_profile(project: Project, text: str, day: date) -> Change:
    """A profile, or a change of one, that arrived as text, as a file.

    A text with the line `# mentordir: change SLUG` changes the fields that it names, and takes out those without a value.
    Raises RefusedError where the checks find errors, MentordirError where it can't be a profile or there is one of that name.
    """
    arrived = _unwrapped(text)
    change = _CHANGE.search(arrived)
    source = _read(arrived[: change.start()] + arrived[change.end() :] if change else arrived)
    if change:
        path = _file_of(project, change[1])
        changes = {**dict.fromkeys(_without_value(source)), **_leaves(source.document.fields)}
        return _write(project, path, edit_text(path.read_text(encoding="utf-8"), path.suffix, changes), day)
    name = source.document.fields.get("name")
    slug = slugify(name, max_length=MAX_SLUG) if isinstance(name, str) else ""
    if not slug:
        raise MentordirError("the text has no name: line with a letter or digit in it, from which a file could be called")
    if taken := _find(project, slug):
        raise MentordirError(
            f"content/mentors/{taken.name} is there already; to change it, begin the text with a line `# mentordir: change {slug}`"
        )
    if is_removed(project.root, slug):
        raise MentordirError(f"{slug} left; take the line out of content/removed.txt if they want to come back")
    fields = {"listed_since": day, **source.document.fields}
    return _write(project, project.content / "mentors" / f"{slug}.md", profile_text(fields), day)


def confirm(project: Project, slugs: Iterable[str], day: date) -> list[Change]:
    """The profiles are right as of `day`."""
    return _edit_each(project, slugs, {"last_confirmed": day}, day)


def pause(project: Project, slugs: Iterable[str], until: date | None, day: date) -> list[Change]:
    """No requests up to and including `until`; without it, until somebody ends the pause.

    A first day that has passed goes, since a pause with one behind it counts as over.
    """
    if until and until < day:
        raise MentordirError(f"a pause until {until} is over already; give a later day")
    changes = {"availability.status": "paused", "availability.paused_until": until, "availability.from": None}
    return _edit_each(project, slugs, changes, day)


def remove(project: Project, slugs: Iterable[str]) -> list[Path]:
    """Take profiles out, with photos that nobody else uses, and keep imports from bringing them back. Paths of what is gone."""
    paths = [_file_of(project, slug) for slug in slugs]
    gone = []
    for path in paths:
        photo = _photo_of(path)
        path.unlink()
        note_removed(project.root, path.stem)
        gone.append(path)
        photos = project.content / "mentors" / "photos"
        if photo and (photos / photo).is_file() and not any(_photo_of(other) == photo for other in _profiles(project)):
            (photos / photo).unlink()
            gone.append(photos / photo)
    return gone


# --- files ------------------------------------------------------------------------------------------------------------


def _edit_each(project: Project, slugs: Iterable[str], changes: Mapping[str, Any], day: date) -> list[Change]:
    """All of them or none: who is misspelt is said before anything is written."""
    paths = [_file_of(project, slug) for slug in slugs]
    return [_write(project, path, edit_text(path.read_text(encoding="utf-8"), path.suffix, changes), day) for path in paths]


def _write(project: Project, path: Path, after: str, day: date) -> Change:
    """Write a file if the checks find no error in it; else leave everything as it was."""
    before = path.read_bytes() if path.exists() else None
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(after, encoding="utf-8", newline=_newline(before))
    name = path.relative_to(project.root).as_posix()
    found = [problem for problem in check(project.root, day).problems if problem.path == name]
    if errors := [problem for problem in found if problem.severity == "error"]:
        if before is None:
            path.unlink()
        else:
            path.write_bytes(before)
        raise RefusedError(errors)
    return Change(path, before.decode("utf-8-sig") if before is not None else None, after, tuple(found))


def _newline(before: bytes | None) -> str:
    """The line end of a file, which an edit keeps."""
    return "\r\n" if before and b"\r\n" in before else "\n"


def _profiles(project: Project) -> list[Path]:
    folder = project.content / "mentors"
    return sorted(path for path in folder.iterdir() if path.suffix in (".md", ".yaml")) if folder.is_dir() else []


def _find(project: Project, slug: str) -> Path | None:
    return next((path for path in _profiles(project) if path.stem == slug), None)


def _file_of(project: Project, slug: str) -> Path:
    """The file of a mentor, who may be named by it too. Raises MentordirError where there is none."""
    name = Path(slug).name.removesuffix(".md").removesuffix(".yaml")
    path = _find(project, name) if SLUG.fullmatch(name) else None
    if path is None:
        near = [path.stem for path in _profiles(project) if name and (path.stem.startswith(name[:3]) or name in path.stem)]
        hint = f"; did you mean {', '.join(near[:3])}?" if near else ""
        raise MentordirError(f"there is no profile {name!r} in content/mentors{hint}")
    return path


def _photo_of(path: Path) -> str:
    source = read_source(path.read_bytes(), path.name, path.stem, "front matter" if path.suffix == ".md" else "yaml", _KEYS)
    photo = source.document.fields.get("photo")
    file = photo.get("file") if isinstance(photo, dict) else None
    return file if isinstance(file, str) and "/" not in file and "\\" not in file else ""


# --- texts that arrive ------------------------------------------------------------------------------------------------


def _unwrapped(text: str) -> str:
    """The profile alone: without what stands around it, the marks of a quotation, and spaces that mail programs harden."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
    if re.search(rf"^> ?(?:{re.escape(BEGIN)}|---|name:)", text, re.MULTILINE):
        text = _QUOTE.sub("", text)
    if BEGIN in text:
        text = text.split(BEGIN, 1)[1].split(END, 1)[0].strip("\n") + "\n"
    begin = _FIELD.search(text)
    return text[begin.start() :] if begin else text


def _read(text: str) -> Source:
    """The fields of a text that is a profile's file or its fields alone. Raises RefusedError where it can't be read."""
    if len(text.encode()) > MAX_FILE_BYTES:
        raise MentordirError(f"the text is {len(text.encode()):,} bytes long; the limit is {MAX_FILE_BYTES:,}")
    kind = "front matter" if text.startswith("---") else "yaml"
    source = read_source(text.encode(), "the text", "text", kind, _KEYS)  # type: ignore[arg-type]
    twice = [source.key_problem(path, "stands there twice", "keep one of the two") for path, _, _ in source.document.repeated]
    if source.problems or twice:
        raise RefusedError((*source.problems, *twice))
    return source


def _leaves(fields: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Fields by dotted names, so that of a group only what is named is changed, and what stands beside it stays."""
    leaves: dict[str, Any] = {}
    for name, value in fields.items():
        leaves |= _leaves(value, f"{prefix}{name}.") if isinstance(value, dict) else {f"{prefix}{name}": value}
    return leaves


def _without_value(source: Source) -> list[str]:
    """The dotted names of fields that stand there without a value."""
    keys = [".".join(map(str, path)) for path in source.document.keys if path not in source.document.values]
    return [key for key in keys if not any(part.isdigit() for part in key.split("."))]
