"""What a coordinator should know of a directory on a day, and the mail-merge file that asks the mentors.

`survey` finds it, `renderings` say it, `reminders` are the rows of the file, which is written here: it holds e-mail
addresses, so it goes where nobody publishes it. Nothing here asks the network.
"""

import os
from collections.abc import Iterable
from pathlib import Path

from mentordir.errors import MentordirError
from mentordir.report.reminders import HEAD, Reminder, reminders_csv


def refusal(path: Path, root: Path) -> str:
    """Why reminders must not be written to `path`, for a project in `root`; "" where they may."""
    target, home = path.resolve(), root.resolve()
    for folder in ("content", "site", "templates"):
        if target.is_relative_to((home / folder).resolve()):
            return f"is in {folder}/, whose files are published, and would hold e-mail addresses"
    if path.name in ("", "-") or target.is_dir():
        return "is not the name of a file"
    if not target.parent.is_dir():
        return f"is in a folder that is not there: {path.parent}"
    if target.exists() and not _is_reminders(target):
        return "is there already, and is no file of reminders"
    return ""


def _is_reminders(path: Path) -> bool:
    """Whether a file came from here, so that the next may take its place. Pipes and devices are none: they may end in a log."""
    if not path.is_file():
        return False
    try:
        with open(path, "rb") as file:
            return file.read(len(HEAD)) == HEAD
    except OSError:
        return False


def write_reminders(path: Path, rows: Iterable[Reminder]) -> None:
    """Write the file, whole or not at all, for its owner's eyes only. Raises MentordirError."""
    target = path.resolve()
    unfinished = target.with_name(f".{target.name}.unfinished")
    try:
        unfinished.unlink(missing_ok=True)
        with open(unfinished, "xb", opener=_for_the_owner) as file:
            file.write(reminders_csv(rows))
        unfinished.replace(target)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise MentordirError(f"{path} cannot be written: {error.strerror}") from error


def _for_the_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
