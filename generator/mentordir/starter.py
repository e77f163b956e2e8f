"""`init`: a school's repository, from the files in school/.

A file there is written as it is but for what stands between two @: `@TODAY@`, `@VERSION@`, and `@PART name@`, which stands for
the host's own words in school/parts/. `dot-github` is written as `.github`, so that no tool takes the shipped files for ours.
"""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from mentordir import __version__
from mentordir.errors import MentordirError
from mentordir.schema import Profile, Settings, json_schema
from mentordir.shipped import shipped_school

HOSTS = ("github", "gitlab", "none")
_PLACE = re.compile(r"@(TODAY|VERSION|PART [a-z]+)@\n?")


@dataclass(frozen=True, slots=True)
class Started:
    """What was written, by path below the folder, and what its owner has to do next, as text."""

    files: tuple[str, ...]
    next_steps: str


def start(folder: Path, host: str, day: date) -> Started:
    """Write a school's repository into `folder`, which may hold nothing but .git. Raises MentordirError."""
    _refuse_used(folder)
    files = school_files(host, day)
    try:
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with open(path, "x", encoding="utf-8", newline="\n") as file:
                file.write(text)
    except OSError as error:
        raise MentordirError(f"{error.filename or folder} cannot be written: {error.strerror}") from error
    return Started(tuple(files), _part(host, "next", day))


def school_files(host: str, day: date) -> dict[str, str]:
    """path -> text of every file of a new repository for a host, sorted by path."""
    files: dict[str, str] = {}
    for part in ("common", host):
        root = shipped_school() / part
        for path in sorted(root.rglob("*")):
            if path.is_file():
                name = re.sub(r"(^|/)dot-", r"\1.", path.relative_to(root).as_posix())
                files[name] = _filled(path.read_text(encoding="utf-8"), host, day)
    files[".vscode/mentor.schema.json"] = _json(json_schema(Profile))
    files[".vscode/directory.schema.json"] = _json(json_schema(Settings))
    return dict(sorted(files.items()))


def _refuse_used(folder: Path) -> None:
    if folder.is_dir():
        if used := sorted(entry.name for entry in os.scandir(folder) if entry.name != ".git"):
            raise MentordirError(f"{folder} is not empty ({used[0]}); name a new folder")
    elif folder.exists() or folder.is_symlink():
        raise MentordirError(f"{folder} is there already, and no folder; name a new one")


def _filled(text: str, host: str, day: date) -> str:
    def fill(place: re.Match[str]) -> str:
        match place[1].split():
            case ["TODAY"]:
                return place[0].replace("@TODAY@", day.isoformat())
            case ["VERSION"]:
                return place[0].replace("@VERSION@", __version__)
            case [_, name]:
                return _part(host, name, day)
        raise AssertionError(place[1])

    return _PLACE.sub(fill, text)


def _part(host: str, name: str, day: date) -> str:
    return _filled((shipped_school() / "parts" / host / f"{name}.md").read_text(encoding="utf-8"), host, day)


def _json(schema: Mapping[str, object]) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
