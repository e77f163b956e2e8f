"""Mentors who left: their slugs in content/removed.txt, one a line, so that no import brings them back.

A slug and no more: whoever left has a right to be forgotten. Lines that begin with # say why the file is there.
"""

from pathlib import Path

_FILE = "content/removed.txt"
_HEAD = "# Mentors who left, so that `mentordir import` doesn't bring them back. Delete a line to let somebody in again.\n"


def removed_slugs(root: Path) -> list[str]:
    """The slugs in the order in which they left; none where nobody did."""
    path = root / _FILE
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return [slug for line in lines if (slug := line.strip()) and not slug.startswith("#")]


def is_removed(root: Path, slug: str) -> bool:
    """Whether a mentor left."""
    return slug in removed_slugs(root)


def note_removed(root: Path, slug: str) -> None:
    """Remember that a mentor left."""
    if is_removed(root, slug):
        return
    path = root / _FILE
    text = path.read_text(encoding="utf-8") if path.is_file() else _HEAD
    path.write_text(f"{text.rstrip()}\n{slug}\n", encoding="utf-8")
