"""The project: where a directory lies on disk, what its directory.yml says, and the vocabularies that follow from it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mentordir.errors import MentordirError, Problem, shown
from mentordir.schema import SENSITIVE_BACKGROUND, NewEntry, Settings, field_guides
from mentordir.source import Source, read_source
from mentordir.theme import LIGHT_PAGE, MIN_CONTRAST, contrast, readable
from mentordir.validation import validate
from mentordir.vocabulary import OPEN, Entry, Vocabularies, Vocabulary, fold, shipped_vocabularies

CONFIGURATION = "directory.yml"


@dataclass(frozen=True, slots=True)
class Project:
    """A directory with a valid directory.yml."""

    root: Path
    settings: Settings
    vocabularies: Vocabularies

    @property
    def content(self) -> Path:
        return self.root / "content"

    @property
    def background(self) -> frozenset[str]:
        """The background categories that this directory shows."""
        if self.settings.background is not None:
            return frozenset(self.settings.background)
        return frozenset(self.vocabularies["background"].entries) - SENSITIVE_BACKGROUND


def find_project(start: Path) -> Path:
    """The nearest folder with a directory.yml, from `start` upwards. Raises MentordirError."""
    for folder in (start, *start.parents):
        if (folder / CONFIGURATION).is_file():
            return folder
    raise MentordirError(f"there is no {CONFIGURATION} in {start} or above it: change to the directory's folder, or name it")


def load_project(root: Path, base_url: str | None = None) -> tuple[Project | None, list[Problem]]:
    """The project, None where its directory.yml has errors, and what was found in that file.

    `base_url` stands in for the one written there.
    """
    path = root / CONFIGURATION
    try:
        data = path.read_bytes()
    except OSError as error:
        raise MentordirError(f"{path} cannot be read: {error.strerror}") from error
    keys = (guide.name for guide in field_guides(Settings))
    source = read_source(data, CONFIGURATION, "", "yaml", keys)
    settings, problems = validate(Settings, source)
    if settings is None:
        return None, problems
    problems += [*_check_vocabulary(settings, source), *_check_logo(settings, source, root), *_check_accent(settings, source)]
    if base_url:
        settings = settings.model_copy(update={"base_url": base_url})
    if settings.base_url is None:
        problems.append(
            Problem(
                CONFIGURATION,
                1,
                1,
                "base_url",
                "is not given, so the site has no sitemap, feed or canonical addresses",
                "add base_url: and the address of the home page",
                "warning",
            )
        )
    if any(problem.severity == "error" for problem in problems):
        return None, problems
    return Project(root, settings, _vocabularies(settings)), problems


def _vocabularies(settings: Settings) -> Vocabularies:
    vocabularies = dict(shipped_vocabularies())
    for name, change in settings.vocabulary.items():
        vocabularies[name] = vocabularies[name].changed([_entry(new) for new in change.add], change.relabel, change.hide)
    return vocabularies


def _entry(new: NewEntry) -> Entry:
    return Entry(new.id, new.label, new.broader, new.aliases, new.search, new.description)


def _check_vocabulary(settings: Settings, source: Source) -> Iterator[Problem]:
    for name, change in settings.vocabulary.items():
        shipped = shipped_vocabularies()[name]
        at = ("vocabulary", name)
        if name not in OPEN and (change.add or change.hide):
            key = "add" if change.add else "hide"
            yield source.key_problem(
                (*at, key), f"cannot change {name}: what they do is built in", "use relabel to give its entries other names"
            )
            continue
        ids = set(shipped.entries) | {new.id for new in change.add}
        yield from _check_additions(change.add, shipped, ids, (*at, "add"), source)
        for entry_id in change.relabel:
            if entry_id not in ids:
                yield source.key_problem((*at, "relabel", entry_id), "is not an entry of this vocabulary", _did_you_mean(shipped, entry_id))
        for number, entry_id in enumerate(change.hide):
            if entry_id not in ids:
                yield source.problem(
                    (*at, "hide", number), f"{shown(entry_id)} is not an entry of this vocabulary", _did_you_mean(shipped, entry_id)
                )


def _check_additions(
    additions: tuple[NewEntry, ...], shipped: Vocabulary, ids: set[str], at: tuple[str, ...], source: Source
) -> Iterator[Problem]:
    taken = dict.fromkeys((fold(text) for entry in shipped.entries.values() for text in (entry.id, entry.label, *entry.aliases)), "")
    for number, new in enumerate(additions):
        place: tuple[str | int, ...] = (*at, number)
        for text in dict.fromkeys(map(fold, (new.id, new.label, *new.aliases))):
            if text in taken:
                other = taken[text] or shipped.resolve(text) or ""
                yield source.problem(
                    place, f"is already there: {shown(text)} means {shown(other)}", "remove it, or relabel the entry that is there"
                )
            taken[text] = new.id
        for index, parent in enumerate(new.broader):
            if parent not in ids:
                yield source.problem(
                    (*place, "broader", index), f"{shown(parent)} is not an entry of this vocabulary", _did_you_mean(shipped, parent)
                )
            elif parent == new.id:
                yield source.problem((*place, "broader", index), "names the entry itself", "remove it")


def _did_you_mean(vocabulary: Vocabulary, text: str) -> str:
    near = vocabulary.suggest(text)
    return f'did you mean "{near[0].id}"?' if near else "the ids are those that `mentordir schema` prints"


LOGO_SUFFIXES = (".svg", ".png", ".jpg", ".jpeg", ".webp")


def _check_logo(settings: Settings, source: Source, root: Path) -> Iterator[Problem]:
    name = settings.theme.logo
    if name is None:
        return
    at = ("theme", "logo")
    if "/" in name or "\\" in name or name.startswith(".") or not name.lower().endswith(LOGO_SUFFIXES):
        yield source.problem(
            at, f"is not the file name of an image: {shown(name)}", "write a plain name that ends in .svg, .png, .jpg or .webp"
        )
    elif not (root / "content" / name).is_file() or (root / "content" / name).is_symlink():
        yield source.problem(at, f"names a file that is not there: {shown(name)}", "put the image into content/")


def _check_accent(settings: Settings, source: Source) -> Iterator[Problem]:
    accent = settings.theme.accent
    if accent is None:
        return
    if (shade := readable(accent, LIGHT_PAGE)) != accent:
        message = f"has a contrast of {contrast(accent, LIGHT_PAGE):.1f} to the page; text needs {MIN_CONTRAST}"
        yield source.problem(("theme", "accent"), message, f"{shade} is used for text instead; choose it, or a darker colour", warning=True)
