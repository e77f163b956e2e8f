"""content/ -> sources: every file that should be there read, every file that shouldn't reported."""

import os
import warnings
from collections.abc import Mapping
from pathlib import Path

from PIL import Image, UnidentifiedImageError
from slugify import slugify

from mentordir.errors import Problem, shown
from mentordir.project import Project
from mentordir.scalars import MAX_SLUG, SLUG
from mentordir.schema import Model, PageFile, Profile, ProgramFile, field_guides
from mentordir.shipped import shipped_pages
from mentordir.source import Content, Kind, Source, read_source

MAX_PHOTO_BYTES = 5 * 1024 * 1024
MAX_PHOTO_PIXELS = 24_000_000
PHOTO_FORMATS = ("JPEG", "PNG", "WEBP")
PHOTOS = "photos"

# Names that Windows keeps for devices, and those that would hide a page of the site's own.
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))})
_PAGES = frozenset({"page", "index"})
RESERVED_NAMES = _DEVICES | _PAGES
_IMAGE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif", ".heic", ".tif", ".tiff", ".bmp"})
_KINDS: Mapping[str, Kind] = {".md": "front matter", ".yaml": "yaml"}


def load_content(project: Project) -> Content:
    """Everything in content/ that a directory is made from."""
    problems: list[Problem] = []
    mentors = _load_folder(project.content / "mentors", (".md", ".yaml"), Profile, problems, folders=(PHOTOS,))
    programs = _load_folder(project.content / "programs", (".yaml",), ProgramFile, problems)
    own_pages = _load_folder(project.content / "pages", (".md",), PageFile, problems, body="body")
    shipped = _load_shipped_pages(project, problems, replaced={source.slug for source in own_pages})
    return Content(mentors, programs, own_pages, shipped, _load_photos(project.content / "mentors" / PHOTOS), problems)


def _load_shipped_pages(project: Project, problems: list[Problem], replaced: set[str]) -> list[Source]:
    """The package's guide pages that a project doesn't replace by one of the same name."""
    if shipped_pages() == project.content / "pages":
        return []
    shipped = _load_folder(shipped_pages(), (".md",), PageFile, problems, body="body")
    return [source for source in shipped if source.slug not in replaced]


def _load_folder(
    folder: Path,
    suffixes: tuple[str, ...],
    model: type[Model],
    problems: list[Problem],
    *,
    folders: tuple[str, ...] = (),
    body: str = "bio",
) -> list[Source]:
    """The sources in a folder, by name; what should not be in it goes to `problems`."""
    keys = frozenset(guide.name for guide in field_guides(model))
    sources = []
    for entry in _entries(folder):
        path = f"content/{folder.name}/{entry.name}"
        if entry.name.startswith(".") or entry.name.lower() == "readme.md":
            continue
        stem, suffix = os.path.splitext(entry.name)
        if fault := _fault(entry, stem, suffix, suffixes, folders):
            problems.append(Problem(path, 0, 0, "", *fault))
        elif entry.is_file():
            with open(entry.path, "rb") as file:
                sources.append(read_source(file.read(), path, stem, _KINDS[suffix], keys, body))
    return sources


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    if not folder.is_dir():
        return []
    with os.scandir(folder) as entries:
        return sorted(entries, key=lambda entry: entry.name)


def _fault(entry: os.DirEntry[str], stem: str, suffix: str, suffixes: tuple[str, ...], folders: tuple[str, ...]) -> tuple[str, str] | None:
    """(what is wrong with a directory entry as such, what to do), before its content is read."""
    wanted = " or ".join(suffixes)
    if entry.is_symlink():
        return "is a link to another file", "put the file itself here"
    if entry.is_dir():
        return None if entry.name in folders else ("is a folder, and profiles lie side by side", "move its files up, or remove it")
    if suffix not in suffixes:
        return f"is not a {wanted} file", _suffix_remedy(stem, suffix.lower(), suffixes, folders)
    if not SLUG.fullmatch(stem):
        return f"has a name that can't be an address: {shown(stem)}", (
            f"use small letters a to z, digits and single hyphens, such as {slugify(stem, max_length=MAX_SLUG) or 'ana-lima'}{suffix}"
        )
    if len(stem) > MAX_SLUG:
        return f"has a name of {len(stem)} characters; the limit is {MAX_SLUG}", "shorten the file's name"
    if stem in _DEVICES:
        return "has a name that Windows reserves, so that it can't be checked out there", f"rename it, for instance to dr-{stem}{suffix}"
    if stem in _PAGES:
        return "has a name that the site needs for its own pages", f"rename it, for instance to dr-{stem}{suffix}"
    return None


def _suffix_remedy(stem: str, suffix: str, suffixes: tuple[str, ...], folders: tuple[str, ...]) -> str:
    near = {".yml": ".yaml", ".markdown": ".md"}.get(suffix, suffix)
    if near in suffixes:
        return f"rename it to {stem}{near}"
    if near == ".md":
        return f"keep only its fields, without the --- lines, in {stem}.yaml"
    if suffix in _IMAGE_SUFFIXES and PHOTOS in folders:
        return f"move it to the folder {PHOTOS}, if it is a portrait"
    return "move it out of this folder"


def _load_photos(folder: Path) -> dict[str, str]:
    return {entry.name: _photo_fault(entry) for entry in _entries(folder) if not entry.name.startswith(".")}


def _photo_fault(entry: os.DirEntry[str]) -> str:
    """Why an image can't be used, "" if it can. Only its header is read here."""
    if entry.is_symlink() or not entry.is_file():
        return "is not a file of its own"
    if (size := entry.stat().st_size) > MAX_PHOTO_BYTES:
        return f"is a photo of {size:,} bytes; the limit is {MAX_PHOTO_BYTES:,}"
    try:
        with (
            warnings.catch_warnings(action="error", category=Image.DecompressionBombWarning),
            Image.open(entry.path, formats=PHOTO_FORMATS) as image,
        ):
            pixels = image.width * image.height
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return f"is a photo of far more than {MAX_PHOTO_PIXELS:,} pixels"
    except (UnidentifiedImageError, OSError, ValueError):
        return "is a file that is not a JPEG, PNG or WebP image, whatever its name says"
    if pixels > MAX_PHOTO_PIXELS:
        return f"is a photo of {pixels:,} pixels; the limit is {MAX_PHOTO_PIXELS:,}"
    return ""
